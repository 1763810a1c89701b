#pragma once

#include "scheme/table_domain.h"
#include "scheme/table_rows.h"

#include <string>
#include <vector>

namespace kenkei::scheme {

// Names whose value is the same for every applicant: the period, the lists, values such as a limit of 20.
struct FixedNames {
    std::vector<feel::Value> values; // by slot
    std::vector<bool> known;         // by slot

    explicit FixedNames(const edition::Edition&);
    bool covers(const feel::Node&) const; // reads nothing else, but perhaps `?`
    // The value of what reads nothing else; nothing for other expressions.
    std::optional<feel::Value> value_of(const feel::Node&) const;
    // The numbers, texts and dates that an expression compares with.
    void collect_constants(const feel::Node&, std::vector<feel::Value>& constants) const;
};

// Inputs that a column cannot tell apart: the same rows match them.
struct Piece {
    feel::Value example;
    bool blank = false; // 未回答 itself
    RowSet yes;         // rows that surely match
    RowSet open;        // these and the rows of which it is not known
};

// A column of a table: which of its cells match what.
class Column {
public:
    Column(const edition::Table&, std::size_t index, const FixedNames&, const Domain&, bool blank_matters);

    const feel::DecisionTable::Input& input() const { return m_input; }
    const Domain& domain() const { return m_domain; }
    bool any(std::size_t row) const { return m_any.has(row); } // `-`
    // Values that may really be given; smallest first. Grows when piece_of meets new ones.
    const std::vector<Piece>& pieces() const { return m_pieces; }
    // Every way the cells may behave, and rather more: a cell that is not understood may match anything.
    const std::vector<Piece>& behaviours() const { return m_behaviours; }
    // Rows with the very test of `row`, where that is not understood: they match whenever it does.
    RowSet same_test(std::size_t row) const;
    std::size_t piece_of(const feel::Value&);

private:
    bool read_tests();
    Piece piece(const feel::Value&) const;
    Piece loosened(Piece) const;

    const edition::Table& m_table;
    const feel::DecisionTable::Input& m_input;
    std::size_t m_index;
    const FixedNames& m_fixed;
    Domain m_domain;
    RowSet m_any;
    RowSet m_closed;     // the cell reads only its input
    RowSet m_understood; // and does nothing between two points that it does not do at one of them
    std::vector<feel::Value> m_constants;
    std::vector<Piece> m_pieces;
    std::vector<Piece> m_behaviours;
};

struct Point {
    feel::Value value;
    bool certain = true; // may really be given
};

// Values of a domain such that tests against `constants` behave the same at all others as at one of these.
std::vector<Point> points_of(const Domain&, std::vector<feel::Value> constants);

}
