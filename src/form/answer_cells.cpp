#include "form/answer_cells.h"

#include "base/decimal.h"
#include "base/fold.h"
#include "base/utf8.h"
#include "form/excel_expression.h"
#include "form/lists.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace kenkei::form {

using base::json::Kind;
using Value = base::json::Value;
using edition::Question;
using edition::Type;

namespace {

constexpr std::size_t longest_text = 32'767; // UTF-16 units of a cell
constexpr base::Date first_day{1900, 3, 1};  // from here on the calendars of Excel and LibreOffice agree
constexpr double exact = 1e15;               // whole numbers up to here are exact in a cell

std::size_t utf16_units(std::string_view text)
{
    std::size_t units = 0;
    for (std::size_t at = 0; at < text.size();)
        units += base::next_code_point(text, at) > 0xFFFF ? 2U : 1U;
    return units;
}

Value text_value(std::string text)
{
    Value value;
    value.kind = Kind::String;
    value.text = std::move(text);
    return value;
}

Value number_value(std::string digits)
{
    Value value;
    value.kind = Kind::Number;
    value.text = std::move(digits);
    return value;
}

// Behind the number the unit may stand, between its digits commas: 「1,800人」.
std::optional<base::Decimal> number_in(const std::string& raw, const std::string& unit)
{
    std::string text = base::trim(base::fold_width(raw));
    if (!unit.empty() && text.ends_with(base::fold_width(unit)))
        text = base::trim(std::string_view(text).substr(0, text.size() - base::fold_width(unit).size()));
    std::string digits;
    for (char c : text) {
        if (c != ',')
            digits += c;
    }
    if (digits.empty() || digits.find_first_not_of("0123456789.-+") != std::string::npos)
        return {};
    if (digits.front() == '+')
        digits.erase(0, 1);
    return base::Decimal::parse(digits);
}

bool is_ticked(const CellText& cell)
{
    if (cell.kind == xlsx::CellKind::Number)
        return cell.number == 1;
    if (cell.kind == xlsx::CellKind::Boolean)
        return cell.number != 0;
    const std::string text = base::trim(base::fold_width(cell.text));
    static constexpr std::array<std::string_view, 7> ticks = {"1", "○", "〇", "◯", "レ", "✓", "✔"};
    return std::find(ticks.begin(), ticks.end(), text) != ticks.end();
}

bool is_blank(const CellText& cell)
{
    return cell.kind == xlsx::CellKind::Blank ||
           (cell.kind == xlsx::CellKind::Text && (base::is_blank(cell.text) || cell.text == choose));
}

bool is_unticked(const CellText& cell)
{
    return is_blank(cell) || (cell.kind == xlsx::CellKind::Number && cell.number == 0) ||
           (cell.kind == xlsx::CellKind::Boolean && cell.number == 0) || base::trim(base::fold_width(cell.text)) == "0";
}

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// ① … ⑳ as digits.
std::string with_plain_digits(std::string_view text)
{
    std::string plain;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t point = base::next_code_point(text, at);
        if (point >= U'①' && point <= U'⑳')
            plain += std::to_string(point - U'①' + 1);
        else
            base::append_utf8(plain, point);
    }
    return plain;
}

Value choice_of(const Question& question, const CellText& cell)
{
    if (cell.kind == xlsx::CellKind::Number)
        return number_value(digits_of(cell.number));
    const std::string text = base::trim(base::fold_width(cell.text));
    for (const edition::Option& option : question.options) {
        if (text == base::fold_width(pulldown_entry(option)) || text == base::fold_width(option.label))
            return number_value(std::to_string(option.number));
    }
    // A number, perhaps with an option's words behind it: 「2」, 「②」, 「2.」, 「2番」, 「2．その他」. Words of
    // another option say that it was another number once.
    const std::string plain = with_plain_digits(text);
    const std::size_t digits = std::min(plain.find_first_not_of("0123456789"), plain.size());
    std::string rest = base::trim(std::string_view(plain).substr(digits));
    for (const std::string_view mark : {"番", ".", ")", ":", "、", "。"}) {
        if (rest.starts_with(mark)) {
            rest = base::trim(std::string_view(rest).substr(mark.size()));
            break;
        }
    }
    if (digits > 0 && digits <= 9) {
        const auto number = base::Decimal::parse(std::string_view(plain).substr(0, digits));
        const bool alone = rest.empty() || rest.find_first_not_of('0') == std::string::npos;
        const bool others = std::any_of(question.options.begin(), question.options.end(),
                                        [&](const auto& option) { return rest == base::fold_width(option.label); });
        if (number && (alone || (plain[digits] == ' ' && !others && !is_digit(rest.front()))))
            return number_value(number->to_text());
        const auto* option = number && number->to_int64() ? question.find_option(*number->to_int64()) : nullptr;
        if (option && rest == base::fold_width(option->label))
            return number_value(number->to_text());
    }
    return text_value(cell.text);
}

Value choices_of(const Question& question, const std::vector<CellText>& cells)
{
    Value list;
    list.kind = Kind::Array;
    for (std::size_t i = 0; i < cells.size() && i < question.options.size(); ++i) {
        if (is_ticked(cells[i]))
            list.items.push_back(number_value(std::to_string(question.options[i].number)));
        else if (!is_unticked(cells[i]))
            list.items.push_back(text_value(cells[i].text));
    }
    return list;
}

Value number_of(const Question& question, const CellText& cell)
{
    if (cell.kind == xlsx::CellKind::Number)
        return number_value(digits_of(cell.number));
    if (const auto number = number_in(cell.text, question.unit))
        return number_value(number->to_text());
    return text_value(cell.text);
}

Value boolean_of(const CellText& cell)
{
    Value value;
    value.kind = Kind::Boolean;
    const std::string text = base::trim(base::fold_width(cell.text));
    if (cell.kind == xlsx::CellKind::Boolean) {
        value.boolean = cell.number != 0;
        return value;
    }
    if (text == "はい" || text == "○" || text == "〇" || text == "◯") {
        value.boolean = true;
        return value;
    }
    if (text == "いいえ" || text == "×")
        return value;
    return text_value(cell.text);
}

std::string date_text(const Question& question, base::Date date)
{
    return question.type == Type::Month ? base::to_iso(base::Month{date.year, date.month}) : base::to_iso(date);
}

Value date_of(const Question& question, const CellText& cell)
{
    if (cell.kind == xlsx::CellKind::Number || cell.kind == xlsx::CellKind::Date) {
        // 20240801 and 202408 are days written without signs.
        const double least = question.type == Type::Month ? 190001 : 19000101;
        const double most = question.type == Type::Month ? 999912 : 99991231;
        if (cell.number >= least && cell.number <= most)
            return text_value(digits_of(cell.number));
        if (cell.date)
            return text_value(date_text(question, *cell.date));
    }
    return text_value(cell.text);
}

Value text_of(const CellText& cell)
{
    if (cell.kind == xlsx::CellKind::Number)
        return text_value(digits_of(cell.number));
    if (cell.kind == xlsx::CellKind::Date && cell.date)
        return text_value(base::to_iso(*cell.date));
    return text_value(cell.text);
}

std::optional<Content> text_content(const std::string& text)
{
    if (utf16_units(text) > longest_text)
        return {};
    return Content(text);
}

std::optional<std::vector<Content>> ticks_of(const Question& question, const Value& answer)
{
    if (answer.kind != Kind::Array)
        return {};
    std::vector<Content> contents(question.options.size());
    for (const Value& item : answer.items) {
        const auto number = item.kind == Kind::Number ? base::Decimal::parse(item.text) : std::nullopt;
        const auto option =
            std::find_if(question.options.begin(), question.options.end(),
                         [&](const edition::Option& one) { return number && number->to_int64() == one.number; });
        if (option == question.options.end())
            return {};
        contents[static_cast<std::size_t>(option - question.options.begin())] = 1.0;
    }
    return contents;
}

// One of the numbers that a cell holds exactly; as text else.
Content number_content(const base::Decimal& number)
{
    double value = 0;
    const std::string text = number.to_text();
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    if (whole && std::abs(value) < exact && digits_of(value) == text)
        return value;
    return text;
}

std::optional<Content> content_of(const Question& question, CellForm form, const Value& answer)
{
    const bool number = answer.kind == Kind::Number;
    const bool text = answer.kind == Kind::String;
    if (!number && !text && answer.kind != Kind::Boolean)
        return {};
    switch (question.type) {
    case Type::Choice: {
        const auto value = number ? base::Decimal::parse(answer.text) : std::nullopt;
        if (!value)
            break;
        const auto whole = value->to_int64();
        const edition::Option* option = whole ? question.find_option(*whole) : nullptr;
        if (form == CellForm::PullDown && option)
            return text_content(pulldown_entry(*option));
        return number_content(*value);
    }
    case Type::Integer:
    case Type::Decimal:
        if (const auto value = number ? base::Decimal::parse(answer.text) : std::nullopt; value && value->finite())
            return number_content(*value);
        break;
    case Type::Date:
        if (text) {
            if (const auto date = base::read_date(answer.text); date.ok() && *date >= first_day)
                return Content(serial_of(*date));
        }
        break;
    case Type::Month:
        if (text) {
            if (const auto month = base::read_month(answer.text); month.ok() && month->first_day() >= first_day)
                return Content(serial_of(month->first_day()));
        }
        break;
    case Type::Boolean:
        if (answer.kind == Kind::Boolean)
            return Content(std::string(answer.boolean ? "はい" : "いいえ"));
        break;
    case Type::Text:
    case Type::Choices:
        break;
    }
    // As it stands: the message column says what is wrong with it.
    if (answer.kind == Kind::Boolean)
        return Content(std::string(answer.boolean ? "true" : "false"));
    return text_content(answer.text);
}

bool has_pulldown(const edition::Edition& edition, std::size_t index, CellForm form)
{
    const Question& question = edition.questions[index];
    return form == CellForm::PullDown || question.type == Type::Boolean || !question.list.empty() ||
           std::any_of(edition.workbook.suggestions.begin(), edition.workbook.suggestions.end(),
                       [&](const auto& suggestion) { return suggestion.question == index; });
}

}

std::string digits_of(double number)
{
    std::array<char, 64> buffer{};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
    const auto decimal = base::Decimal::parse(std::string_view(buffer.data(), end));
    // Excel shows fifteen digits: 1.1000000000000001 was typed as 1.1.
    std::array<char, 64> fifteen{};
    const int length = std::snprintf(fifteen.data(), fifteen.size(), "%.15g", number);
    if (const auto short_one = base::Decimal::parse(std::string_view(fifteen.data(), static_cast<std::size_t>(length))))
        return short_one->to_text();
    return error == std::errc() && decimal ? decimal->to_text() : std::string("0");
}

std::optional<std::vector<Content>> cells_of_answer(const edition::Edition& edition, std::size_t index,
                                                    const Layout& layout, const Value& answer)
{
    const Question& question = edition.questions[index];
    const CellForm form = layout.questions[index].form;
    const bool nothing = answer.kind == Kind::Null || (answer.kind == Kind::String && base::is_blank(answer.text)) ||
                         (answer.kind == Kind::Array && answer.items.empty());
    if (form == CellForm::Computed)
        return std::vector<Content>();
    if (form == CellForm::Ticks)
        return nothing ? std::vector<Content>(question.options.size()) : ticks_of(question, answer);
    if (nothing)
        return std::vector<Content>{has_pulldown(edition, index, form) ? Content(std::string(choose)) : Content()};
    auto content = content_of(question, form, answer);
    if (!content)
        return {};
    return std::vector<Content>{std::move(*content)};
}

Value answer_of_cells(const edition::Edition& edition, std::size_t index, CellForm form,
                      const std::vector<CellText>& cells)
{
    const Question& question = edition.questions[index];
    if (form == CellForm::Ticks) {
        Value list = choices_of(question, cells);
        return list.items.empty() ? Value{} : list;
    }
    if (cells.empty() || is_blank(cells.front()))
        return {};
    const CellText& cell = cells.front();
    switch (question.type) {
    case Type::Choice:
        return choice_of(question, cell);
    case Type::Integer:
    case Type::Decimal:
        return number_of(question, cell);
    case Type::Date:
    case Type::Month:
        return date_of(question, cell);
    case Type::Boolean:
        return boolean_of(cell);
    case Type::Text:
    case Type::Choices:
        break;
    }
    return text_of(cell);
}

std::string raw_of_cells(const Question& question, const std::vector<CellText>& cells)
{
    if (question.type != Type::Choices)
        return cells.empty() || cells.front().text == choose ? std::string() : cells.front().text;
    std::string text;
    for (std::size_t i = 0; i < cells.size() && i < question.options.size(); ++i) {
        if (is_unticked(cells[i]))
            continue;
        text += (text.empty() ? "" : "、") + std::to_string(question.options[i].number);
        if (!is_ticked(cells[i]))
            text += "（" + cells[i].text + "）";
    }
    return text;
}

}
