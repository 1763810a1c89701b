#pragma once

#include "table/csv_reader.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kenkei::table {

// What a column of a bank's CSV means.
enum class Column {
    Date,
    ValueDate,
    Year,
    Month,
    Day,
    Time,
    Hour,
    Minute,
    Second,
    AmountIn,
    AmountOut,
    Amount, // of either direction
    Direction,
    Payer,
    Summary,
    VirtualAccount,
    AccountNumber, // a virtual account's where there is no column of that name
    Edi,
    Bank,
    Branch,
    Reference,
};
inline constexpr std::size_t column_kinds = static_cast<std::size_t>(Column::Reference) + 1;

class StatementColumns {
public:
    // Of a header row; nothing if it names neither a day nor an amount that came in.
    static std::optional<StatementColumns> create(const std::vector<std::string>& header);

    bool has(Column column) const { return !m_places[static_cast<std::size_t>(column)].empty(); }
    // The first of that meaning, trimmed; "" where there is none.
    std::string cell(const CsvRow&, Column) const;
    // The last of that meaning that is not blank.
    std::string last_cell(const CsvRow&, Column) const;
    // 3行目の2列目（入金額）
    std::string where(const CsvRow&, Column) const;
    std::size_t width() const { return m_header.size(); }
    const std::vector<std::string>& header() const { return m_header; }
    // Meanings that only one column may have and that several have.
    std::vector<Column> doubled() const;
    std::string names_of(Column) const; // 「入金額」と「お預り金額」

private:
    std::vector<std::string> m_header;
    std::array<std::vector<std::size_t>, column_kinds> m_places;
};

}
