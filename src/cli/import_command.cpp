#include "cli/commands.h"

#include "base/json.h"
#include "cli/open_desk.h"
#include "cli/print.h"
#include "cli/workbook_file.h"
#include "judge/judgement_text.h"
#include "office/submit_application.h"
#include "store/writer.h"

#include <algorithm>
#include <condition_variable>
#include <cstdio>
#include <filesystem>
#include <mutex>

namespace kenkei::cli {

namespace fs = std::filesystem;

namespace {

// Files and lines become submissions. One thread reads and judges, the store's writer keeps: what waits is made durable
// by one commit. A line of output means that the submission is kept, whatever happens then.
class Import {
public:
    Import(const ImportOptions& options, OpenDesk& open, const edition::Edition& edition, store::Writer& writer)
        : m_options(options)
        , m_open(open)
        , m_edition(edition)
        , m_writer(writer)
    {}

    ExitStatus run()
    {
        for (const std::string& input : m_options.inputs)
            take_input(input);
        wait_until_fewer_than(1);
        print_error("取込み " + std::to_string(m_filed) + " 件（新しい案件 " + std::to_string(m_opened) +
                    "、取込み済み " + std::to_string(m_repeated) + "）、取り込めないもの " + std::to_string(m_refused) +
                    " 件");
        return worse(m_status, finish_output());
    }

private:
    static constexpr std::size_t most_waiting = 2048;
    static constexpr std::size_t longest_line = 16U << 20;

    static bool is_taken(const fs::path& path)
    {
        const std::string extension = path.extension().string();
        return is_workbook_name(path) || extension == ".json" || extension == ".jsonl" || extension == ".JSON" ||
               extension == ".JSONL";
    }

    static bool has_lines(const fs::path& path)
    {
        const std::string extension = path.extension().string();
        return extension == ".jsonl" || extension == ".JSONL";
    }

    void take_input(const std::string& input)
    {
        std::error_code error;
        if (!fs::is_directory(input, error))
            return take_file(input);
        std::vector<fs::path> files;
        std::vector<std::string> skipped;
        for (const auto& entry : fs::directory_iterator(input, error)) {
            if (entry.is_regular_file(error) && is_taken(entry.path()))
                files.push_back(entry.path());
            else
                skipped.push_back(entry.path().filename().string());
        }
        if (error || files.empty())
            return refuse(input, {.code = "file.read",
                                  .message = error ? "フォルダを読めません。" : "取り込むファイルがありません。",
                                  .way_out = ".xlsx、.json、.jsonl のあるフォルダを指してください。"});
        std::sort(skipped.begin(), skipped.end());
        for (const std::string& name : skipped)
            print_error(input + "/" + name + ": 取り込みません（.xlsx、.json、.jsonl のファイルではありません）。");
        std::sort(files.begin(), files.end());
        for (const fs::path& file : files)
            take_file(file.string());
    }

    void take_file(const std::string& file)
    {
        if (has_lines(file) || file == "-")
            return take_lines(file);
        auto bytes = is_workbook_name(file) ? read_workbook_bytes(file) : read_bytes(file);
        if (!bytes.ok())
            return refuse(file, bytes.error());
        file_one({std::move(*bytes), fs::path(file).filename().string(), time_of(m_options.desk)}, file);
    }

    void take_lines(const std::string& file)
    {
        std::FILE* in = file == "-" ? stdin : std::fopen(file.c_str(), "rb");
        if (!in) {
            auto error = read_bytes(file); // says why
            return refuse(file, error.ok() ? base::Error{.code = "file.read", .message = "読めません。"}
                                           : std::move(error).error());
        }
        const std::string name = file == "-" ? "標準入力" : fs::path(file).filename().string();
        std::string line;
        std::size_t number = 0;
        for (int c = 0; c != EOF;) {
            line.clear();
            bool too_long = false;
            while ((c = std::getc(in)) != EOF && c != '\n') {
                too_long = too_long || line.size() == longest_line;
                if (!too_long)
                    line.push_back(static_cast<char>(c));
            }
            if (c == EOF && line.empty())
                break;
            number += 1;
            const std::string place = name + ":" + std::to_string(number);
            if (too_long)
                refuse(place, {.code = "json.too-long",
                               .message = "1行が 16 MB を超えています。",
                               .way_out = "1行に申請1件だけを書いてください。"});
            else if (line.find_first_not_of(" \t\r") != std::string::npos)
                file_one({line, place, time_of(m_options.desk)}, place);
        }
        if (in != stdin)
            std::fclose(in);
    }

    void file_one(office::Handed handed, const std::string& place)
    {
        auto prepared = office::prepare_submission(*m_open.editions, m_edition, std::move(handed));
        if (!prepared.ok())
            return refuse(place, prepared.error());
        wait_until_fewer_than(most_waiting);
        auto submission = std::make_shared<office::PreparedSubmission>(std::move(*prepared));
        auto filed = std::make_shared<office::Filed>();
        {
            std::lock_guard guard(m_lock);
            m_waiting += 1;
        }
        m_writer.post(
            [this, submission, filed](store::Transaction& kept) -> base::Result<void> {
                const office::Desk desk{kept, *m_open.editions, m_options.desk.by, submission->handed.arrived};
                *filed = TRY(office::file_application(desk, m_edition, *submission));
                return {};
            },
            [this, place, filed](base::Result<void> kept) { tell(place, *filed, std::move(kept)); });
    }

    // On the writer's thread, after the commit.
    void tell(const std::string& place, const office::Filed& filed, base::Result<void> kept)
    {
        std::lock_guard guard(m_lock);
        if (kept.ok()) {
            (filed.repeated ? m_repeated : m_filed) += 1;
            m_opened += filed.opened ? 1 : 0;
            m_options.desk.json ? print(line_of(place, filed)) : print_told(line_of(place, filed));
            std::fflush(stdout);
        } else {
            complain_of(place, std::move(kept).error());
        }
        m_waiting -= 1;
        m_fewer.notify_all();
    }

    std::string line_of(const std::string& place, const office::Filed& filed) const
    {
        const auto& last =
            filed.repeated ? *casework::counting_submission(filed.about) : filed.about.submissions.back();
        if (m_options.desk.json) {
            base::json::Writer out;
            out.begin_object().member("file", place).member("case", filed.about.id.text);
            out.key("version").number(last.version).member("outcome", edition::word_of(last.judged.outcome));
            out.key("new").boolean(filed.opened).key("repeated").boolean(filed.repeated).end_object();
            return out.take() + "\n";
        }
        return filed.about.id.text + "  第" + std::to_string(last.version) + "版  " +
               std::string(judge::short_word(last.judged.outcome)) + "  " + place +
               (filed.repeated ? "  （取込み済み）" : "") + "\n";
    }

    void refuse(const std::string& place, const base::Error& error)
    {
        std::lock_guard guard(m_lock);
        complain_of(place, error);
    }

    void complain_of(const std::string& place, base::Error error)
    {
        m_refused += 1;
        m_status =
            worse(m_status, status_of(error) == ExitStatus::Failure ? ExitStatus::Failure : ExitStatus::SomethingBad);
        error.file = place;
        print_error(error);
    }

    void wait_until_fewer_than(std::size_t waiting)
    {
        std::unique_lock lock(m_lock);
        m_fewer.wait(lock, [&] { return m_waiting < waiting; });
    }

    const ImportOptions& m_options;
    OpenDesk& m_open;
    const edition::Edition& m_edition;
    store::Writer& m_writer;
    std::mutex m_lock; // of all below
    std::condition_variable m_fewer;
    std::size_t m_waiting = 0;
    std::int64_t m_filed = 0;
    std::int64_t m_opened = 0;
    std::int64_t m_repeated = 0;
    std::int64_t m_refused = 0;
    ExitStatus m_status = ExitStatus::Done;
};

}

ExitStatus run_import(const ImportOptions& options)
{
    auto open = open_desk(options.desk);
    if (!open.ok())
        return complain(open.error());
    auto edition = open->editions->find(options.edition);
    if (!edition.ok())
        return complain(edition.error());
    auto writer = store::Writer::start(database_of(options.desk));
    if (!writer.ok())
        return complain(writer.error());
    return Import(options, *open, **edition, **writer).run();
}

}
