#pragma once

#include "base/date.h"
#include "base/json.h"
#include "edition/edition.h"

#include <filesystem>
#include <map>

namespace kenkei::scheme {

// What a case expects (docs/scheme-format.md, Cases). Absent members are not expected; in a case they are its base's.
struct Expectation {
    std::optional<edition::Outcome> outcome;
    std::map<std::string, edition::Outcome> items;
    std::map<std::string, edition::Outcome> requirements;
    std::map<std::string, edition::Outcome> titles;
    std::map<std::string, base::json::Value> facts;
    std::vector<std::string> findings;        // sorted
    std::optional<std::string> class_reached; // "" = null
    std::optional<std::string> class_possible;
    std::map<std::string, std::vector<std::string>> next;
    std::optional<std::string> final;
    std::optional<std::vector<std::string>> reasons; // sorted
};

struct Case {
    std::string name;
    std::string file;
    base::SourcePosition at;
    base::json::Value document; // the application document: { answers, known }
    base::Date as_of;
    Expectation expect;
    bool good = false; // under cases/good, or a base
    bool base = false; // others start from it
};

struct Cases {
    std::vector<Case> cases; // the bases first
    std::vector<base::Error> errors;
};

// The bases and cases of the edition in `folder`.
Cases read_cases(const std::filesystem::path& folder, const edition::Edition&);

}
