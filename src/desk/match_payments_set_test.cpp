// The labelled set: what a clerk would match, and what he would ask about.
#include "desk/match_payments.h"
#include "support/payment_set.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

namespace kenkei::desk {

namespace {

std::vector<OpenInvoice> invoices_of(const support::PaymentSet& set)
{
    std::vector<OpenInvoice> invoices;
    for (const support::PaymentFirm& firm : set.firms)
        invoices.push_back({.number = firm.invoice,
                            .firm = firm.number,
                            .kana = firm.kana,
                            .name = firm.name,
                            .former_kana = firm.former,
                            .virtual_account = firm.account,
                            .amount = firm.amount,
                            .due = base::in_japan({2024, 12, 31}, 15)});
    return invoices;
}

struct LabelledLine {
    table::StatementLine line;
    support::PaymentLabel label;
};

void append(std::vector<LabelledLine>& all, const std::string& file, const std::vector<support::PaymentLabel>& labels)
{
    const table::BankStatement statement = table::read_bank_statement(file, {.today = {2025, 1, 6}});
    for (const table::StatementFault& fault : statement.faults)
        ADD_FAILURE() << fault.message;
    std::size_t label = 0;
    for (const table::StatementLine& line : statement.lines) {
        if (line.direction == table::Direction::In)
            all.push_back({line, labels.at(label++)});
    }
    EXPECT_EQ(label, labels.size());
}

MoneyRules rules()
{
    std::ifstream file(KENKEI_SOURCE_DIR "/schemes/shared/transfer_fees.csv");
    std::stringstream text;
    text << file.rdbuf();
    return read_money_rules(text.str());
}

struct Tally {
    std::size_t lines = 0;
    std::size_t certain = 0;
    std::size_t matched = 0;                                         // of the certain ones, rightly
    std::size_t wrong = 0;                                           // matches that a clerk would not make
    std::map<std::string, std::map<std::string, std::size_t>> kinds; // label → what became of it
};

Tally tally_of(std::uint64_t seed)
{
    const support::PaymentSet set(seed);
    std::vector<LabelledLine> all;
    append(all, set.zengin, set.zengin_labels);
    append(all, set.csv, set.csv_labels);
    std::vector<table::StatementLine> lines;
    for (const LabelledLine& one : all)
        lines.push_back(one.line);
    const auto invoices = invoices_of(set);
    const Matched matched = match_payments(invoices, lines, {}, rules());
    Tally tally{.lines = lines.size()};
    std::vector<int> seen(lines.size());
    for (const PaymentMatch& match : matched.matches) {
        ++seen[match.line];
        const support::PaymentLabel& label = all[match.line].label;
        const bool right = match.invoice == label.invoice;
        ++(right ? tally.matched : tally.wrong);
        ++tally.kinds[label.what][right ? "matched" : "MATCHED WRONGLY"];
        EXPECT_TRUE(right) << seed << ": " << label.what << ": " << match.reason << " | " << lines[match.line].raw;
    }
    for (const PaymentDoubt& doubt : matched.doubts) {
        ++seen[doubt.line];
        ++tally.kinds[all[doubt.line].label.what][std::string(label_of(doubt.kind))];
    }
    for (const LabelledLine& one : all)
        tally.certain += one.label.invoice.empty() ? 0u : 1u;
    for (const int times : seen)
        EXPECT_EQ(times, 1) << "every line is in one match or one doubt";
    return tally;
}

TEST(MatchPayments, 五千行のうち事務員が確かに消し込めるものの98パーセント以上を人手なしで誤りなく消し込む)
{
    for (const std::uint64_t seed : {20241231u, 7u, 99u}) {
        const Tally tally = tally_of(seed);
        EXPECT_EQ(tally.wrong, 0u);
        EXPECT_GE(tally.lines, 5000u);
        EXPECT_GE(tally.matched * 100, tally.certain * 98) << tally.matched << " of " << tally.certain;
        std::cout << "seed " << seed << ": " << tally.lines << " lines, " << tally.certain << " certain, "
                  << tally.matched << " of them matched, " << tally.wrong << " matched wrongly\n";
        for (const auto& [label, results] : tally.kinds) {
            std::cout << "  " << label << ":";
            for (const auto& [result, count] : results)
                std::cout << " " << result << " " << count;
            std::cout << "\n";
        }
    }
}

}

}
