#include "server/account_answers.h"

#include "office/accounts_claims.h"

#include <charconv>

namespace kenkei::server {

namespace {

std::string_view label_of(const std::string& role)
{
    const auto read = access::read_role(role);
    return read ? access::label_of(*read) : std::string_view(role);
}

}

void write_moment(base::json::Writer& out, std::string_view name, const std::optional<base::Timestamp>& moment)
{
    out.key(name);
    if (moment)
        out.string(base::to_legal(*moment));
    else
        out.null();
}

void write_own_account(base::json::Writer& out, const store::Account& account,
                       const std::vector<store::GrantRow>& grants)
{
    out.member("account", account.id).member("name", account.name).member("mail", account.mail);
    out.key("roles").begin_array();
    for (const store::GrantRow& grant : grants) {
        out.begin_object().member("grant", grant.id).member("role", grant.role).member("label", label_of(grant.role));
        out.member("scheme", grant.scheme).member("firm", grant.firm).member("insurer", grant.insurer);
        write_moment(out, "until", grant.until);
        out.end_object();
    }
    out.end_array();
    out.key("second_step").boolean(account.totp_confirmed);
    out.key("has_password").boolean(!account.password.empty());
    out.key("linked").boolean(!account.issuer.empty());
}

void write_account(base::json::Writer& out, const store::Account& account)
{
    out.begin_object().member("account", account.id).member("mail", account.mail).member("name", account.name);
    out.member("state", store::name_of(account.state));
    out.key("second_step").boolean(account.totp_confirmed);
    out.key("has_password").boolean(!account.password.empty());
    out.key("linked").boolean(!account.issuer.empty());
    out.member("created", base::to_legal(account.created));
    write_moment(out, "seen", account.seen);
    out.end_object();
}

void write_grant(base::json::Writer& out, const store::GrantRow& grant, const std::vector<store::GrantRow>& standing)
{
    out.begin_object().member("grant", grant.id).member("account", grant.account).member("role", grant.role);
    out.member("label", label_of(grant.role)).member("scheme", grant.scheme).member("firm", grant.firm);
    out.member("insurer", grant.insurer).member("granted_by", grant.granted_by);
    out.member("granted", base::to_legal(grant.granted));
    write_moment(out, "until", grant.until);
    write_moment(out, "ended", grant.ended);
    out.member("ended_by", grant.ended_by).member("reason", grant.reason);
    const bool holds =
        std::any_of(standing.begin(), standing.end(), [&](const auto& one) { return one.id == grant.id; });
    out.key("holds").boolean(holds).end_object();
}

void write_token(base::json::Writer& out, const store::TokenRow& token, base::Timestamp now)
{
    out.begin_object().member("token", token.id).member("name", token.name).key("scopes").begin_array();
    for (const std::string& scope : token.scopes)
        out.string(scope);
    out.end_array().member("created", base::to_legal(token.created)).member("expires", base::to_legal(token.expires));
    write_moment(out, "revoked", token.revoked);
    write_moment(out, "used", token.used);
    out.key("works").boolean(!token.revoked && token.expires > now).end_object();
}

void write_event(base::json::Writer& out, const store::AccountEvent& event)
{
    out.begin_object().key("event").number(event.id).member("at", base::to_legal(event.at));
    out.member("account", event.account).member("by", event.by).member("kind", event.kind);
    out.member("detail", event.detail).end_object();
}

void write_claim(base::json::Writer& out, const store::ClaimRow& claim, base::Timestamp now, bool to_office)
{
    out.begin_object().member("claim", claim.id).member("firm", claim.firm).member("scheme", claim.scheme);
    out.member("name", claim.name).member("way", claim.way).member("postal", claim.postal);
    out.member("address", claim.address).member("person", claim.person);
    out.member("state", store::name_of(office::state_at(claim, now))).member("created", base::to_legal(claim.created));
    write_moment(out, "sent", claim.sent);
    write_moment(out, "decided", claim.decided);
    out.member("reason", claim.reason);
    if (to_office) {
        out.member("account", claim.account).member("decided_by", claim.decided_by);
        out.key("wrong_codes").number(claim.tries);
        out.key("address_checked");
        if (claim.checked.how.empty())
            out.null();
        else
            out.begin_object()
                .member("how", claim.checked.how)
                .member("postal", claim.checked.postal)
                .member("address", claim.checked.address)
                .member("by", claim.checked.by)
                .end_object();
    }
    out.end_object();
}

base::Result<Response> events_response(const Asked& asked, store::Transaction& kept, const std::string& account)
{
    const Page page = TRY(page_of(asked));
    std::int64_t before = 0;
    const auto [end, failed] = std::from_chars(page.after.data(), page.after.data() + page.after.size(), before);
    if (!page.after.empty() && (failed != std::errc() || end != page.after.data() + page.after.size() || before < 1))
        return base::Error{.code = "api.page",
                           .message = "after が正しくありません。",
                           .way_out = "前の応答の next をそのまま入れてください。"};
    std::vector<store::AccountEvent> rows = TRY(store::Accounts(kept).events(account, before, page.limit + 1));
    return page_response(
        std::move(rows), page.limit, [](const store::AccountEvent& event) { return std::to_string(event.id); },
        write_event);
}

Response told(int status, std::string_view words)
{
    return json_object(status, [&](base::json::Writer& out) { out.member("told", words); });
}

}
