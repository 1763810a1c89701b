#include "office/record_insurer_reply.h"

#include "answers/known.h"
#include "office/act_on_case.h"
#include "office/judge_case.h"

namespace kenkei::office {

namespace {

// Facts that no rule of the edition may read are a mistake of whoever enters them, not something to keep silently.
base::Result<void> check_known(const edition::Edition& edition, const std::string& text)
{
    const base::json::Value known = TRY(base::json::parse(text));
    std::vector<answers::Finding> findings;
    (void)answers::read_known(edition, known, findings);
    if (findings.empty())
        return {};
    return base::Error{.code = "case.value",
                       .message = "保険者の回答を読めません: " + findings.front().message,
                       .way_out = findings.front().next.empty()
                                      ? "edition.yaml の known にある名前と値で書いてください。"
                                      : findings.front().next};
}

}

base::Result<Case> record_insurer_reply(const Desk& desk, const CaseId& id, const InsurerReply& reply)
{
    Case about = TRY(desk.kept.load_case(id));
    const edition::Edition& edition = *TRY(edition_of(desk, about));
    casework::RecordInsurerReply command{.confirmed = reply.confirmed,
                                         .contradictions = reply.contradictions,
                                         .known = reply.known,
                                         .judged = {},
                                         .note = reply.note};
    if (!reply.known.empty())
        TRY(check_known(edition, reply.known));
    if (about.inquiry) {
        Case with_reply = about;
        with_reply.inquiry->known = reply.known;
        command.judged = TRY(judge_case(desk, edition, with_reply));
    }
    TRY(act_and_keep(desk, edition, about, command));
    return about;
}

}
