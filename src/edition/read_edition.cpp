#include "edition/read_edition.h"

#include "base/fold.h"
#include "base/sha256.h"
#include "edition/canonical_json.h"
#include "edition/edition_reader.h"

#include <algorithm>

namespace kenkei::edition {

using base::json::Kind;
using Value = base::json::Value;

namespace {

constexpr std::size_t most_definitions = 5'000; // questions, values and facts of an edition

}

EditionReader::EditionReader(const Parts& parts, const ReadExpression& read_expression)
    : m_parts(parts)
    , m_read_expression(read_expression)
{}

ReadResult EditionReader::read()
{
    read_about();
    read_lists();
    collect_names();
    if (m_definitions.size() > most_definitions)
        return {{}, std::move(m_errors)};
    read_questions();
    for (const auto& [id, part] : m_parts.tables)
        read_table(id, part);
    read_criteria();
    read_breakdowns();
    read_evidence();
    read_validity();
    read_process();
    read_workbook();

    if (m_errors.empty()) {
        std::vector<int> circle;
        auto steps = order_steps(m_edition, &circle);
        if (steps.ok()) {
            m_edition.steps = std::move(*steps);
        } else {
            const base::Error error = std::move(steps).error();
            const auto& [part, definition] =
                m_definitions[static_cast<std::size_t>(circle.front()) - std::size(fixed_names)];
            const Value* at = definition;
            for (std::string_view rule : {"table", "value", "default_from", "when", "derive"}) {
                if (const Value* written = definition->find(rule))
                    at = written;
            }
            TreeReader(*part, m_errors).refuse(*at, error.code, error.message, error.way_out);
        }
    }
    if (!m_errors.empty())
        return {{}, std::move(m_errors)};
    m_edition.digest = base::sha256_hex(to_canonical_json(m_edition));
    return {std::move(m_edition), {}};
}

std::optional<Expression> EditionReader::expression(TreeReader& reader, const Value& value, std::string_view what)
{
    std::string text;
    if (value.kind == Kind::Boolean)
        text = value.boolean ? "true" : "false";
    else
        text = reader.text(value, what);
    // The line end of a block scalar is no part of the rule: an error at its end belongs behind its last character.
    text.erase(text.find_last_not_of(" \n") + 1);
    auto tree = m_read_expression(text, m_edition.names);
    if (!tree.ok()) {
        reader.refuse(std::move(tree).error(), value);
        return {};
    }
    check_known(reader, value, **tree);
    return Expression{feel::to_text(**tree), *tree};
}

// known.<id>.<field> must be what edition.yaml lets rules read.
void EditionReader::check_known(TreeReader& reader, const Value& at, const feel::Node& node)
{
    for (const feel::NodePtr& child : node.children) {
        if (child)
            check_known(reader, at, *child);
    }
    if (node.kind != feel::NodeKind::Path)
        return;
    const feel::Node& parent = *node.children.front();
    auto refuse = [&](const std::string& name, std::span<const std::string_view> names) {
        reader.refuse(base::Error{.code = "edition.known",
                                  .message = "台帳の情報「" + name + "」は edition.yaml の known にありません。",
                                  .way_out = one_of(names),
                                  .at = node.at},
                      at);
    };
    if (parent.slot == slot_of(FixedName::Known)) {
        std::vector<std::string_view> ids;
        for (const KnownFacts& facts : m_edition.known)
            ids.push_back(facts.id);
        if (std::find(ids.begin(), ids.end(), node.text) == ids.end())
            refuse(node.text, ids);
    } else if (parent.kind == feel::NodeKind::Path && parent.children.front()->slot == slot_of(FixedName::Known)) {
        for (const KnownFacts& facts : m_edition.known) {
            std::vector<std::string_view> fields;
            for (const auto& [name, type] : facts.fields)
                fields.push_back(name);
            if (facts.id == parent.text && std::find(fields.begin(), fields.end(), node.text) == fields.end())
                refuse(parent.text + "." + node.text, fields);
        }
    }
}

std::optional<Expression> EditionReader::expression_in(TreeReader& reader, const Value& parent, std::string_view key)
{
    const Value* found = parent.find(key);
    return found ? expression(reader, *found, key) : std::nullopt;
}

void EditionReader::read_about()
{
    const Part& part = m_parts.edition;
    TreeReader reader(part, m_errors);
    const Value& tree = part.tree;
    if (!reader.object(tree, "edition.yaml",
                       {"scheme", "edition", "name", "short_name", "authority", "office", "source", "documents",
                        "application", "fee", "evidence", "validity", "process", "known", "lists", "outcomes",
                        "breakdowns"}))
        return;
    m_edition.scheme = reader.need_text(tree, "scheme", part.file);
    m_edition.edition = reader.need_text(tree, "edition", part.file);
    for (std::string_view key : {"scheme", "edition"}) {
        if (const Value* name = tree.find(key); name && name->kind == Kind::String && name->text.empty())
            reader.refuse(*name, "edition.empty", "「" + std::string(key) + "」が空です。",
                          "フォルダの名前を書いてください。");
    }
    m_edition.name = reader.need_text(tree, "name", part.file);
    m_edition.short_name = reader.text_in(tree, "short_name");
    m_edition.authority = reader.need_text(tree, "authority", part.file);
    m_edition.office = reader.text_in(tree, "office");
    if (m_edition.short_name.empty())
        m_edition.short_name = m_edition.name;

    if (const Value* documents = reader.need(tree, "documents", part.file);
        documents && reader.map_of_ids(*documents, "documents", TreeReader::Hyphen::Allowed)) {
        for (const auto& [id, document] : documents->members) {
            if (!reader.object(document, "文書", {"title", "publisher", "issued", "address"}))
                continue;
            if (id == "none")
                reader.refuse_key(document, "edition.id", "文書の id「none」は使えません。",
                                  "source: none は典拠がないことを表します。別の id にしてください。");
            m_edition.documents.push_back({id, reader.need_text(document, "title", "文書"),
                                           reader.text_in(document, "publisher"), reader.text_in(document, "issued"),
                                           reader.text_in(document, "address")});
        }
    }
    m_edition.source = reader.need_source(tree, part.file, m_edition.documents);

    if (const Value* application = reader.need(tree, "application", part.file);
        application && reader.object(*application, "application", {"opens", "closes", "source", "note"})) {
        if (const Value* opens = reader.need(*application, "opens", "application"))
            m_edition.application.opens = reader.date(*opens, "opens").value_or(base::Date{});
        const Value* closes = reader.need(*application, "closes", "application");
        const auto closes_read = closes ? reader.instant(*closes, "closes") : std::nullopt;
        m_edition.application.closes = closes_read.value_or(Instant{});
        m_edition.application.source = reader.need_source(*application, "application", m_edition.documents);
        m_edition.application.note = reader.text_in(*application, "note");
        if (closes && closes_read && m_edition.application.closes.date < m_edition.application.opens) {
            reader.refuse_key(*closes, "edition.date", "締切が申請期間の初日より前です。",
                              "opens と closes を確かめてください。");
        }
    }
    if (const Value* fee = tree.find("fee");
        fee && reader.object(*fee, "fee", {"amount", "tax", "due", "source", "note"})) {
        Fee read;
        read.amount = reader.need_integer(*fee, "amount", "fee");
        read.tax = reader.need_integer(*fee, "tax", "fee");
        if (const Value* due = fee->find("due"))
            read.due = reader.instant(*due, "due").value_or(Instant{});
        for (std::string_view key : {"amount", "tax"}) {
            if (const Value* yen = fee->find(key); yen && (key == "amount" ? read.amount : read.tax) < 0)
                reader.refuse(*yen, "edition.fee", "金額が 0 より小さくなっています。", "0 以上の円で書いてください。");
        }
        read.source = reader.need_source(*fee, "fee", m_edition.documents);
        read.note = reader.text_in(*fee, "note");
        m_edition.fee = read;
    }
    read_known(reader, tree);
    read_outcome_words(reader, tree);
}

void EditionReader::read_known(TreeReader& reader, const Value& tree)
{
    const Value* known = tree.find("known");
    if (!known || !reader.map_of_ids(*known, "known", TreeReader::Hyphen::Refused))
        return;
    for (const auto& [id, facts] : known->members) {
        if (!reader.object(facts, "known", {"register", "many", "fields", "use", "source"}))
            continue;
        KnownFacts read;
        read.id = id;
        read.register_name = reader.need_text(facts, "register", "known");
        read.many = reader.boolean_in(facts, "many");
        read.use = reader.text_in(facts, "use");
        read.source = reader.need_source(facts, "known", m_edition.documents);
        if (const Value* fields = reader.need(facts, "fields", "known");
            fields && reader.map_of_ids(*fields, "fields", TreeReader::Hyphen::Refused)) {
            for (const auto& [name, type] : fields->members)
                read.fields.emplace_back(
                    name, word(reader, type, read_field_type, FieldType::Text, {"boolean", "text", "number", "date"}));
        }
        m_edition.known.push_back(std::move(read));
    }
}

void EditionReader::read_outcome_words(TreeReader& reader, const Value& tree)
{
    m_edition.outcome_words = {
        {Outcome::Met, "適合"}, {Outcome::NotMet, "不適合"}, {Outcome::Undetermined, "判定できません"}};
    const Value* outcomes = tree.find("outcomes");
    if (!outcomes || !reader.object(*outcomes, "outcomes", {"met", "not_met", "undetermined"}))
        return;
    for (const auto& [name, words] : outcomes->members) {
        if (auto outcome = read_outcome(name))
            m_edition.outcome_words[*outcome] = reader.text(words, name);
    }
}

void EditionReader::read_lists()
{
    if (m_parts.lists.tree.kind != Kind::Object)
        return;
    for (const auto& [id, list] : m_parts.lists.tree.members) {
        NameList read;
        read.id = id;
        if (const Value* names = list.find("names")) {
            for (const Value& name : names->items) {
                if (read.aliases.emplace(base::fold_width(name.text), name.text).second) // else it stands there already
                    read.names.push_back(name.text);
            }
        }
        if (const Value* aliases = list.find("aliases")) {
            for (const auto& [alias, name] : aliases->members)
                read.aliases.emplace(base::fold_width(alias), name.text);
        }
        m_edition.lists.push_back(std::move(read));
    }
    feel::Context all;
    for (const NameList& list : m_edition.lists) {
        feel::List names;
        for (const std::string& name : list.names)
            names.push_back(feel::Value::string(name));
        all.emplace_back(list.id, feel::Value::list(std::move(names)));
    }
    m_edition.list_names = feel::Value::context(std::move(all));
}

void EditionReader::collect_names()
{
    for (std::string_view name : fixed_names)
        m_edition.names.add(std::string(name));
    auto add = [&](TreeReader& reader, const Part* part, const std::string& id, const Value& at) {
        if (m_edition.names.find(id) >= 0) {
            reader.refuse_key(at, "edition.duplicate", "「" + id + "」という名前は既に使われています。",
                              "設問・値・事実の id は、年度版の中で一つずつにしてください。");
        }
        m_edition.names.add(id);
        m_definitions.emplace_back(part, &at);
        if (m_definitions.size() == most_definitions + 1) // what reads one another may do so this deep
            reader.refuse_key(at, "edition.too-many",
                              "設問・値・事実が " + std::to_string(most_definitions) + " を超えています。",
                              "使わないものを消すか、制度を分けてください。");
    };
    TreeReader questions(m_parts.questions, m_errors);
    if (const Value* sections = m_parts.questions.tree.find("sections")) {
        for (const auto& [section_id, section] : sections->members) {
            if (const Value* list = section.find("questions")) {
                for (const auto& [id, question] : list->members)
                    add(questions, &m_parts.questions, id, question);
            }
        }
    }
    TreeReader criteria(m_parts.criteria, m_errors);
    for (std::string_view key : {"values", "facts"}) {
        if (const Value* values = m_parts.criteria.tree.find(key)) {
            for (const auto& [id, value] : values->members)
                add(criteria, &m_parts.criteria, id, value);
        }
    }
}

base::Result<feel::NodePtr> read_as_written(std::string_view text, const feel::Names& names)
{
    return feel::parse_expression(text, names);
}

ReadResult read_edition(const Parts& parts, const ReadExpression& read_expression)
{
    return EditionReader(parts, read_expression).read();
}

}
