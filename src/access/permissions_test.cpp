#include "access/permissions.h"

#include "support/editions.h"

#include <gtest/gtest.h>

namespace kenkei::access {

namespace {

constexpr std::string_view schemes[] = {"town", "village"};
constexpr std::string_view firms[] = {"7123456789012", "4011001098993"};
constexpr std::string_view insurers[] = {"01130012", "06131234"};

// What a role is given for in these tests: the first firm, scheme and insurer, as far as it is bound to one.
Grant grant_of(Role role)
{
    switch (bound_of(role)) {
    case Bound::Firm:
        return {.role = role, .scheme = role == Role::Delegate ? "town" : "", .firm = "7123456789012"};
    case Bound::Scheme:
        return {.role = role, .scheme = "town"};
    case Bound::Insurer:
        return {.role = role, .insurer = "01130012"};
    case Bound::Nothing:
        return {.role = role};
    }
    return {};
}

Caller caller_in(Role role)
{
    return {.account = "account-1", .grants = {grant_of(role)}};
}

// Said again in other words than permissions.cpp does: what each letter of the table means for one case.
bool expected(Operation operation, Role role, const Subject& subject)
{
    switch (whose(operation, role)) {
    case Whose::Nobody:
        return false;
    case Whose::Own:
        return subject.firm == firms[0];
    case Whose::Lent:
        return subject.firm == firms[0] && subject.scheme == schemes[0];
    case Whose::Asked:
        return subject.insurer == insurers[0];
    case Whose::Scheme:
        return subject.scheme == schemes[0];
    case Whose::All:
        return true;
    }
    return false;
}

Operation operation_at(std::size_t at)
{
    return static_cast<Operation>(at);
}

std::string code_of(const base::Result<std::optional<Role>>& permitted)
{
    return permitted.ok() ? "" : permitted.error().code;
}

}

TEST(Permissions, 表のすべての操作と役割と相手について_許されることだけができる)
{
    for (std::size_t at = 0; at < operations; ++at) {
        const Operation operation = operation_at(at);
        for (const Role role : all_roles()) {
            for (const std::string_view scheme : schemes) {
                for (const std::string_view firm : firms) {
                    for (const std::string_view insurer : insurers) {
                        const Subject subject{std::string(scheme), std::string(firm), std::string(insurer)};
                        const auto permitted = permit(caller_in(role), operation, subject);
                        const bool open = open_to(operation) != Open::No;
                        EXPECT_EQ(permitted.ok(), open || expected(operation, role, subject))
                            << name_of(operation) << " " << name_of(role) << " " << scheme << " " << firm;
                        if (permitted.ok() && !open) {
                            EXPECT_EQ(*permitted, role);
                        }
                    }
                }
            }
        }
    }
}

TEST(Permissions, ログインしていない人は_だれでもできることのほかは何もできない)
{
    for (std::size_t at = 0; at < operations; ++at) {
        const auto permitted = permit({}, operation_at(at), {"town", "7123456789012", "01130012"});
        EXPECT_EQ(code_of(permitted), open_to(operation_at(at)) == Open::ToAll ? "" : "access.login")
            << name_of(operation_at(at));
    }
}

TEST(Permissions, 役割のない人ができるのは_自分のアカウントのことだけ)
{
    const Caller caller{.account = "account-1"};
    for (std::size_t at = 0; at < operations; ++at) {
        const auto permitted = permit(caller, operation_at(at), {"town", "7123456789012", "01130012"});
        EXPECT_EQ(code_of(permitted), open_to(operation_at(at)) == Open::No ? "access.denied" : "")
            << name_of(operation_at(at));
    }
}

TEST(Permissions, だれのものでもない相手には_担当する役割でも及ばない)
{
    for (const Role role : all_roles()) {
        if (bound_of(role) != Bound::Nothing) {
            EXPECT_EQ(code_of(permit(caller_in(role), Operation::SeeCase, {})), "access.denied") << name_of(role);
        }
    }
}

TEST(Permissions, トークンは与えられた範囲でだけ使え_アカウントの操作には使えない)
{
    for (std::size_t at = 0; at < operations; ++at) {
        const Operation operation = operation_at(at);
        const Needs needs = needs_of(operation);
        for (const Role role : all_roles()) {
            const Subject subject{"town", "7123456789012", "01130012"};
            Caller caller = caller_in(role);
            const bool in_session = permit(caller, operation, subject).ok();
            caller.token = true;
            const bool for_all = open_to(operation) == Open::ToAll;
            EXPECT_EQ(permit(caller, operation, subject).ok(), for_all)
                << "a token without scopes " << name_of(operation);
            caller.scopes = {Scope::Read, Scope::Apply, Scope::Office, Scope::Admin};
            EXPECT_EQ(permit(caller, operation, subject).ok(), for_all || (in_session && !needs.session))
                << name_of(operation) << " " << name_of(role);
            if (!needs.scope)
                continue;
            std::erase(caller.scopes, *needs.scope);
            EXPECT_EQ(code_of(permit(caller, operation, subject)), "access.token") << name_of(operation);
        }
    }
}

TEST(Permissions, 自分が側に立つ法人については_どの操作もその法人の側としてだけ行える)
{
    const Role firm_sides[] = {Role::Applicant, Role::Delegate, Role::Representative};
    const Subject own{"town", "7123456789012", "01130012"};
    const Subject of_others{"town", "4011001098993", "01130012"};
    for (const Role side : firm_sides) {
        for (const Role other : all_roles()) {
            if (bound_of(other) == Bound::Firm)
                continue;
            for (const std::string_view scheme : {"town", "village"}) { // whatever scheme it is the firm's side in
                Grant on_side = grant_of(side);
                on_side.scheme = side == Role::Delegate ? scheme : "";
                const Caller alone{.account = "account-1", .grants = {on_side}};
                const Caller both{.account = "account-1", .grants = {grant_of(other), on_side}};
                const Caller without{.account = "account-1", .grants = {grant_of(other)}};
                for (std::size_t at = 0; at < operations; ++at) {
                    const Operation operation = operation_at(at);
                    const std::string what = std::string(name_of(operation)) + " " + std::string(name_of(side)) + " " +
                                             std::string(name_of(other)) + " " + std::string(scheme);
                    const auto permitted = permit(both, operation, own);
                    const auto as_firm = permit(alone, operation, own);
                    EXPECT_EQ(permitted.ok(), as_firm.ok()) << what;
                    if (permitted.ok() && as_firm.ok()) {
                        EXPECT_EQ(*permitted, *as_firm) << what;
                    }
                    EXPECT_EQ(permit_as(other, both, operation, own).ok(), open_to(operation) != Open::No) << what;
                    // Others' cases are as they were.
                    EXPECT_EQ(permit(both, operation, of_others).ok(), permit(without, operation, of_others).ok())
                        << what;
                }
            }
        }
    }
    const Caller caller{.account = "account-1",
                        .grants = {{.role = Role::Office},
                                   {.role = Role::Delegate, .scheme = "a", .firm = "1"},
                                   {.role = Role::Applicant, .firm = "1"},
                                   {.role = Role::Representative, .firm = "2"}}};
    EXPECT_EQ(own_firms(caller), (std::vector<std::string>{"1", "2"}));
    const auto refused = permit(caller, Operation::Decide, {"town", "2"});
    ASSERT_EQ(code_of(refused), "access.denied");
    EXPECT_NE(refused.error().message.find("従業員代表"), std::string::npos); // it says why
}

TEST(Permissions, いくつもの役割があるときは表の先の役割で行い_選べばその役割で行う)
{
    const Caller caller{
        .account = "account-1",
        .grants = {{.role = Role::Office, .scheme = "town"}, {.role = Role::Applicant, .firm = "7123456789012"}}};
    const Subject own{"town", "7123456789012"};
    const Subject of_others{"town", "4011001098993"};
    EXPECT_EQ(*permit(caller, Operation::SeeCase, own), Role::Applicant);
    EXPECT_EQ(*permit(caller, Operation::SeeCase, of_others), Role::Office);
    EXPECT_EQ(*permit_as(Role::Office, caller, Operation::SeeCase, of_others), Role::Office);
    EXPECT_EQ(code_of(permit_as(Role::Office, caller, Operation::SeeCase, own)), "access.denied");
    EXPECT_EQ(code_of(permit_as(Role::Applicant, caller, Operation::SeeCase, of_others)), "access.denied");
    EXPECT_EQ(code_of(permit_as(Role::Admin, caller, Operation::SeeCase, own)), "access.denied");
}

TEST(Permissions, 一覧の及ぶ先は_役割を合わせたもの)
{
    const Caller caller{.account = "account-1",
                        .grants = {{.role = Role::Office, .scheme = "town"},
                                   {.role = Role::Applicant, .firm = "7123456789012"},
                                   {.role = Role::Representative, .firm = "7123456789012"},
                                   {.role = Role::Insurer, .insurer = "01130012"}}};
    const auto reached = reach(caller, Operation::SeeCase);
    ASSERT_TRUE(reached.ok());
    EXPECT_FALSE(reached->all);
    EXPECT_EQ(reached->schemes, std::vector<std::string>{"town"});
    EXPECT_EQ(reached->firms, std::vector<std::string>{"7123456789012"});
    EXPECT_EQ(reached->insurers, std::vector<std::string>{"01130012"});
    EXPECT_TRUE(reach({.account = "a", .grants = {{.role = Role::Auditor}}}, Operation::SeeCase)->all);
    EXPECT_FALSE(reach({.account = "a", .grants = {{.role = Role::Admin}}}, Operation::SeeCase).ok());
}

TEST(Permissions, 言葉は読み書きで元に戻る)
{
    for (const Role role : all_roles())
        EXPECT_EQ(read_role(name_of(role)), role);
    for (std::size_t at = 0; at < operations; ++at)
        EXPECT_EQ(read_operation(name_of(operation_at(at))), operation_at(at));
    for (const Scope scope : {Scope::Read, Scope::Apply, Scope::Office, Scope::Admin})
        EXPECT_EQ(read_scope(name_of(scope)), scope);
    EXPECT_EQ(read_role("nobody"), std::nullopt);
    EXPECT_EQ(read_scope(""), std::nullopt);
}

TEST(Permissions, 代理の手は代理として_委員長の手は委員会として記録される)
{
    EXPECT_EQ(hand_of(Role::Delegate), casework::Role::Delegate);
    EXPECT_EQ(hand_of(Role::Chair), casework::Role::Body);
    EXPECT_EQ(hand_of(Role::Reviewer), casework::Role::Office);
    EXPECT_EQ(hand_of(Role::Partner), std::nullopt);
    // Whoever acts on a case has a hand to record; whoever has none acts on none.
    for (std::size_t at = static_cast<std::size_t>(Operation::OpenCase);
         at <= static_cast<std::size_t>(Operation::TakeOver); ++at) {
        for (const Role role : all_roles()) {
            if (whose(operation_at(at), role) != Whose::Nobody) {
                EXPECT_TRUE(hand_of(role).has_value()) << name_of(operation_at(at)) << " " << name_of(role);
            }
        }
    }
}

TEST(Permissions, 文書の表はこの表と同じ)
{
    const std::string document = support::text_of_file("docs/permissions.md");
    EXPECT_NE(document.find(permissions_table()), std::string::npos) << "docs/permissions.md should hold this table:\n"
                                                                     << permissions_table();
}

}
