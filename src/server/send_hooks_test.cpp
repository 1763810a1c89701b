#include "server/send_hooks.h"

#include "access/secret_keys_testing.h"
#include "office/hook_deliveries.h"
#include "server/listener.h"
#include "server/webhook.h"
#include "store/store_testing.h"

#include <mutex>

namespace kenkei::server {

namespace {

using store::testing::good;

// Another program that is told, here on this machine.
class SendHooksTest : public ::testing::Test {
protected:
    void SetUp() override
    {
        std::vector<Route> routes;
        routes.push_back({Method::Post, "/hook", {}, Handler([this](Request request, Reply reply) {
                              const std::lock_guard held(lock);
                              const std::string* signature = request.headers.find("Kenkei-Webhook-Signature");
                              const std::string* id = request.headers.find("Kenkei-Webhook-Id");
                              const std::string* seconds = request.headers.find("Kenkei-Webhook-Timestamp");
                              good_signature =
                                  signature && id && seconds &&
                                  *signature == webhook_signature("secret", *id, std::stoll(*seconds), request.body);
                              bodies.push_back(request.body);
                              reply.give(Response{.status = answer});
                          })});
        listener = good(Listener::start({.port = 0}, std::move(routes)));
        add_hook("hook-a");
    }
    void add_hook(const std::string& id)
    {
        const std::string url = "http://127.0.0.1:" + std::to_string(listener->port()) + "/hook";
        good(kept.write([&](store::Transaction& now_kept) {
            const std::string sealed = secrets->seal("secret", {.kind = "hook", .id = id});
            return store::Jobs(now_kept).put(store::Hook{.id = id, .url = url, .secret = sealed, .created = {now}});
        }));
    }
    void add_delivery(const std::string& hook, std::int64_t number)
    {
        good(kept.write([&](store::Transaction& now_kept) {
            const casework::Case about{
                .id = {"shop-2030-000001"}, .edition = "shop/2030", .stage = casework::Stage::Draft};
            return store::Jobs(now_kept).put(office::hook_delivery(
                {.id = hook}, about, {.number = number, .at = {now}, .actor = {}, .what = casework::Saved{}}));
        }));
    }
    HookRound sends()
    {
        return good(send_hooks(kept, {.secrets = *secrets,
                                      .private_addresses = private_addresses,
                                      .clock = [this] { return base::Timestamp{now}; },
                                      .go_on = [] { return true; }}));
    }
    std::vector<store::HookDelivery> deliveries(const std::string& hook = "hook-a")
    {
        return store::testing::look(
            kept, [&](store::Transaction& now_kept) { return good(store::Jobs(now_kept).deliveries_of(hook, 50)); });
    }
    store::Hook hook(const std::string& id = "hook-a")
    {
        return *store::testing::look(
            kept, [&](store::Transaction& now_kept) { return good(store::Jobs(now_kept).find_hook(id)); });
    }

    std::shared_ptr<const access::SecretKeys> secrets = access::testing::new_keys();
    store::testing::PassingFolder folder;
    store::Store kept = good(store::Store::open(folder.file("cases.sqlite")));
    std::mutex lock;
    int answer = 204;
    bool good_signature = false;
    bool private_addresses = true;
    std::vector<std::string> bodies;
    std::unique_ptr<Listener> listener;
    std::int64_t now = 1'900'000'000'000;
};

}

TEST_F(SendHooksTest, 待っている通知を書かれたとおりに署名して送り一度だけにする)
{
    add_delivery("hook-a", 1);
    const std::string body = deliveries()[0].body;
    EXPECT_EQ(sends().sent, 1);
    ASSERT_EQ(bodies.size(), 1u);
    EXPECT_EQ(bodies[0], body) << "読み直して書いても同じ";
    EXPECT_TRUE(good_signature);
    EXPECT_EQ(deliveries()[0].state, "sent");
    EXPECT_EQ(hook().failures, 0);
    EXPECT_EQ(sends().sent, 0);
    EXPECT_EQ(bodies.size(), 1u);
}

TEST_F(SendHooksTest, 断られた通知はあとでまた送り届けば失敗の数は0に戻る)
{
    answer = 500;
    add_delivery("hook-a", 1);
    EXPECT_EQ(sends().again, 1);
    EXPECT_EQ(deliveries()[0].state, "waiting");
    EXPECT_EQ(deliveries()[0].due, base::Timestamp{now + 60'000});
    EXPECT_EQ(hook().failures, 1);
    EXPECT_TRUE(hook().active);
    answer = 200;
    EXPECT_EQ(sends().sent, 0) << "まだ早い";
    now += 60'000;
    EXPECT_EQ(sends().sent, 1);
    EXPECT_EQ(hook().failures, 0);
}

TEST_F(SendHooksTest, 答えない通知先のほかの通知はその回には試さずほかの通知先には送る)
{
    answer = 500;
    add_delivery("hook-a", 1);
    add_delivery("hook-a", 2);
    add_delivery("hook-a", 3);
    const HookRound round = sends();
    EXPECT_EQ(round.again, 1);
    EXPECT_EQ(bodies.size(), 1u);
    answer = 204;
    add_hook("hook-b");
    add_delivery("hook-b", 1);
    EXPECT_EQ(sends().sent, 1);
    now += 60'000;
    EXPECT_EQ(sends().sent, 3);
}

TEST_F(SendHooksTest, もう要らないと答えた通知先は止める)
{
    answer = 410;
    add_delivery("hook-a", 1);
    add_delivery("hook-a", 2);
    EXPECT_EQ(sends().failed, 1);
    EXPECT_FALSE(hook().active);
    now += 24 * 60 * 60'000;
    EXPECT_EQ(sends().sent, 0);
    EXPECT_EQ(bodies.size(), 1u);
}

TEST_F(SendHooksTest, 許していなければ自分たちのネットワークの中には送らない)
{
    private_addresses = false;
    add_delivery("hook-a", 1);
    EXPECT_EQ(sends().again, 1);
    EXPECT_TRUE(bodies.empty());
    EXPECT_FALSE(deliveries()[0].answer.empty());
}

TEST_F(SendHooksTest, 封じた鍵がここになければ署名せずあとで送る)
{
    add_delivery("hook-a", 1);
    const auto right = secrets;
    secrets = access::testing::new_keys();
    EXPECT_EQ(sends().again, 1);
    EXPECT_TRUE(bodies.empty());
    EXPECT_NE(hook().answer.find("鍵"), std::string::npos) << hook().answer;
    secrets = right;
    now += 60'000;
    EXPECT_EQ(sends().sent, 1);
    EXPECT_TRUE(good_signature);
}

TEST_F(SendHooksTest, ほかの通知先の秘密では署名しない)
{
    good(kept.write([&](store::Transaction& now_kept) {
        store::Hook moved = *good(store::Jobs(now_kept).find_hook("hook-a"));
        moved.secret = secrets->seal("secret", {.kind = "hook", .id = "hook-b"});
        return store::Jobs(now_kept).change(moved);
    }));
    add_delivery("hook-a", 1);
    EXPECT_EQ(sends().again, 1);
    EXPECT_TRUE(bodies.empty());
}

}
