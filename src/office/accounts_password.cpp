#include "office/accounts_password.h"

#include "access/secret.h"
#include "base/fold.h"
#include "office/accounts_mails.h"
#include "office/accounts_records.h"

namespace kenkei::office {

using State = store::Account::State;

base::Error wrong_password()
{
    return {.code = "access.wrong-password",
            .message = "今のパスワードが違います。",
            .way_out = "お忘れのときは、ログアウトして「パスワードをお忘れの方」から設定し直してください。"};
}

base::Result<void> ask_for_reset(const Desk& desk, const std::string& mail, const std::string& url)
{
    store::Accounts accounts(desk.kept);
    const std::optional<store::Account> account = TRY(accounts.find_mail(mail));
    if (!account || account->state == State::Suspended) {
        TRY(note(desk, "", "reset-asked"));
        return put_account_mail(desk, mail, mail_of_no_account(url));
    }
    // Older links work until the first is used, and an invitation does: anybody may ask for a mail, and none who asks
    // shall take from the owner what is in the box already.
    const std::string secret = TRY(give_once(desk, "reset", account->id, "{}", for_resetting));
    TRY(note(desk, account->id, "reset-asked"));
    return put_account_mail(desk, mail, mail_to_reset(url, secret));
}

base::Result<store::Account> account_of_reset(store::Transaction& kept, const std::string& secret, base::Timestamp now)
{
    store::Accounts accounts(kept);
    const auto found = TRY(accounts.find_once("reset", access::digest_of(base::trim(secret)), now));
    if (!found)
        return secret_is_over();
    std::optional<store::Account> account = TRY(accounts.find(found->account));
    if (!account || account->state == State::Suspended)
        return secret_is_over();
    return std::move(*account);
}

base::Result<void> reset_password(const Desk& desk, const std::string& secret, const std::string& hash,
                                  const std::string& url)
{
    store::Accounts accounts(desk.kept);
    const store::OneTime taken = TRY(take_once(desk, "reset", secret));
    store::Account account = TRY(account_at(desk, taken.account));
    if (account.state == State::Suspended)
        return secret_is_over();
    account.password = hash;
    account.state = State::Active; // who was invited has now shown that the address is theirs
    TRY(accounts.change(account));
    TRY(accounts.drop_once("reset", account.id));
    TRY(accounts.end_sessions(account.id, ""));
    TRY(note(desk, account.id, "password-reset"));
    return put_account_mail(desk, account.mail, mail_of_new_password(url));
}

base::Result<void> change_password(const Desk& desk, const std::string& fitted, const std::string& hash,
                                   const std::string& session, const std::string& url)
{
    store::Accounts accounts(desk.kept);
    store::Account account = TRY(account_at(desk, desk.actor.id));
    if (account.password != fitted)
        return wrong_password();
    account.password = hash;
    TRY(accounts.change(account));
    TRY(accounts.drop_once("reset", account.id));
    TRY(accounts.end_sessions(account.id, session));
    TRY(note(desk, account.id, "password-changed"));
    return put_account_mail(desk, account.mail, mail_of_new_password(url));
}

}
