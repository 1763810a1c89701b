#include "server/schema_path.h"

#include "base/edits.h"
#include "base/utf8.h"
#include "feel/regex_cache.h"

#include <algorithm>
#include <charconv>
#include <unordered_map>

namespace kenkei::server {

using base::json::Kind;
using base::json::Value;

namespace {

constexpr std::size_t most_violations = 20;
// Looks at a value by a schema, at most: branches inside of branches may multiply what a small value costs.
constexpr std::size_t most_looks = 500'000;

bool finds(const std::string& pattern, const std::string& text)
{
    auto kept = feel::find_or_create_regex(pattern, ""); // by thread
    auto* regex = std::get_if<feel::CachedRegex*>(&kept);
    return regex && (*regex)->matcher.found_in(text).value_or(false);
}

// The property of that name, here or in anything that holds at the same place.
const SchemaNode* find_property(const SchemaNode& node, std::string_view name)
{
    if (const SchemaNode::Property* property = node.find(name))
        return property->node;
    if (node.reference)
        if (const SchemaNode* found = find_property(*node.reference, name))
            return found;
    for (const SchemaNode* part : node.all_of)
        if (const SchemaNode* found = find_property(*part, name))
            return found;
    return nullptr;
}

const SchemaNode& end_of_references(const SchemaNode& node)
{
    return node.reference ? end_of_references(*node.reference) : node;
}

bool is_within(const SchemaNode& node, const std::string& text)
{
    std::int64_t whole = 0; // nearly all are such, and this is ten times as fast
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
    if (error == std::errc() && end == text.data() + text.size() && node.whole_bounds)
        return (!node.least || whole >= node.least_whole) && (!node.most || whole <= node.most_whole);
    const auto number = base::Decimal::parse(text);
    return number && (!node.least || *number >= *node.least) && (!node.most || *number <= *node.most);
}

// Whoever sends a text where an object belongs may have sent what would be secret in it.
bool may_hide(Kinds wanted)
{
    return (wanted & kind_bit(Kind::Object)) != 0 && (wanted & kind_bit(Kind::String)) == 0;
}

class Checker {
public:
    explicit Checker(std::vector<Violation>& out) : m_out(out) {}

    void check(const SchemaNode& node, const Value& value, const SchemaPath& path, bool secret)
    {
        if (full())
            return;
        if (++m_looks > most_looks)
            return give_up(path);
        secret = secret || node.secret;
        if ((node.kinds & kind_bit(value.kind)) == 0 ||
            (node.integer && value.kind == Kind::Number && !is_integer(value))) {
            if (fails_quietly())
                return;
            return must_be("body.type", path, in_words(node.kinds, node.integer),
                           shown(value, secret || may_hide(node.kinds)));
        }
        if (node.constant && !equal(*node.constant, value))
            return must_be("body.value", path, shown(*node.constant, false), shown(value, secret));
        if (node.values && std::ranges::none_of(node.values->items, [&](const Value& v) { return equal(v, value); })) {
            if (fails_quietly())
                return;
            const Sentences all = listed(*node.values);
            return must_be("body.value", path, {all.japanese + "のどれか", "one of " + all.english},
                           shown(value, secret));
        }
        if (node.reference)
            check(*node.reference, value, path, secret);
        for (const SchemaNode* part : node.all_of)
            check(*part, value, path, secret);
        if (!node.one_of.empty())
            check_one_of(node, value, path, secret);
        if (value.kind == Kind::Object)
            check_members(node, value, path, secret);
        else if (value.kind == Kind::Array)
            check_items(node, value, path, secret);
        else if (value.kind == Kind::String)
            check_text(node, value, path, secret);
        else if (value.kind == Kind::Number)
            check_number(node, value, path, secret);
    }

private:
    // Nothing more is to be found out.
    bool full() const { return m_gave_up || (m_trying ? m_failed : m_out.size() >= most_violations); }

    // Whether it is enough to know that something is wrong: its sentence would be thrown away.
    bool fails_quietly()
    {
        m_failed = true;
        return m_trying;
    }

    void say(std::string_view code, const SchemaPath& path, std::string japanese, std::string english)
    {
        if (!fails_quietly() && !full())
            m_out.push_back({to_pointer(path), std::string(code), std::move(japanese), std::move(english)});
    }

    void must_be(std::string_view code, const SchemaPath& path, const Sentences& wanted, const Sentences& is)
    {
        if (fails_quietly())
            return;
        const Sentences name = name_of(path);
        say(code, path,
            name.japanese + "は" + wanted.japanese + "でなければなりません。いまは" + is.japanese + "です。",
            name.english + " must be " + wanted.english + "; it is " + is.english + '.');
    }

    void give_up(const SchemaPath& path)
    {
        m_trying = false; // this is to be told in any case
        say("body.complex", path, "本文が込み入りすぎていて、確かめきれません。",
            "The body is too complex to be checked.");
        m_gave_up = true;
    }

    void check_members(const SchemaNode& node, const Value& value, const SchemaPath& path, bool secret)
    {
        check_each_member(node, value, path, secret);
        if (!node.required.empty())
            check_required(node, value, path);
    }

    void check_required(const SchemaNode& node, const Value& value, const SchemaPath& path)
    {
        for (std::string_view name : node.required)
            if (!value.find(name))
                miss({.above = &path, .member = name});
    }

    void check_each_member(const SchemaNode& node, const Value& value, const SchemaPath& path, bool secret)
    {
        if (node.properties.empty() && node.open && !node.others)
            return;
        for (const auto& [name, member] : value.members) {
            if (full())
                return;
            const SchemaPath below{.above = &path, .member = name};
            if (const SchemaNode::Property* property = node.find(name))
                check(*property->node, member, below, secret);
            else if (node.others)
                check(*node.others, member, below, secret);
            else if (!node.open)
                refuse_member(node, value, below);
        }
    }

    void miss(const SchemaPath& path)
    {
        if (fails_quietly())
            return;
        const Sentences name = name_of(path);
        say("body.missing", path, name.japanese + "がありません。必ず要る項目です。",
            name.english + " is required, and missing.");
    }

    void refuse_member(const SchemaNode& node, const Value& object, const SchemaPath& path)
    {
        if (fails_quietly())
            return;
        constexpr std::size_t longest_meant = 100; // bytes; nobody mistypes more
        std::string_view meant;
        std::size_t fewest = std::max<std::size_t>(2, base::count_code_points(path.member) / 3) + 1;
        for (const SchemaNode::Property& property : node.properties) {
            if (path.member.size() > longest_meant || object.find(property.name))
                continue;
            const std::size_t edits = base::edits_between(path.member, property.name);
            if (edits < fewest) {
                fewest = edits;
                meant = property.name;
            }
        }
        const Sentences name = name_of(path);
        std::string japanese = name.japanese + "という項目はありません。";
        std::string english = "There is no member " + name.english;
        if (!meant.empty()) {
            japanese.append("「").append(meant).append("」ですか？");
            english.append("; did you mean `").append(meant).append("`?");
        } else {
            english += '.';
        }
        say("body.unknown-member", path, std::move(japanese), std::move(english));
    }

    void check_items(const SchemaNode& node, const Value& value, const SchemaPath& path, bool secret)
    {
        const std::size_t count = value.items.size();
        if (node.least_items && count < *node.least_items)
            count_must_be("body.items", path, *node.least_items, "個以上", "at least", "items", count);
        if (node.most_items && count > *node.most_items)
            return count_must_be("body.items", path, *node.most_items, "個以下", "at most", "items", count);
        if (node.unique)
            check_unique(value, path);
        if (!node.items)
            return;
        for (std::size_t i = 0; i < count && !full(); ++i)
            check(*node.items, value.items[i], {.above = &path, .index = i}, secret);
    }

    void check_unique(const Value& value, const SchemaPath& path)
    {
        std::unordered_map<std::string, std::size_t> first;
        for (std::size_t i = 0; i < value.items.size() && !full(); ++i) {
            std::string key;
            append_key(key, value.items[i]);
            const auto [at, added] = first.emplace(std::move(key), i);
            if (added)
                continue;
            if (fails_quietly())
                return;
            const SchemaPath item{.above = &path, .index = i};
            const Sentences name = name_of(item);
            const std::string other = std::to_string(at->second + 1);
            say("body.duplicate", item,
                name.japanese + "は、" + other + "番目と同じです。同じものは1度だけ書いてください。",
                name.english + " is the same as item " + other + '.');
        }
    }

    void count_must_be(std::string_view code, const SchemaPath& path, std::size_t limit, std::string_view unit,
                       std::string_view bound, std::string_view units, std::size_t count)
    {
        if (fails_quietly())
            return;
        const Sentences name = name_of(path);
        const std::string_view counter = unit.substr(0, unit.size() - std::string_view("以上").size());
        say(code, path,
            name.japanese + "は" + std::to_string(limit) + std::string(unit) + "でなければなりません。いまは" +
                std::to_string(count) + std::string(counter) + "です。",
            name.english + " must have " + std::string(bound) + ' ' + std::to_string(limit) + ' ' + std::string(units) +
                "; it has " + std::to_string(count) + '.');
    }

    void check_text(const SchemaNode& node, const Value& value, const SchemaPath& path, bool secret)
    {
        if (node.least_length || node.most_length) {
            const std::size_t length = base::count_code_points(value.text);
            if (node.least_length && length < *node.least_length)
                return count_must_be("body.length", path, *node.least_length, "文字以上", "at least", "characters",
                                     length);
            if (node.most_length && length > *node.most_length)
                return count_must_be("body.length", path, *node.most_length, "文字以下", "at most", "characters",
                                     length);
        }
        if (!has_format(value.text, node.format))
            return must_be("body.format", path, form_of(node.format), shown(value, secret));
        if (!node.pattern.empty() && !finds(node.pattern, value.text)) {
            if (fails_quietly())
                return;
            const Value* pattern = node.source->find("pattern"); // as it was written, not as we match it
            Sentences wanted{pattern->text + " の形", "of the form " + pattern->text};
            if (const Value* examples = node.source->find("examples"); examples && !examples->items.empty()) {
                const Sentences example = listed({.kind = Kind::Array, .items = {examples->items.front()}});
                wanted.japanese += "（例：" + example.japanese + "）";
                wanted.english += " (" + example.english + ", for example)";
            }
            must_be("body.pattern", path, wanted, shown(value, secret));
        }
    }

    void check_number(const SchemaNode& node, const Value& value, const SchemaPath& path, bool secret)
    {
        if (!node.least && !node.most)
            return;
        if (is_within(node, value.text))
            return;
        Sentences wanted;
        if (node.least && node.most)
            wanted = {node.least->to_text() + "から" + node.most->to_text() + "まで",
                      "from " + node.least->to_text() + " to " + node.most->to_text()};
        else if (node.least)
            wanted = {node.least->to_text() + "以上", "at least " + node.least->to_text()};
        else
            wanted = {node.most->to_text() + "以下", "at most " + node.most->to_text()};
        must_be("body.range", path, wanted, shown(value, secret));
    }

    void check_one_of(const SchemaNode& node, const Value& value, const SchemaPath& path, bool secret)
    {
        std::vector<const SchemaNode*> candidates;
        for (const SchemaNode* branch : node.one_of)
            if ((branch->possible_kinds & kind_bit(value.kind)) != 0)
                candidates.push_back(branch);
        if (value.kind == Kind::Object && candidates.size() > 1 && !keep_by_tag(candidates, value, path, secret))
            return;
        if (candidates.size() == 1) // whatever is wrong with it is what is wrong
            return check(*candidates.front(), value, path, secret);

        if (candidates.empty())
            return must_be("body.type", path, in_words(node.possible_kinds, false),
                           shown(value, secret || may_hide(node.possible_kinds)));

        std::size_t matching = 0;
        for (const SchemaNode* branch : candidates)
            matching += fits(*branch, value, path) ? 1U : 0U;
        if (matching != 1 && !m_gave_up)
            say_one_of(node, value, path, secret, matching);
    }

    bool fits(const SchemaNode& node, const Value& value, const SchemaPath& path)
    {
        const bool was_trying = std::exchange(m_trying, true), had_failed = std::exchange(m_failed, false);
        check(node, value, path, false);
        const bool fitting = !m_failed;
        m_trying = was_trying;
        m_failed = had_failed;
        return fitting;
    }

    // Drops the branches whose constant the value does not have ("kind": "a"), as far as they say one for a member that
    // the value has. false: none is left, and that was said.
    bool keep_by_tag(std::vector<const SchemaNode*>& candidates, const Value& value, const SchemaPath& path,
                     bool secret)
    {
        for (const auto& [name, member] : value.members) {
            Value tags{.kind = Kind::Array};
            std::vector<const SchemaNode*> kept;
            for (const SchemaNode* branch : candidates) {
                const SchemaNode* property = find_property(*branch, name);
                const SchemaNode* tag = property ? &end_of_references(*property) : nullptr;
                if (tag && tag->constant && !equal(*tag->constant, member))
                    tags.items.push_back(*tag->constant);
                else
                    kept.push_back(branch);
            }
            if (kept.empty()) {
                const SchemaPath below{.above = &path, .member = name};
                const Sentences all = listed(tags);
                must_be("body.value", below, {all.japanese + "のどれか", "one of " + all.english},
                        shown(member, secret));
                return false;
            }
            candidates = std::move(kept);
        }
        return true;
    }

    void say_one_of(const SchemaNode& node, const Value& value, const SchemaPath& path, bool secret,
                    std::size_t matching)
    {
        if (fails_quietly())
            return;
        const Sentences name = name_of(path), is = shown(value, secret);
        if (matching > 1)
            return say("body.one-of", path,
                       name.japanese + "は" + std::to_string(matching) + "つの形に合い、どれか決まりません。",
                       name.english + " fits " + std::to_string(matching) + " of the forms; it must fit one.");
        say("body.one-of", path,
            name.japanese + "は、決められた" + std::to_string(node.one_of.size()) +
                "つの形のどれにも合いません。いまは" + is.japanese + "です。",
            name.english + " fits none of the " + std::to_string(node.one_of.size()) + " forms; it is " + is.english +
                '.');
    }

    std::vector<Violation>& m_out;
    bool m_trying = false; // whether a branch fits
    bool m_failed = false;
    std::size_t m_looks = 0;
    bool m_gave_up = false;
};

}

const SchemaNode::Property* SchemaNode::find(std::string_view name) const
{
    const auto found = std::ranges::lower_bound(properties, name, {}, &Property::name);
    return found != properties.end() && found->name == name ? &*found : nullptr;
}

void check_value(const SchemaNode& node, const Value& value, std::vector<Violation>& violations)
{
    Checker(violations).check(node, value, {}, false);
}

}
