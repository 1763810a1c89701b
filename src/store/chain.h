#pragma once

#include "casework/event_json.h"

#include <string>
#include <string_view>

namespace kenkei::store {

// SHA-256 over salt and payload; "" for no payload.
std::string payload_hash(std::string_view salt, std::string_view payload);

// What an event commits to: the event before it, its place, who, when, what, and its payload's hash. Parts are joined
// by their lengths, so that no part can lend bytes to its neighbour. `previous` is "" for the first event.
std::string event_hash(const casework::CaseId&, const casework::EventRecord&, std::string_view payload_hash,
                       std::string_view previous);

// 128 random bits from the operating system, in hexadecimal.
std::string new_salt();

}
