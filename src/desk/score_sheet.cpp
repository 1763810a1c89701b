#include "desk/score_sheet.h"

#include "base/fold.h"
#include "table/statement_values.h"

#include <algorithm>
#include <set>

namespace kenkei::desk {

namespace {

using table::in_quotes;

constexpr std::size_t max_digits = 30; // a Decimal holds 34 exactly

// A column that is not in the file.
constexpr std::size_t absent = static_cast<std::size_t>(-1);

struct Columns {
    std::size_t id = absent;
    std::size_t firm = absent;
    std::size_t total = absent;
    std::vector<std::size_t> parts;
};

std::string folded(std::string_view cell)
{
    return base::trim(base::fold_width(cell));
}

std::optional<base::Decimal> read_exact(std::string_view cell)
{
    const std::string text = folded(cell);
    const auto digits = std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (text.find_first_not_of("+-.0123456789") != std::string::npos || static_cast<std::size_t>(digits) > max_digits)
        return std::nullopt;
    return base::Decimal::parse(text);
}

class SheetReader {
public:
    SheetReader(std::span<const RankEntrant> entrants, const std::vector<std::string>& parts)
        : m_entrants(entrants)
        , m_parts(parts)
    {
        for (const RankEntrant& entrant : entrants) {
            m_by_id.emplace(entrant.id, &entrant);
            m_by_firm.emplace(entrant.firm, &entrant);
        }
    }

    ScoreSheet read(std::string_view text)
    {
        table::Csv csv = table::read_csv(text);
        m_sheet.faults = std::move(csv.faults);
        if (!m_sheet.faults.empty()) // where a quote is open, rows are not what they seem
            return std::move(m_sheet);
        if (csv.rows.empty()) {
            fault(0, "得点の表に行がありません。見出しの行と得点を書いてください。");
            return std::move(m_sheet);
        }
        if (!read_header(csv.rows.front()))
            return std::move(m_sheet);
        const std::size_t width = csv.rows.front().cells.size();
        for (std::size_t i = 1; i < csv.rows.size(); ++i)
            read_row(csv.rows[i], width);
        tell_missing();
        return std::move(m_sheet);
    }

private:
    void fault(std::size_t line, const std::string& message)
    {
        m_sheet.faults.push_back({line, (line > 0 ? std::to_string(line) + "行目: " : "") + message});
    }

    std::size_t find_column(const table::CsvRow& header, std::initializer_list<std::string_view> names)
    {
        std::size_t found = absent;
        for (std::size_t c = 0; c < header.cells.size(); ++c) {
            const std::string cell = folded(header.cells[c]);
            if (std::find(names.begin(), names.end(), cell) == names.end())
                continue;
            if (found != absent)
                fault(header.line, "見出し" + in_quotes(cell) + "の列が2つあります。1つにしてください。");
            found = c;
        }
        return found;
    }

    bool read_header(const table::CsvRow& header)
    {
        m_columns.id = find_column(header, {"案件番号", "case"});
        m_columns.firm = find_column(header, {"法人番号", "number"});
        m_columns.total = find_column(header, {"得点", "score"});
        if (m_columns.id == absent && m_columns.firm == absent)
            fault(header.line, "見出しに「案件番号」も「法人番号」もありません。どちらかの列を加えてください。");
        if (m_columns.total == absent)
            fault(header.line, "見出しに「得点」がありません。得点の列を加えてください。");
        for (const std::string& part : m_parts) {
            const std::string name = folded(part);
            m_columns.parts.push_back(find_column(header, {name}));
            if (m_columns.parts.back() == absent)
                fault(header.line,
                      "見出しに「" + part + "」がありません。同点のときに比べるため、その列を加えてください。");
        }
        return m_sheet.faults.empty();
    }

    void read_row(const table::CsvRow& row, std::size_t width)
    {
        if (row.cells.size() != width) {
            fault(row.line, "列が" + std::to_string(row.cells.size()) + "個で、見出しの" + std::to_string(width) +
                                "個と違います。区切りのずれを直してください。");
            return;
        }
        const RankEntrant* entrant = entrant_of(row);
        if (!entrant)
            return;
        const auto [seen, first_time] = m_lines.emplace(entrant->id, row.line);
        if (!first_time) {
            m_sheet.scores.erase(entrant->id);
            fault(row.line, "案件" + entrant->id + "は" + std::to_string(seen->second) +
                                "行目にもあります。どちらの得点も使いません。片方を消してください。");
            return;
        }
        if (std::optional<Score> score = score_of(row))
            m_sheet.scores.emplace(entrant->id, std::move(*score));
    }

    const RankEntrant* entrant_of(const table::CsvRow& row)
    {
        const RankEntrant* by_id = nullptr;
        if (m_columns.id != absent) {
            const std::string id = folded(row.cells[m_columns.id]);
            const auto found = m_by_id.find(id);
            if (found == m_by_id.end()) {
                fault(row.line,
                      "案件番号" + in_quotes(id) + "は、順位づけの対象にありません。番号を確かめてください。");
                return nullptr;
            }
            by_id = found->second;
        }
        if (m_columns.firm == absent)
            return by_id;
        const std::string firm = base::fold_code(row.cells[m_columns.firm]);
        if (by_id) {
            if (by_id->firm == firm)
                return by_id;
            fault(row.line, "案件" + by_id->id + "の法人番号は" + by_id->firm + "で、" + in_quotes(firm) +
                                "と違います。行のずれがないか確かめてください。");
            return nullptr;
        }
        const auto [begin, end] = m_by_firm.equal_range(firm);
        if (begin == end) {
            fault(row.line, "法人番号" + in_quotes(firm) + "は、順位づけの対象にありません。番号を確かめてください。");
            return nullptr;
        }
        if (std::next(begin) != end) {
            fault(row.line, "法人番号" + firm + "の案件が複数あります。案件番号の列を加えてください。");
            return nullptr;
        }
        return begin->second;
    }

    std::optional<base::Decimal> value_in(const table::CsvRow& row, std::size_t column, std::string_view name)
    {
        const std::optional<base::Decimal> value = read_exact(row.cells[column]);
        if (!value)
            fault(row.line, std::string(name) + in_quotes(row.cells[column]) +
                                "を数として読めません。コンマや単位を付けず、" + std::to_string(max_digits) +
                                "桁までの数字と小数点で書いてください。");
        return value;
    }

    std::optional<Score> score_of(const table::CsvRow& row)
    {
        const auto total = value_in(row, m_columns.total, "得点");
        bool whole = total.has_value();
        Score score{.total = total.value_or(base::Decimal(0))};
        for (std::size_t p = 0; p < m_parts.size(); ++p) {
            const auto value = value_in(row, m_columns.parts[p], "「" + m_parts[p] + "」の得点");
            whole = whole && value;
            score.parts[m_parts[p]] = value.value_or(base::Decimal(0));
        }
        return whole ? std::optional(std::move(score)) : std::nullopt;
    }

    void tell_missing()
    {
        for (const RankEntrant& entrant : m_entrants) {
            if (!m_lines.contains(entrant.id))
                fault(0, "案件" + entrant.id + "（法人番号" + entrant.firm +
                             "）の得点がありません。表に加えるか、順位づけから外してください。");
        }
    }

    std::span<const RankEntrant> m_entrants;
    const std::vector<std::string>& m_parts;
    std::map<std::string, const RankEntrant*, std::less<>> m_by_id;
    std::multimap<std::string, const RankEntrant*, std::less<>> m_by_firm;
    std::map<std::string, std::size_t> m_lines; // by 案件番号: where it was first
    Columns m_columns;
    ScoreSheet m_sheet;
};

}

ScoreSheet read_scores(std::string_view csv, std::span<const RankEntrant> entrants,
                       const std::vector<std::string>& parts)
{
    return SheetReader(entrants, parts).read(csv);
}

}
