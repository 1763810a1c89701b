#pragma once

#include "base/json.h"
#include "edition/edition.h"
#include "scheme/demo_cohort.h"

#include <filesystem>

namespace kenkei::scheme {

// How one answer of a synthetic applicant is drawn (docs/scheme-format.md, demo.yaml).
struct DemoRule {
    enum class How { Integer, Choice, Choices, Text, Feel } how = How::Integer;
    std::string question;
    std::int64_t from = 0; // Integer: both ends count
    std::int64_t to = 0;
    std::vector<std::pair<std::optional<std::int64_t>, std::int64_t>>
        weights;                   // Choice: option (nothing = blank) and weight
    std::int64_t none_weight = 0;  // Choices: of a hundred, those with the exclusive option …
    std::int64_t blank_weight = 0; // … and the blank ones
    base::Decimal each;            // chance of each measure otherwise, 0 to 1
    std::vector<std::string> texts;
    edition::Expression rule; // Feel: over the edition's names and `chance`
};

struct DemoPlan {
    base::json::Value start; // answers of the base
    std::uint64_t seed = 0;
    std::vector<DemoRule> rules;
    feel::Names names;                // the edition's, then `chance`
    std::optional<CohortPlan> cohort; // what `kenkei serve --demo` makes of it; nothing: no cases of this edition
};

struct DemoResult {
    std::optional<DemoPlan> plan;
    std::vector<base::Error> errors;
};

DemoResult read_demo(const std::filesystem::path& folder, const edition::Edition&);

}
