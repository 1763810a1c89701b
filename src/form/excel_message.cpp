#include "base/utf8.h"
#include "form/excel_part.h"

#include <algorithm>

namespace kenkei::form {

using edition::Question;
using edition::Type;

namespace {

constexpr std::string_view unanswered = "\"未回答\"";

// The digits behind the point, as far as 15 digits reach. TEXT writes the decimal sign of the reader's country.
std::string fraction_of(const std::string& cell)
{
    const std::string whole = "INT(ABS(" + cell + "))";
    return "IF(" + cell + "=INT(" + cell + "),\"\",MID(SUBSTITUTE(TEXT(ROUND(ABS(" + cell + ")-" + whole +
           ",MIN(9,14-LEN(" + whole + "))),\"0.#########\"),\",\",\".\"),2,10))";
}

// As edition::grouped writes it; numbers of up to four digits stay as they are.
std::string grouped_number(const std::string& cell)
{
    return "IF(" + cell + "<0,\"-\",\"\")&TEXT(INT(ABS(" + cell + ")),IF(ABS(" + cell + ")>=10000,\"#,##0\",\"0\"))&" +
           fraction_of(cell);
}

// As FEEL's string() writes it.
std::string plain_number(const std::string& cell)
{
    return "IF(" + cell + "<0,\"-\",\"\")&TEXT(INT(ABS(" + cell + ")),\"0\")&" + fraction_of(cell);
}

struct Era {
    base::Date from;
    int year; // before its first
    std::string_view name;
};
constexpr Era eras[] = {{{2019, 5, 1}, 2018, "令和"},
                        {{1989, 1, 8}, 1988, "平成"},
                        {{1926, 12, 25}, 1925, "昭和"},
                        {{1912, 7, 30}, 1911, "大正"}};

// 2030年4月1日（令和12年）
std::string date_text(const std::string& cell)
{
    std::string era;
    std::string closing;
    for (const Era& one : eras) {
        const std::string in_era = "YEAR(" + cell + ")-" + std::to_string(one.year);
        era += "IF(" + cell + ">=" + std::to_string(static_cast<std::int64_t>(serial_of(one.from))) + "," +
               excel_text("（" + std::string(one.name)) + "&IF(" + in_era + "=1,\"元\"," + in_era + ")&\"年）\",";
        closing += ")";
    }
    return "YEAR(" + cell + ")&\"年\"&MONTH(" + cell + ")&\"月\"&DAY(" + cell + ")&\"日\"&" + era +
           "\"（明治\"&(YEAR(" + cell + ")-1867)&\"年）\"" + closing;
}

std::string shortened(const std::string& text)
{
    return "IF(LEN(" + text + ")>60,LEFT(" + text + ",60)&\"…\"," + text + ")";
}

std::string option_label(const Question& question, const edition::Option& option)
{
    return std::to_string(option.number) + " " + question.find_option(option.number)->label;
}

// Labels by number: IF chains of up to 40.
std::string option_text(const Question& question, const std::string& cell)
{
    std::string text;
    std::string closing;
    for (const edition::Option& option : question.options) {
        if (&option == &question.options.back() || closing.size() >= 40) {
            text += excel_text(option_label(question, option));
            break;
        }
        text +=
            "IF(" + cell + "=" + std::to_string(option.number) + "," + excel_text(option_label(question, option)) + ",";
        closing += ")";
    }
    return text + closing;
}

// Cut as answers::in_message cuts it; … where the ticked labels are longer.
std::string options_text(const Question& question, const std::string& cell)
{
    constexpr std::size_t longest = 60;
    std::string text;
    std::vector<std::string> numbers;
    std::vector<std::string> lengths;
    std::size_t most = 0;
    for (const edition::Option& option : question.options) {
        const std::string label = "、" + option_label(question, option);
        numbers.push_back("\"," + std::to_string(option.number) + ",\"");
        lengths.push_back(std::to_string(base::count_code_points(label)));
        most += base::count_code_points(label);
        text += (text.empty() ? "" : "&") +
                ("IF(ISNUMBER(FIND(" + numbers.back() + "," + cell + "))," + excel_text(label) + ",\"\")");
    }
    if (text.empty())
        return "\"\"";
    text = "MID(" + text + ",2," + std::to_string(longest) + ")";
    if (most <= longest + 1)
        return text;
    return text + "&IF(SUMPRODUCT(ISNUMBER(FIND(" + array_of(numbers) + "," + cell + "))*" + array_of(lengths) + ")>" +
           std::to_string(longest + 1) + ",\"…\",\"\")";
}

std::string shown_answer(const Question& question, const SlotCell& slot)
{
    const std::string& cell = slot.reference;
    switch (question.type) {
    case Type::Choice:
        return option_text(question, cell);
    case Type::Choices:
        return options_text(question, cell);
    case Type::Integer:
    case Type::Decimal:
        return grouped_number(cell);
    case Type::Date:
        return date_text(cell);
    case Type::Month:
        return "YEAR(" + cell + ")&\"年\"&MONTH(" + cell + ")&\"月\"";
    case Type::Boolean:
        return "IF(" + cell + "=1,\"はい\",\"いいえ\")";
    case Type::Text:
        break;
    }
    return shortened(cell);
}

std::string shown_value(const edition::ComputedValue& value, const SlotCell& slot)
{
    const std::string& cell = slot.reference;
    if (slot.holds == Holds::Number)
        return plain_number(cell);
    if (slot.holds == Holds::Choices)
        return cell;
    const std::string otherwise = slot.holds == Holds::Truth  ? "IF(" + cell + "=1,\"はい\",\"いいえ\")"
                                  : slot.holds == Holds::Date ? date_text(cell)
                                  : value.unit.empty()        ? shortened(cell)
                                                              : cell + "&" + excel_text(value.unit);
    std::string text;
    std::string closing;
    for (const auto& [name, word] : value.words) {
        const std::string test = slot.holds == Holds::Truth  ? cell + "=" + (name == "true" ? "1" : "0")
                                 : slot.holds == Holds::Text ? "EXACT(" + cell + "," + excel_text(name) + ")"
                                                             : "FALSE";
        text += "IF(" + test + "," + excel_text(word) + ",";
        closing += ")";
    }
    return text + otherwise + closing;
}

}

std::string shown_in_message(const edition::Edition& edition, int slot, const SlotCell& cell)
{
    if (slot == edition::slot_of(edition::FixedName::AsOf))
        return date_text("TODAY()");
    if (slot == edition::slot_of(edition::FixedName::PeriodFrom))
        return excel_text(base::to_japanese(edition.application.opens));
    if (slot == edition::slot_of(edition::FixedName::PeriodTo))
        return excel_text(base::to_japanese(edition.application.closes.date));
    if (slot < 0 || cell.reference.empty())
        return std::string(unanswered);
    std::string text;
    if (const Question* question = edition.question_at(slot))
        // The message says the unit itself where it wants one, and dates as FEEL writes them are for nobody.
        text = question->unit.empty()        ? shown_answer(*question, cell)
               : cell.holds == Holds::Number ? plain_number(cell.reference)
                                             : shown_answer(*question, cell);
    else if (const edition::ComputedValue* value = edition.value_at(slot))
        text = shown_value(*value, cell);
    else
        return std::string(unanswered);
    const std::string blank = cell.reference + (cell.holds == Holds::Truth ? "=0.5" : "=\"\"");
    return "IF(" + blank + "," + std::string(unanswered) + "," + text + ")";
}

}
