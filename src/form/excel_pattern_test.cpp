#include "form/excel_pattern.h"

#include <gtest/gtest.h>

namespace kenkei::form {

namespace {

std::string pattern(std::string_view regex)
{
    const auto formula = excel_pattern(regex, "A1");
    return formula ? formula->text : "";
}

}

TEST(ExcelPattern, 言葉のどれかを含む)
{
    EXPECT_EQ(pattern("区"), R"(ISNUMBER(FIND("区",A1)))");
    EXPECT_EQ(pattern("(有給|有休)"), R"(SUMPRODUCT(--ISNUMBER(FIND({"有給","有休"},A1)))>0)");
    EXPECT_EQ(pattern("[0-2]|丁目"), R"(SUMPRODUCT(--ISNUMBER(FIND({"0","1","2","丁目"},A1)))>0)");
}

TEST(ExcelPattern, 端に立つ言葉)
{
    EXPECT_EQ(pattern("^東京都"), R"(EXACT(LEFT(A1,3),"東京都"))");
    EXPECT_EQ(pattern("(健保|国保)$"), R"(SUMPRODUCT(--EXACT(RIGHT(A1,2),{"健保","国保"}))>0)");
    EXPECT_EQ(pattern("^(a|41)$"), R"(SUMPRODUCT(--EXACT(A1,{"a","41"}))>0)");
}

TEST(ExcelPattern, 桁数の決まった番号)
{
    EXPECT_EQ(pattern("^[0-9]{7,8}$"),
              R"(AND(LEN(A1)>=7,LEN(A1)<=8,SUMPRODUCT(LEN(A1)-LEN(SUBSTITUTE(A1,{"0","1","2","3","4","5","6","7",)"
              R"("8","9"},"")))=LEN(A1)))");
}

TEST(ExcelPattern, 間に何があってもよい言葉は順に探す)
{
    EXPECT_EQ(pattern("市.*区"), R"(IF(ISNUMBER(FIND(CHAR(10),A1)),NA(),ISNUMBER(FIND("区",A1,FIND("市",A1)+1))))");
    EXPECT_EQ(pattern(".郡."),
              R"(IF(ISNUMBER(FIND(CHAR(10),A1)),NA(),ISNUMBER(FIND("郡",LEFT(A1,MAX(0,LEN(A1)-1)),2))))");
    EXPECT_EQ(
        pattern("(a|bc).*d"),
        R"(IF(ISNUMBER(FIND(CHAR(10),A1)),NA(),ISNUMBER(FIND("d",A1,SUMPRODUCT(MIN(FIND({"a","bc"},A1&"|abc")+{1,2}))))))");
}

TEST(ExcelPattern, 前に立ってはならない文字)
{
    EXPECT_EQ(pattern("(^|[^皆])さん"),
              R"(OR(SUMPRODUCT(LEN(A1)-LEN(SUBSTITUTE(A1,"さん","")))/2-(EXACT(LEFT(A1,2),"さん"))>)"
              R"(SUMPRODUCT(LEN(A1)-LEN(SUBSTITUTE(A1,"皆さん","")))/3,EXACT(LEFT(A1,2),"さん")))");
}

TEST(ExcelPattern, 言えないもの)
{
    EXPECT_EQ(pattern("(ab)+c$"), "");
    EXPECT_EQ(pattern("(.)\\1"), "");
    EXPECT_EQ(pattern("や.{1,8}も"), "");
}

TEST(ExcelReplace, 文字を取り除く)
{
    EXPECT_EQ(excel_replace("[ 　]", "", "A1"), R"(SUBSTITUTE(SUBSTITUTE(A1," ",""),"　",""))");
    EXPECT_EQ(excel_replace("(全社|社内)", "", "A1"),
              R"(SUBSTITUTE(SUBSTITUTE(SUBSTITUTE(A1,"全社","␂"),"社内","␂"),"␂",""))");
    EXPECT_EQ(excel_replace("(社内|全社)", "", "A1"), excel_replace("(全社|社内)", "", "A1"));
    EXPECT_FALSE(excel_replace("(ab|ba)", "", "A1"));
}

}
