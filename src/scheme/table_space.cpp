#include "scheme/table_space.h"

#include "scheme/static_types.h"
#include "scheme/table_relations.h"

#include <algorithm>
#include <set>
#include <string>

namespace kenkei::scheme {

using feel::HitPolicy;
using feel::Value;

namespace {

// A blank input decides nothing where it leaves the row waiting.
bool matches_somehow(const Piece& piece, std::size_t row)
{
    return piece.blank ? piece.yes.has(row) : piece.open.has(row);
}

}

NameFacts::NameFacts(const edition::Edition& edition)
    : edition(edition)
    , types(static_types(edition))
    , fixed(edition)
    , domains(edition, types)
{}

TableSpace::TableSpace(NameFacts& facts, const edition::Table& table)
    : m_facts(facts)
    , m_table(table)
    , m_groups(related_columns(facts.edition, table, facts.fixed))
{
    for (std::size_t index = 0; index < table.rules.inputs.size(); ++index) {
        const feel::Node& input = *table.rules.inputs[index].expression;
        // With A a row of `-` decides although others wait for the answer; with other policies the table waits.
        const bool blank_decides =
            table.rules.policy.hit == HitPolicy::Any && feel::check(input, facts.types).type.nullable;
        m_columns.emplace_back(table, index, facts.fixed, facts.domains.of(input), blank_decides);
    }
}

std::optional<std::size_t> TableSpace::impossible_column(std::size_t row) const
{
    for (std::size_t column = 0; column < m_columns.size(); ++column) {
        const auto& behaviours = m_columns[column].behaviours();
        if (std::none_of(behaviours.begin(), behaviours.end(),
                         [&](const Piece& piece) { return matches_somehow(piece, row); }))
            return column;
    }
    return {};
}

bool TableSpace::covered(std::size_t row, const RowSet& others, Blank blank, Budget& budget) const
{
    std::vector<std::vector<RowSet>> axes;
    for (const Column& column : m_columns) {
        const RowSet same = column.same_test(row);
        std::vector<RowSet> covering;
        for (const Piece& piece : column.behaviours()) {
            if (!matches_somehow(piece, row))
                continue;
            covering.push_back(piece.blank && blank == Blank::Waits ? piece.open : piece.yes);
            if (!piece.blank)
                covering.back() |= same;
        }
        axes.push_back(std::move(covering));
    }
    return !find_point_without(others, axes, budget) && !budget.spent();
}

TableSpace::Axis TableSpace::single(std::size_t column) const
{
    Axis axis{.columns = {column}, .places = {}};
    const auto& pieces = m_columns[column].pieces();
    for (std::size_t piece = 0; piece < pieces.size(); ++piece)
        axis.places.push_back({{piece}, {pieces[piece].example}});
    return axis;
}

const TableSpace::Axis* TableSpace::joined(std::size_t group)
{
    auto [entry, fresh] = m_joined.try_emplace(group);
    std::optional<Axis>& joined = entry->second;
    const std::vector<std::size_t>& columns = m_groups[group];
    if (fresh) {
        auto values = values_together(m_facts.edition, m_facts.domains, m_facts.fixed, m_table, columns);
        if (values) {
            joined = Axis{.columns = columns, .places = {}};
            std::vector<std::map<std::string, std::size_t>> piece_by_value(columns.size());
            std::set<std::vector<std::size_t>> seen;
            for (std::vector<Value>& together : *values) {
                std::vector<std::size_t> pieces;
                for (std::size_t i = 0; i < columns.size(); ++i) {
                    auto [known, unknown] = piece_by_value[i].try_emplace(feel::to_feel(together[i]));
                    if (unknown)
                        known->second = m_columns[columns[i]].piece_of(together[i]);
                    pieces.push_back(known->second);
                }
                if (seen.insert(pieces).second)
                    joined->places.push_back({std::move(pieces), std::move(together)});
            }
        }
    }
    return joined ? &*joined : nullptr;
}

bool TableSpace::both_match(const Axis& axis, const Place& place, std::size_t row, std::size_t other) const
{
    for (std::size_t i = 0; i < axis.columns.size(); ++i) {
        const RowSet& yes = m_columns[axis.columns[i]].pieces()[place.pieces[i]].yes;
        if (!yes.has(row) || !yes.has(other))
            return false;
    }
    return true;
}

std::optional<Example> TableSpace::shared_input(std::size_t row, std::size_t other)
{
    Example example;
    auto tested = [&](std::size_t column) { return !m_columns[column].any(row) || !m_columns[column].any(other); };
    auto add_from = [&](const Axis& axis) {
        const auto place = std::find_if(axis.places.begin(), axis.places.end(),
                                        [&](const Place& each) { return both_match(axis, each, row, other); });
        if (place == axis.places.end())
            return false;
        for (std::size_t i = 0; i < axis.columns.size(); ++i) {
            if (tested(axis.columns[i]))
                example.emplace_back(axis.columns[i], place->values[i]);
        }
        return true;
    };
    for (std::size_t column = 0; column < m_columns.size(); ++column) {
        if (!add_from(single(column)))
            return {};
    }
    example.clear();
    for (std::size_t group = 0; group < m_groups.size(); ++group) {
        const std::vector<std::size_t>& columns = m_groups[group];
        if (std::count_if(columns.begin(), columns.end(), tested) <= 1) {
            for (std::size_t column : columns)
                add_from(single(column));
            continue;
        }
        const Axis* axis = joined(group);
        if (!axis || !add_from(*axis))
            return {};
    }
    std::sort(example.begin(), example.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    return example;
}

}
