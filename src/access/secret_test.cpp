#include "access/secret.h"

#include "base/sha256.h"

#include <array>
#include <map>
#include <openssl/rand.h>
#include <set>

namespace kenkei::access {

using namespace std::string_literals;

TEST(Secret, RandomBytesAreAsManyAsAskedAndNeverTheSame)
{
    EXPECT_EQ(random_bytes(0), "");
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        seen.insert(random_bytes(16));
        EXPECT_EQ(seen.begin()->size(), 16u);
    }
    EXPECT_EQ(seen.size(), 1000u);
}

// The program that dies is started anew: the kind of generator can be chosen only before the first number.
TEST(SecretDeathTest, WithoutRandomnessTheProgramEndsAndSaysWhy)
{
    testing::GTEST_FLAG(death_test_style) = "threadsafe";
    EXPECT_DEATH(
        {
            if (RAND_set_DRBG_type(nullptr, "NO-SUCH-GENERATOR", nullptr, nullptr, nullptr) != 1)
                std::_Exit(0);
            random_bytes(16);
        },
        "乱数を得られないため終了します");
}

TEST(Secret, EveryCharacterIsAsLikelyAsAnyOther)
{
    std::string alphabet;
    for (int i = 0; i < 200; ++i)
        alphabet += static_cast<char>(i);
    std::array<int, 2> halves{}; // the first 56 characters would be twice as likely as the others
    for (const char c : random_characters(alphabet, 100'000))
        ++halves[static_cast<unsigned char>(c) < 56 ? 0 : 1];
    EXPECT_NEAR(halves[0], 28'000, 6 * 142); // biased: 43,750
}

TEST(Secret, ATokenIsItsPrefixAnd32Bytes)
{
    const std::string token = new_token("kk_");
    EXPECT_EQ(token.size(), 3u + 43u);
    EXPECT_EQ(token.substr(0, 3), "kk_");
    const auto bytes = from_base64url(token.substr(3));
    ASSERT_TRUE(bytes.has_value());
    EXPECT_EQ(bytes->size(), 32u);
    EXPECT_NE(new_token("kk_"), token);
}

TEST(Secret, ADigestIsSha256)
{
    EXPECT_EQ(digest_of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Secret, SecretsAreTheSameOnlyByteForByte)
{
    EXPECT_TRUE(same_secret("", ""));
    EXPECT_TRUE(same_secret("kk_abc", "kk_abc"));
    EXPECT_FALSE(same_secret("kk_abc", "kk_abd"));
    EXPECT_FALSE(same_secret("kk_abc", "kk_abc "));
    EXPECT_FALSE(same_secret("kk_abc", "kk_ab"));
    EXPECT_FALSE(same_secret("kk_abc\0"s, "kk_abc"));
    EXPECT_FALSE(same_secret("", "kk_abc"));
}

// RFC 4231, test cases 1, 2, 3, 6.
TEST(Secret, KeyedDigestsAgreeWithThePublishedExamples)
{
    EXPECT_EQ(keyed_digest(std::string(20, '\x0b'), "Hi There"),
              "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    EXPECT_EQ(keyed_digest("Jefe", "what do ya want for nothing?"),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(keyed_digest(std::string(20, '\xaa'), std::string(50, '\xdd')),
              "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
    EXPECT_EQ(keyed_digest(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First"),
              "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Secret, AKeyedDigestOfNothingIsStillOne)
{
    EXPECT_EQ(keyed_digest({}, {}), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

// RFC 4648 10, without the padding.
TEST(Secret, Base32AgreesWithThePublishedExamples)
{
    const std::map<std::string, std::string> examples{{"", ""},
                                                      {"f", "MY"},
                                                      {"fo", "MZXQ"},
                                                      {"foo", "MZXW6"},
                                                      {"foob", "MZXW6YQ"},
                                                      {"fooba", "MZXW6YTB"},
                                                      {"foobar", "MZXW6YTBOI"}};
    for (const auto& [bytes, text] : examples) {
        EXPECT_EQ(to_base32(bytes), text);
        EXPECT_EQ(from_base32(text), bytes);
    }
}

TEST(Secret, Base32IsReadAsPeopleCopyIt)
{
    EXPECT_EQ(from_base32("mzxw 6ytb\toi\r\n"), "foobar");
}

TEST(Secret, WhatIsNoBase32IsNotRead)
{
    for (const char* text : {"A", "MZX", "MZXW6Y", "MY======", "M1", "M0", "M8", "MZ", "MZXW6YTBO", "ＭＹ", "M-Y"})
        EXPECT_FALSE(from_base32(text).has_value()) << text;
}

TEST(Secret, Base64urlAgreesWithThePublishedExamples)
{
    const std::map<std::string, std::string> examples{
        {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
        {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xfb\xff\xfe", "-__-"},
        {"\0"s, "AA"}};
    for (const auto& [bytes, text] : examples) {
        EXPECT_EQ(to_base64url(bytes), text);
        EXPECT_EQ(from_base64url(text), bytes);
    }
}

TEST(Secret, WhatIsNoBase64urlIsNotRead)
{
    for (const char* text : {"Z", "Zg==", "Zh", "Zm9", "Zm9v Yg", "+//+", "Zm9vY", "あ"})
        EXPECT_FALSE(from_base64url(text).has_value()) << text;
}

TEST(Secret, BytesComeBackFromTheirTexts)
{
    for (std::size_t size = 0; size < 70; ++size) {
        const std::string bytes = random_bytes(size);
        EXPECT_EQ(from_base32(to_base32(bytes)), bytes);
        EXPECT_EQ(from_base64url(to_base64url(bytes)), bytes);
    }
}

TEST(Secret, ALetterCodeHasThreeGroupsAndNoLookAlikes)
{
    std::set<char> used;
    for (int i = 0; i < 300; ++i) {
        const std::string code = new_letter_code();
        ASSERT_EQ(code.size(), 14u);
        EXPECT_EQ(code[4], '-');
        EXPECT_EQ(code[9], '-');
        EXPECT_EQ(code.find_first_of("0O1IL2Z5S8BUVDQG"), std::string::npos) << code;
        used.insert(code.begin(), code.end());
        EXPECT_EQ(read_letter_code(code), code.substr(0, 4) + code.substr(5, 4) + code.substr(10, 4));
    }
    EXPECT_EQ(used.size(), 20u + 1u);
}

TEST(Secret, ALetterCodeIsReadHoweverItIsTyped)
{
    for (const char* typed :
         {"ACEF-3467-9HJK", "acef34679hjk", "ＡＣＥＦ－３４６７－９ＨＪＫ", "ａｃｅｆー３４６７ー９ｈｊｋ",
          "  ACEF 3467　9HJK\n", "ACEF—3467−9HJK", "A-C-E-F-3-4-6-7-9-H-J-K", "acef‐3467‑9hjk"})
        EXPECT_EQ(read_letter_code(typed), "ACEF34679HJK") << typed;
}

TEST(Secret, WhatCanBeNoLetterCodeIsEmpty)
{
    for (const char* typed :
         {"", "ACEF-3467-9HJ", "ACEF-3467-9HJKK", "ACEF-3467-9HJ0", "ACEF/3467/9HJK", "ACEF-3467-9HJ\xff", "アセフ"})
        EXPECT_EQ(read_letter_code(typed), "") << typed;
}

TEST(Secret, ANumberCodeHasItsDigitsAndMayBeginWithZero)
{
    bool begins_with_zero = false;
    for (int i = 0; i < 300; ++i) {
        const std::string code = new_number_code(6);
        ASSERT_EQ(code.size(), 6u);
        EXPECT_EQ(code.find_first_not_of("0123456789"), std::string::npos) << code;
        begins_with_zero = begins_with_zero || code.front() == '0';
    }
    EXPECT_TRUE(begins_with_zero);
}

}
