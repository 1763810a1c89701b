#include "feel/arguments.h"
#include "feel/builtin_groups.h"
#include "feel/letter_case.h"

#include "base/utf8.h"

#include <algorithm>

namespace kenkei::feel {

namespace {

using Span = std::span<const Value>;

Value negation(Span arguments, const CallContext&)
{
    Arguments read("not", arguments, 1);
    bool negand = read.boolean(0);
    return read.ok() ? Value::boolean(!negand) : read.failure();
}

// Byte offset of the code point `count` places behind `offset`, or the end.
std::size_t advanced(std::string_view text, std::size_t offset, std::int64_t count)
{
    for (; count > 0 && offset < text.size(); --count)
        base::next_code_point(text, offset);
    return offset;
}

// The characters at start, start + 1 … start + length - 1 that there are: the first is 1, the last -1. Counted from the
// end a start may lie before the first character.
Value substring(Span arguments, const CallContext&)
{
    Arguments read("substring", arguments, 2, 3);
    const std::string& text = read.string(0);
    std::int64_t start = read.whole(1);
    bool bounded = read.given(2);
    std::int64_t length = bounded ? read.whole(2) : 0;
    if (start == 0)
        read.refuse(1, "1以上か -1 以下です");
    if (length < 0)
        read.refuse(2, "0以上です");
    if (!read.ok())
        return read.failure();
    auto size = static_cast<std::int64_t>(base::count_code_points(text));
    __int128 first_wanted = start > 0 ? static_cast<__int128>(start) - 1 : static_cast<__int128>(size) + start;
    __int128 end_wanted = bounded ? first_wanted + length : static_cast<__int128>(size);
    auto first = static_cast<std::int64_t>(std::clamp<__int128>(first_wanted, 0, size));
    auto end = static_cast<std::int64_t>(std::clamp<__int128>(end_wanted, 0, size));
    if (end <= first)
        return Value::string("");
    std::size_t begin = advanced(text, 0, first);
    return Value::string(text.substr(begin, advanced(text, begin, end - first) - begin));
}

Value string_length(Span arguments, const CallContext&)
{
    Arguments read("string length", arguments, 1);
    const std::string& text = read.string(0);
    return read.ok() ? Value::number(static_cast<std::int64_t>(base::count_code_points(text))) : read.failure();
}

Value to_upper_case(Span arguments, const CallContext&)
{
    Arguments read("upper case", arguments, 1);
    const std::string& text = read.string(0);
    return read.ok() ? Value::string(upper_case(text)) : read.failure();
}

Value to_lower_case(Span arguments, const CallContext&)
{
    Arguments read("lower case", arguments, 1);
    const std::string& text = read.string(0);
    return read.ok() ? Value::string(lower_case(text)) : read.failure();
}

// Where `match` stands first in `text`, npos if nowhere. In linear time for any texts (Knuth, Morris and Pratt): the
// library's search is quick for short matches only.
std::size_t find_text(std::string_view text, std::string_view match)
{
    constexpr std::size_t short_match = 32;
    if (match.size() <= short_match)
        return text.find(match);
    if (match.size() > text.size())
        return std::string_view::npos;
    std::vector<std::uint32_t> borders(match.size()); // of match up to i, the longest end that is also a beginning
    for (std::size_t i = 1, length = 0; i < match.size(); ++i) {
        while (length > 0 && match[i] != match[length])
            length = borders[length - 1];
        if (match[i] == match[length])
            ++length;
        borders[i] = static_cast<std::uint32_t>(length);
    }
    for (std::size_t i = 0, length = 0; i < text.size(); ++i) {
        while (length > 0 && text[i] != match[length])
            length = borders[length - 1];
        if (text[i] == match[length] && ++length == match.size())
            return i + 1 - match.size();
    }
    return std::string_view::npos;
}

// The answer of a function that takes a text and what to look for in it.
template<typename Answer>
Value of_text_and_match(std::string_view name, Span arguments, Answer answer)
{
    Arguments read(name, arguments, 2);
    const std::string& text = read.string(0);
    const std::string& match = read.string(1);
    return read.ok() ? answer(text, match) : read.failure();
}

using Text = const std::string&;

Value substring_before(Span arguments, const CallContext&)
{
    return of_text_and_match("substring before", arguments, [](Text text, Text match) {
        std::size_t found = find_text(text, match);
        return Value::string(found == std::string::npos ? "" : text.substr(0, found));
    });
}

Value substring_after(Span arguments, const CallContext&)
{
    return of_text_and_match("substring after", arguments, [](Text text, Text match) {
        std::size_t found = find_text(text, match);
        return Value::string(found == std::string::npos ? "" : text.substr(found + match.size()));
    });
}

Value contains(Span arguments, const CallContext&)
{
    return of_text_and_match("contains", arguments, [](Text text, Text match) {
        return Value::boolean(find_text(text, match) != std::string::npos);
    });
}

Value starts_with(Span arguments, const CallContext&)
{
    return of_text_and_match("starts with", arguments,
                             [](Text text, Text match) { return Value::boolean(text.starts_with(match)); });
}

Value ends_with(Span arguments, const CallContext&)
{
    return of_text_and_match("ends with", arguments,
                             [](Text text, Text match) { return Value::boolean(text.ends_with(match)); });
}

// Nulls in the list are left out; without a delimiter the texts stand side by side.
Value string_join(Span arguments, const CallContext&)
{
    Arguments read("string join", arguments, 1, 2);
    const List& list = read.list(0);
    std::string delimiter = read.given(1) ? read.string(1) : "";
    if (!read.ok())
        return read.failure();
    std::string joined;
    bool first = true;
    for (const Value& item : list) {
        if (item.is_null())
            continue;
        if (item.kind() != Kind::String)
            return Value::null("string join のリストに" + std::string(japanese_name_of(item.kind())) + "があります");
        if (!first)
            joined += delimiter;
        joined += item.as_string();
        first = false;
        if (joined.size() > max_string_bytes)
            return Value::null("文字列が16MiBを超えました");
    }
    return Value::string(std::move(joined));
}

}

std::span<const Builtin> string_builtins()
{
    static const std::vector<Builtin> all = {
        {"not", {{"negand"}}, false, negation},
        {"substring", {{"string", "start position", "length?"}}, false, substring},
        {"string length", {{"string"}}, false, string_length},
        {"upper case", {{"string"}}, false, to_upper_case},
        {"lower case", {{"string"}}, false, to_lower_case},
        {"substring before", {{"string", "match"}}, false, substring_before},
        {"substring after", {{"string", "match"}}, false, substring_after},
        {"contains", {{"string", "match"}}, false, contains},
        {"starts with", {{"string", "match"}}, false, starts_with},
        {"ends with", {{"string", "match"}}, false, ends_with},
        {"string join", {{"list"}, {"list", "delimiter?"}}, false, string_join},
    };
    return all;
}

}
