#pragma once

#include "store/store.h"

namespace kenkei::store {

// That a column is one of some texts, as SQL with a `?` for each value; sql is "" where there are none (an empty text
// is none: it would mean all that have nothing there). The texts must live until it has run. Statements are kept
// prepared by their SQL, so lists of many lengths have few forms: a list is filled up with its last text; a long one is
// handed over as one value.
struct OneOf {
    OneOf(Backend, const std::string& column, const std::vector<std::string>& texts);

    std::string sql;
    std::vector<Value> values;

private:
    std::shared_ptr<const std::string> m_array; // of a long list
};

// That a case is within a reach: its scheme, firm or insurer is one of the reach's.
struct WithinReach {
    // `unindexed`: SQLite is to find the cases by something else.
    enum class By { Index, Something };
    WithinReach(Backend, const Reach&, By);

    std::string sql; // "" for all, and where no case is
    std::vector<Value> values;
    bool none = false; // no case is

private:
    std::vector<OneOf> m_lists;
};

// Whether a reach names firms or insurers alone, each of which has few of the cases.
bool is_narrow(const Reach&);

}
