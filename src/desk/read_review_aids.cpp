#include "desk/read_review_aids.h"

#include "base/fold.h"
#include "base/utf8.h"
#include "desk/folded_text.h"
#include "edition/tree_reader.h"

#include <algorithm>

namespace kenkei::desk {

using base::json::Kind;
using edition::TreeReader;
using Value = base::json::Value;

namespace {

std::string escaped(std::string_view words)
{
    std::string pattern;
    for (char c : words) {
        if (std::string_view(".*+?()[]{}|^$\\").find(c) != std::string_view::npos)
            pattern += '\\';
        pattern += c;
    }
    return pattern;
}

class AidsReader {
public:
    AidsReader(const edition::Part& part, const edition::Edition& edition, std::vector<base::Error>& errors)
        : m_tree(part.tree)
        , m_edition(edition)
        , m_reader(part, errors)
    {}

    ReviewAids read()
    {
        ReviewAids aids;
        if (!m_reader.object(m_tree, "hints.yaml", {"compare", "hints"}))
            return aids;
        aids.compared = questions_in(m_tree, "compare");
        const Value* hints = m_tree.find("hints");
        if (!hints || !m_reader.map_of_ids(*hints, "手がかり（hints）", TreeReader::Hyphen::Allowed))
            return aids;
        for (const auto& [id, hint] : hints->members)
            read_hint(id, hint, aids.hints);
        return aids;
    }

private:
    void read_hint(const std::string& id, const Value& tree, std::vector<HintRule>& rules)
    {
        const std::string what = "手がかり「" + id + "」";
        if (!m_reader.object(tree, what, {"label", "ground", "source", "clues"}))
            return;
        HintRule rule{.id = id,
                      .label = m_reader.need_text(tree, "label", what),
                      .ground = m_reader.need_text(tree, "ground", what),
                      .source = m_reader.need_source(tree, what, m_edition.documents),
                      .clues = {}};
        const Value* clues = m_reader.need(tree, "clues", what);
        if (clues && (clues->kind != Kind::Array || clues->items.empty()))
            m_reader.refuse(*clues, "hints.clues", what + "の clues は、一つ以上の手がかりを並べて書きます。",
                            "「- in: [設問の id]」で始めてください。");
        else if (clues) {
            for (const Value& clue : clues->items)
                read_clue(what, clue, rule.clues);
        }
        rules.push_back(std::move(rule));
    }

    void read_clue(const std::string& what, const Value& tree, std::vector<Clue>& clues)
    {
        if (!m_reader.object(tree, what + "の手がかり",
                             {"in", "words", "pattern", "missing", "number", "with", "unless"}))
            return;
        Clue clue;
        if (m_reader.need(tree, "in", what + "の手がかり"))
            clue.cause.questions = questions_in(tree, "in");
        clue.cause.patterns = patterns_in(tree);
        const Value* number = tree.find("number");
        if (number)
            read_number(what, *number, clue);
        else if (clue.cause.patterns.empty())
            m_reader.refuse(tree, "hints.clue", what + "の手がかりに、探すもの（words、pattern、number）がありません。",
                            "どれか一つを書いてください。");
        if (m_reader.boolean_in(tree, "missing"))
            clue.kind = Clue::Kind::Missing;
        if (number && (clue.kind == Clue::Kind::Missing || !clue.cause.patterns.empty()))
            m_reader.refuse(*number, "hints.clue",
                            what + "の number は、words、pattern、missing とともには書けません。",
                            "言葉は with に書いてください。");
        if (number)
            clue.kind = Clue::Kind::Number;
        clue.with = besides(what, tree, "with");
        clue.unless = besides(what, tree, "unless");
        clues.push_back(std::move(clue));
    }

    void read_number(const std::string& what, const Value& tree, Clue& clue)
    {
        if (!m_reader.object(tree, what + "の number", {"units", "unit_in", "is"}))
            return;
        for (const std::string& unit : m_reader.texts_in(tree, "units"))
            clue.units.push_back(base::to_utf8(fold_text(unit).characters));
        if (clue.units.empty())
            m_reader.refuse(tree, "hints.clue", what + "の number に単位（units）がありません。", "例: units: [時間]");
        const std::vector<std::size_t> unit_questions = questions_in(tree, "unit_in");
        if (!unit_questions.empty())
            clue.unit_question = unit_questions.front();
        const Value* is = m_reader.need(tree, "is", what + "の number");
        if (!is)
            return;
        auto test = feel::parse_unary_tests(m_reader.text(*is, "is"), feel::Names{});
        if (test.ok())
            clue.test = *test;
        else
            m_reader.refuse(std::move(test).error(), *is);
    }

    // `with:` and `unless:`: words, a pattern, and where (else in the sentence of the cause).
    std::optional<TextTest> besides(const std::string& what, const Value& parent, std::string_view key)
    {
        const Value* tree = parent.find(key);
        if (!tree || !m_reader.object(*tree, what + "の " + std::string(key), {"in", "words", "pattern"}))
            return {};
        TextTest test{.questions = questions_in(*tree, "in"), .patterns = patterns_in(*tree)};
        if (test.patterns.empty())
            m_reader.refuse(*tree, "hints.clue",
                            what + "の " + std::string(key) + " に words も pattern もありません。",
                            "どちらかを書いてください。");
        return test;
    }

    // Words are folded as the answers are; a pattern must be written for folded text.
    std::vector<feel::Regex> patterns_in(const Value& tree)
    {
        std::string words;
        for (const std::string& word : m_reader.texts_in(tree, "words"))
            words += (words.empty() ? "" : "|") + escaped(base::to_utf8(fold_text(word).characters));
        std::vector<feel::Regex> patterns;
        if (!words.empty())
            add_pattern(*tree.find("words"), words, patterns);
        if (const Value* pattern = tree.find("pattern"))
            add_pattern(*pattern, m_reader.text(*pattern, "pattern"), patterns);
        return patterns;
    }

    void add_pattern(const Value& at, const std::string& pattern, std::vector<feel::Regex>& patterns)
    {
        auto regex = feel::Regex::create(pattern, "");
        if (const auto* reason = std::get_if<std::string>(&regex))
            m_reader.refuse(at, "hints.pattern", "この正規表現は使えません。" + *reason,
                            "docs/feel.md の matches の書き方にしてください。");
        else
            patterns.push_back(std::move(std::get<feel::Regex>(regex)));
    }

    std::vector<std::size_t> questions_in(const Value& parent, std::string_view key)
    {
        std::vector<std::size_t> questions;
        const Value* list = parent.find(key);
        for (const std::string& id : list ? m_reader.texts_in(parent, key) : std::vector<std::string>()) {
            const edition::Question* question = m_edition.find_question(id);
            if (question && question->type == edition::Type::Text)
                questions.push_back(static_cast<std::size_t>(question - m_edition.questions.data()));
            else
                refuse_question(*list, id);
        }
        return questions;
    }

    void refuse_question(const Value& at, const std::string& id)
    {
        std::vector<std::string_view> ids;
        for (const edition::Question& question : m_edition.questions) {
            if (question.type == edition::Type::Text)
                ids.push_back(question.id);
        }
        const std::string near = edition::nearest(id, ids);
        m_reader.refuse(at, "hints.question", "「" + id + "」は文章で答える設問（type: text）ではありません。",
                        near.empty() ? "文章で答える設問の id を書いてください。"
                                     : "「" + near + "」ではありませんか。");
    }

    const Value& m_tree;
    const edition::Edition& m_edition;
    TreeReader m_reader;
};

}

ReviewAidsResult read_review_aids(const edition::Part& part, const edition::Edition& edition)
{
    ReviewAidsResult result;
    result.aids = AidsReader(part, edition, result.errors).read();
    return result;
}

std::vector<std::string> wording_of(const edition::Edition& edition)
{
    std::vector<std::string> wording;
    for (const edition::Section& section : edition.sections)
        wording.push_back(section.label);
    for (const edition::Question& question : edition.questions) {
        wording.push_back(question.label);
        wording.push_back(question.help);
        for (const edition::Option& option : question.options)
            wording.push_back(option.label);
    }
    for (const edition::Item& item : edition.items)
        wording.push_back(item.label);
    return wording;
}

}
