#include "office/explain_case.h"

#include "office/circumstances.h"

namespace kenkei::office {

base::Result<AnswersOfCase> answers_of_case(const Desk& desk, const edition::Edition& edition, const Case& seen)
{
    const Case::Submission* counting = casework::counting_submission(seen);
    const bool handed_in = counting && !seen.submitted.empty();
    const std::string& answers = handed_in ? seen.submitted : seen.answers;
    if (answers.empty())
        return base::Error{.code = "case.answers",
                           .message = "案件 " + seen.id.text + " には回答がありません" +
                                      (seen.erased.empty() ? "。" : "（保存期間を過ぎて消去済み）。"),
                           .way_out = seen.erased.empty() ? "下書きを保存するか、申請書を提出してください。" : ""};
    AnswersOfCase found{.application = {}, .as_of = base::date_in_japan(handed_in ? counting->arrived : desk.now)};
    found.application.id = seen.id.text;
    found.application.answers = TRY(base::json::parse(answers));
    found.application.known = TRY(known_of(desk, edition, seen));
    return found;
}

base::Result<judge::Judgement> explain_case(const Desk& desk, const edition::Edition& edition, const Case& seen)
{
    const AnswersOfCase found = TRY(answers_of_case(desk, edition, seen));
    return judge::judge(edition, found.application, found.as_of);
}

}
