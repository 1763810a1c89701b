#pragma once

#include "scheme/cases.h"

#include <map>
#include <set>

namespace kenkei::cli {

// What the cases of an edition have triggered.
struct Coverage {
    std::map<std::string, std::set<edition::Outcome>> items;
    std::map<std::string, std::set<edition::Outcome>> requirements;
    std::map<std::string, std::set<std::size_t>> table_rows;
    std::set<std::string> findings;

    // One line per thing that no case triggers; empty if all is covered.
    std::vector<std::string> gaps(const edition::Edition&) const;
    std::string summary(const edition::Edition&) const;
};

// Judges one case and adds to the coverage. The differences from what it expects, one line each; empty if there are
// none.
std::vector<std::string> run_case(const edition::Edition&, const scheme::Case&, Coverage&);

// Leaves out each deciding question of each case in turn: no outcome may turn from met to not_met or back, and for each
// question there must be a case in which its item becomes undetermined. The violations, one line each.
std::vector<std::string> leave_out_each_question(const edition::Edition&, const std::vector<scheme::Case>&);

// The questions that are left out: deciding, asked of the applicant, without a default.
std::vector<const edition::Question*> questions_to_leave_out(const edition::Edition&);

}
