#include "server/endpoints_system.h"

#include "server/endpoints.h"

namespace kenkei::server {

std::vector<Endpoint> endpoints_system()
{
    std::vector<Endpoint> all;
    for (const auto& part : {endpoints_schedule, endpoints_hooks, endpoints_audit}) {
        for (Endpoint& endpoint : part())
            all.push_back(std::move(endpoint));
    }
    return all;
}

}
