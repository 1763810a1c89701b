#include "server/endpoints.h"

#include "access/mail_key.h"
#include "access/password.h"
#include "access/secret.h"
#include "office/accounts_password.h"
#include "office/accounts_records.h"
#include "office/accounts_register.h"
#include "office/accounts_session.h"
#include "server/account_answers.h"
#include "server/caller.h"
#include "server/known_device.h"
#include "server/log_in.h"

// Registration, log-in and forgotten passwords. What a stranger is told, and how long it takes, does not depend on
// whether an address has an account: a mail goes out in either case, and a password that was typed is hashed, on a
// thread of its own.
namespace kenkei::server {

namespace {

using access::Operation;
using office::Entered;

constexpr std::string_view look_into_mail =
    "受け付けました。入力されたメールアドレスにメールを送りますので、ご確認ください。"
    "しばらく待っても届かないときは、迷惑メールのフォルダとアドレスの誤りを確かめてください。";

base::Error wrong()
{
    return {.code = "access.wrong",
            .message = "メールアドレスまたはパスワードが違います。",
            .way_out = "入力を確かめてください。登録のメールを開いていないときは、先に開いてください。"
                       "パスワードをお忘れのときは「パスワードをお忘れの方」から設定し直せます。"};
}

base::Result<void> register_account(const std::shared_ptr<Asked>& asked, store::Transaction&, const Reply& reply)
{
    const std::string mail = TRY(access::account_mail(asked->text("mail")));
    if (is_too_often(*asked, "mail " + mail, reply))
        return {};
    write_once(asked, reply, [asked, mail](const office::Desk& desk) -> base::Result<Response> {
        TRY(office::register_account(desk, mail, asked->service.config.public_url));
        return told(202, look_into_mail);
    });
    return {};
}

base::Result<void> confirm(const std::shared_ptr<Asked>& asked, store::Transaction& kept, const Reply& reply)
{
    const CountedBy by = by_network();
    if (is_too_often(*asked, by, reply))
        return {};
    const std::string mail = TRY(office::mail_of_registration(kept, asked->text("secret"), asked->now));
    TRY(access::check_new_password(asked->text("password"), mail, asked->text("name")));
    on_password_thread(asked, reply, [asked, reply, by] {
        auto hash = access::hash_password(asked->text("password"));
        if (!hash.ok())
            return void(reply.give(answer_with(*asked, hash.error())));
        const office::Registration registration{asked->text("secret"), asked->text("name"), *hash};
        write_once(
            asked, reply,
            [registration](const office::Desk& desk) -> base::Result<Response> {
                TRY(office::confirm_mail(desk, registration));
                return told(201, "登録が終わりました。ログインしてください。");
            },
            [asked, by] { give_try_back(*asked, by); });
    });
    return {};
}

// What was found of an account before its password was checked.
struct Trying {
    CountedBy by;
    std::string account;
    std::string hash; // of nobody, where nobody may log in
    bool open = false;
};

base::Result<Response> give_session(const Asked& asked, const office::Desk& desk, const Entered& entered)
{
    if (const auto refusal = refusal_of(entered.fate, wrong()))
        return answer_with(asked, *refusal);
    Response response = TRY(session_response(201, asked, desk.kept, entered.account, entered.secret));
    set_session_cookie(response, asked.request.secure, entered.secret, asked.service.config.session_longest);
    set_device_cookie(response, asked.request, entered.account, asked.now);
    return response;
}

void check_password(const std::shared_ptr<Asked>& asked, const Reply& reply, const Trying& trying)
{
    const std::string password = asked->text("password");
    const bool fits = access::password_fits(trying.hash, password) && trying.open;
    if (!fits) {
        write_aside(asked, [account = trying.account](const office::Desk& desk) {
            return office::note(desk, account, "log-in-failed", "password");
        });
        return void(reply.give(answer_with(*asked, wrong())));
    }
    office::LogIn log_in{.account = trying.account,
                         .fitted = trying.hash,
                         .anew = {},
                         .code = asked->text("code"),
                         .replaces = asked->session};
    if (access::is_outdated(trying.hash)) {
        if (auto anew = access::hash_password(password); anew.ok()) // else another time
            log_in.anew = *anew;
    }
    auto fate = std::make_shared<Entered::Fate>(Entered::Fate::Closed);
    write_once(
        asked, reply,
        [asked, log_in, fate](const office::Desk& desk) -> base::Result<Response> {
            const Entered entered = TRY(office::log_in(desk, asked->service.secrets(), log_in, welcome_of(*asked)));
            *fate = entered.fate;
            return give_session(*asked, desk, entered);
        },
        [asked, fate, by = trying.by] {
            if (*fate == Entered::Fate::In || *fate == Entered::Fate::NeedsCode) // nothing was guessed
                give_try_back(*asked, by);
        });
}

base::Result<void> start_session(const std::shared_ptr<Asked>& asked, store::Transaction& kept, const Reply& reply)
{
    const std::string mail = TRY(access::account_mail(asked->text("mail")));
    const std::optional<store::Account> account = TRY(store::Accounts(kept).find_mail(mail));
    const std::string device = account ? known_device(asked->request, *account, asked->now) : "";
    Trying trying{.by = by_log_in(*asked, mail, device), .account = {}, .hash = access::hash_of_nobody()};
    if (is_too_often(*asked, trying.by, reply))
        return {};
    if (account) {
        trying.account = account->id;
        trying.open = account->state == store::Account::State::Active && !account->password.empty();
        if (trying.open)
            trying.hash = account->password;
    }
    on_password_thread(asked, reply, [asked, reply, trying] { check_password(asked, reply, trying); });
    return {};
}

base::Error nobody()
{
    return {.code = "access.login",
            .message = "ログインしていません。",
            .way_out = "POST /api/v1/session でログインしてください。"};
}

base::Result<Response> see_session(const Asked& asked, store::Transaction& kept)
{
    if (asked.caller.account.empty())
        return nobody();
    store::Accounts accounts(kept);
    const std::optional<store::Account> account = TRY(accounts.find(asked.caller.account));
    if (!account)
        return nobody();
    const std::vector<store::GrantRow> grants = TRY(accounts.grants_of(account->id, asked.now));
    const auto session = TRY(accounts.find_session(asked.session, asked.now));
    const auto secret = find_cookie(asked.request, session_cookie(asked.request.secure));
    Response response = json_object(200, [&](base::json::Writer& out) {
        write_own_account(out, *account, grants);
        if (session && secret)
            out.member("csrf", csrf_of(*secret)).member("expires", base::to_legal(session->expires));
        if (asked.caller.token) {
            out.key("scopes").begin_array();
            for (const access::Scope scope : asked.caller.scopes)
                out.string(access::name_of(scope));
            out.end_array();
        }
    });
    response.headers.set("Cache-Control", "no-store");
    return response;
}

base::Result<WrittenAnswer> end_session(const std::shared_ptr<const Asked>& asked, store::Transaction&)
{
    return WrittenAnswer([asked](const office::Desk& desk) -> base::Result<Response> {
        if (!asked->session.empty())
            TRY(office::log_out(desk, asked->session));
        Response response = no_content();
        set_session_cookie(response, asked->request.secure, "", 0);
        return response;
    });
}

base::Result<void> ask_for_reset(const std::shared_ptr<Asked>& asked, store::Transaction&, const Reply& reply)
{
    const std::string mail = TRY(access::account_mail(asked->text("mail")));
    if (is_too_often(*asked, "mail " + mail, reply))
        return {};
    write_once(asked, reply, [asked, mail](const office::Desk& desk) -> base::Result<Response> {
        TRY(office::ask_for_reset(desk, mail, asked->service.config.public_url));
        return told(202, look_into_mail);
    });
    return {};
}

base::Result<void> complete_reset(const std::shared_ptr<Asked>& asked, store::Transaction& kept, const Reply& reply)
{
    const std::string secret = asked->text("secret");
    const CountedBy by = by_network();
    if (is_too_often(*asked, by, reply))
        return {};
    const store::Account account = TRY(office::account_of_reset(kept, secret, asked->now));
    TRY(access::check_new_password(asked->text("password"), account.mail, account.name));
    on_password_thread(asked, reply, [asked, reply, secret, by] {
        auto hash = access::hash_password(asked->text("password"));
        if (!hash.ok())
            return void(reply.give(answer_with(*asked, hash.error())));
        write_once(
            asked, reply,
            [asked, secret, hash = *hash](const office::Desk& desk) -> base::Result<Response> {
                TRY(office::reset_password(desk, secret, hash, asked->service.config.public_url));
                return told(200, "新しいパスワードを設定し、すべての画面からログアウトしました。ログインし直して"
                                 "ください。APIトークンは変わらずに使えます。");
            },
            [asked, by] { give_try_back(*asked, by); });
    });
    return {};
}

std::vector<Endpoint> registration()
{
    std::vector<Endpoint> endpoints;
    endpoints.push_back({.says = {.id = "registerAccount",
                                  .method = Method::Post,
                                  .pattern = "/api/v1/accounts",
                                  .tag = "ログイン",
                                  .summary = "アカウントの登録を申し込む（確認のメールが届く）",
                                  .summary_english = "Register an account; a mail follows in any case",
                                  .request = {{json_type, "MailAddress"}},
                                  .answers = {{202, "アドレスに関わらず同じ応答", {{json_type, "Told"}}}},
                                  .problems = {422}},
                         .operation = Operation::LogIn,
                         .handler = later(register_account)});
    endpoints.push_back({.says = {.id = "confirmMail",
                                  .method = Method::Post,
                                  .pattern = "/api/v1/accounts/confirmations",
                                  .tag = "ログイン",
                                  .summary = "メールのリンクで、名前とパスワードを決めて登録を終える",
                                  .summary_english = "Confirm the mail address; set name and password",
                                  .request = {{json_type, "ConfirmRegistration"}},
                                  .answers = {{201, "登録が終わった", {{json_type, "Told"}}}},
                                  .problems = {422}},
                         .operation = Operation::LogIn,
                         .handler = later(confirm)});
    endpoints.push_back({.says = {.id = "askForPasswordReset",
                                  .method = Method::Post,
                                  .pattern = "/api/v1/password-resets",
                                  .tag = "ログイン",
                                  .summary = "パスワードの再設定を申し込む",
                                  .summary_english = "Ask for a new password; a mail follows in any case",
                                  .request = {{json_type, "MailAddress"}},
                                  .answers = {{202, "アドレスに関わらず同じ応答", {{json_type, "Told"}}}},
                                  .problems = {422}},
                         .operation = Operation::LogIn,
                         .handler = later(ask_for_reset)});
    endpoints.push_back({.says = {.id = "resetPassword",
                                  .method = Method::Post,
                                  .pattern = "/api/v1/password-resets/completions",
                                  .tag = "ログイン",
                                  .summary = "メールのリンクで新しいパスワードを設定する（ログインはすべて終わる）",
                                  .summary_english = "Set a new password; all sessions end",
                                  .request = {{json_type, "NewPassword"}},
                                  .answers = {{200, "設定した", {{json_type, "Told"}}}},
                                  .problems = {422}},
                         .operation = Operation::LogIn,
                         .handler = later(complete_reset)});
    return endpoints;
}

std::vector<Endpoint> sessions()
{
    std::vector<Endpoint> endpoints;
    endpoints.push_back({.says = {.id = "logIn",
                                  .method = Method::Post,
                                  .pattern = "/api/v1/session",
                                  .tag = "ログイン",
                                  .summary = "ログインする（Cookie が付く）",
                                  .summary_english = "Log in; a cookie comes back",
                                  .request = {{json_type, "LogIn"}},
                                  .answers = {{201, "ログインした", {{json_type, "Session"}}}},
                                  .problems = {401, 422}},
                         .operation = Operation::LogIn,
                         .handler = later(start_session)});
    endpoints.push_back({.says = {.id = "seeSession",
                                  .method = Method::Get,
                                  .pattern = "/api/v1/session",
                                  .tag = "ログイン",
                                  .summary = "だれとしてログインしているか",
                                  .summary_english = "Who am I",
                                  .answers = {{200, "アカウントと役割", {{json_type, "Session"}}}},
                                  .problems = {401}},
                         .operation = Operation::LogIn,
                         .handler = Look(see_session)});
    endpoints.push_back({.says = {.id = "logOut",
                                  .method = Method::Delete,
                                  .pattern = "/api/v1/session",
                                  .tag = "ログイン",
                                  .summary = "ログアウトする",
                                  .summary_english = "Log out",
                                  .answers = {{204, "ログアウトした"}}},
                         .operation = Operation::LogIn,
                         .handler = Act(end_session)});
    return endpoints;
}

}

std::vector<Endpoint> endpoints_session()
{
    std::vector<Endpoint> endpoints = registration();
    for (Endpoint& endpoint : sessions())
        endpoints.push_back(std::move(endpoint));
    return endpoints;
}

}
