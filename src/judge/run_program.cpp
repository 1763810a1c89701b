#include "base/utf8.h"
#include "edition/lookup.h"
#include "judge/block.h"

#include <algorithm>
#include <bit>

namespace kenkei::judge {

using feel::Value;
using Op = Instruction::Op;

namespace {

constexpr std::size_t most_remembered = 4096; // results of a call
constexpr std::size_t longest_remembered = 64;

template<typename Each>
void for_each_lane(Mask lanes, Each each)
{
    for (; lanes != 0; lanes &= lanes - 1)
        each(static_cast<unsigned>(std::countr_zero(lanes)));
}

class Runner {
public:
    Runner(const Program& program, Block& block)
        : m_program(program)
        , m_block(block)
        , m_lanes(block.lanes())
        , m_count(block.count)
    {}

    // Most instructions combine masks: those are done here, the others in step().
    void run(std::span<const Instruction> instructions)
    {
        Mask* const masks = m_block.masks.data();
        const std::uint32_t* const all_operands = m_program.operands.data();
        for (const Instruction& instruction : instructions) {
            const std::uint32_t* operand = all_operands + instruction.first;
            const std::uint32_t* const end = operand + instruction.count;
            Mask result = 0;
            switch (instruction.op) {
            case Op::All:
                result = masks[*operand++];
                result &= masks[*operand++];
                for (; operand != end; ++operand)
                    result &= masks[*operand];
                break;
            case Op::Any:
                result = masks[*operand++];
                result |= masks[*operand++];
                for (; operand != end; ++operand)
                    result |= masks[*operand];
                break;
            case Op::Without:
                result = masks[operand[0]] & ~masks[operand[1]];
                break;
            default:
                step(instruction);
                continue;
            }
            masks[instruction.target] = result;
        }
    }

private:
    Mask mask(Register reg) const { return m_block.masks[reg]; }
    const Numbers& numbers(Register reg) const { return m_block.numbers[reg]; }

    void step(const Instruction& instruction)
    {
        const std::uint32_t* operands = m_program.operands.data() + instruction.first;
        switch (instruction.op) {
        case Op::All:
        case Op::Any:
        case Op::Without:
            break; // in run()
        case Op::AtLeast:
            m_block.masks[instruction.target] = at_least(operands, instruction.count);
            break;
        case Op::Less:
            compare(instruction, operands, [](std::int64_t a, std::int64_t b) { return a < b; });
            break;
        case Op::LessEqual:
            compare(instruction, operands, [](std::int64_t a, std::int64_t b) { return a <= b; });
            break;
        case Op::SameNumber:
            compare(instruction, operands, [](std::int64_t a, std::int64_t b) { return a == b; });
            break;
        case Op::Add:
            calculate(instruction, operands, [](std::uint64_t a, std::uint64_t b) { return a + b; });
            break;
        case Op::Subtract:
            calculate(instruction, operands, [](std::uint64_t a, std::uint64_t b) { return a - b; });
            break;
        case Op::Multiply:
            calculate(instruction, operands, [](std::uint64_t a, std::uint64_t b) { return a * b; });
            break;
        case Op::Choose: {
            const Mask first = mask(operands[0]);
            const Numbers& a = numbers(operands[1]);
            const Numbers& b = numbers(operands[2]);
            Numbers& target = m_block.numbers[instruction.target];
            for (unsigned lane = 0; lane < m_count; ++lane)
                target.of[lane] = (first >> lane & 1) != 0 ? a.of[lane] : b.of[lane];
            break;
        }
        case Op::ChooseText: {
            const Mask first = mask(operands[0]);
            for (unsigned lane = 0; lane < m_count; ++lane)
                m_block.texts[instruction.target].of[lane] =
                    m_block.texts[operands[(first >> lane & 1) != 0 ? 1 : 2]].of[lane];
            break;
        }
        case Op::FloorDivide:
            calculate(instruction, operands, [](std::uint64_t a, std::uint64_t b) { return divided(a, b).first; });
            break;
        case Op::Modulo:
            calculate(instruction, operands, [](std::uint64_t a, std::uint64_t b) { return divided(a, b).second; });
            break;
        case Op::Digit:
            digit(instruction, operands);
            break;
        case Op::PartOfText:
            for_each_lane(mask(operands[1]) & m_lanes, [&](unsigned lane) {
                m_block.texts[instruction.target].of[lane] = part_of(
                    m_block.texts[operands[0]].of[lane], static_cast<std::int64_t>(operands[2]) - 100'000, operands[3]);
            });
            break;
        case Op::JoinText:
            for_each_lane(mask(operands[2]) & m_lanes, [&](unsigned lane) {
                std::string both(m_block.texts[operands[0]].of[lane]);
                both += m_block.texts[operands[1]].of[lane];
                m_block.texts[instruction.target].of[lane] = m_block.keep(std::move(both));
            });
            break;
        case Op::SameText: {
            Mask same = 0;
            for_each_lane(mask(operands[2]) & m_lanes, [&](unsigned lane) {
                if (m_block.texts[operands[0]].of[lane] == m_block.texts[operands[1]].of[lane])
                    same |= Mask{1} << lane;
            });
            m_block.masks[instruction.target] = same;
            break;
        }
        case Op::TextTest:
            m_block.masks[instruction.target] = text_test(operands);
            break;
        case Op::TextLength:
            for_each_lane(mask(operands[1]) & m_lanes, [&](unsigned lane) {
                m_block.numbers[instruction.target].of[lane] =
                    static_cast<std::int64_t>(base::count_code_points(m_block.texts[operands[0]].of[lane]));
            });
            break;
        case Op::Call:
            call(operands[0]);
            break;
        }
    }

    // Of each count up to `least`, the lanes that have reached it.
    Mask at_least(const std::uint32_t* operands, std::uint32_t count) const
    {
        constexpr std::uint32_t few = 15;
        const std::uint32_t least = operands[0];
        if (least == 2) {
            Mask once = 0;
            Mask twice = 0;
            for (std::uint32_t i = 1; i < count; ++i) {
                const Mask one = mask(operands[i]);
                twice |= once & one;
                once |= one;
            }
            return twice;
        }
        if (least > few)
            return at_least_of_many(operands, count);
        std::array<Mask, few + 1> reached;
        std::fill_n(reached.begin(), least + 1, Mask{0});
        reached[0] = ~Mask{0};
        for (std::uint32_t i = 1; i < count; ++i) {
            const Mask one = mask(operands[i]);
            for (std::uint32_t k = std::min(least, i); k > 0; --k)
                reached[k] |= reached[k - 1] & one;
        }
        return reached[least];
    }

    Mask at_least_of_many(const std::uint32_t* operands, std::uint32_t count) const
    {
        Mask reached = 0;
        for (unsigned lane = 0; lane < m_count; ++lane) {
            std::uint32_t hits = 0;
            for (std::uint32_t i = 1; i < count; ++i)
                hits += static_cast<std::uint32_t>(mask(operands[i]) >> lane & 1);
            reached |= static_cast<Mask>(hits >= operands[0]) << lane;
        }
        return reached;
    }

    // What stands in lanes that do not know a number is old, and nobody asks for the result there.
    template<typename Compare>
    void compare(const Instruction& instruction, const std::uint32_t* operands, Compare holds)
    {
        const Numbers& a = numbers(operands[0]);
        const Numbers& b = numbers(operands[1]);
        Mask result = 0;
        for (unsigned lane = 0; lane < m_count; ++lane)
            result |= static_cast<Mask>(holds(a.of[lane], b.of[lane])) << lane;
        m_block.masks[instruction.target] = result;
    }

    template<typename Calculate>
    void calculate(const Instruction& instruction, const std::uint32_t* operands, Calculate result)
    {
        const Numbers& a = numbers(operands[0]);
        const Numbers& b = numbers(operands[1]);
        Numbers& target = m_block.numbers[instruction.target];
        for (unsigned lane = 0; lane < m_count; ++lane)
            target.of[lane] = static_cast<std::int64_t>(
                result(static_cast<std::uint64_t>(a.of[lane]), static_cast<std::uint64_t>(b.of[lane])));
    }

    // Rounded down, and the remainder; the divisor is above 0.
    static std::pair<std::uint64_t, std::uint64_t> divided(std::uint64_t dividend, std::uint64_t divisor)
    {
        const auto a = static_cast<std::int64_t>(dividend);
        const auto b = static_cast<std::int64_t>(divisor);
        const std::int64_t remainder = (a % b + b) % b;
        return {static_cast<std::uint64_t>((a - remainder) / b), static_cast<std::uint64_t>(remainder)};
    }

    void digit(const Instruction& instruction, const std::uint32_t* operands)
    {
        Mask there = 0;
        for_each_lane(mask(operands[2]) & m_lanes, [&](unsigned lane) {
            const std::string_view one = part_of(m_block.texts[operands[0]].of[lane], operands[1] + 1, 1);
            if (one.size() != 1 || one[0] < '0' || one[0] > '9')
                return;
            there |= Mask{1} << lane;
            m_block.numbers[instruction.target].of[lane] = one[0] - '0';
        });
        m_block.masks[operands[3]] = there;
    }

    // As FEEL's substring: from 1, or from the end where negative.
    static std::string_view part_of(std::string_view text, std::int64_t start, std::int64_t length)
    {
        auto starts_character = [&](std::size_t at) { return (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80; };
        const auto size = static_cast<std::int64_t>(base::count_code_points(text));
        const std::int64_t wanted = start > 0 ? start - 1 : size + start;
        const std::int64_t first = std::clamp<std::int64_t>(wanted, 0, size);
        const std::int64_t end = std::clamp<std::int64_t>(wanted + length, 0, size);
        if (end <= first)
            return {};
        if (static_cast<std::size_t>(size) == text.size())
            return text.substr(static_cast<std::size_t>(first), static_cast<std::size_t>(end - first));
        std::size_t begin = 0;
        std::size_t stop = text.size();
        std::int64_t passed = -1;
        for (std::size_t at = 0; at < text.size(); ++at) {
            passed += starts_character(at) ? 1 : 0;
            if (passed == first && starts_character(at))
                begin = at;
            if (passed == end) {
                stop = at;
                break;
            }
        }
        return text.substr(begin, stop - begin);
    }

    Mask text_test(const std::uint32_t* operands)
    {
        const std::uint32_t index = operands[1];
        Mask passed = 0;
        for_each_lane(mask(operands[2]) & m_lanes, [&](unsigned lane) {
            const std::optional<bool> result = passes(index, m_block.texts[operands[0]].of[lane]);
            if (!result)
                m_block.escaped |= Mask{1} << lane;
            else if (*result)
                passed |= Mask{1} << lane;
        });
        return passed;
    }

    // Nothing where a match takes too long to be found.
    std::optional<bool> passes(std::uint32_t index, std::string_view text)
    {
        const TextTest& test = m_program.tests[index];
        switch (test.what) {
        case TextTest::What::StartsWith:
            return text.starts_with(test.text);
        case TextTest::What::EndsWith:
            return text.ends_with(test.text);
        case TextTest::What::Contains:
            return text.find(test.text) != std::string_view::npos;
        case TextTest::What::InList:
            return std::binary_search(test.list->begin(), test.list->end(), text);
        case TextTest::What::Matches:
            break;
        }
        return m_block.matchers[index]->found_in(text);
    }

    void call(std::uint32_t index)
    {
        const LaneCall& call = m_program.calls[index];
        for (Register target : call.masks)
            m_block.masks[target] = 0;
        if (call.known != no_lane)
            m_block.masks[call.known] = 0;
        const Mask demand = mask(call.demand) & m_lanes;
        for_each_lane(m_lanes & ~demand, [&](unsigned lane) { put(call, lane, call.otherwise); });
        for_each_lane(demand, [&](unsigned lane) {
            if (!call.by_text) {
                put(call, lane, evaluate(call, lane));
                return;
            }
            const std::string_view text = m_block.texts[call.inputs.front().second.reg].of[lane];
            if (text.size() > longest_remembered) {
                put(call, lane, evaluate(call, lane));
                return;
            }
            auto& results = m_block.remembered[index].results;
            auto known = results.find(std::string(text));
            if (known == results.end()) {
                if (results.size() >= most_remembered)
                    results.clear();
                known = results.emplace(std::string(text), evaluate(call, lane)).first;
            }
            put(call, lane, known->second);
        });
    }

    Value evaluate(const LaneCall& call, unsigned lane)
    {
        for (const auto& [slot, column] : call.inputs)
            m_block.slots[static_cast<std::size_t>(slot)] = m_block.value(column, lane);
        if (call.table)
            return edition::look_up(*call.table, m_block.slots).value;
        return feel::evaluate(*call.node, {.slots = m_block.slots});
    }

    void put(const LaneCall& call, unsigned lane, const Value& value)
    {
        const Mask bit = Mask{1} << lane;
        if (value.is_null())
            return;
        if (call.box) {
            m_block.boxes[*call.box][lane] = value;
            m_block.masks[call.known] |= bit;
            return;
        }
        if (call.text) {
            if (value.kind() != feel::Kind::String) {
                m_block.escaped |= bit;
                return;
            }
            m_block.texts[*call.text].of[lane] = m_block.keep(value.as_string());
            m_block.masks[call.known] |= bit;
            return;
        }
        for (std::size_t i = 0; i < call.values.size(); ++i) {
            if (call.values[i] == value) {
                m_block.masks[call.masks[i]] |= bit;
                return;
            }
        }
        m_block.escaped |= bit;
    }

    const Program& m_program;
    Block& m_block;
    Mask m_lanes;
    unsigned m_count;
};

}

Block::Block(const Program& compiled)
    : program(&compiled)
    , masks(compiled.masks)
    , numbers(compiled.numbers)
    , texts(compiled.texts)
    , boxes(compiled.boxes)
    , slots(compiled.slots)
    , remembered(compiled.calls.size())
{
    for (const TextTest& test : compiled.tests) {
        matchers.emplace_back();
        if (test.regex)
            matchers.back().emplace(*test.regex);
    }
    masks[every_lane] = ~Mask{0};
    for (const auto& [reg, constant] : compiled.number_constants)
        numbers[reg].of.fill(constant);
    for (const auto& [reg, constant] : compiled.text_constants)
        texts[reg].of.fill(constant);
    if (compiled.known)
        boxes[*compiled.known].fill(compiled.nothing_known);
}

void Block::clear()
{
    if (program->known)
        for_each_lane(masks[program->known_given],
                      [&](unsigned lane) { boxes[*program->known][lane] = program->nothing_known; });
    std::fill(masks.begin() + 2, masks.begin() + program->sources_end, Mask{0});
    count = 0;
    escaped = 0;
    kept.clear();
}

Value Block::value(const Column& column, unsigned lane) const
{
    if (column.kind == Column::Kind::Boxed && program->known && column.reg == *program->known)
        return boxes[column.reg][lane];
    if (!holds(column.known, lane))
        return {};
    switch (column.kind) {
    case Column::Kind::Finite:
        for (const auto& [value, mask] : column.values) {
            if (holds(mask, lane))
                return value;
        }
        return {};
    case Column::Kind::Set: {
        feel::List list;
        for (const auto& [value, mask] : column.values) {
            if (holds(mask, lane))
                list.push_back(value);
        }
        return Value::list(std::move(list));
    }
    case Column::Kind::Number:
        return Value::number(numbers[column.reg].of[lane]);
    case Column::Kind::Date: {
        const std::int64_t day = numbers[column.reg].of[lane];
        return Value::date(
            base::Date{static_cast<int>(day / 10000), static_cast<int>(day / 100 % 100), static_cast<int>(day % 100)});
    }
    case Column::Kind::Text:
        return Value::string(std::string(texts[column.reg].of[lane]));
    case Column::Kind::Boxed:
        return boxes[column.reg][lane];
    }
    return {};
}

void run(const Program& program, Block& block)
{
    run(program, program.instructions, block);
}

void run(const Program& program, std::span<const Instruction> instructions, Block& block)
{
    Runner(program, block).run(instructions);
}

}
