#pragma once

#include "access/permissions.h"
#include "office/desk.h"
#include "store/accounts.h"

// A firm's applicant (the principal) lets another account act for the firm, for one scheme and at most a year, or look
// on for the employees. The principal alone gives and takes it; it begins when the other one accepts.
namespace kenkei::office {

struct Lending {
    access::Role role = access::Role::Delegate; // or Representative
    std::string firm;
    std::string scheme = {};                   // of a delegate
    std::optional<base::Timestamp> until = {}; // of a delegate
    std::string mail = {};                     // access::account_mail
};
// `editions`: keys of all that are known. Writes a mail, whoever the address belongs to. Errors: access.lending (the
// scheme admits no delegates, with its clause; no such scheme), access.until.
base::Result<void> lend_hand(const Desk&, const Lending&, const std::vector<std::string>& editions,
                             const std::string& url);
// By the account whose mail was asked. Errors: access.secret (also where it is another account's, and where who lent it
// is the firm's applicant no more), access.lending (the principal's own; the scheme), access.taken.
base::Result<store::GrantRow> accept_hand(const Desk&, const std::string& secret,
                                          const std::vector<std::string>& editions);
// By the firm's applicant, whatever the scheme says. Errors: api.no-such, access.reason.
base::Result<void> take_hand_back(const Desk&, const std::string& firm, const std::string& grant,
                                  const std::string& reason);
// By whom it was lent to. Error api.no-such.
base::Result<void> hand_back(const Desk&, const std::string& grant);

}
