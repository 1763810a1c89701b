#pragma once

#include "desk/legal_form.h"

#include <string>
#include <string_view>
#include <vector>

namespace kenkei::desk {

// A name of a firm as banks write it, made comparable. Half and full width, hiragana, small kana (キョ → キヨ), voiced
// marks apart (カ゛ → ガ), ヂ ヅ ヲ ヰ ヱ ヴ (→ ジ ズ オ イ エ ブ; ヴァ → バ), the dashes for a long vowel, capital
// letters, blanks and points make no difference.
struct PayerName {
    std::string core; // without 法人格, long vowels as ー
    std::string form; // カ, ユ …; "" where none is written
    FormPlace place = FormPlace::None;
    std::string behind;             // a branch behind a form in the middle
    std::vector<std::string> words; // of a name without 法人格, where blanks stand in it: family name, first name
    bool foreign = false;           // has ヴ, which everybody writes as he likes

    // core without ー, which banks leave out, and with バ for ブア, as ヴァ and ヴア become
    std::string loose() const;
    std::string swapped() const; // loose, with its two words the other way round; "" if it has not two
};

PayerName read_payer_name(std::string_view written);

// The name of a firm that has a kana and a name in kanji: the 法人格 of the second where the first has none.
PayerName firm_name(std::string_view kana, std::string_view name);

// Whether two cores differ in nothing but long vowels, or in how ヴ is written.
bool is_same_spelled_otherwise(const PayerName&, const PayerName&);

// Without the voiced marks: what is left where a system drops them.
std::string without_voice(std::string_view core);
// As many places as it takes in half-width kana, where a voiced mark takes one of its own.
std::size_t half_width_length(std::string_view written);
// Whether `cut`, cut off after its last character (whose voiced mark may be lost), is the beginning of `whole`.
bool is_beginning(std::string_view cut, std::string_view whole);

}
