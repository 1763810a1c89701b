#include "desk/inquiry_batch.h"

#include "base/csv.h"
#include "base/fold.h"
#include "base/sha256.h"
#include "table/csv_reader.h"

#include <algorithm>
#include <array>
#include <map>

namespace kenkei::desk {

namespace {

std::vector<std::string> split(std::string_view text)
{
    std::vector<std::string> parts;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(';', at), text.size());
        parts.push_back(base::trim(text.substr(at, end - at)));
        at = end + 1;
    }
    return parts;
}

std::string padded(std::size_t value, std::size_t places)
{
    std::string digits = std::to_string(value);
    return digits.size() < places ? std::string(places - digits.size(), '0') + digits : digits;
}

bool contains(const std::vector<std::string>& all, const std::string& one)
{
    return std::find(all.begin(), all.end(), one) != all.end();
}

std::vector<std::string> row_of(const InquiryBatch& batch, std::size_t place, std::span<const InquiryColumn> columns,
                                std::span<const InquiryFact> facts)
{
    using Kind = InquiryColumn::Kind;
    const InquiredCase& of = batch.cases[place];
    std::vector<std::string> row;
    for (const InquiryColumn& column : columns) {
        const bool asked = (column.kind != Kind::Answer && column.kind != Kind::Since) ||
                           std::any_of(of.asked.begin(), of.asked.end(),
                                       [&](const AskedFact& one) { return one.fact == facts[column.fact].id; });
        switch (column.kind) {
        case Kind::Mark:
        case Kind::EndMark:
            row.push_back(line_mark(batch, place));
            break;
        case Kind::Case:
            row.push_back(of.id);
            break;
        case Kind::Number:
            row.push_back(of.number);
            break;
        case Kind::Firm:
            row.push_back(of.firm);
            break;
        case Kind::Symbol:
            row.push_back(of.symbol);
            break;
        case Kind::Answer:
        case Kind::Since:
            row.emplace_back(asked ? "" : not_asked_words);
            break;
        case Kind::Note:
            row.emplace_back();
            break;
        }
    }
    return row;
}

}

InquiryFacts read_inquiry_facts(std::string_view text)
{
    constexpr std::array<std::string_view, 7> names = {"id", "column", "since", "question", "yes", "no", "known"};
    InquiryFacts read;
    const table::Csv csv = table::read_csv(text);
    for (const table::CsvFault& fault : csv.faults)
        read.faults.push_back(fault.message);
    if (csv.rows.empty() ||
        !std::equal(names.begin(), names.end(), csv.rows.front().cells.begin(), csv.rows.front().cells.end())) {
        read.faults.emplace_back("保険者に照会する事項の1行目は id,column,since,question,yes,no,known です。");
        return read;
    }
    for (std::size_t i = 1; i < csv.rows.size(); ++i) {
        const auto& cells = csv.rows[i].cells;
        const bool whole = cells.size() == names.size() && !cells[0].empty() && !cells[1].empty() && !cells[3].empty();
        if (!whole) {
            read.faults.push_back(std::to_string(csv.rows[i].line) +
                                  "行目: id、column、questionのある7つの欄が要ります。この行は使いません。");
            continue;
        }
        read.facts.push_back({cells[0], cells[1], cells[2], cells[3], split(cells[4]), split(cells[5]), cells[6]});
    }
    return read;
}

std::vector<AskedFact> asked_of(const base::json::Value& answers, std::span<const InquiryFact> facts)
{
    std::vector<AskedFact> asked;
    for (const InquiryFact& fact : facts) {
        const base::json::Value* answer =
            answers.kind == base::json::Kind::Object ? answers.find(fact.question) : nullptr;
        if (!answer)
            continue;
        const std::string option = base::trim(base::fold_width(answer->text));
        if (contains(fact.yes, option))
            asked.push_back({fact.id, true, option});
        else if (contains(fact.no, option))
            asked.push_back({fact.id, false, option});
    }
    return asked;
}

std::vector<InquiryBatch> batches_of(std::span<const InquiryOf> inquiries, std::string_view prefix)
{
    std::map<std::string, std::vector<InquiredCase>> by_insurer;
    for (const InquiryOf& inquiry : inquiries)
        by_insurer[inquiry.insurer].push_back(inquiry.of);
    std::vector<InquiryBatch> batches;
    for (auto& [insurer, cases] : by_insurer) {
        std::sort(cases.begin(), cases.end(), [](const InquiredCase& a, const InquiredCase& b) {
            return std::tie(a.number, a.id) < std::tie(b.number, b.id);
        });
        batches.push_back({std::string(prefix) + padded(batches.size() + 1, 3), insurer, std::move(cases)});
    }
    return batches;
}

std::string line_mark(const InquiryBatch& batch, std::size_t place)
{
    const InquiredCase& of = batch.cases[place];
    const std::string hash = base::sha256_hex(batch.id + "|" + of.id + "|" + of.number);
    const std::size_t check = std::stoul(hash.substr(0, 8), nullptr, 16) % 100'000;
    return batch.id + "-" + padded(place + 1, 4) + "-" + padded(check, 5);
}

std::vector<InquiryColumn> inquiry_columns(std::span<const InquiryFact> facts)
{
    using Kind = InquiryColumn::Kind;
    std::vector<InquiryColumn> columns = {{Kind::Mark, 0, std::string(inquiry_column::mark)},
                                          {Kind::Case, 0, std::string(inquiry_column::case_id)},
                                          {Kind::Number, 0, std::string(inquiry_column::number)},
                                          {Kind::Firm, 0, std::string(inquiry_column::firm)},
                                          {Kind::Symbol, 0, std::string(inquiry_column::symbol)}};
    for (std::size_t i = 0; i < facts.size(); ++i) {
        columns.push_back({Kind::Answer, i, facts[i].column});
        if (!facts[i].since.empty())
            columns.push_back({Kind::Since, i, facts[i].since});
    }
    columns.push_back({Kind::Note, 0, std::string(inquiry_column::note)});
    columns.push_back({Kind::EndMark, 0, std::string(inquiry_column::end_mark)});
    return columns;
}

std::vector<std::vector<std::string>> inquiry_table(const InquiryBatch& batch, std::span<const InquiryFact> facts)
{
    const std::vector<InquiryColumn> columns = inquiry_columns(facts);
    std::vector<std::vector<std::string>> rows(1);
    for (const InquiryColumn& column : columns)
        rows.front().push_back(column.heading);
    for (std::size_t i = 0; i < batch.cases.size(); ++i)
        rows.push_back(row_of(batch, i, columns, facts));
    return rows;
}

std::string inquiry_csv(const InquiryBatch& batch, std::span<const InquiryFact> facts)
{
    std::string text(base::csv_mark);
    for (const std::vector<std::string>& row : inquiry_table(batch, facts))
        text += base::csv_row(row);
    return text;
}

}
