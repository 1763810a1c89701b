// The fee: asked for, and received.
#include "casework/act_rules.h"

#include "edition/words.h"

namespace kenkei::casework {

namespace {

constexpr std::int64_t most_yen = 1'000'000'000'000; // more is a slip of the pen

}

Made carry_out(const Situation& s, const IssueInvoice& command)
{
    const auto& fee = s.edition.fee;
    if (!fee)
        return refusal("case.payment", "この年度版に申請料はありません。", "請求書を発行せずに審査へ進めてください。");
    if (s.of.invoice)
        return refusal("case.payment",
                       "請求書 " + s.of.invoice->number + " を発行済みです。請求は1つの申請に1度です" +
                           by(fee->source) + "。",
                       "発行済みの請求書をもう一度送ってください。");
    TRY(check_given(command.invoice, "請求書の番号"));
    std::optional<base::Timestamp> due;
    if (fee->due)
        due = base::in_japan(fee->due->date, fee->due->hour, fee->due->minute);
    return Happening(InvoiceIssued{.invoice = command.invoice, .amount = fee->amount + fee->tax, .due = due});
}

Made carry_out(const Situation& s, const RecordPayment& command)
{
    if (!s.of.invoice)
        return refusal("case.payment", "請求書を発行していない案件に入金は記録できません。",
                       "入金の相手を確かめ、先に請求書を発行してください。");
    if (command.amount <= 0 || command.amount > most_yen)
        return wrong_value("入金の額 " + edition::money(command.amount) + " は記録できません。",
                           "1円以上の額を確かめて記録してください。");
    if (command.paid > s.now)
        return wrong_value("入金の時刻 " + to_the_millisecond(command.paid) + " が、いまの時刻 " +
                               to_the_millisecond(s.now) + " より後です。",
                           "入金のあった時刻を確かめてください。");
    if (command.paid < s.of.opened)
        return wrong_value("入金の時刻 " + to_the_millisecond(command.paid) + " が、申請を始めた時刻 " +
                               to_the_millisecond(s.of.opened) + " より前です。",
                           "入金の時刻と、どの案件への入金かを確かめてください。");
    const Invoice& invoice = *s.of.invoice;
    const bool in_time = !invoice.due || command.paid <= *invoice.due;
    const std::int64_t sum = invoice.in_time + (in_time ? command.amount : 0);
    return Happening(PaymentRecorded{.amount = command.amount,
                                     .paid = command.paid,
                                     .in_time = sum,
                                     .settled = sum >= invoice.amount,
                                     .payer = command.payer});
}

}
