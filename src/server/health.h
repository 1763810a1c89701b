#pragma once

#include "server/http.h"

namespace kenkei::server {

// What the machine's own supervisors ask.
struct Health {
    std::function<bool()> ready;          // whether requests can be served now: the database answers, nobody shuts down
    std::function<std::string()> metrics; // Prometheus text
};

// GET /healthz (the process lives), /readyz (200 or 503) and /metrics.
std::vector<Route> health_routes(Health);

}
