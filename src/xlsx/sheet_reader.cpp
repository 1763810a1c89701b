#include "xlsx/sheet_reader.h"

#include "base/utf8.h"
#include "xlsx/number_text.h"
#include "xlsx/text_limit.h"

namespace kenkei::xlsx {

using base::Error;
using base::Result;
using Event = XmlScanner::Event;

Result<void> SheetReader::read()
{
    const auto outcome = [&]() -> bool {
        if (m_scanner.next_tag() != Event::Start)
            return false;
        if (m_scanner.name() != "worksheet") {
            m_scanner.fail("シートではありません。");
            return false;
        }
        for (bool cells_seen = false;;) {
            switch (m_scanner.next_tag()) {
            case Event::Start:
                if (!read_child(cells_seen))
                    return false;
                break;
            case Event::End:
                return m_scanner.next_tag() == Event::Done;
            default:
                return false;
            }
        }
    }();
    if (outcome || m_enough)
        return {};
    if (m_error)
        return *std::move(m_error);
    return m_scanner.error(m_surroundings.part);
}

bool SheetReader::read_child(bool& cells_seen)
{
    if (m_scanner.name() == "sheetData") {
        if (cells_seen) {
            m_scanner.fail("シートの中身が2つあります。");
            return false;
        }
        cells_seen = true;
        return read_rows();
    }
    if (m_scanner.name() == "mergeCells")
        return read_merges();
    return m_scanner.skip_element();
}

bool SheetReader::read_rows()
{
    for (;;) {
        switch (m_scanner.next_tag()) {
        case Event::Start:
            if (m_scanner.name() != "row")
                return unknown_element("行");
            if (!read_row())
                return false;
            break;
        case Event::End:
            return true;
        default:
            return false;
        }
    }
}

bool SheetReader::read_row()
{
    m_place = {m_next_row, 0};
    m_next_column = 0;
    m_row_is_told = false;
    if (const auto text = m_scanner.find("r")) {
        const auto number = read_count(*text);
        if (!number || *number == 0 || *number > rows_of_a_sheet)
            return sheet_fault("行の番号「" + base::printable(base::shortened(*text, 40)) + "」が正しくありません。");
        m_place.row = static_cast<std::uint32_t>(*number - 1);
        m_row_is_told = true;
        if (m_place.row < m_next_row)
            return row_fault("行が上から順に並んでいないか、2回書かれています。");
    } else if (m_place.row == rows_of_a_sheet) {
        return sheet_fault("行がシートの外にはみ出しています。");
    }
    for (;;) {
        bool ended = false;
        while (read_common_cell(ended)) {
        }
        if (ended)
            return false;
        switch (m_scanner.next_tag()) {
        case Event::Start:
            if (!read_child_of_row())
                return false;
            break;
        case Event::End:
            m_next_row = m_place.row + 1;
            return true;
        default:
            return false;
        }
    }
}

namespace {

// What stands at the front of `text` for as long as it is of this kind; taken off.
template<typename Kind>
std::string_view take_while(std::string_view& text, std::size_t most, Kind is_of_kind)
{
    std::size_t length = 0;
    while (length < text.size() && length < most && is_of_kind(text[length]))
        ++length;
    const std::string_view taken = text.substr(0, length);
    text.remove_prefix(length);
    return taken;
}

bool take(std::string_view& text, std::string_view expected)
{
    if (!text.starts_with(expected))
        return false;
    text.remove_prefix(expected.size());
    return true;
}

constexpr auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
constexpr auto is_of_number = [](char c) {
    return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'E';
};
constexpr auto is_of_address = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); };

}

// A cell as nearly all programs write nearly all cells: <c r="B2" s="5"/>, <c r="B2" s="5" t="s"><v>7</v></c> or
// <c r="B2" s="5"><v>7</v></c>. Anything else, wrong things too, is left as it is for read_cell. `ended`: reading is
// over, because enough was taken or what the cell refers to is wrong.
bool SheetReader::read_common_cell(bool& ended)
{
    const std::string_view all = m_scanner.upcoming();
    std::string_view rest = all;
    if (!m_row_is_told || m_scanner.depth() + 2 > m_surroundings.limits.depth || !take(rest, "<c r=\""))
        return false;
    const std::optional<Place> place = read_a1(take_while(rest, 10, is_of_address));
    if (!place || place->row != m_place.row || place->column < m_next_column || !take(rest, "\" s=\""))
        return false;
    const auto style = read_count(take_while(rest, 9, is_digit));
    if (!style || *style >= m_surroundings.date_styles.size())
        return false;
    Content content;
    content.date_style = m_surroundings.date_styles[*style];
    if (!take(rest, "\"/>")) {
        const bool shared = take(rest, "\" t=\"s\"><v>");
        if (!shared && !take(rest, "\"><v>"))
            return false;
        content.type = shared ? Type::Shared : Type::Number;
        content.has_value = true;
        content.value = shared ? take_while(rest, 9, is_digit) : take_while(rest, 40, is_of_number);
        if (content.value.empty() || !take(rest, "</v></c>"))
            return false;
    }
    m_scanner.pass_over(all.size() - rest.size());
    m_place.column = place->column;
    m_next_column = place->column + 1;
    ended = content.has_value && !tell(content);
    return !ended;
}

bool SheetReader::read_child_of_row()
{
    if (m_scanner.name() == "c")
        return read_cell();
    if (m_scanner.name() == "extLst")
        return m_scanner.skip_element();
    return unknown_element("セル");
}

bool SheetReader::read_cell()
{
    m_place.column = m_next_column;
    Content content;
    if (!read_attributes(content))
        return false;
    if (m_place.column == columns_of_a_sheet)
        return row_fault("セルがシートの外にはみ出しています。");
    m_next_column = m_place.column + 1;
    return read_content(content) && tell(content);
}

bool SheetReader::read_attributes(Content& content)
{
    std::string_view type;
    std::string_view style;
    for (const XmlScanner::Attribute& attribute : m_scanner.attributes()) {
        if (attribute.name.size() != 1)
            continue;
        switch (attribute.name.front()) {
        case 'r':
            if (!read_place(m_scanner.value(attribute)))
                return false;
            break;
        case 't':
            type = m_scanner.value(attribute);
            break;
        case 's':
            style = m_scanner.value(attribute);
            break;
        default:
            break;
        }
    }
    return (type.empty() || read_type(type, content.type)) && (style.empty() || read_style(style, content.date_style));
}

bool SheetReader::read_place(std::string_view text)
{
    const auto place = read_a1(text);
    if (!place)
        return row_fault("セルの番地「" + base::printable(base::shortened(text, 40)) + "」が正しくありません。");
    if (!m_row_is_told && place->row > m_place.row && m_next_column == 0)
        m_place.row = place->row; // of a row without number its first cell tells it
    if (place->row != m_place.row)
        return row_fault("セルの番地「" + std::string(text) + "」が別の行のものです。");
    const std::uint32_t next = m_place.column;
    m_place.column = place->column;
    if (place->column < next)
        return cell_fault("セルが左から順に並んでいないか、2回書かれています。");
    return true;
}

bool SheetReader::read_type(std::string_view text, Type& type)
{
    static constexpr std::pair<std::string_view, Type> types[] = {
        {"s", Type::Shared},  {"n", Type::Number}, {"str", Type::Text}, {"inlineStr", Type::Inline},
        {"b", Type::Boolean}, {"e", Type::Error},  {"d", Type::Day}};
    for (const auto& [name, known] : types) {
        if (name == text) {
            type = known;
            return true;
        }
    }
    return cell_fault("値の種類「" + base::printable(base::shortened(text, 40)) + "」が分かりません。");
}

bool SheetReader::read_style(std::string_view text, bool& date_style)
{
    const auto style = read_count(text);
    if (!style || *style >= m_surroundings.date_styles.size())
        return cell_fault("書式の番号「" + base::printable(base::shortened(text, 40)) + "」がブックにありません。");
    date_style = m_surroundings.date_styles[*style];
    return true;
}

bool SheetReader::read_content(Content& content)
{
    for (;;) {
        switch (m_scanner.next_tag()) {
        case Event::Start:
            break;
        case Event::End:
            return true;
        default:
            return false;
        }
        const std::string_view name = m_scanner.name();
        if (name == "v") {
            if (!read_value(content))
                return false;
        } else if (name == "f") {
            if (content.has_formula || content.has_value || content.has_inline)
                return cell_fault("数式が2つあるか、値の後ろにあります。");
            content.has_formula = true;
            if (!m_formula_reader.read_plain(m_scanner, content.formula))
                return false;
            if (is_too_long(content.formula, m_surroundings.limits.text))
                return cell_fault("数式が長すぎます。", "xlsx.too-big");
        } else if (name == "is" && content.type == Type::Inline) {
            if (!read_inline(content))
                return false;
        } else if (name != "extLst") {
            return unknown_element("セルの値");
        } else if (!m_scanner.skip_element()) {
            return false;
        }
    }
}

bool SheetReader::read_inline(Content& content)
{
    if (content.has_inline || content.has_value)
        return cell_fault("値が2つあります。");
    content.has_inline = true;
    return m_value_reader.read_rich(m_scanner, content.value);
}

// The result of a formula stands in <v> even where some programs call it inline.
bool SheetReader::read_value(Content& content)
{
    if (content.has_value || content.has_inline)
        return cell_fault("値が2つあります。");
    content.has_value = true;
    if (content.type == Type::Text || content.type == Type::Inline || content.type == Type::Error)
        return m_value_reader.read_plain(m_scanner, content.value);
    if (!m_scanner.read_text(content.value)) // nothing else is read of this cell that could replace it
        return false;
    content.value = trimmed(content.value);
    return true;
}

// A cell without content is formatted only and not told.
bool SheetReader::tell(const Content& content)
{
    const bool may_be_empty = content.type == Type::Text || content.type == Type::Inline;
    const bool has_value = (content.has_value || content.has_inline) && (may_be_empty || !content.value.empty());
    if (!has_value && !content.has_formula) {
        if (content.has_value && content.type != Type::Number)
            return cell_fault("値が書かれていません。");
        return true;
    }
    if (m_surroundings.cells_of_others + ++m_cells > m_surroundings.limits.cells)
        return cell_fault("ここまでで、値のあるセルが上限の" + std::to_string(m_surroundings.limits.cells) +
                              "個を超えています。",
                          "xlsx.too-big");
    ReadCell cell{.at = m_place,
                  .kind = CellKind::Blank,
                  .text = content.value,
                  .formula = content.has_formula,
                  .formula_text = content.formula};
    if (has_value && !set_value(content, cell))
        return false;
    if (!m_take(cell))
        m_enough = true;
    return !m_enough;
}

bool SheetReader::set_value(const Content& content, ReadCell& cell)
{
    switch (content.type) {
    case Type::Number:
        return set_number(content, cell);
    case Type::Shared: {
        const auto index = read_count(content.value);
        if (!index || *index >= m_surroundings.strings.size())
            return cell_fault("文字列の番号「" + base::printable(base::shortened(content.value, 40)) +
                              "」がブックにありません。");
        cell.kind = CellKind::Text;
        cell.text = m_surroundings.strings[*index];
        return true;
    }
    case Type::Text:
    case Type::Inline:
        cell.kind = CellKind::Text;
        if (is_too_long(cell.text, m_surroundings.limits.text))
            return cell_fault("文字が、上限の" + std::to_string(m_surroundings.limits.text) + "字を超えています。",
                              "xlsx.too-big");
        return true;
    case Type::Boolean:
        cell.kind = CellKind::Boolean;
        cell.number = cell.text == "1" || cell.text == "true" ? 1 : 0;
        if (cell.number == 0 && cell.text != "0" && cell.text != "false")
            return cell_fault("真偽値「" + base::printable(base::shortened(cell.text, 40)) + "」が読めません。");
        return true;
    case Type::Error:
        cell.kind = CellKind::Error;
        cell.text = trimmed(cell.text); // #N/A; of programs that are not Excel also Err:502
        if (cell.text.empty() || is_too_long(cell.text, 255))
            return cell_fault("エラー値「" + base::printable(base::shortened(cell.text, 40)) + "」が読めません。");
        return true;
    case Type::Day:
        break;
    }
    cell.kind = CellKind::Date;
    const auto serial = serial_of_iso(cell.text, m_surroundings.epoch);
    if (!serial)
        return cell_fault("日付「" + base::printable(base::shortened(cell.text, 40)) + "」が読めません。");
    cell.number = *serial;
    return true;
}

bool SheetReader::set_number(const Content& content, ReadCell& cell)
{
    cell.kind = content.date_style ? CellKind::Date : CellKind::Number;
    const auto number = read_number(cell.text);
    if (!number)
        return cell_fault("数値「" + base::printable(base::shortened(cell.text, 40)) + "」が読めません。");
    cell.number = *number;
    return true;
}

bool SheetReader::read_merges()
{
    for (;;) {
        switch (m_scanner.next_tag()) {
        case Event::Start:
            break;
        case Event::End:
            return true;
        default:
            return false;
        }
        if (m_scanner.name() != "mergeCell")
            return unknown_element("セルの結合");
        const auto text = m_scanner.find("ref").value_or("");
        const auto range = read_range(text);
        if (!range)
            return sheet_fault("セルの結合の範囲「" + base::printable(base::shortened(text, 40)) +
                               "」が正しくありません。");
        if (m_merges.size() == m_surroundings.limits.cells)
            return sheet_fault("セルの結合が多すぎます。", "xlsx.too-big");
        m_merges.push_back(*range);
        if (!m_scanner.skip_element())
            return false;
    }
}

bool SheetReader::cell_fault(std::string what, std::string code)
{
    return fault("のセル" + a1(m_place), std::move(what), std::move(code));
}

bool SheetReader::row_fault(std::string what)
{
    return fault("の" + std::to_string(m_place.row + 1) + "行目", std::move(what), "xlsx.cell");
}

bool SheetReader::sheet_fault(std::string what, std::string code)
{
    return fault("", std::move(what), std::move(code));
}

bool SheetReader::fault(std::string place, std::string what, std::string code)
{
    m_error = Error{.code = std::move(code),
                    .message = "シート「" + base::printable(base::shortened(m_surroundings.sheet, 40)) + "」" +
                               std::move(place) + "：" + std::move(what),
                    .way_out = "Excelで開いて確かめ、「名前を付けて保存」で保存し直してください。"};
    return false;
}

bool SheetReader::unknown_element(std::string_view where)
{
    m_scanner.fail(std::string(where) + "のあるべきところに、知らない要素" + quoted_name(m_scanner.name()) +
                   "があります。");
    return false;
}

}
