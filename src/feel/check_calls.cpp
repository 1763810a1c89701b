#include "feel/checker.h"

#include "feel/builtins.h"
#include "feel/check_signatures.h"

#include <algorithm>

namespace kenkei::feel {

namespace {

constexpr std::string_view weekdays[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
constexpr std::string_view months[] = {"January", "February", "March",     "April",   "May",      "June",
                                       "July",    "August",   "September", "October", "November", "December"};

bool accepts(char letter, Form form)
{
    switch (letter) {
    case 's':
        return form == Form::String;
    case 'n':
        return form == Form::Number;
    case 'b':
        return form == Form::Boolean;
    case 'd':
        return is_moment(form);
    case 'l':
        return form == Form::List;
    case 'm':
        return form == Form::Number || is_duration(form);
    case 'D':
        return is_moment(form) || form == Form::String;
    case 'T':
        return is_moment(form) || form == Form::Time || form == Form::String;
    case 'U':
        return is_duration(form) || form == Form::String;
    default:
        return true;
    }
}

std::string_view wanted(char letter)
{
    switch (letter) {
    case 's':
        return "文字列";
    case 'n':
    case 'N':
        return "数";
    case 'b':
    case 'B':
        return "真偽";
    case 'd':
        return "日付";
    case 'l':
        return "一覧";
    case 'm':
        return "数か長さ";
    case 'D':
        return "日付か、日付を書いた文字列";
    case 'T':
        return "時刻か、時刻を書いた文字列";
    default:
        return "長さか、長さを書いた文字列";
    }
}

bool is_optional(std::string_view parameter)
{
    return parameter.ends_with('?');
}

// substring(string, start position, length?)
std::string written(const Builtin& builtin)
{
    std::string all;
    for (const auto& signature : builtin.signatures) {
        all += (all.empty() ? "" : " か ") + std::string(builtin.name) + "(";
        for (std::size_t i = 0; i < signature.size(); ++i)
            all += (i == 0 ? "" : ", ") + std::string(signature[i]);
        all += builtin.variadic ? ", …)" : ")";
    }
    return all;
}

bool takes(const Builtin& builtin, std::size_t count)
{
    if (builtin.variadic)
        return count > 0;
    return std::any_of(builtin.signatures.begin(), builtin.signatures.end(), [&](const auto& signature) {
        const auto optional = static_cast<std::size_t>(std::count_if(signature.begin(), signature.end(), is_optional));
        return count <= signature.size() && count + optional >= signature.size();
    });
}

// A list that has items whenever it is not null: written, counted up, or an answer.
bool surely_has_items(const Node& list)
{
    if (list.kind == NodeKind::List)
        return !list.children.empty();
    if (list.kind == NodeKind::For)
        return std::all_of(list.children.begin(), list.children.end() - 1, [](const NodePtr& domain) {
            return domain->kind == NodeKind::Range || surely_has_items(*domain);
        });
    return list.kind == NodeKind::Name && list.slot >= 0;
}

}

// False where no signature has these names.
bool Checker::arrange(const Node& call, const Builtin& builtin, std::vector<Argument>& arguments)
{
    if (call.names.empty())
        return true;
    for (const auto& signature : builtin.signatures) {
        std::vector<Argument> arranged;
        std::size_t used = 0;
        bool complete = true;
        for (const std::string_view parameter : signature) {
            const auto name = is_optional(parameter) ? parameter.substr(0, parameter.size() - 1) : parameter;
            const auto found = std::find(call.names.begin(), call.names.end(), name);
            if (found != call.names.end()) {
                arranged.push_back(arguments[static_cast<std::size_t>(found - call.names.begin())]);
                ++used;
            } else {
                arranged.emplace_back();
                complete = complete && is_optional(parameter);
            }
        }
        if (complete && used == call.names.size()) {
            arguments = std::move(arranged);
            return true;
        }
    }
    report(call, "rule.type",
           "関数「" + std::string(builtin.name) + "」に合わない引数の名前です。いつも null になります。",
           "書き方は " + written(builtin) + " です。");
    return false;
}

Found Checker::infer_call(const Node& node)
{
    const Node& callee = *node.children.front();
    std::vector<Argument> arguments;
    for (auto child = node.children.begin() + 1; child != node.children.end(); ++child)
        arguments.push_back({.node = child->get(), .found = infer(**child)});
    const bool builtin = callee.kind == NodeKind::Name && callee.builtin != nullptr && callee.slot < 0 &&
                         !(m_shadows > 0 && find_local(callee.text));
    if (!builtin) {
        const Found function = infer(callee);
        if (function.known() && !function.is(Form::Function) && !function.is(Form::Null))
            report(node, "rule.type",
                   shown(callee) + "は" + std::string(name_of(function.type.form)) + "で、関数ではありません。",
                   "括弧か名前を確かめてください。");
        return {};
    }
    if (!arrange(node, *callee.builtin, arguments))
        return {};
    if (!takes(*callee.builtin, arguments.size())) {
        report(node, "rule.type",
               "関数「" + callee.text + "」に合わない引数の数です（" + std::to_string(arguments.size()) +
                   " 個あります）。いつも null になります。",
               "書き方は " + written(*callee.builtin) + " です。");
        return {};
    }
    const Signature* signature = find_signature(callee.text, arguments.size());
    if (signature == nullptr)
        return {};
    const std::size_t problems = m_problems.size();
    for (std::size_t i = 0; i < arguments.size(); ++i)
        check_argument(node, *signature, i, arguments[i]);
    check_values(node, *signature, arguments);
    Found result = result_of(node, *signature, arguments);
    if (m_problems.size() != problems)
        return result;

    const bool constant = std::all_of(arguments.begin(), arguments.end(), [](const Argument& argument) {
        return argument.node == nullptr || argument.found.constant;
    });
    if (!constant)
        return result;
    Value value = evaluate(node, {.slots = {}});
    check_constant_call(node, value);
    StaticType type = value.is_null() ? result.type : type_of(value);
    type.nullable = value.is_null();
    return {.type = std::move(type), .constant = std::move(value)};
}

void Checker::check_argument(const Node& call, const Signature& signature, std::size_t index, const Argument& argument)
{
    const Form form = argument.found.type.form;
    const char letter = letter_of(signature, index);
    if (argument.node == nullptr || form == Form::Unknown || form == Form::Null || accepts(letter, form))
        return;
    // A written list of one item stands for the item.
    if (argument.node->kind == NodeKind::List && argument.node->children.size() == 1 && letter != 'b')
        return;
    const std::string text = to_text(*argument.node);
    std::string way_out = "引数を確かめてください。";
    if (signature.name == "list contains" && call.children.size() == 3)
        way_out = text + " = " + to_text(*call.children[2]) + " と書いてください。";
    else if (letter == 's' && is_scalar(form) && form != Form::Boolean)
        way_out = "文字列にするなら string(" + text + ") と書いてください。";
    else if (letter == 'n' && form == Form::String)
        way_out = "数として読むなら number(" + text + ") と書いてください。";
    else if (letter == 'd' && form == Form::String)
        way_out = "日付として読むなら date(" + text + ") と書いてください。";
    else if (letter == 'b')
        way_out = "条件を書いてください。例: " + std::string(signature.name) + "(" + text + " = …)";
    else if (letter == 'l')
        way_out = "一覧を書くか、" + text + " を直に使ってください。";
    report(*argument.node, "rule.type",
           "関数「" + std::string(signature.name) + "」の " + std::to_string(index + 1) + " 番目の引数は" +
               std::string(wanted(letter)) + "ですが、" + shown(*argument.node) + "は" + std::string(name_of(form)) +
               "です。",
           std::move(way_out));
}

// Of the functions that take one list or any number of values: one form, one unit.
void Checker::check_values(const Node& call, const Signature& signature, const std::vector<Argument>& arguments)
{
    const char letter = letter_of(signature, 0);
    if (letter != 'N' && letter != 'V' && letter != 'B')
        return;
    std::vector<Argument> values = arguments;
    if (arguments.size() == 1 && arguments.front().found.is(Form::List)) {
        const Node& list = *arguments.front().node;
        values.clear();
        if (list.kind == NodeKind::List) {
            for (const NodePtr& item : list.children)
                values.push_back({.node = item.get(), .found = last_found(*item)});
        } else {
            values.push_back({.node = &list, .found = {.type = element_of(arguments.front().found.type)}});
        }
    }
    const Form form = letter == 'N' ? Form::Number : Form::Boolean;
    const Argument* first = nullptr;
    for (const Argument& value : values) {
        if (!value.found.known() || value.found.is(Form::Null))
            continue;
        if (letter != 'V' && !value.found.is(form)) {
            report(*value.node, "rule.type",
                   "関数「" + std::string(signature.name) + "」が求めるのは" + std::string(wanted(letter)) +
                       "ですが、" + shown(*value.node) + "は" + std::string(name_of(value.found.type.form)) +
                       "です。いつも null になります。",
                   "引数を確かめてください。");
            return;
        }
        if (first != nullptr && letter != 'B' &&
            !check_comparable(call, Operator::Less, *first->node, first->found, *value.node, value.found))
            return;
        if (first == nullptr || (first->found.type.unit.empty() && !value.found.type.unit.empty()))
            first = &value;
    }
}

Found Checker::result_of(const Node& node, const Signature& signature, const std::vector<Argument>& arguments)
{
    if (signature.name == "list contains")
        return infer_list_contains(arguments);
    Found found{.type = {.form = signature.gives, .nullable = signature.null == Signature::Null::Maybe}};
    if (found.type.nullable)
        found.blanks.push_back(&node);
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (!arguments[i].node || !needs_argument(signature, i)) {
            if (letter_of(signature, i) == 'B')
                add_blanks_of_items(found, arguments[i].found);
        } else if (letter_of(signature, i) == 'N' || letter_of(signature, i) == 'V') {
            add_blanks_of_items(found, arguments[i].found);
        } else {
            add_blanks(found, arguments[i].found);
        }
    }
    const char letter = letter_of(signature, 0);
    const bool empty_is_null = (letter == 'N' || letter == 'V') && signature.name != "mode";
    if (empty_is_null && arguments.size() == 1 && arguments.front().found.is(Form::List) &&
        !surely_has_items(*arguments.front().node)) {
        found.type.nullable = true;
        found.blanks.push_back(&node);
    }
    refine_result(node, arguments, found);
    if (found.is(Form::Unknown))
        found.blanks.clear();
    return found;
}

// What depends on the arguments: the form, the unit, the items of a list, and when a function cannot fail.
void Checker::refine_result(const Node& node, const std::vector<Argument>& arguments, Found& found)
{
    const std::string& name = node.children.front()->text;
    const auto one_of = [](std::initializer_list<std::string_view> words, std::string_view word) {
        return std::find(words.begin(), words.end(), word) != words.end();
    };
    const Found& first = arguments.empty() ? found : arguments.front().found;
    if (name == "min" || name == "max" || name == "sum" || name == "mean" || name == "median") {
        StaticType of = first.is(Form::List) && arguments.size() == 1 ? element_of(first.type) : first.type;
        for (const Argument& argument : arguments)
            of = arguments.size() > 1 ? joined(of, argument.found.type) : of;
        if (found.is(Form::Unknown))
            found.type.form = of.form;
        if (found.is(Form::Number))
            found.type.unit = of.unit;
    } else if (name == "abs") {
        found.type.form = first.type.form;
        found.type.unit = first.type.unit;
    } else if (one_of({"floor", "ceiling", "decimal", "round up", "round down", "round half up", "round half down"},
                      name)) {
        found.type.unit = first.type.unit;
    } else if (one_of({"sublist", "remove", "reverse", "distinct values", "sort", "list replace"}, name)) {
        if (name != "list replace" && first.type.element)
            found.type.element = first.type.element;
    } else if (name == "index of") {
        found.type.element = std::make_shared<const StaticType>(sure(Form::Number));
    } else if (name == "modulo") {
        const Argument& divisor = arguments[1];
        if (divisor.node && may_be_zero(*divisor.node, divisor.found)) {
            found.type.nullable = true;
            found.blanks.push_back(&node);
        }
    } else if (name == "date" || name == "date and time" || name == "time") {
        // Of a date that is one already.
        if (arguments.size() == 1 && first.known() && !first.is(Form::String))
            found = found_of(sure(found.type.form), {&first});
    } else if (name == "day of week" || name == "month of year") {
        for (const std::string_view word : name == "day of week" ? std::span<const std::string_view>(weekdays) : months)
            found.type.values.push_back(Value::string(std::string(word)));
    } else if (name == "matches" || name == "replace" || name == "split") {
        check_pattern(node, arguments);
        if (name == "split")
            found.type.element = std::make_shared<const StaticType>(sure(Form::String));
    }
}

// A pattern that cannot be read makes the result null whatever the text is.
void Checker::check_pattern(const Node& call, const std::vector<Argument>& arguments)
{
    Node probe = call;
    probe.children = {call.children.front()};
    probe.names.clear();
    probe.children.push_back(
        std::make_shared<const Node>(Node{.kind = NodeKind::Literal, .value = Value::string("x")}));
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        if (!arguments[i].node || !arguments[i].found.constant)
            return;
        probe.children.push_back(
            std::make_shared<const Node>(Node{.kind = NodeKind::Literal, .value = *arguments[i].found.constant}));
    }
    const Value result = evaluate(probe, {.slots = {}});
    if (!result.is_null())
        return;
    report(*arguments[1].node, "rule.type",
           "関数「" + call.children.front()->text + "」の正規表現を使えません: " + result.null_reason() +
               "。いつも null になります。",
           "正規表現を直してください（docs/feel.md）。");
}

// By the null rule of editions null where the list or the element is.
Found Checker::infer_list_contains(const std::vector<Argument>& arguments)
{
    const Argument& list = arguments[0];
    const Argument& element = arguments[1];
    Found found{.type = sure(Form::Boolean)};
    if (!list.node || !element.node)
        return found;
    add_blanks_of_items(found, list.found);
    add_blanks(found, element.found);
    const StaticType items = element_of(list.found.type);
    if (!list.found.is(Form::List) || items.form == Form::Null)
        return found;
    if (element.found.is(Form::Range) || (element.found.is(Form::List) && items.form != Form::Unknown)) {
        report(*element.node, "rule.incomparable",
               "list contains は一つの値を探しますが、" + shown(*element.node) + "は" +
                   std::string(name_of(element.found.type.form)) + "です。いつも false になります。",
               "some s in " + to_text(*list.node) + " satisfies s in " + to_text(*element.node) +
                   " と書いてください。");
        return found;
    }
    if (list.node->kind == NodeKind::List) {
        for (const NodePtr& item : list.node->children)
            check_member(*item, element.found.type, element.node, *item, last_found(*item));
        return found;
    }
    if (items.form != Form::Unknown && element.found.known() && !element.found.is(Form::Null) &&
        items.form != element.found.type.form) {
        const std::string form(name_of(items.form));
        report(*element.node, "rule.incomparable",
               shown(*list.node) + "は" + form + "の一覧で、" + shown(*element.node) + "は" +
                   std::string(name_of(element.found.type.form)) + "です。同じになることはありません。",
               form + "で書いてください。");
        return found;
    }
    check_member(*element.node, items, list.node, *element.node, element.found);
    return found;
}

void Checker::check_constant_call(const Node& node, const Value& value)
{
    if (!value.is_null() || is_null_literal(node))
        return;
    const std::string& name = node.children.front()->text;
    if (name == "today" || name == "now") {
        report(node, "rule.date", "年度版の規則では " + name + "() は使えません。いつも null になります。",
               "判定する日は as_of と書いてください。");
        return;
    }
    std::string why = value.null_reason().empty() ? "" : "（" + value.null_reason() + "）";
    report(node, "rule.date", shown(node) + "は値になりません" + why + "。いつも null になります。",
           "書き方は " + written(*node.children.front()->builtin) + " です。値を確かめてください。");
}

}
