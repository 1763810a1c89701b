#include "server/jwt.h"

#include "server/token_testing.h"

#include <gtest/gtest.h>
#include <openssl/hmac.h>

using namespace kenkei;
using namespace kenkei::server;
using kenkei::server::testing::Signer;

namespace {

const std::string claims = R"({"iss":"https://login.example.jp","sub":"u-1"})";

// The whole way of a token: "ok", or the error's code.
std::string judged(const std::string& token, const std::string& key_set)
{
    const auto keys = read_key_set(key_set);
    if (!keys.ok())
        return keys.error().code;
    const auto jwt = read_jwt(token);
    if (!jwt.ok())
        return jwt.error().code;
    const Jwk* key = find_key(*jwt, *keys);
    if (!key)
        return "no key";
    const auto checked = check_signature(*jwt, *key);
    return checked.ok() ? "ok" : checked.error().code;
}

std::string set_of(std::initializer_list<std::string> jwks)
{
    std::string text = "{\"keys\":[";
    for (const std::string& jwk : jwks)
        text += (text.ends_with('[') ? "" : ",") + jwk;
    return text + "]}";
}

// The parts of a token.
struct Parts {
    std::string header;
    std::string claims;
    std::string signature;
    std::string text() const { return header + "." + claims + "." + signature; }
};

Parts parts_of(const std::string& token)
{
    const std::size_t first = token.find('.');
    const std::size_t second = token.rfind('.');
    return {token.substr(0, first), token.substr(first + 1, second - first - 1), token.substr(second + 1)};
}

std::string header_with(const std::string& members)
{
    return R"({"alg":"ES256","kid":"k")" + members + "}";
}

const Signer rsa("RS256", "r");
const Signer curve("ES256", "k");
const Signer edwards("EdDSA", "e");

}

TEST(Jwt, 認めた四つの方式の署名を確かめる)
{
    const Signer probabilistic("PS256", "p");
    for (const Signer* signer : {&rsa, &probabilistic, &curve, &edwards}) {
        EXPECT_EQ(judged(signer->token(claims), signer->jwk_set()), "ok") << signer->header();
        EXPECT_EQ(read_jwt(signer->token(claims))->claims.find("sub")->text, "u-1");
    }
}

TEST(Jwt, 公開されている例の署名も合う)
{
    // RFC 8037 appendix A.4: its payload is no JSON, so only the signature is looked at.
    const auto keys =
        read_key_set(R"({"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]})");
    const auto signature = access::from_base64url(
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
    ASSERT_TRUE(keys.ok() && keys->size() == 1 && signature);
    EXPECT_TRUE(is_signed((*keys)[0], "EdDSA", "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc", *signature));
    // RFC 7515 appendix A.3.
    const std::string key = R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
                            R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})";
    const std::string token =
        "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0"
        "cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
    EXPECT_EQ(judged(token, set_of({key})), "ok");
}

TEST(Jwt, 署名なしと共通鍵の方式は認めない)
{
    for (const char* algorithm : {"none", "None", "nOnE", "HS256", "HS384", "HS512", "RS1", "RS384", "ES512", "ES256K",
                                  "Ed25519", "rs256", "RS256 ", ""}) {
        const std::string header = std::string(R"({"alg":")") + algorithm + R"(","kid":"k"})";
        EXPECT_EQ(judged(curve.token(header, claims), curve.jwk_set()), "oidc.algorithm") << algorithm;
    }
    const std::string unsigned_token =
        access::to_base64url(R"({"alg":"none"})") + "." + access::to_base64url(claims) + ".";
    EXPECT_EQ(judged(unsigned_token, curve.jwk_set()), "oidc.algorithm");
    EXPECT_EQ(judged(parts_of(curve.token(claims)).header + "." + access::to_base64url(claims) + ".", curve.jwk_set()),
              "oidc.token");
    for (const char* header : {R"({"kid":"k"})", R"({"alg":null,"kid":"k"})", R"({"alg":["ES256"],"kid":"k"})"})
        EXPECT_EQ(judged(curve.token(header, claims), curve.jwk_set()), "oidc.token") << header;
}

TEST(Jwt, 公開鍵を共通鍵とした偽の署名は認めない)
{
    for (const std::string& secret : {rsa.jwk(), rsa.jwk_set()}) {
        const std::string text =
            access::to_base64url(R"({"alg":"HS256","kid":"r"})") + "." + access::to_base64url(claims);
        unsigned char digest[EVP_MAX_MD_SIZE];
        unsigned size = 0;
        HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
             reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest, &size);
        const std::string signature(reinterpret_cast<const char*>(digest), size);
        EXPECT_EQ(judged(text + "." + access::to_base64url(signature), rsa.jwk_set()), "oidc.algorithm");
    }
}

TEST(Jwt, 鍵の名前は一字一句同じでなければならない)
{
    const Signer other("ES256", "other");
    const std::string keys = set_of({curve.jwk(), other.jwk()});
    EXPECT_EQ(judged(curve.token(claims), keys), "ok");
    EXPECT_EQ(judged(curve.token(R"({"alg":"ES256","kid":"other"})", claims), keys), "oidc.signature");
    EXPECT_EQ(judged(curve.token(R"({"alg":"ES256","kid":"K"})", claims), keys), "no key");
    EXPECT_EQ(judged(curve.token(R"({"alg":"ES256","kid":"../k"})", claims), keys), "no key");
    EXPECT_EQ(judged(curve.token(R"({"alg":"ES256","kid":1})", claims), keys), "oidc.token");
    // Without a name only where there is no choice.
    EXPECT_EQ(judged(curve.token(R"({"alg":"ES256"})", claims), keys), "no key");
    EXPECT_EQ(judged(curve.token(R"({"alg":"ES256"})", claims), set_of({rsa.jwk(), curve.jwk()})), "ok");
    EXPECT_EQ(judged(curve.token(claims), set_of({curve.jwk(), curve.jwk()})), "no key");
}

TEST(Jwt, 鍵は自分の方式にだけ使う)
{
    EXPECT_EQ(judged(rsa.token(R"({"alg":"ES256","kid":"r"})", claims), rsa.jwk_set()), "no key");
    EXPECT_EQ(judged(curve.token(R"({"alg":"EdDSA","kid":"k"})", claims), curve.jwk_set()), "no key");
    EXPECT_EQ(judged(rsa.token(R"({"alg":"PS256","kid":"r"})", claims), rsa.jwk_set()), "oidc.signature");
    EXPECT_EQ(judged(rsa.token(claims), set_of({rsa.jwk(R"(,"alg":"PS256")")})), "no key");
    EXPECT_EQ(judged(rsa.token(claims), set_of({rsa.jwk(R"(,"alg":"RS256")")})), "ok");
    EXPECT_EQ(judged(rsa.token(claims), set_of({rsa.jwk(R"(,"use":"enc")")})), "no key");
    EXPECT_EQ(judged(rsa.token(claims), set_of({rsa.jwk(R"(,"key_ops":["sign"])")})), "no key");
    EXPECT_EQ(judged(rsa.token(claims), set_of({rsa.jwk(R"(,"key_ops":["verify"])")})), "ok");
}

TEST(Jwt, 変えられた証明は署名が合わない)
{
    for (const Signer* signer : {&rsa, &curve, &edwards}) {
        const Parts parts = parts_of(signer->token(claims));
        Parts forged = parts;
        forged.claims = access::to_base64url(R"({"iss":"https://login.example.jp","sub":"u-2"})");
        EXPECT_EQ(judged(forged.text(), signer->jwk_set()), "oidc.signature") << signer->header();
        forged = parts;
        forged.header = access::to_base64url(" " + signer->header());
        EXPECT_EQ(judged(forged.text(), signer->jwk_set()), "oidc.signature");
        const std::string signature = *access::from_base64url(parts.signature);
        for (std::size_t i = 0; i < signature.size(); i += 7) {
            std::string changed = signature;
            changed[i] = static_cast<char>(changed[i] ^ 1);
            forged = parts;
            forged.signature = access::to_base64url(changed);
            EXPECT_EQ(judged(forged.text(), signer->jwk_set()), "oidc.signature") << i;
        }
        for (const std::string& wrong : {signature.substr(1), signature.substr(0, signature.size() - 1),
                                         signature + '\0', '\0' + signature, std::string(1, '\0')}) {
            forged = parts;
            forged.signature = access::to_base64url(wrong);
            EXPECT_EQ(judged(forged.text(), signer->jwk_set()), "oidc.signature") << wrong.size();
        }
    }
}

TEST(Jwt, ES256のゼロの署名とDERの署名は認めない)
{
    const std::string order = std::string("\xff\xff\xff\xff\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff"
                                          "\xbc\xe6\xfa\xad\xa7\x17\x9e\x84\xf3\xb9\xca\xc2\xfc\x63\x25\x51",
                                          32);
    const std::string zero(32, '\0');
    const std::string one = std::string(31, '\0') + '\x01';
    Parts parts = parts_of(curve.token(claims));
    const std::string right = *access::from_base64url(parts.signature);
    for (const std::string& signature :
         {zero + zero, zero + one, one + zero, order + order, order + zero, zero + right.substr(32),
          right.substr(0, 32) + zero, right.substr(32) + right.substr(0, 32),
          std::string("\x30\x06\x02\x01\x00\x02\x01\x00", 8)}) {
        parts.signature = access::to_base64url(signature);
        EXPECT_EQ(judged(parts.text(), curve.jwk_set()), "oidc.signature");
    }
}

TEST(Jwt, PS256の塩の長さはダイジェストと同じでなければならない)
{
    const Signer signer("PS256", "p");
    const std::string text = access::to_base64url(signer.header()) + "." + access::to_base64url(claims);
    for (const auto& [salt, expected] :
         {std::pair(32, "ok"), std::pair(0, "oidc.signature"), std::pair(20, "oidc.signature")})
        EXPECT_EQ(judged(text + "." + access::to_base64url(signer.signature_of(text, salt)), signer.jwk_set()),
                  expected);
}

TEST(Jwt, 切れた証明と余分のある証明は読まない)
{
    const std::string token = curve.token(claims);
    for (std::size_t size = 0; size < token.size(); ++size)
        EXPECT_NE(judged(token.substr(0, size), curve.jwk_set()), "ok") << size;
    const Parts parts = parts_of(token);
    for (const std::string& wrong : {token + ".", "." + token, token + "." + parts.signature, token + "=", token + "\n",
                                     " " + token, parts.header + "=." + parts.claims + "." + parts.signature,
                                     parts.header + ".." + parts.signature, "." + parts.claims + "." + parts.signature,
                                     std::string(".."), std::string("a.b.c"), std::string(70'000, 'A')})
        EXPECT_EQ(judged(wrong, curve.jwk_set()), "oidc.token") << wrong.substr(0, 200);
}

TEST(Jwt, base64urlの書き方は一つだけ)
{
    // The last character of a 64-byte signature holds 4 bits that mean nothing; all but one way to write it are
    // refused.
    Parts parts = parts_of(curve.token(claims));
    const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    int valid = 0;
    for (const char last : alphabet) {
        parts.signature.back() = last;
        valid += judged(parts.text(), curve.jwk_set()) == "ok" ? 1 : 0;
    }
    EXPECT_EQ(valid, 1);
    parts = parts_of(curve.token(claims));
    for (const char* blank : {"\n", " ", "+", "/", "%3D", "="}) {
        Parts wrong = parts;
        wrong.signature.insert(4, blank);
        EXPECT_EQ(judged(wrong.text(), curve.jwk_set()), "oidc.token") << blank;
    }
}

TEST(Jwt, 同じ名前が二度ある証明は読まない)
{
    EXPECT_EQ(judged(curve.token(R"({"sub":"u-1","sub":"u-2"})"), curve.jwk_set()), "oidc.token");
    EXPECT_EQ(judged(curve.token(R"({"sub":"u-1","\u0073ub":"u-2"})"), curve.jwk_set()), "oidc.token");
    EXPECT_EQ(judged(curve.token(R"({"a":{"b":1,"b":2}})"), curve.jwk_set()), "oidc.token");
    EXPECT_EQ(judged(curve.token(header_with(R"(,"alg":"none")"), claims), curve.jwk_set()), "oidc.token");
    for (const char* wrong : {"[]", "\"text\"", "", "{", "{} {}", "\xff", "{\"a\":\"\xc0\x80\"}"})
        EXPECT_EQ(judged(curve.token(wrong), curve.jwk_set()), "oidc.token") << wrong;
}

TEST(Jwt, 見出しの拡張と別の用途は認めない)
{
    for (const auto& [members, expected] :
         {std::pair("", "ok"), std::pair(R"(,"typ":"JWT")", "ok"), std::pair(R"(,"typ":"jwt")", "ok"),
          std::pair(R"(,"typ":"at+jwt")", "oidc.token"), std::pair(R"(,"typ":1)", "oidc.token"),
          std::pair(R"(,"crit":["b64"],"b64":false)", "oidc.token"), std::pair(R"(,"crit":[])", "oidc.token"),
          std::pair(R"(,"jku":"https://evil.example/keys","x5u":"https://evil.example/")", "ok")})
        EXPECT_EQ(judged(curve.token(header_with(members), claims), curve.jwk_set()), expected) << members;
    // A key inside the token is nobody's: it is not looked at.
    const Signer stranger("ES256", "k");
    EXPECT_EQ(judged(stranger.token(header_with(",\"jwk\":" + stranger.jwk()), claims), curve.jwk_set()),
              "oidc.signature");
}

TEST(Jwt, 弱い鍵と知らない鍵は除き壊れた一覧は断る)
{
    const Signer weak("RS256", "w", 1024);
    EXPECT_EQ(judged(weak.token(claims), weak.jwk_set()), "no key");
    const std::string unknown =
        R"({"kty":"oct","kid":"s","k":"c2VjcmV0"},{"kty":"EC","crv":"P-521","kid":"x","x":"AA","y":"AA"},)"
        R"({"kty":"OKP","crv":"X25519","x":"AA"},{"kty":"new"},{},7)";
    EXPECT_EQ(judged(curve.token(claims), set_of({unknown, curve.jwk()})), "ok");
    for (const char* broken :
         {"", "[]", "{}", R"({"keys":{}})", R"({"keys":null})", R"({"keys":[{"kty":"RSA","n":"","e":""}]})",
          R"({"keys":[{"kty":"RSA","n":"AQAB","e":"AA"}]})", R"({"keys":[{"kty":"OKP","crv":"Ed25519","x":"AA"}]})",
          R"({"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]})"})
        EXPECT_EQ(judged(curve.token(claims), broken), "oidc.keys") << broken;
    // A point that is not on the curve.
    const std::string x = access::to_base64url(std::string(31, '\0') + '\x01');
    EXPECT_EQ(
        judged(curve.token(claims), R"({"keys":[{"kty":"EC","crv":"P-256","x":")" + x + R"(","y":")" + x + R"("}]})"),
        "oidc.keys");
    EXPECT_EQ(read_key_set(R"({"keys":[]})")->size(), 0U);
}
