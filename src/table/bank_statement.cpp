#include "table/bank_statement.h"

#include "base/fold.h"
#include "table/cp932.h"
#include "table/plain_statement.h"
#include "table/statement_values.h"
#include "table/text_file.h"
#include "table/zengin_statement.h"

#include <algorithm>

namespace kenkei::table {

namespace {

using Weight = StatementFault::Weight;

BankStatement refused(std::string message)
{
    BankStatement statement;
    statement.faults.push_back({Weight::Refused, 0, std::move(message)});
    return statement;
}

// Begins with データ区分, 種別コード and コード区分, and not with cells.
bool is_fixed_zengin(std::string_view text)
{
    constexpr std::size_t codes = 4;
    constexpr std::size_t beginning = 60;
    return text.front() == '1' && is_digits(text.substr(0, codes)) && text.size() > beginning &&
           text.substr(0, beginning).find_first_of(",\t\"") == std::string_view::npos;
}

bool is_comma_separated_zengin(const Csv& csv)
{
    if (csv.rows.empty() ||
        csv.rows.front().cells.size() < layout_of(ZenginKind::TransfersIn, ZenginRecord::Header).size() - 2)
        return false;
    const auto& cells = csv.rows.front().cells;
    const std::string kind = base::trim(cells[1]);
    return base::trim(cells[0]) == "1" && is_digits(kind) && kind.size() <= 2;
}

// A file that somebody saved again as UTF-8: its records are 200 bytes long in CP932 only.
std::string bytes_of(const FileText& file, std::string_view bytes, std::vector<StatementFault>& faults)
{
    if (file.encoding == Encoding::Cp932)
        return std::string(bytes);
    Cp932Text text = to_cp932(file.text);
    for (const Substitution& substitution : text.substitutions)
        faults.push_back({Weight::Refused, substitution.at.line, describe(substitution)});
    return std::move(text.bytes);
}

BankStatement read_fixed(const FileText& file, std::string_view bytes, const StatementOptions& options)
{
    std::vector<StatementFault> faults;
    const std::string cp932 = bytes_of(file, bytes, faults);
    BankStatement statement = read_zengin(cut_fixed_rows(cp932), options);
    statement.faults.insert(statement.faults.begin(), faults.begin(), faults.end());
    return statement;
}

}

std::string_view label_of(Direction direction)
{
    if (direction == Direction::In)
        return "入金";
    return direction == Direction::Out ? "出金" : "取消";
}

bool BankStatement::acceptable() const
{
    return std::none_of(faults.begin(), faults.end(), [](auto& fault) { return fault.weight == Weight::Refused; });
}

BankStatement read_bank_statement(std::string_view bytes, const StatementOptions& options)
{
    if (bytes.starts_with("\xF1\xF0"))
        return refused("EBCDICのファイルです。JISコード（コード区分 0）で取り出してください。");
    const auto file = read_text_file(bytes);
    if (!file)
        return refused(file.error().message + file.error().way_out);
    BankStatement statement;
    if (is_fixed_zengin(file->text)) {
        statement = read_fixed(*file, bytes, options);
    } else {
        const Csv csv = read_csv(file->text);
        statement = is_comma_separated_zengin(csv) ? read_zengin(zengin_rows_of(csv), options)
                                                   : read_plain_statement(csv, options);
    }
    for (const std::string& fault : file->faults)
        statement.faults.push_back({Weight::Note, 0, fault});
    return statement;
}

}
