#include "office/accounts_second_step.h"

#include "access/secret.h"
#include "access/totp.h"
#include "office/accounts_mails.h"
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

access::SealedFor secret_of(const store::Account& account)
{
    return {.kind = "totp", .id = account.id};
}

base::Error sealed_elsewhere()
{
    return {.code = "access.second-step-sealed",
            .message = "認証アプリのコードを、このサーバーでは確かめられません（秘密を封じた鍵がないか、秘密が壊れて"
                       "います）。",
            .way_out = "回復用のコードを入力してください。お持ちでないときは、二段階のログインを外すよう、事務局または"
                       "システム管理者に頼んでください。"};
}

base::Result<void> forget_second_step(const Desk& desk, store::Account& account)
{
    store::Accounts accounts(desk.kept);
    account.totp.clear();
    account.totp_confirmed = false;
    account.totp_step = -1;
    TRY(accounts.change(account));
    TRY(accounts.drop_once("recovery", account.id));
    return put_account_mail(desk, account.mail, mail_of_second_step(false));
}

}

base::Result<SecondStep> take_second_step(const Desk& desk, const access::SecretKeys& keys, store::Account& account,
                                          const std::string& code)
{
    store::Accounts accounts(desk.kept);
    const auto secret = keys.open(account.totp, secret_of(account));
    const auto step =
        secret.ok() ? access::totp_step_of(*secret, code, desk.now, account.totp_step) : std::optional<std::int64_t>();
    if (step) {
        account.totp_step = *step;
        TRY(accounts.change(account));
        return SecondStep::App;
    }
    const std::string recovery = access::read_recovery_code(code);
    if (recovery.empty() && !secret.ok())
        return sealed_elsewhere();
    if (recovery.empty())
        return SecondStep::Wrong;
    const auto taken = TRY(accounts.take("recovery", digest_of_recovery(account.id, recovery), desk.now));
    return taken ? SecondStep::Recovery : SecondStep::Wrong;
}

base::Result<std::string> offer_second_step(const Desk& desk, const access::SecretKeys& keys)
{
    store::Account account = TRY(account_at(desk, desk.actor.id));
    if (account.totp_confirmed)
        return wrong_state("二段階のログインは、すでに使われています。",
                           "認証アプリを替えるときは、いったんやめてから始め直してください。");
    if (account.password.empty())
        return wrong_state("パスワードのないアカウントでは、二段階のログインは使えません。",
                           "ログインに使っているサービスの側で、二段階の認証を設定してください。");
    const std::string secret = access::new_totp_secret();
    account.totp = keys.seal(secret, secret_of(account));
    account.totp_step = -1;
    TRY(store::Accounts(desk.kept).change(account));
    return secret;
}

base::Result<std::vector<std::string>> confirm_second_step(const Desk& desk, const access::SecretKeys& keys,
                                                           const std::string& code)
{
    store::Accounts accounts(desk.kept);
    store::Account account = TRY(account_at(desk, desk.actor.id));
    if (account.totp_confirmed || account.totp.empty())
        return wrong_state("確かめる認証アプリがありません。", "二段階のログインを始めるところから行ってください。");
    const auto secret = keys.open(account.totp, secret_of(account));
    if (!secret.ok())
        return sealed_elsewhere();
    const auto step = access::totp_step_of(*secret, code, desk.now, account.totp_step);
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

base::Result<void> drop_second_step(const Desk& desk)
{
    store::Account account = TRY(account_at(desk, desk.actor.id));
    TRY(note(desk, account.id, "second-step-off"));
    return forget_second_step(desk, account);
}

base::Result<void> take_second_step_away(const Desk& desk, const std::string& id, const std::string& reason)
{
    TRY(check_reason(reason));
    if (id == desk.actor.id)
        return base::Error{.code = "access.denied",
                           .message = "自分の二段階のログインは、管理者としては外せません。",
                           .way_out = "DELETE /api/v1/account/totp で、パスワードとコードを示してやめるか、ほかの"
                                      "管理者に頼んでください。"};
    store::Account account = TRY(account_at(desk, id));
    if (account.totp.empty())
        return wrong_state("このアカウントは、二段階のログインを使っていません。", "一覧を読み込み直してください。");
    TRY(store::Accounts(desk.kept).end_sessions(id, ""));
    TRY(note(desk, id, "second-step-taken-away", reason));
    return forget_second_step(desk, account);
}

}
