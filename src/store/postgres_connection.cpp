#include "store/postgres_connection.h"

#include "store/failure.h"

#include <charconv>
#include <libpq-fe.h>
#include <map>
#include <vector>

namespace kenkei::store {

namespace {

constexpr std::size_t most_statements = 300; // kept prepared

struct ClearResult {
    void operator()(PGresult* result) const { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, ClearResult>;

struct FreeOptions {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, FreeOptions>;

std::string option(const Options& options, std::string_view keyword)
{
    for (auto* each = options.get(); each != nullptr && each->keyword != nullptr; ++each)
        if (keyword == each->keyword && each->val != nullptr)
            return each->val;
    return "";
}

Options options_of(const std::string& url)
{
    char* message = nullptr; // may hold pieces of the password: never shown
    Options options(PQconninfoParse(url.c_str(), &message));
    PQfreemem(message);
    return options;
}

void replace_all(std::string& text, const std::string& what, std::string_view with)
{
    if (what.empty())
        return;
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size())
        text.replace(at, what.size(), with);
}

// One line of what libpq says of a connection, without the password.
std::string without_password(const char* message, const std::string& url)
{
    std::string text = message == nullptr ? "" : message;
    replace_all(text, url, shown_server(url));
    if (Options options = options_of(url))
        for (const char* secret : {"password", "sslpassword"})
            replace_all(text, option(options, secret), "***");
    while (!text.empty() && text.back() == '\n')
        text.pop_back();
    replace_all(text, "\n", " ");
    return text;
}

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

// Values as libpq takes them: numbers and texts as texts that end with NUL, bytes as they are.
class Parameters {
public:
    base::Result<void> read(std::span<const Value> values, const std::string& where)
    {
        m_texts.reserve(values.size()); // pointers into it must stay
        for (const Value& value : values)
            if (auto* number = std::get_if<std::int64_t>(&value)) {
                add_text(std::to_string(*number));
            } else if (auto* text = std::get_if<std::string_view>(&value)) {
                if (!is_keepable(*text))
                    return failure("store.text", where);
                add_text(std::string(*text));
            } else if (auto* bytes = std::get_if<Bytes>(&value)) {
                add(bytes->bytes.empty() ? "" : bytes->bytes.data(), static_cast<int>(bytes->bytes.size()), 1);
            } else {
                add(nullptr, 0, 0);
            }
        return {};
    }

    int count() const { return static_cast<int>(m_values.size()); }
    const char* const* values() const { return m_values.data(); }
    const int* lengths() const { return m_lengths.data(); }
    const int* formats() const { return m_formats.data(); }

private:
    void add_text(std::string text)
    {
        m_texts.push_back(std::move(text));
        add(m_texts.back().c_str(), static_cast<int>(m_texts.back().size()), 0);
    }
    void add(const char* value, int length, int format)
    {
        m_values.push_back(value);
        m_lengths.push_back(length);
        m_formats.push_back(format);
    }

    std::vector<std::string> m_texts;
    std::vector<const char*> m_values;
    std::vector<int> m_lengths;
    std::vector<int> m_formats;
};

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

class PostgresConnection final : public Connection {
public:
    explicit PostgresConnection(std::string url) : m_url(std::move(url)) {}
    PostgresConnection(const PostgresConnection&) = delete;
    PostgresConnection& operator=(const PostgresConnection&) = delete;
    ~PostgresConnection() override { PQfinish(m_connection); }

    Backend backend() const override { return Backend::Postgres; }
    std::int64_t touched() const override { return m_touched; }
    const std::string& where() const override { return m_url; }
    using Connection::run;
    base::Result<std::int64_t> run(std::string_view sql, std::span<const Value> values, const Visit& = {}) override;
    base::Result<void> run_script(std::string_view sql) override;

    base::Result<void> open();

private:
    base::Result<void> check_database();
    base::Result<void> forget_statements(); // where there are too many, outside of a transaction
    base::Result<std::string> prepared(std::string_view sql);
    base::Result<std::int64_t> execute(std::string_view sql, std::span<const Value> values, const Visit&);
    base::Result<void> check(const Answer&);
    bool is_lost() const { return PQstatus(m_connection) != CONNECTION_OK; }
    void note_transaction();

    std::string m_url;
    PGconn* m_connection = nullptr;
    std::map<std::string, std::string, std::less<>> m_statements; // SQL → its name
    bool m_in_transaction = false;                                // as far as the caller knows
    std::int64_t m_touched = 0;
};

base::Result<void> PostgresConnection::open()
{
    if (!options_of(m_url))
        return failure("store.failed", m_url,
                       "接続先の書き方が正しくありません。postgresql://利用者:パスワード@ホスト:ポート/データベース");
    PQfinish(m_connection);
    m_statements.clear();
    // What stands behind the url overrides it.
    const char* keywords[] = {"connect_timeout", "dbname", "application_name", "client_encoding", nullptr};
    const char* values[] = {"10", m_url.c_str(), "kenkei", "UTF8", nullptr};
    m_connection = PQconnectdbParams(keywords, values, 1);
    if (is_lost())
        return failure("store.lost", m_url, without_password(PQerrorMessage(m_connection), m_url));
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

base::Result<void> PostgresConnection::check(const Answer& answer)
{
    auto status = PQresultStatus(answer.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
        return {};
    if (is_lost())
        return failure("store.lost", m_url, without_password(PQerrorMessage(m_connection), m_url));
    const char* state = PQresultErrorField(answer.get(), PG_DIAG_SQLSTATE);
    // Only the first line: the others may hold what stands in the row.
    const char* message = PQresultErrorField(answer.get(), PG_DIAG_MESSAGE_PRIMARY);
    if (state == nullptr)
        return failure("store.failed", m_url, without_password(PQerrorMessage(m_connection), m_url));
    return failure(code_of(state), m_url,
                   without_password(message, m_url) +
                       (std::string_view(state) == "25P02" ? "" : std::string(" ") + state));
}

base::Result<void> PostgresConnection::forget_statements()
{
    if (m_statements.size() >= most_statements && PQtransactionStatus(m_connection) == PQTRANS_IDLE) {
        TRY(check(Answer(PQexec(m_connection, "DEALLOCATE ALL"))));
        m_statements.clear();
    }
    return {};
}

base::Result<std::string> PostgresConnection::prepared(std::string_view sql)
{
    if (auto kept = m_statements.find(sql); kept != m_statements.end())
        return kept->second;
    TRY(forget_statements());
    std::string name = "s" + std::to_string(m_statements.size());
    TRY(check(Answer(PQprepare(m_connection, name.c_str(), with_numbered_values(sql).c_str(), 0, nullptr))));
    m_statements.emplace(sql, name);
    return name;
}

base::Result<std::int64_t> PostgresConnection::execute(std::string_view sql, std::span<const Value> values,
                                                       const Visit& visit)
{
    Parameters parameters;
    TRY(parameters.read(values, m_url));
    if (sql == "COMMIT" && PQtransactionStatus(m_connection) == PQTRANS_IDLE) // PostgreSQL does not call that an error
        return failure("store.failed", m_url, "書き込みの途中で失敗し、すべて取り消されています");
    // Transaction commands must work in a transaction that failed, where nothing can be prepared.
    bool control = begins(sql) || sql == "COMMIT" || sql == "ROLLBACK" || sql.starts_with("ROLLBACK TO");
    Answer answer;
    if (control) {
        if (begins(sql))
            TRY(forget_statements());
        answer.reset(PQexec(m_connection, std::string(sql).c_str()));
    } else {
        std::string name = TRY(prepared(sql));
        answer.reset(PQexecPrepared(m_connection, name.c_str(), parameters.count(), parameters.values(),
                                    parameters.lengths(), parameters.formats(), 0));
    }
    TRY(check(answer));
    std::string_view command = PQcmdStatus(answer.get());
    if (sql == "COMMIT" && command == "ROLLBACK") // PostgreSQL does not call that an error
        return failure("store.failed", m_url, "書き込みの途中で失敗していたため、すべて取り消しました");
    if (visit) {
        PostgresRow row(answer.get());
        for (int number = 0; number < PQntuples(answer.get()); ++number) {
            row.stand_on(number);
            visit(row);
        }
    }
    std::int64_t changed = 0;
    std::string_view written = PQcmdTuples(answer.get());
    if (!command.starts_with("SELECT"))
        std::from_chars(written.data(), written.data() + written.size(), changed);
    return changed;
}

base::Result<std::int64_t> PostgresConnection::run(std::string_view sql, std::span<const Value> values,
                                                   const Visit& visit)
{
    if (is_lost()) {
        bool was_in_transaction =
            std::exchange(m_in_transaction, m_in_transaction && sql != "COMMIT" && sql != "ROLLBACK" && !begins(sql));
        if (sql == "ROLLBACK")
            return 0; // the server did that
        if (was_in_transaction && !begins(sql))
            return failure("store.lost", m_url);
        TRY(open());
    }
    if (begins(sql) && m_in_transaction)
        return failure("store.failed", m_url, "書き込みの途中で、別の書き込みは始められません");
    if (!sql.starts_with("SELECT"))
        ++m_touched;
    auto changed = execute(sql, values, visit);
    if (!changed.ok() && is_lost() && begins(sql)) { // it went away since: nothing has been done yet
        TRY(open());
        changed = execute(sql, values, visit);
    }
    if (!changed.ok())
        ++m_touched;
    if (!is_lost())
        note_transaction();
    return changed;
}

base::Result<void> PostgresConnection::run_script(std::string_view sql)
{
    if (is_lost() && m_in_transaction)
        return failure("store.lost", m_url);
    if (is_lost())
        TRY(open());
    ++m_touched;
    auto done = check(Answer(PQexec(m_connection, std::string(sql).c_str())));
    if (!is_lost())
        note_transaction();
    return done;
}

}

std::string shown_server(const std::string& url)
{
    Options options = options_of(url);
    if (!options)
        return "postgresql://…";
    std::string text = "postgresql://";
    if (std::string user = option(options, "user"); !user.empty())
        text += user + '@';
    text += option(options, "host");
    if (std::string port = option(options, "port"); !port.empty())
        text += ':' + port;
    return text + '/' + option(options, "dbname");
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
