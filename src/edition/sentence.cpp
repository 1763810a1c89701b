#include "edition/sentence.h"

#include "base/date.h"
#include "feel/null_tests.h"

#include <algorithm>

namespace kenkei::edition {

using feel::is_null_literal;
using feel::Node;
using feel::NodeKind;
using feel::NodePtr;
using feel::only_asks_for_null;
using feel::Operator;

namespace {

class Speaker {
public:
    explicit Speaker(const Edition& edition) : m_edition(edition) {}

    std::string say(const Node& node) const
    {
        if (auto options = say_options(node))
            return *options;
        switch (node.kind) {
        case NodeKind::And:
            return joined(node, "、かつ ");
        case NodeKind::Or:
            return joined(node, "、または ");
        case NodeKind::If:
            return say_if(node);
        case NodeKind::Comparison:
            return say_comparison(node);
        case NodeKind::Between:
            return term(*node.children[0]) + " が " + term(*node.children[1]) + " から " + term(*node.children[2]) +
                   " まで";
        case NodeKind::In:
            return say_in(node);
        case NodeKind::Call:
            return say_call(node);
        case NodeKind::Some:
            return term(*node.children.front()) + " のどれかについて、" + bracketed(*node.children.back());
        case NodeKind::Every:
            return term(*node.children.front()) + " のすべてについて、" + bracketed(*node.children.back());
        default:
            return term(node);
        }
    }

    // When the rule behind `if condition then null` is not judged; empty if that is just 未回答.
    std::string say_reservation(const Node& condition) const
    {
        return only_asks_for_null(condition) ? std::string() : say_unjudged(condition);
    }

private:
    // A noun: a question, a value, a number, a computation.
    std::string term(const Node& node) const
    {
        switch (node.kind) {
        case NodeKind::Name:
            if (const Question* question = m_edition.question_at(node.slot))
                return name_in_sentence(*question);
            if (const ComputedValue* value = m_edition.value_at(node.slot))
                return value->label;
            return fixed_name(node.slot, node.text);
        case NodeKind::Literal:
            return say_value(node.value);
        case NodeKind::Arithmetic:
            if (auto moved = say_moved(node))
                return *moved;
            return left_term(node) + operator_word(node.op) + inner_term(*node.children[1]);
        case NodeKind::Negate:
            return "−" + inner_term(*node.children[0]);
        case NodeKind::Path:
            return say_path(node);
        case NodeKind::Call:
            if (is_call(node, "replace") && node.children.size() == 4 &&
                node.children[3]->value == feel::Value::string(""))
                return term(*node.children[1]) + "（" + feel::to_text(*node.children[2]) + " を除く）";
            if (is_call(node, "string length") && node.children.size() == 2)
                return term(*node.children[1]) + " の文字数";
            if (is_call(node, "count") && node.children.size() == 2)
                return term(*node.children[1]) + " の数";
            return is_call(node, "date") && node.children.size() == 2 && node.children[1]->kind == NodeKind::Literal
                       ? say_value(feel::evaluate(node, {.slots = {}}))
                       : feel::to_text(node);
        default:
            return feel::to_text(node);
        }
    }

    std::string inner_term(const Node& node) const
    {
        return node.kind == NodeKind::Arithmetic ? "（" + term(node) + "）" : term(node);
    }

    // a＋b＋c needs no parentheses, （a＋b）×c does.
    std::string left_term(const Node& node) const
    {
        const Node& left = *node.children[0];
        const bool sum = node.op == Operator::Add || node.op == Operator::Subtract;
        return sum && left.kind == NodeKind::Arithmetic ? term(left) : inner_term(left);
    }

    // A day some years, months or days before or after another: 申請日 の 5年前.
    std::optional<std::string> say_moved(const Node& node) const
    {
        const Node& right = *node.children[1];
        if (node.op != Operator::Add && node.op != Operator::Subtract)
            return {};
        if (!is_call(right, "duration") || right.children.size() != 2 || right.children[1]->kind != NodeKind::Literal ||
            right.children[1]->value.kind() != feel::Kind::String)
            return {};
        const std::string& text = right.children[1]->value.as_string(); // P5Y, P18M, P30D
        const std::size_t digits = text.find_first_not_of("0123456789", 1);
        if (text.size() < 3 || text.front() != 'P' || digits != text.size() - 1)
            return {};
        const std::string_view unit = text.back() == 'Y'   ? "年"
                                      : text.back() == 'M' ? "か月"
                                      : text.back() == 'D' ? "日"
                                                           : "";
        if (unit.empty())
            return {};
        return term(*node.children[0]) + " の " + text.substr(1, text.size() - 2) + std::string(unit) +
               (node.op == Operator::Add ? "後" : "前");
    }

    // Is it a day? Then 以降 and 以前 are the words, not 以上 and 以下.
    bool is_day(const Node& node) const
    {
        if (node.kind == NodeKind::Name) {
            if (const Question* question = m_edition.question_at(node.slot))
                return question->type == Type::Date || question->type == Type::Month;
            if (const ComputedValue* value = m_edition.value_at(node.slot))
                return value->expression && is_day(*value->expression->tree);
            return node.slot >= 0 && node.slot <= slot_of(FixedName::PeriodTo);
        }
        if (node.kind == NodeKind::Literal)
            return node.value.kind() == feel::Kind::Date;
        if (node.kind == NodeKind::Arithmetic)
            return is_day(*node.children[0]);
        return is_call(node, "date");
    }

    std::string order_word(Operator op, const Node& right) const
    {
        const bool day = is_day(right);
        switch (op) {
        case Operator::Less:
            return day ? " より前" : " より小さい";
        case Operator::LessEqual:
            return day ? " 以前" : " 以下";
        case Operator::Greater:
            return day ? " より後" : " より大きい";
        default:
            return day ? " 以降" : " 以上";
        }
    }

    // The word a value has for people, where a rule compares the value with one of its results.
    std::string result_of(const Node& subject, const Node& node) const
    {
        const ComputedValue* value = m_edition.value_at(subject.slot);
        if (value && node.kind == NodeKind::Literal && !node.value.is_null()) {
            for (const auto& [name, word] : value->words) {
                if (name == feel::to_display(node.value))
                    return "「" + word + "」";
            }
        }
        return term(node);
    }

    static std::string say_value(const feel::Value& value)
    {
        if (value.is_null())
            return "未回答";
        if (value.kind() == feel::Kind::String)
            return "「" + value.as_string() + "」";
        if (value.kind() == feel::Kind::Boolean)
            return value.is_true() ? "はい" : "いいえ";
        if (value.kind() == feel::Kind::Date) {
            const feel::CalendarDate& date = value.as_date();
            return base::to_japanese({static_cast<int>(date.year), date.month, date.day});
        }
        return feel::to_display(value);
    }

    static std::string fixed_name(int slot, const std::string& text)
    {
        constexpr std::string_view words[] = {"判定日", "申請期間の初日", "申請期間の最終日", "一覧", "台帳の情報"};
        return slot >= 0 && slot < static_cast<int>(std::size(words)) ? std::string(words[slot]) : text;
    }

    static std::string operator_word(Operator op)
    {
        switch (op) {
        case Operator::Add:
            return "＋";
        case Operator::Subtract:
            return "−";
        case Operator::Multiply:
            return "×";
        case Operator::Divide:
            return "÷";
        default:
            return std::string(feel::symbol_of(op));
        }
    }

    std::string joined(const Node& node, std::string_view word) const
    {
        std::string text;
        for (const NodePtr& child : node.children) {
            text += (text.empty() ? std::string() : std::string(word)) + bracketed(*child);
        }
        return text;
    }

    // Said in several clauses, so that it needs brackets among others.
    bool is_compound(const Node& node) const
    {
        switch (node.kind) {
        case NodeKind::And:
        case NodeKind::Or:
        case NodeKind::Some:
        case NodeKind::Every:
            return true;
        case NodeKind::If:
            return !is_null_literal(*node.children[1]) || !only_asks_for_null(*node.children[0]) ||
                   is_compound(*node.children[2]);
        case NodeKind::Call:
            return is_call(node, "not");
        default:
            return false;
        }
    }

    std::string bracketed(const Node& node) const
    {
        return is_compound(node) && !say_options(node) ? "（" + say(node) + "）" : say(node);
    }

    // if … then null else rule: the rule, and when it is not judged unless that is just 未回答.
    std::string say_if(const Node& node) const
    {
        const Node& condition = *node.children[0];
        if (!is_null_literal(*node.children[1]))
            return say(condition) + " なら " + say(*node.children[1]) + "、そうでなければ " + say(*node.children[2]);
        if (only_asks_for_null(condition)) {
            // if x = null then null else true: there is an answer.
            const bool answered = node.children[2]->kind == NodeKind::Literal && node.children[2]->value.is_true();
            return answered && condition.kind == NodeKind::Comparison ? term(*condition.children[0]) + " に回答がある"
                                                                      : say(*node.children[2]);
        }
        return say(*node.children[2]) + "（" + say_unjudged(condition) + " のときは判定しない）";
    }

    // When a rule is not judged, besides 未回答, which goes without saying.
    std::string say_unjudged(const Node& condition) const
    {
        if (condition.kind != NodeKind::Or)
            return say(condition);
        Node rest = condition;
        std::erase_if(rest.children, [](const NodePtr& child) { return only_asks_for_null(*child); });
        return rest.children.size() == 1 ? say(*rest.children.front()) : say(rest);
    }

    std::string say_comparison(const Node& node) const
    {
        const Node& left = *node.children[0];
        const Node& right = *node.children[1];
        if (is_null_literal(right))
            return term(left) + (node.op == Operator::Equal ? " が未回答" : " に回答がある");
        if (is_call(left, "string length") && node.op == Operator::Greater && feel::to_text(right) == "0")
            return term(*left.children[1]) + " が記入されている";
        switch (node.op) {
        case Operator::Equal:
            return term(left) + " が " + result_of(left, right) + " である";
        case Operator::NotEqual:
            return term(left) + " が " + result_of(left, right) + " でない";
        case Operator::Less:
        case Operator::LessEqual:
        case Operator::Greater:
        case Operator::GreaterEqual:
            return term(left) + " が " + term(right) + order_word(node.op, right);
        default:
            return feel::to_text(node);
        }
    }

    std::string say_in(const Node& node) const
    {
        std::string tests;
        for (std::size_t i = 1; i < node.children.size(); ++i)
            tests += (tests.empty() ? "" : "、") + say_test(*node.children[0], *node.children[i]);
        return term(*node.children[0]) + " が " + tests + (node.children.size() > 2 ? " のどれか" : "");
    }

    std::string say_test(const Node& subject, const Node& test) const
    {
        switch (test.kind) {
        case NodeKind::UnaryTests:
        case NodeKind::List: {
            std::string text;
            for (const NodePtr& child : test.children)
                text += (text.empty() ? "" : "、") + say_test(subject, *child);
            return text + (test.children.size() > 1 ? " のどれか" : "");
        }
        case NodeKind::UnaryValue:
            return say_test(subject, *test.children.front());
        case NodeKind::UnaryCompare:
            return term(*test.children[0]) + (test.op == Operator::Equal      ? ""
                                              : test.op == Operator::NotEqual ? " 以外"
                                                                              : order_word(test.op, *test.children[0]));
        case NodeKind::Range:
            if (!test.children[0] || !test.children[1])
                return feel::to_text(test);
            return term(*test.children[0]) +
                   (is_day(*test.children[0]) ? (test.low_closed ? " 以降 " : " より後で ")
                                              : (test.low_closed ? " 以上 " : " より大きく ")) +
                   term(*test.children[1]) +
                   order_word(test.high_closed ? Operator::LessEqual : Operator::Less, *test.children[1]);
        default:
            return result_of(subject, test);
        }
    }

    std::string say_path(const Node& node) const
    {
        const Node& parent = *node.children[0];
        if (parent.kind == NodeKind::Path && parent.children[0]->slot == slot_of(FixedName::Known)) {
            for (const KnownFacts& known : m_edition.known) {
                if (known.id == parent.text)
                    return known.register_name + "（" + node.text + "）";
            }
        }
        if (parent.slot == slot_of(FixedName::Known)) {
            for (const KnownFacts& known : m_edition.known) {
                if (known.id == node.text)
                    return known.register_name;
            }
        }
        if (parent.slot == slot_of(FixedName::Lists))
            return "一覧（" + node.text + "）";
        if (parent.kind == NodeKind::Name && parent.slot < 0 && !parent.builtin)
            return "その " + node.text;
        return feel::to_text(node);
    }

    std::string say_call(const Node& node) const
    {
        if (is_call(node, "not") && node.children.size() == 2)
            return "次のことがない: " + bracketed(*node.children[1]);
        if (is_call(node, "list contains") && node.children.size() == 3)
            return term(*node.children[2]) + " が " + term(*node.children[1]) + " にある";
        if (is_call(node, "contains") && node.children.size() == 3)
            return term(*node.children[1]) + " に " + term(*node.children[2]) + " がある";
        if (is_call(node, "matches") && node.children.size() >= 3)
            return say_matches(*node.children[1], *node.children[2]);
        return term(node);
    }

    // A pattern from ^ to $ is about the whole text, any other about some part of it.
    std::string say_matches(const Node& text, const Node& pattern) const
    {
        const bool literal = pattern.kind == NodeKind::Literal && pattern.value.kind() == feel::Kind::String;
        const std::string words = literal ? pattern.value.as_string() : std::string();
        const bool whole = !literal || (words.starts_with('^') && words.ends_with('$'));
        return term(text) + (whole ? " が決められた形（" : " に決められた形（") + feel::to_text(pattern) +
               (whole ? "）である" : "）のところがある");
    }

    static bool is_call(const Node& node, std::string_view name)
    {
        return node.kind == NodeKind::Call && node.children.front()->kind == NodeKind::Name &&
               node.children.front()->text == name;
    }

    // A condition on one question with options: by the options that fulfil it.
    std::optional<std::string> say_options(const Node& node) const
    {
        const bool of_several = node.kind == NodeKind::Some || is_call(node, "list contains");
        if (!of_several && node.kind != NodeKind::Comparison && node.kind != NodeKind::In)
            return {};
        const std::vector<int> slots = feel::slots_read(node);
        const Question* question = slots.size() == 1 ? m_edition.question_at(slots.front()) : nullptr;
        // Of several choices, only 「one of them is …」 is told by trying each option alone.
        if (!question || question->options.empty() || (question->type == Type::Choices && !of_several))
            return {};
        std::vector<feel::Value> values(static_cast<std::size_t>(question->slot) + 1);
        std::vector<std::int64_t> fulfilling;
        for (const Option& option : question->options) {
            feel::Value number = feel::Value::number(option.number);
            values.back() = question->type == Type::Choices ? feel::Value::list({number}) : number;
            if (feel::evaluate(node, {.slots = values}).is_true())
                fulfilling.push_back(option.number);
        }
        if (fulfilling.empty() || fulfilling.size() == question->options.size())
            return {};
        const std::string name = name_in_sentence(*question);
        if (question->type == Type::Choices)
            return name + " で " + numbers_in_words(fulfilling) +
                   (fulfilling.size() > 1 ? " のどれかを選んでいる" : " を選んでいる");
        if (fulfilling.size() == 1)
            return name + " が「" + std::to_string(fulfilling.front()) + " " +
                   question->find_option(fulfilling.front())->label + "」";
        return name + " が " + numbers_in_words(fulfilling) + " のどれか";
    }

    const Edition& m_edition;
};

}

std::string name_in_sentence(const Question& question)
{
    return question.no.empty() ? question.label : question.no + " " + question.label;
}

std::string numbers_in_words(const std::vector<std::int64_t>& numbers)
{
    std::string text;
    for (std::size_t from = 0; from < numbers.size();) {
        std::size_t to = from;
        while (to + 1 < numbers.size() && numbers[to + 1] == numbers[to] + 1)
            ++to;
        text += (text.empty() ? "" : "、") + std::to_string(numbers[from]);
        if (to > from)
            text += (to == from + 1 ? "、" : "〜") + std::to_string(numbers[to]);
        from = to + 1;
    }
    return text;
}

std::string sentence(const Edition& edition, const Node& node)
{
    return Speaker(edition).say(node);
}

std::string sentences(const Edition& edition, const Node& node, const std::string& indent)
{
    const bool guarded =
        node.kind == NodeKind::If && node.children[1]->kind == NodeKind::Literal && node.children[1]->value.is_null();
    const Node& rule = guarded ? *node.children[2] : node;
    if (rule.kind != NodeKind::And && rule.kind != NodeKind::Or)
        return sentence(edition, node);
    std::string text = rule.kind == NodeKind::And ? "次のすべて" : "次のどれか";
    for (const NodePtr& child : rule.children)
        text += "\n" + indent + "・" + sentences(edition, *child, indent + "　");
    if (guarded) {
        if (const std::string unjudged = Speaker(edition).say_reservation(*node.children[0]); !unjudged.empty())
            text += "\n" + indent + "（" + unjudged + " のときは判定しない）";
    }
    return text;
}

}
