#include "edition/edition_reader.h"

#include <algorithm>

namespace kenkei::edition {

using base::json::Kind;
using Value = base::json::Value;

namespace {

const std::string code = "edition.process";

// Whether the value is a list; else refuses it with an example of one of its members.
bool is_list(TreeReader& reader, const Value& value, std::string_view key, const std::string& example)
{
    if (value.kind == Kind::Array)
        return true;
    reader.refuse(value, "edition.type", "process の " + std::string(key) + " は、行ごとに - を付けて並べて書きます。",
                  "例: - " + example);
    return false;
}

}

Clause EditionReader::clause(TreeReader& reader, const Value& tree, std::string_view what)
{
    return {.source = reader.need_source(tree, what, m_edition.documents), .note = reader.text_in(tree, "note")};
}

std::optional<Clause> EditionReader::clause_in(TreeReader& reader, const Value& parent, std::string_view key,
                                               std::string_view what)
{
    const Value* tree = parent.find(key);
    if (!tree || !reader.object(*tree, what, {"source", "note"}))
        return {};
    return clause(reader, *tree, what);
}

void EditionReader::read_process()
{
    TreeReader reader(m_parts.edition, m_errors);
    const Value* tree = m_parts.edition.tree.find("process");
    if (!tree || !reader.object(*tree, "process",
                                {"applicant", "submission", "no_delegates", "shared_code", "no_second_answer",
                                 "exclusive", "gates", "decision", "revocation"}))
        return;
    Process process;
    if (const Value* applicant = reader.need(*tree, "applicant", "process"))
        process.applicant = read_applicant(reader, *applicant);
    if (reader.need(*tree, "submission", "process"))
        process.submission = clause_in(reader, *tree, "submission", "process の submission ").value_or(Clause{});
    process.no_delegates = clause_in(reader, *tree, "no_delegates", "process の no_delegates ");
    process.shared_code = clause_in(reader, *tree, "shared_code", "process の shared_code ");
    process.no_second_answer = clause_in(reader, *tree, "no_second_answer", "process の no_second_answer ");
    if (const Value* exclusive = tree->find("exclusive"))
        read_exclusive(reader, *exclusive, process);
    if (const Value* gates = reader.need(*tree, "gates", "process"))
        read_gates(reader, *gates, process);
    if (const Value* decision = reader.need(*tree, "decision", "process");
        decision && reader.object(*decision, "process の decision ", {"by", "source", "note"})) {
        process.decided_by = reader.need_text(*decision, "by", "process の decision ");
        process.decision = clause(reader, *decision, "process の decision ");
    }
    if (const Value* revocation = tree->find("revocation"))
        read_revocation(reader, *revocation, process);
    m_edition.process = std::move(process);
}

ApplicantFields EditionReader::read_applicant(TreeReader& reader, const Value& tree)
{
    ApplicantFields fields;
    const std::string what = "process の applicant ";
    if (!reader.object(tree, what, {"number", "code", "name", "kana", "phones", "persons", "mails"}))
        return fields;
    // A question that could not be read has been refused; it must not be called unknown as well.
    if (m_edition.questions.size() + m_edition.values.size() != m_definitions.size())
        return fields;
    for (std::string_view key : {"number", "name"})
        reader.need(tree, key, what);
    for (auto [key, field] : {std::pair{"number", &fields.number},
                              {"code", &fields.code},
                              {"name", &fields.name},
                              {"kana", &fields.kana}}) {
        const Value* written = tree.find(key);
        if (const auto question = written ? applicant_question(reader, *written, key) : std::nullopt)
            *field = static_cast<int>(*question);
    }
    for (auto [key, list] :
         {std::pair{"phones", &fields.phones}, {"persons", &fields.persons}, {"mails", &fields.mails}}) {
        const Value* written = tree.find(key);
        if (!written)
            continue;
        const bool one = written->kind != Kind::Array;
        for (const Value& id : one ? std::vector<Value>{*written} : written->items) {
            const auto question = applicant_question(reader, id, key);
            if (question && std::find(list->begin(), list->end(), *question) != list->end())
                reader.refuse(id, "edition.duplicate",
                              what + "の " + key + " に設問「" + id.text + "」が二度あります。",
                              "一つにしてください。");
            if (question)
                list->push_back(*question);
        }
    }
    return fields;
}

// The text question of that id: what tells who applies is written by the applicant and compared as a text.
std::optional<std::size_t> EditionReader::applicant_question(TreeReader& reader, const Value& written,
                                                             std::string_view key)
{
    const std::string what = "process の applicant の " + std::string(key);
    const std::string id = reader.text(written, key);
    if (id.empty())
        return {};
    const Question* question = m_edition.find_question(id);
    if (!question) {
        std::vector<std::string_view> ids;
        for (const Question& one : m_edition.questions)
            ids.push_back(one.id);
        const std::string near = nearest(id, ids);
        reader.refuse(written, "edition.unknown-name", what + " の設問「" + id + "」はありません。",
                      near.empty() ? "設問の id を書いてください。" : "「" + near + "」ではありませんか。");
        return {};
    }
    if (question->type != Type::Text || question->derive) {
        reader.refuse(written, code,
                      what + " の設問「" + id +
                          (question->derive ? "」は derive で求めるもので、申請者が書くものではありません。"
                                            : "」の型は " + std::string(name_of(question->type)) + " です。"),
                      "申請者が文字で答える設問（type: text）の id を書いてください。");
        return {};
    }
    return static_cast<std::size_t>(question - m_edition.questions.data());
}

void EditionReader::read_exclusive(TreeReader& reader, const Value& tree, Process& process)
{
    if (!is_list(reader, tree, "exclusive", "{ scheme: 制度の id, source: 典拠 }"))
        return;
    const std::string what = "process の exclusive ";
    for (const Value& written : tree.items) {
        if (!reader.object(written, what, {"scheme", "source", "note"}))
            continue;
        const Value* named = reader.need(written, "scheme", what);
        const std::string scheme = named ? reader.text(*named, "scheme") : std::string();
        if (named && scheme == m_edition.scheme)
            reader.refuse(*named, code, what + "の制度「" + scheme + "」は、この年度版の制度です。",
                          "両方に申請できない、ほかの制度の id（フォルダの名前）を書いてください。");
        const bool twice = std::any_of(process.exclusive.begin(), process.exclusive.end(),
                                       [&](const Process::Exclusive& one) { return one.scheme == scheme; });
        if (named && twice)
            reader.refuse(*named, "edition.duplicate", what + "に制度「" + scheme + "」が二度あります。",
                          "一つにしてください。");
        process.exclusive.push_back({scheme, clause(reader, written, what)});
    }
}

void EditionReader::read_gates(TreeReader& reader, const Value& tree, Process& process)
{
    if (!is_list(reader, tree, "gates", "{ gate: screening, source: 典拠 }"))
        return;
    if (tree.items.empty())
        reader.refuse(tree, code, "process の gates が空です。決定の前に通るものが一つもありません。",
                      "通る順に書いてください。例: - { gate: screening, source: 典拠 }");
    const std::string what = "process の gates ";
    for (const Value& written : tree.items) {
        if (!reader.object(written, what, {"gate", "by", "source", "note"}))
            continue;
        const Value* named = reader.need(written, "gate", what);
        if (!named)
            continue;
        const std::size_t errors_before = m_errors.size();
        Gate gate;
        gate.kind = word(reader, *named, read_gate_kind, GateKind::Screening,
                         {"payment", "screening", "insurer", "resolution"});
        gate.by = reader.text_in(written, "by");
        gate.clause = clause(reader, written, what);
        if (m_errors.size() == errors_before)
            check_gate(reader, *named, gate.kind, process);
        process.gates.push_back(std::move(gate));
    }
}

void EditionReader::check_gate(TreeReader& reader, const Value& named, GateKind kind, const Process& process)
{
    if (process.find_gate(kind))
        reader.refuse(named, "edition.duplicate",
                      "process の gates に " + std::string(name_of(kind)) + "（" + std::string(label_of(kind)) +
                          "）が二度あります。",
                      "一つにしてください。");
    if (kind == GateKind::Payment && !m_parts.edition.tree.find("fee"))
        reader.refuse(named, code, "申請料（fee）がないのに、その入金（gate: payment）を待つことになっています。",
                      "edition.yaml に fee を書くか、この関門を消してください。");
}

void EditionReader::read_revocation(TreeReader& reader, const Value& tree, Process& process)
{
    if (!reader.map_of_ids(tree, "process の revocation ", TreeReader::Hyphen::Allowed))
        return;
    for (const auto& [id, written] : tree.members) {
        const std::string what = "取消の事由「" + id + "」";
        if (!reader.object(written, what, {"label", "source", "note"}))
            continue;
        process.revocation.push_back({id, reader.need_text(written, "label", what), clause(reader, written, what)});
    }
}

}
