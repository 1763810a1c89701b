#include "judge/replay.h"

#include "judge/replay_report.h"
#include "support/judged.h"

#include <algorithm>

namespace kenkei::judge {

using edition::Edition;
using support::edition_of;
using support::Pairs;
using support::Small;

namespace {

std::optional<Effect> effect(const Edition& before, const Edition& after, std::string_view json)
{
    return Replay(before, after).effect_of(support::judged(before, json), support::judged(after, json));
}

std::string list(const std::vector<OutcomeChange>& changes)
{
    std::string all;
    auto word = [](const std::optional<Outcome>& outcome) {
        return outcome ? std::string(edition::word_of(*outcome)) : "-";
    };
    for (const OutcomeChange& change : changes) {
        all += (all.empty() ? "" : "; ") + change.id + " " + word(change.before) + ">" + word(change.after);
        for (const std::string& why : change.why)
            all += " " + why;
    }
    return all;
}

// Staff up to a limit.
Small limited_to(const std::string& limit)
{
    return {.questions = {{"staff", R"("type":"integer","unit":"人")"}},
            .values = {{"limit", limit}},
            .items = {{"small", "staff <= limit"}}};
}

// What an item `ok` with that rule comes out as after `before` became `after`.
std::string why_of_item(const Small& before, const Small& after, std::string_view json)
{
    const auto found = effect(edition_of(before), edition_of(after), json);
    return found ? list(found->items) : "";
}

}

TEST(Replay, 上限の訂正で判定の変わる申請と変わったわけ)
{
    const Edition before = edition_of(limited_to("20"));
    const Edition after = edition_of(limited_to("25"));
    EXPECT_FALSE(effect(before, after, R"({"staff":20})"));
    EXPECT_FALSE(effect(before, after, R"({"staff":26})"));
    EXPECT_FALSE(effect(before, after, R"({})"));
    for (const char* json : {R"({"staff":21})", R"({"staff":25})"}) {
        const auto found = effect(before, after, json);
        ASSERT_TRUE(found) << json;
        EXPECT_TRUE(found->changes_judgement);
        EXPECT_EQ(found->before, Outcome::NotMet);
        EXPECT_EQ(found->after, Outcome::Met);
        EXPECT_EQ(list(found->items), "small not_met>met 値「limit」（limit）が 20 → 25 に変わった");
        EXPECT_EQ(list(found->requirements), "required not_met>met");
    }
}

TEST(Replay, 規則が変わればそう言い_変わらない値は言わない)
{
    Small before = limited_to("20");
    Small after = before;
    after.items = {{"small", "staff < limit"}};
    EXPECT_EQ(why_of_item(before, after, R"({"staff":20})"), "small met>not_met 規則が変わった");
    EXPECT_EQ(why_of_item(before, after, R"({"staff":19})"), "");
}

TEST(Replay, 値を通して変わった値も_もとの値から並べる)
{
    Small before = limited_to("20");
    before.facts = {{"size", R"(if staff <= limit then "small" else "large")"}};
    before.items = {{"ok", R"(size = "small")"}};
    Small after = before;
    after.values = {{"limit", "25"}};
    const auto found = effect(edition_of(before), edition_of(after), R"({"staff":22})");
    ASSERT_TRUE(found);
    EXPECT_EQ(list(found->items), "ok not_met>met 値「limit」（limit）が 20 → 25 に変わった "
                                  "事実「size」（size）が large → small に変わった");
    ASSERT_EQ(found->facts.size(), 1U);
    EXPECT_EQ(found->facts[0].shown_before, "large");
    EXPECT_EQ(found->facts[0].shown_after, "small");
}

TEST(Replay, 判定は同じで事実だけが変わる)
{
    Small before = limited_to("20");
    before.facts = {{"size", R"(if staff <= 10 then "small" else "large")"}};
    Small after = before;
    after.facts = {{"size", R"(if staff <= 12 then "small" else "large")"}};
    const auto found = effect(edition_of(before), edition_of(after), R"({"staff":12})");
    ASSERT_TRUE(found);
    EXPECT_FALSE(found->changes_judgement);
    EXPECT_EQ(found->facts.size(), 1U);
    EXPECT_FALSE(effect(edition_of(before), edition_of(after), R"({"staff":13})"));
}

TEST(Replay, 設問の側の変わり方)
{
    const Pairs asked = {{"a", R"("type":"boolean")"}, {"b", R"("type":"boolean")"}};
    const Pairs when = {{"a", R"("type":"boolean")"}, {"b", R"("type":"boolean","when":"a")"}};
    const Pairs items = {{"ok", "b"}};
    EXPECT_EQ(why_of_item({.questions = asked, .items = items}, {.questions = when, .items = items},
                          R"({"a":false,"b":true})"),
              "ok met>undetermined 設問「b」を聞かなくなった");
    EXPECT_EQ(why_of_item({.questions = when, .items = items}, {.questions = asked, .items = items},
                          R"({"a":false,"b":true})"),
              "ok undetermined>met 設問「b」を聞くようになった");

    const Pairs three = {{"c", R"("type":"choice","options":{"1":"x","2":"y","3":"z"})"}};
    const Pairs two = {{"c", R"("type":"choice","options":{"1":"x","2":"y"})"}};
    const Pairs chosen = {{"ok", "c in [1..3]"}};
    EXPECT_EQ(why_of_item({.questions = three, .items = chosen}, {.questions = two, .items = chosen}, R"({"c":3})"),
              "ok met>undetermined 設問「c」の回答が使えなくなった");
    EXPECT_EQ(why_of_item({.questions = two, .items = chosen}, {.questions = three, .items = chosen}, R"({"c":3})"),
              "ok undetermined>met 設問「c」の回答が使えるようになった");

    const Pairs blank = {{"d", R"("no":"問1","type":"boolean")"}};
    const Pairs assumed = {{"d", R"("no":"問1","type":"boolean","default":false)"}};
    EXPECT_EQ(
        why_of_item({.questions = blank, .items = {{"ok", "d"}}}, {.questions = assumed, .items = {{"ok", "d"}}}, "{}"),
        "ok undetermined>not_met 設問「問1 d」の値が 未回答 → いいえ に変わった");
}

TEST(Replay, 新しい設問となくなった設問)
{
    const Small one = {.questions = {{"a", R"("type":"boolean")"}}, .items = {{"ok", "a"}}};
    const Small both = {.questions = {{"a", R"("type":"boolean")"}, {"b", R"("type":"boolean")"}},
                        .items = {{"ok", "a and b"}}};
    EXPECT_EQ(why_of_item(one, both, R"({"a":true})"), "ok met>undetermined 規則が変わった 設問「b」が新しい");
    EXPECT_EQ(why_of_item(both, one, R"({"a":true})"), "ok undetermined>met 規則が変わった 設問「b」がなくなった");
}

TEST(Replay, 設問が値になっても比べる)
{
    const Small asked = {.questions = {{"a", R"("type":"boolean")"}, {"b", R"("type":"boolean")"}},
                         .items = {{"ok", "b"}}};
    const Small computed = {
        .questions = {{"a", R"("type":"boolean")"}}, .values = {{"b", "a"}}, .items = {{"ok", "b"}}};
    EXPECT_EQ(why_of_item(asked, computed, R"({"a":true,"b":false})"),
              "ok not_met>met 値「b」（b）が いいえ → はい に変わった");
    EXPECT_EQ(why_of_item(computed, asked, R"({"a":true,"b":false})"),
              "ok met>not_met 設問「b」の値が はい → いいえ に変わった");
}

TEST(Replay, 申請期間や一覧や台帳で変わったとき)
{
    const Small small = {.questions = {{"day", R"("type":"date")"}}, .items = {{"ok", "day >= period_from"}}};
    const Edition before = edition_of(small);
    Edition after = edition_of(small);
    after.application.opens = {2030, 4, 10};
    auto found = effect(before, after, R"({"day":"2030-04-05"})");
    ASSERT_TRUE(found);
    EXPECT_EQ(list(found->items), "ok met>not_met 申請期間の初日が 2030-04-01 → 2030-04-10 に変わった");

    const std::string one = R"("towns":{"names":["a"],"aliases":{}})";
    const std::string two = R"("towns":{"names":["a","b"],"aliases":{}})";
    const Pairs town = {{"town", R"("type":"text")"}};
    const Pairs listed = {{"ok", "list contains(lists.towns, town)"}};
    EXPECT_EQ(why_of_item({.questions = town, .items = listed, .lists = one},
                          {.questions = town, .items = listed, .lists = two}, R"({"town":"b"})"),
              "ok not_met>met 名前の一覧が変わった");

    const std::string text = R"("insurer":{"register":"r","fields":{"declared":"text"},"source":"none"})";
    const std::string boolean = R"("insurer":{"register":"r","fields":{"declared":"boolean"},"source":"none"})";
    const Pairs declared = {{"ok", "known.insurer.declared"}};
    EXPECT_EQ(why_of_item({.items = declared, .known = text}, {.items = declared, .known = boolean},
                          R"({"answers":{},"known":{"insurer":{"declared":true}}})"),
              "ok undetermined>met 台帳から読む情報が変わった");
}

TEST(Replay, 表の行が変われば値が変わる)
{
    Small before = {.questions = {{"staff", R"("type":"integer")"}},
                    .items = {{"ok", R"(size = "small")"}},
                    .tables = {{"size", support::table_of("U", "staff | size\n<= 20 | small\n> 20 | large\n")}}};
    Small after = before;
    after.tables = {{"size", support::table_of("U", "staff | size\n<= 25 | small\n> 25 | large\n")}};
    EXPECT_EQ(why_of_item(before, after, R"({"staff":21})"),
              "ok not_met>met 値「size」（size）が large → small に変わった");
}

TEST(Replay, 評価項目が同じでも要る数が変われば要件が変わる)
{
    Small before = {.questions = {{"a", R"("type":"boolean")"}, {"b", R"("type":"boolean")"}},
                    .items = {{"a1", "a"}, {"b1", "b"}},
                    .requirements = {{"some", R"("at_least":1,"of":["a1","b1"])"}}};
    Small after = before;
    after.requirements = {{"some", R"("at_least":2,"of":["a1","b1"])"}};
    const auto found = effect(edition_of(before), edition_of(after), R"({"a":true,"b":false})");
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->changes_judgement);
    EXPECT_TRUE(found->items.empty());
    EXPECT_EQ(list(found->requirements), "some met>not_met 必要な数が 1 → 2 に変わった");
    EXPECT_FALSE(effect(edition_of(before), edition_of(after), R"({"a":true,"b":true})"));
}

TEST(Replay, 要件に評価項目が加わり_外れる)
{
    const Pairs questions = {{"a", R"("type":"boolean")"}, {"b", R"("type":"boolean")"}};
    const Small one = {
        .questions = questions, .items = {{"a1", "a"}, {"b1", "b"}}, .requirements = {{"all", R"("all_of":["a1"])"}}};
    Small both = one;
    both.requirements = {{"all", R"("all_of":["a1","b1"])"}};
    const std::string json = R"({"a":true,"b":false})";
    EXPECT_EQ(list(effect(edition_of(one), edition_of(both), json)->requirements), "all met>not_met 「b1」が加わった");
    EXPECT_EQ(list(effect(edition_of(both), edition_of(one), json)->requirements), "all not_met>met 「b1」が外れた");
    Small besides = one;
    besides.requirements = {{"all", R"("all_of":["b1"],"at_least":1,"of":["a1"])"}};
    Small swapped = one;
    swapped.requirements = {{"all", R"("all_of":["a1"],"at_least":1,"of":["b1"])"}};
    EXPECT_FALSE(effect(edition_of(besides), edition_of(swapped), json));
    Small loose = one;
    loose.requirements = {{"all", R"("at_least":1,"of":["a1","b1"])"}};
    EXPECT_EQ(list(effect(edition_of(loose), edition_of(besides), json)->requirements),
              "all met>not_met 必ず要る評価項目が変わった");
}

TEST(Replay, 片方だけにある評価項目は_判定が変わるときの適合でないものだけを言う)
{
    const Pairs questions = {{"a", R"("type":"boolean")"}, {"b", R"("type":"boolean")"}};
    const Edition one = edition_of({.questions = questions, .items = {{"a1", "a"}}});
    const Edition two = edition_of({.questions = questions, .items = {{"a1", "a"}, {"b1", "b"}}});
    EXPECT_FALSE(effect(one, two, R"({"a":true,"b":true})"));
    EXPECT_FALSE(effect(one, two, R"({"a":false,"b":false})"));
    EXPECT_EQ(list(effect(one, two, R"({"a":true})")->items), "b1 ->undetermined 新しい");
    EXPECT_EQ(list(effect(two, one, R"({"a":true,"b":false})")->items), "b1 not_met>- なくなった");
    EXPECT_EQ(Replay(one, two).unmatched(), std::vector<std::string>{"後だけにある評価項目: b1"});
    EXPECT_EQ(Replay(two, one).unmatched(), std::vector<std::string>{"前だけにある評価項目: b1"});
}

TEST(Replay, 片方だけにある要件が判定を変える)
{
    const Small one = {.questions = {{"a", R"("type":"boolean")"}},
                       .items = {{"a1", "a"}, {"b1", "not(a)"}},
                       .requirements = {{"first", R"("all_of":["a1"])"}}};
    Small two = one;
    two.requirements.emplace_back("second", R"("all_of":["b1"])");
    const auto found = effect(edition_of(one), edition_of(two), R"({"a":true})");
    ASSERT_TRUE(found);
    EXPECT_EQ(list(found->requirements), "second ->not_met 新しい");
    EXPECT_EQ(Replay(edition_of(one), edition_of(two)).unmatched().size(), 1U);
}

TEST(Replay, 適合のままでも区分が変われば判定が変わる)
{
    Small before = {.questions = {{"a", R"("type":"boolean")"}, {"n", R"("type":"integer")"}},
                    .items = {{"base", "a"}, {"more", "n >= 3"}},
                    .requirements = {{"required", R"("all_of":["base"])"}},
                    .classes = {{"A", R"("all_of":["base"])"}, {"AA", R"("beyond":"A","all_of":["more"])"}}};
    Small after = before;
    after.items = {{"base", "a"}, {"more", "n >= 4"}};
    const auto found = effect(edition_of(before), edition_of(after), R"({"a":true,"n":3})");
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->changes_judgement);
    EXPECT_EQ(found->before, Outcome::Met);
    EXPECT_EQ(found->after, Outcome::Met);
    EXPECT_EQ(found->class_before.id, "AA");
    EXPECT_EQ(found->class_after.id, "A");
    EXPECT_EQ(list(found->classes), "AA met>not_met");
    ReplayTally tally;
    tally.add(found);
    EXPECT_EQ(summary(tally), "1件のうち判定の変わる申請 1（AA→A 1）、内訳だけ変わる申請 0");
    EXPECT_EQ(to_text(*found), "line:1: 適合 → 適合、区分 AA → A\n"
                               "　区分 AA: 適合 → 不適合\n"
                               "　評価項目 more: 適合 → 不適合（規則が変わった）\n");
}

TEST(Replay, 前提の区分が変わったときもわけを言う)
{
    Small before = {.questions = {{"a", R"("type":"boolean")"}, {"b", R"("type":"boolean")"}},
                    .items = {{"a1", "a"}, {"b1", "b"}, {"any", "true"}},
                    .requirements = {{"required", R"("all_of":["any"])"}},
                    .classes = {{"A", R"("all_of":["a1"])"}, {"AA", R"("beyond":"A","all_of":["b1"])"}}};
    Small after = before;
    after.classes = {{"A", R"("all_of":["a1"])"}, {"AA", R"("all_of":["b1"])"}};
    const auto found = effect(edition_of(before), edition_of(after), R"({"a":false,"b":true})");
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->changes_judgement);
    EXPECT_EQ(list(found->classes), "AA met>met 前提の区分が A → なし に変わった");
}

TEST(Replay, 称号だけが変わる申請は判定の変わる申請に数えない)
{
    Small before = {.questions = {{"a", R"("type":"boolean")"}},
                    .items = {{"a1", "a"}, {"any", "true"}},
                    .requirements = {{"required", R"("all_of":["any"])"}},
                    .titles = {{"gold", R"("all_of":["a1"])"}}};
    Small after = before;
    after.items = {{"a1", "not(a)"}, {"any", "true"}};
    const auto found = effect(edition_of(before), edition_of(after), R"({"id":"A\u001b[1m","answers":{"a":true}})");
    ASSERT_TRUE(found);
    EXPECT_FALSE(found->changes_judgement);
    EXPECT_EQ(list(found->titles), "gold met>not_met");
    ReplayTally tally;
    tally.add(found);
    tally.add({});
    EXPECT_EQ(summary(tally), "2件のうち判定の変わる申請 0、内訳だけ変わる申請 1");
    EXPECT_EQ(to_text(*found), "A␛[1m: 適合のまま（a1 適合→不適合、gold 適合→不適合）\n");
}

TEST(Replay, JSONの形)
{
    Small before = limited_to("20");
    before.facts = {{"within", "staff <= limit"}};
    Small after = limited_to("25");
    after.facts = before.facts;
    const auto found = effect(edition_of(before), edition_of(after), R"({"id":"A","answers":{"staff":21}})");
    ASSERT_TRUE(found);
    EXPECT_EQ(
        to_json_line(*found),
        R"({"id":"A","before":{"outcome":"not_met","class":null},"after":{"outcome":"met","class":null},)"
        R"("items":{"small":{"before":"not_met","after":"met","why":["値「limit」（limit）が 20 → 25 に変わった"]}},)"
        R"("requirements":{"required":{"before":"not_met","after":"met","why":[]}},"titles":{},"classes":{},)"
        R"("facts":{"within":{"before":false,"after":true}}})");
}

TEST(Replay, 数は判定の移り変わりごとに数える)
{
    const Edition before = edition_of(limited_to("20"));
    const Edition after = edition_of(limited_to("if staff > 100 then null else 10"));
    ReplayTally tally;
    for (const char* json : {R"({"staff":11})", R"({"staff":15})", R"({"staff":101})", R"({"staff":5})"})
        tally.add(effect(before, after, json));
    EXPECT_EQ(tally.all().applications, 4U);
    EXPECT_EQ(tally.all().changed, 3U);
    EXPECT_EQ(summary(tally), "4件のうち判定の変わる申請 3（適合→不適合 2、不適合→未確定 1）、内訳だけ変わる申請 0");
}

// Over every answer and every pair of rules: what is listed is what two judgements differ in, and an item never changes
// without a reason.
TEST(Replay, 二つの判定の違いを残らず_わけとともに挙げる)
{
    const Pairs questions = {{"a", R"("type":"boolean")"}, {"b", R"("type":"boolean","when":"a != false")"}};
    std::vector<Edition> editions;
    for (const char* value : {"a and b", "a or b", "b"}) {
        for (const char* rule : {"v", "v and a"}) {
            for (const char* group : {R"("all_of":["x","y"])", R"("at_least":1,"of":["x","y"])"})
                editions.push_back(edition_of({.questions = questions,
                                               .values = {{"v", value}},
                                               .items = {{"x", rule}, {"y", "b"}},
                                               .requirements = {{"r", group}}}));
        }
    }
    for (const Edition& before : editions) {
        for (const Edition& after : editions) {
            for (const char* a : {"true", "false", "null"}) {
                for (const char* b : {"true", "false", "null"}) {
                    const std::string json = R"({"a":)" + std::string(a) + R"(,"b":)" + b + "}";
                    const Judgement one = support::judged(before, json);
                    const Judgement other = support::judged(after, json);
                    const auto found = effect(before, after, json);
                    const bool same = one.items == other.items && one.outcome == other.outcome;
                    ASSERT_EQ(found.has_value(), !same) << json;
                    if (!found)
                        continue;
                    EXPECT_EQ(found->changes_judgement, one.outcome != other.outcome);
                    std::size_t changed = 0;
                    for (std::size_t i = 0; i < one.items.size(); ++i)
                        changed += one.items[i] != other.items[i] ? 1U : 0U;
                    EXPECT_EQ(found->items.size(), changed);
                    for (const OutcomeChange& change : found->items)
                        EXPECT_FALSE(change.why.empty()) << change.id << " " << json;
                }
            }
        }
    }
}

}
