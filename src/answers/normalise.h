#pragma once

#include "answers/finding.h"
#include "base/json.h"

namespace kenkei::answers {

// How one raw answer reads: the value, or null with the finding that says why.
struct Reading {
    feel::Value value;
    bool unanswered = false;
    std::optional<Finding> finding;
};

// A text as its format makes it, before a suffix is dropped.
std::string fold(edition::Format, const std::string& text);

// By the question's type, format and list. Silent where people mean the same: width, blanks, 和暦, hyphens, list
// aliases.
Reading normalise(const edition::Edition&, const edition::Question&, const base::json::Value& raw);

}
