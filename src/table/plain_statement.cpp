#include "table/plain_statement.h"

#include "base/fold.h"
#include "table/statement_columns.h"
#include "table/statement_values.h"

#include <algorithm>

namespace kenkei::table {

namespace {

using Weight = StatementFault::Weight;

constexpr std::size_t rows_before_header = 20;

// What stands before the payer's name where a bank has only 摘要.
constexpr std::string_view transfer_words[] = {"振込入金", "振込", "フリコミ", "電信振込"};

std::string payer_in(std::string_view summary)
{
    const std::string folded = base::fold_width(summary);
    for (const std::string_view word : transfer_words) {
        if (!folded.starts_with(word))
            continue;
        const std::string rest = base::trim(std::string_view(folded).substr(word.size()));
        const std::size_t name = rest.find_first_not_of("*: ");
        return name == std::string::npos ? "" : rest.substr(name);
    }
    return std::string(summary);
}

// 15:00, 15時00分; not 150000
bool tells_no_seconds(std::string_view text)
{
    const std::string folded = base::fold_width(text);
    const auto colons = std::count(folded.begin(), folded.end(), ':');
    return colons == 1 || (colons == 0 && folded.find("秒") == std::string::npos && !is_digits(folded));
}

class Reader {
public:
    Reader(const Csv& csv, const StatementOptions& options) : m_csv(csv), m_options(options) {}

    BankStatement read()
    {
        m_statement.form = "銀行のCSV";
        for (const CsvFault& fault : m_csv.faults)
            m_statement.faults.push_back({Weight::Refused, fault.line, fault.message});
        const std::size_t first = find_header();
        if (m_columns) {
            check_columns();
            note_account();
            for (std::size_t i = first; i < m_csv.rows.size(); ++i)
                read_row(m_csv.rows[i]);
        }
        return std::move(m_statement);
    }

private:
    // The row behind the header.
    std::size_t find_header()
    {
        for (std::size_t i = 0; i < m_csv.rows.size() && i < rows_before_header; ++i) {
            m_columns = StatementColumns::create(m_csv.rows[i].cells);
            if (m_columns)
                return i + 1;
        }
        const std::string first = m_csv.rows.empty() ? "" : m_csv.rows.front().raw;
        m_statement.faults.push_back({Weight::Refused, 1,
                                      "日付と入金額の見出しの行が見つかりません（1行目は" + in_quotes(first) +
                                          "）。「取引日」「入金額」「振込依頼人名」のような見出しのある行を付けるか、全"
                                          "銀協の形式で取り出してください。",
                                      first});
        return m_csv.rows.size();
    }

    void check_columns()
    {
        for (const Column column : m_columns->doubled())
            m_statement.faults.push_back(
                {Weight::Refused, 1,
                 "同じ意味の列が2つあります（" + m_columns->names_of(column) +
                     "）。どちらを使うか分からないため読めません。使わない列を消してください。"});
        if (!m_columns->has(Column::Payer) && !m_columns->has(Column::Summary) &&
            !m_columns->has(Column::VirtualAccount))
            m_statement.faults.push_back(
                {Weight::Refused, 1, "だれからの入金かを示す列（振込依頼人名、摘要、仮想口座）がありません。"});
    }

    void note_account()
    {
        if (m_options.expected)
            m_statement.faults.push_back({Weight::Note, 0,
                                          "この形式のCSVでは、どの口座の明細かを確かめていません。この制度の口座 " +
                                              m_options.expected->number + " の明細か確かめてください。"});
    }

    void skip_row(const CsvRow& row, std::string message, Weight weight = Weight::Line)
    {
        m_statement.faults.push_back({weight, row.line, std::move(message), row.raw});
    }

    void read_row(const CsvRow& row)
    {
        const std::string first = base::trim(row.cells.front());
        if (first.ends_with("合計") || first.ends_with("小計"))
            return skip_row(row, std::to_string(row.line) + "行目は合計の行として読みませんでした。", Weight::Note);
        if (row.cells.size() != m_columns->width())
            return skip_row(row, find_ragged_rows({row}, m_columns->width()).front().message);
        const auto date = date_of(row);
        if (!date)
            return;
        StatementLine line{.date = *date};
        if (!read_time(row, line) || !read_amount(row, line) || !read_value_date(row, line))
            return;
        read_texts(row, line);
        m_statement.lines.push_back(std::move(line));
    }

    std::optional<base::Date> date_of(const CsvRow& row)
    {
        Column column = Column::Date;
        std::string text = m_columns->cell(row, Column::Date);
        if (!m_columns->has(Column::Date)) {
            column = Column::Year;
            text = m_columns->cell(row, Column::Year) + "/" + m_columns->cell(row, Column::Month) + "/" +
                   m_columns->cell(row, Column::Day);
        }
        return read_day(row, column, day_part(text));
    }

    // 2024-12-31 15:00:01 → 2024-12-31
    static std::string day_part(std::string_view text)
    {
        const std::size_t colon = text.find(':');
        if (colon == std::string_view::npos)
            return std::string(text);
        const std::size_t blank = text.find_last_of(" T", colon);
        return std::string(text.substr(0, blank == std::string_view::npos ? text.size() : blank));
    }

    std::optional<base::Date> read_day(const CsvRow& row, Column column, const std::string& text)
    {
        const auto date = base::read_date(text);
        constexpr std::int64_t days_ahead = 31;
        if (!date) {
            skip_row(row, m_columns->where(row, column) + "が" + in_quotes(text) + "です。" + date.error().message);
            return std::nullopt;
        }
        if (date->to_days() > m_options.today.to_days() + days_ahead) {
            skip_row(row, m_columns->where(row, column) + "が" + in_quotes(text) + "です。まだ来ていない日です。");
            return std::nullopt;
        }
        return *date;
    }

    bool read_value_date(const CsvRow& row, StatementLine& line)
    {
        const std::string text = m_columns->cell(row, Column::ValueDate);
        if (text.empty())
            return true;
        const auto date = read_day(row, Column::ValueDate, text);
        if (date && *date != line.date)
            line.value_date = date;
        return date.has_value();
    }

    bool read_time(const CsvRow& row, StatementLine& line)
    {
        std::string text = m_columns->cell(row, Column::Time);
        Column column = Column::Time;
        if (m_columns->has(Column::Hour) && m_columns->has(Column::Minute)) {
            column = Column::Hour;
            const std::string seconds = m_columns->cell(row, Column::Second);
            text = m_columns->cell(row, Column::Hour) + ":" + m_columns->cell(row, Column::Minute) +
                   (seconds.empty() ? "" : ":" + seconds);
            if (text == ":")
                text.clear();
        }
        if (const std::string day = m_columns->cell(row, Column::Date); text.empty() && day_part(day) != day) {
            column = Column::Date;
            text = day.substr(day_part(day).size() + 1);
        }
        if (text.empty())
            return true;
        line.second_of_day = read_time_of_day(text);
        line.to_the_minute = tells_no_seconds(text);
        if (!line.second_of_day)
            skip_row(row,
                     m_columns->where(row, column) + "の時刻が" + in_quotes(text) + "です（15:00 のように書くはず）。");
        return line.second_of_day.has_value();
    }

    // One of a pair of columns, one of which is blank, zero or a dash.
    std::optional<std::int64_t> amount_in(const CsvRow& row, Column column, bool& wrong)
    {
        const std::string text = m_columns->cell(row, column);
        if (text.empty() || base::fold_hyphens(text) == "-")
            return std::nullopt;
        const auto amount = read_yen(text);
        if (!amount) {
            wrong = true;
            skip_row(row, m_columns->where(row, column) + "が" + in_quotes(text) + "です（円の額のはず）。");
            return std::nullopt;
        }
        return *amount == 0 ? std::nullopt : amount;
    }

    bool read_amount(const CsvRow& row, StatementLine& line)
    {
        bool wrong = false;
        auto in = amount_in(row, Column::AmountIn, wrong);
        const auto out = amount_in(row, Column::AmountOut, wrong);
        const auto both = in || out ? std::nullopt : amount_in(row, Column::Amount, wrong);
        if (wrong)
            return false;
        if (both && !apply_direction(row, *both, line))
            return false;
        if (both)
            return true;
        if (in && out) {
            skip_row(row, std::to_string(row.line) +
                              "行目に入金と出金の両方があります。列がずれていないか確かめてください。");
            return false;
        }
        if (!in && !out) {
            skip_row(row, m_columns->where(row, m_columns->has(Column::AmountIn) ? Column::AmountIn : Column::Amount) +
                              "に金額がありません。");
            return false;
        }
        const std::int64_t amount = in ? *in : *out;
        if (amount < 0) // a deposit taken back
            line.direction = in ? Direction::Cancelled : Direction::In;
        else
            line.direction = in ? Direction::In : Direction::Out;
        line.amount = amount < 0 ? -amount : amount;
        return true;
    }

    bool apply_direction(const CsvRow& row, std::int64_t amount, StatementLine& line)
    {
        line.amount = amount < 0 ? -amount : amount;
        line.direction = amount < 0 ? Direction::Out : Direction::In;
        const std::string word = base::fold_width(m_columns->cell(row, Column::Direction));
        if (word.empty())
            return true;
        if (word == "1" || word == "入金" || word == "入")
            line.direction = amount < 0 ? Direction::Cancelled : Direction::In;
        else if (word == "2" || word == "出金" || word == "出")
            line.direction = Direction::Out;
        else
            skip_row(row,
                     m_columns->where(row, Column::Direction) + "が" + in_quotes(word) + "です（入金か出金のはず）。");
        return word == "1" || word == "2" || word.starts_with("入") || word.starts_with("出");
    }

    void read_texts(const CsvRow& row, StatementLine& line)
    {
        line.summary = m_columns->last_cell(row, Column::Summary);
        line.payer = m_columns->cell(row, Column::Payer);
        if (line.payer.empty())
            line.payer = payer_in(line.summary);
        line.virtual_account = m_columns->cell(row, Column::VirtualAccount);
        if (line.virtual_account.empty())
            line.virtual_account = m_columns->cell(row, Column::AccountNumber);
        if (is_zero_or_blank(line.virtual_account))
            line.virtual_account.clear();
        line.edi = m_columns->cell(row, Column::Edi);
        line.bank = m_columns->cell(row, Column::Bank);
        line.branch = m_columns->cell(row, Column::Branch);
        line.reference = m_columns->cell(row, Column::Reference);
        line.line = row.line;
        line.raw = row.raw;
    }

    const Csv& m_csv;
    const StatementOptions& m_options;
    BankStatement m_statement;
    std::optional<StatementColumns> m_columns;
};

}

BankStatement read_plain_statement(const Csv& csv, const StatementOptions& options)
{
    return Reader(csv, options).read();
}

}
