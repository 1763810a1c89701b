#include "judge/batch.h"

#include "base/fold.h"
#include "base/utf8.h"
#include "judge/lane_judgement.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace kenkei::judge {

namespace {

base::Error blank_line(std::size_t line)
{
    return {.code = "input.blank-line",
            .message = "空の行です。",
            .way_out = "1行に申請を1件ずつ書いてください。",
            .at = {line, 1}};
}

base::Error at_line(base::Error error, std::size_t line)
{
    error.at.line = line + (error.at.line == 0 ? 0 : error.at.line - 1);
    error.at.column = std::max<std::size_t>(error.at.column, 1);
    return error;
}

}

base::Result<answers::Application> read_line(std::string_view line, std::size_t number)
{
    if (base::is_blank(line))
        return blank_line(number);
    auto document = base::json::parse(line);
    if (!document.ok())
        return at_line(std::move(document).error(), number);
    auto application = answers::read_application(*std::move(document), "line:" + std::to_string(number));
    if (application.ok())
        return application;
    return at_line(std::move(application).error(), number);
}

void refuse(const base::Error& error, Output& out, BatchTally& tally)
{
    ++tally.applications;
    ++tally.unreadable;
    out.append(to_json_line(error) + "\n");
    tally.errors.push_back(error);
}

void BatchTally::add(BatchTally&& other)
{
    applications += other.applications;
    unreadable += other.unreadable;
    alone += other.alone;
    outcomes.met += other.outcomes.met;
    outcomes.not_met += other.outcomes.not_met;
    outcomes.undetermined += other.outcomes.undetermined;
    std::move(other.errors.begin(), other.errors.end(), std::back_inserter(errors));
}

BatchJudge::BatchJudge(const BatchPlan& plan, LineScanner::Width width) : m_plan(plan)
{
    if (!plan.program)
        return;
    m_lines = std::make_unique<LineBlock>(*plan.program);
    m_scanner.emplace(*plan.program, width);
    m_writer.emplace(*plan.program, plan.with_final);
}

void BatchJudge::judge(std::string_view text, std::size_t first_line, Output& out, BatchTally& tally)
{
    const char* at = text.data();
    const char* const end = at + text.size();
    auto line_at = [&] {
        const auto* feed = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
        return std::string_view(at, static_cast<std::size_t>(feed - at));
    };
    if (!m_plan.program) {
        for (std::size_t number = first_line; at != end; ++number) {
            const std::string_view line = line_at();
            judge_alone(line, number, out, tally);
            at += line.size() + 1;
        }
        return;
    }
    const bool readable = base::is_utf8(text);
    Block& block = m_lines->block;
    m_first_line = first_line;
    m_lines->clear();
    while (at != end) {
        const unsigned lane = block.count;
        const char* next = nullptr;
        if (readable || base::is_utf8(line_at()))
            next = m_scanner->scan(at, *m_lines, lane);
        if (next == nullptr) {
            block.escaped |= Mask{1} << lane;
            next = at + line_at().size() + 1;
        }
        m_raw[lane] = {at, static_cast<std::size_t>(next - at - 1)};
        at = next;
        if (++block.count == block_size)
            judge_block(out, tally);
    }
    if (block.count > 0)
        judge_block(out, tally);
}

void BatchJudge::judge_block(Output& out, BatchTally& tally)
{
    Block& block = m_lines->block;
    run(*m_plan.program, block);
    m_writer->take(*m_lines);
    for (unsigned lane = 0; lane < block.count; ++lane) {
        const std::size_t number = m_first_line + lane;
        if ((block.escaped >> lane & 1) != 0) {
            judge_alone(m_raw[lane], number, out, tally);
            continue;
        }
        std::string otherwise;
        if (m_lines->ids[lane].data() == nullptr)
            otherwise = "line:" + std::to_string(number);
        ++tally.applications;
        tally.outcomes.add(m_writer->line(*m_lines, lane, otherwise, out));
        if (m_plan.explain == Explain::Yes)
            explain(lane, out);
    }
    m_first_line += block.count;
    m_lines->clear();
}

// Puts the proof into the line that has just been written.
void BatchJudge::explain(unsigned lane, Output& out) const
{
    const Judgement judgement = judgement_of(*m_lines, *m_writer, lane, m_raw[lane]);
    const LaneTruths truths(m_lines->block, lane);
    constexpr std::string_view end = "}\n";
    out.shorten(end.size());
    out.append(",\"proof\":" + to_json_line(m_plan.edition, prove(m_plan.edition, judgement, &truths)));
    out.append(end);
}

// The general way: any line, read and judged as by itself.
void BatchJudge::judge_alone(std::string_view line, std::size_t number, Output& out, BatchTally& tally)
{
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    ++tally.alone;
    const auto application = read_line(line, number);
    if (!application.ok())
        return refuse(application.error(), out, tally);
    ++tally.applications;
    if (m_scanner)
        m_scanner->expect_bare(application->bare);
    const Judgement judgement = judge::judge(m_plan.edition, *application, m_plan.as_of, Next::Skip);
    tally.outcomes.add(judgement.outcome);
    out.append(to_json_line(m_plan.edition, judgement, m_plan.with_final, m_plan.explain) + "\n");
}

}
