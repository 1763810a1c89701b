#include "office/accounts_federated.h"

#include "office/accounts_mails.h"
#include "office/accounts_records.h"

namespace kenkei::office {

using State = store::Account::State;

base::Result<store::Account> account_of_person(const Desk& desk, const Federated& person)
{
    store::Accounts accounts(desk.kept);
    std::optional<store::Account> known = TRY(accounts.find_subject(person.issuer, person.subject));
    if (known && known->state != State::Active)
        return base::Error{.code = "access.suspended",
                           .message = "このアカウントは今は使えません。",
                           .way_out = "事務局またはシステム管理者にお問い合わせください。"};
    if (known)
        return std::move(*known);
    const std::optional<store::Account> same_mail = TRY(accounts.find_mail(person.mail));
    if (same_mail)
        return base::Error{.code = "access.oidc-link",
                           .message = "このメールアドレスのアカウントが、すでにあります。",
                           .way_out =
                               "そのアカウントにパスワードでログインし、アカウントの画面でこのサービスと結び付けて"
                               "ください。次からはこのサービスでログインできます。"};
    const store::Account account{.id = new_id("account", desk.now),
                                 .mail = person.mail,
                                 .name = person.name.empty() ? "（名前なし）" : person.name,
                                 .state = State::Active,
                                 .issuer = person.issuer,
                                 .subject = person.subject,
                                 .created = desk.now};
    TRY(accounts.put(account));
    TRY(note(desk, account.id, "confirmed", "oidc"));
    return account;
}

base::Result<void> link_person(const Desk& desk, const Federated& person, const std::string& service,
                               const std::string& url)
{
    store::Accounts accounts(desk.kept);
    store::Account account = TRY(account_at(desk, desk.actor.id));
    const std::optional<store::Account> known = TRY(accounts.find_subject(person.issuer, person.subject));
    if (known && known->id == account.id)
        return {};
    if (known || !account.issuer.empty())
        return base::Error{.code = "access.taken",
                           .message = known ? "そのサービスの利用者は、別のアカウントに結び付いています。"
                                            : "このアカウントは、すでにほかの利用者に結び付いています。",
                           .way_out = "どのアカウントを使うかを確かめ、必要なときは事務局にお問い合わせください。"};
    account.issuer = person.issuer;
    account.subject = person.subject;
    TRY(accounts.change(account));
    TRY(note(desk, account.id, "linked", "oidc"));
    return put_account_mail(desk, account.mail, mail_of_link(service, true, url));
}

base::Result<void> check_unlinking(const store::Account& account, const std::string& issuer, const std::string& service)
{
    if (account.issuer.empty() || account.issuer != issuer)
        return no_such("「" + service + "」との結び付き");
    if (account.password.empty())
        return base::Error{.code = "access.only-way",
                           .message = "このアカウントには、「" + service + "」のほかにログインの方法がありません。",
                           .way_out = "先に「パスワードをお忘れの方」からパスワードを設定してください。"};
    return {};
}

base::Result<void> unlink_person(const Desk& desk, const std::string& issuer, const std::string& service,
                                 const std::string& session, const std::string& url)
{
    store::Accounts accounts(desk.kept);
    store::Account account = TRY(account_at(desk, desk.actor.id));
    TRY(check_unlinking(account, issuer, service));
    account.issuer.clear();
    account.subject.clear();
    TRY(accounts.change(account));
    TRY(accounts.end_sessions(account.id, session));
    TRY(note(desk, account.id, "unlinked", "oidc"));
    return put_account_mail(desk, account.mail, mail_of_link(service, false, url));
}

}
