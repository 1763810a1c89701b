#include "store/audit_case.h"

#include <map>

namespace kenkei::store {

namespace {

using Found = std::map<std::string, AuditedCase, std::less<>>;

struct Query {
    std::string_view select;  // up to WHERE or AND
    std::string_view case_id; // the column
    std::string_view order;
};

base::Result<void> read(Connection& connection, const Query& query, const Range& range, const Connection::Visit& visit)
{
    std::string sql = std::string(query.select) + std::string(query.case_id) + " > CAST(? AS TEXT)";
    std::vector<Value> values{bound_text(connection, range.after)};
    if (range.until) {
        sql += " AND " + std::string(query.case_id) + " <= CAST(? AS TEXT)";
        values.push_back(bound_text(connection, *range.until));
    }
    TRY(connection.run(sql + std::string(query.order), std::span(values), visit));
    return {};
}

base::Result<void> read_stray_payloads(Connection& connection, const Range& range, Found& found)
{
    return read(connection,
                {"SELECT payloads.case_id, payloads.number FROM payloads LEFT JOIN events ON "
                 "events.case_id = payloads.case_id AND events.number = payloads.number "
                 "WHERE events.number IS NULL AND ",
                 "payloads.case_id", " ORDER BY 1, 2"},
                range,
                [&](const Row& row) { found[std::string(row.text(0))].stray_payloads.push_back(row.integer(1)); });
}

base::Result<void> read_files(Connection& connection, const Range& range, Found& found)
{
    return read(connection,
                {"SELECT event_files.case_id, event_files.number, event_files.sha256, files.size FROM event_files "
                 "LEFT JOIN files ON files.sha256 = event_files.sha256 WHERE ",
                 "event_files.case_id", " ORDER BY 1, 2, 3"},
                range, [&](const Row& row) {
                    found[std::string(row.text(0))].files.push_back(
                        {row.integer(1), std::string(row.text(2)), !row.is_null(3)});
                });
}

base::Result<void> read_heads_of(Connection& connection, const Range& range, Found& found)
{
    return read(
        connection, {"SELECT case_id, anchor, number, hash FROM anchor_heads WHERE ", "case_id", " ORDER BY 1, 2"},
        range, [&](const Row& row) {
            found[std::string(row.text(0))].heads.push_back({row.integer(1), row.integer(2), std::string(row.text(3))});
        });
}

}

base::Result<std::vector<AuditedCase>> read_audited(Connection& connection, const Range& range)
{
    Found found;
    for (StoredCase& stored : TRY(read_cases(connection, range)))
        found[stored.id.text].stored = std::move(stored);
    TRY(read_stray_payloads(connection, range, found));
    TRY(read_files(connection, range, found));
    TRY(read_heads_of(connection, range, found));
    std::vector<AuditedCase> out;
    for (auto& [id, audited] : found) {
        audited.stored.id.text = id;
        out.push_back(std::move(audited));
    }
    return out;
}

}
