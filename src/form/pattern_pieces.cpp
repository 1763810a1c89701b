#include "form/pattern_pieces.h"

#include "base/utf8.h"
#include "feel/regex_tree.h"
#include "form/excel_part.h"
#include "form/excel_pattern.h"

#include <algorithm>

namespace kenkei::form {

using feel::RegexNode;

namespace {

constexpr std::size_t most_characters = 128; // of a class
constexpr std::size_t most_alternatives = 40;

std::optional<Words> characters_of(const feel::CharacterClass& characters)
{
    if (!characters.escapes.empty() || !characters.subtracted.empty())
        return {};
    Words words;
    for (const auto& [low, high] : characters.ranges) {
        if (high - low >= most_characters || words.size() > most_characters)
            return {};
        for (char32_t c = low; c <= high; ++c)
            words.emplace_back(1, c);
    }
    return words;
}

void add_words(Words& all, const Words& more)
{
    for (const std::u32string& word : more) {
        if (std::find(all.begin(), all.end(), word) == all.end())
            all.push_back(word);
    }
}

std::optional<Words> product(const Words& left, const Words& right)
{
    if (left.size() * right.size() > 2 * most_words)
        return {};
    Words words;
    for (const std::u32string& first : left) {
        for (const std::u32string& second : right)
            add_words(words, {first + second});
    }
    return words;
}

// All texts a node matches, if they are few.
std::optional<Words> finite(const RegexNode& node)
{
    using Kind = RegexNode::Kind;
    switch (node.kind) {
    case Kind::Character:
        return Words{std::u32string(1, node.character)};
    case Kind::Class:
        return node.characters.negated ? std::nullopt : characters_of(node.characters);
    case Kind::Group:
        return finite(node.children[0]);
    case Kind::Sequence: {
        std::optional<Words> all = Words{U""};
        for (const RegexNode& child : node.children) {
            const auto words = finite(child);
            all = words ? product(*all, *words) : std::nullopt;
            if (!all)
                return {};
        }
        return all;
    }
    case Kind::Choice: {
        Words all;
        for (const RegexNode& child : node.children) {
            const auto words = finite(child);
            if (!words)
                return {};
            add_words(all, *words);
        }
        return all;
    }
    case Kind::Repeat: {
        const auto words = finite(node.children[0]);
        if (!words || node.most > 8)
            return {};
        Words all;
        std::optional<Words> times = Words{U""};
        for (std::size_t i = 0; i <= node.most && times; ++i) {
            if (i >= node.least)
                add_words(all, *times);
            if (i < node.most)
                times = product(*times, *words);
        }
        return times && all.size() <= most_words ? std::optional(all) : std::nullopt;
    }
    default:
        return {};
    }
}

using Pieces = std::vector<Alternative>;

// Every way through `left`, then one through `right`.
std::optional<Pieces> behind_each_other(const Pieces& left, const Pieces& right)
{
    Pieces all;
    for (const Alternative& first : left) {
        for (const Alternative& second : right) {
            if ((second.start && (first.start || !first.pieces.empty())) ||
                (first.end && (second.end || !second.pieces.empty())))
                return {}; // an anchor inside
            Alternative both = first;
            both.start = first.start || second.start;
            both.end = first.end || second.end;
            both.pieces.insert(both.pieces.end(), second.pieces.begin(), second.pieces.end());
            all.push_back(std::move(both));
        }
    }
    return all.size() <= most_alternatives ? std::optional(all) : std::nullopt;
}

std::optional<Pieces> ways_of(const RegexNode& node)
{
    using Kind = RegexNode::Kind;
    const auto one = [](Piece piece) { return Pieces{{.pieces = {std::move(piece)}}}; };
    switch (node.kind) {
    case Kind::Start:
        return Pieces{{.start = true}};
    case Kind::End:
        return Pieces{{.end = true}};
    case Kind::Any:
        return one({.kind = Piece::Kind::Any});
    case Kind::Class:
        if (const auto words = characters_of(node.characters))
            return one({.kind = node.characters.negated ? Piece::Kind::Outside : Piece::Kind::Words, .words = *words});
        return {};
    case Kind::Character:
        return one({.words = {std::u32string(1, node.character)}});
    case Kind::Group:
        if (const auto words = finite(node))
            return one({.words = *words});
        return ways_of(node.children[0]);
    case Kind::Choice: {
        Pieces all;
        Words words; // of those that are just words, together
        for (const RegexNode& child : node.children) {
            if (const auto these = finite(child)) {
                add_words(words, *these);
                continue;
            }
            const auto ways = ways_of(child);
            if (!ways)
                return {};
            all.insert(all.end(), ways->begin(), ways->end());
        }
        if (!words.empty())
            all.push_back({.pieces = {{.words = std::move(words)}}});
        return all.size() <= most_alternatives ? std::optional(all) : std::nullopt;
    }
    case Kind::Sequence: {
        std::optional<Pieces> all = Pieces(1);
        for (const RegexNode& child : node.children) {
            const auto ways = ways_of(child);
            all = ways && all ? behind_each_other(*all, *ways) : std::nullopt;
        }
        return all;
    }
    case Kind::Repeat: {
        const auto inner = ways_of(node.children[0]);
        if (!inner)
            return {};
        const bool single = inner->size() == 1 && !inner->front().start && !inner->front().end &&
                            inner->front().pieces.size() == 1 && inner->front().pieces[0].most == 1;
        if (single) {
            Piece piece = inner->front().pieces[0];
            if (piece.kind != Piece::Kind::Words || piece.is_set()) {
                piece.least = node.least;
                piece.most = node.most;
                return one(piece);
            }
        }
        if (const auto words = finite(node))
            return one({.words = *words});
        if (node.least == 0 && node.most == 1) {
            Pieces all(1);
            all.insert(all.end(), inner->begin(), inner->end());
            return all;
        }
        return {};
    }
    default:
        return {};
    }
}

std::optional<Words> words_of(const Piece& piece)
{
    if (piece.kind != Piece::Kind::Words || piece.most > 8)
        return {};
    Words all;
    std::optional<Words> times = Words{U""};
    for (std::size_t i = 0; i <= piece.most; ++i) {
        if (i >= piece.least)
            add_words(all, *times);
        if (i == piece.most)
            break;
        times = product(*times, piece.words);
        if (!times)
            return {};
    }
    return all;
}

// At an open edge the fewest repetitions do; a piece that may be missing there changes nothing.
void shorten_open_edges(Alternative& alternative)
{
    std::vector<Piece>& pieces = alternative.pieces;
    while (!alternative.start && !pieces.empty()) {
        pieces.front().most = pieces.front().least;
        if (pieces.front().most > 0)
            break;
        pieces.erase(pieces.begin());
    }
    while (!alternative.end && !pieces.empty()) {
        pieces.back().most = pieces.back().least;
        if (pieces.back().most > 0)
            break;
        pieces.pop_back();
    }
}

void find_stretches(Alternative& alternative)
{
    std::vector<Stretch> stretches;
    Stretch next;
    for (const Piece& piece : alternative.pieces) {
        if (piece.kind == Piece::Kind::Any) {
            if (!next.words.empty()) {
                stretches.push_back(std::exchange(next, {}));
            }
            next.least += piece.least;
            next.most = piece.most == unlimited || next.most == unlimited ? unlimited : next.most + piece.most;
            continue;
        }
        const auto words = words_of(piece);
        const auto joined = !words ? std::nullopt : next.words.empty() ? words : product(next.words, *words);
        if (!joined)
            return;
        next.words = *joined;
    }
    if (!next.words.empty())
        stretches.push_back(std::move(next));
    else if (next.least != next.most && alternative.end)
        return;
    else
        alternative.trailing = next.least;
    alternative.stretches = std::move(stretches);
}

}

bool Piece::is_set() const
{
    return kind == Kind::Words &&
           std::all_of(words.begin(), words.end(), [](const std::u32string& word) { return word.size() == 1; });
}

std::vector<char32_t> Piece::characters() const
{
    std::vector<char32_t> all;
    for (const std::u32string& word : words)
        all.push_back(word.front());
    return all;
}

std::optional<Words> Alternative::words() const
{
    std::optional<Words> all = Words{U""};
    for (const Piece& piece : pieces) {
        const auto more = words_of(piece);
        all = more ? product(*all, *more) : std::nullopt;
        if (!all)
            return {};
    }
    return all->size() <= most_words ? all : std::nullopt;
}

std::optional<std::vector<Alternative>> alternatives_of(std::string_view pattern, OpenEdges edges)
{
    const auto parsed = feel::parse_regex(pattern, {});
    const auto* tree = std::get_if<feel::RegexTree>(&parsed);
    auto ways = tree ? ways_of(tree->root) : std::nullopt;
    if (!ways)
        return {};
    for (Alternative& way : *ways) {
        if (edges == OpenEdges::Shortest)
            shorten_open_edges(way);
        find_stretches(way);
    }
    return ways;
}

std::optional<std::vector<char32_t>> characters_outside(std::string_view pattern)
{
    const auto ways = alternatives_of(pattern);
    if (!ways || ways->size() != 1)
        return {};
    const Alternative& way = ways->front();
    if (way.start || way.end || way.pieces.size() != 1 || way.pieces[0].kind != Piece::Kind::Outside)
        return {};
    return way.pieces[0].characters();
}

std::optional<std::pair<std::int64_t, std::int64_t>> repetitions_of(const std::vector<char32_t>& characters,
                                                                    std::string_view pattern)
{
    const auto ways = alternatives_of(pattern);
    if (!ways || ways->size() != 1)
        return {};
    const Alternative& way = ways->front();
    if (!way.start || !way.end || way.pieces.size() != 1 || !way.pieces[0].is_set() ||
        way.pieces[0].most == unlimited || way.pieces[0].characters() != characters)
        return {};
    return std::pair(static_cast<std::int64_t>(way.pieces[0].least), static_cast<std::int64_t>(way.pieces[0].most));
}

}
