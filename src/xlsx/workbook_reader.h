#pragma once

#include "base/date.h"
#include "base/result.h"
#include "xlsx/place.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kenkei::xlsx {

// What a workbook may be. Beyond each limit the file is refused with what was too much.
struct Limits {
    std::size_t file = 64U << 20;  // bytes as they come
    std::size_t entries = 512;     // files inside
    std::size_t entry = 32U << 20; // bytes of one of them that is read, inflated
    std::size_t total = 96U << 20; // of all that are read
    std::size_t ratio = 250;       // inflated : packed, for those above 1 MiB
    std::size_t depth = 32;        // elements inside one another
    std::size_t sheets = 64;
    std::size_t strings = 400'000; // shared strings
    std::size_t cells = 1'000'000; // cells with content, of all sheets that are read
    std::size_t text = 32'767;     // characters of one cell
};

enum class CellKind {
    Blank,   // a formula whose value no program has calculated yet; cells that are only formatted are not told
    Number,  // `text` as written in the file ("0.1", "1E+3"), `number` its double
    Date,    // a number whose style is a date or time; `number` is the serial, see WorkbookReader::date_of
    Text,    // may be empty
    Boolean, // `number` 1 or 0
    Error,   // `text` "#REF!"
};

// A cell as it stands in the file. The views live until the next cell.
struct ReadCell {
    Place at;
    CellKind kind = CellKind::Text;
    std::string_view text; // of a text: without phonetic runs, with _xHHHH_ escapes read, with LF as line end
    double number = 0;
    bool formula = false;          // the value is what the last program to calculate it stored
    std::string_view formula_text; // empty where it is only said which other cell's formula is shared
};

struct SheetInfo {
    std::string name;
    bool hidden = false;
};

// That saved the file last, as it says itself; what libxlsxwriter writes says Excel.
enum class Program { Unknown, Excel, LibreOffice, OpenPyXl };

// Reads .xlsx files as Excel, LibreOffice and openpyxl save them. Hardened: no DTD, sizes and counts bounded, every
// byte checked. Nothing is skipped in silence: what it does not understand is an error that names part and place.
//
// Error codes: xlsx.not-a-workbook (no zip, or no workbook inside; says what it seems to be: .xls, encrypted, PDF, CSV,
// .ods), xlsx.encrypted, xlsx.macros, xlsx.too-big (which limit), xlsx.damaged (zip, CRC, truncated), xlsx.xml
// (not well formed, invalid UTF-8, DTD, elements where none of them may stand), xlsx.cell (sheet and cell: a reference
// outside of the sheet, an unknown type, a shared string or style that does not exist, the same cell twice or out of
// order). No part is inflated but what a call needs: drawings, comments and sheets that nobody reads stay packed.
class WorkbookReader {
public:
    // `bytes` must outlive the reader.
    static base::Result<WorkbookReader> open(std::string_view bytes, const Limits& = {});

    WorkbookReader(WorkbookReader&&) noexcept;
    WorkbookReader& operator=(WorkbookReader&&) noexcept;
    ~WorkbookReader();

    const std::vector<SheetInfo>& sheets() const;
    Program program() const;
    // A custom document property, as the program wrote it (of a boolean true or 1); nullptr if there is none.
    const std::string* property(std::string_view name) const;

    // Every cell with content of a sheet, row by row from left to right. Stops early, and looks no further, when `take`
    // gives false.
    base::Result<void> read_sheet(std::size_t sheet, const std::function<bool(const ReadCell&)>& take);
    // The merged ranges of a sheet; after read_sheet of it ran to the end.
    const std::vector<Range>& merges(std::size_t sheet) const;

    // The day of a serial number by the file's epoch (1900 with its leap-year fault, or 1904); nothing outside of
    // 1900-01-01 … 9999-12-31, and for 60, the 29 February that 1900 did not have. The time of day is cut off.
    std::optional<base::Date> date_of(double serial) const;

private:
    struct Parts;
    explicit WorkbookReader(std::unique_ptr<Parts>);
    std::unique_ptr<Parts> m_parts;
};

}
