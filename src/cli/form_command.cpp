#include "cli/commands.h"

#include "cli/application_reader.h"
#include "cli/print.h"
#include "cli/workbook_file.h"
#include "form/form.h"
#include "form/in_cells.h"
#include "form/merge.h"
#include "scheme/write_file.h"
#include "xlsx/workbook_writer.h"

#include <algorithm>
#include <filesystem>
#include <set>

namespace kenkei::cli {

namespace fs = std::filesystem;

namespace {

bool is_folder(const std::string& output)
{
    std::error_code error;
    return output.ends_with('/') || fs::is_directory(output, error);
}

// An id as a file's name, without extension: nothing that leads elsewhere or that a file system refuses, and short
// enough for a number and the extension to stand behind it.
std::string file_name_of(const std::string& id)
{
    constexpr std::size_t most = 200; // bytes
    std::string name;
    for (char c : id) {
        const bool refused = static_cast<unsigned char>(c) < 0x20 || c == 0x7F ||
                             std::string_view("/\\:*?\"<>|").find(c) != std::string_view::npos;
        name += refused ? '_' : c;
    }
    if (name.empty() || name.front() == '.' || name.front() == '~')
        name.insert(0, "_");
    std::size_t length = std::min(name.size(), most);
    while (length < name.size() && (static_cast<unsigned char>(name[length]) & 0xC0) == 0x80)
        --length; // not within a character
    return name.substr(0, length);
}

// Windows knows no difference between A and a.
std::string in_lower_case(std::string text)
{
    for (char& c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

class FormWriter {
public:
    FormWriter(const edition::Edition& edition, const FormOptions& options)
        : m_options(options)
        , m_as_of(options.as_of.value_or(today()))
        , m_form(edition)
    {}

    ExitStatus run()
    {
        if (!m_options.merge.empty())
            return merge();
        if (m_options.answers.empty()) {
            answers::Application blank;
            blank.answers.kind = base::json::Kind::Object;
            write(blank, output_for(m_form.edition().scheme + "-" + m_form.edition().edition));
            return m_status;
        }
        ApplicationReader reader({.take = [this](const answers::Application& application) { take(application); },
                                  .refuse = [this](const base::Error& error) { refuse(error); }});
        m_status = worse(m_status, reader.read({m_options.answers}));
        return m_status;
    }

private:
    fs::path output_for(const std::string& id)
    {
        if (!is_folder(m_options.output))
            return m_options.output;
        const std::string name = file_name_of(id);
        std::string one = name;
        for (int again = 2; !m_names.insert(in_lower_case(one)).second; ++again)
            one = name + "-" + std::to_string(again);
        return fs::path(m_options.output) / (one + ".xlsx");
    }

    void refuse(const base::Error& error)
    {
        print_error(error);
        m_status = worse(m_status, ExitStatus::SomethingBad);
    }

    void take(const answers::Application& application)
    {
        if (!is_folder(m_options.output) && ++m_taken > 1) {
            if (m_taken == 2) {
                print_error("申請が2件以上あります。最初の1件だけを書きました。フォルダ（-o DIR/）を指すと、"
                            "1件ずつ用紙を作ります。");
                m_status = worse(m_status, ExitStatus::SomethingBad);
            }
            return;
        }
        write(application, output_for(application.id));
    }

    // Whether somebody has written into the form that stands there since it was made.
    bool is_filled_in(const fs::path& file) const
    {
        std::error_code error;
        if (!fs::is_regular_file(file, error))
            return false;
        const auto bytes = read_workbook_bytes(file.string());
        if (!bytes.ok())
            return false;
        auto workbook = xlsx::WorkbookReader::open(*bytes);
        if (!workbook.ok())
            return false;
        const auto reading = form::answers_from_workbook(*workbook, m_form.edition(), m_form.layout());
        return reading.ok() && !merge(*reading, reading->exported, {}).changed.empty();
    }

    void write(const answers::Application& application, const fs::path& output)
    {
        if (is_workbook_name(output) && !has_our_extension(output)) {
            print_error(base::Error{.code = "form.extension",
                                    .message = "用紙は .xlsx の形で書きます。「" + output.string() +
                                               "」という名前では、Excel が開けないことがあります。",
                                    .way_out = "名前の終わりを .xlsx にしてください。"});
            m_status = worse(m_status, ExitStatus::WrongUse);
            return;
        }
        std::error_code error;
        const bool merged = !m_options.merge.empty() && fs::equivalent(m_options.merge, output, error);
        if (!merged && is_filled_in(output)) {
            print_error(base::Error{.code = "form.filled-in",
                                    .message = "「" + output.string() +
                                               "」には、作ったあとに記入された回答があるので、上書きしません。",
                                    .way_out = "別の名前を指すか、--merge で合わせてください。"});
            m_status = worse(m_status, ExitStatus::Failure);
            return;
        }
        const form::Form::Workbook workbook = m_form.fill(application, m_as_of);
        for (std::size_t question : workbook.not_shown) {
            const edition::Question& one = m_form.edition().questions[question];
            print_error(application.id + ": " + one.name() + "（" + one.id +
                        "）の回答は用紙の欄に書けません。欄は空けてあります。回答は見えないシートに残しました。");
            m_status = worse(m_status, ExitStatus::SomethingBad);
        }
        auto bytes = xlsx::write_workbook(workbook.book);
        if (!bytes.ok()) {
            print_error(bytes.error());
            m_status = worse(m_status, ExitStatus::Failure);
            return;
        }
        if (auto written = scheme::write_file(output, *bytes); !written.ok()) {
            print_error(written.error());
            m_status = worse(m_status, ExitStatus::Failure);
        }
    }

    form::Merge merge(const form::FormReading& reading, const base::json::Value& answers,
                      const std::vector<form::Side>& sides) const
    {
        return form::merge(m_form.edition(), reading.exported, reading.application.answers, answers, sides,
                           form::told_by(m_form.edition(), m_form.layout(), reading));
    }

    // `--take`: by question. Nothing and a message if it cannot be understood.
    std::optional<std::vector<form::Side>> decisions() const
    {
        const edition::Edition& edition = m_form.edition();
        std::vector<form::Side> sides(edition.questions.size(), form::Side::Nobody);
        form::Side rest = form::Side::Nobody; // of the questions that none names
        for (const std::string& written : m_options.take) {
            const std::size_t equals = written.find('=');
            const std::string word = equals == std::string::npos ? written : written.substr(equals + 1);
            const form::Side side = word == "workbook"  ? form::Side::Workbook
                                    : word == "answers" ? form::Side::Answers
                                                        : form::Side::Nobody;
            const edition::Question* question =
                equals == std::string::npos ? nullptr : edition.find_question(written.substr(0, equals));
            if (side == form::Side::Nobody || (equals != std::string::npos && !question)) {
                print_error("--take「" + written +
                            "」は使えません。workbook、answers、または 設問の id=workbook のように書いてください。");
                return {};
            }
            if (question)
                sides[static_cast<std::size_t>(question - edition.questions.data())] = side;
            else
                rest = side;
        }
        std::replace(sides.begin(), sides.end(), form::Side::Nobody, rest);
        return sides;
    }

    ExitStatus merge()
    {
        const auto sides = decisions();
        if (!sides)
            return ExitStatus::WrongUse;
        std::vector<answers::Application> applications;
        ApplicationReader reader(
            {.take = [&](const answers::Application& application) { applications.push_back(application); },
             .refuse = [this](const base::Error& error) { refuse(error); }});
        m_status = worse(m_status, reader.read({m_options.answers}));
        if (applications.size() != 1 || m_status != ExitStatus::Done) {
            print_error("--answers には申請が1件要ります（" + std::to_string(applications.size()) + "件ありました）。");
            return worse(m_status, ExitStatus::Failure);
        }
        auto merged = merge(applications.front(), *sides);
        if (merged.ok())
            return worse(*merged, finish_output());
        base::Error error = std::move(merged).error();
        error.file = m_options.merge;
        print_error(error);
        return ExitStatus::Failure;
    }

    base::Result<ExitStatus> merge(answers::Application& application, const std::vector<form::Side>& sides)
    {
        const std::string bytes = TRY(read_workbook_bytes(m_options.merge));
        xlsx::WorkbookReader workbook = TRY(xlsx::WorkbookReader::open(bytes));
        const form::FormReading reading = TRY(form::answers_from_workbook(workbook, m_form.edition(), m_form.layout()));
        for (const answers::Finding& finding : reading.application.findings)
            print_error(finding.message + finding.next);
        for (const answers::Finding& finding : application.findings)
            print_error(finding.message + finding.next);
        const auto names_one = [](const std::string& id) { return !id.empty() && !id.starts_with("line:"); };
        if (!names_one(application.id))
            application.id = reading.application.id;
        else if (names_one(reading.application.id) && application.id != reading.application.id)
            return base::Error{.code = "form.other-application",
                               .message = "用紙は別の申請（" + reading.application.id + "）のもので、回答の申請（" +
                                          application.id + "）のものではありません。",
                               .way_out = "同じ申請の用紙と回答を合わせてください。"};
        form::Merge merged = merge(reading, application.answers, sides);
        print_error(form::to_text(m_form.edition(), merged, form::cells_of(reading)));
        if (merged.conflicts > 0) {
            print_error("食い違いが" + std::to_string(merged.conflicts) +
                        "件あるので、何も書き出していません。--take で採る側を示してください。");
            return ExitStatus::SomethingBad;
        }
        application.answers = std::move(merged.answers);
        if (is_workbook_name(m_options.output)) {
            write(application, m_options.output);
            return m_status;
        }
        base::json::Writer out(base::json::Writer::Layout::Indented);
        out.begin_object();
        if (!application.id.empty())
            out.member("id", application.id);
        out.key("answers").value(application.answers);
        if (application.known.kind != base::json::Kind::Null)
            out.key("known").value(application.known);
        out.end_object();
        const std::string json = out.take() + "\n";
        if (m_options.output.empty()) {
            print(json);
            return m_status;
        }
        TRY(scheme::write_file(m_options.output, json));
        return m_status;
    }

    const FormOptions& m_options;
    base::Date m_as_of;
    form::Form m_form;
    ExitStatus m_status = ExitStatus::Done;
    std::size_t m_taken = 0;
    std::set<std::string> m_names; // given in this folder
};

}

ExitStatus run_form(const FormOptions& options)
{
    EditionOrStatus loaded = load_or_complain(options.schemes, options.edition);
    if (!loaded.edition)
        return loaded.status;
    return FormWriter(*loaded.edition, options).run();
}

}
