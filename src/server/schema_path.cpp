#include "server/schema_path.h"

#include "base/utf8.h"

namespace kenkei::server {

using base::json::Kind;
using base::json::Value;

namespace {

constexpr std::size_t most_shown = 40; // characters of a value

struct KindName {
    Kind kind;
    std::string_view japanese;
    std::string_view english;
};
constexpr KindName kind_names[] = {
    {Kind::Object, "オブジェクト", "an object"},
    {Kind::Array, "配列", "an array"},
    {Kind::String, "文字列", "a string"},
    {Kind::Boolean, "真偽値（true・false）", "a boolean"},
    {Kind::Number, "数", "a number"},
    {Kind::Null, "null", "null"},
};

std::string lower(std::string sentence) // Item 2 of …, inside of another
{
    if (sentence.starts_with('I'))
        sentence.front() = 'i';
    return sentence;
}

std::string short_text(std::string_view text)
{
    return base::printable(base::shortened(text, most_shown));
}

}

std::string to_pointer(const SchemaPath& path)
{
    if (!path.above)
        return "";
    std::string pointer = to_pointer(*path.above);
    pointer += '/';
    if (path.index)
        return pointer + std::to_string(*path.index);
    for (const char c : path.member) { // RFC 6901, 3
        if (c == '~')
            pointer += "~0";
        else if (c == '/')
            pointer += "~1";
        else
            pointer += c;
    }
    return pointer;
}

Sentences name_of(const SchemaPath& path)
{
    if (!path.above)
        return {"本文", "The body"};
    if (!path.index) {
        const std::string name = short_text(path.member);
        return {"「" + name + "」", '`' + name + '`'};
    }
    constexpr int most_levels = 3; // of lists in lists: nobody reads more
    const SchemaPath* outermost = &path;
    int levels = 0;
    for (; outermost->index && levels <= most_levels; ++levels)
        outermost = outermost->above;
    if (levels > most_levels)
        return {"配列の" + std::to_string(*path.index + 1) + "番目",
                "Item " + std::to_string(*path.index + 1) + " of a list"};
    const Sentences list = name_of(*path.above);
    const std::string place = std::to_string(*path.index + 1);
    return {list.japanese + "の" + place + "番目",
            "Item " + place + " of " + (path.above->above ? lower(list.english) : "the body")};
}

Sentences shown(const Value& value, bool secret)
{
    switch (value.kind) {
    case Kind::String:
        if (secret)
            break;
        if (value.text.empty())
            return {"空の文字列", "the empty string"};
        return {"文字列「" + short_text(value.text) + "」", "the string \"" + short_text(value.text) + '"'};
    case Kind::Number:
        if (secret)
            break;
        return {short_text(value.text), short_text(value.text)};
    case Kind::Boolean:
        if (secret)
            break;
        return value.boolean ? Sentences{"true", "true"} : Sentences{"false", "false"};
    default:
        break;
    }
    for (const KindName& name : kind_names)
        if (name.kind == value.kind)
            return {std::string(name.japanese), std::string(name.english)};
    return {};
}

Sentences in_words(Kinds kinds, bool only_integers)
{
    Sentences all;
    for (const KindName& name : kind_names) {
        if ((kinds & kind_bit(name.kind)) == 0)
            continue;
        const bool integer = name.kind == Kind::Number && only_integers;
        all.japanese.append(all.japanese.empty() ? "" : "か").append(integer ? "整数" : name.japanese);
        all.english.append(all.english.empty() ? "" : " or ").append(integer ? "an integer" : name.english);
    }
    return all;
}

Sentences listed(const Value& values)
{
    constexpr std::size_t most = 12;
    Sentences all;
    for (std::size_t i = 0; i < values.items.size() && i < most; ++i) {
        const Value& value = values.items[i];
        const bool text = value.kind == Kind::String;
        const std::string word = text ? short_text(value.text) : shown(value, false).english;
        all.japanese += text ? "「" + word + "」" : (i == 0 ? "" : "、") + word;
        all.english += (i == 0 ? "" : ", ") + (text ? '"' + word + '"' : word);
    }
    if (values.items.size() > most) {
        all.japanese += "など";
        all.english += " …";
    }
    return all;
}

Sentences form_of(Format format)
{
    switch (format) {
    case Format::Date:
        return {"日付（2024-08-19 の形で、実在する日）", "a date that exists, like 2024-08-19"};
    case Format::DateTime:
        return {"日時（2024-10-18T17:00:00+09:00 の形）", "a time like 2024-10-18T17:00:00+09:00"};
    case Format::Email:
        return {"メールアドレス（名前@組織.jp の形）", "a mail address like name@example.org"};
    case Format::Uuid:
        return {"UUID（8-4-4-4-12桁の16進数）", "a UUID"};
    case Format::Any:
        break;
    }
    return {};
}

}
