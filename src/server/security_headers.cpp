#include "server/security_headers.h"

namespace kenkei::server {

namespace {

void add(Response& response, std::string_view name, std::string_view value)
{
    if (!response.headers.find(name))
        response.headers.add(std::string(name), std::string(value));
}

}

void add_security_headers(Response& response, const SecurityPolicy& policy, bool secure)
{
    if (!policy.content.empty())
        add(response, "Content-Security-Policy", policy.content);
    add(response, "X-Content-Type-Options", "nosniff");
    add(response, "X-Frame-Options", "DENY"); // for browsers that do not know frame-ancestors
    add(response, "Referrer-Policy", "same-origin");
    add(response, "Cross-Origin-Opener-Policy", "same-origin");
    add(response, "Cross-Origin-Resource-Policy", "same-origin");
    add(response, "Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    if (secure && policy.strict_transport.count() > 0)
        add(response, "Strict-Transport-Security", "max-age=" + std::to_string(policy.strict_transport.count()));
}

}
