#pragma once

#include "casework/case.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kenkei::desk {

// How a complaint against a refusal stands. One that was upheld is a refusal no longer.
enum class Appeal { None, Pending, Rejected, Upheld };

struct RefusedCase {
    std::string id;                   // 案件番号
    std::vector<std::string> grounds; // casework::Decided::grounds: reasons of the judgement and the screening, gates
    Appeal appeal = Appeal::None;
};

// Nothing of a case that is not refused.
std::optional<RefusedCase> refused_case(const casework::Case&, Appeal);

// A row counts the cases that have one of its grounds. Each ground is written
// - as the decision has it: unpaid, late-evidence, too_few:measures;
// - as the id of an item, requirement or question, for whatever the judgement or the screening says of it;
// - with a * at its end, for all that begin so: insurer:*;
// - as requirement:<id>: itself, and of its items all where all are needed, else those without an answer. fit_to puts
//   those in its place. An item that several such requirements name is counted for each of them: what the judgement
//   gives as unanswered does not say whose it was.
struct RefusalRow {
    std::string id;
    std::string label;
    std::vector<std::string> grounds;
};

// A table of its own; a case counts in each row that it fits.
struct RefusalTable {
    std::string id;
    std::string label;
    std::vector<std::string> among; // only cases whose main reason is one of these; empty: all
    std::vector<RefusalRow> rows;   // in printed order
};

// How a scheme prints why it refused: data.
struct RefusalForm {
    std::string label;                   // of the table of main reasons
    std::vector<RefusalRow> main;        // in printed order; each case counts in one of them:
    std::vector<std::string> precedence; // the first of these that it fits; ids of all main rows
    std::vector<RefusalTable> details;
    std::vector<std::string> umbrellas; // grounds that only say that others stand there: screening, resolution
};

// The form with every requirement:<id> replaced, and every ground known to the edition. Codes: refusals.form (ids twice
// or unknown, rows that precedence forgets), refusals.ground.
base::Result<RefusalForm> fit_to(const edition::Edition&, RefusalForm);

struct CountedRow {
    std::string id;
    std::string label;
    std::size_t cases = 0;

    bool operator==(const CountedRow&) const = default;
};

struct CountedTable {
    std::string id;
    std::string label;
    std::vector<CountedRow> rows; // all of the form, also those with nobody
    std::size_t cases = 0;        // that the table looks at, each once
    std::vector<std::string> in_no_row;

    bool operator==(const CountedTable&) const = default;
};

// A ground that no row of the form has.
struct UnfittedGround {
    std::string ground;
    std::size_t cases = 0;

    bool operator==(const UnfittedGround&) const = default;
};

struct RefusalStatistics {
    std::size_t refused = 0; // without those upheld
    std::string label;
    std::vector<CountedRow> main;
    std::vector<RefusedCase> unplaced; // that no main row has; with `main` they add up to `refused`
    std::vector<CountedTable> details;
    std::vector<UnfittedGround> unfitted;
    std::size_t upheld = 0;
    std::vector<std::string> pending; // ids whose complaint is open: they are counted as refused
};

// Counts by a form that fit_to has given. The order of the cases does not matter; lists of ids are sorted. Codes:
// refusals.form, refusals.twice (a case that comes twice).
base::Result<RefusalStatistics> count_refusals(std::span<const RefusedCase>, const RefusalForm&);

// That the main reasons and the unplaced add up to those the register has as refused, and no row has more cases than
// its table. Code: refusals.sum.
base::Result<void> check_sums(const RefusalStatistics&, std::size_t refused_in_register);

// The tables below each other as CSV: 表, 理由, 件数. What fits no row stands in rows of its own where there is any.
std::string to_csv(const RefusalStatistics&);

}
