#include "edition/sentence.h"

#include "support/editions.h"

namespace kenkei::edition {

namespace {

// The sentence of a rule over the questions and values of tests/editions/shop/2030.
std::string said(const std::string& rule)
{
    auto tree = feel::parse_expression(rule, support::shop().names);
    if (!tree.ok()) {
        ADD_FAILURE() << base::describe(tree.error());
        return {};
    }
    return sentence(support::shop(), **tree);
}

}

TEST(Sentence, 比べる式は単位のない言葉になる)
{
    EXPECT_EQ(said("staff = 3"), "");
    EXPECT_EQ(said("staff != 3"), "");
    EXPECT_EQ(said("staff < 3"), "");
    EXPECT_EQ(said("staff <= 3"), "");
    EXPECT_EQ(said("staff > 3"), "");
    EXPECT_EQ(said("staff >= limit"), "");
    EXPECT_EQ(said("agreed = true"), "");
    EXPECT_EQ(said("name = \"見本\""), "");
    EXPECT_EQ(said("opened_on <= date(\"2029-04-01\")"), "");
    EXPECT_EQ(said("opened_on <= period_to"), "");
    EXPECT_EQ(said("as_of >= period_from"), "");
    EXPECT_EQ(said("staff between 1 and 5"), "");
}

TEST(Sentence, 未回答を問う式は回答の有無を言う)
{
    EXPECT_EQ(said("staff = null"), "");
    EXPECT_EQ(said("staff != null"), "");
}

TEST(Sentence, 値との比べは人の言葉で言う)
{
    EXPECT_EQ(said("size = \"small\""), "");
    EXPECT_EQ(said("size != \"large\""), "");
    EXPECT_EQ(said("size in (\"small\", \"large\")"), "");
}

TEST(Sentence, 選択肢の式は当てはまる選択肢で言う)
{
    EXPECT_EQ(said("plan = 1"), "");
    EXPECT_EQ(said("plan != 3"), "");
    EXPECT_EQ(said("plan in [1..2]"), "");
    EXPECT_EQ(said("some m in means satisfies m in [1..3]"), "");
    EXPECT_EQ(said("some m in means satisfies m = 2"), "");
    EXPECT_EQ(said("kind = 2"), "");
}

TEST(Sentence, すべての選択肢が当てはまる式は式のとおりに言う)
{
    EXPECT_EQ(said("plan in [1..3]"), "");
    EXPECT_EQ(said("plan > 5"), "");
}

TEST(Sentence, 範囲と並びは端を含むかどうかまで言う)
{
    EXPECT_EQ(said("staff in [1..5]"), "");
    EXPECT_EQ(said("staff in (1..5)"), "");
    EXPECT_EQ(said("staff in (< 3)"), "");
    EXPECT_EQ(said("staff in (<= 3, >= 10)"), "");
    EXPECT_EQ(said("staff in (> 3)"), "");
    EXPECT_EQ(said("staff in (1, 3)"), "");
    EXPECT_EQ(said("staff in [1, 3]"), "");
    EXPECT_EQ(said("opened_on in [period_from..period_to]"), "");
}

TEST(Sentence, かつとまたはは入れ子に括弧を付ける)
{
    EXPECT_EQ(said("staff > 1 and branch"), "");
    EXPECT_EQ(said("staff > 1 or floor > 2 and branch"), "");
    EXPECT_EQ(said("(staff > 1 or floor > 2) and branch"), "");
}

TEST(Sentence, 計算は四則の記号と括弧で言う)
{
    EXPECT_EQ(said("100*trained >= 95*total"), "");
    EXPECT_EQ(said("staff + helpers + 1 > 3"), "");
    EXPECT_EQ(said("(staff + helpers) * 2 > 3"), "");
    EXPECT_EQ(said("staff - (helpers - 1) > 3"), "");
    EXPECT_EQ(said("staff / 2 > -helpers"), "");
}

TEST(Sentence, 条件の式は判定しない場合を言う)
{
    EXPECT_EQ(said("if staff = null then null else staff > 1"), "");
    EXPECT_EQ(said("if staff = null or total = null then null else staff > 1"), "");
    EXPECT_EQ(said("if staff <= 0 then null else trained > 1"), "");
    EXPECT_EQ(said("if branch then staff > 1 else staff > 2"), "");
}

TEST(Sentence, 関数は日本語で言える形だけ言い換える)
{
    EXPECT_EQ(said("not(branch)"), "");
    EXPECT_EQ(said("list contains(lists.towns, town)"), "");
    EXPECT_EQ(said("contains(name, \"店\")"), "");
    EXPECT_EQ(said("matches(code, \"^[0-9]{3}$\")"), "");
    EXPECT_EQ(said("string length(plan_text) > 0"), "");
    EXPECT_EQ(said("replace(name, \"店\", \"\") = owner"), "");
    EXPECT_EQ(said("count(means) > 1"), "");
    EXPECT_EQ(said("every m in means satisfies m = staff"), "");
    EXPECT_EQ(said("some m in means satisfies m = staff"), "");
}

TEST(Sentence, 台帳の情報は台帳の名で言う)
{
    EXPECT_EQ(said("known.ledger.member"), "");
    EXPECT_EQ(said("known.ledger.visits >= 2"), "");
    EXPECT_EQ(said("some a in known.awards satisfies a.class = \"A\""), "");
    EXPECT_EQ(said("count(known.awards) > 0"), "");
}

TEST(NameInSentence, 番号があれば番号から言う)
{
    EXPECT_EQ(name_in_sentence(*support::shop().find_question("staff")), "問2 店員の人数");
    EXPECT_EQ(name_in_sentence(*support::shop().find_question("name")), "店名");
}

TEST(NumbersInWords, 三つ以上続く番号は波線でつなぐ)
{
    EXPECT_EQ(numbers_in_words({}), "");
    EXPECT_EQ(numbers_in_words({1}), "1");
    EXPECT_EQ(numbers_in_words({1, 2}), "1、2");
    EXPECT_EQ(numbers_in_words({1, 2, 3}), "1〜3");
    EXPECT_EQ(numbers_in_words({1, 2, 3, 4, 6}), "1〜4、6");
    EXPECT_EQ(numbers_in_words({1, 3, 4, 6, 7, 8}), "1、3、4、6〜8");
}

}
