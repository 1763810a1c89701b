#include "feel/regex.h"

#include "feel/letter_case.h"
#include "feel/regex_program.h"

#include <algorithm>

namespace kenkei::feel {

namespace {

using Code = RegexProgram::Code;

// A million steps, and what a plain scan of a long text takes on top.
constexpr std::uint64_t steps_at_least = 1'000'000;
constexpr std::uint64_t steps_per_character = 8;
constexpr std::size_t most_saved = 2'000'000;

bool same_letter(char32_t left, char32_t right, bool ignore_case)
{
    return left == right ||
           (ignore_case && (lower_case(left) == lower_case(right) || upper_case(left) == upper_case(right)));
}

// F&O 3.1, 5.6.1: with flag m, ^ also behind each line feed that is not the last character, $ also before each.
bool is_start(std::u32string_view text, std::size_t at, bool multiline)
{
    return at == 0 || (multiline && at < text.size() && text[at - 1] == U'\n');
}

bool is_end(std::u32string_view text, std::size_t at, bool multiline)
{
    return at == text.size() || (multiline && text[at] == U'\n');
}

}

Regex::Search::Search(const Regex& regex, std::u32string_view text)
    : m_program(*regex.m_program)
    , m_text(text)
    , m_steps_left(steps_at_least + steps_per_character * text.size())
{
    m_marks.resize(m_program.registers);
}

std::optional<std::vector<Regex::Group>> Regex::Search::next(std::size_t from)
{
    std::vector<Group> groups(m_program.groups + 1);
    for (std::size_t start = from; start <= m_text.size() && !exhausted(); ++start) {
        if (match_at(start, groups))
            return groups;
    }
    return std::nullopt;
}

bool Regex::Search::match_at(std::size_t start, std::vector<Group>& groups)
{
    // A failed attempt has put all groups back as they were: empty.
    m_stack.clear();
    std::size_t at = start;
    std::uint32_t next = 0;
    const bool multiline = m_program.flags.multiline;

    auto spend = [&](std::size_t steps) { m_steps_left -= std::min<std::uint64_t>(m_steps_left, steps); };
    auto matches_group = [&](const Group& group) {
        const std::size_t length = group.begin == npos ? 0 : group.end - group.begin;
        if (m_text.size() - at < length)
            return false;
        std::size_t same = 0;
        while (same < length && same_letter(m_text[group.begin + same], m_text[at + same], m_program.flags.ignore_case))
            ++same;
        spend(same);
        at += same;
        return same == length;
    };

    while (m_steps_left > 0 && m_stack.size() < most_saved) {
        --m_steps_left;
        const RegexProgram::Instruction& instruction = m_program.instructions[next];
        bool goes_on = true;
        ++next;
        switch (instruction.code) {
        case Code::Character:
            goes_on = at < m_text.size() && m_text[at++] == instruction.character;
            break;
        case Code::Class:
            spend(m_program.class_costs[instruction.a] - 1);
            goes_on = at < m_text.size() && m_program.classes[instruction.a].matches(m_text[at++]);
            break;
        case Code::Any:
            goes_on = at < m_text.size() && m_text[at] != U'\n' && m_text[at] != U'\r';
            ++at;
            break;
        case Code::AnyAtAll:
            goes_on = at < m_text.size();
            ++at;
            break;
        case Code::Start:
            goes_on = is_start(m_text, at, multiline);
            break;
        case Code::End:
            goes_on = is_end(m_text, at, multiline);
            break;
        case Code::Mark:
            m_stack.push_back({Saved::Kind::Register, instruction.a, m_marks[instruction.a], 0});
            m_marks[instruction.a] = at;
            break;
        case Code::Capture: {
            Group& group = groups[instruction.a];
            m_stack.push_back({Saved::Kind::Group, instruction.a, group.begin, group.end});
            group = {m_marks[instruction.b], at};
            break;
        }
        case Code::Progress:
            goes_on = at != m_marks[instruction.a];
            break;
        case Code::BackReference:
            goes_on = matches_group(groups[instruction.a]);
            break;
        case Code::Split:
            m_stack.push_back({Saved::Kind::Branch, instruction.b, at, 0});
            next = instruction.a;
            break;
        case Code::Jump:
            next = instruction.a;
            break;
        case Code::Match:
            groups[0] = {start, at};
            return true;
        }
        while (!goes_on) {
            if (m_stack.empty())
                return false;
            Saved saved = m_stack.back();
            m_stack.pop_back();
            switch (saved.kind) {
            case Saved::Kind::Branch:
                next = saved.index;
                at = saved.first;
                goes_on = true;
                break;
            case Saved::Kind::Register:
                m_marks[saved.index] = saved.first;
                break;
            case Saved::Kind::Group:
                groups[saved.index] = {saved.first, saved.second};
                break;
            }
        }
    }
    m_steps_left = 0;
    return false;
}

}
