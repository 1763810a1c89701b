#include "feel/builtins.h"
#include "feel/check_types.h"
#include "feel/null_tests.h"
#include "judge/program_compiler.h"

#include <algorithm>

namespace kenkei::judge {

using feel::Node;
using feel::NodeKind;
using feel::NodePtr;
using feel::Operator;
using feel::Value;

namespace {

constexpr std::size_t most_combinations = 256; // of values that are tried out beforehand

bool is_equality(Operator op)
{
    return op == Operator::Equal || op == Operator::NotEqual;
}

NodePtr literal(const Value& value)
{
    Node node;
    node.value = value;
    return std::make_shared<const Node>(std::move(node));
}

}

std::string_view builtin_of(const Node& node)
{
    if (node.kind != NodeKind::Call || !node.names.empty() || node.children[0]->kind != NodeKind::Name ||
        node.children[0]->builtin == nullptr)
        return {};
    return node.children[0]->builtin->name;
}

bool is_condition(const Node& node)
{
    switch (node.kind) {
    case NodeKind::Comparison:
    case NodeKind::And:
    case NodeKind::Or:
    case NodeKind::Between:
    case NodeKind::In:
    case NodeKind::Some:
    case NodeKind::Every:
    case NodeKind::InstanceOf:
        return true;
    case NodeKind::Literal:
        return node.value.kind() == feel::Kind::Boolean;
    case NodeKind::If:
        return (is_condition(*node.children[1]) || feel::is_null_literal(*node.children[1])) &&
               (is_condition(*node.children[2]) || feel::is_null_literal(*node.children[2]));
    case NodeKind::Call: {
        constexpr std::string_view names[] = {"not",         "matches",   "contains",
                                              "starts with", "ends with", "list contains"};
        return std::find(std::begin(names), std::end(names), builtin_of(node)) != std::end(names);
    }
    default:
        return false;
    }
}

bool ProgramCompiler::varies(int slot) const
{
    return slot >= static_cast<int>(std::size(edition::fixed_names)) ||
           slot == edition::slot_of(edition::FixedName::Known);
}

std::vector<int> ProgramCompiler::varying(const Node& node) const
{
    std::vector<int> slots = feel::slots_read(node);
    std::erase_if(slots, [&](int slot) { return !varies(slot); });
    return slots;
}

Value ProgramCompiler::evaluate_with(const Node& node, int slot, const Value& value) const
{
    std::vector<Value> slots = m_program.slots;
    slots[static_cast<std::size_t>(slot)] = value;
    return feel::evaluate(node, {.slots = slots});
}

Truth ProgramCompiler::truth(const Node& node)
{
    const Column column = compile(node);
    if (column.kind == Column::Kind::Boxed && !is_condition(node)) {
        // A value of any kind where a condition is asked for: evaluated again, as a condition.
        LaneCall call{.node = &node};
        add_inputs(call, varying(node));
        call.otherwise = evaluate(node);
        call.values = {Value::boolean(true), Value::boolean(false)};
        call.masks = {m_build.new_mask(), m_build.new_mask()};
        const Truth truth{call.masks[0], call.masks[1]};
        m_program.calls.push_back(std::move(call));
        m_build.write(Instruction::Op::Call, {static_cast<std::uint32_t>(m_program.calls.size() - 1)});
        return truth;
    }
    const Truth truth = truth_of(column);
    m_program.truths.emplace(&node, truth);
    return truth;
}

Column ProgramCompiler::compile(const Node& node)
{
    if (auto known = m_columns.find(&node); known != m_columns.end())
        return known->second;
    Column column = compile_new(node);
    m_columns.emplace(&node, column);
    if (is_condition(node))
        m_program.truths.emplace(&node, truth_of(column));
    return column;
}

Column ProgramCompiler::compile_new(const Node& node)
{
    if (node.kind == NodeKind::Literal)
        return constant(node.value);
    if (node.kind == NodeKind::Name && node.slot >= 0 && varies(node.slot))
        return slot(node.slot);
    const std::vector<int> slots = varying(node);
    if (slots.empty())
        return constant(evaluate(node));
    if (slots.size() == 1) {
        if (auto column = over_slot(node, slots.front()))
            return *column;
    }
    return compile_structure(node);
}

Column ProgramCompiler::compile_structure(const Node& node)
{
    std::optional<Column> column;
    switch (node.kind) {
    case NodeKind::And:
    case NodeKind::Or:
        return logical(node);
    case NodeKind::If:
        column = if_column(node);
        break;
    case NodeKind::Comparison:
        column = comparison(node);
        break;
    case NodeKind::Between:
    case NodeKind::Negate:
        column = over_children(node);
        break;
    case NodeKind::In:
        column = in_column(node);
        break;
    case NodeKind::Arithmetic:
        column = arithmetic(node);
        break;
    case NodeKind::Call:
        column = call(node);
        break;
    default:
        break;
    }
    return column ? *column : lane_call(node);
}

// What reads one slot of few values is tried out for each of them.
std::optional<Column> ProgramCompiler::over_slot(const Node& node, int index)
{
    const Column& input = slot(index);
    if (input.kind == Column::Kind::Set)
        return set_condition(node, index);
    if (input.kind != Column::Kind::Finite || input.values.size() > most_combinations)
        return {};
    Column column{};
    for (const auto& [value, lanes] : input.values)
        add_value(column, evaluate_with(node, index, value), lanes);
    add_value(column, evaluate_with(node, index, {}), m_build.none(input.known));
    for (const auto& [value, lanes] : column.values)
        column.known = m_build.any({column.known, lanes});
    return column;
}

// The same for a node whose operands have few values each.
std::optional<Column> ProgramCompiler::over_children(const Node& node)
{
    struct Choice {
        Value value;
        Register lanes;
    };
    std::vector<std::vector<Choice>> choices;
    std::size_t combinations = 1;
    for (const NodePtr& child : node.children) {
        if (!child)
            return {};
        const Column column = compile(*child);
        if (column.kind != Column::Kind::Finite)
            return {};
        std::vector<Choice> of_child;
        for (const auto& [value, lanes] : column.values) {
            if (lanes != no_lane)
                of_child.push_back({value, lanes});
        }
        if (const Register unknown = m_build.none(column.known); unknown != no_lane)
            of_child.push_back({{}, unknown});
        combinations *= of_child.size();
        if (combinations > most_combinations)
            return {};
        choices.push_back(std::move(of_child));
    }
    std::vector<std::pair<Value, std::vector<Register>>> results;
    Node tried = node;
    for (std::size_t combination = 0; combination < combinations; ++combination) {
        std::vector<Register> lanes;
        std::size_t rest = combination;
        for (std::size_t i = 0; i < choices.size(); ++i) {
            const Choice& choice = choices[i][rest % choices[i].size()];
            rest /= choices[i].size();
            tried.children[i] = literal(choice.value);
            lanes.push_back(choice.lanes);
        }
        const Value result = evaluate(tried);
        if (result.is_null())
            continue;
        auto same =
            std::find_if(results.begin(), results.end(), [&](const auto& known) { return known.first == result; });
        if (same == results.end())
            same = results.insert(results.end(), {result, {}});
        same->second.push_back(m_build.all(std::move(lanes)));
    }
    Column column{};
    std::vector<Register> known;
    for (auto& [value, lanes] : results) {
        column.values.emplace_back(value, m_build.any(std::move(lanes)));
        known.push_back(column.values.back().second);
    }
    column.known = m_build.any(std::move(known));
    return column;
}

Column ProgramCompiler::logical(const Node& node)
{
    std::vector<Register> yes;
    std::vector<Register> no;
    for (const NodePtr& child : node.children) {
        const Truth part = truth(*child);
        yes.push_back(part.yes);
        no.push_back(part.no);
    }
    Truth whole;
    if (node.kind == NodeKind::And)
        whole = {m_build.all(std::move(yes)), m_build.any(std::move(no))};
    else
        whole = {m_build.any(std::move(yes)), m_build.all(std::move(no))};
    return column_of(whole);
}

std::optional<Column> ProgramCompiler::if_column(const Node& node)
{
    const Register taken = truth(*node.children[0]).yes;
    const Column yes = taken == no_lane ? Column{} : compile(*node.children[1]);
    const Column no = taken == every_lane ? Column{} : compile(*node.children[2]);
    return choose(taken, yes, no);
}

std::optional<Column> ProgramCompiler::comparison(const Node& node)
{
    const Node& left = *node.children[0];
    const Node& right = *node.children[1];
    if (is_equality(node.op) && (feel::is_null_literal(left) || feel::is_null_literal(right))) {
        const Register known = compile(feel::is_null_literal(left) ? right : left).known;
        Truth truth{m_build.none(known), known};
        if (node.op == Operator::NotEqual)
            std::swap(truth.yes, truth.no);
        Column column = of_truth(truth);
        column.known = every_lane;
        return column;
    }
    if (auto counts = compare_count(node))
        return counts;
    const Column one = compile(left);
    const Column other = compile(right);
    if (one.kind == Column::Kind::Finite && other.kind == Column::Kind::Finite) {
        if (auto column = over_children(node))
            return column;
    }
    return compare_columns(node.op, one, other);
}

std::optional<Column> ProgramCompiler::compare_columns(Operator op, Column left, Column right)
{
    using Kind = Column::Kind;
    using Op = Instruction::Op;
    const Register both = m_build.all({left.known, right.known});
    Register holds = no_lane; // where both are known
    if (left.kind == Kind::Text || right.kind == Kind::Text) {
        const auto one = as_text(left);
        const auto other = as_text(right);
        if (!one || !other || !is_equality(op))
            return {};
        holds = m_build.write(Op::SameText, {text_of(*one), text_of(*other), both});
    } else {
        const bool days = left.kind == Kind::Date || right.kind == Kind::Date;
        if (left.kind != Kind::Number && right.kind != Kind::Number && !days)
            return {};
        // A fraction beside a number.
        if (right.kind == Kind::Finite && right.values.size() == 1 && right.known == every_lane && !is_equality(op)) {
            if (auto mask = compare_with(left, op, right.values.front().first)) {
                const Register yes = m_build.all({both, *mask});
                Column column = of_truth({yes, m_build.without(both, yes)});
                column.known = both;
                return column;
            }
        }
        const auto one = as_numbers(left, days ? Kind::Date : Kind::Number);
        const auto other = as_numbers(right, days ? Kind::Date : Kind::Number);
        if (!one || !other)
            return {};
        Register a = number_of(*one);
        Register b = number_of(*other);
        if (op == Operator::Greater || op == Operator::GreaterEqual) {
            std::swap(a, b);
            op = feel::mirrored(op);
        }
        if (is_equality(op))
            holds = m_build.write(Op::SameNumber, {std::min(a, b), std::max(a, b)});
        else
            holds = m_build.write(op == Operator::Less ? Op::Less : Op::LessEqual, {a, b});
    }
    Truth truth;
    if (is_equality(op)) {
        // The standard: null equals null, and nothing else does.
        truth.yes = m_build.any({m_build.all({both, holds}), m_build.none(m_build.any({left.known, right.known}))});
        truth.no = m_build.none(truth.yes);
        if (op == Operator::NotEqual)
            std::swap(truth.yes, truth.no);
    } else {
        truth.yes = m_build.all({both, holds});
        truth.no = m_build.without(both, holds);
    }
    return column_of(truth);
}

// For each item of the list that may be counted, the lanes in which it is.
std::optional<std::vector<Register>> ProgramCompiler::counted(const Node& list)
{
    const bool filtered = list.kind == NodeKind::Filter && is_condition(*list.children[1]);
    const Node& items = filtered ? *list.children[0] : list;
    const std::vector<int> slots = varying(list);
    std::vector<Register> masks;
    if (items.kind == NodeKind::Name && slots.size() == 1 && slots.front() == items.slot) {
        const Column& input = slot(items.slot);
        if (input.kind != Column::Kind::Set)
            return {};
        for (const auto& [value, lanes] : input.values) {
            if (evaluate_with(list, items.slot, Value::list({value})).as_list().size() == 1)
                masks.push_back(lanes);
        }
        return masks;
    }
    if (!filtered || items.kind != NodeKind::List || !varying(*list.children[1]).empty())
        return {};
    for (const NodePtr& item : items.children) {
        const Column column = compile(*item);
        if (column.kind != Column::Kind::Finite)
            return {};
        auto is_kept = [&](const Value& value) {
            Node one = list;
            one.children[0] = literal(Value::list({value}));
            return evaluate(one).as_list().size() == 1;
        };
        std::vector<Register> kept;
        for (const auto& [value, lanes] : column.values) {
            if (is_kept(value))
                kept.push_back(lanes);
        }
        if (is_kept({}))
            kept.push_back(m_build.none(column.known));
        masks.push_back(m_build.any(std::move(kept)));
    }
    return masks;
}

// count(list) against a number.
std::optional<Column> ProgramCompiler::compare_count(const Node& node)
{
    const bool on_left = builtin_of(*node.children[0]) == "count";
    const Node& call = *node.children[on_left ? 0 : 1];
    const Node& bound = *node.children[on_left ? 1 : 0];
    if (builtin_of(call) != "count" || call.children.size() != 2 || !varying(bound).empty())
        return {};
    const Value number = evaluate(bound);
    const auto whole = number.kind() == feel::Kind::Number ? number.as_number().to_int64() : std::nullopt;
    if (!whole || *whole < 0 || *whole > 1000)
        return {};
    const auto masks = counted(*call.children[1]);
    if (!masks)
        return {};
    auto at_least = [&](std::int64_t least) { return m_build.at_least(static_cast<std::size_t>(least), *masks); };
    Register holds = no_lane;
    switch (on_left ? node.op : feel::mirrored(node.op)) {
    case Operator::GreaterEqual:
        holds = at_least(*whole);
        break;
    case Operator::Greater:
        holds = at_least(*whole + 1);
        break;
    case Operator::Less:
        holds = m_build.none(at_least(*whole));
        break;
    case Operator::LessEqual:
        holds = m_build.none(at_least(*whole + 1));
        break;
    case Operator::Equal:
        holds = m_build.without(at_least(*whole), at_least(*whole + 1));
        break;
    default:
        holds = m_build.none(m_build.without(at_least(*whole), at_least(*whole + 1)));
    }
    const std::vector<int> slots = varying(node);
    const bool of_set = slots.size() == 1 && slot(slots.front()).kind == Column::Kind::Set;
    const Register known = of_set ? slot(slots.front()).known : every_lane;
    Truth truth{m_build.all({known, holds}), m_build.without(known, holds)};
    if (of_set) {
        const Value blank = evaluate_with(node, slots.front(), {});
        Register& side = blank.is_true() ? truth.yes : truth.no;
        if (!blank.is_null())
            side = m_build.any({side, m_build.none(known)});
    }
    return column_of(truth);
}

// some, every and list contains over the options of one question: what holds for each option alone decides.
std::optional<Column> ProgramCompiler::set_condition(const Node& node, int index)
{
    const bool quantified = (node.kind == NodeKind::Some || node.kind == NodeKind::Every) && node.names.size() == 1 &&
                            node.children[0]->kind == NodeKind::Name && node.children[0]->slot == index;
    const bool contains = builtin_of(node) == "list contains" && node.children.size() == 3 &&
                          node.children[1]->kind == NodeKind::Name && node.children[1]->slot == index &&
                          varying(*node.children[2]).empty();
    if (!quantified && !contains)
        return {};
    if (quantified) {
        // Only the items, and the list not again inside.
        const std::vector<int> inside = varying(*node.children[1]);
        if (!inside.empty())
            return {};
    }
    const Column& input = slot(index);
    const bool deciding = node.kind != NodeKind::Every;
    std::vector<Register> decide;
    std::vector<Register> leave_open;
    for (const auto& [value, lanes] : input.values) {
        const Value result = evaluate_with(node, index, Value::list({value}));
        if (result.kind() != feel::Kind::Boolean)
            leave_open.push_back(lanes);
        else if (result.as_boolean() == deciding)
            decide.push_back(lanes);
    }
    const Register decided = m_build.any(decide);
    Register other = m_build.without(input.known, decided);
    other = m_build.without(other, m_build.any(std::move(leave_open)));
    Truth truth = deciding ? Truth{decided, other} : Truth{other, decided};
    const Value blank = evaluate_with(node, index, {});
    if (blank.is_true())
        truth.yes = m_build.any({truth.yes, m_build.none(input.known)});
    else if (blank.is_false())
        truth.no = m_build.any({truth.no, m_build.none(input.known)});
    return column_of(truth);
}

std::optional<Column> ProgramCompiler::in_column(const Node& node)
{
    const Column input = compile(*node.children[0]);
    if (input.kind == Column::Kind::Finite && input.values.size() <= most_combinations) {
        Node tried = node;
        bool fixed = true;
        for (std::size_t i = 1; i < node.children.size(); ++i)
            fixed = fixed && varying(*node.children[i]).empty();
        if (!fixed)
            return {};
        Truth truth;
        auto add = [&](const Value& value, Register lanes) {
            tried.children[0] = literal(value);
            const Value result = evaluate(tried);
            if (result.is_true())
                truth.yes = m_build.any({truth.yes, lanes});
            else if (result.is_false())
                truth.no = m_build.any({truth.no, lanes});
        };
        for (const auto& [value, lanes] : input.values)
            add(value, lanes);
        add({}, m_build.none(input.known));
        return column_of(truth);
    }
    if (input.kind != Column::Kind::Number && input.kind != Column::Kind::Date)
        return {};
    std::vector<Register> yes;
    std::vector<Register> no;
    for (std::size_t i = 1; i < node.children.size(); ++i) {
        const auto test = number_test(input, *node.children[i]);
        if (!test)
            return {};
        yes.push_back(test->yes);
        no.push_back(test->no);
    }
    Truth truth{m_build.any(std::move(yes)), m_build.all(std::move(no))};
    Node blank = node;
    blank.children[0] = literal({});
    const Value unknown = evaluate(blank);
    if (unknown.is_true())
        truth.yes = m_build.any({truth.yes, m_build.none(input.known)});
    else if (unknown.is_false())
        truth.no = m_build.any({truth.no, m_build.none(input.known)});
    return column_of(truth);
}

std::optional<Column> ProgramCompiler::arithmetic(const Node& node)
{
    const Column left = compile(*node.children[0]);
    const Column right = compile(*node.children[1]);
    if (left.kind == Column::Kind::Finite && right.kind == Column::Kind::Finite) {
        if (auto column = over_children(node))
            return column;
    }
    if (node.op == Operator::Add && (left.kind == Column::Kind::Text || right.kind == Column::Kind::Text)) {
        const auto front = as_text(left);
        const auto back = as_text(right);
        if (!front || !back)
            return {};
        const Register both = m_build.all({front->known, back->known});
        return Column{.kind = Column::Kind::Text,
                      .known = both,
                      .reg = m_build.write(Instruction::Op::JoinText, {text_of(*front), text_of(*back), both})};
    }
    return calculated(node.op, left, right);
}

std::optional<Column> ProgramCompiler::calculated(Operator operation, const Column& left, const Column& right)
{
    const auto one = as_numbers(left, Column::Kind::Number);
    const auto other = as_numbers(right, Column::Kind::Number);
    if (!one || !other)
        return {};
    Instruction::Op op{};
    __int128 bound = 0;
    switch (operation) {
    case Operator::Add:
        op = Instruction::Op::Add;
        bound = static_cast<__int128>(one->bound) + other->bound;
        break;
    case Operator::Subtract:
        op = Instruction::Op::Subtract;
        bound = static_cast<__int128>(one->bound) + other->bound;
        break;
    case Operator::Multiply:
        op = Instruction::Op::Multiply;
        bound = static_cast<__int128>(one->bound) * other->bound;
        break;
    default:
        return {};
    }
    constexpr std::int64_t largest = std::int64_t{1} << 62;
    if (bound > largest)
        return {};
    return Column{.kind = Column::Kind::Number,
                  .known = m_build.all({one->known, other->known}),
                  .reg = m_build.write(op, {number_of(*one), number_of(*other)}),
                  .bound = static_cast<std::int64_t>(bound)};
}

std::optional<Column> ProgramCompiler::call(const Node& node)
{
    using What = TextTest::What;
    const std::string_view name = builtin_of(node);
    const std::size_t arguments = node.children.size() - 1;
    if (name == "not" && arguments == 1) {
        Truth truth = this->truth(*node.children[1]);
        std::swap(truth.yes, truth.no);
        return column_of(truth);
    }
    if (name == "string length" && arguments == 1) {
        const Column text = compile(*node.children[1]);
        if (text.kind != Column::Kind::Text)
            return {};
        return Column{.kind = Column::Kind::Number,
                      .known = text.known,
                      .reg = m_build.write(Instruction::Op::TextLength, {text_of(text), text.known}),
                      .bound = largest_number};
    }
    if (name == "sum" && arguments == 1)
        return sum(node);
    if (name == "number" && arguments == 1)
        return digit(node);
    if (name == "substring" && (arguments == 2 || arguments == 3))
        return substring(node);
    if (name == "modulo" && arguments == 2)
        return divided(*node.children[1], *node.children[2], Instruction::Op::Modulo);
    if (name == "floor" && arguments == 1 && node.children[1]->kind == NodeKind::Arithmetic &&
        node.children[1]->op == Operator::Divide)
        return divided(*node.children[1]->children[0], *node.children[1]->children[1], Instruction::Op::FloorDivide);
    if (name == "matches" && (arguments == 2 || arguments == 3))
        return text_test(node, {.what = What::Matches});
    if (name == "starts with" && arguments == 2)
        return text_test(node, {.what = What::StartsWith});
    if (name == "ends with" && arguments == 2)
        return text_test(node, {.what = What::EndsWith});
    if (name == "contains" && arguments == 2)
        return text_test(node, {.what = What::Contains});
    if (name == "list contains" && arguments == 2)
        return text_test(node, {.what = What::InList});
    return {};
}

// A condition on one text, everything else fixed.
std::optional<Column> ProgramCompiler::text_test(const Node& node, TextTest test)
{
    const bool in_list = test.what == TextTest::What::InList;
    const Node& subject = *node.children[in_list ? 2 : 1];
    const Node& fixed = *node.children[in_list ? 1 : 2];
    const Column text = compile(subject);
    if (text.kind != Column::Kind::Text || !varying(fixed).empty())
        return {};
    const Value value = evaluate(fixed);
    if (in_list) {
        if (value.kind() != feel::Kind::List)
            return {};
        std::vector<std::string> all;
        for (const Value& item : value.as_list()) {
            if (item.kind() != feel::Kind::String)
                return {};
            all.push_back(item.as_string());
        }
        std::sort(all.begin(), all.end());
        test.list = std::make_shared<const std::vector<std::string>>(std::move(all));
    } else if (value.kind() != feel::Kind::String) {
        return {};
    } else {
        test.text = value.as_string();
    }
    if (test.what == TextTest::What::Matches) {
        std::string flags;
        if (node.children.size() == 4) {
            const Node& written = *node.children[3];
            if (written.kind != NodeKind::Literal || written.value.kind() != feel::Kind::String)
                return {};
            flags = written.value.as_string();
        }
        auto regex = feel::Regex::create(test.text, flags);
        if (!std::holds_alternative<feel::Regex>(regex))
            return {};
        test.regex = std::get<feel::Regex>(std::move(regex));
    }
    // What a blank gives: null, but list contains by the standard false.
    Node blank = node;
    blank.children[in_list ? 2 : 1] = literal({});
    const Value unknown = evaluate(blank);
    m_program.tests.push_back(std::move(test));
    const Register holds = m_build.write(
        Instruction::Op::TextTest, {text_of(text), static_cast<std::uint32_t>(m_program.tests.size() - 1), text.known});
    Truth truth{m_build.all({text.known, holds}), m_build.without(text.known, holds)};
    if (unknown.is_true())
        truth.yes = m_build.any({truth.yes, m_build.none(text.known)});
    else if (unknown.is_false())
        truth.no = m_build.any({truth.no, m_build.none(text.known)});
    return column_of(truth);
}

void ProgramCompiler::add_inputs(LaneCall& call, const std::vector<int>& slots)
{
    std::vector<Register> known;
    for (int index : slots) {
        const Column& column = slot(index);
        if (column.kind == Column::Kind::Number || column.kind == Column::Kind::Date)
            number_of(column);
        if (column.kind == Column::Kind::Text)
            text_of(column);
        call.inputs.emplace_back(index, column);
        known.push_back(column.known);
    }
    call.demand = m_build.any(std::move(known));
    call.by_text = call.inputs.size() == 1 && call.inputs.front().second.kind == Column::Kind::Text;
}

// What no instruction says: evaluated for each lane by itself.
Column ProgramCompiler::lane_call(const Node& node)
{
    const std::string text = feel::to_text(node);
    if (auto known = m_calls.find(text); known != m_calls.end())
        return known->second;
    LaneCall call{.node = &node};
    add_inputs(call, varying(node));
    call.otherwise = evaluate(node);
    Column column{};
    if (is_condition(node)) {
        call.values = {Value::boolean(true), Value::boolean(false)};
        call.masks = {m_build.new_mask(), m_build.new_mask()};
        column = of_truth({call.masks[0], call.masks[1]});
    } else if (builtin_of(node) == "replace") {
        column.kind = Column::Kind::Text;
        call.text = column.reg = m_build.new_texts();
        call.known = column.known = m_build.new_mask();
    } else {
        column.kind = Column::Kind::Boxed;
        call.box = column.reg = m_program.boxes++;
        call.known = column.known = m_build.new_mask();
    }
    m_program.calls.push_back(std::move(call));
    m_build.write(Instruction::Op::Call, {static_cast<std::uint32_t>(m_program.calls.size() - 1)});
    if (column.kind == Column::Kind::Finite)
        column.known = m_build.any({column.values[0].second, column.values[1].second});
    m_calls.emplace(text, column);
    return column;
}

}
