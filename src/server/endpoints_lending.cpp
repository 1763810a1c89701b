#include "server/endpoints_firms.h"

#include "access/mail_key.h"
#include "office/accounts_lending.h"
#include "office/accounts_records.h"
#include "server/account_answers.h"
#include "server/endpoints.h"
#include "server/log_in.h"

// 委任: delegates of a firm, and representatives of its employees.
namespace kenkei::server {

namespace {

using access::Operation;
using access::Role;

constexpr std::string_view offered = "受け付けました。入力されたメールアドレスに、ご依頼のメールを送ります。"
                                     "相手の方が引き受けると、一覧に表示されます。";

base::Result<WrittenAnswer> offer(const std::shared_ptr<const Asked>& asked, office::Lending lending)
{
    lending.mail = TRY(access::account_mail(asked->text("mail")));
    TRY(take_try(*asked, "lend " + asked->caller.account));
    return WrittenAnswer([asked, lending](const office::Desk& desk) -> base::Result<Response> {
        TRY(office::lend_hand(desk, lending, asked->service.config.editions, asked->service.config.public_url));
        return told(202, offered);
    });
}

base::Result<WrittenAnswer> lend(const std::shared_ptr<const Asked>& asked, store::Transaction&)
{
    office::Lending lending{.role = Role::Delegate, .firm = asked->name("firm"), .scheme = asked->text("scheme")};
    lending.until = TRY(asked->moment("until"));
    return offer(asked, std::move(lending));
}

base::Result<WrittenAnswer> lend_to_employees(const std::shared_ptr<const Asked>& asked, store::Transaction&)
{
    return offer(asked, {.role = Role::Representative, .firm = asked->name("firm")});
}

base::Result<WrittenAnswer> accept(const std::shared_ptr<const Asked>& asked, store::Transaction&)
{
    TRY(take_try(*asked, "accept " + asked->caller.account));
    return WrittenAnswer([asked](const office::Desk& desk) -> base::Result<Response> {
        const store::GrantRow grant =
            TRY(office::accept_hand(desk, asked->text("secret"), asked->service.config.editions));
        base::json::Writer out;
        write_grant(out, grant, {grant});
        return json_response(201, out.take());
    });
}

bool is_lent(const store::GrantRow& row)
{
    return row.role == access::name_of(Role::Delegate) || row.role == access::name_of(Role::Representative);
}

void write_lent(base::json::Writer& out, const store::GrantRow& row, const std::string& name, const std::string& mail,
                const std::vector<store::GrantRow>& standing)
{
    out.begin_object().member("name", name).member("mail", mail).key("grant");
    write_grant(out, row, standing);
    out.end_object();
}

// Those that the caller may know of; mail addresses are for the applicant, who wrote to them.
base::Result<Response> see_lending(const Asked& asked, store::Transaction& kept)
{
    store::Accounts accounts(kept);
    const std::string& firm = asked.name("firm");
    TRY(access::reach(asked.caller, Operation::SeeLending));
    base::json::Writer out;
    out.begin_object().key("items").begin_array();
    bool any = access::permit(asked.caller, Operation::SeeLending, {.scheme = {}, .firm = firm, .insurer = {}}).ok();
    for (const store::GrantRow& row : TRY(accounts.grants_for_firm(firm))) {
        const auto role =
            access::permit(asked.caller, Operation::SeeLending, {.scheme = row.scheme, .firm = firm, .insurer = {}});
        if (!is_lent(row) || !role.ok())
            continue;
        any = true;
        const std::optional<store::Account> account = TRY(accounts.find(row.account));
        const bool shown = account && *role == std::optional(Role::Applicant);
        const std::vector<store::GrantRow> standing = TRY(accounts.grants_of(row.account, asked.now));
        write_lent(out, row, account ? account->name : "", shown ? account->mail : "", standing);
    }
    if (!any)
        return office::no_such("法人「" + firm + "」の委任");
    out.end_array().key("next").null().end_object();
    return json_response(200, out.take());
}

base::Result<WrittenAnswer> take_back(const std::shared_ptr<const Asked>& asked, store::Transaction&)
{
    return WrittenAnswer([asked](const office::Desk& desk) -> base::Result<Response> {
        TRY(office::take_hand_back(desk, asked->name("firm"), asked->name("grant"), asked->text("reason")));
        return no_content();
    });
}

base::Result<WrittenAnswer> hand_back(const std::shared_ptr<const Asked>& asked, store::Transaction& kept)
{
    const std::string& id = asked->name("grant");
    const std::optional<store::GrantRow> row = TRY(store::Accounts(kept).find_grant(id));
    const access::Subject subject{.scheme = row ? row->scheme : "", .firm = row ? row->firm : "", .insurer = {}};
    const auto permitted = require(*asked, Operation::HandBack, subject);
    if (!permitted.ok() && permitted.error().code != "access.denied")
        return permitted.error();
    if (!permitted.ok())
        return office::no_such("委任「" + id + "」");
    return WrittenAnswer([asked, id](const office::Desk& desk) -> base::Result<Response> {
        TRY(office::hand_back(desk, id));
        return no_content();
    });
}

}

std::vector<Endpoint> endpoints_lending()
{
    std::vector<Endpoint> endpoints;
    endpoints.push_back({.says = {.id = "lendHand",
                                  .method = Method::Post,
                                  .pattern = "/api/v1/firms/{firm}/delegations",
                                  .tag = "法人",
                                  .summary = "代理人を立てる（相手にメールが届く。認めていない制度ではできない）",
                                  .summary_english = "Ask somebody to act for the firm",
                                  .request = {{json_type, "LendHand"}},
                                  .answers = {{202, "アドレスに関わらず同じ応答", {{json_type, "Told"}}}},
                                  .problems = {409, 422}},
                         .operation = Operation::Lend,
                         .about = About::Firm,
                         .handler = Act(lend)});
    endpoints.push_back({.says = {.id = "lendToRepresentative",
                                  .method = Method::Post,
                                  .pattern = "/api/v1/firms/{firm}/representatives",
                                  .tag = "法人",
                                  .summary = "従業員代表を立てる（相手にメールが届く）",
                                  .summary_english = "Ask somebody to represent the employees",
                                  .request = {{json_type, "MailAddress"}},
                                  .answers = {{202, "アドレスに関わらず同じ応答", {{json_type, "Told"}}}},
                                  .problems = {422}},
                         .operation = Operation::Lend,
                         .about = About::Firm,
                         .handler = Act(lend_to_employees)});
    endpoints.push_back({.says = {.id = "seeLending",
                                  .method = Method::Get,
                                  .pattern = "/api/v1/firms/{firm}/delegations",
                                  .tag = "法人",
                                  .summary = "代理人と従業員代表の一覧（終わったものも）",
                                  .summary_english = "Who acts for the firm, or did",
                                  .answers = {{200, "一覧", {{json_type, "Lendings"}}}}},
                         .operation = Operation::SeeLending,
                         .about = About::Told,
                         .handler = Look(see_lending)});
    endpoints.push_back({.says = {.id = "takeHandBack",
                                  .method = Method::Delete,
                                  .pattern = "/api/v1/firms/{firm}/delegations/{grant}",
                                  .tag = "法人",
                                  .summary = "代理人または従業員代表を取り消す（すぐに効く）",
                                  .summary_english = "Take the firm's hand back, at once",
                                  .request = {{json_type, "Reason"}},
                                  .answers = {{204, "取り消した"}},
                                  .problems = {422}},
                         .operation = Operation::Lend,
                         .about = About::Firm,
                         .handler = Act(take_back)});
    endpoints.push_back({.says = {.id = "acceptHand",
                                  .method = Method::Post,
                                  .pattern = "/api/v1/delegations",
                                  .tag = "法人",
                                  .summary = "代理人または従業員代表の依頼を引き受ける",
                                  .summary_english = "Accept to act for a firm",
                                  .request = {{json_type, "Secret"}},
                                  .answers = {{201, "引き受けた役割", {{json_type, "Grant"}}}},
                                  .problems = {409, 422}},
                         .operation = Operation::OwnAccount,
                         .handler = Act(accept)});
    endpoints.push_back({.says = {.id = "handBack",
                                  .method = Method::Delete,
                                  .pattern = "/api/v1/delegations/{grant}",
                                  .tag = "法人",
                                  .summary = "代理をやめる",
                                  .summary_english = "Stop acting for a firm",
                                  .answers = {{204, "やめた"}}},
                         .operation = Operation::HandBack,
                         .about = About::Told,
                         .handler = Act(hand_back)});
    return endpoints;
}

}
