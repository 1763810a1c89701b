#include "judge/replay_report.h"

#include "base/json.h"
#include "base/utf8.h"
#include "judge/json_value.h"
#include "judge/judgement_text.h"

namespace kenkei::judge {

using base::json::Writer;

namespace {

std::string word(const std::optional<Outcome>& outcome)
{
    return outcome ? std::string(short_word(*outcome)) : "なし";
}

std::string joined(const std::vector<std::string>& parts)
{
    std::string all;
    for (const std::string& part : parts)
        all += (all.empty() ? "" : "、") + part;
    return all;
}

class TextWriter {
public:
    explicit TextWriter(const Effect& effect) : m_effect(effect) {}

    std::string write()
    {
        if (!m_effect.changes_judgement) {
            line(m_effect.id + ": " + std::string(short_word(m_effect.before)) + "のまま（" + titles_of_all() + "）");
            return std::move(m_text);
        }
        std::string heading = m_effect.id + ": " + std::string(short_word(m_effect.before)) + " → " +
                              std::string(short_word(m_effect.after));
        if (m_effect.class_before != m_effect.class_after && !m_effect.class_before.label.empty() &&
            !m_effect.class_after.label.empty())
            heading += "、区分 " + m_effect.class_before.label + " → " + m_effect.class_after.label;
        line(heading);
        lines("認定要件", m_effect.requirements);
        lines("区分", m_effect.classes);
        lines("評価項目", m_effect.items);
        lines("称号", m_effect.titles);
        for (const FactChange& fact : m_effect.facts)
            line("　事実 " + fact.label + ": " + fact.shown_before + " → " + fact.shown_after);
        return std::move(m_text);
    }

private:
    void line(std::string_view text) { m_text.append(base::printable(text)).append("\n"); }

    void lines(std::string_view what, const std::vector<OutcomeChange>& changes)
    {
        for (const OutcomeChange& change : changes)
            line("　" + std::string(what) + " " + change.title + ": " + word(change.before) + " → " +
                 word(change.after) + (change.why.empty() ? "" : "（" + joined(change.why) + "）"));
    }

    std::string titles_of_all() const
    {
        std::vector<std::string> parts;
        for (const auto* changes : {&m_effect.requirements, &m_effect.classes, &m_effect.items, &m_effect.titles}) {
            for (const OutcomeChange& change : *changes)
                parts.push_back(change.title + " " + word(change.before) + "→" + word(change.after));
        }
        for (const FactChange& fact : m_effect.facts)
            parts.push_back(fact.label + " " + fact.shown_before + "→" + fact.shown_after);
        return joined(parts);
    }

    const Effect& m_effect;
    std::string m_text;
};

void write_side(Writer& out, Outcome outcome, const ReachedClass& reached)
{
    out.begin_object().member("outcome", edition::word_of(outcome)).key("class");
    if (reached.id.empty())
        out.null();
    else
        out.string(reached.id);
    out.end_object();
}

void write_outcome(Writer& out, std::string_view key, const std::optional<Outcome>& outcome)
{
    out.key(key);
    if (outcome)
        out.string(edition::word_of(*outcome));
    else
        out.null();
}

void write_changes(Writer& out, std::string_view key, const std::vector<OutcomeChange>& changes)
{
    out.key(key).begin_object();
    for (const OutcomeChange& change : changes) {
        out.key(change.id).begin_object();
        write_outcome(out, "before", change.before);
        write_outcome(out, "after", change.after);
        out.key("why").begin_array();
        for (const std::string& why : change.why)
            out.string(why);
        out.end_array().end_object();
    }
    out.end_object();
}

}

std::string to_text(const Effect& effect)
{
    return TextWriter(effect).write();
}

std::string to_json_line(const Effect& effect)
{
    Writer out;
    out.begin_object().member("id", effect.id).key("before");
    write_side(out, effect.before, effect.class_before);
    out.key("after");
    write_side(out, effect.after, effect.class_after);
    write_changes(out, "items", effect.items);
    write_changes(out, "requirements", effect.requirements);
    write_changes(out, "titles", effect.titles);
    write_changes(out, "classes", effect.classes);
    out.key("facts").begin_object();
    for (const FactChange& fact : effect.facts) {
        out.key(fact.id).begin_object().key("before");
        write_value(out, fact.before);
        out.key("after");
        write_value(out, fact.after);
        out.end_object();
    }
    out.end_object().end_object();
    return out.take();
}

std::string summary(const ReplayTally& tally)
{
    std::vector<std::string> transitions;
    for (const auto& [transition, count] : tally.transitions)
        transitions.push_back(std::get<std::string>(transition) + " " + std::to_string(count));
    return std::to_string(tally.applications) + "件のうち判定の変わる申請 " + std::to_string(tally.changed) +
           (transitions.empty() ? "" : "（" + joined(transitions) + "）") + "、内訳だけ変わる申請 " +
           std::to_string(tally.only_within);
}

void ReplayTally::add(const std::optional<Effect>& effect)
{
    ++applications;
    if (!effect)
        return;
    if (!effect->changes_judgement) {
        ++only_within;
        return;
    }
    ++changed;
    const std::string words =
        effect->before != effect->after
            ? std::string(short_word(effect->before)) + "→" + std::string(short_word(effect->after))
            : effect->class_before.label + "→" + effect->class_after.label;
    ++transitions[{effect->before, effect->after, words}];
}

}
