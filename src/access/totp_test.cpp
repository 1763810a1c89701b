#include "access/totp.h"

#include "access/secret.h"

#include <array>
#include <set>

namespace kenkei::access {

namespace {

// The secret of both standards' examples.
const std::string published = to_base32("12345678901234567890");

base::Timestamp at_second(std::int64_t seconds)
{
    return {seconds * 1000};
}

}

// RFC 4226, appendix D.
TEST(Totp, CodesByCounterAreThoseOfRfc4226)
{
    const std::array codes{"755224", "287082", "359152", "969429", "338314",
                           "254676", "287922", "162583", "399871", "520489"};
    for (std::size_t step = 0; step < codes.size(); ++step)
        EXPECT_EQ(totp_code(published, static_cast<std::int64_t>(step)), codes[step]);
}

// RFC 6238, appendix B, SHA-1, the last six of its eight digits.
TEST(Totp, CodesByTimeAreThoseOfRfc6238)
{
    struct Example {
        std::int64_t seconds;
        std::int64_t step;
        const char* code;
    };
    for (const auto& [seconds, step, code] :
         {Example{59, 0x1, "287082"}, Example{1111111109, 0x23523EC, "081804"},
          Example{1111111111, 0x23523ED, "050471"}, Example{1234567890, 0x273EF07, "005924"},
          Example{2000000000, 0x3F940AA, "279037"}, Example{20000000000, 0x27BC86AA, "353130"}}) {
        EXPECT_EQ(totp_code(published, step), code);
        EXPECT_EQ(totp_step_of(published, code, at_second(seconds), -1), step);
    }
}

TEST(Totp, ACodeHoldsOneStepBeforeAndAfterItsOwn)
{
    const std::int64_t step = 57'500'000;
    const std::string code = totp_code(published, step);
    EXPECT_FALSE(totp_step_of(published, code, at_second((step - 1) * 30 - 1), -1));
    EXPECT_EQ(totp_step_of(published, code, at_second((step - 1) * 30), -1), step);
    EXPECT_EQ(totp_step_of(published, code, at_second(step * 30), -1), step);
    EXPECT_EQ(totp_step_of(published, code, {((step + 2) * 30) * 1000 - 1}, -1), step);
    EXPECT_FALSE(totp_step_of(published, code, at_second((step + 2) * 30), -1));
}

TEST(Totp, ACodeWorksOnce)
{
    const std::int64_t step = 57'500'000;
    const auto now = at_second(step * 30);
    EXPECT_EQ(totp_step_of(published, totp_code(published, step), now, step - 1), step);
    EXPECT_FALSE(totp_step_of(published, totp_code(published, step), now, step));
    EXPECT_FALSE(totp_step_of(published, totp_code(published, step - 1), now, step));
    EXPECT_EQ(totp_step_of(published, totp_code(published, step + 1), now, step), step + 1);
    EXPECT_FALSE(totp_step_of(published, totp_code(published, step + 1), now, step + 1));
}

TEST(Totp, ACodeIsReadHoweverItIsTyped)
{
    for (const char* typed : {"081804", "081 804", "０８１８０４", " 081-804 ", "０８１　８０４"})
        EXPECT_EQ(totp_step_of(published, typed, at_second(1111111109), -1), 0x23523EC) << typed;
}

TEST(Totp, WhatIsNoCodeFitsNothing)
{
    for (const char* typed : {"", "81804", "0081804", "081805", "08180x", "081804x", "+81804", "\xff", "○八一八〇四"})
        EXPECT_FALSE(totp_step_of(published, typed, at_second(1111111109), -1)) << typed;
}

TEST(Totp, WhatIsNoSecretFitsNoCode)
{
    for (const std::string& secret :
         {std::string(), std::string("12345"), std::string("あ"), to_base32("15 bytes of key")}) {
        EXPECT_EQ(totp_code(secret, 1), "") << secret;
        for (const char* code : {"", "287082", "000000"})
            EXPECT_FALSE(totp_step_of(secret, code, at_second(59), -1)) << secret;
    }
    EXPECT_FALSE(totp_step_of(to_base32("another key of 20 by"), "287082", at_second(59), -1));
}

TEST(Totp, TheFirstStepHasNoneBeforeIt)
{
    EXPECT_EQ(totp_step_of(published, "755224", at_second(0), -1), 0);
    EXPECT_FALSE(totp_step_of(published, "755224", {-1}, -1));
    EXPECT_EQ(totp_code(published, -1), "");
}

TEST(Totp, ASecretIs20BytesAndNeverTheSame)
{
    const std::string secret = new_totp_secret();
    EXPECT_EQ(secret.size(), 32u);
    EXPECT_EQ(from_base32(secret)->size(), 20u);
    EXPECT_NE(new_totp_secret(), secret);
    EXPECT_EQ(totp_step_of(secret, totp_code(secret, 2), at_second(60), 1), 2);
}

TEST(Totp, TheUriHoldsEverythingAnAppNeeds)
{
    EXPECT_EQ(otpauth_uri("JBSWY3DPEHPK3PXP", "taro+1@example.jp", "健経 A&B: 東"),
              "otpauth://totp/%E5%81%A5%E7%B5%8C%20A%26B%20%20%E6%9D%B1:taro%2B1%40example.jp"
              "?secret=JBSWY3DPEHPK3PXP&issuer=%E5%81%A5%E7%B5%8C%20A%26B%20%20%E6%9D%B1"
              "&algorithm=SHA1&digits=6&period=30");
}

TEST(Totp, TenRecoveryCodesWithoutLookAlikes)
{
    std::set<std::string> seen;
    std::set<char> used;
    for (int i = 0; i < 20; ++i) {
        const auto codes = new_recovery_codes();
        EXPECT_EQ(codes.size(), 10u);
        for (const std::string& code : codes) {
            ASSERT_EQ(code.size(), 11u);
            EXPECT_EQ(code[5], '-');
            EXPECT_EQ(code.find_first_of("0oq1il2z5sbuv"), std::string::npos) << code;
            EXPECT_EQ(read_recovery_code(code), code.substr(0, 5) + code.substr(6));
            seen.insert(code);
            used.insert(code.begin(), code.end());
        }
    }
    EXPECT_EQ(seen.size(), 200u);
    EXPECT_EQ(used.size(), 23u + 1u); // 10 × log2(23) = 45.2 bits
}

TEST(Totp, ARecoveryCodeIsReadHoweverItIsTyped)
{
    for (const char* typed : {"acd34-ef678", "ACD34 EF678", "ａｃｄ３４ーｅｆ６７８", "acd34ef678\n"})
        EXPECT_EQ(read_recovery_code(typed), "acd34ef678") << typed;
    for (const char* typed : {"", "acd34-ef67", "acd34-ef6788", "acd34-ef67o", "acd34_ef678", "acd34-ef67\xff"})
        EXPECT_EQ(read_recovery_code(typed), "") << typed;
}

}
