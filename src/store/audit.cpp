#include "store/audit.h"

#include "store/audit_anchors.h"
#include "store/audit_case.h"
#include "store/audit_search.h"
#include "store/schema.h"
#include "store/tables.h"

#include <charconv>
#include <map>

namespace kenkei::store {

namespace {

constexpr std::int64_t cases_at_once = 500;
constexpr std::int64_t files_at_once = 500;

class Audit {
public:
    Audit(Connection& connection, const std::vector<std::string>& kept, const std::string& public_key)
        : m_connection(connection)
        , m_kept(kept)
        , m_public_key(public_key)
    {}

    base::Result<AuditReport> run()
    {
        TRY(note(check_pages()));
        TRY(note(check_schema()));
        TRY(note(check_tables()));
        TRY(note(load_anchors()));
        TRY(check_cases());
        TRY(note(check_case_numbers()));
        TRY(note(check_files()));
        TRY(note(check_anchors(m_connection, m_anchors, m_public_key, m_report)));
        TRY(note(check_kept_anchors(m_connection, m_anchors, m_kept, m_public_key, m_report)));
        TRY(note(check_search(m_connection, m_report)));
        return std::move(m_report);
    }

private:
    // What cannot be read for damage is told, and the rest is read; any other error ends it.
    base::Result<void> note(base::Result<void> done, const CaseId& id = {});
    base::Result<void> check_pages();
    base::Result<void> check_schema();
    base::Result<void> check_tables();
    base::Result<void> load_anchors();
    base::Result<void> check_cases();
    base::Result<void> check_range(const Range&);
    base::Result<void> check_one_by_one(const Range&);
    base::Result<std::optional<std::string>> next_id(const std::string& after);
    void note_number(const std::string& id);
    base::Result<void> check_case_numbers();
    base::Result<void> check_files();
    base::Result<void> check_file(const std::string& sha256, std::int64_t size);
    base::Result<void> blame_file(const std::string& sha256, const std::string& message);
    void damage(std::string_view code, CaseId id, std::int64_t event, std::string message)
    {
        m_report.damage.push_back({std::string(code), std::move(id), event, std::move(message)});
    }

    Connection& m_connection;
    const std::vector<std::string>& m_kept;
    const std::string& m_public_key;
    std::vector<Anchor> m_anchors;
    std::map<std::string, std::int64_t> m_highest; // edition with - → the highest number of a case
    AuditReport m_report;
};

base::Result<void> Audit::note(base::Result<void> done, const CaseId& id)
{
    if (done.ok())
        return {};
    if (done.error().code != "store.damaged")
        return done;
    damage("audit.page", id, 0,
           "データベースのファイルが壊れていて読めない部分があります（" + done.error().message + "）。");
    return {};
}

base::Result<void> Audit::check_pages()
{
    if (m_connection.backend() != Backend::Sqlite)
        return {};
    TRY(m_connection.run("PRAGMA integrity_check", {}, [&](const Row& row) {
        if (row.text(0) != "ok")
            damage("audit.page", {}, 0, "データベースのファイルが壊れています（" + std::string(row.text(0)) + "）。");
    }));
    return {};
}

base::Result<void> Audit::check_schema()
{
    std::vector<std::pair<std::int64_t, std::string>> steps;
    TRY(m_connection.run("SELECT number, about FROM schema_version ORDER BY number", {},
                         [&](const Row& row) { steps.emplace_back(row.integer(0), row.text(1)); }));
    const auto expected = migrations();
    bool same = steps.size() == expected.size();
    for (std::size_t i = 0; same && i < steps.size(); ++i)
        same = steps[i].first == expected[i].number && steps[i].second == expected[i].about;
    if (!same)
        damage("audit.page", {}, 0, "データベースの版の記録が書き換えられています。");
    return {};
}

// Also tables that nothing else here looks at: one whose name or column was changed cannot be read as it was.
base::Result<void> Audit::check_tables()
{
    const auto read = is_empty(m_connection);
    if (read.ok())
        return {};
    if (read.error().code != "store.failed")
        return read.error();
    damage("audit.page", {}, 0, "データベースの表の定義が書き換えられています（" + read.error().message + "）。");
    return {};
}

base::Result<void> Audit::load_anchors()
{
    m_anchors = TRY(read_anchors(m_connection));
    return {};
}

// yuryo-sme-2025-000123 → yuryo-sme-2025 and 123; ids of another form are nobody's next number.
void Audit::note_number(const std::string& id)
{
    const auto dash = id.rfind('-');
    if (dash == std::string::npos || dash == 0)
        return;
    std::int64_t number = 0;
    const char* end = id.data() + id.size();
    const auto read = std::from_chars(id.data() + dash + 1, end, number);
    if (read.ec != std::errc() || read.ptr != end)
        return;
    std::int64_t& highest = m_highest[id.substr(0, dash)];
    highest = std::max(highest, number);
}

base::Result<void> Audit::check_range(const Range& range)
{
    for (const AuditedCase& audited : TRY(read_audited(m_connection, range))) {
        if (!audited.stored.events.empty())
            note_number(audited.stored.id.text);
        check_case(audited, m_anchors, m_report);
    }
    return {};
}

// The first id behind `after` that any of the two indexes knows.
base::Result<std::optional<std::string>> Audit::next_id(const std::string& after)
{
    std::optional<std::string> next;
    for (const std::string_view sql :
         {"SELECT case_id FROM events WHERE case_id > CAST(? AS TEXT) ORDER BY case_id LIMIT 1",
          "SELECT case_id FROM cases WHERE case_id > CAST(? AS TEXT) ORDER BY case_id LIMIT 1"}) {
        auto read = m_connection.run(sql, {bound_text(m_connection, after)}, [&](const Row& row) {
            if (!next || row.text(0) < *next)
                next = row.text(0);
        });
        if (!read.ok() && read.error().code != "store.damaged")
            return read.error();
    }
    return next;
}

base::Result<void> Audit::check_one_by_one(const Range& range)
{
    std::string after = range.after;
    for (;;) {
        const std::optional<std::string> next = TRY(next_id(after));
        if (!next || *next <= after || (range.until && *next > *range.until))
            return {};
        TRY(note(check_range({after, *next}), CaseId{*next}));
        after = *next;
    }
}

base::Result<void> Audit::check_cases()
{
    Range range;
    do {
        const std::string after = range.until.value_or("");
        auto next = next_range(m_connection, after, cases_at_once);
        if (!next.ok() && next.error().code != "store.damaged")
            return next.error();
        range = next.ok() ? *next : Range{after, std::nullopt};
        const AuditReport before = m_report;
        auto checked = check_range(range);
        if (checked.ok())
            continue;
        if (checked.error().code != "store.damaged")
            return checked;
        m_report = before;
        TRY(check_one_by_one(range));
    } while (range.until);
    return {};
}

base::Result<void> Audit::check_case_numbers()
{
    std::map<std::string, std::int64_t> last;
    TRY(m_connection.run("SELECT edition, last FROM case_numbers", {}, [&](const Row& row) {
        std::string edition(row.text(0));
        std::replace(edition.begin(), edition.end(), '/', '-');
        last[edition] = row.integer(1);
    }));
    for (const auto& [edition, highest] : m_highest) {
        if (last[edition] < highest)
            damage("audit.projection", {}, 0,
                   "次の案件番号（" + edition +
                       "）が、既にある案件の番号より前に戻っています。同じ番号が二度使われるおそれがあります。");
    }
    return {};
}

// Names the events that the file belongs to, or nobody.
base::Result<void> Audit::blame_file(const std::string& sha256, const std::string& message)
{
    bool blamed = false;
    TRY(m_connection.run(
        "SELECT case_id, number FROM event_files WHERE sha256 = CAST(? AS TEXT) ORDER BY 1, 2 LIMIT 1000",
        {bound_text(m_connection, sha256)}, [&](const Row& row) {
            damage("audit.file", {std::string(row.text(0))}, row.integer(1), message);
            blamed = true;
        }));
    if (!blamed)
        damage("audit.file", {}, 0, message);
    return {};
}

base::Result<void> Audit::check_file(const std::string& sha256, std::int64_t size)
{
    std::string found;
    std::int64_t found_size = 0;
    TRY(m_connection.run("SELECT content FROM files WHERE sha256 = CAST(? AS TEXT)", {bound_text(m_connection, sha256)},
                         [&](const Row& row) {
                             const std::string_view content = row.bytes(0);
                             Digest digest;
                             digest.add(content);
                             found = digest.hexadecimal();
                             found_size = static_cast<std::int64_t>(content.size());
                         }));
    if (found != sha256 || found_size != size)
        return blame_file(sha256, "提出されたファイルが書き換えられています（ハッシュ値または大きさが合いません）。");
    return {};
}

base::Result<void> Audit::check_files()
{
    std::string after;
    for (std::size_t found = files_at_once; found == files_at_once;) {
        std::vector<std::pair<std::string, std::int64_t>> files;
        const std::string from = after;
        TRY(m_connection.run("SELECT sha256, size FROM files WHERE sha256 > CAST(? AS TEXT) ORDER BY sha256 LIMIT ?",
                             {bound_text(m_connection, from), files_at_once},
                             [&](const Row& row) { files.emplace_back(row.text(0), row.integer(1)); }));
        for (const auto& [sha256, size] : files) {
            ++m_report.files;
            const auto checked = check_file(sha256, size);
            if (!checked.ok() && checked.error().code == "store.damaged")
                TRY(blame_file(sha256, "提出されたファイルが壊れていて読めません。"));
            else if (!checked.ok())
                return checked;
            after = sha256;
        }
        found = files.size();
    }
    return {};
}

}

base::Result<AuditReport> verify(Store& store, const std::vector<std::string>& kept, const std::string& public_key)
{
    std::optional<AuditReport> report;
    auto read = store.read([&](Transaction& transaction) -> base::Result<void> {
        report = TRY(Audit(transaction.connection(), kept, public_key).run());
        return {};
    });
    // After a page that could not be read SQLite refuses even to end the transaction; the report tells of it.
    if (!read.ok() && (!report || read.error().code != "store.damaged"))
        return read.error();
    return std::move(*report);
}

}
