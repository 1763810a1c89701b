#include "edition/edition_reader.h"

#include <algorithm>

namespace kenkei::edition {

using base::json::Kind;
using Value = base::json::Value;

namespace {

constexpr std::int64_t fewest_lines = 2;
constexpr std::int64_t most_lines = 20;

const char* const code = "edition.workbook";

}

void EditionReader::read_workbook()
{
    if (!m_parts.workbook)
        return;
    const Value& tree = m_parts.workbook->tree;
    TreeReader reader(*m_parts.workbook, m_errors);
    if (!reader.object(tree, "workbook.yaml", {"title", "notes", "pulldowns", "lines", "suggestions"}))
        return;
    m_edition.workbook.title = reader.text_in(tree, "title");
    if (const Value* notes = tree.find("notes"))
        read_notes(reader, *notes);
    // A question that could not be read has been refused; that it is not there need not be told again.
    if (m_edition.questions.size() + m_edition.values.size() != m_definitions.size())
        return;
    if (const Value* pulldowns = tree.find("pulldowns"))
        read_pulldowns(reader, *pulldowns);
    if (const Value* lines = tree.find("lines"))
        read_lines(reader, *lines);
    if (const Value* suggestions = tree.find("suggestions"))
        read_suggestions(reader, *suggestions);
}

void EditionReader::read_notes(TreeReader& reader, const Value& notes)
{
    if (!reader.map_of_ids(notes, "記入方法（notes）", TreeReader::Hyphen::Allowed))
        return;
    for (const auto& [id, note] : notes.members) {
        const std::string what = "記入方法「" + id + "」";
        if (!reader.object(note, what, {"heading", "text", "source"}))
            continue;
        Workbook::Note read{.id = id,
                            .heading = reader.need_text(note, "heading", what),
                            .text = reader.need_text(note, "text", what),
                            .source = reader.need_source(note, what, m_edition.documents)};
        // The line end of a block scalar is no part of the paragraph.
        read.text.erase(read.text.find_last_not_of(" \n") + 1);
        m_edition.workbook.notes.push_back(std::move(read));
    }
}

void EditionReader::read_pulldowns(TreeReader& reader, const Value& pulldowns)
{
    if (pulldowns.kind != Kind::Array) {
        reader.refuse(pulldowns, "edition.type", "pulldowns は、設問の id を [ ] に並べて書きます。",
                      "例: pulldowns: [q2, q3]");
        return;
    }
    auto& all = m_edition.workbook.pulldowns;
    for (const Value& written : pulldowns.items) {
        const std::string id = reader.text(written, "pulldowns");
        const auto question = asked_question(reader, written, id, Type::Choice, "pulldowns");
        if (!question)
            continue;
        if (std::find(all.begin(), all.end(), *question) != all.end())
            reader.refuse(written, "edition.duplicate", "設問「" + id + "」が pulldowns に二度あります。",
                          "一つにしてください。");
        all.push_back(*question);
    }
}

void EditionReader::read_lines(TreeReader& reader, const Value& lines)
{
    if (!reader.map_of_ids(lines, "lines", TreeReader::Hyphen::Refused))
        return;
    for (const auto& [id, written] : lines.members) {
        const auto question = asked_question(reader, written, id, Type::Text, "lines");
        const auto count = reader.integer(written, "行数");
        if (count && (*count < fewest_lines || *count > most_lines))
            reader.refuse(written, code, "設問「" + id + "」の行数 " + std::to_string(*count) + " は使えません。",
                          std::to_string(fewest_lines) + " から " + std::to_string(most_lines) +
                              " までの行数を書いてください。1行の欄は書かなくてかまいません。");
        else if (question && count)
            m_edition.workbook.lines.emplace_back(*question, *count);
    }
}

void EditionReader::read_suggestions(TreeReader& reader, const Value& suggestions)
{
    if (!reader.map_of_ids(suggestions, "suggestions", TreeReader::Hyphen::Refused))
        return;
    for (const auto& [id, suggestion] : suggestions.members) {
        const std::string what = "設問「" + id + "」の候補（suggestions）";
        if (!reader.object(suggestion, what, {"list", "within"}))
            continue;
        const auto question = asked_question(reader, suggestion, id, Type::Text, "suggestions");
        if (question && !m_edition.questions[*question].list.empty())
            reader.refuse_key(suggestion, code,
                              "設問「" + id + "」には一覧（list: " + m_edition.questions[*question].list +
                                  "）があり、そこから選びます。",
                              "suggestions から消すか、questions.yaml の list を消してください。");
        const Value* list = reader.need(suggestion, "list", what);
        const Value* within = reader.need(suggestion, "within", what);
        if (!list || !within)
            continue;
        const std::string within_id = reader.text(*within, "within");
        const auto outer = asked_question(reader, *within, within_id, Type::Text, what + "の within");
        if (!outer)
            continue;
        const NameList* groups = m_edition.find_list(m_edition.questions[*outer].list);
        if (!groups) {
            reader.refuse(*within, code, what + "の within の設問「" + within_id + "」に一覧（list）がありません。",
                          "候補の組の名前を一覧から答える設問にしてください。");
            continue;
        }
        const auto names = grouped_list(reader, *list, reader.text(*list, "list"), *groups);
        if (question && names)
            m_edition.workbook.suggestions.push_back({.question = *question, .list = *names, .within = *outer});
    }
}

// The question of that type with the id written `at` (in a map: as its key); refuses what has no cell to fill in.
std::optional<std::size_t> EditionReader::asked_question(TreeReader& reader, const Value& at, const std::string& id,
                                                         Type type, const std::string& what)
{
    const auto refuse = [&](std::string why, std::string message, std::string way_out) {
        if (at.kind == Kind::String && at.text == id)
            reader.refuse(at, std::move(why), std::move(message), std::move(way_out));
        else
            reader.refuse_key(at, std::move(why), std::move(message), std::move(way_out));
    };
    const auto found = std::find_if(m_edition.questions.begin(), m_edition.questions.end(),
                                    [&](const Question& question) { return question.id == id; });
    if (found == m_edition.questions.end()) {
        std::vector<std::string_view> ids;
        for (const Question& question : m_edition.questions)
            ids.push_back(question.id);
        const std::string near = nearest(id, ids);
        if (!id.empty())
            refuse("edition.unknown-name", what + " の設問「" + id + "」はありません。",
                   near.empty() ? "設問の id を書いてください。" : "「" + near + "」ではありませんか。");
        return {};
    }
    if (found->type != type) {
        refuse(code, what + " の設問「" + id + "」の型は " + std::string(name_of(found->type)) + " です。",
               "ここに書けるのは、型が " + std::string(name_of(type)) + " の設問です。");
        return {};
    }
    if (found->derive) {
        refuse(code, what + " の設問「" + id + "」は derive で求めるので、記入する欄がありません。",
               "その設問をここから消してください。");
        return {};
    }
    return static_cast<std::size_t>(found - m_edition.questions.begin());
}

// The names in groups that were read for the list, as a list of the workbook. Each group is a name of `outer`.
std::optional<std::size_t> EditionReader::grouped_list(TreeReader& reader, const Value& at, const std::string& id,
                                                       const NameList& outer)
{
    const auto part = std::find_if(m_parts.grouped_lists.begin(), m_parts.grouped_lists.end(),
                                   [&](const auto& one) { return one.first == id; });
    if (part == m_parts.grouped_lists.end() || part->second.tree.kind != Kind::Object) {
        if (!id.empty())
            reader.refuse(at, "edition.list", "候補の一覧「" + id + "」がありません。",
                          "shared/" + id + ".csv があるか、名前を確かめてください。");
        return {};
    }
    TreeReader file(part->second, m_errors);
    auto& lists = m_edition.workbook.lists;
    const auto known = std::find_if(lists.begin(), lists.end(), [&](const GroupedList& list) { return list.id == id; });
    const std::size_t place = static_cast<std::size_t>(known - lists.begin());
    const bool is_new = known == lists.end();
    GroupedList read{.id = id, .groups = {}};
    for (const auto& [group, names] : part->second.tree.members) {
        if (std::find(outer.names.begin(), outer.names.end(), group) == outer.names.end())
            file.refuse_key(names, "edition.list",
                            "候補の一覧「" + id + "」の組「" + group + "」は、一覧「" + outer.id +
                                "」の名前ではありません。",
                            "一覧「" + outer.id + "」のとおりに書いてください（別の書き方は使えません）。");
        if (names.kind != Kind::Array)
            file.refuse(names, "edition.type",
                        "候補の一覧「" + id + "」の組「" + group + "」は、名前の並びで書きます。",
                        "名前を [ ] に並べてください。");
        if (!is_new)
            continue;
        std::vector<std::string>& members = read.groups.emplace_back(group, std::vector<std::string>{}).second;
        members.reserve(names.items.size());
        for (const Value& name : names.items)
            members.push_back(file.text(name, "候補"));
    }
    if (is_new)
        lists.push_back(std::move(read));
    return place;
}

}
