#include "casework/corporate_number.h"

#include <gtest/gtest.h>

namespace kenkei::casework {

TEST(CorporateNumber, 全角や空白やハイフンを除いた13桁になる)
{
    for (const char* written :
         {"7123456789012", "７１２３４５６７８９０１２", " 7-1234-5678-9012　", "7 1234ー5678−9012"}) {
        const auto number = read_corporate_number(written);
        ASSERT_TRUE(number.ok()) << written;
        EXPECT_EQ(*number, "7123456789012");
    }
}

TEST(CorporateNumber, 桁の数と検査用数字の違いを言い分ける)
{
    struct Wrong {
        const char* written;
        const char* says;
    };
    const Wrong all[] = {{"", "空です"},
                         {"　-", "空です"},
                         {"712345678901", "12桁です"},
                         {"71234567890123", "14桁です"},
                         {"7123-45678901X", "数字でない文字"},
                         {"1111111111111", "検査用数字"},
                         {"7123456789021", "検査用数字"}, // two digits exchanged
                         {"\xff", "UTF-8"}};
    for (const Wrong& one : all) {
        const auto number = read_corporate_number(one.written);
        ASSERT_FALSE(number.ok()) << one.written;
        EXPECT_EQ(number.error().code, "case.value");
        EXPECT_NE(number.error().message.find(one.says), std::string::npos) << number.error().message;
        EXPECT_FALSE(number.error().way_out.empty());
    }
}

TEST(CorporateNumber, 用紙の番号は検査用数字が合わなくても読める)
{
    EXPECT_FALSE(read_corporate_number("1123456789012").ok());
    const auto read = read_corporate_number("１１２３４５６７８９０１２", CheckDigit::NoMatter);
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(*read, "1123456789012");
    EXPECT_FALSE(read_corporate_number("112345678901", CheckDigit::NoMatter).ok());
}

}
