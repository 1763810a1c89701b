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

TEST(Describe, 手続には_関門の順と決定する者と_期間と取消の事由と出典がある)
{
    const Edition edition = support::edition_of(
        {.questions = {{"num", R"("type":"text")"}, {"org", R"("type":"text")"}},
         .items = {{"i", "true"}},
         .classes = {{"A", R"("all_of":["i"])"}},
         .lists = R"("holidays":{"names":["2030-05-03"],"aliases":{}})",
         .about =
             R"("evidence":{"keep_years":2,"answer_within_days":7,"days":"business","source":"none"},)"
             R"("fee":{"amount":1,"tax":0,"source":"none"},)"
             R"("validity":{"to":"2032-09-30","source":"none","term":{"years":2,"exceptions":[{"from":"2019-04-01",)"
             R"("years":3,"source":"none"}],"source":"none"},"renewal":{"source":"none"},)"
             R"("class_change":{"source":"none"}},)"
             R"("process":{"applicant":{"number":"num","name":"org"},"submission":{"source":"none"},)"
             R"("no_delegates":{"source":"none"},"exclusive":[{"scheme":"other","source":"none"}],)"
             R"("gates":[{"gate":"payment","source":"none"},{"gate":"resolution","by":"委員会","source":"none",)"
             R"("note":"過半数"}],"decision":{"by":"町長","source":"none"},)"
             R"("revocation":{"lie":{"label":"虚偽がある","source":"none"}}})"});
    const std::string text = describe(edition);
    const std::size_t from = text.find("■ 手続\n");
    ASSERT_NE(from, std::string::npos) << text;
    EXPECT_EQ(text.substr(from, text.find("\n■", from) - from),
              "■ 手続\n"
              "    申請者を表す設問: num（num）、org（org）\n"
              "    提出: 締切まで何度でもでき、締切までに受け付けた最後のものによる　［none］\n"
              "    代理: 代理の者が作成した申請は認めない　［none］\n"
              "    重ねての申請: other の同じ年度版にも申請すると、どちらでも認めない　［none］\n"
              "    関門1: 申請料の入金　［none］\n"
              "    関門2: 委員会の議決（委員会）　［none］（過半数）\n"
              "    決定: 町長が行う　［none］\n"
              "    資料の提出: 求められた日から7日以内（土曜・日曜・祝日を除く）　［none］\n"
              "    有効期間の長さ: 2年　［none］\n"
              "    有効期間の例外: 2019年4月1日に始まるものは3年　［none］\n"
              "    更新: 有効期間が終わる年度に限り、再び申請できる　［none］\n"
              "    区分の変更: 有効期間の途中でも、別の区分を求めて申請できる　［none］\n"
              "    取消の事由: 虚偽がある（lie）　［none］\n");
    EXPECT_EQ(describe(shop()).find("■ 手続"), std::string::npos);
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
