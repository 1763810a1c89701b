#include "store/postgres_connection.h"

#include "store/failure.h"
#include "store/postgres_pipeline.h"
#include "store/postgres_url.h"

#include <charconv>

namespace kenkei::store {

namespace {

std::string_view code_of(std::string_view state)
{
    constexpr std::pair<std::string_view, std::string_view> codes[] = {
        {"23505", "store.unique"},  {"23503", "store.foreign-key"},   {"23502", "store.not-null"},
        {"23514", "store.check"},   {"40001", "store.serialization"}, {"40P01", "store.serialization"},
        {"55P03", "store.busy"},    {"53100", "store.full"},          {"XX001", "store.damaged"},
        {"XX002", "store.damaged"}, {"57P01", "store.lost"},          {"57P02", "store.lost"},
        {"57P03", "store.lost"},    {"22021", "store.text"},
    };
    for (auto [sqlstate, code] : codes)
        if (sqlstate == state)
            return code;
    // 08P01 is a mistake of ours, the others of its class are the connection's.
    return state.starts_with("08") && state != "08P01" ? "store.lost" : "store.failed";
}

class PostgresRow final : public Row {
public:
    explicit PostgresRow(const PGresult* result)
        : m_result(result)
        , m_bytes(static_cast<std::size_t>(PQnfields(result)))
    {}
    void stand_on(int row) { m_row = row; }

    bool is_null(int column) const override { return PQgetisnull(m_result, m_row, column) != 0; }
    std::int64_t integer(int column) const override
    {
        std::string_view written = text(column);
        std::int64_t number = 0;
        std::from_chars(written.data(), written.data() + written.size(), number);
        return written == "t" ? 1 : number;
    }
    std::string_view text(int column) const override
    {
        return {PQgetvalue(m_result, m_row, column), static_cast<std::size_t>(PQgetlength(m_result, m_row, column))};
    }
    std::string_view bytes(int column) const override
    {
        std::size_t size = 0;
        auto* written = reinterpret_cast<const unsigned char*>(PQgetvalue(m_result, m_row, column));
        unsigned char* bytes = PQunescapeBytea(written, &size);
        if (bytes == nullptr)
            return "";
        std::string& kept = m_bytes.at(static_cast<std::size_t>(column));
        kept.assign(reinterpret_cast<const char*>(bytes), size);
        PQfreemem(bytes);
        return kept;
    }

private:
    const PGresult* m_result;
    int m_row = 0;
    mutable std::vector<std::string> m_bytes; // one for each column, so that views live until the next row
};

bool begins(std::string_view sql)
{
    return sql.starts_with("BEGIN");
}

// Transaction commands must work in a transaction that failed, where nothing can be prepared.
bool is_control(std::string_view sql)
{
    return begins(sql) || sql == "COMMIT" || sql == "ROLLBACK" || sql.starts_with("ROLLBACK TO");
}

constexpr std::size_t most_waiting = 50; // statements

class PostgresConnection final : public Connection {
public:
    explicit PostgresConnection(std::string url) : m_url(std::move(url)) {}
    PostgresConnection(const PostgresConnection&) = delete;
    PostgresConnection& operator=(const PostgresConnection&) = delete;
    ~PostgresConnection() override { PQfinish(m_connection); }

    Backend backend() const override { return Backend::Postgres; }
    std::int64_t touched() const override { return m_touched; }
    bool has_waiting() const override { return !m_waiting.empty(); }
    const std::string& where() const override { return m_url; }
    using Connection::run;
    using Connection::run_later;
    base::Result<std::int64_t> run(std::string_view sql, std::span<const Value> values, const Visit& = {}) override;
    base::Result<void> run_later(std::string_view sql, std::span<const Value> values, const Later&) override;
    base::Result<void> run_script(std::string_view sql) override;

    base::Result<void> open();

private:
    base::Result<void> check_database();
    base::Result<void> make_ready(std::string_view sql);
    base::Result<void> begin(std::string_view sql);
    base::Result<void> send(std::string_view sql, const Parameters&);
    base::Result<void> plan_once(bool);
    base::Result<std::int64_t> execute(std::string_view sql, const Parameters&, const Visit&);
    // Of all that waited; the last one's answer.
    base::Result<Answer> finish();
    base::Result<std::int64_t> read(const Answer&, std::string_view sql, const Visit&) const;
    base::Result<void> check(const Answer&) const;
    base::Error lost() const;
    bool is_lost() const { return PQstatus(m_connection) != CONNECTION_OK; }
    bool is_first() const { return !m_beginning.empty() && m_waiting.size() == 1; }
    void note_transaction();

    std::string m_url;
    PGconn* m_connection = nullptr;
    Pipeline m_pipeline;
    std::vector<Later> m_waiting;     // what was sent and not answered yet
    std::string m_beginning;          // of the transaction, while nothing of it has been answered
    bool m_in_transaction = false;    // as far as the caller knows
    bool m_only_reads = false;        // the transaction
    std::optional<bool> m_plans_once; // as the server was told; nothing: that may have been taken back
    std::int64_t m_touched = 0;
};

base::Result<void> PostgresConnection::open()
{
    if (!is_postgres_url(m_url))
        return failure("store.failed", m_url,
                       "接続先の書き方が正しくありません。postgresql://利用者:パスワード@ホスト:ポート/データベース");
    PQfinish(m_connection);
    m_waiting.clear();
    m_plans_once.reset();
    // What stands behind the url overrides it.
    const char* keywords[] = {"connect_timeout", "dbname", "application_name", "client_encoding", nullptr};
    const char* values[] = {"10", m_url.c_str(), "kenkei", "UTF8", nullptr};
    m_connection = PQconnectdbParams(keywords, values, 1);
    m_pipeline.start(is_lost() ? nullptr : m_connection);
    if (is_lost())
        return lost();
    PQsetNoticeProcessor(
        m_connection, [](void*, const char*) {}, nullptr);
    TRY(run_script("SET client_min_messages = warning"));
    return check_database();
}

base::Result<void> PostgresConnection::check_database()
{
    std::string encoding;
    std::string ctype;
    std::string commit;
    TRY(run("SELECT pg_encoding_to_char(encoding), CASE datlocprovider WHEN 'i' THEN 'utf8' ELSE lower(datctype) END, "
            "current_setting('synchronous_commit') FROM pg_database WHERE datname = current_database()",
            {}, [&](const Row& row) {
                encoding = row.text(0);
                ctype = row.text(1);
                commit = row.text(2);
            }));
    if (encoding != "UTF8")
        return failure("store.encoding", m_url, "ENCODING は " + encoding);
    if (!ctype.ends_with("utf8") && !ctype.ends_with("utf-8"))
        return failure("store.encoding", m_url, "LC_CTYPE は " + ctype);
    // What was acknowledged must be durable, whatever the database's default is.
    if (commit == "off")
        TRY(run_script("SET synchronous_commit = on"));
    return {};
}

void PostgresConnection::note_transaction()
{
    m_in_transaction = PQtransactionStatus(m_connection) != PQTRANS_IDLE;
}

base::Error PostgresConnection::lost() const
{
    return failure("store.lost", m_url, without_password(PQerrorMessage(m_connection), m_url));
}

base::Result<void> PostgresConnection::check(const Answer& answer) const
{
    auto status = PQresultStatus(answer.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
        return {};
    if (is_lost())
        return lost();
    const char* state = PQresultErrorField(answer.get(), PG_DIAG_SQLSTATE);
    // Only the first line: the others may hold what stands in the row.
    const char* message = PQresultErrorField(answer.get(), PG_DIAG_MESSAGE_PRIMARY);
    if (state == nullptr)
        return failure("store.failed", m_url, without_password(PQerrorMessage(m_connection), m_url));
    return failure(code_of(state), m_url,
                   without_password(message, m_url) +
                       (std::string_view(state) == "25P02" ? "" : std::string(" ") + state));
}

std::int64_t changed_rows(const Answer& answer)
{
    std::int64_t changed = 0;
    std::string_view written = PQcmdTuples(answer.get());
    if (!std::string_view(PQcmdStatus(answer.get())).starts_with("SELECT"))
        std::from_chars(written.data(), written.data() + written.size(), changed);
    return changed;
}

void visit_rows(const Answer& answer, const Connection::Visit& visit)
{
    if (!visit)
        return;
    PostgresRow row(answer.get());
    for (int number = 0; number < PQntuples(answer.get()); ++number) {
        row.stand_on(number);
        visit(row);
    }
}

base::Result<Answer> PostgresConnection::finish()
{
    const std::vector<Later> waiting = std::exchange(m_waiting, {});
    std::vector<Answer> answers = m_pipeline.finish();
    if (!is_lost())
        m_beginning.clear();
    for (std::size_t i = 0; i < answers.size(); ++i) {
        auto changed = [&]() -> base::Result<std::int64_t> {
            TRY(check(answers[i]));
            visit_rows(answers[i], waiting[i].visit);
            return changed_rows(answers[i]);
        }();
        const auto settled = settle(waiting[i], m_url, changed);
        if (!settled.ok()) {
            m_plans_once.reset(); // taken back with the transaction
            return settled.error();
        }
    }
    if (answers.size() < waiting.size())
        return lost();
    return std::move(answers.back());
}

base::Result<void> PostgresConnection::plan_once(bool once)
{
    if (m_plans_once == once)
        return {};
    if (!m_pipeline.send_unprepared(once ? "SET plan_cache_mode = force_generic_plan" : "SET plan_cache_mode = auto"))
        return lost();
    m_waiting.emplace_back();
    m_plans_once = once;
    return {};
}

base::Result<void> PostgresConnection::send(std::string_view sql, const Parameters& parameters)
{
    if (sql.starts_with("SELECT") && parameters.count() > 0)
        TRY(plan_once(sql.ends_with(by_key)));
    const bool sent = is_control(sql) ? m_pipeline.send_unprepared(std::string(sql)) : m_pipeline.send(sql, parameters);
    if (!sent)
        return lost();
    return {};
}

base::Result<std::int64_t> PostgresConnection::read(const Answer& answer, std::string_view sql,
                                                    const Visit& visit) const
{
    if (sql == "COMMIT" && std::string_view(PQcmdStatus(answer.get())) == "ROLLBACK") // that is no error to PostgreSQL
        return failure("store.failed", m_url, "書き込みの途中で失敗していたため、すべて取り消しました");
    visit_rows(answer, visit);
    return changed_rows(answer);
}

base::Result<std::int64_t> PostgresConnection::execute(std::string_view sql, const Parameters& parameters,
                                                       const Visit& visit)
{
    if (sql == "COMMIT" && m_waiting.empty() && PQtransactionStatus(m_connection) == PQTRANS_IDLE) // nor is that one
        return failure("store.failed", m_url, "書き込みの途中で失敗し、すべて取り消されています");
    TRY(send(sql, parameters));
    m_waiting.emplace_back();
    if (sql == "COMMIT" && m_only_reads && m_waiting.size() == 1) { // whatever comes of it
        m_waiting.clear();
        m_in_transaction = false;
        m_pipeline.leave();
        return 0;
    }
    const auto answer = finish();
    if (!is_lost())
        note_transaction();
    if (!answer.ok())
        return answer.error();
    return read(*answer, sql, visit);
}

// What goes wrong with it is told by the statement that follows.
base::Result<void> PostgresConnection::begin(std::string_view sql)
{
    if (m_in_transaction && !is_lost())
        return failure("store.failed", m_url, "書き込みの途中で、別の書き込みは始められません");
    m_in_transaction = false;
    if (is_lost() || !send(sql, {}).ok()) {
        TRY(open());
        TRY(send(sql, {}));
    }
    ++m_touched;
    m_waiting.emplace_back();
    m_beginning = sql;
    m_in_transaction = true;
    m_only_reads = sql.ends_with("READ ONLY");
    return {};
}

// A lost connection is made anew where no transaction is lost with it.
base::Result<void> PostgresConnection::make_ready(std::string_view sql)
{
    if (!is_lost())
        return {};
    if (std::exchange(m_in_transaction, m_in_transaction && sql != "COMMIT"))
        return failure("store.lost", m_url);
    return open();
}

base::Result<std::int64_t> PostgresConnection::run(std::string_view sql, std::span<const Value> values,
                                                   const Visit& visit)
{
    if (begins(sql)) {
        TRY(begin(sql));
        return 0;
    }
    if (sql.starts_with("ROLLBACK")) {
        m_plans_once.reset();
        if (!m_waiting.empty())
            (void)finish(); // where one of them fails, the server would pass over this too
    }
    if (is_lost() && sql == "ROLLBACK") { // the server did that
        m_in_transaction = false;
        return 0;
    }
    TRY(make_ready(sql));
    if (!sql.starts_with("SELECT"))
        ++m_touched;
    Parameters parameters;
    TRY(parameters.read(values, m_url));
    const bool first = is_first();
    auto changed = execute(sql, parameters, visit);
    if (!changed.ok() && is_lost() && first) { // it went away since: nothing has been done yet
        const std::string beginning = std::exchange(m_beginning, "");
        m_in_transaction = false;
        TRY(begin(beginning));
        changed = execute(sql, parameters, visit);
    }
    if (!changed.ok())
        ++m_touched;
    return changed;
}

base::Result<void> PostgresConnection::run_later(std::string_view sql, std::span<const Value> values,
                                                 const Later& later)
{
    // The first of a transaction is waited for: if the server went away since the last one, it is run again.
    if (!m_in_transaction || is_lost() || is_first())
        return settle(later, m_url, run(sql, values, later.visit));
    ++m_touched;
    Parameters parameters;
    TRY(parameters.read(values, m_url));
    TRY(send(sql, parameters));
    m_waiting.push_back(later);
    if (m_waiting.size() < most_waiting)
        return {};
    TRY(finish());
    return {};
}

base::Result<void> PostgresConnection::run_script(std::string_view sql)
{
    if (is_lost() && m_in_transaction)
        return failure("store.lost", m_url);
    if (is_lost())
        TRY(open());
    ++m_touched;
    if (!m_waiting.empty())
        TRY(finish());
    auto done = check(m_pipeline.run_script(std::string(sql)));
    if (!is_lost())
        note_transaction();
    return done;
}

}

std::string with_numbered_values(std::string_view sql)
{
    std::string text;
    int number = 0;
    char quote = 0;
    for (std::size_t at = 0; at < sql.size(); ++at) {
        char c = sql[at];
        if (quote != 0) {
            if (c == quote)
                quote = 0;
        } else if (c == '\'' || c == '"') {
            quote = c;
        } else if (c == '-' && sql.substr(at).starts_with("--")) {
            quote = '\n';
        } else if (c == '?') {
            text += '$' + std::to_string(++number);
            continue;
        }
        text += c;
    }
    return text;
}

base::Result<std::unique_ptr<Connection>> connect_postgres(const std::string& url)
{
    auto connection = std::make_unique<PostgresConnection>(url);
    TRY(connection->open());
    return std::unique_ptr<Connection>(std::move(connection));
}

}
