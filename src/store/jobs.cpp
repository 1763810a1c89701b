#include "store/jobs.h"

#include "store/failure.h"
#include "store/row_reading.h"

namespace kenkei::store {

namespace {

const std::string select_runs = "SELECT job, at, milliseconds, done, attempts, told FROM job_runs ";

base::Result<JobRun> read_run(const Row& row)
{
    const base::Timestamp at = TRY(time_in(row, 1));
    return JobRun{.job = std::string(row.text(0)),
                  .at = at,
                  .milliseconds = row.integer(2),
                  .done = row.integer(3) != 0,
                  .attempts = row.integer(4),
                  .told = std::string(row.text(5))};
}

}

// One statement: of two who find the lease free, the second sees what the first has written.
base::Result<bool> Jobs::hold(const std::string& lease, const std::string& holder, base::Timestamp now,
                              base::Timestamp until)
{
    const std::string at = base::to_utc(now);
    const std::string end = base::to_utc(until);
    return 1 == TRY(m_connection.run("INSERT INTO leases (name, holder, until_at) VALUES (?, ?, ?) ON CONFLICT (name) "
                                     "DO UPDATE SET holder = excluded.holder, until_at = excluded.until_at "
                                     "WHERE leases.holder = excluded.holder OR leases.until_at <= ?",
                                     {lease, holder, end, at}));
}

base::Result<void> Jobs::release(const std::string& lease, const std::string& holder)
{
    TRY(m_connection.run("DELETE FROM leases WHERE name = ? AND holder = ?", {lease, holder}));
    return {};
}

base::Result<std::vector<Jobs::Lease>> Jobs::leases()
{
    return read_all<Lease>(
        m_connection, "SELECT name, holder, until_at FROM leases ORDER BY name", {},
        [](const Row& row) -> base::Result<Lease> {
            const base::Timestamp until = TRY(time_in(row, 2));
            return Lease{.name = std::string(row.text(0)), .holder = std::string(row.text(1)), .until = until};
        });
}

base::Result<std::optional<JobRun>> Jobs::find_run(const std::string& job)
{
    const Value values[] = {job};
    return read_one<JobRun>(m_connection, select_runs + "WHERE job = ?", values, read_run);
}

base::Result<void> Jobs::record(const JobRun& run)
{
    const std::string at = base::to_utc(run.at);
    auto recorded = m_connection.run(
        "INSERT INTO job_runs (job, at, milliseconds, done, attempts, told) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT "
        "(job) DO UPDATE SET at = excluded.at, milliseconds = excluded.milliseconds, done = excluded.done, "
        "attempts = excluded.attempts, told = excluded.told",
        {run.job, at, run.milliseconds, std::int64_t{run.done}, run.attempts, run.told});
    if (!recorded.ok())
        return about(recorded.error(), m_connection.where(), "定期処理の結果");
    return {};
}

base::Result<std::vector<JobRun>> Jobs::latest(std::int64_t limit)
{
    const Value values[] = {limit};
    return read_all<JobRun>(m_connection, select_runs + "ORDER BY at DESC, job LIMIT ?", values, read_run);
}

}
