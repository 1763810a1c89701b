#pragma once

#include "office/desk.h"
#include "store/accounts.h"

// What errands about accounts have in common: ids, secrets that work once, lines of the security log.
namespace kenkei::office {

inline constexpr std::int64_t an_hour = 60 * 60 * std::int64_t{1000};
inline constexpr std::int64_t a_day = 24 * an_hour;
inline constexpr std::int64_t for_confirming = a_day;
inline constexpr std::int64_t for_resetting = an_hour;
inline constexpr std::int64_t for_invited = 7 * a_day; // people who do not know yet that a mail comes

base::Timestamp later(base::Timestamp, std::int64_t milliseconds);
// The prefix, the second and ten random characters: ids sort by age.
std::string new_id(std::string_view prefix, base::Timestamp now);

// Keeps the digest and gives the secret, for a mail or a cookie.
base::Result<std::string> give_once(const Desk&, const std::string& kind, const std::string& account,
                                    const std::string& content, std::int64_t lifetime);
// Uses it up. Error access.secret: unknown, used, or too old.
base::Result<store::OneTime> take_once(const Desk&, const std::string& kind, const std::string& secret);
base::Error secret_is_over();

// A line of the log, by whoever is at the desk. `detail` names nobody: ids, roles, schemes.
base::Result<void> note(const Desk&, const std::string& account, const std::string& kind,
                        const std::string& detail = {});

// Error api.no-such.
base::Result<store::Account> account_at(const Desk&, const std::string& id);
base::Error no_such(const std::string& what);
// Reasons are read by others, later. Error access.reason: none is given.
base::Result<void> check_reason(const std::string& reason);

}
