#include "office/judge_case.h"

#include "office/circumstances.h"

#include <algorithm>

namespace kenkei::office {

JudgedAnswers judged_answers(const edition::Edition& edition, judge::Judgement judgement)
{
    JudgedAnswers judged{casework::summarise(edition, judgement), casework::applicant_of(edition, judgement.answers),
                         std::move(judgement.answers.findings)};
    std::stable_sort(
        judged.findings.begin(), judged.findings.end(),
        [](const answers::Finding& one, const answers::Finding& other) { return one.severity < other.severity; });
    return judged;
}

JudgedAnswers judge_answers(const edition::Edition& edition, const answers::Application& application, base::Date as_of)
{
    return judged_answers(edition, judge::judge(edition, application, as_of, judge::Next::Skip));
}

base::Result<casework::Judged> judge_case(const Desk& desk, const edition::Edition& edition, const Case& about)
{
    const Case::Submission* counting = casework::counting_submission(about);
    if (about.submitted.empty() || !counting)
        return base::Error{.code = "case.answers",
                           .message = "案件 " + about.id.text + " には判定できる回答がありません" +
                                      (about.erased.empty() ? "（未提出）。" : "（保存期間を過ぎて消去済み）。"),
                           .way_out = about.erased.empty() ? "申請書を提出してから行ってください。"
                                                           : "判定の記録は kenkei audit show でご覧になれます。"};
    answers::Application application;
    application.id = about.id.text;
    application.answers = TRY(base::json::parse(about.submitted));
    application.known = TRY(known_of(desk, edition, about));
    return judge_answers(edition, application, base::date_in_japan(counting->arrived)).judged;
}

}
