#include "edition/edition_reader.h"

#include <algorithm>

namespace kenkei::edition {

using base::json::Kind;
using Value = base::json::Value;

namespace {

// Codes that the engine gives itself; an edition cannot define them (docs/scheme-format.md).
constexpr std::string_view engine_codes[] = {"unanswered", "type",  "option", "exclusive",
                                             "not-asked",  "range", "list",   "computed"};

template<typename T>
int index_of(const std::vector<T>& all, std::string_view id)
{
    auto found = std::find_if(all.begin(), all.end(), [&](const T& one) { return one.id == id; });
    return found == all.end() ? -1 : static_cast<int>(found - all.begin());
}

}

void EditionReader::read_criteria()
{
    const Part& part = m_parts.criteria;
    TreeReader reader(part, m_errors);
    if (!reader.object(part.tree, "criteria.yaml",
                       {"values", "facts", "items", "requirements", "titles", "classes", "findings"}))
        return;
    read_values(reader, part.tree, "values");
    read_values(reader, part.tree, "facts");
    read_items(reader, part.tree);
    const Value* requirements = reader.need(part.tree, "requirements", part.file);
    m_edition.requirements = read_groups(reader, part.tree, "requirements");
    if (requirements && requirements->kind == Kind::Object && requirements->members.empty()) {
        reader.refuse_key(*requirements, "edition.group",
                          "認定要件が一つもありません。すべての申請が適合になってしまいます。",
                          "requirements に一つ以上の要件を書いてください。");
    }
    m_edition.titles = read_groups(reader, part.tree, "titles");
    m_edition.classes = read_groups(reader, part.tree, "classes");
    read_findings(reader, part.tree);
}

void EditionReader::read_values(TreeReader& reader, const Value& tree, std::string_view key)
{
    const Value* values = tree.find(key);
    if (!values || !reader.map_of_ids(*values, key, TreeReader::Hyphen::Refused))
        return;
    for (const auto& [id, value] : values->members) {
        const std::string what = "値「" + id + "」";
        ComputedValue read;
        read.id = id;
        read.fact = key == "facts";
        read.slot = m_edition.names.find(id);
        if (reader.object(value, what, {"label", "unit", "value", "table", "words", "source"})) {
            read.label = reader.need_text(value, "label", what);
            read.unit = reader.text_in(value, "unit");
            read.source = reader.need_source(value, what, m_edition.documents);
            read.expression = expression_in(reader, value, "value");
            if (const Value* table = value.find("table")) {
                read.table = index_of(m_edition.tables, reader.text(*table, "table"));
                if (read.table < 0) {
                    reader.refuse(*table, "edition.table", "表「" + table->text + "」は tables/ にありません。",
                                  "ファイル名を確かめてください。");
                }
            }
            if (value.find("value") && value.find("table")) {
                reader.refuse(value, "edition.value", what + "に value と table の両方があります。",
                              "どちらか一つにしてください。");
            } else if (!value.find("value") && !value.find("table")) {
                reader.refuse(value, "edition.missing", what + "に value も table もありません。",
                              "どちらか一つを書いてください。");
            }
            if (const Value* words = value.find("words"); words && words->kind == Kind::Object) {
                for (const auto& [name, label] : words->members)
                    read.words.emplace_back(name, reader.text(label, "words"));
            }
        }
        m_edition.values.push_back(std::move(read));
    }
}

void EditionReader::read_items(TreeReader& reader, const Value& tree)
{
    const Value* items = reader.need(tree, "items", m_parts.criteria.file);
    if (!items || !reader.map_of_ids(*items, "評価項目", TreeReader::Hyphen::Allowed))
        return;
    for (const auto& [id, item] : items->members) {
        const std::string what = "評価項目「" + id + "」";
        if (!reader.object(item, what, {"no", "code", "label", "measure", "evidence", "source", "met"}))
            continue;
        Item read;
        read.id = id;
        read.no = reader.text_in(item, "no");
        read.code = reader.text_in(item, "code");
        read.label = reader.need_text(item, "label", what);
        read.measure = reader.text_in(item, "measure");
        read.evidence = reader.texts_in(item, "evidence");
        read.source = reader.need_source(item, what, m_edition.documents);
        if (const Value* met = reader.need(item, "met", what)) {
            if (auto rule = expression(reader, *met, "met"))
                read.met = std::move(*rule);
        }
        m_edition.items.push_back(std::move(read));
    }
}

// The items of all_of or of: `members` gets their indices.
void EditionReader::read_members(TreeReader& reader, const Value& written, const std::string& what,
                                 std::vector<std::size_t>& members)
{
    if (written.kind != Kind::Array || written.items.empty()) {
        reader.refuse(written, "edition.group", what + "の評価項目は [ ] に並べ、一つは要ります。",
                      "例: all_of: [a, b]");
        return;
    }
    for (const Value& member : written.items) {
        const std::string id = reader.text(member, "評価項目");
        const int index = index_of(m_edition.items, id);
        if (index < 0) {
            std::vector<std::string_view> ids;
            for (const Item& item : m_edition.items)
                ids.push_back(item.id);
            const std::string near = nearest(id, ids);
            reader.refuse(member, "edition.unknown-item", "評価項目「" + id + "」はありません。",
                          near.empty() ? "criteria.yaml の items の id を書いてください。"
                                       : "「" + near + "」ではありませんか。");
            continue;
        }
        if (std::find(members.begin(), members.end(), static_cast<std::size_t>(index)) != members.end()) {
            reader.refuse(member, "edition.duplicate", "評価項目「" + id + "」が二度あります。",
                          "一つにしてください。");
            continue;
        }
        members.push_back(static_cast<std::size_t>(index));
    }
}

std::vector<Group> EditionReader::read_groups(TreeReader& reader, const Value& tree, std::string_view key)
{
    std::vector<Group> groups;
    const Value* written = tree.find(key);
    if (!written || !reader.map_of_ids(*written, key, TreeReader::Hyphen::Allowed))
        return groups;
    for (const auto& [id, group] : written->members) {
        const bool is_class = key == "classes";
        const std::string what = std::string(is_class          ? "区分"
                                             : key == "titles" ? "称号"
                                                               : "認定要件") +
                                 "「" + id + "」";
        if (!(is_class ? reader.object(group, what, {"label", "all_of", "at_least", "of", "beyond", "source"})
                       : reader.object(group, what, {"label", "all_of", "at_least", "of", "source"})))
            continue;
        Group read;
        read.id = id;
        read.label = reader.need_text(group, "label", what);
        read.source = reader.need_source(group, what, m_edition.documents);
        const Value* all_of = group.find("all_of");
        const Value* of = group.find("of");
        const Value* at_least = group.find("at_least");
        if (!all_of && !at_least) {
            reader.refuse(group, "edition.group", what + "には all_of か at_least（と of）が要ります。",
                          "例: at_least: 2 と of: [a, b, c]");
            continue;
        }
        if (!of != !at_least) {
            reader.refuse(of ? *of : *at_least, "edition.group",
                          what + "には at_least と of の" + (of ? "うち of" : "うち at_least") + " しかありません。",
                          "すべてを求めるなら all_of だけに、数を求めるなら at_least と of の両方にしてください。");
            continue;
        }
        if (all_of)
            read_members(reader, *all_of, what, read.besides);
        if (of)
            read_members(reader, *of, what, read.items);
        for (std::size_t item : read.items) {
            if (std::find(read.besides.begin(), read.besides.end(), item) != read.besides.end())
                reader.refuse(*of, "edition.duplicate",
                              what + "の評価項目「" + m_edition.items[item].id + "」が all_of と of の両方にあります。",
                              "どちらか一方にしてください。");
        }
        read.all = !of;
        if (read.all)
            std::swap(read.items, read.besides);
        read.need = read.items.size();
        if (at_least) {
            const std::size_t count = of->items.size();
            const auto written_need = reader.integer(*at_least, "at_least");
            const std::int64_t need = written_need.value_or(1);
            if (of->kind == Kind::Array && !of->items.empty() &&
                (need < 1 || need > static_cast<std::int64_t>(count))) {
                reader.refuse(*at_least, "edition.group",
                              what + "は " + std::to_string(count) + " 項目のうち " + std::to_string(need) +
                                  " 以上を求めています。" +
                                  (need < 1 ? "いつも満たされます。" : "満たすことができません。"),
                              "1 から " + std::to_string(count) + " の数にしてください。");
            } else {
                read.need = static_cast<std::size_t>(need);
            }
        }
        if (const Value* beyond = group.find("beyond")) {
            read.beyond = index_of(groups, reader.text(*beyond, "beyond"));
            if (read.beyond < 0) {
                reader.refuse(*beyond, "edition.class", "区分「" + beyond->text + "」がこの区分より前にありません。",
                              "低い区分から順に書いてください。");
            }
        }
        groups.push_back(std::move(read));
    }
    return groups;
}

// Each {id} of a message must be a question or a value.
void EditionReader::check_placeholders(TreeReader& reader, const Value& message)
{
    const std::string& text = message.text;
    for (std::size_t open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1)) {
        const std::size_t close = text.find('}', open);
        const std::string name = text.substr(open + 1, close == std::string::npos ? close : close - open - 1);
        if (close == std::string::npos)
            reader.refuse(message, "edition.unknown-name", "文中の「{" + name + "」が「}」で閉じられていません。",
                          "「{id}」の形にしてください。");
        else if (m_edition.names.find(name) < 0) {
            const std::vector<std::string>& all = m_edition.names.all();
            const std::string near = nearest(name, std::vector<std::string_view>(all.begin(), all.end()));
            reader.refuse(message, "edition.unknown-name", "文中の「{" + name + "}」は設問でも値でもありません。",
                          near.empty() ? "id を確かめてください。" : "「{" + near + "}」ではありませんか。");
        }
    }
}

void EditionReader::read_findings(TreeReader& reader, const Value& tree)
{
    const Value* findings = tree.find("findings");
    if (!findings || !reader.map_of_ids(*findings, "指摘", TreeReader::Hyphen::Allowed))
        return;
    for (const auto& [code, finding] : findings->members) {
        const std::string what = "指摘「" + code + "」";
        if (!reader.object(finding, what, {"severity", "when", "message", "next", "source"}))
            continue;
        FindingRule read;
        read.code = code;
        const std::size_t dot = code.find('.');
        read.question = index_of(m_edition.questions, std::string_view(code).substr(0, dot));
        if (dot == std::string::npos || read.question < 0) {
            reader.refuse_key(finding, "edition.finding-code", what + "の「.」より前が設問の id ではありません。",
                              "「設問の id.規則の名前」の形にしてください。");
        } else if (std::find(std::begin(engine_codes), std::end(engine_codes),
                             std::string_view(code).substr(dot + 1)) != std::end(engine_codes)) {
            reader.refuse_key(finding, "edition.finding-code", what + "は判定機がいつも出す指摘です。",
                              "ほかの名前にしてください。");
        }
        if (const Value* severity = reader.need(finding, "severity", what))
            read.severity = word(reader, *severity, read_severity, Severity::Warning, {"error", "warning", "note"});
        read.message = reader.need_text(finding, "message", what);
        read.next = reader.text_in(finding, "next");
        read.source = reader.need_source(finding, what, m_edition.documents);
        if (const Value* when = reader.need(finding, "when", what)) {
            if (auto rule = expression(reader, *when, "when"))
                read.when = std::move(*rule);
        }
        for (std::string_view key : {"message", "next"}) {
            if (const Value* text = finding.find(key))
                check_placeholders(reader, *text);
        }
        m_edition.findings.push_back(std::move(read));
    }
}

}
