#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kenkei::feel {

enum class TokenKind {
    End,
    Word,   // name start character and name part characters (grammar rules 27 to 30)
    Number, // 12, .5, 1.2e3
    String, // "…" with its quotes
    Symbol, // ( ) [ ] { } , : . .. + - * / ** < <= > >= = != -> ? @ '
    UnclosedString,
    UnclosedComment,
    Stray, // a character FEEL does not know
};

struct Token {
    TokenKind kind = TokenKind::End;
    std::size_t begin = 0; // bytes
    std::size_t end = 0;
    std::string_view text = {};
};

// The token at or behind `offset`, after blanks and comments. FEEL names may hold blanks and operators, so there is no
// list of tokens: the parser asks for one where it stands. The text must be valid UTF-8.
Token read_token(std::string_view text, std::size_t offset);

// The characters of a string token.
std::string unescape(std::string_view quoted);
// A string as FEEL text, with its quotes.
std::string quote(std::string_view);

bool is_name_start(char32_t);
bool is_name_part(char32_t);
bool is_blank(char32_t);

// Whether `text` is words with single spaces between them, so that it can stand unquoted as the name of an entry.
bool is_plain_name(std::string_view text);

// The end of `name` when it stands in `text` at `offset` (a space of the name stands for any run of blanks, and the
// name must not go on behind it); npos when it does not.
std::size_t match_name(std::string_view text, std::size_t offset, std::string_view name);

}
