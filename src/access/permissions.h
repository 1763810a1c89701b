#pragma once

#include "base/result.h"
#include "base/timestamp.h"
#include "casework/actor.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Who may do what with whose: the one table (permissions.cpp), and the questions asked of it.
namespace kenkei::access {

// What an account may be, for a firm, a scheme or an insurer. One account may be several.
enum class Role {
    Applicant,      // 申請担当者 of a firm
    Delegate,       // 代理人, for a firm that lent it its hand
    Representative, // 従業員代表 of a firm
    Office,         // 事務局 of a scheme
    Reviewer,       // 審査員
    Chair,          // 委員長
    Certifier,      // 決定者
    Insurer,        // 保険者
    Partner,        // 連携機関
    Auditor,        // 監査人
    Admin,          // システム管理者
};
std::string_view name_of(Role); // applicant, …
std::optional<Role> read_role(std::string_view word);
std::string_view label_of(Role); // 申請担当者, …
std::span<const Role> all_roles();
// Whose hand a case records; nothing for roles that do nothing to a case.
std::optional<casework::Role> hand_of(Role);

// What a role is given for: a firm, a scheme, an insurer, or nothing in particular.
enum class Bound { Firm, Scheme, Insurer, Nothing };
Bound bound_of(Role);

enum class Operation {
    // of everybody
    SeeEditions,
    SeeRegister,
    SelfCheck,
    LogIn,
    // of whoever is logged in, about the account itself
    OwnAccount,
    ClaimFirm,
    // of cases
    SeeCase,
    SeeAnswers,
    SeeFiles,
    SeeHistory,
    SeeMails,
    OpenCase,
    SaveDraft,
    Submit,
    ReturnCorrection,
    SupplyEvidence,
    ReportChange,
    Withdraw,
    ReturnCertificate,
    EnterPaper,
    FileApplications,
    Receive,
    RequestCorrection,
    RequestEvidence,
    Screen,
    IssueInvoice,
    RecordPayment,
    InquireInsurer,
    ReplyToInquiry,
    ReferToBody,
    RecordResolution,
    Decide,
    Notify,
    Certify,
    Revoke,
    TakeOver,
    SendMails,
    // of many
    SeeFigures,
    Export,
    // of accounts
    Lend,
    SeeLending,
    HandBack,
    SeeClaims,
    DecideClaims,
    GiveAccess,
    SeeAccounts,
    // of the running program
    SeeSchedule,
    RunSchedule,
    ManageHooks,
    SeeAudit,
    VerifyRecord,
    BackUp,
};
inline constexpr std::size_t operations = static_cast<std::size_t>(Operation::BackUp) + 1;
std::string_view name_of(Operation); // see-editions, …
std::string_view label_of(Operation);
std::optional<Operation> read_operation(std::string_view word);

// What a token for machines may be used for; an account's session is good for all.
enum class Scope { Read, Apply, Office, Admin };
std::string_view name_of(Scope); // read, apply, office, admin
std::optional<Scope> read_scope(std::string_view word);
std::string_view label_of(Scope);
// Nothing: with no token at all (only logged in), or with any.
struct Needs {
    std::optional<Scope> scope;
    bool session = false; // only a session will do
};
Needs needs_of(Operation);

// Whose a role may do it with.
enum class Whose {
    Nobody,
    Own,    // of the firm that the account is
    Lent,   // of the firm that lent its hand, while it does
    Asked,  // where the insurer was asked
    Scheme, // of the schemes that the role is given for; of all where it is given for all
    All,
};
Whose whose(Operation, Role);
// Whether everybody may, or everybody who is logged in.
enum class Open { No, ToAll, ToMembers };
Open open_to(Operation);

// How much of a case a role sees.
enum class Sight {
    Nothing,
    Stage,   // who, under what, how far: what partners visit firms with
    Inquiry, // what the insurer is asked to confirm
    Firm,    // all that the firm itself gave and was told; not what the office thinks before it is decided
    Office,  // all
};
Sight sight_of(Role);

struct Grant {
    Role role = Role::Applicant;
    std::string scheme = {}; // "" for all
    std::string firm = {};
    std::string insurer = {};
};
// Who asks: what holds of it now.
struct Caller {
    std::string account = {}; // "" if nobody is logged in
    std::vector<Grant> grants = {};
    bool token = false;             // with a token for machines,
    std::vector<Scope> scopes = {}; // for these
};
// What is asked about, as far as it says whose it is. Members that are empty belong to nobody.
struct Subject {
    std::string scheme = {};
    std::string firm = {};
    std::string insurer = {};
};

// The firms on whose side the caller stands: what it does to their cases, and sees of them, it does as theirs alone,
// whatever other role it has. Nobody judges the own firm.
std::vector<std::string> own_firms(const Caller&);

// The role in which the caller may do it: of several the one that stands first in Role. Errors: access.login (nobody is
// logged in), access.token (the token is not for this), access.denied.
base::Result<std::optional<Role>> permit(const Caller&, Operation, const Subject&);
// The same in one role, chosen by the caller.
base::Result<std::optional<Role>> permit_as(Role, const Caller&, Operation, const Subject&);

// All that the caller may do it with, for lists: in any of its roles.
struct Reached {
    bool all = false;
    std::vector<std::string> schemes = {};
    std::vector<std::string> firms = {};
    std::vector<std::string> insurers = {};

    bool nothing() const { return !all && schemes.empty() && firms.empty() && insurers.empty(); }
};
base::Result<Reached> reach(const Caller&, Operation);

// The table as text, for docs/permissions.md: operation × role, with whose.
std::string permissions_table();

}
