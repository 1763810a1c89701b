// What the parts of judging cost, one by one: reading lines, running the compiled rules, writing verdicts, explaining.
//
//   kenkei_micro SCHEMES EDITION FILE.jsonl [options of Google Benchmark]
#include "cli/find_edition.h"
#include "cli/print.h"
#include "judge/batch.h"
#include "judge/judgement_json.h"
#include "judge/lane_judgement.h"

#include <benchmark/benchmark.h>

#include <cstdio>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace kenkei;

constexpr base::Date as_of{2024, 10, 1};

// The lines of the file in blocks of 64, and a program for them.
struct Workload {
    Workload(edition::Edition loaded, const char* file)
        : edition(std::move(loaded))
        , judging(edition, as_of, judge::WithFinal::No)
        , explaining(edition, as_of, judge::WithFinal::No, judge::Explain::Yes)
    {
        std::ifstream in(file, std::ios::binary);
        for (std::string line; std::getline(in, line);)
            lines.push_back(line + "\n" + std::string(judge::BatchJudge::padding, '\0'));
    }

    edition::Edition edition;
    judge::BatchPlan judging;
    judge::BatchPlan explaining;
    std::vector<std::string> lines;
};

std::unique_ptr<Workload> workload;

// Blocks that have been read, and perhaps run.
std::vector<std::unique_ptr<judge::LineBlock>> blocks(const judge::Program& program, unsigned size, bool run)
{
    judge::LineScanner scanner(program);
    std::vector<std::unique_ptr<judge::LineBlock>> all;
    for (const std::string& line : workload->lines) {
        if (all.empty() || all.back()->block.count == size)
            all.push_back(std::make_unique<judge::LineBlock>(program));
        judge::LineBlock& lines = *all.back();
        if (scanner.scan(line.data(), lines, lines.block.count) != nullptr)
            ++lines.block.count;
        if (all.size() == 64 && lines.block.count == size)
            break;
    }
    for (auto& lines : all) {
        if (run)
            judge::run(program, lines->block);
    }
    return all;
}

void count_applications(benchmark::State& state, std::size_t applications)
{
    state.counters["applications/s"] =
        benchmark::Counter(static_cast<double>(applications), benchmark::Counter::kIsRate);
}

void parse(benchmark::State& state)
{
    const judge::Program& program = *workload->judging.program;
    judge::LineScanner scanner(program);
    judge::LineBlock lines(program);
    std::size_t bytes = 0;
    std::size_t applications = 0;
    while (state.KeepRunning()) {
        for (const std::string& line : workload->lines) {
            if (lines.block.count == judge::block_size)
                lines.clear();
            if (scanner.scan(line.data(), lines, lines.block.count) != nullptr)
                ++lines.block.count;
            bytes += line.size() - judge::BatchJudge::padding;
        }
        applications += workload->lines.size();
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
    count_applications(state, applications);
}

void evaluate(benchmark::State& state, unsigned together)
{
    const judge::Program& program = *workload->judging.program;
    const auto all = blocks(program, together, false);
    std::size_t applications = 0;
    while (state.KeepRunning()) {
        for (const auto& lines : all) {
            judge::run(program, lines->block);
            applications += lines->block.count;
            benchmark::DoNotOptimize(lines->block.masks.data());
        }
    }
    count_applications(state, applications);
}

void format(benchmark::State& state)
{
    const judge::Program& program = *workload->judging.program;
    const auto all = blocks(program, judge::block_size, true);
    judge::LineWriter writer(program, judge::WithFinal::No);
    judge::Output out;
    std::size_t bytes = 0;
    std::size_t applications = 0;
    while (state.KeepRunning()) {
        for (const auto& lines : all) {
            out.clear();
            writer.take(*lines);
            for (unsigned lane = 0; lane < lines->block.count; ++lane)
                writer.line(*lines, lane, "", out);
            bytes += out.text().size();
            applications += lines->block.count;
        }
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
    count_applications(state, applications);
}

void explain_by_ids(benchmark::State& state)
{
    const judge::Program& program = *workload->explaining.program;
    const auto all = blocks(program, judge::block_size, true);
    judge::LineWriter writer(program, judge::WithFinal::No);
    const judge::ProofIndex index(program);
    std::vector<judge::ProofStep> steps;
    std::size_t applications = 0;
    std::size_t nodes = 0;
    while (state.KeepRunning()) {
        for (const auto& lines : all) {
            writer.take(*lines);
            for (unsigned lane = 0; lane < lines->block.count; ++lane) {
                steps.clear();
                index.explain(lines->block, writer, lane, steps);
                nodes += steps.size();
                ++applications;
            }
        }
    }
    count_applications(state, applications);
    state.counters["nodes"] = static_cast<double>(nodes) / static_cast<double>(applications);
}

void explain_in_japanese(benchmark::State& state)
{
    const judge::Program& program = *workload->explaining.program;
    const auto all = blocks(program, judge::block_size, true);
    judge::LineWriter writer(program, judge::WithFinal::No);
    std::size_t applications = 0;
    std::size_t bytes = 0;
    while (state.KeepRunning()) {
        const auto& lines = all[applications % all.size()];
        writer.take(*lines);
        for (unsigned lane = 0; lane < lines->block.count; ++lane) {
            const judge::Judgement judgement = judge::judgement_of(*lines, writer, lane, "{}");
            const judge::LaneTruths truths(lines->block, lane);
            bytes += judge::to_json_line(judge::prove(workload->edition, judgement, &truths)).size();
            ++applications;
        }
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
    count_applications(state, applications);
}

void judge_one_by_one(benchmark::State& state)
{
    std::size_t applications = 0;
    while (state.KeepRunning()) {
        std::string_view line = workload->lines[applications++ % workload->lines.size()];
        line.remove_suffix(judge::BatchJudge::padding + 1);
        const auto application = judge::read_line(line, 1);
        const judge::Judgement judgement = judge::judge(workload->edition, *application, as_of, judge::Next::Skip);
        benchmark::DoNotOptimize(judge::to_json_line(workload->edition, judgement, judge::WithFinal::No));
    }
    count_applications(state, applications);
}

}

int main(int count, char** arguments)
{
    benchmark::Initialize(&count, arguments);
    if (count != 4) {
        std::fputs("usage: kenkei_micro SCHEMES EDITION FILE.jsonl [options of Google Benchmark]\n", stderr);
        return 2;
    }
    auto loaded = cli::load_or_complain(arguments[1], arguments[2]);
    if (!loaded.edition)
        return 2;
    workload = std::make_unique<Workload>(std::move(*loaded.edition), arguments[3]);
    if (!workload->judging.program || !workload->explaining.program || workload->lines.empty()) {
        std::fputs("kenkei_micro: the edition cannot be run over blocks, or there is no application\n", stderr);
        return 1;
    }
    benchmark::RegisterBenchmark("parse", parse);
    benchmark::RegisterBenchmark("evaluate/64 together", evaluate, judge::block_size);
    benchmark::RegisterBenchmark("evaluate/alone", evaluate, 1U);
    benchmark::RegisterBenchmark("format", format);
    benchmark::RegisterBenchmark("explain/node ids", explain_by_ids);
    benchmark::RegisterBenchmark("explain/Japanese", explain_in_japanese);
    benchmark::RegisterBenchmark("one by one (the oracle)", judge_one_by_one);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
