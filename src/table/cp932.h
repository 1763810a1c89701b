#pragma once

#include "base/source_position.h"

#include <string>
#include <string_view>
#include <vector>

namespace kenkei::table {

// CP932 (Windows-31J: Shift_JIS with the extensions of NEC and IBM) by our own generated table
// (tools/generate_cp932.cpp), tested against iconv and ICU on every code point.

// A character that CP932 does not have, and what was written in its place ("" = nothing).
struct Substitution {
    base::SourcePosition at; // in characters
    std::string character;
    std::string substitute;
};

struct Cp932Text {
    std::string bytes;
    std::vector<Substitution> substitutions;
};

// `text` is valid UTF-8. What CP932 has is written, also under its other code point (〜 ～, − －, ‖ ∥, — ―, ¢ £ ¬: the
// same character, told apart by Unicode's history), and か followed by U+3099 as が. For the rest stands what
// base::fold_width makes of it (㋿ → 令和), a hyphen for hyphens, nothing for what cannot be seen, else 〓; each
// is reported. Characters of private use (外字) are not written: on another machine they are other ones.
Cp932Text to_cp932(std::string_view text);

// 「3行目の5文字目「𠮷」（U+20BB7）はCP932（Shift_JIS）にないため、「〓」と書きました。」
std::string describe(const Substitution&);

// Bytes that are no character of CP932 (U+FFFD in the text), or one of private use (外字: U+E000… in the text).
struct UnreadableBytes {
    std::size_t line = 0;   // from 1
    std::size_t column = 0; // byte of the line, from 1
    std::string bytes;
    bool private_use = false;
};

struct Utf8Text {
    std::string text;
    std::vector<UnreadableBytes> faults;
};

Utf8Text from_cp932(std::string_view bytes);

// 「3行目の5バイト目の 8F 20 は、CP932（Shift_JIS）の文字ではありません。」
std::string describe(const UnreadableBytes&);

}
