#include "server/endpoints.h"

namespace kenkei::server {

namespace {

using SharedDescription = std::shared_ptr<const OperationDescription>;

// Nothing may be asked of an endpoint that it does not know: ?stagee=draft that is passed over would list everything.
Look with_known_query(SharedDescription says, Look look)
{
    return [says = std::move(says), look = std::move(look)](const Asked& asked,
                                                            store::Transaction& kept) -> base::Result<Response> {
        TRY(check_query(*says, asked.request));
        return look(asked, kept);
    };
}

Act with_known_query(SharedDescription says, Act act)
{
    return [says = std::move(says), act = std::move(act)](const std::shared_ptr<const Asked>& asked,
                                                          store::Transaction& kept) -> base::Result<WrittenAnswer> {
        TRY(check_query(*says, asked->request));
        return act(asked, kept);
    };
}

Free with_known_query(SharedDescription says, Free free)
{
    return [says = std::move(says), free = std::move(free)](std::shared_ptr<Asked> asked, store::Transaction& kept,
                                                            Reply reply) {
        if (const auto known = check_query(*says, asked->request); !known.ok())
            return void(reply.give(problem(known.error(), asked->language, asked->request.id)));
        free(std::move(asked), kept, std::move(reply));
    };
}

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
    endpoint.handler = std::visit(
        [known = std::make_shared<const OperationDescription>(says)](auto& handler) {
            return decltype(endpoint.handler)(with_known_query(known, std::move(handler)));
        },
        endpoint.handler);
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
