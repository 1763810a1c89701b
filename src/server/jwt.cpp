#include "server/jwt.h"

#include "access/secret.h"
#include "server/http.h"

#include <algorithm>

namespace kenkei::server {

namespace {

namespace json = base::json;

constexpr std::size_t most_bytes = 64U << 10;

base::Error bad_token(const char* why)
{
    return {.code = "oidc.token",
            .message = std::string("ログイン先から届いた証明（ID トークン）を読めません: ") + why,
            .way_out = "もう一度ログインしてください。続くときは、ログイン先の運営者に連絡してください。"};
}

base::Error bad_algorithm(std::string_view algorithm)
{
    // Whoever forges a token writes what he likes there.
    const bool plain =
        algorithm.size() <= 20 && std::ranges::all_of(algorithm, [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '+';
        });
    return {.code = "oidc.algorithm",
            .message = "ログイン先の証明（ID トークン）の署名方式" +
                       (plain ? "「" + std::string(algorithm) + "」" : std::string()) + "は認めていません。",
            .way_out = "ログイン先で RS256・PS256・ES256・EdDSA のいずれかを選んでください。"};
}

// There is one way only to write bytes: otherwise a token could be changed and stay valid.
std::optional<std::string> bytes_of(std::string_view part)
{
    auto bytes = access::from_base64url(part);
    if (!bytes || access::to_base64url(*bytes) != part)
        return std::nullopt;
    return bytes;
}

base::Result<json::Value> object_of(std::string_view part)
{
    const auto bytes = bytes_of(part);
    if (!bytes)
        return bad_token("base64url の書き方が正しくありません。");
    auto value = json::parse(*bytes, {.depth = 16});
    if (!value.ok())
        return bad_token("JSON が正しくありません。");
    if (value->kind != json::Kind::Object)
        return bad_token("JSON のオブジェクトではありません。");
    return std::move(*value);
}

base::Result<void> check_header(const json::Value& header)
{
    const json::Value* algorithm = header.find("alg");
    if (!algorithm || algorithm->kind != json::Kind::String)
        return bad_token("署名方式（alg）がありません。");
    if (!is_allowed_algorithm(algorithm->text))
        return bad_algorithm(algorithm->text);
    if (header.find("crit"))
        return bad_token("知らない拡張（crit）を求めています。");
    const json::Value* type = header.find("typ");
    if (type && (type->kind != json::Kind::String || !equal_ignoring_case(type->text, "JWT")))
        return bad_token("別の用途のトークンです（typ）。");
    const json::Value* key_id = header.find("kid");
    if (key_id && key_id->kind != json::Kind::String)
        return bad_token("鍵の名前（kid）が文字列ではありません。");
    return {};
}

}

base::Result<Jwt> read_jwt(std::string_view compact)
{
    const std::size_t first = compact.find('.');
    const std::size_t second = first == std::string_view::npos ? first : compact.find('.', first + 1);
    if (second == std::string_view::npos || compact.find('.', second + 1) != std::string_view::npos)
        return bad_token("三つの部分に分かれていません。");
    if (compact.size() > most_bytes)
        return bad_token("大きすぎます。");
    const json::Value header = TRY(object_of(compact.substr(0, first)));
    TRY(check_header(header));
    json::Value claims = TRY(object_of(compact.substr(first + 1, second - first - 1)));
    auto signature = bytes_of(compact.substr(second + 1));
    if (!signature || signature->empty())
        return bad_token("署名がないか、書き方が正しくありません。");
    const json::Value* key_id = header.find("kid");
    return Jwt{.algorithm = header.find("alg")->text,
               .key_id = key_id ? key_id->text : "",
               .claims = std::move(claims),
               .signed_text = std::string(compact.substr(0, second)),
               .signature = std::move(*signature)};
}

const Jwk* find_key(const Jwt& jwt, const std::vector<Jwk>& keys)
{
    const Jwk* found = nullptr;
    for (const Jwk& key : keys) {
        if ((!jwt.key_id.empty() && key.id != jwt.key_id) || !fits(key, jwt.algorithm))
            continue;
        if (found)
            return nullptr; // two that could be meant: nothing is guessed
        found = &key;
    }
    return found;
}

base::Result<void> check_signature(const Jwt& jwt, const Jwk& key)
{
    if (is_signed(key, jwt.algorithm, jwt.signed_text, jwt.signature))
        return {};
    return base::Error{.code = "oidc.signature",
                       .message = "ログイン先の証明（ID トークン）の署名が合いません。",
                       .way_out = "もう一度ログインしてください。続くときは、ログイン先の運営者に連絡してください。"};
}

}
