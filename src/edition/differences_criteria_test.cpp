#include "support/differences.h"

namespace kenkei::edition {

namespace {

using support::rule_of;
using support::Small;
using support::told;
using support::told_of_shop;

// The lines about item `trained` (④ 研修の受講率) when its condition becomes another.
std::string told_of_condition(const std::string& before, const std::string& after)
{
    Edition old = support::shop();
    old.items[6].met = rule_of(old, before);
    Edition now = support::shop();
    now.items[6].met = rule_of(now, after);
    return told(old, now);
}

std::string line_of_condition(const std::string& words)
{
    return "\n評価項目\n  ~ 変更　④ 研修の受講率（95%以上）　適合条件" + words;
}

Small with_group(const std::string& members)
{
    return {.items = {{"a", "true"}, {"b", "true"}, {"c", "true"}, {"d", "true"}}, .requirements = {{"r", members}}};
}

std::string told_of_group(const std::string& before, const std::string& after)
{
    return told(with_group(before), with_group(after));
}

}

TEST(DifferencesOfRules, 一つの数だけが違えば_数と_その数のある条件を示す)
{
    EXPECT_EQ(told_of_condition("if total = null then null else 100*trained >= 95*total",
                                "if total = null then null else 100*trained >= 90*total"),
              line_of_condition(": 95 → 90（100×問7 研修を受けた人数 が 90×人数の計 以上）\n"));
    EXPECT_EQ(told_of_condition("staff > 3 and plan = 1", "staff > 3 and plan = 2"),
              line_of_condition(": 問5 計画 が「1 ある」 → 問5 計画 が「2 別の形である」\n"));
    EXPECT_EQ(told_of_condition("some m in means satisfies m in [1..2]", "some m in means satisfies m in [1..3]"),
              line_of_condition(": 問6 手段 で 1、2 のどれかを選んでいる → 問6 手段 で 1〜3 のどれかを選んでいる\n"));
    EXPECT_EQ(told_of_condition("name = \"見本\"", "name = \"実物\""),
              line_of_condition(": 「見本」 → 「実物」（店名 が 「実物」 である）\n"));
}

TEST(DifferencesOfRules, 同じ数がいくつもの条件にあれば_文の全体を示す)
{
    EXPECT_EQ(told_of_condition("staff > 3 and helpers > 3", "staff > 4 and helpers > 4"),
              line_of_condition(": 3 → 4（問2 店員の人数 が 4 より大きい、かつ 手伝いの人数 が 4 より大きい）\n"));
}

TEST(DifferencesOfRules, 日付の違いは日付で示す)
{
    EXPECT_EQ(told_of_condition("opened_on >= date(\"2029-04-01\")", "opened_on >= date(\"2030-04-01\")"),
              line_of_condition(": 2029年4月1日 → 2030年4月1日（問3 開店日 が 2030年4月1日（令和12年） 以降）\n"));
}

TEST(DifferencesOfRules, 二つの数が違えば_前の文と後の文を示す)
{
    EXPECT_EQ(told_of_condition("staff in [1..5]", "staff in [2..6]"),
              line_of_condition(": 問2 店員の人数 が 1 以上 5 以下 → 問2 店員の人数 が 2 以上 6 以下\n"));
    EXPECT_EQ(told_of_condition("staff > 1", "staff >= 1"),
              line_of_condition(": 問2 店員の人数 が 1 より大きい → 問2 店員の人数 が 1 以上\n"));
}

TEST(DifferencesOfRules, 文が同じなら式も示す)
{
    EXPECT_EQ(
        told_of_condition("plan = 1", "plan in [1..1]"),
        line_of_condition(": 問5 計画 が「1 ある」（式: plan = 1） → 問5 計画 が「1 ある」（式: plan in [1..1]）\n"));
}

TEST(DifferencesOfRules, 長い条件は_違う部分だけを示す)
{
    const std::string same = "(branch = true and staff > 1 and helpers > 1 and opened_on <= period_to"
                             " or some m in means satisfies m in [1..2])";
    EXPECT_EQ(told_of_condition(same + " and plan = 1", same + " and plan in [1..2] and floor > 10"),
              line_of_condition("（違う部分）\n"
                                "      前: かつ 問5 計画 が「1 ある」\n"
                                "      後: かつ 問5 計画 が 1、2 のどれか／かつ 売場の広さ が 10 より大きい\n"));
    EXPECT_EQ(told_of_condition("if staff <= 0 then null else " + same, same),
              line_of_condition("（違う部分）: 判定しない場合: 問2 店員の人数 が 0 以下 → （なし）\n"));
}

TEST(DifferencesOfRules, つなぎ方だけが違う長い条件は_文で示す)
{
    const std::string one = "branch = true and staff > 1 and helpers > 1 and opened_on <= period_to";
    const std::string other = "branch = true or staff > 1 or helpers > 1 or opened_on <= period_to";
    const std::string lines = told_of_condition(one, other);
    EXPECT_NE(lines.find("前: 支店 が はい である、かつ 問2"), std::string::npos) << lines;
    EXPECT_NE(lines.find("後: 支店 が はい である、または 問2"), std::string::npos) << lines;
}

TEST(DifferencesOfRules, 設問が増えて番地がずれても_規則は変わらない)
{
    const Small before{.questions = {{"b", R"("type":"boolean")"}}, .items = {{"i", "b = true"}}};
    Small after = before;
    after.questions.insert(after.questions.begin(), {"a", R"("type":"boolean")"});
    EXPECT_EQ(told(before, after), "\n設問\n  + 追加　a: 節「すべて」の最初、はい・いいえ\n");
}

TEST(DifferencesOfValues, 増減と名称と求め方と言い方)
{
    EXPECT_EQ(told_of_shop([](Edition& e) {
                  ComputedValue& limit = e.values[0];
                  limit.label = "店の人数の上限";
                  limit.expression = rule_of(e, "30");
                  e.values[1].fact = true;
                  for (ComputedValue& value : e.values) {
                      if (value.id == "size")
                          value.words = {{"small", "小店"}, {"middle", "中店"}};
                      if (value.id == "first_day")
                          value.expression = rule_of(e, "period_to");
                      if (value.id == "stage")
                          value.expression = rule_of(e, "staff > 1"), value.table = -1;
                  }
              }),
              "\n値と事実\n"
              "  ~ 変更　店の人数の上限　名称: 小さな店の人数の上限 → 店の人数の上限\n"
              "  ~ 変更　店の人数の上限　求め方: 20人 → 30人\n"
              "  ~ 変更　手段の段階　判定結果に: 示さない → 示す\n"
              "  ~ 変更　計画の段階　求め方: 表「計画の段階」による → 問2 店員の人数 が 1 より大きい\n"
              "  ~ 変更　規模　「small」の言い方: 小さな店 → 小店\n"
              "  ~ 変更　規模　「middle」の言い方: （なし） → 中店\n"
              "  ~ 変更　規模　「large」の言い方: 大きな店 → （なし）\n"
              "  ~ 変更　申請できる最初の日　求め方: 申請期間の初日 → 申請期間の最終日\n");
}

TEST(DifferencesOfValues, 増えた値は求め方を_消えた値は前の求め方を示す)
{
    const Small with{.values = {{"limit", "300"}}, .facts = {{"big", "limit > 100"}}};
    EXPECT_EQ(told(Small{}, with), "\n値と事実\n  + 追加　limit: 300\n  + 追加　big: limit が 100 より大きい\n");
    EXPECT_EQ(told(with, Small{}), "\n値と事実\n  - 廃止　limit: 300\n  - 廃止　big: limit が 100 より大きい\n");
}

TEST(DifferencesOfItems, 増減と番号と名称と取り組み)
{
    EXPECT_EQ(told_of_shop([](Edition& e) {
                  Item& plan = e.items[4];
                  plan.no = "③";
                  plan.code = "1-2";
                  plan.label = "具体的な計画";
                  plan.measure.clear();
                  plan.evidence = {"計画書", "議事録"};
              }),
              "\n評価項目\n"
              "  ~ 変更　③ 具体的な計画　番号: ② → ③\n"
              "  ~ 変更　③ 具体的な計画　名称: 計画 → 具体的な計画\n"
              "  ~ 変更　③ 具体的な計画　項目コード: （なし） → 1-2\n"
              "  ~ 変更　③ 具体的な計画　取り組み: 計画を立てる → （なし）\n"
              "  ~ 変更　③ 具体的な計画　保存する資料: 計画書 → 計画書、議事録\n");
    const Small one{.questions = {{"q", R"("type":"integer")"}}, .items = {{"a", "q > 1"}}};
    Small two = one;
    two.items.emplace_back("b", "q > 2");
    EXPECT_EQ(told(one, two), "\n評価項目\n  + 追加　b: 適合条件: q が 2 より大きい\n"
                              "\n認定要件\n  + 追加　required　評価項目: b\n");
    EXPECT_EQ(told(two, one), "\n評価項目\n  - 廃止　b: 適合条件: q が 2 より大きい\n"
                              "\n認定要件\n  - 削除　required　評価項目: b\n");
}

TEST(DifferencesOfItems, 並びが変われば位置を示す)
{
    EXPECT_EQ(told(Small{.items = {{"a", "true"}, {"b", "true"}, {"c", "true"}}},
                   Small{.items = {{"b", "true"}, {"c", "true"}, {"a", "true"}}}),
              "\n評価項目\n  ~ 移動　a　位置: 最初 → 「c」の次\n");
}

TEST(DifferencesOfGroups, 必要な数と数え方)
{
    EXPECT_EQ(told_of_group(R"("at_least":1,"of":["a","b","c"])", R"("at_least":2,"of":["a","b","c"])"),
              "\n認定要件\n  ~ 変更　r　必要数: 3項目のうち1項目以上 → 3項目のうち2項目以上\n");
    EXPECT_EQ(told_of_group(R"("all_of":["a","b","c"])", R"("at_least":2,"of":["a","b","c"])"),
              "\n認定要件\n  ~ 変更　r　必要数: 3項目のすべて → 3項目のうち2項目以上\n");
    EXPECT_EQ(told_of_group(R"("at_least":2,"of":["a","b"])", R"("all_of":["a","b"])"),
              "\n認定要件\n  ~ 変更　r　必要数: 2項目のうち2項目以上 → 2項目のすべて\n");
}

TEST(DifferencesOfGroups, 対象の評価項目の出入りと扱い)
{
    EXPECT_EQ(told_of_group(R"("all_of":["a","b"])", R"("all_of":["b","c"])"),
              "\n認定要件\n  + 追加　r　評価項目: c\n  - 削除　r　評価項目: a\n");
    EXPECT_EQ(told_of_group(R"("all_of":["a"],"at_least":1,"of":["b","c"])",
                            R"("all_of":["a","b"],"at_least":1,"of":["c","d"])"),
              "\n認定要件\n  + 追加　r　評価項目: d\n  ~ 変更　r　b の扱い: 数に入れる → 必ず要る\n");
    EXPECT_EQ(
        told_of_group(R"("all_of":["a","b"],"at_least":1,"of":["c"])", R"("all_of":["a"],"at_least":1,"of":["b","c"])"),
        "\n認定要件\n  ~ 変更　r　b の扱い: 必ず要る → 数に入れる\n");
    EXPECT_EQ(told_of_group(R"("all_of":["a","b"])", R"("all_of":["a"],"at_least":1,"of":["b","c"])"),
              "\n認定要件\n"
              "  ~ 変更　r　必要数: 2項目のすべて → 1項目のすべてと、2項目のうち1項目以上\n"
              "  + 追加　r　評価項目: c\n"
              "  ~ 変更　r　b の扱い: 必ず要る → 数に入れる\n");
    EXPECT_EQ(told_of_group(R"("all_of":["a","b"])", R"("all_of":["b","a"])"),
              "言葉にできる違いはありません（指摘や項目の並び順だけが違います）。\n");
}

TEST(DifferencesOfGroups, 要件と称号と区分の増減と名称と並びと前提)
{
    EXPECT_EQ(told_of_shop([](Edition& e) {
                  e.requirements[0].label = "必ず満たすこと";
                  std::swap(e.requirements[0], e.requirements[1]);
                  e.titles.clear();
                  e.classes[2].beyond = 0;
                  e.classes.push_back({.id = "S", .label = "クラスS", .items = {1}, .need = 1, .all = true});
              }),
              "\n認定要件\n"
              "  ~ 変更　必ず満たすこと　名称: 必須 → 必ず満たすこと\n"
              "  ~ 移動　必ず満たすこと　位置: 最初 → 「①〜⑤のうち2つ以上」の次\n"
              "\n称号\n"
              "  - 廃止　星の店\n"
              "      6項目のうち4項目以上: ① 小さな店、② 計画、③ 手段、④ 研修の受講率（95%以上）、⑤ 商店会の会員、⑥ "
              "過去の表彰\n"
              "\n区分\n"
              "  + 追加　クラスS: 1項目のすべて: 約束への同意\n"
              "  ~ 変更　クラスAAA　前提の区分: クラスAA → クラスA\n");
}

TEST(DifferencesOfGroups, 評価項目のidだけが変わっても_要件は変わらない)
{
    Edition before = support::edition_of(Small{.items = {{"a", "true"}}});
    Edition after = support::edition_of(Small{.items = {{"b", "true"}}});
    before.items[0].label = after.items[0].label = "計画";
    EXPECT_EQ(told(before, after), "\n評価項目\n  ~ 変更　計画　id: a → b\n");
}

TEST(DifferencesOfFindings, 増減と重要度と条件と文言)
{
    EXPECT_EQ(told_of_shop([](Edition& e) {
                  FindingRule& digits = e.findings[0];
                  digits.severity = Severity::Note;
                  digits.message = "問1 店番号「{code}」をご確認ください。";
                  digits.next.clear();
                  e.findings[1].when = rule_of(e, "trained >= total");
                  e.findings[2].severity = Severity::Error;
              }),
              "\n指摘\n"
              "  ~ 変更　「問1 店番号」の指摘 code.digits　重要度: エラー → 参考\n"
              "  ~ 変更　「問1 店番号」の指摘 code.digits　文言\n"
              "      前: 問1 店番号「{code}」が3桁の数字ではありません。\n"
              "      後: 問1 店番号「{code}」をご確認ください。\n"
              "  ~ 変更　「問1 店番号」の指摘 code.digits　次の案内: 番号をご確認ください。 → （なし）\n"
              "  ~ 変更　「問7 研修を受けた人数」の指摘 trained.exceeds　出る条件: "
              "問7 研修を受けた人数 が 人数の計 より大きい → 問7 研修を受けた人数 が 人数の計 以上\n"
              "  ~ 変更　「問3 開店日」の指摘 opened_on.later　重要度: 注意 → エラー\n");
    const Small without{.questions = {{"q", R"("type":"integer")"}}};
    Small with = without;
    with.findings = {
        {"q.low", R"("severity":"warning","when":"q < 1","message":"{q}人です。","next":"ご確認ください。")"}};
    EXPECT_EQ(
        told(without, with),
        "\n指摘\n  + 追加　「q」の指摘 q.low: 注意「{q}人です。ご確認ください。」、出る条件: q が 1 より小さい\n");
    EXPECT_EQ(
        told(with, without),
        "\n指摘\n  - 廃止　「q」の指摘 q.low: 注意「{q}人です。ご確認ください。」、出る条件: q が 1 より小さい\n");
    Small renamed = with;
    renamed.findings[0].first = "q.few";
    EXPECT_EQ(told(with, renamed), "\n指摘\n  ~ 変更　「q」の指摘 q.few　id: q.low → q.few\n");
}

}
