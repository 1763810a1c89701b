// What match_payments.h says besides matching: data of fees, keys of lines, labels.
#include "desk/match_payments.h"

#include "base/fold.h"
#include "desk/payment_time.h"
#include "table/csv_reader.h"
#include "table/statement_values.h"

#include <algorithm>

namespace kenkei::desk {

MoneyRules read_money_rules(std::string_view transfer_fees_csv)
{
    MoneyRules rules;
    const table::Csv csv = table::read_csv(transfer_fees_csv);
    if (csv.rows.empty())
        return rules;
    const auto& header = csv.rows.front().cells;
    const auto column = static_cast<std::size_t>(std::find(header.begin(), header.end(), "yen") - header.begin());
    for (const table::CsvRow& row : csv.rows) {
        const auto fee = column < row.cells.size() ? table::read_yen(row.cells[column]) : std::nullopt;
        if (fee && *fee > 0)
            rules.transfer_fees.push_back(*fee);
    }
    return rules;
}

std::string key_of(const table::StatementLine& line)
{
    std::string key = line.account.bank + "-" + line.account.branch + "-" + line.account.number;
    for (const std::string& part :
         {base::to_iso(line.date), line.second_of_day ? time_in_words(*line.second_of_day) : "",
          std::string(table::label_of(line.direction)), std::to_string(line.amount), base::fold_width(line.payer),
          line.virtual_account, line.edi, line.reference})
        key += "|" + part;
    return key;
}

std::string_view label_of(MatchBasis basis)
{
    switch (basis) {
    case MatchBasis::VirtualAccount:
        return "仮想口座";
    case MatchBasis::InvoiceNumber:
        return "請求書番号";
    case MatchBasis::Name:
        break;
    }
    return "名義";
}

std::string_view label_of(DoubtKind kind)
{
    constexpr std::string_view labels[] = {"同じ明細",   "取消",       "二重",       "過入金", "不足",     "数件分",
                                           "名義ちがい", "くいちがい", "候補が複数", "期限後", "期限の日", "不明"};
    return labels[static_cast<std::size_t>(kind)];
}

}
