#include "server/endpoints.h"

#include "access/password.h"
#include "access/totp.h"
#include "office/accounts_password.h"
#include "office/accounts_second_step.h"
#include "office/accounts_session.h"
#include "office/accounts_tokens.h"
#include "server/account_answers.h"
#include "server/log_in.h"

// What people do with their own account: password, second step, sessions, tokens for machines.
namespace kenkei::server {

namespace {

using access::Operation;

base::Result<void> change_password(const std::shared_ptr<Asked>& asked, store::Transaction& kept, const Reply& reply)
{
    const std::optional<store::Account> account = TRY(store::Accounts(kept).find(asked->caller.account));
    if (account)
        TRY(access::check_new_password(asked->text("new"), account->mail, account->name));
    return with_password(asked, kept, reply, "old", [asked, reply](const std::string& fitted) {
        auto hash = access::hash_password(asked->text("new"));
        if (!hash.ok())
            return void(reply.give(answer_with(*asked, hash.error())));
        write_once(asked, reply, [asked, fitted, hash = *hash](const office::Desk& desk) -> base::Result<Response> {
            TRY(office::change_password(desk, fitted, hash, asked->session, asked->service.config.public_url));
            return no_content();
        });
    });
}

Response with_secret(Response response)
{
    response.headers.set("Cache-Control", "no-store");
    return response;
}

base::Result<void> offer_second_step(const std::shared_ptr<Asked>& asked, store::Transaction& kept, const Reply& reply)
{
    const std::optional<store::Account> account = TRY(store::Accounts(kept).find(asked->caller.account));
    const std::string mail = account ? account->mail : "";
    write_once(asked, reply, [asked, mail](const office::Desk& desk) -> base::Result<Response> {
        const std::string secret = TRY(office::offer_second_step(desk, asked->service.secrets()));
        return with_secret(json_object(201, [&](base::json::Writer& out) {
            out.member("secret", secret).member("uri", access::otpauth_uri(secret, mail, "Kenkei"));
        }));
    });
    return {};
}

base::Result<void> confirm_second_step(const std::shared_ptr<Asked>& asked, store::Transaction&, const Reply& reply)
{
    const std::string key = code_key(*asked);
    if (is_too_often(*asked, key, reply))
        return {};
    write_once(
        asked, reply,
        [asked](const office::Desk& desk) -> base::Result<Response> {
            const std::vector<std::string> codes =
                TRY(office::confirm_second_step(desk, asked->service.secrets(), asked->text("code")));
            return with_secret(json_object(201, [&](base::json::Writer& out) {
                out.key("recovery_codes").begin_array();
                for (const std::string& code : codes)
                    out.string(code);
                out.end_array();
            }));
        },
        [asked, key] { give_try_back(*asked, key); });
    return {};
}

// Who has only the password must not be able to take the second step away.
base::Result<void> drop_second_step(const std::shared_ptr<Asked>& asked, store::Transaction& kept, const Reply& reply)
{
    if (is_too_often(*asked, code_key(*asked), reply))
        return {};
    return with_password(asked, kept, reply, "password", [asked, reply](const std::string& fitted) {
        const OwnerShown shown = check_owner(asked, fitted);
        const auto errand = [refused = shown.refused](const office::Desk& desk) -> base::Result<Response> {
            std::optional<Response> refusal = TRY(refused(desk));
            if (refusal)
                return std::move(*refusal);
            TRY(office::drop_second_step(desk));
            return no_content();
        };
        write_once(asked, reply, errand, shown.written);
    });
}

base::Result<Response> see_sessions(const Asked& asked, store::Transaction& kept)
{
    const auto rows = TRY(store::Accounts(kept).sessions_of(asked.caller.account, asked.now));
    return json_object(200, [&](base::json::Writer& out) {
        out.key("items").begin_array();
        for (const store::SessionRow& row : rows) {
            out.begin_object().member("began", base::to_legal(row.created)).member("seen", base::to_legal(row.seen));
            out.member("expires", base::to_legal(row.expires));
            out.key("this").boolean(row.digest == asked.session).end_object();
        }
        out.end_array().key("next").null();
    });
}

base::Result<WrittenAnswer> end_others(const std::shared_ptr<const Asked>& asked, store::Transaction&)
{
    return WrittenAnswer([asked](const office::Desk& desk) -> base::Result<Response> {
        TRY(office::end_sessions(desk, asked->caller.account, asked->session));
        return no_content();
    });
}

base::Result<Response> see_tokens(const Asked& asked, store::Transaction& kept)
{
    const std::vector<store::TokenRow> rows = TRY(store::Accounts(kept).tokens_of(asked.caller.account));
    return json_object(200, [&](base::json::Writer& out) {
        out.key("items").begin_array();
        for (const store::TokenRow& row : rows)
            write_token(out, row, asked.now);
        out.end_array().key("next").null();
    });
}

base::Result<void> issue_token(const std::shared_ptr<Asked>& asked, store::Transaction&, const Reply& reply)
{
    office::NewToken wanted{.name = asked->text("name"), .scopes = asked->texts("scopes"), .expires = asked->now};
    const std::optional<base::Timestamp> expires = TRY(asked->moment("expires"));
    wanted.expires = expires.value_or(asked->now);
    write_once(asked, reply, [asked, wanted](const office::Desk& desk) -> base::Result<Response> {
        const office::IssuedToken issued = TRY(office::issue_token(desk, wanted));
        return with_secret(json_object(201, [&](base::json::Writer& out) {
            out.member("secret", issued.secret).key("token");
            write_token(out, issued.row, asked->now);
        }));
    });
    return {};
}

base::Result<WrittenAnswer> revoke_token(const std::shared_ptr<const Asked>& asked, store::Transaction&)
{
    return WrittenAnswer([asked](const office::Desk& desk) -> base::Result<Response> {
        TRY(office::revoke_token(desk, asked->name("token")));
        return no_content();
    });
}

base::Result<Response> see_events(const Asked& asked, store::Transaction& kept)
{
    return events_response(asked, kept, asked.caller.account);
}

std::vector<Endpoint> secrets()
{
    std::vector<Endpoint> endpoints;
    endpoints.push_back({.says = {.id = "changePassword",
                                  .method = Method::Put,
                                  .pattern = "/api/v1/account/password",
                                  .tag = "自分のアカウント",
                                  .summary = "パスワードを変える（ほかの画面はログアウトされる）",
                                  .summary_english = "Change the password; all other sessions end",
                                  .request = {{json_type, "ChangePassword"}},
                                  .answers = {{204, "変えた"}},
                                  .problems = {422}},
                         .operation = Operation::OwnAccount,
                         .handler = later(change_password)});
    endpoints.push_back({.says = {.id = "offerSecondStep",
                                  .method = Method::Post,
                                  .pattern = "/api/v1/account/totp",
                                  .tag = "自分のアカウント",
                                  .summary = "二段階のログインを始める（認証アプリに入れる値）",
                                  .summary_english = "A secret for an authenticator app",
                                  .answers = {{201, "まだ使われない", {{json_type, "SecondStepOffer"}}}},
                                  .problems = {409}},
                         .operation = Operation::OwnAccount,
                         .handler = later(offer_second_step)});
    endpoints.push_back({.says = {.id = "confirmSecondStep",
                                  .method = Method::Post,
                                  .pattern = "/api/v1/account/totp/confirmation",
                                  .tag = "自分のアカウント",
                                  .summary = "認証アプリのコードを確かめる（回復用のコードが一度だけ表示される）",
                                  .summary_english = "Confirm the app; recovery codes are shown this once",
                                  .request = {{json_type, "Code"}},
                                  .answers = {{201, "次のログインから使われる", {{json_type, "RecoveryCodes"}}}},
                                  .problems = {409, 422}},
                         .operation = Operation::OwnAccount,
                         .handler = later(confirm_second_step)});
    endpoints.push_back({.says = {.id = "dropSecondStep",
                                  .method = Method::Delete,
                                  .pattern = "/api/v1/account/totp",
                                  .tag = "自分のアカウント",
                                  .summary = "二段階のログインをやめる",
                                  .summary_english = "Log in with the password alone again",
                                  .request = {{json_type, "PasswordAndCode"}},
                                  .answers = {{204, "やめた"}},
                                  .problems = {401, 409, 422}},
                         .operation = Operation::OwnAccount,
                         .handler = later(drop_second_step)});
    return endpoints;
}

std::vector<Endpoint> lists()
{
    std::vector<Endpoint> endpoints;
    endpoints.push_back({.says = {.id = "seeSessions",
                                  .method = Method::Get,
                                  .pattern = "/api/v1/account/sessions",
                                  .tag = "自分のアカウント",
                                  .summary = "ログインしている画面の一覧",
                                  .summary_english = "List one's sessions",
                                  .answers = {{200, "一覧", {{json_type, "Sessions"}}}}},
                         .operation = Operation::OwnAccount,
                         .handler = Look(see_sessions)});
    endpoints.push_back({.says = {.id = "endOtherSessions",
                                  .method = Method::Delete,
                                  .pattern = "/api/v1/account/sessions",
                                  .tag = "自分のアカウント",
                                  .summary = "ほかの画面をすべてログアウトする",
                                  .summary_english = "End all other sessions",
                                  .answers = {{204, "終わらせた"}}},
                         .operation = Operation::OwnAccount,
                         .handler = Act(end_others)});
    endpoints.push_back({.says = {.id = "seeTokens",
                                  .method = Method::Get,
                                  .pattern = "/api/v1/account/tokens",
                                  .tag = "自分のアカウント",
                                  .summary = "APIトークンの一覧（値は含まない）",
                                  .summary_english = "List one's API tokens, without their secrets",
                                  .answers = {{200, "一覧", {{json_type, "Tokens"}}}}},
                         .operation = Operation::OwnAccount,
                         .handler = Look(see_tokens)});
    endpoints.push_back({.says = {.id = "issueToken",
                                  .method = Method::Post,
                                  .pattern = "/api/v1/account/tokens",
                                  .tag = "自分のアカウント",
                                  .summary = "APIトークンを発行する（値は一度だけ表示される）",
                                  .summary_english = "Issue an API token; its secret is shown this once",
                                  .request = {{json_type, "IssueToken"}},
                                  .answers = {{201, "発行した", {{json_type, "IssuedToken"}}}},
                                  .problems = {409, 422}},
                         .operation = Operation::OwnAccount,
                         .handler = later(issue_token)});
    endpoints.push_back({.says = {.id = "revokeToken",
                                  .method = Method::Delete,
                                  .pattern = "/api/v1/account/tokens/{token}",
                                  .tag = "自分のアカウント",
                                  .summary = "APIトークンを取り消す",
                                  .summary_english = "Revoke an API token",
                                  .answers = {{204, "取り消した"}}},
                         .operation = Operation::OwnAccount,
                         .handler = Act(revoke_token)});
    endpoints.push_back({.says = {.id = "seeOwnEvents",
                                  .method = Method::Get,
                                  .pattern = "/api/v1/account/events",
                                  .tag = "自分のアカウント",
                                  .summary = "自分のアカウントの記録（新しい順）",
                                  .summary_english = "What was done about one's account, latest first",
                                  .parameters = paging_parameters(),
                                  .answers = {{200, "記録", {{json_type, "AccountEvents"}}}}},
                         .operation = Operation::OwnAccount,
                         .handler = Look(see_events)});
    return endpoints;
}

}

std::vector<Endpoint> endpoints_own_account()
{
    std::vector<Endpoint> endpoints = secrets();
    for (Endpoint& endpoint : lists())
        endpoints.push_back(std::move(endpoint));
    return endpoints;
}

}
