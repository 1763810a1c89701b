#pragma once

#include "table/csv_reader.h"
#include "table/zengin_layout.h"

#include <string>
#include <string_view>
#include <vector>

namespace kenkei::table {

// One record of a 全銀協 file, of fixed length or comma separated.
struct ZenginRow {
    std::string place;              // 3行目, or 3番目のレコード where the file has no lines
    std::size_t line = 0;           // the number in it
    std::string raw;                // UTF-8
    std::string bytes;              // CP932; "" where comma separated
    std::vector<std::string> cells; // empty where of fixed length

    bool fixed() const { return cells.empty(); }
    char kind() const; // データ区分; '\0' where there is none
};

// A file of fixed length, with or without line ends; a last record may be too short.
std::vector<ZenginRow> cut_fixed_rows(std::string_view cp932);
std::vector<ZenginRow> zengin_rows_of(const Csv&);

// The items of a record by their names.
class ZenginView {
public:
    ZenginView(const ZenginRow& row, ZenginLayout layout) : m_row(row), m_layout(layout) {}

    const ZenginRow& row() const { return m_row; }
    // UTF-8, without blanks at its end; "" where the layout or the row has no such item. U+FFFD for unreadable bytes.
    std::string text(std::string_view name) const;
    std::string where(std::string_view name) const; // 3行目の25〜36バイト目（金額）

private:
    const ZenginRow& m_row;
    ZenginLayout m_layout;
};

}
