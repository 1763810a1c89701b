#include "server/send_hooks.h"

#include "base/json.h"
#include "server/webhook.h"

#include <charconv>
#include <map>

namespace kenkei::server {

namespace {

constexpr std::int64_t deliveries_at_once = 100;
constexpr std::int64_t held_minutes = 5;
constexpr std::size_t longest_answer = 500;

std::string text_in(const base::json::Value& body, std::string_view name)
{
    const base::json::Value* found = body.find(name);
    return found ? found->text : "";
}

base::Result<Delivery> read_body(const std::string& text)
{
    const base::json::Value body = TRY(base::json::parse(text));
    Delivery delivery{.id = text_in(body, "id"), .kind = text_in(body, "kind")};
    delivery.at = TRY(base::read_timestamp(text_in(body, "at")));
    delivery.case_id = text_in(body, "case");
    delivery.edition = text_in(body, "edition");
    delivery.stage = text_in(body, "stage");
    const std::string event = text_in(body, "event");
    std::from_chars(event.data(), event.data() + event.size(), delivery.event);
    return delivery;
}

class Round {
public:
    Round(store::Store& store, const HookSending& how) : m_store(store), m_how(how) {}

    base::Result<HookRound> run()
    {
        for (bool any = true; any;) {
            any = false;
            std::vector<store::HookDelivery> due;
            const base::Timestamp now = m_how.clock();
            TRY(m_store.read([&](store::Transaction& kept) -> base::Result<void> {
                due = TRY(store::Jobs(kept).deliveries_due(now, deliveries_at_once));
                return {};
            }));
            for (const store::HookDelivery& delivery : due) {
                if (!m_how.go_on())
                    return m_done;
                any = TRY(tell(delivery)) || any;
            }
        }
        return m_done;
    }

private:
    // false: another server has it.
    base::Result<bool> tell(const store::HookDelivery& delivery)
    {
        std::optional<store::Hook> hook;
        bool ours = false;
        const auto silent = m_silent.find(delivery.hook);
        const base::Timestamp until = silent != m_silent.end()
                                          ? silent->second
                                          : base::Timestamp{m_how.clock().milliseconds + held_minutes * 60'000};
        TRY(m_store.write([&](store::Transaction& kept) -> base::Result<void> {
            store::Jobs jobs(kept);
            ours = TRY(jobs.claim(delivery, until));
            hook = TRY(jobs.find_hook(delivery.hook));
            return {};
        }));
        if (!ours || !hook || silent != m_silent.end())
            return ours;
        TRY(record(delivery, tell(*hook, delivery.body)));
        return true;
    }

    Sent tell(const store::Hook& hook, const std::string& text) const
    {
        const auto body = read_body(text);
        const auto secret = m_how.secrets.open(hook.secret, {.kind = "hook", .id = hook.id});
        if (!body.ok() || !secret.ok())
            return {Sent::Outcome::Again, 0, body.ok() ? secret.error().message : body.error().message};
        return deliver({.url = hook.url,
                        .secret = *secret,
                        .private_addresses = m_how.private_addresses,
                        .authorities = m_how.authorities},
                       *body, m_how.clock());
    }

    base::Result<void> record(store::HookDelivery delivery, const Sent& sent)
    {
        const base::Timestamp now = m_how.clock();
        delivery.attempts += 1;
        delivery.answer = sent.status > 0 ? std::to_string(sent.status) : std::string();
        if (!sent.message.empty())
            delivery.answer += (delivery.answer.empty() ? "" : " ") + sent.message;
        if (delivery.answer.size() > longest_answer)
            delivery.answer = "（長い応答）";
        if (sent.outcome == Sent::Outcome::Taken) {
            delivery.state = "sent";
            m_done.sent += 1;
        } else {
            const auto next = next_delivery(static_cast<int>(delivery.attempts), now);
            const bool over = sent.outcome == Sent::Outcome::Gone || !next;
            delivery.state = over ? "failed" : "waiting";
            if (next)
                delivery.due = *next;
            m_silent[delivery.hook] = next ? *next : base::Timestamp{now.milliseconds + 60 * 60'000};
            (over ? m_done.failed : m_done.again) += 1;
        }
        return m_store.write([&](store::Transaction& kept) -> base::Result<void> {
            store::Jobs jobs(kept);
            TRY(jobs.set(delivery));
            std::optional<store::Hook> hook = TRY(jobs.find_hook(delivery.hook));
            if (!hook)
                return {};
            const bool taken = sent.outcome == Sent::Outcome::Taken;
            if (taken && hook->failures == 0 && hook->answer == delivery.answer)
                return {};
            hook->failures = taken ? 0 : hook->failures + 1;
            hook->answer = delivery.answer;
            hook->active = hook->active && sent.outcome != Sent::Outcome::Gone;
            return jobs.change(*hook);
        });
    }

    store::Store& m_store;
    const HookSending& m_how;
    HookRound m_done;
    std::map<std::string, base::Timestamp> m_silent; // hooks that did not answer: until when they are left alone
};

}

base::Result<HookRound> send_hooks(store::Store& store, const HookSending& how)
{
    return Round(store, how).run();
}

}
