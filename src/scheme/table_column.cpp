#include "scheme/table_column.h"

#include "feel/null_tests.h"

#include <algorithm>

namespace kenkei::scheme {

using feel::Kind;
using feel::Node;
using feel::NodeKind;
using feel::Operator;
using feel::Value;
using Form = Domain::Form;

namespace {

// Reads `?` or a variable that for, some or every binds; or is a test, which reads its input.
bool reads_variables(const Node& node)
{
    return (node.kind == NodeKind::Name && node.slot < 0 && node.builtin == nullptr) ||
           node.kind == NodeKind::UnaryTests || node.kind == NodeKind::UnaryCompare ||
           node.kind == NodeKind::UnaryValue ||
           std::any_of(node.children.begin(), node.children.end(),
                       [](const feel::NodePtr& child) { return child && reads_variables(*child); });
}

// Whether a test against the value can be told from its points; collects them.
bool understood(const Value& value, Form form, std::vector<Value>& constants)
{
    switch (value.kind()) {
    case Kind::Null:
    case Kind::Boolean:
        return true;
    case Kind::Number:
    case Kind::String:
    case Kind::Date:
        constants.push_back(value);
        return true;
    case Kind::Range:
        return form != Form::String && understood(value.as_range().low, form, constants) &&
               understood(value.as_range().high, form, constants);
    case Kind::List: {
        bool all = true;
        for (const Value& item : value.as_list())
            all = understood(item, form, constants) && all;
        return all;
    }
    default:
        return false;
    }
}

std::size_t add(std::vector<Piece>& pieces, Piece added)
{
    const auto found = std::find_if(pieces.begin(), pieces.end(), [&](const Piece& piece) {
        return piece.blank == added.blank && piece.yes == added.yes && piece.open == added.open;
    });
    if (found != pieces.end())
        return static_cast<std::size_t>(found - pieces.begin());
    pieces.push_back(std::move(added));
    return pieces.size() - 1;
}

}

FixedNames::FixedNames(const edition::Edition& edition) : values(edition.names.size()), known(edition.names.size())
{
    auto fix = [&](int slot, Value value) {
        values[static_cast<std::size_t>(slot)] = std::move(value);
        known[static_cast<std::size_t>(slot)] = true;
    };
    fix(slot_of(edition::FixedName::PeriodFrom), Value::date(edition.application.opens));
    fix(slot_of(edition::FixedName::PeriodTo), Value::date(edition.application.closes.date));
    fix(slot_of(edition::FixedName::Lists), edition.list_names);
    for (const edition::Step& step : edition.steps) {
        if (step.what != edition::Step::What::Value)
            continue;
        const edition::ComputedValue& value = edition.values[step.index];
        if (auto fixed = value.expression ? value_of(*value.expression->tree) : std::nullopt)
            fix(value.slot, std::move(*fixed));
    }
}

bool FixedNames::covers(const Node& node) const
{
    const std::vector<int> slots = feel::slots_read(node);
    return std::all_of(slots.begin(), slots.end(), [&](int slot) { return known[static_cast<std::size_t>(slot)]; });
}

std::optional<Value> FixedNames::value_of(const Node& node) const
{
    if (reads_variables(node) || !covers(node))
        return {};
    return feel::evaluate(node, {.slots = values});
}

void FixedNames::collect_constants(const Node& node, std::vector<Value>& constants) const
{
    if (const auto value = value_of(node)) {
        understood(*value, Form::Unknown, constants);
        return;
    }
    for (const feel::NodePtr& child : node.children) {
        if (child)
            collect_constants(*child, constants);
    }
}

Column::Column(const edition::Table& table, std::size_t index, const FixedNames& fixed, const Domain& domain,
               bool blank_matters)
    : m_table(table)
    , m_input(table.rules.inputs[index])
    , m_index(index)
    , m_fixed(fixed)
    , m_domain(domain)
    , m_any(table.rules.rows.size())
    , m_closed(m_any)
    , m_understood(m_any)
{
    const bool asks_for_blank = read_tests();
    for (const Point& point : points_of(m_domain, m_constants)) {
        const Piece found = piece(point.value);
        if (point.certain)
            add(m_pieces, found);
        add(m_behaviours, loosened(found));
    }
    // Nothing known of what may be given: only `-` surely matches.
    const Piece anything{.example = {}, .yes = m_any, .open = RowSet::all(m_table.rules.rows.size())};
    if (m_pieces.empty())
        m_pieces.push_back(anything);
    if (m_behaviours.empty())
        m_behaviours.push_back(anything);
    if (asks_for_blank)
        add(m_pieces, piece({}));
    if (asks_for_blank || blank_matters)
        add(m_behaviours, piece({}));
}

// Gives whether a cell asks for 未回答 itself.
bool Column::read_tests()
{
    const bool guessed =
        m_domain.form == Form::Unknown || m_domain.form == Form::Never || m_domain.form == Form::Choices;
    bool asks = false;
    for (std::size_t row = 0; row < m_table.rules.rows.size(); ++row) {
        const Node& tests = *m_table.rules.rows[row].tests[m_index];
        if (tests.children.empty()) {
            m_any.add(row);
            m_understood.add(row);
        }
        if (!m_fixed.covers(tests))
            continue;
        asks = asks || asks_for_null(tests);
        m_closed.add(row);
        bool simple = !guessed;
        for (const feel::NodePtr& test : tests.children) {
            const Node& operand = *test->children.front();
            m_fixed.collect_constants(operand, m_constants);
            const auto value = m_fixed.value_of(operand);
            const bool order =
                test->kind == NodeKind::UnaryCompare && test->op != Operator::Equal && test->op != Operator::NotEqual;
            std::vector<Value> compared;
            simple = simple && value && understood(*value, m_domain.form, compared) &&
                     !(order && m_domain.form == Form::String);
        }
        if (simple || m_domain.listed())
            m_understood.add(row);
    }
    return asks;
}

Piece Column::piece(const Value& value) const
{
    const std::size_t rows = m_table.rules.rows.size();
    Piece piece{.example = value, .blank = value.is_null(), .yes = RowSet(rows), .open = RowSet(rows)};
    for (std::size_t row = 0; row < rows; ++row) {
        const Node& tests = *m_table.rules.rows[row].tests[m_index];
        // As edition::look_up: a blank is unknown to a test that does not ask for it.
        const bool unknown = !m_closed.has(row) || (piece.blank && !asks_for_null(tests));
        const Value result = m_any.has(row) ? Value::boolean(true)
                             : unknown      ? Value{}
                                            : feel::evaluate(tests, {.slots = m_fixed.values, .input = &value});
        if (result.is_true())
            piece.yes.add(row);
        if (result.is_true() || result.is_null())
            piece.open.add(row);
    }
    return piece;
}

// A cell that is not understood may match or not.
Piece Column::loosened(Piece piece) const
{
    for (std::size_t row = 0; row < m_table.rules.rows.size(); ++row) {
        if (m_understood.has(row))
            continue;
        piece.yes.remove(row);
        piece.open.add(row);
    }
    return piece;
}

std::size_t Column::piece_of(const Value& value)
{
    return add(m_pieces, piece(value));
}

RowSet Column::same_test(std::size_t row) const
{
    RowSet same(m_table.rules.rows.size());
    if (m_understood.has(row))
        return same;
    const auto& rows = m_table.rules.rows;
    for (std::size_t other = 0; other < rows.size(); ++other) {
        if (feel::same(*rows[row].tests[m_index], *rows[other].tests[m_index]))
            same.add(other);
    }
    return same;
}

}
