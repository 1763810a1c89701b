#include "office/accounts_register.h"

#include "base/json.h"
#include "office/accounts_mails.h"
#include "office/accounts_records.h"

namespace kenkei::office {

namespace {

std::string text_in(const base::json::Value& object, std::string_view member)
{
    const base::json::Value* found = object.find(member);
    return found ? found->text : "";
}

}

base::Result<void> register_account(const Desk& desk, const Registration& registration, const std::string& url)
{
    const std::optional<store::Account> known = TRY(store::Accounts(desk.kept).find_mail(registration.mail));
    // Also where somebody was invited and has not come yet: a stranger's password is not put on that account.
    if (known) {
        TRY(note(desk, known->id, "registered-again"));
        return put_account_mail(desk, registration.mail, mail_of_existing_account(url));
    }
    base::json::Writer content;
    content.begin_object().member("mail", registration.mail).member("name", registration.name);
    content.member("password", registration.password).end_object();
    const std::string secret = TRY(give_once(desk, "confirm", "", content.take(), for_confirming));
    TRY(note(desk, "", "registered"));
    return put_account_mail(desk, registration.mail, mail_to_confirm(url, secret));
}

base::Result<store::Account> confirm_mail(const Desk& desk, const std::string& secret)
{
    const store::OneTime taken = TRY(take_once(desk, "confirm", secret));
    const base::json::Value registered = TRY(base::json::parse(taken.content));
    store::Accounts accounts(desk.kept);
    const std::optional<store::Account> known = TRY(accounts.find_mail(text_in(registered, "mail")));
    if (known)
        return secret_is_over();
    const store::Account account{.id = new_id("account", desk.now),
                                 .mail = text_in(registered, "mail"),
                                 .name = text_in(registered, "name"),
                                 .password = text_in(registered, "password"),
                                 .state = store::Account::State::Active,
                                 .created = desk.now};
    auto put = accounts.put(account);
    if (!put.ok() && put.error().code == "store.unique") // two links of one address at once
        return secret_is_over();
    TRY(std::move(put));
    TRY(note(desk, account.id, "confirmed"));
    return account;
}

}
