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

TEST(Sentence, 比べる式は設問の名と言葉になる)
{
    EXPECT_EQ(said("staff = 3"), "問2 店員の人数 が 3 である");
    EXPECT_EQ(said("staff != 3"), "問2 店員の人数 が 3 でない");
    EXPECT_EQ(said("staff < 3"), "問2 店員の人数 が 3 より小さい");
    EXPECT_EQ(said("staff <= 3"), "問2 店員の人数 が 3 以下");
    EXPECT_EQ(said("staff > 3"), "問2 店員の人数 が 3 より大きい");
    EXPECT_EQ(said("staff >= limit"), "問2 店員の人数 が 小さな店の人数の上限 以上");
    EXPECT_EQ(said("agreed = true"), "問4 約束への同意 が はい である");
    EXPECT_EQ(said("name = \"見本\""), "店名 が 「見本」 である");
    EXPECT_EQ(said("opened_on <= date(\"2029-04-01\")"), "問3 開店日 が 2029年4月1日（令和11年） 以前");
    EXPECT_EQ(said("opened_on <= period_to"), "問3 開店日 が 申請期間の最終日 以前");
    EXPECT_EQ(said("as_of >= period_from"), "判定日 が 申請期間の初日 以降");
    EXPECT_EQ(said("staff between 1 and 5"), "問2 店員の人数 が 1 から 5 まで");
}

TEST(Sentence, 未回答を問う式は回答の有無を言う)
{
    EXPECT_EQ(said("staff = null"), "問2 店員の人数 が未回答");
    EXPECT_EQ(said("staff != null"), "問2 店員の人数 に回答がある");
}

TEST(Sentence, 値との比べは人の言葉で言う)
{
    EXPECT_EQ(said("size = \"small\""), "規模 が 「小さな店」 である");
    EXPECT_EQ(said("size != \"large\""), "規模 が 「大きな店」 でない");
    EXPECT_EQ(said("size in (\"small\", \"large\")"), "規模 が 「小さな店」、「大きな店」 のどれか");
}

TEST(Sentence, 選択肢の式は当てはまる選択肢で言う)
{
    EXPECT_EQ(said("plan = 1"), "問5 計画 が「1 ある」");
    EXPECT_EQ(said("plan != 3"), "問5 計画 が 1、2 のどれか");
    EXPECT_EQ(said("plan in [1..2]"), "問5 計画 が 1、2 のどれか");
    EXPECT_EQ(said("some m in means satisfies m in [1..3]"), "問6 手段 で 1〜3 のどれかを選んでいる");
    EXPECT_EQ(said("some m in means satisfies m = 2"), "問6 手段 で 2 を選んでいる");
    EXPECT_EQ(said("kind = 2"), "種類 が「2 会社」");
}

TEST(Sentence, 選択肢で言えない式は式のとおりに言う)
{
    EXPECT_EQ(said("plan in [1..3]"), "問5 計画 が 1 以上 3 以下");
    EXPECT_EQ(said("plan > 5"), "問5 計画 が 5 より大きい");
}

TEST(Sentence, 範囲と並びは端を含むかどうかまで言う)
{
    EXPECT_EQ(said("staff in [1..5]"), "問2 店員の人数 が 1 以上 5 以下");
    EXPECT_EQ(said("staff in (1..5)"), "問2 店員の人数 が 1 より大きく 5 より小さい");
    EXPECT_EQ(said("staff in (< 3)"), "問2 店員の人数 が 3 より小さい");
    EXPECT_EQ(said("staff in (<= 3, >= 10)"), "問2 店員の人数 が 3 以下、10 以上 のどれか");
    EXPECT_EQ(said("staff in (> 3)"), "問2 店員の人数 が 3 より大きい");
    EXPECT_EQ(said("staff in (1, 3)"), "問2 店員の人数 が 1、3 のどれか");
    EXPECT_EQ(said("staff in [1, 3]"), "問2 店員の人数 が 1、3 のどれか");
    EXPECT_EQ(said("opened_on in [period_from..period_to]"), "問3 開店日 が 申請期間の初日 以降 申請期間の最終日 以前");
}

TEST(Sentence, かつとまたはは入れ子に括弧を付ける)
{
    EXPECT_EQ(said("staff > 1 and branch"), "問2 店員の人数 が 1 より大きい、かつ 支店");
    EXPECT_EQ(said("staff > 1 or floor > 2 and branch"),
              "問2 店員の人数 が 1 より大きい、または （売場の広さ が 2 より大きい、かつ 支店）");
    EXPECT_EQ(said("(staff > 1 or floor > 2) and branch"),
              "（問2 店員の人数 が 1 より大きい、または 売場の広さ が 2 より大きい）、かつ 支店");
}

TEST(Sentence, 計算は四則の記号と括弧で言う)
{
    EXPECT_EQ(said("100*trained >= 95*total"), "100×問7 研修を受けた人数 が 95×人数の計 以上");
    EXPECT_EQ(said("staff + helpers + 1 > 3"), "問2 店員の人数＋手伝いの人数＋1 が 3 より大きい");
    EXPECT_EQ(said("(staff + helpers) * 2 > 3"), "（問2 店員の人数＋手伝いの人数）×2 が 3 より大きい");
    EXPECT_EQ(said("staff - (helpers - 1) > 3"), "問2 店員の人数−（手伝いの人数−1） が 3 より大きい");
    EXPECT_EQ(said("staff / 2 > -helpers"), "問2 店員の人数÷2 が −手伝いの人数 より大きい");
}

TEST(Sentence, 条件の式は判定しない場合を言う)
{
    EXPECT_EQ(said("if staff = null then null else staff > 1"), "問2 店員の人数 が 1 より大きい");
    EXPECT_EQ(said("if staff = null or total = null then null else staff > 1"), "問2 店員の人数 が 1 より大きい");
    EXPECT_EQ(said("if staff <= 0 then null else trained > 1"),
              "問7 研修を受けた人数 が 1 より大きい（問2 店員の人数 が 0 以下 のときは判定しない）");
    EXPECT_EQ(said("if branch then staff > 1 else staff > 2"),
              "支店 なら 問2 店員の人数 が 1 より大きい、そうでなければ 問2 店員の人数 が 2 より大きい");
}

TEST(Sentence, 関数は日本語で言える形だけ言い換える)
{
    EXPECT_EQ(said("not(branch)"), "次のことがない: 支店");
    EXPECT_EQ(said("list contains(lists.towns, town)"), "町 が 一覧（towns） にある");
    EXPECT_EQ(said("contains(name, \"店\")"), "店名 に 「店」 がある");
    EXPECT_EQ(said("matches(code, \"^[0-9]{3}$\")"), "問1 店番号 が決められた形（\"^[0-9]{3}$\"）である");
    EXPECT_EQ(said("string length(plan_text) > 0"), "問5の内容 別の形 が記入されている");
    EXPECT_EQ(said("replace(name, \"店\", \"\") = owner"), "店名（\"店\" を除く） が 代表者 である");
    EXPECT_EQ(said("count(means) > 1"), "問6 手段 の数 が 1 より大きい");
    EXPECT_EQ(said("every m in means satisfies m = staff"), "問6 手段 のすべてについて、m が 問2 店員の人数 である");
    EXPECT_EQ(said("some m in means satisfies m = staff"), "問6 手段 のどれかについて、m が 問2 店員の人数 である");
}

TEST(Sentence, 台帳の情報は台帳の名で言う)
{
    EXPECT_EQ(said("known.ledger.member"), "商店会台帳（member）");
    EXPECT_EQ(said("known.ledger.visits >= 2"), "商店会台帳（visits） が 2 以上");
    EXPECT_EQ(said("some a in known.awards satisfies a.class = \"A\""),
              "表彰台帳 のどれかについて、その class が 「A」 である");
    EXPECT_EQ(said("count(known.awards) > 0"), "表彰台帳 の数 が 0 より大きい");
}

TEST(Sentence, 日付は以降と以前で比べ_期間は前と後で言う)
{
    EXPECT_EQ(said("opened_on < period_from"), "問3 開店日 が 申請期間の初日 より前");
    EXPECT_EQ(said("opened_on > as_of"), "問3 開店日 が 判定日 より後");
    EXPECT_EQ(said("opened_on <= period_from - duration(\"P1Y\")"), "問3 開店日 が 申請期間の初日 の 1年前 以前");
    EXPECT_EQ(said("opened_on >= as_of + duration(\"P18M\")"), "問3 開店日 が 判定日 の 18か月後 以降");
    EXPECT_EQ(said("opened_on in (period_from..period_to)"),
              "問3 開店日 が 申請期間の初日 より後で 申請期間の最終日 より前");
    EXPECT_EQ(said("opened_on = as_of - duration(\"P1Y2M\")"), "問3 開店日 が 判定日−duration(\"P1Y2M\") である");
}

TEST(Sentence, 選択肢の一覧に含むかは選び方で言う)
{
    EXPECT_EQ(said("list contains(means, 2)"), "問6 手段 で 2 を選んでいる");
}

TEST(Sentence, いくつでも選ぶ設問の比べ方は_一つずつ試して言い換えない)
{
    EXPECT_EQ(said("means = [1]"), "問6 手段 が [1] である");
    EXPECT_EQ(said("list contains(means, 1) = false"), "list contains(means, 1) が いいえ である");
    EXPECT_EQ(said("count(means[item != 9]) = 1"), "means[item != 9] の数 が 1 である");
}

TEST(Sentence, 重なる条件は括弧でくくる)
{
    EXPECT_EQ(said("not(agreed = true) and branch"), "（次のことがない: 問4 約束への同意 が はい である）、かつ 支店");
    EXPECT_EQ(said("not(agreed = true and branch)"), "次のことがない: （問4 約束への同意 が はい である、かつ 支店）");
    EXPECT_EQ(said("(if staff = null then null else staff < 5 or floor < 6) and branch"),
              "（問2 店員の人数 が 5 より小さい、または 売場の広さ が 6 より小さい）、かつ 支店");
}

TEST(Sentences, 並ぶ条件は一行ずつになる)
{
    auto lines = [](const std::string& rule) {
        return sentences(support::shop(), **feel::parse_expression(rule, support::shop().names), "  ");
    };
    EXPECT_EQ(lines("staff > 1"), "問2 店員の人数 が 1 より大きい");
    EXPECT_EQ(lines("staff > 1 and (branch or agreed)"),
              "次のすべて\n  ・問2 店員の人数 が 1 より大きい\n  ・次のどれか\n  　・支店\n  　・問4 約束への同意");
    EXPECT_EQ(lines("if staff = null or staff < 0 then null else staff > 1 or branch"),
              "次のどれか\n  ・問2 店員の人数 が 1 より大きい\n  ・支店\n"
              "  （問2 店員の人数 が 0 より小さい のときは判定しない）");
    EXPECT_EQ(lines("if staff = null then null else staff > 1 or branch"),
              "次のどれか\n  ・問2 店員の人数 が 1 より大きい\n  ・支店");
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
