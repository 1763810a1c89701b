#include "edition/outcome.h"

#include <gtest/gtest.h>

#include <array>
#include <set>

namespace kenkei::edition {

namespace {

constexpr std::array all_outcomes{Outcome::Met, Outcome::NotMet, Outcome::Undetermined};

// Every way the undetermined of `outcomes` may turn out.
void complete(std::vector<Outcome> outcomes, const auto& see)
{
    for (Outcome& outcome : outcomes) {
        if (outcome != Outcome::Undetermined)
            continue;
        for (Outcome either : {Outcome::Met, Outcome::NotMet}) {
            outcome = either;
            complete(outcomes, see);
        }
        return;
    }
    see(outcomes);
}

Outcome agreed(const std::set<bool>& truths)
{
    return truths.size() > 1 ? Outcome::Undetermined : outcome_of(*truths.begin());
}

// Every combination of `count` outcomes.
void combine(std::size_t count, std::vector<Outcome> so_far, const auto& see)
{
    if (so_far.size() == count)
        return see(so_far);
    for (Outcome next : all_outcomes) {
        so_far.push_back(next);
        combine(count, so_far, see);
        so_far.pop_back();
    }
}

Tally tally_of(const std::vector<Outcome>& outcomes)
{
    Tally tally;
    for (Outcome outcome : outcomes)
        tally.add(outcome);
    return tally;
}

}

TEST(Outcome, 判定の言葉は三つで_読み書きで変わらない)
{
    for (Outcome outcome : all_outcomes)
        EXPECT_EQ(read_outcome(word_of(outcome)), outcome);
    EXPECT_EQ(word_of(Outcome::Met), "met");
    EXPECT_EQ(word_of(Outcome::NotMet), "not_met");
    EXPECT_EQ(word_of(Outcome::Undetermined), "undetermined");
    for (auto other : {"", "Met", "not met", "unknown"})
        EXPECT_FALSE(read_outcome(other)) << other;
}

TEST(Outcome, 未回答は真でも偽でもなく未確定)
{
    EXPECT_EQ(outcome_of(true), Outcome::Met);
    EXPECT_EQ(outcome_of(false), Outcome::NotMet);
    EXPECT_EQ(outcome_of({}), Outcome::Undetermined);
}

TEST(Outcome, n項目以上は未確定がどう転んでも同じときだけ決まる)
{
    for (std::size_t count = 0; count <= 6; ++count) {
        combine(count, {}, [&](const std::vector<Outcome>& outcomes) {
            for (std::size_t need = 0; need <= count + 1; ++need) {
                std::set<bool> truths;
                complete(outcomes, [&](const std::vector<Outcome>& completed) {
                    truths.insert(
                        static_cast<std::size_t>(std::count(completed.begin(), completed.end(), Outcome::Met)) >= need);
                });
                EXPECT_EQ(at_least(need, tally_of(outcomes)), agreed(truths)) << count << " " << need;
            }
        });
    }
}

TEST(Outcome, すべて満たすとはn項目のうちn項目以上のこと)
{
    for (std::size_t count = 1; count <= 5; ++count) {
        combine(count, {}, [&](const std::vector<Outcome>& outcomes) {
            Outcome all = Outcome::Met;
            for (Outcome outcome : outcomes)
                all = both(all, outcome);
            EXPECT_EQ(at_least(count, tally_of(outcomes)), all);
        });
    }
}

TEST(Outcome, 一つでも失われれば未回答があっても不適合)
{
    combine(2, {}, [&](const std::vector<Outcome>& pair) {
        std::set<bool> truths;
        complete(pair, [&](const std::vector<Outcome>& completed) {
            truths.insert(completed[0] == Outcome::Met && completed[1] == Outcome::Met);
        });
        EXPECT_EQ(both(pair[0], pair[1]), agreed(truths));
    });
    EXPECT_EQ(both(Outcome::Undetermined, Outcome::NotMet), Outcome::NotMet);
}

}
