#pragma once

#include "form/form.h"
#include "form/styles.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace kenkei::form {

// What the sheets of a form are made of while it is made.
struct Draft {
    const edition::Edition& edition;
    const Layout& layout;
    const Lists& lists;
    const Calculation& calculation;
    const Styles& styles;
    xlsx::Book& book;
    std::vector<LiveCell>& live;
    std::vector<AnswerCell>& answers;
    ExportedCells& exported;
};

// Writes one sheet of a draft, cell by cell.
class SheetPainter {
public:
    SheetPainter(Draft& draft, std::string_view name);

    xlsx::Sheet& sheet() { return m_draft.book.sheets[m_index]; }
    std::size_t index() const { return m_index; }

    // Give the cell's index.
    std::size_t blank(xlsx::Place, std::size_t style);
    std::size_t text(xlsx::Place, std::size_t style, std::string text);
    std::size_t number(xlsx::Place, std::size_t style, double);
    std::size_t live(xlsx::Place, std::size_t style, std::string formula, std::function<Stored(const Filled&)> value);
    // What a row of the calculation gives.
    std::size_t result(xlsx::Place, std::size_t style, std::size_t row);

    // One content over several cells of a row; all get the style.
    void across(std::uint32_t row, std::uint32_t first, std::uint32_t last, std::size_t style);
    // The row is high enough for each text in its width (in characters of half width).
    void fit(std::uint32_t row, std::initializer_list<std::pair<std::string_view, double>> texts, double least = 18);
    void height(std::uint32_t row, double points) { sheet().row_heights.emplace_back(row, points); }

private:
    Draft& m_draft;
    std::size_t m_index;
};

// How many lines a text takes in a width.
std::size_t lines_of(std::string_view text, double width);

// Each of these appends its sheet to the draft's book, in this order.
void paint_guide(Draft&);    // 記入方法: guide_sheet.cpp
void paint_form(Draft&);     // 申請内容記載表: form_sheet.cpp
void paint_criteria(Draft&); // 認定基準適合書&保存すべき資料: criteria_sheet.cpp
void paint_hidden(Draft&);   // 計算, 一覧, _kenkei: hidden_sheets.cpp

}
