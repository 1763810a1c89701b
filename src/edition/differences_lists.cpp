#include "edition/differences_finder.h"

namespace kenkei::edition {

namespace {

constexpr std::size_t most_examples = 5;

// How many, and the first of them.
std::string counted(const std::vector<std::string>& names)
{
    if (names.empty())
        return {};
    std::string text = std::to_string(names.size()) + "件: ";
    for (std::size_t i = 0; i < std::min(names.size(), most_examples); ++i)
        text += (i == 0 ? "" : "、") + names[i];
    return text + (names.size() > most_examples ? " ほか" : "");
}

bool holds(const NameList& list, const std::string& name)
{
    return std::find(list.names.begin(), list.names.end(), name) != list.names.end();
}

// Those of `from` that `other` lacks.
std::vector<std::string> names_only_in(const NameList& from, const NameList& other)
{
    std::vector<std::string> names;
    for (const std::string& name : from.names) {
        if (!holds(other, name))
            names.push_back(name);
    }
    return names;
}

// The other spellings that `other` lacks or reads as another name; those of a name that came or went go without saying.
std::vector<std::string> spellings_only_in(const NameList& from, const NameList& other)
{
    std::vector<std::string> spellings;
    for (const auto& [spelling, name] : from.aliases) {
        const std::string* there = other.find(spelling);
        if ((!there || *there != name) && holds(other, name))
            spellings.push_back(spelling + "（" + name + "）");
    }
    return spellings;
}

std::string fields_in_words(const KnownFacts& known)
{
    std::string text;
    for (const auto& [name, type] : known.fields)
        text += (text.empty() ? "" : "、") + name + "（" + std::string(word_for(type)) + "）";
    return text;
}

}

void DifferenceFinder::register_facts()
{
    for (const Pair<KnownFacts>& pair :
         pair_up(m_before.known, m_after.known, [](const KnownFacts& one) { return one.register_name; })) {
        const Subject about =
            subject(Area::Known, pair, pair.after ? pair.after->register_name : pair.before->register_name);
        if (!in_both(pair, about,
                     [](const Edition&, const KnownFacts& known) { return "項目 " + fields_in_words(known); }))
            continue;
        text(about, "名称", pair.before->register_name, pair.after->register_name);
        const auto how_many = [](const KnownFacts& known) { return known.many ? "何件でも" : "1件だけ"; };
        text(about, "件数", how_many(*pair.before), how_many(*pair.after));
        text(about, "規則のほかの使いみち", pair.before->use, pair.after->use);
        text(about, "項目", fields_in_words(*pair.before), fields_in_words(*pair.after));
    }
}

void DifferenceFinder::lists()
{
    for (const Pair<NameList>& pair :
         pair_up(m_before.lists, m_after.lists, [](const NameList&) { return std::string(); })) {
        const std::string& id = pair.after ? pair.after->id : pair.before->id;
        const Subject about{Area::Lists, id, "一覧（" + id + "）"};
        if (in_both(pair, about, [](const Edition&, const NameList& list) { return counted(list.names); }))
            list(*pair.before, *pair.after, about);
    }
}

void DifferenceFinder::list(const NameList& before, const NameList& after, const Subject& about)
{
    part_added(about, "名前", counted(names_only_in(after, before)));
    part_removed(about, "名前", counted(names_only_in(before, after)));
    std::vector<std::size_t> places;
    for (const std::string& name : after.names) {
        auto place = std::find(before.names.begin(), before.names.end(), name);
        if (place != before.names.end())
            places.push_back(static_cast<std::size_t>(place - before.names.begin()));
    }
    const std::vector<bool> still = stayed(places);
    if (const auto moved = std::count(still.begin(), still.end(), false); moved > 0)
        add(about, Change::Kind::Moved, "名前の並び", "", std::to_string(moved) + "件");
    part_added(about, "別名", counted(spellings_only_in(after, before)));
    part_removed(about, "別名", counted(spellings_only_in(before, after)));
}

}
