#include "office/accounts_federated.h"

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

base::Result<void> link_person(const Desk& desk, const Federated& person)
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
    return note(desk, account.id, "linked", "oidc");
}

}
