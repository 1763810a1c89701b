#pragma once

#include "base/timestamp.h"

#include <optional>
#include <string>
#include <string_view>

namespace kenkei::server {

// Another system that is told when something happened to a case.
struct Hook {
    std::string url;
    std::string secret;             // shared with it: proves that we tell it
    bool private_addresses = false; // it stands in our own net
    std::string authorities = {};   // PEM file of those who sign its certificate, instead of the system's
};

// What happened. Nothing about persons and no name of a firm: who may know more asks for the case.
struct Delivery {
    std::string id; // the same in every attempt, so that a receiver can tell repetitions
    std::string kind;
    base::Timestamp at;
    std::string case_id;
    std::string edition;
    std::string stage;
    std::int64_t event = 0; // its number in the case, from 1
};

// {"id":…,"kind":…,"at":…,"case":…,"edition":…,"stage":…,"event":…}
std::string body_of(const Delivery&);

// v1=HEX: HMAC-SHA-256 of "id.seconds.body" under the secret.
std::string webhook_signature(std::string_view secret, std::string_view id, std::int64_t seconds,
                              std::string_view body);

struct Sent {
    enum class Outcome {
        Taken,
        Again, // later: see next_delivery
        Gone,  // it wants no more: the hook is to be switched off
    };
    Outcome outcome = Outcome::Again;
    int status = 0;      // 0: there was no answer
    std::string message; // for the office; "" where it was taken
};

// One attempt. Tells it by POST with the headers Kenkei-Webhook-Id, -Timestamp (seconds) and -Signature. 2xx takes it,
// 410 wants no more, anything else is tried again; redirects are not followed.
Sent deliver(const Hook&, const Delivery&, base::Timestamp now);

// When to try again after so many attempts that failed: after 1, 5 and 30 minutes, 2 hours, then every 6 hours. Nothing
// after 20: given up.
std::optional<base::Timestamp> next_delivery(int attempts, base::Timestamp now);

}
