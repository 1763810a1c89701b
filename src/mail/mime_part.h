#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kenkei::mail {

// Fields of a header, unfolded, names in lower case, in their order.
struct Fields {
    std::vector<std::pair<std::string, std::string>> all;

    std::string_view find(std::string_view lower_case_name) const; // "" if absent
};

// Reads fields up to the first empty line; `text` moves behind it. What is no field is passed over.
Fields read_fields(std::string_view& text);

struct Part {
    std::string type; // media type in lower case: text/plain where none is given
    Fields fields;
    std::string body; // decoded; of a multipart and of a message the bytes as they stand
};

// The parts of a message that are no multipart, in their order; as deep, as many and as long as is sane.
std::vector<Part> read_parts(std::string_view message);

}
