#include "server/known_device.h"

#include "access/secret.h"
#include "server/caller.h"

namespace kenkei::server {

namespace {

constexpr std::int64_t half_a_year = 180 * std::int64_t{86'400}; // seconds

// Several people may use one browser: one cookie for each account. Bound to the host where the client speaks TLS.
std::string device_cookie(bool secure, const std::string& account)
{
    return std::string(secure ? "__Host-" : "") + "kenkei-device-" + access::digest_of(account).substr(0, 16);
}

std::string signed_device(const std::string& device, const store::Account& account)
{
    return device + "." + access::keyed_digest(account.password, "device " + account.id + " " + device);
}

}

std::string known_device(const Request& request, const store::Account& account)
{
    const auto cookie = find_cookie(request, device_cookie(request.secure, account.id));
    if (!cookie || account.password.empty()) // an empty key signs nothing
        return "";
    const std::string device = cookie->substr(0, cookie->find('.'));
    return access::same_secret(*cookie, signed_device(device, account)) ? device : "";
}

void set_device_cookie(Response& response, const Request& request, const store::Account& account)
{
    std::string device = known_device(request, account);
    if (device.empty())
        device = access::new_token("kkd_");
    std::string cookie = device_cookie(request.secure, account.id) + "=" + signed_device(device, account) +
                         "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(half_a_year);
    if (request.secure)
        cookie += "; Secure";
    response.headers.add("Set-Cookie", std::move(cookie));
}

}
