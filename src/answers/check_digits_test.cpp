#include "answers/check_digits.h"

#include <gtest/gtest.h>

namespace kenkei::answers {

TEST(CheckDigits, 法人番号は先頭の検査数字が合うときだけ正しい)
{
    for (auto good : {"7123456789012", "4011001098993", "7010705000725"})
        EXPECT_TRUE(is_corporate_number(good)) << good;
    for (auto bad : {"8123456789012", "7123456789013", "712345678901", "71234567890123", "712345678901a", ""})
        EXPECT_FALSE(is_corporate_number(bad)) << bad;
}

TEST(CheckDigits, 法人番号は0と9の取り違えを見つけられない)
{
    EXPECT_TRUE(is_corporate_number("7123456780012"));
}

TEST(CheckDigits, 政令指定都市の団体コードはすべて正しい)
{
    for (auto good :
         {"011002", "041009", "111007", "121002", "141003", "141305", "141500", "151009", "221007", "221309", "231002",
          "261009", "271004", "271403", "281000", "331007", "341002", "401005", "401307", "431001", "131016", "013951"})
        EXPECT_TRUE(is_municipality_code(good)) << good;
    for (auto bad : {"011003", "11002", "0110020", "01100x"})
        EXPECT_FALSE(is_municipality_code(bad)) << bad;
}

TEST(CheckDigits, 保険者番号は先頭の0を落としても確かめられる)
{
    for (auto good : {"01040013", "06139463", "6139463", "138057"})
        EXPECT_TRUE(is_insurer_number(good)) << good;
    for (auto bad : {"06139464", "6139436", "13805", "061394630", "0613946a"})
        EXPECT_FALSE(is_insurer_number(bad)) << bad;
}

}
