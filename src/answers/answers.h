#pragma once

#include "answers/application.h"
#include "answers/finding.h"
#include "edition/edition.h"

#include <span>
#include <vector>

namespace kenkei::answers {

enum class State {
    Unanswered, // absent, null, blank, empty
    Answered,
    Default,    // unanswered, and the question has a default
    Unreadable, // wrong type, not an option, 特に行っていない with others: the rule sees null
    NotAsked,   // answered, but not asked here: the rule sees null
    Derived,    // computed from other answers
};

struct Answer {
    State state = State::Unanswered;
    std::string raw; // the answer as it stood, as JSON text; empty if there was none
};

// Per question the value as read, before defaults and `when`: nothing if unanswered, null if unreadable.
using AsRead = std::vector<std::optional<feel::Value>>;

// What the rules see of one application.
struct Answers {
    std::vector<feel::Value> slots; // by slot of the edition's names
    std::vector<Answer> states;     // by question
    AsRead as_read;
    std::vector<std::vector<std::size_t>> table_rows; // by value: rows of its table that decided it
    std::vector<Finding> findings;                    // in the printed order of questions, document findings first
};

// Reads, normalises, applies defaults, decides what is asked, computes derived values and facts. Never fails: what
// cannot be read is null with a finding (contracts, Answers).
Answers read_answers(const edition::Edition&, const Application&, base::Date as_of);

// The findings <id>.unanswered and <id>.not-asked.
Finding unanswered(const edition::Question&);
Finding not_asked(const edition::Question&);
// Of an edition's rule that holds.
Finding finding_of(const edition::Edition&, const edition::FindingRule&, const std::vector<feel::Value>& slots);

// Sets the names that every expression may read before any answer (edition::FixedName).
void set_fixed_names(const edition::Edition&, std::vector<feel::Value>& slots, base::Date as_of, feel::Value known);

// Computes `steps` again over `slots` (what-if).
void recompute(const edition::Edition&, std::span<const edition::Step> steps, std::vector<feel::Value>& slots,
               const AsRead&);

// The value as people read it: option labels, 和暦-free dates, units ("18 人"), 未回答 for null.
std::string show(const edition::Question&, const feel::Value&);
std::string show(const edition::ComputedValue&, const feel::Value&);

// `message` with each {name} replaced by that value.
std::string fill_in(const edition::Edition&, std::string_view message, const std::vector<feel::Value>& slots);

}
