#pragma once

#include "server/http.h"

namespace kenkei::server {

// What every answer tells the browser not to do.
struct SecurityPolicy {
    // Only what comes from here, no frames around us, no inline scripts; WebAssembly for the judge in the browser.
    std::string content = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' "
                          "data:; object-src 'none'; "
                          "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    std::chrono::seconds strict_transport = std::chrono::hours(24 * 365); // 0: none
};

// Adds those that the answer does not set by itself. Strict-Transport-Security only where the client speaks TLS: sent
// in clear it is ignored by browsers, and would be wrong on a machine that has no TLS.
void add_security_headers(Response&, const SecurityPolicy&, bool secure);

}
