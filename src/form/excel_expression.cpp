#include "form/excel_expression.h"

#include "feel/expression.h"
#include "form/excel_compiler.h"

#include <algorithm>

namespace kenkei::form {

using feel::Kind;
using feel::Node;
using feel::NodeKind;
using feel::NodePtr;
using feel::Value;

namespace {

constexpr std::size_t long_text = 1'500; // what is longer gets a cell of its own
constexpr std::size_t deep = 25;         // levels of parentheses likewise; Excel has 64
constexpr int deepest_tree = 400;

std::optional<Holds> holds_of_kind(Kind kind)
{
    switch (kind) {
    case Kind::Boolean:
        return Holds::Truth;
    case Kind::Number:
        return Holds::Number;
    case Kind::String:
        return Holds::Text;
    case Kind::Date:
        return Holds::Date;
    case Kind::List:
        return Holds::Choices;
    default:
        return {};
    }
}

bool has_free_variable(const Node& node)
{
    if (node.kind == NodeKind::Name)
        return node.slot < 0 && node.builtin == nullptr;
    return std::any_of(node.children.begin(), node.children.end(),
                       [](const NodePtr& child) { return child && has_free_variable(*child); });
}

}

ExcelCompiler::ExcelCompiler(const FormulaContext& context) : m_context(context)
{
    using edition::FixedName;
    const auto set = [&](FixedName name, Value value) {
        m_fixed[static_cast<std::size_t>(edition::slot_of(name))] = std::move(value);
    };
    m_fixed.resize(context.edition.names.size());
    set(FixedName::PeriodFrom, Value::date(context.edition.application.opens));
    set(FixedName::PeriodTo, Value::date(context.edition.application.closes.date));
    set(FixedName::Lists, context.edition.list_names);
}

void ExcelCompiler::refuse(std::string what)
{
    if (m_refusal.empty())
        m_refusal = std::move(what);
}

// The same for every applicant: it reads dates of the edition, lists and, at most, what no workbook knows.
bool ExcelCompiler::is_fixed(const Node& node) const
{
    if (has_free_variable(node))
        return false;
    const std::vector<int> slots = feel::slots_read(node);
    return std::all_of(slots.begin(), slots.end(), [&](int slot) {
        if (slot == edition::slot_of(edition::FixedName::AsOf))
            return false;
        return slot < static_cast<int>(std::size(edition::fixed_names)) ||
               m_context.slots[static_cast<std::size_t>(slot)].reference.empty();
    });
}

Value ExcelCompiler::evaluate_fixed(const Node& node) const
{
    return feel::evaluate(node, {.slots = m_fixed});
}

std::optional<Holds> ExcelCompiler::holds_of(const Node& node)
{
    if (node.kind == NodeKind::If) {
        const auto first = holds_of(*node.children[1]);
        return first ? first : holds_of(*node.children[2]);
    }
    if (is_condition(node))
        return Holds::Truth;
    if (node.kind == NodeKind::Name && node.slot == edition::slot_of(edition::FixedName::AsOf))
        return Holds::Date;
    if (is_fixed(node)) {
        // A calculation that is null for everybody still has its kind.
        const auto holds = holds_of_kind(evaluate_fixed(node).kind());
        if (holds || (node.kind != NodeKind::Arithmetic && node.kind != NodeKind::Call))
            return holds;
    }
    switch (node.kind) {
    case NodeKind::Name:
        return node.slot >= 0 ? std::optional(m_context.slots[static_cast<std::size_t>(node.slot)].holds)
                              : std::nullopt;
    case NodeKind::Arithmetic: {
        const auto first = holds_of(*node.children[0]);
        return first ? first : holds_of(*node.children[1]);
    }
    case NodeKind::Call: {
        constexpr std::string_view texts[] = {"substring", "replace", "string"};
        const std::string_view name = builtin_of(node);
        if (std::find(std::begin(texts), std::end(texts), name) != std::end(texts))
            return Holds::Text;
        if ((name == "min" || name == "max") && node.children.size() > 2)
            return holds_of(*node.children[1]);
        return Holds::Number;
    }
    default:
        return Holds::Number;
    }
}

bool ExcelCompiler::is_open(const Part& part) const
{
    return !open_blanks(part).empty();
}

std::vector<std::string> ExcelCompiler::open_blanks(const Part& part) const
{
    std::vector<std::string> open;
    for (const std::string& blank : part.blanks) {
        if (!m_sure.contains(blank))
            open.push_back(blank);
    }
    return open;
}

// A computed text may be empty without being 未回答; a cell cannot tell the two apart.
bool ExcelCompiler::may_be_empty(const Node& node) const
{
    switch (node.kind) {
    case NodeKind::Literal:
        return node.value.kind() == Kind::String && node.value.as_string().empty();
    case NodeKind::If:
        return may_be_empty(*node.children[1]) || may_be_empty(*node.children[2]);
    case NodeKind::Name:
        if (const edition::Question* question = m_context.edition.question_at(node.slot))
            return question->derive && may_be_empty(*question->derive->tree);
        if (const edition::ComputedValue* value = m_context.edition.value_at(node.slot); value && value->expression)
            return may_be_empty(*value->expression->tree);
        return false;
    case NodeKind::Arithmetic:
        return may_be_empty(*node.children[0]) && may_be_empty(*node.children[1]);
    default:
        return true;
    }
}

Part ExcelCompiler::slot_of(const Node& node)
{
    if (node.slot == edition::slot_of(edition::FixedName::AsOf))
        return {.holds = Holds::Date, .text = "TODAY()"};
    const SlotCell& cell = m_context.slots[static_cast<std::size_t>(node.slot)];
    if (cell.holds == Holds::Text && may_be_empty(node))
        refuse("空の文字になり得る計算値「" + m_context.edition.names.name(node.slot) + "」");
    const std::string blank = cell.reference + (cell.holds == Holds::Truth ? "=0.5" : "=\"\"");
    return {.holds = cell.holds, .text = cell.reference, .blanks = {blank}};
}

Part ExcelCompiler::literal_of(const Value& value)
{
    switch (value.kind()) {
    case Kind::Null:
        return nothing();
    case Kind::Boolean:
        return sure_truth(value.as_boolean());
    case Kind::Number: {
        Part part{.holds = Holds::Number, .text = excel_number(value.as_number())};
        if (part.text.empty())
            refuse("15桁を超える数 " + value.as_number().to_text());
        if (value.as_number().is_negative())
            part.binding = Binding::Sign;
        return part;
    }
    case Kind::String:
        return {.holds = Holds::Text,
                .text = excel_text(value.as_string()),
                .binding = value.as_string().size() > 250 ? Binding::Joining : Binding::Whole};
    case Kind::Date: {
        const feel::CalendarDate& date = value.as_date();
        if (date.year < 1901 || date.year > 9999)
            refuse("1901年より前の日付");
        return {.holds = Holds::Date,
                .text =
                    call("DATE", {std::to_string(date.year), std::to_string(date.month), std::to_string(date.day)})};
    }
    default:
        refuse(std::string(japanese_name_of(value.kind())) + "の値");
        return nothing();
    }
}

Part ExcelCompiler::value_of(const NodePtr& node)
{
    if (++m_depth > deepest_tree)
        refuse("深すぎる入れ子");
    Part part;
    if (!m_refusal.empty()) {
        part = nothing();
    } else if (is_fixed(*node)) {
        part = literal_of(evaluate_fixed(*node));
    } else if (is_condition(*node)) {
        part = {.holds = Holds::Truth, .text = truth_of(node)};
        if (part.text.size() > 40)
            part = spill(node);
        part.binding = binding_of_truth(part.text);
        part.blanks = {part.text + "=0.5"};
    } else {
        switch (node->kind) {
        case NodeKind::Name:
            part = slot_of(*node);
            break;
        case NodeKind::If:
            part = spill(node);
            break;
        case NodeKind::Negate: {
            const Part of = value_of(node->children[0]);
            part = part_of(Holds::Number, "-" + operand(of), Binding::Sign, {&of});
            break;
        }
        case NodeKind::Arithmetic:
            part = arithmetic(*node);
            break;
        case NodeKind::Call:
            part = call_of(node);
            break;
        default:
            refuse("「" + feel::to_text(*node) + "」");
            part = nothing();
        }
        if (m_depth > 1 && m_refusal.empty() && (part.text.size() > long_text || depth_of(part.text) > deep))
            part = spill(node);
    }
    --m_depth;
    return part;
}

// The whole part, null as an error.
Part ExcelCompiler::guarded(const NodePtr& node)
{
    Part part = value_of(node);
    if (const auto open = open_blanks(part); !open.empty()) {
        part.text = call("IF", {any_of(open), "NA()", part.text});
        part.binding = Binding::Whole;
        part.fails = true;
    }
    part.blanks.clear();
    return part;
}

std::string ExcelCompiler::cell_of(const NodePtr& node)
{
    const std::optional<Holds> holds = holds_of(*node);
    if (holds == Holds::Truth)
        return truth_of(node);
    if (node->kind == NodeKind::If && !is_fixed(*node))
        return text_of_if(*node, false);
    const Part part = value_of(node);
    if (!part.holds)
        return "\"\"";
    const auto open = open_blanks(part);
    // A cell that is "" gives "" by itself.
    if (node->kind == NodeKind::Name && open.size() == 1)
        return part.text;
    const std::string text = part.fails ? call("IFERROR", {part.text, "\"\""}) : part.text;
    return open.empty() ? text : call("IF", {any_of(open), "\"\"", text});
}

std::string ExcelCompiler::truth_of(const NodePtr& node)
{
    if (++m_depth > deepest_tree)
        refuse("深すぎる入れ子");
    std::string text = m_refusal.empty() ? as_truth(judge(node)) : "0.5";
    if (m_depth > 1 && m_refusal.empty() && (text.size() > long_text || depth_of(text) > deep))
        text = spill(node).text;
    --m_depth;
    return text;
}

Part ExcelCompiler::spill(const NodePtr& node)
{
    const std::string key = feel::to_text(*node);
    if (const auto known = m_spilled.find(key); known != m_spilled.end())
        return known->second;
    const std::optional<Holds> holds = holds_of(*node);
    if (!holds)
        return nothing();
    // In its own cell nothing is known beforehand, and it is where depth begins anew.
    const auto sure = std::exchange(m_sure, {});
    const auto sure_values = std::exchange(m_sure_values, {});
    const int depth = std::exchange(m_depth, 0);
    Part part{.holds = holds};
    if (*holds == Holds::Text && node->kind != NodeKind::If && may_be_empty(*node)) {
        const Part whole = value_of(node);
        if (whole.fails)
            refuse("空にも未回答にもなる文字列「" + key + "」");
        part.blanks = whole.blanks;
    } else if (*holds == Holds::Text && may_be_empty(*node)) {
        refuse("空にも未回答にもなる文字列「" + key + "」");
    }
    const std::string formula = cell_of(node);
    if (formula.size() > longest_formula)
        refuse("長すぎる式（" + std::to_string(formula.size()) + "文字）");
    m_depth = depth;
    m_sure_values = sure_values;
    m_sure = sure;
    if (!m_refusal.empty())
        return nothing();
    part.text = m_context.spill(
        *holds, formula, [node](std::span<const Value> slots) { return feel::evaluate(*node, {.slots = slots}); });
    if (part.blanks.empty())
        part.blanks = {part.text + (*holds == Holds::Truth ? "=0.5" : "=\"\"")};
    m_spilled.emplace(key, part);
    return part;
}

base::Result<ExcelFormula> excel_formula(const NodePtr& rule, const FormulaContext& context)
{
    ExcelCompiler compiler(context);
    ExcelFormula formula{.holds = compiler.holds_of(*rule).value_or(Holds::Truth), .text = {}};
    formula.text = compiler.holds_of(*rule) ? compiler.cell_of(rule) : "0.5";
    if (compiler.refusal().empty() && formula.text.size() > longest_formula)
        compiler.refuse("長すぎる式（" + std::to_string(formula.text.size()) + "文字）");
    if (!compiler.refusal().empty())
        return base::Error{.code = "form.inexpressible",
                           .message = compiler.refusal() + "はExcelの式では確かめられません。"};
    return formula;
}

}
