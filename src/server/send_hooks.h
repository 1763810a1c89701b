#pragma once

#include "access/secret_keys.h"
#include "base/timestamp.h"
#include "store/jobs.h"

namespace kenkei::server {

// Tells other programs what waits for them (office/hook_deliveries.h), one after the other: taken, told, its fate
// recorded. At least once: who dies in between leaves a delivery that is told again after some minutes, under its id. A
// hook that does not answer is left alone for as long as that one delivery waits; one that wants no more (410) is
// switched off.
struct HookRound {
    std::int64_t sent = 0;
    std::int64_t again = 0;  // to be tried later
    std::int64_t failed = 0; // given up
};
struct HookSending {
    const access::SecretKeys& secrets;
    bool private_addresses = false;
    std::string authorities = {};
    std::function<base::Timestamp()> clock;
    std::function<bool()> go_on; // false leaves the rest for another time
};
base::Result<HookRound> send_hooks(store::Store&, const HookSending&);

}
