#include "office/timetable.h"

#include "support/editions.h"

#include <map>

namespace kenkei::office {

namespace {

const edition::Edition& shop() // 締切 2030年6月30日 17:00
{
    static const edition::Edition edition = [] {
        edition::Edition with = support::shop();
        with.process.emplace();
        return with;
    }();
    return edition;
}

// What was done, and what is next after that.
class TimetableTest : public ::testing::Test {
protected:
    std::vector<Job> next(base::Timestamp now, bool anchors = true)
    {
        const edition::Edition* editions[] = {&shop()};
        auto jobs = next_jobs(
            editions, anchors,
            [this](const std::string& name) -> base::Result<std::optional<store::JobRun>> {
                const auto found = runs.find(name);
                return found == runs.end() ? std::optional<store::JobRun>() : std::optional(found->second);
            },
            now);
        EXPECT_TRUE(jobs.ok());
        return jobs.ok() ? *jobs : std::vector<Job>();
    }
    std::vector<std::string> due(base::Timestamp now, bool anchors = true)
    {
        std::vector<std::string> names;
        for (const Job& job : next(now, anchors)) {
            if (job.due <= now)
                names.push_back(job.name);
        }
        return names;
    }
    bool is_due(const std::string& name, base::Timestamp now)
    {
        const std::vector<std::string> names = due(now);
        return std::find(names.begin(), names.end(), name) != names.end();
    }
    base::Timestamp due_of(const std::string& name, base::Timestamp now)
    {
        for (const Job& job : next(now)) {
            if (job.name == name)
                return job.due;
        }
        ADD_FAILURE() << name << " is not there";
        return {};
    }
    void done(const std::string& name, base::Timestamp at) { runs[name] = {.job = name, .at = at, .done = true}; }
    void failed(const std::string& name, base::Timestamp at, std::int64_t attempts)
    {
        runs[name] = {.job = name, .at = at, .done = false, .attempts = attempts};
    }

    std::map<std::string, store::JobRun> runs;
};

base::Timestamp before(base::Timestamp at)
{
    return {at.milliseconds - 1};
}

const std::string closing = "closing shop/2030";
const std::string thirty = "reminder shop/2030 30";
const std::string seven = "reminder shop/2030 7";
const std::string two = "reminder shop/2030 2";
const base::Timestamp closes = base::in_japan({2030, 6, 30}, 17);

}

TEST_F(TimetableTest, 締切のちょうどの時刻までは受付をせず1ミリ秒後からする)
{
    EXPECT_FALSE(is_due(closing, closes));
    EXPECT_TRUE(is_due(closing, {closes.milliseconds + 1}));
}

TEST_F(TimetableTest, 受付を済ませたら次の日の0時にもう一度見る)
{
    done(closing, base::in_japan({2030, 6, 30}, 17, 5));
    EXPECT_FALSE(is_due(closing, before(base::in_japan({2030, 7, 1}))));
    EXPECT_TRUE(is_due(closing, base::in_japan({2030, 7, 1})));
    done(closing, base::in_japan({2030, 7, 1}));
    EXPECT_FALSE(is_due(closing, base::in_japan({2030, 7, 1}, 23, 59)));
    EXPECT_TRUE(is_due(closing, base::in_japan({2030, 7, 2})));
}

TEST_F(TimetableTest, お知らせは30日前の9時からでその1ミリ秒前にはない)
{
    const base::Timestamp nine = base::in_japan({2030, 5, 31}, 9);
    EXPECT_EQ(reminder_time(shop(), 30), nine);
    EXPECT_FALSE(is_due(thirty, base::in_japan({2030, 5, 31}, 8, 59, 59)));
    EXPECT_FALSE(is_due(thirty, before(nine)));
    EXPECT_TRUE(is_due(thirty, nine));
    EXPECT_EQ(due_of(thirty, before(nine)), nine);
}

TEST_F(TimetableTest, 済んだお知らせはまた出ず次のお知らせが予定になる)
{
    done(thirty, base::in_japan({2030, 5, 31}, 9));
    EXPECT_EQ(due_of(seven, base::in_japan({2030, 5, 31}, 9, 1)), base::in_japan({2030, 6, 23}, 9));
    EXPECT_FALSE(is_due(thirty, base::in_japan({2030, 6, 10})));
}

TEST_F(TimetableTest, 止まっていたサーバーは近い方のお知らせだけを出す)
{
    // 30日前の日も7日前の日も動いていなかった
    const base::Timestamp now = base::in_japan({2030, 6, 25}, 10);
    EXPECT_TRUE(is_due(seven, now));
    EXPECT_FALSE(is_due(thirty, now));
    EXPECT_FALSE(is_due(two, now));
    done(seven, now);
    EXPECT_FALSE(is_due(thirty, now)) << "あとから遠い方を出さない";
    EXPECT_EQ(due_of(two, now), base::in_japan({2030, 6, 28}, 9));
}

TEST_F(TimetableTest, 遅れたお知らせも次のお知らせの前なら出す)
{
    EXPECT_TRUE(is_due(thirty, base::in_japan({2030, 6, 20}, 12)));
    EXPECT_TRUE(is_due(two, closes));
    EXPECT_FALSE(is_due(two, {closes.milliseconds + 1})) << "締切の後には出さない";
}

TEST_F(TimetableTest, 失敗したお知らせは1分5分15分1時間の間をおいてまた行う)
{
    const base::Timestamp nine = base::in_japan({2030, 5, 31}, 9);
    const std::int64_t minutes[] = {1, 5, 15, 60, 60};
    for (std::int64_t attempts = 1; attempts <= 5; ++attempts) {
        failed(thirty, nine, attempts);
        const base::Timestamp again{nine.milliseconds + minutes[attempts - 1] * 60'000};
        EXPECT_FALSE(is_due(thirty, before(again))) << attempts;
        EXPECT_TRUE(is_due(thirty, again)) << attempts;
    }
}

TEST_F(TimetableTest, 失敗した受付も間をおいてまた行う)
{
    failed(closing, base::in_japan({2030, 6, 30}, 18), 2);
    EXPECT_FALSE(is_due(closing, base::in_japan({2030, 6, 30}, 18, 4)));
    EXPECT_TRUE(is_due(closing, base::in_japan({2030, 6, 30}, 18, 5)));
}

TEST_F(TimetableTest, 期限超過のお知らせは毎日9時に一度で過ぎた日の分は出さない)
{
    const std::string first = "overdue shop 2030-07-20";
    EXPECT_FALSE(is_due(first, before(base::in_japan({2030, 7, 20}, 9))));
    EXPECT_TRUE(is_due(first, base::in_japan({2030, 7, 20}, 9)));
    EXPECT_TRUE(is_due(first, base::in_japan({2030, 7, 20}, 23, 59)));
    EXPECT_FALSE(is_due(first, base::in_japan({2030, 7, 21}, 10)));
    done(first, base::in_japan({2030, 7, 20}, 9));
    EXPECT_FALSE(is_due(first, base::in_japan({2030, 7, 20}, 10)));
    EXPECT_EQ(due_of("overdue shop 2030-07-21", base::in_japan({2030, 7, 20}, 10)), base::in_japan({2030, 7, 21}, 9));
}

TEST_F(TimetableTest, 署名は日本の0時からで鍵がなければない)
{
    EXPECT_TRUE(is_due("anchor 2030-07-20", base::in_japan({2030, 7, 20})));
    EXPECT_FALSE(is_due("anchor 2030-07-20", before(base::in_japan({2030, 7, 20}))));
    EXPECT_TRUE(is_due("anchor 2030-07-19", before(base::in_japan({2030, 7, 20}))));
    for (const Job& job : next(base::in_japan({2030, 7, 20}), false))
        EXPECT_NE(job.work, Work::Anchor);
}

TEST_F(TimetableTest, 手続のない年度版には何もしない)
{
    edition::Edition without = shop();
    without.process.reset();
    const edition::Edition* editions[] = {&without};
    const auto none = [](const std::string&) -> base::Result<std::optional<store::JobRun>> {
        return std::optional<store::JobRun>();
    };
    const auto jobs = next_jobs(editions, false, none, closes);
    ASSERT_TRUE(jobs.ok());
    ASSERT_EQ((*jobs).size(), 1u);
    EXPECT_EQ((*jobs)[0].work, Work::Sweep);
}

TEST_F(TimetableTest, 読めなかった結果は予定の誤りになる)
{
    const edition::Edition* editions[] = {&shop()};
    const auto jobs = next_jobs(
        editions, true,
        [](const std::string&) -> base::Result<std::optional<store::JobRun>> {
            return base::Error{.code = "store.lost", .message = "切れました。"};
        },
        closes);
    ASSERT_FALSE(jobs.ok());
    EXPECT_EQ(jobs.error().code, "store.lost");
}

TEST_F(TimetableTest, いま頼まれたお知らせは来た中で一番近いもの)
{
    const edition::Edition* editions[] = {&shop()};
    const auto jobs = jobs_now(editions, Work::Reminders, base::in_japan({2030, 6, 24}));
    ASSERT_EQ(jobs.size(), 1u);
    EXPECT_EQ(jobs[0].name, seven);
    EXPECT_TRUE(jobs_now(editions, Work::Reminders, base::in_japan({2030, 5, 1})).empty());
    EXPECT_TRUE(jobs_now(editions, Work::Closing, closes).empty());
    EXPECT_EQ(jobs_now(editions, Work::Closing, {closes.milliseconds + 1}).size(), 1u);
}

TEST(Work, すべての処理に名と見出しがあり名から読める)
{
    for (const Work work : all_work()) {
        EXPECT_EQ(read_work(name_of(work)), work);
        EXPECT_FALSE(label_of(work).empty());
    }
    EXPECT_EQ(read_work("nothing"), std::nullopt);
}

}
