#include "desk/match_payments.h"

#include "desk/payment_targets.h"
#include "desk/payment_time.h"
#include "edition/words.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace kenkei::desk {

namespace {

using edition::money;
using table::Direction;
using table::StatementLine;

class Matcher {
public:
    Matcher(std::span<const OpenInvoice> invoices, std::span<const StatementLine> lines, const MoneyRules& rules)
        : m_invoices(invoices)
        , m_lines(lines)
        , m_rules(rules)
        , m_finder(invoices, rules)
    {
        for (std::size_t i = 0; i < invoices.size(); ++i)
            m_of_firm[m_finder.firm_of(i)].push_back(i);
    }

    Matched match(std::span<const UsedLine> used)
    {
        for (const UsedLine& line : used)
            m_used.emplace(line.key, line.invoice);
        find_cancelled();
        for (const std::size_t line : in_order_of_arrival())
            look_at(line);
        std::sort(m_matched.matches.begin(), m_matched.matches.end(), by_line);
        std::sort(m_matched.doubts.begin(), m_matched.doubts.end(), by_line);
        return std::move(m_matched);
    }

private:
    static constexpr auto by_line = [](const auto& a, const auto& b) { return a.line < b.line; };

    std::int64_t rest_of(std::size_t invoice) const { return m_invoices[invoice].amount - m_invoices[invoice].paid; }
    bool is_open(std::size_t invoice) const { return rest_of(invoice) > 0 && !m_taken_by.contains(invoice); }
    std::string row_of(std::size_t line) const { return std::to_string(m_lines[line].line) + "行目"; }

    void doubt(std::size_t line, DoubtKind kind, std::string reason, std::vector<PaymentCandidate> candidates = {})
    {
        constexpr std::size_t most_candidates = 5;
        if (candidates.size() > most_candidates)
            candidates.resize(most_candidates);
        m_matched.doubts.push_back({line, kind, std::move(reason), std::move(candidates)});
    }

    std::vector<std::size_t> in_order_of_arrival() const
    {
        std::vector<std::size_t> order(m_lines.size());
        std::iota(order.begin(), order.end(), 0);
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return std::pair(m_lines[a].date, m_lines[a].second_of_day.value_or(0)) <
                   std::pair(m_lines[b].date, m_lines[b].second_of_day.value_or(0));
        });
        return order;
    }

    // A cancelled line takes back the latest one before it of the same payer and amount.
    void find_cancelled()
    {
        for (std::size_t i = 0; i < m_lines.size(); ++i) {
            if (m_lines[i].direction != Direction::Cancelled)
                continue;
            const auto taken_back = find_taken_back(i);
            if (taken_back)
                m_taken_back.emplace(*taken_back, i);
            const std::string what =
                taken_back
                    ? row_of(*taken_back) + "の入金を取り消しています。"
                    : "どの入金を取り消したものか、この明細からは分かりません。記録済みの入金を確かめてください。";
            doubt(i, DoubtKind::Cancelled,
                  "銀行の取消 " + money(m_lines[i].amount) + "（名義" + quoted(m_lines[i].payer) + "）です。" + what);
        }
    }

    std::optional<std::size_t> find_taken_back(std::size_t cancelled) const
    {
        for (std::size_t i = cancelled; i-- > 0;) {
            const StatementLine& line = m_lines[i];
            if (line.direction == Direction::In && line.amount == m_lines[cancelled].amount &&
                line.payer == m_lines[cancelled].payer && !m_taken_back.contains(i))
                return i;
        }
        return std::nullopt;
    }

    void look_at(std::size_t line)
    {
        if (m_lines[line].direction != Direction::In)
            return;
        if (const auto by = m_taken_back.find(line); by != m_taken_back.end())
            return doubt(line, DoubtKind::Cancelled, row_of(by->second) + "で銀行が取り消した入金です。");
        if (is_repeated(line))
            return;
        auto found = m_finder.find(m_lines[line]);
        if (auto* asked = std::get_if<Asked>(&found))
            return doubt(line, asked->kind, std::move(asked->reason), std::move(asked->candidates));
        settle(line, std::get<Target>(found));
    }

    bool is_repeated(std::size_t line)
    {
        const std::string key = key_of(m_lines[line]);
        if (const auto used = m_used.find(key); used != m_used.end()) {
            doubt(line, DoubtKind::Repeated,
                  "同じ明細（日付、金額、名義、照会番号）を前に取り込んでいます" +
                      (used->second.empty() ? std::string("。")
                                            : "。そのときは請求書 " + used->second + " の入金としました。"));
            return true;
        }
        const auto [seen, fresh] = m_seen.emplace(key, line);
        if (fresh || m_lines[line].reference.empty())
            return false;
        doubt(line, DoubtKind::Repeated,
              row_of(seen->second) + "と同じ明細です（照会番号 " + m_lines[line].reference + "）。");
        return true;
    }

    // Of the invoices that this amount pays the first; if there is none, the first that is open; else the first.
    std::size_t choose(const std::vector<std::size_t>& invoices, std::int64_t amount) const
    {
        const auto paid =
            std::find_if(invoices.begin(), invoices.end(), [&](std::size_t i) { return pays(amount, i); });
        if (paid != invoices.end())
            return *paid;
        const auto open = std::find_if(invoices.begin(), invoices.end(), [&](std::size_t i) { return is_open(i); });
        return open == invoices.end() ? invoices.front() : *open;
    }

    bool pays(std::int64_t amount, std::size_t invoice) const { return is_open(invoice) && rest_of(invoice) == amount; }

    void settle(std::size_t line, const Target& target)
    {
        const std::int64_t amount = m_lines[line].amount;
        const std::size_t i = choose(target.invoices, amount);
        const std::string found = target.before + m_finder.name_of(i) + target.after + "。";
        const std::vector<PaymentCandidate> candidates = {m_finder.candidate(i, found)};
        if (!is_open(i))
            return doubt(line, DoubtKind::PaidTwice, found + paid_already(i), candidates);
        if (amount > rest_of(i))
            return doubt_over(line, i, found);
        if (amount < rest_of(i))
            return doubt(line, DoubtKind::Under, found + shortfall(rest_of(i) - amount, amount), candidates);
        if (m_invoices[i].paid > 0)
            return doubt(line, DoubtKind::Under,
                         found + "前の入金 " + money(m_invoices[i].paid) + " の残りと同じ額です。", candidates);
        if (std::count_if(target.invoices.begin(), target.invoices.end(),
                          [&](std::size_t other) { return pays(amount, other); }) > 1)
            return doubt_which(line, target, found);
        check_arrival(line, i, target.basis, found);
    }

    void check_arrival(std::size_t line, std::size_t i, MatchBasis basis, const std::string& found)
    {
        const auto& due = m_invoices[i].due;
        const Timing timing = timing_of(m_lines[line], due);
        if (timing == Timing::InTime) {
            m_taken_by.emplace(i, line);
            m_matched.matches.push_back(
                {line, m_invoices[i].number, basis, found + "金額 " + money(m_lines[line].amount) + " も同じです。"});
            return;
        }
        const bool late = timing == Timing::Late;
        const std::string_view what =
            late ? "期限を過ぎています。" : "期限の前か後かが明細から分かりません。銀行に時刻を確かめてください。";
        doubt(line, late ? DoubtKind::Late : DoubtKind::DeadlineDay,
              found + arrival_in_words(m_lines[line], *due) + std::string(what), {m_finder.candidate(i, found)});
    }

    // A firm with two invoices of the same amount.
    void doubt_which(std::size_t line, const Target& target, const std::string& found)
    {
        std::vector<PaymentCandidate> candidates;
        for (const std::size_t i : target.invoices) {
            if (pays(m_lines[line].amount, i))
                candidates.push_back(m_finder.candidate(i, "同じ法人の、同じ額の請求"));
        }
        doubt(line, DoubtKind::Ambiguous,
              found + "同じ法人に同じ額の請求が" + std::to_string(candidates.size()) + "件あります。",
              std::move(candidates));
    }

    std::string paid_already(std::size_t i) const
    {
        if (const auto by = m_taken_by.find(i); by != m_taken_by.end())
            return "この請求には " + row_of(by->second) + "の入金をあてています。二重の振込かもしれません。";
        return "この請求は入金済みです。二重の振込かもしれません。";
    }

    void doubt_over(std::size_t line, std::size_t i, const std::string& found)
    {
        const std::int64_t amount = m_lines[line].amount;
        std::vector<PaymentCandidate> candidates = {m_finder.candidate(i, found)};
        std::int64_t sum = 0;
        for (const std::size_t other : m_of_firm.at(m_finder.firm_of(i))) {
            sum += is_open(other) ? rest_of(other) : 0;
            if (other != i && is_open(other))
                candidates.push_back(m_finder.candidate(other, "同じ法人の請求"));
        }
        if (sum == amount && candidates.size() > 1)
            return doubt(line, DoubtKind::Several, found + "この法人の請求の合計 " + money(sum) + " と同じ額です。",
                         std::move(candidates));
        if (amount % rest_of(i) == 0)
            return doubt(line, DoubtKind::Several,
                         found + "金額 " + money(amount) + " は請求額の" + std::to_string(amount / rest_of(i)) +
                             "件分です。ほかの法人の分も含むかもしれません。",
                         std::move(candidates));
        doubt(line, DoubtKind::Over, found + "請求額より " + money(amount - rest_of(i)) + " 多い入金です。",
              std::move(candidates));
    }

    std::string shortfall(std::int64_t missing, std::int64_t amount) const
    {
        const auto& fees = m_rules.transfer_fees;
        if (std::find(fees.begin(), fees.end(), missing) != fees.end())
            return "請求額より " + money(missing) + " 少なく、振込手数料が差し引かれたものとみられます。";
        if (std::find(fees.begin(), fees.end(), amount) != fees.end())
            return "振込手数料と同じ額です。差し引かれた手数料の追加の振込かもしれません。";
        return "請求額より " + money(missing) + " 少ない入金です。";
    }

    std::span<const OpenInvoice> m_invoices;
    std::span<const StatementLine> m_lines;
    const MoneyRules& m_rules;
    TargetFinder m_finder;
    std::map<std::string, std::vector<std::size_t>> m_of_firm;
    std::map<std::string, std::string> m_used;       // key → invoice
    std::map<std::string, std::size_t> m_seen;       // key → line
    std::map<std::size_t, std::size_t> m_taken_back; // line → the line that cancels it
    std::map<std::size_t, std::size_t> m_taken_by;   // invoice → the line that a match gives it
    Matched m_matched;
};

}

Matched match_payments(std::span<const OpenInvoice> invoices, std::span<const StatementLine> lines,
                       std::span<const UsedLine> used, const MoneyRules& rules)
{
    return Matcher(invoices, lines, rules).match(used);
}

}
