#pragma once

#include "office/editions.h"

#include "base/timestamp.h"

#include <filesystem>

namespace kenkei::cli {

// Whom a visitor of the demo may be.
struct DemoAccount {
    std::string label; // 事務局（…）
    std::string mail;
    std::string password; // another one each time
    std::string about;    // what there is to do
};

struct DemoCohort {
    base::Timestamp now; // when it is in the demo
    std::vector<DemoAccount> accounts;
    std::int64_t cases = 0;
};

struct DemoEdition {
    std::string key; // scheme/edition
    std::filesystem::path folder;
};

// Three days before the closing of an edition, at ten: its period is open, and busy.
base::Timestamp demo_moment(const edition::Edition&);

// Fills an empty database, which is made where there is none, with the cohorts that the editions' demo.yaml describe,
// and an account for every role. It is the demo_moment of the edition of a cohort that closes last. The same each time,
// but for passwords and the salts of events. `progress` is called on another thread, one call after the other.
// Errors: demo.none (no edition has a cohort), demo.database (there are cases or accounts), demo.cohort, demo.draw,
// demo.time, those of read_demo and of the errands.
base::Result<DemoCohort> make_demo(const std::string& database, office::Editions&, const std::vector<DemoEdition>&,
                                   const std::function<void(std::int64_t done, std::int64_t of)>& progress);

}
