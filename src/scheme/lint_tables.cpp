#include "scheme/lint.h"

#include "base/fold.h"
#include "edition/tree_reader.h"
#include "scheme/table_space.h"

#include <algorithm>

namespace kenkei::scheme {

using edition::Part;
using edition::Table;
using feel::HitPolicy;
using feel::Value;

namespace {

constexpr std::size_t most_gaps = 3; // told of one table

// A line of the text table: its cells up to the output, and where the first one stands in the file.
struct Line {
    std::vector<std::string> cells;
    base::json::Value at;

    std::string text() const
    {
        std::string all;
        for (const std::string& cell : cells)
            all += (all.empty() ? "" : " | ") + cell;
        return all;
    }
};

std::vector<Line> lines_of(const base::json::Value& rows, std::size_t cells)
{
    std::vector<Line> lines;
    std::size_t number = 0;
    for (std::size_t start = 0; start < rows.text.size(); ++number) {
        const std::size_t end = std::min(rows.text.find('\n', start), rows.text.size());
        const std::string_view line = std::string_view(rows.text).substr(start, end - start);
        start = end + 1;
        if (base::is_blank(line))
            continue;
        Line read;
        for (std::size_t from = 0; read.cells.size() < cells && from <= line.size();) {
            const std::size_t to = std::min(line.find('|', from), line.size());
            read.cells.push_back(base::trim(line.substr(from, to - from)));
            from = to + 1;
        }
        read.at.at = {rows.at.line + number, rows.at.column + line.find_first_not_of(" \t")};
        lines.push_back(std::move(read));
    }
    return lines;
}

class TableLint {
public:
    TableLint(const Part& part, const Table& table, NameFacts& facts, std::vector<base::Error>& errors)
        : m_part(part)
        , m_table(table)
        , m_policy(table.rules.policy.hit)
        , m_errors(errors)
        , m_reader(part, errors)
        , m_lines(lines_of(*part.tree.find("rows"), table.rules.inputs.size() + 1))
        , m_facts(facts)
        , m_space(facts, table)
        , m_settled(table.rules.rows.size())
    {}

    void lint()
    {
        find_duplicates();
        find_unreachable();
        if (m_policy == HitPolicy::Unique || m_policy == HitPolicy::Any)
            find_overlaps();
        if (m_policy == HitPolicy::Unique || m_policy == HitPolicy::Priority)
            find_gaps();
        find_unused_values();
        if (m_budget.spent())
            refuse(m_lines.front().at, "table.too-large",
                   "の入力の組み合わせが多すぎて（上限 " + std::to_string(Budget{}.left) +
                       " 通り）、すきまと使われない行をすべては調べられません。",
                   "入力の列を減らすか、表を分けてください。");
    }

private:
    std::size_t rows() const { return m_table.rules.rows.size(); }
    const Value& result(std::size_t row) const { return m_table.rules.rows[row].outputs.front()->value; }
    const Line& line(std::size_t row) const { return m_lines[row + 1]; }
    static std::string number(std::size_t row) { return std::to_string(row + 1) + "行目"; }
    std::string name(std::size_t row) const { return number(row) + "「" + line(row).text() + "」"; }
    const std::string& heading(std::size_t column) const { return m_table.rules.inputs[column].label; }

    void refuse(const base::json::Value& at, std::string code, const std::string& message, std::string way_out)
    {
        m_reader.refuse(at, std::move(code), "表「" + m_table.label + "」" + message, std::move(way_out));
    }

    bool same_tests(std::size_t row, std::size_t other) const
    {
        const auto& tests = m_table.rules.rows[row].tests;
        return std::equal(tests.begin(), tests.end(), m_table.rules.rows[other].tests.begin(),
                          [](const feel::NodePtr& a, const feel::NodePtr& b) { return feel::same(*a, *b); });
    }

    void find_duplicates()
    {
        for (std::size_t row = 1; row < rows(); ++row) {
            for (std::size_t earlier = 0; earlier < row && !m_settled.has(row); ++earlier) {
                if (!(result(row) == result(earlier)) || !same_tests(row, earlier))
                    continue;
                m_settled.add(row);
                refuse(line(row).at, "table.duplicate", "の" + name(row) + "は、" + number(earlier) + "と同じです。",
                       "どちらかを消してください。条件の書き間違いなら、直してください。");
            }
        }
    }

    // From below, so that of two rows of the same effect the later one is told.
    void find_unreachable()
    {
        const std::size_t before = m_errors.size();
        for (std::size_t row = rows(); row-- > 0;) {
            if (m_settled.has(row))
                continue;
            if (const auto column = m_space.impossible_column(row))
                tell_impossible(row, *column);
            else if (const auto covering = rows_covering(row); !covering.empty())
                tell_covered(row, covering);
        }
        std::reverse(m_errors.begin() + static_cast<std::ptrdiff_t>(before), m_errors.end());
    }

    void tell_impossible(std::size_t row, std::size_t column)
    {
        m_settled.add(row);
        // lint_expressions may have said so of the cell itself.
        if (std::any_of(m_errors.begin(), m_errors.end(), [&](const base::Error& error) {
                return error.file == m_part.file && error.at.line == line(row).at.at.line;
            }))
            return;
        const std::string cell = "列「" + heading(column) + "」の「" + line(row).cells[column] + "」";
        std::string possible;
        if (const Domain& domain = m_space.columns()[column].domain(); domain.listed()) {
            for (const Value& value : domain.values)
                possible += (possible.empty() ? "" : "、") + shown(value);
        }
        refuse(line(row).at, "table.unreachable",
               "の" + name(row) + "に当てはまる入力はありません。" +
                   (possible.empty() ? cell + "に合う値がないためです。"
                                     : cell + "は、この列がとる値（" + possible + "）のどれにも合いません。"),
               "そのセルを直すか、この行を消してください。");
    }

    // The place of a result among the output's values; the first is the highest.
    std::size_t priority(std::size_t row) const
    {
        const auto& allowed = m_table.rules.outputs.front().allowed;
        return static_cast<std::size_t>(std::find(allowed.begin(), allowed.end(), result(row)) - allowed.begin());
    }

    // Whether `other` decides what both rows match, so that `row` is of no use there.
    bool goes_before(std::size_t other, std::size_t row) const
    {
        switch (m_policy) {
        case HitPolicy::First:
            return other < row;
        case HitPolicy::Priority:
            return priority(other) < priority(row) || (priority(other) == priority(row) && other < row);
        case HitPolicy::Any:
            return other != row && result(other) == result(row) && !m_settled.has(other);
        default:
            return false;
        }
    }

    // The rows that together leave `row` nothing to decide; none if they leave it something.
    std::vector<std::size_t> rows_covering(std::size_t row)
    {
        const auto blank = m_policy == HitPolicy::Any ? TableSpace::Blank::Passes : TableSpace::Blank::Waits;
        RowSet covering(rows());
        std::vector<std::size_t> candidates;
        for (std::size_t other = 0; other < rows(); ++other) {
            if (!goes_before(other, row))
                continue;
            candidates.push_back(other);
            covering.add(other);
        }
        if (candidates.empty() || !m_space.covered(row, covering, blank, m_budget))
            return {};
        // Only those that are needed for it, rather the upper ones.
        std::vector<std::size_t> needed;
        for (std::size_t i = candidates.size(); i-- > 0;) {
            RowSet fewer = covering;
            fewer.remove(candidates[i]);
            if (m_space.covered(row, fewer, blank, m_budget))
                covering = fewer;
            else
                needed.insert(needed.begin(), candidates[i]);
        }
        return needed;
    }

    void tell_covered(std::size_t row, const std::vector<std::size_t>& covering)
    {
        m_settled.add(row);
        std::string numbers;
        for (std::size_t other : covering)
            numbers += (numbers.empty() ? "" : "、") + std::to_string(other + 1);
        const std::string others = covering.size() == 1 ? name(covering.front()) : numbers + "行目";
        if (m_policy == HitPolicy::Any)
            refuse(line(row).at, "table.unreachable",
                   "の" + name(row) + "は余分です。当てはまる入力はすべて、結果が同じ" + others +
                       (covering.size() == 1 ? "にも" : "のどれかにも") + "当てはまります。",
                   "この行を消すか、条件を直してください。");
        else if (m_policy == HitPolicy::First)
            refuse(line(row).at, "table.unreachable",
                   "の" + name(row) + "は使われません。当てはまる入力はすべて、上の" + others + "が先に決めます。",
                   "この行をその上に移すか、条件を直すか、消してください。");
        else
            refuse(line(row).at, "table.unreachable",
                   "の" + name(row) + "は使われません。当てはまる入力はすべて、優先順位で劣らない" + others +
                       "が先に決めます。",
                   "output の values の順か、どちらかの条件を直してください。要らない行なら消してください。");
    }

    static std::string shown(const Value& value)
    {
        if (value.is_null())
            return "未回答";
        return value.kind() == feel::Kind::Date ? feel::to_display(value) : feel::to_feel(value);
    }

    // q2 = 3、q4_total = 100
    std::string in_words(const Example& example) const
    {
        std::string words;
        for (const auto& [column, value] : example) {
            words += words.empty() ? "" : "、";
            words += heading(column) + " = " + shown(value);
        }
        return words;
    }

    void find_overlaps()
    {
        for (std::size_t row = 1; row < rows(); ++row) {
            for (std::size_t earlier = 0; earlier < row && !m_settled.has(row); ++earlier) {
                if (m_settled.has(earlier) || (m_policy == HitPolicy::Any && result(row) == result(earlier)))
                    continue;
                if (const auto example = m_space.shared_input(earlier, row)) {
                    tell_overlap(row, earlier, *example);
                    break;
                }
            }
        }
    }

    void tell_overlap(std::size_t row, std::size_t earlier, const Example& example)
    {
        const std::string both = name(earlier) + "と" + name(row) + "の両方に当てはまり";
        const std::string when = example.empty() ? "どの入力でも、" : in_words(example) + " のとき、";
        if (m_policy == HitPolicy::Any)
            refuse(line(row).at, "table.overlap", "では、" + when + both + "、結果が違います（policy A）。",
                   "どちらかの条件を狭めるか、結果をそろえてください。");
        else
            refuse(line(row).at, "table.overlap", "では、" + when + both + "ます（policy U）。",
                   "どちらかの条件を狭めるか、上の行を先に使うなら policy を F にしてください。");
    }

    void find_gaps()
    {
        if (m_part.tree.find("otherwise"))
            return;
        std::vector<Example> gaps = m_space.gaps(most_gaps + 1, m_budget);
        const bool more = gaps.size() > most_gaps;
        if (more)
            gaps.pop_back();
        for (const Example& gap : gaps)
            refuse(m_lines.front().at, "table.gap",
                   "には、" + in_words(gap) + " に当てはまる行がありません" +
                       (more && &gap == &gaps.back() ? "（ほかにもあります）。" : "。"),
                   "当てはまる行を足してください。" + way_to_exclude(gap) +
                       "結果がなくてよければ、表に otherwise: null と書いてください。");
    }

    // Numbers beyond all that the cells mention are often such as never come.
    std::string way_to_exclude(const Example& gap) const
    {
        for (const auto& [column, value] : gap) {
            const Domain& domain = m_space.columns()[column].domain();
            if (domain.form != Domain::Form::Number || domain.listed())
                continue;
            bool lowest = !domain.low;
            bool highest = !domain.high;
            for (const Piece& piece : m_space.columns()[column].pieces()) {
                if (piece.blank)
                    continue;
                lowest = lowest && !(piece.example.as_number() < value.as_number());
                highest = highest && !(value.as_number() < piece.example.as_number());
            }
            if (!lowest && !highest)
                continue;
            const edition::Question* question =
                m_facts.edition.question_at(m_table.rules.inputs[column].expression->slot);
            return "起こらない値なら、" +
                   (question && !question->derive ? "設問 " + question->id + " "
                                                  : heading(column) + " の元になる設問") +
                   "に " + (lowest ? "minimum" : "maximum") + " を書いてください。";
        }
        return "";
    }

    void find_unused_values()
    {
        const base::json::Value* written = m_part.tree.find("output")->find("values");
        const auto& allowed = m_table.rules.outputs.front().allowed;
        for (std::size_t i = 0; written && i < allowed.size() && i < written->items.size(); ++i) {
            bool given = m_table.otherwise == allowed[i];
            for (std::size_t row = 0; row < rows(); ++row)
                given = given || result(row) == allowed[i];
            if (!given)
                refuse(written->items[i], "table.values",
                       "には、結果が「" + feel::to_display(allowed[i]) + "」になる行がありません。",
                       "その行を足すか、output の values から消してください。");
        }
    }

    const Part& m_part;
    const Table& m_table;
    HitPolicy m_policy;
    std::vector<base::Error>& m_errors;
    edition::TreeReader m_reader;
    std::vector<Line> m_lines; // the heading first
    const NameFacts& m_facts;
    TableSpace m_space;
    RowSet m_settled; // rows that have had their error
    Budget m_budget;
};

}

void lint_tables(const edition::Parts& parts, const edition::Edition& edition, std::vector<base::Error>& errors)
{
    if (parts.tables.empty())
        return;
    NameFacts facts(edition);
    for (const auto& [id, part] : parts.tables) {
        const auto table = std::find_if(edition.tables.begin(), edition.tables.end(),
                                        [&id = id](const Table& each) { return each.id == id; });
        if (table != edition.tables.end() && !table->rules.rows.empty())
            TableLint(part, *table, facts, errors).lint();
    }
}

}
