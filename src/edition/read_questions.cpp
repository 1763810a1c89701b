#include "edition/edition_reader.h"

namespace kenkei::edition {

using base::json::Kind;
using Value = base::json::Value;

void EditionReader::read_questions()
{
    const Part& part = m_parts.questions;
    TreeReader reader(part, m_errors);
    if (!reader.object(part.tree, "questions.yaml", {"sections"}))
        return;
    const Value* sections = reader.need(part.tree, "sections", part.file);
    if (!sections || !reader.map_of_ids(*sections, "節", TreeReader::Hyphen::Allowed))
        return;
    for (const auto& [id, section] : sections->members) {
        if (!reader.object(section, "節", {"label", "source", "questions"}))
            continue;
        m_edition.sections.push_back(
            {id, reader.need_text(section, "label", "節"), reader.need_source(section, "節", m_edition.documents)});
        const Value* questions = reader.need(section, "questions", "節「" + id + "」");
        if (!questions || !reader.map_of_ids(*questions, "設問", TreeReader::Hyphen::Refused))
            continue;
        for (const auto& [question_id, question] : questions->members)
            read_question(reader, id, question_id, question);
    }
}

void EditionReader::read_question(TreeReader& reader, const std::string& section, const std::string& id,
                                  const Value& tree)
{
    Question question;
    question.id = id;
    question.section = section;
    question.slot = m_edition.names.find(id);
    if (!reader.object(tree, "設問「" + id + "」",
                       {"no",        "label",          "help",     "type",    "options",
                        "exclusive", "options_source", "format",   "list",    "drop_suffix",
                        "unit",      "minimum",        "maximum",  "default", "default_from",
                        "derive",    "example",        "deciding", "when",    "changeable",
                        "best",      "carry",          "evidence", "use",     "source"})) {
        m_edition.questions.push_back(std::move(question));
        return;
    }
    const std::string what = "設問「" + id + "」";
    question.no = reader.text_in(tree, "no");
    question.label = reader.need_text(tree, "label", what);
    question.help = reader.text_in(tree, "help");
    if (const Value* type = reader.need(tree, "type", what)) {
        question.type = word(reader, *type, read_type, Type::Text,
                             {"choice", "choices", "integer", "decimal", "text", "date", "month", "boolean"});
    }
    question.source = reader.need_source(tree, what, m_edition.documents);
    question.options_source = question.source;
    if (const Value* options_source = tree.find("options_source"))
        question.options_source = reader.source(*options_source, m_edition.documents);
    read_options(reader, tree, question);
    if (const Value* format = tree.find("format"))
        question.format =
            word(reader, *format, read_format, Format::Free, {"free", "name", "kana", "code", "contact", "email"});
    question.list = reader.text_in(tree, "list");
    if (!question.list.empty() && !m_edition.find_list(question.list)) {
        reader.refuse(*tree.find("list"), "edition.list",
                      "一覧「" + question.list + "」は edition.yaml の lists にありません。",
                      "lists に加えるか、名前を直してください。");
    }
    question.drop_suffix = reader.texts_in(tree, "drop_suffix");
    question.unit = reader.text_in(tree, "unit");
    for (auto [key, bound] : {std::pair{"minimum", &question.minimum}, std::pair{"maximum", &question.maximum}}) {
        const Value* written = tree.find(key);
        if (!written)
            continue;
        *bound = written->kind == Kind::Number ? base::Decimal::parse(written->text) : std::nullopt;
        if (!*bound)
            reader.refuse(*written, "edition.type", "「" + std::string(key) + "」は数で書きます。",
                          "数字だけを書いてください。");
    }
    question.fallback = read_default(reader, tree, question);
    question.example = reader.text_in(tree, "example");
    question.deciding = reader.boolean_in(tree, "deciding");
    question.changeable = reader.boolean_in(tree, "changeable");
    question.when = expression_in(reader, tree, "when");
    question.derive = expression_in(reader, tree, "derive");
    question.fallback_rule = expression_in(reader, tree, "default_from");
    question.best = expression_in(reader, tree, "best");
    if (const Value* carry = tree.find("carry"))
        question.carry = word(reader, *carry, read_carry, Carry::ReEnter, {"keep", "show", "re-enter", "recompute"});
    question.evidence = reader.texts_in(tree, "evidence");
    question.use = reader.text_in(tree, "use");
    m_edition.questions.push_back(std::move(question));
}

void EditionReader::read_options(TreeReader& reader, const Value& tree, Question& question)
{
    const bool chooses = question.type == Type::Choice || question.type == Type::Choices;
    const Value* options = tree.find("options");
    if (!options) {
        if (chooses)
            reader.need(tree, "options", "設問「" + question.id + "」");
        return;
    }
    if (!chooses || options->kind != Kind::Object) {
        reader.refuse(*options, "edition.options",
                      "選択肢は choice か choices の設問に「番号: 文言」の並びで書きます。",
                      "type を確かめてください。");
        return;
    }
    if (options->members.empty())
        reader.refuse(*options, "edition.options", "選択肢が一つもありません。",
                      "「番号: 文言」の並びで書いてください。");
    for (const auto& [number, label] : options->members) {
        auto read = base::Decimal::parse(number);
        auto whole = read ? read->to_int64() : std::nullopt;
        if (!whole) {
            reader.refuse(label, "edition.options", "選択肢の番号「" + number + "」が整数ではありません。",
                          "1 からの整数にしてください。");
            continue;
        }
        if (question.find_option(*whole)) // 1 and 01
            reader.refuse_key(label, "edition.duplicate", "選択肢の番号「" + number + "」が二度あります。",
                              "番号は設問の中で一つずつにしてください。");
        question.options.push_back({*whole, reader.text(label, "選択肢")});
    }
    if (const Value* exclusive = tree.find("exclusive")) {
        question.exclusive = reader.integer(*exclusive, "exclusive");
        if (question.exclusive && !question.find_option(*question.exclusive)) {
            reader.refuse(*exclusive, "edition.options", "exclusive の番号が選択肢にありません。",
                          "「特に行っていない」の番号を書いてください。");
        }
    }
}

std::optional<feel::Value> EditionReader::read_default(TreeReader& reader, const Value& tree, const Question& question)
{
    const Value* written = tree.find("default");
    if (!written)
        return {};
    switch (question.type) {
    case Type::Boolean:
        return feel::Value::boolean(reader.boolean_in(tree, "default"));
    case Type::Choice:
    case Type::Integer:
        if (auto number = reader.integer(*written, "default")) {
            if (question.type == Type::Choice && !question.find_option(*number))
                reader.refuse(*written, "edition.default", "default の番号が選択肢にありません。",
                              "選択肢の番号を書いてください。");
            return feel::Value::number(*number);
        }
        return {};
    default:
        reader.refuse(*written, "edition.default", "default は choice、integer、boolean の設問だけに書けます。",
                      "default を消してください。");
        return {};
    }
}

}
