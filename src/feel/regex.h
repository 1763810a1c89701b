#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace kenkei::feel {

struct RegexProgram;

// Regular expressions of XPath and XQuery Functions and Operators 3.1, 5.6.1 (XML Schema syntax with anchors, reluctant
// quantifiers, groups and back-references), on code points. A Regex does not change; threads may share it. Search is by
// backtracking with an explicit stack and a limit on its steps, so that it ends soon for any pattern and text.
class Regex {
public:
    // Flags: s m i x q. Otherwise the reason why the pattern or a flag is not valid, in Japanese.
    static std::variant<Regex, std::string> create(std::string_view pattern, std::string_view flags);

    // Where group 0 (the whole match), 1, 2 … stand; begin == npos for a group that took no part.
    struct Group {
        std::size_t begin = npos;
        std::size_t end = npos;
    };
    static constexpr std::size_t npos = static_cast<std::size_t>(-1);

    // Searches one text from left to right, with one limit for all of its searches.
    class Search {
    public:
        Search(const Regex& regex, std::u32string_view text);

        // The first match that begins at `from` or later; nothing if there is none, or when exhausted().
        std::optional<std::vector<Group>> next(std::size_t from);
        bool exhausted() const { return m_steps_left == 0; }

    private:
        // What to go back to: another way to go on, or a register or group as it was.
        struct Saved {
            enum class Kind : std::uint8_t { Branch, Register, Group };
            Kind kind;
            std::uint32_t index; // instruction, register or group
            std::size_t first;   // position, register's value or group's begin
            std::size_t second;  // group's end
        };
        bool match_at(std::size_t start, std::vector<Group>& groups);

        const RegexProgram& m_program;
        std::u32string_view m_text;
        std::uint64_t m_steps_left;
        std::vector<Saved> m_stack;
        std::vector<std::size_t> m_marks;
    };

    // Whether a text has a match at all, in one pass over its bytes (regex_matcher.h).
    class Matcher;

    std::size_t groups() const; // without group 0
    bool literal() const;       // flag q: a replacement is taken as it stands

private:
    std::shared_ptr<const RegexProgram> m_program;
};

}
