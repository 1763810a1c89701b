#include "feel/character_class.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>

namespace kenkei::feel {

namespace {

#include "feel/categories.inc"

struct Block {
    char32_t first;
    char32_t last;
    std::string_view name;
};

#include "feel/blocks.inc"

// By the numbers that category_runs holds.
constexpr std::array<std::string_view, 30> category_names = {
    "Cn", "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Me", "Mc", "Nd", "Nl", "No", "Zs", "Zl", "Zp",
    "Cc", "Cf", "Co", "Cs", "Pd", "Ps", "Pe", "Pc", "Po", "Sm", "Sc", "Sk", "So", "Pi", "Pf"};

constexpr std::uint32_t category_bits = 31; // of a run; the others are its first character

// XML 1.1, productions 4 and 4a, as \i and \c name them.
constexpr CharacterRange name_start_ranges[] = {
    {U':', U':'},     {U'A', U'Z'},     {U'_', U'_'},     {U'a', U'z'},      {0xC0, 0xD6},     {0xD8, 0xF6},
    {0xF8, 0x2FF},    {0x370, 0x37D},   {0x37F, 0x1FFF},  {0x200C, 0x200D},  {0x2070, 0x218F}, {0x2C00, 0x2FEF},
    {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF}};
constexpr CharacterRange more_name_ranges[] = {{U'-', U'-'}, {U'.', U'.'},   {U'0', U'9'},
                                               {0xB7, 0xB7}, {0x300, 0x36F}, {0x203F, 0x2040}};

template<typename Ranges>
bool within(const Ranges& ranges, char32_t c)
{
    return std::any_of(std::begin(ranges), std::end(ranges),
                       [&](auto range) { return range.first <= c && c <= range.second; });
}

template<typename Ranges>
void add_ends(const Ranges& ranges, std::vector<char32_t>& edges)
{
    for (auto range : ranges) {
        edges.push_back(range.first);
        edges.push_back(range.second + 1);
    }
}

}

Categories category_of(char32_t c)
{
    auto next = std::upper_bound(std::begin(category_runs), std::end(category_runs),
                                 (static_cast<std::uint32_t>(c) << 5) | category_bits);
    return Categories{1} << (*std::prev(next) & category_bits);
}

std::optional<Categories> find_categories(std::string_view name)
{
    Categories found = 0;
    for (std::size_t i = 0; i < category_names.size(); ++i) {
        if (!name.empty() && name.size() <= 2 && category_names[i].starts_with(name))
            found |= Categories{1} << i;
    }
    return found != 0 ? std::optional(found) : std::nullopt;
}

std::optional<CharacterRange> find_block(std::string_view name)
{
    std::string folded;
    for (char c : name) {
        if (c == ' ' || c == '_')
            return std::nullopt;
        if (c != '-')
            folded += static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    }
    auto found =
        std::find_if(std::begin(blocks), std::end(blocks), [&](const Block& block) { return block.name == folded; });
    if (found == std::end(blocks))
        return std::nullopt;
    return CharacterRange{found->first, found->last};
}

bool ClassEscape::matches(char32_t c) const
{
    auto inside = [&] {
        switch (kind) {
        case Kind::Categories:
            return (category_of(c) & categories) != 0;
        case Kind::Block:
            return block.first <= c && c <= block.second;
        case Kind::Space:
            return c == U' ' || c == U'\t' || c == U'\n' || c == U'\r';
        case Kind::NameStart:
            return within(name_start_ranges, c);
        case Kind::NameCharacter:
            return within(name_start_ranges, c) || within(more_name_ranges, c);
        }
        return false;
    };
    return inside() != negated;
}

void ClassEscape::add_edges(std::vector<char32_t>& edges) const
{
    switch (kind) {
    case Kind::Categories: {
        bool before = false;
        for (std::uint32_t run : category_runs) {
            const bool member = (Categories{1} << (run & category_bits) & categories) != 0;
            if (member != before)
                edges.push_back(run >> 5);
            before = member;
        }
        return;
    }
    case Kind::Block:
        return add_ends(std::array{block}, edges);
    case Kind::Space:
        for (char32_t blank : {U' ', U'\t', U'\n', U'\r'})
            add_ends(std::array{CharacterRange{blank, blank}}, edges);
        return;
    case Kind::NameStart:
        return add_ends(name_start_ranges, edges);
    case Kind::NameCharacter:
        add_ends(name_start_ranges, edges);
        return add_ends(more_name_ranges, edges);
    }
}

// XML Schema 1.1 part 2, G.4.2.5; \w is all but punctuation, separators and others.
std::optional<ClassEscape> find_class_escape(char32_t letter)
{
    using Kind = ClassEscape::Kind;
    bool negated = letter >= U'A' && letter <= U'Z';
    switch (negated ? letter + (U'a' - U'A') : letter) {
    case U's':
        return ClassEscape{.kind = Kind::Space, .negated = negated};
    case U'i':
        return ClassEscape{.kind = Kind::NameStart, .negated = negated};
    case U'c':
        return ClassEscape{.kind = Kind::NameCharacter, .negated = negated};
    case U'd':
        return ClassEscape{.negated = negated, .categories = find_categories("Nd").value_or(0)};
    case U'w': {
        Categories others =
            find_categories("P").value_or(0) | find_categories("Z").value_or(0) | find_categories("C").value_or(0);
        return ClassEscape{.negated = !negated, .categories = others};
    }
    default:
        return std::nullopt;
    }
}

void CharacterClass::seal()
{
    std::sort(ranges.begin(), ranges.end());
    std::vector<CharacterRange> joined;
    for (auto range : ranges) {
        if (!joined.empty() && range.first <= joined.back().second + 1)
            joined.back().second = std::max(joined.back().second, range.second);
        else
            joined.push_back(range);
    }
    ranges = std::move(joined);
}

void CharacterClass::add_edges(std::vector<char32_t>& edges) const
{
    add_ends(ranges, edges);
    for (const ClassEscape& escape : escapes)
        escape.add_edges(edges);
    for (const CharacterClass& set : subtracted)
        set.add_edges(edges);
}

std::size_t CharacterClass::cost() const
{
    return 1 + escapes.size() + (subtracted.empty() ? 0 : subtracted.front().cost());
}

bool CharacterClass::matches(char32_t c) const
{
    auto behind = std::upper_bound(ranges.begin(), ranges.end(), c,
                                   [](char32_t wanted, CharacterRange range) { return wanted < range.first; });
    bool member =
        (behind != ranges.begin() && c <= std::prev(behind)->second) ||
        std::any_of(escapes.begin(), escapes.end(), [&](const ClassEscape& escape) { return escape.matches(c); });
    if (member == negated)
        return false;
    return subtracted.empty() || !subtracted.front().matches(c);
}

}
