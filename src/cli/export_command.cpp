#include "cli/commands.h"

#include "base/csv.h"
#include "base/json.h"
#include "cli/open_desk.h"
#include "cli/print.h"
#include "scheme/write_file.h"

#include <memory>

namespace kenkei::cli {

namespace {

constexpr std::int64_t cases_at_once = 500;

const std::vector<std::string> column_names = {
    "案件番号", "年度版",     "法人番号",       "法人名",          "かな", "状態", "結果", "区分", "版数",
    "提出日時", "証書の番号", "有効期間の初日", "有効期間の最終日"};

std::string csv_line(const store::CaseRow& row)
{
    auto submitted = base::read_timestamp(row.submitted_at);
    const std::vector<std::string> cells = {row.id.text,
                                            row.edition,
                                            row.firm,
                                            row.name,
                                            row.kana,
                                            std::string(casework::label_of(row.stage)),
                                            row.result == "recognised" ? "認定"
                                            : row.result == "refused"  ? "不認定"
                                                                       : "",
                                            row.class_id,
                                            std::to_string(row.versions),
                                            row.submitted_at.empty() || !submitted.ok() ? ""
                                                                                        : base::to_legal(*submitted),
                                            row.certificate,
                                            row.valid_from,
                                            row.valid_to};
    return base::csv_row(cells);
}

// The answers that count, as a document that judge and import take; "" where there are none.
base::Result<std::string> json_line(store::Transaction& kept, const store::CaseRow& row)
{
    const casework::Case about = TRY(kept.load_case(row.id));
    const std::string& answers = about.submissions.empty() ? about.answers : about.submitted;
    if (answers.empty())
        return std::string();
    const base::json::Value parsed = TRY(base::json::parse(answers));
    base::json::Value known;
    if (about.inquiry && !about.inquiry->known.empty())
        known = TRY(base::json::parse(about.inquiry->known));
    base::json::Writer out;
    out.begin_object().member("id", row.id.text).key("answers").value(parsed);
    if (known.kind == base::json::Kind::Object)
        out.key("known").value(known);
    out.end_object();
    return out.take() + "\n";
}

class Export {
public:
    Export(const ExportOptions& options, store::Filter filter, scheme::FileWriter* file)
        : m_options(options)
        , m_filter(std::move(filter))
        , m_file(file)
    {}

    // In pages, so that memory does not grow with the cases; all of them one state of the database.
    base::Result<void> write(store::Transaction& kept)
    {
        const bool csv = m_options.format == OutputFormat::Csv;
        if (csv)
            put(std::string(base::csv_mark) + base::csv_row(column_names));
        m_filter.limit = cases_at_once;
        for (;;) {
            const std::vector<store::CaseRow> rows = TRY(kept.list(m_filter));
            if (rows.empty())
                return {};
            m_filter.after = rows.back().id.text;
            for (const store::CaseRow& row : rows) {
                const std::string line = csv ? csv_line(row) : TRY(json_line(kept, row));
                put(line);
                (line.empty() ? m_without_answers : m_written) += 1;
            }
        }
    }

    std::int64_t m_written = 0;
    std::int64_t m_without_answers = 0;

private:
    void put(const std::string& text)
    {
        if (m_file)
            m_file->write(text);
        else
            print(text);
    }

    const ExportOptions& m_options;
    store::Filter m_filter;
    scheme::FileWriter* m_file; // nullptr for standard output
};

}

ExitStatus run_export(const ExportOptions& options)
{
    store::Filter filter{.edition = options.edition};
    if (!options.stage.empty()) {
        filter.stage = casework::read_stage(options.stage);
        if (!filter.stage)
            return complain(
                {.code = "usage.value",
                 .message = "--stage に「" + options.stage + "」は使えません。",
                 .way_out = "draft、submitted、received、decided、certified、withdrawn、ended のどれかです。"});
    }
    auto open = open_desk(options.desk, store::Opening::ReadOnly);
    if (!open.ok())
        return complain(open.error());
    std::unique_ptr<scheme::FileWriter> file;
    if (!options.output.empty()) {
        auto opened = scheme::FileWriter::open(options.output, scheme::Readable::ByOwner);
        if (!opened.ok())
            return complain(opened.error());
        file = std::move(*opened);
    }
    Export exporting(options, std::move(filter), file.get());
    auto done = open->store.read([&](store::Transaction& kept) { return exporting.write(kept); });
    if (!done.ok())
        return complain(done.error());
    if (exporting.m_written + exporting.m_without_answers ==
        0) { // a misspelt edition would look like one without cases
        if (auto edition = open->editions->find(options.edition); !edition.ok())
            return complain(edition.error());
    }
    if (file) {
        if (auto written = file->finish(); !written.ok())
            return complain(written.error());
    }
    print_error("書き出し " + std::to_string(exporting.m_written) + " 件" +
                (exporting.m_without_answers > 0
                     ? "、回答のない案件 " + std::to_string(exporting.m_without_answers) + " 件"
                     : ""));
    return finish_output();
}

}
