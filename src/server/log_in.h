#pragma once

#include "office/accounts_session.h"
#include "server/endpoint.h"

// What endpoints of accounts go through: so many tries, a thread for passwords, a write whose answer nobody keeps.
namespace kenkei::server {

using Begin = base::Result<void> (*)(const std::shared_ptr<Asked>&, store::Transaction&, const Reply&);
// An endpoint that gives its reply later; an error of its beginning is the reply. Nothing is remembered for it, so an
// Idempotency-Key is refused.
Free later(Begin);
// The same of an Idempotency-Key, for an endpoint that gives its reply by itself.
Free without_key(Free);

// What a try is counted by.
struct Counted {
    bool network = false;                            // where it comes from; then there is no key
    std::string key = {};                            // what is tried, and whose
    std::optional<access::Allowance> allowance = {}; // where it is not the usual one
};
using CountedBy = std::vector<Counted>;

// A secret of the kind that nobody guesses: so many tries of one network, whoever is meant.
CountedBy by_network();
// What people choose or type: the network's, and so many of the key's, wherever they come from.
CountedBy by_network_and(const std::string& key);
// A log-in to the account of this address, whether there is one or not. A stranger who tries a password must not keep
// its owner out: what counts is one network's tries of one account, and far more that all together have; and a browser
// that has been in (`device`, "" for none) counts by itself alone.
CountedBy by_log_in(const Asked&, const std::string& mail, const std::string& device);

// Takes one try of each. True: one had none, and the reply is given: 429, with Retry-After; nothing is taken then.
bool is_too_often(const Asked&, const CountedBy&, const Reply&);
bool is_too_often(const Asked&, const std::string& key, const Reply&); // by_network_and
// The same for an Act: error access.too-many.
base::Result<void> take_try(const Asked&, const std::string& key);
// It was a success, or nothing could be guessed by it.
void give_try_back(const Asked&, const CountedBy&);
void give_try_back(const Asked&, const std::string& key);

// On the thread for passwords; where too many wait, 503.
void on_password_thread(const std::shared_ptr<Asked>&, const Reply&, std::function<void()>);

// On the writer's thread. The answer is not remembered for an Idempotency-Key: there are secrets in it. `written` is
// called once it is, however often the errand had to be run.
void write_once(const std::shared_ptr<Asked>&, const Reply&, WrittenAnswer, std::function<void()> written = {});
// Nobody waits for it.
void write_aside(const std::shared_ptr<Asked>&, std::function<base::Result<void>(const office::Desk&)>);

// Whether the password typed as `member` of the body fits the account's that is logged in, on the thread for passwords;
// then `go_on` with the hash that it fitted.
base::Result<void> with_password(const std::shared_ptr<Asked>&, store::Transaction&, const Reply&,
                                 std::string_view member, std::function<void(const std::string& fitted)> go_on);
// That the owner is at it, by password and, where there is one, code: looked at in the errand that does what only the
// owner may. `fitted`: as with_password gives it.
struct OwnerShown {
    // What stands in the way, if anything does.
    std::function<base::Result<std::optional<Response>>(const office::Desk&)> refused = {};
    std::function<void()> written = {}; // for write_once
};
OwnerShown check_owner(const std::shared_ptr<Asked>&, const std::string& fitted);
// Codes of the caller's account are tried so often, wherever they are asked for.
std::string code_key(const Asked&);
// Where the second step is open still, or its code is wrong; `closed` is said where the password is another by now.
// Nothing: in.
std::optional<base::Error> refusal_of(office::Entered::Fate, const base::Error& closed);

office::Welcome welcome_of(const Asked&);
Response answer_with(const Asked&, const base::Error&);

// A new session in the browser, and what a page must know: who it is, in which roles, the word for writes.
base::Result<Response> session_response(int status, const Asked&, store::Transaction&, const store::Account&,
                                        const std::string& secret);

}
