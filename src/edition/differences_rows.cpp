#include "edition/differences_rows.h"

#include "edition/differences_finder.h"
#include "edition/sentence.h"
#include "feel/null_tests.h"

#include <set>

namespace kenkei::edition {

using feel::DecisionTable;
using feel::Node;
using feel::NodeKind;
using feel::NodePtr;

namespace {

constexpr std::size_t most_parts = 3000; // of one table: pairing them takes the square of it

// A cell, or some options of the choice that it tests.
struct Cell {
    NodePtr tests;
    std::vector<std::int64_t> options = {};
};

// A row, or the part of it for one option of each choice.
struct RowPart {
    std::size_t row = 0;
    std::vector<Cell> cells;
};

bool fits_all(const Node& tests)
{
    return tests.children.empty() && !tests.negated;
}

bool is_ordered(const Table& table)
{
    return table.rules.policy.hit == feel::HitPolicy::First;
}

const feel::Value& result_of(const Table& table, const RowPart& part)
{
    return table.rules.rows[part.row].outputs.front()->value;
}

// The options of the choice in this column that fulfil the cell; none where it is not just about options.
std::vector<std::int64_t> options_in(const Edition& edition, const Node& input, const Node& tests)
{
    const Question* question = input.kind == NodeKind::Name ? edition.question_at(input.slot) : nullptr;
    if (!question || question->type != Type::Choice || fits_all(tests) || asks_for_null(tests) ||
        !feel::slots_read(tests).empty())
        return {};
    std::vector<std::int64_t> options;
    for (const Option& option : question->options) {
        const feel::Value number = feel::Value::number(option.number);
        const feel::Value fits = feel::evaluate(tests, {.slots = {}, .now = {}, .input = &number});
        if (fits.is_null())
            return {};
        if (fits.is_true())
            options.push_back(option.number);
    }
    return options;
}

// Where the order of the rows decides, a row is not taken apart.
std::vector<RowPart> parts_of(const Edition& edition, const Table& table, std::size_t index, bool ordered)
{
    const DecisionTable::Row& row = table.rules.rows[index];
    std::vector<RowPart> parts{{index, {}}};
    for (std::size_t column = 0; column < row.tests.size(); ++column) {
        const NodePtr& tests = row.tests[column];
        std::vector<std::int64_t> options;
        if (!ordered)
            options = options_in(edition, *table.rules.inputs[column].expression, *tests);
        if (options.empty() || options.size() * parts.size() * table.rules.rows.size() > most_parts) {
            for (RowPart& part : parts)
                part.cells.push_back({tests});
            continue;
        }
        std::vector<RowPart> more;
        for (const RowPart& part : parts) {
            for (const std::int64_t option : options) {
                more.push_back(part);
                more.back().cells.push_back({tests, {option}});
            }
        }
        parts = std::move(more);
    }
    return parts;
}

// Puts parts of one row together again that differ in the options of one cell only.
void join_parts(std::vector<RowPart>& parts)
{
    for (std::size_t column = parts.empty() ? 0 : parts.front().cells.size(); column-- > 0;) {
        std::vector<RowPart> joined;
        for (RowPart& part : parts) {
            auto same = std::find_if(joined.begin(), joined.end(), [&](const RowPart& other) {
                if (other.row != part.row || part.cells[column].options.empty())
                    return false;
                for (std::size_t i = 0; i < part.cells.size(); ++i) {
                    if (i != column && other.cells[i].options != part.cells[i].options)
                        return false;
                }
                return true;
            });
            if (same == joined.end())
                joined.push_back(std::move(part));
            else
                same->cells[column].options.push_back(part.cells[column].options.front());
        }
        parts = std::move(joined);
    }
}

// The cell under its heading: 「法人格 が 3、4 のどれか」.
std::string cell_in_words(const Edition& edition, const NodePtr& input, const Cell& cell)
{
    Node in{.kind = NodeKind::In, .children = {input}};
    if (cell.options.empty()) {
        in.children.insert(in.children.end(), cell.tests->children.begin(), cell.tests->children.end());
        return cell.tests->negated ? "次のことがない（" + sentence(edition, in) + "）" : sentence(edition, in);
    }
    for (const std::int64_t option : cell.options) {
        auto number = std::make_shared<Node>(Node{.value = feel::Value::number(option)});
        in.children.push_back(
            std::make_shared<Node>(Node{.kind = NodeKind::UnaryValue, .children = {std::move(number)}}));
    }
    return sentence(edition, in);
}

std::string part_in_words(const Edition& edition, const Table& table, const RowPart& part)
{
    std::string text;
    for (std::size_t column = 0; column < part.cells.size(); ++column) {
        if (!fits_all(*part.cells[column].tests))
            text += (text.empty() ? "" : "、かつ ") +
                    cell_in_words(edition, table.rules.inputs[column].expression, part.cells[column]);
    }
    return (text.empty() ? "どの場合も " : text + " なら ") + result_in_words(edition, table, result_of(table, part));
}

// For rows that read alike.
std::string cells_as_written(const RowPart& part)
{
    std::string text;
    for (const Cell& cell : part.cells)
        text += (text.empty() ? "（式: " : " | ") + feel::to_text(*cell.tests);
    return text + "）";
}

// Which column of one table is which of the other.
struct Column {
    std::optional<std::size_t> before;
    std::optional<std::size_t> after;
};

std::vector<Column> pair_columns(const DecisionTable& before, const DecisionTable& after, const Renamed& renamed)
{
    std::vector<Column> columns;
    std::vector<bool> used(before.inputs.size(), false);
    for (std::size_t i = 0; i < after.inputs.size(); ++i) {
        Column column{{}, i};
        for (std::size_t j = 0; j < before.inputs.size() && !column.before; ++j) {
            if (!used[j] && same_rule(*before.inputs[j].expression, *after.inputs[i].expression, renamed)) {
                column.before = j;
                used[j] = true;
            }
        }
        columns.push_back(column);
    }
    for (std::size_t j = 0; j < before.inputs.size(); ++j) {
        if (!used[j])
            columns.push_back({j, {}});
    }
    return columns;
}

struct PartPair {
    std::size_t before = 0; // the row
    std::size_t after = 0;
};

class RowComparison {
public:
    RowComparison(const Edition& before, const Table& table_before, const Edition& after, const Table& table_after,
                  const Renamed& renamed)
        : m_before(before)
        , m_after(after)
        , m_table_before(table_before)
        , m_table_after(table_after)
        , m_renamed(renamed)
        , m_ordered(is_ordered(table_before) || is_ordered(table_after))
        , m_columns(pair_columns(table_before.rules, table_after.rules, renamed))
    {
        pair_rows_as_written();
    }

    RowDifferences compare()
    {
        RowDifferences found;
        found.other_inputs = std::any_of(m_columns.begin(), m_columns.end(),
                                         [](const Column& column) { return !column.before || !column.after; });
        std::vector<PartPair> kept = m_same_rows;
        const bool all_same = m_left_before.empty() && m_left_after.empty();
        pair([&](const RowPart& b, const RowPart& a) { return same_result(b, a) && cells_that_differ(b, a) == 0; },
             [&](const RowPart& b, const RowPart& a) {
                 kept.push_back({b.row, a.row});
             });
        found.rewritten = m_left_before.empty() && m_left_after.empty() && !all_same;
        join_parts(m_left_before);
        join_parts(m_left_after);
        const auto changed = [&](const RowPart& b, const RowPart& a) {
            kept.push_back({b.row, a.row});
            Wording words{part_in_words(m_before, m_table_before, b), part_in_words(m_after, m_table_after, a)};
            if (words.before == words.after) {
                words.before += cells_as_written(b);
                words.after += cells_as_written(a);
            }
            found.changed.push_back(std::move(words));
        };
        pair([&](const RowPart& b, const RowPart& a) { return cells_that_differ(b, a) == 0; }, changed);
        pair([&](const RowPart& b, const RowPart& a) { return same_result(b, a) && cells_that_differ(b, a) == 1; },
             changed);
        for (const RowPart& part : m_left_after)
            found.added.push_back(part_in_words(m_after, m_table_after, part));
        for (const RowPart& part : m_left_before)
            found.removed.push_back(part_in_words(m_before, m_table_before, part));
        found.recited = count_recited(kept);
        if (is_ordered(m_table_after))
            found.moved = moved(std::move(kept));
        return found;
    }

private:
    // Of the parts that are left, takes those out that belong together.
    template<typename Same, typename Take>
    void pair(Same same, Take take)
    {
        std::erase_if(m_left_after, [&](const RowPart& part) {
            auto found = std::find_if(m_left_before.begin(), m_left_before.end(),
                                      [&](const RowPart& other) { return same(other, part); });
            if (found == m_left_before.end())
                return false;
            take(*found, part);
            m_left_before.erase(found);
            return true;
        });
    }

    bool same_result(const RowPart& before, const RowPart& after) const
    {
        return result_of(m_table_before, before) == result_of(m_table_after, after);
    }

    bool same_cell(const Cell& before, const Cell& after) const
    {
        if (before.options.empty() && after.options.empty())
            return same_rule(*before.tests, *after.tests, m_renamed);
        return before.options == after.options;
    }

    std::size_t cells_that_differ(const RowPart& before, const RowPart& after) const
    {
        std::size_t count = 0;
        for (const Column& column : m_columns) {
            if (column.before && column.after)
                count += !same_cell(before.cells[*column.before], after.cells[*column.after]);
            else
                count +=
                    !fits_all(column.before ? *before.cells[*column.before].tests : *after.cells[*column.after].tests);
        }
        return count;
    }

    // Rows that stand in both tables word for word; of the rest, the parts are compared.
    void pair_rows_as_written()
    {
        std::vector<bool> used(m_table_before.rules.rows.size(), false);
        for (std::size_t i = 0; i < m_table_after.rules.rows.size(); ++i) {
            std::size_t j = 0;
            while (j < used.size() && (used[j] || !same_row(j, i)))
                ++j;
            if (j < used.size()) {
                used[j] = true;
                m_same_rows.push_back({j, i});
            } else {
                append(m_left_after, parts_of(m_after, m_table_after, i, m_ordered));
            }
        }
        for (std::size_t j = 0; j < used.size(); ++j) {
            if (!used[j])
                append(m_left_before, parts_of(m_before, m_table_before, j, m_ordered));
        }
    }

    static void append(std::vector<RowPart>& all, std::vector<RowPart> more)
    {
        std::move(more.begin(), more.end(), std::back_inserter(all));
    }

    bool same_row(std::size_t before, std::size_t after) const
    {
        const DecisionTable::Row& row = m_table_before.rules.rows[before];
        const DecisionTable::Row& other = m_table_after.rules.rows[after];
        return row.outputs.front()->value == other.outputs.front()->value &&
               std::all_of(m_columns.begin(), m_columns.end(), [&](const Column& column) {
                   if (column.before && column.after)
                       return same_rule(*row.tests[*column.before], *other.tests[*column.after], m_renamed);
                   return fits_all(column.before ? *row.tests[*column.before] : *other.tests[*column.after]);
               });
    }

    // A row with the source of its table has none of its own.
    std::size_t count_recited(const std::vector<PartPair>& kept) const
    {
        std::set<std::size_t> rows;
        for (const PartPair& pair : kept) {
            const Source& before = m_table_before.row_sources[pair.before];
            const Source& after = m_table_after.row_sources[pair.after];
            if (before != after && (before != m_table_before.source || after != m_table_after.source))
                rows.insert(pair.after);
        }
        return rows.size();
    }

    std::vector<Wording> moved(std::vector<PartPair> kept) const
    {
        std::sort(kept.begin(), kept.end(), [](const PartPair& a, const PartPair& b) { return a.after < b.after; });
        std::vector<std::size_t> places;
        for (const PartPair& pair : kept)
            places.push_back(pair.before);
        const std::vector<bool> still = stayed(places);
        std::vector<Wording> words;
        for (std::size_t i = 0; i < kept.size(); ++i) {
            if (still[i])
                continue;
            const std::vector<RowPart> row = parts_of(m_after, m_table_after, kept[i].after, m_ordered);
            words.push_back(
                {std::to_string(kept[i].before + 1) + "行目",
                 std::to_string(kept[i].after + 1) + "行目: " + part_in_words(m_after, m_table_after, row.front())});
        }
        return words;
    }

    const Edition& m_before;
    const Edition& m_after;
    const Table& m_table_before;
    const Table& m_table_after;
    const Renamed& m_renamed;
    bool m_ordered;
    std::vector<Column> m_columns;
    std::vector<PartPair> m_same_rows;
    std::vector<RowPart> m_left_before; // not paired yet
    std::vector<RowPart> m_left_after;
};

}

std::string result_in_words(const Edition& edition, const Table& table, const feel::Value& result)
{
    for (const ComputedValue& value : edition.values) {
        if (value.table < 0 || &edition.table(value) != &table)
            continue;
        for (const auto& [name, word] : value.words) {
            if (name == feel::to_display(result))
                return "「" + word + "」";
        }
        if (result.kind() == feel::Kind::Number)
            return literal_in_words(result) + value.unit;
    }
    return literal_in_words(result);
}

RowDifferences compare_rows(const Edition& before, const Table& table_before, const Edition& after,
                            const Table& table_after, const Renamed& renamed)
{
    return RowComparison(before, table_before, after, table_after, renamed).compare();
}

}
