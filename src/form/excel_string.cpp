#include "base/utf8.h"
#include "feel/expression.h"
#include "form/excel_compiler.h"
#include "form/excel_pattern.h"

#include <algorithm>

namespace kenkei::form {

using feel::Kind;
using feel::Node;
using feel::NodeKind;
using feel::NodePtr;
using feel::Value;

namespace {

constexpr std::int64_t longest_part = 32'767; // characters of a cell

// A part that is read several times is better a cell.
bool is_short(const Part& part)
{
    return part.text.size() <= 12;
}

// matches(replace(x, "[^0-9]", ""), …) and its like: the characters kept.
std::optional<std::vector<char32_t>> kept_by(const Value& pattern, const Value& replacement)
{
    if (pattern.kind() != Kind::String || replacement.kind() != Kind::String || !replacement.as_string().empty())
        return {};
    return characters_outside(pattern.as_string());
}

}

Part ExcelCompiler::text_call(std::string_view name, const Node& node)
{
    if (name == "number" && node.children.size() == 2)
        return number_of_text(node.children[1]);
    if (name == "substring")
        return substring(node);
    if (name == "replace" && node.children.size() == 4)
        return replaced(node);
    if (name == "string length") {
        const NodePtr& text = node.children[1];
        if (builtin_of(*text) == "replace" && text->children.size() == 4 && is_fixed(*text->children[2]) &&
            is_fixed(*text->children[3])) {
            if (const auto kept = kept_by(evaluate_fixed(*text->children[2]), evaluate_fixed(*text->children[3]))) {
                const Part of = value_of(text->children[1]);
                return part_of(Holds::Number, count_characters(*kept, of.text), Binding::Whole, {&of});
            }
        }
        const Part of = value_of(text);
        if (!of.holds)
            return nothing();
        if (of.holds == Holds::Text)
            return part_of(Holds::Number, call("LEN", {of.text}), Binding::Whole, {&of});
    }
    refuse("「" + feel::to_text(node) + "」");
    return nothing();
}

Part ExcelCompiler::substring(const Node& node)
{
    Part text = value_of(node.children[1]);
    if (!text.holds)
        return nothing();
    const auto number_at = [&](std::size_t i) -> std::optional<std::int64_t> {
        return is_fixed(*node.children[i]) ? evaluate_fixed(*node.children[i]).as_number().to_int64() : std::nullopt;
    };
    const auto start = number_at(2);
    const bool bounded = node.children.size() > 3;
    const auto length = bounded ? number_at(3) : std::optional(longest_part);
    if (text.holds != Holds::Text || !start || !length || std::abs(*start) > longest_part) {
        refuse("「" + feel::to_text(node) + "」");
        return nothing();
    }
    if (*start == 0 || *length < 0)
        return nothing();
    const auto result = [&](std::string formula) {
        return part_of(Holds::Text, std::move(formula), Binding::Whole, {&text});
    };
    const std::string places = std::to_string(std::min(*length, longest_part));
    if (*start > 0)
        return result(call("MID", {text.text, std::to_string(*start), places}));
    const std::string back = std::to_string(-*start);
    if (!bounded)
        return result(call("RIGHT", {text.text, back}));
    // Counted from the end a start may lie before the first character.
    if (!is_short(text))
        text = spill(node.children[1]);
    return result("LEFT(RIGHT(" + text.text + "," + back + "),MAX(0,MIN(" + places + "," + places + "-" + back +
                  "+LEN(" + text.text + "))))");
}

// Digits that stand alone are looked up: no program's idea of a number comes in.
Part ExcelCompiler::number_of_text(const NodePtr& node)
{
    if (builtin_of(*node) == "substring" && node->children.size() == 4 && is_fixed(*node->children[3]) &&
        evaluate_fixed(*node->children[3]) == Value::number(1)) {
        const Part character = value_of(node);
        if (!character.holds)
            return nothing();
        Part part =
            part_of(Holds::Number,
                    "(FIND(\"-\"&" + within(character, Binding::Joining) + "&\"-\",\"-0-1-2-3-4-5-6-7-8-9-\")-1)/2",
                    Binding::Product, {&character});
        part.fails = true;
        return part;
    }
    const bool replacing = builtin_of(*node) == "replace" && node->children.size() == 4 &&
                           is_fixed(*node->children[2]) && is_fixed(*node->children[3]);
    const auto kept =
        replacing ? kept_by(evaluate_fixed(*node->children[2]), evaluate_fixed(*node->children[3])) : std::nullopt;
    const std::u32string_view allowed = U"0123456789.";
    if (!kept || !std::all_of(kept->begin(), kept->end(),
                              [&](char32_t c) { return allowed.find(c) != std::u32string_view::npos; })) {
        if (holds_of(*node))
            refuse("数として読む文字列「" + feel::to_text(*node) + "」");
        return nothing();
    }
    const Part digits = value_of(node);
    if (!digits.holds)
        return nothing();
    const std::string& text = digits.text;
    Part part = part_of(Holds::Number,
                        "IF(OR(" + text + "=\"\",RIGHT(" + text + ",1)=\".\",LEN(" + text + ")-LEN(SUBSTITUTE(" + text +
                            ",\".\",\"\"))>1),NA(),VALUE(\"0\"&LEFT(" + text + ",FIND(\".\"," + text +
                            "&\".\")-1))+VALUE(\"0\"&MID(" + text + ",FIND(\".\"," + text +
                            "&\".\")+1,99))/10^LEN(MID(" + text + ",FIND(\".\"," + text + "&\".\")+1,99)))",
                        Binding::Whole, {&digits});
    part.fails = true;
    return part;
}

Part ExcelCompiler::replaced(const Node& node)
{
    Part text = value_of(node.children[1]);
    if (!text.holds)
        return nothing();
    if (text.holds != Holds::Text || !is_fixed(*node.children[2]) || !is_fixed(*node.children[3])) {
        refuse("「" + feel::to_text(node) + "」");
        return nothing();
    }
    const Value pattern = evaluate_fixed(*node.children[2]);
    const Value replacement = evaluate_fixed(*node.children[3]);
    if (const auto kept = kept_by(pattern, replacement))
        return kept_characters(node, *kept);
    if (pattern.kind() == Kind::String && replacement.kind() == Kind::String) {
        if (!is_short(text)) // one within the other would be too deep for Excel
            text = spill(node.children[1]);
        if (const auto formula = excel_replace(pattern.as_string(), replacement.as_string(), text.text))
            return part_of(Holds::Text, *formula, Binding::Whole, {&text});
    }
    refuse("置き換える正規表現 " + feel::to_feel(pattern) + " ");
    return nothing();
}

// Excel cannot keep some characters of a text: they are taken one by one, forty to a cell.
Part ExcelCompiler::kept_characters(const Node& replacing, const std::vector<char32_t>& characters)
{
    constexpr int places_per_cell = 40;
    constexpr int cells = 5;
    const NodePtr& node = replacing.children[1];
    Part text = value_of(node);
    if (!is_short(text))
        text = spill(node);
    std::string all;
    for (const char32_t c : characters)
        base::append_utf8(all, c);
    const std::string open = open_blanks(text).empty() ? "" : any_of(text.blanks);
    std::string joined;
    for (int cell = 0; cell < cells; ++cell) {
        std::string formula;
        for (int place = cell * places_per_cell + 1; place <= (cell + 1) * places_per_cell; ++place) {
            const std::string character = "MID(" + text.text + "," + std::to_string(place) + ",1)";
            formula += (formula.empty() ? "" : "&") +
                       ("IF(ISNUMBER(FIND(" + character + "," + excel_text(all) + "))," + character + ",\"\")");
        }
        if (!open.empty())
            formula = call("IF", {open, "\"\"", formula});
        const auto value = [node, cell, all](std::span<const Value> slots) {
            const std::u32string whole = base::to_code_points(feel::evaluate(*node, {.slots = slots}).as_string());
            const std::u32string kept = base::to_code_points(all);
            std::u32string part;
            for (std::size_t i = static_cast<std::size_t>(cell * places_per_cell);
                 i < std::min<std::size_t>(whole.size(), static_cast<std::size_t>((cell + 1) * places_per_cell)); ++i) {
                if (kept.find(whole[i]) != std::u32string::npos)
                    part += whole[i];
            }
            return Value::string(base::to_utf8(part));
        };
        joined += (joined.empty() ? "" : "&") + m_context.spill(Holds::Text, formula, value);
    }
    const auto value = [whole = std::make_shared<const Node>(replacing)](std::span<const Value> slots) {
        return feel::evaluate(*whole, {.slots = slots});
    };
    // What is longer is not looked at any more.
    Part part = part_of(Holds::Text, m_context.spill(Holds::Text, joined, value), Binding::Whole, {&text});
    part.blanks.push_back("LEN(" + text.text + ")>" + std::to_string(places_per_cell * cells));
    return part;
}

Part ExcelCompiler::judge_text(std::string_view name, const Node& node)
{
    if (name == "matches")
        return judge_matches(node);
    const Part text = value_of(node.children[1]);
    const Part wanted = value_of(node.children[2]);
    if (!text.holds || !wanted.holds)
        return sure_truth({});
    if (text.holds != Holds::Text || wanted.holds != Holds::Text) {
        refuse("「" + feel::to_text(node) + "」");
        return sure_truth({});
    }
    if (name == "contains") {
        const bool never_empty = is_fixed(*node.children[2]) && !evaluate_fixed(*node.children[2]).as_string().empty();
        std::string found = "ISNUMBER(FIND(" + wanted.text + "," + text.text + "))";
        if (!never_empty)
            found = "OR(" + within(wanted, Binding::Joining) + "=\"\"," + found + ")";
        return boolean_of(found, Binding::Whole, {&text, &wanted});
    }
    const std::string_view end = name == "starts with" ? "LEFT" : "RIGHT";
    const std::string length =
        is_fixed(*node.children[2])
            ? std::to_string(utf16_length(base::to_code_points(evaluate_fixed(*node.children[2]).as_string())))
            : "LEN(" + wanted.text + ")";
    return boolean_of(call("EXACT", {call(end, {text.text, length}), wanted.text}), Binding::Whole, {&text, &wanted});
}

Part ExcelCompiler::judge_matches(const Node& node)
{
    const NodePtr& input = node.children[1];
    if (!is_fixed(*node.children[2]) || node.children.size() > 3) {
        refuse("「" + feel::to_text(node) + "」");
        return sure_truth({});
    }
    const Value pattern = evaluate_fixed(*node.children[2]);
    if (pattern.kind() != Kind::String)
        return sure_truth({});
    // Of characters that are kept only their number is asked.
    if (builtin_of(*input) == "replace" && input->children.size() == 4 && is_fixed(*input->children[2]) &&
        is_fixed(*input->children[3])) {
        const auto kept = kept_by(evaluate_fixed(*input->children[2]), evaluate_fixed(*input->children[3]));
        if (const auto times = kept ? repetitions_of(*kept, pattern.as_string()) : std::nullopt) {
            const Part text = value_of(input->children[1]);
            if (!text.holds)
                return sure_truth({});
            const std::string count = count_characters(*kept, text.text);
            std::string formula = count + "=" + std::to_string(times->first);
            if (times->first != times->second)
                formula = "AND(" + count + ">=" + std::to_string(times->first) + "," + count +
                          "<=" + std::to_string(times->second) + ")";
            return boolean_of(formula, Binding::Comparison, {&text});
        }
    }
    Part text = value_of(input);
    if (!text.holds)
        return sure_truth({});
    if (text.holds != Holds::Text) {
        refuse("「" + feel::to_text(node) + "」");
        return sure_truth({});
    }
    if (!is_short(text))
        text = spill(input);
    if (!text.holds)
        return sure_truth({});
    const auto formula = excel_pattern(pattern.as_string(), text.text);
    if (!formula)
        refuse("正規表現 " + feel::to_feel(pattern) + " ");
    Part part = boolean_of(formula ? formula->text : "FALSE", Binding::Comparison, {&text});
    part.fails = part.fails || (formula && formula->fails);
    return part;
}

}
