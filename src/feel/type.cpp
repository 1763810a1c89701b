#include "feel/type.h"

#include "feel/closure.h"
#include "feel/expression.h"
#include "feel/lexer.h"

#include <algorithm>

namespace kenkei::feel {

namespace {

constexpr int deepest_type = 50;

struct SimpleType {
    std::string_view name;
    Type::Form form;
    Kind kind;
};

constexpr SimpleType simple_types[] = {
    {"years and months duration", Type::Form::Simple, Kind::YearsMonthsDuration},
    {"days and time duration", Type::Form::Simple, Kind::DaysTimeDuration},
    {"date and time", Type::Form::Simple, Kind::DateTime},
    {"dateTime", Type::Form::Simple, Kind::DateTime},
    {"yearMonthDuration", Type::Form::Simple, Kind::YearsMonthsDuration},
    {"dayTimeDuration", Type::Form::Simple, Kind::DaysTimeDuration},
    {"date", Type::Form::Simple, Kind::Date},
    {"time", Type::Form::Simple, Kind::Time},
    {"number", Type::Form::Simple, Kind::Number},
    {"string", Type::Form::Simple, Kind::String},
    {"boolean", Type::Form::Simple, Kind::Boolean},
    {"context", Type::Form::Simple, Kind::Context},
    {"Any", Type::Form::Any, Kind::Null},
    {"Null", Type::Form::Null, Kind::Null},
};

constexpr std::string_view words_behind_a_type[] = {"and",  "or",   "in",     "between",  "instance",
                                                    "then", "else", "return", "satisfies"};

bool may_follow(std::string_view word)
{
    return std::find(std::begin(words_behind_a_type), std::end(words_behind_a_type), word) !=
           std::end(words_behind_a_type);
}

class TypeReader {
public:
    TypeReader(std::string_view text, std::size_t offset) : m_text(text), m_offset(offset) {}

    std::size_t offset() const { return m_offset; }

    std::optional<Type> read(int depth = 0)
    {
        const auto token = read_token(m_text, m_offset);
        if (token.kind != TokenKind::Word || depth > deepest_type)
            return {};
        const auto behind = read_token(m_text, token.end);
        if (behind.text == "<" && behind.kind == TokenKind::Symbol) {
            m_offset = behind.end;
            if (token.text == "list")
                return read_items(Type::Form::List, depth);
            if (token.text == "range")
                return read_items(Type::Form::Range, depth);
            if (token.text == "context")
                return read_context(depth);
            if (token.text == "function")
                return read_function(depth);
            m_offset = token.begin;
        }
        for (const auto& simple : simple_types) {
            const auto end = match_name(m_text, token.begin, simple.name);
            if (end != std::string_view::npos) {
                m_offset = end;
                return Type{.form = simple.form, .kind = simple.kind};
            }
        }
        return read_name(token);
    }

private:
    bool accept(std::string_view symbol)
    {
        const auto token = read_token(m_text, m_offset);
        if (token.kind != TokenKind::Symbol || token.text != symbol)
            return false;
        m_offset = token.end;
        return true;
    }

    std::optional<Type> read_items(Type::Form form, int depth)
    {
        auto item = read(depth + 1);
        if (!item || !accept(">"))
            return {};
        Type type{.form = form};
        type.parts.push_back(std::move(*item));
        return type;
    }

    std::optional<Type> read_context(int depth)
    {
        Type type{.form = Type::Form::Context};
        while (!accept(">")) {
            if (!type.parts.empty() && !accept(","))
                return {};
            auto name = read_words();
            if (name.empty() || !accept(":"))
                return {};
            auto entry = read(depth + 1);
            if (!entry)
                return {};
            type.names.push_back(std::move(name));
            type.parts.push_back(std::move(*entry));
        }
        return type;
    }

    std::optional<Type> read_function(int depth)
    {
        Type type{.form = Type::Form::Function};
        while (!accept(">")) {
            if (!type.parts.empty() && !accept(","))
                return {};
            auto parameter = read(depth + 1);
            if (!parameter)
                return {};
            type.parts.push_back(std::move(*parameter));
        }
        if (!accept("->"))
            return {};
        auto result = read(depth + 1);
        if (!result)
            return {};
        type.parts.push_back(std::move(*result));
        return type;
    }

    // The name of a type definition, with the points of an import.
    std::optional<Type> read_name(const Token& first)
    {
        m_offset = first.begin;
        Type type{.form = Type::Form::Named, .name = read_words()};
        while (accept(".")) {
            auto part = read_words();
            if (part.empty())
                return {};
            type.name += '.' + part;
        }
        return type;
    }

    std::string read_words()
    {
        std::string words;
        for (;;) {
            const auto token = read_token(m_text, m_offset);
            if (token.kind != TokenKind::Word || (!words.empty() && may_follow(token.text)))
                return words;
            if (!words.empty())
                words += ' ';
            words += token.text;
            m_offset = token.end;
        }
    }

    std::string_view m_text;
    std::size_t m_offset;
};

const TypeDefinition* find_definition(std::string_view name, const Environment& environment)
{
    for (const auto& definition : environment.types) {
        if (definition.name == name)
            return &definition;
    }
    return nullptr;
}

bool is_allowed(const Value& value, const Node& tests, const Environment& environment)
{
    auto inner = environment;
    inner.input = &value;
    return evaluate(tests, inner).is_true();
}

// Whether the unary tests of type definitions count: for `instance of` they do not.
enum class Constraints { Ignore, Check };

struct Conformity {
    const Environment& environment;
    Constraints constraints;
};

bool conforms_to(const Value& value, const Type& type, const Conformity& by, int depth);

bool range_conforms(const Range& range, const Type& item, const Conformity& by, int depth)
{
    const bool low = range.low.is_null() || conforms_to(range.low, item, by, depth);
    const bool high = range.high.is_null() || conforms_to(range.high, item, by, depth);
    return low && high && !(range.low.is_null() && range.high.is_null());
}

// Whether every value of `written` is one of `wanted`, as far as the written types say; unwritten is Any.
bool accepts_type(const Type& written, const Type& wanted)
{
    if (written.form == Type::Form::Any || wanted.form == Type::Form::Any)
        return true;
    return to_text(written) == to_text(wanted);
}

bool function_conforms(const Closure& closure, const Type& type)
{
    const auto parameters = type.parts.size() - 1;
    if (closure.builtin != nullptr || closure.definition == nullptr)
        return closure.builtin != nullptr;
    const auto& definition = *closure.definition;
    if (definition.names.size() != parameters)
        return false;
    for (std::size_t i = 0; i < parameters; ++i) {
        const auto written = i < definition.types.size() ? read_type(definition.types[i]) : std::nullopt;
        if (written && !accepts_type(*written, type.parts[i]))
            return false;
    }
    return true;
}

bool named_conforms(const Value& value, const Type& type, const Conformity& by, int depth)
{
    const auto* definition = find_definition(type.name, by.environment);
    if (definition == nullptr || !conforms_to(value, definition->type, by, depth + 1))
        return false;
    if (definition->allowed == nullptr || by.constraints == Constraints::Ignore)
        return true;
    if (value.kind() != Kind::List)
        return is_allowed(value, *definition->allowed, by.environment);
    return std::all_of(value.as_list().begin(), value.as_list().end(),
                       [&](const Value& item) { return is_allowed(item, *definition->allowed, by.environment); });
}

bool conforms_to(const Value& value, const Type& type, const Conformity& by, int depth)
{
    if (depth > deepest_type)
        return false;
    // Inside lists and contexts null stands for a value that is not there.
    if (value.is_null())
        return type.form == Type::Form::Null || depth > 0;
    switch (type.form) {
    case Type::Form::Any:
        return true;
    case Type::Form::Null:
        return false;
    case Type::Form::Simple:
        return value.kind() == type.kind;
    case Type::Form::List:
        return value.kind() == Kind::List &&
               std::all_of(value.as_list().begin(), value.as_list().end(),
                           [&](const Value& item) { return conforms_to(item, type.parts.front(), by, depth + 1); });
    case Type::Form::Range:
        return value.kind() == Kind::Range && range_conforms(value.as_range(), type.parts.front(), by, depth + 1);
    case Type::Form::Context:
        if (value.kind() != Kind::Context)
            return false;
        for (std::size_t i = 0; i < type.names.size(); ++i) {
            const auto* entry = value.entry(type.names[i]);
            if (entry == nullptr || !conforms_to(*entry, type.parts[i], by, depth + 1))
                return false;
        }
        return true;
    case Type::Form::Function:
        return value.kind() == Kind::Function && function_conforms(*value.as_function(), type);
    case Type::Form::Named:
        return named_conforms(value, type, by, depth);
    }
    return false;
}

// Names resolved as far as they go.
const Type* resolve(const Type& type, const Environment& environment)
{
    const auto* resolved = &type;
    for (int i = 0; i < deepest_type && resolved->form == Type::Form::Named; ++i) {
        const auto* definition = find_definition(resolved->name, environment);
        if (definition == nullptr)
            return nullptr;
        resolved = &definition->type;
    }
    return resolved;
}

}

std::optional<Type> read_type(std::string_view text, std::size_t& offset)
{
    TypeReader reader(text, offset);
    auto type = reader.read();
    if (type)
        offset = reader.offset();
    return type;
}

std::optional<Type> read_type(std::string_view text)
{
    std::size_t offset = 0;
    auto type = read_type(text, offset);
    if (!type || read_token(text, offset).kind != TokenKind::End)
        return {};
    return type;
}

std::string to_text(const Type& type)
{
    auto joined = [&](std::size_t count) {
        std::string out = "<";
        for (std::size_t i = 0; i < count; ++i) {
            out += i == 0 ? "" : ", ";
            if (i < type.names.size())
                out += type.names[i] + ": ";
            out += to_text(type.parts[i]);
        }
        return out + '>';
    };
    switch (type.form) {
    case Type::Form::Any:
        return "Any";
    case Type::Form::Null:
        return "Null";
    case Type::Form::Simple:
        return std::string(name_of(type.kind));
    case Type::Form::List:
        return "list" + joined(1);
    case Type::Form::Range:
        return "range" + joined(1);
    case Type::Form::Context:
        return "context" + joined(type.parts.size());
    case Type::Form::Function:
        return "function" + joined(type.parts.size() - 1) + "->" + to_text(type.parts.back());
    case Type::Form::Named:
        return type.name;
    }
    return {};
}

bool conforms(const Value& value, const Type& type, const Environment& environment)
{
    return conforms_to(value, type, {environment, Constraints::Ignore}, 0);
}

Value coerce(const Value& value, const Type& type, const Environment& environment)
{
    const Conformity by{environment, Constraints::Check};
    if (value.is_null() || conforms_to(value, type, by, 0))
        return value;
    const auto* resolved = resolve(type, environment);
    if (resolved == nullptr)
        return Value::null("型「" + to_text(type) + "」がありません");
    if (resolved->form == Type::Form::List) {
        if (auto list = Value::list({value}); value.kind() != Kind::List && conforms_to(list, type, by, 0))
            return list;
    } else if (value.kind() == Kind::List && value.as_list().size() == 1) {
        return coerce(value.as_list().front(), type, environment);
    } else if (resolved->form == Type::Form::Simple && resolved->kind == Kind::DateTime && value.kind() == Kind::Date) {
        Time midnight;
        midnight.zone = Zone{.offset_seconds = 0, .name = {}};
        return Value::date_time({value.as_date(), midnight});
    }
    return Value::null("値が型「" + to_text(type) + "」に合いません");
}

}
