#pragma once

#include "edition/edition.h"
#include "xlsx/place.h"

#include <string>
#include <vector>

namespace kenkei::form {

// The sheets of a form, in their order; the last three are hidden.
inline constexpr std::string_view guide_sheet = "記入方法";
inline constexpr std::string_view form_sheet = "申請内容記載表";
inline constexpr std::string_view criteria_sheet = "認定基準適合書&保存すべき資料";
inline constexpr std::string_view calculation_sheet = "計算";
inline constexpr std::string_view lists_sheet = "一覧";
inline constexpr std::string_view identity_sheet = "_kenkei";

// What a pull-down shows until something is chosen; it counts as blank.
inline constexpr std::string_view choose = "プルダウンで選択";

// The columns of 申請内容記載表.
// The last is hidden.
enum class FormColumn : std::uint32_t { Star, Number, Label, Answer, Unit, Help, Message, Asked };
constexpr std::uint32_t column_of(FormColumn column)
{
    return static_cast<std::uint32_t>(column);
}

// How a question is answered in its cell.
enum class CellForm {
    Number,   // a choice: the option's number, 「1つだけ」
    PullDown, // a choice: a text of a list, 「3 サービス業」
    Ticks,    // choices: a 1 beside each option, 「いくつでも」
    Value,    // a number, date, month, yes or no, text
    Computed, // locked: the form computes it
};

// Where a question stands in 申請内容記載表.
struct QuestionPlace {
    CellForm form = CellForm::Value;
    std::uint32_t row = 0;                  // its first row: number, label, message
    std::uint32_t rows = 1;                 // all of its rows, options too
    std::vector<std::uint32_t> option_rows; // of a choice that is no pull-down and of choices, by option
    bool wide = false;                      // its answer spans the columns Answer to Help and two rows

    xlsx::Place answer() const { return {row, column_of(FormColumn::Answer)}; }
    xlsx::Place option(std::size_t index) const { return {option_rows[index], column_of(FormColumn::Answer)}; }
};

struct Layout {
    std::vector<QuestionPlace> questions;    // by question
    std::vector<std::uint32_t> section_rows; // by section
    std::uint32_t header_row = 0;            // 「番号 設問 回答 …」
    std::uint32_t foot_row = 0;              // the number of messages
    std::string digest;                      // of what stands where: another template has another one

    // The cells of a question that an applicant fills in: one, or one for each option of choices; none if computed.
    std::vector<xlsx::Place> inputs(std::size_t question) const;
};

Layout lay_out(const edition::Edition&);

}
