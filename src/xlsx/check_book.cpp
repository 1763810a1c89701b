#include "xlsx/check_book.h"

#include "base/utf8.h"
#include "xlsx/utf16.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace kenkei::xlsx {

namespace {

using base::Error;
using base::Result;

// Excel's limits, "Excel specifications and limits".
constexpr std::size_t longest_text = 32767;
constexpr std::size_t longest_formula = 8192;
constexpr std::size_t longest_string = 255; // that stands in a formula
constexpr std::size_t longest_list = 255;
constexpr std::size_t longest_validation_formula = 255;
constexpr std::size_t longest_sheet_name = 31;
constexpr std::size_t longest_font_name = 31;
constexpr std::size_t longest_header = 255;
constexpr std::size_t longest_name = 255;
constexpr std::size_t longest_property = 255;
constexpr std::size_t most_styles = 64000;
constexpr std::size_t most_breaks = 1026;
constexpr std::size_t most_validations = 65534;
constexpr std::uint32_t most_indent = 250;
constexpr std::uint32_t most_pages = 32767;
constexpr double largest_font = 409;
constexpr double highest_row = 409;
constexpr double widest_column = 255;

// Ours: each cell of a merged range is written for its lines.
constexpr std::uint64_t largest_merge = 65536;

Error bad_book(const std::string& where, const std::string& what)
{
    return {.code = "xlsx.bad-book", .message = where + what, .way_out = "様式の定義を直してください。"};
}

enum class Controls { Allowed, Refused };

// Whether XML can hold the text; NUL and U+FFFE, U+FFFF it never can.
bool is_writable(std::string_view text, Controls controls)
{
    unsigned bits = 0;
    bool bare = false;
    for (char c : text) {
        auto byte = static_cast<unsigned char>(c);
        bits |= byte;
        bare |= byte < 0x20 && (byte == 0 || (controls == Controls::Refused && byte != '\n' && byte != '\t'));
    }
    if (bare || bits < 0x80)
        return !bare;
    return base::is_utf8(text) && text.find("\xEF\xBF\xBE") == std::string_view::npos &&
           text.find("\xEF\xBF\xBF") == std::string_view::npos;
}

// Whether check_text would say yes for sure; does not need to know where the text stands.
bool is_surely_fine(std::string_view text, std::size_t longest, Controls controls = Controls::Refused)
{
    return text.size() <= longest && is_writable(text, controls);
}

// `what` with its particle: 「文字列が」.
Result<void> check_text(const std::string& where, std::string_view what, std::string_view text, std::size_t longest,
                        Controls controls = Controls::Refused)
{
    if (!is_writable(text, controls)) {
        return Error{.code = "xlsx.bad-book",
                     .message = where + std::string(what) + "Excel に書けない文字を含んでいます。",
                     .way_out = "制御文字や壊れた文字を取り除いてください。"};
    }
    if (text.size() <= longest)
        return {};
    auto length = utf16_length(text);
    if (length > longest) {
        return Error{.code = "xlsx.too-long",
                     .message = where + std::string(what) + std::to_string(length) + "文字あり、Excel の上限" +
                                std::to_string(longest) + "文字を超えています。",
                     .way_out = "短くしてください。"};
    }
    return {};
}

// The longest "…" of a formula as Excel counts it; the quotes around a sheet's name are others.
std::size_t longest_string_in(std::string_view formula)
{
    std::size_t longest = 0;
    std::size_t length = 0;
    char quote = '\0';
    for (std::size_t i = 0; i < formula.size(); ++i) {
        const char c = formula[i];
        if (quote == '\0' && (c == '"' || c == '\'')) {
            quote = c;
            length = 0;
        } else if (quote != '\0' && c != quote) {
            length += utf16_length_of(c);
        } else if (quote != '\0' && i + 1 < formula.size() && formula[i + 1] == quote) {
            ++length; // a doubled quote is one
            ++i;
        } else if (quote != '\0') {
            longest = quote == '"' ? std::max(longest, length) : longest;
            quote = '\0';
        }
    }
    return longest;
}

Result<void> check_formula(const std::string& where, std::string_view formula)
{
    if (formula.empty())
        return bad_book(where, "数式が空です。");
    if (formula.starts_with('='))
        return bad_book(where, "数式の先頭に = があります（= は書きません）。");
    if (formula.size() > longest_string && longest_string_in(formula) > longest_string)
        return Error{.code = "xlsx.too-long",
                     .message = where + "数式の中に、Excel の上限" + std::to_string(longest_string) +
                                "文字を超える文字列があります。",
                     .way_out = "& でつないだ短い文字列に分けるか、セルに書いて参照してください。"};
    return check_text(where, "数式が", formula, longest_formula);
}

bool is_on_sheet(Place place)
{
    return place.row < rows_of_a_sheet && place.column < columns_of_a_sheet;
}

bool is_on_sheet(const Range& range)
{
    return is_on_sheet(range.first) && is_on_sheet(range.last) && range.first.row <= range.last.row &&
           range.first.column <= range.last.column;
}

bool is_between(double number, double least, double most)
{
    return number >= least && number <= most; // never for NaN
}

std::string in_lower_case(std::string_view text)
{
    std::string lower(text);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c + ('a' - 'A'));
    }
    return lower;
}

Result<void> check_styles(const std::vector<Style>& styles)
{
    if (styles.size() > most_styles)
        return bad_book("", "書式が多すぎます。");
    for (std::size_t i = 0; i < styles.size(); ++i) {
        const auto& style = styles[i];
        auto where = "書式" + std::to_string(i) + "の";
        if (style.font.empty())
            return bad_book(where, "フォント名が空です。");
        TRY(check_text(where, "フォント名が", style.font, longest_font_name));
        TRY(check_text(where, "表示形式が", style.number_format, longest_property));
        if (!is_between(style.size, 1, largest_font))
            return bad_book(where, "文字の大きさが1〜409ポイントにありません。");
        if (style.indent > most_indent)
            return bad_book(where, "字下げが250を超えています。");
        if (std::max({style.colour, style.background.value_or(0), style.border_colour}) > 0xFFFFFF)
            return bad_book(where, "色が 0xRRGGBB の形ではありません。");
    }
    return {};
}

// What the checks of a sheet share.
class SheetCheck {
public:
    SheetCheck(const Book& book, const Sheet& sheet) : m_book(book), m_sheet(sheet) {}

    Result<void> check()
    {
        TRY(check_cells());
        TRY(check_merges());
        TRY(check_lines());
        if (m_sheet.validations.size() > most_validations)
            return bad_book(in_sheet(), "入力規則が多すぎます。");
        for (const auto& validation : m_sheet.validations)
            TRY(check_validation(validation));
        for (const auto& format : m_sheet.conditional_formats) {
            if (!is_on_sheet(format.range) || format.style >= m_book.styles.size())
                return bad_book(in_sheet(), "条件付き書式の範囲か書式番号が正しくありません。");
            TRY(check_formula(at(format.range.first) + "条件付き書式の", format.formula));
        }
        return check_page();
    }

private:
    std::string in_sheet() const { return "シート「" + m_sheet.name + "」の"; }
    std::string at(Place place) const { return "シート「" + m_sheet.name + "」" + a1(place) + " の"; }

    Result<void> check_cells();
    Result<void> check_content(const Cell&);
    Result<void> check_formula_of(const Cell&, const Formula&);
    Result<void> check_merges();
    Result<void> check_lines();
    Result<void> check_validation(const Validation&);
    Result<void> check_page();

    const Book& m_book;
    const Sheet& m_sheet;
    std::vector<const Cell*> m_cells; // by place
};

Result<void> SheetCheck::check_cells()
{
    m_cells.reserve(m_sheet.cells.size());
    for (const auto& cell : m_sheet.cells) {
        if (!is_on_sheet(cell.at)) {
            return bad_book(in_sheet(), std::to_string(cell.at.row + 1) + "行" + std::to_string(cell.at.column + 1) +
                                            "列のセルは、シートの外です。");
        }
        if (cell.style >= m_book.styles.size())
            return bad_book(at(cell.at), "書式番号" + std::to_string(cell.style) + "の書式がありません。");
        m_cells.push_back(&cell);

        TRY(check_content(cell));
    }
    auto before = [](const Cell* a, const Cell* b) { return a->at < b->at; };
    if (!std::is_sorted(m_cells.begin(), m_cells.end(), before))
        std::sort(m_cells.begin(), m_cells.end(), before);
    for (std::size_t i = 1; i < m_cells.size(); ++i) {
        if (m_cells[i - 1]->at == m_cells[i]->at)
            return bad_book(at(m_cells[i]->at), "セルが2度書かれています。");
    }
    return {};
}

// Most cells are fine, so where one stands is put into words only when it is not.
Result<void> SheetCheck::check_content(const Cell& cell)
{
    const auto* text = std::get_if<std::string>(&cell.content);
    if (text != nullptr && !is_surely_fine(*text, longest_text, Controls::Allowed))
        return check_text(at(cell.at), "文字列が", *text, longest_text, Controls::Allowed);
    const auto* number = std::get_if<double>(&cell.content);
    if (number != nullptr && !std::isfinite(*number))
        return bad_book(at(cell.at), "数値が有限ではありません。");
    const auto* formula = std::get_if<Formula>(&cell.content);
    return formula != nullptr ? check_formula_of(cell, *formula) : Result<void>{};
}

Result<void> SheetCheck::check_formula_of(const Cell& cell, const Formula& formula)
{
    if (formula.text.empty() || formula.text.front() == '=' || !is_surely_fine(formula.text, longest_string))
        TRY(check_formula(at(cell.at), formula.text));
    const auto* text = std::get_if<std::string>(&formula.result);
    if (text != nullptr && !is_surely_fine(*text, longest_text, Controls::Allowed))
        return check_text(at(cell.at), "数式の値が", *text, longest_text, Controls::Allowed);
    const auto* number = std::get_if<double>(&formula.result);
    if (number != nullptr && !std::isfinite(*number))
        return bad_book(at(cell.at), "数式の値が有限ではありません。");
    return {};
}

Result<void> SheetCheck::check_merges()
{
    auto merges = m_sheet.merges;
    std::sort(merges.begin(), merges.end(), [](const Range& a, const Range& b) { return a.first < b.first; });
    for (std::size_t i = 0; i < merges.size(); ++i) {
        const auto& merge = merges[i];
        if (!is_on_sheet(merge) || merge.first == merge.last)
            return bad_book(in_sheet(), "セル結合の範囲が正しくありません。");
        auto area = std::uint64_t{merge.last.row - merge.first.row + 1} * (merge.last.column - merge.first.column + 1);
        if (area > largest_merge)
            return bad_book(at(merge.first), "セル結合の範囲が広すぎます。");
        for (std::size_t j = i + 1; j < merges.size() && merges[j].first.row <= merge.last.row; ++j) {
            if (merges[j].first.column <= merge.last.column && merges[j].last.column >= merge.first.column)
                return bad_book(at(merges[j].first), "セル結合が " + a1(merge) + " と重なっています。");
        }
        for (auto row = merge.first.row; row <= merge.last.row; ++row) {
            auto cell = std::lower_bound(m_cells.begin(), m_cells.end(), Place{row, merge.first.column},
                                         [](const Cell* a, Place place) { return a->at < place; });
            for (; cell != m_cells.end() && merge.contains((*cell)->at); ++cell) {
                if ((*cell)->at != merge.first && !std::holds_alternative<std::monostate>((*cell)->content))
                    return bad_book(at((*cell)->at), "内容は、結合 " + a1(merge) + " に隠れて見えません。");
            }
        }
    }
    return {};
}

// Columns and rows.
Result<void> SheetCheck::check_lines()
{
    auto columns = m_sheet.columns;
    std::sort(columns.begin(), columns.end(), [](const Column& a, const Column& b) { return a.first < b.first; });
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto& column = columns[i];
        if (column.first > column.last || column.last >= columns_of_a_sheet ||
            (i > 0 && columns[i - 1].last >= column.first))
            return bad_book(in_sheet(), "列幅の範囲が正しくないか、重なっています。");
        if (!is_between(column.width, 0, widest_column))
            return bad_book(in_sheet(), column_letters(column.first) + "列の幅が0〜255文字にありません。");
    }
    std::set<std::uint32_t> rows;
    for (const auto& [row, height] : m_sheet.row_heights) {
        auto name = std::to_string(std::uint64_t{row} + 1) + "行";
        if (row >= rows_of_a_sheet || !rows.insert(row).second)
            return bad_book(in_sheet(), name + "は、シートの外か、高さが2度書かれています。");
        if (!is_between(height, 0, highest_row))
            return bad_book(in_sheet(), name + "の高さが0〜409ポイントにありません。");
    }
    if (m_sheet.freeze && (!is_on_sheet(*m_sheet.freeze) || *m_sheet.freeze == Place{}))
        return bad_book(in_sheet(), "固定枠の位置が正しくありません。");
    if (m_sheet.tab_colour.value_or(0) > 0xFFFFFF)
        return bad_book(in_sheet(), "見出しの色が 0xRRGGBB の形ではありません。");
    return {};
}

Result<void> SheetCheck::check_validation(const Validation& validation)
{
    if (!is_on_sheet(validation.range))
        return bad_book(in_sheet(), "入力規則の範囲が正しくありません。");
    auto where = at(validation.range.first) + "入力規則の";
    switch (validation.kind) {
    case Validation::Kind::List: {
        if (validation.values.empty())
            return bad_book(where, "選択肢がありません。");
        std::string list;
        for (const auto& value : validation.values) {
            if (value.empty() || value.find(',') != std::string::npos)
                return bad_book(where, "選択肢「" + value + "」は空か、カンマを含んでいます。");
            list += (list.empty() ? "" : ",") + value;
        }
        TRY(check_text(where, "選択肢が合わせて", list, longest_list));
        break;
    }
    case Validation::Kind::ListFormula:
    case Validation::Kind::Custom:
        TRY(check_formula(where, validation.formula));
        TRY(check_text(where, "数式が", validation.formula, longest_validation_formula));
        break;
    case Validation::Kind::Whole:
    case Validation::Kind::Decimal:
    case Validation::Kind::Date:
    case Validation::Kind::TextLength:
        if (!std::isfinite(validation.minimum) || !std::isfinite(validation.maximum) ||
            validation.minimum > validation.maximum)
            return bad_book(where, "下限と上限が正しくありません。");
        break;
    }
    for (const auto* text :
         {&validation.input_title, &validation.input_message, &validation.error_title, &validation.error_message}) {
        TRY(check_text(where, "説明が", *text, longest_text)); // longer ones than Excel shows are cut
    }
    return {};
}

Result<void> SheetCheck::check_page()
{
    const auto& page = m_sheet.page;
    if (page.repeat_rows &&
        (page.repeat_rows->first > page.repeat_rows->second || page.repeat_rows->second >= rows_of_a_sheet))
        return bad_book(in_sheet(), "印刷タイトルの行が正しくありません。");
    if (page.print_area && !is_on_sheet(*page.print_area))
        return bad_book(in_sheet(), "印刷範囲が正しくありません。");
    if (page.breaks.size() > most_breaks)
        return bad_book(in_sheet(), "改ページが多すぎます。");
    for (auto row : page.breaks) {
        if (row == 0 || row >= rows_of_a_sheet)
            return bad_book(in_sheet(), "改ページの行が正しくありません。");
    }
    if (std::max(page.fit_wide, page.fit_tall) > most_pages)
        return bad_book(in_sheet(), "印刷するページ数が正しくありません。");
    if (page.scale < 10 || page.scale > 400)
        return bad_book(in_sheet(), "印刷の倍率が10〜400%にありません。");
    for (auto margin : {page.margin_left, page.margin_right, page.margin_top, page.margin_bottom}) {
        if (!is_between(margin, 0, 48))
            return bad_book(in_sheet(), "余白が0〜48インチにありません。");
    }
    TRY(check_text(in_sheet(), "ヘッダーが", page.header, longest_header));
    return check_text(in_sheet(), "フッターが", page.footer, longest_header);
}

Result<void> check_sheet_name(const std::string& name)
{
    auto where = "シート名「" + name + "」";
    if (name.empty())
        return bad_book(where, "が空です。");
    TRY(check_text(where, "が", name, longest_sheet_name));
    if (name.find_first_of("[]:*?/\\\n\t") != std::string::npos)
        return bad_book(where, "に使えない文字（[ ] : * ? / \\ と改行）があります。");
    // The Japanese Excel refuses the full-width ones as well.
    for (const std::string_view wide : {"［", "］", "：", "＊", "？", "／", "＼", "￥"}) {
        if (name.find(wide) != std::string::npos)
            return bad_book(where, "に使えない文字（" + std::string(wide) + "）があります。");
    }
    for (const std::string_view quote : {"'", "＇", "’"}) {
        if (name.starts_with(quote) || name.ends_with(quote))
            return bad_book(where, "の初めか終わりに ' があります。");
    }
    if (in_lower_case(name) == "history" || name == "履歴")
        return bad_book(where, "は Excel が予約しています。");
    return {};
}

Result<void> check_names(const Book& book)
{
    std::set<std::string> names;
    for (const auto& [name, formula] : book.names) {
        auto where = "名前「" + name + "」の";
        TRY(check_text(where, "名前が", name, longest_name));
        bool starts_well = !name.empty() && !(name.front() >= '0' && name.front() <= '9') && name.front() != '.';
        if (!starts_well || name.find_first_of(" !\"#$%&'()*+,-/:;<=>@[]^`{|}~\n\t") != std::string::npos ||
            looks_like_a_cell(name) || in_lower_case(name) == "true" || in_lower_case(name) == "false" ||
            in_lower_case(name).starts_with("_xlnm."))
            return bad_book(where, "名前に使えない文字があるか、セル番地と紛れます。");
        if (!names.insert(in_lower_case(name)).second)
            return bad_book(where, "名前が2度書かれています。");
        TRY(check_formula(where, formula));
    }
    return {};
}

Result<void> check_properties(const Book& book)
{
    TRY(check_text("", "表題が", book.title, longest_property));
    TRY(check_text("", "作成者が", book.author, longest_property));
    std::set<std::string> names;
    for (const auto& [name, value] : book.properties) {
        auto where = "文書のプロパティ「" + name + "」の";
        if (name.empty() || !names.insert(in_lower_case(name)).second)
            return bad_book(where, "名前が空か、2度書かれています。");
        TRY(check_text(where, "名前が", name, longest_property));
        TRY(check_text(where, "値が", value, longest_property));
    }
    return {};
}

}

Result<void> check_book(const Book& book)
{
    if (book.sheets.empty())
        return bad_book("", "シートがありません。");
    if (book.active_sheet >= book.sheets.size() || book.sheets[book.active_sheet].visibility != Visibility::Visible)
        return bad_book("", "初めに開くシートがないか、隠れています。");
    TRY(check_styles(book.styles));
    std::set<std::string> names;
    for (const auto& sheet : book.sheets) {
        TRY(check_sheet_name(sheet.name));
        if (!names.insert(in_lower_case(sheet.name)).second)
            return bad_book("シート名「" + sheet.name + "」", "が2度使われています。");
        TRY(SheetCheck(book, sheet).check());
    }
    TRY(check_names(book));
    return check_properties(book);
}

}
