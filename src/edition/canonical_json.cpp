#include "edition/canonical_json.h"

#include "base/json.h"
#include "edition/canonical_process.h"
#include "edition/read_edition.h"

#include <algorithm>

namespace kenkei::edition {

using base::json::Writer;

namespace {

// FEEL for a cell of a table, whose cells stand between `|`: within FEEL it stands in strings only.
std::string cell_of(const feel::Node& node)
{
    std::string text = feel::to_text(node);
    for (std::size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at))
        text.replace(at, 1, "\\u007c");
    return text;
}

// The same shape as the files of an edition (docs/scheme-format.md), so that one reader serves both.
class EditionWriter {
public:
    explicit EditionWriter(const Edition& edition) : m_edition(edition) {}

    std::string write()
    {
        m_out.begin_object();
        m_out.key("edition");
        write_about();
        m_out.key("questions");
        write_questions();
        m_out.key("criteria");
        write_criteria();
        m_out.key("tables").begin_object();
        for (const Table& table : m_edition.tables)
            write_table(table);
        m_out.end_object();
        m_out.key("lists").begin_object();
        for (const NameList& list : m_edition.lists)
            write_list(list);
        m_out.end_object();
        write_workbook();
        m_out.end_object();
        return m_out.take();
    }

private:
    void text(std::string_view key, const std::string& value)
    {
        if (!value.empty())
            m_out.member(key, value);
    }
    void flag(std::string_view key, bool value)
    {
        if (value)
            m_out.key(key).boolean(true);
    }
    void texts(std::string_view key, const std::vector<std::string>& values)
    {
        if (values.empty())
            return;
        m_out.key(key).begin_array();
        for (const std::string& value : values)
            m_out.string(value);
        m_out.end_array();
    }
    void expression(std::string_view key, const std::optional<Expression>& value)
    {
        if (value)
            m_out.member(key, value->text);
    }
    void source(const Source& value) { m_out.member("source", value.text()); }
    void note(const Source& where, const std::string& words)
    {
        source(where);
        text("note", words);
    }

    void write_about()
    {
        const Edition& e = m_edition;
        m_out.begin_object();
        m_out.member("scheme", e.scheme).member("edition", e.edition).member("name", e.name);
        m_out.member("short_name", e.short_name).member("authority", e.authority);
        text("office", e.office);
        source(e.source);
        m_out.key("documents").begin_object();
        for (const Document& document : e.documents) {
            m_out.key(document.id).begin_object().member("title", document.title);
            text("publisher", document.publisher);
            text("issued", document.issued);
            text("address", document.address);
            m_out.end_object();
        }
        m_out.end_object();
        m_out.key("application").begin_object();
        m_out.member("opens", base::to_iso(e.application.opens)).member("closes", to_iso(e.application.closes));
        note(e.application.source, e.application.note);
        m_out.end_object();
        if (e.fee) {
            m_out.key("fee").begin_object().key("amount").number(e.fee->amount).key("tax").number(e.fee->tax);
            if (e.fee->due)
                m_out.member("due", to_iso(*e.fee->due));
            note(e.fee->source, e.fee->note);
            m_out.end_object();
        }
        write_evidence(m_out, e);
        write_validity(m_out, e);
        write_process(m_out, e);
        m_out.key("known").begin_object();
        for (const KnownFacts& known : e.known) {
            m_out.key(known.id).begin_object().member("register", known.register_name);
            flag("many", known.many);
            m_out.key("fields").begin_object();
            for (const auto& [name, type] : known.fields)
                m_out.member(name, name_of(type));
            m_out.end_object();
            text("use", known.use);
            source(known.source);
            m_out.end_object();
        }
        m_out.end_object();
        m_out.key("outcomes").begin_object();
        for (const auto& [outcome, words] : e.outcome_words)
            m_out.member(word_of(outcome), words);
        m_out.end_object();
        write_breakdowns();
        m_out.end_object();
    }

    // Nothing where there are none, so that editions compiled before there were any keep their digest.
    void write_breakdowns()
    {
        if (m_edition.breakdowns.empty())
            return;
        m_out.key("breakdowns").begin_object();
        for (const Breakdown& breakdown : m_edition.breakdowns) {
            m_out.key(breakdown.id).begin_object().member("label", breakdown.label);
            m_out.member("of", m_edition.names.name(breakdown.slot));
            if (!breakdown.bands.empty()) {
                m_out.key("bands").begin_array();
                for (const base::Decimal& band : breakdown.bands)
                    m_out.number(band);
                m_out.end_array();
            }
            source(breakdown.source);
            m_out.end_object();
        }
        m_out.end_object();
    }

    void write_questions()
    {
        m_out.begin_object().key("sections").begin_object();
        for (const Section& section : m_edition.sections) {
            m_out.key(section.id).begin_object().member("label", section.label);
            source(section.source);
            m_out.key("questions").begin_object();
            for (const Question& question : m_edition.questions) {
                if (question.section == section.id)
                    write_question(question);
            }
            m_out.end_object().end_object();
        }
        m_out.end_object().end_object();
    }

    void write_question(const Question& q)
    {
        m_out.key(q.id).begin_object();
        text("no", q.no);
        m_out.member("label", q.label);
        text("help", q.help);
        m_out.member("type", name_of(q.type));
        if (!q.options.empty()) {
            m_out.key("options").begin_object();
            for (const Option& option : q.options)
                m_out.member(std::to_string(option.number), option.label);
            m_out.end_object();
        }
        if (q.exclusive)
            m_out.key("exclusive").number(*q.exclusive);
        if (q.options_source != q.source)
            m_out.member("options_source", q.options_source.text());
        if (q.type == Type::Text)
            m_out.member("format", name_of(q.format));
        text("list", q.list);
        texts("drop_suffix", q.drop_suffix);
        text("unit", q.unit);
        if (q.minimum)
            m_out.key("minimum").number(*q.minimum);
        if (q.maximum)
            m_out.key("maximum").number(*q.maximum);
        if (q.fallback) {
            m_out.key("default");
            if (q.fallback->kind() == feel::Kind::Boolean)
                m_out.boolean(q.fallback->as_boolean());
            else
                m_out.number(q.fallback->as_number());
        }
        expression("default_from", q.fallback_rule);
        expression("derive", q.derive);
        text("example", q.example);
        flag("deciding", q.deciding);
        expression("when", q.when);
        flag("changeable", q.changeable);
        expression("best", q.best);
        m_out.member("carry", name_of(q.carry));
        texts("evidence", q.evidence);
        text("use", q.use);
        source(q.source);
        m_out.end_object();
    }

    void write_criteria()
    {
        m_out.begin_object();
        for (bool facts : {false, true}) {
            m_out.key(facts ? "facts" : "values").begin_object();
            for (const ComputedValue& value : m_edition.values) {
                if (value.fact == facts)
                    write_value(value);
            }
            m_out.end_object();
        }
        m_out.key("items").begin_object();
        for (const Item& item : m_edition.items) {
            m_out.key(item.id).begin_object();
            text("no", item.no);
            text("code", item.code);
            m_out.member("label", item.label);
            text("measure", item.measure);
            texts("evidence", item.evidence);
            source(item.source);
            m_out.member("met", item.met.text).end_object();
        }
        m_out.end_object();
        write_groups("requirements", m_edition.requirements);
        write_groups("titles", m_edition.titles);
        write_groups("classes", m_edition.classes);
        m_out.key("findings").begin_object();
        for (const FindingRule& finding : m_edition.findings) {
            m_out.key(finding.code).begin_object().member("severity", name_of(finding.severity));
            m_out.member("when", finding.when.text).member("message", finding.message);
            text("next", finding.next);
            source(finding.source);
            m_out.end_object();
        }
        m_out.end_object().end_object();
    }

    void write_value(const ComputedValue& value)
    {
        m_out.key(value.id).begin_object().member("label", value.label);
        text("unit", value.unit);
        expression("value", value.expression);
        if (value.table >= 0)
            m_out.member("table", m_edition.table(value).id);
        if (!value.words.empty()) {
            m_out.key("words").begin_object();
            for (const auto& [name, word] : value.words)
                m_out.member(name, word);
            m_out.end_object();
        }
        source(value.source);
        m_out.end_object();
    }

    void write_groups(std::string_view key, const std::vector<Group>& groups)
    {
        m_out.key(key).begin_object();
        for (const Group& group : groups) {
            m_out.key(group.id).begin_object().member("label", group.label);
            if (group.beyond >= 0)
                m_out.member("beyond", groups[static_cast<std::size_t>(group.beyond)].id);
            if (!group.besides.empty())
                write_items("all_of", group.besides);
            if (!group.all)
                m_out.key("at_least").number(static_cast<std::int64_t>(group.need));
            write_items(group.all ? "all_of" : "of", group.items);
            source(group.source);
            m_out.end_object();
        }
        m_out.end_object();
    }

    void write_items(std::string_view key, const std::vector<std::size_t>& items)
    {
        m_out.key(key).begin_array();
        for (std::size_t item : items)
            m_out.string(m_edition.items[item].id);
        m_out.end_array();
    }

    void write_table(const Table& table)
    {
        m_out.key(table.id).begin_object().member("label", table.label);
        m_out.member("policy", feel::to_text(table.rules.policy));
        m_out.key("output").begin_object().member("type", name_of(table.output_type));
        if (!table.rules.outputs.front().allowed.empty()) {
            m_out.key("values").begin_array();
            for (const feel::Value& value : table.rules.outputs.front().allowed)
                m_out.string(feel::to_display(value));
            m_out.end_array();
        }
        m_out.end_object();
        if (table.otherwise) {
            m_out.key("otherwise");
            if (table.otherwise->is_null())
                m_out.null();
            else
                m_out.string(feel::to_display(*table.otherwise));
        }
        source(table.source);
        std::string rows;
        for (const auto& input : table.rules.inputs)
            rows += cell_of(*input.expression) + " | ";
        const bool cites = table.output_name == "source" || // else it would be read as the column of sources
                           std::any_of(table.row_sources.begin(), table.row_sources.end(),
                                       [&](const Source& row) { return row != table.source; });
        rows += table.output_name + (cites ? " | source\n" : "\n");
        for (std::size_t row = 0; row < table.rules.rows.size(); ++row) {
            for (const feel::NodePtr& test : table.rules.rows[row].tests)
                rows += cell_of(*test) + " | ";
            rows += feel::to_display(table.rules.rows[row].outputs.front()->value);
            rows += (cites ? " | " + table.row_sources[row].text() : "") + "\n";
        }
        m_out.member("rows", rows).end_object();
    }

    void write_list(const NameList& list)
    {
        m_out.key(list.id).begin_object().key("names").begin_array();
        for (const std::string& name : list.names)
            m_out.string(name);
        m_out.end_array().key("aliases").begin_object();
        for (const auto& [alias, name] : list.aliases)
            m_out.member(alias, name);
        m_out.end_object().end_object();
    }

    // Nothing where there is none, so that editions compiled before there was one keep their digest.
    void write_workbook()
    {
        const Workbook& workbook = m_edition.workbook;
        if (workbook.is_empty())
            return;
        const auto id = [&](std::size_t question) { return m_edition.questions[question].id; };
        m_out.key("workbook").begin_object();
        text("title", workbook.title);
        if (!workbook.notes.empty()) {
            m_out.key("notes").begin_object();
            for (const Workbook::Note& note : workbook.notes) {
                m_out.key(note.id).begin_object().member("heading", note.heading).member("text", note.text);
                source(note.source);
                m_out.end_object();
            }
            m_out.end_object();
        }
        std::vector<std::string> pulldowns;
        for (std::size_t question : workbook.pulldowns)
            pulldowns.push_back(id(question));
        texts("pulldowns", pulldowns);
        if (!workbook.lines.empty()) {
            m_out.key("lines").begin_object();
            for (const auto& [question, count] : workbook.lines)
                m_out.key(id(question)).number(count);
            m_out.end_object();
        }
        if (!workbook.suggestions.empty()) {
            m_out.key("suggestions").begin_object();
            for (const Workbook::Suggestion& one : workbook.suggestions) {
                m_out.key(id(one.question)).begin_object().member("list", workbook.lists[one.list].id);
                m_out.member("within", id(one.within)).end_object();
            }
            m_out.end_object();
        }
        m_out.end_object();
        if (workbook.lists.empty())
            return;
        m_out.key("grouped_lists").begin_object();
        for (const GroupedList& list : workbook.lists) {
            m_out.key(list.id).begin_object();
            for (const auto& [group, names] : list.groups) {
                m_out.key(group).begin_array();
                for (const std::string& name : names)
                    m_out.string(name);
                m_out.end_array();
            }
            m_out.end_object();
        }
        m_out.end_object();
    }

    const Edition& m_edition;
    Writer m_out;
};

}

// The text has every expression as it is written: a word that only looks like the name does no harm.
bool asks_for_the_day(const Edition& edition)
{
    return to_canonical_json(edition).find("as_of") != std::string::npos;
}

std::string to_canonical_json(const Edition& edition)
{
    return EditionWriter(edition).write();
}

base::Result<Parts> canonical_parts(std::string_view text)
{
    auto tree = TRY(base::json::parse(text));
    Parts parts{.edition = {.file = "edition", .text = {}, .tree = {}},
                .questions = {.file = "questions", .text = {}, .tree = {}},
                .criteria = {.file = "criteria", .text = {}, .tree = {}},
                .tables = {},
                .lists = {.file = "lists", .text = {}, .tree = {}},
                .workbook = {},
                .grouped_lists = {}};
    for (auto& [key, member] : tree.members) {
        for (Part* part : {&parts.edition, &parts.questions, &parts.criteria, &parts.lists}) {
            if (key == part->file)
                part->tree = std::move(member);
        }
        if (key == "workbook")
            parts.workbook = Part{.file = "workbook", .text = {}, .tree = std::move(member)};
        if (key == "tables" || key == "grouped_lists") {
            for (auto& [id, one] : member.members)
                (key == "tables" ? parts.tables : parts.grouped_lists)
                    .emplace_back(id, Part{.file = key + "/" + id, .text = {}, .tree = std::move(one)});
        }
    }
    return parts;
}

base::Result<Edition> read_canonical_json(std::string_view text)
{
    const Parts parts = TRY(canonical_parts(text));
    ReadResult read = read_edition(parts, read_as_written);
    if (!read.edition) {
        base::Error error = std::move(read.errors.front());
        error.message = "コンパイル済みの年度版として読めません。" + error.message;
        return error;
    }
    return std::move(*read.edition);
}

}
