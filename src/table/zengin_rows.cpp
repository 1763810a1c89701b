#include "table/zengin_rows.h"

#include "base/fold.h"
#include "table/cp932.h"

#include <algorithm>

namespace kenkei::table {

namespace {

constexpr char end_of_file_mark = '\x1A'; // of MS-DOS

std::string_view without_end(std::string_view bytes)
{
    while (!bytes.empty() && (bytes.back() == '\n' || bytes.back() == '\r' || bytes.back() == end_of_file_mark))
        bytes.remove_suffix(1);
    return bytes;
}

ZenginRow fixed_row(std::string_view bytes, std::size_t number, std::string_view unit)
{
    return {.place = std::to_string(number) + std::string(unit),
            .line = number,
            .raw = from_cp932(bytes).text,
            .bytes = std::string(bytes)};
}

}

char ZenginRow::kind() const
{
    const std::string text = fixed() ? bytes.substr(0, 1) : base::trim(cells.front());
    return text.size() == 1 ? text.front() : '\0';
}

std::vector<ZenginRow> cut_fixed_rows(std::string_view cp932)
{
    const std::string_view bytes = without_end(cp932);
    std::vector<ZenginRow> rows;
    if (bytes.find_first_of("\r\n") == std::string_view::npos) {
        for (std::size_t start = 0; start < bytes.size(); start += zengin_record_length)
            rows.push_back(fixed_row(bytes.substr(start, zengin_record_length), rows.size() + 1, "番目のレコード"));
        return rows;
    }
    std::size_t line = 0;
    for (std::size_t start = 0; start < bytes.size();) {
        const std::size_t end = std::min(bytes.find_first_of("\r\n", start), bytes.size());
        ++line;
        if (end > start)
            rows.push_back(fixed_row(bytes.substr(start, end - start), line, "行目"));
        start = end + (bytes.substr(end).starts_with("\r\n") ? 2u : 1u);
    }
    return rows;
}

std::vector<ZenginRow> zengin_rows_of(const Csv& csv)
{
    std::vector<ZenginRow> rows;
    for (const CsvRow& row : csv.rows)
        rows.push_back(
            {.place = std::to_string(row.line) + "行目", .line = row.line, .raw = row.raw, .cells = row.cells});
    return rows;
}

std::string ZenginView::text(std::string_view name) const
{
    std::size_t start = 0;
    for (std::size_t i = 0; i < m_layout.size(); start += m_layout[i++].length) {
        if (m_layout[i].name != name)
            continue;
        std::string text;
        if (!m_row.fixed())
            text = i < m_row.cells.size() ? m_row.cells[i] : "";
        else if (start < m_row.bytes.size())
            text = from_cp932(std::string_view(m_row.bytes).substr(start, m_layout[i].length)).text;
        text.erase(text.find_last_not_of(' ') + 1);
        return text;
    }
    return "";
}

std::string ZenginView::where(std::string_view name) const
{
    std::size_t start = 1;
    for (std::size_t i = 0; i < m_layout.size(); start += m_layout[i++].length) {
        if (m_layout[i].name != name)
            continue;
        std::string place = m_row.place + "の";
        if (!m_row.fixed())
            place += std::to_string(i + 1) + "列目";
        else if (m_layout[i].length == 1)
            place += std::to_string(start) + "バイト目";
        else
            place += std::to_string(start) + "〜" + std::to_string(start + m_layout[i].length - 1) + "バイト目";
        return place + "（" + std::string(name) + "）";
    }
    return m_row.place;
}

}
