#include "table/statement_columns.h"

#include "base/fold.h"
#include "base/utf8.h"

namespace kenkei::table {

namespace {

struct Name {
    std::string_view folded; // without hiragana: お預り金額 and 預かり金額 are 預金額
    Column column;
};

// What banks call their columns (docs/decisions/0028-desks.md says whose names were seen).
constexpr Name names[] = {
    {"日付", Column::Date},
    {"取引日", Column::Date},
    {"取引日付", Column::Date},
    {"取引年月日", Column::Date},
    {"取引日時", Column::Date},
    {"入金日", Column::Date},
    {"入金日時", Column::Date},
    {"入金年月日", Column::Date},
    {"取扱日", Column::Date},
    {"振込日", Column::Date},
    {"勘定日", Column::Date},
    {"計上日", Column::Date},
    {"年月日", Column::Date},
    {"日時", Column::Date},
    {"起算日", Column::ValueDate},
    {"操作日(年)", Column::Year},
    {"取引日(年)", Column::Year},
    {"操作日(月)", Column::Month},
    {"取引日(月)", Column::Month},
    {"操作日(日)", Column::Day},
    {"取引日(日)", Column::Day},
    {"時刻", Column::Time},
    {"時間", Column::Time},
    {"取引時刻", Column::Time},
    {"取引時間", Column::Time},
    {"入金時刻", Column::Time},
    {"操作時刻(時)", Column::Hour},
    {"操作時刻(分)", Column::Minute},
    {"操作時刻(秒)", Column::Second},
    {"入金", Column::AmountIn},
    {"入金額", Column::AmountIn},
    {"入金金額", Column::AmountIn},
    {"振込金額", Column::AmountIn},
    {"預入", Column::AmountIn},
    {"預金額", Column::AmountIn},
    {"預入額", Column::AmountIn},
    {"預入金額", Column::AmountIn},
    {"受入金額", Column::AmountIn},
    {"出金", Column::AmountOut},
    {"出金額", Column::AmountOut},
    {"出金金額", Column::AmountOut},
    {"支払額", Column::AmountOut},
    {"支払金額", Column::AmountOut},
    {"引出", Column::AmountOut},
    {"引出額", Column::AmountOut},
    {"引出金額", Column::AmountOut},
    {"払出金額", Column::AmountOut},
    {"引落金額", Column::AmountOut},
    {"金額", Column::Amount},
    {"取引金額", Column::Amount},
    {"入出金", Column::Amount},
    {"入出金額", Column::Amount},
    {"入払区分", Column::Direction},
    {"入出金区分", Column::Direction},
    {"入出区分", Column::Direction},
    {"振込依頼人名", Column::Payer},
    {"振込依頼人", Column::Payer},
    {"依頼人名", Column::Payer},
    {"依頼人", Column::Payer},
    {"振込人名", Column::Payer},
    {"振込人", Column::Payer},
    {"振込名義人", Column::Payer},
    {"名義人", Column::Payer},
    {"名義", Column::Payer},
    {"摘要", Column::Summary},
    {"摘要内容", Column::Summary},
    {"取引内容", Column::Summary},
    {"入出金先内容", Column::Summary},
    {"入出金内容", Column::Summary},
    {"明細内容", Column::Summary},
    {"内容", Column::Summary},
    {"仮想口座", Column::VirtualAccount},
    {"仮想口座番号", Column::VirtualAccount},
    {"バーチャル口座", Column::VirtualAccount},
    {"バーチャル口座番号", Column::VirtualAccount},
    {"振込専用口座", Column::VirtualAccount},
    {"振込専用口座番号", Column::VirtualAccount},
    {"入金専用口座番号", Column::VirtualAccount},
    {"口座番号", Column::AccountNumber},
    {"EDI情報", Column::Edi},
    {"EDI", Column::Edi},
    {"仕向銀行", Column::Bank},
    {"仕向銀行名", Column::Bank},
    {"金融機関名", Column::Bank},
    {"仕向店名", Column::Branch},
    {"仕向支店", Column::Branch},
    {"仕向支店名", Column::Branch},
    {"支店名", Column::Branch},
    {"番号", Column::Reference},
    {"照会番号", Column::Reference},
    {"取引番号", Column::Reference},
    {"取引順番号", Column::Reference},
    {"明細通番", Column::Reference},
};

std::optional<Column> find_exactly(std::string_view folded)
{
    for (const Name& name : names) {
        if (name.folded == folded)
            return name.column;
    }
    return std::nullopt;
}

std::string without_hiragana(std::string_view text)
{
    std::string kept;
    for (std::size_t offset = 0; offset < text.size();) {
        const char32_t c = base::next_code_point(text, offset);
        if ((c < U'ぁ' || c > U'ゟ') && c != U' ')
            base::append_utf8(kept, c);
    }
    return kept;
}

std::optional<Column> meaning_of(std::string_view header)
{
    std::string folded = without_hiragana(base::fold_width(base::trim(header)));
    if (folded.starts_with('(') && folded.ends_with(')')) // (起算日)
        folded = folded.substr(1, folded.size() - 2);
    if (const auto column = find_exactly(folded))
        return column;
    if (const std::size_t bracket = folded.find('('); bracket != std::string::npos)
        return find_exactly(std::string_view(folded).substr(0, bracket));
    return std::nullopt;
}

}

std::optional<StatementColumns> StatementColumns::create(const std::vector<std::string>& header)
{
    StatementColumns columns;
    columns.m_header = header;
    for (std::size_t i = 0; i < header.size(); ++i) {
        if (const auto column = meaning_of(header[i]))
            columns.m_places[static_cast<std::size_t>(*column)].push_back(i);
    }
    const bool has_day = columns.has(Column::Date) ||
                         (columns.has(Column::Year) && columns.has(Column::Month) && columns.has(Column::Day));
    if (!has_day || (!columns.has(Column::AmountIn) && !columns.has(Column::Amount)))
        return std::nullopt;
    return columns;
}

std::string StatementColumns::cell(const CsvRow& row, Column column) const
{
    const auto& places = m_places[static_cast<std::size_t>(column)];
    return places.empty() || places.front() >= row.cells.size() ? "" : base::trim(row.cells[places.front()]);
}

std::string StatementColumns::last_cell(const CsvRow& row, Column column) const
{
    std::string last;
    for (const std::size_t place : m_places[static_cast<std::size_t>(column)]) {
        if (place < row.cells.size() && !base::is_blank(row.cells[place]))
            last = base::trim(row.cells[place]);
    }
    return last;
}

std::string StatementColumns::where(const CsvRow& row, Column column) const
{
    const auto& places = m_places[static_cast<std::size_t>(column)];
    const std::string line = std::to_string(row.line) + "行目";
    if (places.empty())
        return line;
    return line + "の" + std::to_string(places.front() + 1) + "列目（" + base::trim(m_header[places.front()]) + "）";
}

std::vector<Column> StatementColumns::doubled() const
{
    constexpr Column single[] = {Column::AmountIn, Column::AmountOut, Column::Amount, Column::VirtualAccount,
                                 Column::Payer};
    std::vector<Column> found;
    for (const Column column : single) {
        if (m_places[static_cast<std::size_t>(column)].size() > 1)
            found.push_back(column);
    }
    return found;
}

std::string StatementColumns::names_of(Column column) const
{
    std::string text;
    for (const std::size_t place : m_places[static_cast<std::size_t>(column)])
        text += (text.empty() ? "「" : "と「") + base::trim(m_header[place]) + "」";
    return text;
}

}
