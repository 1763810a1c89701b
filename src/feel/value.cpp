#include "feel/value.h"

#include "feel/closure.h"

#include <algorithm>

namespace kenkei::feel {

namespace {

template<typename T>
const T& empty()
{
    static const T nothing{};
    return nothing;
}

// What a shared_ptr alternative of the variant points to, or an empty one.
template<typename T, typename Variant>
const T& pointed(const Variant& variant)
{
    const auto* pointer = std::get_if<std::shared_ptr<const T>>(&variant);
    return pointer && *pointer ? **pointer : empty<T>();
}

bool same_entries(const Context& left, const Context& right)
{
    if (left.size() != right.size())
        return false;
    auto ours = sorted_entries(left);
    auto theirs = sorted_entries(right);
    return std::equal(ours.begin(), ours.end(), theirs.begin(),
                      [](const auto* a, const auto* b) { return a->first == b->first && a->second == b->second; });
}

}

std::string_view name_of(Kind kind)
{
    switch (kind) {
    case Kind::Null:
        return "null";
    case Kind::Boolean:
        return "boolean";
    case Kind::Number:
        return "number";
    case Kind::String:
        return "string";
    case Kind::Date:
        return "date";
    case Kind::Time:
        return "time";
    case Kind::DateTime:
        return "date and time";
    case Kind::YearsMonthsDuration:
        return "years and months duration";
    case Kind::DaysTimeDuration:
        return "days and time duration";
    case Kind::List:
        return "list";
    case Kind::Context:
        return "context";
    case Kind::Range:
        return "range";
    case Kind::Function:
        return "function";
    }
    return "";
}

std::string_view japanese_name_of(Kind kind)
{
    switch (kind) {
    case Kind::Null:
        return "null";
    case Kind::Boolean:
        return "真偽値";
    case Kind::Number:
        return "数値";
    case Kind::String:
        return "文字列";
    case Kind::Date:
        return "日付";
    case Kind::Time:
        return "時刻";
    case Kind::DateTime:
        return "日時";
    case Kind::YearsMonthsDuration:
        return "年月の期間";
    case Kind::DaysTimeDuration:
        return "日時の期間";
    case Kind::List:
        return "リスト";
    case Kind::Context:
        return "コンテキスト";
    case Kind::Range:
        return "範囲";
    case Kind::Function:
        return "関数";
    }
    return "";
}

void Value::Size::hold(const Value& value)
{
    Size inner = value.size();
    parts = std::min(parts + inner.parts, max_parts + 1);
    depth = std::max(depth, inner.depth + 1);
}

Value::Size Value::size() const
{
    // Long strings count as several parts: comparing and printing them takes its time.
    if (kind() == Kind::String)
        return {1 + as_string().size() / 256, 0};
    if (const auto* list = std::get_if<Shared<List>>(&m_value))
        return (*list)->size;
    if (const auto* context = std::get_if<Shared<Context>>(&m_value))
        return (*context)->size;
    if (const auto* range = std::get_if<Shared<Range>>(&m_value))
        return (*range)->size;
    if (const auto* function = std::get_if<Shared<std::shared_ptr<const Closure>>>(&m_value))
        return (*function)->size;
    return {};
}

template<typename T>
Value Value::compound(T content, Size size)
{
    if (size.depth > max_nesting)
        return null("値の入れ子が200段を超えました");
    if (!size.bounded())
        return null("値が大きすぎます（要素の合計が1,000万を超えました）");
    Value value;
    value.m_value = std::make_shared<const Sized<T>>(Sized<T>{std::move(content), size});
    return value;
}

Value Value::null(std::string reason)
{
    Value value;
    value.m_value = Null{std::make_shared<const std::string>(std::move(reason))};
    return value;
}

Value Value::boolean(bool truth)
{
    Value value;
    value.m_value = truth;
    return value;
}

Value Value::number(base::Decimal number)
{
    if (!number.finite())
        return null("計算の結果が数値になりません（大きすぎるか、定義されません）");
    Value value;
    value.m_value = number;
    return value;
}

Value Value::string(std::string text)
{
    if (text.size() > max_string_bytes)
        return null("文字列が16MiBを超えました");
    Value value;
    value.m_value = std::make_shared<const std::string>(std::move(text));
    return value;
}

Value Value::date(CalendarDate date)
{
    Value value;
    value.m_value = date;
    return value;
}

Value Value::time(Time time)
{
    Value value;
    value.m_value = std::make_shared<const Time>(std::move(time));
    return value;
}

Value Value::date_time(DateTime date_time)
{
    Value value;
    value.m_value = std::make_shared<const DateTime>(std::move(date_time));
    return value;
}

Value Value::years_months(YearsMonthsDuration duration)
{
    Value value;
    value.m_value = duration;
    return value;
}

Value Value::days_time(DaysTimeDuration duration)
{
    Value value;
    value.m_value = duration;
    return value;
}

Value Value::list(List items)
{
    if (items.size() > max_list_items)
        return null("リストの要素が100万を超えました");
    Size size;
    for (const Value& item : items)
        size.hold(item);
    return compound(std::move(items), size);
}

Value Value::context(Context entries)
{
    if (entries.size() > max_list_items)
        return null("コンテキストの項目が100万を超えました");
    Size size;
    for (const auto& [name, entry] : entries)
        size.hold(entry);
    return compound(std::move(entries), size);
}

Value Value::range(Range range)
{
    Size size;
    size.hold(range.low);
    size.hold(range.high);
    return compound(std::move(range), size);
}

Value Value::function(std::shared_ptr<const Closure> closure)
{
    Size size;
    if (closure) {
        for (const auto& [name, bound] : closure->bound)
            size.hold(bound);
    }
    return compound(std::move(closure), size);
}

Kind Value::kind() const
{
    return static_cast<Kind>(m_value.index());
}

const std::string& Value::null_reason() const
{
    const auto* none = std::get_if<Null>(&m_value);
    return none && none->reason ? *none->reason : empty<std::string>();
}

bool Value::is_true() const
{
    return as_boolean();
}

bool Value::is_false() const
{
    const bool* truth = std::get_if<bool>(&m_value);
    return truth && !*truth;
}

bool Value::as_boolean() const
{
    const bool* truth = std::get_if<bool>(&m_value);
    return truth && *truth;
}

const base::Decimal& Value::as_number() const
{
    const auto* number = std::get_if<base::Decimal>(&m_value);
    return number ? *number : empty<base::Decimal>();
}

const std::string& Value::as_string() const
{
    return pointed<std::string>(m_value);
}

const CalendarDate& Value::as_date() const
{
    const auto* date = std::get_if<CalendarDate>(&m_value);
    return date ? *date : empty<CalendarDate>();
}

const Time& Value::as_time() const
{
    return pointed<Time>(m_value);
}

const DateTime& Value::as_date_time() const
{
    return pointed<DateTime>(m_value);
}

YearsMonthsDuration Value::as_years_months() const
{
    const auto* duration = std::get_if<YearsMonthsDuration>(&m_value);
    return duration ? *duration : YearsMonthsDuration{};
}

DaysTimeDuration Value::as_days_time() const
{
    const auto* duration = std::get_if<DaysTimeDuration>(&m_value);
    return duration ? *duration : DaysTimeDuration{};
}

const List& Value::as_list() const
{
    return pointed<Sized<List>>(m_value).content;
}

const Context& Value::as_context() const
{
    return pointed<Sized<Context>>(m_value).content;
}

const Range& Value::as_range() const
{
    return pointed<Sized<Range>>(m_value).content;
}

const std::shared_ptr<const Closure>& Value::as_function() const
{
    return pointed<Sized<std::shared_ptr<const Closure>>>(m_value).content;
}

const Value* Value::entry(std::string_view name) const
{
    for (const auto& [key, value] : as_context()) {
        if (key == name)
            return &value;
    }
    return nullptr;
}

std::vector<const std::pair<std::string, Value>*> sorted_entries(const Context& context)
{
    std::vector<const std::pair<std::string, Value>*> entries;
    entries.reserve(context.size());
    for (const auto& entry : context)
        entries.push_back(&entry);
    std::sort(entries.begin(), entries.end(), [](const auto* a, const auto* b) { return a->first < b->first; });
    return entries;
}

bool Value::operator==(const Value& other) const
{
    if (kind() != other.kind())
        return false;
    switch (kind()) {
    case Kind::Null:
        return true;
    case Kind::Boolean:
        return as_boolean() == other.as_boolean();
    case Kind::Number:
        return as_number() == other.as_number();
    case Kind::String:
        return as_string() == other.as_string();
    case Kind::Date:
        return as_date() == other.as_date();
    case Kind::Time:
        return as_time() == other.as_time();
    case Kind::DateTime:
        return as_date_time() == other.as_date_time();
    case Kind::YearsMonthsDuration:
        return as_years_months() == other.as_years_months();
    case Kind::DaysTimeDuration:
        return as_days_time() == other.as_days_time();
    case Kind::List:
        return &as_list() == &other.as_list() || as_list() == other.as_list();
    case Kind::Context:
        return &as_context() == &other.as_context() || same_entries(as_context(), other.as_context());
    case Kind::Range: {
        const Range& left = as_range();
        const Range& right = other.as_range();
        return left.low_closed == right.low_closed && left.high_closed == right.high_closed && left.low == right.low &&
               left.high == right.high;
    }
    case Kind::Function:
        return as_function() == other.as_function();
    }
    return false;
}

}
