#include "edition/canonical_json.h"
#include "judge/quick_judge.h"
#include "office/office_testing.h"

#include <atomic>
#include <future>
#include <latch>
#include <thread>

namespace kenkei::office {

using namespace testing;

namespace {

constexpr base::Date slow_day{2031, 5, 1};
constexpr base::Date other_day{2031, 5, 2};
constexpr std::chrono::seconds long_enough{20};

// Editions whose judge of `slow_day` takes until it is let go.
class SlowEditions {
public:
    ~SlowEditions() { let_go(); }

    void let_go()
    {
        if (!m_gone.exchange(true))
            m_go.set_value();
    }

    std::atomic<int> compiled = 0;
    std::latch begun{1};
    Editions editions{load_like_town, [this](const edition::Edition& edition, base::Date as_of) {
                          if (as_of == slow_day) {
                              compiled += 1;
                              begun.count_down();
                              m_may_go.wait();
                          }
                          return std::make_shared<judge::QuickJudge>(edition, as_of);
                      }};

private:
    std::atomic<bool> m_gone = false;
    std::promise<void> m_go;
    std::shared_future<void> m_may_go = m_go.get_future().share();
};

template<typename Ask>
auto asked(const Ask& ask)
{
    return std::async(std::launch::async, ask);
}

bool is_answered(const auto& future)
{
    return future.wait_for(long_enough) == std::future_status::ready;
}

}

TEST(Editions, 判定のプログラムを作っている間もほかのことは待たない)
{
    SlowEditions slow;
    Editions& editions = slow.editions;
    const edition::Edition& edition = *good(editions.find(town));
    const auto first = asked([&] { return editions.quick_judge_of(edition, slow_day); });
    slow.begun.wait();

    const auto found = asked([&] { return good(editions.find(insured_town)); });
    EXPECT_TRUE(is_answered(found)) << "another edition";
    const auto another_day = asked([&] { return editions.quick_judge_of(edition, other_day); });
    EXPECT_TRUE(is_answered(another_day)) << "another day of the same edition";
    const auto layout = asked([&] { return &editions.layout_of(edition); });
    EXPECT_TRUE(is_answered(layout)) << "its form";
    EXPECT_EQ(first.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
    slow.let_go();
    EXPECT_TRUE(is_answered(first));
}

TEST(Editions, 同じ年度版の同じ日の判定のプログラムは一度だけ作り皆がそれを待つ)
{
    SlowEditions slow;
    const edition::Edition& edition = *good(slow.editions.find(town));
    std::vector<std::future<Editions::QuickJudge>> all;
    for (int count = 0; count < 8; ++count)
        all.push_back(asked([&] { return slow.editions.quick_judge_of(edition, slow_day); }));
    slow.begun.wait();
    for (const auto& one : all)
        EXPECT_EQ(one.wait_for(std::chrono::milliseconds(5)), std::future_status::timeout);
    slow.let_go();
    const Editions::QuickJudge judge = all.front().get();
    ASSERT_TRUE(judge);
    for (std::size_t at = 1; at < all.size(); ++at)
        EXPECT_EQ(all[at].get(), judge);
    EXPECT_EQ(slow.compiled, 1);
}

TEST(Editions, 日の判定のプログラムは新しく使った四日分だけを持つ)
{
    std::vector<base::Date> compiled;
    Editions editions{load_like_town, [&](const edition::Edition& edition, base::Date as_of) {
                          compiled.push_back(as_of);
                          return std::make_shared<judge::QuickJudge>(edition, as_of);
                      }};
    const edition::Edition& edition = *good(editions.find(town));
    const Editions::QuickJudge held = editions.quick_judge_of(edition, {2031, 5, 1});
    for (const int day : {2, 3, 4, 1, 5, 1, 3, 2})
        editions.quick_judge_of(edition, {2031, 5, day});
    const std::vector<base::Date> wanted = {{2031, 5, 1}, {2031, 5, 2}, {2031, 5, 3},
                                            {2031, 5, 4}, {2031, 5, 5}, {2031, 5, 2}};
    EXPECT_EQ(compiled, wanted) << "the second was the one not used for longest when the fifth came";
}

TEST(Editions, 判定の日を見ない年度版の判定のプログラムは一つで足りる)
{
    int compiled = 0;
    const auto load_without_day = [](const std::string& key) -> base::Result<edition::Edition> {
        std::string text = edition::to_canonical_json(TRY(load_like_town(key)));
        for (std::size_t at = 0; (at = text.find("as_of", at)) != std::string::npos;)
            text.replace(at, 5, "period_to");
        return edition::read_canonical_json(text);
    };
    Editions editions{load_without_day, [&](const edition::Edition& edition, base::Date as_of) {
                          ++compiled;
                          return std::make_shared<judge::QuickJudge>(edition, as_of);
                      }};
    const edition::Edition& edition = *good(editions.find(town));
    const Editions::QuickJudge first = editions.quick_judge_of(edition, {2031, 5, 1});
    for (const int day : {2, 3, 1})
        EXPECT_EQ(editions.quick_judge_of(edition, {2031, 5, day}), first);
    EXPECT_EQ(compiled, 1);
}

}
