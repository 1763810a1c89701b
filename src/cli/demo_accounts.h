#pragma once

#include "cli/demo_case.h"
#include "cli/demo_cohort.h"

#include <future>

namespace kenkei::cli {

// The cases that belong to an account of the demo.
struct DemoShown {
    struct Case {
        casework::CaseId id;
        DemoFirm firm;
        std::string scheme;
        std::string edition_name;
    };
    std::optional<Case> draft;       // in the edition that is open
    std::optional<Case> certificate; // that is valid
    std::optional<Case> lender;      // in a scheme that admits delegates
    std::optional<Case> claimed;     // whose firm somebody says to be; it has no account yet
    struct Scheme {
        std::string id;
        std::string name;
    };
    std::vector<Scheme> schemes; // the one of the open edition first
    std::string insurer;
    std::int64_t inquiries = 0; // that wait for it
};

DemoHands demo_hands(const std::string& scheme);
// Ids of the accounts of the three firms.
inline constexpr std::string_view draft_account = "account-demo-firm";
inline constexpr std::string_view certificate_account = "account-demo-holder";
inline constexpr std::string_view lender_account = "account-demo-lender";

// So many passwords and their hashes, made on another thread: each takes 70 ms.
struct DemoPassword {
    std::string typed;
    std::string hash;
};
using DemoPasswords = std::future<base::Result<std::vector<DemoPassword>>>;
DemoPasswords make_passwords(std::size_t count);
std::size_t most_accounts(std::size_t schemes);

// Accounts with what they may be, from `since` on.
base::Result<std::vector<DemoAccount>> put_accounts(store::Transaction&, office::Editions&, const DemoShown&,
                                                    const std::vector<DemoPassword>&, base::Timestamp since,
                                                    base::Timestamp now);

}
