#include "edition/differences_rule.h"

#include "edition/sentence.h"
#include "feel/null_tests.h"

#include <algorithm>

namespace kenkei::edition {

using feel::Node;
using feel::NodeKind;
using feel::NodePtr;

namespace {

bool same_name(const Node& before, const Node& after, const Renamed& renamed)
{
    if (before.kind != NodeKind::Name || before.slot < 0 || after.slot < 0)
        return before.text == after.text && (before.slot < 0) == (after.slot < 0);
    const auto found = renamed.find(before.text);
    return (found == renamed.end() ? before.text : found->second) == after.text;
}

// All but the values of literals and the children.
bool same_shape(const Node& before, const Node& after, const Renamed& renamed)
{
    return before.kind == after.kind && before.op == after.op && before.low_closed == after.low_closed &&
           before.high_closed == after.high_closed && before.negated == after.negated && before.names == after.names &&
           before.types == after.types && same_name(before, after, renamed) &&
           before.children.size() == after.children.size();
}

// The value a rule holds as it is written: a literal, or date("2024-04-01").
std::optional<feel::Value> written_value(const Node& node)
{
    if (node.kind == NodeKind::Literal)
        return node.value;
    const bool is_date = node.kind == NodeKind::Call && node.children.size() == 2 && node.children[0]->text == "date" &&
                         node.children[1]->kind == NodeKind::Literal;
    return is_date ? std::optional(feel::evaluate(node, {.slots = {}})) : std::nullopt;
}

struct NodePair {
    const Node* before = nullptr;
    const Node* after = nullptr;
};

// Looks for the one value in which two trees differ.
class ChangedValue {
public:
    explicit ChangedValue(const Renamed& renamed) : m_renamed(renamed) {}

    // False as soon as something else differs, too.
    bool look(const Node& before, const Node& after) { return look({&before, &after}, {}) && m_before && m_after; }

    const feel::Value& before() const { return *m_before; }
    const feel::Value& after() const { return *m_after; }
    // The comparison it stands in; null pointers if there are several.
    NodePair clause() const { return m_several ? NodePair{} : m_clause; }

private:
    bool look(NodePair nodes, NodePair clause)
    {
        const Node& before = *nodes.before;
        const Node& after = *nodes.after;
        const auto value_before = written_value(before);
        const auto value_after = written_value(after);
        if (value_before && value_after)
            return *value_before == *value_after || note(*value_before, *value_after, clause.after ? clause : nodes);
        if (!same_shape(before, after, m_renamed))
            return false;
        const bool joins = after.kind == NodeKind::And || after.kind == NodeKind::Or;
        for (std::size_t i = 0; i < before.children.size(); ++i) {
            const NodePair children{before.children[i].get(), after.children[i].get()};
            if (!children.before && !children.after)
                continue;
            const bool joined = joins || (after.kind == NodeKind::If && i > 0);
            const NodePair inside = clause.after ? clause : joined ? NodePair{} : nodes;
            if (!children.before || !children.after || !look(children, inside))
                return false;
        }
        return true;
    }

    bool note(const feel::Value& before, const feel::Value& after, NodePair clause)
    {
        if (before.kind() != after.kind() || (m_before && !(*m_before == before)) || (m_after && !(*m_after == after)))
            return false;
        m_several = m_several || (m_clause.after && m_clause.after != clause.after);
        m_before = before;
        m_after = after;
        m_clause = clause;
        return true;
    }

    const Renamed& m_renamed;
    std::optional<feel::Value> m_before;
    std::optional<feel::Value> m_after;
    NodePair m_clause;
    bool m_several = false;
};

// A condition on the options of one question: their numbers alone tell nothing.
bool is_about_options(const Edition& edition, const Node& clause)
{
    const std::vector<int> slots = feel::slots_read(clause);
    const Question* question = slots.size() == 1 ? edition.question_at(slots.front()) : nullptr;
    return question && !question->options.empty();
}

struct Clause {
    std::string_view joint; // how it is joined to its neighbours
    const Node* node = nullptr;
};

void collect_clauses(const Node& node, std::string_view joint, std::vector<Clause>& clauses)
{
    if (node.kind == NodeKind::And || node.kind == NodeKind::Or) {
        for (const NodePtr& child : node.children)
            collect_clauses(*child, node.kind == NodeKind::And ? "かつ " : "または ", clauses);
    } else if (node.kind == NodeKind::If && is_null_literal(*node.children[1])) {
        if (!only_asks_for_null(*node.children[0]))
            collect_clauses(*node.children[0], "判定しない場合: ", clauses);
        collect_clauses(*node.children[2], joint, clauses);
    } else {
        clauses.push_back({joint, &node});
    }
}

std::string in_words(const Edition& edition, const std::vector<Clause>& clauses)
{
    std::string text;
    for (const Clause& clause : clauses)
        text.append(text.empty() ? "" : "／").append(clause.joint).append(sentence(edition, *clause.node));
    return text;
}

// The clauses of one that the other lacks; both blank where they differ in nothing but structure.
Wording changed_clauses(const Edition& before, const Node& rule_before, const Edition& after, const Node& rule_after,
                        const Renamed& renamed)
{
    std::vector<Clause> went;
    std::vector<Clause> came;
    collect_clauses(rule_before, "", went);
    collect_clauses(rule_after, "", came);
    std::erase_if(came, [&](const Clause& clause) {
        auto same = std::find_if(went.begin(), went.end(),
                                 [&](const Clause& other) { return same_rule(*other.node, *clause.node, renamed); });
        if (same == went.end())
            return false;
        went.erase(same);
        return true;
    });
    return {in_words(before, went), in_words(after, came)};
}

}

bool same_rule(const Node& before, const Node& after, const Renamed& renamed)
{
    return same_shape(before, after, renamed) && before.value == after.value &&
           std::equal(before.children.begin(), before.children.end(), after.children.begin(), after.children.end(),
                      [&](const NodePtr& left, const NodePtr& right) {
                          return left && right ? same_rule(*left, *right, renamed) : left == right;
                      });
}

RuleWording changed_rule(const Edition& before, const Node& rule_before, const Edition& after, const Node& rule_after,
                         const Renamed& renamed)
{
    const auto value_before = written_value(rule_before);
    const auto value_after = written_value(rule_after);
    if (value_before && value_after)
        return {{literal_in_words(*value_before), literal_in_words(*value_after)}, {}};
    if (ChangedValue value(renamed); value.look(rule_before, rule_after)) {
        const NodePair clause = value.clause();
        if (clause.after && is_about_options(after, *clause.after)) {
            Wording words{sentence(before, *clause.before), sentence(after, *clause.after)};
            if (words.before != words.after)
                return {std::move(words), {}};
        }
        return {{literal_in_words(value.before()), literal_in_words(value.after()) + "（" +
                                                       sentence(after, clause.after ? *clause.after : rule_after) +
                                                       "）"},
                {}};
    }
    Wording words{sentence(before, rule_before), sentence(after, rule_after)};
    if (words.before == words.after)
        return {{words.before + "（式: " + feel::to_text(rule_before) + "）",
                 words.after + "（式: " + feel::to_text(rule_after) + "）"},
                {}};
    return {std::move(words), changed_clauses(before, rule_before, after, rule_after, renamed)};
}

std::string literal_in_words(const feel::Value& value)
{
    switch (value.kind()) {
    case feel::Kind::Null:
        return "未回答";
    case feel::Kind::Boolean:
        return value.is_true() ? "はい" : "いいえ";
    case feel::Kind::String:
        return "「" + value.as_string() + "」";
    case feel::Kind::Date: {
        const feel::CalendarDate& date = value.as_date();
        return day_in_words({static_cast<int>(date.year), date.month, date.day});
    }
    default:
        return feel::to_display(value);
    }
}

}
