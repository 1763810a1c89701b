#include "table/zengin_statement.h"

#include "base/utf8.h"
#include "table/statement_values.h"

#include <algorithm>

namespace kenkei::table {

namespace {

using Weight = StatementFault::Weight;

constexpr std::size_t most_refusals = 20;
constexpr std::string_view fetch_again = "銀行から取り直してください。";

std::string_view first_character(std::string_view text)
{
    std::size_t end = 0;
    if (!text.empty())
        base::next_code_point(text, end);
    return text.substr(0, end);
}

std::string without_zeros(std::string_view digits)
{
    return std::string(digits.substr(std::min(digits.find_first_not_of("0 "), digits.size())));
}

struct Sum {
    std::int64_t count = 0;
    std::int64_t amount = 0;

    void add(std::int64_t one)
    {
        ++count;
        amount += one;
    }
    bool operator==(const Sum&) const = default;
};

std::string in_words(const Sum& sum)
{
    return std::to_string(sum.count) + "件 " + in_yen(sum.amount);
}

// The records of one account, from its header on.
struct Section {
    BankAccount account;
    std::optional<base::Date> from;
    std::optional<base::Date> to;
    std::int64_t balance_before = 0;
    Sum in;
    Sum out;
    Sum cancelled;
    std::int64_t records = 0; // of data
};

class Reader {
public:
    Reader(const std::vector<ZenginRow>& rows, const StatementOptions& options) : m_rows(rows), m_options(options) {}

    BankStatement read()
    {
        for (const ZenginRow& row : m_rows) {
            if (m_refusals >= most_refusals) {
                refuse(row, row.place + "から後は、まちがいが多いため読んでいません。" + std::string(fetch_again));
                break;
            }
            read_row(row);
        }
        check_end();
        return std::move(m_statement);
    }

private:
    void add(Weight weight, const ZenginRow& row, std::string message)
    {
        m_statement.faults.push_back({weight, row.line, std::move(message), row.raw});
    }
    void refuse(const ZenginRow& row, std::string message)
    {
        ++m_refusals;
        add(Weight::Refused, row, std::move(message));
    }
    void note(const ZenginRow& row, std::string message) { add(Weight::Note, row, std::move(message)); }

    void refuse_value(const ZenginView& view, std::string_view name, std::string_view expected)
    {
        refuse(view.row(), view.where(name) + "が" + in_quotes(view.text(name)) + "です（" + std::string(expected) +
                               "のはず）。" + std::string(fetch_again));
    }

    void read_row(const ZenginRow& row)
    {
        if (m_ended)
            return refuse(row, row.place +
                                   ": エンド・レコードの後にレコードがあります。2つのファイルがつながっていないか" +
                                   "確かめてください。");
        if (row.fixed() && row.bytes.size() != zengin_record_length)
            return refuse(row, row.place + "の長さが" + std::to_string(row.bytes.size()) + "バイトです（" +
                                   std::to_string(zengin_record_length) +
                                   "バイトのはず）。途中で切れたか、空白を削って保存されたファイルです。" +
                                   std::string(fetch_again));
        switch (row.kind()) {
        case '1':
            return read_header(row);
        case '2':
            return read_data(row);
        case '8':
            return read_trailer(row);
        case '9':
            return read_end(row);
        default:
            return refuse(row, row.place + "の先頭（データ区分）が" + in_quotes(first_character(row.raw)) +
                                   "です（1、2、8、9のどれかのはず）。" + std::string(fetch_again));
        }
    }

    void read_header(const ZenginRow& row)
    {
        if (m_section)
            refuse(
                row,
                row.place +
                    ": 前の口座のトレーラ・レコード（8）がないまま次のヘッダー（1）があります。途中が欠けています。" +
                    std::string(fetch_again));
        if (!find_kind(row))
            return;
        const ZenginView view(row, layout_of(*m_kind, ZenginRecord::Header));
        const std::string deposit = view.text("預金種目");
        if (*m_kind == ZenginKind::Movements && !deposit.empty() && deposit.find_first_of("567") != std::string::npos)
            refuse_value(view, "預金種目", "普通 1・当座 2・貯蓄 4");
        if (view.text("コード区分") == "1")
            refuse_value(view, "コード区分", "JIS の 0。EBCDIC のファイルは読めません");
        m_section = Section{.account = {.bank = view.text("銀行コード"),
                                        .branch = view.text("支店コード"),
                                        .number = view.text("口座番号"),
                                        .holder = view.text("口座名")}};
        m_section->from = date_of(view, "勘定日（自）");
        m_section->to = date_of(view, "勘定日（至）");
        m_section->balance_before = balance_of(view, "取引前残高");
        check_account(view);
        ++m_sections;
    }

    bool find_kind(const ZenginRow& row)
    {
        const std::string code =
            ZenginView(row, layout_of(ZenginKind::Movements, ZenginRecord::Header)).text("種別コード");
        const std::string number = without_zeros(code);
        if (number != "1" && number != "3") {
            refuse(row, row.place + "の種別コードが" + in_quotes(code) +
                            "です。読めるのは、振込入金通知（01）と入出金取引明細（03）です。");
            return false;
        }
        m_kind = number == "1" ? ZenginKind::TransfersIn : ZenginKind::Movements;
        m_statement.form = std::string("全銀協 ") + (number == "1" ? "振込入金通知" : "入出金取引明細") +
                           (row.fixed() ? "（固定長）" : "（カンマ区切り）");
        return true;
    }

    void check_account(const ZenginView& view)
    {
        if (!m_options.expected)
            return;
        const BankAccount& expected = *m_options.expected;
        const BankAccount& found = m_section->account;
        const auto differs = [](const std::string& wanted, const std::string& read) {
            return !wanted.empty() && without_zeros(wanted) != without_zeros(read);
        };
        if (differs(expected.bank, found.bank))
            refuse_value(view, "銀行コード", "この制度の口座の " + expected.bank);
        if (differs(expected.branch, found.branch))
            refuse_value(view, "支店コード", "この制度の口座の " + expected.branch);
        if (differs(expected.number, found.number))
            refuse_value(view, "口座番号", "この制度の口座の " + expected.number);
    }

    std::optional<base::Date> date_of(const ZenginView& view, std::string_view name)
    {
        const std::string text = view.text(name);
        if (is_zero_or_blank(text))
            return std::nullopt;
        const auto date = read_short_date(text, m_options.today);
        if (!date) {
            refuse_value(view, name, "和暦の YYMMDD で、" + base::to_japanese(m_options.today) + "の前5年以内の日");
            return std::nullopt;
        }
        if (date->western && !m_western_told) {
            m_western_told = true;
            note(view.row(), view.where(name) + "の" + in_quotes(text) + "は、和暦でなく西暦の年として " +
                                 base::to_iso(date->date) + " と読みました。");
        }
        return date->date;
    }

    // Nothing if it is no number; that is told.
    std::optional<std::int64_t> number_of(const ZenginView& view, std::string_view name)
    {
        const std::string text = view.text(name);
        const auto value = read_yen(text);
        if (!value || *value < 0 || !is_digits(without_zeros(text) + "0")) {
            refuse_value(view, name, "数字だけ");
            return std::nullopt;
        }
        return value;
    }

    std::int64_t optional_number_of(const ZenginView& view, std::string_view name)
    {
        if (is_zero_or_blank(view.text(name)))
            return 0;
        return number_of(view, name).value_or(0);
    }

    std::int64_t balance_of(const ZenginView& view, std::string_view name)
    {
        const std::int64_t value = optional_number_of(view, name);
        return view.text("貸越区分") == "2" ? -value : value;
    }

    // The layout with amounts of 12 digits has these where the other has EDI情報 and blanks.
    static bool is_wide(const ZenginRow& row)
    {
        if (!row.fixed())
            return row.cells.size() >= layout_of(ZenginKind::TransfersIn, ZenginRecord::Data, true).size() - 1;
        constexpr std::size_t first = 128;
        constexpr std::size_t length = 24;
        return is_digits(std::string_view(row.bytes).substr(first, length));
    }

    void read_data(const ZenginRow& row)
    {
        if (!m_section || !m_kind)
            return refuse(row, row.place + ": ヘッダー・レコード（1）より前に明細（2）があります。" +
                                   std::string(fetch_again));
        const ZenginLayout layout =
            layout_of(*m_kind, ZenginRecord::Data, *m_kind == ZenginKind::TransfersIn && is_wide(row));
        const ZenginView view(row, layout);
        if (!row.fixed() && row.cells.size() != layout.size() && row.cells.size() != layout.size() - 1)
            return refuse(row, row.place + ": 欄が" + std::to_string(row.cells.size()) + "個あります（" +
                                   std::to_string(layout.size()) + "個のはず）。" + std::string(fetch_again));
        ++m_section->records;
        const auto date = date_of(view, "勘定日");
        const auto amount = amount_of(view);
        const auto direction = direction_of(view);
        if (!date && is_zero_or_blank(view.text("勘定日")))
            refuse_value(view, "勘定日", "和暦の YYMMDD");
        if (!date || !amount || !direction)
            return;
        sum_of(*direction).add(*amount);
        add_line(view, *date, *amount, *direction);
    }

    std::optional<std::int64_t> amount_of(const ZenginView& view)
    {
        auto amount = number_of(view, "金額");
        if (amount == 0 && !is_zero_or_blank(view.text("金額（2）")))
            amount = number_of(view, "金額（2）");
        return amount;
    }

    std::optional<Direction> direction_of(const ZenginView& view)
    {
        if (*m_kind == ZenginKind::TransfersIn)
            return view.text("取消区分") == "1" ? Direction::Cancelled : Direction::In;
        const std::string code = view.text("入払区分");
        if (code == "1" || code == "2")
            return code == "1" ? Direction::In : Direction::Out;
        refuse_value(view, "入払区分", "入金 1 か出金 2");
        return std::nullopt;
    }

    Sum& sum_of(Direction direction)
    {
        if (direction == Direction::In)
            return m_section->in;
        return direction == Direction::Out ? m_section->out : m_section->cancelled;
    }

    void add_line(const ZenginView& view, base::Date date, std::int64_t amount, Direction direction)
    {
        StatementLine line{.date = date, .direction = direction, .amount = amount};
        if (const auto value_date = date_of(view, "起算日"); value_date && *value_date != date)
            line.value_date = value_date;
        line.payer = view.text("振込依頼人名");
        if (const std::string code = view.text("振込依頼人コード"); !is_zero_or_blank(code))
            line.virtual_account = code;
        line.bank = view.text("仕向銀行名");
        line.branch = view.text("仕向店名");
        line.edi = view.text("EDI情報");
        line.summary = view.text("摘要内容");
        if (const std::string reference = view.text("照会番号"); !is_zero_or_blank(reference))
            line.reference = reference;
        line.account = m_section->account;
        line.line = view.row().line;
        line.raw = view.row().raw;
        note_doubts(view, line);
        m_statement.lines.push_back(std::move(line));
    }

    void note_doubts(const ZenginView& view, const StatementLine& line)
    {
        if ((m_section->from && line.date < *m_section->from) || (m_section->to && line.date > *m_section->to))
            note(view.row(), view.where("勘定日") + "の " + base::to_iso(line.date) + " は、ヘッダーの期間の外です。");
        if (view.text("取引区分") == "19")
            note(view.row(), view.row().place + "は訂正（取引区分 19）です。どの取引の訂正か銀行に確かめてください。");
        for (const std::string_view name : {"振込依頼人名", "EDI情報", "摘要内容"}) {
            if (view.text(name).find("\xEF\xBF\xBD") != std::string::npos)
                note(view.row(), view.where(name) + "に読めない文字があります。");
        }
    }

    void read_trailer(const ZenginRow& row)
    {
        if (!m_section || !m_kind)
            return refuse(row,
                          row.place + ": ヘッダー・レコード（1）のないトレーラ（8）です。" + std::string(fetch_again));
        const ZenginView view(row, layout_of(*m_kind, ZenginRecord::Trailer));
        if (*m_kind == ZenginKind::TransfersIn)
            check_transfers(view);
        else
            check_movements(view);
        m_section.reset();
    }

    void check_sum(const ZenginView& view, std::string_view count_name, std::string_view amount_name, const Sum& read)
    {
        const auto count = number_of(view, count_name);
        const auto amount = number_of(view, amount_name);
        if (!count || !amount || Sum{*count, *amount} == read)
            return;
        refuse(view.row(), view.where(count_name) + "と" + view.where(amount_name) + "では " +
                               in_words({*count, *amount}) + "ですが、明細は " + in_words(read) +
                               "です。途中が欠けているか、書き換えられたファイルです。" + std::string(fetch_again));
    }

    // Whether cancelled transfers are also counted among the transfers is not told where the format is described.
    void check_transfers(const ZenginView& view)
    {
        const Sum& in = m_section->in;
        const Sum& cancelled = m_section->cancelled;
        const Sum both = {in.count + cancelled.count, in.amount + cancelled.amount};
        const auto count = number_of(view, "振込合計件数");
        const bool with_cancelled = cancelled.count > 0 && count == both.count;
        check_sum(view, "振込合計件数", "振込合計金額", with_cancelled ? both : in);
        if (!is_zero_or_blank(view.text("取消合計件数")) || cancelled.count > 0)
            check_sum(view, "取消合計件数", "取消合計金額", cancelled);
    }

    void check_movements(const ZenginView& view)
    {
        check_sum(view, "入金件数", "入金額合計", m_section->in);
        check_sum(view, "出金件数", "出金額合計", m_section->out);
        const std::int64_t records = optional_number_of(view, "データ・レコード件数");
        if (records != 0 && records != m_section->records)
            refuse(view.row(), view.where("データ・レコード件数") + "は " + std::to_string(records) +
                                   "件ですが、明細は " + std::to_string(m_section->records) + "件です。" +
                                   std::string(fetch_again));
        const std::int64_t after = balance_of(view, "取引後残高");
        const std::int64_t computed = m_section->balance_before + m_section->in.amount - m_section->out.amount;
        if ((after != 0 || m_section->balance_before != 0) && after != computed)
            note(view.row(), view.where("取引後残高") + "が " + in_yen(after) + " ですが、取引前残高と明細からは " +
                                 in_yen(computed) + " になります。");
    }

    void read_end(const ZenginRow& row)
    {
        if (m_section)
            refuse(row, row.place +
                            ": トレーラ・レコード（8）がないままファイルが終わっています。途中が欠けています。" +
                            std::string(fetch_again));
        m_ended = true;
        if (!m_kind)
            return;
        const ZenginView view(row, layout_of(*m_kind, ZenginRecord::End));
        const std::int64_t accounts = optional_number_of(view, "口座数");
        if (accounts != 0 && accounts != m_sections)
            refuse(row, view.where("口座数") + "は " + std::to_string(accounts) + "ですが、ファイルの口座は " +
                            std::to_string(m_sections) + "です。" + std::string(fetch_again));
    }

    void check_end()
    {
        if (m_ended || m_rows.empty())
            return;
        const std::string_view missing =
            m_section ? "トレーラ・レコード（8）とエンド・レコード（9）" : "エンド・レコード（9）";
        m_statement.faults.push_back({Weight::Refused, m_rows.back().line,
                                      m_rows.back().place + "でファイルが終わり、" + std::string(missing) +
                                          "がありません。途中で切れています。" + std::string(fetch_again)});
    }

    const std::vector<ZenginRow>& m_rows;
    const StatementOptions& m_options;
    BankStatement m_statement;
    std::optional<ZenginKind> m_kind;
    std::optional<Section> m_section;
    std::int64_t m_sections = 0;
    std::size_t m_refusals = 0;
    bool m_ended = false;
    bool m_western_told = false;
};

}

BankStatement read_zengin(const std::vector<ZenginRow>& rows, const StatementOptions& options)
{
    return Reader(rows, options).read();
}

}
