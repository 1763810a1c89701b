#pragma once

#include "store/connection.h"

#include <string>
#include <string_view>
#include <vector>

namespace kenkei::store {

// How texts are compared in a search: width, kana and letter case folded, small kana made large (キャノン = キヤノン),
// blanks removed.
std::string fold_for_search(std::string_view text);

// Stands between the fields of a searched text; no query can hold it.
inline constexpr char field_separator = '\x1f';

// What the index holds of a searched text: for every character the pair of it and the one behind it in its field
// (nothing behind the last), each as one word of code points in hexadecimal (推進 → 63a8x9032 9032x), separated by
// blanks, none twice. Letters and digits only: no tokenizer splits it and no query language sees a sign of its own.
std::string grams_of(std::string_view searched);

// One word of a query, in one or two forms: as it is, and as digits alone if it looks like a phone number.
struct SearchedWord {
    std::vector<std::string> forms; // folded
};
// Error store.search: more than 16 words.
base::Result<std::vector<SearchedWord>> words_of_query(std::string_view query);

// A query in the language of the backend's index that finds at least all rows whose text holds every word.
std::string index_query(Backend, const std::vector<SearchedWord>&);

// Puts a row into the index, in the place of what it holds for it. `before` is the text it was indexed with, "" if it
// was not.
base::Result<void> index_row(Connection&, std::int64_t row_number, std::string_view before, std::string_view searched);

}
