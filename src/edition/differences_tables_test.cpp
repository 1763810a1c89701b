#include "support/differences.h"

namespace kenkei::edition {

namespace {

using support::Small;
using support::table_of;
using support::told;
using support::told_of_shop;

Small with_table(std::string table)
{
    return {.questions = {{"q", R"("type":"choice","options":{"1":"会社","2":"医療法人","3":"組合"})"},
                          {"n", R"("type":"integer")"}},
            .tables = {{"t", std::move(table)}}};
}

// The lines about a table when its rows become others.
std::string told_of_rows(std::string_view before, std::string_view after, std::string_view policy = "U")
{
    return told(with_table(table_of(policy, before)), with_table(table_of(policy, after)));
}

}

TEST(DifferencesOfTables, 増えた表と消えた表は_何から決まるかと行を示す)
{
    Small without = with_table("");
    without.tables.clear();
    const Small with = with_table(table_of("U", "q | n | t\n1 | [1..100] | 中小\n1 | > 100 | 大\n"));
    const std::string table = "q、n から決まる／q が「1 会社」、かつ n が 1 以上 100 以下 なら 「中小」／"
                              "q が「1 会社」、かつ n が 100 より大きい なら 「大」\n";
    EXPECT_EQ(told(without, with), "\n値と事実\n  + 追加　t: 表「表」による\n\n表\n  + 追加　表\n      " + table);
    EXPECT_EQ(told(with, without), "\n値と事実\n  - 廃止　t: 表「表」による\n\n表\n  - 廃止　表\n      " + table);
}

TEST(DifferencesOfTables, 行の追加と削除と変更は_見出しを付けて文で示す)
{
    const std::string_view before = "q | n | t\n1 | [1..100] | 中小\n1 | > 100 | 大\n2 | - | 中小\n";
    EXPECT_EQ(told_of_rows(before, "q | n | t\n1 | [1..100] | 中小\n1 | > 100 | 大\n2 | - | 中小\n3 | <= 10 | 中小\n"),
              "\n表\n  + 追加　表　行: q が「3 組合」、かつ n が 10 以下 なら 「中小」\n");
    EXPECT_EQ(told_of_rows(before, "q | n | t\n1 | [1..100] | 中小\n1 | > 100 | 大\n"),
              "\n表\n  - 削除　表　行: q が「2 医療法人」 なら 「中小」\n");
    EXPECT_EQ(told_of_rows(before, "q | n | t\n1 | [1..300] | 中小\n1 | > 300 | 大\n2 | - | 大\n"),
              "\n表\n"
              "  ~ 変更　表　行: q が「2 医療法人」 なら 「中小」 → q が「2 医療法人」 なら 「大」\n"
              "  ~ 変更　表　行\n"
              "      前: q が「1 会社」、かつ n が 1 以上 100 以下 なら 「中小」\n"
              "      後: q が「1 会社」、かつ n が 1 以上 300 以下 なら 「中小」\n"
              "  ~ 変更　表　行\n"
              "      前: q が「1 会社」、かつ n が 100 より大きい なら 「大」\n"
              "      後: q が「1 会社」、かつ n が 300 より大きい なら 「大」\n");
    EXPECT_EQ(told_of_rows("q | t\nnot(1) | 大\n", "q | t\nnot(1) | 大\n- | 中小\n", "A"),
              "\n表\n  + 追加　表　行: どの場合も 「中小」\n");
}

TEST(DifferencesOfTables, 行をまとめたり分けたりしただけなら_結果は同じと言う)
{
    EXPECT_EQ(told_of_rows("q | t\n1 | a\n2 | a\n3 | b\n", "q | t\n[1..2] | a\n3 | b\n"),
              "\n表\n  ~ 変更　表　行の書き方: 3行 → 2行（どの回答でも結果は同じ）\n");
    EXPECT_EQ(told_of_rows("q | t\n1, 2 | a\n", "q | t\nnot(3) | a\n"),
              "\n表\n  ~ 変更　表　行の書き方: 1行 → 1行（どの回答でも結果は同じ）\n");
}

TEST(DifferencesOfTables, まとめた行のうち_結果の変わる選択肢だけを示す)
{
    EXPECT_EQ(told_of_rows("q | n | t\n1 | [1..99] | a\n2 | [1..100] | a\n3 | [1..100] | a\n",
                           "q | n | t\n[1..3] | [1..100] | a\n"),
              "\n表\n"
              "  ~ 変更　表　行\n"
              "      前: q が「1 会社」、かつ n が 1 以上 99 以下 なら 「a」\n"
              "      後: q が「1 会社」、かつ n が 1 以上 100 以下 なら 「a」\n");
    EXPECT_EQ(told_of_rows("q | t\n[1..3] | a\n", "q | t\n1 | a\n"),
              "\n表\n  - 削除　表　行: q が 2、3 のどれか なら 「a」\n");
}

TEST(DifferencesOfTables, 選択肢が減っただけなら_表の行は変わらない)
{
    const Small before = with_table(table_of("U", "q | t\n[1..3] | a\n"));
    Small after = before;
    after.questions[0].second = R"("type":"choice","options":{"1":"会社","2":"医療法人"})";
    EXPECT_EQ(told(before, after), "\n設問\n  - 削除　q　選択肢: 3 組合\n");
}

TEST(DifferencesOfTables, 順に見る表は_行の位置も示す)
{
    const std::string_view before = "n | t\n< 1 | a\n< 5 | b\n- | c\n";
    const std::string_view after = "n | t\n< 5 | b\n< 1 | a\n- | c\n";
    EXPECT_EQ(told_of_rows(before, after, "F"),
              "\n表\n  ~ 移動　表　行の位置: 1行目 → 2行目: n が 1 より小さい なら 「a」\n");
    EXPECT_EQ(told_of_rows(before, after, "A"), "言葉にできる違いはありません（指摘や項目の並び順だけが違います）。\n");
}

TEST(DifferencesOfTables, 見る設問が増えれば_何から決まるかと行を示す)
{
    EXPECT_EQ(told_of_rows("q | t\n1 | a\n2 | b\n", "n | q | t\n- | 1 | a\n> 3 | 2 | b\n"),
              "\n表\n"
              "  ~ 変更　表　何から決まるか: q → n、q\n"
              "  ~ 変更　表　行\n"
              "      前: q が「2 医療法人」 なら 「b」\n"
              "      後: n が 3 より大きい、かつ q が「2 医療法人」 なら 「b」\n");
    EXPECT_EQ(told_of_rows("q | n | t\n1 | - | a\n", "q | t\n1 | a\n"),
              "\n表\n  ~ 変更　表　何から決まるか: q、n → q\n");
}

TEST(DifferencesOfTables, 選び方と結果と名称)
{
    EXPECT_EQ(told_of_shop([](Edition& e) {
                  for (Table& table : e.tables) {
                      if (table.id == "size") {
                          table.label = "店の規模";
                          table.rules.policy.hit = feel::HitPolicy::Any;
                          table.otherwise = feel::Value::string("large");
                          table.rules.outputs[0].allowed.pop_back();
                      }
                      if (table.id == "stage")
                          std::swap(table.rules.outputs[0].allowed[0], table.rules.outputs[0].allowed[1]);
                      if (table.id == "zone") {
                          table.otherwise = feel::Value();
                          table.output_name = "area";
                          table.output_type = FieldType::Number;
                      }
                  }
              }),
              "\n表\n"
              "  ~ 変更　店の規模　名称: 規模 → 店の規模\n"
              "  ~ 変更　店の規模　行の選び方: 当てはまるのは1行だけ（U） → 当てはまる行の結果はどれも同じ（A）\n"
              "  ~ 変更　店の規模　結果になりうるもの: 「小さな店」、「大きな店」 → 「小さな店」\n"
              "  ~ 変更　店の規模　どの行にも当てはまらないとき: （なし） → 「大きな店」\n"
              "  ~ 変更　計画の段階　結果の優先順位: 「gold」、「silver」 → 「silver」、「gold」\n"
              "  ~ 変更　地域　結果の型: 文字 → 数\n"
              "  ~ 変更　地域　結果の見出し: zone → area\n"
              "  ~ 変更　地域　どの行にも当てはまらないとき: （なし） → 決まらない\n");
}

TEST(DifferencesOfTables, 表のidだけが変わっても_値の求め方は変わらない)
{
    EXPECT_EQ(told_of_shop([](Edition& e) {
                  for (Table& table : e.tables) {
                      if (table.id == "size")
                          table.id = "scale", table.label = "規模";
                  }
              }),
              "\n表\n  ~ 変更　規模　id: size → scale\n");
}

}
