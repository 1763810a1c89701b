#include "scheme/yaml_tree.h"

#include "base/utf8.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <sstream>

namespace kenkei::scheme {

using base::json::Kind;
using Value = base::json::Value;

namespace {

constexpr std::size_t depth_limit = 40;

// Thrown inside the parser's callbacks only, caught in read_yaml.
struct Refusal {
    base::Error error;
};

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// -12, 0, 0.50: nothing that YAML 1.1 and 1.2 read differently.
bool is_plain_number(std::string_view text)
{
    std::size_t at = text.starts_with('-') ? 1 : 0;
    const std::size_t first = at;
    while (at < text.size() && is_digit(text[at]))
        ++at;
    const std::size_t digits = at - first;
    if (digits == 0 || (digits > 1 && text[first] == '0'))
        return false;
    if (at == text.size())
        return true;
    if (text[at++] != '.' || at == text.size())
        return false;
    while (at < text.size() && is_digit(text[at]))
        ++at;
    return at == text.size();
}

// Looks like a number, but is none of ours: 012, 1e3, 0x1F, 1_000, .5, +3, 1.
bool is_doubtful_number(std::string_view text)
{
    bool has_digit = false;
    bool has_inner_hyphen = false;
    char before = '-';
    for (char c : text) {
        has_inner_hyphen = has_inner_hyphen || (c == '-' && is_digit(before));
        before = c;
        if (is_digit(c))
            has_digit = true;
        else if (std::string_view("+-._eExXoOaAbBcCdDfF").find(c) == std::string_view::npos)
            return false;
    }
    const char first = text.front();
    return has_digit && (is_digit(first) || first == '+' || first == '-' || first == '.') &&
           !has_inner_hyphen; // 2024-08-19 is a date, 1e-3 a number
}

bool is_word_for_truth(std::string_view text)
{
    static constexpr std::array<std::string_view, 18> words{"yes", "Yes", "YES", "no",  "No",   "NO",
                                                            "on",  "On",  "ON",  "off", "Off",  "OFF",
                                                            "y",   "Y",   "n",   "N",   "True", "False"};
    return std::find(words.begin(), words.end(), text) != words.end() || text == "TRUE" || text == "FALSE";
}

class TreeBuilder final : public YAML::EventHandler {
public:
    TreeBuilder(std::string_view text, std::string_view file) : m_text(text), m_file(file)
    {
        m_line_starts.push_back(0);
        for (std::size_t at = 0; at < text.size(); ++at) {
            if (text[at] == '\n')
                m_line_starts.push_back(at + 1);
        }
    }

    Value take() { return std::move(m_root); }
    bool empty() const { return m_documents == 0; }

    void OnDocumentStart(const YAML::Mark& mark) override
    {
        if (++m_documents > 1)
            refuse(mark, "yaml.documents", "一つのファイルに文書が二つあります。",
                   "「---」で分けず、一つにまとめてください。");
    }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override
    {
        refuse_anchor(mark, anchor);
        add(mark, {});
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override
    {
        refuse(mark, "yaml.alias", "別名（*）は使えません。", "内容をその場所に書いてください。");
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& text) override
    {
        refuse_anchor(mark, anchor);
        refuse_open_quote(mark, tag);
        if (m_open.empty() || !wants_key()) {
            add(mark, scalar(mark, tag, text));
            return;
        }
        refuse_tag(mark, tag);
        Value& map = *m_open.back().value;
        if (map.find(text))
            refuse(mark, "yaml.duplicate-key", "キー「" + text + "」が二度あります。", "どちらか一方にしてください。");
        m_open.back().key = text;
        m_open.back().key_at = position(mark);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override
    {
        refuse_tag(mark, tag);
        refuse_anchor(mark, anchor);
        open(mark, Kind::Array);
    }
    void OnSequenceEnd() override { m_open.pop_back(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override
    {
        refuse_tag(mark, tag);
        refuse_anchor(mark, anchor);
        open(mark, Kind::Object);
    }
    void OnMapEnd() override { m_open.pop_back(); }

    // yaml-cpp counts lines and bytes of a line from 0.
    base::SourcePosition position(const YAML::Mark& mark) const
    {
        const auto line = static_cast<std::size_t>(std::max(mark.line, 0));
        if (line >= m_line_starts.size())
            return {m_line_starts.size(), 1};
        std::string_view rest = m_text.substr(m_line_starts[line]);
        return {line + 1,
                base::count_code_points(rest.substr(0, static_cast<std::size_t>(std::max(mark.column, 0)))) + 1};
    }

    [[noreturn]] void refuse(const YAML::Mark& mark, std::string code, std::string message, std::string way_out) const
    {
        const base::SourcePosition at = position(mark);
        throw Refusal{
            {std::move(code), std::move(message), std::move(way_out), m_file, at, base::line_with_caret(m_text, at)}};
    }

private:
    struct Open {
        Value* value;
        std::optional<std::string> key;
        base::SourcePosition key_at;
    };

    bool wants_key() const { return m_open.back().value->kind == Kind::Object && !m_open.back().key; }

    Value& add(const YAML::Mark& mark, Value value)
    {
        if (!value.at.known())
            value.at = position(mark);
        if (m_open.empty())
            return m_root = std::move(value);
        Open& parent = m_open.back();
        if (parent.value->kind == Kind::Array)
            return parent.value->items.emplace_back(std::move(value));
        if (!parent.key)
            refuse(mark, "yaml.key", "キーは文字で書きます。", "「キー: 値」の形にしてください。");
        value.key_at = parent.key_at;
        parent.value->members.emplace_back(std::move(*parent.key), std::move(value));
        parent.key.reset();
        return parent.value->members.back().second;
    }

    void open(const YAML::Mark& mark, Kind kind)
    {
        if (m_open.size() >= depth_limit)
            refuse(mark, "yaml.depth", "入れ子が深すぎます。", "40段までにしてください。");
        Value value;
        value.kind = kind;
        // A container's parent never grows while it is open, so the pointer stays good.
        m_open.push_back({&add(mark, std::move(value)), {}, {}});
    }

    Value scalar(const YAML::Mark& mark, const std::string& tag, const std::string& text) const
    {
        Value value;
        value.text = text;
        value.kind = Kind::String;
        value.at = start_of(mark, tag);
        if (tag == "!")
            return value;
        refuse_tag(mark, tag);
        if (text == "null" || text == "~" || text.empty()) {
            value.kind = Kind::Null;
        } else if (text == "true" || text == "false") {
            value.kind = Kind::Boolean;
            value.boolean = text == "true";
        } else if (is_plain_number(text)) {
            value.kind = Kind::Number;
        } else if (is_word_for_truth(text)) {
            refuse(mark, "yaml.boolean", "「" + text + "」は YAML の読み方によって真偽値になります。",
                   "真偽値なら true か false、文字なら引用符で囲んでください。");
        } else if (is_doubtful_number(text)) {
            refuse(mark, "yaml.number", "「" + text + "」は YAML の読み方によって別の数になります。",
                   "数なら 12 や 0.5 の形で、文字なら引用符で囲んで書いてください。");
        }
        return value;
    }

    // Where the text itself begins: behind a quote, or on the first line of a block.
    base::SourcePosition start_of(const YAML::Mark& mark, const std::string& tag) const
    {
        base::SourcePosition at = position(mark);
        if (tag != "!" || at.line > m_line_starts.size())
            return at;
        const std::size_t offset = m_line_starts[at.line - 1] + static_cast<std::size_t>(mark.column);
        const char first = offset < m_text.size() ? m_text[offset] : '\0';
        if (first == '"' || first == '\'')
            return {at.line, at.column + 1};
        if (first != '|' && first != '>')
            return at;
        for (std::size_t line = at.line; line < m_line_starts.size(); ++line) {
            const std::size_t start = m_line_starts[line];
            const std::size_t text_start = m_text.find_first_not_of(' ', start);
            if (text_start != std::string_view::npos && m_text[text_start] != '\n')
                return {line + 1, text_start - start + 1};
        }
        return at;
    }

    // yaml-cpp takes a quote that is never closed to the end of the file: whatever follows would be lost in it.
    void refuse_open_quote(const YAML::Mark& mark, const std::string& tag) const
    {
        const auto line = static_cast<std::size_t>(std::max(mark.line, 0));
        if (tag != "!" || line >= m_line_starts.size())
            return;
        std::size_t at = m_line_starts[line] + static_cast<std::size_t>(std::max(mark.column, 0));
        const char quote = at < m_text.size() ? m_text[at] : '\0';
        if (quote != '"' && quote != '\'')
            return;
        for (++at; at < m_text.size(); ++at) {
            if (quote == '"' && m_text[at] == '\\')
                ++at;
            else if (m_text[at] != quote)
                continue;
            else if (quote == '\'' && at + 1 < m_text.size() && m_text[at + 1] == quote)
                ++at;
            else
                return;
        }
        refuse(mark, "yaml.syntax", "引用符が閉じられていません。",
               std::string("文字の終わりに ") + quote + " を書いてください。");
    }

    void refuse_tag(const YAML::Mark& mark, const std::string& tag) const
    {
        if (!tag.empty() && tag != "?" && tag != "!")
            refuse(mark, "yaml.tag", "タグ（" + tag + "）は使えません。", "タグを消してください。");
    }
    void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) const
    {
        if (anchor != 0)
            refuse(mark, "yaml.alias", "アンカー（&）は使えません。", "内容をその場所に書いてください。");
    }

    std::string_view m_text;
    std::string m_file;
    std::vector<std::size_t> m_line_starts;
    std::vector<Open> m_open;
    Value m_root;
    int m_documents = 0;
};

}

base::Result<Value> read_yaml(std::string_view text, std::string_view file)
{
    if (auto bad = base::find_invalid_utf8(text)) {
        return base::Error{.code = "yaml.utf8",
                           .message = "UTF-8 として読めない文字があります。",
                           .way_out = "UTF-8 で保存し直してください。",
                           .file = std::string(file),
                           .at = base::position_of(text, *bad)};
    }
    TreeBuilder builder(text, file);
    try {
        std::istringstream in{std::string(text)};
        YAML::Parser parser(in);
        while (parser.HandleNextDocument(builder)) {
        }
    } catch (Refusal& refusal) {
        return std::move(refusal.error);
    } catch (const YAML::Exception& exception) {
        const base::SourcePosition at = builder.position(exception.mark);
        return base::Error{.code = "yaml.syntax",
                           .message = "この行か、すぐ上の行が YAML として読めません。",
                           .way_out =
                               "半角の「: 」（後に空白）か、字下げ（半角の空白だけで、タブや全角の空白は使わない）か、"
                               "閉じていない引用符や括弧を確かめてください。",
                           .file = std::string(file),
                           .at = at,
                           .excerpt = base::line_with_caret(text, at)};
    }
    if (builder.empty()) {
        return base::Error{.code = "yaml.empty",
                           .message = "ファイルが空です。",
                           .way_out = "docs/scheme-format.md の例から始めてください。",
                           .file = std::string(file)};
    }
    return builder.take();
}

}
