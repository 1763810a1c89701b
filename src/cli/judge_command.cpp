#include "cli/commands.h"

#include "cli/application_reader.h"
#include "cli/line_batches.h"
#include "cli/print.h"
#include "form/in_cells.h"
#include "judge/judgement_text.h"
#include "judge/next.h"
#include "judge/program_next.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iomanip>
#include <sstream>

namespace kenkei::cli {

using edition::Outcome;

namespace {

class Judging {
public:
    Judging(const edition::Edition& edition, const JudgeOptions& options)
        : m_edition(edition)
        , m_options(options)
        , m_as_of(options.as_of.value_or(today()))
        , m_with_final(options.final ? judge::WithFinal::Yes : judge::WithFinal::No)
        , m_reader(visitor())
    {}

    ExitStatus run()
    {
        if (m_options.format == OutputFormat::JsonLines)
            m_plan.emplace(m_edition, m_as_of, m_with_final,
                           m_options.explain ? judge::Explain::Yes : judge::Explain::No);
        const auto begin = std::chrono::steady_clock::now();
        ExitStatus status = m_reader.read(m_options.inputs);
        // The only document is unreadable: a failure; one of several: a bad line.
        if (m_reader.unreadable() > 0)
            status = worse(status, m_reader.applications() == 1 ? ExitStatus::Failure : ExitStatus::SomethingBad);
        if (m_options.check && m_outcomes.not_met + m_outcomes.undetermined > 0)
            status = worse(status, ExitStatus::SomethingBad);
        status = worse(status, finish_output());
        if (m_reader.applications() > 1 || m_options.format == OutputFormat::JsonLines)
            print_error(summary());
        if (m_options.measure)
            print_error(measured(std::chrono::steady_clock::now() - begin));
        return status;
    }

private:
    ApplicationReader::Visitor visitor()
    {
        ApplicationReader::Visitor visitor{
            .take = [this](const answers::Application& application) { report(judged(application), {}); },
            .refuse = [this](const base::Error& error) { report(error); },
            .take_workbook = [this](std::string_view bytes,
                                    const std::string& name) { return judge_workbook(bytes, name); }};
        if (m_options.format == OutputFormat::JsonLines) {
            visitor.take_lines = [this](Documents& documents, const std::string& name, const auto& done) {
                judge_lines(documents, name, done);
            };
        }
        return visitor;
    }

    void judge_lines(Documents& documents, const std::string& name, const ApplicationReader::Visitor::Done& done)
    {
        const unsigned jobs = m_options.jobs > 0 ? m_options.jobs : threads_at_hand();
        LineBatches(*m_plan, jobs).run(documents, [&](std::string_view lines, judge::BatchTally&& tally) {
            print(lines);
            if (m_reader.several_inputs()) {
                for (base::Error& error : tally.errors) {
                    error.file = name;
                    print_error(error);
                }
            }
            m_outcomes.met += tally.outcomes.met;
            m_outcomes.not_met += tally.outcomes.not_met;
            m_outcomes.undetermined += tally.outcomes.undetermined;
            done(tally.applications, tally.unreadable);
        });
    }

    base::Result<void> judge_workbook(std::string_view bytes, const std::string& name)
    {
        if (!m_layout)
            m_layout = form::lay_out(m_edition);
        xlsx::WorkbookReader workbook = TRY(xlsx::WorkbookReader::open(bytes));
        form::FormReading reading = TRY(form::answers_from_workbook(workbook, m_edition, *m_layout));
        if (reading.application.id.empty())
            reading.application.id = std::filesystem::path(name).filename().string();
        judge::Judgement judgement = judged(reading.application);
        form::put_in_cells(m_edition, *m_layout, reading, judgement.answers.findings);
        const std::vector<std::string> cells = form::cells_of(reading);
        report(judgement, cells);
        return {};
    }

    std::string measured(std::chrono::steady_clock::duration duration) const
    {
        const double seconds = std::chrono::duration<double>(duration).count();
        std::ostringstream text;
        text << std::fixed << std::setprecision(6) << "読み取りから書き出しまで " << seconds << " 秒、毎秒 "
             << std::setprecision(0) << static_cast<double>(m_reader.applications()) / std::max(seconds, 1e-9) << " 件";
        return text.str();
    }

    void report(const base::Error& error)
    {
        if (m_options.format != OutputFormat::Text) {
            print(judge::to_json_line(error) + "\n");
            if (!m_reader.several_inputs())
                return; // else it is also told with its file
        }
        print_error(error);
    }

    judge::Judgement judged(const answers::Application& application)
    {
        judge::Judgement judgement = judge::judge(m_edition, application, m_as_of, judge::Next::Skip);
        if (m_options.format == OutputFormat::JsonLines)
            return judgement;
        // To compile the edition pays from the second application on.
        if (!m_program_tried && m_reader.applications() > 1) {
            m_program_tried = true;
            m_program = judge::compile_program(m_edition, m_as_of, judge::Purpose::Explain);
            if (m_program)
                m_program_next.emplace(*m_program);
        }
        judgement.next = m_program_next ? m_program_next->find(judgement) : judge::find_next(m_edition, judgement);
        return judgement;
    }

    void report(const judge::Judgement& judgement, judge::Places places)
    {
        m_outcomes.add(judgement.outcome);
        switch (m_options.format) {
        case OutputFormat::JsonLines:
            print(judge::to_json_line(m_edition, judgement, m_with_final,
                                      m_options.explain ? judge::Explain::Yes : judge::Explain::No) +
                  "\n");
            break;
        case OutputFormat::Json:
            print(judge::to_json(m_edition, judgement, m_with_final,
                                 m_options.explain ? judge::Explain::Yes : judge::Explain::No, places));
            break;
        case OutputFormat::Markdown: // not among this verb's formats
        case OutputFormat::Csv:
        case OutputFormat::Text:
            if (m_outcomes.met + m_outcomes.not_met + m_outcomes.undetermined > 1)
                print("\n");
            print(judge::to_text(m_edition, judgement, m_with_final,
                                 m_options.explain ? judge::Explain::Yes : judge::Explain::No, places));
            break;
        }
    }

    std::string summary() const
    {
        auto words = [&](Outcome outcome) { return std::string(judge::short_word(outcome)); };
        std::string text = std::to_string(m_reader.applications()) + "件: " + words(Outcome::Met) + " " +
                           std::to_string(m_outcomes.met);
        text += "、" + words(Outcome::NotMet) + " " + std::to_string(m_outcomes.not_met);
        text += "、" + words(Outcome::Undetermined) + " " + std::to_string(m_outcomes.undetermined);
        return text + "、読めない申請 " + std::to_string(m_reader.unreadable());
    }

    const edition::Edition& m_edition;
    const JudgeOptions& m_options;
    base::Date m_as_of;
    judge::WithFinal m_with_final;
    edition::Tally m_outcomes;
    std::optional<judge::BatchPlan> m_plan;
    std::optional<form::Layout> m_layout; // of the edition's workbook
    bool m_program_tried = false;
    std::optional<judge::Program> m_program;
    std::optional<judge::ProgramNext> m_program_next;
    ApplicationReader m_reader;
};

}

ExitStatus run_judge(const JudgeOptions& options)
{
    EditionOrStatus loaded = load_or_complain(options.schemes, options.edition);
    if (!loaded.edition)
        return loaded.status;
    return Judging(*loaded.edition, options).run();
}

}
