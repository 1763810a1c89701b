#include "server/endpoints_parts.h"

#include "base/csv.h"
#include "server/listing.h"
#include "server/text_table.h"

// 一覧の書き出し: all cases that the caller reaches, as a file that grows while it is read.
namespace kenkei::server {

namespace {

using access::Operation;

std::string legal(const std::string& utc)
{
    const auto instant = base::read_timestamp(utc);
    return instant.ok() ? base::to_legal(*instant) : utc;
}

struct ExportColumn {
    std::string_view name;
    std::string_view label;
    std::string (*text)(const store::CaseRow&);
};
constexpr ExportColumn columns[] = {
    {"id", "案件番号", [](const store::CaseRow& row) { return row.id.text; }},
    {"edition", "年度版", [](const store::CaseRow& row) { return row.edition; }},
    {"number", "法人番号", [](const store::CaseRow& row) { return row.firm; }},
    {"name", "法人名", [](const store::CaseRow& row) { return row.name; }},
    {"kana", "フリガナ", [](const store::CaseRow& row) { return row.kana; }},
    {"code", "受付コード", [](const store::CaseRow& row) { return row.code; }},
    {"stage", "状態の名", [](const store::CaseRow& row) { return std::string(casework::name_of(row.stage)); }},
    {"stage_label", "状態", [](const store::CaseRow& row) { return std::string(casework::label_of(row.stage)); }},
    {"result", "決定", [](const store::CaseRow& row) { return row.result; }},
    {"class", "区分", [](const store::CaseRow& row) { return row.class_id; }},
    {"opened", "開始", [](const store::CaseRow& row) { return legal(row.opened_at); }},
    {"submitted", "提出", [](const store::CaseRow& row) { return legal(row.submitted_at); }},
    {"changed", "最後の出来事", [](const store::CaseRow& row) { return legal(row.changed_at); }},
    {"certificate", "証書", [](const store::CaseRow& row) { return row.certificate; }},
    {"valid_from", "有効期間の初日", [](const store::CaseRow& row) { return row.valid_from; }},
    {"valid_to", "有効期間の末日", [](const store::CaseRow& row) { return row.valid_to; }},
    {"insurer", "照会先の保険者", [](const store::CaseRow& row) { return row.insurer; }},
    {"versions", "提出の回数",
     [](const store::CaseRow& row) { return row.versions < 0 ? "" : std::to_string(row.versions); }},
};

base::Result<std::vector<const ExportColumn*>> chosen_columns(const Asked& asked)
{
    std::vector<const ExportColumn*> chosen;
    std::string names = asked.query("columns");
    if (names.empty()) {
        for (const ExportColumn& column : columns)
            chosen.push_back(&column);
        return chosen;
    }
    names += ',';
    for (std::size_t at = 0, end = 0; (end = names.find(',', at)) != std::string::npos; at = end + 1) {
        const std::string name = names.substr(at, end - at);
        const auto* found = std::find_if(std::begin(columns), std::end(columns),
                                         [&](const ExportColumn& column) { return column.name == name; });
        if (found == std::end(columns))
            return bad_query("columns", "id、edition、number、name、stage、class などを , で区切って並べてください。");
        if (std::find(chosen.begin(), chosen.end(), found) != chosen.end())
            return bad_query("columns", "同じ列は一度だけ書いてください。");
        chosen.push_back(found);
    }
    return chosen;
}

// A file under way: a page of it is read when the one before was sent, so that nobody holds all of it.
struct Export {
    std::shared_ptr<const Asked> asked;
    std::vector<const ExportColumn*> columns;
    bool as_csv = true;
    store::Filter filter;
    bool begun = false;
    bool ended = false;

    std::string head() const
    {
        if (!as_csv)
            return "";
        std::vector<std::string> cells;
        for (const ExportColumn* column : columns)
            cells.emplace_back(column->label);
        return std::string(base::csv_mark) + base::csv_row(cells);
    }
    std::string line(const store::CaseRow& row) const
    {
        if (as_csv) {
            std::vector<std::string> cells;
            for (const ExportColumn* column : columns)
                cells.push_back(column->text(row));
            return base::csv_row(cells);
        }
        base::json::Writer out;
        out.begin_object();
        for (const ExportColumn* column : columns)
            out.member(column->name, column->text(row));
        out.end_object();
        return out.take() + "\n";
    }

    // Nothing: that was all.
    base::Result<std::optional<std::string>> next(store::Transaction& kept)
    {
        if (ended)
            return std::optional<std::string>{};
        std::string piece = begun ? "" : head();
        const SeenPage page = TRY(rows_page(*asked, kept, Operation::Export, filter, longest_page));
        for (const SeenRow& seen : page.rows)
            piece += line(seen.row);
        begun = true;
        ended = page.next.empty();
        filter.after = page.next;
        if (piece.empty())
            return std::optional<std::string>{};
        return std::optional<std::string>(std::move(piece));
    }
};

// For people, who open it in a spreadsheet: there CSV would lose the zeros of codes and the end of long numbers.
base::Result<Response> export_workbook(const Asked& asked, store::Transaction& kept)
{
    constexpr std::size_t most = 20'000; // the whole book is made in memory; the message below says so
    const std::vector<const ExportColumn*> chosen = TRY(chosen_columns(asked));
    store::Filter filter = TRY(filter_of(asked));
    std::vector<std::string> labels;
    for (const ExportColumn* column : chosen)
        labels.emplace_back(column->label);
    std::vector<std::vector<std::string>> rows;
    for (bool more = true; more;) {
        const SeenPage page = TRY(rows_page(asked, kept, Operation::Export, filter, longest_page));
        for (const SeenRow& seen : page.rows) {
            std::vector<std::string>& row = rows.emplace_back();
            for (const ExportColumn* column : chosen)
                row.push_back(column->text(seen.row));
        }
        if (rows.size() > most)
            return base::Error{.code = "api.too-many-rows",
                               .message = "Excel で書き出せるのは 20,000 件までです。",
                               .way_out = "年度版や状態で絞り込むか、csv か jsonl で書き出してください。"};
        more = !page.next.empty();
        filter.after = page.next;
    }
    std::string bytes = TRY(text_table("案件", labels, rows));
    return file_response(std::move(bytes), workbook_type, "cases.xlsx");
}

base::Result<Response> export_cases(const Asked& asked, store::Transaction& kept)
{
    const std::string format = asked.query("format");
    if (format == "xlsx")
        return export_workbook(asked, kept);
    if (!format.empty() && format != "csv" && format != "jsonl")
        return bad_query("format", "csv、xlsx、jsonl のどれかです。");
    auto wanted = std::make_shared<Export>();
    wanted->columns = TRY(chosen_columns(asked));
    wanted->as_csv = format != "jsonl";
    wanted->filter = TRY(filter_of(asked));
    wanted->asked = std::make_shared<const Asked>(asked);
    Response response = file_response("", wanted->as_csv ? "text/csv; charset=utf-8" : "application/jsonl",
                                      wanted->as_csv ? "cases.csv" : "cases-lines.jsonl");
    // Dropped: the answer breaks off, and who reads it sees that it is not whole.
    response.stream = [wanted](const NextPiece& next) {
        wanted->asked->service.workers->post([wanted, next](store::Store& store) {
            std::optional<std::string> piece;
            const auto read = store.read([&](store::Transaction& later) -> base::Result<void> {
                piece = TRY(wanted->next(later));
                return {};
            });
            if (read.ok())
                next.give(std::move(piece));
        });
    };
    return response;
}

}

std::vector<Endpoint> endpoints_export()
{
    using enum OperationDescription::Parameter::In;
    std::vector<OperationDescription::Parameter> wanted = filter_parameters();
    wanted.push_back(
        {"format", Query, false, R"({"type":"string","enum":["csv","xlsx","jsonl"],"default":"csv"})", "書き出す形"});
    wanted.push_back({"columns", Query, false, R"({"type":"string"})", "列の名を , で区切って（すべて）"});
    std::vector<Endpoint> endpoints;
    endpoints.push_back(
        {.says = {.id = "exportCases",
                  .method = Method::Get,
                  .pattern = "/api/v1/cases/export",
                  .tag = "案件",
                  .summary = "案件の一覧を書き出す",
                  .summary_english = "Cases as a workbook, CSV or JSON lines",
                  .parameters = std::move(wanted),
                  .answers = {{200, "一覧", {{"text/csv", ""}, {workbook_type, ""}, {"application/jsonl", ""}}}}},
         .operation = Operation::Export,
         .about = About::Many,
         .handler = Look(export_cases),
         .time = std::chrono::minutes(10)});
    return endpoints;
}

}
