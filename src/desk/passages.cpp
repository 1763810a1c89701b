#include "desk/passages.h"

#include <algorithm>
#include <unordered_map>

namespace kenkei::desk {

namespace {

constexpr std::size_t most_places = 16; // of one piece in the first text that are followed

struct Match {
    std::size_t first = 0;
    std::size_t second = 0;
    std::size_t length = 0;
};

using Places = std::unordered_map<std::u32string_view, std::vector<std::size_t>>;

Places places_of_pieces(const ComparableText& text)
{
    Places places;
    const std::u32string_view characters = text.characters;
    for (std::size_t i = 0; i + shortest_passage <= characters.size(); ++i) {
        auto& found = places[characters.substr(i, shortest_passage)];
        if (found.size() < most_places)
            found.push_back(i);
    }
    return places;
}

std::size_t length_of_match(std::u32string_view first, std::u32string_view second)
{
    const std::size_t longest = std::min(first.size(), second.size());
    std::size_t length = 0;
    while (length < longest && first[length] == second[length])
        ++length;
    return length;
}

std::size_t length_without_own(const ComparableText& text, const Match& match)
{
    const auto begin = text.schemes_own.begin() + static_cast<std::ptrdiff_t>(match.first);
    return static_cast<std::size_t>(std::count(begin, begin + static_cast<std::ptrdiff_t>(match.length), false));
}

// All matches that can be made longer at neither end.
std::vector<Match> longest_matches(const ComparableText& first, const ComparableText& second)
{
    const Places places = places_of_pieces(first);
    const std::u32string_view one = first.characters;
    const std::u32string_view other = second.characters;
    std::vector<Match> matches;
    for (std::size_t j = 0; j + shortest_passage <= other.size(); ++j) {
        const auto found = places.find(other.substr(j, shortest_passage));
        if (found == places.end())
            continue;
        for (std::size_t i : found->second) {
            if (i > 0 && j > 0 && one[i - 1] == other[j - 1])
                continue; // part of a match that was seen
            const Match match{i, j, length_of_match(one.substr(i), other.substr(j))};
            if (length_without_own(first, match) > 0)
                matches.push_back(match);
        }
    }
    std::sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) {
        return std::tuple(b.length, a.first, a.second) < std::tuple(a.length, b.first, b.second);
    });
    return matches;
}

bool is_free(const std::vector<bool>& taken, std::size_t begin, std::size_t length)
{
    for (std::size_t i = begin; i < begin + length; ++i) {
        if (taken[i])
            return false;
    }
    return true;
}

}

std::vector<Passage> common_passages(const ComparableText& first, const ComparableText& second, std::size_t most)
{
    std::vector<bool> first_taken(first.characters.size());
    std::vector<bool> second_taken(second.characters.size());
    std::vector<Passage> passages;
    for (const Match& match : longest_matches(first, second)) {
        if (passages.size() == most)
            break;
        if (!is_free(first_taken, match.first, match.length) || !is_free(second_taken, match.second, match.length))
            continue;
        std::fill_n(first_taken.begin() + static_cast<std::ptrdiff_t>(match.first), match.length, true);
        std::fill_n(second_taken.begin() + static_cast<std::ptrdiff_t>(match.second), match.length, true);
        passages.push_back({first.begin_of(match.first), first.end_of(match.first, match.length),
                            second.begin_of(match.second), second.end_of(match.second, match.length),
                            static_cast<std::uint32_t>(length_without_own(first, match))});
    }
    std::sort(passages.begin(), passages.end(),
              [](const Passage& a, const Passage& b) { return a.first_begin < b.first_begin; });
    return passages;
}

}
