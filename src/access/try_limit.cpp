#include "access/try_limit.h"

#include "base/sha256.h"

#include <algorithm>

namespace kenkei::access {

namespace {

// Long keys are kept as their digest, which has this length, so that what strangers type takes no more memory.
constexpr std::size_t digest_size = 64;

std::string kept_key(std::string_view key)
{
    return key.size() < digest_size ? std::string(key) : base::sha256_hex(key);
}

std::int64_t refill_of(Allowance allowance) // milliseconds
{
    return std::max<std::int64_t>(allowance.refill_seconds, 1) * 1000;
}

// More than one new key can need, so that full buckets do not pile up; few, so that nobody waits for the cleaning.
constexpr int forgotten_at_once = 4;

}

TryLimit::TryLimit(Allowance allowance, std::size_t most_keys)
    : m_usual(allowance)
    , m_most_keys(std::max<std::size_t>(most_keys, 1))
{}

std::optional<std::int64_t> TryLimit::taken(std::string_view key, base::Timestamp now)
{
    return taken(key, now, m_usual);
}

std::optional<std::int64_t> TryLimit::taken(std::string_view key, base::Timestamp now, Allowance allowance)
{
    const std::int64_t refill = refill_of(allowance);
    const std::int64_t burst = std::max<std::int64_t>(allowance.burst, 1);
    const std::int64_t time = now.milliseconds;
    const std::string name = kept_key(key);
    const std::lock_guard lock(m_mutex);

    for (int i = 0; i < forgotten_at_once && !m_by_fullness.empty() && m_by_fullness.begin()->first <= time; ++i)
        forget_fullest();

    auto bucket = m_buckets.find(name);
    // Never fuller than full, nor, after the clock went back, emptier than empty.
    const std::int64_t full_at =
        bucket == m_buckets.end() ? time : std::clamp(bucket->second, time, time + burst * refill);
    const std::int64_t wait = full_at - time - (burst - 1) * refill;
    if (wait > 0) {
        set_full_at(bucket, full_at);
        return (wait + 999) / 1000;
    }
    if (bucket == m_buckets.end()) {
        if (m_buckets.size() >= m_most_keys)
            forget_fullest();
        bucket = m_buckets.emplace(name, time).first;
    }
    set_full_at(bucket, full_at + refill);
    return std::nullopt;
}

void TryLimit::give_back(std::string_view key)
{
    give_back(key, m_usual);
}

void TryLimit::give_back(std::string_view key, Allowance allowance)
{
    const std::string name = kept_key(key);
    const std::lock_guard lock(m_mutex);
    const auto bucket = m_buckets.find(name);
    if (bucket != m_buckets.end())
        set_full_at(bucket, bucket->second - refill_of(allowance));
}

std::size_t TryLimit::key_count() const
{
    const std::lock_guard lock(m_mutex);
    return m_buckets.size();
}

void TryLimit::set_full_at(Buckets::iterator bucket, std::int64_t full_at)
{
    m_by_fullness.erase({bucket->second, bucket->first});
    bucket->second = full_at;
    m_by_fullness.emplace(full_at, bucket->first);
}

void TryLimit::forget_fullest()
{
    const auto bucket = m_buckets.find(m_by_fullness.begin()->second);
    m_by_fullness.erase(m_by_fullness.begin());
    m_buckets.erase(bucket);
}

}
