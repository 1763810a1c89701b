#include "server/webhook.h"

#include "access/secret.h"
#include "base/json.h"
#include "server/http_client.h"

#include <algorithm>

namespace kenkei::server {

namespace {

constexpr std::int64_t minute = 60'000; // milliseconds
constexpr std::int64_t pauses[] = {1 * minute, 5 * minute, 30 * minute, 120 * minute, 360 * minute};
constexpr int most_attempts = 20;

std::string refusal_of(int status)
{
    const std::string number = "（HTTP " + std::to_string(status) + "）";
    if (status == 410)
        return "受信側が、今後の通知は不要と答えました" + number + "。この通知先を停止します。";
    if (status >= 300 && status < 400)
        return "受信側が別の URL への転送を返しました" + number +
               "。転送には従いません。通知先に転送先の URL を登録してください。";
    return "受信側が通知を受け取りませんでした" + number + "。";
}

Sent sent_with(int status)
{
    if (status >= 200 && status < 300)
        return {Sent::Outcome::Taken, status, ""};
    return {status == 410 ? Sent::Outcome::Gone : Sent::Outcome::Again, status, refusal_of(status)};
}

}

std::string body_of(const Delivery& delivery)
{
    base::json::Writer json;
    json.begin_object().member("id", delivery.id).member("kind", delivery.kind);
    json.member("at", base::to_legal(delivery.at)).member("case", delivery.case_id);
    json.member("edition", delivery.edition).member("stage", delivery.stage);
    json.key("event").number(delivery.event);
    json.end_object();
    return json.take();
}

std::string webhook_signature(std::string_view secret, std::string_view id, std::int64_t seconds, std::string_view body)
{
    std::string signed_text(id);
    signed_text.append(".").append(std::to_string(seconds)).append(".").append(body);
    return "v1=" + access::keyed_digest(secret, signed_text);
}

Sent deliver(const Hook& hook, const Delivery& delivery, base::Timestamp now)
{
    if (hook.secret.empty()) // an empty key would sign whatever anybody writes
        return {Sent::Outcome::Again, 0, "通知先の署名用の秘密が設定されていません。通知先を登録し直してください。"};
    const std::int64_t seconds = now.milliseconds / 1000;
    Outgoing outgoing{.method = "POST",
                      .url = hook.url,
                      .body = body_of(delivery),
                      .private_addresses = hook.private_addresses,
                      .authorities = hook.authorities};
    outgoing.headers.add("Content-Type", "application/json");
    outgoing.headers.add("Kenkei-Webhook-Id", delivery.id);
    outgoing.headers.add("Kenkei-Webhook-Timestamp", std::to_string(seconds));
    outgoing.headers.add("Kenkei-Webhook-Signature",
                         webhook_signature(hook.secret, delivery.id, seconds, outgoing.body));
    const auto incoming = call(outgoing);
    if (!incoming.ok())
        return {Sent::Outcome::Again, 0, incoming.error().message};
    return sent_with(incoming->status);
}

std::optional<base::Timestamp> next_delivery(int attempts, base::Timestamp now)
{
    if (attempts >= most_attempts)
        return std::nullopt;
    if (attempts <= 0)
        return now;
    const std::size_t last = std::size(pauses) - 1;
    return base::Timestamp{now.milliseconds + pauses[std::min(static_cast<std::size_t>(attempts) - 1, last)]};
}

}
