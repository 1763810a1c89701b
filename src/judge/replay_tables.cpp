#include "judge/replay_tables.h"

#include "base/text_table.h"
#include "judge/json_value.h"
#include "judge/judgement_text.h"

#include <algorithm>

namespace kenkei::judge {

using base::TextTable;
using base::json::Writer;
using Count = ReplayTally::Count;

namespace {

constexpr std::size_t most_transitions = 6; // columns; what is rarer goes into one more

// Rounded half up.
std::size_t tenths_of_percent(std::size_t part, std::size_t whole)
{
    return whole == 0 ? 0 : (part * 2000 + whole) / (2 * whole);
}

std::string number(std::size_t count)
{
    return count == 0 ? "-" : std::to_string(count);
}

// The transitions that get a column of their own.
std::vector<std::size_t> shown_transitions(const ReplayTally& tally)
{
    std::vector<std::size_t> all = tally.transitions_in_order();
    if (all.size() <= most_transitions)
        return all;
    std::vector<std::size_t> by_count = all;
    std::stable_sort(by_count.begin(), by_count.end(),
                     [&](std::size_t a, std::size_t b) { return tally.all().of(a) > tally.all().of(b); });
    by_count.resize(most_transitions);
    std::erase_if(all,
                  [&](std::size_t one) { return std::find(by_count.begin(), by_count.end(), one) == by_count.end(); });
    return all;
}

class BreakdownTable {
public:
    explicit BreakdownTable(const ReplayTally& tally)
        : m_tally(tally)
        , m_columns(shown_transitions(tally))
        , m_has_others(m_columns.size() < tally.transitions().size())
    {}

    std::string write(const Grouping& grouping, std::uint32_t breakdown) const
    {
        TextTable table;
        std::vector<std::string> head{grouping.breakdowns()[breakdown].label, "申請", "判定が変わる", "割合"};
        for (std::size_t column : m_columns)
            head.push_back(m_tally.transitions()[column].words());
        if (m_has_others)
            head.emplace_back("ほかの変化");
        head.emplace_back("内訳だけ変わる");
        table.add_row(std::move(head));
        for (std::uint32_t group : grouping.in_order(breakdown)) {
            const Count& count = m_tally.group({breakdown, group});
            if (count.applications > 0)
                table.add_row(row(grouping.label({breakdown, group}), count));
        }
        table.add_row(row(grouping.overlaps(breakdown) ? "計（いくつも選んだ申請は1件）" : "計", m_tally.all()));
        return table.to_text("");
    }

private:
    std::vector<std::string> row(const std::string& label, const Count& count) const
    {
        std::vector<std::string> cells{label, std::to_string(count.applications), number(count.changed),
                                       percent(count.changed, count.applications)};
        std::size_t others = count.changed;
        for (std::size_t column : m_columns) {
            cells.push_back(number(count.of(column)));
            others -= count.of(column);
        }
        if (m_has_others)
            cells.push_back(number(others));
        cells.push_back(number(count.only_within));
        return cells;
    }

    const ReplayTally& m_tally;
    std::vector<std::size_t> m_columns;
    bool m_has_others;
};

// 「適合→不適合 31、未確定→不適合 2」
std::string ways_of(const Reason& reason)
{
    std::string text;
    for (const auto& [way, count] : reason.ways)
        text += (text.empty() ? "" : "、") + word_or_none(way.first) + "→" + word_or_none(way.second) + " " +
                std::to_string(count);
    return text;
}

std::string reasons_as_text(const ReplayTally& tally)
{
    using Align = TextTable::Align;
    TextTable table({Align::Left, Align::Right, Align::Right, Align::Left});
    table.add_row({"わけ", "申請", "うち判定が変わる", ""});
    for (const Reason& reason : tally.reasons())
        table.add_row({std::string(word_for(reason.what)) + " " + reason.title, std::to_string(reason.applications),
                       number(reason.changed), ways_of(reason)});
    return table.to_text("");
}

void count_member(Writer& out, std::string_view key, std::size_t count)
{
    out.key(key).number(static_cast<std::int64_t>(count));
}

void write_count(Writer& out, const ReplayTally& tally, const Count& count)
{
    count_member(out, "applications", count.applications);
    count_member(out, "changed", count.changed);
    count_member(out, "only_within", count.only_within);
    out.key("percent").number(
        base::Decimal(static_cast<std::int64_t>(tenths_of_percent(count.changed, count.applications))) /
        base::Decimal(10));
    out.key("transitions").begin_array();
    for (std::size_t index : tally.transitions_in_order()) {
        if (count.of(index) == 0)
            continue;
        const Transition& transition = tally.transitions()[index];
        out.begin_object();
        write_outcome(out, "before", transition.before);
        write_outcome(out, "after", transition.after);
        write_class(out, "class_before", transition.class_before);
        write_class(out, "class_after", transition.class_after);
        count_member(out, "applications", count.of(index));
        out.end_object();
    }
    out.end_array();
}

}

std::string percent(std::size_t part, std::size_t whole)
{
    const std::size_t tenths = tenths_of_percent(part, whole);
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + "%";
}

std::string tables_as_text(const ReplayTally& tally, const Grouping& grouping)
{
    if (tally.all().changed + tally.all().only_within == 0)
        return {};
    const BreakdownTable table(tally);
    std::string text;
    for (std::uint32_t i = 0; i < grouping.breakdowns().size(); ++i)
        text += "\n" + table.write(grouping, i);
    return text + "\n" + reasons_as_text(tally);
}

std::string tally_as_json(const ReplayTally& tally)
{
    Writer out;
    out.begin_object();
    write_count(out, tally, tally.all());
    out.end_object();
    return out.take();
}

std::string breakdown_as_json(const ReplayTally& tally, const Grouping& grouping, std::uint32_t breakdown)
{
    Writer out;
    const edition::Breakdown& about = grouping.breakdowns()[breakdown];
    out.begin_object().member("id", about.id).member("label", about.label).key("groups").begin_array();
    for (std::uint32_t group : grouping.in_order(breakdown)) {
        const Count& count = tally.group({breakdown, group});
        if (count.applications == 0)
            continue;
        out.begin_object().key("value");
        grouping.write_value(out, {breakdown, group});
        out.member("label", grouping.label({breakdown, group}));
        write_count(out, tally, count);
        out.end_object();
    }
    out.end_array().end_object();
    return out.take();
}

std::string reason_as_json(const Reason& reason)
{
    Writer out;
    out.begin_object().member("what", name_of(reason.what)).member("id", reason.id).member("title", reason.title);
    count_member(out, "applications", reason.applications);
    count_member(out, "changed", reason.changed);
    out.key("ways").begin_array();
    for (const auto& [way, count] : reason.ways) {
        out.begin_object();
        write_outcome(out, "before", way.first);
        write_outcome(out, "after", way.second);
        count_member(out, "applications", count);
        out.end_object();
    }
    out.end_array().end_object();
    return out.take();
}

}
