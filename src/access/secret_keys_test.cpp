#include "access/secret_keys.h"
#include "access/secret_keys_testing.h"

#include <gtest/gtest.h>

#include <set>

namespace kenkei::access {

namespace {

constexpr SealedFor hanako{.kind = "totp", .id = "account-1"};

template<typename T>
std::string code_of(const base::Result<T>& result)
{
    return result.ok() ? "ok" : result.error().code;
}

std::string key_line(char byte)
{
    // 32 equal bytes, whose base64url is known without this program.
    return byte == '\0' ? "key " + std::string(43, 'A') + "\n" : "key " + std::string(42, '_') + "8\n";
}

SecretKeys keys_of(const std::string& file)
{
    auto keys = SecretKeys::read(file);
    EXPECT_TRUE(keys.ok()) << keys.error().message;
    return std::move(*keys);
}

}

TEST(SecretKeys, 封じたものは開け同じ秘密でも毎回違う)
{
    const auto keys = testing::new_keys();
    std::set<std::string> sealed;
    for (int i = 0; i < 50; ++i)
        sealed.insert(keys->seal("JBSWY3DPEHPK3PXP", hanako));
    EXPECT_EQ(sealed.size(), 50U);
    for (const std::string& each : sealed) {
        EXPECT_TRUE(each.starts_with(keys->prefix()));
        EXPECT_EQ(each.find("JBSWY3DPEHPK3PXP"), std::string::npos);
        EXPECT_EQ(key_of_sealed(each), keys->id());
        EXPECT_EQ(*keys->open(each, hanako), "JBSWY3DPEHPK3PXP");
    }
    EXPECT_EQ(keys->seal("", hanako), "");
    EXPECT_EQ(*keys->open("", hanako), "");
}

TEST(SecretKeys, ほかの行に移した秘密は開かない)
{
    const auto keys = testing::new_keys();
    const std::string sealed = keys->seal("secret", hanako);
    EXPECT_EQ(code_of(keys->open(sealed, {.kind = "totp", .id = "account-2"})), "secrets.broken");
    EXPECT_EQ(code_of(keys->open(sealed, {.kind = "hook", .id = "account-1"})), "secrets.broken");
    EXPECT_EQ(code_of(keys->open(sealed, {.kind = "totp\naccount-1", .id = ""})), "secrets.broken");
}

TEST(SecretKeys, 一文字でも変わった秘密や切れた秘密は開かない)
{
    const auto keys = testing::new_keys();
    const std::string sealed = keys->seal("a secret of some length", hanako);
    const std::size_t head = keys->prefix().size();
    for (std::size_t at = head; at < sealed.size(); ++at) {
        std::string changed = sealed;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        EXPECT_EQ(code_of(keys->open(changed, hanako)), "secrets.broken") << at;
        EXPECT_EQ(code_of(keys->open(sealed.substr(0, at), hanako)), "secrets.broken") << at;
    }
    EXPECT_EQ(code_of(keys->open(sealed + "AAAA", hanako)), "secrets.broken");
    EXPECT_EQ(code_of(keys->open(sealed.substr(0, head - 1), hanako)), "secrets.broken"); // without its last dot
    EXPECT_EQ(code_of(keys->open("sealed1.", hanako)), "secrets.other-key");
    EXPECT_EQ(code_of(keys->open("sealed1..AAAA", hanako)), "secrets.other-key");
}

TEST(SecretKeys, ほかの鍵の秘密は鍵の番号を挙げて断る)
{
    const auto keys = testing::new_keys();
    const auto other = testing::new_keys();
    const auto opened = other->open(keys->seal("secret", hanako), hanako);
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().code, "secrets.other-key");
    EXPECT_NE(opened.error().message.find(keys->id()), std::string::npos);
    // Under the number of a key that is here.
    std::string renamed = keys->seal("secret", hanako);
    renamed.replace(0, keys->prefix().size(), other->prefix());
    EXPECT_EQ(code_of(other->open(renamed, hanako)), "secrets.broken");
}

TEST(SecretKeys, 封じられていない昔の秘密はそのまま読める)
{
    const auto keys = testing::new_keys();
    EXPECT_EQ(*keys->open("JBSWY3DPEHPK3PXP", hanako), "JBSWY3DPEHPK3PXP");
    EXPECT_EQ(*keys->open("kh_abc", {.kind = "hook", .id = "hook-1"}), "kh_abc");
    EXPECT_EQ(key_of_sealed("kh_abc"), "");
}

TEST(SecretKeys, 初めの鍵で封じどの鍵でも開く)
{
    const SecretKeys old = keys_of(key_line('\0'));
    const std::string sealed = old.seal("secret", hanako);
    const SecretKeys both = keys_of("# 替えた\n" + key_line('\xff') + "\r\n" + key_line('\0') + "lost 0123abcd\n");
    EXPECT_NE(both.id(), old.id());
    EXPECT_EQ(*both.open(sealed, hanako), "secret");
    EXPECT_TRUE(both.seal("secret", hanako).starts_with(both.prefix()));
    EXPECT_TRUE(both.opens(old.id()));
    EXPECT_TRUE(both.is_lost("0123abcd"));
    EXPECT_FALSE(both.is_lost(old.id()));
    EXPECT_EQ(keys_of(key_line('\0')).id(), old.id()); // worked out from the key
}

TEST(SecretKeys, 新しい鍵ファイルは毎回違い読める)
{
    EXPECT_NE(SecretKeys::new_file(), SecretKeys::new_file());
    EXPECT_NE(testing::new_keys()->id(), testing::new_keys()->id());
}

TEST(SecretKeys, 短い鍵や読めない行は行の番号とともに断る)
{
    for (const std::string& line :
         {std::string("key "), "key " + std::string(42, 'A'), "key " + std::string(44, 'A'),
          "key " + std::string(42, 'A') + "+", std::string("key AAAA"), std::string("AAAA"), std::string("lost"),
          std::string("lost 0123ABCD"), "keys " + std::string(43, 'A')}) {
        const auto keys = SecretKeys::read(key_line('\0') + "\n" + line + "\n");
        ASSERT_FALSE(keys.ok()) << line;
        EXPECT_EQ(keys.error().code, "secrets.file") << line;
        EXPECT_EQ(keys.error().at.line, 3U) << line;
        EXPECT_EQ(keys.error().message.find(std::string(42, 'A')), std::string::npos) << "the key stays out of it";
    }
    for (const char* text : {"", "\n\n", "# key\n", "lost 0123abcd\n"})
        EXPECT_EQ(code_of(SecretKeys::read(text)), "secrets.no-key") << text;
}

}
