#pragma once

#include "server/http.h"

namespace kenkei::server {

// What the machine's own supervisors ask.
struct Health {
    // Whether requests can be served now: the database answers, nobody shuts down. Tells at once or later.
    std::function<void(std::function<void(bool)> tell)> ready;
    std::function<std::string()> metrics; // Prometheus text
    std::function<std::string()> details =
        {}; // lines for /readyz about what is wrong but does not stop us; may be empty
};

// GET /healthz (the process lives), /readyz (200 or 503) and /metrics.
std::vector<Route> health_routes(Health);

}
