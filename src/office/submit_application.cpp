#include "office/submit_application.h"

#include "base/sha256.h"
#include "office/act_on_case.h"
#include "office/open_draft.h"

#include <algorithm>

namespace kenkei::office {

using casework::Stage;

casework::FileRef PreparedSubmission::file() const
{
    return {base::sha256_hex(handed.bytes), handed.name, static_cast<std::int64_t>(handed.bytes.size())};
}

base::Result<PreparedSubmission> prepare_submission(Editions& editions, const edition::Edition& edition, Handed handed)
{
    const answers::Application application = TRY(read_submission(editions, edition, handed));
    JudgedAnswers judged = judge_answers(edition, application, base::date_in_japan(handed.arrived));
    return PreparedSubmission{std::move(handed), answers_text(application), std::move(judged.judged),
                              std::move(judged.applicant)};
}

namespace {

base::Result<void> submit(const Desk& desk, const edition::Edition& edition, Case& about,
                          const PreparedSubmission& prepared)
{
    TRY(desk.kept.put_file(prepared.handed.bytes));
    return act_and_keep(desk, edition, about,
                        casework::Submit{.arrived = prepared.handed.arrived,
                                         .file = prepared.file(),
                                         .applicant = prepared.applicant,
                                         .answers = prepared.answers,
                                         .judged = prepared.judged});
}

// The same bytes as the last version, or as an earlier one of the same file name. An earlier one under another name was
// sent again, to count instead of what came between.
bool is_there(const Case& about, const casework::FileRef& file)
{
    const auto& submissions = about.submissions;
    if (submissions.empty())
        return false;
    return submissions.back().file.sha256 == file.sha256 ||
           std::any_of(submissions.begin(), submissions.end(),
                       [&](const Case::Submission& earlier) { return earlier.file == file; });
}

bool can_take_a_version(const store::CaseRow& row)
{
    return row.stage != Stage::Withdrawn && row.stage != Stage::Ended;
}

}

base::Result<Case> submit_application(const Desk& desk, const CaseId& id, const PreparedSubmission& prepared)
{
    Case about = TRY(desk.kept.load_case(id));
    TRY(submit(desk, *TRY(edition_of(desk, about)), about, prepared));
    return about;
}

base::Result<Filed> file_application(const Desk& desk, const edition::Edition& edition,
                                     const PreparedSubmission& prepared)
{
    const std::string& number = prepared.applicant.number;
    if (number.empty())
        return base::Error{.code = "case.number",
                           .message = "法人番号が記入されていないため、どの法人の申請かが分かりません（" +
                                      prepared.handed.name + "）。",
                           .way_out = "法人番号を記入するか、kenkei case submit で案件番号を指して提出してください。"};
    Filed filed;
    const std::vector<store::CaseRow> rows = TRY(desk.kept.list({.edition = edition.key(), .firm = number}));
    const auto row = std::find_if(rows.rbegin(), rows.rend(), can_take_a_version);
    if (row == rows.rend()) {
        filed.opened = true;
        filed.about = TRY(open_draft(desk, edition.key(), {.number = number, .name = prepared.applicant.name}));
    } else {
        filed.about = TRY(desk.kept.load_case(row->id));
        filed.repeated = is_there(filed.about, prepared.file());
        if (filed.repeated)
            return filed;
    }
    TRY(submit(desk, edition, filed.about, prepared));
    return filed;
}

}
