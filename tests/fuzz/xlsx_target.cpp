// A zip as a workbook; any other bytes as one XML part of a workbook that is otherwise right: a worksheet, or what its
// root says (sst, styleSheet, workbook). What can be read has texts in UTF-8 and cells in order, twice the same.

#include "base/utf8.h"
#include "fuzz/require.h"
#include "support/zip_builder.h"
#include "xlsx/workbook_reader.h"

#include <cmath>
#include <cstdint>

using namespace kenkei;

namespace {

constexpr xlsx::Limits limits{.file = 1U << 20,
                              .entries = 64,
                              .entry = 1U << 20,
                              .total = 4U << 20,
                              .sheets = 16,
                              .strings = 10'000,
                              .cells = 10'000};

void check_cell(const xlsx::ReadCell& cell, std::optional<xlsx::Place>& before)
{
    fuzz::require(!before || *before < cell.at, "cells stand in order");
    fuzz::require(cell.at.row < xlsx::rows_of_a_sheet && cell.at.column < xlsx::columns_of_a_sheet,
                  "cells stand inside of the sheet");
    before = cell.at;
    fuzz::require(base::is_utf8(cell.text) && base::is_utf8(cell.formula_text), "texts are UTF-8");
    fuzz::require(cell.text.find('\r') == std::string_view::npos, "line ends are LF");
    fuzz::require(std::isfinite(cell.number), "numbers are finite");
    fuzz::require(cell.kind != xlsx::CellKind::Blank || cell.formula, "a blank cell has a formula");
}

std::string read_sheet(xlsx::WorkbookReader& reader, std::size_t sheet)
{
    std::string out;
    std::optional<xlsx::Place> before;
    const auto read = reader.read_sheet(sheet, [&](const xlsx::ReadCell& cell) {
        check_cell(cell, before);
        out += xlsx::a1(cell.at) + " " + std::string(cell.text) + "=" + std::string(cell.formula_text) + "\n";
        if (cell.kind == xlsx::CellKind::Date) {
            if (const auto date = reader.date_of(cell.number))
                out += base::to_iso(*date);
        }
        return true;
    });
    if (!read.ok())
        fuzz::require_good(read.error(), "xlsx.");
    for (const xlsx::Range& merge : reader.merges(sheet))
        out += xlsx::a1(merge);
    return out;
}

void read(const std::string& bytes)
{
    auto reader = xlsx::WorkbookReader::open(bytes, limits);
    if (!reader.ok())
        return fuzz::require_good(reader.error(), "xlsx.");
    for (std::size_t i = 0; i < reader->sheets().size(); ++i) {
        fuzz::require(base::is_utf8(reader->sheets()[i].name), "names are UTF-8");
        const std::string once = read_sheet(*reader, i);
        if (read_sheet(*reader, i) != once)
            fuzz::broken("a sheet reads the same twice", once);
    }
}

const char* part_of(std::string_view text)
{
    if (text.starts_with("<sst"))
        return "xl/sharedStrings.xml";
    if (text.starts_with("<styleSheet"))
        return "xl/styles.xml";
    return text.starts_with("<workbook") ? "xl/workbook.xml" : "xl/worksheets/sheet1.xml";
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char*>(data), size);
    read(text);
    if (!text.starts_with("PK"))
        read(testing::WorkbookBuilder()
                 .cells("<c s=\"1\"><v>45523</v></c><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c>")
                 .part(part_of(text), text)
                 .zip(false)
                 .bytes());
    return 0;
}
