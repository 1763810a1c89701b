#include "office/accounts_access.h"

#include "access/permissions.h"
#include "casework/corporate_number.h"
#include "office/accounts_mails.h"
#include "office/accounts_records.h"

#include <set>

namespace kenkei::office {

namespace {

using State = store::Account::State;

std::string label_of(const std::string& role)
{
    const auto read = access::read_role(role);
    return read ? std::string(access::label_of(*read)) : role;
}

base::Error wrong_grant(const std::string& message)
{
    return {.code = "access.grant",
            .message = message,
            .way_out = "役割ごとに決まっている相手（法人、制度または保険者）だけを指定してください。"};
}

bool is_admin(const std::vector<store::GrantRow>& grants)
{
    return std::any_of(grants.begin(), grants.end(),
                       [](const store::GrantRow& grant) { return grant.role == access::name_of(access::Role::Admin); });
}

// Whether somebody can still give roles when this grant, or all of this account's, are gone. One who will be gone some
// day (`until`) is nobody to rely on.
base::Result<bool> another_admin(const Desk& desk, const std::string& but_account, const std::string& but_grant)
{
    store::Accounts accounts(desk.kept);
    const std::string admin(access::name_of(access::Role::Admin));
    for (const store::GrantRow& grant : TRY(accounts.standing_grants(admin, desk.now))) {
        if (grant.until || grant.account == but_account || grant.id == but_grant)
            continue;
        const std::optional<store::Account> account = TRY(accounts.find(grant.account));
        if (account && account->state == State::Active)
            return true;
    }
    return false;
}

base::Error last_admin()
{
    return {.code = "access.last-admin",
            .message = "システム管理者がいなくなるため、できません。",
            .way_out = "先に、別のアカウントに期限のないシステム管理者の役割を与えてください。"};
}

base::Result<void> check_bound(access::Role role, NewGrant& wanted)
{
    const std::string label(access::label_of(role));
    const access::Bound bound = access::bound_of(role);
    if (bound == access::Bound::Firm)
        wanted.firm = TRY(casework::read_corporate_number(wanted.firm));
    else if (!wanted.firm.empty())
        return wrong_grant("「" + label + "」は法人の役割ではありません。");
    if (bound == access::Bound::Insurer && wanted.insurer.empty())
        return wrong_grant("「" + label + "」には保険者の指定が必要です。");
    if (bound != access::Bound::Insurer && !wanted.insurer.empty())
        return wrong_grant("「" + label + "」は保険者の役割ではありません。");
    if ((bound == access::Bound::Insurer || bound == access::Bound::Nothing) && !wanted.scheme.empty())
        return wrong_grant("「" + label + "」は制度ごとの役割ではありません。");
    return {};
}

// Who may look at others' cases, or let others do so, is no secret among administrators: a stolen session shows.
base::Result<void> tell_admins(const Desk& desk, access::Role role, const NewGrant& wanted)
{
    if (access::bound_of(role) == access::Bound::Firm)
        return {};
    const std::string bound = !wanted.scheme.empty()                            ? "制度 " + wanted.scheme
                              : !wanted.insurer.empty()                         ? "保険者 " + wanted.insurer
                              : access::bound_of(role) == access::Bound::Scheme ? std::string("すべての制度")
                                                                                : std::string("全体");
    const AccountMail mail = mail_of_given_role(std::string(access::label_of(role)), bound, wanted.account,
                                                desk.actor.id.empty() ? "コマンド" : desk.actor.id, wanted.reason);
    const std::string admin(access::name_of(access::Role::Admin));
    std::set<std::string> told;
    for (const store::GrantRow& row : TRY(store::Accounts(desk.kept).standing_grants(admin, desk.now))) {
        if (!told.insert(row.account).second)
            continue;
        const store::Account account = TRY(account_at(desk, row.account));
        if (account.state == State::Active)
            TRY(put_account_mail(desk, account.mail, mail));
    }
    return {};
}

bool is_same(const store::GrantRow& row, const NewGrant& wanted)
{
    return row.role == wanted.role && row.scheme == wanted.scheme && row.firm == wanted.firm &&
           row.insurer == wanted.insurer;
}

base::Result<store::GrantRow> put_row(const Desk& desk, const NewGrant& wanted)
{
    const store::GrantRow row{.id = new_id("grant", desk.now),
                              .account = wanted.account,
                              .role = wanted.role,
                              .scheme = wanted.scheme,
                              .firm = wanted.firm,
                              .insurer = wanted.insurer,
                              .granted_by = desk.actor.id,
                              .granted = desk.now,
                              .until = wanted.until,
                              .reason = wanted.reason};
    auto put = store::Accounts(desk.kept).put(row);
    if (!put.ok() && put.error().code == "store.unique")
        return base::Error{.code = "access.one-firm",
                           .message = "法人番号 " + wanted.firm + " には、申請担当者のアカウントがすでにあります。",
                           .way_out = "先に、今の担当者の役割を終わらせてください。"};
    TRY(std::move(put));
    TRY(note(desk, wanted.account, "granted", wanted.role + " " + row.id));
    return row;
}

}

base::Result<store::Account> invite_account(const Desk& desk, const std::string& mail, const std::string& name,
                                            const std::string& url)
{
    const store::Account account{.id = new_id("account", desk.now), .mail = mail, .name = name, .created = desk.now};
    auto put = store::Accounts(desk.kept).put(account);
    if (!put.ok() && put.error().code == "store.unique")
        return base::Error{.code = "access.taken",
                           .message = "このメールアドレスのアカウントはすでにあります。",
                           .way_out = "一覧から選び、役割を与えてください。"};
    TRY(std::move(put));
    const std::string secret = TRY(give_once(desk, "reset", account.id, "{}", for_invited));
    TRY(note(desk, account.id, "invited"));
    TRY(put_account_mail(desk, mail, mail_to_invited(url, secret)));
    return account;
}

base::Result<store::Account> set_account_state(const Desk& desk, const std::string& id, State state,
                                               const std::string& reason)
{
    TRY(check_reason(reason));
    store::Accounts accounts(desk.kept);
    TRY(accounts.one_at_a_time()); // two who suspend each other would each see the other as the one that is left
    store::Account account = TRY(account_at(desk, id));
    if (account.state == state)
        return base::Error{.code = "access.state",
                           .message = "アカウントはすでにその状態です。",
                           .way_out = "一覧を読み込み直してください。"};
    // Active is who has shown that the address is theirs.
    if (account.state == State::Unconfirmed && state == State::Active)
        return base::Error{.code = "access.state",
                           .message = "メールアドレスの確認が済んでいないアカウントです。",
                           .way_out = "本人に、ご案内のメールのリンクを開いてもらってください。"};
    const std::vector<store::GrantRow> grants = TRY(accounts.grants_of(id, desk.now));
    if (state == State::Suspended && is_admin(grants)) {
        const bool another = TRY(another_admin(desk, id, ""));
        if (!another)
            return last_admin();
    }
    // Who never confirmed goes back to that.
    const bool never = state == State::Active && account.password.empty() && account.issuer.empty();
    account.state = never ? State::Unconfirmed : state;
    account.strange_until = desk.now;
    TRY(accounts.change(account));
    TRY(accounts.end_sessions(id, ""));
    TRY(note(desk, id, state == State::Suspended ? "suspended" : "resumed", reason));
    return account;
}

base::Result<void> put_grant(const Desk& desk, const NewGrant& wanted)
{
    TRY(put_row(desk, wanted));
    return {};
}

base::Result<store::GrantRow> give_access(const Desk& desk, const NewGrant& asked)
{
    NewGrant wanted = asked;
    TRY(check_reason(wanted.reason));
    TRY(account_at(desk, wanted.account));
    const auto role = access::read_role(wanted.role);
    if (!role)
        return wrong_grant("役割「" + wanted.role + "」はありません。");
    TRY(check_bound(*role, wanted));
    if (wanted.account == desk.actor.id)
        return base::Error{.code = "access.denied",
                           .message = "自分に役割を与えることはできません。",
                           .way_out = "ほかのシステム管理者に頼んでください。"};
    if (wanted.until && *wanted.until <= desk.now)
        return base::Error{.code = "access.until",
                           .message = "期限 " + base::to_japanese(*wanted.until) + " は過ぎています。",
                           .way_out = "今より後の日時にしてください。"};
    for (const store::GrantRow& row : TRY(store::Accounts(desk.kept).grants_of(wanted.account, desk.now))) {
        if (is_same(row, wanted))
            return base::Error{.code = "access.taken",
                               .message = "このアカウントには、すでにその役割があります。",
                               .way_out = "期限を変えるときは、今の役割を終わらせてから与えてください。"};
    }
    TRY(tell_admins(desk, *role, wanted));
    return put_row(desk, wanted);
}

base::Result<bool> end_grant(const Desk& desk, const store::GrantRow& grant, const std::string& reason)
{
    store::Accounts accounts(desk.kept);
    const bool ended = TRY(accounts.end_grant(grant.id, desk.now, desk.actor.id, reason));
    if (!ended)
        return false;
    TRY(note(desk, grant.account, "grant-ended", grant.role + " " + grant.id));
    const store::Account account = TRY(account_at(desk, grant.account));
    TRY(put_account_mail(desk, account.mail, mail_of_ended_grant(label_of(grant.role), grant.firm, reason)));
    return true;
}

base::Result<void> end_firm_of(const Desk& desk, const store::GrantRow& applicant, const std::string& reason)
{
    TRY(end_grant(desk, applicant, reason));
    for (const store::GrantRow& row : TRY(store::Accounts(desk.kept).grants_for_firm(applicant.firm))) {
        const bool lent = row.role == access::name_of(access::Role::Delegate) ||
                          row.role == access::name_of(access::Role::Representative);
        if (!row.ended && lent && row.granted_by == applicant.account)
            TRY(end_grant(desk, row, reason));
    }
    return {};
}

base::Result<void> end_access(const Desk& desk, const std::string& account, const std::string& id,
                              const std::string& reason)
{
    TRY(store::Accounts(desk.kept).one_at_a_time()); // as for suspending
    TRY(check_reason(reason));
    const std::optional<store::GrantRow> grant = TRY(store::Accounts(desk.kept).find_grant(id));
    if (!grant || grant->account != account || grant->ended)
        return no_such("役割「" + id + "」");
    if (grant->role == access::name_of(access::Role::Admin)) {
        const bool another = TRY(another_admin(desk, "", id));
        if (!another)
            return last_admin();
    }
    if (grant->role == access::name_of(access::Role::Applicant))
        return end_firm_of(desk, *grant, reason);
    const bool ended = TRY(end_grant(desk, *grant, reason));
    if (!ended)
        return no_such("役割「" + id + "」");
    return {};
}

}
