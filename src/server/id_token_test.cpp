#include "server/id_token.h"

#include "access/secret.h"

#include <gtest/gtest.h>

#include <map>

using namespace kenkei;
using namespace kenkei::server;

namespace {

constexpr std::int64_t now_seconds = 1'729'238'405;

const IdTokenTerms terms{.issuer = "https://login.example.jp",
                         .client_id = "kenkei",
                         .nonce = "the nonce",
                         .access_token = "",
                         .now = {now_seconds * 1000 + 999}};

using Claims = std::map<std::string, std::string>;

// A token whose claims are right but for these; "" leaves one out.
Jwt token_with(const Claims& changed)
{
    Claims claims = {{"iss", "\"https://login.example.jp\""},
                     {"sub", "\"u-1\""},
                     {"aud", "\"kenkei\""},
                     {"exp", std::to_string(now_seconds + 300)},
                     {"iat", std::to_string(now_seconds - 5)},
                     {"nonce", "\"the nonce\""}};
    for (const auto& [name, value] : changed)
        claims[name] = value;
    std::string text;
    for (const auto& [name, value] : claims) {
        if (!value.empty())
            text += (text.empty() ? "{\"" : ",\"") + name + "\":" + value;
    }
    auto parsed = base::json::parse(text + "}");
    if (!parsed.ok())
        ADD_FAILURE() << text;
    return {.algorithm = "RS256", .key_id = "", .claims = std::move(*parsed), .signed_text = "", .signature = ""};
}

std::string judged(const Claims& changed)
{
    const auto person = person_in(token_with(changed), terms);
    return person.ok() ? "ok" : person.error().code;
}

std::string seconds(std::int64_t after_now)
{
    return std::to_string(now_seconds + after_now);
}

}

TEST(IdToken, 正しい証明の人を返す)
{
    const auto person = person_in(
        token_with({{"email", "\"a@example.jp\""}, {"email_verified", "true"}, {"name", "\"健康 太郎\""}}), terms);
    ASSERT_TRUE(person.ok()) << base::describe(person.error());
    EXPECT_EQ(person->issuer, "https://login.example.jp");
    EXPECT_EQ(person->subject, "u-1");
    EXPECT_EQ(person->mail, "a@example.jp");
    EXPECT_TRUE(person->mail_verified);
    EXPECT_EQ(person->name, "健康 太郎");
}

TEST(IdToken, 発行者は一字一句同じでなければならない)
{
    for (const char* issuer : {"", "\"\"", "\"https://login.example.jp/\"", "\"https://LOGIN.example.jp\"",
                               "\"http://login.example.jp\"", "[\"https://login.example.jp\"]", "null"})
        EXPECT_EQ(judged({{"iss", issuer}}), "oidc.issuer") << issuer;
}

TEST(IdToken, 利用者の番号がなければ断る)
{
    for (const std::string& subject : {std::string(), std::string("\"\""), std::string("7"),
                                       std::string("\"a\\u0000b\""), "\"" + std::string(256, 'a') + "\""})
        EXPECT_EQ(judged({{"sub", subject}}), "oidc.subject") << subject;
    EXPECT_EQ(judged({{"sub", "\"" + std::string(255, 'a') + "\""}}), "ok");
}

TEST(IdToken, このサービス宛てでなければ断る)
{
    const std::tuple<const char*, const char*, const char*> cases[] = {
        {"", "", "oidc.audience"},
        {"\"other\"", "", "oidc.audience"},
        {"\"kenkei2\"", "", "oidc.audience"},
        {"[]", "", "oidc.audience"},
        {"[\"kenkei\"]", "", "ok"},
        {"[\"other\",\"kenkei\"]", "", "oidc.audience"},
        {"[\"other\",\"kenkei\"]", "\"kenkei\"", "ok"},
        {"[\"other\",\"kenkei\"]", "\"other\"", "oidc.audience"},
        {"[\"other\"]", "\"kenkei\"", "oidc.audience"},
        {"\"kenkei\"", "\"other\"", "oidc.audience"},
        {"\"kenkei\"", "\"kenkei\"", "ok"},
        {"\"kenkei\"", "null", "oidc.audience"},
        {"{\"kenkei\":1}", "", "oidc.audience"},
    };
    for (const auto& [audience, authorized, expected] : cases)
        EXPECT_EQ(judged({{"aud", audience}, {"azp", authorized}}), expected) << audience << authorized;
}

TEST(IdToken, 期限と発行時刻は六十秒のずれまで認める)
{
    EXPECT_EQ(judged({{"exp", seconds(-59)}, {"iat", seconds(-300)}}), "ok");
    EXPECT_EQ(judged({{"exp", seconds(-60)}, {"iat", seconds(-300)}}), "oidc.expired");
    EXPECT_EQ(judged({{"iat", seconds(60)}}), "ok");
    EXPECT_EQ(judged({{"iat", seconds(61)}}), "oidc.issued-at");
    EXPECT_EQ(judged({{"iat", seconds(-86'400)}}), "ok");
    EXPECT_EQ(judged({{"exp", seconds(0)}, {"iat", seconds(1)}}), "oidc.issued-at");
    EXPECT_EQ(judged({{"nbf", seconds(60)}}), "ok");
    EXPECT_EQ(judged({{"nbf", seconds(61)}}), "oidc.issued-at");
    EXPECT_EQ(judged({{"nbf", "\"soon\""}}), "oidc.issued-at");
    EXPECT_EQ(judged({{"exp", "1729238700.75"}}), "ok");
    EXPECT_EQ(judged({{"exp", "1.7292387e9"}}), "ok");
    for (const char* wrong : {"", "\"1729238700\"", "null", "-1", "0", "1e400", "99999999999999999999999999", "true"})
        EXPECT_EQ(judged({{"exp", wrong}}), "oidc.expired") << wrong;
    for (const char* wrong : {"", "\"1729238400\"", "null", "1e400"})
        EXPECT_EQ(judged({{"iat", wrong}}), "oidc.issued-at") << wrong;
}

TEST(IdToken, このログインのための証明でなければ断る)
{
    for (const char* nonce : {"", "\"\"", "\"The nonce\"", "\"the nonce \"", "null", "1"})
        EXPECT_EQ(judged({{"nonce", nonce}}), "oidc.nonce") << nonce;
    IdTokenTerms without = terms;
    without.nonce = "";
    EXPECT_FALSE(person_in(token_with({{"nonce", "\"\""}}), without).ok());
}

TEST(IdToken, アクセストークンの要約があれば合わなければならない)
{
    // OpenID Connect Core 1.0 appendix A.3: the at_hash of this access token under RS256.
    IdTokenTerms with_token = terms;
    with_token.access_token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
    const Jwt right = token_with({{"at_hash", "\"77QmUPtjPfzWtF2AnpK9RQ\""}});
    EXPECT_TRUE(person_in(right, with_token).ok());
    with_token.access_token += "x";
    EXPECT_EQ(person_in(right, with_token).error().code, "oidc.access-token");
    with_token.access_token = "";
    EXPECT_EQ(person_in(right, with_token).error().code, "oidc.access-token");
    EXPECT_EQ(judged({{"at_hash", "null"}}), "oidc.access-token");
    // Ed25519 digests with SHA-512: python3 -c 'base64(sha512(b"token").digest()[:32])'
    Jwt edwards = token_with({{"at_hash", "\"ImXaughy_DrvFp0Hk2XlkPDLyO1GwqeYTIpkKAPP2Ww\""}});
    edwards.algorithm = "EdDSA";
    with_token.access_token = "token";
    EXPECT_TRUE(person_in(edwards, with_token).ok());
    edwards.algorithm = "ES256";
    EXPECT_EQ(person_in(edwards, with_token).error().code, "oidc.access-token");
}

TEST(IdToken, 確かでない宛先は確かでないとする)
{
    for (const auto& [verified, expected] :
         {std::pair("", false), std::pair("false", false), std::pair("\"true\"", false), std::pair("1", false),
          std::pair("true", true)})
        EXPECT_EQ(
            person_in(token_with({{"email", "\"a@example.jp\""}, {"email_verified", verified}}), terms)->mail_verified,
            expected)
            << verified;
    const auto without = person_in(token_with({{"email_verified", "true"}, {"name", "7"}}), terms);
    EXPECT_EQ(without->mail, "");
    EXPECT_FALSE(without->mail_verified);
    EXPECT_EQ(without->name, "");
    EXPECT_EQ(person_in(token_with({{"email", R"("a@example.jp\r\nBcc: b@example.jp")"}}), terms)->mail, "");
}
