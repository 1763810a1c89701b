#include "cli/commands.h"

#include "cli/documents.h"
#include "cli/print.h"
#include "cli/progress.h"
#include "judge/judgement_text.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <unistd.h>

namespace kenkei::cli {

namespace fs = std::filesystem;
using edition::Outcome;

namespace {

struct Counts {
    std::size_t documents = 0;
    std::size_t bad = 0;
    edition::Tally outcomes;
};

std::string error_line(const Document& document)
{
    const base::Error& error = document.value.error();
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
    {}

    ExitStatus run(const std::vector<std::string>& inputs)
    {
        m_several_inputs = inputs.size() > 1;
        for (const std::string& input : inputs)
            read(input);
        // The only document is unreadable: a failure; one of several: a bad line.
        if (m_counts.bad > 0)
            m_status = worse(m_status, m_counts.documents == 1 ? ExitStatus::Failure : ExitStatus::SomethingBad);
        if (m_options.check && m_counts.outcomes.not_met + m_counts.outcomes.undetermined > 0)
            m_status = worse(m_status, ExitStatus::SomethingBad);
        m_status = worse(m_status, finish_output());
        m_progress.clear();
        if (m_counts.documents > 1 || m_options.format == OutputFormat::JsonLines)
            print_error(summary());
        return m_status;
    }

private:
    void read(const std::string& input)
    {
        if (input == "-") {
            read(stdin, "標準入力", 0);
            return;
        }
        std::error_code error;
        if (fs::is_directory(input, error)) {
            read_folder(input);
            return;
        }
        std::FILE* file = std::fopen(input.c_str(), "rb");
        if (!file) {
            fail(input, why_in_japanese(errno));
            return;
        }
        const auto size = fs::file_size(input, error);
        read(file, input, error ? 0 : size);
        std::fclose(file);
    }

    void read_folder(const std::string& folder)
    {
        std::vector<std::string> files;
        std::error_code error;
        for (const auto& entry : fs::directory_iterator(folder, error)) {
            const fs::path extension = entry.path().extension();
            if (extension == ".json" || extension == ".jsonl")
                files.push_back(entry.path().string());
        }
        std::sort(files.begin(), files.end());
        if (files.empty())
            fail(folder, "フォルダに .json も .jsonl もありません");
        m_several_inputs = m_several_inputs || files.size() > 1;
        for (const std::string& file : files)
            read(file);
    }

    void fail(const std::string& input, const std::string& why)
    {
        print_error("「" + input + "」を読めません（" + why + "）。ファイル名と権限を確かめてください。");
        m_status = worse(m_status, ExitStatus::Failure);
    }

    void read(std::FILE* file, const std::string& name, std::uintmax_t size)
    {
        Documents documents(file);
        const std::size_t before = m_counts.documents;
        while (auto document = documents.next()) {
            ++m_counts.documents;
            m_progress.show(m_counts.documents, documents.bytes_read(), size);
            report(std::move(*document), name);
        }
        if (documents.failed())
            fail(name, "読み取りの途中で失敗しました");
        else if (m_counts.documents == before)
            fail(name, "申請がありません。入力が空です");
    }

    void report(Document document, const std::string& name)
    {
        if (document.value.ok()) {
            auto application =
                answers::read_application(std::move(document.value).value(), "line:" + std::to_string(document.line));
            if (application.ok()) {
                report(*application);
                return;
            }
            base::Error error = std::move(application).error();
            error.at.line = document.line + (error.at.line == 0 ? 0 : error.at.line - 1);
            document.value = std::move(error);
        }
        ++m_counts.bad;
        if (m_options.format != OutputFormat::Text) {
            print(error_line(document));
            if (!m_several_inputs)
                return;
        }
        base::Error error = document.value.error();
        error.file = name;
        print_error(error);
    }

    void report(const answers::Application& application)
    {
        const bool lines = m_options.format == OutputFormat::JsonLines;
        const judge::Judgement judgement =
            judge::judge(m_edition, application, m_as_of, lines ? judge::Next::Skip : judge::Next::Search);
        m_counts.outcomes.add(judgement.outcome);
        switch (m_options.format) {
        case OutputFormat::JsonLines:
            print(judge::to_json_line(m_edition, judgement, m_with_final) + "\n");
            break;
        case OutputFormat::Json:
            print(judge::to_json(m_edition, judgement, m_with_final,
                                 m_options.explain ? judge::Explain::Yes : judge::Explain::No));
            break;
        case OutputFormat::Text:
            if (m_counts.outcomes.met + m_counts.outcomes.not_met + m_counts.outcomes.undetermined > 1)
                print("\n");
            print(judge::to_text(m_edition, judgement, m_with_final,
                                 m_options.explain ? judge::Explain::Yes : judge::Explain::No));
            break;
        }
    }

    std::string summary() const
    {
        auto words = [&](Outcome outcome) { return std::string(judge::short_word(outcome)); };
        std::string text = std::to_string(m_counts.documents) + "件: " + words(Outcome::Met) + " " +
                           std::to_string(m_counts.outcomes.met);
        text += "、" + words(Outcome::NotMet) + " " + std::to_string(m_counts.outcomes.not_met);
        text += "、" + words(Outcome::Undetermined) + " " + std::to_string(m_counts.outcomes.undetermined);
        return text + "、読めない申請 " + std::to_string(m_counts.bad);
    }

    const edition::Edition& m_edition;
    const JudgeOptions& m_options;
    base::Date m_as_of;
    judge::WithFinal m_with_final;
    bool m_several_inputs = false; // then an unreadable line is also told with its file
    Counts m_counts;
    Progress m_progress;
    ExitStatus m_status = ExitStatus::Done;
};

}

ExitStatus run_judge(const JudgeOptions& options)
{
    EditionOrStatus loaded = load_or_complain(options.schemes, options.edition);
    if (!loaded.edition)
        return loaded.status;
    std::vector<std::string> inputs = options.inputs;
    if (inputs.empty()) {
        if (isatty(STDIN_FILENO))
            print_error("標準入力から申請を読みます（終わりは Ctrl-D）。ファイルを渡すこともできます。");
        inputs.emplace_back("-");
    }
    return Judging(*loaded.edition, options).run(inputs);
}

}
