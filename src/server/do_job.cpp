#include "server/do_job.h"

#include "access/permissions.h"
#include "office/overdue.h"
#include "office/pieces.h"
#include "office/receive_applications.h"
#include "office/remind_drafts.h"
#include "server/caller.h"
#include "store/accounts.h"
#include "store/audit.h"

#include <algorithm>

namespace kenkei::server {

namespace {

using office::Desk;
using office::Job;
using office::Piece;
using office::Work;

const casework::Actor clockwork{casework::Role::System, "scheduler"};

base::Error stopped()
{
    return {.code = "schedule.stopped", .message = "途中で終わりました。続きはあとで行います。"};
}

using Step = std::function<base::Result<Piece>(const Desk&, const casework::CaseId& behind)>;

// Piece by piece through the writers, until there is no more. `last` of the sum counts nothing.
base::Result<Piece> in_pieces(const JobTools& tools, const Step& step)
{
    Piece sum;
    casework::CaseId behind;
    for (;;) {
        if (!tools.go_on())
            return stopped();
        Piece piece;
        TRY(tools.service.writers->write([&](store::Transaction& kept) -> base::Result<void> {
            piece = TRY(step(Desk{kept, tools.service.editions, clockwork, tools.service.clock()}, behind));
            return {};
        }));
        sum.done += piece.done;
        sum.refused += piece.refused;
        sum.passed += piece.passed;
        if (piece.last.text.empty())
            return sum;
        behind = piece.last;
    }
}

base::Result<std::string> close(const JobTools& tools, const Job& job)
{
    const Step receive = [&](const Desk& desk, const casework::CaseId& behind) -> base::Result<Piece> {
        Piece piece;
        for (const office::ReceivedCase& each :
             TRY(office::receive_some(desk, job.about, behind.text, office::cases_in_a_piece))) {
            (each.received.ok() ? piece.done : piece.refused) += 1;
            piece.last = each.id;
        }
        return piece;
    };
    const Piece sum = TRY(in_pieces(tools, receive));
    return "受付 " + std::to_string(sum.done) + "件、受け付けられないもの " + std::to_string(sum.refused) + "件";
}

base::Result<std::string> remind(const JobTools& tools, const Job& job)
{
    const edition::Edition* edition = TRY(tools.service.editions.find(job.about));
    const Piece sum = TRY(in_pieces(tools, [&](const Desk& desk, const casework::CaseId& behind) {
        return office::remind_drafts(desk, *edition, job.days, behind);
    }));
    return "お知らせ " + std::to_string(sum.done) + "通、送らないもの " + std::to_string(sum.passed) + "件";
}

struct Reader {
    std::string account;
    std::string mail;
    std::vector<std::string> own_firms; // on whose cases nobody works who stands on their side
    office::OverdueCounts counts = {};

    void take(const office::Overdue& one)
    {
        if (std::find(own_firms.begin(), own_firms.end(), one.row.firm) == own_firms.end())
            office::count(counts, one);
    }
};

bool is_office_of(const store::GrantRow& grant, const std::string& scheme)
{
    return grant.role == access::name_of(access::Role::Office) && (grant.scheme.empty() || grant.scheme == scheme);
}

base::Result<std::vector<std::string>> own_firms_of(const std::vector<store::GrantRow>& grants)
{
    access::Caller caller;
    for (const store::GrantRow& row : grants) {
        const access::Grant grant = TRY(to_grant(row));
        caller.grants.push_back(grant);
    }
    return access::own_firms(caller);
}

// Who reads the office's mail of a scheme.
base::Result<std::vector<Reader>> readers_of(const JobTools& tools, const std::string& scheme)
{
    constexpr std::int64_t accounts_at_once = 200;
    std::vector<Reader> readers;
    const base::Timestamp now = tools.service.clock();
    std::string after;
    for (bool more = true; more;) {
        TRY(tools.reads.read([&](store::Transaction& kept) -> base::Result<void> {
            store::Accounts accounts(kept);
            const std::vector<store::Account> page = TRY(accounts.list(after, accounts_at_once));
            more = !page.empty();
            for (const store::Account& account : page) {
                after = account.id;
                if (account.state != store::Account::State::Active || account.mail.empty())
                    continue;
                const std::vector<store::GrantRow> grants = TRY(accounts.grants_of(account.id, now));
                if (std::none_of(grants.begin(), grants.end(),
                                 [&](const store::GrantRow& grant) { return is_office_of(grant, scheme); }))
                    continue;
                const std::vector<std::string> own_firms = TRY(own_firms_of(grants));
                readers.push_back({account.id, account.mail, own_firms});
            }
            return {};
        }));
    }
    return readers;
}

// The scheme as its latest edition calls itself.
base::Result<std::string> label_of(Service& service, const std::string& scheme)
{
    std::string label = scheme;
    for (const std::string& key : service.config.editions) {
        if (key.starts_with(scheme + "/"))
            label = TRY(service.editions.find(key))->short_name;
    }
    return label;
}

base::Result<std::string> tell_overdue(const JobTools& tools, const Job& job)
{
    std::vector<Reader> readers = TRY(readers_of(tools, job.about));
    if (readers.empty())
        return std::string("知らせる事務局のアカウントがありません");
    constexpr std::int64_t at_once = 200;
    std::int64_t overdue = 0;
    store::Filter filter{.scheme = job.about};
    do {
        if (!tools.go_on())
            return stopped();
        TRY(tools.reads.read([&](store::Transaction& kept) -> base::Result<void> {
            const Desk desk{kept, tools.service.editions, clockwork, tools.service.clock()};
            const office::OverduePage page = TRY(office::overdue_cases(desk, filter, at_once));
            overdue += static_cast<std::int64_t>(page.found.size());
            for (Reader& reader : readers) {
                for (const office::Overdue& one : page.found)
                    reader.take(one);
            }
            filter.after = page.next;
            return {};
        }));
    } while (!filter.after.empty());
    if (overdue == 0)
        return std::string("期限を過ぎたものはありません");
    std::erase_if(readers, [](const Reader& reader) { return reader.counts.all() == 0; });
    const std::string label = TRY(label_of(tools.service, job.about));
    TRY(tools.service.writers->write([&](store::Transaction& kept) -> base::Result<void> {
        for (const Reader& reader : readers) {
            const store::Mail mail = office::overdue_mail(reader.counts, job.about, label, reader.account, reader.mail,
                                                          tools.service.clock());
            if (!TRY(kept.find_mail(mail.message_id)))
                TRY(kept.put_mail(mail));
        }
        return {};
    }));
    return "期限を過ぎたもの " + std::to_string(overdue) + "件を " + std::to_string(readers.size()) + "人に";
}

base::Result<std::string> sign(const JobTools& tools)
{
    const auto number = TRY(store::make_anchor(tools.reads, tools.anchor_key, tools.service.clock()));
    return number ? "署名 " + std::to_string(*number) : std::string("前の署名の後に変わった案件はありません");
}

base::Result<std::string> sweep(const JobTools& tools)
{
    std::int64_t gone = 0;
    TRY(tools.service.writers->write([&](store::Transaction& kept) -> base::Result<void> {
        gone = TRY(store::Accounts(kept).sweep(tools.service.clock()));
        return {};
    }));
    return "整理 " + std::to_string(gone) + "件";
}

}

base::Result<std::string> do_job(const JobTools& tools, const Job& job)
{
    switch (job.work) {
    case Work::Closing:
        return close(tools, job);
    case Work::Reminders:
        return remind(tools, job);
    case Work::Overdue:
        return tell_overdue(tools, job);
    case Work::Anchor:
        return sign(tools);
    case Work::Sweep:
        return sweep(tools);
    case Work::Outbox:
    case Work::Hooks:
        break; // the scheduler's own
    }
    return std::string();
}

}
