#include "edition/words.h"

namespace kenkei::edition {

std::string_view word_for(Type type)
{
    switch (type) {
    case Type::Choice:
        return "1つだけ選ぶ";
    case Type::Choices:
        return "いくつでも選ぶ";
    case Type::Integer:
        return "整数";
    case Type::Decimal:
        return "数";
    case Type::Text:
        return "文字";
    case Type::Date:
        return "日付";
    case Type::Month:
        return "年月";
    case Type::Boolean:
        break;
    }
    return "はい・いいえ";
}

std::string_view word_for(Format format)
{
    switch (format) {
    case Format::Free:
        return "自由な文字";
    case Format::Name:
        return "名称や文";
    case Format::Kana:
        return "カタカナ";
    case Format::Code:
        return "番号";
    case Format::Contact:
        return "電話番号など";
    case Format::Email:
        break;
    }
    return "メールアドレス";
}

std::string_view word_for(Carry carry)
{
    switch (carry) {
    case Carry::Keep:
        return "そのまま引き継ぐ";
    case Carry::Show:
        return "前年度の回答を示して確かめてもらう";
    case Carry::ReEnter:
        return "新しく答えてもらう";
    case Carry::Recompute:
        break;
    }
    return "計算し直す";
}

std::string_view word_for(Severity severity)
{
    switch (severity) {
    case Severity::Error:
        return "エラー";
    case Severity::Warning:
        return "注意";
    case Severity::Note:
        break;
    }
    return "参考";
}

std::string_view word_for(FieldType type)
{
    switch (type) {
    case FieldType::Boolean:
        return "はい・いいえ";
    case FieldType::Text:
        return "文字";
    case FieldType::Number:
        return "数";
    case FieldType::Date:
        break;
    }
    return "日付";
}

std::string day_in_words(base::Date day)
{
    return std::to_string(day.year) + "年" + std::to_string(day.month) + "月" + std::to_string(day.day) + "日";
}

std::string in_words(const Instant& instant)
{
    return day_in_words(instant.date) + std::to_string(instant.hour) + "時" +
           (instant.minute == 0 ? "" : std::to_string(instant.minute) + "分");
}

std::string grouped(std::string digits)
{
    const std::size_t start = digits.starts_with('-') ? 1 : 0;
    std::size_t end = digits.find('.');
    if (end == std::string::npos)
        end = digits.size();
    if (end - start < 5)
        return digits;
    for (std::size_t at = end; at > start + 3;) {
        at -= 3;
        digits.insert(at, ",");
    }
    return digits;
}

std::string money(std::int64_t yen)
{
    std::string digits = std::to_string(yen);
    for (std::size_t at = digits.size(); at > 3; at -= 3)
        digits.insert(at - 3, ",");
    return digits + "円";
}

}
