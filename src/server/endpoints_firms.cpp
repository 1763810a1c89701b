#include "server/endpoints.h"

#include "office/accounts_claims.h"
#include "office/accounts_records.h"
#include "server/account_answers.h"
#include "server/endpoints_firms.h"
#include "server/log_in.h"

// That an account is a firm's: claims and their proof.
namespace kenkei::server {

namespace {

using access::Operation;
using store::ClaimRow;

Response claim_response(int status, const ClaimRow& claim, base::Timestamp now, bool to_office)
{
    base::json::Writer out;
    write_claim(out, claim, now, to_office);
    return json_response(status, out.take());
}

// The last edition's, as the scheme is known; nullptr: there is no such scheme.
base::Result<const edition::Edition*> edition_of(const Asked& asked, const std::string& scheme)
{
    const edition::Edition* last = nullptr;
    for (const std::string& key : asked.service.config.editions) {
        if (key.substr(0, key.find('/')) != scheme)
            continue;
        const edition::Edition* edition = TRY(asked.service.editions.find(key));
        if (!last || last->application.closes < edition->application.closes)
            last = edition;
    }
    return last;
}

base::Result<WrittenAnswer> claim(const std::shared_ptr<const Asked>& asked, store::Transaction&)
{
    office::NewClaim wanted{.firm = asked->text("firm"),
                            .scheme = asked->text("scheme"),
                            .name = asked->text("name"),
                            .way = asked->text("way"),
                            .postal = asked->text("postal"),
                            .address = asked->text("address"),
                            .person = asked->text("person")};
    const edition::Edition* known = TRY(edition_of(*asked, wanted.scheme));
    if (!known)
        return base::Error{.code = "api.edition",
                           .message = "制度「" + wanted.scheme + "」はありません。",
                           .way_out = "GET /api/v1/editions の一覧から選んでください。"};
    TRY(take_try(*asked, "claim " + asked->caller.account));
    return WrittenAnswer([asked, wanted](const office::Desk& desk) -> base::Result<Response> {
        const ClaimRow claim = TRY(office::claim_firm(desk, wanted));
        return claim_response(201, claim, asked->now, false);
    });
}

base::Result<Response> own_claims(const Asked& asked, store::Transaction& kept)
{
    const std::vector<ClaimRow> rows = TRY(store::Accounts(kept).claims_of(asked.caller.account));
    return json_object(200, [&](base::json::Writer& out) {
        out.key("items").begin_array();
        for (const ClaimRow& row : rows)
            write_claim(out, row, asked.now, false);
        out.end_array().key("next").null();
    });
}

base::Result<Response> see_claims(const Asked& asked, store::Transaction& kept)
{
    const Page page = TRY(page_of(asked));
    const std::string word = asked.query("state");
    const auto state = store::read_claim_state(word);
    if (!word.empty() && !state)
        return base::Error{.code = "api.page",
                           .message = "state は waiting、sent、approved、refused、expired のいずれかです。",
                           .way_out = "state を除くと、すべての届出が表示されます。"};
    std::vector<ClaimRow> rows =
        TRY(store::Accounts(kept).claims(asked.reached.all, asked.reached.schemes, state, page.after, page.limit + 1));
    return page_response(
        std::move(rows), page.limit, [](const ClaimRow& row) { return row.id; },
        [&](base::json::Writer& out, const ClaimRow& row) { write_claim(out, row, asked.now, true); });
}

// The claim of the path, where the caller decides those of its scheme; another one is as if it were not there.
base::Result<ClaimRow> claim_to_decide(const Asked& asked, store::Transaction& kept)
{
    const std::string& id = asked.name("claim");
    std::optional<ClaimRow> claim = TRY(store::Accounts(kept).find_claim(id));
    const access::Subject subject =
        claim ? access::Subject{.scheme = claim->scheme, .firm = claim->firm} : access::Subject{};
    const auto permitted = require(asked, Operation::DecideClaims, subject);
    if (claim && permitted.ok() && claim->account == asked.caller.account)
        return base::Error{.code = "access.denied",
                           .message = "自分の届出を、自分で認めたり断ったりすることはできません。",
                           .way_out = "同じ制度の別の担当者に頼んでください。"};
    if (claim && permitted.ok())
        return std::move(*claim);
    if (!permitted.ok() && permitted.error().code != "access.denied")
        return permitted.error();
    return office::no_such("届出「" + id + "」");
}

// What the office read of the firm's registered address, as far as the body says it.
office::RegisteredAddress registered_address_in(const base::json::Value& body)
{
    const base::json::Value* checked = body.find("address_checked");
    const auto text = [&](std::string_view member) {
        const base::json::Value* found = checked ? checked->find(member) : nullptr;
        return found ? found->text : std::string();
    };
    return {.how = text("how"), .postal = text("postal"), .address = text("address")};
}

base::Result<void> write_letter(const std::shared_ptr<Asked>& asked, store::Transaction& kept, const Reply& reply)
{
    const ClaimRow claim = TRY(claim_to_decide(*asked, kept));
    const edition::Edition* edition = TRY(edition_of(*asked, claim.scheme));
    const std::string office = !edition ? claim.scheme : edition->office.empty() ? edition->authority : edition->office;
    write_once(asked, reply, [asked, id = claim.id, office](const office::Desk& desk) -> base::Result<Response> {
        const office::Letter letter = TRY(office::write_letter(desk, id, registered_address_in(asked->body),
                                                               asked->service.config.public_url, office));
        Response response = json_object(201, [&](base::json::Writer& out) {
            out.key("claim");
            write_claim(out, letter.claim, asked->now, true);
            out.member("text", letter.text).member("html", letter.html);
        });
        response.headers.set("Cache-Control", "no-store");
        return response;
    });
    return {};
}

base::Error wrong_code(office::Proof proof)
{
    return proof == office::Proof::Over
               ? base::Error{.code = "access.claim-state",
                             .message = "この届出は、コードの誤りが続いたか、期限が過ぎたため、終わりました。",
                             .way_out = "改めて届け出てください。"}
               : base::Error{.code = "access.code",
                             .message = "確認コードが違います。",
                             .way_out =
                                 "手紙のコードを見ながら入力してください（" + std::to_string(office::most_wrong_codes) +
                                 "回間違えると、届出をやり直すことになります）。新しい手紙が届いたときは、前のコードは"
                                 "使えません。"};
}

base::Result<WrittenAnswer> prove(const std::shared_ptr<const Asked>& asked, store::Transaction&)
{
    TRY(take_try(*asked, "claim-code " + asked->caller.account));
    return WrittenAnswer([asked](const office::Desk& desk) -> base::Result<Response> {
        const office::Proof proof = TRY(office::prove_claim(desk, asked->name("claim"), asked->text("code")));
        if (proof == office::Proof::Wrong || proof == office::Proof::Over)
            return answer_with(*asked, wrong_code(proof));
        return told(200, proof == office::Proof::Shown
                             ? "確認できました。この法人の申請を始められます。"
                             : "コードは確認できました。続きは事務局が確かめます。結果はメールでお知らせします。");
    });
}

// Who takes a firm from its applicant does so in every scheme in which the firm has cases.
base::Result<void> check_replacing(const Asked& asked, const ClaimRow& claim, store::Transaction& kept)
{
    for (const store::CaseRow& row : TRY(kept.list({.firm = claim.firm}))) {
        if (!access::permit(asked.caller, Operation::DecideClaims, subject_of(row)).ok())
            return base::Error{.code = "access.denied",
                               .message =
                                   "法人番号 " + claim.firm +
                                   " の法人は、担当していない制度にも案件があるため、申請担当者を替えられません。",
                               .way_out = "手紙のコードで確かめるか、その制度の事務局と相談してください。"};
    }
    return {};
}

base::Result<WrittenAnswer> approve(const std::shared_ptr<const Asked>& asked, store::Transaction& kept)
{
    const ClaimRow claim = TRY(claim_to_decide(*asked, kept));
    if (asked->flag("replaces"))
        TRY(check_replacing(*asked, claim, kept));
    return WrittenAnswer([asked, id = claim.id](const office::Desk& desk) -> base::Result<Response> {
        const ClaimRow approved = TRY(office::approve_claim(desk, id, asked->flag("replaces"), asked->text("reason")));
        return claim_response(200, approved, asked->now, true);
    });
}

base::Result<WrittenAnswer> refuse(const std::shared_ptr<const Asked>& asked, store::Transaction& kept)
{
    const ClaimRow claim = TRY(claim_to_decide(*asked, kept));
    return WrittenAnswer([asked, id = claim.id](const office::Desk& desk) -> base::Result<Response> {
        const ClaimRow refused = TRY(office::refuse_claim(desk, id, asked->text("reason")));
        return claim_response(200, refused, asked->now, true);
    });
}

std::vector<Endpoint> claiming()
{
    using In = OperationDescription::Parameter::In;
    std::vector<OperationDescription::Parameter> of_list = paging_parameters();
    of_list.push_back({"state", In::Query, false,
                       R"({"type":"string","enum":["waiting","sent","approved","refused","expired"]})", "状態"});
    std::vector<Endpoint> endpoints;
    endpoints.push_back({.says = {.id = "claimFirm",
                                  .method = Method::Post,
                                  .pattern = "/api/v1/firm-claims",
                                  .tag = "法人",
                                  .summary = "法人の申請担当者であることを届け出る",
                                  .summary_english = "Claim to apply for a firm",
                                  .request = {{json_type, "ClaimFirm"}},
                                  .answers = {{201, "届出", {{json_type, "FirmClaim"}}}},
                                  .problems = {404, 409, 422}},
                         .operation = Operation::ClaimFirm,
                         .handler = Act(claim)});
    endpoints.push_back({.says = {.id = "seeFirmClaims",
                                  .method = Method::Get,
                                  .pattern = "/api/v1/firm-claims",
                                  .tag = "法人",
                                  .summary = "担当する制度の届出の一覧",
                                  .summary_english = "List the claims that the office takes care of",
                                  .parameters = std::move(of_list),
                                  .answers = {{200, "一覧", {{json_type, "FirmClaims"}}}}},
                         .operation = Operation::SeeClaims,
                         .about = About::Many,
                         .handler = Look(see_claims)});
    endpoints.push_back({.says = {.id = "seeOwnFirmClaims",
                                  .method = Method::Get,
                                  .pattern = "/api/v1/account/firm-claims",
                                  .tag = "法人",
                                  .summary = "自分の届出の一覧",
                                  .summary_english = "List one's own claims",
                                  .answers = {{200, "一覧", {{json_type, "FirmClaims"}}}}},
                         .operation = Operation::ClaimFirm,
                         .handler = Look(own_claims)});
    endpoints.push_back({.says = {.id = "proveFirmClaim",
                                  .method = Method::Post,
                                  .pattern = "/api/v1/firm-claims/{claim}/proof",
                                  .tag = "法人",
                                  .summary = "手紙の確認コードを入力する",
                                  .summary_english = "Enter the letter's code",
                                  .request = {{json_type, "Code"}},
                                  .answers = {{200, "確認できた", {{json_type, "Told"}}}},
                                  .problems = {409, 422}},
                         .operation = Operation::ClaimFirm,
                         .handler = Act(prove)});
    return endpoints;
}

std::vector<Endpoint> deciding()
{
    std::vector<Endpoint> endpoints;
    endpoints.push_back({.says = {.id = "writeFirmLetter",
                                  .method = Method::Post,
                                  .pattern = "/api/v1/firm-claims/{claim}/letter",
                                  .tag = "法人",
                                  .summary = "確認コードの手紙を、登録されている所在地に宛てて作る（前の手紙のコードは"
                                             "使えなくなる）",
                                  .summary_english = "Write the letter with a new code to the registered address; the "
                                                     "code is shown only here",
                                  .request = {{json_type, "WriteLetter"}},
                                  .answers = {{201, "印刷する手紙", {{json_type, "FirmLetter"}}}},
                                  .problems = {409, 422}},
                         .operation = Operation::DecideClaims,
                         .about = About::Told,
                         .handler = later(write_letter)});
    endpoints.push_back({.says = {.id = "approveFirmClaim",
                                  .method = Method::Post,
                                  .pattern = "/api/v1/firm-claims/{claim}/approval",
                                  .tag = "法人",
                                  .summary = "届出を認める（一つの法人に一つのアカウント）",
                                  .summary_english = "Approve a claim; one firm has one account",
                                  .request = {{json_type, "ApproveClaim"}},
                                  .answers = {{200, "認めた届出", {{json_type, "FirmClaim"}}}},
                                  .problems = {409, 422}},
                         .operation = Operation::DecideClaims,
                         .about = About::Told,
                         .handler = Act(approve)});
    endpoints.push_back({.says = {.id = "refuseFirmClaim",
                                  .method = Method::Post,
                                  .pattern = "/api/v1/firm-claims/{claim}/refusal",
                                  .tag = "法人",
                                  .summary = "届出を認めない",
                                  .summary_english = "Refuse a claim",
                                  .request = {{json_type, "Reason"}},
                                  .answers = {{200, "認めなかった届出", {{json_type, "FirmClaim"}}}},
                                  .problems = {409, 422}},
                         .operation = Operation::DecideClaims,
                         .about = About::Told,
                         .handler = Act(refuse)});
    return endpoints;
}

}

std::vector<Endpoint> endpoints_firms()
{
    std::vector<Endpoint> endpoints = claiming();
    for (auto* part : {&deciding, &endpoints_lending}) {
        for (Endpoint& endpoint : (*part)())
            endpoints.push_back(std::move(endpoint));
    }
    return endpoints;
}

}
