#include "server/endpoints.h"

namespace kenkei::server {

std::vector<Endpoint> api_endpoints()
{
    std::vector<Endpoint> all;
    for (const auto& part : {endpoints_editions, endpoints_applicant, endpoints_cases, endpoints_office,
                             endpoints_intake, endpoints_session, endpoints_own_account, endpoints_oidc,
                             endpoints_firms, endpoints_users, endpoints_system}) {
        for (Endpoint& endpoint : part()) {
            endpoint.says.access = access::name_of(endpoint.operation);
            endpoint.says.anyone = access::open_to(endpoint.operation) == access::Open::ToAll;
            all.push_back(std::move(endpoint));
        }
    }
    return all;
}

}
