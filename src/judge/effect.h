#pragma once

#include "judge/judgement.h"

namespace kenkei::judge {

// An item, requirement, title or class that comes out differently; an edition without it has no outcome for it.
struct OutcomeChange {
    std::string id;
    std::string title;
    std::optional<Outcome> before;
    std::optional<Outcome> after;
    std::vector<std::string> why; // 「規則が変わった」「値「人数の上限」（limit）が 20人 → 25人 に変わった」 …
};

struct FactChange {
    std::string id;
    std::string label;
    feel::Value before;
    feel::Value after;
    std::string shown_before; // as people read them
    std::string shown_after;
};

// The class that is reached; without id while it is open, and in schemes without classes.
struct ReachedClass {
    std::string id; // or "outside"
    std::string label;
    bool operator==(const ReachedClass& other) const { return id == other.id; }
};

// What a change of rules does to one application.
struct Effect {
    std::string id; // the application's
    Outcome before = Outcome::Undetermined;
    Outcome after = Outcome::Undetermined;
    ReachedClass class_before;
    ReachedClass class_after;
    bool changes_judgement = false; // its outcome or class; otherwise only what leads to it
    std::vector<OutcomeChange> items;
    std::vector<OutcomeChange> requirements;
    std::vector<OutcomeChange> titles;
    std::vector<OutcomeChange> classes;
    std::vector<FactChange> facts;
};

}
