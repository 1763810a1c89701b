#include "office/accounts_second_step.h"

#include "access/secret.h"
#include "access/totp.h"
#include "office/accounts_mails.h"
#include "office/accounts_password.h"
#include "office/accounts_records.h"

namespace kenkei::office {

namespace {

constexpr std::int64_t ten_years = 3653 * a_day;

// Of one account alone, whatever codes others have.
std::string digest_of_recovery(const std::string& account, const std::string& code)
{
    return access::digest_of(account + " " + code);
}

base::Error wrong_state(const std::string& message, const std::string& way_out)
{
    return {.code = "access.second-step-state", .message = message, .way_out = way_out};
}

}

base::Result<SecondStep> take_second_step(const Desk& desk, store::Account& account, const std::string& code)
{
    store::Accounts accounts(desk.kept);
    if (const auto step = access::totp_step_of(account.totp, code, desk.now, account.totp_step)) {
        account.totp_step = *step;
        TRY(accounts.change(account));
        return SecondStep::App;
    }
    const std::string recovery = access::read_recovery_code(code);
    if (recovery.empty())
        return SecondStep::Wrong;
    const auto taken = TRY(accounts.take("recovery", digest_of_recovery(account.id, recovery), desk.now));
    return taken ? SecondStep::Recovery : SecondStep::Wrong;
}

base::Result<std::string> offer_second_step(const Desk& desk)
{
    store::Account account = TRY(account_at(desk, desk.actor.id));
    if (account.totp_confirmed)
        return wrong_state("二段階のログインは、すでに使われています。",
                           "認証アプリを替えるときは、いったんやめてから始め直してください。");
    if (account.password.empty())
        return wrong_state("パスワードのないアカウントでは、二段階のログインは使えません。",
                           "ログインに使っているサービスの側で、二段階の認証を設定してください。");
    account.totp = access::new_totp_secret();
    account.totp_step = -1;
    TRY(store::Accounts(desk.kept).change(account));
    return account.totp;
}

base::Result<std::vector<std::string>> confirm_second_step(const Desk& desk, const std::string& code)
{
    store::Accounts accounts(desk.kept);
    store::Account account = TRY(account_at(desk, desk.actor.id));
    if (account.totp_confirmed || account.totp.empty())
        return wrong_state("確かめる認証アプリがありません。", "二段階のログインを始めるところから行ってください。");
    const auto step = access::totp_step_of(account.totp, code, desk.now, account.totp_step);
    if (!step)
        return base::Error{.code = "access.code",
                           .message = "認証アプリのコードが違います。",
                           .way_out =
                               "アプリに今表示されている6桁を入力してください。スマートフォンの時計が合っているかも"
                               "確かめてください。"};
    account.totp_confirmed = true;
    account.totp_step = *step;
    TRY(accounts.change(account));
    TRY(accounts.drop_once("recovery", account.id));
    const std::vector<std::string> codes = access::new_recovery_codes();
    for (const std::string& one : codes)
        TRY(accounts.put(store::OneTime{.digest = digest_of_recovery(account.id, access::read_recovery_code(one)),
                                        .kind = "recovery",
                                        .account = account.id,
                                        .content = "{}",
                                        .created = desk.now,
                                        .expires = later(desk.now, ten_years)}));
    TRY(note(desk, account.id, "second-step-on"));
    TRY(put_account_mail(desk, account.mail, mail_of_second_step(true)));
    return codes;
}

base::Result<void> drop_second_step(const Desk& desk, const std::string& fitted)
{
    store::Accounts accounts(desk.kept);
    store::Account account = TRY(account_at(desk, desk.actor.id));
    if (account.password != fitted)
        return wrong_password();
    account.totp.clear();
    account.totp_confirmed = false;
    account.totp_step = -1;
    TRY(accounts.change(account));
    TRY(accounts.drop_once("recovery", account.id));
    TRY(note(desk, account.id, "second-step-off"));
    return put_account_mail(desk, account.mail, mail_of_second_step(false));
}

}
