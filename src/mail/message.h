#pragma once

#include "base/timestamp.h"

#include <optional>
#include <string>
#include <vector>

namespace kenkei::mail {

struct Mailbox {
    std::string name; // as people read it; may be empty
    std::string address;
};

struct Attachment {
    std::string file_name;
    std::string media_type; // application/pdf
    std::string bytes;
};

// One mail to one recipient.
struct Message {
    std::string message_id; // without <>; the same at every attempt, so that a reader sees one mail
    Mailbox from;
    std::string to;
    std::string subject;
    std::string text; // plain text, any line ends
    base::Timestamp date;
    std::vector<Attachment> attachments = {};
    std::optional<std::string> reply_to = {};
    std::string return_path = {}; // where bounces go; "" for from.address
};

// The message as RFC 5322 and MIME write it: UTF-8, everything that is not plain ASCII encoded, CR LF, no line longer
// than 76 characters where the standard leaves a choice. The same message gives the same bytes. Errors: mail.header
// (CR, LF or NUL in something that stands in a header, a bad Message-ID or media type), mail.address, mail.text (no
// UTF-8).
base::Result<std::string> to_bytes(const Message&);

}
