// What the applicant does with an application that was begun.
#include "casework/act_rules.h"

#include <algorithm>

namespace kenkei::casework {

namespace {

base::Error closed(const Situation& s, std::string what, base::Timestamp at)
{
    const Case::Submission* counting = counting_submission(s.of);
    return refusal(
        "case.closed",
        std::move(what) + "（" + to_the_millisecond(at) + "）は、締切の " + to_the_millisecond(closing_of(s.edition)) +
            " を過ぎています" + by(s.edition.application.source) + "。",
        counting ? "締切までに届いた最後の申請書（第" + std::to_string(counting->version) + "版）が審査の対象です。"
                 : "次の年度版の受付をお待ちください。");
}

bool contains(const std::vector<std::string>& ids, const std::string& id)
{
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

// Those that changed, as the applicant's side says or as the answers show; what is computed does not count.
base::Result<std::vector<std::string>> changed_questions(const Situation& s, const ReturnCorrection& command)
{
    std::vector<std::string> differing = command.changed;
    if (!s.of.submitted.empty()) {
        for (std::string& id : TRY(answers_that_differ(s.of.submitted, command.answers)))
            add_once(differing, std::move(id));
    }
    std::vector<std::string> changed;
    for (std::string& id : differing) {
        const edition::Question* question = s.edition.find_question(id);
        if (contains(s.of.correction->questions, id) || (question && !question->derive))
            add_once(changed, std::move(id));
    }
    return changed;
}

}

Made carry_out(const Situation& s, const Save& command)
{
    if (s.now > closing_of(s.edition))
        return closed(s, "保存の時刻", s.now);
    TRY(check_answers(command.answers, Blank::Allowed));
    return Happening(Saved{.answers = command.answers});
}

Made carry_out(const Situation& s, const Submit& command)
{
    if (command.arrived > s.now)
        return wrong_value("届いた時刻 " + to_the_millisecond(command.arrived) + " が、いまの時刻 " +
                               to_the_millisecond(s.now) + " より後です。",
                           "受信の時計を確かめてください。");
    if (base::date_in_japan(command.arrived) < s.edition.application.opens)
        return refusal("case.period",
                       "届いた時刻 " + to_the_millisecond(command.arrived) + " は、受付の始まる" +
                           base::to_japanese(s.edition.application.opens) + "より前です" +
                           by(s.edition.application.source) + "。",
                       "受付が始まってから提出してください。");
    // What counts is when the last byte arrived, not when it was looked at.
    if (command.arrived > closing_of(s.edition))
        return closed(s, "申請書の届いた時刻", command.arrived);
    if (!command.scans.empty() && s.actor.role != Role::Office)
        return wrong_value("紙の申請書の写しは事務局が付けるものです。", "申請書のファイルだけを提出してください。");
    TRY(check_answers(command.answers, Blank::Refused));
    TRY(check_applicant(s, command.applicant));
    return Happening(Submitted{.version = static_cast<std::int64_t>(s.of.submissions.size()) + 1,
                               .arrived = command.arrived,
                               .judged = command.judged,
                               .file = command.file,
                               .applicant = command.applicant,
                               .answers = command.answers,
                               .scans = command.scans});
}

Made carry_out(const Situation&, const Withdraw& command)
{
    return Happening(Withdrawn{.reason = command.reason});
}

Made carry_out(const Situation& s, const ReturnCorrection& command)
{
    const auto& correction = s.of.correction;
    if (!correction)
        return refusal("case.correction", "この案件に、回答を待っている差戻しはありません。",
                       "直したい回答があるときは事務局に連絡してください。");
    if (!is_pending(correction, s.today))
        return refusal("case.correction",
                       "差戻しへの回答の期限 " + base::to_japanese(correction->due) + " を過ぎています（きょうは" +
                           base::to_japanese(s.today) + "）。",
                       "事務局に連絡してください。差戻しをもう一度受ければ回答できます。");
    TRY(check_answers(command.answers, Blank::Refused));
    TRY(check_applicant(s, command.applicant));
    const std::vector<std::string> changed = TRY(changed_questions(s, command));
    std::vector<std::string> others;
    for (const std::string& id : changed) {
        if (!contains(correction->questions, id))
            others.push_back(id);
    }
    if (!others.empty())
        return refusal("case.correction",
                       "差戻しの対象でない設問の回答が変わっています（" + listed(others) +
                           "）。締切の後に直せるのは、" + "差戻しを受けた設問（" + listed(correction->questions) +
                           "）だけです" + by(s.process.submission.source) + "。",
                       "ほかの設問を元の回答に戻してから提出してください。");
    return Happening(CorrectionReturned{.questions = changed,
                                        .judged = command.judged,
                                        .file = command.file,
                                        .applicant = command.applicant,
                                        .answers = command.answers});
}

Made carry_out(const Situation& s, const SupplyEvidence& command)
{
    if (!s.of.evidence || s.of.evidence->state == Evidence::State::Supplied)
        return refusal("case.evidence", "この案件に、提出を待っている資料はありません。",
                       "資料を送りたいときは事務局に連絡してください。");
    if (command.files.empty())
        return wrong_value("資料のファイルがありません。", "提出するファイルを1つ以上付けてください。");
    const bool in_time = s.of.evidence->state == Evidence::State::Waiting && s.today <= s.of.evidence->due;
    return Happening(EvidenceSupplied{.in_time = in_time, .files = command.files});
}

}
