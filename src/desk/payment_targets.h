#pragma once

#include "desk/payment_index.h"

#include <variant>

namespace kenkei::desk {

// Invoices of one firm that a line points at, and by what. Which of them it pays is a matter of the amount.
struct Target {
    std::vector<std::size_t> invoices;
    MatchBasis basis = MatchBasis::Name;
    std::string before; // why: before + the invoice + after
    std::string after;
};

// What has to be asked, because a line points at no firm or at several.
struct Asked {
    DoubtKind kind = DoubtKind::Unknown;
    std::string reason;
    std::vector<PaymentCandidate> candidates;
};

// Whom a line is from, by virtual account, number of an invoice and name; amounts and days are not looked at, but for
// the sum of several numbers.
class TargetFinder {
public:
    TargetFinder(std::span<const OpenInvoice> invoices, const MoneyRules& rules)
        : m_invoices(invoices)
        , m_rules(rules)
        , m_index(invoices)
    {}

    std::variant<Target, Asked> find(const table::StatementLine&) const;

    // Invoices of one 法人番号 are of one firm; without a number each is of its own.
    std::string firm_of(std::size_t invoice) const;
    std::string name_of(std::size_t invoice) const; // 請求書 S-000001（株式会社見本商事）
    PaymentCandidate candidate(std::size_t invoice, std::string why) const;

private:
    struct Evidence;
    using Found = std::variant<Target, Asked>;

    Evidence gather(const table::StatementLine&) const;
    Found several_numbers(const table::StatementLine&, const Evidence&) const;
    Found by_account(const table::StatementLine&, const Evidence&) const;
    Found by_number(const table::StatementLine&, const Evidence&) const;
    Found by_name(const table::StatementLine&, const Evidence&) const;
    Found by_nothing(const table::StatementLine&, const Evidence&) const;
    Asked contradiction(std::string reason, PaymentCandidate first, std::vector<PaymentCandidate> others) const;
    std::vector<NameHit> hits_of_firm(const std::vector<NameHit>&, const std::string& firm) const;
    std::vector<PaymentCandidate> candidates_of(const std::vector<NameHit>&) const;
    std::vector<PaymentCandidate> similar_to(const PayerName&) const;
    bool is_like_another(const PayerName&, const std::string& firm) const;

    std::span<const OpenInvoice> m_invoices;
    const MoneyRules& m_rules;
    PaymentIndex m_index;
};

// 「ｶ)ﾐﾎﾝ」, shortened and without what could steer a terminal.
std::string quoted(std::string_view text);

}
