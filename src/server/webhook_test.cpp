#include "server/webhook.h"

#include "base/json.h"
#include "server/client_testing.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <mutex>

using namespace kenkei;
using namespace kenkei::server;
using namespace kenkei::server::testing;

namespace {

// As a receiver would check it, from the description alone. `patience` in seconds.
bool verify(std::string_view secret, const Request& request, std::int64_t now, std::int64_t patience = 300)
{
    const std::string* id = request.headers.find("Kenkei-Webhook-Id");
    const std::string* seconds = request.headers.find("Kenkei-Webhook-Timestamp");
    const std::string* signature = request.headers.find("Kenkei-Webhook-Signature");
    if (!id || !seconds || !signature || std::abs(now - std::stoll(*seconds)) > patience)
        return false;
    const std::string text = *id + "." + *seconds + "." + request.body;
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest, &size);
    std::string expected = "v1=";
    for (unsigned i = 0; i < size; ++i) {
        char digits[3];
        std::snprintf(digits, sizeof digits, "%02x", digest[i]);
        expected += digits;
    }
    return expected.size() == signature->size() &&
           CRYPTO_memcmp(expected.data(), signature->data(), expected.size()) == 0;
}

const Delivery delivery{.id = "d-1",
                        .kind = "submitted",
                        .at = base::in_japan({2024, 10, 18}, 17),
                        .case_id = "c-42",
                        .edition = "example/2025",
                        .stage = "received",
                        .event = 3};
const base::Timestamp now = base::in_japan({2024, 10, 18}, 17, 0, 5, 999);
constexpr std::int64_t now_seconds = 1'729'238'405;

// Answers with one status after another and keeps what came.
class Receiver {
public:
    explicit Receiver(std::vector<int> statuses) : m_statuses(std::move(statuses))
    {
        std::vector<Route> routes;
        routes.push_back({Method::Post, "/hook", {}, Handler([this](Request request, Reply reply) {
                              const std::lock_guard lock(m_mutex);
                              Response response = text("thanks");
                              response.status = m_statuses[std::min(requests.size(), m_statuses.size() - 1)];
                              if (response.status == 308)
                                  response.headers.add("Location", "/other");
                              requests.push_back(std::move(request));
                              reply.give(std::move(response));
                          })});
        routes.push_back({Method::Post, "/other", {}, Handler([this](Request, Reply reply) {
                              const std::lock_guard lock(m_mutex);
                              followed = true;
                              reply.give(text("followed"));
                          })});
        auto listener = Listener::start(quick_config(), std::move(routes));
        if (!listener.ok())
            std::abort();
        m_listener = std::move(*listener);
    }
    Hook hook() const
    {
        return {.url = "http://127.0.0.1:" + std::to_string(m_listener->port()) + "/hook",
                .secret = "shared secret",
                .private_addresses = true};
    }
    std::vector<Request> requests;
    bool followed = false;

private:
    std::mutex m_mutex;
    std::vector<int> m_statuses;
    std::unique_ptr<Listener> m_listener;
};

}

TEST(Webhook, 本文には出来事の番号と段階だけがある)
{
    EXPECT_EQ(body_of(delivery), R"({"id":"d-1","kind":"submitted","at":"2024-10-18T17:00:00.000+09:00","case":"c-42",)"
                                 R"("edition":"example/2025","stage":"received","event":3})");
}

TEST(Webhook, 署名は他の道具で計算したものと同じ)
{
    // printf 'd-1.1729238405.{"a":1}' | openssl dgst -sha256 -hmac 'shared secret'
    EXPECT_EQ(webhook_signature("shared secret", "d-1", now_seconds, R"({"a":1})"),
              "v1=9a32e02d18b5ca08d2a4230adc812ba18c02581806ae920ff79d5b466e0f6d03");
}

TEST(Webhook, 受信側は署名を確かめられる)
{
    Receiver receiver({200, 204});
    EXPECT_EQ(deliver(receiver.hook(), delivery, now).outcome, Sent::Outcome::Taken);
    const Sent second = deliver(receiver.hook(), delivery, now);
    EXPECT_EQ(second.outcome, Sent::Outcome::Taken);
    EXPECT_EQ(second.status, 204);
    EXPECT_EQ(second.message, "");
    ASSERT_EQ(receiver.requests.size(), 2U);
    Request request = receiver.requests[0];
    EXPECT_EQ(request.body, body_of(delivery));
    EXPECT_EQ(*request.headers.find("Content-Type"), "application/json");
    EXPECT_EQ(*request.headers.find("Kenkei-Webhook-Id"), "d-1");
    EXPECT_EQ(*request.headers.find("Kenkei-Webhook-Timestamp"), std::to_string(now_seconds));
    EXPECT_TRUE(verify("shared secret", request, now_seconds + 60));
    EXPECT_FALSE(verify("shared secret", request, now_seconds + 301)); // replayed
    EXPECT_FALSE(verify("another secret", request, now_seconds));
    request.body.back() = ' ';
    EXPECT_FALSE(verify("shared secret", request, now_seconds));
    request.body = receiver.requests[0].body;
    request.headers.set("Kenkei-Webhook-Timestamp", std::to_string(now_seconds + 1));
    EXPECT_FALSE(verify("shared secret", request, now_seconds));
    request.headers.set("Kenkei-Webhook-Timestamp", std::to_string(now_seconds));
    EXPECT_TRUE(verify("shared secret", request, now_seconds));
    request.headers.set("Kenkei-Webhook-Id", "d-2");
    EXPECT_FALSE(verify("shared secret", request, now_seconds));
}

TEST(Webhook, 受け取られないときは後でもう一度)
{
    const std::vector<int> statuses = {400, 404, 429, 500, 503};
    Receiver receiver(statuses);
    for (const int status : statuses) {
        const Sent sent = deliver(receiver.hook(), delivery, now);
        EXPECT_EQ(sent.outcome, Sent::Outcome::Again) << status;
        EXPECT_EQ(sent.status, status);
        EXPECT_EQ(sent.message, "受信側が通知を受け取りませんでした（HTTP " + std::to_string(status) + "）。");
    }
}

TEST(Webhook, 不要と答えた通知先は停止する)
{
    Receiver receiver({410});
    const Sent sent = deliver(receiver.hook(), delivery, now);
    EXPECT_EQ(sent.outcome, Sent::Outcome::Gone);
    EXPECT_EQ(sent.message, "受信側が、今後の通知は不要と答えました（HTTP 410）。この通知先を停止します。");
}

TEST(Webhook, 転送には従わず理由を言う)
{
    Receiver receiver({308});
    const Sent sent = deliver(receiver.hook(), delivery, now);
    EXPECT_EQ(sent.outcome, Sent::Outcome::Again);
    EXPECT_NE(sent.message.find("転送には従いません"), std::string::npos) << sent.message;
    EXPECT_FALSE(receiver.followed);
}

TEST(Webhook, 届かない通知先と内側のアドレスは理由を言って後でもう一度)
{
    Receiver receiver({200});
    Hook hook = receiver.hook();
    hook.private_addresses = false;
    Sent sent = deliver(hook, delivery, now);
    EXPECT_EQ(sent.outcome, Sent::Outcome::Again);
    EXPECT_EQ(sent.status, 0);
    EXPECT_NE(sent.message.find("内部ネットワーク"), std::string::npos) << sent.message;
    hook = receiver.hook();
    hook.url = "http://127.0.0.1:1/hook?key=shared-secret";
    sent = deliver(hook, delivery, now);
    EXPECT_EQ(sent.outcome, Sent::Outcome::Again);
    EXPECT_EQ(sent.message.find("secret"), std::string::npos) << sent.message;
    hook = receiver.hook();
    hook.secret = "";
    EXPECT_EQ(deliver(hook, delivery, now).outcome, Sent::Outcome::Again);
    EXPECT_TRUE(receiver.requests.empty());
}

TEST(Webhook, 間を広げながら二十回まで試す)
{
    std::vector<std::int64_t> minutes;
    int attempts = 1;
    for (; next_delivery(attempts, now); ++attempts)
        minutes.push_back((next_delivery(attempts, now)->milliseconds - now.milliseconds) / 60'000);
    EXPECT_EQ(attempts, 20);
    ASSERT_EQ(minutes.size(), 19U);
    EXPECT_EQ(std::vector(minutes.begin(), minutes.begin() + 6), (std::vector<std::int64_t>{1, 5, 30, 120, 360, 360}));
    EXPECT_EQ(minutes.back(), 360);
    EXPECT_EQ(next_delivery(0, now), now);
    EXPECT_EQ(next_delivery(21, now), std::nullopt);
}
