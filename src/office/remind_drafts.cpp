#include "office/remind_drafts.h"

#include "casework/limit_words.h"
#include "office/judge_case.h"
#include "office/timetable.h"
#include "store/accounts.h"

namespace kenkei::office {

namespace {

using casework::Stage;

// Where the firm reads: its own account, else what it wrote into the draft.
base::Result<std::string> recipient_of(const Desk& desk, const edition::Edition& edition, const Case& draft)
{
    store::Accounts accounts(desk.kept);
    if (const auto grant = TRY(accounts.applicant_of(draft.number, desk.now))) {
        const auto account = TRY(accounts.find(grant->account));
        if (account && account->state == store::Account::State::Active && !account->mail.empty())
            return account->mail;
    }
    if (draft.answers.empty())
        return std::string();
    answers::Application application;
    application.answers = TRY(base::json::parse(draft.answers));
    const casework::Applicant applicant = judge_answers(edition, application, base::date_in_japan(desk.now)).applicant;
    return applicant.mails.empty() ? std::string() : applicant.mails.front();
}

base::Result<bool> has_filed(const Desk& desk, const edition::Edition& edition, const std::string& firm)
{
    return !TRY(desk.kept.list({.edition = edition.key(), .firm = firm, .filed = true, .limit = 1})).empty();
}

// false: there was nothing to be told, or nobody to tell it to.
base::Result<bool> remind(const Desk& desk, const edition::Edition& edition, const store::CaseRow& row,
                          std::int64_t days)
{
    if (row.opened_at > base::to_utc(reminder_time(edition, days)) || TRY(has_filed(desk, edition, row.firm)))
        return false;
    const Case draft = TRY(desk.kept.load_case(row.id));
    const std::string recipient = TRY(recipient_of(desk, edition, draft));
    if (recipient.empty())
        return false;
    const store::Mail mail = reminder(edition, draft, days, recipient, desk.now);
    if (TRY(desk.kept.find_mail(mail.message_id)))
        return false;
    TRY(desk.kept.put_mail(mail));
    return true;
}

}

store::Mail reminder(const edition::Edition& edition, const Case& draft, std::int64_t days,
                     const std::string& recipient, base::Timestamp now)
{
    const base::Timestamp closing = casework::closing_of(edition);
    const std::int64_t left = base::date_in_japan(closing).to_days() - base::date_in_japan(now).to_days();
    const std::string when = left > 0 ? "あと" + std::to_string(left) + "日" : std::string("本日");
    store::Mail mail;
    mail.message_id = draft.id.text + ".reminder-" + std::to_string(days);
    mail.case_id = draft.id;
    mail.kind = "reminder";
    mail.recipient = recipient;
    mail.subject = "【" + edition.short_name + "】申請の締切まで" + when + "です";
    mail.content = "申請書がまだ提出されていません。締切は " + casework::limit_in_words(closing) +
                   " です。\n下書きのままでは審査の対象になりません。締切までに提出してください。\n"
                   "（行き違いで提出済みの場合は、ご容赦ください。）\n\n案件番号: " +
                   draft.id.text + "\n" + edition.name + "\n" +
                   (edition.office.empty() ? edition.authority : edition.office) + "\n";
    mail.state = "waiting";
    mail.created = now;
    mail.due = now;
    return mail;
}

base::Result<Piece> remind_drafts(const Desk& desk, const edition::Edition& edition, std::int64_t days,
                                  const CaseId& behind)
{
    Piece piece;
    if (desk.now > casework::closing_of(edition))
        return piece;
    const std::vector<store::CaseRow> drafts = TRY(desk.kept.list(
        {.edition = edition.key(), .stage = Stage::Draft, .after = behind.text, .limit = cases_in_a_piece}));
    for (const store::CaseRow& row : drafts)
        (TRY(remind(desk, edition, row, days)) ? piece.done : piece.passed) += 1;
    if (!drafts.empty())
        piece.last = drafts.back().id;
    return piece;
}

}
