#pragma once

#include "access/secret.h"
#include "access/secret_keys_testing.h"
#include "access/totp.h"
#include "office/accounts_access.h"
#include "office/accounts_claims.h"
#include "office/accounts_federated.h"
#include "office/accounts_lending.h"
#include "office/accounts_password.h"
#include "office/accounts_records.h"
#include "office/accounts_register.h"
#include "office/accounts_second_step.h"
#include "office/accounts_session.h"
#include "office/accounts_tokens.h"
#include "office/office_testing.h"

namespace kenkei::office::testing {

inline const std::string url = "http://127.0.0.1:8080";

// An office, its accounts, and what they find in their mail.
class AccountsTest : public OfficeTest {
protected:
    template<typename Errand>
    auto tries_as(const std::string& account, const Errand& errand)
    {
        using Outcome = decltype(errand(std::declval<const Desk&>()));
        std::optional<Outcome> outcome;
        base::Result<void> written = kept.write([&](store::Transaction& transaction) -> base::Result<void> {
            outcome = errand(Desk{transaction, editions, {Role::Applicant, account}, now});
            if (!outcome->ok())
                return outcome->error();
            return {};
        });
        return written.ok() ? std::move(*outcome) : Outcome(std::move(written).error());
    }
    template<typename Errand>
    auto does_as(const std::string& account, const Errand& errand)
    {
        return good(tries_as(account, errand));
    }
    // What is kept of accounts, as `question` asks.
    template<typename Question>
    auto asks(const Question& question)
    {
        return store::testing::look(kept, [&](store::Transaction& kept_now) {
            store::Accounts accounts(kept_now);
            return good(question(accounts));
        });
    }

    void registers(const std::string& mail)
    {
        does_as("", [&](const Desk& desk) { return register_account(desk, mail, url); });
    }
    base::Result<store::Account> tries_to_confirm(const std::string& secret, const std::string& password = "hash-1")
    {
        return tries_as("", [&](const Desk& desk) { return confirm_mail(desk, {secret, "見本 花子", password}); });
    }
    // A confirmed account; gives its id.
    std::string account(const std::string& mail, const std::string& password = "hash-1")
    {
        registers(mail);
        return good(tries_to_confirm(secret_for(mail), password)).id;
    }
    store::Account account_of(const std::string& id)
    {
        return *asks([&](store::Accounts& accounts) { return accounts.find(id); });
    }

    std::vector<store::Mail> mails_to(const std::string& recipient)
    {
        return store::testing::look(kept, [&](store::Transaction& kept_now) {
            std::vector<store::Mail> found = good(kept_now.mails_due({now.milliseconds + a_day}, 1000));
            std::erase_if(found, [&](const store::Mail& mail) { return mail.recipient != recipient; });
            return found;
        });
    }
    // Of the kinds of mails, in the order in which they were written.
    std::vector<std::string> kinds_to(const std::string& recipient)
    {
        std::vector<std::string> kinds;
        for (const store::Mail& mail : mails_to(recipient))
            kinds.push_back(mail.kind);
        return kinds;
    }
    // The secret of the last mail that has one.
    std::string secret_for(const std::string& recipient)
    {
        std::string secret;
        std::int64_t last = 0;
        for (const store::Mail& mail : mails_to(recipient)) {
            const auto at = mail.content.find("kko_");
            if (at == std::string::npos || mail.id < last)
                continue;
            last = mail.id;
            secret = mail.content.substr(at, 4 + 43);
        }
        return secret;
    }

    void grants(const std::string& to, const std::string& role, const std::string& of_firm = "")
    {
        does_as("", [&](const Desk& desk) {
            return put_grant(desk, {.account = to, .role = role, .firm = of_firm, .reason = "試験"});
        });
    }
    std::vector<store::GrantRow> standing(const std::string& of)
    {
        return asks([&](store::Accounts& accounts) { return accounts.grants_of(of, now); });
    }
    std::vector<std::string> kinds_of_events()
    {
        std::vector<std::string> kinds;
        for (const store::AccountEvent& event :
             asks([](store::Accounts& accounts) { return accounts.events("", 0, 1000); }))
            kinds.push_back(event.kind);
        std::reverse(kinds.begin(), kinds.end());
        return kinds;
    }

    std::shared_ptr<const access::SecretKeys> secret_keys = access::testing::new_keys();

    void waits(std::int64_t milliseconds) { now = {now.milliseconds + milliseconds}; }
};

}
