#include "cli/commands.h"

#include "base/utf8.h"
#include "cli/application_reader.h"
#include "cli/hints_file.h"
#include "cli/print.h"
#include "cli/similar_output.h"
#include "form/in_cells.h"

#include <filesystem>
#include <set>

namespace kenkei::cli {

namespace {

// Reads the texts of all applications, compares those of one question with each other, and prints what is alike.
class Comparing {
public:
    Comparing(const edition::Edition& edition, std::vector<std::size_t> questions, const SimilarOptions& options)
        : m_edition(edition)
        , m_questions(std::move(questions))
        , m_options(options)
        , m_texts(m_questions.size())
        , m_reader(visitor())
    {}

    ExitStatus run()
    {
        ExitStatus status = m_reader.read(m_options.inputs);
        if (m_reader.unreadable() > 0)
            status = worse(status, m_reader.applications() == 1 ? ExitStatus::Failure : ExitStatus::SomethingBad);
        if (m_reader.applications() > m_reader.unreadable())
            print_similar();
        return worse(status, finish_output());
    }

private:
    ApplicationReader::Visitor visitor()
    {
        return {.take = [this](const answers::Application& application) { take(application); },
                .refuse = [](const base::Error& error) { print_error(error); },
                .take_workbook = [this](std::string_view bytes,
                                        const std::string& name) { return take_workbook(bytes, name); }};
    }

    base::Result<void> take_workbook(std::string_view bytes, const std::string& name)
    {
        if (!m_layout)
            m_layout = form::lay_out(m_edition);
        xlsx::WorkbookReader workbook = TRY(xlsx::WorkbookReader::open(bytes));
        form::FormReading reading = TRY(form::answers_from_workbook(workbook, m_edition, *m_layout));
        if (reading.application.id.empty())
            reading.application.id = std::filesystem::path(name).filename().string();
        take(reading.application);
        return {};
    }

    void take(const answers::Application& application)
    {
        const std::string owner = owner_of(application);
        m_firms.insert(owner);
        for (std::size_t i = 0; i < m_questions.size(); ++i) {
            const auto* answer = application.answers.find(m_edition.questions[m_questions[i]].id);
            if (answer && answer->kind == base::json::Kind::String)
                m_texts[i].push_back({application.id, owner, answer->text});
        }
    }

    // The firm's 法人番号. Without it each id is a firm, and each line without an id too.
    std::string owner_of(const answers::Application& application) const
    {
        const int number = m_edition.process ? m_edition.process->applicant.number : -1;
        if (number >= 0) {
            const auto* answer = application.answers.find(m_edition.questions[static_cast<std::size_t>(number)].id);
            if (answer && answer->kind == base::json::Kind::String && !answer->text.empty())
                return answer->text;
        }
        if (application.id.starts_with("line:"))
            return "\n" + std::to_string(m_reader.applications()); // several files have a first line
        return application.id;
    }

    void print_similar()
    {
        SimilarReport report{.edition = m_edition.key(),
                             .threshold = m_options.threshold,
                             .applications = m_reader.applications() - m_reader.unreadable(),
                             .firms = m_firms.size()};
        const desk::SimilarOptions options{.threshold = m_options.threshold,
                                           .schemes_wording = desk::wording_of(m_edition)};
        for (std::size_t i = 0; i < m_questions.size(); ++i) {
            std::vector<desk::OwnedText> texts;
            for (const ApplicantText& text : m_texts[i])
                texts.push_back({text.owner, text.text});
            report.questions.push_back({.question = &m_edition.questions[m_questions[i]],
                                        .texts = std::move(m_texts[i]),
                                        .similar = desk::find_similar(texts, options)});
        }
        if (m_options.format == OutputFormat::Json)
            print(to_json(report));
        else
            print_told(to_text(report));
    }

    const edition::Edition& m_edition;
    std::vector<std::size_t> m_questions;
    const SimilarOptions& m_options;
    std::vector<std::vector<ApplicantText>> m_texts; // by m_questions
    std::set<std::string> m_firms;
    std::optional<form::Layout> m_layout;
    ApplicationReader m_reader;
};

base::Result<std::vector<std::size_t>> questions_to_compare(const SimilarOptions& options,
                                                            const edition::Edition& edition)
{
    std::vector<std::size_t> questions;
    for (const std::string& id : options.questions) {
        const edition::Question* question = edition.find_question(id);
        if (!question || question->type != edition::Type::Text)
            return base::Error{.code = "similar.question",
                               .message = "「" + id + "」は、" + edition.key() + " の文章で答える設問ではありません。",
                               .way_out = "設問は kenkei show " + edition.key() + " で確かめられます。"};
        questions.push_back(static_cast<std::size_t>(question - edition.questions.data()));
    }
    if (!questions.empty())
        return questions;
    const Schemes schemes = TRY(find_schemes(options.schemes));
    desk::ReviewAidsResult read = find_review_aids(schemes, options.edition, edition);
    if (!read.errors.empty())
        return std::move(read.errors.front());
    if (read.aids.compared.empty())
        return base::Error{.code = "similar.nothing",
                           .message =
                               "年度版 " + edition.key() + " には、比べる設問（hints.yaml の compare）がありません。",
                           .way_out = "--question で設問の id を指してください。"};
    return std::move(read.aids.compared);
}

}

ExitStatus run_similar(const SimilarOptions& options)
{
    EditionOrStatus loaded = load_or_complain(options.schemes, options.edition);
    if (!loaded.edition)
        return loaded.status;
    auto questions = questions_to_compare(options, *loaded.edition);
    if (!questions.ok()) {
        print_error(questions.error());
        return ExitStatus::WrongUse;
    }
    return Comparing(*loaded.edition, std::move(*questions), options).run();
}

}
