#include "cli/commands.h"

#include "cli/application_reader.h"
#include "cli/print.h"
#include "judge/judgement_text.h"

namespace kenkei::cli {

using edition::Outcome;

namespace {

std::string error_line(const base::Error& error)
{
    base::json::Writer out;
    out.begin_object().key("line").number(static_cast<std::int64_t>(error.at.line));
    out.key("column").number(static_cast<std::int64_t>(error.at.column));
    out.key("error").begin_object().member("code", error.code);
    out.member("message", error.way_out.empty() ? error.message : error.message + error.way_out);
    out.end_object().end_object();
    return out.take() + "\n";
}

class Judging {
public:
    Judging(const edition::Edition& edition, const JudgeOptions& options)
        : m_edition(edition)
        , m_options(options)
        , m_as_of(options.as_of.value_or(today()))
        , m_with_final(options.final ? judge::WithFinal::Yes : judge::WithFinal::No)
        , m_reader({.take = [this](const answers::Application& application) { report(application); },
                    .refuse = [this](const base::Error& error) { report(error); }})
    {}

    ExitStatus run()
    {
        ExitStatus status = m_reader.read(m_options.inputs);
        // The only document is unreadable: a failure; one of several: a bad line.
        if (m_reader.unreadable() > 0)
            status = worse(status, m_reader.applications() == 1 ? ExitStatus::Failure : ExitStatus::SomethingBad);
        if (m_options.check && m_outcomes.not_met + m_outcomes.undetermined > 0)
            status = worse(status, ExitStatus::SomethingBad);
        status = worse(status, finish_output());
        if (m_reader.applications() > 1 || m_options.format == OutputFormat::JsonLines)
            print_error(summary());
        return status;
    }

private:
    void report(const base::Error& error)
    {
        if (m_options.format != OutputFormat::Text) {
            print(error_line(error));
            if (!m_reader.several_inputs())
                return; // else it is also told with its file
        }
        print_error(error);
    }

    void report(const answers::Application& application)
    {
        const bool lines = m_options.format == OutputFormat::JsonLines;
        const judge::Judgement judgement =
            judge::judge(m_edition, application, m_as_of, lines ? judge::Next::Skip : judge::Next::Search);
        m_outcomes.add(judgement.outcome);
        switch (m_options.format) {
        case OutputFormat::JsonLines:
            print(judge::to_json_line(m_edition, judgement, m_with_final) + "\n");
            break;
        case OutputFormat::Json:
            print(judge::to_json(m_edition, judgement, m_with_final,
                                 m_options.explain ? judge::Explain::Yes : judge::Explain::No));
            break;
        case OutputFormat::Markdown: // not among this verb's formats
        case OutputFormat::Text:
            if (m_outcomes.met + m_outcomes.not_met + m_outcomes.undetermined > 1)
                print("\n");
            print(judge::to_text(m_edition, judgement, m_with_final,
                                 m_options.explain ? judge::Explain::Yes : judge::Explain::No));
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
