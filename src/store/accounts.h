#pragma once

#include "store/store.h"

namespace kenkei::store {

// Who may log in. Nothing here is part of a case: cases know an account by its id alone.
struct Account {
    std::string id;       // account-… ; also the actor's id in events
    std::string mail;     // access::account_mail: unique; "" for none
    std::string name;     // as others see it
    std::string password; // access::hash_password; "" where nobody logs in with one
    enum class State { Unconfirmed, Active, Suspended } state = State::Unconfirmed;
    std::string issuer; // of OpenID Connect, with `subject` unique; "" for none
    std::string subject;
    std::string totp;            // secret, as access::SecretKeys sealed it; "" for none
    bool totp_confirmed = false; // before that it is only offered
    std::int64_t totp_step = 0;  // the last that was used
    base::Timestamp created;
    std::optional<base::Timestamp> seen;               // the last log-in
    std::optional<base::Timestamp> strange_until = {}; // a browser that came in by then is not known any more
};
std::string_view name_of(Account::State); // unconfirmed, active, suspended
std::optional<Account::State> read_account_state(std::string_view word);

// What an account may be, and for whom: a line is added, and ends; none is ever changed otherwise or deleted.
struct GrantRow {
    std::string id;
    std::string account;
    std::string role;       // access::name_of(Role)
    std::string scheme;     // "" for all, where the role is one of a scheme
    std::string firm;       // 法人番号, where it is one of a firm
    std::string insurer;    // where it is one of an insurer
    std::string granted_by; // account; of a delegation the principal's
    base::Timestamp granted;
    std::optional<base::Timestamp> until; // the last instant
    std::optional<base::Timestamp> ended;
    std::string ended_by;
    std::string reason; // of its end, or of its beginning; may be empty
};

struct SessionRow {
    std::string digest; // access::digest_of of what the browser has
    std::string account;
    base::Timestamp created;
    base::Timestamp seen; // to the minute
    base::Timestamp expires;
};

// For machines: a secret of which only the digest is kept.
struct TokenRow {
    std::string id;
    std::string digest;
    std::string account;
    std::string name;
    std::vector<std::string> scopes; // access::name_of(Scope)
    base::Timestamp created;
    base::Timestamp expires;
    std::optional<base::Timestamp> revoked;
    std::optional<base::Timestamp> used; // to the minute
};

// A secret that works once, for a while: to confirm a mail address, to set a new password, to come back from another
// server's log-in, to log in without the telephone.
struct OneTime {
    std::string digest;  // of the secret
    std::string kind;    // confirm, reset, oidc, recovery, second-step
    std::string account; // "" where there is none yet
    std::string content; // JSON of whoever made it
    base::Timestamp created;
    base::Timestamp expires;
    std::optional<base::Timestamp> used;
};

// That an account is a firm's must be shown before it may apply for it: by a code that goes to its address by post, or
// to the office's satisfaction.
struct ClaimRow {
    std::string id;
    std::string account;
    std::string firm;   // 法人番号
    std::string scheme; // whose office takes care of it
    std::string name;   // of the firm, as claimed
    std::string way;    // post, office
    std::string postal; // where the letter goes
    std::string address;
    std::string person; // to whom
    // Where the office found the firm's registered address, and what it is: there the letter goes. "" before it looked.
    struct Checked {
        std::string how;
        std::string postal;
        std::string address;
        std::string by; // account
    } checked = {};
    std::string code;       // digest of the letter's code; "" before it is written
    std::int64_t tries = 0; // wrong codes
    enum class State { Waiting, Sent, Approved, Refused, Expired } state = State::Waiting;
    base::Timestamp created;
    std::optional<base::Timestamp> sent;    // the letter
    std::optional<base::Timestamp> decided; // approved, refused, or expired
    std::string decided_by;                 // account; the claimant's own where it is the code
    std::string reason;
};
std::string_view name_of(ClaimRow::State); // waiting, sent, approved, refused, expired
std::optional<ClaimRow::State> read_claim_state(std::string_view word);

// What was done about accounts: log-ins, grants, tokens. Without anybody's mail address, name or secret.
struct AccountEvent {
    std::int64_t id = 0;
    base::Timestamp at;
    std::string account; // whose; "" where a log-in failed for none
    std::string by;      // account, or system
    std::string kind;    // logged-in, log-in-failed, password-changed, granted, …
    std::string detail;
};

// The answer to a write that was said with a key, so that saying it again does nothing again.
struct Remembered {
    std::string account;
    std::string key;
    std::string request; // digest of what was asked
    std::int64_t status = 0;
    std::string headers; // JSON
    std::string body;
    base::Timestamp at;
};

// Accounts and what belongs to them, within a transaction. What is not found is nothing, not an error.
class Accounts {
public:
    explicit Accounts(Transaction& kept) : m_connection(kept.connection()), m_to_change(kept.to_change()) {}

    // From here to the end of the errand, no other errand that says this goes on: for what concerns all accounts.
    base::Result<void> one_at_a_time();

    base::Result<void> put(const Account&);    // a new one; error store.unique: its mail, or issuer and subject
    base::Result<void> change(const Account&); // all but id and created
    // In an errand that writes, what is found here is changed by nobody else until it is committed.
    base::Result<std::optional<Account>> find(const std::string& id);
    base::Result<std::optional<Account>> find_mail(const std::string& mail);
    base::Result<std::optional<Account>> find_subject(const std::string& issuer, const std::string& subject);
    base::Result<std::vector<Account>> list(const std::string& after, std::int64_t limit); // by id

    // Error store.unique: the firm has an applicant's account already. One whose `until` is before `granted` is ended
    // first, by the system.
    base::Result<void> put(const GrantRow&);
    base::Result<bool> end_grant(const std::string& id, base::Timestamp at, const std::string& by,
                                 const std::string& reason); // false: none such, or ended before
    base::Result<std::optional<GrantRow>> find_grant(const std::string& id);
    // That hold now. Lent hands hold while the one who lent them is active and the firm's applicant.
    base::Result<std::vector<GrantRow>> grants_of(const std::string& account, base::Timestamp now);
    // The same for an account that may be used now; nothing for one that may not, or is not there.
    base::Result<std::optional<std::vector<GrantRow>>> grants_if_active(const std::string& account,
                                                                        base::Timestamp now);
    base::Result<std::vector<GrantRow>> all_grants_of(const std::string& account); // ended ones, too
    base::Result<std::vector<GrantRow>> grants_for_firm(const std::string& firm);  // ended ones, too
    base::Result<std::optional<GrantRow>> applicant_of(const std::string& firm, base::Timestamp now);
    // Of a role, whoever has it, that hold now.
    base::Result<std::vector<GrantRow>> standing_grants(const std::string& role, base::Timestamp now);

    base::Result<void> put(const SessionRow&);
    base::Result<std::optional<SessionRow>> find_session(const std::string& digest, base::Timestamp now);
    base::Result<std::vector<SessionRow>> sessions_of(const std::string& account, base::Timestamp now);
    base::Result<void> see_session(const std::string& digest, base::Timestamp seen, base::Timestamp expires);
    base::Result<void> end_session(const std::string& digest);
    base::Result<void> end_sessions(const std::string& account, const std::string& but); // "" for all

    base::Result<void> put(const TokenRow&);
    base::Result<std::optional<TokenRow>> find_token(const std::string& digest); // expired and revoked ones, too
    base::Result<std::vector<TokenRow>> tokens_of(const std::string& account);
    base::Result<bool> revoke_token(const std::string& account, const std::string& id, base::Timestamp at);
    base::Result<void> see_token(const std::string& id, base::Timestamp used);

    base::Result<void> put(const OneTime&);
    // Uses it up: nothing if it is unknown, of another kind, used, or too old.
    base::Result<std::optional<OneTime>> take(const std::string& kind, const std::string& digest, base::Timestamp now);
    // The same without using it up; how many of an account's could be taken.
    base::Result<std::optional<OneTime>> find_once(const std::string& kind, const std::string& digest,
                                                   base::Timestamp now);
    base::Result<std::int64_t> count_once(const std::string& kind, const std::string& account, base::Timestamp now);
    base::Result<void> drop_once(const std::string& kind, const std::string& account); // unused ones

    base::Result<void> put(const ClaimRow&);    // error store.unique: the account has an open claim of that firm
    base::Result<void> change(const ClaimRow&); // all but id, account, firm and created
    base::Result<std::optional<ClaimRow>> find_claim(const std::string& id);
    base::Result<std::vector<ClaimRow>> claims_of(const std::string& account);
    // By id, of these schemes; none for an empty list. `all`: whatever the scheme.
    base::Result<std::vector<ClaimRow>> claims(bool all, const std::vector<std::string>& schemes,
                                               std::optional<ClaimRow::State>, const std::string& after,
                                               std::int64_t limit);

    base::Result<void> note(const AccountEvent&); // its id is given by the store
    base::Result<std::vector<AccountEvent>> events(const std::string& account, std::int64_t before,
                                                   std::int64_t limit); // "" for all; latest first; before 0: from now

    base::Result<std::optional<Remembered>> find_remembered(const std::string& account, const std::string& key);
    base::Result<void> put(const Remembered&); // error store.unique → store.conflict: said twice at once

    // What is of no use any more: sessions and one-time secrets that have expired, remembered answers older than a day.
    // Gives how many that were.
    base::Result<std::int64_t> sweep(base::Timestamp now);

private:
    Connection& m_connection;
    std::string m_to_change;
};

}
