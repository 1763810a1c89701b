#include "edition/description.h"

#include "support/editions.h"

namespace kenkei::edition {

using support::shop;

namespace {

void expect_has(const std::string& text, std::string_view part)
{
    EXPECT_NE(text.find(part), std::string::npos) << "lacks: " << part << "\nin:\n" << text;
}

std::string one(std::string_view id)
{
    auto text = describe(shop(), id);
    EXPECT_TRUE(text.has_value()) << id;
    return text.value_or("");
}

}

TEST(Describe, 年度版の全体に_評価項目_要件_区分_称号_事実_指摘がある)
{
    const std::string text = describe(shop());
    for (const Item& item : shop().items)
        expect_has(text, item.title() + "（" + item.id + "）");
    for (const auto* groups : {&shop().requirements, &shop().titles, &shop().classes}) {
        for (const Group& group : *groups)
            expect_has(text, group.label + "（" + group.id + "）");
    }
    for (const ComputedValue& value : shop().values)
        expect_has(text, value.label + "（" + value.id + "）");
    for (const FindingRule& finding : shop().findings)
        expect_has(text, "（" + finding.code + "）");
    for (const Breakdown& breakdown : shop().breakdowns)
        expect_has(text, "  " + breakdown.label + "（" + breakdown.id + "）");
}

TEST(Describe, 内訳には_数える項目と区切りと出典があり_設問からもたどれる)
{
    const std::string text = one("staff");
    expect_has(text, "内訳 店員の人数（staff）");
    expect_has(text, "数える項目: 問2 店員の人数（staff）");
    expect_has(text, "区切り: 5人以下、6〜20人、21人以上");
    expect_has(text, "数える内訳: 店員の人数（staff）");
}

TEST(Describe, 評価項目には条件の文と出典と_読む設問と_求める要件がある)
{
    const std::string text = one("plan");
    expect_has(text, "適合の条件: 次のどれか\n      ・");
    expect_has(text, "問5の内容 別の形 が記入されている");
    expect_has(text, "出典: ");
    expect_has(text, "問5");
    expect_has(text, "（plan_text）");
    expect_has(text, "①〜⑤のうち2つ以上（selectable）");
    expect_has(text, "クラスAA（AA）");
}

TEST(Describe, 数の要件は_いくつのうちいくつかを言う)
{
    expect_has(one("selectable"), "5 のうち 2 以上: ① 小さな店");
    expect_has(one("AA"), "前提: クラスA を満たすこと");
}

TEST(Describe, 設問には選択肢と_読む規則がある)
{
    const std::string text = one("means");
    expect_has(text, "いくつでも選ぶ");
    expect_has(text, "評価項目 means");
}

TEST(Describe, 表は行と出典を示し_同じ_id_の値があっても一度だけ)
{
    const std::string text = one("size");
    expect_has(text, "表 ");
    EXPECT_EQ(text.find("  表 "), text.rfind("  表 "));
}

TEST(Describe, すべての_id_を言うことができ_ない_id_には答えない)
{
    for (const std::string& id : ids_of(shop()))
        EXPECT_TRUE(describe(shop(), id).has_value()) << id;
    EXPECT_FALSE(describe(shop(), "no-such-id").has_value());
    EXPECT_FALSE(describe(shop(), "").has_value());
}

}
