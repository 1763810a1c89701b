#include "base/json.h"

namespace kenkei::base::json {

namespace {

void append_escape(std::string& out, char c)
{
    switch (c) {
    case '"':
        out += "\\\"";
        return;
    case '\\':
        out += "\\\\";
        return;
    case '\b':
        out += "\\b";
        return;
    case '\f':
        out += "\\f";
        return;
    case '\n':
        out += "\\n";
        return;
    case '\r':
        out += "\\r";
        return;
    case '\t':
        out += "\\t";
        return;
    default:
        constexpr std::string_view digits = "0123456789abcdef";
        out += "\\u00";
        out += digits[static_cast<unsigned char>(c) >> 4];
        out += digits[static_cast<unsigned char>(c) & 0xF];
    }
}

}

void append_quoted(std::string& out, std::string_view text)
{
    out += '"';
    std::size_t copied = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c != '"' && c != '\\' && static_cast<unsigned char>(c) >= 0x20)
            continue;
        out.append(text, copied, i - copied);
        append_escape(out, c);
        copied = i + 1;
    }
    out.append(text, copied);
    out += '"';
}

void Writer::new_line()
{
    if (m_layout == Layout::Compact)
        return;
    m_text += '\n';
    m_text.append(2 * m_has_members.size(), ' ');
}

void Writer::separate()
{
    if (m_after_key) {
        m_after_key = false;
        return;
    }
    if (m_has_members.empty())
        return;
    if (m_has_members.back())
        m_text += ',';
    m_has_members.back() = true;
    new_line();
}

void Writer::begin(char bracket)
{
    separate();
    m_text += bracket;
    m_has_members.push_back(false);
}

void Writer::end(char bracket)
{
    bool has_members = m_has_members.back();
    m_has_members.pop_back();
    if (has_members)
        new_line();
    m_text += bracket;
}

Writer& Writer::begin_object()
{
    begin('{');
    return *this;
}

Writer& Writer::end_object()
{
    end('}');
    return *this;
}

Writer& Writer::begin_array()
{
    begin('[');
    return *this;
}

Writer& Writer::end_array()
{
    end(']');
    return *this;
}

Writer& Writer::key(std::string_view name)
{
    separate();
    append_quoted(m_text, name);
    m_text += m_layout == Layout::Compact ? ":" : ": ";
    m_after_key = true;
    return *this;
}

Writer& Writer::string(std::string_view text)
{
    separate();
    append_quoted(m_text, text);
    return *this;
}

Writer& Writer::number(std::int64_t number)
{
    return bare(std::to_string(number));
}

Writer& Writer::number(const Decimal& number)
{
    return bare(number.finite() ? number.to_text() : "null");
}

Writer& Writer::boolean(bool boolean)
{
    return bare(boolean ? "true" : "false");
}

Writer& Writer::null()
{
    return bare("null");
}

Writer& Writer::bare(std::string_view text)
{
    separate();
    m_text += text;
    return *this;
}

Writer& Writer::value(const Value& value)
{
    switch (value.kind) {
    case Kind::Null:
        return null();
    case Kind::Boolean:
        return boolean(value.boolean);
    case Kind::Number:
        return bare(value.text);
    case Kind::String:
        return string(value.text);
    case Kind::Array:
        begin_array();
        for (const Value& item : value.items)
            this->value(item);
        return end_array();
    case Kind::Object:
        begin_object();
        for (const auto& [name, member] : value.members)
            key(name).value(member);
        return end_object();
    }
    return *this;
}

}
