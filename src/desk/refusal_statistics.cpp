#include "desk/refusal_statistics.h"

#include "base/csv.h"
#include "desk/refusal_grounds.h"

#include <algorithm>
#include <map>
#include <set>

namespace kenkei::desk {

namespace {

bool fits(std::string_view written, std::string_view ground)
{
    if (written.ends_with('*'))
        return ground.starts_with(written.substr(0, written.size() - 1));
    return written == ground || written == without_reason_word(ground);
}

bool has(const RefusalRow& row, std::string_view ground)
{
    return std::any_of(row.grounds.begin(), row.grounds.end(),
                       [&](const std::string& written) { return fits(written, ground); });
}

bool has_one_of(const RefusalRow& row, const std::vector<std::string>& grounds)
{
    return std::any_of(grounds.begin(), grounds.end(), [&](const std::string& ground) { return has(row, ground); });
}

std::vector<CountedRow> empty_rows(const std::vector<RefusalRow>& rows)
{
    std::vector<CountedRow> counted;
    for (const RefusalRow& row : rows)
        counted.push_back({row.id, row.label});
    return counted;
}

class Counter {
public:
    explicit Counter(const RefusalForm& form) : m_form(form)
    {
        m_statistics.label = form.label;
        m_statistics.main = empty_rows(form.main);
        for (const RefusalTable& table : form.details)
            m_statistics.details.push_back({table.id, table.label, empty_rows(table.rows)});
    }

    void count(const RefusedCase& refused)
    {
        if (refused.appeal == Appeal::Upheld) {
            ++m_statistics.upheld;
            return;
        }
        ++m_statistics.refused;
        if (refused.appeal == Appeal::Pending)
            m_statistics.pending.push_back(refused.id);
        const std::vector<std::string> grounds = own_grounds(refused);
        const std::optional<std::size_t> main = main_row(grounds);
        if (main)
            ++m_statistics.main[*main].cases;
        else
            m_statistics.unplaced.push_back(refused);
        for (std::size_t t = 0; t < m_form.details.size(); ++t)
            count_in_table(refused.id, grounds, main, m_form.details[t], m_statistics.details[t]);
        for (const std::string& ground : grounds) {
            if (!is_in_form(ground))
                ++m_unfitted[ground];
        }
    }

    RefusalStatistics finish()
    {
        std::sort(m_statistics.pending.begin(), m_statistics.pending.end());
        std::sort(m_statistics.unplaced.begin(), m_statistics.unplaced.end(),
                  [](const RefusedCase& a, const RefusedCase& b) { return a.id < b.id; });
        for (CountedTable& table : m_statistics.details)
            std::sort(table.in_no_row.begin(), table.in_no_row.end());
        for (const auto& [ground, cases] : m_unfitted)
            m_statistics.unfitted.push_back({ground, cases});
        return std::move(m_statistics);
    }

private:
    // Without umbrellas, each once.
    std::vector<std::string> own_grounds(const RefusedCase& refused) const
    {
        std::vector<std::string> grounds;
        for (const std::string& ground : refused.grounds) {
            if (std::find(m_form.umbrellas.begin(), m_form.umbrellas.end(), ground) == m_form.umbrellas.end() &&
                std::find(grounds.begin(), grounds.end(), ground) == grounds.end())
                grounds.push_back(ground);
        }
        return grounds;
    }

    std::optional<std::size_t> main_row(const std::vector<std::string>& grounds) const
    {
        for (const std::string& id : m_form.precedence) {
            for (std::size_t r = 0; r < m_form.main.size(); ++r) {
                if (m_form.main[r].id == id && has_one_of(m_form.main[r], grounds))
                    return r;
            }
        }
        return std::nullopt;
    }

    bool looks_at(const RefusalTable& table, std::optional<std::size_t> main) const
    {
        return table.among.empty() ||
               (main && std::find(table.among.begin(), table.among.end(), m_form.main[*main].id) != table.among.end());
    }

    void count_in_table(const std::string& id, const std::vector<std::string>& grounds, std::optional<std::size_t> main,
                        const RefusalTable& table, CountedTable& counted) const
    {
        if (!looks_at(table, main))
            return;
        ++counted.cases;
        bool found = false;
        for (std::size_t r = 0; r < table.rows.size(); ++r) {
            if (!has_one_of(table.rows[r], grounds))
                continue;
            ++counted.rows[r].cases;
            found = true;
        }
        if (!found)
            counted.in_no_row.push_back(id);
    }

    bool is_in_form(const std::string& ground) const
    {
        const auto has_it = [&](const RefusalRow& row) { return has(row, ground); };
        return std::any_of(m_form.main.begin(), m_form.main.end(), has_it) ||
               std::any_of(m_form.details.begin(), m_form.details.end(), [&](const RefusalTable& table) {
                   return std::any_of(table.rows.begin(), table.rows.end(), has_it);
               });
    }

    const RefusalForm& m_form;
    RefusalStatistics m_statistics;
    std::map<std::string, std::size_t> m_unfitted;
};

base::Error bad_sum(std::string message)
{
    return {"refusals.sum", std::move(message), "公表する前に、台帳と集計の対象を突き合わせてください。"};
}

void append_row(std::string& csv, const std::string& table, const std::string& row, std::size_t cases)
{
    const std::string cells[] = {table, row, std::to_string(cases)};
    csv += base::csv_row(cells);
}

void append_rows(std::string& csv, const std::string& table, const std::vector<CountedRow>& rows)
{
    for (const CountedRow& row : rows)
        append_row(csv, table, row.label, row.cases);
}

}

std::optional<RefusedCase> refused_case(const casework::Case& of, Appeal appeal)
{
    if (!of.decision || of.decision->result != casework::Result::Refused || of.stage == casework::Stage::Withdrawn)
        return std::nullopt;
    return RefusedCase{of.id.text, of.decision->grounds, appeal};
}

base::Result<RefusalStatistics> count_refusals(std::span<const RefusedCase> cases, const RefusalForm& form)
{
    TRY(check_form(form));
    std::set<std::string_view> seen;
    Counter counter(form);
    for (const RefusedCase& one : cases) {
        if (!seen.insert(one.id).second)
            return base::Error{"refusals.twice", "案件" + one.id + "が、不認定の集計に2度入っています。",
                               "1度だけ入れてください。"};
        counter.count(one);
    }
    return counter.finish();
}

base::Result<void> check_sums(const RefusalStatistics& statistics, std::size_t refused_in_register)
{
    std::size_t sum = statistics.unplaced.size();
    for (const CountedRow& row : statistics.main)
        sum += row.cases;
    if (sum != refused_in_register || sum != statistics.refused)
        return bad_sum("主な理由の合計は" + std::to_string(sum) + "件、集計の対象は" +
                       std::to_string(statistics.refused) + "件、台帳の不認定は" + std::to_string(refused_in_register) +
                       "件で、一致しません。");
    for (const CountedTable& table : statistics.details) {
        for (const CountedRow& row : table.rows) {
            if (row.cases > table.cases)
                return bad_sum("表「" + table.label + "」の「" + row.label + "」（" + std::to_string(row.cases) +
                               "件）が、表の対象（" + std::to_string(table.cases) + "件）より多くなっています。");
        }
    }
    return {};
}

std::string to_csv(const RefusalStatistics& statistics)
{
    const std::string head[] = {"表", "理由", "件数"};
    std::string csv = std::string(base::csv_mark) + base::csv_row(head);
    append_rows(csv, statistics.label, statistics.main);
    if (!statistics.unplaced.empty())
        append_row(csv, statistics.label, "どの理由にも当たらない不認定", statistics.unplaced.size());
    append_row(csv, statistics.label, "計", statistics.refused);
    for (const CountedTable& table : statistics.details) {
        append_rows(csv, table.label, table.rows);
        if (!table.in_no_row.empty())
            append_row(csv, table.label, "この表のどの行にも当たらない不認定", table.in_no_row.size());
    }
    for (const UnfittedGround& ground : statistics.unfitted)
        append_row(csv, "どの行にもない理由", ground.ground, ground.cases);
    return csv;
}

}
