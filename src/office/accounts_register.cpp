#include "office/accounts_register.h"

#include "access/secret.h"
#include "base/fold.h"
#include "base/json.h"
#include "office/accounts_mails.h"
#include "office/accounts_records.h"

namespace kenkei::office {

namespace {

base::Result<std::string> mail_in(const store::OneTime& once)
{
    const base::json::Value registered = TRY(base::json::parse(once.content));
    const base::json::Value* mail = registered.find("mail");
    return mail ? mail->text : std::string();
}

}

base::Result<void> register_account(const Desk& desk, const std::string& mail, const std::string& url)
{
    const std::optional<store::Account> known = TRY(store::Accounts(desk.kept).find_mail(mail));
    // Also where somebody was invited and has not come yet: the link to a password is in the invitation.
    if (known) {
        TRY(note(desk, known->id, "registered-again"));
        return put_account_mail(desk, mail, mail_of_existing_account(url));
    }
    base::json::Writer content;
    content.begin_object().member("mail", mail).end_object();
    const std::string secret = TRY(give_once(desk, "confirm", "", content.take(), for_confirming));
    TRY(note(desk, "", "registered"));
    return put_account_mail(desk, mail, mail_to_confirm(url, secret));
}

base::Result<std::string> mail_of_registration(store::Transaction& kept, const std::string& secret, base::Timestamp now)
{
    const auto found = TRY(store::Accounts(kept).find_once("confirm", access::digest_of(base::trim(secret)), now));
    if (!found)
        return secret_is_over();
    return mail_in(*found);
}

// Older links to the same address work until the first of them is used: whichever is opened, it is by who reads that
// box, and who opens it says name and password. Were each new mail the end of the one before, a stranger who asks for
// one every minute could keep the owner from ever registering.
base::Result<store::Account> confirm_mail(const Desk& desk, const Registration& registration)
{
    const store::OneTime taken = TRY(take_once(desk, "confirm", registration.secret));
    const std::string mail = TRY(mail_in(taken));
    store::Accounts accounts(desk.kept);
    const std::optional<store::Account> known = TRY(accounts.find_mail(mail));
    if (known)
        return secret_is_over();
    const store::Account account{.id = new_id("account", desk.now),
                                 .mail = mail,
                                 .name = registration.name,
                                 .password = registration.password,
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
