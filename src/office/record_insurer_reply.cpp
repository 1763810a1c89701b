#include "office/record_insurer_reply.h"

#include "answers/known.h"
#include "office/act_on_case.h"
#include "office/judge_case.h"

#include <algorithm>

namespace kenkei::office {

namespace {

// declared（boolean）、…
std::string facts_in_words(const edition::KnownFacts& facts)
{
    std::string words;
    for (const auto& [field, type] : facts.fields)
        words += (words.empty() ? "" : "、") + field + "（" + std::string(edition::name_of(type)) + "）";
    return words;
}

const edition::KnownFacts* facts_of_insurer(const edition::Edition& edition)
{
    const auto found = std::find_if(edition.known.begin(), edition.known.end(),
                                    [](const edition::KnownFacts& known) { return known.id == "insurer"; });
    return found == edition.known.end() ? nullptr : &*found;
}

// Facts that no rule of the edition may read are a mistake of whoever enters them, not something to keep silently.
base::Result<void> check_known(const edition::Edition& edition, const std::string& text)
{
    const base::json::Value known = TRY(base::json::parse(text));
    std::vector<answers::Finding> findings;
    (void)answers::read_known(edition, known, findings);
    if (findings.empty())
        return {};
    // What a judgement would go on to say, that it was left out, does not hold here: nothing is recorded.
    const edition::KnownFacts* facts = facts_of_insurer(edition);
    const std::string& message = findings.front().message;
    const std::string_view full_stop = "。";
    return base::Error{.code = "case.value",
                       .message = "保険者の回答の known を読めません：" +
                                  message.substr(0, message.find(full_stop) + full_stop.size()),
                       .way_out = facts ? "known の insurer に書けるのは次の事実です：" + facts_in_words(*facts) + "。"
                                        : "known を書かずに記録してください。"};
}

// What is given otherwise must be a fact that the edition asks the insurer for: it becomes a ground of the decision.
base::Result<void> check_contradictions(const edition::Edition& edition, const std::vector<std::string>& facts)
{
    const edition::KnownFacts* asked = facts_of_insurer(edition);
    if (!asked)
        return {};
    for (const std::string& fact : facts) {
        if (std::any_of(asked->fields.begin(), asked->fields.end(),
                        [&](const auto& field) { return field.first == fact; }))
            continue;
        return base::Error{.code = "case.value",
                           .message = "「" + fact + "」は、この年度版が保険者にたずねる事実ではありません。",
                           .way_out = "食い違いは次の事実の名で書いてください：" + facts_in_words(*asked) + "。"};
    }
    return {};
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
    TRY(check_contradictions(edition, reply.contradictions));
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
