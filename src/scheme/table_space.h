#pragma once

#include "scheme/table_column.h"

#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace kenkei::scheme {

// What is known of an edition's names before any answer; shared by all its tables.
struct NameFacts {
    explicit NameFacts(const edition::Edition&);

    const edition::Edition& edition;
    std::vector<feel::StaticType> types;
    FixedNames fixed;
    DomainReader domains;
};

// An input of a table, as far as it matters: column number and value.
using Example = std::vector<std::pair<std::size_t, feel::Value>>;

// All inputs a table may get, column by column; columns that read the same answers are taken together where it matters.
class TableSpace {
public:
    TableSpace(NameFacts&, const edition::Table&);

    const std::vector<Column>& columns() const { return m_columns; }

    // A column whose values the cell of the row all refuses.
    std::optional<std::size_t> impossible_column(std::size_t row) const;

    // Whether wherever `row` matches one of `others` surely does. A row of the table that has to wait for an unanswered
    // question counts as matching with Blank::Waits: the table then gives nothing.
    enum class Blank { Waits, Passes };
    bool covered(std::size_t row, const RowSet& others, Blank, Budget&) const;

    // An input that both rows surely match.
    std::optional<Example> shared_input(std::size_t row, std::size_t other);

    // Answered inputs that surely no row matches, each of another kind, told with as few columns as possible; at most
    // `most`.
    std::vector<Example> gaps(std::size_t most, Budget&);

private:
    // What some columns may be together: one of their pieces each.
    struct Place {
        std::vector<std::size_t> pieces;
        std::vector<feel::Value> values;
    };
    struct Axis {
        std::vector<std::size_t> columns;
        std::vector<Place> places;
    };
    class GapSearch;

    Axis single(std::size_t column) const;
    const Axis* joined(std::size_t group); // nullptr: cannot be tried
    bool both_match(const Axis&, const Place&, std::size_t row, std::size_t other) const;

    NameFacts& m_facts;
    const edition::Table& m_table;
    std::vector<Column> m_columns;
    std::vector<std::vector<std::size_t>> m_groups; // of related columns
    std::map<std::size_t, std::optional<Axis>> m_joined;
};

}
