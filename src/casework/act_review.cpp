// What the office does with an application between its receipt and the decision.
#include "casework/act_rules.h"
#include "casework/limit_words.h"
#include "casework/term.h"

#include <algorithm>
#include <set>

namespace kenkei::casework {

namespace {

using edition::GateKind;

// What was blank at the closing is not asked again, where the edition says so.
base::Result<void> check_no_second_answer(const Situation& s, const std::vector<std::string>& questions)
{
    if (!s.process.no_second_answer || !s.of.closing)
        return {};
    const auto& blank = s.of.closing->unanswered;
    std::vector<std::string> forbidden;
    for (const std::string& id : questions) {
        if (std::find(blank.begin(), blank.end(), id) != blank.end())
            forbidden.push_back(id);
    }
    if (forbidden.empty())
        return {};
    return refusal("case.correction",
                   "締切（" + limit_in_words(closing_of(s.edition)) +
                       "）の時に未回答だった設問の回答は求め直せません（" + listed(forbidden) + "）" +
                       by(s.process.no_second_answer->source) + "。",
                   "未回答の設問を除いて差し戻すか、未回答のまま判定してください。");
}

base::Result<void> check_not_referred(const Situation& s, std::string_view verb)
{
    if (!s.of.referred)
        return {};
    return refusal("case.gate",
                   std::string(s.of.referred->body) + "に付議した後に" + std::string(verb) + "はできません。",
                   "議決を待つか、差戻しをして回答を受けてください。審査は初めからになります。");
}

std::string said(bool confirmed, const std::vector<std::string>& contradictions)
{
    return confirmed ? "確認できた" : "確認できない" + (contradictions.empty() ? "" : "：" + listed(contradictions));
}

// Whether the insurer takes back what it answered before.
bool changes_reply(const Inquiry& before, const RecordInsurerReply& now)
{
    if (!before.replied)
        return false;
    return before.confirmed != now.confirmed || std::set(before.contradictions.begin(), before.contradictions.end()) !=
                                                    std::set(now.contradictions.begin(), now.contradictions.end());
}

base::Result<void> check_due(const Situation& s, std::optional<base::Date> due)
{
    if (!due || *due >= s.today)
        return {};
    return wrong_value("期限の" + base::to_japanese(*due) + "は過ぎています（きょうは" + base::to_japanese(s.today) +
                           "）。",
                       "きょう以後の日を期限にしてください。");
}

}

Made carry_out(const Situation& s, const Receive& command)
{
    const base::Timestamp closing = closing_of(s.edition);
    if (s.now <= closing)
        return refusal("case.period",
                       "締切の " + base::to_japanese(closing) + " まで申請書は出し直せるため、受付はまだできません" +
                           by(s.process.submission.source) + "。",
                       "締切を過ぎてから受け付けてください。");
    return Happening(Received{.version = counting_submission(s.of)->version, .judged = command.judged});
}

Made carry_out(const Situation& s, const RequestCorrection& command)
{
    if (is_pending(s.of.correction, s.today))
        return refusal("case.correction",
                       "差戻しの回答を" + base::to_japanese(s.of.correction->due) + "まで待っています（" +
                           listed(s.of.correction->questions) + "）。",
                       "回答を受けてから、次の差戻しをしてください。");
    std::vector<std::string> questions = TRY(check_questions(s, command.questions));
    TRY(check_due(s, command.due));
    TRY(check_no_second_answer(s, questions));
    return Happening(
        CorrectionRequested{.questions = std::move(questions), .due = command.due, .message = command.message});
}

Made carry_out(const Situation& s, const RequestEvidence& command)
{
    if (s.of.stage == Stage::Certified)
        TRY(check_certificate(s, "資料の提出の依頼"));
    if (!s.edition.evidence)
        return refusal("case.evidence", "この年度版には、資料の提出を求める定めがありません。",
                       "資料によらずに審査してください。");
    if (is_pending(s.of.evidence, s.today))
        return refusal("case.evidence",
                       "前に依頼した資料（期限 " + base::to_japanese(s.of.evidence->due) +
                           "）がまだ提出されていません" + by(s.edition.evidence->source) + "。",
                       "資料を受けるか、期限が過ぎてから、次の依頼をしてください。");
    return Happening(EvidenceRequested{.questions = TRY(check_questions(s, command.questions)),
                                       .due = last_day_to_answer(s.edition, *s.edition.evidence, s.today),
                                       .message = command.message});
}

Made carry_out(const Situation& s, const Screen& command)
{
    TRY(reach_gate(s, GateKind::Screening, "書類審査"));
    TRY(check_not_referred(s, "書類審査"));
    TRY(check_screening_grounds(s, command));
    std::vector<std::string> grounds;
    for (const std::string& ground : command.grounds)
        add_once(grounds, ground);
    bool excluded = false;
    for (const CaseId& id : s.circumstances.exclusive) {
        add_once(grounds, "exclusive:" + id.text);
        excluded = true;
    }
    for (const CaseId& id : s.circumstances.same_code)
        add_once(grounds, "shared-code:" + id.text);
    return Happening(Screened{.passed = command.passed && !excluded,
                              .judged = command.judged,
                              .grounds = std::move(grounds),
                              .note = command.note});
}

Made carry_out(const Situation& s, const InquireInsurer& command)
{
    TRY(reach_gate(s, GateKind::Insurer, "保険者への照会"));
    TRY(check_not_referred(s, "保険者への照会"));
    TRY(check_given(command.insurer, "照会先の保険者"));
    TRY(check_due(s, command.due));
    return Happening(InsurerInquired{.insurer = command.insurer, .due = command.due});
}

Made carry_out(const Situation& s, const RecordInsurerReply& command)
{
    if (!s.of.inquiry)
        return refusal("case.gate", "この案件では保険者に照会していません。", "先に保険者への照会をしてください。");
    TRY(check_not_referred(s, "保険者の回答の記録"));
    if (command.confirmed && !command.contradictions.empty())
        return wrong_value("保険者の回答に食い違い（" + listed(command.contradictions) +
                               "）があるのに、確認済みとされています。",
                           "食い違いがあるときは、確認できなかったものとして記録してください。");
    if (!command.known.empty())
        TRY(check_answers(command.known, Blank::Allowed));
    const edition::Gate* gate = s.process.find_gate(GateKind::Insurer);
    if (changes_reply(*s.of.inquiry, command) && command.note.empty())
        return refusal("case.reason",
                       "保険者の前の回答（" + said(s.of.inquiry->confirmed, s.of.inquiry->contradictions) +
                           "）を変える回答（" + said(command.confirmed, command.contradictions) +
                           "）には説明が必要です" + by(gate ? gate->clause.source : edition::Source{}) + "。",
                       "なぜ回答が変わったかを書いて記録してください。");
    return Happening(InsurerReplied{.confirmed = command.confirmed,
                                    .contradictions = command.contradictions,
                                    .known = command.known,
                                    .judged = command.judged,
                                    .note = command.note});
}

Made carry_out(const Situation& s, const ReferToBody& command)
{
    const edition::Gate* gate = TRY(reach_gate(s, GateKind::Resolution, "付議"));
    if (s.of.resolution)
        return refusal("case.gate",
                       s.of.resolution->body + "の議決（" + base::to_japanese(s.of.resolution->on) +
                           "）があります。付議は済んでいます" + by(gate->clause.source) + "。",
                       "議決に基づいて決定してください。");
    return Happening(Referred{.body = gate->by, .list = command.list});
}

}
