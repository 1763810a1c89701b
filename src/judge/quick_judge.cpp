#include "judge/quick_judge.h"

#include "edition/canonical_json.h"
#include "judge/lane_judgement.h"

#include <algorithm>

namespace kenkei::judge {

struct QuickJudge::Bench {
    explicit Bench(const Program& program) : lines(program), scanner(program), writer(program, WithFinal::No) {}

    LineBlock lines;
    LineScanner scanner;
    LineWriter writer;
    std::string text;
};

namespace {

// Line ends of readable JSON stand between its parts only: its strings hold none.
void put_on_one_line(std::string& text, std::string_view document)
{
    text.assign(document);
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    text += '\n';
    text.append(BatchJudge::padding, '\0');
}

// The findings of a judgement whose answers could all be read.
void add_findings(const LineBlock& lines, Judgement& judgement)
{
    const Program& program = *lines.block.program;
    for (const CodePlan& code : program.codes) {
        if (!lines.block.holds(code.mask, 0))
            continue;
        const edition::Question& question = program.edition->questions[code.question];
        if (code.rule)
            judgement.answers.findings.push_back(
                answers::finding_of(*program.edition, *code.rule, judgement.answers.slots));
        else if (judgement.answers.states[code.question].state == answers::State::NotAsked)
            judgement.answers.findings.push_back(answers::not_asked(question));
        else
            judgement.answers.findings.push_back(answers::unanswered(question));
    }
}

}

QuickJudge::QuickJudge(const edition::Edition& edition, base::Date as_of)
    : m_program(compile_program(edition, as_of, Purpose::Explain)) // which keeps what names and addresses are worth
    , m_any_day(!edition::asks_for_the_day(edition))
{}

QuickJudge::~QuickJudge() = default;

std::unique_ptr<QuickJudge::Bench> QuickJudge::take()
{
    {
        const std::lock_guard guard(m_lock);
        if (!m_free.empty()) {
            auto bench = std::move(m_free.back());
            m_free.pop_back();
            return bench;
        }
    }
    return std::make_unique<Bench>(*m_program);
}

void QuickJudge::give_back(std::unique_ptr<Bench> bench)
{
    const std::lock_guard guard(m_lock);
    m_free.push_back(std::move(bench));
}

std::optional<Judgement> QuickJudge::judge(std::string_view document, base::Date as_of)
{
    if (!m_program || (as_of != m_program->as_of && !m_any_day))
        return {};
    auto bench = take();
    LineBlock& lines = bench->lines;
    lines.clear();
    put_on_one_line(bench->text, document);
    std::optional<Judgement> judgement;
    if (bench->scanner.scan(bench->text.data(), lines, 0) != nullptr) {
        lines.block.count = 1;
        run(*m_program, lines.block);
        if (lines.block.escaped == 0 && lines.remarked == 0) {
            bench->writer.take(lines);
            judgement = judgement_of(lines, bench->writer, 0, document);
            judgement->as_of = as_of;
            judgement->answers.slots[edition::slot_of(edition::FixedName::AsOf)] = feel::Value::date(as_of);
            add_findings(lines, *judgement);
        }
    }
    give_back(std::move(bench));
    return judgement;
}

}
