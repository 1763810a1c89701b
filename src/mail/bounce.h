#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace kenkei::mail {

// What a mail server reports about a mail that it took earlier (RFC 3464).
struct Bounce {
    enum class Action { Failed, Delayed, Delivered } action = Action::Failed; // Delivered: relayed and expanded too
    std::string message_id; // of the mail that it is about, without <>
    std::string recipient;
    std::string status;     // 5.1.1
    std::string diagnostic; // the other server's words on one line; may be empty
};

// Reads a delivery status notification. It comes from strangers: whatever the bytes are, this ends with a Bounce or the
// error mail.bounce, which says what is missing. Where several recipients are reported, the one that failed counts.
base::Result<Bounce> read_bounce(std::string_view bytes);

}
