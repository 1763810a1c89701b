#include "scheme/overrides.h"

#include "base/edits.h"
#include "base/utf8.h"
#include "edition/canonical_json.h"
#include "edition/tree_reader.h"
#include "scheme/load_edition.h"

#include <algorithm>

namespace kenkei::scheme {

using base::json::Kind;
using edition::Edition;
using Value = base::json::Value;

namespace {

constexpr std::string_view forms =
    "変えられるのは、requirements.ID.at_least=数（titles、classes も）、items.ID.met=式、"
    "values.ID.value=式（facts も）、application.opens=日、application.closes=日時 です。";

// One thing of an edition that can be changed, and where it stands in the tree of the compiled edition.
struct Place {
    enum class Holds { Number, Text, Rule } holds = Holds::Text;
    edition::Part edition::Parts::*part = nullptr;
    std::vector<std::string> keys; // from the top of the part down; joined by dots they are the path

    std::string path() const
    {
        std::string all;
        for (const std::string& key : keys)
            all += (all.empty() ? "" : ".") + key;
        return all;
    }
};

std::vector<Place> places_of(const Edition& edition)
{
    using Holds = Place::Holds;
    std::vector<Place> places;
    for (const char* key : {"opens", "closes"})
        places.push_back({Holds::Text, &edition::Parts::edition, {"application", key}});
    auto add = [&](Holds holds, std::string_view section, const std::string& id, std::string_view key) {
        places.push_back({holds, &edition::Parts::criteria, {std::string(section), id, std::string(key)}});
    };
    for (const auto& [section, groups] : {std::pair{"requirements", &edition.requirements},
                                          {"titles", &edition.titles},
                                          {"classes", &edition.classes}}) {
        for (const edition::Group& group : *groups) {
            if (!group.all)
                add(Holds::Number, section, group.id, "at_least");
        }
    }
    for (const edition::Item& item : edition.items)
        add(Holds::Rule, "items", item.id, "met");
    for (const edition::ComputedValue& value : edition.values) {
        if (value.expression)
            add(Holds::Rule, value.fact ? "facts" : "values", value.id, "value");
    }
    return places;
}

// A table and an all_of have no such key; saying so is better than naming something else.
std::string why_not(const Edition& edition, std::string_view path)
{
    for (const edition::ComputedValue& value : edition.values) {
        if (value.table >= 0 && path == std::string(value.fact ? "facts." : "values.") + value.id + ".value")
            return "「" + value.id + "」は表「" + edition.table(value).id +
                   "」による値です。表を変えて試すには、年度版のフォルダを写して直し、--with で比べてください。";
    }
    for (const auto& [section, groups] : {std::pair{"requirements", &edition.requirements},
                                          {"titles", &edition.titles},
                                          {"classes", &edition.classes}}) {
        for (const edition::Group& group : *groups) {
            if (group.all && path == std::string(section) + "." + group.id + ".at_least")
                return "「" + group.id + "」は評価項目をすべて求めるもの（all_of）で、at_least がありません。";
        }
    }
    return {};
}

// 「…」ではありませんか, with up to three of the paths that are nearest.
std::string nearest_paths(const std::vector<Place>& places, std::string_view path)
{
    constexpr std::size_t most = 3;
    constexpr std::size_t farther = 2; // edits more than the nearest
    std::vector<std::pair<std::size_t, std::string>> near;
    for (const Place& place : places) {
        std::string candidate = place.path();
        const std::size_t edits = base::edits_between(path, candidate);
        if (edits <= base::count_code_points(path) / 3)
            near.emplace_back(edits, "「" + std::move(candidate) + "」");
    }
    std::stable_sort(near.begin(), near.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::string names;
    for (std::size_t i = 0; i < std::min(near.size(), most) && near[i].first <= near.front().first + farther; ++i)
        names += near[i].second;
    return names.empty() ? std::string(forms) : names + "ではありませんか。";
}

// The value at `keys`; a compiled edition has it, for the edition does.
Value* find(Value& tree, std::span<const std::string> keys)
{
    Value* at = &tree;
    for (const std::string& key : keys) {
        auto found = std::find_if(at->members.begin(), at->members.end(),
                                  [&](const base::json::Member& member) { return member.first == key; });
        if (found == at->members.end())
            return nullptr;
        at = &found->second;
    }
    return at;
}

class Overriding {
public:
    Overriding(const Edition& edition, std::span<const std::string> written)
        : m_edition(edition)
        , m_written(written)
        , m_places(places_of(edition))
    {}

    edition::ReadResult run()
    {
        auto parts = edition::canonical_parts(edition::to_canonical_json(m_edition));
        if (!parts.ok())
            return {{}, {std::move(parts).error()}};
        for (std::size_t i = 0; i < m_written.size(); ++i)
            change(*parts, i);
        if (!m_errors.empty())
            return {{}, std::move(m_errors)};
        edition::ReadResult read = edition::read_edition(*parts, edition::read_as_written);
        for (base::Error& error : read.errors)
            name_origin(error);
        return read;
    }

private:
    // A compiled edition is one line of text: what is changed gets the lines behind it as its place, so that an error
    // tells which change it is about.
    static std::size_t line_of(std::size_t index) { return index + 2; }

    void refuse(std::size_t index, std::string code, std::string message, std::string way_out)
    {
        m_errors.push_back({.code = std::move(code),
                            .message = std::move(message),
                            .way_out = std::move(way_out),
                            .file = "--set " + base::printable(m_written[index])});
    }

    void change(edition::Parts& parts, std::size_t index)
    {
        const std::string& written = m_written[index];
        if (base::find_invalid_utf8(written)) {
            m_errors.push_back({.code = "set.form",
                                .message = "--set が UTF-8 ではありません。",
                                .way_out = "端末の文字コードを確かめてください。"});
            return;
        }
        const std::size_t equals = written.find('=');
        if (equals == std::string::npos)
            return refuse(index, "set.form", "「=」がありません。",
                          "PATH=VALUE の形で書いてください（例: requirements.screening.at_least=3）。");
        const std::string path = written.substr(0, equals);
        const auto place =
            std::find_if(m_places.begin(), m_places.end(), [&](const Place& one) { return one.path() == path; });
        if (place == m_places.end()) {
            const std::string why = why_not(m_edition, path);
            return why.empty() ? refuse(index, "set.unknown",
                                        m_edition.key() + " に「" + path + "」はないか、--set では変えられません。",
                                        nearest_paths(m_places, path))
                               : refuse(index, "set.unknown", why, std::string(forms));
        }
        if (std::find(m_changed.begin(), m_changed.end(), path) != m_changed.end())
            return refuse(index, "set.twice", "「" + path + "」を二度変えています。", "一つにしてください。");
        m_changed.push_back(path);
        Value* value = find((parts.*place->part).tree, place->keys);
        if (auto changed = read(index, *place, written.substr(equals + 1)); changed && value)
            *value = std::move(*changed);
    }

    std::optional<Value> read(std::size_t index, const Place& place, const std::string& text)
    {
        Value value{.kind = Kind::String, .text = text, .at = {line_of(index), 1}};
        if (place.holds == Place::Holds::Number && base::Decimal::parse(text))
            value.kind = Kind::Number;
        if (place.holds != Place::Holds::Rule)
            return value;
        auto rule = with_null_rule(text, m_edition.names);
        if (rule.ok()) {
            value.text = feel::to_text(**rule);
            return value;
        }
        const edition::Part part{.file = "--set " + m_written[index], .text = text, .tree = {}};
        value.at = {1, 1};
        edition::TreeReader(part, m_errors).refuse(std::move(rule).error(), value);
        m_errors.back().at = {}; // the caret below the text says it
        return {};
    }

    // An error that is at none of the changes comes of all of them together.
    void name_origin(base::Error& error) const
    {
        std::string all;
        for (std::size_t i = 0; i < m_written.size(); ++i) {
            if (error.at.line == line_of(i)) {
                all = m_written[i];
                break;
            }
            all += (all.empty() ? "" : " --set ") + m_written[i];
        }
        error.file = "--set " + all;
        error.at = {};
        error.excerpt.clear();
    }

    const Edition& m_edition;
    std::span<const std::string> m_written;
    std::vector<Place> m_places;
    std::vector<std::string> m_changed; // paths
    std::vector<base::Error> m_errors;
};

}

edition::ReadResult with_overrides(const Edition& edition, std::span<const std::string> written)
{
    return Overriding(edition, written).run();
}

}
