#pragma once

#include "base/date.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kenkei::table {

// The account that a statement is of. Digits as the bank writes them; what it does not write is "".
struct BankAccount {
    std::string bank;   // 4 digits
    std::string branch; // 3 digits
    std::string number; // 7 or 10 digits
    std::string holder;
};

enum class Direction { In, Out, Cancelled };
std::string_view label_of(Direction); // 入金, 出金, 取消

// One movement of money, as the bank tells it. Texts are UTF-8, as written, without the blanks at their ends.
struct StatementLine {
    base::Date date;                           // 勘定日 (取引日, 入金日)
    std::optional<std::int32_t> second_of_day; // where the bank tells the time
    bool to_the_minute = false;                // it tells no seconds
    std::optional<base::Date> value_date;      // 起算日, where it is another day
    Direction direction = Direction::In;
    std::int64_t amount = 0; // 円, never negative
    std::string payer;       // 振込依頼人名
    // Digits: of a column for it, or 振込依頼人コード of the 全銀協 formats, where banks put branch (3) and number (7)
    // of the virtual account that was paid to. "" where there is none or it is all zeros.
    std::string virtual_account;
    std::string bank;      // 仕向銀行
    std::string branch;    // 仕向店
    std::string edi;       // EDI情報
    std::string summary;   // 摘要
    std::string reference; // 照会番号; "" where there is none or it is all zeros
    BankAccount account;
    std::size_t line = 0; // of the file, or the number of the record where the file has no lines
    std::string raw;      // as it stands in the file, in UTF-8
};

// What is wrong with a file, in words: where, what was read, what was expected, what next.
struct StatementFault {
    enum class Weight {
        Refused, // the file must not be taken in
        Line,    // this line was not read; the others stand
        Note,    // a person should know
    };
    Weight weight = Weight::Refused;
    std::size_t line = 0; // 0 = the whole file
    std::string message;
    std::string raw = {};
};

struct BankStatement {
    std::string form;                 // 全銀協 入出金取引明細（固定長） …, in words
    std::vector<StatementLine> lines; // all, outgoing ones too, in the order of the file
    std::vector<StatementFault> faults;

    bool acceptable() const; // no fault refuses it
};

struct StatementOptions {
    base::Date today; // two-digit years are of the five years before it, or the month after it
    // Whose statement it has to be; what is "" in it is not compared. Plain CSV does not say whose it is: that is
    // noted.
    std::optional<BankAccount> expected;
};

// Reads what banks give: the 全銀協 formats 振込入金通知 (01, both layouts) and 入出金取引明細 (03), with 200 bytes a
// record or comma separated, and CSV whose header names its columns. What was verified where:
// docs/decisions/0028-desks.md. Never throws away a line: what is not in `lines` is in `faults` with its text.
BankStatement read_bank_statement(std::string_view bytes, const StatementOptions&);

}
