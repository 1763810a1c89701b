#include "judge/replay_report.h"
#include "judge/replay_tables.h"
#include "support/judged.h"

namespace kenkei::judge {

using edition::Edition;
using support::edition_of;

namespace {

const Edition& firms()
{
    static const Edition edition =
        edition_of({.questions = {{"kind", R"("type":"choice","options":{"1":"卸売業","2":"小売業"})"},
                                  {"means", R"("type":"choices","options":{"1":"掲示","2":"声かけ"})"}},
                    .items = {{"plan", "kind = 1"}},
                    .breakdowns = {{"industry", R"("of":"kind")"}, {"means", R"("of":"means")"}}});
    return edition;
}

// Group numbers as a Grouping of `firms` gives them.
constexpr GroupValue wholesale{0, 1};
constexpr GroupValue retail{0, 2};
constexpr GroupValue no_answer{0, 0};

std::optional<Effect> effect(Outcome before, Outcome after, std::string id = "甲")
{
    Effect effect{.id = std::move(id), .before = before, .after = after, .changes_judgement = before != after};
    effect.items.push_back({"plan", "② 計画", before, after, {"規則が変わった"}});
    return effect;
}

std::optional<Effect> class_effect(std::string before, std::string after)
{
    Effect effect{.before = Outcome::Met,
                  .after = Outcome::Met,
                  .class_before = {before, "クラス" + before},
                  .class_after = {after, "クラス" + after},
                  .changes_judgement = true};
    effect.classes.push_back({before, "クラス" + before, Outcome::Met, Outcome::NotMet, {}});
    return effect;
}

std::optional<Effect> only_within()
{
    Effect effect{.before = Outcome::Met, .after = Outcome::Met};
    effect.facts.push_back({"size", "規模", {}, {}, "小", "大"});
    return effect;
}

void add(ReplayTally& tally, const std::optional<Effect>& effect, GroupValue group)
{
    tally.add(effect, std::span(&group, 1));
}

ReplayTally small_tally()
{
    ReplayTally tally;
    add(tally, effect(Outcome::Met, Outcome::NotMet), wholesale);
    add(tally, effect(Outcome::Met, Outcome::NotMet), retail);
    add(tally, effect(Outcome::Undetermined, Outcome::NotMet), retail);
    add(tally, only_within(), retail);
    add(tally, {}, retail);
    add(tally, {}, no_answer);
    return tally;
}

}

TEST(ReplayTally, 全体と組ごとに_判定の変わる申請と内訳だけ変わる申請を数える)
{
    const ReplayTally tally = small_tally();
    EXPECT_EQ(tally.all().applications, 6U);
    EXPECT_EQ(tally.all().changed, 3U);
    EXPECT_EQ(tally.all().only_within, 1U);
    EXPECT_EQ(tally.group(retail).applications, 4U);
    EXPECT_EQ(tally.group(retail).changed, 2U);
    EXPECT_EQ(tally.group(retail).only_within, 1U);
    EXPECT_EQ(tally.group(no_answer).applications, 1U);
    EXPECT_EQ(tally.group(no_answer).changed, 0U);
    EXPECT_EQ(tally.group({7, 7}).applications, 0U);
    const std::vector<std::size_t> order = tally.transitions_in_order();
    ASSERT_EQ(order.size(), 2U);
    EXPECT_EQ(tally.transitions()[order[0]].words(), "適合→不適合");
    EXPECT_EQ(tally.transitions()[order[1]].words(), "未確定→不適合");
    EXPECT_EQ(tally.group(wholesale).of(order[0]), 1U);
    EXPECT_EQ(tally.group(wholesale).of(order[1]), 0U);
    EXPECT_EQ(tally.group(retail).of(order[1]), 1U);
}

TEST(ReplayTally, 組ごとの数を足すと全体の数になる)
{
    ReplayTally tally;
    const std::optional<Effect> effects[] = {{},
                                             effect(Outcome::Met, Outcome::NotMet),
                                             only_within(),
                                             effect(Outcome::NotMet, Outcome::Met),
                                             class_effect("A", "AA")};
    for (std::uint32_t i = 0; i < 500; ++i)
        add(tally, effects[i % 5], {0, (i * 7) % 11});
    ReplayTally::Count sum;
    sum.transitions.resize(tally.transitions().size());
    for (std::uint32_t group = 0; group < 11; ++group) {
        const ReplayTally::Count& count = tally.group({0, group});
        sum.applications += count.applications;
        sum.changed += count.changed;
        sum.only_within += count.only_within;
        for (std::size_t i = 0; i < sum.transitions.size(); ++i)
            sum.transitions[i] += count.of(i);
    }
    EXPECT_EQ(sum.applications, tally.all().applications);
    EXPECT_EQ(sum.changed, tally.all().changed);
    EXPECT_EQ(sum.only_within, tally.all().only_within);
    EXPECT_EQ(sum.transitions, tally.all().transitions);
}

TEST(ReplayTally, 判定が同じで区分が変わるものは_区分の移り変わりで数える)
{
    ReplayTally tally;
    tally.add(class_effect("AAA", "AA"));
    tally.add(class_effect("AAA", "AA"));
    tally.add(class_effect("AA", "A"));
    EXPECT_EQ(summary(tally), "3件のうち判定の変わる申請 3（クラスAAA→クラスAA 2、クラスAA→クラスA 1）、"
                              "内訳だけ変わる申請 0");
}

TEST(ReplayTally, わけは判定を多く変えるものから並ぶ)
{
    const std::vector<Reason> reasons = small_tally().reasons();
    ASSERT_EQ(reasons.size(), 2U);
    EXPECT_EQ(reasons[0].id, "plan");
    EXPECT_EQ(reasons[0].applications, 3U);
    EXPECT_EQ(reasons[0].changed, 3U);
    EXPECT_EQ(reasons[0].ways.size(), 2U);
    EXPECT_EQ(reasons[1].id, "size");
    EXPECT_EQ(reasons[1].applications, 1U);
    EXPECT_EQ(reasons[1].changed, 0U);
    EXPECT_TRUE(reasons[1].ways.empty());
    EXPECT_EQ(reason_as_json(reasons[0]),
              R"({"what":"item","id":"plan","title":"② 計画","applications":3,"changed":3,"ways":[)"
              R"({"before":"met","after":"not_met","applications":2},)"
              R"({"before":"undetermined","after":"not_met","applications":1}]})");
}

TEST(ReplayTables, 組ごとの表は_だれもいない組を省き_未回答と計で終わる)
{
    const Grouping grouping(firms(), {firms().breakdowns.front()});
    EXPECT_EQ(tables_as_text(small_tally(), grouping),
              "\n"
              "industry  申請  判定が変わる    割合  適合→不適合  未確定→不適合  内訳だけ変わる\n"
              "卸売業       1             1  100.0%            1              -               -\n"
              "小売業       4             2   50.0%            1              1               1\n"
              "未回答       1             -    0.0%            -              -               -\n"
              "計           6             3   50.0%            2              1               1\n"
              "\n"
              "わけ             申請  うち判定が変わる\n"
              "評価項目 ② 計画     3                 3  適合→不適合 2、未確定→不適合 1\n"
              "事実 規模           1                 -\n");
}

TEST(ReplayTables, 何も変わらなければ表はない)
{
    ReplayTally tally;
    tally.add({});
    EXPECT_EQ(tables_as_text(tally, Grouping(firms(), firms().breakdowns)), "");
}

TEST(ReplayTables, 内訳がなければ_わけだけを示す)
{
    EXPECT_TRUE(tables_as_text(small_tally(), Grouping(firms(), {})).starts_with("\nわけ"));
}

TEST(ReplayTables, 移り変わりが多ければ_少ないものをまとめる)
{
    ReplayTally tally;
    for (char from = 'A'; from < 'I'; ++from) {
        for (char times = from; times < 'J'; ++times)
            add(tally, class_effect(std::string(1, from), "Z"), wholesale);
    }
    const std::string text = tables_as_text(tally, Grouping(firms(), {firms().breakdowns.front()}));
    const std::string head = text.substr(1, text.find('\n', 1) - 1);
    EXPECT_NE(head.find("クラスA→クラスZ"), std::string::npos) << head;
    EXPECT_NE(head.find("クラスF→クラスZ"), std::string::npos) << head;
    EXPECT_EQ(head.find("クラスG→クラスZ"), std::string::npos) << head;
    EXPECT_NE(head.find("ほかの変化"), std::string::npos) << head;
    EXPECT_NE(text.find("卸売業      44            44  100.0%"), std::string::npos) << text;
}

TEST(ReplayTables, いくつも選べる設問では_計が申請の数だと言う)
{
    const Grouping grouping(firms(), {firms().breakdowns.back()});
    ReplayTally tally;
    const GroupValue both[] = {{0, 1}, {0, 2}};
    tally.add(effect(Outcome::Met, Outcome::NotMet), both);
    EXPECT_NE(tables_as_text(tally, grouping).find("計（いくつも選んだ申請は1件）     1"), std::string::npos);
}

TEST(ReplayTables, JSONの形)
{
    const Grouping grouping(firms(), {firms().breakdowns.front()});
    ReplayTally tally;
    add(tally, effect(Outcome::Met, Outcome::NotMet), retail);
    add(tally, {}, retail);
    add(tally, {}, retail);
    const std::string transitions =
        R"("transitions":[{"before":"met","after":"not_met","class_before":null,"class_after":null,"applications":1}])";
    EXPECT_EQ(tally_as_json(tally),
              R"({"applications":3,"changed":1,"only_within":0,"percent":33.3,)" + transitions + "}");
    EXPECT_EQ(
        breakdown_as_json(tally, grouping, 0),
        R"({"id":"industry","label":"industry","groups":[{"value":2,"label":"小売業","applications":3,"changed":1,)"
        R"("only_within":0,"percent":33.3,)" +
            transitions + "}]}");
}

TEST(ReplayTables, 割合は小数第1位に四捨五入する)
{
    EXPECT_EQ(percent(0, 3), "0.0%");
    EXPECT_EQ(percent(1, 3), "33.3%");
    EXPECT_EQ(percent(2, 3), "66.7%");
    EXPECT_EQ(percent(1, 2000), "0.1%");
    EXPECT_EQ(percent(1, 2001), "0.0%");
    EXPECT_EQ(percent(3, 3), "100.0%");
    EXPECT_EQ(percent(1999, 2000), "100.0%");
    EXPECT_EQ(percent(0, 0), "0.0%");
}

TEST(ReplayCsv, 一行に一件_見出しに内訳の名前)
{
    const Grouping grouping(firms(), {firms().breakdowns.front()});
    EXPECT_EQ(csv_head(grouping), "申請,変わるもの,前の判定,後の判定,前の区分,後の区分,industry,わけ\r\n");
    EXPECT_EQ(to_csv_row(*effect(Outcome::Met, Outcome::NotMet), std::span(&retail, 1), grouping),
              "甲,判定,適合,不適合,,,小売業,評価項目 ② 計画: 適合 → 不適合（規則が変わった）\r\n");
    EXPECT_EQ(to_csv_row(*only_within(), std::span(&no_answer, 1), grouping),
              ",内訳だけ,適合,適合,,,未回答,事実 規模: 小 → 大\r\n");
    EXPECT_EQ(to_csv_row(*effect(Outcome::Met, Outcome::NotMet, "=1+\"a\",b\n"), std::span(&retail, 1), grouping),
              "\"'=1+\"\"a\"\",b \",判定,適合,不適合,,,小売業,評価項目 ② 計画: 適合 → 不適合（規則が変わった）\r\n");
}

}
