#include "store/audit_search.h"

#include "store/search.h"

#include <functional>

namespace kenkei::store {

namespace {

constexpr std::int64_t rows_at_once = 2'000;

// A sum over all (row, gram), in whatever order they come: equal sets have equal sums, and chance damage does not keep
// it. Nobody is kept from forging an index; it proves nothing and can be made again.
struct Sum {
    std::uint64_t value = 0;
    std::int64_t count = 0;

    void add(std::int64_t row_number, std::string_view gram)
    {
        std::uint64_t mixed =
            std::hash<std::string_view>()(gram) + static_cast<std::uint64_t>(row_number) * 0x9E3779B97F4A7C15u;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
        value += mixed ^ (mixed >> 31);
        ++count;
    }
    bool operator==(const Sum&) const = default;
};

void add_all(Sum& sum, std::int64_t row_number, std::string_view grams)
{
    while (!grams.empty()) {
        const auto end = grams.find(' ');
        sum.add(row_number, grams.substr(0, end));
        grams.remove_prefix(end == std::string_view::npos ? grams.size() : end + 1);
    }
}

// Rows by their number, a page at a time; `sql` ends with a condition on it.
base::Result<Sum> sum_of_pages(Connection& connection, std::string_view sql,
                               const std::function<std::string(std::string_view)>& grams)
{
    Sum sum;
    std::int64_t after = 0;
    for (std::int64_t found = rows_at_once; found == rows_at_once;) {
        found = 0;
        const std::int64_t from = after;
        TRY(connection.run(sql, {from, rows_at_once}, [&](const Row& row) {
            after = row.integer(0);
            ++found;
            add_all(sum, after, grams(row.text(1)));
        }));
    }
    return sum;
}

base::Result<Sum> expected_sum(Connection& connection)
{
    return sum_of_pages(connection,
                        "SELECT row_number, searched FROM cases WHERE row_number > ? "
                        "ORDER BY row_number LIMIT ?",
                        [](std::string_view searched) { return grams_of(searched); });
}

base::Result<Sum> sum_in_postgres(Connection& connection)
{
    return sum_of_pages(connection,
                        "SELECT row_number, array_to_string(tsvector_to_array(grams), ' ') FROM search "
                        "WHERE row_number > ? ORDER BY row_number LIMIT ?",
                        [](std::string_view grams) { return std::string(grams); });
}

// The index says what it holds through a table of its own, which lives in the connection and nowhere in the file; a
// reader may not make even that one.
base::Result<Sum> sum_in_sqlite(Connection& connection)
{
    TRY(connection.run("PRAGMA query_only = OFF"));
    auto made = connection.run_script("CREATE VIRTUAL TABLE temp.search_terms USING fts5vocab(main, search, instance)");
    if (!made.ok())
        return made.error();
    Sum sum;
    auto read = connection.run("SELECT doc, term FROM temp.search_terms", {},
                               [&](const Row& row) { sum.add(row.integer(0), row.text(1)); });
    auto dropped = connection.run_script("DROP TABLE temp.search_terms");
    TRY(connection.run("PRAGMA query_only = ON"));
    if (!read.ok())
        return read.error();
    if (!dropped.ok())
        return dropped.error();
    return sum;
}

}

base::Result<void> check_search(Connection& connection, AuditReport& report)
{
    const Sum expected = TRY(expected_sum(connection));
    const Sum found =
        TRY(connection.backend() == Backend::Sqlite ? sum_in_sqlite(connection) : sum_in_postgres(connection));
    if (!(expected == found))
        report.damage.push_back(
            {"audit.projection", {}, 0, "検索の索引が一覧と違います。kenkei db rebuild で作り直してください。"});
    return {};
}

}
