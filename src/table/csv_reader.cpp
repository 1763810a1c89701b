#include "table/csv_reader.h"

namespace kenkei::table {

namespace {

char separator_of(std::string_view text)
{
    const std::string_view line = text.substr(0, text.find_first_of("\r\n"));
    return line.find('\t') != std::string_view::npos && line.find(',') == std::string_view::npos ? '\t' : ',';
}

class Reader {
public:
    explicit Reader(std::string_view text) : m_text(text), m_separator(separator_of(text)) {}

    Csv read()
    {
        while (m_at < m_text.size())
            read_row();
        return std::move(m_csv);
    }

private:
    bool at_line_end() const { return m_at == m_text.size() || m_text[m_at] == '\n' || m_text[m_at] == '\r'; }
    bool at_cell_end() const { return at_line_end() || m_text[m_at] == m_separator; }

    void skip_line_end()
    {
        if (m_at == m_text.size())
            return;
        m_at += m_text.substr(m_at).starts_with("\r\n") ? 2u : 1u;
        ++m_line;
    }

    void add_fault(std::size_t line, std::string_view what)
    {
        m_csv.faults.push_back({line, std::to_string(line) + "行目: " + std::string(what)});
    }

    void read_row()
    {
        CsvRow row{.line = m_line};
        const std::size_t start = m_at;
        row.cells.push_back(read_cell());
        while (!at_line_end()) {
            ++m_at; // the separator
            row.cells.push_back(read_cell());
        }
        row.raw = std::string(m_text.substr(start, m_at - start));
        skip_line_end();
        if (!row.raw.empty())
            m_csv.rows.push_back(std::move(row));
    }

    std::string read_cell()
    {
        if (m_at < m_text.size() && m_text[m_at] == '"')
            return read_quoted();
        const std::size_t start = m_at;
        while (!at_cell_end())
            ++m_at;
        return std::string(m_text.substr(start, m_at - start));
    }

    std::string read_quoted()
    {
        const std::size_t first_line = m_line;
        std::string cell;
        for (++m_at; m_at < m_text.size(); ++m_at) {
            if (m_text[m_at] == '"') {
                if (m_at + 1 == m_text.size() || m_text[m_at + 1] != '"')
                    return read_behind_quote(std::move(cell));
                ++m_at;
            }
            cell += m_text[m_at];
            const bool return_before_newline = m_text.substr(m_at).starts_with("\r\n");
            if ((m_text[m_at] == '\n' || m_text[m_at] == '\r') && !return_before_newline)
                ++m_line;
        }
        add_fault(first_line, "「\"」で始まる欄が、ファイルの終わりまで閉じられていません。");
        return cell;
    }

    // At the closing quote.
    std::string read_behind_quote(std::string cell)
    {
        ++m_at;
        if (at_cell_end())
            return cell;
        add_fault(m_line, "閉じの「\"」の後に文字があります。欄の中の「\"」は2つ重ねて書きます。");
        while (!at_cell_end())
            cell += m_text[m_at++];
        return cell;
    }

    std::string_view m_text;
    char m_separator;
    std::size_t m_at = 0;
    std::size_t m_line = 1;
    Csv m_csv;
};

}

Csv read_csv(std::string_view text)
{
    return Reader(text).read();
}

std::vector<CsvFault> find_ragged_rows(const std::vector<CsvRow>& rows, std::size_t width)
{
    std::vector<CsvFault> faults;
    for (const CsvRow& row : rows) {
        if (row.cells.size() != width)
            faults.push_back({row.line, std::to_string(row.line) + "行目: 欄が" + std::to_string(row.cells.size()) +
                                            "個あります（" + std::to_string(width) +
                                            "個のはず）。値の中のカンマや、欠けた列がないか確かめてください。"});
    }
    return faults;
}

}
