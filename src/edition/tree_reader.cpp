#include "edition/tree_reader.h"

#include "base/date.h"
#include "base/edits.h"
#include "base/utf8.h"

#include <algorithm>

namespace kenkei::edition {

using base::json::Kind;

namespace {

bool is_id(std::string_view text, TreeReader::Hyphen hyphen)
{
    if (text.empty())
        return false;
    auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    if (!letter(text.front()))
        return false;
    return std::all_of(text.begin(), text.end(), [&](char c) {
        return letter(c) || (c >= '0' && c <= '9') || c == '_' ||
               ((c == '-' || c == '.') && hyphen == TreeReader::Hyphen::Allowed);
    });
}

std::optional<int> two_digits(std::string_view text)
{
    if (text.size() != 2 || text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9')
        return {};
    return (text[0] - '0') * 10 + (text[1] - '0');
}

}

std::string one_of(std::span<const std::string_view> words)
{
    std::string all;
    for (std::string_view word : words)
        all += (all.empty() ? "" : "、") + std::string(word);
    return all.empty() ? "使えるものはありません。" : "使えるのは " + all + " です。";
}

std::string nearest(std::string_view word, std::span<const std::string_view> words)
{
    std::string_view best;
    std::size_t best_edits = std::max<std::size_t>(2, base::count_code_points(word) / 3) + 1;
    for (std::string_view candidate : words) {
        std::size_t edits = base::edits_between(word, candidate);
        if (edits < best_edits) {
            best = candidate;
            best_edits = edits;
        }
    }
    return std::string(best);
}

void TreeReader::refuse(const Value& at, std::string code, std::string message, std::string way_out)
{
    m_errors.push_back({.code = std::move(code),
                        .message = std::move(message),
                        .way_out = std::move(way_out),
                        .file = m_part.file,
                        .at = at.at,
                        .excerpt = base::line_with_caret(m_part.text, at.at)});
}

void TreeReader::refuse_key(const Value& at, std::string code, std::string message, std::string way_out)
{
    Value key;
    key.at = at.key_at.known() ? at.key_at : at.at;
    refuse(key, std::move(code), std::move(message), std::move(way_out));
}

void TreeReader::refuse(base::Error error, const Value& at)
{
    if (error.at.known() && at.at.known())
        error.at = {at.at.line + error.at.line - 1, at.at.column + error.at.column - 1};
    else
        error.at = at.at;
    if (error.way_out.empty() && error.code.starts_with("feel."))
        error.way_out = "記号と英字は半角です（>= <= != = and or not \"文字\"）。書き方は"
                        " docs/ja/年度版の作り方.md の「評価項目と認定要件を書く」にあります。";
    error.file = m_part.file;
    error.excerpt = base::line_with_caret(m_part.text, error.at);
    m_errors.push_back(std::move(error));
}

bool TreeReader::object(const Value& value, std::string_view what, std::initializer_list<std::string_view> keys)
{
    if (value.kind != Kind::Object) {
        refuse(value, "edition.type", std::string(what) + "は「キー: 値」の並びで書きます。",
               one_of({keys.begin(), keys.size()}));
        return false;
    }
    for (const auto& [key, member] : value.members) {
        if (std::find(keys.begin(), keys.end(), key) != keys.end())
            continue;
        std::string near = nearest(key, {keys.begin(), keys.size()});
        refuse_key(member, "edition.unknown-key", std::string(what) + "に「" + key + "」というキーはありません。",
                   near.empty() ? one_of({keys.begin(), keys.size()}) : "「" + near + "」ではありませんか。");
    }
    return true;
}

bool TreeReader::map_of_ids(const Value& value, std::string_view what, Hyphen hyphen)
{
    if (value.kind != Kind::Object) {
        refuse(value, "edition.type", std::string(what) + "は「id: 内容」の並びで書きます。",
               "id をキーにしてください。");
        return false;
    }
    for (const auto& [id, member] : value.members)
        need_id(member, id, what, hyphen);
    return true;
}

void TreeReader::need_id(const Value& named, std::string_view id, std::string_view what, Hyphen hyphen)
{
    if (is_id(id, hyphen))
        return;
    refuse_key(named, "edition.id", std::string(what) + "の id「" + std::string(id) + "」は使えません。",
               hyphen == Hyphen::Refused ? "英字で始まる英数字と _ だけで書いてください。"
                                         : "英字で始まる英数字と _ - だけで書いてください。");
}

const TreeReader::Value* TreeReader::need(const Value& parent, std::string_view key, std::string_view what)
{
    const Value* found = parent.find(key);
    if (!found) {
        refuse(parent, "edition.missing", std::string(what) + "に「" + std::string(key) + "」がありません。",
               "「" + std::string(key) + ":」を書いてください（docs/scheme-format.md）。");
    }
    return found;
}

std::string TreeReader::text(const Value& value, std::string_view what)
{
    if (value.kind == Kind::String || value.kind == Kind::Number)
        return value.text;
    if (value.kind == Kind::Null)
        refuse_key(value, "edition.empty", "「" + std::string(what) + "」が空です。",
                   "値を書くか、この行を消してください。");
    else
        refuse(value, "edition.type", std::string(what) + "は文字で書きます。", "値を引用符で囲んでください。");
    return {};
}

std::string TreeReader::text_in(const Value& parent, std::string_view key)
{
    const Value* found = parent.find(key);
    return found ? text(*found, key) : std::string{};
}

std::string TreeReader::need_text(const Value& parent, std::string_view key, std::string_view what)
{
    const Value* found = need(parent, key, what);
    return found ? text(*found, key) : std::string{};
}

bool TreeReader::boolean_in(const Value& parent, std::string_view key)
{
    const Value* found = parent.find(key);
    if (!found)
        return false;
    if (found->kind != Kind::Boolean) {
        refuse(*found, "edition.type", "「" + std::string(key) + "」は true か false で書きます。",
               "引用符は付けません。");
        return false;
    }
    return found->boolean;
}

std::optional<std::int64_t> TreeReader::integer(const Value& value, std::string_view what)
{
    if (value.kind == Kind::Number) {
        if (auto decimal = base::Decimal::parse(value.text)) {
            if (auto number = decimal->to_int64())
                return number;
        }
    }
    refuse(value, "edition.type", std::string(what) + "は整数で書きます。", "数字だけを書いてください。");
    return {};
}

std::int64_t TreeReader::need_integer(const Value& parent, std::string_view key, std::string_view what)
{
    const Value* found = need(parent, key, what);
    return found ? integer(*found, key).value_or(0) : 0;
}

std::vector<std::string> TreeReader::texts_in(const Value& parent, std::string_view key)
{
    const Value* found = parent.find(key);
    if (!found)
        return {};
    if (found->kind != Kind::Array)
        return {text(*found, key)};
    std::vector<std::string> all;
    for (const Value& item : found->items)
        all.push_back(text(item, key));
    return all;
}

std::optional<base::Date> TreeReader::date(const Value& value, std::string_view what)
{
    auto read = base::read_date(text(value, what));
    if (read.ok())
        return *read;
    refuse(value, "edition.date", std::string(what) + ": " + read.error().message, "2024-08-19 の形で書いてください。");
    return {};
}

std::optional<Instant> TreeReader::instant(const Value& value, std::string_view what)
{
    std::string written = text(value, what);
    std::size_t middle = written.find('T');
    if (middle != std::string::npos && written.size() == middle + 6 && written[middle + 3] == ':') {
        auto day = base::read_date(std::string_view(written).substr(0, middle));
        auto hour = two_digits(std::string_view(written).substr(middle + 1, 2));
        auto minute = two_digits(std::string_view(written).substr(middle + 4, 2));
        const bool end_of_day = hour == 24 && minute == 0;
        if (day.ok() && hour && minute && ((*hour < 24 && *minute < 60) || end_of_day))
            return Instant{*day, *hour, *minute};
    }
    refuse(value, "edition.date", std::string(what) + "「" + written + "」を日時として読めません。",
           "2024-10-18T17:00 の形で書いてください（日本時間。その日の終わりは T24:00）。");
    return {};
}

Source TreeReader::need_source(const Value& parent, std::string_view what, const std::vector<Document>& documents)
{
    const Value* found = need(parent, "source", what);
    return found ? source(*found, documents) : Source{};
}

Source TreeReader::source(const Value& value, const std::vector<Document>& documents)
{
    Source source;
    if (value.kind == Kind::Object) {
        if (object(value, "source", {"document", "place"})) {
            source.document = need_text(value, "document", "source");
            source.place = text_in(value, "place");
        }
    } else {
        std::string written = text(value, "source");
        if (written == "none")
            return {};
        std::size_t blank = written.find(' ');
        source.document = written.substr(0, blank);
        source.place = blank == std::string::npos ? "" : written.substr(blank + 1);
    }
    bool known = std::any_of(documents.begin(), documents.end(),
                             [&](const Document& document) { return document.id == source.document; });
    if (!known) {
        std::vector<std::string_view> ids;
        for (const Document& document : documents)
            ids.push_back(document.id);
        ids.push_back("none");
        refuse(value, "edition.source", "文書「" + source.document + "」は edition.yaml の documents にありません。",
               one_of(ids));
    }
    return source;
}

}
