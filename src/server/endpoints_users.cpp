#include "server/endpoints.h"

#include "access/mail_key.h"
#include "office/accounts_access.h"
#include "office/accounts_records.h"
#include "office/accounts_second_step.h"
#include "server/account_answers.h"

// Accounts and their roles, for administrators.
namespace kenkei::server {

namespace {

using access::Operation;

base::Result<Response> see_accounts(const Asked& asked, store::Transaction& kept)
{
    const Page page = TRY(page_of(asked));
    std::vector<store::Account> rows = TRY(store::Accounts(kept).list(page.after, page.limit + 1));
    return page_response(
        std::move(rows), page.limit, [](const store::Account& account) { return account.id; }, write_account);
}

base::Result<Response> see_account(const Asked& asked, store::Transaction& kept)
{
    store::Accounts accounts(kept);
    const std::string& id = asked.name("account");
    const std::optional<store::Account> account = TRY(accounts.find(id));
    if (!account)
        return office::no_such("アカウント「" + id + "」");
    const std::vector<store::GrantRow> grants = TRY(accounts.all_grants_of(id));
    const std::vector<store::GrantRow> standing = TRY(accounts.grants_of(id, asked.now));
    const std::vector<store::TokenRow> tokens = TRY(accounts.tokens_of(id));
    const std::vector<store::SessionRow> sessions = TRY(accounts.sessions_of(id, asked.now));
    return json_object(200, [&](base::json::Writer& out) {
        out.key("account");
        write_account(out, *account);
        out.key("grants").begin_array();
        for (const store::GrantRow& grant : grants)
            write_grant(out, grant, standing);
        out.end_array().key("tokens").begin_array();
        for (const store::TokenRow& token : tokens)
            write_token(out, token, asked.now);
        out.end_array().key("sessions").number(static_cast<std::int64_t>(sessions.size()));
    });
}

base::Result<Response> see_all_events(const Asked& asked, store::Transaction& kept)
{
    return events_response(asked, kept, asked.query("account"));
}

Response account_response(int status, const store::Account& account)
{
    base::json::Writer out;
    write_account(out, account);
    return json_response(status, out.take());
}

base::Result<WrittenAnswer> invite(const std::shared_ptr<const Asked>& asked, store::Transaction&)
{
    const std::string mail = TRY(access::account_mail(asked->text("mail")));
    return WrittenAnswer([asked, mail](const office::Desk& desk) -> base::Result<Response> {
        const store::Account account =
            TRY(office::invite_account(desk, mail, asked->text("name"), asked->service.config.public_url));
        Response response = account_response(201, account);
        response.headers.add("Location", "/api/v1/users/" + account.id);
        return response;
    });
}

base::Result<WrittenAnswer> set_state(const std::shared_ptr<const Asked>& asked, store::Transaction&)
{
    return WrittenAnswer([asked](const office::Desk& desk) -> base::Result<Response> {
        const auto state = store::read_account_state(asked->text("state")).value_or(store::Account::State::Suspended);
        const store::Account account =
            TRY(office::set_account_state(desk, asked->name("account"), state, asked->text("reason")));
        return account_response(200, account);
    });
}

base::Result<WrittenAnswer> take_second_step_away(const std::shared_ptr<const Asked>& asked, store::Transaction&)
{
    return WrittenAnswer([asked](const office::Desk& desk) -> base::Result<Response> {
        TRY(office::take_second_step_away(desk, asked->name("account"), asked->text("reason")));
        return no_content();
    });
}

bool is_known_scheme(const Asked& asked, const std::string& scheme)
{
    const auto& known = asked.service.config.editions;
    return scheme.empty() || std::any_of(known.begin(), known.end(), [&](const std::string& key) {
               return key.substr(0, key.find('/')) == scheme;
           });
}

base::Result<WrittenAnswer> give(const std::shared_ptr<const Asked>& asked, store::Transaction&)
{
    office::NewGrant wanted{.account = asked->name("account"),
                            .role = asked->text("role"),
                            .scheme = asked->text("scheme"),
                            .firm = asked->text("firm"),
                            .insurer = asked->text("insurer"),
                            .until = {},
                            .reason = asked->text("reason")};
    wanted.until = TRY(asked->moment("until"));
    if (!is_known_scheme(*asked, wanted.scheme))
        return base::Error{.code = "access.grant",
                           .message = "制度「" + wanted.scheme + "」はありません。",
                           .way_out = "GET /api/v1/editions の一覧から選んでください。"};
    return WrittenAnswer([asked, wanted](const office::Desk& desk) -> base::Result<Response> {
        const store::GrantRow grant = TRY(office::give_access(desk, wanted));
        base::json::Writer out;
        write_grant(out, grant, {grant});
        return json_response(201, out.take());
    });
}

base::Result<WrittenAnswer> end(const std::shared_ptr<const Asked>& asked, store::Transaction&)
{
    return WrittenAnswer([asked](const office::Desk& desk) -> base::Result<Response> {
        TRY(office::end_access(desk, asked->name("account"), asked->name("grant"), asked->text("reason")));
        return no_content();
    });
}

std::vector<Endpoint> looking()
{
    using In = OperationDescription::Parameter::In;
    std::vector<OperationDescription::Parameter> of_events = paging_parameters();
    of_events.push_back({"account", In::Query, false, R"({"type":"string","maxLength":80})", "このアカウントだけ"});
    std::vector<Endpoint> endpoints;
    endpoints.push_back({.says = {.id = "seeUsers",
                                  .method = Method::Get,
                                  .pattern = "/api/v1/users",
                                  .tag = "アカウントの管理",
                                  .summary = "アカウントの一覧",
                                  .summary_english = "List accounts",
                                  .parameters = paging_parameters(),
                                  .answers = {{200, "一覧", {{json_type, "Accounts"}}}}},
                         .operation = Operation::SeeAccounts,
                         .handler = Look(see_accounts)});
    endpoints.push_back({.says = {.id = "seeAccountEvents",
                                  .method = Method::Get,
                                  .pattern = "/api/v1/users/events",
                                  .tag = "アカウントの管理",
                                  .summary = "ログインと役割の記録（新しい順）",
                                  .summary_english = "The security log, latest first",
                                  .parameters = std::move(of_events),
                                  .answers = {{200, "記録", {{json_type, "AccountEvents"}}}}},
                         .operation = Operation::SeeAccounts,
                         .handler = Look(see_all_events)});
    endpoints.push_back({.says = {.id = "seeUser",
                                  .method = Method::Get,
                                  .pattern = "/api/v1/users/{account}",
                                  .tag = "アカウントの管理",
                                  .summary = "アカウントとその役割（終わったものも）",
                                  .summary_english = "One account and all its roles",
                                  .answers = {{200, "アカウント", {{json_type, "AccountInFull"}}}}},
                         .operation = Operation::SeeAccounts,
                         .handler = Look(see_account)});
    return endpoints;
}

std::vector<Endpoint> giving()
{
    std::vector<Endpoint> endpoints;
    endpoints.push_back({.says = {.id = "inviteUser",
                                  .method = Method::Post,
                                  .pattern = "/api/v1/users",
                                  .tag = "アカウントの管理",
                                  .summary = "アカウントを用意する（本人がメールのリンクでパスワードを設定する）",
                                  .summary_english = "Invite somebody, who sets the password by a link",
                                  .request = {{json_type, "InviteUser"}},
                                  .answers = {{201, "用意したアカウント", {{json_type, "Account"}}, {"Location"}}},
                                  .problems = {409, 422}},
                         .operation = Operation::GiveAccess,
                         .handler = Act(invite)});
    endpoints.push_back({.says = {.id = "setUserState",
                                  .method = Method::Put,
                                  .pattern = "/api/v1/users/{account}/state",
                                  .tag = "アカウントの管理",
                                  .summary = "アカウントを止める・戻す（ログインはすべて終わる）",
                                  .summary_english = "Suspend or resume an account; its sessions end",
                                  .request = {{json_type, "SetUserState"}},
                                  .answers = {{200, "アカウント", {{json_type, "Account"}}}},
                                  .problems = {409, 422}},
                         .operation = Operation::GiveAccess,
                         .handler = Act(set_state)});
    endpoints.push_back(
        {.says = {.id = "takeSecondStepAway",
                  .method = Method::Delete,
                  .pattern = "/api/v1/users/{account}/totp",
                  .tag = "アカウントの管理",
                  .summary = "ほかの人の二段階のログインを外す（ログインはすべて終わる）",
                  .summary_english = "Take the second step away from somebody who lost it; sessions end",
                  .request = {{json_type, "Reason"}},
                  .answers = {{204, "外した"}},
                  .problems = {409, 422}},
         .operation = Operation::GiveAccess,
         .handler = Act(take_second_step_away)});
    endpoints.push_back({.says = {.id = "giveAccess",
                                  .method = Method::Post,
                                  .pattern = "/api/v1/users/{account}/grants",
                                  .tag = "アカウントの管理",
                                  .summary = "役割を与える",
                                  .summary_english = "Give a role",
                                  .request = {{json_type, "GiveAccess"}},
                                  .answers = {{201, "与えた役割", {{json_type, "Grant"}}}},
                                  .problems = {409, 422}},
                         .operation = Operation::GiveAccess,
                         .handler = Act(give)});
    endpoints.push_back({.says = {.id = "endAccess",
                                  .method = Method::Delete,
                                  .pattern = "/api/v1/users/{account}/grants/{grant}",
                                  .tag = "アカウントの管理",
                                  .summary = "役割を外す（すぐに効く。最後のシステム管理者は外せない）",
                                  .summary_english = "End a role at once; never the last administrator's",
                                  .request = {{json_type, "Reason"}},
                                  .answers = {{204, "外した"}},
                                  .problems = {409, 422}},
                         .operation = Operation::GiveAccess,
                         .handler = Act(end)});
    return endpoints;
}

}

std::vector<Endpoint> endpoints_users()
{
    std::vector<Endpoint> endpoints = looking();
    for (Endpoint& endpoint : giving())
        endpoints.push_back(std::move(endpoint));
    return endpoints;
}

}
