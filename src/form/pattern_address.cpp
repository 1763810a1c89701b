#include "base/utf8.h"
#include "feel/regex_tree.h"
#include "form/excel_part.h"
#include "form/excel_pattern.h"
#include "form/pattern_pieces.h"

#include <algorithm>

namespace kenkei::form {

using feel::RegexNode;

namespace {

// A class, once or more, or one character; nothing for any other node.
std::optional<std::vector<char32_t>> characters_of(const RegexNode& node, bool repeated)
{
    const RegexNode* one = &node;
    if (repeated) {
        if (node.kind != RegexNode::Kind::Repeat || node.least != 1 || node.most != RegexNode::unlimited)
            return {};
        one = &node.children[0];
    }
    if (one->kind == RegexNode::Kind::Character)
        return std::vector{one->character};
    if (one->kind != RegexNode::Kind::Class || one->characters.negated || !one->characters.escapes.empty() ||
        !one->characters.subtracted.empty())
        return {};
    std::vector<char32_t> all;
    for (const auto& [low, high] : one->characters.ranges) {
        for (char32_t c = low; c <= high && all.size() < 200; ++c)
            all.push_back(c);
    }
    return all;
}

bool has(const std::vector<char32_t>& characters, char32_t c)
{
    return std::find(characters.begin(), characters.end(), c) != characters.end();
}

}

std::optional<std::string> address_pattern(std::string_view pattern, const std::string& text)
{
    const auto parsed = feel::parse_regex(pattern, {});
    const auto* tree = std::get_if<feel::RegexTree>(&parsed);
    using Kind = RegexNode::Kind;
    if (!tree || tree->root.kind != Kind::Sequence || tree->root.children.size() != 6)
        return {};
    const std::vector<RegexNode>& parts = tree->root.children;
    if (parts[0].kind != Kind::Start || parts[5].kind != Kind::End || parts[4].kind != Kind::Repeat ||
        parts[4].least != 1 || parts[4].most != RegexNode::unlimited || parts[4].children[0].kind != Kind::Group)
        return {};
    const RegexNode& behind = parts[4].children[0].children[0];
    if (behind.kind != Kind::Sequence || behind.children.size() != 2)
        return {};
    const auto local = characters_of(parts[1], true);
    const auto at = characters_of(parts[2], false);
    const auto label = characters_of(parts[3], true);
    const auto dot = characters_of(behind.children[0], false);
    const auto more = characters_of(behind.children[1], true);
    if (!local || !at || !label || !dot || more != label || at->size() != 1 || dot->size() != 1 ||
        has(*local, at->front()) || has(*label, at->front()) || has(*label, dot->front()) || at == dot)
        return {};

    const auto quoted = [](std::u32string word) { return excel_text(base::to_utf8(word)); };
    std::vector<char32_t> domain = *label;
    domain.push_back(dot->front());
    const std::string sign = quoted(std::u32string(1, at->front()));
    const std::string point = quoted(std::u32string(1, dot->front()));
    const std::string place = "FIND(" + sign + "," + text + ")";
    const std::string before = "LEFT(" + text + "," + place + "-1)";
    const std::string after = "MID(" + text + "," + place + "+1,LEN(" + text + "))";
    // One sign; characters of either kind before and behind it; labels that are not empty, two or more.
    return "IFERROR(AND(" + place + ">1," + count_characters(*local, before) + "=" + place + "-1," +
           count_characters(domain, after) + "=LEN(" + text + ")-" + place + "," + "ISNUMBER(FIND(" + point + "," +
           after + ")),NOT(ISNUMBER(FIND(" + quoted({dot->front(), dot->front()}) + "," + after + ")))," +
           "NOT(EXACT(LEFT(" + after + ",1)," + point + ")),NOT(EXACT(RIGHT(" + text + ",1)," + point + "))),FALSE)";
}

}
