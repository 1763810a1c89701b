#pragma once

#include "store/accounts.h"
#include "store/store_testing.h"

#include <atomic>
#include <thread>

namespace kenkei::store::testing {

class OnAccounts : public OnBothDatabases {
protected:
    Store store() { return good(Store::open(where())); }
    // Two servers that ask the same at once, many times; how often both together were told yes.
    template<typename Asks>
    std::int64_t yes_of_two(int times, Asks asks)
    {
        std::atomic<std::int64_t> yes = 0;
        std::vector<std::thread> threads;
        for (int server = 0; server < 2; ++server)
            threads.emplace_back([&, server] {
                Store own = good(Store::open(where()));
                for (int i = 0; i < times; ++i)
                    yes += asks(own, server, i) ? 1 : 0;
            });
        for (std::thread& thread : threads)
            thread.join();
        return yes;
    }
};

inline Account account(const std::string& id)
{
    return {.id = id,
            .mail = id + "@example.jp",
            .name = "担当 " + id,
            .password = "$argon2id$…",
            .state = Account::State::Active,
            .created = at_minute(0)};
}

inline GrantRow grant(const std::string& id, const std::string& whose, const std::string& firm)
{
    return {.id = id,
            .account = whose,
            .role = "applicant",
            .firm = firm,
            .granted_by = "account-office",
            .granted = at_minute(10)};
}

inline OneTime once(const std::string& digest, const std::string& whose)
{
    return {.digest = digest,
            .kind = "reset",
            .account = whose,
            .content = "{}",
            .created = at_minute(0),
            .expires = at_minute(30)};
}

inline ClaimRow claim(const std::string& id, const std::string& whose, const std::string& scheme)
{
    return {.id = id,
            .account = whose,
            .firm = "1234567890123",
            .scheme = scheme,
            .name = "健康推進堂",
            .way = "post",
            .postal = "060-0001",
            .address = "札幌市中央区",
            .person = "総務部",
            .created = at_minute(0)};
}

// Runs what is done to accounts in a transaction of its own; gives its error's code.
template<typename What>
std::string done(Store& store, What what)
{
    return code_of(store.write([&](Transaction& transaction) -> base::Result<void> {
        Accounts accounts(transaction);
        return what(accounts);
    }));
}
template<typename What>
auto asked(Store& store, What what)
{
    return look(store, [&](Transaction& transaction) {
        Accounts accounts(transaction);
        return good(what(accounts));
    });
}

inline void add_accounts(Store& store)
{
    for (const char* id : {"a", "b", "c"})
        ASSERT_EQ(done(store, [&](Accounts& accounts) { return accounts.put(account(id)); }), "ok");
}

inline std::string ids_of(const auto& rows)
{
    std::string ids;
    for (const auto& row : rows)
        ids += row.id + " ";
    return ids;
}

}
