#include "store/search.h"

#include "base/fold.h"
#include "base/utf8.h"
#include "feel/letter_case.h"
#include "store/failure.h"

#include <algorithm>
#include <set>

namespace kenkei::store {

namespace {

constexpr std::size_t most_words = 16;
constexpr std::size_t most_pairs = 32; // of one word; what is found is compared as a whole

char32_t large_kana(char32_t kana)
{
    constexpr std::u32string_view small = U"ァィゥェォッャュョヮヵヶ";
    constexpr std::u32string_view large = U"アイウエオツヤユヨワカケ";
    auto at = small.find(kana);
    return at == std::u32string_view::npos ? kana : large[at];
}

std::string hexadecimal(char32_t code_point)
{
    constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (auto rest = static_cast<std::uint32_t>(code_point); rest != 0 || text.empty(); rest /= 16)
        text.insert(text.begin(), digits[rest % 16]);
    return text;
}

std::string pair_of(char32_t first, char32_t second)
{
    return hexadecimal(first) + 'x' + hexadecimal(second);
}

// The pair that begins with a character, whatever stands behind it, begins with this.
std::string beginning_of_pairs(char32_t first)
{
    return hexadecimal(first) + 'x';
}

// 03(1234)5678 and 03-1234-5678 as 0312345678; "" for what has other characters.
std::string digits_alone(std::string_view word)
{
    std::string digits;
    for (char c : base::fold_hyphens(word)) {
        if (c >= '0' && c <= '9')
            digits += c;
        else if (std::string_view("-()+./").find(c) == std::string_view::npos)
            return "";
    }
    return digits;
}

template<typename Items, typename Text>
std::string joined(const Items& items, std::string_view between, Text text)
{
    std::string all;
    for (const auto& item : items) {
        if (!all.empty())
            all += between;
        all += text(item);
    }
    return all;
}

// One form of a word: a single character begins some pair, a longer text has all its pairs.
std::string query_of_form(Backend backend, const std::string& form)
{
    std::u32string characters = base::to_code_points(form);
    bool sqlite = backend == Backend::Sqlite;
    if (characters.size() == 1)
        return '"' + beginning_of_pairs(characters[0]) + '"' + (sqlite ? " *" : ":*");
    std::set<std::string> pairs;
    for (std::size_t at = 0; at + 1 < characters.size() && at < most_pairs; ++at)
        pairs.insert(pair_of(characters[at], characters[at + 1]));
    return joined(pairs, sqlite ? " AND " : " & ", [](const std::string& pair) { return '"' + pair + '"'; });
}

// Quotes are FTS5's; a tsquery has single ones.
std::string with_quotes_of(Backend backend, std::string query)
{
    if (backend == Backend::Postgres)
        std::replace(query.begin(), query.end(), '"', '\'');
    return query;
}

}

std::string fold_for_search(std::string_view text)
{
    std::string folded;
    std::string wide = base::fold_kana(base::fold_width(text));
    for (std::size_t at = 0; at < wide.size();) {
        std::size_t before = at;
        char32_t character = base::next_code_point(wide, at);
        bool steers = character < U' ' || character == U'\x7f';
        if (!steers && !base::is_blank(std::string_view(wide).substr(before, at - before)))
            base::append_utf8(folded, large_kana(feel::lower_case(character)));
    }
    return folded;
}

std::string grams_of(std::string_view searched)
{
    std::set<std::string> grams;
    std::u32string characters = base::to_code_points(searched);
    constexpr auto separator = static_cast<char32_t>(field_separator);
    for (std::size_t at = 0; at < characters.size(); ++at) {
        if (characters[at] == separator)
            continue;
        bool last = at + 1 == characters.size() || characters[at + 1] == separator;
        grams.insert(last ? beginning_of_pairs(characters[at]) : pair_of(characters[at], characters[at + 1]));
    }
    return joined(grams, " ", [](const std::string& gram) { return gram; });
}

base::Result<std::vector<SearchedWord>> words_of_query(std::string_view query)
{
    std::vector<SearchedWord> words;
    std::string text = base::collapse_blanks(base::printable(base::fold_width(query))) + ' ';
    for (std::size_t at = 0, end = 0; (end = text.find(' ', at)) != std::string::npos; at = end + 1) {
        std::string word = fold_for_search(std::string_view(text).substr(at, end - at));
        if (word.empty())
            continue;
        SearchedWord forms{{word}};
        if (std::string digits = digits_alone(word); !digits.empty() && digits != word)
            forms.forms.push_back(digits);
        words.push_back(std::move(forms));
    }
    if (words.size() > most_words)
        return failure("store.search", "", std::to_string(most_words) + "個まで");
    return words;
}

std::string index_query(Backend backend, const std::vector<SearchedWord>& words)
{
    bool sqlite = backend == Backend::Sqlite;
    std::string query = joined(words, sqlite ? " AND " : " & ", [&](const SearchedWord& word) {
        return '(' +
               joined(word.forms, sqlite ? " OR " : " | ",
                      [&](const std::string& form) { return '(' + query_of_form(backend, form) + ')'; }) +
               ')';
    });
    return with_quotes_of(backend, query);
}

base::Result<void> index_row(Connection& connection, std::int64_t row_number, std::string_view before,
                             std::string_view searched)
{
    if (before == searched)
        return {};
    std::string grams = grams_of(searched);
    if (connection.backend() == Backend::Postgres) {
        TRY(connection.run_later(
            "INSERT INTO search (row_number, grams) VALUES (?, array_to_tsvector(string_to_array(?, ' '))) "
            "ON CONFLICT (row_number) DO UPDATE SET grams = excluded.grams",
            {row_number, grams}));
        return {};
    }
    // The index keeps no texts: it has to be told what it shall forget.
    if (std::string old = grams_of(before); !old.empty())
        TRY(connection.run("INSERT INTO search (search, rowid, grams) VALUES ('delete', ?, ?)", {row_number, old}));
    if (!grams.empty())
        TRY(connection.run("INSERT INTO search (rowid, grams) VALUES (?, ?)", {row_number, grams}));
    return {};
}

}
