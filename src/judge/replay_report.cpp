#include "judge/replay_report.h"

#include "base/csv.h"
#include "base/json.h"
#include "base/utf8.h"
#include "judge/json_value.h"
#include "judge/judgement_text.h"

namespace kenkei::judge {

using base::json::Writer;

namespace {

std::string joined(const std::vector<std::string>& parts)
{
    std::string all;
    for (const std::string& part : parts)
        all += (all.empty() ? "" : "、") + part;
    return all;
}

// 「適合 → 不適合（規則が変わった）」
std::string in_words(const OutcomeChange& change)
{
    return word_or_none(change.before) + " → " + word_or_none(change.after) +
           (change.why.empty() ? "" : "（" + joined(change.why) + "）");
}

std::vector<std::string> reasons_of(const Effect& effect)
{
    std::vector<std::string> reasons;
    for (const auto& [what, changes] :
         {std::pair{Reason::What::Requirement, &effect.requirements}, std::pair{Reason::What::Class, &effect.classes},
          std::pair{Reason::What::Item, &effect.items}, std::pair{Reason::What::Title, &effect.titles}}) {
        for (const OutcomeChange& change : *changes)
            reasons.push_back(std::string(word_for(what)) + " " + change.title + ": " + in_words(change));
    }
    for (const FactChange& fact : effect.facts)
        reasons.push_back("事実 " + fact.label + ": " + fact.shown_before + " → " + fact.shown_after);
    return reasons;
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
        for (const std::string& reason : reasons_of(m_effect))
            line("　" + reason);
        return std::move(m_text);
    }

private:
    void line(std::string_view text) { m_text.append(base::printable(text)).append("\n"); }

    std::string titles_of_all() const
    {
        std::vector<std::string> parts;
        for (const auto* changes : {&m_effect.requirements, &m_effect.classes, &m_effect.items, &m_effect.titles}) {
            for (const OutcomeChange& change : *changes)
                parts.push_back(change.title + " " + word_or_none(change.before) + "→" + word_or_none(change.after));
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
    out.begin_object().member("outcome", edition::word_of(outcome));
    write_class(out, "class", reached);
    out.end_object();
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

std::string csv_head(const Grouping& grouping)
{
    std::vector<std::string> cells{"申請", "変わるもの", "前の判定", "後の判定", "前の区分", "後の区分"};
    for (const edition::Breakdown& breakdown : grouping.breakdowns())
        cells.push_back(base::printable(breakdown.label));
    cells.emplace_back("わけ");
    return base::csv_row(cells);
}

std::string to_csv_row(const Effect& effect, std::span<const GroupValue> groups, const Grouping& grouping)
{
    std::vector<std::string> cells{effect.id,
                                   effect.changes_judgement ? "判定" : "内訳だけ",
                                   std::string(short_word(effect.before)),
                                   std::string(short_word(effect.after)),
                                   effect.class_before.label,
                                   effect.class_after.label};
    for (std::string& label : grouping.labels(groups))
        cells.push_back(std::move(label));
    cells.push_back(joined(reasons_of(effect)));
    for (std::string& cell : cells)
        cell = base::printable(cell);
    return base::csv_row(cells);
}

std::string summary(const ReplayTally& tally)
{
    std::vector<std::string> transitions;
    for (std::size_t index : tally.transitions_in_order())
        transitions.push_back(tally.transitions()[index].words() + " " + std::to_string(tally.all().of(index)));
    return std::to_string(tally.all().applications) + "件のうち判定の変わる申請 " +
           std::to_string(tally.all().changed) + (transitions.empty() ? "" : "（" + joined(transitions) + "）") +
           "、内訳だけ変わる申請 " + std::to_string(tally.all().only_within);
}

}
