#include "feel/regex.h"

#include "feel/regex_program.h"

#include <unordered_map>

namespace kenkei::feel {

namespace {

constexpr std::size_t largest_program = 50'000;

// Turns a tree into instructions. Counted repetitions are written out, so that the matcher needs no counters.
class Compiler {
public:
    explicit Compiler(RegexProgram& program) : m_program(program) {}

    // False if the program would be too large.
    bool compile(const RegexNode& root)
    {
        emit(root);
        add({.code = Code::Match});
        return !m_too_large;
    }

private:
    using Code = RegexProgram::Code;
    using Kind = RegexNode::Kind;

    std::size_t here() const { return m_program.instructions.size(); }
    static std::uint32_t small(std::size_t number) { return static_cast<std::uint32_t>(number); }

    std::size_t add(RegexProgram::Instruction instruction)
    {
        if (here() >= largest_program)
            m_too_large = true;
        else
            m_program.instructions.push_back(instruction);
        return here() - 1;
    }

    RegexProgram::Instruction& at(std::size_t place) { return m_program.instructions[place]; }

    void emit(const RegexNode& node)
    {
        if (m_too_large)
            return;
        switch (node.kind) {
        case Kind::Character:
            add({.code = Code::Character, .character = node.character});
            return;
        case Kind::Class:
            add({.code = Code::Class, .a = small(place_of_class(node))});
            return;
        case Kind::Any:
            add({.code = m_program.flags.dot_matches_all ? Code::AnyAtAll : Code::Any});
            return;
        case Kind::Start:
            add({.code = Code::Start});
            return;
        case Kind::End:
            add({.code = Code::End});
            return;
        case Kind::BackReference:
            add({.code = Code::BackReference, .a = small(node.group)});
            return;
        case Kind::Group:
            return emit_group(node);
        case Kind::Sequence:
            for (const RegexNode& child : node.children)
                emit(child);
            return;
        case Kind::Choice:
            return emit_choice(node);
        case Kind::Repeat:
            return emit_repeat(node);
        }
    }

    // One place for a class however often its node is written out.
    std::size_t place_of_class(const RegexNode& node)
    {
        auto [place, added] = m_places.emplace(&node, m_program.classes.size());
        if (added) {
            m_program.classes.push_back(node.characters);
            m_program.class_costs.push_back(node.characters.cost());
        }
        return place->second;
    }

    void emit_group(const RegexNode& node)
    {
        if (node.group == 0)
            return emit(node.children.front());
        std::uint32_t begin = small(m_program.registers++);
        add({.code = Code::Mark, .a = begin});
        emit(node.children.front());
        add({.code = Code::Capture, .a = small(node.group), .b = begin});
    }

    void emit_choice(const RegexNode& node)
    {
        std::vector<std::size_t> jumps;
        for (std::size_t i = 0; i < node.children.size(); ++i) {
            bool last = i + 1 == node.children.size();
            std::size_t split = last ? 0 : add({.code = Code::Split});
            std::size_t begin = here();
            emit(node.children[i]);
            if (m_too_large)
                return;
            if (last)
                break;
            jumps.push_back(add({.code = Code::Jump}));
            at(split).a = small(begin);
            at(split).b = small(here());
        }
        for (std::size_t jump : jumps)
            at(jump).a = small(here());
    }

    void emit_repeat(const RegexNode& node)
    {
        const RegexNode& body = node.children.front();
        for (std::size_t i = 0; i < node.least && !m_too_large; ++i) {
            std::size_t begin = here();
            emit(body);
            if (here() == begin)
                return; // nothing, however often
        }
        if (node.most == RegexNode::unlimited)
            return emit_loop(node);
        std::vector<std::size_t> splits;
        for (std::size_t i = node.least; i < node.most && !m_too_large; ++i) {
            splits.push_back(add({.code = Code::Split}));
            std::size_t begin = here();
            emit(body);
            if (here() == begin)
                break;
        }
        if (m_too_large)
            return;
        for (std::size_t split : splits)
            aim(split, split + 1, here(), node.reluctant);
    }

    // Turns that match nothing are not taken: (a*)* ends.
    void emit_loop(const RegexNode& node)
    {
        const RegexNode& body = node.children.front();
        bool always_moves = body.kind == Kind::Character || body.kind == Kind::Class || body.kind == Kind::Any;
        std::size_t split = add({.code = Code::Split});
        std::uint32_t turn = 0;
        if (!always_moves) {
            turn = small(m_program.registers++);
            add({.code = Code::Mark, .a = turn});
        }
        emit(body);
        if (!always_moves)
            add({.code = Code::Progress, .a = turn});
        add({.code = Code::Jump, .a = small(split)});
        if (!m_too_large)
            aim(split, split + 1, here(), node.reluctant);
    }

    void aim(std::size_t split, std::size_t inside, std::size_t behind, bool reluctant)
    {
        at(split).a = small(reluctant ? behind : inside);
        at(split).b = small(reluctant ? inside : behind);
    }

    RegexProgram& m_program;
    std::unordered_map<const RegexNode*, std::size_t> m_places;
    bool m_too_large = false;
};

}

std::optional<RegexFlags> read_flags(std::string_view text)
{
    RegexFlags flags;
    for (char letter : text) {
        switch (letter) {
        case 's':
            flags.dot_matches_all = true;
            break;
        case 'm':
            flags.multiline = true;
            break;
        case 'i':
            flags.ignore_case = true;
            break;
        case 'x':
            flags.ignore_blanks = true;
            break;
        case 'q':
            flags.literal = true;
            break;
        default:
            return std::nullopt;
        }
    }
    return flags;
}

std::variant<Regex, std::string> Regex::create(std::string_view pattern, std::string_view flags)
{
    auto program = std::make_shared<RegexProgram>();
    auto read = read_flags(flags);
    if (!read)
        return "正規表現のフラグは s m i x q です";
    program->flags = *read;
    auto parsed = parse_regex(pattern, *read);
    if (auto* reason = std::get_if<std::string>(&parsed))
        return "正規表現が正しくありません: " + *reason;
    const RegexTree& tree = *std::get_if<RegexTree>(&parsed);
    program->groups = tree.groups;
    if (!Compiler(*program).compile(tree.root))
        return "正規表現が大きすぎます";
    Regex regex;
    regex.m_program = std::move(program);
    return regex;
}

std::size_t Regex::groups() const
{
    return m_program->groups;
}

bool Regex::literal() const
{
    return m_program->flags.literal;
}

}
