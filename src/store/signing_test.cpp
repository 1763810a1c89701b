#include "store/signing.h"

#include "base/sha256.h"
#include "store/audit.h"
#include "store/store_testing.h"

namespace kenkei::store {

using testing::code_of;
using testing::good;

TEST(Signing, ASignatureHoldsForItsTextAndKeyOnly)
{
    const KeyPair keys = good(new_key_pair());
    const KeyPair others = good(new_key_pair());
    const std::string signature = good(sign(keys.private_key, "abc"));
    EXPECT_EQ(signature.size(), 128u);
    EXPECT_TRUE(is_signed(keys.public_key, "abc", signature));
    EXPECT_FALSE(is_signed(keys.public_key, "abd", signature));
    EXPECT_FALSE(is_signed(others.public_key, "abc", signature));
    for (std::size_t i = 0; i < signature.size(); ++i) {
        std::string other = signature;
        other[i] = other[i] == '0' ? '1' : '0';
        EXPECT_FALSE(is_signed(keys.public_key, "abc", other)) << i;
        other[i] = 'A';
        EXPECT_FALSE(is_signed(keys.public_key, "abc", other)) << i;
    }
    EXPECT_FALSE(is_signed(keys.public_key, "abc", ""));
    EXPECT_FALSE(is_signed(keys.public_key, "abc", signature + "00"));
}

// RFC 8032 7.1, test 2, its key as PKCS #8.
TEST(Signing, AgreesWithThePublishedExample)
{
    const std::string pem = "-----BEGIN PRIVATE KEY-----\n"
                            "MC4CAQAwBQYDK2VwBCIEIEzNCJso/5baDTEPzW2XAQi5A+7lhaxu9uGvaBHYxkm7\n"
                            "-----END PRIVATE KEY-----\n";
    const auto signature = sign(pem, "r");
    ASSERT_TRUE(signature.ok());
    EXPECT_TRUE(is_signed(good(public_key_of(pem)), "r", *signature));
}

TEST(Signing, WhatIsNoKeyIsSaid)
{
    for (const char* text : {"", "x", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"}) {
        EXPECT_EQ(code_of(sign(text, "abc")), "store.key");
        EXPECT_EQ(code_of(public_key_of(text)), "store.key");
        EXPECT_FALSE(is_signed(text, "abc", std::string(128, '0')));
        EXPECT_FALSE(is_same_key(text, text));
    }
}

TEST(Signing, KeysAreComparedByWhatTheyAre)
{
    const KeyPair keys = good(new_key_pair());
    std::string with_crlf;
    for (const char c : keys.public_key)
        with_crlf += c == '\n' ? "\r\n" : std::string(1, c);
    EXPECT_TRUE(is_same_key(keys.public_key, with_crlf));
    EXPECT_FALSE(is_same_key(keys.public_key, good(new_key_pair()).public_key));
    EXPECT_EQ(good(public_key_of(keys.private_key)), keys.public_key);
}

TEST(Digest, IsSha256)
{
    Digest digest;
    digest.add("ab");
    digest.add("c");
    EXPECT_EQ(digest.hexadecimal(), base::sha256_hex("abc"));
    Digest parts;
    parts.add_part("ab");
    EXPECT_EQ(parts.hexadecimal(), base::sha256_hex("2:ab\n"));
}

}
