#include "office/accounts_session.h"

#include "access/secret.h"
#include "office/accounts_mails.h"
#include "office/accounts_records.h"
#include "office/accounts_second_step.h"

namespace kenkei::office {

namespace {

base::Result<void> warn(const Desk& desk, const store::Account& account, const std::string& url)
{
    const std::int64_t warned = TRY(store::Accounts(desk.kept).count_once("warned", account.id, desk.now));
    if (warned > 0)
        return {};
    TRY(give_once(desk, "warned", account.id, "{}", a_day)); // for its date alone: nobody has the secret
    return put_account_mail(desk, account.mail, mail_of_wrong_code(url));
}

struct Shown {
    Entered::Fate fate = Entered::Fate::Closed;
    std::string by_what = {};
};

// That the password fitted, and the code where one is needed.
base::Result<Shown> show(const Desk& desk, const access::SecretKeys& keys, store::Account& account,
                         const std::string& fitted, const std::string& code, const std::string& url)
{
    if (account.state != store::Account::State::Active || account.password != fitted)
        return Shown{Entered::Fate::Closed};
    if (!account.totp_confirmed)
        return Shown{Entered::Fate::In, "password"};
    if (code.empty())
        return Shown{Entered::Fate::NeedsCode};
    const SecondStep step = TRY(take_second_step(desk, keys, account, code));
    if (step == SecondStep::Wrong) {
        TRY(note(desk, account.id, "log-in-failed", "second-step"));
        TRY(warn(desk, account, url));
        return Shown{Entered::Fate::WrongCode};
    }
    return Shown{Entered::Fate::In, step == SecondStep::Recovery ? "recovery-code" : "second-step"};
}

}

base::Result<Entered> enter(const Desk& desk, store::Account account, const std::string& by_what,
                            const std::string& replaces, const Welcome& welcome)
{
    store::Accounts accounts(desk.kept);
    if (!replaces.empty())
        TRY(accounts.end_session(replaces));
    account.seen = desk.now;
    TRY(accounts.change(account));
    const std::string secret = access::new_token("kks_");
    TRY(accounts.put(store::SessionRow{.digest = access::digest_of(secret),
                                       .account = account.id,
                                       .created = desk.now,
                                       .seen = desk.now,
                                       .expires = later(desk.now, welcome.idle * 1000)}));
    TRY(accounts.note(
        {.at = desk.now, .account = account.id, .by = account.id, .kind = "logged-in", .detail = by_what}));
    return Entered{Entered::Fate::In, std::move(account), secret};
}

base::Result<Entered> log_in(const Desk& desk, const access::SecretKeys& keys, const LogIn& asked,
                             const Welcome& welcome)
{
    store::Accounts accounts(desk.kept);
    std::optional<store::Account> account = TRY(accounts.find(asked.account));
    if (!account)
        return Entered{Entered::Fate::Closed};
    const Shown shown = TRY(show(desk, keys, *account, asked.fitted, asked.code, welcome.url));
    if (shown.fate != Entered::Fate::In)
        return Entered{shown.fate, std::move(*account)};
    if (!asked.anew.empty())
        account->password = asked.anew;
    return enter(desk, std::move(*account), shown.by_what, asked.replaces, welcome);
}

base::Result<Entered::Fate> show_again(const Desk& desk, const access::SecretKeys& keys, const std::string& fitted,
                                       const std::string& code, const std::string& url)
{
    store::Account account = TRY(account_at(desk, desk.actor.id));
    const Shown shown = TRY(show(desk, keys, account, fitted, code, url));
    return shown.fate;
}

base::Result<void> log_out(const Desk& desk, const std::string& session)
{
    TRY(store::Accounts(desk.kept).end_session(session));
    return note(desk, desk.actor.id, "logged-out");
}

base::Result<void> end_sessions(const Desk& desk, const std::string& id, const std::string& but)
{
    store::Accounts accounts(desk.kept);
    store::Account account = TRY(account_at(desk, id));
    account.strange_until = desk.now;
    TRY(accounts.change(account));
    TRY(accounts.end_sessions(id, but));
    return note(desk, id, "sessions-ended");
}

}
