#pragma once

#include <string>
#include <string_view>

namespace kenkei::base {

// Folding of Japanese input by our own generated tables (tools/generate_folding.cpp), tested against ICU on every code
// point. All functions take and give valid UTF-8.

// Width and form: full-width ASCII → ASCII, half-width kana → full with its ﾞ ﾟ joined, ① → 1, ㈱ → (株), ideographic
// space → space. The rule, for each code point c with NFKC(c) ≠ c:
//   - enclosed and squared CJK characters (U+3200–33FF, U+1F200–1F2FF): c becomes NFKC(c), kanji included (㋿ →
//   令和);
//   - otherwise c becomes NFKC(c) if that has only ASCII, Latin letters, decimal digits, punctuation, symbols, spaces
//     and kana (with U+3099–309C, ・ and ー);
//   - otherwise, and for ゛ and ゜ standing alone, c stays. So kanji are never touched (NFKC would replace
//   compatibility
//     ideographs of names such as U+FA19), nor are Greek letters, radicals and accents.
// Then U+3099 and U+309A are joined with the kana before them as NFKC does (ｶﾞ → ガ, decomposed か゛ from a Mac → が).
std::string fold_width(std::string_view text);

// Hiragana (U+3041–3096 ゝ ゞ ゟ) → katakana.
std::string fold_kana(std::string_view text);

// The hyphen family → '-': soft hyphen, modifier minus, ‐ ‑ ‒ – — ―, hyphen bullet, superscript and subscript minus,
// −, box lines ─ ━, ➖, ー, ﹘ ﹣ － ｰ. For codes, telephone and postal numbers, where ー cannot be a long vowel. Waves
// (〜 ～) are not hyphens: they mean a range.
std::string fold_hyphens(std::string_view text);

// Blank = Unicode white space (U+3000 too), zero-width characters (U+180E, U+200B–200D, U+2060) and BOM.
bool is_blank(std::string_view text); // nothing but blanks, or empty
// Blanks at both ends removed.
std::string trim(std::string_view text);
// That, and runs of blanks inside made one space; a run that nobody can see (only zero-width characters) vanishes.
std::string collapse_blanks(std::string_view text);

// Codes: fold_width + fold_hyphens, then every blank and hyphen removed: 「１２３－４５６７」 → 1234567.
std::string fold_code(std::string_view text);

}
