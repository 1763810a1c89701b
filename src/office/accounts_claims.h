#pragma once

#include "office/accounts_letter.h"
#include "office/desk.h"
#include "store/accounts.h"

// That an account is a firm's: shown by a code that went to the firm's address by post, or to the office's
// satisfaction. One firm, one account that applies for it. What a claimant is told does not depend on whether the firm
// has such an account, until it holds the letter's code.
namespace kenkei::office {

struct NewClaim {
    std::string firm; // as typed
    std::string scheme;
    std::string name;
    std::string way; // post, office
    std::string postal = {};
    std::string address = {};
    std::string person = {};
};
// By whoever is at the desk. Those who act for the firm already are told at once. Errors: case.value (no 法人番号),
// access.claim-address (by post without an address), access.claim-open (this account has claimed it already),
// access.claim-many.
base::Result<store::ClaimRow> claim_firm(const Desk&, const NewClaim&);

// The firm's registered address, and where the office read it. There the letter goes: an address that the claimant
// alone has said proves nothing.
struct RegisteredAddress {
    std::string how; // 国税庁法人番号公表サイト, 登記事項証明書 …
    std::string postal;
    std::string address;
};
// A letter written again has a new code, and the one before is void. Errors: api.no-such, access.claim-state (decided,
// or not by post), access.address-unchecked (it is not said what the address was compared with),
// access.claim-other-address (the claimant said another one).
base::Result<Letter> write_letter(const Desk&, const std::string& claim, const RegisteredAddress&,
                                  const std::string& url, const std::string& office_name);

// By the claimant. A wrong code is a value, not an error: that it was tried stays written.
enum class Proof {
    Shown,   // the grant is there
    Checked, // the code is right, and the firm has another account: the office decides
    Wrong,
    Over, // the fifth wrong code, or the 30 days are past
};
// Errors: api.no-such (none of this account's), access.claim-state.
base::Result<Proof> prove_claim(const Desk&, const std::string& claim, const std::string& typed);

// By the office, without the letter's code or beyond it: the reason, which is kept, says how it was shown. `replaces`:
// the account that the firm has stops being its applicant's, and so do those whom it lent the firm's hand. Errors:
// api.no-such, access.claim-state, access.reason, access.one-firm.
base::Result<store::ClaimRow> approve_claim(const Desk&, const std::string& claim, bool replaces,
                                            const std::string& reason);
base::Result<store::ClaimRow> refuse_claim(const Desk&, const std::string& claim, const std::string& reason);

inline constexpr std::int64_t most_wrong_codes = 5;
inline constexpr int days_of_a_letter = 30;
// Sent, and its time past: Expired.
store::ClaimRow::State state_at(const store::ClaimRow&, base::Timestamp now);

}
