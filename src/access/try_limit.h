#pragma once

#include "base/timestamp.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace kenkei::access {

// So many tries at once, and one more after every so many seconds. Both at least 1.
struct Allowance {
    std::int64_t burst = 5;
    std::int64_t refill_seconds = 60;
};

// Limits how often something may be tried for a key: an account, an address of the network, a case. Each key has a
// bucket of tries (token bucket). May be used from several threads. Kept in memory only: a restart fills every bucket.
//
// At most `most_keys` are remembered. Beyond that the fullest bucket of another key is forgotten, the one of which
// least is lost: a full one is as good as none, and keys that are nearly out of tries stay. So who wants a key's tries
// forgotten must bring in `most_keys` other keys, each tried as often; and where that is cheap (accounts that are made
// up), the keys that are not (addresses) need a limit of their own.
class TryLimit {
public:
    explicit TryLimit(Allowance, std::size_t most_keys = 100'000);

    // Takes one try. Nothing if it may go on, else after how many seconds (at least 1) there will be one; what is
    // refused takes nothing. A clock set back makes nobody wait longer than one refill. A key may have an allowance of
    // its own: the same each time.
    std::optional<std::int64_t> taken(std::string_view key, base::Timestamp now);
    std::optional<std::int64_t> taken(std::string_view key, base::Timestamp now, Allowance);
    // Returns the try that was taken, where it was a success. Only that one: who knows one password must not win tries
    // for guessing another.
    void give_back(std::string_view key);
    void give_back(std::string_view key, Allowance);

    std::size_t key_count() const;

private:
    using Buckets = std::map<std::string, std::int64_t, std::less<>>; // when the bucket is full again, in milliseconds

    void set_full_at(Buckets::iterator, std::int64_t full_at);
    void forget_fullest();

    const Allowance m_usual;
    const std::size_t m_most_keys;
    mutable std::mutex m_mutex;
    Buckets m_buckets;
    std::set<std::pair<std::int64_t, std::string_view>> m_by_fullness; // the fullest first; keys of m_buckets
};

}
