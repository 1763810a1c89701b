#include "base/utf8.h"
#include "form/excel_part.h"
#include "form/excel_pattern.h"
#include "form/pattern_pieces.h"

#include <algorithm>

namespace kenkei::form {

namespace {

constexpr std::size_t most_replaced = 50; // words, each a level of SUBSTITUTE: Excel has 64

// Does a match of `first` that begins earlier take letters from `second`?
bool goes_before(const std::u32string& first, const std::u32string& second)
{
    for (std::size_t n = 1; n < std::min(first.size(), second.size()); ++n) {
        if (first.compare(first.size() - n, n, second, 0, n) == 0)
            return true;
    }
    const std::size_t inside = first.find(second);
    return inside != std::u32string::npos && first.size() > second.size() && inside > 0;
}

// In which order they may be replaced one after the other; nothing if there is none.
std::optional<Words> ordered(Words words)
{
    // Of two that begin alike the one written first is taken wherever both stand.
    for (std::size_t i = 0; i < words.size(); ++i) {
        for (std::size_t j = i + 1; j < words.size();) {
            if (words[j].starts_with(words[i]))
                words.erase(words.begin() + static_cast<std::ptrdiff_t>(j));
            else
                ++j;
        }
    }
    Words order;
    while (!words.empty()) {
        const auto next = std::find_if(words.begin(), words.end(), [&](const std::u32string& word) {
            return std::none_of(words.begin(), words.end(), [&](const std::u32string& other) {
                return &other != &word && goes_before(other, word);
            });
        });
        if (next == words.end())
            return {};
        order.push_back(*next);
        words.erase(next);
    }
    return order;
}

}

std::optional<std::string> excel_replace(std::string_view pattern, std::string_view replacement,
                                         const std::string& text)
{
    const auto ways = alternatives_of(pattern, OpenEdges::AsWritten);
    if (!ways || ways->size() != 1 || ways->front().start || ways->front().end ||
        replacement.find_first_of("$\\") != std::string_view::npos)
        return {};
    const std::vector<Piece>& pieces = ways->front().pieces;
    if (std::any_of(pieces.begin(), pieces.end(), [](const Piece& piece) { return piece.least != piece.most; }))
        return {};
    const auto found = ways->front().words();
    if (!found || std::find(found->begin(), found->end(), U"") != found->end())
        return {};
    const auto words = ordered(*found);
    if (!words)
        return {};
    const bool characters =
        std::all_of(words->begin(), words->end(), [](const std::u32string& word) { return word.size() == 1; });
    const std::u32string new_text = base::to_code_points(replacement);
    const bool alone = characters && std::none_of(words->begin(), words->end(), [&](const std::u32string& word) {
                           return new_text.find(word) != std::u32string::npos;
                       });
    // What is put in must not make a new match: a sign that nobody writes first, the replacement last.
    const std::string sign = alone ? excel_text(replacement) : excel_text("␂");
    std::string formula = text;
    if (words->size() > most_replaced)
        return {};
    for (const std::u32string& word : *words)
        formula = "SUBSTITUTE(" + formula + "," + excel_text(base::to_utf8(word)) + "," + sign + ")";
    if (!alone)
        formula = "SUBSTITUTE(" + formula + "," + sign + "," + excel_text(replacement) + ")";
    return formula;
}

}
