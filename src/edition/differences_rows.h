#pragma once

#include "edition/differences_rule.h"

namespace kenkei::edition {

// A result of a table as people call it: 「小さな店」, 300人.
std::string result_in_words(const Edition&, const Table&, const feel::Value& result);

struct RowDifferences {
    std::vector<std::string> added; // each row under its headings: 「人数の計 が 20 より大きい なら「大きな店」」
    std::vector<std::string> removed;
    std::vector<Wording> changed; // in one cell or in the result
    std::vector<Wording> moved;   // 「3行目」 「1行目: …」, where the order decides
    bool other_inputs = false;    // a column came or went
    bool rewritten = false;       // written otherwise, put together or taken apart; nothing else differs
    std::size_t recited = 0;      // rows of which only the source is another
};

// The rows of two tables, told by option of a choice, so that 1 and 2 on two rows are the same as [1..2] on one.
RowDifferences compare_rows(const Edition& before, const Table&, const Edition& after, const Table&, const Renamed&);

}
