#include "feel/checker.h"

#include "feel/evaluator.h"

#include <algorithm>

namespace kenkei::feel {

namespace {

// How messages call the input of a table's cell, which has no node here.
const Node nameless_input{.kind = NodeKind::Name, .text = "入力"};

}

std::string Checker::input_shown(const Node* node) const
{
    return shown(node != nullptr ? *node : nameless_input);
}

Found Checker::infer_in(const Node& node)
{
    const Node& input_node = *node.children.front();
    const Found input = infer(input_node);
    const auto outer = std::exchange(m_input, Input{.node = &input_node, .found = input});
    m_input->found.constant = {};
    const Facts facts = m_facts;
    m_facts.forget("?");
    const Found tests = infer_tests(node, 1);
    m_facts = facts;
    m_input = outer;
    Found found{.type = sure(Form::Boolean)};
    const bool asks_for_null = !tests.type.nullable && tests.is(Form::Null);
    if (asks_for_null)
        return found;
    if (!check_not_null(node, input_node))
        return {.type = {.form = Form::Boolean}};
    add_blanks(found, input);
    add_blanks(found, tests);
    return found;
}

Found Checker::infer_unary_tests(const Node& node)
{
    Found tests = infer_tests(node, 0);
    tests.type.form = Form::Boolean;
    return tests;
}

// All tests of `in` or of a table's cell. A form of Null says that one of them asks for 未回答.
Found Checker::infer_tests(const Node& node, std::size_t first)
{
    Found found{.type = sure(Form::Boolean)};
    bool asks_for_null = false;
    for (std::size_t i = first; i < node.children.size(); ++i)
        add_blanks(found, infer_test(*node.children[i], asks_for_null));
    if (asks_for_null)
        return {.type = sure(Form::Null)};
    return found;
}

Found Checker::infer_test(const Node& test, bool& asks_for_null)
{
    const Node& node = *test.children.front();
    const Node& input_node = m_input && m_input->node ? *m_input->node : nameless_input;
    const Found input = m_input ? m_input->found : Found{};
    Found found{.type = sure(Form::Boolean)};
    if (is_null_literal(node)) {
        asks_for_null = true;
        return found;
    }
    if (test.kind == NodeKind::UnaryCompare) {
        const Found end = infer(node);
        add_blanks(found, end);
        if (check_comparable(node, test.op, input_node, input, node, end)) {
            if (const auto value = end.fixed)
                check_value(node, test, test.op, input_node, input, *value);
        }
        return found;
    }
    if (reads_input(node)) {
        found = infer(node);
        check_boolean(node, found, "テスト");
        return found;
    }
    if (node.kind == NodeKind::List) {
        for (const NodePtr& item : node.children) {
            if (is_null_literal(*item)) {
                asks_for_null = true;
                continue;
            }
            const Found member = infer(*item);
            add_blanks(found, member);
            check_member(*item, input.type, m_input ? m_input->node : nullptr, *item, member);
        }
        return found;
    }
    const Found member = infer(node);
    add_blanks_of_items(found, member);
    check_member(node, input.type, m_input ? m_input->node : nullptr, node, member);
    return found;
}

// One of the values, ranges or lists that an operand may be equal to or lie in.
void Checker::check_member(const Node& at, const StaticType& operand, const Node* shown_as, const Node& node,
                           const Found& member)
{
    if (operand.form == Form::Unknown || operand.form == Form::Null || !member.known() || member.is(Form::Null))
        return;
    const Node& operand_node = shown_as != nullptr ? *shown_as : nameless_input;
    Found one = member;
    if (member.is(Form::Range) || (member.is(Form::List) && operand.form != Form::List)) {
        one = {.type = element_of(member.type)};
        if (!one.known() || one.is(Form::Null))
            return;
    }
    if (operand.form != one.type.form) {
        if (operand.form == Form::List) {
            const std::string list = to_text(operand_node);
            report(at, "rule.incomparable",
                   shown(operand_node) + "は一覧です。「in " + to_text(node) + "」では一つずつを比べません。",
                   "一つでも当てはまるかを尋ねるなら some s in " + list + " satisfies s in " + to_text(node) +
                       "、すべてなら every s in " + list + " satisfies s in " + to_text(node) + " と書いてください。");
        } else {
            one.constant = member.constant;
            refuse_pair(at, operand_node, {.type = operand}, node, one);
        }
        return;
    }
    if (operand.form == Form::Number)
        check_units(at, operand_node, {.type = operand}, node, one);
    if (member.is(Form::Range)) {
        if (member.fixed && member.fixed->kind() == Kind::Range)
            check_range_of(at, operand, shown_as, member.fixed->as_range());
        return;
    }
    if (operand.form == Form::List || operand.values.empty() || one.type.values.empty())
        return;
    if (have_one_in_common(operand.values, one.type.values))
        return;
    const auto near = nearest(one.type.values.front(), operand.values);
    report(at, "rule.impossible",
           input_shown(shown_as) + "が " + shown_all(one.type.values) + " になることはありません（なりうるのは " +
               shown_all(operand.values) + "）。",
           near ? shown(*near) + " ではありませんか。" : "比べる値を確かめてください。");
}

void Checker::check_range_of(const Node& at, const StaticType& operand, const Node* shown_as, const Range& range)
{
    const auto& values = operand.values;
    if (!values.empty()) {
        const bool any = std::any_of(values.begin(), values.end(),
                                     [&](const Value& value) { return lies_in(value, range) != false; });
        const auto is_value = [&](const Value& end) {
            return std::any_of(values.begin(), values.end(),
                               [&](const Value& value) { return equal(value, end) == true; });
        };
        const Value* odd = nullptr;
        if (operand.choice && !range.low.is_null() && !range.high.is_null()) {
            if (range.high_closed && !is_value(range.high))
                odd = &range.high;
            if (range.low_closed && !is_value(range.low))
                odd = &range.low;
        }
        if (!any) {
            report(at, "rule.impossible",
                   input_shown(shown_as) + "が範囲 " + shown(Value::range(range)) +
                       " に入ることはありません（なりうるのは " + shown_all(values) + "）。",
                   "範囲の端を確かめてください。");
        } else if (odd != nullptr) {
            const auto near = nearest(*odd, values);
            report(at, "rule.impossible",
                   "範囲 " + shown(Value::range(range)) + " の端 " + shown(*odd) + " は" + input_shown(shown_as) +
                       "の選択肢にありません（あるのは " + shown_all(values) + "）。",
                   near ? "端は " + shown(*near) + " ではありませんか。" : "範囲の端を確かめてください。");
        }
        if (!any || odd != nullptr)
            return;
    }
    if (shown_as == nullptr)
        return;
    const bool low =
        range.low.is_null() ||
        m_facts.may_hold(*shown_as, range.low_closed ? Operator::GreaterEqual : Operator::Greater, range.low);
    const bool high = range.high.is_null() ||
                      m_facts.may_hold(*shown_as, range.high_closed ? Operator::LessEqual : Operator::Less, range.high);
    const bool still =
        values.empty() ? low && high : std::any_of(values.begin(), values.end(), [&](const Value& value) {
            return lies_in(value, range) != false && m_facts.allows(*shown_as, value);
        });
    if (still)
        return;
    const Value& end = range.low.is_null() ? range.high : range.low;
    report(at, end.kind() == Kind::Number || end.kind() == Kind::String ? "rule.impossible" : "rule.date",
           shown(*shown_as) + "は、ここまでの条件と合わせると範囲 " + shown(Value::range(range)) +
               " に入ることがありません。",
           "「and」と「or」を取り違えていないか、範囲の端が正しいかを確かめてください。");
}

Found Checker::infer_range(const Node& node, RangeOf of)
{
    const NodePtr& low_node = node.children[0];
    const NodePtr& high_node = node.children[1];
    const Found low = low_node ? infer(*low_node) : Found{.type = sure(Form::Null), .constant = Value{}};
    const Found high = high_node && high_node != low_node ? infer(*high_node) : low;
    Found found{.type = sure(Form::Range)};
    if (low_node)
        add_blanks(found, low);
    if (high_node && high_node != low_node)
        add_blanks(found, high);
    const StaticType& end = low_node ? low.type : high.type;
    found.type.element = std::make_shared<const StaticType>(end);
    if (low_node && high_node) {
        if (!check_comparable(node, Operator::Less, *low_node, low, *high_node, high))
            return {.type = {.form = Form::Range}};
        StaticType element = joined(low.type, high.type);
        element.values.clear();
        element.choice = false;
        element.nullable = false;
        found.type.element = std::make_shared<const StaticType>(std::move(element));
    }
    const auto first = low_node ? low.fixed : Value{};
    const auto last = high_node ? high.fixed : Value{};
    if (of == RangeOf::Values && low_node && high_node && low_node != high_node && first && last) {
        const bool reversed = holds(Operator::Greater, *first, *last);
        if (reversed || (holds(Operator::Equal, *first, *last) && !(node.low_closed && node.high_closed))) {
            report(node, "rule.date", "範囲" + shown(node) + "には当てはまる値がありません。",
                   reversed ? "小さいほうの端を先に書いてください。" : "端を含むなら [ ] で囲んでください。");
            return found;
        }
    }
    if (first && last && (!low_node || !first->is_null()) && (!high_node || !last->is_null())) {
        Value range = Value::range({node.low_closed, *first, *last, node.high_closed});
        if (low.constant && high.constant)
            found.constant = range;
        found.fixed = std::move(range);
    }
    return found;
}

}
