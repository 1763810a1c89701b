#include "store/projection.h"

#include "base/fold.h"
#include "store/failure.h"
#include "store/postgres_connection.h"
#include "store/search.h"

namespace kenkei::store {

namespace {

std::string scheme_of(const std::string& edition)
{
    return edition.substr(0, edition.find('/'));
}

// The submission that counts, or before that the latest.
std::string submitted_at(const casework::Case& state)
{
    const casework::Case::Submission* found = nullptr;
    for (const auto& submission : state.submissions)
        if (state.counts == 0 || submission.version == state.counts)
            found = &submission;
    return found == nullptr ? "" : base::to_utc(found->arrived);
}

void add_field(std::string& searched, const std::string& folded)
{
    if (folded.empty())
        return;
    if (!searched.empty())
        searched += field_separator;
    searched += folded;
}

// As it was written, and without hyphens where that is something else.
void add_code(std::string& searched, const std::string& code)
{
    std::string written = fold_for_search(code);
    std::string bare = fold_for_search(base::fold_code(code));
    std::erase_if(bare, [](char c) { return std::string_view("()+./").find(c) != std::string_view::npos; });
    add_field(searched, written);
    if (bare != written)
        add_field(searched, bare);
}

std::string searched_text(const casework::Case& state)
{
    const casework::Applicant& applicant = state.applicant;
    std::string searched;
    add_code(searched, state.number);
    if (applicant.number != state.number)
        add_code(searched, applicant.number);
    add_code(searched, applicant.code);
    add_field(searched, fold_for_search(applicant.name));
    add_field(searched, fold_for_search(applicant.kana));
    for (const std::string& phone : applicant.phones)
        add_code(searched, phone);
    for (const std::string& person : applicant.persons)
        add_field(searched, fold_for_search(person));
    return searched;
}

std::string class_of(const casework::Case& state)
{
    if (state.certificate)
        return state.certificate->class_id;
    return state.decision ? state.decision->class_id : "";
}

// As many as projected_columns.
constexpr std::string_view marks = "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?";

base::Result<void> refuse_used_certificate(Connection& connection, const Projection& projection)
{
    const CaseRow& row = projection.row;
    if (row.certificate.empty())
        return {};
    std::string other;
    TRY(connection.run("SELECT case_id FROM cases WHERE certificate = ? AND certificate <> '' AND scheme = ? AND "
                       "case_id <> ?",
                       {row.certificate, projection.scheme, row.id.text},
                       [&](const Row& found) { other = found.text(0); }));
    if (other.empty())
        return {};
    return base::Error{.code = "case.certificate",
                       .message = "証書の番号 " + row.certificate + " は、この制度（" + projection.scheme +
                                  "）で既に案件 " + other + " に使われています。",
                       .way_out = "番号を確かめ、まだ使われていない番号を指定してください。"};
}

// Which of the texts from outside it is that cannot be kept.
std::string_view bad_text_of(const Projection& projection)
{
    const CaseRow& row = projection.row;
    const std::pair<std::string_view, std::string_view> texts[] = {
        {row.firm, "法人番号"}, {row.code, "記号"},     {row.name, "名称"},
        {row.kana, "フリガナ"}, {row.class_id, "区分"}, {row.certificate, "証書の番号"},
        {row.insurer, "保険者"}};
    for (const auto& [text, name] : texts)
        if (!is_keepable(text))
            return name;
    return is_keepable(projection.searched) ? "案件の番号または年度版" : "電話番号または担当者の氏名";
}

// Another event of this case, or another case of that number or certificate, was written in this moment: tried again,
// it is seen.
bool is_in_the_way(const base::Error& error)
{
    return error.code == "store.unique" || error.code == "store.conflict";
}

base::Error refusal(const std::string& where, const Projection& projection, const base::Error& error)
{
    if (is_in_the_way(error))
        return failure("store.conflict", where, projection.row.id.text);
    if (error.code == "store.text")
        return failure("store.text", where, bad_text_of(projection));
    return error;
}

}

const std::string_view case_columns =
    "case_id, edition, firm, code, stage, result, class_id, name, kana, opened_at, submitted_at, changed_at, "
    "certificate, valid_from, valid_to, versions, head, head_hash, insurer";
const std::string_view projected_columns =
    "case_id, edition, firm, code, stage, result, class_id, name, kana, opened_at, submitted_at, changed_at, "
    "certificate, valid_from, valid_to, versions, head, head_hash, insurer, scheme, searched";

std::vector<Value> values_of(const Projection& projection)
{
    const CaseRow& row = projection.row;
    return {row.id.text,        row.edition,    row.firm,        row.code,       casework::name_of(row.stage),
            row.result,         row.class_id,   row.name,        row.kana,       row.opened_at,
            row.submitted_at,   row.changed_at, row.certificate, row.valid_from, row.valid_to,
            row.versions,       row.head,       row.head_hash,   row.insurer,    projection.scheme,
            projection.searched};
}

base::Result<CaseRow> case_row(const Row& row)
{
    auto text = [&](int column) { return std::string(row.text(column)); };
    auto stage = casework::read_stage(row.text(4));
    if (!stage)
        return failure("store.newer", "", "案件 " + text(0) + " の段階 " + text(4));
    return CaseRow{.id = {text(0)},
                   .edition = text(1),
                   .firm = text(2),
                   .code = text(3),
                   .stage = *stage,
                   .result = text(5),
                   .class_id = text(6),
                   .name = text(7),
                   .kana = text(8),
                   .opened_at = text(9),
                   .submitted_at = text(10),
                   .changed_at = text(11),
                   .certificate = text(12),
                   .valid_from = text(13),
                   .valid_to = text(14),
                   .insurer = text(18),
                   .versions = row.integer(15),
                   .head = row.integer(16),
                   .head_hash = text(17)};
}

Projection project(const casework::Case& state, const std::string& head_hash)
{
    const auto& certificate = state.certificate;
    return {.row = {.id = state.id,
                    .edition = state.edition,
                    .firm = state.number,
                    .code = state.applicant.code,
                    .stage = state.stage,
                    .result = state.decision ? std::string(casework::name_of(state.decision->result)) : "",
                    .class_id = class_of(state),
                    .name = state.applicant.name,
                    .kana = state.applicant.kana,
                    .opened_at = base::to_utc(state.opened),
                    .submitted_at = submitted_at(state),
                    .changed_at = base::to_utc(state.changed),
                    .certificate = certificate ? certificate->number : "",
                    .valid_from = certificate ? base::to_iso(certificate->from) : "",
                    .valid_to = certificate ? base::to_iso(certificate->to) : "",
                    .insurer = state.inquiry ? state.inquiry->insurer : "",
                    .versions = static_cast<std::int64_t>(state.submissions.size()),
                    .head = state.last_event,
                    .head_hash = head_hash},
            .scheme = scheme_of(state.edition),
            .searched = searched_text(state)};
}

base::Result<void> insert_projection(Connection& connection, const Projection& projection)
{
    TRY(refuse_used_certificate(connection, projection));
    const std::vector<Value> values = values_of(projection);
    std::int64_t row_number = 0;
    auto inserted = connection.run("INSERT INTO cases (" + std::string(projected_columns) + ") VALUES (" +
                                       std::string(marks) + ") RETURNING row_number",
                                   std::span(values), [&](const Row& row) { row_number = row.integer(0); });
    if (!inserted.ok())
        return refusal(connection.where(), projection, inserted.error());
    return index_row(connection, row_number, "", projection.searched);
}

namespace {

struct Change {
    std::string columns; // a = ?, b = ?
    std::vector<Value> values;
    std::string searched_before;
};

void keep_row(const Row& row, KeptRow& kept)
{
    const std::ptrdiff_t columns = 1 + std::count(projected_columns.begin(), projected_columns.end(), ',');
    kept.columns.clear();
    for (int column = 0; column < columns; ++column)
        kept.columns.emplace_back(row.text(column));
    kept.number = row.integer(static_cast<int>(columns));
}

const std::string select_row =
    "SELECT " + std::string(projected_columns) + ", row_number FROM cases WHERE case_id = ?" + std::string(by_key);

// Only what is different is written: for each column that a statement names, its indexes are written too.
Change changes_of(const Projection& projection, const KeptRow& before)
{
    Change change;
    const std::vector<Value> values = values_of(projection);
    std::string_view names = projected_columns;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::string_view name = names.substr(0, names.find(','));
        names.remove_prefix(std::min(name.size() + 2, names.size()));
        const auto* number = std::get_if<std::int64_t>(&values[i]);
        const bool same = number ? before.columns[i] == std::to_string(*number)
                                 : before.columns[i] == std::get<std::string_view>(values[i]);
        if (name == "searched")
            change.searched_before = before.columns[i];
        if (same)
            continue;
        change.columns += change.columns.empty() ? "" : ", ";
        change.columns += std::string(name) + " = ?";
        change.values.push_back(values[i]);
    }
    return change;
}

bool stands_at(const KeptRow& row, std::int64_t head)
{
    constexpr std::size_t column_of_head = 16;
    return row.number != 0 && row.columns[column_of_head] == std::to_string(head);
}

}

base::Result<void> ask_for_row(Connection& connection, const CaseId& id, KeptRow& row)
{
    row = {};
    return connection.run_later(select_row, {id.text}, {.visit = [&row](const Row& found) { keep_row(found, row); }});
}

base::Result<void> update_projection(Connection& connection, const Projection& projection, std::int64_t head,
                                     const KeptRow& asked)
{
    TRY(refuse_used_certificate(connection, projection));
    const CaseId& id = projection.row.id;
    KeptRow before = asked;
    if (!stands_at(before, head))
        TRY(connection.run(select_row, {id.text}, [&](const Row& found) { keep_row(found, before); }));
    if (!stands_at(before, head))
        return failure("store.conflict", connection.where(), id.text);
    Change change = changes_of(projection, before);
    if (change.values.empty())
        return {};
    change.values.emplace_back(std::string_view(id.text));
    change.values.emplace_back(head);
    const auto in_words = [&connection, id = id.text](const base::Error& error) {
        return is_in_the_way(error) ? failure("store.conflict", connection.where(), id) : error;
    };
    auto changed = connection.run_later("UPDATE cases SET " + change.columns + " WHERE case_id = ? AND head = ?",
                                        std::span<const Value>(change.values), {.rows = 1, .explain = in_words});
    if (!changed.ok())
        return refusal(connection.where(), projection, changed.error());
    if (change.searched_before == projection.searched)
        return {};
    return index_row(connection, before.number, change.searched_before, projection.searched);
}

}
