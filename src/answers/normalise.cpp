#include "answers/normalise.h"

#include "answers/in_message.h"
#include "base/date.h"
#include "base/fold.h"

#include <algorithm>

namespace kenkei::answers {

using base::json::Kind;
using base::json::Value;
using edition::Question;
using edition::Type;

namespace {

std::string quoted(const std::string& text)
{
    return "「" + in_message(text) + "」";
}

Finding finding_on(const Question& question, std::string_view rule, edition::Severity severity, std::string message,
                   std::string next)
{
    return {.code = question.id + "." + std::string(rule),
            .severity = severity,
            .question = question.id,
            .message = std::move(message),
            .next = std::move(next),
            .source = question.source.text()};
}

std::string_view how_to_write(Type type)
{
    switch (type) {
    case Type::Choice:
        return "選択肢の番号を1つ、数値で書いてください。";
    case Type::Choices:
        return "選択肢の番号を [1, 3] のように並べてください。";
    case Type::Integer:
        return "整数を、引用符を付けずに書いてください。";
    case Type::Decimal:
        return "数値を、引用符を付けずに書いてください。";
    case Type::Text:
        return "文字列を、引用符で囲んで書いてください。";
    case Type::Date:
        return "\"2024-09-20\" や \"令和6年9月20日\" のように書いてください。";
    case Type::Month:
        return "\"2024-08\" や \"令和6年8月\" のように書いてください。";
    case Type::Boolean:
        return "true か false を書いてください。";
    }
    return {};
}

Reading wrong_type(const Question& question, const Value& raw, std::string_view why = {})
{
    std::string message = question.name() + "の回答を読み取れません";
    if (!why.empty())
        message += "（" + std::string(why) + "）";
    else if (raw.kind == Kind::String || raw.kind == Kind::Number)
        message += "（" + quoted(raw.text) + "は" + std::string(base::json::name_of(raw.kind)) + "です）";
    else
        message += "（" + std::string(base::json::name_of(raw.kind)) + "です）";
    return {.value = {},
            .finding = finding_on(question, "type", edition::Severity::Error, message + "。",
                                  std::string(how_to_write(question.type)))};
}

Reading not_an_option(const Question& question, const std::string& number)
{
    std::string numbers;
    for (const edition::Option& option : question.options)
        numbers += (numbers.empty() ? "" : "、") + std::to_string(option.number);
    return {.value = {},
            .finding = finding_on(question, "option", edition::Severity::Error,
                                  question.name() + "に選択肢 " + number + " はありません。",
                                  "選択肢は " + numbers + " です。")};
}

std::optional<base::Decimal> decimal_of(const Value& raw)
{
    return raw.kind == Kind::Number ? base::Decimal::parse(raw.text) : std::nullopt;
}

std::optional<std::int64_t> integer_of(const Value& raw)
{
    auto decimal = decimal_of(raw);
    return decimal ? decimal->to_int64() : std::nullopt;
}

Reading read_number(const Question& question, const Value& raw)
{
    auto number = decimal_of(raw);
    if (!number || !number->finite())
        return wrong_type(question, raw);
    if (question.type == Type::Integer && !number->is_integer())
        return wrong_type(question, raw, "整数ではありません: " + quoted(raw.text));
    Reading reading{.value = feel::Value::number(*number)};
    const bool low = question.minimum && *number < *question.minimum;
    const bool high = question.maximum && *number > *question.maximum;
    if (low || high) {
        const std::string bound = (low ? *question.minimum : *question.maximum).to_text() + question.unit;
        reading.finding = finding_on(question, "range", edition::Severity::Error,
                                     question.name() + "の " + number->to_text() + question.unit + "は" +
                                         (low ? bound + "を下回っています。" : bound + "を超えています。"),
                                     "数値をご確認ください。");
    }
    return reading;
}

Reading read_choices(const Question& question, const Value& raw)
{
    if (raw.kind != Kind::Array)
        return wrong_type(question, raw);
    std::vector<std::int64_t> numbers;
    for (const Value& item : raw.items) {
        auto number = integer_of(item);
        if (!number)
            return wrong_type(question, raw, "番号でないものがあります");
        if (!question.find_option(*number))
            return not_an_option(question, std::to_string(*number));
        numbers.push_back(*number);
    }
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    if (question.exclusive && numbers.size() > 1 &&
        std::find(numbers.begin(), numbers.end(), *question.exclusive) != numbers.end()) {
        const edition::Option& option = *question.find_option(*question.exclusive);
        return {.value = {},
                .finding = finding_on(question, "exclusive", edition::Severity::Error,
                                      question.name() + "で「" + std::to_string(option.number) + " " + option.label +
                                          "」とほかの選択肢が両方選ばれています。",
                                      "どちらか一方にしてください。")};
    }
    if (numbers.empty())
        return {.value = {}, .unanswered = true, .finding = {}};
    feel::List list;
    for (std::int64_t number : numbers)
        list.push_back(feel::Value::number(number));
    return {.value = feel::Value::list(std::move(list))};
}

Reading read_text(const edition::Edition& edition, const Question& question, const Value& raw)
{
    if (raw.kind != Kind::String)
        return wrong_type(question, raw);
    std::string text = fold(question.format, raw.text);
    for (const std::string& suffix : question.drop_suffix) {
        if (text.size() > suffix.size() && text.ends_with(suffix)) {
            text = base::trim(std::string_view(text).substr(0, text.size() - suffix.size()));
            break;
        }
    }
    if (text.empty())
        return {.value = {}, .unanswered = true, .finding = {}};
    Reading reading{.value = {}};
    if (const edition::NameList* list = edition.find_list(question.list)) {
        if (const std::string* name = list->find(text)) {
            text = *name;
        } else {
            reading.finding =
                finding_on(question, "list", edition::Severity::Error,
                           question.name() + "の" + quoted(text) + "は一覧にありません。", "一覧から選んでください。");
        }
    }
    reading.value = feel::Value::string(std::move(text));
    return reading;
}

bool is_blank(const Value& raw)
{
    return raw.kind == Kind::Null || (raw.kind == Kind::String && base::is_blank(raw.text));
}

}

std::string fold(edition::Format format, const std::string& text)
{
    switch (format) {
    case edition::Format::Name:
        return base::collapse_blanks(base::fold_width(text));
    case edition::Format::Kana:
        return base::collapse_blanks(base::fold_kana(base::fold_width(text)));
    case edition::Format::Code:
        return base::fold_code(text);
    case edition::Format::Contact:
        return base::trim(base::fold_hyphens(base::fold_width(text)));
    case edition::Format::Free:
    case edition::Format::Email:
        break;
    }
    return base::trim(base::fold_width(text));
}

Reading normalise(const edition::Edition& edition, const Question& question, const Value& raw)
{
    if (is_blank(raw))
        return {.value = {}, .unanswered = true, .finding = {}};
    switch (question.type) {
    case Type::Choice: {
        auto number = integer_of(raw);
        if (!number)
            return wrong_type(question, raw);
        if (!question.find_option(*number))
            return not_an_option(question, std::to_string(*number));
        return {.value = feel::Value::number(*number)};
    }
    case Type::Choices:
        return read_choices(question, raw);
    case Type::Integer:
    case Type::Decimal:
        return read_number(question, raw);
    case Type::Text:
        return read_text(edition, question, raw);
    case Type::Date: {
        if (raw.kind != Kind::String)
            return wrong_type(question, raw);
        auto date = base::read_date(raw.text);
        return date.ok() ? Reading{.value = feel::Value::date(*date)} : wrong_type(question, raw, date.error().message);
    }
    case Type::Month: {
        if (raw.kind != Kind::String)
            return wrong_type(question, raw);
        auto month = base::read_month(raw.text);
        return month.ok() ? Reading{.value = feel::Value::date(month->first_day())}
                          : wrong_type(question, raw, month.error().message);
    }
    case Type::Boolean:
        if (raw.kind != Kind::Boolean)
            return wrong_type(question, raw);
        return {.value = feel::Value::boolean(raw.boolean)};
    }
    return wrong_type(question, raw);
}

}
