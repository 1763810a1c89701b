#pragma once

#include "edition/differences.h"
#include "edition/differences_rule.h"

#include <algorithm>

namespace kenkei::edition {

// The same thing in both editions; a null pointer where it is only in the other one.
template<typename T>
struct Pair {
    const T* before = nullptr;
    const T* after = nullptr;
};

// What names a thing within its edition; "" for those there is only one of.
template<typename T>
std::string id_of(const T& one)
{
    if constexpr (requires { one.id; })
        return one.id;
    else if constexpr (requires { one.code; })
        return one.code;
    else
        return {};
}

// Which thing of one edition is which of the other: by id, and of those left over, by likeness where just one on each
// side has it ("" is like nothing). In the order of `after`; those that are gone behind.
template<typename T, typename Likeness>
std::vector<Pair<T>> pair_up(const std::vector<T>& before, const std::vector<T>& after, Likeness likeness)
{
    std::vector<Pair<T>> pairs;
    for (const T& one : after) {
        auto found =
            std::find_if(before.begin(), before.end(), [&](const T& other) { return id_of(other) == id_of(one); });
        pairs.push_back({found == before.end() ? nullptr : &*found, &one});
    }
    std::vector<const T*> gone;
    for (const T& one : before) {
        if (std::none_of(after.begin(), after.end(), [&](const T& other) { return id_of(other) == id_of(one); }))
            gone.push_back(&one);
    }
    for (Pair<T>& pair : pairs) {
        if (pair.before || likeness(*pair.after).empty())
            continue;
        const auto alike = [&](const T* one) { return likeness(*one) == likeness(*pair.after); };
        const auto rivals = std::count_if(pairs.begin(), pairs.end(),
                                          [&](const Pair<T>& other) { return !other.before && alike(other.after); });
        if (rivals == 1 && std::count_if(gone.begin(), gone.end(), alike) == 1) {
            auto found = std::find_if(gone.begin(), gone.end(), alike);
            pair.before = *found;
            gone.erase(found);
        }
    }
    for (const T* one : gone)
        pairs.push_back({one, nullptr});
    return pairs;
}

template<typename T>
std::vector<const T*> pointers_to(const std::vector<T>& all)
{
    std::vector<const T*> pointers;
    for (const T& one : all)
        pointers.push_back(&one);
    return pointers;
}

// Of things in their later order, given where each stood before: false for the fewest that must have moved (all but one
// longest ascending run).
std::vector<bool> stayed(const std::vector<std::size_t>& places_before);

// Compares two editions; used once. Each part of an edition has its own .cpp.
class DifferenceFinder {
public:
    DifferenceFinder(const Edition& before, const Edition& after);
    std::vector<Change> find();

private:
    // What a change is about.
    struct Subject {
        Area area;
        std::string id;
        std::string name;
        Source before = {};
        Source after = {};
    };

    void add(const Subject&, Change::Kind, std::string_view what, std::string before, std::string after);
    void text(const Subject&, std::string_view what, const std::string& before, const std::string& after);
    // Parts of the subject that came or went; nothing for a blank text.
    void part_added(const Subject&, std::string_view what, const std::string& after);
    void part_removed(const Subject&, std::string_view what, const std::string& before);
    void names(const Subject&, std::string_view what, const std::vector<std::string>& before,
               const std::vector<std::string>& after); // in any order
    void rule(const Subject&, std::string_view what, const std::optional<Expression>& before,
              const std::optional<Expression>& after, std::string_view without);
    void cited(const Source& before, const Source& after);

    template<typename T>
    static Subject subject(Area area, const Pair<T>& pair, std::string name)
    {
        return {area, id_of(pair.after ? *pair.after : *pair.before), std::move(name),
                pair.before ? pair.before->source : Source{}, pair.after ? pair.after->source : Source{}};
    }

    // Whether the thing is in both editions; if not, tells that it came (described by `describe`) or went. A new id is
    // told here, and that the source is another is noted.
    template<typename T, typename Describe>
    bool in_both(const Pair<T>& pair, const Subject& about, Describe describe)
    {
        if (!pair.before)
            add(about, Change::Kind::Added, "", "", describe(m_after, *pair.after));
        else if (!pair.after)
            add(about, Change::Kind::Removed, "", describe(m_before, *pair.before), "");
        if (!pair.before || !pair.after)
            return false;
        text(about, "id", id_of(*pair.before), id_of(*pair.after));
        cited(about.before, about.after);
        return true;
    }

    // Tells which of the things that are in both moved among their like, by the neighbour they stand behind.
    template<typename T, typename SubjectOf, typename NameOf>
    void order(const std::vector<const T*>& before, const std::vector<const T*>& after,
               const std::vector<Pair<T>>& pairs, SubjectOf subject_of, NameOf name)
    {
        std::vector<Pair<T>> kept;
        std::vector<std::size_t> places;
        for (const T* one : after) {
            auto pair = std::find_if(pairs.begin(), pairs.end(), [&](const Pair<T>& p) { return p.after == one; });
            auto place = pair == pairs.end() ? before.end() : std::find(before.begin(), before.end(), pair->before);
            if (place == before.end())
                continue;
            kept.push_back(*pair);
            places.push_back(static_cast<std::size_t>(place - before.begin()));
        }
        const std::vector<bool> still = stayed(places);
        const auto behind = [&](const std::vector<const T*>& all, const T* one) {
            auto place = std::find(all.begin(), all.end(), one);
            return place == all.begin() ? std::string("最初") : "「" + name(**(place - 1)) + "」の次";
        };
        for (std::size_t i = 0; i < kept.size(); ++i) {
            if (!still[i])
                add(subject_of(kept[i]), Change::Kind::Moved, "位置", behind(before, kept[i].before),
                    behind(after, kept[i].after));
        }
    }

    void about(); // differences.cpp
    template<typename T, typename Compare>
    void optional_part(Area, std::string_view name, const std::optional<T>& before, const std::optional<T>& after,
                       Compare compare);
    void documents();
    void process(); // differences_process.cpp
    void clause(Subject, std::string_view what, std::string_view words, const std::optional<Clause>& before,
                const std::optional<Clause>& after);
    void applicant(const Subject&);
    void revocation();
    void register_facts(); // differences_lists.cpp
    void lists();
    void list(const NameList& before, const NameList& after, const Subject&);
    void sections(); // differences_questions.cpp
    void questions();
    void question(const Pair<Question>&, const Subject&);
    void options(const Question& before, const Question& after, const Subject&);
    void blanks(const Question& before, const Question& after, const Subject&);
    void values(); // differences_criteria.cpp
    void items();
    void groups(Area, const std::vector<Group>& before, const std::vector<Group>& after);
    void members(const Group& before, const Group& after, const Subject&);
    void findings();
    void breakdowns(); // differences_breakdowns.cpp
    void tables();     // differences_tables.cpp
    void workbook();   // differences_workbook.cpp
    void notes();
    void cells();
    void grouped_lists();
    void table(const Table& before, const Table& after, const Subject&);

    const Edition& m_before;
    const Edition& m_after;
    std::vector<Pair<Section>> m_sections;
    std::vector<Pair<Question>> m_questions;
    std::vector<Pair<ComputedValue>> m_values;
    std::vector<Pair<Table>> m_tables;
    std::vector<Pair<Item>> m_items;
    Renamed m_renamed;
    std::size_t m_recited = 0; // things of which only the source is another
    std::vector<Change> m_changes;
};

}
