#include "access/mail_key.h"

namespace kenkei::access {

namespace {

// The key, or the error's code.
std::string key_of(std::string_view typed)
{
    const auto mail = account_mail(typed);
    if (mail.ok())
        return *mail;
    EXPECT_FALSE(mail.error().message.empty());
    EXPECT_NE(mail.error().way_out.find("taro.yamada@example.jp"), std::string::npos);
    return mail.error().code;
}

}

TEST(MailKey, HoweverItIsTypedTheKeyIsOne)
{
    for (const char* typed : {"taro.yamada@example.jp", "Taro.Yamada@Example.JP", "  taro.yamada@example.jp\r\n",
                              "　taro.yamada@example.jp　", "ｔａｒｏ．ｙａｍａｄａ＠ｅｘａｍｐｌｅ．ｊｐ",
                              "ＴＡＲＯ.yamada＠example.jp", "\u200Btaro.yamada@example.jp\uFEFF"})
        EXPECT_EQ(key_of(typed), "taro.yamada@example.jp") << typed;
}

TEST(MailKey, WhatProvidersTellApartStaysApart)
{
    EXPECT_EQ(key_of("taro+work@example.jp"), "taro+work@example.jp");
    EXPECT_EQ(key_of("taroyamada@example.jp"), "taroyamada@example.jp");
}

TEST(MailKey, UnusualAddressesAreAddresses)
{
    for (const char* typed : {"a@b.jp", "x..y.@docomo.example.jp", "!#$%&'*+-/=?^_`{|}~@example.jp", "1@2.example",
                              "o'neil@a-b.c-d.example", "taro@xn--wgv71a119e.jp"})
        EXPECT_EQ(key_of(typed), typed);
}

TEST(MailKey, WhatIsNoAddressIsRefusedWithAnExample)
{
    for (const char* typed : {"",
                              "　 ",
                              "taro",
                              "@",
                              "taro@",
                              "@example.jp",
                              "taro@example",
                              "taro@.jp",
                              "taro@example.",
                              "taro@example..jp",
                              "taro@-example.jp",
                              "taro@example-.jp",
                              "taro@exam_ple.jp",
                              "ta ro@example.jp",
                              "taro@exa mple.jp",
                              "taro@example.jp hanako@example.jp",
                              "taro@example.jp,hanako@example.jp",
                              "taro@hanako@example.jp",
                              "太郎@example.jp",
                              "taro@例え.jp",
                              "taro①@example.jp",
                              "ﾀﾛｳ@example.jp",
                              "taro\t@example.jp",
                              "taro@example.jp\x01",
                              "taro\u200B@example.jp",
                              "t\u0430ro@example.jp",
                              "<taro@example.jp>",
                              "\"taro\"@example.jp",
                              "taro(x)@example.jp",
                              "taro@[127.0.0.1]",
                              "taro@127.0.0.1",
                              "taro@example.jp\xff",
                              "\xff",
                              "taro\\@example.jp",
                              "taro:x@example.jp"})
        EXPECT_EQ(key_of(typed), "access.mail") << typed;
    EXPECT_EQ(key_of(std::string_view("taro@example.jp\0x", 17)), "access.mail");
    EXPECT_EQ(key_of(std::string_view("taro\0@example.jp", 16)), "access.mail");
}

TEST(MailKey, LengthsEndAt64And63And254)
{
    const std::string local(64, 'a');
    const std::string label(63, 'b');
    const std::string domain = label + "." + label + "." + std::string(58, 'c') + ".jp"; // 189 bytes
    ASSERT_EQ((local + "@" + domain).size(), 254u);
    EXPECT_EQ(key_of(local + "@" + domain), local + "@" + domain);
    EXPECT_EQ(key_of(local + "@c" + domain.substr(63)), local + "@c" + domain.substr(63));
    EXPECT_EQ(key_of(local + "@" + label + "." + label + "." + std::string(59, 'c') + ".jp"), "access.mail"); // 255
    EXPECT_EQ(key_of(local + "a@example.jp"), "access.mail");
    EXPECT_EQ(key_of("taro@" + label + "b.jp"), "access.mail");
}

TEST(MailKey, AMessageShowsOnlyABitOfWhatWasTyped)
{
    const auto mail = account_mail(std::string(100'000, 'x') + "\x1b[31m");
    ASSERT_FALSE(mail.ok());
    EXPECT_LT(mail.error().message.size(), 400u);
    EXPECT_EQ(account_mail("taro\x1b[31m").error().message.find('\x1b'), std::string::npos);
}

}
