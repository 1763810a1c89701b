#include "access/password.h"

#include "access/common_password.h"

namespace kenkei::access {

namespace {

constexpr std::string_view mail = "taro.yamada@example.jp";
constexpr std::string_view name = "山田　太郎";

// The code of what is wrong with a new password; "" if nothing is.
std::string fault_of(std::string_view password, std::string_view of = mail, std::string_view called = name)
{
    const auto checked = check_new_password(password, of, called);
    if (checked.ok())
        return "";
    EXPECT_FALSE(checked.error().message.empty());
    EXPECT_FALSE(checked.error().way_out.empty());
    return checked.error().code;
}

std::string repeated(std::string_view text, int times)
{
    std::string out;
    for (int i = 0; i < times; ++i)
        out += text;
    return out;
}

}

TEST(Password, AHashFitsItsPasswordOnly)
{
    const auto hash = hash_password("うみ やま かわ 7");
    ASSERT_TRUE(hash.ok());
    EXPECT_TRUE(password_fits(*hash, "うみ やま かわ 7"));
    EXPECT_FALSE(password_fits(*hash, "うみ やま かわ 8"));
    EXPECT_FALSE(password_fits(*hash, "うみ やま かわ 7 "));
    EXPECT_FALSE(password_fits(*hash, "うみ やま かわ"));
    EXPECT_FALSE(password_fits(*hash, ""));
}

TEST(Password, AHashSaysItsParametersAndIsSaltedAnew)
{
    const auto first = hash_password("correct horse battery");
    const auto second = hash_password("correct horse battery");
    ASSERT_TRUE(first.ok() && second.ok());
    EXPECT_EQ(first->substr(0, 31), "$argon2id$v=19$m=47104,t=1,p=1$");
    EXPECT_EQ(first->size(), 31u + 22u + 1u + 43u);
    EXPECT_NE(*first, *second);
}

// From the test vectors of the reference implementation (version 0x13, Argon2id, "somesalt").
TEST(Password, HashesOfOthersAreCheckedByTheirOwnParameters)
{
    const std::string published =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    EXPECT_TRUE(password_fits(published, "password"));
    EXPECT_FALSE(password_fits(published, "passwore"));
}

TEST(Password, ANulByteEndsNoPassword)
{
    const auto hash = hash_password(std::string_view("abcdefg\0hijklmn", 15));
    ASSERT_TRUE(hash.ok());
    EXPECT_FALSE(password_fits(*hash, "abcdefg"));
    EXPECT_TRUE(password_fits(*hash, std::string_view("abcdefg\0hijklmn", 15)));
}

TEST(Password, NothingFitsWhatIsNoHash)
{
    const auto hash = hash_password("correct horse battery");
    ASSERT_TRUE(hash.ok());
    for (const std::string& broken :
         {std::string(), std::string("correct horse battery"), hash->substr(0, 40), hash->substr(1), *hash + "x",
          *hash + '\0' + "x", std::string("$argon2i") + hash->substr(9),
          std::string("$argon2id$v=19$m=1,t=1,p=1$c29tZXNhbHQ$AAAAAAAA"),
          std::string("$2b$12$abcdefghijklmnopqrstuv")}) {
        EXPECT_FALSE(password_fits(broken, "correct horse battery")) << broken;
        EXPECT_FALSE(password_fits(broken, "")) << broken;
    }
}

TEST(Password, TheHashOfNobodyIsReadAsOneAndFitsNothing)
{
    const std::string& hash = hash_of_nobody();
    EXPECT_EQ(&hash, &hash_of_nobody());
    EXPECT_EQ(hash.size(), hash_password("correct horse battery")->size());
    EXPECT_FALSE(is_outdated(hash));
    EXPECT_FALSE(password_fits(hash, ""));
    EXPECT_FALSE(password_fits(hash, "password"));
}

TEST(Password, OtherParametersAreOutdated)
{
    const auto hash = hash_password("correct horse battery");
    ASSERT_TRUE(hash.ok());
    EXPECT_FALSE(is_outdated(*hash));
    EXPECT_FALSE(is_outdated(""));
    EXPECT_TRUE(is_outdated("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"));
    EXPECT_TRUE(is_outdated("$argon2id$v=19$m=47104,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"));
    EXPECT_TRUE(is_outdated("$argon2i$v=19$m=47104,t=1,p=1$" + hash->substr(31)));
    EXPECT_TRUE(is_outdated("x"));
}

TEST(Password, TwelveCharactersAreEnoughOfWhateverKind)
{
    EXPECT_EQ(fault_of("kumo-tsuki-9"), "");
    EXPECT_EQ(fault_of("kumo-tsuki-"), "access.password-short");
    EXPECT_EQ(fault_of("湖畔の朝霧と橋の灯りに雪"), ""); // 12 characters, 36 bytes
    EXPECT_EQ(fault_of("湖畔の朝霧と橋の灯りに"), "access.password-short");
    EXPECT_EQ(fault_of(""), "access.password-short");
}

TEST(Password, BlanksCountAsTheyAreTyped)
{
    EXPECT_EQ(fault_of("kumo tsuki  "), "");
    EXPECT_EQ(fault_of("kumo tsuki "), "access.password-short");
}

TEST(Password, At256BytesItEnds)
{
    const std::string longest = repeated("tsuki-kumo-hoshi", 15) + "yoru-kaze-umibe!";
    ASSERT_EQ(longest.size(), 256u);
    EXPECT_EQ(fault_of(longest), "");
    EXPECT_EQ(fault_of(longest + "x"), "access.password-long");
    EXPECT_EQ(fault_of(repeated("雪", 86)), "access.password-long"); // 258 bytes
}

TEST(Password, WhatIsNoTextIsRefused)
{
    for (const char* password : {"kumo-tsuki\t9x", "kumo-tsuki-9\n", "kumo-tsuki-9\x7f", "kumo-tsuki-9\u0085",
                                 "kumo-tsuki-9\xff", "kumo-tsuki-9\xe3\x81", "\xed\xa0\x80kumo-tsuki-9"})
        EXPECT_EQ(fault_of(password), "access.password-text") << password;
    EXPECT_EQ(fault_of(std::string_view("kumo-tsuki-9\0x", 14)), "access.password-text");
}

TEST(Password, MailAndNameAreNotThePassword)
{
    for (const char* password :
         {"taro.yamada@example.jp", "TARO.YAMADA@EXAMPLE.JP", "taroyamada-kumo", "xx taro_yamada",
          "ｔａｒｏ．ｙａｍａｄａ９", "kumo山田太郎tsuki", "kumo山田 太郎tsuki"})
        EXPECT_EQ(fault_of(password), "access.password-mail") << password;
    EXPECT_EQ(fault_of("kumo-yamada-tsuki"), "");
    EXPECT_EQ(fault_of("kumo-yamada-tsuki", "yamada+work@example.jp"), "access.password-mail");
    EXPECT_EQ(fault_of("hanako-kumo-tsuki", mail, "Hanako"), "access.password-mail");
}

TEST(Password, ShortOrMissingMailsAndNamesForbidNothing)
{
    EXPECT_EQ(fault_of("kumo-tsuki-9", "k@example.jp", "月"), "");
    EXPECT_EQ(fault_of("kumo-tsuki-9", "tsu@example.jp", "Kum"), "");
    EXPECT_EQ(fault_of("kumo-tsuki-9", "", ""), "");
    EXPECT_EQ(fault_of("kumo-tsuki-9", "\xff\xff\xff\xff", "\xff\xff\xff\xff"), "");
    EXPECT_EQ(fault_of("k@example.jp", "k@example.jp"), "access.password-mail");
}

TEST(Password, WhatManyTakeIsRefused)
{
    for (const char* password : {"aaaaaaaaaaaa",
                                 "            ",
                                 "ああああああああああああ",
                                 "123456789012",
                                 "098765432109",
                                 "abcdefghijkl",
                                 "ABCDEFGHIJKL",
                                 "lkjihgfedcba",
                                 "qwertyuiop@[",
                                 "asdfghjkl;:]",
                                 "qwertyasdfgh",
                                 "1qaz2wsx3edc",
                                 "3edc2wsx1qaz",
                                 "!QAZ2wsx#EDC",
                                 "121212121212",
                                 "abcabcabcabc",
                                 "aaaabbbbcccc",
                                 "111122223333",
                                 "123abc123abc",
                                 "あいうえおかきくけこさし",
                                 "アイウエオカキクケコサシ",
                                 "いろはにほへとちりぬるを",
                                 "password1234",
                                 "Password2024",
                                 "PASSWORD123!",
                                 "p@ssw0rd2024",
                                 "Pa$$w0rd1234",
                                 "passwordpassword",
                                 "1234password",
                                 "ｐａｓｓｗｏｒｄ１２３４",
                                 "iloveyou2024",
                                 "sakurasakura",
                                 "administrator",
                                 "welcome12345",
                                 "qwerty123456",
                                 "himitsu12345",
                                 "パスワードパスワード12",
                                 "tanaka123456",
                                 "zaq12wsxzaq1",
                                 "20240401",
                                 "管理者パスワード2024"}) {
        EXPECT_TRUE(is_common_password(password)) << password;
        if (std::string_view(password) != "20240401") {
            EXPECT_EQ(fault_of(password), "access.password-common") << password;
        }
    }
}

TEST(Password, WhatFewTakeIsAllowed)
{
    for (const char* password : {"480159263748", "kxqvtmhwzrpd", "correct horse battery", "umi-yama-kawa-sora",
                                 "gohan to misoshiru", "ねこがいすのしたでねている", "hidamari-no-engawa",
                                 "mizu1985tori2001", "Tokyo no natsu wa atsui", "zq4KfR9wLm2x", "ﾈｺｶﾞｲｽﾉｼﾀﾃﾞﾈﾃｲﾙ"}) {
        EXPECT_FALSE(is_common_password(password)) << password;
        EXPECT_EQ(fault_of(password), "") << password;
    }
}

TEST(Password, TheEmptyTextIsCommon)
{
    EXPECT_TRUE(is_common_password(""));
}

}
