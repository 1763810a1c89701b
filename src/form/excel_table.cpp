#include "edition/lookup.h"
#include "feel/expression.h"
#include "feel/null_tests.h"
#include "form/excel_compiler.h"

#include <algorithm>

namespace kenkei::form {

using feel::HitPolicy;
using feel::Node;
using feel::NodeKind;
using feel::NodePtr;
using feel::Operator;
using feel::Value;

namespace {

constexpr std::size_t deepest_chain = 40; // of IFs in one another; Excel has 64

// What a test compares the input with, that may itself be 未回答 (edition::look_up: compares_with_unknown).
void add_compared(std::vector<NodePtr>& all, const NodePtr& node)
{
    if (!node || node->kind == NodeKind::Range)
        return;
    if (node->kind == NodeKind::UnaryCompare && node->op != Operator::Equal && node->op != Operator::NotEqual)
        return;
    const Node* root = node.get();
    while (root->kind == NodeKind::Path)
        root = root->children.front().get();
    if (root->kind == NodeKind::Name) {
        if (root->slot >= 0)
            all.push_back(node);
        return;
    }
    for (const NodePtr& child : node->children)
        add_compared(all, child);
}

// A test as a rule: if input = null then null else input in (test). It is what edition::look_up makes of it.
NodePtr rule_of(const NodePtr& input, const NodePtr& test)
{
    const NodePtr in = node_of(NodeKind::In, {input, test});
    if (feel::asks_for_null(*test))
        return in;
    std::vector<NodePtr> compared{input};
    add_compared(compared, test);
    std::vector<NodePtr> nulls;
    for (const NodePtr& one : compared)
        nulls.push_back(std::make_shared<const Node>(
            Node{.kind = NodeKind::Comparison, .op = Operator::Equal, .children = {one, literal_node({})}}));
    return node_of(NodeKind::If, {node_of(NodeKind::Or, std::move(nulls)), literal_node({}), in});
}

struct Row {
    std::string truth; // its cell
    Value output;
};

// Rows that give the same, in the order of their first.
struct Outcome {
    Value output;
    std::vector<std::string> rows;
};

std::string joined(const std::vector<std::string>& items, std::string_view with)
{
    std::string text;
    for (const std::string& item : items)
        text.append(text.empty() ? "" : with).append(item);
    return text;
}

std::string any_is(const std::vector<std::string>& cells, std::string_view truth)
{
    std::vector<std::string> tests;
    for (const std::string& cell : cells)
        tests.push_back(cell + "=" + std::string(truth));
    return any_of(tests);
}

std::vector<Outcome> outcomes_of(const std::vector<Row>& rows)
{
    std::vector<Outcome> all;
    for (const Row& row : rows) {
        auto same = std::find_if(all.begin(), all.end(), [&](const Outcome& one) { return one.output == row.output; });
        if (same == all.end())
            same = all.insert(all.end(), {row.output, {}});
        same->rows.push_back(row.truth);
    }
    return all;
}

// Writes the formula of one table from the cells of its rows.
class TableFormula {
public:
    TableFormula(const feel::DecisionTable& table, Holds holds, std::vector<Row> rows)
        : m_table(table)
        , m_holds(holds)
        , m_rows(std::move(rows))
    {
        for (const Row& row : m_rows)
            m_cells.push_back(row.truth);
    }

    std::string write(const Value& fallback) const
    {
        switch (m_table.policy.hit) {
        case HitPolicy::First:
            return first(fallback);
        case HitPolicy::Priority:
            return by_priority(fallback);
        default:
            return matched(fallback);
        }
    }

private:
    std::string literal(const Value& value) const
    {
        if (value.is_null())
            return m_holds == Holds::Truth ? "0.5" : "\"\"";
        const auto cell = stored(m_holds, value);
        if (const auto* text = std::get_if<std::string>(&cell))
            return excel_text(*text);
        if (m_holds == Holds::Number)
            return excel_number(value.as_number());
        if (m_holds == Holds::Truth)
            return value.is_true() ? "1" : "0";
        const feel::CalendarDate& date = value.as_date();
        return call("DATE", {std::to_string(date.year), std::to_string(date.month), std::to_string(date.day)});
    }

    // U and A: one output for all rows that match surely; open rows count only if there are none.
    std::string matched(const Value& fallback) const
    {
        const std::string most = call("MAX", m_cells);
        const std::vector<Outcome> outcomes = outcomes_of(m_rows);
        std::vector<std::string> hits;
        for (const Outcome& outcome : outcomes)
            hits.push_back("(" + any_is(outcome.rows, "1") + ")");
        if (m_table.policy.hit == HitPolicy::Unique) {
            hits.clear();
            for (const std::string& cell : m_cells)
                hits.push_back("(" + cell + "=1)");
        }
        std::string chosen = m_holds == Holds::Text ? choice_of_text(outcomes) : choice(outcomes);
        if (m_rows.size() > 1)
            chosen = call("IF", {joined(hits, "+") + "=1", chosen, literal({})});
        if (literal(fallback) == literal({}))
            return call("IF", {most + "=1", chosen, literal({})});
        return call("IF", {most + "=1", chosen, call("IF", {most + "=0.5", literal({}), literal(fallback)})});
    }

    std::string choice_of_text(const std::vector<Outcome>& outcomes) const
    {
        std::vector<std::string> terms;
        for (const Outcome& outcome : outcomes) {
            if (!outcome.output.is_null())
                terms.push_back(call("IF", {any_is(outcome.rows, "1"), literal(outcome.output), "\"\""}));
        }
        return terms.empty() ? "\"\"" : joined(terms, "&");
    }

    std::string choice(const std::vector<Outcome>& outcomes) const
    {
        std::string text;
        std::string closing;
        for (std::size_t i = 0; i < outcomes.size(); ++i) {
            if (i + 1 == outcomes.size())
                return text + literal(outcomes[i].output) + closing;
            text += "IF(" + any_is(outcomes[i].rows, "1") + "," + literal(outcomes[i].output) + ",";
            closing += ")";
        }
        return literal({});
    }

    // The first row that may match decides.
    std::string first(const Value& fallback) const
    {
        std::string text;
        std::string closing;
        for (const Row& row : m_rows) {
            text += "IF(" + row.truth + ">0,IF(" + row.truth + "=1," + literal(row.output) + "," + literal({}) + "),";
            closing += ")";
        }
        return text + literal(fallback) + closing;
    }

    // While a row is open, nothing is decided.
    std::string by_priority(const Value& fallback) const
    {
        std::vector<Outcome> outcomes = outcomes_of(m_rows);
        const std::vector<Value>& allowed = m_table.outputs.front().allowed;
        const auto place = [&](const Outcome& one) { return std::find(allowed.begin(), allowed.end(), one.output); };
        std::stable_sort(outcomes.begin(), outcomes.end(),
                         [&](const Outcome& a, const Outcome& b) { return place(a) < place(b); });
        std::string text = "IF(" + any_is(m_cells, "0.5") + "," + literal({}) + ",";
        std::string closing = ")";
        for (const Outcome& outcome : outcomes) {
            text += "IF(" + any_is(outcome.rows, "1") + "," + literal(outcome.output) + ",";
            closing += ")";
        }
        return text + literal(fallback) + closing;
    }

    const feel::DecisionTable& m_table;
    Holds m_holds;
    std::vector<Row> m_rows;
    std::vector<std::string> m_cells;
};

Holds holds_of(edition::FieldType type)
{
    switch (type) {
    case edition::FieldType::Boolean:
        return Holds::Truth;
    case edition::FieldType::Number:
        return Holds::Number;
    case edition::FieldType::Date:
        return Holds::Date;
    case edition::FieldType::Text:
        break;
    }
    return Holds::Text;
}

}

base::Result<ExcelFormula> excel_table(const edition::ComputedValue& value, const FormulaContext& context)
{
    const edition::Table& table = context.edition.table(value);
    const feel::DecisionTable& rules = table.rules;
    const Holds holds = holds_of(table.output_type);
    ExcelCompiler compiler(context);
    std::vector<Row> rows;
    for (const feel::DecisionTable::Row& row : rules.rows) {
        std::vector<NodePtr> tests;
        for (std::size_t i = 0; i < rules.inputs.size(); ++i) {
            if (!row.tests[i]->children.empty() || row.tests[i]->negated)
                tests.push_back(rule_of(rules.inputs[i].expression, row.tests[i]));
        }
        const Value output = feel::evaluate(*row.outputs.front(), {.slots = {}});
        if (!feel::slots_read(*row.outputs.front()).empty())
            compiler.refuse("計算される出力のある表");
        rows.push_back({tests.empty() ? "1" : compiler.spill(node_of(NodeKind::And, tests)).text, output});
    }
    const bool chain = rules.policy.hit == HitPolicy::First || rules.policy.hit == HitPolicy::Priority ||
                       (holds != Holds::Text && outcomes_of(rows).size() > deepest_chain);
    if (rows.empty() || rows.size() > 200 || (chain && rows.size() > deepest_chain))
        compiler.refuse(std::to_string(rows.size()) + "行の表");
    const NodePtr& otherwise = rules.outputs.front().fallback;
    ExcelFormula formula{.holds = holds, .text = {}};
    if (compiler.refusal().empty())
        formula.text = TableFormula(rules, holds, std::move(rows))
                           .write(otherwise ? feel::evaluate(*otherwise, {.slots = {}}) : Value{});
    if (formula.text.size() > longest_formula)
        compiler.refuse("大きすぎる表");
    if (!compiler.refusal().empty())
        return base::Error{.code = "form.inexpressible",
                           .message = "表「" + table.label + "」（" + compiler.refusal() +
                                      "）はExcelの式では確かめられません。"};
    return formula;
}

}
