#include "cli/replay_output.h"

#include "base/csv.h"
#include "base/utf8.h"
#include "cli/print.h"
#include "judge/replay_report.h"
#include "judge/replay_tables.h"

namespace kenkei::cli {

namespace {

using judge::Effect;
using judge::Grouping;
using judge::GroupValue;

std::string line(std::string_view text)
{
    return base::printable(text) + "\n";
}

std::string describe(const RuleSet& rules)
{
    std::string text = rules.name;
    if (!text.starts_with(rules.edition.key()))
        text += "（" + rules.edition.key() + "）";
    for (const std::string& change : rules.set)
        text += " --set " + change;
    return text + "（" + (rules.remark.empty() ? "" : rules.remark + "、") + "要約値 " +
           rules.edition.digest.substr(0, 12) + "）";
}

std::string summary(const ReplayCounts& counts)
{
    return judge::summary(counts.tally) +
           (counts.unreadable > 0 ? "、読めない申請 " + std::to_string(counts.unreadable) : "");
}

// The counts stand above the applications, so those are held until all are counted.
class TextOutput : public ReplayOutput {
public:
    explicit TextOutput(const Grouping& grouping) : m_grouping(grouping) {}

    void begin(const RuleSet& before, const RuleSet& after, base::Date as_of, const judge::Replay& replay) override
    {
        print(line("前: " + describe(before)) + line("後: " + describe(after)) +
              line("判定日: " + base::to_japanese(as_of)));
        if (before.edition.digest == after.edition.digest)
            print("前と後は同じ内容です。\n");
        for (const std::string& words : replay.unmatched())
            print(line(words));
    }
    void add(const Effect& effect, std::span<const GroupValue>) override { m_effects += judge::to_text(effect); }
    void end(const ReplayCounts& counts) override
    {
        print("\n" + summary(counts) + "\n" + judge::tables_as_text(counts.tally, m_grouping));
        if (!m_effects.empty())
            print("\n" + m_effects);
    }

private:
    const Grouping& m_grouping;
    std::string m_effects;
};

std::string identity(const RuleSet& rules)
{
    base::json::Writer out;
    out.begin_object().member("edition", rules.edition.key()).member("digest", rules.edition.digest);
    out.key("set").begin_array();
    for (const std::string& change : rules.set)
        out.string(change);
    out.end_array().end_object();
    return out.take();
}

// One object, with a line for each application that changes, written as they are found, for each breakdown and for each
// reason.
class JsonOutput : public ReplayOutput {
public:
    explicit JsonOutput(const Grouping& grouping) : m_grouping(grouping) {}

    void begin(const RuleSet& before, const RuleSet& after, base::Date as_of, const judge::Replay&) override
    {
        print("{\n  \"before\": " + identity(before) + ",\n  \"after\": " + identity(after) + ",\n  \"as_of\": \"" +
              base::to_iso(as_of) + "\"");
        begin_list("changed");
    }
    void add(const Effect& effect, std::span<const GroupValue>) override { add_line(judge::to_json_line(effect)); }
    void end(const ReplayCounts& counts) override
    {
        end_list();
        print(",\n  \"applications\": " + std::to_string(counts.tally.all().applications) + ",\n  \"unreadable\": " +
              std::to_string(counts.unreadable) + ",\n  \"tally\": " + judge::tally_as_json(counts.tally));
        begin_list("breakdowns");
        for (std::uint32_t i = 0; i < m_grouping.breakdowns().size(); ++i)
            add_line(judge::breakdown_as_json(counts.tally, m_grouping, i));
        end_list();
        begin_list("reasons");
        for (const judge::Reason& reason : counts.tally.reasons())
            add_line(judge::reason_as_json(reason));
        end_list();
        print("\n}\n");
    }

private:
    void begin_list(std::string_view key)
    {
        print(",\n  \"" + std::string(key) + "\": [");
        m_any = false;
    }
    void add_line(const std::string& object)
    {
        print((m_any ? ",\n    " : "\n    ") + object);
        m_any = true;
    }
    void end_list() { print(m_any ? "\n  ]" : "]"); }

    const Grouping& m_grouping;
    bool m_any = false; // in the list that is being written
};

// A line for each application that changes; what was counted goes to standard error.
class LinesOutput : public ReplayOutput {
public:
    void begin(const RuleSet&, const RuleSet&, base::Date, const judge::Replay&) override {}
    void add(const Effect& effect, std::span<const GroupValue>) override { print(judge::to_json_line(effect) + "\n"); }
    void end(const ReplayCounts& counts) override { print_error(summary(counts)); }
};

class CsvOutput : public ReplayOutput {
public:
    explicit CsvOutput(const Grouping& grouping) : m_grouping(grouping) {}

    void begin(const RuleSet&, const RuleSet&, base::Date, const judge::Replay&) override
    {
        print(base::csv_mark);
        print(judge::csv_head(m_grouping));
    }
    void add(const Effect& effect, std::span<const GroupValue> groups) override
    {
        print(judge::to_csv_row(effect, groups, m_grouping));
    }
    void end(const ReplayCounts& counts) override { print_error(summary(counts)); }

private:
    const Grouping& m_grouping;
};

}

std::unique_ptr<ReplayOutput> make_replay_output(OutputFormat format, const Grouping& grouping)
{
    switch (format) {
    case OutputFormat::Json:
        return std::make_unique<JsonOutput>(grouping);
    case OutputFormat::JsonLines:
        return std::make_unique<LinesOutput>();
    case OutputFormat::Csv:
        return std::make_unique<CsvOutput>(grouping);
    default:
        return std::make_unique<TextOutput>(grouping);
    }
}

}
