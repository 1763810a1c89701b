#include "feel/checker.h"

#include "base/utf8.h"

#include <algorithm>

namespace kenkei::feel {

namespace {

constexpr std::size_t most_compared = 64;    // operands of one `and`, `or` looked at for one that is there twice
constexpr std::size_t longest_repeated = 60; // of a condition in a way out

}

// Each operand is looked at with the ones before it known not to decide: false in `or` (or null), true in `and`.
Found Checker::infer_logical(const Node& node)
{
    const bool is_or = node.kind == NodeKind::Or;
    Found found{.type = sure(Form::Boolean)};
    const std::size_t mark = m_facts.mark();
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        const Node& child = *node.children[i];
        const auto before = node.children.begin() + static_cast<std::ptrdiff_t>(std::min(i, most_compared));
        if (std::any_of(node.children.begin(), before, [&](const NodePtr& other) { return same(*other, child); })) {
            report(child, "rule.constant",
                   "条件" + shown(child) + "が同じ「" + (is_or ? "or" : "and") +
                       "」の中に二度あります。二度目は結果を変えません。",
                   "書き誤りでなければ、一つを消してください。");
            continue;
        }
        const Found operand = infer(child);
        check_boolean(child, operand, is_or ? "or" : "and");
        check_not_constant(child, operand);
        if (is_or && i > 0)
            check_alternative(child);
        add_blanks(found, operand);
        assume(child, is_or ? Truth::NotTrue : Truth::NotFalse);
    }
    m_facts.back_to(mark);
    return found;
}

Found Checker::infer_if(const Node& node)
{
    const Node& condition_node = *node.children[0];
    const Found condition = infer(condition_node);
    check_condition(node, condition);
    const std::size_t mark = m_facts.mark();
    assume(condition_node, Truth::True);
    const Found yes = infer(*node.children[1]);
    m_facts.back_to(mark);
    assume(condition_node, Truth::NotTrue);
    const Found no = infer(*node.children[2]);
    m_facts.back_to(mark);

    Found found{.type = joined(yes.type, no.type)};
    add_blanks(found, yes);
    add_blanks(found, no);
    if (found.known() && (yes.is(Form::Null) || no.is(Form::Null)))
        found.blanks.push_back(&node);
    return found;
}

namespace {

// Null where `blank` is: the name itself is compared, or looked for.
bool is_about(const Node& condition, const Node& blank)
{
    if (blank.kind != NodeKind::Name || blank.slot < 0)
        return false;
    const auto is_blank = [&](const NodePtr& operand) {
        return operand && operand->kind == NodeKind::Name && operand->slot == blank.slot;
    };
    if (condition.kind == NodeKind::Comparison)
        return (is_blank(condition.children[0]) || is_blank(condition.children[1])) &&
               !is_null_literal(*condition.children[0]) && !is_null_literal(*condition.children[1]);
    return condition.kind == NodeKind::In && is_blank(condition.children[0]) &&
           to_text(condition).find("null") == std::string::npos;
}

// An `else` that is null wherever one of the blanks is: null, or further questions about the same and null at last.
bool keeps_null(const Node& otherwise, const std::vector<const Node*>& blanks)
{
    if (is_null_literal(otherwise))
        return true;
    return otherwise.kind == NodeKind::If &&
           std::all_of(blanks.begin(), blanks.end(),
                       [&](const Node* blank) { return is_about(*otherwise.children[0], *blank); }) &&
           keeps_null(*otherwise.children[2], blanks);
}

}

void Checker::check_condition(const Node& conditional, const Found& condition)
{
    const Node& node = *conditional.children[0];
    check_boolean(node, condition, "if");
    check_not_constant(node, condition);
    if (!condition.is(Form::Boolean) || !condition.type.nullable || condition.blanks.empty())
        return;
    if (keeps_null(*conditional.children[2], condition.blanks))
        return; // null goes to `else null`: 未回答 stays 未回答

    std::vector<std::string> names; // what is missing
    std::vector<std::string> tests; // how a rule asks for it
    bool answers = true;
    const auto add_once = [](std::vector<std::string>& all, std::string text) {
        if (std::find(all.begin(), all.end(), text) == all.end())
            all.push_back(std::move(text));
    };
    for (const Node* blank : condition.blanks) {
        const bool name = blank->kind == NodeKind::Name || blank->kind == NodeKind::Path;
        const bool loop = blank->kind == NodeKind::Some || blank->kind == NodeKind::Every;
        const bool bare = name || blank->kind == NodeKind::Call;
        add_once(tests, (bare ? to_text(*blank) : "(" + to_text(*blank) + ")") + " = null");
        if (!loop || last_found(*blank->children.back()).blanks.empty()) {
            add_once(names, shown(*blank));
            answers = answers && name;
            continue;
        }
        for (const Node* inner : last_found(*blank->children.back()).blanks)
            add_once(names, shown(*inner));
        answers = false;
    }
    const auto joined_by = [](const std::vector<std::string>& all, std::string_view between, std::string_view more) {
        constexpr std::size_t most_named = 4;
        std::string text;
        for (std::size_t i = 0; i < all.size() && i < most_named; ++i)
            text.append(i == 0 ? "" : between).append(all[i]);
        return all.size() <= most_named ? text : text.append(more);
    };
    // An `if` that gives null for a first reason takes the new one in.
    const bool merges = is_null_literal(*conditional.children[1]);
    const std::string condition_text = base::shortened(base::printable(to_text(node)), longest_repeated);
    report(node, "rule.if-null",
           "if の条件は、" + joined_by(names, "", "など") + (answers ? "が未回答" : "が null ") +
               "のときに決まりません。決まらないまま else に進むので、未回答が答えのように扱われます。",
           "先に未回答を除いてください: if " + joined_by(tests, " or ", " or …") +
               (merges ? " or " : " then null else if ") + condition_text + " then …");
}

void Checker::check_boolean(const Node& node, const Found& found, std::string_view place)
{
    if (!found.known() || found.is(Form::Boolean) || found.is(Form::Null))
        return;
    const std::string text = to_text(node);
    std::string way_out = "比較などの条件を書いてください。";
    if (found.is(Form::List))
        way_out = "例: some s in " + text + " satisfies s = …";
    else if (found.is(Form::Number))
        way_out = "例: " + text + " > 0";
    else if (found.is(Form::String))
        way_out = "例: " + text + " = \"…\"";
    report(node, "rule.type",
           "「" + std::string(place) + "」が求めるのは条件（真偽）ですが、" + shown(node) + "は" +
               std::string(name_of(found.type.form)) + "です。いつも決まりません。",
           std::move(way_out));
}

void Checker::check_not_constant(const Node& node, const Found& found)
{
    if (!found.constant || found.constant->kind() != Kind::Boolean)
        return;
    report(node, "rule.constant",
           "条件" + shown(node) + "は、誰のどの回答についても " + shown(*found.constant) + " です。",
           "回答を読む条件に直すか、この条件を消してください。");
}

}
