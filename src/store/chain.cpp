#include "store/chain.h"

#include "base/sha256.h"

#include <cstdlib>
#include <initializer_list>
#include <sys/random.h>

namespace kenkei::store {

namespace {

// Each part with its length in bytes before it, as in 5:saved: no two lists of parts have one text.
std::string hash_of(std::initializer_list<std::string_view> parts)
{
    std::string text;
    for (std::string_view part : parts)
        text.append(std::to_string(part.size())).append(":").append(part).append("\n");
    return base::sha256_hex(text);
}

}

std::string payload_hash(std::string_view salt, std::string_view payload)
{
    return payload.empty() ? "" : hash_of({"kenkei-payload-1", salt, payload});
}

std::string event_hash(const casework::CaseId& id, const casework::EventRecord& record, std::string_view payload_hash,
                       std::string_view previous)
{
    return hash_of({"kenkei-event-1", previous, id.text, std::to_string(record.number), base::to_utc(record.at),
                    casework::name_of(record.actor.role), record.actor.id, record.kind, record.body, payload_hash});
}

std::string new_salt()
{
    unsigned char bytes[16];
    // The call gives that few bytes at once or not at all; without chance there is no salt and no program.
    if (getrandom(bytes, sizeof bytes, 0) != static_cast<ssize_t>(sizeof bytes))
        std::abort();
    constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (unsigned char byte : bytes) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

}
