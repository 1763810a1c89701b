#include "xlsx/style_part.h"

#include "xlsx/xml_output.h"

#include <algorithm>
#include <limits>

namespace kenkei::xlsx {

namespace {

constexpr std::size_t first_own_number_format = 164; // those before are built in

struct NumberFormat {
    std::string_view text;
    std::size_t id;
};

// ECMA-376 Part 1, 18.8.30; only those that look the same in every language of Excel.
constexpr NumberFormat built_in_number_formats[] = {{"0", 1},  {"0.00", 2},   {"#,##0", 3}, {"#,##0.00", 4},
                                                    {"0%", 9}, {"0.00%", 10}, {"@", 49}};

// Pieces of XML that several formats share, each once.
class Pieces {
public:
    std::size_t index_of(std::string piece)
    {
        auto found = std::find(m_pieces.begin(), m_pieces.end(), piece);
        auto index = static_cast<std::size_t>(found - m_pieces.begin());
        if (found == m_pieces.end())
            m_pieces.push_back(std::move(piece));
        return index;
    }

    void append_to(std::string& out, std::string_view tag) const
    {
        if (m_pieces.empty())
            return;
        out += '<';
        out += tag;
        out += " count=\"";
        append_number(out, m_pieces.size());
        out += "\">";
        for (const auto& piece : m_pieces)
            out += piece;
        out += "</";
        out += tag;
        out += '>';
    }

    std::size_t size() const { return m_pieces.size(); }
    const std::string& operator[](std::size_t index) const { return m_pieces[index]; }

private:
    std::vector<std::string> m_pieces;
};

std::string font_piece(const Style& style)
{
    std::string out = "<font>";
    if (style.bold)
        out += "<b/>";
    out += "<sz val=\"";
    append_number(out, style.size);
    out += "\"/><color rgb=\"";
    append_colour(out, style.colour);
    out += "\"/><name val=\"";
    append_attribute(out, style.font);
    out += "\"/></font>";
    return out;
}

std::string fill_piece(std::uint32_t background)
{
    std::string out = "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"";
    append_colour(out, background);
    out += "\"/><bgColor indexed=\"64\"/></patternFill></fill>";
    return out;
}

constexpr std::string_view border_names[] = {"none", "thin", "medium", "hair"};

std::string border_piece(const Style& style, bool with_diagonal)
{
    constexpr std::string_view sides[] = {"left", "right", "top", "bottom"};
    std::string out = "<border>";
    for (auto side : sides) {
        out += '<';
        out += side;
        if (style.border == Border::None) {
            out += "/>";
            continue;
        }
        out += " style=\"";
        out += border_names[static_cast<std::size_t>(style.border)];
        out += "\"><color rgb=\"";
        append_colour(out, style.border_colour);
        out += "\"/></";
        out += side;
        out += '>';
    }
    if (with_diagonal)
        out += "<diagonal/>";
    out += "</border>";
    return out;
}

std::size_t number_format_of(std::string_view format, Pieces& own)
{
    if (format.empty())
        return 0;
    for (const auto& built_in : built_in_number_formats) {
        if (built_in.text == format)
            return built_in.id;
    }
    auto id = first_own_number_format + own.size();
    std::string piece = "formatCode=\"";
    append_attribute(piece, format);
    piece += '"';
    for (std::size_t i = 0; i < own.size(); ++i) {
        if (own[i].ends_with(piece + "/>"))
            return first_own_number_format + i;
    }
    std::string numbered = "<numFmt numFmtId=\"";
    append_number(numbered, id);
    own.index_of(numbered + "\" " + piece + "/>");
    return id;
}

void append_alignment(std::string& out, const Style& style)
{
    constexpr std::string_view horizontal[] = {"", "left", "center", "right"};
    constexpr std::string_view vertical[] = {"top", "center", "bottom"};
    out += "<alignment";
    // An indent needs a side to count from.
    auto align = style.indent > 0 && style.align == Align::General ? Align::Left : style.align;
    if (align != Align::General) {
        out += " horizontal=\"";
        out += horizontal[static_cast<std::size_t>(align)];
        out += '"';
    }
    out += " vertical=\"";
    out += vertical[static_cast<std::size_t>(style.vertical)];
    out += '"';
    if (style.indent > 0) {
        out += " indent=\"";
        append_number(out, std::uint64_t{style.indent});
        out += '"';
    }
    if (style.wrap)
        out += " wrapText=\"1\"";
    if (style.shrink && !style.wrap) // Excel does not shrink what it wraps
        out += " shrinkToFit=\"1\"";
    out += "/>";
}

std::string cell_format(const Style& style, std::size_t number_format, std::size_t font, std::size_t fill,
                        std::size_t border)
{
    std::string out = "<xf numFmtId=\"";
    append_number(out, number_format);
    out += "\" fontId=\"";
    append_number(out, font);
    out += "\" fillId=\"";
    append_number(out, fill);
    out += "\" borderId=\"";
    append_number(out, border);
    out += "\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" "
           "applyAlignment=\"1\" applyProtection=\"1\">";
    append_alignment(out, style);
    if (!style.locked || style.formula_hidden) {
        out += "<protection";
        if (!style.locked)
            out += " locked=\"0\"";
        if (style.formula_hidden)
            out += " hidden=\"1\"";
        out += "/>";
    }
    out += "</xf>";
    return out;
}

// What a conditional format may change: colours, weight and lines, not the font, its size or the alignment.
std::string differential_format(const Style& style)
{
    std::string out = "<dxf><font>";
    if (style.bold)
        out += "<b/>";
    out += "<color rgb=\"";
    append_colour(out, style.colour);
    out += "\"/></font>";
    if (style.background) {
        out += "<fill><patternFill><bgColor rgb=\"";
        append_colour(out, *style.background);
        out += "\"/></patternFill></fill>";
    }
    if (style.border != Border::None)
        out += border_piece(style, false);
    out += "</dxf>";
    return out;
}

}

DifferentialStyles differential_styles(const Book& book)
{
    constexpr auto nowhere = std::numeric_limits<std::size_t>::max();
    DifferentialStyles found;
    found.positions.assign(book.styles.size(), nowhere);
    for (const auto& sheet : book.sheets) {
        for (const auto& format : sheet.conditional_formats) {
            auto& position = found.positions[format.style];
            if (position != nowhere)
                continue;
            position = found.styles.size();
            found.styles.push_back(format.style);
        }
    }
    return found;
}

std::string style_part(const Book& book, const DifferentialStyles& differential)
{
    Pieces number_formats;
    Pieces fonts;
    Pieces fills;
    Pieces borders;

    // Excel wants these to be the first. The font of the first style is the book's own: columns are measured by it.
    auto plain = Style{};
    if (!book.styles.empty()) {
        plain.font = book.styles.front().font;
        plain.size = book.styles.front().size;
    }
    fonts.index_of(font_piece(plain));
    fills.index_of("<fill><patternFill patternType=\"none\"/></fill>");
    fills.index_of("<fill><patternFill patternType=\"gray125\"/></fill>");
    borders.index_of(border_piece(plain, true));

    std::string cell_formats;
    for (const auto& style : book.styles) {
        auto number_format = number_format_of(style.number_format, number_formats);
        auto font = fonts.index_of(font_piece(style));
        auto fill = style.background ? fills.index_of(fill_piece(*style.background)) : 0;
        auto border = borders.index_of(border_piece(style, true));
        cell_formats += cell_format(style, number_format, font, fill, border);
    }

    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
                      "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">";
    number_formats.append_to(out, "numFmts");
    fonts.append_to(out, "fonts");
    fills.append_to(out, "fills");
    borders.append_to(out, "borders");
    out += "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
           "<cellXfs count=\"";
    append_number(out, format_of_cells(book.styles.size()));
    out += "\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>";
    out += cell_formats;
    out += "</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>"
           "<dxfs count=\"";
    append_number(out, differential.styles.size());
    out += "\">";
    for (auto style : differential.styles)
        out += differential_format(book.styles[style]);
    out += "</dxfs><tableStyles count=\"0\" defaultTableStyle=\"TableStyleMedium9\" "
           "defaultPivotStyle=\"PivotStyleLight16\"/></styleSheet>";
    return out;
}

}
