#include "cli/demo_accounts.h"

#include "access/password.h"
#include "access/permissions.h"
#include "access/secret.h"
#include "office/accounts_records.h"
#include "store/accounts.h"

namespace kenkei::cli {

namespace {

using access::Role;

constexpr std::string_view account_prefix = "account-demo-";
constexpr std::string_view mail_domain = "@demo.example";
constexpr std::int64_t a_day = 24 * 60 * 60 * std::int64_t{1000};

// Read aloud and typed without a mistake; 16 of 23 letters are 72 bits.
std::string new_password()
{
    constexpr std::string_view letters = "abcdefghijkmnpqrstuvwxy";
    std::string password;
    for (int group = 0; group < 4; ++group)
        password += (group == 0 ? "" : "-") + access::random_characters(letters, 4);
    return password;
}

// One account: its id and mail are made of `word`.
struct Planned {
    std::string word;
    std::optional<Role> role; // nothing: none yet
    std::string label;
    std::string about;
    std::string scheme = {};
    std::string firm = {};
    std::string insurer = {};
    std::string granted_by = {};
    std::optional<base::Timestamp> from = {};
    std::optional<base::Timestamp> until = {};
};

std::string labelled(Role role, const std::string& of)
{
    return std::string(access::label_of(role)) + (of.empty() ? "" : "（" + of + "）");
}

std::string id_of(const std::string& word)
{
    return std::string(account_prefix) + word;
}

std::string office_word(const std::string& scheme)
{
    return "office-" + scheme;
}

void plan_firms(const DemoShown& shown, base::Timestamp now, std::vector<Planned>& plan)
{
    const auto firm = [&](std::string word, const DemoShown::Case& own, const std::string& about) {
        plan.push_back({.word = std::move(word),
                        .role = Role::Applicant,
                        .label = labelled(Role::Applicant, own.firm.name),
                        .about = own.edition_name + " " + own.id.text + "：" + about,
                        .firm = own.firm.number});
    };
    if (shown.draft) {
        firm("firm", *shown.draft, "下書きがあり、締切まで提出できます");
        plan.push_back({.word = "representative",
                        .role = Role::Representative,
                        .label = labelled(Role::Representative, shown.draft->firm.name),
                        .about = "自社の申請を見るだけの人です",
                        .firm = shown.draft->firm.number,
                        .granted_by = id_of("firm")});
    }
    if (shown.certificate)
        firm("holder", *shown.certificate, "証書があり、更新の申請を始められます");
    if (shown.lender) {
        firm("lender", *shown.lender, "代理人を立てています");
        plan.push_back({.word = "delegate",
                        .role = Role::Delegate,
                        .label = labelled(Role::Delegate, shown.lender->firm.name),
                        .about = shown.lender->edition_name + "の、この法人の代理人です",
                        .scheme = shown.lender->scheme,
                        .firm = shown.lender->firm.number,
                        .granted_by = id_of("lender"),
                        .from = base::Timestamp{now.milliseconds - 30 * a_day},
                        .until = base::Timestamp{now.milliseconds + 180 * a_day}});
    }
    if (shown.claimed)
        plan.push_back({.word = "newcomer",
                        .role = {},
                        .label = "届け出た人（" + shown.claimed->firm.name + "）",
                        .about = "この法人の担当者であることの確認を、事務局に求めています"});
}

// 担当者の届出 that waits for the office of the case's scheme.
base::Result<void> put_claim(store::Transaction& kept, const DemoShown::Case& claimed, base::Timestamp now)
{
    return store::Accounts(kept).put(store::ClaimRow{.id = "claim-demo-newcomer",
                                                     .account = id_of("newcomer"),
                                                     .firm = claimed.firm.number,
                                                     .scheme = claimed.scheme,
                                                     .name = claimed.firm.name,
                                                     .way = "office",
                                                     .person = "見本 太郎",
                                                     .created = {now.milliseconds - 2 * a_day}});
}

std::vector<Planned> plan_accounts(const DemoShown& shown, base::Timestamp now)
{
    std::vector<Planned> plan;
    plan_firms(shown, now, plan);
    for (const DemoShown::Scheme& scheme : shown.schemes)
        plan.push_back({.word = office_word(scheme.id),
                        .role = Role::Office,
                        .label = labelled(Role::Office, scheme.name),
                        .about = "受付から通知まで、この制度の案件すべてを扱います",
                        .scheme = scheme.id});
    const auto of_all = [&](std::string word, Role role, std::string about) {
        plan.push_back({.word = std::move(word), .role = role, .label = labelled(role, ""), .about = std::move(about)});
    };
    of_all("reviewer", Role::Reviewer, "書類審査、差戻し、資料の依頼をします");
    of_all("chair", Role::Chair, "付議された案件の議決を記録します");
    of_all("certifier", Role::Certifier, "決定、証書の交付、取消しをします");
    if (!shown.insurer.empty())
        plan.push_back({.word = "insurer",
                        .role = Role::Insurer,
                        .label = labelled(Role::Insurer, shown.insurer),
                        .about = "照会" + std::to_string(shown.inquiries) + "件が回答を待っています",
                        .insurer = shown.insurer});
    of_all("partner", Role::Partner, "どの法人がどこまで進んだかを見ます");
    of_all("auditor", Role::Auditor, "記録と、その検査の結果を見ます");
    of_all("admin", Role::Admin, "アカウントと役割、定時の処理を扱います");
    return plan;
}

base::Result<void> put(const office::Desk& desk, const Planned& planned, const std::string& mail,
                       const std::string& hash)
{
    store::Accounts accounts(desk.kept);
    const std::string id = id_of(planned.word);
    TRY(accounts.put(
        store::Account{.id = id,
                       .mail = mail,
                       .name = planned.role ? "見本 " + std::string(access::label_of(*planned.role)) : "見本 太郎",
                       .password = hash,
                       .state = store::Account::State::Active,
                       .created = desk.now}));
    if (!planned.role)
        return {};
    const std::string role(access::name_of(*planned.role));
    const store::GrantRow grant{.id = "grant-demo-" + planned.word,
                                .account = id,
                                .role = role,
                                .scheme = planned.scheme,
                                .firm = planned.firm,
                                .insurer = planned.insurer,
                                .granted_by = planned.granted_by.empty() ? id_of("admin") : planned.granted_by,
                                .granted = planned.from.value_or(desk.now),
                                .until = planned.until,
                                .reason = "デモのため"};
    TRY(accounts.put(grant));
    return office::note(desk, id, "granted", role + " " + grant.id);
}

}

DemoHands demo_hands(const std::string& scheme)
{
    return {.office = id_of(office_word(scheme)),
            .chair = id_of("chair"),
            .certifier = id_of("certifier"),
            .insurer = id_of("insurer")};
}

DemoPasswords make_passwords(std::size_t count)
{
    return std::async(std::launch::async, [count]() -> base::Result<std::vector<DemoPassword>> {
        std::vector<DemoPassword> passwords;
        for (std::size_t at = 0; at < count; ++at) {
            std::string typed = new_password();
            std::string hash = TRY(access::hash_password(typed));
            passwords.push_back({std::move(typed), std::move(hash)});
        }
        return passwords;
    });
}

std::size_t most_accounts(std::size_t schemes)
{
    constexpr std::size_t of_firms = 6;
    constexpr std::size_t of_all_schemes = 7;
    return of_firms + of_all_schemes + schemes;
}

base::Result<std::vector<DemoAccount>> put_accounts(store::Transaction& kept, office::Editions& editions,
                                                    const DemoShown& shown, const std::vector<DemoPassword>& passwords,
                                                    base::Timestamp since, base::Timestamp now)
{
    const office::Desk desk{kept, editions, {casework::Role::System, id_of("admin")}, since};
    std::vector<DemoAccount> accounts;
    // The office of the open edition's scheme has the short address.
    const std::string first_office = shown.schemes.empty() ? "" : office_word(shown.schemes.front().id);
    for (const Planned& planned : plan_accounts(shown, now)) {
        const DemoPassword& password = passwords.at(accounts.size());
        const std::string mail = (planned.word == first_office ? "office" : planned.word) + std::string(mail_domain);
        TRY(put(desk, planned, mail, password.hash));
        accounts.push_back({planned.label, mail, password.typed, planned.about});
    }
    if (shown.claimed)
        TRY(put_claim(kept, *shown.claimed, now));
    return accounts;
}

}
