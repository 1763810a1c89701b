#include "store/rebuild.h"

#include "store/case_ranges.h"
#include "store/projection.h"
#include "store/search.h"

#include <algorithm>

namespace kenkei::store {

namespace {

constexpr std::int64_t cases_at_once = 500;

class Rebuilding {
public:
    explicit Rebuilding(Transaction& transaction) : m_transaction(transaction), m_connection(transaction.connection())
    {}

    base::Result<Rebuilt> run()
    {
        TRY(keep_writers_out());
        TRY(clear_search());
        Range range;
        do {
            range = TRY(next_range(m_connection, range.until.value_or(""), cases_at_once));
            for (const StoredCase& stored : TRY(read_cases(m_connection, range)))
                TRY(rebuild_case(stored));
        } while (range.until);
        TRY(write_different());
        TRY(insert_missing());
        return m_rebuilt;
    }

private:
    // What is written between the reading of events and of lines would be taken for a difference. SQLite has one writer
    // anyway. In the order in which an append takes them.
    base::Result<void> keep_writers_out()
    {
        if (m_connection.backend() == Backend::Postgres)
            TRY(m_connection.run_script("LOCK TABLE events, cases IN SHARE ROW EXCLUSIVE MODE"));
        return {};
    }

    base::Result<void> clear_search()
    {
        TRY(m_connection.run(m_connection.backend() == Backend::Sqlite
                                 ? "INSERT INTO search (search) VALUES ('delete-all')"
                                 : "DELETE FROM search"));
        return {};
    }

    base::Result<void> rebuild_case(const StoredCase& stored)
    {
        if (stored.events.empty()) {
            TRY(m_connection.run("DELETE FROM cases WHERE case_id = ?", {stored.id.text}));
            ++m_rebuilt.different;
            return {};
        }
        ++m_rebuilt.cases;
        m_rebuilt.events += static_cast<std::int64_t>(stored.events.size());
        if (!stored.row) {
            m_missing.push_back({stored.events.front().at, stored.id, stored.events.back().hash});
            return {};
        }
        return compare(stored, *stored.row);
    }

    base::Result<void> compare(const StoredCase& stored, const StoredRow& row)
    {
        const Projection projection = TRY(projection_of(stored));
        if (row.columns == columns_of(projection))
            return index_row(m_connection, row.row_number, "", projection.searched);
        ++m_rebuilt.different;
        // The index is empty: it must not be told to forget what the line was found by. Nor may a wrong certificate
        // stand in the way of the line that it belongs to: what is different is written when all are looked at.
        TRY(m_connection.run("UPDATE cases SET searched = '', head = 0, certificate = '' WHERE case_id = ?",
                             {stored.id.text}));
        m_different.push_back({stored.events.front().at, stored.id, stored.events.back().hash});
        return {};
    }

    base::Result<void> write_different()
    {
        for (const Waiting& waiting : m_different) {
            const casework::Case state = TRY(m_transaction.load_case(waiting.id));
            TRY(update_projection(m_connection, project(state, waiting.head_hash), 0));
        }
        return {};
    }

    static base::Result<Projection> projection_of(const StoredCase& stored)
    {
        std::vector<casework::Event> events;
        for (const StoredEvent& event : stored.events) {
            auto read = read_event(event);
            if (!read.ok()) {
                base::Error error = read.error();
                error.message = "案件 " + stored.id.text + " の出来事 " + std::to_string(event.number) +
                                "を読めないため、一覧を作り直せません。" + error.message;
                error.way_out = "kenkei audit verify で壊れている所を調べ、控えから戻してください。";
                return error;
            }
            events.push_back(std::move(*read));
        }
        return project(casework::fold(stored.id, events), stored.events.back().hash);
    }

    static base::Result<casework::Event> read_event(const StoredEvent& event)
    {
        const casework::EventRecord record = TRY(record_of(event));
        return casework::read_record(record);
    }

    // Rows are numbered by age: a search shows the oldest first.
    base::Result<void> insert_missing()
    {
        std::sort(m_missing.begin(), m_missing.end());
        for (const Waiting& missing : m_missing) {
            const casework::Case state = TRY(m_transaction.load_case(missing.id));
            TRY(insert_projection(m_connection, project(state, missing.head_hash)));
            ++m_rebuilt.different;
        }
        return {};
    }

    // A line to be written at the end.
    struct Waiting {
        std::string opened_at;
        CaseId id;
        std::string head_hash;
        auto operator<=>(const Waiting&) const = default;
    };

    Transaction& m_transaction;
    Connection& m_connection;
    std::vector<Waiting> m_different;
    std::vector<Waiting> m_missing;
    Rebuilt m_rebuilt;
};

}

base::Result<Rebuilt> rebuild_in(Transaction& transaction)
{
    return Rebuilding(transaction).run();
}

base::Result<Rebuilt> rebuild(Store& store)
{
    Rebuilt rebuilt;
    TRY(store.write([&](Transaction& transaction) -> base::Result<void> {
        rebuilt = TRY(rebuild_in(transaction));
        return {};
    }));
    return rebuilt;
}

}
