#pragma once

#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>

namespace kenkei::xlsx {

// Without the blanks around it, as XML Schema reads what is no text.
inline std::string_view trimmed(std::string_view text)
{
    const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
    while (!text.empty() && is_blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back()))
        text.remove_suffix(1);
    return text;
}

// A count or an index: digits alone. Nothing beyond 4,294,967,295.
inline std::optional<std::size_t> read_count(std::string_view text)
{
    std::uint32_t number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc() || end != text.data() + text.size())
        return {};
    return number;
}

// A number as xsd:double has it; no INF and no NaN. What is too small for a double is 0.
inline std::optional<double> read_number(std::string_view text)
{
    constexpr std::size_t digits_of_an_exact_double = 15;
    if (text.size() <= digits_of_an_exact_double) {
        std::uint64_t whole = 0;
        const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), whole);
        if (fault == std::errc() && end == text.data() + text.size())
            return static_cast<double>(whole);
    }
    if (text.starts_with('+') && !text.starts_with("+-"))
        text.remove_prefix(1);
    double number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (end != text.data() + text.size())
        return {};
    // Out of range is what is too large, and what is too small: 1e-400.
    if (fault == std::errc::result_out_of_range &&
        (text.find("e-") != std::string_view::npos || text.find("E-") != std::string_view::npos))
        return 0;
    if (fault != std::errc() || !std::isfinite(number))
        return {};
    return number;
}

}
