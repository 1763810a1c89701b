#include "feel/arguments.h"
#include "feel/builtin_groups.h"
#include "feel/regex_cache.h"

#include "base/utf8.h"

#include <algorithm>

namespace kenkei::feel {

namespace {

using Span = std::span<const Value>;
using Match = std::vector<Regex::Group>;

Value too_many_steps()
{
    return Value::null("正規表現の照合が長くかかりすぎます");
}

// Calls `each` for every match from left to right. False when the search gave up or `each` did.
template<typename Each>
bool for_each_match(const Regex& regex, std::u32string_view text, Each each)
{
    Regex::Search search(regex, text);
    for (std::size_t from = 0; from <= text.size();) {
        auto match = search.next(from);
        if (!match)
            break;
        if (!each(*match))
            return false;
        const Regex::Group& whole = match->front();
        from = whole.end > whole.begin ? whole.end : whole.end + 1;
    }
    return !search.exhausted();
}

bool matches_empty_text(CachedRegex& regex)
{
    return regex.matcher.found_in("").value_or(false);
}

bool surely_has_no_match(CachedRegex& regex, std::string_view text)
{
    return regex.matcher.found_in(text) == false;
}

Value matches(Span arguments, const CallContext&)
{
    Arguments read("matches", arguments, 2, 3);
    const std::string& input = read.string(0);
    const std::string& pattern = read.string(1);
    std::string flags = read.given(2) ? read.string(2) : "";
    if (!read.ok())
        return read.failure();
    auto regex = find_or_create_regex(pattern, flags);
    if (auto* reason = std::get_if<std::string>(&regex))
        return Value::null(*reason);
    auto found = (*std::get_if<CachedRegex*>(&regex))->matcher.found_in(input);
    return found ? Value::boolean(*found) : too_many_steps();
}

// A replacement taken apart: text, then the group that stands behind it (or none).
struct ReplacementPart {
    std::u32string text;
    std::size_t group = Regex::npos;
};

// F&O 3.1, 5.6.4: $N is a group, \$ and \\ stand for themselves, nothing else may follow a $ or \. Of several digits as
// many belong to N as still name a group. Nothing for a text that is none of this.
std::optional<std::vector<ReplacementPart>> read_replacement(std::u32string_view text, const Regex& regex)
{
    std::vector<ReplacementPart> parts(1);
    auto is_digit = [&](std::size_t at) { return at < text.size() && text[at] >= U'0' && text[at] <= U'9'; };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (regex.literal() || (text[i] != U'\\' && text[i] != U'$')) {
            parts.back().text += text[i];
        } else if (text[i] == U'\\') {
            ++i;
            if (i == text.size() || (text[i] != U'\\' && text[i] != U'$'))
                return std::nullopt;
            parts.back().text += text[i];
        } else {
            ++i;
            if (!is_digit(i))
                return std::nullopt;
            std::size_t group = text[i] - U'0';
            while (is_digit(i + 1) && group * 10 + (text[i + 1] - U'0') <= regex.groups())
                group = group * 10 + (text[++i] - U'0');
            parts.back().group = group;
            parts.emplace_back();
        }
    }
    return parts;
}

Value replace(Span arguments, const CallContext&)
{
    Arguments read("replace", arguments, 3, 4);
    const std::string& input = read.string(0);
    const std::string& pattern = read.string(1);
    const std::string& replacement = read.string(2);
    std::string flags = read.given(3) ? read.string(3) : "";
    if (!read.ok())
        return read.failure();
    auto created = find_or_create_regex(pattern, flags);
    if (auto* reason = std::get_if<std::string>(&created))
        return Value::null(*reason);
    CachedRegex& cached = **std::get_if<CachedRegex*>(&created);
    const Regex& regex = cached.regex;
    if (matches_empty_text(cached))
        return Value::null("replace の正規表現が空の文字列に一致します");
    auto parts = read_replacement(base::to_code_points(replacement), regex);
    if (!parts)
        return Value::null("replace の置き換える文字列では $ の後は数字、\\ の後は $ か \\ です");
    if (surely_has_no_match(cached, input))
        return read.single(0);

    std::u32string text = base::to_code_points(input);
    std::u32string out;
    std::size_t copied = 0;
    bool too_long = false;
    bool finished = for_each_match(regex, text, [&](const Match& match) {
        out.append(text, copied, match[0].begin - copied);
        copied = match[0].end;
        for (const ReplacementPart& part : *parts) {
            out += part.text;
            if (part.group < match.size() && match[part.group].begin != Regex::npos)
                out.append(text, match[part.group].begin, match[part.group].end - match[part.group].begin);
            too_long = too_long || out.size() > max_string_bytes;
            if (too_long)
                return false;
        }
        return true;
    });
    if (too_long)
        return Value::null("文字列が16MiBを超えました");
    if (!finished)
        return too_many_steps();
    out.append(text, copied, std::u32string::npos);
    return Value::string(base::to_utf8(out));
}

// The texts between the matches; one text where there is no match.
Value split(Span arguments, const CallContext&)
{
    Arguments read("split", arguments, 2);
    const std::string& input = read.string(0);
    const std::string& delimiter = read.string(1);
    if (!read.ok())
        return read.failure();
    auto created = find_or_create_regex(delimiter, "");
    if (auto* reason = std::get_if<std::string>(&created))
        return Value::null(*reason);
    CachedRegex& cached = **std::get_if<CachedRegex*>(&created);
    if (matches_empty_text(cached))
        return Value::null("split の正規表現が空の文字列に一致します");
    if (surely_has_no_match(cached, input))
        return Value::list({read.single(0)});

    std::u32string text = base::to_code_points(input);
    List pieces;
    std::size_t begin = 0;
    bool finished = for_each_match(cached.regex, text, [&](const Match& match) {
        pieces.push_back(Value::string(base::to_utf8(std::u32string_view(text).substr(begin, match[0].begin - begin))));
        begin = match[0].end;
        return pieces.size() < max_list_items;
    });
    if (!finished)
        return pieces.size() < max_list_items ? too_many_steps() : Value::null("リストの要素が100万を超えました");
    pieces.push_back(Value::string(base::to_utf8(std::u32string_view(text).substr(begin))));
    return Value::list(std::move(pieces));
}

}

std::span<const Builtin> regex_builtins()
{
    static const std::vector<Builtin> all = {
        {"matches", {{"input", "pattern", "flags?"}}, false, matches},
        {"replace", {{"input", "pattern", "replacement", "flags?"}}, false, replace},
        {"split", {{"string", "delimiter"}}, false, split},
    };
    return all;
}

}
