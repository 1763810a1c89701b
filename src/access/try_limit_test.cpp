#include "access/try_limit.h"

#include <atomic>
#include <latch>
#include <thread>

namespace kenkei::access {

namespace {

constexpr base::Timestamp start{1'700'000'000'000};

base::Timestamp after(std::int64_t seconds)
{
    return {start.milliseconds + seconds * 1000};
}

constexpr Allowance three_and_one_a_minute{.burst = 3, .refill_seconds = 60};

// How many tries the key has at this time; takes them.
int tries_of(TryLimit& limit, std::string_view key, base::Timestamp now)
{
    int count = 0;
    while (!limit.taken(key, now))
        ++count;
    return count;
}

}

TEST(TryLimit, AfterThreeTriesOneWaits)
{
    TryLimit limit(three_and_one_a_minute);
    for (int i = 0; i < 3; ++i)
        EXPECT_FALSE(limit.taken("taro", start)) << i;
    EXPECT_EQ(limit.taken("taro", start), 60);
    EXPECT_EQ(limit.taken("taro", after(1)), 59);
    EXPECT_EQ(limit.taken("taro", {after(60).milliseconds - 1}), 1);
    EXPECT_FALSE(limit.taken("taro", after(60)));
    EXPECT_EQ(limit.taken("taro", after(60)), 60);
}

TEST(TryLimit, EachKeyHasItsOwnTries)
{
    TryLimit limit(three_and_one_a_minute);
    EXPECT_EQ(tries_of(limit, "taro", start), 3);
    EXPECT_EQ(tries_of(limit, "hanako", start), 3);
    EXPECT_EQ(tries_of(limit, "", start), 3);
}

TEST(TryLimit, AKeyMayHaveAnAllowanceOfItsOwn)
{
    constexpr Allowance wide{.burst = 10, .refill_seconds = 20};
    TryLimit limit(three_and_one_a_minute);
    EXPECT_EQ(tries_of(limit, "taro", start), 3);
    int count = 0;
    while (!limit.taken("everybody", start, wide))
        ++count;
    EXPECT_EQ(count, 10);
    EXPECT_EQ(limit.taken("everybody", after(1), wide), 19);
    EXPECT_FALSE(limit.taken("everybody", after(20), wide));
    limit.give_back("everybody", wide);
    EXPECT_FALSE(limit.taken("everybody", after(20), wide));
    EXPECT_EQ(limit.taken("everybody", after(20), wide), 20);
    EXPECT_EQ(limit.taken("taro", after(20)), 40);
}

TEST(TryLimit, WhatIsRefusedTakesNothing)
{
    TryLimit limit(three_and_one_a_minute);
    tries_of(limit, "taro", start);
    for (int i = 0; i < 1000; ++i)
        EXPECT_TRUE(limit.taken("taro", start));
    EXPECT_FALSE(limit.taken("taro", after(60)));
}

TEST(TryLimit, TriesComeBackOneByOneUpToTheBurst)
{
    TryLimit limit(three_and_one_a_minute);
    tries_of(limit, "taro", start);
    EXPECT_EQ(tries_of(limit, "taro", after(120)), 2);
    EXPECT_EQ(tries_of(limit, "taro", after(120 + 1'000'000)), 3);
}

TEST(TryLimit, ASuccessGivesItsOwnTryBackAndNoMore)
{
    TryLimit limit(three_and_one_a_minute);
    for (int i = 0; i < 100; ++i) {
        EXPECT_FALSE(limit.taken("taro", start));
        limit.give_back("taro");
    }
    tries_of(limit, "taro", start);
    limit.give_back("taro");
    EXPECT_EQ(tries_of(limit, "taro", start), 1);
}

TEST(TryLimit, WhatIsGivenBackTooOftenMakesNoBucketOverflow)
{
    TryLimit limit(three_and_one_a_minute);
    limit.give_back("unknown");
    EXPECT_EQ(limit.key_count(), 0u);
    EXPECT_FALSE(limit.taken("taro", start));
    for (int i = 0; i < 100; ++i)
        limit.give_back("taro");
    EXPECT_EQ(tries_of(limit, "taro", start), 3);
}

TEST(TryLimit, AClockSetBackMakesNobodyWaitLongerThanOneRefill)
{
    TryLimit limit(three_and_one_a_minute);
    tries_of(limit, "taro", start);
    const auto year_before = after(-365 * 86'400);
    EXPECT_EQ(limit.taken("taro", year_before), 60);
    EXPECT_FALSE(limit.taken("taro", {year_before.milliseconds + 60'000}));
    EXPECT_EQ(limit.taken("taro", {year_before.milliseconds + 60'000}), 60);
}

TEST(TryLimit, AClockSetBackGivesNoTries)
{
    TryLimit limit(three_and_one_a_minute);
    tries_of(limit, "taro", start);
    EXPECT_TRUE(limit.taken("taro", after(-10)));
    EXPECT_EQ(limit.taken("taro", start), 50); // one refill after it was seen empty at -10
}

TEST(TryLimit, TimesBefore1970AreTimes)
{
    TryLimit limit(three_and_one_a_minute);
    EXPECT_EQ(tries_of(limit, "taro", {-10'000'000'000}), 3);
    EXPECT_EQ(limit.taken("taro", {-10'000'000'000 + 30'000}), 30);
}

TEST(TryLimit, OneTryAtATime)
{
    TryLimit limit({.burst = 1, .refill_seconds = 1});
    EXPECT_EQ(tries_of(limit, "taro", start), 1);
    EXPECT_EQ(limit.taken("taro", start), 1);
    EXPECT_FALSE(limit.taken("taro", after(1)));
}

TEST(TryLimit, AnAllowanceOfNothingIsOne)
{
    TryLimit limit({.burst = 0, .refill_seconds = 0}, 0);
    EXPECT_EQ(tries_of(limit, "taro", start), 1);
    EXPECT_EQ(tries_of(limit, "hanako", start), 1);
    EXPECT_EQ(limit.key_count(), 1u);
}

TEST(TryLimit, NoMoreKeysAreKeptThanAllowed)
{
    TryLimit limit(three_and_one_a_minute);
    for (int i = 0; i < 120'000; ++i)
        ASSERT_FALSE(limit.taken(std::to_string(i), start));
    EXPECT_EQ(limit.key_count(), 100'000u);
}

TEST(TryLimit, WhenFullTheFullestIsForgottenAndWhoIsOutOfTriesStays)
{
    TryLimit limit(three_and_one_a_minute, 10);
    tries_of(limit, "taro", start);
    for (int i = 0; i < 1000; ++i)
        limit.taken("stranger" + std::to_string(i), start);
    EXPECT_EQ(limit.key_count(), 10u);
    EXPECT_EQ(limit.taken("taro", start), 60);
}

TEST(TryLimit, WhenFullANewKeyIsCountedToo)
{
    TryLimit limit(three_and_one_a_minute, 10);
    for (int i = 0; i < 10; ++i)
        tries_of(limit, std::to_string(i), start);
    EXPECT_EQ(tries_of(limit, "new", start), 3);
    EXPECT_EQ(limit.key_count(), 10u);
}

TEST(TryLimit, FullBucketsAreForgottenAsOthersCome)
{
    TryLimit limit(three_and_one_a_minute);
    for (int i = 0; i < 1000; ++i)
        limit.taken(std::to_string(i), start);
    for (int i = 0; i < 400; ++i)
        limit.taken("taro" + std::to_string(i % 3), after(60));
    EXPECT_EQ(limit.key_count(), 3u);
}

TEST(TryLimit, LongKeysAreToldApart)
{
    TryLimit limit(three_and_one_a_minute);
    const std::string long_key(100'000, 'x');
    EXPECT_EQ(tries_of(limit, long_key, start), 3);
    EXPECT_EQ(tries_of(limit, long_key + "y", start), 3);
    EXPECT_EQ(tries_of(limit, std::string(63, 'x'), start), 3);
    EXPECT_EQ(tries_of(limit, std::string(64, 'x'), start), 3);
    limit.give_back(long_key);
    EXPECT_EQ(tries_of(limit, long_key, start), 1);
}

TEST(TryLimit, ThreadsShareTheTries)
{
    constexpr int threads_at_once = 4;
    constexpr int tries_of_each = 10'000;
    TryLimit limit({.burst = 20'000, .refill_seconds = 60}, 50);
    std::latch all_are_there(threads_at_once);
    std::atomic<int> passed = 0;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < threads_at_once; ++thread) {
        threads.emplace_back([&limit, &all_are_there, &passed, thread] {
            all_are_there.arrive_and_wait();
            for (int i = 0; i < tries_of_each; ++i) {
                passed += limit.taken("taro", start) ? 0 : 1;
                limit.taken(std::to_string(thread * tries_of_each + i), start);
                limit.give_back(std::to_string(i));
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(passed, 20'000);
    EXPECT_LE(limit.key_count(), 50u);
}

}
