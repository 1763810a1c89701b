#pragma once

#include "office/accounts_office_testing.h"

namespace kenkei::office::testing {

inline const std::string open_scheme = "picture-book-town"; // the same rules, but delegates are admitted
inline const std::string open_edition = open_scheme + "/2031";
inline const std::string real_firm = "7000012050002"; // 国税庁

inline base::Result<edition::Edition> load_with_delegates(const std::string& key)
{
    edition::Edition edition = TRY(load_like_town(key));
    if (key == open_edition)
        edition.process->no_delegates.reset();
    return edition;
}

// Claims, letters and lent hands of a firm.
class FirmsTest : public AccountsTest {
protected:
    FirmsTest() { now = base::in_japan({2031, 5, 1}, 10); }

    NewClaim claim_by(const std::string& way)
    {
        return {.firm = real_firm,
                .scheme = "reading-town",
                .name = "見本書店",
                .way = way,
                .postal = "100-8978",
                .address = "東京都千代田区霞が関3-1-1",
                .person = "見本 <担当>"};
    }
    base::Result<store::ClaimRow> tries_to_claim(const std::string& who, const std::string& way = "post")
    {
        return tries_as(who, [&](const Desk& desk) { return claim_firm(desk, claim_by(way)); });
    }
    std::string claims(const std::string& who, const std::string& way = "post")
    {
        return good(tries_to_claim(who, way)).id;
    }
    RegisteredAddress registered(const std::string& address = "東京都千代田区霞が関３丁目１番１号")
    {
        return {.how = "法人番号公表サイト", .postal = "1008978", .address = address};
    }
    base::Result<Letter> tries_to_write(const std::string& claim, const RegisteredAddress& checked)
    {
        return tries_as("account-office",
                        [&](const Desk& desk) { return write_letter(desk, claim, checked, url, "町役場"); });
    }
    // The letter's code.
    std::string sends_letter(const std::string& claim)
    {
        const Letter letter = good(tries_to_write(claim, registered()));
        const auto at = letter.text.find("確認コード　");
        return letter.text.substr(at + std::string_view("確認コード　").size(), 14);
    }
    base::Result<Proof> tries_to_prove(const std::string& who, const std::string& claim, const std::string& code)
    {
        return tries_as(who, [&](const Desk& desk) { return prove_claim(desk, claim, code); });
    }
    base::Result<store::ClaimRow> tries_to_approve(const std::string& claim, bool replaces, const std::string& reason)
    {
        return tries_as("account-office",
                        [&](const Desk& desk) { return approve_claim(desk, claim, replaces, reason); });
    }
    std::string applicant()
    {
        const auto grant = asks([&](store::Accounts& accounts) { return accounts.applicant_of(real_firm, now); });
        return grant ? grant->account : "";
    }
    store::ClaimRow claim_of(const std::string& id)
    {
        return *asks([&](store::Accounts& accounts) { return accounts.find_claim(id); });
    }

    std::vector<std::string> keys{town, open_edition};
    Lending hand(const std::string& scheme, std::int64_t days = 30)
    {
        return {.role = access::Role::Delegate,
                .firm = real_firm,
                .scheme = scheme,
                .until = base::Timestamp{now.milliseconds + days * a_day},
                .mail = "delegate@example.jp"};
    }
    base::Result<void> tries_to_lend(const std::string& who, const Lending& lending)
    {
        return tries_as(who, [&](const Desk& desk) { return lend_hand(admitting(desk), lending, keys, url); });
    }
    base::Result<store::GrantRow> tries_to_accept(const std::string& who, const std::string& secret)
    {
        return tries_as(who, [&](const Desk& desk) { return accept_hand(admitting(desk), secret, keys); });
    }
    Desk admitting(const Desk& desk) { return {desk.kept, with_delegates, desk.actor, desk.now}; }

    Editions with_delegates{load_with_delegates};
};

}
