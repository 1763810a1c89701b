#include "scheme/lint.h"

#include "base/utf8.h"
#include "edition/tree_reader.h"
#include "scheme/written.h"

#include <algorithm>
#include <set>

namespace kenkei::scheme {

using edition::Edition;
using edition::TreeReader;
using Value = base::json::Value;

namespace {

// What the workbook of an edition can hold (Excel specifications and limits): lengths in UTF-16 code units.
constexpr std::size_t longest_cell = 32767;
constexpr std::size_t longest_prompt = 255;  // the message shown when an input cell is chosen
constexpr std::size_t longest_literal = 255; // a text inside a formula, such as a finding's
constexpr std::size_t longest_choice = 200;  // an option in a cell's pull-down, which shows no more of it

std::size_t utf16_length(std::string_view text)
{
    std::size_t units = 0;
    for (std::size_t at = 0; at < text.size();)
        units += base::next_code_point(text, at) > 0xFFFF ? 2U : 1U;
    return units;
}

class Texts {
public:
    Texts(const edition::Part& part, std::vector<base::Error>& errors) : m_reader(part, errors) {}

    void fits(const Value* text, std::size_t most, std::string_view what, std::string_view where)
    {
        if (text)
            fits(*text, utf16_length(text->text), most, what, where);
    }

    void fits(const Value& at, std::size_t length, std::size_t most, std::string_view what, std::string_view where)
    {
        if (length > most)
            m_reader.refuse(at, "text.too-long",
                            std::string(what) + "が " + std::to_string(length) + " 文字あります。" +
                                std::string(where) + "に入るのは " + std::to_string(most) + " 文字までです。",
                            "短くしてください。");
    }

    // The parts of a message between its {…}, each a text of its own in the workbook's formula.
    void pieces_fit(const Value* message, std::string_view what)
    {
        if (!message)
            return;
        const std::string& text = message->text;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t open = std::min(text.find('{', at), text.size());
            const std::size_t length = utf16_length(std::string_view(text).substr(at, open - at));
            if (length > longest_literal)
                m_reader.refuse(*message, "text.too-long",
                                std::string(what) + " に、続けて " + std::to_string(length) +
                                    " 文字の部分があります。様式の数式に書ける文は 255 文字までです。",
                                "文を短くしてください。");
            at = std::min(text.find('}', open), text.size() - 1) + 1;
        }
    }

    TreeReader& reader() { return m_reader; }

private:
    TreeReader m_reader;
};

void lint_questions(const edition::Parts& parts, const Edition& edition, std::vector<base::Error>& errors)
{
    Texts texts(parts.questions, errors);
    for (const edition::Question& question : edition.questions) {
        const Value& at = written(parts, question);
        const std::string what = "設問「" + question.id + "」の";
        texts.fits(at.find("label"), longest_cell, what + "文言", "Excel のセル");
        texts.fits(at.find("help"), longest_prompt, what + "説明（help）", "Excel の入力時メッセージ");
        texts.fits(at.find("example"), longest_cell, what + "例", "Excel のセル");
        if (const Value* options = at.find("options")) {
            std::set<std::string> labels;
            for (const auto& [number, label] : options->members) {
                texts.fits(&label, longest_prompt, what + "選択肢 " + number, "Excel のプルダウンの数式");
                if (!labels.insert(label.text).second)
                    texts.reader().refuse(label, "text.twice",
                                          what + "選択肢 " + number + " と同じ文言の選択肢があります。",
                                          "申請者に区別がつくように書き分けてください。");
            }
        }
    }
}

// 「{capital}人」 where capital counts 円.
void lint_units(const Value& message, const std::string& what, const Edition& edition,
                const std::set<std::string>& units, TreeReader& reader)
{
    const std::string& text = message.text;
    for (std::size_t open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1)) {
        const std::size_t close = text.find('}', open);
        if (close == std::string::npos)
            return;
        const std::string name = text.substr(open + 1, close - open - 1);
        const edition::Question* question = edition.find_question(name);
        const edition::ComputedValue* value = edition.find_value(name);
        const std::string unit = question ? question->unit : value ? value->unit : "";
        if (unit.empty() || text.compare(close + 1, unit.size(), unit) == 0)
            continue;
        for (const std::string& other : units) {
            if (text.compare(close + 1, other.size(), other) == 0)
                reader.refuse(message, "text.unit",
                              what + " は「{" + name + "}" + other + "」と書いていますが、" + name + " の単位は" +
                                  unit + "です。",
                              "「{" + name + "}" + unit + "」とするか、id を確かめてください。");
        }
    }
}

void lint_criteria(const edition::Parts& parts, const Edition& edition, std::vector<base::Error>& errors)
{
    Texts texts(parts.criteria, errors);
    const Value& tree = parts.criteria.tree;
    std::set<std::string> units = {"人", "円", "%"};
    for (const edition::Question& question : edition.questions)
        units.insert(question.unit);
    for (const edition::ComputedValue& value : edition.values)
        units.insert(value.unit);
    units.erase("");
    for (const edition::Item& item : edition.items) {
        const Value& at = *tree.find("items")->find(item.id);
        texts.fits(at.find("label"), longest_prompt, "評価項目「" + item.id + "」の名前", "Excel の数式");
        texts.fits(at.find("measure"), longest_cell, "評価項目「" + item.id + "」の取り組み（measure）",
                   "Excel のセル");
    }
    for (const edition::FindingRule& finding : edition.findings) {
        const Value& at = *tree.find("findings")->find(finding.code);
        for (std::string_view key : {"message", "next"}) {
            const Value* message = at.find(key);
            if (!message)
                continue;
            const std::string what = "指摘「" + finding.code + "」の " + std::string(key);
            if (message->text.find("｛") != std::string::npos)
                texts.reader().refuse(*message, "text.brace",
                                      what + " に全角の「｛」があります。回答に置き換わりません。",
                                      "半角の「{id}」にしてください。");
            texts.pieces_fit(message, what);
            lint_units(*message, what, edition, units, texts.reader());
        }
    }
}

// The id of a question or value that a text for applicants mentions; those that look like words of a sentence do not
// count.
std::string mentioned_id(std::string_view text, const Edition& edition)
{
    const auto is_part = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    };
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && is_part(text[end]))
            ++end;
        const std::string word(text.substr(at, end - at));
        if (word.find_first_of("_0123456789") != std::string::npos &&
            (edition.find_question(word) || edition.find_value(word)))
            return word;
        at = end + 1;
    }
    return {};
}

void lint_workbook(const edition::Parts& parts, const Edition& edition, std::vector<base::Error>& errors)
{
    if (!parts.workbook)
        return;
    Texts texts(*parts.workbook, errors);
    const Value& tree = parts.workbook->tree;
    const auto lint = [&](const Value* text, const std::string& what) {
        if (!text)
            return;
        texts.fits(text, longest_cell, what, "Excel のセル");
        if (text->text.find_first_of("{}") != std::string::npos || text->text.find("｛") != std::string::npos)
            texts.reader().refuse(*text, "text.brace", what + "に { } があります。ここでは回答に置き換わりません。",
                                  "置き換えを使わない文にしてください。");
        else if (const std::string id = mentioned_id(text->text, edition); !id.empty())
            texts.reader().refuse(*text, "text.id", what + "に id「" + id + "」があります。申請者には分かりません。",
                                  "印刷されている番号か文言で書いてください。");
    };
    lint(tree.find("title"), "様式の表題（title）");
    for (const edition::Workbook::Note& note : edition.workbook.notes) {
        const Value& at = written(tree, {"notes", note.id});
        lint(at.find("heading"), "記入方法「" + note.id + "」の見出し");
        lint(at.find("text"), "記入方法「" + note.id + "」の文");
    }
    const Value& pulldowns = written(tree, {"pulldowns"});
    for (std::size_t i = 0; i < edition.workbook.pulldowns.size(); ++i) {
        const edition::Question& question = edition.questions[edition.workbook.pulldowns[i]];
        for (const edition::Option& option : question.options)
            texts.fits(pulldowns.items[i], utf16_length(option.label), longest_choice,
                       "プルダウンにする設問「" + question.id + "」の選択肢 " + std::to_string(option.number),
                       "Excel のプルダウンの1行");
    }
}

}

void lint_texts(const edition::Parts& parts, const Edition& edition, std::vector<base::Error>& errors)
{
    lint_questions(parts, edition, errors);
    lint_criteria(parts, edition, errors);
    lint_workbook(parts, edition, errors);
}

}
