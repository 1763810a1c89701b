#pragma once

#include "office/desk.h"
#include "store/accounts.h"

// What accounts may be, and whether they may be used: what administrators do.
namespace kenkei::office {

// An account that waits for its owner, who sets the password by the mail's link. Error access.taken: the address has
// one.
base::Result<store::Account> invite_account(const Desk&, const std::string& mail, const std::string& name,
                                            const std::string& url);

// Suspended: its sessions end, its tokens do not work while it is. Errors: api.no-such, access.reason, access.state
// (not confirmed yet, or it is so already), access.last-admin.
base::Result<store::Account> set_account_state(const Desk&, const std::string& account, store::Account::State,
                                               const std::string& reason);

struct NewGrant {
    std::string account;
    std::string role; // access::name_of(Role)
    std::string scheme = {};
    std::string firm = {};
    std::string insurer = {};
    std::optional<base::Timestamp> until = {};
    std::string reason = {};
};
// What fits the role (access::bound_of) and nothing else is named with it. Nobody gives a role to themselves; who may
// see others' cases by it is told to all administrators. Errors: access.denied (to oneself), api.no-such,
// access.reason, access.grant, access.until, access.one-firm (the firm has an applicant's account), access.taken (it
// has this role).
base::Result<store::GrantRow> give_access(const Desk&, const NewGrant&);
// Errors: api.no-such, access.reason, access.last-admin.
base::Result<void> end_access(const Desk&, const std::string& account, const std::string& grant,
                              const std::string& reason);

// A line by whoever is at the desk, without looking at what fits. Error access.one-firm.
base::Result<void> put_grant(const Desk&, const NewGrant&);
// An applicant's grant, and with it those of the hands that this account lent.
base::Result<void> end_firm_of(const Desk&, const store::GrantRow& applicant, const std::string& reason);
// One grant, told to its account by mail. False: it had ended before.
base::Result<bool> end_grant(const Desk&, const store::GrantRow&, const std::string& reason);

}
