// Makes a database for bench/submit_load: firms with an account, a token and a draft each.
//
//   kenkei_seed_load DATABASE SCHEMES EDITION FIRMS MOMENT > REQUESTS
//
// Drafts are opened and tokens made at MOMENT. Prints one line a firm: case, token, 法人番号.
#include "access/secret.h"
#include "office/open_draft.h"
#include "scheme/load_edition.h"
#include "store/accounts.h"
#include "store/writer.h"

#include <cstdio>
#include <cstdlib>
#include <mutex>

using namespace kenkei;

namespace {

[[noreturn]] void stop(const base::Error& error)
{
    std::fprintf(stderr, "kenkei_seed_load: %s\n", base::describe(error).c_str());
    std::exit(2);
}

template<typename T>
T good(base::Result<T> result)
{
    if (!result.ok())
        stop(result.error());
    return std::move(*result);
}

// The first digit is the check digit of the other twelve (法人番号の指定等に関する省令 第2条).
std::string corporate_number(std::int64_t base)
{
    std::string digits = std::to_string(base);
    digits.insert(0, 12 - digits.size(), '0');
    int total = 0;
    for (std::size_t at = 0; at < 12; ++at)
        total += (digits[11 - at] - '0') * (at % 2 == 0 ? 1 : 2);
    return std::to_string(9 - total % 9) + digits;
}

struct Firm {
    std::string number;
    std::string account;
    std::string token;
    std::string case_id;
};

base::Result<void> make(store::Transaction& kept, office::Editions& editions, const std::string& edition, Firm& firm,
                        base::Timestamp now)
{
    store::Accounts accounts(kept);
    TRY(accounts.put(store::Account{.id = firm.account,
                                    .mail = firm.account + "@firm.example",
                                    .name = "見本 担当",
                                    .state = store::Account::State::Active,
                                    .created = now}));
    TRY(accounts.put(store::GrantRow{.id = "grant-" + firm.account,
                                     .account = firm.account,
                                     .role = "applicant",
                                     .firm = firm.number,
                                     .granted_by = "bench",
                                     .granted = now}));
    TRY(accounts.put(store::TokenRow{.id = "token-" + firm.account,
                                     .digest = access::digest_of(firm.token),
                                     .account = firm.account,
                                     .name = "load",
                                     .scopes = {"read", "apply"},
                                     .created = now,
                                     .expires = {now.milliseconds + 90LL * 24 * 60 * 60 * 1000}}));
    const office::Desk desk{kept, editions, {casework::Role::Applicant, firm.account}, now};
    const casework::Case opened = TRY(office::open_draft(desk, edition, {.number = firm.number, .name = "見本商店"}));
    firm.case_id = opened.id.text;
    return {};
}

}

int main(int count, char** arguments)
{
    if (count != 6) {
        std::fprintf(stderr, "usage: kenkei_seed_load DATABASE SCHEMES EDITION FIRMS MOMENT\n");
        return 2;
    }
    const std::string schemes = arguments[2];
    const std::string edition = arguments[3];
    const base::Timestamp now = good(base::read_timestamp(arguments[5]));
    office::Editions editions([&](const std::string& key) -> base::Result<edition::Edition> {
        edition::ReadResult read = scheme::load_edition(schemes + "/" + key);
        if (!read.edition)
            return read.errors.front();
        return std::move(*read.edition);
    });
    std::vector<Firm> firms(std::strtoull(arguments[4], nullptr, 10));
    {
        const auto writer = good(store::Writer::start(arguments[1]));
        for (std::size_t at = 0; at < firms.size(); ++at) {
            Firm& firm = firms[at];
            firm = {corporate_number(100'000'000'000 + static_cast<std::int64_t>(at) * 7), "load-" + std::to_string(at),
                    access::new_token("kk_"), ""};
            writer->post([&](store::Transaction& kept) { return make(kept, editions, edition, firm, now); },
                         [](const base::Result<void>& done) {
                             if (!done.ok())
                                 stop(done.error());
                         });
        }
    }
    for (const Firm& firm : firms)
        std::printf("%s %s %s\n", firm.case_id.c_str(), firm.token.c_str(), firm.number.c_str());
    return 0;
}
