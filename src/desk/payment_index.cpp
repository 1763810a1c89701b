#include "desk/payment_index.h"

#include "base/fold.h"
#include "base/utf8.h"

#include <algorithm>
#include <set>

namespace kenkei::desk {

namespace {

constexpr std::size_t account_number_length = 7;
constexpr std::size_t fewest_digits = 5;
constexpr std::size_t fewest_code_characters = 3;
constexpr std::size_t shortest_beginning = 15; // kana; a shorter one is not what 48 places cut off
constexpr std::size_t most_similar = 5;

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool is_code_character(char c)
{
    return is_digit(c) || is_letter(c) || c == '-';
}

std::string upper(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return text;
}

std::string digits_of(std::string_view text)
{
    std::string digits;
    std::copy_if(text.begin(), text.end(), std::back_inserter(digits), is_digit);
    return digits;
}

bool has_digit(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), is_digit);
}

std::vector<std::string> pairs_of(std::string_view core)
{
    const std::u32string text = base::to_code_points(core);
    std::set<std::string> pairs;
    for (std::size_t i = 0; i + 1 < text.size(); ++i)
        pairs.insert(base::to_utf8(std::u32string_view(text).substr(i, 2)));
    return {pairs.begin(), pairs.end()};
}

// Of an earlier name the 法人格 is not known unless it is written: a firm may have changed both.
FormFit fit_of(const PayerName& payer, const PayerName& firm, bool former)
{
    if (payer.form == firm.form && !(former && firm.form.empty()))
        return payer.place == firm.place ? FormFit::Same : FormFit::OtherPlace;
    return payer.form.empty() || (former && firm.form.empty()) ? FormFit::NotWritten : FormFit::Different;
}

// A run and its beginnings that end before a letter or a hyphen behind a digit: the name may follow without a blank.
std::vector<std::string_view> beginnings_of(std::string_view run)
{
    std::vector<std::string_view> all = {run};
    for (std::size_t i = 1; i < run.size(); ++i) {
        if (is_digit(run[i - 1]) && !is_digit(run[i]))
            all.push_back(run.substr(0, i));
    }
    return all;
}

template<typename Map>
const std::vector<std::size_t>& found_in(const Map& map, std::string_view key)
{
    static const std::vector<std::size_t> none;
    const auto entry = map.find(key);
    return entry == map.end() ? none : entry->second;
}

}

std::vector<std::string> code_runs(std::string_view text)
{
    const std::string folded = upper(base::fold_width(text));
    std::vector<std::string> runs;
    for (std::size_t start = 0; start < folded.size();) {
        std::size_t end = start;
        while (end < folded.size() && is_code_character(folded[end]))
            ++end;
        if (end > start && has_digit(std::string_view(folded).substr(start, end - start)))
            runs.push_back(folded.substr(start, end - start));
        start = std::max(end, start + 1);
    }
    return runs;
}

std::string without_code(std::string_view text)
{
    const std::string folded = base::trim(base::fold_width(text));
    const std::size_t front =
        static_cast<std::size_t>(std::find_if_not(folded.begin(), folded.end(), is_code_character) - folded.begin());
    if (front >= fewest_code_characters && has_digit(std::string_view(folded).substr(0, front)))
        return base::trim(std::string_view(folded).substr(front));
    const auto back = std::find_if_not(folded.rbegin(), folded.rend(), is_code_character).base() - folded.begin();
    const std::string_view end = std::string_view(folded).substr(static_cast<std::size_t>(back));
    if (end.size() >= fewest_code_characters && has_digit(end))
        return base::trim(std::string_view(folded).substr(0, static_cast<std::size_t>(back)));
    return std::string(text);
}

PaymentIndex::PaymentIndex(std::span<const OpenInvoice> invoices)
{
    for (std::size_t i = 0; i < invoices.size(); ++i) {
        const OpenInvoice& invoice = invoices[i];
        if (const std::string account = digits_of(invoice.virtual_account); account.size() >= account_number_length) {
            m_by_account[account].push_back(i);
            m_by_account_number[account.substr(account.size() - account_number_length)].push_back(i);
        }
        add_number(i, invoice.number);
        add_name(i, firm_name(invoice.kana, invoice.name), false);
        for (const std::string& former : invoice.former_kana)
            add_name(i, read_payer_name(former), true);
    }
}

void PaymentIndex::add_number(std::size_t invoice, std::string_view number)
{
    const std::string code = upper(base::fold_code(number));
    if (!has_digit(code))
        return;
    m_by_number[code].push_back(invoice);
    if (const std::string digits = digits_of(code); digits.size() >= fewest_digits && digits != code)
        m_by_digits[digits].push_back(invoice);
}

void PaymentIndex::add_name(std::size_t invoice, PayerName name, bool former)
{
    if (name.core.empty())
        return;
    const std::size_t entry = m_entries.size();
    m_by_loose.emplace(name.loose(), entry);
    if (name.place == FormPlace::None && !name.swapped().empty())
        m_by_swapped.emplace(name.swapped(), entry);
    const auto pairs = pairs_of(without_voice(name.loose()));
    for (const std::string& pair : pairs)
        m_by_pair[pair].push_back(entry);
    m_entries.push_back({invoice, former, std::move(name), pairs.size()});
}

AccountHits PaymentIndex::find_account(std::string_view virtual_account) const
{
    const std::string digits = digits_of(base::fold_code(virtual_account));
    if (digits.size() < account_number_length)
        return {};
    if (const auto& whole = found_in(m_by_account, digits); !whole.empty())
        return {whole, true};
    const std::string number = digits.substr(digits.size() - account_number_length);
    const std::string branch = digits.substr(0, digits.size() - account_number_length);
    const bool number_alone = branch.find_first_not_of('0') == std::string::npos;
    if (number_alone)
        return {found_in(m_by_account_number, number), false};
    return {found_in(m_by_account, number), false}; // the invoice has no branch
}

std::vector<NumberHit> PaymentIndex::find_numbers(std::string_view text) const
{
    std::vector<NumberHit> hits;
    const auto add = [&](const std::vector<std::size_t>& invoices, std::string_view written, bool whole) {
        for (const std::size_t invoice : invoices) {
            if (std::none_of(hits.begin(), hits.end(), [&](auto& hit) { return hit.invoice == invoice; }))
                hits.push_back({invoice, std::string(written), whole});
        }
    };
    for (const std::string& run : code_runs(text)) {
        for (const std::string_view part : beginnings_of(run)) {
            const std::string code = base::fold_code(part);
            add(found_in(m_by_number, code), part, true);
            if (std::all_of(code.begin(), code.end(), is_digit))
                add(found_in(m_by_digits, code), part, false);
        }
    }
    return hits;
}

void PaymentIndex::add_hit(std::vector<NameHit>& hits, const PayerName& payer, std::size_t at, bool cut,
                           bool swapped) const
{
    const Entry& entry = m_entries[at];
    if (!cut && !swapped && !is_same_spelled_otherwise(payer, entry.name))
        return; // ブア and バ are one only where they may have been ヴァ
    for (const NameHit& hit : hits) {
        if (hit.invoice == entry.invoice && (!hit.former || entry.former))
            return; // found by its present name already
    }
    hits.push_back({.invoice = entry.invoice,
                    .fit = fit_of(payer, entry.name, entry.former),
                    .former = entry.former,
                    .cut = cut,
                    .swapped = swapped,
                    .spelled = !cut && !swapped && payer.core != entry.name.core,
                    .longer = entry.name.core.size() > payer.core.size()});
}

std::vector<NameHit> PaymentIndex::find_names(const PayerName& payer, bool may_be_cut) const
{
    std::vector<NameHit> hits;
    const std::string loose = payer.loose();
    if (loose.empty())
        return hits;
    const auto [first, last] = m_by_loose.equal_range(loose);
    for (auto entry = first; entry != last; ++entry)
        add_hit(hits, payer, entry->second, false, false);
    if (payer.place == FormPlace::None) {
        const auto [first_swapped, last_swapped] = m_by_swapped.equal_range(loose);
        for (auto entry = first_swapped; entry != last_swapped; ++entry)
            add_hit(hits, payer, entry->second, false, true);
    }
    std::u32string beginning = base::to_code_points(loose);
    if (!may_be_cut || beginning.size() < shortest_beginning)
        return hits;
    beginning.pop_back(); // its voiced mark may be lost
    const std::string without_last = base::to_utf8(beginning);
    for (auto entry = m_by_loose.lower_bound(without_last);
         entry != m_by_loose.end() && entry->first.starts_with(without_last); ++entry) {
        if (entry->first != loose && is_beginning(loose, entry->first))
            add_hit(hits, payer, entry->second, true, false);
    }
    return hits;
}

std::vector<std::size_t> PaymentIndex::find_similar(const PayerName& payer) const
{
    const auto pairs = pairs_of(without_voice(payer.loose()));
    std::map<std::size_t, std::size_t> shared; // entry → pairs
    for (const std::string& pair : pairs) {
        const auto entries = m_by_pair.find(pair);
        if (entries == m_by_pair.end())
            continue;
        for (const std::size_t entry : entries->second)
            ++shared[entry];
    }
    constexpr std::size_t least_likeness = 600;             // of 1000
    std::vector<std::pair<std::size_t, std::size_t>> alike; // 1000 − likeness, invoice
    for (const auto& [entry, count] : shared) {
        const std::size_t likeness = 2000 * count / (pairs.size() + m_entries[entry].pairs);
        if (likeness >= least_likeness)
            alike.emplace_back(1000 - likeness, m_entries[entry].invoice);
    }
    std::sort(alike.begin(), alike.end());
    std::vector<std::size_t> invoices;
    for (const auto& [unlikeness, invoice] : alike) {
        if (invoices.size() < most_similar && std::find(invoices.begin(), invoices.end(), invoice) == invoices.end())
            invoices.push_back(invoice);
    }
    return invoices;
}

}
