#include "answers/answers.h"

#include "answers/in_message.h"
#include "base/date.h"
#include "edition/words.h"

#include <algorithm>

namespace kenkei::answers {

using edition::Type;
using feel::Value;

namespace {

std::string option_text(const edition::Question& question, const Value& number)
{
    std::string text = number.as_number().to_text();
    if (auto whole = number.as_number().to_int64()) {
        if (const edition::Option* option = question.find_option(*whole))
            text += " " + option->label;
    }
    return text;
}

std::string date_text(const feel::CalendarDate& date)
{
    return base::to_japanese({static_cast<int>(date.year), date.month, date.day});
}

}

std::string show(const edition::Question& question, const Value& value)
{
    if (value.is_null())
        return "未回答";
    switch (question.type) {
    case Type::Choice:
        return value.kind() == feel::Kind::Number ? option_text(question, value) : feel::to_display(value);
    case Type::Choices: {
        if (value.kind() != feel::Kind::List)
            return feel::to_display(value);
        std::string text;
        for (const Value& item : value.as_list())
            text += (text.empty() ? "" : "、") + option_text(question, item);
        return text;
    }
    case Type::Integer:
    case Type::Decimal:
        return edition::grouped(feel::to_display(value)) + question.unit;
    case Type::Date:
        return value.kind() == feel::Kind::Date ? date_text(value.as_date()) : feel::to_display(value);
    case Type::Month:
        if (value.kind() != feel::Kind::Date)
            return feel::to_display(value);
        return std::to_string(value.as_date().year) + "年" + std::to_string(value.as_date().month) + "月";
    case Type::Boolean:
        return value.is_true() ? "はい" : "いいえ";
    case Type::Text:
        break;
    }
    return feel::to_display(value);
}

std::string show(const edition::ComputedValue& computed, const Value& value)
{
    if (value.is_null())
        return "まだ決まりません";
    const std::string text = feel::to_display(value);
    for (const auto& [name, word] : computed.words) {
        if (name == text)
            return word;
    }
    if (value.kind() == feel::Kind::Boolean)
        return value.is_true() ? "はい" : "いいえ";
    if (value.kind() == feel::Kind::Date)
        return date_text(value.as_date());
    return (value.kind() == feel::Kind::Number ? edition::grouped(text) : text) + computed.unit;
}

std::string fill_in(const edition::Edition& edition, std::string_view message, const std::vector<Value>& slots)
{
    std::string text;
    for (std::size_t at = 0; at < message.size();) {
        const std::size_t open = std::min(message.find('{', at), message.size());
        text += message.substr(at, open - at);
        const std::size_t close = message.find('}', open);
        if (close == std::string_view::npos) {
            text += message.substr(open);
            break;
        }
        const int slot = edition.names.find(message.substr(open + 1, close - open - 1));
        const Value value = slot >= 0 ? slots[static_cast<std::size_t>(slot)] : Value{};
        // The message says the unit itself where it wants one.
        if (const edition::Question* question = edition.question_at(slot); question && question->unit.empty())
            text += in_message(show(*question, value));
        else if (const edition::ComputedValue* computed = edition.value_at(slot);
                 computed && (value.kind() == feel::Kind::Boolean || value.kind() == feel::Kind::Date ||
                              value.kind() == feel::Kind::String))
            text += in_message(show(*computed, value));
        else if (value.kind() == feel::Kind::Date) // period_from and its like
            text += date_text(value.as_date());
        else if (value.is_null())
            text += "未回答";
        else
            text += in_message(feel::to_display(value));
        at = close + 1;
    }
    return text;
}

}
