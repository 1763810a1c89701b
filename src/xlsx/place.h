#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kenkei::xlsx {

// A cell of a sheet. Rows and columns count from 0: A1 is {0, 0}.
struct Place {
    std::uint32_t row = 0;
    std::uint32_t column = 0;

    auto operator<=>(const Place&) const = default;
};

// What Excel's sheets hold.
inline constexpr std::uint32_t rows_of_a_sheet = 1048576;
inline constexpr std::uint32_t columns_of_a_sheet = 16384;

// A rectangle of cells, both ends included.
struct Range {
    Place first;
    Place last;

    bool contains(Place place) const
    {
        return place.row >= first.row && place.row <= last.row && place.column >= first.column &&
               place.column <= last.column;
    }
    bool operator==(const Range&) const = default;
};

std::string a1(Place);              // B12
std::string a1(const Range&);       // B12:D14
std::string absolute(Place);        // $B$12
std::string absolute(const Range&); // $B$12:$D$14
std::string column_letters(std::uint32_t column);
std::optional<Place> read_a1(std::string_view text);    // "B12" or "$B$12"; nothing outside of a sheet
std::optional<Range> read_range(std::string_view text); // "B12:D14" or "B12"

// Whether a formula would read the name as a cell of either notation: A1, R1C1, and the R and C of a row or column.
bool looks_like_a_cell(std::string_view name);

// A sheet's name as a formula writes it: quoted where it must be.
std::string sheet_in_formula(std::string_view name);
// 'name'!$B$12
std::string reference(std::string_view sheet, Place);
std::string reference(std::string_view sheet, const Range&);

}
