#pragma once

#include "edition/edition.h"

#include <string>

namespace kenkei::answers {

// 指摘: something about an answer that the applicant or a person should look at. Never changes an outcome.
struct Finding {
    std::string code;
    edition::Severity severity = edition::Severity::Warning;
    std::string question; // id; empty for the document as a whole
    std::string message;
    std::string next; // what to do
    std::string source;
};

}
