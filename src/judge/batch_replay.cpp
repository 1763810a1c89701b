#include "judge/batch_replay.h"

#include "base/utf8.h"

#include <cstring>

namespace kenkei::judge {

namespace {

std::vector<int> slots_of_facts(const Replay& replay, bool later)
{
    std::vector<int> slots;
    for (const auto& [before, after] : replay.facts())
        slots.push_back(later ? after : before);
    return slots;
}

std::vector<int> with_breakdowns(std::vector<int> slots, const Grouping& grouping)
{
    for (const edition::Breakdown& breakdown : grouping.breakdowns())
        slots.push_back(breakdown.slot);
    return slots;
}

}

BatchReplay::Side::Side(const edition::Edition& edition, base::Date as_of, std::vector<int> always_set,
                        std::vector<int> slots)
    : program(compile_program(edition, as_of, Purpose::Compare, slots))
    , always(std::move(always_set))
{
    judgement.answers.slots.resize(edition.names.size());
    judgement.answers.states.resize(edition.questions.size());
    if (!program)
        return;
    judgement.answers.slots = program->slots;
    lines = std::make_unique<LineBlock>(*program);
    scanner.emplace(*program);
    writer.emplace(*program, WithFinal::No);
}

BatchReplay::BatchReplay(const edition::Edition& before, const edition::Edition& after, base::Date as_of,
                         const Replay& replay, Grouping& grouping, Sink sink)
    : m_before(before, as_of, slots_of_facts(replay, false), replay.slots(false))
    , m_after(after, as_of, with_breakdowns(slots_of_facts(replay, true), grouping),
              with_breakdowns(replay.slots(true), grouping))
    , m_replay(replay)
    , m_grouping(grouping)
    , m_sink(std::move(sink))
{}

void BatchReplay::run(std::string_view text, std::size_t first_line)
{
    const char* at = text.data();
    const char* const end = at + text.size();
    auto line_at = [&] {
        const auto* feed = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
        return std::string_view(at, static_cast<std::size_t>(feed - at));
    };
    m_first_line = first_line;
    const bool possible = m_before.program && m_after.program;
    const bool readable = possible && base::is_utf8(text);
    while (at != end) {
        const char* next = nullptr;
        if (possible && (readable || base::is_utf8(line_at()))) {
            next = m_before.scanner->scan(at, *m_before.lines, m_count);
            if (next != nullptr && m_after.scanner->scan(at, *m_after.lines, m_count) != next)
                next = nullptr;
        }
        if (next == nullptr) {
            m_alone |= Mask{1} << m_count;
            next = at + line_at().size() + 1;
        }
        m_raw[m_count] = {at, static_cast<std::size_t>(next - at - 1)};
        at = next;
        if (++m_count == block_size)
            run_block();
    }
    if (m_count > 0)
        run_block();
}

void BatchReplay::run_block()
{
    if (m_before.lines && m_after.lines) {
        for (Side* side : {&m_before, &m_after}) {
            side->lines->block.count = m_count;
            judge::run(*side->program, side->lines->block);
            side->writer->take(*side->lines);
            m_alone |= side->lines->block.escaped;
        }
    }
    for (unsigned lane = 0; lane < m_count; ++lane) {
        // Without an answer that either asks for, it may be another scheme's: that is told by itself.
        if ((m_alone >> lane & 1) != 0 || !is_answered(lane))
            judge_alone(lane);
        else
            run_lane(lane);
    }
    m_first_line += m_count;
    m_count = 0;
    m_alone = 0;
    for (Side* side : {&m_before, &m_after}) {
        if (side->lines)
            side->lines->clear();
    }
}

void BatchReplay::judge_alone(unsigned lane)
{
    const bool bare = m_sink.alone(m_raw[lane], m_first_line + lane);
    for (Side* side : {&m_before, &m_after}) {
        if (side->scanner)
            side->scanner->expect_bare(bare);
    }
}

bool BatchReplay::is_answered(unsigned lane) const
{
    for (const Side* side : {&m_before, &m_after}) {
        for (const AnswerPlan& plan : side->program->answers) {
            if (side->lines->block.holds(plan.answered, lane))
                return true;
        }
    }
    return false;
}

void BatchReplay::run_lane(unsigned lane)
{
    for (Side* side : {&m_before, &m_after}) {
        side->writer->outcomes(lane, side->judgement);
        set_slots(side->judgement, *side->lines, lane, side->always);
    }
    Judgement& before = m_before.judgement;
    Judgement& after = m_after.judgement;
    m_groups.clear();
    m_grouping.add_groups(after.answers.slots, m_groups);
    std::optional<Effect> effect;
    if (m_replay.touches(before, after)) {
        m_before.readings.clear();
        m_after.readings.clear();
        m_replay.add_readings(before, after, m_before.readings, m_after.readings);
        set_slots(before, *m_before.lines, lane, m_before.readings);
        set_slots(after, *m_after.lines, lane, m_after.readings);
        const std::string_view id = m_after.lines->ids[lane];
        after.id = id.data() == nullptr ? "line:" + std::to_string(m_first_line + lane) : std::string(id);
        effect = m_replay.effect_of(before, after);
    }
    m_sink.effect(effect, m_groups);
}

}
