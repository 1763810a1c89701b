#pragma once

#include "answers/answers.h"
#include "base/date.h"
#include "edition/group_outcome.h"

#include <string>
#include <vector>

namespace kenkei::judge {

using edition::GroupOutcome;
using edition::Outcome;

// The measure nearest to meeting one item: the fewest questions to change.
struct NearestItem {
    std::size_t item = 0;
    std::vector<std::size_t> questions; // in the printed order
};

// What is missing for a requirement that is not met, and up to three of the nearest items.
struct NextStep {
    std::size_t requirement = 0;
    std::size_t missing = 0;
    std::vector<NearestItem> nearest;
};

struct ClassOutcome {
    // Index of the class; outside the lowest (認証外); or open.
    enum class Level { Class, Outside, Open } level = Level::Open;
    std::size_t index = 0;
};

// What the rules say of one application: reproducible from the edition (its digest), the answers and `as_of`. Not a
// decision: that is people's.
struct Judgement {
    std::string id;
    base::Date as_of;
    Outcome outcome = Outcome::Undetermined;
    std::vector<Outcome> items;             // by item
    std::vector<GroupOutcome> requirements; // by requirement
    std::vector<GroupOutcome> titles;
    std::vector<GroupOutcome> classes; // each alone, without those it adds to
    ClassOutcome reached;              // the highest class surely reached
    ClassOutcome possible;             // the highest still reachable
    answers::Answers answers;
    std::vector<NextStep> next;
};

enum class Next { Search, Skip };

Judgement judge(const edition::Edition&, const answers::Application&, base::Date as_of, Next = Next::Search);

// The class's id, "outside", or "" while it is open.
std::string class_id(const edition::Edition&, const ClassOutcome&);

// How far a group is, for people: 「2/3」, and 「2/3、ほかに必須 0/1」 where all_of stands beside at_least.
std::string count_of(const edition::Group&, const GroupOutcome&, const std::vector<Outcome>& items);

// What --final adds: at the closing gate every requirement still open is refused.
struct Final {
    bool passed = false;
    // unanswered:<item> for each open item of an open requirement; for a lost one not_met:<item> (all_of) or
    // too_few:<requirement> (at_least). Each once, in the printed order.
    std::vector<std::string> reasons;
};
Final close(const edition::Edition&, const Judgement&);

}
