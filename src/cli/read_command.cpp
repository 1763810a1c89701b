#include "cli/commands.h"

#include "cli/print.h"
#include "cli/workbook_file.h"
#include "form/in_cells.h"

#include <filesystem>
#include <map>

namespace kenkei::cli {

namespace {

// Reads workbooks one after the other; editions are loaded when a workbook first asks for them.
class FormFiles {
public:
    explicit FormFiles(const ReadOptions& options) : m_options(options), m_as_of(options.as_of.value_or(today())) {}

    ExitStatus run()
    {
        if (!m_options.edition.empty()) {
            EditionOrStatus loaded = load_or_complain(m_options.schemes, m_options.edition);
            if (!loaded.edition)
                return loaded.status;
            m_given = &keep(std::move(*loaded.edition));
        }
        for (const std::string& file : m_options.files) {
            auto read = read_file(file);
            if (read.ok())
                continue;
            base::Error error = std::move(read).error();
            error.file = file;
            print_error(error);
            const bool only = m_options.files.size() == 1 || error.code == "file.read";
            m_status = worse(m_status, only ? ExitStatus::Failure : ExitStatus::SomethingBad);
        }
        return worse(m_status, finish_output());
    }

private:
    struct Known {
        edition::Edition edition;
        form::Layout layout;
    };

    const Known& keep(edition::Edition edition)
    {
        std::string key = edition.key();
        form::Layout layout = form::lay_out(edition);
        return m_known.insert_or_assign(std::move(key), Known{std::move(edition), std::move(layout)}).first->second;
    }

    base::Result<const Known*> load_known(const std::string& key)
    {
        if (auto known = m_known.find(key); known != m_known.end())
            return &known->second;
        const Schemes schemes = TRY(find_schemes(m_options.schemes));
        LoadedEdition loaded = load(schemes, key);
        if (!loaded.edition) {
            if (loaded.unknown || loaded.errors.empty())
                return base::Error{.code = "form.unknown-edition",
                                   .message = "この用紙の年度版 " + key + " は、ここにありません。",
                                   .way_out = "--schemes で制度のフォルダを指してください。"};
            return loaded.errors.front();
        }
        return &keep(std::move(*loaded.edition));
    }

    // The edition that the workbook is a form of.
    base::Result<const Known*> edition_of(xlsx::WorkbookReader& workbook)
    {
        if (m_given)
            return m_given;
        if (const std::optional<form::Identity> identity = TRY(form::read_identity(workbook)))
            return load_known(identity->key());
        // The document's properties may still tell; the labels must fit whatever they say.
        if (const std::string* told = workbook.property(form::identity_property)) {
            if (auto known = load_known(told->substr(0, told->find(' '))); known.ok())
                return known;
        }
        std::vector<const edition::Edition*> candidates;
        const Schemes schemes = TRY(find_schemes(m_options.schemes));
        for (const std::string& name : list_editions(schemes)) {
            if (auto known = load_known(name); known.ok())
                candidates.push_back(&(*known)->edition);
        }
        const std::size_t index = TRY(form::edition_by_labels(workbook, candidates));
        return load_known(candidates[index]->key());
    }

    base::Result<void> read_file(const std::string& file)
    {
        const std::string bytes = TRY(read_workbook_bytes(file));
        xlsx::WorkbookReader workbook = TRY(xlsx::WorkbookReader::open(bytes));
        const Known& known = *TRY(edition_of(workbook));
        form::FormReading reading = TRY(form::answers_from_workbook(workbook, known.edition, known.layout));
        if (reading.application.id.empty())
            reading.application.id = std::filesystem::path(file).filename().string();
        answers::Answers answers = answers::read_answers(known.edition, reading.application, m_as_of);
        form::put_in_cells(known.edition, known.layout, reading, answers.findings);
        switch (m_options.format) {
        case ReadFormat::Json:
            print(form::to_json(known.edition, reading, answers));
            break;
        case ReadFormat::Text:
            print(form::to_text(known.edition, reading, answers));
            break;
        case ReadFormat::Application: {
            base::json::Writer out;
            out.begin_object().member("id", reading.application.id).key("answers").value(reading.application.answers);
            out.end_object();
            print(out.take() + "\n");
            for (const answers::Finding& finding : reading.application.findings)
                print_error(file + ": " + finding.message + finding.next);
            break;
        }
        }
        return {};
    }

    const ReadOptions& m_options;
    base::Date m_as_of;
    std::map<std::string, Known> m_known;
    const Known* m_given = nullptr;
    ExitStatus m_status = ExitStatus::Done;
};

}

ExitStatus run_read(const ReadOptions& options)
{
    return FormFiles(options).run();
}

}
