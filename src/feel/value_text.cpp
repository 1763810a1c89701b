#include "feel/closure.h"
#include "feel/temporal_text.h"
#include "feel/value.h"

#include "base/utf8.h"

#include <algorithm>
#include <array>
#include <limits>

namespace kenkei::feel {

namespace {

// Words that a name in a context must not be when it is written without quotes.
constexpr std::array<std::string_view, 20> keywords = {
    "and",      "between", "else", "every", "external", "false",  "for",       "function", "if",   "in",
    "instance", "not",     "null", "of",    "or",       "return", "satisfies", "some",     "then", "true"};

// DMN 1.5, grammar rules 28 and 29, without the blanks and operators that a name may also hold.
bool starts_name(char32_t c)
{
    constexpr std::pair<char32_t, char32_t> ranges[] = {
        {U'A', U'Z'},     {U'_', U'_'},     {U'a', U'z'},     {0xC0, 0xD6},     {0xD8, 0xF6},
        {0xF8, 0x2FF},    {0x370, 0x37D},   {0x37F, 0x1FFF},  {0x200C, 0x200D}, {0x2070, 0x218F},
        {0x2C00, 0x2FEF}, {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF}};
    return std::any_of(std::begin(ranges), std::end(ranges),
                       [&](auto range) { return range.first <= c && c <= range.second; });
}

bool continues_name(char32_t c)
{
    return starts_name(c) || (c >= U'0' && c <= U'9') || c == 0xB7 || (c >= 0x300 && c <= 0x36F) || c == 0x203F ||
           c == 0x2040;
}

bool is_plain_name(std::string_view name)
{
    if (name.empty() || std::find(keywords.begin(), keywords.end(), name) != keywords.end())
        return false;
    std::size_t offset = 0;
    if (!starts_name(base::next_code_point(name, offset)))
        return false;
    while (offset < name.size()) {
        if (!continues_name(base::next_code_point(name, offset)))
            return false;
    }
    return true;
}

// Builds a text up to a limit; beyond it nothing is added any more.
class Text {
public:
    explicit Text(std::size_t limit) : m_limit(limit) {}

    bool full() const { return m_text.size() > m_limit; }
    std::string take() { return std::move(m_text); }

    void add(std::string_view piece)
    {
        if (!full())
            m_text += piece;
    }

    void add_quoted(std::string_view text)
    {
        add("\"");
        std::size_t copied = 0;
        for (std::size_t i = 0; i < text.size() && !full(); ++i) {
            std::string_view escape = escape_of(text[i]);
            if (escape.empty())
                continue;
            add(text.substr(copied, i - copied));
            add(escape);
            copied = i + 1;
        }
        add(text.substr(copied));
        add("\"");
    }

    void add_call(std::string_view function, const std::string& text)
    {
        add(function);
        add("(\"");
        add(text);
        add("\")");
    }

    void add_value(const Value& value)
    {
        switch (value.kind()) {
        case Kind::Null:
            return add("null");
        case Kind::Boolean:
            return add(value.as_boolean() ? "true" : "false");
        case Kind::Number:
            return add(value.as_number().to_text());
        case Kind::String:
            return add_quoted(value.as_string());
        case Kind::Date:
            return add_call("date", to_text(value.as_date()));
        case Kind::Time:
            return add_call("time", to_text(value.as_time()));
        case Kind::DateTime:
            return add_call("date and time", to_text(value.as_date_time()));
        case Kind::YearsMonthsDuration:
            return add_call("duration", to_text(value.as_years_months()));
        case Kind::DaysTimeDuration:
            return add_call("duration", to_text(value.as_days_time()));
        case Kind::List:
            return add_list(value.as_list());
        case Kind::Context:
            return add_context(value.as_context());
        case Kind::Range:
            return add_range(value.as_range());
        case Kind::Function:
            return add_function(value.as_function().get());
        }
    }

private:
    static std::string_view escape_of(char c)
    {
        switch (c) {
        case '"':
            return "\\\"";
        case '\\':
            return "\\\\";
        case '\n':
            return "\\n";
        case '\r':
            return "\\r";
        case '\t':
            return "\\t";
        default:
            return {};
        }
    }

    void add_list(const List& items)
    {
        add("[");
        for (std::size_t i = 0; i < items.size() && !full(); ++i) {
            if (i > 0)
                add(", ");
            add_value(items[i]);
        }
        add("]");
    }

    void add_context(const Context& entries)
    {
        add("{");
        for (std::size_t i = 0; i < entries.size() && !full(); ++i) {
            if (i > 0)
                add(", ");
            if (is_plain_name(entries[i].first))
                add(entries[i].first);
            else
                add_quoted(entries[i].first);
            add(": ");
            add_value(entries[i].second);
        }
        add("}");
    }

    void add_range(const Range& range)
    {
        // An open side: what `(< 5)` and `(>= 5)` make.
        if (range.low.is_null() != range.high.is_null()) {
            bool below = range.low.is_null();
            bool closed = below ? range.high_closed : range.low_closed;
            add(below ? "(<" : "(>");
            add(closed ? "= " : " ");
            add_value(below ? range.high : range.low);
            return add(")");
        }
        add(range.low_closed ? "[" : "(");
        add_value(range.low);
        add("..");
        add_value(range.high);
        add(range.high_closed ? "]" : ")");
    }

    void add_function(const Closure* closure)
    {
        if (closure && closure->builtin)
            add(closure->builtin->name);
        else if (closure && closure->definition)
            add(to_text(*closure->definition));
        else
            add("null");
    }

    std::string m_text;
    std::size_t m_limit;
};

constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max();

}

std::optional<std::string> to_feel(const Value& value, std::size_t limit)
{
    Text text(limit);
    text.add_value(value);
    if (text.full())
        return std::nullopt;
    return text.take();
}

std::optional<std::string> to_display(const Value& value, std::size_t limit)
{
    switch (value.kind()) {
    case Kind::Null:
        return "";
    case Kind::String:
        if (value.as_string().size() > limit)
            return std::nullopt;
        return value.as_string();
    case Kind::Date:
        return to_text(value.as_date());
    case Kind::Time:
        return to_text(value.as_time());
    case Kind::DateTime:
        return to_text(value.as_date_time());
    case Kind::YearsMonthsDuration:
        return to_text(value.as_years_months());
    case Kind::DaysTimeDuration:
        return to_text(value.as_days_time());
    default:
        return to_feel(value, limit);
    }
}

std::string to_feel(const Value& value)
{
    return to_feel(value, unlimited).value_or("");
}

std::string to_display(const Value& value)
{
    return to_display(value, unlimited).value_or("");
}

}
