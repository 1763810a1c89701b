#include "desk/payment_targets.h"

#include "base/utf8.h"
#include "edition/words.h"

#include <algorithm>
#include <set>

namespace kenkei::desk {

namespace {

using table::StatementLine;

std::string in_words(const NameHit& hit)
{
    if (hit.former)
        return "旧名称が同じ";
    if (hit.cut)
        return "名義の長さの限りまで同じ";
    std::string words = "名義が同じ";
    if (hit.swapped)
        words = "姓名の順を替えると同じ";
    else if (hit.spelled)
        words = "長音の書き方のほかは同じ";
    switch (hit.fit) {
    case FormFit::Same:
        break;
    case FormFit::OtherPlace:
        words += "（法人格の前後がちがう）";
        break;
    case FormFit::NotWritten:
        words += "（法人格が書かれていない）";
        break;
    case FormFit::Different:
        words += "（法人格がちがう）";
        break;
    }
    return words;
}

// Where several firms have the name, the one whose 法人格 and long vowels are written as its own, if it cannot be one
// of the others: カ)ミホン is not ユ)ミホン, but may be ミホン(カ; ビール is not ビル, but ビル may be ビール.
std::vector<NameHit> unmistakable(const std::vector<NameHit>& hits)
{
    std::vector<NameHit> same;
    for (const NameHit& hit : hits) {
        const bool as_its_own = !hit.former && !hit.cut && !hit.spelled && !hit.swapped;
        if (as_its_own && hit.fit == FormFit::Same)
            same.push_back(hit);
        else if (hit.fit != FormFit::Different && (!hit.spelled || hit.longer))
            return hits;
    }
    return same.empty() ? hits : same;
}

std::vector<std::size_t> invoices_of(const std::vector<NameHit>& hits)
{
    std::vector<std::size_t> invoices;
    for (const NameHit& hit : hits)
        invoices.push_back(hit.invoice);
    return invoices;
}

// The amount that most invoices have; 0 if there are none.
std::int64_t usual_amount(std::span<const OpenInvoice> invoices)
{
    std::map<std::int64_t, std::size_t> count;
    for (const OpenInvoice& invoice : invoices)
        ++count[invoice.amount];
    const auto most =
        std::max_element(count.begin(), count.end(), [](auto& a, auto& b) { return a.second < b.second; });
    return most == count.end() ? 0 : most->first;
}

}

struct TargetFinder::Evidence {
    AccountHits account;
    std::vector<NumberHit> numbers;
    std::vector<NameHit> names;
    PayerName payer;
};

std::string quoted(std::string_view text)
{
    constexpr std::size_t longest = 60;
    return "「" + base::printable(base::shortened(text, longest)) + "」";
}

std::variant<Target, Asked> TargetFinder::find(const StatementLine& line) const
{
    const Evidence evidence = gather(line);
    if (evidence.numbers.size() > 1)
        return several_numbers(line, evidence);
    if (!evidence.account.invoices.empty())
        return by_account(line, evidence);
    if (!evidence.numbers.empty())
        return by_number(line, evidence);
    return evidence.names.empty() ? by_nothing(line, evidence) : by_name(line, evidence);
}

std::string TargetFinder::firm_of(std::size_t invoice) const
{
    const std::string& firm = m_invoices[invoice].firm;
    return firm.empty() ? "#" + std::to_string(invoice) : firm;
}

std::string TargetFinder::name_of(std::size_t invoice) const
{
    return "請求書 " + m_invoices[invoice].number + "（" + m_invoices[invoice].name + "）";
}

PaymentCandidate TargetFinder::candidate(std::size_t invoice, std::string why) const
{
    return {m_invoices[invoice].number, std::move(why)};
}

TargetFinder::Evidence TargetFinder::gather(const StatementLine& line) const
{
    Evidence evidence{.account = m_index.find_account(line.virtual_account)};
    evidence.numbers = m_index.find_numbers(line.payer + "  " + line.edi + "  " + line.summary);
    const bool may_be_cut = half_width_length(line.payer) + 1 >= m_rules.payer_places;
    evidence.payer = read_payer_name(line.payer);
    evidence.names = m_index.find_names(evidence.payer, may_be_cut);
    if (const std::string rest = without_code(line.payer); evidence.names.empty() && rest != line.payer) {
        evidence.payer = read_payer_name(rest);
        evidence.names = m_index.find_names(evidence.payer, may_be_cut);
    }
    return evidence;
}

std::vector<NameHit> TargetFinder::hits_of_firm(const std::vector<NameHit>& hits, const std::string& firm) const
{
    std::vector<NameHit> kept;
    std::copy_if(hits.begin(), hits.end(), std::back_inserter(kept),
                 [&](const NameHit& hit) { return firm_of(hit.invoice) == firm; });
    return kept;
}

std::vector<PaymentCandidate> TargetFinder::candidates_of(const std::vector<NameHit>& hits) const
{
    std::vector<PaymentCandidate> candidates;
    for (const NameHit& hit : hits)
        candidates.push_back(candidate(hit.invoice, m_invoices[hit.invoice].name + "と" + in_words(hit)));
    return candidates;
}

std::vector<PaymentCandidate> TargetFinder::similar_to(const PayerName& payer) const
{
    std::vector<PaymentCandidate> candidates;
    for (const std::size_t i : m_index.find_similar(payer))
        candidates.push_back(candidate(i, m_invoices[i].name + "（" + m_invoices[i].kana + "）と名義が似ている"));
    return candidates;
}

// Whether the name is like that of other firms only.
bool TargetFinder::is_like_another(const PayerName& payer, const std::string& firm) const
{
    const auto similar = m_index.find_similar(payer);
    return !similar.empty() &&
           std::none_of(similar.begin(), similar.end(), [&](std::size_t i) { return firm_of(i) == firm; });
}

Asked TargetFinder::contradiction(std::string reason, PaymentCandidate first,
                                  std::vector<PaymentCandidate> others) const
{
    others.insert(others.begin(), std::move(first));
    return {DoubtKind::Contradiction, std::move(reason), std::move(others)};
}

TargetFinder::Found TargetFinder::several_numbers(const StatementLine& line, const Evidence& evidence) const
{
    std::int64_t sum = 0;
    std::vector<PaymentCandidate> candidates;
    for (const NumberHit& hit : evidence.numbers) {
        sum += m_invoices[hit.invoice].amount - m_invoices[hit.invoice].paid;
        candidates.push_back(candidate(hit.invoice, "番号 " + hit.written + " が書かれている"));
    }
    const std::string count = "請求書の番号が" + std::to_string(evidence.numbers.size()) + "つ書かれ";
    if (sum == line.amount)
        return Asked{DoubtKind::Several, count + "、合計 " + edition::money(sum) + " が金額と同じです。",
                     std::move(candidates)};
    return Asked{DoubtKind::Contradiction, count + "ていますが、金額は合計と合いません。", std::move(candidates)};
}

TargetFinder::Found TargetFinder::by_account(const StatementLine& line, const Evidence& evidence) const
{
    const auto& invoices = evidence.account.invoices;
    const std::string firm = firm_of(invoices.front());
    const std::string before = "仮想口座 " + line.virtual_account + " は";
    const PaymentCandidate first = candidate(invoices.front(), before + name_of(invoices.front()) + "のもの");
    for (const std::size_t other : invoices) {
        if (firm_of(other) != firm)
            return contradiction("仮想口座 " + line.virtual_account + " が2つ以上の法人に割り当てられています。", first,
                                 {candidate(other, "同じ仮想口座")});
    }
    if (!evidence.numbers.empty() && firm_of(evidence.numbers.front().invoice) != firm)
        return contradiction("仮想口座と、書かれた請求書の番号が、別の法人を指しています。", first,
                             {candidate(evidence.numbers.front().invoice, "番号が書かれている")});
    const auto own = hits_of_firm(evidence.names, firm);
    if (!evidence.names.empty() && own.empty())
        return contradiction("仮想口座と名義が、別の法人を指しています。", first, candidates_of(evidence.names));
    if (own.empty() && is_like_another(evidence.payer, firm))
        return contradiction(first.why + "ですが、名義は別の請求先に似ています。", first, similar_to(evidence.payer));
    if (own.empty() && !evidence.account.whole)
        return Asked{DoubtKind::OtherName,
                     "口座番号の一部が" + name_of(invoices.front()) + "の仮想口座と同じですが、名義" +
                         quoted(line.payer) + "はちがいます。",
                     {first}};
    const std::string name =
        own.empty() ? "名義" + quoted(line.payer) + "は請求先と異なります" : "名義: " + in_words(own.front());
    const auto named = evidence.numbers.empty() ? invoices : std::vector{evidence.numbers.front().invoice};
    return Target{named, MatchBasis::VirtualAccount, before, "のものです（" + name + "）"};
}

TargetFinder::Found TargetFinder::by_number(const StatementLine& line, const Evidence& evidence) const
{
    const NumberHit& number = evidence.numbers.front();
    const std::string before = "番号 " + number.written + " は";
    const PaymentCandidate first = candidate(number.invoice, before + name_of(number.invoice) + "のもの");
    const auto own = hits_of_firm(evidence.names, firm_of(number.invoice));
    if (!evidence.names.empty() && own.empty())
        return contradiction("書かれた請求書の番号と名義が、別の法人を指しています。", first,
                             candidates_of(evidence.names));
    if (own.empty() || own.front().fit == FormFit::Different)
        return Asked{DoubtKind::OtherName, first.why + "ですが、名義" + quoted(line.payer) + "がちがいます。", {first}};
    return Target{{number.invoice}, MatchBasis::InvoiceNumber, before, "のものです（" + in_words(own.front()) + "）"};
}

TargetFinder::Found TargetFinder::by_name(const StatementLine& line, const Evidence& evidence) const
{
    const auto hits = unmistakable(evidence.names);
    std::set<std::string> firms;
    for (const NameHit& hit : hits)
        firms.insert(firm_of(hit.invoice));
    const std::string before = "名義" + quoted(line.payer) + "は";
    if (firms.size() > 1)
        return Asked{DoubtKind::Ambiguous,
                     "名義" + quoted(line.payer) + "にあたる法人が" + std::to_string(firms.size()) + "あります。",
                     candidates_of(hits)};
    const NameHit& hit = hits.front();
    if (hit.former || hit.fit == FormFit::Different)
        return Asked{DoubtKind::OtherName, before + name_of(hit.invoice) + "と" + in_words(hit) + "です。",
                     candidates_of(hits)};
    return Target{invoices_of(hits), MatchBasis::Name, before,
                  "と" + in_words(hit) + "で、ほかにあたる法人はありません"};
}

TargetFinder::Found TargetFinder::by_nothing(const StatementLine& line, const Evidence& evidence) const
{
    const std::string written =
        line.payer.empty() ? "名義が空です" : "名義" + quoted(line.payer) + "にあたる請求先がありません";
    auto candidates = similar_to(evidence.payer);
    if (!candidates.empty())
        return Asked{DoubtKind::OtherName, written + "。似た名義の請求先があります。", std::move(candidates)};
    const std::int64_t usual = usual_amount(m_invoices);
    if (usual > 0 && line.amount > usual && line.amount % usual == 0)
        return Asked{DoubtKind::Several, written + "。金額 " + edition::money(line.amount) + " は、請求額 " +
                                             edition::money(usual) + " の" + std::to_string(line.amount / usual) +
                                             "件分です。"};
    return Asked{DoubtKind::Unknown, written + "。振込元に確かめてください。"};
}

}
