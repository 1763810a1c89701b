#include "feel/checker.h"

#include <algorithm>

namespace kenkei::feel {

namespace {

bool computes(Form form)
{
    return is_scalar(form) && form != Form::Boolean;
}

// What `left op right` gives by arithmetic.cpp; nothing where it is always null.
std::optional<Form> form_of(Operator op, Form left, Form right)
{
    const bool add = op == Operator::Add;
    const bool subtract = op == Operator::Subtract;
    if (left == Form::Number && right == Form::Number)
        return Form::Number;
    if (add && left == Form::String && right == Form::String)
        return Form::String;
    if (is_duration(left) && left == right && (add || subtract || op == Operator::Divide))
        return op == Operator::Divide ? Form::Number : left;
    if (op == Operator::Multiply && left == Form::Number && is_duration(right))
        return right;
    if ((op == Operator::Multiply || op == Operator::Divide) && is_duration(left) && right == Form::Number)
        return left;
    const auto moves = [](Form start, Form duration) {
        return (is_moment(start) && is_duration(duration)) ||
               (start == Form::Time && duration == Form::DaysTimeDuration);
    };
    if ((add || subtract) && moves(left, right))
        return left;
    if (add && moves(right, left))
        return right;
    if (subtract && ((is_moment(left) && is_moment(right)) || (left == Form::Time && right == Form::Time)))
        return Form::DaysTimeDuration;
    return {};
}

std::string way_out_of(Operator op, const Node& left, Form left_form, const Node& right, Form right_form)
{
    const bool adds = op == Operator::Add || op == Operator::Subtract;
    if (adds && is_moment(left_form) && right_form == Form::Number)
        return "日付には長さを足します。例: " + to_text(left) + " " + std::string(symbol_of(op)) +
               " duration(\"P30D\")（30日）、duration(\"P1Y\")（1年）";
    const Node& text = left_form == Form::String ? left : right;
    const Node& number = left_form == Form::String ? right : left;
    if ((left_form == Form::String) != (right_form == Form::String)) {
        if (op == Operator::Add && number.kind != NodeKind::Literal)
            return "文字列としてつなぐなら string(" + to_text(number) + ")、数として足すなら number(" + to_text(text) +
                   ") と書いてください。";
        return "文字列を数として読むには number(" + to_text(text) + ") と書いてください。";
    }
    if (left_form == Form::List || right_form == Form::List)
        return "一覧の数は count(…)、合計は sum(…) で求めてください。";
    return "計算する値の型を確かめてください。";
}

}

// Reports what can never be computed. Unknown where nothing can be said.
Form Checker::form_of_arithmetic(const Node& node, const Found& left, const Found& right)
{
    const Node& left_node = *node.children[0];
    const Node& right_node = *node.children[1];
    if (left.is(Form::Null) || right.is(Form::Null))
        return Form::Unknown;
    if (left.known() && right.known()) {
        if (const auto form = form_of(node.op, left.type.form, right.type.form))
            return *form;
    } else {
        const Found& known = left.known() ? left : right;
        if (!known.known() || computes(known.type.form))
            return Form::Unknown;
    }
    std::string operands;
    for (const auto& [operand, found] : {std::pair{&left_node, &left}, std::pair{&right_node, &right}}) {
        if (found->known())
            operands +=
                (operands.empty() ? "" : "、") + shown(*operand) + "は" + std::string(name_of(found->type.form));
    }
    report(node, "rule.type",
           operands + "です。「" + std::string(symbol_of(node.op)) + "」では計算できず、いつも null になります。",
           way_out_of(node.op, left_node, left.type.form, right_node, right.type.form));
    return Form::Unknown;
}

Found Checker::infer_arithmetic(const Node& node)
{
    const Node& left_node = *node.children[0];
    const Node& right_node = *node.children[1];
    const Found left = infer(left_node);
    const Found right = infer(right_node);
    const Form form = form_of_arithmetic(node, left, right);
    if (form == Form::Unknown)
        return found_of({}, {&left, &right});

    Found found = found_of(sure(form), {&left, &right});
    if (node.op == Operator::Add || node.op == Operator::Subtract) {
        check_units(node, left_node, left, right_node, right);
        if (form == Form::Number)
            found.type.unit = joined(left.type, right.type).unit;
    }
    if (node.op == Operator::Divide && right.is(Form::Number)) {
        const Value zero = Value::number(0);
        if (right.constant && holds(Operator::Equal, *right.constant, zero)) {
            report(node, "rule.constant", shown(node) + "は 0 で割っています。いつも null になります。",
                   "割る数を確かめてください。");
        } else if (may_be_zero(right_node, right)) {
            found.type.nullable = true;
            found.blanks.push_back(&node);
        }
    }
    return folded(node, std::move(found), {&left, &right});
}

bool Checker::may_be_zero(const Node& node, const Found& found) const
{
    const Value zero = Value::number(0);
    const auto is_zero = [&](const Value& value) { return holds(Operator::Equal, value, zero); };
    const auto& values = found.type.values;
    return m_facts.allows(node, zero) && (values.empty() || std::any_of(values.begin(), values.end(), is_zero));
}

Found Checker::infer_negation(const Node& node)
{
    const Node& operand_node = *node.children.front();
    const Found operand = infer(operand_node);
    if (!operand.known() || operand.is(Form::Null))
        return found_of({}, {&operand});
    if (!operand.is(Form::Number) && !is_duration(operand.type.form)) {
        report(node, "rule.type",
               "符号の「-」は" + shown(operand_node) + "（" + std::string(name_of(operand.type.form)) +
                   "）には付けられません。",
               "数か長さに付けてください。");
        return {};
    }
    Found found = found_of(sure(operand.type.form), {&operand});
    found.type.unit = operand.type.unit;
    return folded(node, std::move(found), {&operand});
}

void Checker::check_units(const Node& at, const Node& left_node, const Found& left, const Node& right_node,
                          const Found& right)
{
    const std::string& ours = left.type.unit;
    const std::string& theirs = right.type.unit;
    if (ours.empty() || theirs.empty() || ours == theirs)
        return;
    report(at, "rule.unit",
           shown(left_node) + "の単位は " + ours + "、" + shown(right_node) + "の単位は " + theirs +
               " です。単位の違う数を足したり比べたりしています。",
           "設問を取り違えていないか、単位（unit）が正しいかを確かめてください。");
}

}
