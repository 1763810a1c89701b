#include "server/caller.h"

#include "access/secret.h"
#include "base/utf8.h"

namespace kenkei::server {

namespace {

constexpr std::string_view bearer = "Bearer ";

bool is_write(Method method)
{
    return method != Method::Get && method != Method::Head && method != Method::Options;
}

base::Error session_over()
{
    return {.code = "access.session",
            .message = "ログインの有効期間が過ぎたか、ログアウトされています。",
            .way_out = "もう一度ログインしてください。保存した内容は残っています。"};
}

base::Error bad_token()
{
    return {.code = "access.token-unknown",
            .message = "APIトークンが正しくないか、取り消されたか、期限が過ぎています。",
            .way_out = "アカウントの画面で新しいトークンを発行してください。"};
}

// A page of another site can send our cookie along, but not read the session's own word, nor name us as its site.
base::Result<void> check_own_site(const Request& request, std::string_view secret)
{
    if (!is_write(request.method))
        return {};
    const std::string* site = request.headers.find("Sec-Fetch-Site");
    const bool other_site = site && *site != "same-origin" && *site != "none";
    const std::string* word = request.headers.find("Kenkei-CSRF");
    if (!other_site && word && access::same_secret(*word, csrf_of(secret)))
        return {};
    return base::Error{.code = "access.csrf",
                       .message = "この操作が画面からのものかどうかを確かめられませんでした。",
                       .way_out =
                           "画面を読み込み直して、もう一度お試しください（プログラムからは、GET /api/v1/session の "
                           "csrf を Kenkei-CSRF ヘッダーに入れて送ってください）。"};
}

base::Result<void> fill(Known& known, store::Accounts& accounts, const std::string& account, base::Timestamp now)
{
    const std::optional<std::vector<store::GrantRow>> grants = TRY(accounts.grants_if_active(account, now));
    if (!grants)
        return base::Error{.code = "access.suspended",
                           .message = "このアカウントは今は使えません。",
                           .way_out = "事務局またはシステム管理者にお問い合わせください。"};
    known.caller.account = account;
    for (const store::GrantRow& grant : *grants)
        known.caller.grants.push_back(TRY(to_grant(grant)));
    return {};
}

base::Result<Known> recognise_token(std::string_view secret, store::Accounts& accounts, base::Timestamp now)
{
    const std::optional<store::TokenRow> token = TRY(accounts.find_token(access::digest_of(secret)));
    if (!token || token->revoked || token->expires <= now)
        return bad_token();
    Known known;
    known.token = token->id;
    known.seen = token->used.value_or(base::Timestamp{});
    known.caller.token = true;
    for (const std::string& word : token->scopes) {
        if (const auto scope = access::read_scope(word))
            known.caller.scopes.push_back(*scope);
    }
    TRY(fill(known, accounts, token->account, now));
    return known;
}

base::Result<Known> recognise_session(const Request& request, const std::string& secret, store::Accounts& accounts,
                                      base::Timestamp now)
{
    Known known;
    known.session = access::digest_of(secret);
    const std::optional<store::SessionRow> session = TRY(accounts.find_session(known.session, now));
    if (!session)
        return session_over();
    TRY(check_own_site(request, secret));
    known.seen = session->seen;
    known.began = session->created;
    TRY(fill(known, accounts, session->account, now));
    return known;
}

}

base::Result<access::Grant> to_grant(const store::GrantRow& row)
{
    const auto role = access::read_role(row.role);
    if (!role)
        return base::Error{.code = "store.newer",
                           .message = "役割「" + base::printable(row.role) + "」（" + row.id +
                                      "）は、このプログラムの知らないものです。",
                           .way_out = "データベースを書いた版のプログラムを使ってください。"};
    return access::Grant{.role = *role, .scheme = row.scheme, .firm = row.firm, .insurer = row.insurer};
}

std::string_view session_cookie(bool secure)
{
    return secure ? "__Host-kenkei" : "kenkei";
}

std::optional<std::string> find_cookie(const Request& request, std::string_view name)
{
    for (const Header& header : request.headers) {
        if (!equal_ignoring_case(header.name, "Cookie"))
            continue;
        std::string_view rest = header.value;
        while (!rest.empty()) {
            const std::size_t end = rest.find(';');
            std::string_view one = rest.substr(0, end);
            one.remove_prefix(std::min(one.find_first_not_of(' '), one.size()));
            if (one.size() > name.size() && one.starts_with(name) && one[name.size()] == '=')
                return std::string(one.substr(name.size() + 1));
            rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
        }
    }
    return std::nullopt;
}

std::string csrf_of(std::string_view session_secret)
{
    return access::keyed_digest(session_secret, "csrf");
}

void set_session_cookie(Response& response, bool secure, std::string_view secret, std::int64_t seconds)
{
    std::string cookie = std::string(session_cookie(secure)) + "=" + std::string(secret) +
                         "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(seconds);
    if (secure)
        cookie += "; Secure";
    response.headers.add("Set-Cookie", std::move(cookie));
}

base::Result<Known> recognise(const Request& request, store::Transaction& kept, base::Timestamp now)
{
    store::Accounts accounts(kept);
    if (const std::string* authorization = request.headers.find("Authorization")) {
        if (!authorization->starts_with(bearer))
            return bad_token();
        return recognise_token(std::string_view(*authorization).substr(bearer.size()), accounts, now);
    }
    const std::optional<std::string> cookie = find_cookie(request, session_cookie(request.secure));
    if (cookie && !cookie->empty())
        return recognise_session(request, *cookie, accounts, now);
    return Known{};
}

}
