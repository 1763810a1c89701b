#pragma once

#include "store/connection.h"

#include <string>

namespace kenkei::store::testing {

// Passes everything on, and keeps how SQLite goes about it.
class Explaining final : public Connection {
public:
    explicit Explaining(Connection& connection) : m_connection(connection) {}
    Backend backend() const override { return m_connection.backend(); }
    const std::string& where() const override { return m_connection.where(); }
    std::int64_t touched() const override { return m_connection.touched(); }
    using Connection::run;
    base::Result<std::int64_t> run(std::string_view sql, std::span<const Value> values, const Visit& visit) override
    {
        plan.clear();
        TRY(m_connection.run("EXPLAIN QUERY PLAN " + std::string(sql), values,
                             [&](const Row& row) { plan.append(row.text(3)).append("\n"); }));
        return m_connection.run(sql, values, visit);
    }
    base::Result<void> run_script(std::string_view sql) override { return m_connection.run_script(sql); }

    std::string plan;

private:
    Connection& m_connection;
};

}
