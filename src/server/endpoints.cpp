#include "server/endpoints.h"

namespace kenkei::server {

namespace {

// What follows from how an endpoint is run.
void complete(Endpoint& endpoint)
{
    OperationDescription& says = endpoint.says;
    const bool acts = std::holds_alternative<Act>(endpoint.handler);
    says.access = access::name_of(endpoint.operation);
    says.anyone = access::open_to(endpoint.operation) == access::Open::ToAll;
    says.keyed = acts && !says.anyone;
    says.matched = acts && endpoint.about == About::Case;
    if (endpoint.raw_body && !endpoint.uploads)
        says.parameters.push_back({"name", OperationDescription::Parameter::In::Query, false, R"({"type":"string"})",
                                   "本文がファイルのとき、その名前（Content-Disposition でもよい）"});
}

}

std::vector<Endpoint> api_endpoints()
{
    std::vector<Endpoint> all;
    for (const auto& part : {endpoints_editions, endpoints_applicant, endpoints_cases, endpoints_office,
                             endpoints_intake, endpoints_session, endpoints_own_account, endpoints_oidc,
                             endpoints_firms, endpoints_users, endpoints_system}) {
        for (Endpoint& endpoint : part()) {
            complete(endpoint);
            all.push_back(std::move(endpoint));
        }
    }
    return all;
}

}
