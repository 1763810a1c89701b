#include "server/oidc_provider.h"

#include "base/json.h"
#include "base/utf8.h"
#include "server/jwk.h"

#include <algorithm>

namespace kenkei::server {

namespace {

namespace json = base::json;

base::Error unusable(const OidcProvider& provider, const std::string& why)
{
    return {.code = "oidc.provider",
            .message = "ログイン先「" + base::printable(provider.name) + "」を使えません: " + why,
            .way_out =
                "設定の issuer と、ログイン先の公開情報（.well-known/openid-configuration）を確認してください。"};
}

std::string text_of(const json::Value& object, std::string_view name)
{
    const json::Value* value = object.find(name);
    return value && value->kind == json::Kind::String ? value->text : "";
}

bool is_endpoint(const OidcProvider& provider, std::string_view url)
{
    return (url.starts_with("https://") || (provider.private_addresses && url.starts_with("http://"))) &&
           url.find_first_of("# \r\n\t") == std::string_view::npos;
}

// Whether one of `wanted` is in the list; lists that are not published forbid nothing.
template<typename Wanted>
bool supports(const json::Value& document, std::string_view list, Wanted&& wanted)
{
    const json::Value* values = document.find(list);
    return !values || std::ranges::any_of(values->items, [&](const json::Value& value) { return wanted(value.text); });
}

base::Result<void> check_abilities(const json::Value& document, const OidcProvider& provider)
{
    const auto is = [](std::string_view wanted) { return [wanted](std::string_view text) { return text == wanted; }; };
    if (!supports(document, "response_types_supported", is("code")))
        return unusable(provider, "認可コードの方式（code）に対応していません。");
    if (!supports(document, "code_challenge_methods_supported", is("S256")))
        return unusable(provider, "PKCE（S256）に対応していません。");
    if (!supports(document, "id_token_signing_alg_values_supported", is_allowed_algorithm))
        return unusable(provider, "署名方式が RS256・PS256・ES256・EdDSA のいずれでもありません。");
    if (!provider.client_secret.empty() &&
        !supports(document, "token_endpoint_auth_methods_supported", is("client_secret_basic")))
        return unusable(provider, "client_secret_basic に対応していません。");
    return {};
}

}

std::string document_url(const OidcProvider& provider)
{
    std::string issuer = provider.issuer;
    if (issuer.ends_with('/'))
        issuer.pop_back();
    return issuer + "/.well-known/openid-configuration";
}

base::Result<OidcDocument> read_document(std::string_view text, const OidcProvider& provider)
{
    const auto document = json::parse(text);
    if (!document.ok() || document->kind != json::Kind::Object)
        return unusable(provider, "公開情報が JSON として正しくありません。");
    if (!is_endpoint(provider, provider.issuer) || text_of(*document, "issuer") != provider.issuer)
        return unusable(provider, "公開情報の issuer が、設定と一字一句同じではないか、https ではありません。");
    OidcDocument out{.authorization_endpoint = text_of(*document, "authorization_endpoint"),
                     .token_endpoint = text_of(*document, "token_endpoint"),
                     .keys = text_of(*document, "jwks_uri"),
                     .userinfo_endpoint = text_of(*document, "userinfo_endpoint")};
    for (const std::string& url : {out.authorization_endpoint, out.token_endpoint, out.keys}) {
        if (!is_endpoint(provider, url))
            return unusable(provider, "公開情報の URL が欠けているか、https ではありません。");
    }
    if (!out.userinfo_endpoint.empty() && !is_endpoint(provider, out.userinfo_endpoint))
        return unusable(provider, "公開情報の URL が https ではありません。");
    TRY(check_abilities(*document, provider));
    return out;
}

}
