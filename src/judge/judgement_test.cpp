#include "judge/judgement.h"

#include "support/judged.h"

#include <algorithm>
#include <map>

namespace kenkei::judge {

using edition::Edition;
using support::edition_of;
using support::judged;
using support::shop;
using support::Small;
using Level = ClassOutcome::Level;

namespace {

Outcome item(const Edition& edition, const Judgement& judgement, const std::string& id)
{
    for (std::size_t i = 0; i < edition.items.size(); ++i) {
        if (edition.items[i].id == id)
            return judgement.items[i];
    }
    ADD_FAILURE() << id;
    return Outcome::Undetermined;
}

// Yes/no questions a, b, c … that are items of the same name.
Small yes_or_no(std::size_t count)
{
    Small small;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string id(1, static_cast<char>('a' + i));
        small.questions.emplace_back(id, R"("type":"boolean","changeable":true,"deciding":true)");
        small.items.emplace_back(id, id);
    }
    return small;
}

constexpr std::string_view words[] = {"true", "false", "null"};
constexpr Outcome outcomes[] = {Outcome::Met, Outcome::NotMet, Outcome::Undetermined};

// Calls `see` with every combination of true, false and null for a, b, c …, and the outcomes of the items.
void every_answer(std::size_t count, const auto& see)
{
    std::size_t total = 1;
    for (std::size_t i = 0; i < count; ++i)
        total *= 3;
    for (std::size_t number = 0; number < total; ++number) {
        std::string json;
        std::vector<Outcome> items;
        std::size_t rest = number;
        for (std::size_t i = 0; i < count; ++i, rest /= 3) {
            json.append(json.empty() ? "{\"" : ",\"").append(1, static_cast<char>('a' + i)).append("\":");
            json.append(words[rest % 3]);
            items.push_back(outcomes[rest % 3]);
        }
        see(json + "}", items);
    }
}

Outcome all_of(std::initializer_list<Outcome> parts)
{
    Outcome outcome = Outcome::Met;
    for (Outcome part : parts)
        outcome = edition::both(outcome, part);
    return outcome;
}

std::string class_of(const Edition& edition, const ClassOutcome& outcome)
{
    if (outcome.level == Level::Class)
        return edition.classes[outcome.index].id;
    return outcome.level == Level::Outside ? "outside" : "null";
}

std::string classes_of(std::string_view answers)
{
    const Judgement judgement = judged(shop(), answers);
    return class_of(shop(), judgement.reached) + " " + class_of(shop(), judgement.possible) + " " +
           std::string(edition::word_of(judgement.outcome));
}

// In order but for what a test changes.
std::string sound(std::string_view changes)
{
    return R"({"code":"123","staff":18,"opened_on":"2020-04-01",)" + std::string(changes) + "}";
}

std::vector<std::string> reasons(const Edition& edition, std::string_view answers)
{
    return close(edition, judged(edition, answers)).reasons;
}

using Reasons = std::vector<std::string>;

}

TEST(Judge, 申請の判定は要件の三値のかつ)
{
    Small small = yes_or_no(4);
    small.requirements = {{"all", R"("all_of":["a","b"])"}, {"some", R"("at_least":2,"of":["b","c","d"])"}};
    const Edition edition = edition_of(small);
    every_answer(4, [&](const std::string& json, const std::vector<Outcome>& items) {
        const Judgement judgement = judged(edition, json);
        EXPECT_EQ(judgement.items, items) << json;
        edition::Tally some;
        for (std::size_t i = 1; i < 4; ++i)
            some.add(items[i]);
        const Outcome second = edition::at_least(2, some);
        EXPECT_EQ(judgement.requirements[0].outcome, all_of({items[0], items[1]})) << json;
        EXPECT_EQ(judgement.requirements[1].outcome, second) << json;
        EXPECT_EQ(judgement.requirements[1].tally.met, some.met) << json;
        EXPECT_EQ(judgement.outcome, all_of({items[0], items[1], second})) << json;
    });
}

TEST(Judge, 数の要件に添えた必須の項目は_数に入らず_どれも欠かせない)
{
    Small small = yes_or_no(4);
    small.requirements = {{"gate", R"("all_of":["a"],"at_least":2,"of":["b","c","d"])"}};
    const Edition edition = edition_of(small);
    every_answer(4, [&](const std::string& json, const std::vector<Outcome>& items) {
        const Judgement judgement = judged(edition, json);
        edition::Tally counted;
        for (std::size_t i = 1; i < 4; ++i)
            counted.add(items[i]);
        EXPECT_EQ(judgement.requirements[0].outcome, edition::both(items[0], edition::at_least(2, counted))) << json;
        EXPECT_EQ(judgement.requirements[0].tally.met, counted.met) << json;
    });
    EXPECT_EQ(reasons(edition, R"({"a":false,"b":true,"c":true,"d":true})"), Reasons{"not_met:a"});
    EXPECT_EQ(reasons(edition, R"({"a":true,"b":true,"c":false,"d":false})"), Reasons{"too_few:gate"});
    EXPECT_EQ(reasons(edition, R"({"a":false,"b":false,"c":false,"d":false})"), (Reasons{"not_met:a", "too_few:gate"}));
    EXPECT_EQ(reasons(edition, R"({"b":true,"c":true})"), (Reasons{"unanswered:a", "unanswered:d"}));
    const Judgement near = judged(edition, R"({"a":false,"b":true,"c":false,"d":false})");
    ASSERT_EQ(near.next.size(), 1U);
    EXPECT_EQ(near.next[0].missing, 2U); // a, and one more of b, c, d
}

TEST(Judge, 未回答があっても失われた要件は隠れない)
{
    const Judgement judgement = judged(shop(), R"({"agreed":false})");
    EXPECT_EQ(item(shop(), judgement, "consent"), Outcome::NotMet);
    EXPECT_EQ(item(shop(), judgement, "code"), Outcome::Undetermined);
    EXPECT_EQ(judgement.requirements[0].outcome, Outcome::NotMet);
    EXPECT_EQ(judgement.outcome, Outcome::NotMet);
}

TEST(Judge, 何も答えなければ何も決まらない)
{
    const Judgement judgement = judged(shop(), "{}");
    for (std::size_t i = 0; i < shop().items.size(); ++i)
        EXPECT_EQ(judgement.items[i], Outcome::Undetermined) << shop().items[i].id;
    EXPECT_EQ(judgement.outcome, Outcome::Undetermined);
}

TEST(Judge, 真偽値にならない規則は未確定)
{
    const Edition edition =
        edition_of({.questions = {{"q", R"("type":"integer")"}}, .items = {{"i", "q"}, {"j", "q > 1"}}});
    const Judgement judgement = judged(edition, R"({"q":3})");
    EXPECT_EQ(judgement.items[0], Outcome::Undetermined);
    EXPECT_EQ(judgement.items[1], Outcome::Met);
}

TEST(Judge, 称号は申請の判定に入らない)
{
    const Judgement judgement = judged(shop(), sound(R"("agreed":true,"plan":1,"means":[9],"trained":0)"));
    EXPECT_EQ(judgement.titles[0].outcome, Outcome::Undetermined) << "2 met, 2 still unknown";
    EXPECT_EQ(judgement.titles[0].tally.met, 2U);
    EXPECT_EQ(judgement.outcome, Outcome::Met);
}

TEST(Judge, 受講率は95パーセントちょうどから)
{
    auto trained = [](int total, int count) {
        return item(
            shop(),
            judged(shop(), "{\"staff\":" + std::to_string(total) + ",\"trained\":" + std::to_string(count) + "}"),
            "trained");
    };
    EXPECT_EQ(trained(20, 19), Outcome::Met) << "95 %";
    EXPECT_EQ(trained(55, 52), Outcome::NotMet) << "94.5 % rounds to 95";
    EXPECT_EQ(trained(1000, 950), Outcome::Met);
    EXPECT_EQ(trained(1000, 949), Outcome::NotMet) << "94.9 %";
    EXPECT_EQ(trained(18, 18), Outcome::Met);
    EXPECT_EQ(trained(18, 19), Outcome::Undetermined) << "more than there are";
    EXPECT_EQ(trained(0, 0), Outcome::Undetermined);
}

TEST(Judge, 期間の境の日)
{
    auto opened = [](const std::string& day) {
        return item(shop(), judged(shop(), "{\"opened_on\":\"" + day + "\"}"), "opened");
    };
    EXPECT_EQ(opened("2029-04-01"), Outcome::Met);
    EXPECT_EQ(opened("2029-04-02"), Outcome::NotMet);
    EXPECT_EQ(opened("2029-03-31"), Outcome::Met);
}

TEST(Judge, 台帳の事実は欠けていれば未確定)
{
    auto with = [](const std::string& known) { return judged(shop(), R"({"answers":{},"known":)" + known + "}"); };
    EXPECT_EQ(item(shop(), with(R"({"ledger":{"member":true}})"), "member"), Outcome::Met);
    EXPECT_EQ(item(shop(), with(R"({"ledger":{"member":false}})"), "member"), Outcome::NotMet);
    EXPECT_EQ(item(shop(), with(R"({"ledger":{}})"), "member"), Outcome::Undetermined);
    EXPECT_EQ(item(shop(), with(R"({"awards":[{"class":"B"},{"class":"A"}]})"), "awarded"), Outcome::Met);
    EXPECT_EQ(item(shop(), with(R"({"awards":[{"class":"B"}]})"), "awarded"), Outcome::NotMet);
    EXPECT_EQ(item(shop(), with(R"({"awards":[]})"), "awarded"), Outcome::NotMet);
    EXPECT_EQ(item(shop(), with(R"({"awards":[{"class":"B"},{"year":2029}]})"), "awarded"), Outcome::Undetermined)
        << "an award without its class may be one";
}

TEST(Judge, 同じ入力からは同じ判定)
{
    const std::string answers = sound(R"("agreed":true,"plan":3,"means":[1],"trained":0)");
    const Judgement first = judged(shop(), answers);
    const Judgement second = judged(shop(), answers);
    EXPECT_EQ(first.items, second.items);
    EXPECT_EQ(first.answers.slots, second.answers.slots);
    EXPECT_EQ(first.id, "line:1");
    EXPECT_EQ(first.as_of, (base::Date{2030, 5, 1}));
}

TEST(Judge, 未回答を何で埋めても_決まっていた判定は変わらない)
{
    const std::vector<std::pair<std::string, std::vector<std::string>>> answers{
        {"staff", {"18", "21"}},     {"agreed", {"true", "false"}}, {"plan", {"1", "2", "3"}},
        {"plan_text", {"\"毎月\""}}, {"means", {"[1]", "[9]"}},     {"trained", {"18", "0"}},
        {"branch", {"false"}},
    };
    // Every mixture of blanks and answers, each blank then filled with each answer.
    std::vector<std::vector<std::string>> all{{}};
    for (const auto& [id, values] : answers) {
        std::vector<std::vector<std::string>> more;
        for (const auto& some : all) {
            more.push_back(some);
            more.back().emplace_back();
            for (const std::string& value : values) {
                more.push_back(some);
                more.back().push_back(value);
            }
        }
        all = std::move(more);
    }
    std::map<std::vector<std::string>, Judgement> judgements;
    for (const auto& some : all) {
        std::string json = R"({"code":"123","opened_on":"2020-04-01")";
        for (std::size_t i = 0; i < some.size(); ++i) {
            if (!some[i].empty())
                json.append(",\"").append(answers[i].first).append("\":").append(some[i]);
        }
        judgements.emplace(some, judged(shop(), json + "}", Next::Skip));
    }
    for (const auto& [some, judgement] : judgements) {
        for (std::size_t i = 0; i < some.size(); ++i) {
            if (!some[i].empty() || answers[i].first == "branch")
                continue; // a blank branch has a default
            for (const std::string& value : answers[i].second) {
                auto filled = some;
                filled[i] = value;
                const Judgement& then = judgements.at(filled);
                for (std::size_t n = 0; n < judgement.items.size(); ++n) {
                    if (judgement.items[n] != Outcome::Undetermined) {
                        ASSERT_EQ(then.items[n], judgement.items[n]) << shop().items[n].id << " " << answers[i].first;
                    }
                }
                if (judgement.outcome != Outcome::Undetermined) {
                    ASSERT_EQ(then.outcome, judgement.outcome);
                }
            }
        }
    }
}

TEST(Classes, 上の区分は下の区分の上に立つ)
{
    EXPECT_EQ(classes_of(sound(R"("agreed":true,"plan":1,"means":[1],"trained":18)")), "AAA AAA met");
    EXPECT_EQ(classes_of(sound(R"("agreed":true,"plan":1,"means":[9],"trained":0)")), "AA AA met");
    EXPECT_EQ(classes_of(sound(R"("agreed":true,"plan":3,"means":[1],"trained":18)")), "A A met");
}

TEST(Classes, 一番下の区分を失えば_上の部分がそろっていても認証外)
{
    EXPECT_EQ(classes_of(sound(R"("agreed":false,"plan":1,"means":[1],"trained":18)")), "outside outside not_met");
}

TEST(Classes, 要件を失えば認証外)
{
    EXPECT_EQ(classes_of(R"({"code":"12","staff":18,"opened_on":"2020-04-01","agreed":true,"plan":1,"means":[1]})"),
              "outside outside not_met");
}

TEST(Classes, 未回答のあいだは届きうる区分を残す)
{
    EXPECT_EQ(classes_of("{}"), "null AAA undetermined");
    EXPECT_EQ(classes_of(sound(R"("agreed":true,"plan":1)")), "AA AAA met");
    EXPECT_EQ(classes_of(sound(R"("agreed":true,"means":[1])")), "A AAA met");
    EXPECT_EQ(classes_of(sound(R"("agreed":true,"plan":3,"trained":18)")), "A A met");
    EXPECT_EQ(classes_of(sound(R"("plan":3,"means":[1])")), "null A undetermined");
}

TEST(Classes, 区分のない制度には区分がない)
{
    const Edition edition = edition_of(yes_or_no(1));
    const Judgement judgement = judged(edition, R"({"a":true})");
    EXPECT_TRUE(judgement.classes.empty());
    EXPECT_EQ(judgement.reached.level, Level::Open);
    EXPECT_EQ(judgement.outcome, Outcome::Met);
}

TEST(Classes, どの答えでも区分は部分の三値から決まる)
{
    Small small = yes_or_no(4);
    small.requirements = {{"r", R"("all_of":["a"])"}};
    small.classes = {{"A", R"("all_of":["b"])"},
                     {"AA", R"("beyond":"A","all_of":["c"])"},
                     {"AAA", R"("beyond":"AA","all_of":["d"])"}};
    const Edition edition = edition_of(small);
    every_answer(4, [&](const std::string& json, const std::vector<Outcome>& items) {
        const Judgement judgement = judged(edition, json);
        std::string reached = "null";
        std::string possible = "outside";
        const std::vector<Outcome> cumulative{all_of({items[0], items[1]}), all_of({items[0], items[1], items[2]}),
                                              all_of({items[0], items[1], items[2], items[3]})};
        for (std::size_t i = 0; i < 3; ++i) {
            if (cumulative[i] == Outcome::Met)
                reached = edition.classes[i].id;
            if (cumulative[i] != Outcome::NotMet)
                possible = edition.classes[i].id;
        }
        if (cumulative[0] == Outcome::NotMet)
            reached = "outside";
        EXPECT_EQ(class_of(edition, judgement.reached), reached) << json;
        EXPECT_EQ(class_of(edition, judgement.possible), possible) << json;
        EXPECT_EQ(judgement.outcome, cumulative[0]) << json;
    });
}

TEST(Close, 締切では未回答の要件を未回答の項目ごとに断る)
{
    EXPECT_EQ(reasons(shop(), sound(R"("plan":1,"means":[1])")), (Reasons{"unanswered:consent"}));
    EXPECT_EQ(reasons(shop(), R"({"agreed":true,"plan":1,"means":[1]})"),
              (Reasons{"unanswered:code", "unanswered:opened"}));
    EXPECT_FALSE(close(shop(), judged(shop(), "{}")).passed);
}

TEST(Close, 失われた要件は失われた項目か足りない数で断る)
{
    EXPECT_EQ(reasons(shop(), R"({"code":"12","agreed":false})"),
              (Reasons{"not_met:code", "not_met:consent", "unanswered:small", "unanswered:plan", "unanswered:means",
                       "unanswered:trained", "unanswered:member"}));
    const std::string lost =
        R"({"answers":{"code":"123","staff":30,"opened_on":"2020-04-01","agreed":true,"plan":3,"means":[9],"trained":0}})";
    EXPECT_EQ(reasons(shop(), lost), (Reasons{"too_few:selectable"})) << "member alone cannot make two";
}

TEST(Close, すべて適合なら通過で理由はない)
{
    const Final final = close(shop(), judged(shop(), sound(R"("agreed":true,"plan":1,"means":[1],"trained":18)")));
    EXPECT_TRUE(final.passed);
    EXPECT_TRUE(final.reasons.empty());
}

TEST(Close, 通過と理由は背中合わせ)
{
    Small small = yes_or_no(4);
    small.requirements = {{"all", R"("all_of":["a","b"])"}, {"some", R"("at_least":2,"of":["b","c","d"])"}};
    small.classes = {{"A", R"("all_of":["c"])"}};
    const Edition edition = edition_of(small);
    every_answer(4, [&](const std::string& json, const std::vector<Outcome>&) {
        const Judgement judgement = judged(edition, json);
        const Final final = close(edition, judgement);
        EXPECT_EQ(final.passed, judgement.outcome == Outcome::Met) << json;
        EXPECT_EQ(final.passed, final.reasons.empty()) << json;
        for (std::size_t i = 0; i < final.reasons.size(); ++i)
            EXPECT_EQ(std::count(final.reasons.begin(), final.reasons.end(), final.reasons[i]), 1) << "each once";
    });
}

TEST(Close, 区分に届かないことも理由になる)
{
    Small small = yes_or_no(2);
    small.requirements = {{"r", R"("all_of":["a"])"}};
    small.classes = {{"A", R"("all_of":["b"])"}};
    const Edition edition = edition_of(small);
    EXPECT_EQ(reasons(edition, R"({"a":true,"b":false})"), (Reasons{"not_met:b"}));
    EXPECT_EQ(reasons(edition, R"({"a":true})"), (Reasons{"unanswered:b"}));
    EXPECT_EQ(reasons(edition, R"({"a":false})"), (Reasons{"not_met:a", "unanswered:b"}));
}

}
