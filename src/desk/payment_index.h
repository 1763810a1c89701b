#pragma once

#include "desk/match_payments.h"
#include "desk/payer_name.h"

#include <map>
#include <unordered_map>

namespace kenkei::desk {

// How the 法人格 of a payer and of a firm go together.
enum class FormFit { Same, OtherPlace, NotWritten, Different };

struct NameHit {
    std::size_t invoice = 0;
    FormFit fit = FormFit::Same;
    bool former = false;  // an earlier name of the firm
    bool cut = false;     // the payer's name has as many places as there are, and the firm's goes on
    bool swapped = false; // first name before family name
    bool spelled = false; // long vowels are written in another way
    bool longer = false;  // it has long vowels where the payer wrote none
};

struct NumberHit {
    std::size_t invoice = 0;
    std::string written; // as the payer wrote it
    bool whole = true;   // false: only its digits
};

struct AccountHits {
    std::vector<std::size_t> invoices; // all of one virtual account
    bool whole = true;                 // false: branch or number alone was compared
};

// What was invoiced, found by what stands in a statement.
class PaymentIndex {
public:
    explicit PaymentIndex(std::span<const OpenInvoice>);

    AccountHits find_account(std::string_view virtual_account) const;
    // Numbers of invoices in a text, one hit for each invoice.
    std::vector<NumberHit> find_numbers(std::string_view text) const;
    // All invoices whose firm may be of that name; `may_be_cut` looks for longer names too.
    std::vector<NameHit> find_names(const PayerName&, bool may_be_cut) const;
    // Invoices of firms with a similar name, the most similar first, five at most. For people.
    std::vector<std::size_t> find_similar(const PayerName&) const;

private:
    struct Entry {
        std::size_t invoice;
        bool former;
        PayerName name;
        std::size_t pairs; // of two kana, different ones
    };

    void add_number(std::size_t invoice, std::string_view number);
    void add_name(std::size_t invoice, PayerName name, bool former);
    void add_hit(std::vector<NameHit>& hits, const PayerName& payer, std::size_t entry, bool cut, bool swapped) const;

    std::map<std::string, std::vector<std::size_t>, std::less<>> m_by_account; // digits
    std::map<std::string, std::vector<std::size_t>, std::less<>> m_by_account_number;
    std::map<std::string, std::vector<std::size_t>, std::less<>> m_by_number;
    std::map<std::string, std::vector<std::size_t>, std::less<>> m_by_digits;
    std::vector<Entry> m_entries;
    std::multimap<std::string, std::size_t, std::less<>> m_by_loose; // entries
    std::multimap<std::string, std::size_t, std::less<>> m_by_swapped;
    std::unordered_map<std::string, std::vector<std::size_t>> m_by_pair; // two kana → entries
};

// The parts of a text that may be a number: letters, digits and hyphens, at least one digit; folded.
std::vector<std::string> code_runs(std::string_view text);
// The text without such a part of three characters or more at its beginning or end; the same text if it has none.
std::string without_code(std::string_view text);

}
