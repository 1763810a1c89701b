#pragma once

#include "office/desk.h"

namespace kenkei::office {

// 期限を過ぎた案件: what somebody was to do by now and has not done.
struct Overdue {
    store::CaseRow row;
    casework::Deadline deadline;
    std::int64_t days = 0; // since it was over, begun ones counted
};

// What of a case is overdue: the fee, a correction, evidence, the insurer's reply. The last instant itself is in time.
std::vector<casework::Deadline> overdue_of(const edition::Edition&, const Case&, base::Timestamp now);

// The cases of a filter (its stage and limit do not count) that are overdue, by case id. Deadlines stand in no list, so
// cases are opened to find them: a page ends after `limit` findings or `most_opened` cases, whichever comes first.
struct OverduePage {
    std::vector<Overdue> found;
    std::string next; // Filter::after of the next page; "" where this was all
};
inline constexpr std::int64_t most_opened = 500;
base::Result<OverduePage> overdue_cases(const Desk&, store::Filter, std::int64_t limit);

// What the office of a scheme is told each morning: how many, and which. Names no firm.
struct OverdueCounts {
    std::int64_t payment = 0;
    std::int64_t correction = 0;
    std::int64_t evidence = 0;
    std::int64_t insurer = 0;
    std::vector<std::string> cases; // the first of them

    std::int64_t all() const { return payment + correction + evidence + insurer; }
};
void count(OverdueCounts&, const Overdue&);
// One for each account, scheme and day.
store::Mail overdue_mail(const OverdueCounts&, const std::string& scheme, const std::string& label,
                         const std::string& account, const std::string& recipient, base::Timestamp now);

}
