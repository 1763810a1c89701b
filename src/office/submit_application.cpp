#include "office/submit_application.h"

#include "base/sha256.h"
#include "casework/corporate_number.h"
#include "judge/quick_judge.h"
#include "office/act_on_case.h"
#include "office/open_draft.h"

#include <algorithm>

namespace kenkei::office {

using casework::Stage;

casework::FileRef PreparedSubmission::file() const
{
    return {base::sha256_hex(handed.bytes), handed.name, static_cast<std::int64_t>(handed.bytes.size())};
}

namespace {

// Where all answers can be read they are judged the quick way: in the last hour that is most of it.
JudgedAnswers judge_handed(Editions& editions, const edition::Edition& edition, const Handed& handed,
                           const answers::Application& application)
{
    const base::Date as_of = base::date_in_japan(handed.arrived);
    if (!is_workbook(handed.bytes)) {
        if (auto judgement = editions.quick_judge_of(edition, as_of)->judge(handed.bytes, as_of))
            return judged_answers(edition, std::move(*judgement));
    }
    return judge_answers(edition, application, as_of);
}

}

base::Result<PreparedSubmission> prepare_submission(Editions& editions, const edition::Edition& edition, Handed handed)
{
    const answers::Application application = TRY(read_submission(editions, edition, handed));
    JudgedAnswers judged = judge_handed(editions, edition, handed, application);
    return PreparedSubmission{
        std::move(handed),         answers_text(application), std::move(judged.judged), std::move(judged.applicant), {},
        std::move(judged.findings)};
}

namespace {

base::Result<void> submit(const Desk& desk, const edition::Edition& edition, Case& about,
                          const PreparedSubmission& prepared)
{
    TRY(desk.kept.put_file(prepared.handed.bytes));
    casework::Submit command{.arrived = prepared.handed.arrived,
                             .file = prepared.file(),
                             .applicant = prepared.applicant,
                             .answers = prepared.answers,
                             .judged = prepared.judged};
    for (const Handed& scan : prepared.scans) {
        std::string sha256 = TRY(desk.kept.put_file(scan.bytes));
        command.scans.push_back({std::move(sha256), scan.name, static_cast<std::int64_t>(scan.bytes.size())});
    }
    return act_and_keep(desk, edition, about, command, &prepared.findings);
}

// The file that counts already, or an earlier one said again (an import that was killed is repeated with its --at): it
// arrived no later than the one that counts. One that arrives later is meant to count instead.
bool is_there(const Case& about, const casework::FileRef& file, base::Timestamp arrived)
{
    const Case::Submission* counting = casework::counting_submission(about);
    if (!counting)
        return false;
    const auto same = [&](const Case::Submission& earlier) { return earlier.file.sha256 == file.sha256; };
    return same(*counting) ||
           (arrived <= counting->arrived && std::any_of(about.submissions.begin(), about.submissions.end(), same));
}

// A folder that is imported again must not bring back an application that was withdrawn in between.
base::Result<void> check_not_withdrawn(const Desk& desk, const std::vector<store::CaseRow>& rows,
                                       const casework::FileRef& file)
{
    for (const store::CaseRow& row : rows) {
        if (row.stage != Stage::Withdrawn)
            continue;
        const Case withdrawn = TRY(desk.kept.load_case(row.id));
        for (const Case::Submission& submission : withdrawn.submissions) {
            if (submission.file.sha256 == file.sha256)
                return base::Error{.code = "case.withdrawn",
                                   .message = "取り下げられた案件 " + row.id.text + " の申請書と同じファイルです（" +
                                              file.name + "）。",
                                   .way_out =
                                       "あらためて申請するときは kenkei case open-draft と submit を使ってください。"};
        }
    }
    return {};
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
    if (prepared.applicant.number.empty())
        return base::Error{.code = "case.number",
                           .message = "法人番号が記入されていないため、どの法人の申請かが分かりません（" +
                                      prepared.handed.name + "）。",
                           .way_out = "法人番号を記入するか、kenkei case submit で案件番号を指して提出してください。"};
    const std::string number =
        TRY(casework::read_corporate_number(prepared.applicant.number, casework::CheckDigit::NoMatter));
    Filed filed;
    const std::vector<store::CaseRow> rows = TRY(desk.kept.list({.edition = edition.key(), .firm = number}));
    const auto row = std::find_if(rows.rbegin(), rows.rend(), can_take_a_version);
    if (row == rows.rend()) {
        filed.opened = true;
        TRY(check_not_withdrawn(desk, rows, prepared.file()));
        casework::OpenDraft draft{.number = number, .name = prepared.applicant.name, .as_written = true};
        if (!prepared.scans.empty())
            draft.arrived = prepared.handed.arrived;
        auto opened = open_draft(desk, edition.key(), draft);
        // Somebody else opened it in between: what is there now is seen when this is tried again.
        if (!opened.ok() && opened.error().code == "case.duplicate")
            return base::Error{.code = "store.conflict", .message = opened.error().message};
        filed.about = TRY(std::move(opened));
    } else {
        filed.about = TRY(desk.kept.load_case(row->id));
        filed.repeated = is_there(filed.about, prepared.file(), prepared.handed.arrived);
        if (filed.repeated)
            return filed;
    }
    TRY(submit(desk, edition, filed.about, prepared));
    return filed;
}

}
