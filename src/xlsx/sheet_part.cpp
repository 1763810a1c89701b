#include "xlsx/sheet_part.h"

#include "xlsx/utf16.h"
#include "xlsx/xml_output.h"

#include <algorithm>
#include <cmath>

namespace kenkei::xlsx {

namespace {

constexpr double header_margin = 0.3; // inches

// A cell as it is written: those of the book, and the blank ones that give a merged range its lines.
struct WrittenCell {
    Place at;
    std::size_t style = 0;
    const Cell* cell = nullptr;
};

std::vector<WrittenCell> cells_in_order(const Sheet& sheet)
{
    std::vector<WrittenCell> cells;
    cells.reserve(sheet.cells.size());
    for (const auto& cell : sheet.cells)
        cells.push_back({cell.at, cell.style, &cell});
    auto before = [](const WrittenCell& a, const WrittenCell& b) { return a.at < b.at; };
    if (!std::is_sorted(cells.begin(), cells.end(), before))
        std::sort(cells.begin(), cells.end(), before);

    auto from_book = cells.size();
    for (const auto& merge : sheet.merges) {
        auto book_end = cells.begin() + static_cast<std::ptrdiff_t>(from_book);
        auto first = std::lower_bound(cells.begin(), book_end, WrittenCell{merge.first, 0, nullptr}, before);
        if (first == book_end || first->at != merge.first)
            continue;
        auto style = first->style;
        for (auto row = merge.first.row; row <= merge.last.row; ++row) {
            for (auto column = merge.first.column; column <= merge.last.column; ++column)
                cells.push_back({{row, column}, style, nullptr});
        }
    }
    if (cells.size() > from_book) {
        // Of two in one place the book's own comes first and stays.
        std::stable_sort(cells.begin(), cells.end(), before);
        auto same_place = [](const WrittenCell& a, const WrittenCell& b) { return a.at == b.at; };
        cells.erase(std::unique(cells.begin(), cells.end(), same_place), cells.end());
    }
    return cells;
}

// As Excel writes a range: one cell without its colon.
std::string range_text(const Range& range)
{
    return range.first == range.last ? a1(range.first) : a1(range);
}

class SheetWriter {
public:
    SheetWriter(std::string& out, const Sheet& sheet, const DifferentialStyles& differential, SharedStrings& strings)
        : m_out(out)
        , m_sheet(sheet)
        , m_differential(differential)
        , m_strings(strings)
        , m_cells(cells_in_order(sheet))
    {}

    void append(bool is_active);

private:
    void append_properties();
    void append_dimension();
    void append_view(bool is_active);
    void append_columns();
    void append_rows();
    void append_row_start(std::uint32_t row, const double* height);
    void append_cell(const WrittenCell&, std::string_view row);
    void append_merges();
    void append_conditional_formats();
    void append_validations();
    void append_validation(const Validation&);
    void append_page();

    const std::string& letters(std::uint32_t column)
    {
        while (m_letters.size() <= column)
            m_letters.push_back(column_letters(static_cast<std::uint32_t>(m_letters.size())));
        return m_letters[column];
    }

    void attribute(std::string_view name, std::string_view value)
    {
        m_out += ' ';
        m_out += name;
        m_out += "=\"";
        append_attribute(m_out, value);
        m_out += '"';
    }

    template<typename Number>
    requires std::is_arithmetic_v<Number>
    void attribute(std::string_view name, Number value)
    {
        m_out += ' ';
        m_out += name;
        m_out += "=\"";
        if constexpr (std::is_floating_point_v<Number>)
            append_number(m_out, value);
        else
            append_number(m_out, std::uint64_t{value});
        m_out += '"';
    }

    // Formulas, headers and footers are of the type ST_Xstring as the texts of cells are.
    void element(std::string_view tag, std::string_view text)
    {
        m_out += '<';
        m_out += tag;
        m_out += '>';
        append_cell_text(m_out, text);
        m_out += "</";
        m_out += tag;
        m_out += '>';
    }

    std::string& m_out;
    const Sheet& m_sheet;
    const DifferentialStyles& m_differential;
    SharedStrings& m_strings;
    std::vector<WrittenCell> m_cells;
    std::vector<std::string> m_letters;
};

// The order of the parts is that of ECMA-376 Part 1, 18.3.1.99; Excel refuses any other.
void SheetWriter::append(bool is_active)
{
    m_out += "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
             "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
             "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">";
    append_properties();
    append_dimension();
    append_view(is_active);
    m_out += "<sheetFormatPr defaultRowHeight=\"15\"/>";
    append_columns();
    append_rows();
    if (m_sheet.is_protected)
        m_out += "<sheetProtection sheet=\"1\" objects=\"1\" scenarios=\"1\"/>";
    append_merges();
    append_conditional_formats();
    append_validations();
    append_page();
    m_out += "</worksheet>";
}

void SheetWriter::append_properties()
{
    m_out += "<sheetPr>";
    if (m_sheet.tab_colour) {
        m_out += "<tabColor rgb=\"";
        append_colour(m_out, *m_sheet.tab_colour);
        m_out += "\"/>";
    }
    if (m_sheet.page.fit_wide > 0 || m_sheet.page.fit_tall > 0)
        m_out += "<pageSetUpPr fitToPage=\"1\"/>";
    m_out += "</sheetPr>";
}

void SheetWriter::append_dimension()
{
    Range used;
    if (!m_cells.empty())
        used = {m_cells.front().at, m_cells.front().at};
    for (const auto& cell : m_cells) {
        used.first.column = std::min(used.first.column, cell.at.column);
        used.last.column = std::max(used.last.column, cell.at.column);
        used.last.row = cell.at.row;
    }
    m_out += "<dimension";
    attribute("ref", range_text(used));
    m_out += "/>";
}

void SheetWriter::append_view(bool is_active)
{
    m_out += "<sheetViews><sheetView";
    if (!m_sheet.gridlines)
        attribute("showGridLines", 0U);
    if (is_active)
        attribute("tabSelected", 1U);
    attribute("workbookViewId", 0U);
    if (!m_sheet.freeze) {
        m_out += "/></sheetViews>";
        return;
    }
    auto [row, column] = *m_sheet.freeze;
    m_out += "><pane";
    if (column > 0)
        attribute("xSplit", column);
    if (row > 0)
        attribute("ySplit", row);
    attribute("topLeftCell", a1(*m_sheet.freeze));
    std::string_view pane = row == 0 ? "topRight" : column == 0 ? "bottomLeft" : "bottomRight";
    attribute("activePane", pane);
    m_out += " state=\"frozen\"/>";
    if (row > 0 && column > 0)
        m_out += "<selection pane=\"topRight\"/><selection pane=\"bottomLeft\"/>";
    m_out += "<selection";
    attribute("pane", pane);
    m_out += "/></sheetView></sheetViews>";
}

void SheetWriter::append_columns()
{
    if (m_sheet.columns.empty())
        return;
    auto columns = m_sheet.columns;
    std::sort(columns.begin(), columns.end(), [](const Column& a, const Column& b) { return a.first < b.first; });
    m_out += "<cols>";
    for (const auto& column : columns) {
        // 18.3.1.13: from characters to what is stored, with 7 pixels for a digit and 5 around the text.
        constexpr double digit = 7;
        constexpr double around = 5;
        auto pixels = column.width < 1 ? std::floor(column.width * (digit + around) + 0.5)
                                       : std::floor(column.width * digit + 0.5) + around;
        m_out += "<col";
        attribute("min", column.first + 1);
        attribute("max", column.last + 1);
        attribute("width", std::floor(pixels / digit * 256) / 256);
        if (column.hidden)
            attribute("hidden", 1U);
        m_out += " customWidth=\"1\"/>";
    }
    m_out += "</cols>";
}

void SheetWriter::append_rows()
{
    auto heights = m_sheet.row_heights;
    std::sort(heights.begin(), heights.end());
    auto height = heights.begin();
    auto cell = m_cells.begin();
    std::string row_number;

    m_out += "<sheetData>";
    while (cell != m_cells.end() || height != heights.end()) {
        auto row = cell == m_cells.end()     ? height->first
                   : height == heights.end() ? cell->at.row
                                             : std::min(cell->at.row, height->first);
        row_number.clear();
        append_number(row_number, std::uint64_t{row} + 1);
        m_out += "<row r=\"";
        m_out += row_number;
        m_out += '"';
        if (height != heights.end() && height->first == row) {
            attribute("ht", height->second);
            attribute("customHeight", 1U);
            ++height;
        }
        m_out += '>';
        for (; cell != m_cells.end() && cell->at.row == row; ++cell)
            append_cell(*cell, row_number);
        m_out += "</row>";
    }
    m_out += "</sheetData>";
}

void SheetWriter::append_cell(const WrittenCell& written, std::string_view row)
{
    m_out += "<c r=\"";
    m_out += letters(written.at.column);
    m_out += row;
    m_out += "\" s=\"";
    append_number(m_out, format_of_cells(written.style));
    if (written.cell == nullptr) {
        m_out += "\"/>";
        return;
    }
    const auto& content = written.cell->content;
    if (const auto* number = std::get_if<double>(&content)) {
        m_out += "\"><v>";
        append_number(m_out, *number);
        m_out += "</v></c>";
        return;
    }
    if (const auto* text = std::get_if<std::string>(&content); text != nullptr && !text->empty()) {
        if (m_sheet.own_texts) {
            m_out += "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">";
            append_cell_text(m_out, *text);
            m_out += "</t></is></c>";
            return;
        }
        m_out += "\" t=\"s\"><v>";
        append_number(m_out, m_strings.index_of(*text));
        m_out += "</v></c>";
        return;
    }
    if (const auto* formula = std::get_if<Formula>(&content)) {
        const auto* number = std::get_if<double>(&formula->result);
        m_out += number != nullptr ? "\"><f>" : "\" t=\"str\"><f>";
        append_cell_text(m_out, formula->text);
        m_out += "</f><v>";
        if (number != nullptr)
            append_number(m_out, *number);
        else
            append_cell_text(m_out, *std::get_if<std::string>(&formula->result));
        m_out += "</v></c>";
        return;
    }
    m_out += "\"/>";
}

void SheetWriter::append_merges()
{
    if (m_sheet.merges.empty())
        return;
    m_out += "<mergeCells";
    attribute("count", m_sheet.merges.size());
    m_out += '>';
    for (const auto& merge : m_sheet.merges) {
        m_out += "<mergeCell";
        attribute("ref", a1(merge));
        m_out += "/>";
    }
    m_out += "</mergeCells>";
}

void SheetWriter::append_conditional_formats()
{
    std::size_t priority = 0;
    for (const auto& format : m_sheet.conditional_formats) {
        m_out += "<conditionalFormatting";
        attribute("sqref", range_text(format.range));
        m_out += "><cfRule type=\"expression\"";
        attribute("dxfId", m_differential.positions[format.style]);
        attribute("priority", ++priority);
        m_out += '>';
        element("formula", format.formula);
        m_out += "</cfRule></conditionalFormatting>";
    }
}

void SheetWriter::append_validations()
{
    if (m_sheet.validations.empty())
        return;
    m_out += "<dataValidations";
    attribute("count", m_sheet.validations.size());
    m_out += '>';
    for (const auto& validation : m_sheet.validations)
        append_validation(validation);
    m_out += "</dataValidations>";
}

void SheetWriter::append_validation(const Validation& validation)
{
    constexpr std::string_view types[] = {"list", "list", "whole", "decimal", "date", "textLength", "custom"};
    constexpr std::string_view severities[] = {"stop", "warning", "information"};
    constexpr std::size_t title_length = 32;
    constexpr std::size_t message_length = 255;

    m_out += "<dataValidation";
    attribute("type", types[static_cast<std::size_t>(validation.kind)]);
    if (validation.severity != Validation::Severity::Stop)
        attribute("errorStyle", severities[static_cast<std::size_t>(validation.severity)]);
    if (validation.ignore_blank)
        attribute("allowBlank", 1U);
    attribute("showInputMessage", 1U);
    attribute("showErrorMessage", 1U);
    if (!validation.error_title.empty())
        attribute("errorTitle", cut_to_utf16_length(validation.error_title, title_length));
    if (!validation.error_message.empty())
        attribute("error", cut_to_utf16_length(validation.error_message, message_length));
    if (!validation.input_title.empty())
        attribute("promptTitle", cut_to_utf16_length(validation.input_title, title_length));
    if (!validation.input_message.empty())
        attribute("prompt", cut_to_utf16_length(validation.input_message, message_length));
    attribute("sqref", range_text(validation.range));
    m_out += '>';

    switch (validation.kind) {
    case Validation::Kind::List: {
        std::string list = "\"";
        for (const auto& value : validation.values) {
            if (list.size() > 1)
                list += ',';
            for (char c : value)
                list += c == '"' ? std::string("\"\"") : std::string(1, c);
        }
        element("formula1", list + '"');
        break;
    }
    case Validation::Kind::ListFormula:
    case Validation::Kind::Custom:
        element("formula1", validation.formula);
        break;
    case Validation::Kind::Whole:
    case Validation::Kind::Decimal:
    case Validation::Kind::Date:
    case Validation::Kind::TextLength: // between: the operator that need not be named
        m_out += "<formula1>";
        append_number(m_out, validation.minimum);
        m_out += "</formula1><formula2>";
        append_number(m_out, validation.maximum);
        m_out += "</formula2>";
        break;
    }
    m_out += "</dataValidation>";
}

void SheetWriter::append_page()
{
    constexpr std::uint32_t a4 = 9; // 18.3.1.63 paperSize
    const auto& page = m_sheet.page;
    if (page.centre)
        m_out += "<printOptions horizontalCentered=\"1\"/>";
    m_out += "<pageMargins";
    attribute("left", page.margin_left);
    attribute("right", page.margin_right);
    attribute("top", page.margin_top);
    attribute("bottom", page.margin_bottom);
    attribute("header", header_margin);
    attribute("footer", header_margin);
    m_out += "/><pageSetup";
    attribute("paperSize", a4);
    if (page.fit_wide > 0 || page.fit_tall > 0) {
        attribute("fitToWidth", page.fit_wide);
        attribute("fitToHeight", page.fit_tall);
    } else if (page.scale != 100) {
        attribute("scale", page.scale);
    }
    attribute("orientation", std::string_view(page.landscape ? "landscape" : "portrait"));
    m_out += "/>";
    if (!page.header.empty() || !page.footer.empty()) {
        m_out += "<headerFooter>";
        if (!page.header.empty())
            element("oddHeader", page.header);
        if (!page.footer.empty())
            element("oddFooter", page.footer);
        m_out += "</headerFooter>";
    }
    if (page.breaks.empty())
        return;
    auto breaks = page.breaks;
    std::sort(breaks.begin(), breaks.end());
    breaks.erase(std::unique(breaks.begin(), breaks.end()), breaks.end());
    m_out += "<rowBreaks";
    attribute("count", breaks.size());
    attribute("manualBreakCount", breaks.size());
    m_out += '>';
    for (auto row : breaks) { // counted from 1 the number of the last row of a page is that of the next one from 0
        m_out += "<brk";
        attribute("id", row);
        attribute("max", columns_of_a_sheet - 1);
        attribute("man", 1U);
        m_out += "/>";
    }
    m_out += "</rowBreaks>";
}

}

void append_sheet_part(std::string& out, const Sheet& sheet, bool is_active, const DifferentialStyles& differential,
                       SharedStrings& strings)
{
    SheetWriter(out, sheet, differential, strings).append(is_active);
}

}
