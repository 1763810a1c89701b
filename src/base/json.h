#pragma once

#include "base/decimal.h"
#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kenkei::base::json {

enum class Kind { Null, Boolean, Number, String, Array, Object };

// Name of a JSON type as messages print it: 文字列, 数値, 真偽値, 配列, オブジェクト, null.
std::string_view name_of(Kind);

struct Member;

// A value as it stood in the text. Numbers keep their characters, so that nothing is lost to binary floating point.
struct Value {
    Kind kind = Kind::Null;
    bool boolean = false;
    std::string text; // the string, or the number's characters
    std::vector<Value> items;
    std::vector<Member> members; // in the order of the text
    SourcePosition at = {};
    SourcePosition key_at = {}; // of its key, where it is a member of an object read from YAML

    const Value* find(std::string_view key) const; // only for objects; nullptr if absent
};

// Named as in std::pair, which itself cannot hold a Value that is not complete yet (clang with libstdc++ refuses).
struct Member {
    std::string first;
    Value second;
};

struct Limits {
    std::size_t depth = 64;
};

// One JSON text (RFC 8259, strict): UTF-8 checked, duplicate keys refused, nothing but blanks behind the value. Errors
// carry line and column and codes json.syntax, json.utf8, json.duplicate-key, json.depth, json.trailing, json.empty.
Result<Value> parse(std::string_view text, Limits limits = {});

// Appends `text` as a JSON string with its quotes; only what must be escaped is.
void append_quoted(std::string& out, std::string_view text);

// Writes JSON text piece by piece: commas and quotes are its work, nesting is the caller's.
class Writer {
public:
    enum class Layout { Compact, Indented };
    explicit Writer(Layout layout = Layout::Compact) : m_layout(layout) {}

    Writer& begin_object();
    Writer& end_object();
    Writer& begin_array();
    Writer& end_array();
    Writer& key(std::string_view);
    Writer& string(std::string_view);
    Writer& number(std::int64_t);
    Writer& number(const Decimal&); // null if it is not finite: JSON has no word for that
    Writer& boolean(bool);
    Writer& null();
    Writer& value(const Value&); // a parsed value again, numbers as they stood

    // key and value in one
    Writer& member(std::string_view name, std::string_view text) { return key(name).string(text); }

    const std::string& text() const { return m_text; }
    std::string take() { return std::move(m_text); }

private:
    void begin(char bracket);
    void end(char bracket);
    Writer& bare(std::string_view);
    void separate();
    void new_line();
    Layout m_layout;
    std::string m_text;
    std::vector<bool> m_has_members;
    bool m_after_key = false;
};

}
