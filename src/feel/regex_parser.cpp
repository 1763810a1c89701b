#include "feel/regex_tree.h"

#include "base/utf8.h"
#include "feel/letter_case.h"

#include <algorithm>
#include <optional>

namespace kenkei::feel {

namespace {

constexpr std::size_t longest_pattern = 10'000;
constexpr std::size_t largest_count = 100'000;
constexpr int deepest_nesting = 100;

bool is_blank(char32_t c)
{
    return c == U' ' || c == U'\t' || c == U'\n' || c == U'\r';
}
bool is_digit(char32_t c)
{
    return c >= U'0' && c <= U'9';
}

// Flag x: blanks outside of [ ] are not part of the pattern.
std::u32string without_blanks(std::u32string_view pattern)
{
    std::u32string kept;
    int brackets = 0;
    bool escaped = false;
    for (char32_t c : pattern) {
        if (is_blank(c) && brackets == 0)
            continue;
        kept += c;
        if (escaped) {
            escaped = false;
            continue;
        }
        escaped = c == U'\\';
        if (c == U'[')
            ++brackets;
        if (c == U']')
            brackets = std::max(brackets - 1, 0);
    }
    return kept;
}

// Recursive descent over the grammar of XML Schema 1.1 part 2, appendix G, with the additions of F&O 3.1, 5.6.1. The
// first mistake is kept; everything after it is skipped.
class Parser {
public:
    Parser(std::u32string_view pattern, RegexFlags flags) : m_pattern(pattern), m_flags(flags) {}

    RegexNode parse()
    {
        RegexNode root = choice(0);
        if (!at_end())
            fail("対応する ( のない ) があります");
        return root;
    }

    const std::string& reason() const { return m_reason; }
    std::size_t groups() const { return m_closed.size(); }

private:
    bool at_end() const { return m_at >= m_pattern.size() || !m_reason.empty(); }
    char32_t peek() const { return at_end() ? U'\0' : m_pattern[m_at]; }
    bool sees(char32_t c) const { return !at_end() && m_pattern[m_at] == c; }
    char32_t take() { return at_end() ? U'\0' : m_pattern[m_at++]; }

    bool skip(char32_t c)
    {
        if (!sees(c))
            return false;
        ++m_at;
        return true;
    }

    void fail(std::string reason)
    {
        if (m_reason.empty())
            m_reason = std::move(reason);
    }

    // regExp ::= branch ( '|' branch )*
    RegexNode choice(int depth)
    {
        RegexNode first = sequence(depth);
        if (!sees(U'|'))
            return first;
        RegexNode node{.kind = RegexNode::Kind::Choice};
        node.children.push_back(std::move(first));
        while (skip(U'|'))
            node.children.push_back(sequence(depth));
        return node;
    }

    // branch ::= piece*
    RegexNode sequence(int depth)
    {
        RegexNode node;
        while (!at_end() && !sees(U'|') && !sees(U')'))
            node.children.push_back(piece(depth));
        return node;
    }

    // piece ::= atom quantifier?
    RegexNode piece(int depth)
    {
        RegexNode inner = atom(depth);
        RegexNode node{.kind = RegexNode::Kind::Repeat};
        if (skip(U'?'))
            node.most = 1;
        else if (skip(U'+'))
            node.least = 1;
        else if (skip(U'{'))
            counts(node);
        else if (!skip(U'*'))
            return inner;
        node.reluctant = skip(U'?');
        node.children.push_back(std::move(inner));
        return node;
    }

    // {n}, {n,} and {n,m}, behind the brace
    void counts(RegexNode& node)
    {
        auto least = count();
        node.least = least.value_or(0);
        node.most = node.least;
        if (skip(U','))
            node.most = sees(U'}') ? RegexNode::unlimited : count().value_or(0);
        if (!least || !skip(U'}') || node.most < node.least)
            fail("回数の指定 { } が正しくありません");
    }

    std::optional<std::size_t> count()
    {
        std::size_t number = 0;
        if (!is_digit(peek())) {
            fail("回数の指定 { } が正しくありません");
            return std::nullopt;
        }
        while (is_digit(peek())) {
            number = number * 10 + (take() - U'0');
            if (number > largest_count) {
                fail("繰り返しの回数が大きすぎます");
                return std::nullopt;
            }
        }
        return number;
    }

    RegexNode atom(int depth)
    {
        char32_t c = take();
        switch (c) {
        case U'(':
            return group(depth);
        case U'[':
            return {.kind = RegexNode::Kind::Class, .characters = class_expression(depth)};
        case U'.':
            return {.kind = RegexNode::Kind::Any};
        case U'^':
            return {.kind = RegexNode::Kind::Start};
        case U'$':
            return {.kind = RegexNode::Kind::End};
        case U'\\':
            return escape();
        case U'?':
        case U'*':
        case U'+':
        case U'{':
        case U'}':
        case U']':
            fail("記号 " + base::to_utf8(std::u32string_view(&c, 1)) + " の前に \\ が必要です");
            return {};
        default:
            return literal(c);
        }
    }

    RegexNode literal(char32_t c)
    {
        if (m_flags.ignore_case) {
            CharacterClass variants;
            variants.ranges = case_variants(c, c);
            variants.seal();
            if (variants.ranges.size() > 1 || variants.ranges.front().first != variants.ranges.front().second)
                return {.kind = RegexNode::Kind::Class, .characters = std::move(variants)};
        }
        return {.kind = RegexNode::Kind::Character, .character = c};
    }

    RegexNode group(int depth)
    {
        if (depth >= deepest_nesting) {
            fail("括弧の入れ子が深すぎます");
            return {};
        }
        RegexNode node{.kind = RegexNode::Kind::Group};
        bool captured = !skip(U'?');
        if (captured) {
            m_closed.push_back(false);
            node.group = m_closed.size();
        } else if (!skip(U':')) {
            fail("(? の後は : です");
        }
        node.children.push_back(choice(depth + 1));
        if (!skip(U')'))
            fail("( に対応する ) がありません");
        if (captured)
            m_closed[node.group - 1] = true;
        return node;
    }

    RegexNode escape()
    {
        if (peek() >= U'1' && peek() <= U'9')
            return back_reference();
        if (auto found = class_escape()) {
            CharacterClass characters;
            characters.escapes.push_back(*found);
            return {.kind = RegexNode::Kind::Class, .characters = std::move(characters)};
        }
        return literal(single_escape());
    }

    // As many digits as still name a group that has begun; that group must be closed.
    RegexNode back_reference()
    {
        std::size_t number = take() - U'0';
        while (is_digit(peek()) && number * 10 + (peek() - U'0') <= m_closed.size())
            number = number * 10 + (take() - U'0');
        if (number > m_closed.size() || !m_closed[number - 1])
            fail("\\" + std::to_string(number) + " の指す括弧がその前にありません");
        return {.kind = RegexNode::Kind::BackReference, .group = number};
    }

    // The letter behind a backslash; nothing consumed unless it begins a class escape.
    std::optional<ClassEscape> class_escape()
    {
        char32_t letter = peek();
        if (letter == U'p' || letter == U'P') {
            take();
            return property(letter == U'P');
        }
        auto found = find_class_escape(letter);
        if (found)
            take();
        return found;
    }

    // {Lu} or {IsBasicLatin}, behind \p
    ClassEscape property(bool negated)
    {
        std::string name;
        bool opened = skip(U'{');
        while (!at_end() && !sees(U'}'))
            base::append_utf8(name, take());
        if (!opened || !skip(U'}')) {
            fail("\\p の後は {名前} です");
            return {};
        }
        if (auto categories = find_categories(name))
            return {.negated = negated, .categories = *categories};
        if (name.starts_with("Is")) {
            if (auto block = find_block(std::string_view(name).substr(2)))
                return {.kind = ClassEscape::Kind::Block, .negated = negated, .block = *block};
        }
        fail("\\p{" + name + "} という文字の種類はありません");
        return {};
    }

    char32_t single_escape()
    {
        constexpr std::u32string_view as_they_are = U"\\|.?*+(){}-[]^$";
        char32_t c = take();
        if (c == U'n')
            return U'\n';
        if (c == U'r')
            return U'\r';
        if (c == U't')
            return U'\t';
        if (as_they_are.find(c) == std::u32string_view::npos)
            fail("\\ の後の文字が正しくありません");
        return c;
    }

    // charClassExpr ::= '[' '^'? part+ ( '-' charClassExpr )? ']', behind its bracket
    CharacterClass class_expression(int depth)
    {
        CharacterClass characters;
        if (depth >= deepest_nesting) {
            fail("[ ] の入れ子が深すぎます");
            return characters;
        }
        characters.negated = skip(U'^');
        bool first = true;
        while (!at_end() && (first || !sees(U']'))) {
            if (!first && sees(U'-') && sees_next(U'[')) {
                m_at += 2;
                characters.subtracted.push_back(class_expression(depth + 1));
                if (!sees(U']'))
                    fail("[ ] の引き算の後は ] です");
                break;
            }
            class_part(characters, first);
            first = false;
        }
        if (!skip(U']'))
            fail("[ に対応する ] がありません");
        characters.seal();
        return characters;
    }

    bool sees_next(char32_t c) const { return m_at + 1 < m_pattern.size() && m_pattern[m_at + 1] == c; }

    // A character, a range or a class escape. A hyphen stands for itself only at either end.
    void class_part(CharacterClass& characters, bool first)
    {
        if (sees(U'-') && !first && !sees_next(U']')) {
            fail("[ ] の中の - の場所が正しくありません");
            return;
        }
        if (skip(U'\\')) {
            if (auto found = class_escape()) {
                characters.escapes.push_back(*found);
                return;
            }
            --m_at;
        }
        char32_t low = class_character();
        char32_t high = low;
        if (sees(U'-') && !sees_next(U']') && !sees_next(U'[')) {
            take();
            high = class_character();
        }
        if (high < low)
            fail("[ ] の中の範囲が逆です");
        if (!m_reason.empty())
            return;
        if (m_flags.ignore_case) {
            auto variants = case_variants(low, high);
            characters.ranges.insert(characters.ranges.end(), variants.begin(), variants.end());
        } else {
            characters.ranges.emplace_back(low, high);
        }
    }

    char32_t class_character()
    {
        char32_t c = take();
        if (c == U'\\')
            return single_escape();
        if (c == U'[' || c == U']')
            fail("[ ] の中の [ と ] には \\ が必要です");
        return c;
    }

    std::u32string_view m_pattern;
    RegexFlags m_flags;
    std::size_t m_at = 0;
    std::vector<bool> m_closed; // one for each captured group that has begun
    std::string m_reason;
};

}

std::variant<RegexTree, std::string> parse_regex(std::string_view pattern, RegexFlags flags)
{
    std::u32string characters = base::to_code_points(pattern);
    if (characters.size() > longest_pattern)
        return "正規表現が長すぎます";
    if (flags.literal) {
        std::u32string escaped;
        for (char32_t c : characters) {
            if (std::u32string_view(U"\\|.?*+(){}-[]^$").find(c) != std::u32string_view::npos)
                escaped += U'\\';
            escaped += c;
        }
        characters = std::move(escaped);
    } else if (flags.ignore_blanks) {
        characters = without_blanks(characters);
    }
    Parser parser(characters, flags);
    RegexTree tree{parser.parse(), parser.groups()};
    if (!parser.reason().empty())
        return parser.reason();
    return tree;
}

}
