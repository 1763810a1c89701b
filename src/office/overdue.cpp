#include "office/overdue.h"

#include "office/act_on_case.h"

#include <algorithm>

namespace kenkei::office {

namespace {

using What = casework::Deadline::What;
using casework::Stage;

constexpr std::size_t most_named = 50; // in a mail
constexpr std::int64_t rows_at_once = 200;

bool may_wait(Stage stage)
{
    return stage == Stage::Received || stage == Stage::Decided || stage == Stage::Certified;
}

// The day after the last day is one day late.
std::int64_t days_behind(base::Timestamp until, base::Timestamp now)
{
    const std::int64_t days = base::date_in_japan(now).to_days() - base::date_in_japan(until).to_days();
    return std::max<std::int64_t>(days, 1);
}

}

std::vector<casework::Deadline> overdue_of(const edition::Edition& edition, const Case& about, base::Timestamp now)
{
    std::vector<casework::Deadline> found = casework::deadlines_of(edition, about, now);
    std::erase_if(found, [&](const casework::Deadline& deadline) {
        return deadline.what == What::Closing || deadline.what == What::Expiry || now <= deadline.until;
    });
    return found;
}

base::Result<OverduePage> overdue_cases(const Desk& desk, store::Filter filter, std::int64_t limit)
{
    OverduePage page;
    std::int64_t opened = 0;
    filter.stage = {};
    filter.limit = rows_at_once;
    for (;;) {
        const std::vector<store::CaseRow> rows = TRY(desk.kept.list(filter));
        for (const store::CaseRow& row : rows) {
            filter.after = row.id.text;
            if (!may_wait(row.stage))
                continue;
            const Case about = TRY(desk.kept.load_case(row.id));
            const edition::Edition& edition = *TRY(edition_of(desk, about));
            for (const casework::Deadline& deadline : overdue_of(edition, about, desk.now))
                page.found.push_back({row, deadline, days_behind(deadline.until, desk.now)});
            opened += 1;
            if (opened >= most_opened || static_cast<std::int64_t>(page.found.size()) >= limit) {
                page.next = filter.after;
                return page;
            }
        }
        if (static_cast<std::int64_t>(rows.size()) < rows_at_once)
            return page;
    }
}

void count(OverdueCounts& counts, const Overdue& one)
{
    switch (one.deadline.what) {
    case What::Payment:
        counts.payment += 1;
        break;
    case What::Correction:
        counts.correction += 1;
        break;
    case What::Evidence:
        counts.evidence += 1;
        break;
    case What::Insurer:
        counts.insurer += 1;
        break;
    case What::Closing:
    case What::Expiry:
        return;
    }
    if (counts.cases.size() < most_named)
        counts.cases.push_back(one.row.id.text + "（" + std::string(casework::label_of(one.deadline.what)) + "、" +
                               std::to_string(one.days) + "日超過）");
}

store::Mail overdue_mail(const OverdueCounts& counts, const std::string& scheme, const std::string& label,
                         const std::string& account, const std::string& recipient, base::Timestamp now)
{
    const struct {
        What what;
        std::int64_t cases;
    } lines[] = {{What::Payment, counts.payment},
                 {What::Correction, counts.correction},
                 {What::Evidence, counts.evidence},
                 {What::Insurer, counts.insurer}};
    const std::string day = base::to_iso(base::date_in_japan(now));
    store::Mail mail;
    mail.message_id = "overdue." + scheme + "." + day + "." + account;
    mail.kind = "overdue";
    mail.recipient = recipient;
    mail.subject = "【" + label + "】期限を過ぎたものが" + std::to_string(counts.all()) + "件あります";
    mail.content = base::to_japanese(now) + " 現在、期限を過ぎているものです。\n\n";
    for (const auto& [what, cases] : lines) {
        if (cases > 0)
            mail.content += std::string(casework::label_of(what)) + " " + std::to_string(cases) + "件\n";
    }
    mail.content += "\n";
    for (const std::string& each : counts.cases)
        mail.content += "・" + each + "\n";
    if (counts.all() > static_cast<std::int64_t>(counts.cases.size()))
        mail.content += "ほか" + std::to_string(counts.all() - static_cast<std::int64_t>(counts.cases.size())) + "件\n";
    mail.state = "waiting";
    mail.created = now;
    mail.due = now;
    return mail;
}

}
