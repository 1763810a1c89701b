#pragma once

#include <array>
#include <optional>
#include <string_view>

// What is said of the values of an enum: a table with one row for each value, in the enum's order. `key` is the member
// of a row that holds its value.
namespace kenkei::base {

// For a static_assert beside each table.
template<typename Row, std::size_t N, typename Enum>
constexpr bool stands_in_order(const std::array<Row, N>& table, Enum Row::*key)
{
    for (std::size_t at = 0; at < N; ++at) {
        if (static_cast<std::size_t>(table[at].*key) != at)
            return false;
    }
    return true;
}

template<typename Row, std::size_t N, typename Enum>
constexpr const Row& row_of(const std::array<Row, N>& table, Enum value)
{
    return table[static_cast<std::size_t>(value)];
}

// The value whose row has that `name`.
template<typename Row, std::size_t N, typename Enum>
constexpr std::optional<Enum> value_named(const std::array<Row, N>& table, Enum Row::*key, std::string_view name)
{
    for (const Row& row : table) {
        if (row.name == name)
            return row.*key;
    }
    return std::nullopt;
}

template<typename Row, std::size_t N, typename Enum>
constexpr std::array<Enum, N> values_in(const std::array<Row, N>& table, Enum Row::*key)
{
    std::array<Enum, N> values{};
    for (std::size_t at = 0; at < N; ++at)
        values[at] = table[at].*key;
    return values;
}

}
