#include "store/jobs.h"

#include "store/store_testing.h"

#include <atomic>
#include <thread>

namespace kenkei::store {

using namespace testing;

namespace {

class JobsTest : public OnBothDatabases {
protected:
    Store store() { return good(Store::open(where())); }
};

template<typename What>
auto done(Store& store, What what)
{
    using Answer = decltype(what(std::declval<Jobs&>()));
    std::optional<Answer> answer;
    good(store.write([&](Transaction& transaction) -> base::Result<void> {
        Jobs jobs(transaction);
        answer = what(jobs);
        if (!answer->ok())
            return answer->error();
        return {};
    }));
    return *answer;
}

Hook hook(const std::string& id)
{
    return {.id = id,
            .scheme = "shop",
            .url = "https://other.example.jp/hook",
            .secret = "secret",
            .kinds = {"submitted", "decided"},
            .created = at_minute(0)};
}

HookDelivery delivery(const std::string& hook, const std::string& message)
{
    return {.hook = hook,
            .message_id = message,
            .case_id = {"shop-2030-000001"},
            .event = 2,
            .body = "{}",
            .state = "waiting",
            .created = at_minute(0),
            .due = at_minute(1)};
}

std::string messages_of(const std::vector<HookDelivery>& deliveries)
{
    std::string text;
    for (const HookDelivery& each : deliveries)
        text += each.message_id + " ";
    return text;
}

}

TEST_P(JobsTest, 当番は返すか期限が切れるまで一人)
{
    Store s = store();
    const auto holds = [&](const std::string& who, std::int64_t now, std::int64_t until) {
        return good(done(s, [&](Jobs& j) { return j.hold("clock", who, at_minute(now), at_minute(until)); }));
    };
    EXPECT_TRUE(holds("a", 0, 5));
    EXPECT_FALSE(holds("b", 4, 9));
    EXPECT_TRUE(holds("a", 4, 8)) << "keeps it";
    EXPECT_FALSE(holds("b", 7, 12));
    EXPECT_TRUE(holds("b", 8, 12)) << "the holder died";
    EXPECT_FALSE(holds("a", 9, 13));
    good(done(s, [](Jobs& j) { return j.release("clock", "a"); }));
    EXPECT_FALSE(holds("a", 9, 13)) << "what is another's is not released";
    const auto leases = good(done(s, [](Jobs& j) { return j.leases(); }));
    ASSERT_EQ(leases.size(), 1u);
    EXPECT_EQ(leases[0].holder, "b");
    EXPECT_EQ(leases[0].until, at_minute(12));
    good(done(s, [](Jobs& j) { return j.release("clock", "b"); }));
    EXPECT_TRUE(holds("a", 9, 13));
}

TEST_P(JobsTest, 二つのサーバーのうち一つだけが当番になり一つだけが配る)
{
    constexpr int times = 25;
    Store s = store();
    good(done(s, [](Jobs& j) { return j.put(hook("h")); }));
    for (int i = 0; i < times; ++i)
        good(done(s, [&](Jobs& j) { return j.put(delivery("h", std::to_string(i))); }));
    const auto seen = good(done(s, [](Jobs& j) { return j.deliveries_due(at_minute(2), times); }));
    ASSERT_EQ(seen.size(), static_cast<std::size_t>(times));
    std::atomic<int> held = 0;
    std::atomic<int> claimed = 0;
    std::vector<std::thread> threads;
    for (const char* name : {"a", "b"})
        threads.emplace_back([&, name] {
            Store own = store();
            for (int i = 0; i < times; ++i) {
                const std::string lease = "lease " + std::to_string(i);
                held += good(done(own, [&](Jobs& j) { return j.hold(lease, name, at_minute(0), at_minute(5)); }));
                claimed += good(
                    done(own, [&](Jobs& j) { return j.claim(seen.at(static_cast<std::size_t>(i)), at_minute(9)); }));
            }
        });
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(held, times);
    EXPECT_EQ(claimed, times);
}

TEST_P(JobsTest, 定期処理の結果は仕事ごとに最後のものが残る)
{
    Store s = store();
    const auto record = [&](const JobRun& run) { good(done(s, [&](Jobs& j) { return j.record(run); })); };
    record({.job = "closing shop/2030", .at = at_minute(1), .told = "失敗"});
    record({.job = "anchor 2030-03-17", .at = at_minute(2), .milliseconds = 12, .done = true, .told = "署名 1"});
    record({.job = "closing shop/2030", .at = at_minute(3), .done = true, .attempts = 2, .told = "3件"});
    const auto latest = good(done(s, [](Jobs& j) { return j.latest(9); }));
    ASSERT_EQ(latest.size(), 2u);
    EXPECT_EQ(latest[0].job, "closing shop/2030");
    EXPECT_EQ(latest[0].attempts, 2);
    EXPECT_TRUE(latest[0].done);
    EXPECT_EQ(latest[0].told, "3件");
    EXPECT_EQ(latest[1].milliseconds, 12);
    EXPECT_EQ(good(done(s, [](Jobs& j) { return j.latest(1); })).size(), 1u);
    EXPECT_EQ(good(done(s, [](Jobs& j) { return j.find_run("closing shop/2030"); }))->at, at_minute(3));
    EXPECT_FALSE(good(done(s, [](Jobs& j) { return j.find_run("no such job"); })));
}

TEST_P(JobsTest, 通知は止まっていない通知先へ一度だけ配られる)
{
    Store s = store();
    for (const char* id : {"h1", "h2"})
        good(done(s, [&](Jobs& j) { return j.put(hook(id)); }));
    for (const char* message : {"m1", "m2", "m1"})
        good(done(s, [&](Jobs& j) { return j.put(delivery("h1", message)); }));
    HookDelivery later = delivery("h2", "m3");
    later.due = at_minute(9);
    good(done(s, [&](Jobs& j) { return j.put(later); }));
    const auto due = [&](std::int64_t now, std::int64_t limit) {
        return good(done(s, [&](Jobs& j) { return j.deliveries_due(at_minute(now), limit); }));
    };
    EXPECT_EQ(messages_of(due(0, 9)), "");
    EXPECT_EQ(messages_of(due(1, 9)), "m1 m2 ");
    EXPECT_EQ(messages_of(due(9, 9)), "m1 m2 m3 ");
    EXPECT_EQ(messages_of(due(9, 1)), "m1 ");
    HookDelivery first = due(1, 1).at(0);
    first.state = "sent";
    first.attempts = 1;
    first.answer = "204";
    good(done(s, [&](Jobs& j) { return j.set(first); }));
    EXPECT_EQ(messages_of(due(9, 9)), "m2 m3 ");
    EXPECT_FALSE(good(done(s, [&](Jobs& j) { return j.claim(first, at_minute(20)); }))) << "sent";
    Hook stopped = hook("h1");
    stopped.active = false;
    stopped.failures = 8;
    stopped.answer = "500";
    stopped.kinds = {};
    good(done(s, [&](Jobs& j) { return j.change(stopped); }));
    EXPECT_EQ(messages_of(due(9, 9)), "m3 ");
    EXPECT_EQ(messages_of(good(done(s, [](Jobs& j) { return j.deliveries_of("h1", 9); }))), "m2 m1 ");
    const auto all = good(done(s, [](Jobs& j) { return j.hooks(); }));
    ASSERT_EQ(all.size(), 2u);
    EXPECT_FALSE(all[0].active);
    EXPECT_EQ(all[0].failures, 8);
    EXPECT_TRUE(all[0].kinds.empty());
    EXPECT_EQ(all[1].kinds, hook("h2").kinds);
    EXPECT_EQ(good(done(s, [](Jobs& j) { return j.find_hook("h2"); }))->secret, "secret");
    EXPECT_FALSE(good(done(s, [](Jobs& j) { return j.find_hook("h3"); })));
}

KENKEI_ON_BOTH_DATABASES(JobsTest);

}
