#include "feel/checker.h"

#include "base/date.h"
#include "feel/temporal_text.h"

#include <algorithm>

namespace kenkei::feel {

namespace {

bool is_order(Operator op)
{
    return op != Operator::Equal && op != Operator::NotEqual;
}

bool has_order(Form form)
{
    return is_scalar(form) && form != Form::Boolean;
}

std::string typed(const Node& node, const Found& found)
{
    return shown(node) + "は" + std::string(name_of(found.type.form));
}

// How to write `literal` so that it is of the other operand's form; empty if that is not plain.
std::string rewritten(const Value& literal, Form wanted)
{
    if (literal.kind() == Kind::String) {
        const std::string& text = literal.as_string();
        if (wanted == Form::Number && base::Decimal::parse(text))
            return "引用符を付けずに " + text + " と書いてください。";
        if (wanted == Form::Boolean && (text == "true" || text == "false"))
            return "引用符を付けずに " + text + " と書いてください。";
        if (wanted == Form::Date)
            return read_calendar_date(text) ? "date(\"" + text + "\") と書いてください。"
                                            : "date(\"2024-04-01\") のように書いてください。";
        if (is_duration(wanted))
            return "duration(\"" + text + "\") のように書いてください。";
    }
    if (literal.kind() == Kind::Number) {
        const std::string text = literal.as_number().to_text();
        if (wanted == Form::String)
            return "引用符を付けて \"" + text + "\" と書いてください。";
        if (wanted == Form::Boolean)
            return "true か false と比べてください。";
        if (wanted == Form::DaysTimeDuration)
            return "日数なら duration(\"P" + text + "D\") と書いてください。";
        if (wanted == Form::YearsMonthsDuration)
            return "月数なら duration(\"P" + text + "M\") と書いてください。";
    }
    return {};
}

std::string way_out_of(const Node& left, const Found& ours, const Node& right, const Found& theirs)
{
    const bool left_is_list = ours.is(Form::List);
    if (left_is_list != theirs.is(Form::List)) {
        const Node& list = left_is_list ? left : right;
        const std::string one = to_text(left_is_list ? right : left);
        return "一覧の中にあるかを尋ねるなら list contains(" + to_text(list) + ", " + one + ") か some s in " +
               to_text(list) + " satisfies s = " + one + " と書いてください。";
    }
    if (ours.is(Form::Range) != theirs.is(Form::Range))
        return "範囲の中にあるかを尋ねるなら in を使ってください。";
    if (theirs.constant) {
        if (std::string text = rewritten(*theirs.constant, ours.type.form); !text.empty())
            return text;
    }
    if (ours.constant) {
        if (std::string text = rewritten(*ours.constant, theirs.type.form); !text.empty())
            return text;
    }
    const bool dates = is_moment(ours.type.form) && is_moment(theirs.type.form);
    if (dates)
        return "日付どうしで比べるには date(" + to_text(ours.is(Form::DateTime) ? left : right) +
               ") と書いてください。";
    return "比べる相手を取り違えていないかを確かめ、型をそろえてください。";
}

}

void Checker::refuse_pair(const Node& at, const Node& left_node, const Found& left, const Node& right_node,
                          const Found& right)
{
    report(at, "rule.incomparable",
           typed(left_node, left) + "、" + typed(right_node, right) +
               "です。型の違うものは比べられず、いつも決まりません（null）。",
           way_out_of(left_node, left, right_node, right));
}

// False where it has something against the pair.
bool Checker::check_comparable(const Node& at, Operator op, const Node& left_node, const Found& left,
                               const Node& right_node, const Found& right)
{
    if (!left.known() || !right.known() || left.is(Form::Null) || right.is(Form::Null))
        return true;
    if (left.type.form != right.type.form) {
        refuse_pair(at, left_node, left, right_node, right);
        return false;
    }
    if (is_order(op) && !has_order(left.type.form)) {
        report(at, "rule.incomparable",
               typed(left_node, left) + "です。" + std::string(name_of(left.type.form)) + "には大小がなく、「" +
                   std::string(symbol_of(op)) + "」ではいつも決まりません（null）。",
               left.is(Form::List) ? "数えるなら count(" + to_text(left_node) + ") と比べてください。"
                                   : "「=」で比べてください。");
        return false;
    }
    if (left.is(Form::Number))
        check_units(at, left_node, left, right_node, right);
    return true;
}

Found Checker::infer_comparison(const Node& node)
{
    const Node& left_node = *node.children[0];
    const Node& right_node = *node.children[1];
    const Found left = infer(left_node);
    const Found right = infer(right_node);
    if (is_null_literal(left_node) || is_null_literal(right_node)) {
        if (is_order(node.op)) {
            report(node, "rule.incomparable", "null とは大小を比べられず、いつも決まりません（null）。",
                   "未回答かどうかは「= null」で尋ねてください。");
            return {.type = {.form = Form::Boolean}};
        }
        return folded(node, {.type = sure(Form::Boolean)}, {&left, &right});
    }
    Found found{.type = sure(Form::Boolean)};
    add_blanks_of_items(found, left);
    add_blanks_of_items(found, right);

    if (!left.constant && !right.constant && same(left_node, right_node)) {
        report(node, "rule.constant", shown(node) + "は同じものどうしを比べています。",
               "比べる相手を取り違えていないかを確かめてください。");
        return found;
    }
    if (!check_not_null(node, left_node) || !check_not_null(node, right_node))
        return {.type = {.form = Form::Boolean}};
    const Node& at = left.constant && !right.constant ? left_node : right.constant ? right_node : node;
    if (!check_comparable(at, node.op, left_node, left, right_node, right))
        return found;
    if (left.constant && right.constant)
        return folded(node, std::move(found), {&left, &right});
    if (const auto value = right.fixed) {
        check_value(at, node, node.op, left_node, left, *value);
    } else if (const auto mirror = left.fixed) {
        check_value(at, node, mirrored(node.op), right_node, right, *mirror);
    } else if (!is_order(node.op) && !left.type.values.empty() && !right.type.values.empty() &&
               !have_one_in_common(left.type.values, right.type.values)) {
        report(node, "rule.impossible",
               shown(left_node) + "と" + shown(right_node) + "が等しくなることはありません（" +
                   shown_all(left.type.values) + " と " + shown_all(right.type.values) + "）。",
               "比べる相手を取り違えていないかを確かめてください。");
    }
    return found;
}

// False where the operand is surely null at this place.
bool Checker::check_not_null(const Node& whole, const Node& operand)
{
    if (!m_facts.is_null(operand))
        return true;
    report(whole, "rule.constant",
           shown(operand) + "は、ここまでの条件からここでは必ず未回答です。" + shown(whole) +
               "はいつも決まりません（null）。",
           "「and」と「or」、「=」と「!=」、then と else を取り違えていないかを確かめてください。");
    return false;
}

// `operand op value`, of which `whole` is the text.
void Checker::check_value(const Node& at, const Node& whole, Operator op, const Node& operand, const Found& found,
                          const Value& value)
{
    const auto& values = found.type.values;
    const auto meets = [&](const Value& possible) { return holds(op, possible, value); };
    const auto is_possible = [&] {
        return std::any_of(values.begin(), values.end(),
                           [&](const Value& possible) { return equal(possible, value) == true; });
    };
    const bool at_all = values.empty() || std::any_of(values.begin(), values.end(), meets);
    const bool bound = op == Operator::LessEqual || op == Operator::GreaterEqual;
    if (!values.empty() && (!at_all || ((!is_order(op) || (bound && found.type.choice)) && !is_possible()))) {
        const auto near = nearest(value, values);
        std::string message = shown(operand) + "が " + shown(value) + " になることはありません（";
        if (is_order(op))
            message = shown(whole) + (at_all ? "の " + shown(value) + " は選択肢にありません（"
                                             : std::string("が成り立つことはありません（"));
        report(at, "rule.impossible", message + "なりうるのは " + shown_all(values) + "）。",
               near ? shown(*near) + " ではありませんか。" : "比べる値を確かめてください。");
        return;
    }
    const bool still = values.empty() ? m_facts.may_hold(operand, op, value)
                                      : std::any_of(values.begin(), values.end(), [&](const Value& possible) {
                                            return meets(possible) && m_facts.allows(operand, possible);
                                        });
    if (still)
        return;
    const bool temporal = value.kind() != Kind::Number && value.kind() != Kind::String;
    report(whole, temporal ? "rule.date" : "rule.impossible",
           shown(whole) + "は、ここまでの条件と合わせると成り立つことがありません。",
           "「and」と「or」を取り違えていないか、比べる値が正しいかを確かめてください。");
}

// x != 1 or x != 2; x > 5 or x < 10: one of them always holds.
void Checker::check_alternative(const Node& whole)
{
    if (whole.kind != NodeKind::Comparison)
        return;
    const Node& left = *whole.children[0];
    const Node& right = *whole.children[1];
    const bool on_right = last_found(right).fixed.has_value();
    const auto value = last_found(on_right ? right : left).fixed;
    if (!value || value->is_null())
        return;
    const Operator op = on_right ? whole.op : mirrored(whole.op);
    if (m_facts.may_fail(on_right ? left : right, op, *value))
        return;
    report(whole, "rule.constant",
           shown(whole) +
               "は、前の条件が成り立たないときはいつも成り立ちます。この「or」は回答があればいつも true です。",
           "「and」と「or」を取り違えていないか、比べる値が正しいかを確かめてください。");
}

Found Checker::infer_between(const Node& node)
{
    const Node& operand_node = *node.children[0];
    const Node& low_node = *node.children[1];
    const Node& high_node = *node.children[2];
    const Found operand = infer(operand_node);
    const Found low = infer(low_node);
    const Found high = infer(high_node);
    Found found = found_of(sure(Form::Boolean), {&operand, &low, &high});
    if (!check_not_null(node, operand_node))
        return {.type = {.form = Form::Boolean}};
    const bool fits = check_comparable(low_node, Operator::GreaterEqual, operand_node, operand, low_node, low) &&
                      check_comparable(high_node, Operator::LessEqual, operand_node, operand, high_node, high);
    const auto low_value = low.fixed;
    const auto high_value = high.fixed;
    if (!fits || !low_value || !high_value)
        return found;
    if (operand.constant)
        return folded(node, std::move(found), {&operand, &low, &high});
    if (holds(Operator::Greater, *low_value, *high_value)) {
        report(low_node, "rule.date",
               "between の下の端 " + shown(*low_value) + " が上の端 " + shown(*high_value) +
                   " より大きく、当てはまる値がありません。",
               "between " + shown(*high_value) + " and " + shown(*low_value) + " ではありませんか。");
        return found;
    }
    check_range_of(low_node, operand.type, &operand_node, {true, *low_value, *high_value, true});
    return found;
}

}
