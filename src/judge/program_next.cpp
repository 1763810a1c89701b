#include "judge/program_next.h"

#include "judge/block.h"
#include "judge/nearest_search.h"
#include "judge/next.h"
#include "judge/program_readers.h"

#include <bit>
#include <deque>

namespace kenkei::judge {

using edition::FixedName;
using feel::Value;

namespace {

// An item's plan, and how what the search asks of it is looked up in a block.
class LanePlan {
public:
    LanePlan(const Program& program, std::size_t item) : m_program(program), m_plan(*program.edition, item)
    {
        ProgramReaders readers(program);
        for (const NextPlan::Part& part : m_plan.parts())
            m_parts.push_back(plan_part(part, readers));
        for (const NextPlan::Entangled& entangled : m_plan.entangled()) {
            for (int slot : entangled.slots)
                read_slot(slot, readers);
        }
        for (std::size_t question : m_plan.changeable_behind(NextPlan::whole)) {
            if (const auto& best = program.edition->questions[question].best)
                m_best.emplace_back(best->tree.get(), read_slots(*best->tree, readers));
        }
        m_instructions = readers.take_all();
        for (std::size_t i = 0; i < program.answers.size(); ++i) {
            if (!program.answers[i].derived && readers.reads_answer(program.answers[i]))
                m_questions.push_back(i);
        }
        m_reads_known = readers.reads_known();
    }

    // Where the program does not hold all that is asked.
    bool possible() const { return m_possible; }
    NextPlan& plan() { return m_plan; }
    const std::vector<Instruction>& instructions() const { return m_instructions; }
    // The questions whose answers the instructions read.
    const std::vector<std::size_t>& questions() const { return m_questions; }
    bool reads_known() const { return m_reads_known; }

    std::optional<bool> truth(std::size_t part, const Block& block, unsigned lane, std::vector<Value>& room) const
    {
        const Part& how = m_parts[part];
        if (how.truth) {
            if (block.holds(how.truth->yes, lane))
                return true;
            return block.holds(how.truth->no, lane) ? std::optional(false) : std::nullopt;
        }
        const Value value = evaluate(*m_plan.parts()[part].node, how.slots, block, lane, room);
        return value.kind() == feel::Kind::Boolean ? std::optional(value.as_boolean()) : std::nullopt;
    }

    Value value(int slot, const Block& block, unsigned lane) const
    {
        return block.value(*m_program.columns[static_cast<std::size_t>(slot)], lane);
    }

    Value best(const feel::Node& node, const Block& block, unsigned lane, std::vector<Value>& room) const
    {
        const auto known =
            std::find_if(m_best.begin(), m_best.end(), [&](const auto& best) { return best.first == &node; });
        return evaluate(node, known->second, block, lane, room);
    }

private:
    struct Part {
        std::optional<Truth> truth;
        std::vector<int> slots; // without it: the part is evaluated over these
    };

    Part plan_part(const NextPlan::Part& part, ProgramReaders& readers)
    {
        std::optional<Truth> truth;
        if (part.node == m_program.edition->items[m_plan.item()].met.tree.get())
            truth = m_program.items[m_plan.item()];
        else if (auto known = m_program.truths.find(part.node); known != m_program.truths.end())
            truth = known->second;
        if (!truth)
            return {.truth = {}, .slots = read_slots(*part.node, readers)};
        readers.read(*truth);
        return {.truth = truth, .slots = {}};
    }

    std::vector<int> read_slots(const feel::Node& node, ProgramReaders& readers)
    {
        std::vector<int> slots = feel::slots_read(node);
        // What no application changes stands in the program.
        std::erase_if(slots, [&](int slot) {
            return slot < static_cast<int>(std::size(edition::fixed_names)) && slot != slot_of(FixedName::Known);
        });
        for (int slot : slots)
            read_slot(slot, readers);
        return slots;
    }

    void read_slot(int slot, ProgramReaders& readers)
    {
        const auto& column = m_program.columns[static_cast<std::size_t>(slot)];
        if (column)
            readers.read(*column);
        m_possible = m_possible && column;
    }

    Value evaluate(const feel::Node& node, const std::vector<int>& slots, const Block& block, unsigned lane,
                   std::vector<Value>& room) const
    {
        for (int slot : slots)
            room[static_cast<std::size_t>(slot)] = value(slot, block, lane);
        return feel::evaluate(node, {.slots = room});
    }

    const Program& m_program;
    NextPlan m_plan;
    std::vector<Part> m_parts; // by part of the plan
    std::vector<std::pair<const feel::Node*, std::vector<int>>> m_best;
    std::vector<Instruction> m_instructions;
    std::vector<std::size_t> m_questions;
    bool m_reads_known = false;
    bool m_possible = true;
};

template<typename Each>
void for_each_lane(Mask lanes, Each each)
{
    for (; lanes != 0; lanes &= lanes - 1)
        each(static_cast<unsigned>(std::countr_zero(lanes)));
}

Mask first_lanes(std::size_t count)
{
    return count >= block_size ? ~Mask{0} : (Mask{1} << count) - 1;
}

// The answer to a question in these lanes. False if a block cannot hold it. A text must live as long as the block is
// run.
bool put_answer(const Program& program, std::size_t index, const std::optional<Value>& answer, Mask lanes, Block& block)
{
    using edition::Type;
    const AnswerPlan& plan = program.answers[index];
    block.masks[plan.answered] &= ~lanes;
    block.masks[plan.refused] &= ~lanes;
    for (Register option : plan.options)
        block.masks[option] &= ~lanes;
    if (!answer)
        return true;
    block.masks[answer->is_null() ? plan.refused : plan.answered] |= lanes;
    if (answer->is_null())
        return true;
    auto choose = [&](const Value& option) {
        const auto number = option.kind() == feel::Kind::Number ? option.as_number().to_int64() : std::nullopt;
        if (!number || *number < plan.lowest || *number - plan.lowest >= static_cast<std::int64_t>(plan.options.size()))
            return false;
        block.masks[plan.option(*number)] |= lanes;
        return (plan.option_numbers >> (*number - plan.lowest) & 1) != 0;
    };
    auto set_number = [&](std::int64_t number) {
        for_each_lane(lanes, [&](unsigned lane) { block.numbers[*plan.number].of[lane] = number; });
        return true;
    };
    switch (program.edition->questions[index].type) {
    case Type::Boolean:
        if (answer->kind() != feel::Kind::Boolean)
            return false;
        block.masks[plan.option(answer->as_boolean() ? 1 : 0)] |= lanes;
        return true;
    case Type::Choice:
        return choose(*answer);
    case Type::Choices:
        return answer->kind() == feel::Kind::List &&
               std::all_of(answer->as_list().begin(), answer->as_list().end(), choose);
    case Type::Integer:
    case Type::Decimal: {
        const auto number = answer->kind() == feel::Kind::Number ? answer->as_number().to_int64() : std::nullopt;
        return number && *number >= -largest_number && *number <= largest_number && set_number(*number);
    }
    case Type::Date:
    case Type::Month: {
        if (answer->kind() != feel::Kind::Date)
            return false;
        const feel::CalendarDate& date = answer->as_date();
        return date.year >= 1 && date.year <= 9999 && set_number(date.year * 10000 + date.month * 100 + date.day);
    }
    case Type::Text:
        if (answer->kind() != feel::Kind::String || answer->as_string().empty())
            return false;
        for_each_lane(lanes, [&](unsigned lane) { block.texts[*plan.text].of[lane] = answer->as_string(); });
        return true;
    }
    return false;
}

// Blocks for what is tried after no change, one change, two …; kept from item to item.
struct Room {
    explicit Room(const Program& program) : slots(program.slots) {}

    std::vector<std::unique_ptr<Block>> blocks;
    std::vector<Value> slots;
};

// An application whose answers are tried side by side: what is prepared is judged in one run, a lane for each change.
class LaneWorld {
public:
    LaneWorld(const Program& program, const LanePlan& plan, const answers::Answers& answers, Room& room)
        : m_program(program)
        , m_plan(plan)
        , m_answers(answers)
        , m_room(room)
    {
        Block& block = begin_block(0, 1);
        if (m_sound)
            run_block(block);
        m_lanes.push_back({.block = &block, .lane = 0});
        m_failed = !m_sound || block.escaped != 0;
    }

    std::optional<bool> truth(std::size_t part) { return m_plan.truth(part, here(), lane(), m_room.slots); }
    Value value(int slot) const { return m_plan.value(slot, here(), lane()); }
    Value best(const feel::Node& node) { return m_plan.best(node, here(), lane(), m_room.slots); }

    const std::vector<Change>& prepare(std::vector<Change> changes)
    {
        const std::size_t depth = m_lanes.size();
        const bool again = depth == 1 && !m_levels.empty(); // with a further limit: the same, and judged already
        m_levels.resize(depth);
        if (!again)
            m_levels.back() = {.changes = std::move(changes)};
        return m_levels.back().changes;
    }

    void enter(std::size_t change)
    {
        const std::size_t depth = m_lanes.size();
        m_levels.resize(depth);
        Level& level = m_levels.back();
        if (change >= level.end)
            judge_from(change, level);
        Block& block = *m_room.blocks[depth];
        const auto lane = static_cast<unsigned>(change - level.first);
        m_made.push_back(&level.changes[change]);
        m_lanes.push_back({.block = &block, .lane = lane});
        m_failed = m_failed || ((block.escaped | level.unsound) >> lane & 1) != 0;
    }

    void leave()
    {
        m_lanes.pop_back();
        m_made.pop_back();
    }

    bool failed() const { return m_failed; }

private:
    struct Level {
        std::vector<Change> changes = {};
        std::size_t first = 0; // those that stand in the block
        std::size_t end = 0;
        Mask unsound = 0; // lanes whose change a block cannot hold
    };
    struct Lane {
        Block* block = nullptr;
        unsigned lane = 0;
    };

    const Block& here() const { return *m_lanes.back().block; }
    unsigned lane() const { return m_lanes.back().lane; }

    // The answers as they are now, in the first lanes of the block for so many changes.
    Block& begin_block(std::size_t depth, std::size_t lanes)
    {
        while (m_room.blocks.size() <= depth)
            m_room.blocks.push_back(std::make_unique<Block>(m_program));
        Block& block = *m_room.blocks[depth];
        block.count = static_cast<unsigned>(lanes);
        block.escaped = 0;
        block.kept.clear();
        for (std::size_t question : m_plan.questions())
            m_sound =
                put_answer(m_program, question, m_answers.as_read[question], first_lanes(lanes), block) && m_sound;
        for (const Change* change : m_made)
            put_answer(m_program, change->question, change->answer, first_lanes(lanes), block);
        if (m_plan.reads_known()) {
            block.masks[m_program.known_given] = first_lanes(lanes);
            for (std::size_t lane = 0; lane < lanes && m_program.known; ++lane)
                block.boxes[*m_program.known][lane] =
                    m_answers.slots[static_cast<std::size_t>(slot_of(FixedName::Known))];
        }
        return block;
    }

    void run_block(Block& block) const { run(m_program, m_plan.instructions(), block); }

    // This change and those behind it, as many as there are lanes.
    void judge_from(std::size_t change, Level& level)
    {
        level.first = change;
        level.end = std::min(level.changes.size(), change + block_size);
        level.unsound = 0;
        Block& block = begin_block(m_lanes.size(), level.end - level.first);
        for (std::size_t i = level.first; i < level.end; ++i) {
            const Change& one = level.changes[i];
            const Mask bit = Mask{1} << (i - level.first);
            if (!put_answer(m_program, one.question, one.answer, bit, block))
                level.unsound |= bit;
        }
        run_block(block);
    }

    const Program& m_program;
    const LanePlan& m_plan;
    const answers::Answers& m_answers;
    Room& m_room;
    std::deque<Level> m_levels;        // by number of changes made before
    std::vector<Lane> m_lanes;         // the application, with no change, one, two …
    std::vector<const Change*> m_made; // the changes
    bool m_sound = true;
    bool m_failed = false;
};

}

struct ProgramNext::State {
    explicit State(const Program& compiled) : program(compiled), plans(compiled.edition->items.size()), room(compiled)
    {}

    LanePlan& plan_of(std::size_t item)
    {
        if (!plans[item])
            plans[item] = std::make_unique<LanePlan>(program, item);
        return *plans[item];
    }

    std::optional<std::vector<std::size_t>> nearest(std::size_t item, const Judgement& judgement)
    {
        LanePlan& plan = plan_of(item);
        ++tally.items;
        if (plan.possible() && judgement.as_of == program.as_of) {
            LaneWorld world(program, plan, judgement.answers, room);
            auto questions = NearestSearch(plan.plan(), judgement.answers.as_read, world).run();
            if (!world.failed())
                return questions;
        }
        ++tally.by_tree;
        return find_nearest(plan.plan(), judgement.answers);
    }

    const Program& program;
    std::vector<std::unique_ptr<LanePlan>> plans; // by item, once it has been asked for
    Room room;
    Tally tally;
};

ProgramNext::ProgramNext(const Program& program) : m_state(std::make_unique<State>(program)) {}
ProgramNext::~ProgramNext() = default;
ProgramNext::ProgramNext(ProgramNext&&) noexcept = default;
ProgramNext& ProgramNext::operator=(ProgramNext&&) noexcept = default;

std::vector<NextStep> ProgramNext::find(const Judgement& judgement)
{
    return next_steps(*m_state->program.edition, judgement,
                      [&](std::size_t item) { return m_state->nearest(item, judgement); });
}

const ProgramNext::Tally& ProgramNext::tally() const
{
    return m_state->tally;
}

}
