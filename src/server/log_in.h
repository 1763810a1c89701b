#pragma once

#include "office/accounts_session.h"
#include "server/endpoint.h"

// What endpoints of accounts go through: so many tries, a thread for passwords, a write whose answer nobody keeps.
namespace kenkei::server {

using Begin = base::Result<void> (*)(const std::shared_ptr<Asked>&, store::Transaction&, const Reply&);
// An endpoint that gives its reply later; an error of its beginning is the reply.
Free later(Begin);

// Takes one try of the client's address and one of `key` (what is tried, and whose). True: there was none, and the
// reply is given: 429, with Retry-After.
bool is_too_often(const Asked&, const std::string& key, const Reply&);
// It was a success, or nothing could be guessed by it.
void give_try_back(const Asked&, const std::string& key);

// On the thread for passwords; where too many wait, 503.
void on_password_thread(const std::shared_ptr<Asked>&, const Reply&, std::function<void()>);

// On the writer's thread. The answer is not remembered for an Idempotency-Key: there are secrets in it. `written` is
// called once it is, however often the errand had to be run.
void write_once(const std::shared_ptr<Asked>&, const Reply&, WrittenAnswer, std::function<void()> written = {});
// Nobody waits for it.
void write_aside(const std::shared_ptr<Asked>&, std::function<base::Result<void>(const office::Desk&)>);

office::Welcome welcome_of(const Asked&);
Response answer_with(const Asked&, const base::Error&);

// A new session in the browser, and what a page must know: who it is, in which roles, the word for writes.
base::Result<Response> session_response(int status, const Asked&, store::Transaction&, const store::Account&,
                                        const std::string& secret);

}
