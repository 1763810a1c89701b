#include "mail/back_off.h"

#include <gtest/gtest.h>

namespace kenkei::mail {

TEST(BackOff, WaitsLongerAndLongerAndGivesUpAfterTwoDays)
{
    std::vector<std::int64_t> minutes;
    base::Timestamp now{0};
    for (std::int64_t attempts = 1; const auto next = next_attempt(attempts, now); ++attempts) {
        minutes.push_back((next->milliseconds - now.milliseconds) / 60'000);
        now = *next;
    }
    EXPECT_EQ(minutes,
              (std::vector<std::int64_t>{1, 5, 15, 60, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240}));
    EXPECT_EQ(now.milliseconds / 60'000, 45 * 60 + 21);
}

TEST(BackOff, NonsenseIsHarmless)
{
    EXPECT_EQ(next_attempt(0, {0})->milliseconds, 60'000);
    EXPECT_EQ(next_attempt(-5, {0})->milliseconds, 60'000);
    EXPECT_FALSE(next_attempt(1'000'000'000'000, {0}).has_value());
}

}
