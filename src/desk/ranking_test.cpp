#include "desk/ranking.h"

#include "support/dice.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace kenkei::desk {
namespace {

using By = TieKey::By;

base::Decimal decimal(const std::string& text)
{
    return base::Decimal::parse(text).value();
}

struct Cohort {
    std::vector<RankEntrant> entrants;
    std::map<std::string, Score> scores;

    void add(const std::string& id, const std::string& total, std::int64_t minute = 0,
             std::map<std::string, base::Decimal> parts = {})
    {
        entrants.push_back({id, "99" + id, {minute * 60'000}});
        scores[id] = {decimal(total), std::move(parts), {}};
    }
    // Firms whose scores are all different, the best first: "0001" …
    void add_many(std::size_t count, std::int64_t best)
    {
        for (std::size_t i = 0; i < count; ++i)
            add("e" + std::to_string(10000 + entrants.size()), std::to_string(best - static_cast<std::int64_t>(i)));
    }
};

Ranking ranked(const Cohort& cohort, const RankRules& rules)
{
    auto ranking = rank(cohort.entrants, cohort.scores, rules);
    if (!ranking.ok()) {
        ADD_FAILURE() << base::describe(ranking.error());
        return {};
    }
    return std::move(*ranking);
}

std::string code_of(const Cohort& cohort, const RankRules& rules)
{
    const auto ranking = rank(cohort.entrants, cohort.scores, rules);
    return ranking.ok() ? "" : ranking.error().code;
}

const RankPlace& place_of(const Ranking& ranking, const std::string& id)
{
    const auto found = std::find_if(ranking.places.begin(), ranking.places.end(),
                                    [&](const RankPlace& place) { return place.id == id; });
    EXPECT_NE(found, ranking.places.end()) << id;
    return found == ranking.places.end() ? ranking.places.front() : *found;
}

// Bands as an edition has them.
const std::vector<Band> two_bands = {{"上位", 1, 500}, {"次点", 501, 1500}};

// 498 firms before, three of the same score at 499 to 501, and 1,100 behind them.
Cohort tie_at_500()
{
    Cohort cohort;
    cohort.add_many(498, 9000);
    cohort.add("tie-a", "5000", 3);
    cohort.add("tie-b", "5000.0", 1);
    cohort.add("tie-c", "5000.00", 2);
    cohort.add_many(1100, 4000);
    return cohort;
}

std::size_t count_in(const Ranking& ranking, std::optional<std::size_t> band)
{
    return static_cast<std::size_t>(std::count_if(ranking.places.begin(), ranking.places.end(),
                                                  [&](const RankPlace& place) { return place.band == band; }));
}

TEST(Ranking, 分かれない同点は順位を分け合い_次の順位は飛ぶ)
{
    Cohort cohort;
    cohort.add("a", "70");
    cohort.add("b", "80.5");
    cohort.add("c", "80.50");
    cohort.add("d", "90");
    const Ranking ranking = ranked(cohort, {});
    EXPECT_EQ(place_of(ranking, "d").place, 1u);
    EXPECT_EQ(place_of(ranking, "b").place, 2u);
    EXPECT_EQ(place_of(ranking, "c").place, 2u);
    EXPECT_EQ(place_of(ranking, "c").last, 3u);
    EXPECT_EQ(place_of(ranking, "a").place, 4u);
    EXPECT_EQ(place_of(ranking, "d").why, "得点90で1位です。");
    EXPECT_EQ(place_of(ranking, "b").why, "得点80.5が2法人で同じため、2法人が同じ2位（2〜3位）です。");
    EXPECT_TRUE(ranking.doubts.empty());
}

TEST(Ranking, 得点は十進のまま比べる)
{
    Cohort cohort;
    cohort.add("a", "0.30000000000000000000001");
    cohort.add("b", "0.3");
    const Ranking ranking = ranked(cohort, {});
    EXPECT_EQ(place_of(ranking, "a").last, 1u);
    EXPECT_EQ(place_of(ranking, "b").place, 2u);
}

TEST(Ranking, 同点は定めた順に_部分の得点と提出の早さで分ける)
{
    Cohort cohort;
    cohort.add("a", "80", 5, {{"実施", decimal("10")}});
    cohort.add("b", "80", 4, {{"実施", decimal("12")}});
    cohort.add("c", "80", 3, {{"実施", decimal("10")}});
    const RankRules rules{.ties = {{By::HigherPart, "実施"}, {By::EarlierSubmission}}};
    const Ranking ranking = ranked(cohort, rules);
    EXPECT_EQ(place_of(ranking, "b").place, 1u);
    EXPECT_EQ(place_of(ranking, "c").place, 2u);
    EXPECT_EQ(place_of(ranking, "a").place, 3u);
    EXPECT_EQ(place_of(ranking, "b").why, "得点80が3法人で同じため、「実施」の高い順（12）により1位です。");
    EXPECT_EQ(place_of(ranking, "c").why, "得点80が3法人で同じため、「実施」の高い順（10）、提出の早い順（1970年1月1日 "
                                          "09:03）により2位です。");

    EXPECT_EQ(place_of(ranking, "a").why,
              "得点80が3法人で同じため、「実施」の高い順（10）、提出の早い順（1970年1月1日 09:05）により3位です。");

    const Ranking lower = ranked(cohort, {.ties = {{By::LowerPart, "実施"}}});
    EXPECT_EQ(place_of(lower, "b").place, 3u);
    EXPECT_EQ(place_of(lower, "a").place, 1u);
    EXPECT_EQ(place_of(lower, "c").why,
              "得点80が3法人で同じで、「実施」の低い順（10）でも分かれないため、2法人が同じ1位（1〜2位）です。");
}

TEST(Ranking, 境500位の同点は_定めがなければ誰もどちらにも入れない)
{
    const Ranking ranking = ranked(tie_at_500(), {.bands = two_bands});
    ASSERT_EQ(ranking.doubts.size(), 1u);
    EXPECT_EQ(ranking.doubts[0].kind, RankDoubtKind::TieAtBoundary);
    EXPECT_EQ(ranking.doubts[0].ids, (std::vector<std::string>{"tie-a", "tie-b", "tie-c"}));
    EXPECT_EQ(
        ranking.doubts[0].reason,
        "同点の3法人（499〜501位）が順位の帯「上位」（1〜500位）、順位の帯「次点」（501〜1500位）の境にまたがり、"
        "順位の定めでは決まりません。まだどの帯にも入れていません。同点のときに次に比べるもの（部分の得点、抽選の順"
        "など）を定めに加えるか、全員を上の帯に入れるか入れないかを定めてください。");
    for (const char* id : {"tie-a", "tie-b", "tie-c"})
        EXPECT_FALSE(place_of(ranking, id).band.has_value());
    EXPECT_EQ(count_in(ranking, 0), 498u);
    EXPECT_EQ(count_in(ranking, 1), 999u);
}

TEST(Ranking, 境の同点は定めにより全員を入れ_または誰も入れない)
{
    const Ranking in = ranked(tie_at_500(), {.boundary = AtBoundary::AllIn, .bands = two_bands});
    EXPECT_TRUE(in.doubts.empty());
    EXPECT_EQ(count_in(in, 0), 501u);
    EXPECT_EQ(count_in(in, 1), 999u);
    EXPECT_EQ(
        place_of(in, "tie-c").why,
        "得点5000が3法人で同じため、3法人が同じ499位（499〜501位）です。同点の3法人（499〜501位）が順位の帯の境に"
        "またがるため、全員を上の帯に入れる定めにより、499位として扱います。順位の帯「上位」（1〜500位）に入ります。");

    const Ranking out = ranked(tie_at_500(), {.boundary = AtBoundary::NoneIn, .bands = two_bands});
    EXPECT_TRUE(out.doubts.empty());
    EXPECT_EQ(count_in(out, 0), 498u);
    EXPECT_EQ(count_in(out, 1), 1002u);
}

TEST(Ranking, 境の同点も_次に比べるもので分かれれば一法人ずつ決まる)
{
    const Ranking ranking = ranked(tie_at_500(), {.ties = {{By::EarlierSubmission}}, .bands = two_bands});
    EXPECT_TRUE(ranking.doubts.empty());
    EXPECT_EQ(place_of(ranking, "tie-b").band, std::optional<std::size_t>(0)); // 499
    EXPECT_EQ(place_of(ranking, "tie-c").band, std::optional<std::size_t>(0)); // 500
    EXPECT_EQ(place_of(ranking, "tie-a").band, std::optional<std::size_t>(1)); // 501
    EXPECT_EQ(count_in(ranking, 0), 500u);
    EXPECT_EQ(count_in(ranking, 1), 1000u);
    EXPECT_EQ(count_in(ranking, std::nullopt), 101u);
}

TEST(Ranking, 帯のなかの同点は問わない)
{
    Cohort cohort;
    cohort.add("a", "3");
    cohort.add("b", "2");
    cohort.add("c", "2");
    cohort.add("d", "1");
    const Ranking ranking = ranked(cohort, {.bands = {{"上位", 1, 3}}});
    EXPECT_TRUE(ranking.doubts.empty());
    EXPECT_EQ(count_in(ranking, 0), 3u);
    EXPECT_EQ(place_of(ranking, "d").why, "得点1で4位です。どの順位の帯にも入りません。");
    // One place less, and they lie across its end, with no band behind it.
    EXPECT_EQ(ranked(cohort, {.bands = {{"上位", 1, 2}}}).doubts.size(), 1u);
    // A band that lies wholly within the tie.
    EXPECT_EQ(ranked(cohort, {.bands = {{"上位", 3, 3}}}).doubts.size(), 1u);
    // A band without an end.
    EXPECT_EQ(count_in(ranked(cohort, {.bands = {{"以下", 2}}}), 0), 3u);
}

TEST(Ranking, 得点のない法人があれば_境を越えうる順位の帯は決めない)
{
    Cohort cohort;
    cohort.add("a", "3");
    cohort.add("b", "2");
    cohort.add("c", "1");
    cohort.entrants.push_back({"d", "99d", {}});
    const Ranking ranking = ranked(cohort, {.bands = {{"上位", 1, 2}}});
    ASSERT_EQ(ranking.doubts.size(), 2u);
    EXPECT_EQ(ranking.doubts[0].kind, RankDoubtKind::Unscored);
    EXPECT_EQ(ranking.doubts[0].ids, std::vector<std::string>{"d"});
    EXPECT_EQ(ranking.doubts[1].kind, RankDoubtKind::Incomplete);
    EXPECT_EQ(ranking.doubts[1].ids, std::vector<std::string>{"b"});
    EXPECT_EQ(place_of(ranking, "a").band, std::optional<std::size_t>(0)); // 1 or 2
    EXPECT_FALSE(place_of(ranking, "b").band.has_value());                 // 2 or 3
    EXPECT_EQ(ranking.places.size(), 3u);
}

TEST(Ranking, 同点で比べる部分の得点がなければ_その法人の順位は付けない)
{
    Cohort cohort;
    cohort.add("a", "3", 0, {{"実施", decimal("1")}});
    cohort.add("b", "2");
    const Ranking ranking = ranked(cohort, {.ties = {{By::HigherPart, "実施"}}});
    ASSERT_EQ(ranking.doubts.size(), 1u);
    EXPECT_EQ(ranking.doubts[0].reason,
              "案件b（法人番号99b）は同点のときに比べる「実施」の得点がありません。得点を取り込む"
              "か、順位づけから外してください。");
    EXPECT_EQ(ranking.places.size(), 1u);
}

TEST(Ranking, 定めと対象の誤りは順位を付ける前に言う)
{
    Cohort cohort;
    cohort.add("a", "1");
    EXPECT_EQ(code_of(cohort, {.ties = {{By::HigherPart, ""}}}), "ranking.tie");
    EXPECT_EQ(code_of(cohort, {.ties = {{By::EarlierSubmission}, {By::EarlierSubmission}}}), "ranking.tie");
    EXPECT_EQ(code_of(cohort, {.ties = {{By::HigherPart, "x"}, {By::LowerPart, "x"}}}), "ranking.tie");
    EXPECT_EQ(code_of(cohort, {.bands = {{"上位", 0, 2}}}), "ranking.band");
    EXPECT_EQ(code_of(cohort, {.bands = {{"上位", 3, 2}}}), "ranking.band");
    EXPECT_EQ(code_of(cohort, {.bands = {{"", 1, 2}}}), "ranking.band");
    EXPECT_EQ(code_of(cohort, {.bands = {{"上位", 1, 500}, {"次点", 500, 1500}}}), "ranking.band");
    EXPECT_EQ(code_of(cohort, {.bands = {{"以下", 3}, {"上位", 1, 500}}}), "ranking.band");
    EXPECT_EQ(code_of(cohort, {.bands = {{"上位", 1, 2}, {"上位", 3, 4}}}), "ranking.band");
    EXPECT_EQ(code_of(cohort, {.bands = {{"上位", 1, 499}, {"次点", 500, 1500}}}), "");
    cohort.scores["stranger"] = {};
    EXPECT_EQ(code_of(cohort, {}), "ranking.not-entrant");
    cohort.scores.erase("stranger");
    cohort.entrants.push_back(cohort.entrants.front());
    EXPECT_EQ(code_of(cohort, {}), "ranking.entrant-twice");
}

// What the place of somebody is, by counting who is better.
struct Counted {
    std::size_t better = 0;
    std::size_t same = 0;
};

Counted count_better(const Cohort& cohort, const RankEntrant& one)
{
    const auto key = [&](const RankEntrant& of) {
        const Score& score = cohort.scores.at(of.id);
        return std::tuple(-score.total, -score.parts.at("p"), of.submitted.milliseconds);
    };
    Counted counted;
    for (const RankEntrant& other : cohort.entrants) {
        const auto of_one = key(one);
        const auto of_other = key(other);
        counted.better += of_other < of_one ? 1u : 0u;
        counted.same += of_other == of_one ? 1u : 0u;
    }
    return counted;
}

TEST(Ranking, 順位はより良い法人の数で決まり_読み込む順によらない)
{
    support::Dice dice(8);
    for (int round = 0; round < 60; ++round) {
        Cohort cohort;
        const std::size_t firms = 1 + dice.below(60);
        for (std::size_t i = 0; i < firms; ++i)
            cohort.add("e" + std::to_string(i), std::to_string(dice.below(8)) + "." + std::to_string(dice.below(2)),
                       static_cast<std::int64_t>(dice.below(3)),
                       {{"p", base::Decimal(static_cast<int>(dice.below(2)))}});
        const RankRules rules{.ties = {{By::HigherPart, "p"}, {By::EarlierSubmission}},
                              .boundary = static_cast<AtBoundary>(dice.below(3)),
                              .bands = {{"上", 1, 5}, {"中", 6, 20}, {"下", 25, 30}}};
        const Ranking before = ranked(cohort, rules);
        ASSERT_EQ(before.places.size(), firms);
        for (const RankEntrant& entrant : cohort.entrants) {
            const Counted counted = count_better(cohort, entrant);
            const RankPlace& place = place_of(before, entrant.id);
            EXPECT_EQ(place.place, counted.better + 1);
            EXPECT_EQ(place.last, counted.better + counted.same);
        }
        for (std::size_t i = cohort.entrants.size(); i > 1; --i)
            std::swap(cohort.entrants[i - 1], cohort.entrants[dice.below(i)]);
        const Ranking after = ranked(cohort, rules);
        ASSERT_EQ(after.places.size(), firms);
        for (std::size_t i = 0; i < firms; ++i) {
            EXPECT_EQ(after.places[i].id, before.places[i].id);
            EXPECT_EQ(after.places[i].why, before.places[i].why);
            EXPECT_EQ(after.places[i].band, before.places[i].band);
        }
        ASSERT_EQ(after.doubts.size(), before.doubts.size());
        for (std::size_t i = 0; i < after.doubts.size(); ++i)
            EXPECT_EQ(after.doubts[i].ids, before.doubts[i].ids);
        // Whoever is in no band has a place outside of all, or is asked about: those of one place go the same way.
        for (std::size_t i = 1; i < firms; ++i) {
            if (after.places[i].place == after.places[i - 1].place) {
                EXPECT_EQ(after.places[i].band, after.places[i - 1].band);
            }
        }
    }
}

}
}
