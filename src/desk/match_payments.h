#pragma once

#include "base/timestamp.h"
#include "table/bank_statement.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kenkei::desk {

// An invoice that was sent, and what the register knows of the firm it went to.
struct OpenInvoice {
    std::string number;
    std::string firm;                     // 法人番号
    std::string kana;                     // 法人名のカナ
    std::string name;                     // 法人名
    std::vector<std::string> former_kana; // earlier names, where they are known
    std::string virtual_account;          // digits: branch (3) and number (7); "" if it has none
    std::int64_t amount = 0;              // 円
    std::int64_t paid = 0;                // 円 that were recorded before
    std::optional<base::Timestamp> due;   // the last instant that is in time
};

// Data, not rules of this program: schemes/shared/transfer_fees.csv, and how many places banks have for a payer's name.
struct MoneyRules {
    std::vector<std::int64_t> transfer_fees; // 円
    std::size_t payer_places = 48;
};
// A CSV with a column `yen`; what is no amount is left out.
MoneyRules read_money_rules(std::string_view transfer_fees_csv);

// A line that was recorded or put aside before.
struct UsedLine {
    std::string key;     // key_of
    std::string invoice; // "" where it was put aside
};
// Account, day, amount, payer and the bank's number of a line: the same again when the same statement is read again.
std::string key_of(const table::StatementLine&);

enum class MatchBasis { VirtualAccount, InvoiceNumber, Name };
std::string_view label_of(MatchBasis); // 仮想口座, 請求書番号, 名義

// What may be recorded without a person looking: this line pays this invoice, in full and in time.
struct PaymentMatch {
    std::size_t line = 0; // index into `lines`
    std::string invoice;
    MatchBasis basis = MatchBasis::Name;
    std::string reason; // in words
};

enum class DoubtKind {
    Repeated,      // the same line again
    Cancelled,     // taken back by the bank, or taking back
    PaidTwice,     // the invoice is paid already
    Over,          // more than the invoice
    Under,         // less than the invoice
    Several,       // the sum of several invoices
    OtherName,     // the payer is not written as the firm
    Contradiction, // account, number and name speak of different firms
    Ambiguous,     // several firms it may be
    Late,          // after the deadline
    DeadlineDay,   // on the day of the deadline, the time is not told
    Unknown,       // nothing points at an invoice
};
std::string_view label_of(DoubtKind);

struct PaymentCandidate {
    std::string invoice;
    std::string why;
};

// What a person has to look at.
struct PaymentDoubt {
    std::size_t line = 0;
    DoubtKind kind = DoubtKind::Unknown;
    std::string reason;
    std::vector<PaymentCandidate> candidates; // the likeliest first, five at most
};

struct Matched {
    std::vector<PaymentMatch> matches;
    std::vector<PaymentDoubt> doubts;
};

// Proposes which line pays which invoice. Every line of money that came in, or was cancelled, is in one match or one
// doubt; no invoice is in two matches. What is not certain is a doubt: no match is worth a false one. Nothing is
// decided.
Matched match_payments(std::span<const OpenInvoice>, std::span<const table::StatementLine>, std::span<const UsedLine>,
                       const MoneyRules&);

}
