#pragma once

#include "support/zip_builder.h"
#include "xlsx/workbook_reader.h"

#include <string>

namespace kenkei::xlsx {

using kenkei::testing::WorkbookBuilder;
using kenkei::testing::ZipBuilder;

// The cells of a sheet, one line each: place, the letter of the kind, what stands there, and the formula behind a =.
inline std::string cells_of(WorkbookReader& reader, std::size_t sheet)
{
    constexpr const char* kinds[] = {"blank", "n", "date", "t", "b", "e"};
    std::string out;
    const auto read = reader.read_sheet(sheet, [&](const ReadCell& cell) {
        out += a1(cell.at) + " " + kinds[static_cast<int>(cell.kind)] + " " + std::string(cell.text);
        if (cell.kind == CellKind::Date)
            out += " " + (reader.date_of(cell.number) ? to_iso(*reader.date_of(cell.number)) : "-");
        if (cell.formula)
            out += " =" + std::string(cell.formula_text);
        out += "\n";
        return true;
    });
    return read.ok() ? out : out + "× " + read.error().message;
}

// The same of the first sheet of a file; what is wrong with it where it cannot be opened.
inline std::string cells_of(const std::string& bytes, const Limits& limits = {})
{
    auto reader = WorkbookReader::open(bytes, limits);
    return reader.ok() ? cells_of(*reader, 0) : "× " + reader.error().message;
}

inline std::string cells_of(const WorkbookBuilder& builder, const Limits& limits = {})
{
    return cells_of(builder.bytes(), limits);
}

// The code of what is wrong with a file when all of its sheets are read; empty if nothing is.
inline std::string code_of(const std::string& bytes, const Limits& limits = {})
{
    auto reader = WorkbookReader::open(bytes, limits);
    if (!reader.ok())
        return reader.error().code;
    for (std::size_t i = 0; i < reader->sheets().size(); ++i) {
        const auto read = reader->read_sheet(i, [](const ReadCell&) { return true; });
        if (!read.ok())
            return read.error().code;
    }
    return {};
}

inline std::string code_of(const WorkbookBuilder& builder, const Limits& limits = {})
{
    return code_of(builder.bytes(), limits);
}

}
