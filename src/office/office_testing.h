#pragma once

#include "office/act_on_case.h"
#include "office/open_draft.h"
#include "office/receive_applications.h"
#include "office/screen_case.h"
#include "office/submit_application.h"
#include "scheme/edition_folder_testing.h"
#include "scheme/load_edition.h"
#include "store/store_testing.h"
#include "support/editions.h"

namespace kenkei::office::testing {

using casework::Role;
using casework::Stage;
using store::testing::code_of;
using store::testing::good;

inline const std::string town = "reading-town/2031";
inline const std::string beside_town = "picture-book-town/2031"; // who applies there may not apply in `town`
inline const std::string insured_town = "insured-town/2031";     // asks an insurer, about the question `declared`
inline const std::string firm = "7123456789012";
inline const std::string other_firm = "4011001098993";
inline const base::Timestamp in_period = base::in_japan({2031, 5, 1}, 10);
inline const base::Timestamp after_closing = base::in_japan({2031, 7, 1}, 9);

inline edition::ReadResult load_insured_town()
{
    scheme::EditionFolder folder(town);
    folder
        .replace("edition.yaml", "    - { gate: resolution",
                 "    - { gate: insurer, source: rules-2031 第6条 }\n    - { gate: resolution")
        .replace("edition.yaml", "known:\n",
                 "known:\n  insurer:\n    register: 図書館連合\n    fields: { declared: boolean }\n"
                 "    source: rules-2031 第5条\n")
        .replace(
            "criteria.yaml", "findings:\n",
            "findings:\n  declared.insurer-denies:\n    severity: warning\n"
            "    when: declared and known.insurer.declared = false\n"
            "    message: 図書館連合の回答と違います。\n    next: ご確認ください。\n    source: rules-2031 第5条\n");
    return folder.load();
}

// The edition of tests/editions, and the same rules under other names, whatever they are.
inline base::Result<edition::Edition> load_like_town(const std::string& key)
{
    edition::ReadResult read =
        key == insured_town ? load_insured_town()
                            : scheme::load_edition(std::filesystem::path(KENKEI_SOURCE_DIR) / "tests/editions" / town);
    if (!read.edition)
        return read.errors.front();
    read.edition->scheme = key.substr(0, key.find('/'));
    return std::move(*read.edition);
}

// An application to `town` that is met; `changes` replace answers, as JSON texts by id.
inline std::string document(const std::map<std::string, std::string>& changes = {})
{
    base::json::Value value =
        good(base::json::parse(support::text_of_file("tests/journeys/applications/town-2031.json")));
    for (auto& [name, answers] : value.members) {
        if (name != "answers")
            continue;
        for (auto& [id, answer] : answers.members) {
            if (const auto change = changes.find(id); change != changes.end())
                answer = good(base::json::parse(change->second));
        }
    }
    base::json::Writer out;
    out.value(value);
    return out.take();
}

// An office with a database of its own, and its clock.
class OfficeTest : public ::testing::Test {
protected:
    // Somebody's errand, in one transaction; gives what it gives.
    template<typename Errand>
    auto tries(Role role, const Errand& errand)
    {
        using Outcome = decltype(errand(std::declval<const Desk&>()));
        std::optional<Outcome> outcome;
        base::Result<void> written = kept.write([&](store::Transaction& transaction) -> base::Result<void> {
            outcome = errand(Desk{transaction, editions, {role, "tester"}, now});
            if (!outcome->ok())
                return outcome->error();
            return {};
        });
        return written.ok() ? std::move(*outcome) : Outcome(std::move(written).error());
    }
    template<typename Errand>
    auto does(Role role, const Errand& errand)
    {
        return good(tries(role, errand));
    }
    // A verb that needs nothing but the case.
    Case does(Role role, const CaseId& id, const casework::Command& command)
    {
        return does(role, [&](const Desk& desk) { return act_on_case(desk, id, command); });
    }

    CaseId opened(const std::string& number = firm, const std::string& edition = town)
    {
        return does(Role::Applicant,
                    [&](const Desk& desk) { return open_draft(desk, edition, {.number = number, .name = "見本書店"}); })
            .id;
    }
    const edition::Edition& edition(const std::string& key = town) { return *good(editions.find(key)); }
    PreparedSubmission prepared(const std::string& bytes, const std::string& name = "申請書.json",
                                const std::string& key = town)
    {
        return good(prepare_submission(editions, edition(key), {bytes, name, now}));
    }
    Case submitted(const CaseId& id, const std::string& bytes, const std::string& key = town)
    {
        const PreparedSubmission submission = prepared(bytes, "申請書.json", key);
        return does(Role::Applicant, [&](const Desk& desk) { return submit_application(desk, id, submission); });
    }
    // Behind the closing instant.
    Case received(const CaseId& id)
    {
        now = std::max(now, after_closing);
        return does(Role::Office, [&](const Desk& desk) { return receive_application(desk, id); });
    }
    // Through all gates, recognised and certified.
    void decided(const CaseId& id, const std::string& class_id)
    {
        does(Role::Office, id, casework::IssueInvoice{.invoice = "S-1"});
        does(Role::Office, id, casework::RecordPayment{.amount = 3300, .paid = now, .payer = "ミホン"});
        does(Role::Office, [&](const Desk& desk) { return screen_case(desk, id, {.passed = true}); });
        does(Role::Office, id, casework::ReferToBody{.list = "第1回"});
        const auto result = casework::Result::Recognised;
        const base::Date today = base::date_in_japan(now);
        does(Role::Office, id, casework::RecordResolution{.on = today, .result = result, .class_id = class_id});
        does(Role::Certifier, id, casework::Decide{.result = result, .class_id = class_id, .on = today});
    }
    // A certificate of the old register; `to` by the edition's term where it is not given.
    CaseId taken_over(base::Date from, const std::string& key = town, const std::string& number = firm,
                      std::optional<base::Date> to = {})
    {
        return does(Role::Office,
                    [&](const Desk& desk) {
                        return take_over_certificate(desk, key,
                                                     {.number = number,
                                                      .certificate = "旧-" + base::to_iso(from) + "-" + number,
                                                      .class_id = "leaf",
                                                      .decided = from,
                                                      .from = from,
                                                      .to = to,
                                                      .record = "旧台帳",
                                                      .applicant = {.number = number, .name = "見本書店"}});
                    })
            .id;
    }
    Case loaded(const CaseId& id)
    {
        return store::testing::look(kept, [&](store::Transaction& kept_now) { return good(kept_now.load_case(id)); });
    }

    store::testing::PassingFolder folder;
    store::Store kept = good(store::Store::open(folder.file("cases.sqlite")));
    Editions editions{load_like_town};
    base::Timestamp now = in_period;
};

}
