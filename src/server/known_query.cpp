#include "base/utf8.h"
#include "server/openapi.h"

#include <algorithm>

namespace kenkei::server {

base::Result<void> check_query(const OperationDescription& operation, const Request& request)
{
    if (operation.open_query)
        return {};
    using In = OperationDescription::Parameter::In;
    std::string known;
    for (const OperationDescription::Parameter& parameter : operation.parameters) {
        if (parameter.in == In::Query)
            known += (known.empty() ? "" : "、") + std::string(parameter.name);
    }
    for (const Parameter& asked : request.query) {
        const auto is_asked = [&](const OperationDescription::Parameter& parameter) {
            return parameter.in == In::Query && parameter.name == asked.name;
        };
        if (std::any_of(operation.parameters.begin(), operation.parameters.end(), is_asked))
            continue;
        const std::string which = base::shortened(asked.name, 40);
        return base::Error{.code = "api.query-unknown",
                           .message = "問合せの項目「" + which + "」は、この操作（" + std::string(operation.id) +
                                      "）にはありません。",
                           .way_out = known.empty() ? "この操作に問合せの項目はありません。? から後ろを外してください。"
                                                    : "使えるのは " + known + " です。"};
    }
    return {};
}

}
