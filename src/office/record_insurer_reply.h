#pragma once

#include "office/desk.h"

namespace kenkei::office {

// 保険者の回答: the facts that it gives, as `known` of an application document; the answers are judged again with them.
struct InsurerReply {
    bool confirmed = false;
    std::vector<std::string> contradictions;
    std::string known; // JSON object; "" for none
    std::string note;
};
base::Result<Case> record_insurer_reply(const Desk&, const CaseId&, const InsurerReply&);

}
