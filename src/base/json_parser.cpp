#include "base/json.h"

#include "base/utf8.h"

#include <algorithm>
#include <numeric>

namespace kenkei::base::json {

namespace {

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// Line and column of offsets that only grow: the whole text is counted once, however long its lines are.
class PositionCounter {
public:
    explicit PositionCounter(std::string_view text) : m_text(text) {}

    SourcePosition at(std::size_t offset)
    {
        for (; m_offset < offset; ++m_offset) {
            char c = m_text[m_offset];
            if (c == '\n')
                m_position = {m_position.line + 1, 1};
            else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80)
                ++m_position.column;
        }
        return m_position;
    }

private:
    std::string_view m_text;
    std::size_t m_offset = 0;
    SourcePosition m_position = {1, 1};
};

// Index of the first member whose key stands before it already.
std::optional<std::size_t> find_repeated_key(const std::vector<Member>& members)
{
    constexpr std::size_t few = 16;
    if (members.size() <= few) {
        for (std::size_t i = 1; i < members.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                if (members[i].first == members[j].first)
                    return i;
            }
        }
        return {};
    }
    std::vector<std::size_t> order(members.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return members[a].first < members[b].first; });
    std::optional<std::size_t> first;
    for (std::size_t i = 1; i < order.size(); ++i) {
        if (members[order[i]].first == members[order[i - 1]].first)
            first = std::min(first.value_or(order[i]), order[i]);
    }
    return first;
}

class Parser {
public:
    Parser(std::string_view text, Limits limits) : m_text(text), m_limits(limits), m_positions(text) {}

    Result<Value> parse_text()
    {
        skip_blanks();
        if (at_end())
            return error("json.empty", "JSONの値がありません。", "値を1つ書いてください。");
        Value value;
        TRY(parse_value(value, 0));
        skip_blanks();
        if (!at_end())
            return error("json.trailing", "JSONの値が終わった後に" + found() + "があります。",
                         "値を1つだけにするか、1行に1つずつ書いてください。");
        return value;
    }

private:
    bool at_end() const { return m_offset == m_text.size(); }
    char peek() const { return at_end() ? '\0' : m_text[m_offset]; }

    bool take(char c)
    {
        if (at_end() || m_text[m_offset] != c)
            return false;
        ++m_offset;
        return true;
    }

    void skip_blanks()
    {
        while (!at_end() && (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t'))
            ++m_offset;
    }

    // The character at the current place, as a message names it.
    std::string found() const
    {
        std::size_t behind = m_offset;
        char32_t code_point = next_code_point(m_text, behind);
        if (code_point >= 0x20 && code_point != 0x7F)
            return "「" + std::string(m_text.substr(m_offset, behind - m_offset)) + "」";
        return "制御文字（コード" + std::to_string(static_cast<unsigned>(code_point)) + "）";
    }

    Error error_at(std::size_t offset, std::string code, std::string message, std::string way_out) const
    {
        SourcePosition at = position_of(m_text, offset);
        return {.code = std::move(code),
                .message = std::move(message),
                .way_out = std::move(way_out),
                .at = at,
                .excerpt = line_with_caret(m_text, at)};
    }

    Error error(std::string code, std::string message, std::string way_out) const
    {
        return error_at(m_offset, std::move(code), std::move(message), std::move(way_out));
    }

    // `missing` is what must stand here ("値", "「]」か「,」").
    Error expected(const std::string& missing, std::string way_out = "この場所の前後の書き方を直してください。") const
    {
        if (at_end())
            return error("json.syntax", "JSONが途中で終わっています。この後に" + missing + "が必要です。",
                         "ファイルが途中で切れていないか、閉じる括弧や引用符が足りているかを確かめてください。");
        return error("json.syntax", missing + "が必要なところに" + found() + "があります。", std::move(way_out));
    }

    Result<void> parse_value(Value& value, std::size_t depth)
    {
        value.at = m_positions.at(m_offset);
        switch (peek()) {
        case '{':
            return parse_object(value, depth + 1);
        case '[':
            return parse_array(value, depth + 1);
        case '"':
            value.kind = Kind::String;
            return parse_string(value.text);
        case 't':
            value.kind = Kind::Boolean;
            value.boolean = true;
            return parse_word("true");
        case 'f':
            value.kind = Kind::Boolean;
            return parse_word("false");
        case 'n':
            return parse_word("null");
        default:
            if (peek() != '-' && !is_digit(peek()))
                return no_value();
            value.kind = Kind::Number;
            return parse_number(value.text);
        }
    }

    Error no_value() const
    {
        switch (peek()) {
        case ']':
        case '}':
            return expected("値", "最後の「,」を消すか、値を書いてください。");
        case '\'':
            return expected("値", "文字列は二重引用符「\"」で囲んでください。");
        case '/':
        case '#':
            return expected("値", "JSONには注釈を書けません。消してください。");
        case '+':
        case '.':
            return expected("値", "数値は0から9の数字か「-」で始めてください（例: 0.5）。");
        default:
            return expected("値", "文字列なら二重引用符「\"」で囲み、それ以外は数値、true、false、null、[ か { "
                                  "を書いてください。");
        }
    }

    Result<void> parse_word(std::string_view word)
    {
        if (!m_text.substr(m_offset).starts_with(word))
            return no_value();
        m_offset += word.size();
        return {};
    }

    Result<void> take_digits()
    {
        if (!is_digit(peek()))
            return expected("数字", "数値は 12、-3.5、1e6 のように書いてください。");
        while (is_digit(peek()))
            ++m_offset;
        return {};
    }

    Result<void> parse_number(std::string& text)
    {
        std::size_t start = m_offset;
        take('-');
        if (take('0')) {
            if (is_digit(peek()))
                return error_at(start, "json.syntax", "数値が0で始まっています。",
                                "先頭の0を消すか、番号なら二重引用符「\"」で囲んで文字列にしてください。");
        } else {
            TRY(take_digits());
        }
        if (take('.'))
            TRY(take_digits());
        if (take('e') || take('E')) {
            if (!take('-'))
                take('+');
            TRY(take_digits());
        }
        text = m_text.substr(start, m_offset - start);
        return {};
    }

    Result<void> parse_string(std::string& text)
    {
        ++m_offset;
        while (true) {
            std::size_t start = m_offset;
            while (!at_end() && peek() != '"' && peek() != '\\' && static_cast<unsigned char>(peek()) >= 0x20)
                ++m_offset;
            text.append(m_text, start, m_offset - start);
            if (take('"'))
                return {};
            if (at_end())
                return expected("文字列を閉じる「\"」");
            if (peek() != '\\')
                return error("json.syntax", "文字列の中に" + found() + "がそのまま入っています。",
                             "改行は \\n、タブは \\t と書いてください。");
            TRY(parse_escape(text));
        }
    }

    Result<void> parse_escape(std::string& text)
    {
        constexpr std::string_view letters = "\"\\/bfnrt";
        constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
        std::size_t start = m_offset++;
        if (take('u')) {
            append_utf8(text, TRY(parse_code_point(start)));
            return {};
        }
        std::size_t which = at_end() ? std::string_view::npos : letters.find(peek());
        if (which == std::string_view::npos)
            return expected("「\\」に続く文字（\" \\ / b f n r t u のどれか）",
                            "「\\」そのものを書くときは「\\\\」としてください。");
        text += meanings[which];
        ++m_offset;
        return {};
    }

    // \uXXXX, or two of them that are a surrogate pair; the first \u has been read.
    Result<char32_t> parse_code_point(std::size_t start)
    {
        auto lone = [&] {
            return error_at(start, "json.utf8", "\\u の指定が文字になっていません（サロゲートの片方だけです）。",
                            "文字をそのままUTF-8で書くか、\\ud83d\\ude00 のように2つ続けて書いてください。");
        };
        char32_t first = TRY(parse_four_hexadecimal_digits());
        if (first < 0xD800 || first > 0xDFFF)
            return first;
        if (first > 0xDBFF || !m_text.substr(m_offset).starts_with("\\u"))
            return lone();
        m_offset += 2;
        char32_t second = TRY(parse_four_hexadecimal_digits());
        if (second < 0xDC00 || second > 0xDFFF)
            return lone();
        return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
    }

    Result<char32_t> parse_four_hexadecimal_digits()
    {
        char32_t number = 0;
        for (int i = 0; i < 4; ++i, ++m_offset) {
            char c = peek();
            if (is_digit(c))
                number = number * 16 + static_cast<char32_t>(c - '0');
            else if (c >= 'a' && c <= 'f')
                number = number * 16 + static_cast<char32_t>(c - 'a' + 10);
            else if (c >= 'A' && c <= 'F')
                number = number * 16 + static_cast<char32_t>(c - 'A' + 10);
            else
                return expected("\\u に続く4桁の16進数");
        }
        return number;
    }

    Result<void> check_depth(std::size_t depth) const
    {
        if (depth <= m_limits.depth)
            return {};
        return error("json.depth", "括弧の入れ子が" + std::to_string(m_limits.depth) + "段を超えています。",
                     "入れ子を" + std::to_string(m_limits.depth) + "段までにしてください。");
    }

    Result<void> parse_array(Value& value, std::size_t depth)
    {
        TRY(check_depth(depth));
        value.kind = Kind::Array;
        ++m_offset;
        skip_blanks();
        if (take(']'))
            return {};
        while (true) {
            skip_blanks();
            TRY(parse_value(value.items.emplace_back(), depth));
            skip_blanks();
            if (take(']'))
                return {};
            if (!take(','))
                return expected("「,」か、配列を閉じる「]」");
        }
    }

    Result<void> parse_object(Value& value, std::size_t depth)
    {
        TRY(check_depth(depth));
        value.kind = Kind::Object;
        ++m_offset;
        std::vector<std::size_t> key_offsets;
        skip_blanks();
        if (take('}'))
            return {};
        while (true) {
            skip_blanks();
            key_offsets.push_back(m_offset);
            auto& [key, member] = value.members.emplace_back();
            TRY(parse_key(key));
            TRY(parse_value(member, depth));
            skip_blanks();
            if (take('}'))
                break;
            if (!take(','))
                return expected("「,」か、オブジェクトを閉じる「}」");
        }
        if (auto repeated = find_repeated_key(value.members))
            return error_at(key_offsets[*repeated], "json.duplicate-key",
                            "キー「" + value.members[*repeated].first + "」が二度あります。",
                            "どちらか一方にしてください。");
        return {};
    }

    // The key, its colon and the blanks behind it.
    Result<void> parse_key(std::string& key)
    {
        if (peek() == '}')
            return expected("キー", "最後の「,」を消してください。");
        if (peek() != '"')
            return expected("キー", "キーは二重引用符「\"」で囲んでください。");
        TRY(parse_string(key));
        skip_blanks();
        if (!take(':'))
            return expected("キーに続く「:」");
        skip_blanks();
        return {};
    }

    std::string_view m_text;
    Limits m_limits;
    PositionCounter m_positions;
    std::size_t m_offset = 0;
};

}

Result<Value> parse(std::string_view text, Limits limits)
{
    if (auto invalid = find_invalid_utf8(text))
        return Error{.code = "json.utf8",
                     .message = "UTF-8として読めない文字があります。",
                     .way_out = "文字コードをUTF-8にして保存し直してください。",
                     .at = position_of(text, *invalid)};
    if (text.starts_with("\xEF\xBB\xBF"))
        return Error{.code = "json.syntax",
                     .message = "先頭にBOM（目に見えない印）があります。",
                     .way_out = "「UTF-8（BOMなし）」で保存し直してください。",
                     .at = {1, 1}};
    return Parser(text, limits).parse_text();
}

}
