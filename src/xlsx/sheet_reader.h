#pragma once

#include "xlsx/cell_text.h"
#include "xlsx/serial_date.h"
#include "xlsx/string_table.h"
#include "xlsx/workbook_reader.h"

namespace kenkei::xlsx {

// What a sheet's cells refer to.
struct SheetSurroundings {
    std::string_view sheet; // its name
    std::string_view part;
    const StringTable& strings;
    const std::vector<bool>& date_styles;
    Epoch epoch;
    const Limits& limits;
    std::size_t cells_of_others; // that were read of other sheets
};

// Reads the XML of a worksheet (ECMA-376 part 1, 18.3.1.99).
class SheetReader {
public:
    using Take = std::function<bool(const ReadCell&)>;

    SheetReader(std::string_view text, const SheetSurroundings& surroundings, const Take& take)
        : m_scanner(text, surroundings.limits.depth)
        , m_surroundings(surroundings)
        , m_take(take)
    {}

    // Up to the end of the sheet, or to the cell for which `take` gave false. Codes: xlsx.xml, xlsx.cell, xlsx.too-big.
    base::Result<void> read();

    std::vector<Range>& merges() { return m_merges; }
    std::size_t cells() const { return m_cells; }

private:
    enum class Type { Number, Shared, Text, Inline, Boolean, Error, Day };

    // A <c> as far as it was read.
    struct Content {
        Type type = Type::Number;
        bool date_style = false;
        bool has_value = false;
        bool has_inline = false;
        bool has_formula = false;
        std::string_view value;
        std::string_view formula;
    };

    // Each gives false where reading ends: by a fault, which is then told, or because enough was taken.
    bool read_child(bool& cells_seen);
    bool read_rows();
    bool read_row();
    bool read_child_of_row();
    bool read_common_cell(bool& ended);
    bool read_cell();
    bool read_attributes(Content&);
    bool read_place(std::string_view text);
    bool read_type(std::string_view text, Type&);
    bool read_style(std::string_view text, bool& date_style);
    bool read_content(Content&);
    bool read_value(Content&);
    bool read_inline(Content&);
    bool tell(const Content&);
    bool set_value(const Content&, ReadCell&);
    bool set_number(const Content&, ReadCell&);
    bool read_merges();

    bool cell_fault(std::string what, std::string code = "xlsx.cell");
    bool row_fault(std::string what);
    bool sheet_fault(std::string what, std::string code = "xlsx.cell");
    bool fault(std::string place, std::string what, std::string code);
    bool unknown_element(std::string_view where);

    XmlScanner m_scanner;
    const SheetSurroundings& m_surroundings;
    const Take& m_take;
    CellTextReader m_value_reader;
    CellTextReader m_formula_reader;
    std::vector<Range> m_merges;
    std::size_t m_cells = 0;
    std::uint32_t m_next_row = 0;
    Place m_place;              // of the current cell
    bool m_row_is_told = false; // by the row itself
    std::uint32_t m_next_column = 0;
    bool m_enough = false;
    std::optional<base::Error> m_error; // besides those of the scanner
};

}
