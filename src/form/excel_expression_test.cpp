#include "form/excel_expression.h"

#include "form/excel_testing.h"

namespace kenkei::form {

TEST(ExcelFormula, 未回答の数と比べると分からない)
{
    EXPECT_EQ(bench().of("n >= 3"), R"(IF($B$5="",0.5,--($B$5>=3)))");
    EXPECT_EQ(bench().of("n > m"), R"(IF(OR($B$5="",$B$6=""),0.5,--($B$5>$B$6)))");
}

TEST(ExcelFormula, 年度版の未回答の規則は短い式になる)
{
    EXPECT_EQ(bench().of("if n = null then null else n = 1"), R"(IF($B$5="",0.5,--($B$5=1)))");
    EXPECT_EQ(bench().of("if n = null or m = null then null else n != m"),
              R"(IF(OR($B$5="",$B$6=""),0.5,--($B$5<>$B$6)))");
    EXPECT_EQ(bench().of("if yes = null then null else yes = true"), "$B$9");
    EXPECT_EQ(bench().of("if yes = null then null else yes = false"), "1-$B$9");
}

TEST(ExcelFormula, 標準のFEELではnullも値のように比べる)
{
    EXPECT_EQ(bench().of("n = 1"), R"(IF($B$5="",0,--($B$5=1)))");
    EXPECT_EQ(bench().of("n != 1"), R"(IF($B$5="",1,--($B$5<>1)))");
    EXPECT_EQ(bench().of("n = null"), R"(--($B$5=""))");
    EXPECT_EQ(bench().of("n in (1, 2)"), R"(IF($B$5="",0,--(OR($B$5=1,$B$5=2))))");
    EXPECT_EQ(bench().of("n in [1..3]"), R"(IF($B$5="",0.5,--(AND($B$5>=1,$B$5<=3))))");
}

TEST(ExcelFormula, かつ_または_でないは三値で計算する)
{
    EXPECT_EQ(bench().of("yes and n > 1"), R"(MIN($B$9,IF($B$5="",0.5,--($B$5>1))))");
    EXPECT_EQ(bench().of("yes or n > 1"), R"(MAX($B$9,IF($B$5="",0.5,--($B$5>1))))");
    EXPECT_EQ(bench().of("not(yes)"), "1-$B$9");
}

TEST(ExcelFormula, 判定できないときは先に確かめてから比べる)
{
    EXPECT_EQ(bench().of("if n = null or m = null or n <= 0 or m > n then null else 100*m >= 95*n"),
              R"(IF(OR($B$5="",$B$6=""),0.5,IF(OR($B$5<=0,$B$6>$B$5),0.5,--(100*$B$6>=95*$B$5))))");
}

TEST(ExcelFormula, 複数選択は番号を探す)
{
    EXPECT_EQ(bench().of("some x in c satisfies x in [1..2]"),
              R"(IF($B$10="",0.5,--(SUMPRODUCT(--ISNUMBER(FIND({",1,",",2,"},$B$10)))>0)))");
    EXPECT_EQ(bench().of("every x in c satisfies x = 9"),
              R"(IF($B$10="",0.5,--(NOT(SUMPRODUCT(--ISNUMBER(FIND({",1,",",2,",",3,"},$B$10)))>0))))");
    EXPECT_EQ(bench().of("list contains(c, 2)"), R"(IF($B$10="",0.5,--(ISNUMBER(FIND(",2,",$B$10)))))");
}

TEST(ExcelFormula, 名簿とは大文字小文字まで同じかを比べる)
{
    EXPECT_EQ(bench().of("if t = null then null else list contains(lists.towns, t)"),
              R"(IF($B$7="",0.5,--(SUMPRODUCT(--EXACT($F$2:$F$4,$B$7))>0)))");
    EXPECT_EQ(bench().of("if t = null then null else t = \"港町\""), R"(IF($B$7="",0.5,--(EXACT($B$7,"港町"))))");
}

TEST(ExcelFormula, 名簿の台帳はブックの中では分からない)
{
    ExcelBench excel({.questions = {{"n", R"("type":"integer")"}},
                      .known = R"("ledger":{"register":"台帳","fields":{"member":"boolean"},"source":"none"})"});
    EXPECT_EQ(excel.of("known.ledger.member"), "0.5");
    EXPECT_EQ(excel.of("known.ledger.member or n > 1"), R"(MAX(0.5,IF($B$5="",0.5,--($B$5>1))))");
}

TEST(ExcelFormula, 日付と期間)
{
    EXPECT_EQ(bench().of("d in [period_from..period_to]"),
              R"(IF($B$8="",0.5,--(AND($B$8>=DATE(2030,4,1),$B$8<=DATE(2030,6,30)))))");
    EXPECT_EQ(bench().of("d < as_of - duration(\"P5Y\")"), R"(IF($B$8="",0.5,--($B$8<EDATE(TODAY(),-60))))");
}

TEST(ExcelFormula, 値の式は未回答なら空)
{
    EXPECT_EQ(bench().of("n + m"), R"(IF(OR($B$5="",$B$6=""),"",$B$5+$B$6))");
    EXPECT_EQ(bench().of("100 * n / m"), R"(IF(OR($B$5="",$B$6=""),"",IFERROR(100*$B$5/$B$6,"")))");
    EXPECT_EQ(bench().of("if n = null or n < 0 then null else n - (m - 1)"),
              R"(IF($B$5="","",IF($B$5<0,"",IF($B$6="","",$B$5-($B$6-1)))))");
}

TEST(ExcelFormula, 丸めは偶数への丸めも四捨五入もFEELのとおり)
{
    EXPECT_EQ(bench().of("round half up(n, 1)"), R"(IF($B$5="","",ROUND($B$5,1)))");
    EXPECT_EQ(bench().of("decimal(n, 1)"),
              R"(IF($B$5="","",IF(ABS(MOD($B$5*10,1)-0.5)<0.0000000001,2*ROUND($B$5*10/2,0)/10,ROUND($B$5,1))))");
}

TEST(ExcelFormula, 検査用数字は一桁ずつ足す)
{
    const std::string formula = bench().of("sum(for i in 1..2 return number(substring(t, i, 1)) * (2 - modulo(i, 2)))");
    EXPECT_EQ(formula, R"(IF($B$7="","",IFERROR((FIND("-"&MID($B$7,1,1)&"-","-0-1-2-3-4-5-6-7-8-9-")-1)/2*1+)"
                       R"((FIND("-"&MID($B$7,2,1)&"-","-0-1-2-3-4-5-6-7-8-9-")-1)/2*2,"")))");
}

TEST(ExcelFormula, 言えない規則は理由を言う)
{
    EXPECT_EQ(bench().of("t < \"あ\""), "文字列の順序「t < \"あ\"」はExcelの式では確かめられません。");
    EXPECT_EQ(bench().of("matches(t, \"(.)\\\\1\")"), "正規表現 \"(.)\\\\1\" はExcelの式では確かめられません。");
}

TEST(ExcelFormula, 長い条件は別のセルに分ける)
{
    ExcelBench excel = bench();
    std::string rule = "n > 0";
    for (int i = 0; i < 120; ++i)
        rule += " or (n > " + std::to_string(i) + " and m < " + std::to_string(i) + ")";
    EXPECT_LT(excel.of(rule).size(), longest_formula);
    for (const std::string& part : excel.parts)
        EXPECT_LT(part.size(), longest_formula);
}

TEST(ExcelFormula, 別のセルの値は規則から計算できる)
{
    ExcelBench excel = bench();
    EXPECT_EQ(excel.of("(if n = null then 0 else n) > 2"), R"(IF($C$1="",0.5,--($C$1>2)))");
    ASSERT_EQ(excel.parts.size(), 1u);
    EXPECT_EQ(excel.parts[0], R"(IF($B$5="",0,$B$5))");
    std::vector<feel::Value> slots(excel.slots.size());
    EXPECT_EQ(excel.part_values[0](slots), feel::Value::number(0));
}

TEST(ExcelTable, 行ごとのセルから表を引く)
{
    ExcelBench excel({.questions = {{"n", R"("type":"integer")"}, {"yes", R"("type":"boolean")"}},
                      .tables = {{"size", support::table_of("U",
                                                            "n | yes | size\n"
                                                            "[1..5] | - | small\n"
                                                            "> 5 | true | large\n",
                                                            "text", R"("small","large")")}}});
    const auto formula = excel_table(excel.edition().values.front(), excel.context());
    ASSERT_TRUE(formula.ok()) << base::describe(formula.error());
    EXPECT_EQ(formula->holds, Holds::Text);
    ASSERT_EQ(excel.parts.size(), 2u);
    EXPECT_EQ(excel.parts[0], R"(IF($B$5="",0.5,--(AND($B$5>=1,$B$5<=5))))");
    EXPECT_EQ(formula->text, R"(IF(MAX($C$1,$C$2)=1,IF(($C$1=1)+($C$2=1)=1,IF($C$1=1,"small","")&)"
                             R"(IF($C$2=1,"large",""),""),""))");
}

TEST(ExcelText, 引用符は重ね_長い文字列は分ける)
{
    EXPECT_EQ(excel_text("a\"b"), "\"a\"\"b\"");
    EXPECT_EQ(excel_text(std::string(256, 'x')), "\"" + std::string(255, 'x') + "\"&\"x\"");
}

TEST(ExcelText, 日付は1900年からの通し番号)
{
    EXPECT_EQ(serial_of({1970, 1, 1}), 25569);
    EXPECT_EQ(serial_of({1900, 3, 1}), 61);
    EXPECT_EQ(serial_of({2030, 4, 1}), 47574);
}

TEST(ExcelText, セルに書く値)
{
    using feel::Value;
    EXPECT_EQ(stored(Holds::Truth, {}), (std::variant<double, std::string>(0.5)));
    EXPECT_EQ(stored(Holds::Number, {}), (std::variant<double, std::string>("")));
    EXPECT_EQ(stored(Holds::Choices, Value::list({Value::number(1), Value::number(3)})),
              (std::variant<double, std::string>(",1,3,")));
}

}
