// A bounce comes from strangers: whatever it is, it is read, or refused with what is missing, and what was read can
// stand in a line of a list.

#include "fuzz/require.h"
#include "mail/bounce.h"

#include <cstdint>

using namespace kenkei;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto read = mail::read_bounce({reinterpret_cast<const char*>(data), size});
    if (!read.ok()) {
        fuzz::require_good(read.error(), "mail.");
        return 0;
    }
    fuzz::require(!read->message_id.empty(), "a bounce names the mail that it is about");
    for (const std::string* text : {&read->message_id, &read->recipient, &read->status, &read->diagnostic})
        fuzz::require(text->find_first_of("\r\n") == std::string::npos, "what was read stands on one line");
    return 0;
}
