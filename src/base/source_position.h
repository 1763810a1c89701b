#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kenkei::base {

// A place in a text: line and column count from 1, columns in characters (code points), not bytes. 0 = unknown.
struct SourcePosition {
    std::size_t line = 0;
    std::size_t column = 0;

    bool known() const { return line != 0; }
    bool operator==(const SourcePosition&) const = default;
};

// The position of byte `offset` of `text`.
SourcePosition position_of(std::string_view text, std::size_t offset);

// The line `line` of `text` (from 1, without its end) and below it a caret under `column`; full-width characters count
// two cells so that the caret stands under the right one on a terminal. Of a long line only
// the neighbourhood of the caret, with … where it was cut. Empty if there is no such line or nothing in it.
std::string line_with_caret(std::string_view text, SourcePosition at);

}
