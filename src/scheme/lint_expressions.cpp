#include "scheme/lint.h"

#include "base/fold.h"
#include "base/utf8.h"
#include "edition/tree_reader.h"
#include "scheme/static_types.h"

#include <algorithm>

namespace kenkei::scheme {

using base::json::Kind;
using edition::Question;
using edition::TreeReader;
using feel::StaticType;
using Value = base::json::Value;
using Form = StaticType::Form;

namespace {

// A cell of a table's text, moved to its own place in the file.
std::vector<std::vector<Value>> cells_of(const Value& rows)
{
    std::vector<std::vector<Value>> all;
    std::size_t line = rows.at.line;
    for (std::size_t from = 0; from < rows.text.size(); ++line) {
        const std::size_t end = std::min(rows.text.find('\n', from), rows.text.size());
        const std::string_view text = std::string_view(rows.text).substr(from, end - from);
        from = end + 1;
        if (base::is_blank(text))
            continue;
        std::vector<Value>& cells = all.emplace_back();
        for (std::size_t begin = 0; begin <= text.size();) {
            const std::size_t bar = std::min(text.find('|', begin), text.size());
            const std::string_view cell = text.substr(begin, bar - begin);
            const std::size_t blanks = std::min(cell.find_first_not_of(" \t"), cell.size());
            Value& value = cells.emplace_back();
            value.kind = Kind::String;
            value.text = base::trim(cell);
            value.at = {line, rows.at.column + base::count_code_points(text.substr(0, begin + blanks))};
            begin = bar + 1;
        }
    }
    return all;
}

class ExpressionLint {
public:
    ExpressionLint(const edition::Parts& parts, const edition::Edition& edition, std::vector<base::Error>& errors)
        : m_parts(parts)
        , m_edition(edition)
        , m_errors(errors)
        , m_types(static_types(edition))
    {}

    void run()
    {
        TreeReader questions(m_parts.questions, m_errors);
        if (const Value* sections = m_parts.questions.tree.find("sections")) {
            for (const auto& [section_id, section] : sections->members) {
                if (const Value* list = section.find("questions")) {
                    for (const auto& [id, question] : list->members)
                        lint_question(questions, id, question);
                }
            }
        }
        TreeReader criteria(m_parts.criteria, m_errors);
        for (const std::string_view key : {"values", "facts"})
            for_each(m_parts.criteria.tree, key,
                     [&](const std::string& id, const Value& value) { lint_value(criteria, id, value); });
        for_each(m_parts.criteria.tree, "items",
                 [&](const std::string&, const Value& item) { lint_condition(criteria, item.find("met"), "met"); });
        for_each(m_parts.criteria.tree, "findings", [&](const std::string&, const Value& finding) {
            lint_condition(criteria, finding.find("when"), "when");
        });
        for (const auto& [id, part] : m_parts.tables)
            lint_table(part);
    }

private:
    template<typename Each>
    static void for_each(const Value& tree, std::string_view key, Each each)
    {
        if (const Value* all = tree.find(key)) {
            for (const auto& [id, value] : all->members)
                each(id, value);
        }
    }

    void refuse(TreeReader& reader, const Value& at, std::string code, std::string message, std::string way_out)
    {
        reader.refuse(
            base::Error{
                .code = std::move(code), .message = std::move(message), .way_out = std::move(way_out), .at = {1, 1}},
            at);
    }

    void report(TreeReader& reader, const Value& at, const feel::Checked& checked)
    {
        for (const feel::Problem& problem : checked.problems)
            reader.refuse(
                base::Error{
                    .code = problem.code, .message = problem.message, .way_out = problem.way_out, .at = problem.at},
                at);
    }

    // The tree as its author wrote it, without the null rule; nothing where there is no rule or it cannot be read.
    feel::NodePtr tree_of(const Value* written)
    {
        if (!written)
            return nullptr;
        std::string text = written->kind == Kind::Boolean ? (written->boolean ? "true" : "false") : written->text;
        text.erase(text.find_last_not_of(" \n") + 1);
        auto tree = feel::parse_expression(text, m_edition.names);
        return tree.ok() ? *tree : nullptr;
    }

    // The type of the rule, what is wrong inside it told; Unknown where there is no rule.
    StaticType lint_rule(TreeReader& reader, const Value* written)
    {
        const feel::NodePtr tree = tree_of(written);
        if (!tree)
            return {};
        const feel::Checked checked = feel::check(*tree, m_types);
        report(reader, *written, checked);
        lint_list_names(reader, *written, *tree);
        return checked.problems.empty() ? checked.type : StaticType{};
    }

    void lint_condition(TreeReader& reader, const Value* written, std::string_view key)
    {
        const StaticType type = lint_rule(reader, written);
        if (type.form == Form::Unknown)
            return;
        const feel::NodePtr tree = tree_of(written);
        if (tree->kind == feel::NodeKind::Literal && (type.form == Form::Boolean || type.form == Form::Null)) {
            refuse(reader, *written, "rule.constant",
                   std::string(key) + " がいつも " + feel::to_text(*tree) + " です。どの回答を読んでも変わりません。",
                   type.form == Form::Boolean && tree->value.is_true() && key == "when"
                       ? "いつもなら when は要りません。そうでなければ、回答を読む条件を書いてください。"
                       : "回答を読む条件を書いてください。");
        } else if (type.form != Form::Boolean && type.form != Form::Null) {
            refuse(reader, *written, "rule.type",
                   std::string(key) + " に書くのは条件（真偽）ですが、この式は" + std::string(name_of(type.form)) +
                       "です。",
                   "比較などの条件を書いてください。");
        }
    }

    void lint_question(TreeReader& reader, const std::string& id, const Value& tree)
    {
        const Question* question = m_edition.find_question(id);
        if (!question)
            return;
        lint_condition(reader, tree.find("when"), "when");
        for (const std::string_view key : {"derive", "default_from", "best"}) {
            const Value* written = tree.find(key);
            const StaticType type = lint_rule(reader, written);
            if (written)
                lint_answer(reader, *written, key, *question, type);
        }
    }

    // What a rule gives for a question must be an answer to it.
    void lint_answer(TreeReader& reader, const Value& at, std::string_view key, const Question& question,
                     const StaticType& type)
    {
        const StaticType& wanted = m_types[static_cast<std::size_t>(question.slot)];
        if (type.form == Form::Unknown || type.form == Form::Null)
            return;
        if (type.form != wanted.form) {
            refuse(reader, at, "rule.type",
                   "設問「" + question.id + "」（" + std::string(name_of(question.type)) + "）の " + std::string(key) +
                       " が" + std::string(name_of(type.form)) + "を与えます。答えになりません。",
                   std::string(name_of(wanted.form)) + "になる式を書いてください。");
            return;
        }
        const bool list = type.form == Form::List;
        if (list && (!type.element || type.element->form == Form::Unknown))
            return;
        const StaticType& given = list ? *type.element : type;
        if (list && given.form != Form::Number) {
            refuse(reader, at, "rule.type",
                   "設問「" + question.id + "」の " + std::string(key) + " が" + std::string(name_of(given.form)) +
                       "の一覧を与えます。",
                   "選択肢の番号の一覧にしてください。");
            return;
        }
        for (const feel::Value& value : question.options.empty() ? std::vector<feel::Value>{} : given.values) {
            const auto number = value.as_number().to_int64();
            if (number && question.find_option(*number))
                continue;
            refuse(reader, at, "rule.impossible",
                   std::string(key) + " が " + feel::to_feel(value) + " を与えますが、設問「" + question.id +
                       "」にその選択肢はありません。",
                   "選択肢の番号を確かめてください。");
            return;
        }
        lint_unit(reader, at, key, question.unit, given);
    }

    void lint_unit(TreeReader& reader, const Value& at, std::string_view key, const std::string& unit,
                   const StaticType& type)
    {
        if (unit.empty() || type.unit.empty() || unit == type.unit)
            return;
        refuse(reader, at, "rule.unit",
               "単位は " + unit + " ですが、" + std::string(key) + " の式の単位は " + type.unit + " です。",
               "式か単位（unit）のどちらかを直してください。");
    }

    void lint_value(TreeReader& reader, const std::string& id, const Value& tree)
    {
        const Value* written = tree.find("value");
        const StaticType type = lint_rule(reader, written);
        const edition::ComputedValue* value = m_edition.find_value(id);
        if (written && value)
            lint_unit(reader, *written, "value", value->unit, type);
    }

    void lint_table(const edition::Part& part)
    {
        const Value* rows = part.tree.find("rows");
        if (!rows)
            return;
        TreeReader reader(part, m_errors);
        const auto cells = cells_of(*rows);
        if (cells.empty())
            return;
        const std::size_t inputs = cells.front().size() - (cells.front().back().text == "source" ? 2 : 1);
        for (std::size_t column = 0; column < inputs && column < cells.front().size(); ++column) {
            const Value& heading = cells.front()[column];
            const feel::NodePtr input = tree_of(&heading);
            if (!input)
                continue;
            const feel::Checked checked = feel::check(*input, m_types);
            report(reader, heading, checked);
            for (auto row = cells.begin() + 1; row != cells.end(); ++row) {
                if (column < row->size())
                    lint_cell(reader, (*row)[column], checked.type, *input);
            }
        }
    }

    void lint_cell(TreeReader& reader, const Value& cell, const StaticType& type, const feel::Node& input)
    {
        auto tests = feel::parse_unary_tests(cell.text, m_edition.names);
        if (tests.ok())
            report(reader, cell, feel::check(**tests, m_types, &type, &input));
    }

    // A text question with a list holds the list's own name for what was written: an alias never comes.
    void lint_list_names(TreeReader& reader, const Value& at, const feel::Node& node)
    {
        for (const feel::NodePtr& child : node.children) {
            if (child)
                lint_list_names(reader, at, *child);
        }
        const bool equality = node.kind == feel::NodeKind::Comparison &&
                              (node.op == feel::Operator::Equal || node.op == feel::Operator::NotEqual);
        if (equality) {
            lint_list_name(reader, at, *node.children[0], *node.children[1]);
            lint_list_name(reader, at, *node.children[1], *node.children[0]);
        } else if (node.kind == feel::NodeKind::In) {
            for (auto test = node.children.begin() + 1; test != node.children.end(); ++test) {
                const feel::Node& member = *(*test)->children.front();
                lint_list_name(reader, at, *node.children.front(), member);
                for (const feel::NodePtr& item : member.children) {
                    if (item)
                        lint_list_name(reader, at, *node.children.front(), *item);
                }
            }
        }
    }

    void lint_list_name(TreeReader& reader, const Value& at, const feel::Node& name, const feel::Node& literal)
    {
        const Question* question = name.kind == feel::NodeKind::Name ? m_edition.question_at(name.slot) : nullptr;
        if (!question || question->list.empty() || literal.kind != feel::NodeKind::Literal ||
            literal.value.kind() != feel::Kind::String)
            return;
        const edition::NameList* list = m_edition.find_list(question->list);
        const std::string& text = literal.value.as_string();
        const std::string* canonical = list ? list->find(base::fold_width(text)) : nullptr;
        if (!canonical || *canonical == text)
            return;
        reader.refuse(base::Error{.code = "rule.impossible",
                                  .message = "「" + question->id + "」が \"" + text +
                                             "\" になることはありません。一覧「" + list->id + "」の名前「" +
                                             *canonical + "」に直されます。",
                                  .way_out = "\"" + *canonical + "\" と書いてください。",
                                  .at = literal.at},
                      at);
    }

    const edition::Parts& m_parts;
    const edition::Edition& m_edition;
    std::vector<base::Error>& m_errors;
    std::vector<StaticType> m_types;
};

}

void lint_expressions(const edition::Parts& parts, const edition::Edition& edition, std::vector<base::Error>& errors)
{
    ExpressionLint(parts, edition, errors).run();
}

}
