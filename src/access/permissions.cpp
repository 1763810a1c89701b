#include "access/permissions.h"

#include "base/enum_table.h"

#include <algorithm>
#include <array>

namespace kenkei::access {

namespace {

struct RoleText {
    Role role;
    std::string_view name;
    std::string_view label;
    Bound bound;
    Sight sight;
    std::optional<casework::Role> hand;
};

using Hand = casework::Role;

constexpr std::array role_texts{
    RoleText{Role::Applicant, "applicant", "申請担当者", Bound::Firm, Sight::Firm, Hand::Applicant},
    RoleText{Role::Delegate, "delegate", "代理人", Bound::Firm, Sight::Firm, Hand::Delegate},
    RoleText{Role::Representative, "representative", "従業員代表", Bound::Firm, Sight::Firm, {}},
    RoleText{Role::Office, "office", "事務局", Bound::Scheme, Sight::Office, Hand::Office},
    RoleText{Role::Reviewer, "reviewer", "審査員", Bound::Scheme, Sight::Office, Hand::Office},
    RoleText{Role::Chair, "chair", "委員長", Bound::Scheme, Sight::Office, Hand::Body},
    RoleText{Role::Certifier, "certifier", "決定者", Bound::Scheme, Sight::Office, Hand::Certifier},
    RoleText{Role::Insurer, "insurer", "保険者", Bound::Insurer, Sight::Inquiry, Hand::Insurer},
    RoleText{Role::Partner, "partner", "連携機関", Bound::Scheme, Sight::Stage, {}},
    RoleText{Role::Auditor, "auditor", "監査人", Bound::Scheme, Sight::Office, {}},
    RoleText{Role::Admin, "admin", "システム管理者", Bound::Nothing, Sight::Nothing, {}},
};

static_assert(base::stands_in_order(role_texts, &RoleText::role));
constexpr auto every_role = base::values_in(role_texts, &RoleText::role);

enum class Scoped { Session, Anyhow, Read, Apply, Office, Admin };

struct Line {
    Operation operation;
    std::string_view name;
    Scoped scoped;
    std::string_view cells;
    std::string_view label;
};

using enum Operation;

// Who may do what with whose. The first column says whether all may (*) or all who are logged in (+); then the roles:
// o of the own firm, l of a firm that lent its hand, i where this insurer was asked, s of the role's schemes, a of all,
// . nobody's. The columns are those of role_texts: applicant delegate representative, office reviewer chair certifier,
// insurer partner auditor admin.
// clang-format off
constexpr std::array table{
    // of everybody
    Line{SeeEditions,       "see-editions",        Scoped::Anyhow,  "*  . . .  . . . .  . . . .", "制度と年度版を見る"},
    Line{SeeRegister,       "see-register",        Scoped::Anyhow,  "*  . . .  . . . .  . . . .", "認定法人の一覧を見る"},
    Line{SelfCheck,         "self-check",          Scoped::Anyhow,  "*  . . .  . . . .  . . . .", "回答を判定してみる"},
    Line{LogIn,             "log-in",              Scoped::Anyhow,  "*  . . .  . . . .  . . . .", "ログインする"},

    // of whoever is logged in
    Line{OwnAccount,        "own-account",         Scoped::Session, "+  . . .  . . . .  . . . .", "自分のアカウントを扱う"},
    Line{ClaimFirm,         "claim-firm",          Scoped::Session, "+  . . .  . . . .  . . . .", "法人の担当者であることを届け出る"},

    // of cases
    Line{SeeCase,           "see-case",            Scoped::Read,    ".  o l o  s s s s  i s s .", "案件を見る"},
    Line{SeeAnswers,        "see-answers",         Scoped::Read,    ".  o l o  s s s s  . . s .", "回答と判定を見る"},
    Line{SeeFiles,          "see-files",           Scoped::Read,    ".  o l o  s s s s  . . s .", "提出されたファイルを見る"},
    Line{SeeHistory,        "see-history",         Scoped::Read,    ".  o l o  s s s s  . . s .", "履歴を見る"},
    Line{SeeMails,          "see-mails",           Scoped::Read,    ".  . . .  s . . .  . . . .", "送ったメールを見る"},
    Line{OpenCase,          "open-case",           Scoped::Apply,   ".  o l .  s . . .  . . . .", "申請を始める"},
    Line{SaveDraft,         "save-draft",          Scoped::Apply,   ".  o l .  s . . .  . . . .", "下書きを保存する"},
    Line{Submit,            "submit",              Scoped::Apply,   ".  o l .  s . . .  . . . .", "提出する"},
    Line{ReturnCorrection,  "return-correction",   Scoped::Apply,   ".  o l .  . . . .  . . . .", "差戻しに回答する"},
    Line{SupplyEvidence,    "supply-evidence",     Scoped::Apply,   ".  o . .  . . . .  . . . .", "資料を提出する"},
    Line{ReportChange,      "report-change",       Scoped::Apply,   ".  o . .  s . . .  . . . .", "変更を届け出る"},
    Line{Withdraw,          "withdraw",            Scoped::Apply,   ".  o . .  s . . .  . . . .", "取り下げる"},
    Line{ReturnCertificate, "return-certificate",  Scoped::Apply,   ".  o . .  s . . .  . . . .", "証書を返納する"},
    Line{EnterPaper,        "enter-paper",         Scoped::Office,  ".  . . .  s . . .  . . . .", "紙の申請書を入力する"},
    Line{FileApplications,  "file-applications",   Scoped::Office,  ".  . . .  s . . .  . . . .", "申請書をまとめて取り込む"},
    Line{Receive,           "receive",             Scoped::Office,  ".  . . .  s . . .  . . . .", "受け付ける"},
    Line{RequestCorrection, "request-correction",  Scoped::Office,  ".  . . .  s s . .  . . . .", "差し戻す"},
    Line{RequestEvidence,   "request-evidence",    Scoped::Office,  ".  . . .  s s . .  . . . .", "資料を求める"},
    Line{Screen,            "screen",              Scoped::Office,  ".  . . .  s s . .  . . . .", "書類審査をする"},
    Line{IssueInvoice,      "issue-invoice",       Scoped::Office,  ".  . . .  s . . .  . . . .", "請求書を発行する"},
    Line{RecordPayment,     "record-payment",      Scoped::Office,  ".  . . .  s . . .  . . . .", "入金を記録する"},
    Line{InquireInsurer,    "inquire-insurer",     Scoped::Office,  ".  . . .  s . . .  . . . .", "保険者に照会する"},
    Line{ReplyToInquiry,    "reply-to-inquiry",    Scoped::Office,  ".  . . .  s . . .  i . . .", "照会に回答する"},
    Line{ReferToBody,       "refer-to-body",       Scoped::Office,  ".  . . .  s . . .  . . . .", "付議する"},
    Line{RecordResolution,  "record-resolution",   Scoped::Office,  ".  . . .  s . s .  . . . .", "議決を記録する"},
    Line{Decide,            "decide",              Scoped::Office,  ".  . . .  s . . s  . . . .", "決定する"},
    Line{Notify,            "notify",              Scoped::Office,  ".  . . .  s . . .  . . . .", "結果を通知する"},
    Line{Certify,           "certify",             Scoped::Office,  ".  . . .  s . . s  . . . .", "証書を交付する"},
    Line{Revoke,            "revoke",              Scoped::Office,  ".  . . .  s . . s  . . . .", "認定・認証を取り消す"},
    Line{TakeOver,          "take-over",           Scoped::Office,  ".  . . .  s . . .  . . . .", "以前の証書を登録する"},
    Line{SendMails,         "send-mails",          Scoped::Office,  ".  . . .  s . . .  . . . .", "メールを再送する"},

    // of many
    Line{SeeFigures,        "see-figures",         Scoped::Read,    ".  o l .  s s s s  i s s .", "件数を見る"},
    Line{Export,            "export",              Scoped::Read,    ".  . . .  s . . .  . s s .", "一覧を書き出す"},

    // of accounts
    Line{Lend,              "lend",                Scoped::Session, ".  o . .  . . . .  . . . .", "代理人を立てる・取り消す"},
    Line{SeeLending,        "see-lending",         Scoped::Read,    ".  o l o  . . . .  . . . .", "代理人を見る"},
    Line{HandBack,          "hand-back",           Scoped::Session, ".  . l .  . . . .  . . . .", "代理をやめる"},
    Line{SeeClaims,         "see-claims",          Scoped::Read,    ".  . . .  s . . .  . . . .", "届出を見る"},
    Line{DecideClaims,      "decide-claims",       Scoped::Office,  ".  . . .  s . . .  . . . .", "届出を認める・手紙を送る"},
    Line{GiveAccess,        "give-access",         Scoped::Session, ".  . . .  . . . .  . . . a", "役割を与える・外す"},
    Line{SeeAccounts,       "see-accounts",        Scoped::Admin,   ".  . . .  . . . .  . . . a", "アカウントを見る"},

    // of the running program
    Line{SeeSchedule,       "see-schedule",        Scoped::Admin,   ".  . . .  . . . .  . . . a", "定時の処理を見る"},
    Line{RunSchedule,       "run-schedule",        Scoped::Admin,   ".  . . .  . . . .  . . . a", "定時の処理を動かす"},
    Line{ManageHooks,       "manage-hooks",        Scoped::Admin,   ".  . . .  . . . .  . . . a", "外部への通知先を扱う"},
    Line{SeeAudit,          "see-audit",           Scoped::Read,    ".  . . .  . . . .  . . a a", "記録の検査を見る"},
    Line{VerifyRecord,      "verify-record",       Scoped::Admin,   ".  . . .  . . . .  . . a a", "記録を検査する"},
    Line{BackUp,            "back-up",             Scoped::Admin,   ".  . . .  . . . .  . . . a", "控えを取る"},
};
// clang-format on

constexpr std::size_t cells_of(std::string_view text)
{
    std::size_t count = 0;
    for (const char cell : text)
        count += cell != ' ' ? 1 : 0;
    return count;
}

constexpr char cell_of(std::string_view text, std::size_t wanted)
{
    for (const char cell : text) {
        if (cell != ' ' && wanted-- == 0)
            return cell;
    }
    return '?';
}

constexpr bool table_is_whole()
{
    for (std::size_t at = 0; at < table.size(); ++at) {
        if (cells_of(table[at].cells) != role_texts.size() + 1)
            return false;
    }
    return base::stands_in_order(table, &Line::operation) && table.size() == operations;
}
static_assert(table_is_whole(), "every operation has its line, in order, with a cell for each role");

const Line& line_of(Operation operation)
{
    return base::row_of(table, operation);
}

const RoleText& text_of(Role role)
{
    return base::row_of(role_texts, role);
}

bool is_about(const Grant& grant, Whose whose, const Subject& subject)
{
    switch (whose) {
    case Whose::Nobody:
        return false;
    case Whose::Own:
    case Whose::Lent:
        return !grant.firm.empty() && grant.firm == subject.firm &&
               (grant.scheme.empty() || grant.scheme == subject.scheme);
    case Whose::Asked:
        return !grant.insurer.empty() && grant.insurer == subject.insurer;
    case Whose::Scheme:
        return !subject.scheme.empty() && (grant.scheme.empty() || grant.scheme == subject.scheme);
    case Whose::All:
        return true;
    }
    return false;
}

base::Result<void> check_token(const Caller& caller, const Line& line)
{
    const Needs needs = needs_of(line.operation);
    if (!caller.token)
        return {};
    if (needs.session)
        return base::Error{.code = "access.token",
                           .message = "「" + std::string(line.label) + "」はAPIトークンではできません。",
                           .way_out = "画面からログインして行ってください。"};
    if (!needs.scope || std::find(caller.scopes.begin(), caller.scopes.end(), *needs.scope) != caller.scopes.end())
        return {};
    return base::Error{.code = "access.token",
                       .message = "このAPIトークンでは「" + std::string(line.label) + "」はできません。",
                       .way_out = "範囲「" + std::string(label_of(*needs.scope)) + "」（" +
                                  std::string(name_of(*needs.scope)) + "）のトークンを使ってください。"};
}

bool is_on_side_of(const Caller& caller, const std::string& firm)
{
    return !firm.empty() && std::any_of(caller.grants.begin(), caller.grants.end(), [&](const Grant& grant) {
        return bound_of(grant.role) == Bound::Firm && grant.firm == firm;
    });
}

base::Error conflicting(const Line& line)
{
    return {.code = "access.denied",
            .message = "ご自分が申請担当者、代理人または従業員代表である法人のため、「" + std::string(line.label) +
                       "」はこのアカウントではできません。",
            .way_out = "その法人にかかわりのない、ほかの担当者に頼んでください。"};
}

base::Error denied(const Line& line)
{
    return {.code = "access.denied",
            .message = "「" + std::string(line.label) + "」はこのアカウントではできません。",
            .way_out = "必要な場合は事務局またはシステム管理者にお問い合わせください。"};
}

// Nothing: go on, to the roles.
base::Result<bool> is_open(const Caller& caller, const Line& line)
{
    const Open open = open_to(line.operation);
    if (open == Open::ToAll)
        return true;
    if (caller.account.empty())
        return base::Error{.code = "access.login",
                           .message = "「" + std::string(line.label) + "」にはログインが必要です。",
                           .way_out = "ログインしてから、もう一度お試しください。"};
    TRY(check_token(caller, line));
    return open == Open::ToMembers;
}

}

std::string_view name_of(Role role)
{
    return text_of(role).name;
}

std::optional<Role> read_role(std::string_view word)
{
    return base::value_named(role_texts, &RoleText::role, word);
}

std::string_view label_of(Role role)
{
    return text_of(role).label;
}

std::span<const Role> all_roles()
{
    return every_role;
}

std::optional<casework::Role> hand_of(Role role)
{
    return text_of(role).hand;
}

Bound bound_of(Role role)
{
    return text_of(role).bound;
}

std::string_view name_of(Operation operation)
{
    return line_of(operation).name;
}

std::string_view label_of(Operation operation)
{
    return line_of(operation).label;
}

std::optional<Operation> read_operation(std::string_view word)
{
    return base::value_named(table, &Line::operation, word);
}

namespace {

struct ScopeText {
    Scope scope;
    std::string_view name;
    std::string_view label;
};
constexpr std::array scope_texts{
    ScopeText{Scope::Read, "read", "閲覧"},
    ScopeText{Scope::Apply, "apply", "申請"},
    ScopeText{Scope::Office, "office", "事務局の操作"},
    ScopeText{Scope::Admin, "admin", "システムの管理"},
};
static_assert(base::stands_in_order(scope_texts, &ScopeText::scope));

}

std::string_view name_of(Scope scope)
{
    return base::row_of(scope_texts, scope).name;
}

std::string_view label_of(Scope scope)
{
    return base::row_of(scope_texts, scope).label;
}

std::optional<Scope> read_scope(std::string_view word)
{
    return base::value_named(scope_texts, &ScopeText::scope, word);
}

Needs needs_of(Operation operation)
{
    switch (line_of(operation).scoped) {
    case Scoped::Session:
        return {.scope = {}, .session = true};
    case Scoped::Anyhow:
        return {};
    case Scoped::Read:
        return {.scope = Scope::Read};
    case Scoped::Apply:
        return {.scope = Scope::Apply};
    case Scoped::Office:
        return {.scope = Scope::Office};
    case Scoped::Admin:
        return {.scope = Scope::Admin};
    }
    return {.scope = {}, .session = true};
}

Whose whose(Operation operation, Role role)
{
    switch (cell_of(line_of(operation).cells, static_cast<std::size_t>(role) + 1)) {
    case 'o':
        return Whose::Own;
    case 'l':
        return Whose::Lent;
    case 'i':
        return Whose::Asked;
    case 's':
        return Whose::Scheme;
    case 'a':
        return Whose::All;
    default:
        return Whose::Nobody;
    }
}

Open open_to(Operation operation)
{
    switch (cell_of(line_of(operation).cells, 0)) {
    case '*':
        return Open::ToAll;
    case '+':
        return Open::ToMembers;
    default:
        return Open::No;
    }
}

Sight sight_of(Role role)
{
    return text_of(role).sight;
}

std::vector<std::string> own_firms(const Caller& caller)
{
    std::vector<std::string> firms;
    for (const Grant& grant : caller.grants) {
        const bool known = std::find(firms.begin(), firms.end(), grant.firm) != firms.end();
        if (bound_of(grant.role) == Bound::Firm && !grant.firm.empty() && !known)
            firms.push_back(grant.firm);
    }
    return firms;
}

namespace {

base::Result<std::optional<Role>> permit_any(const Caller& caller, Operation operation, const Subject& subject,
                                             std::optional<Role> chosen)
{
    const Line& line = line_of(operation);
    const bool open = TRY(is_open(caller, line));
    if (open)
        return std::optional<Role>{};
    const bool on_its_side = is_on_side_of(caller, subject.firm);
    bool conflicts = false;
    std::optional<Role> found;
    for (const Grant& grant : caller.grants) {
        if ((chosen && grant.role != *chosen) || !is_about(grant, whose(operation, grant.role), subject))
            continue;
        if (on_its_side && bound_of(grant.role) != Bound::Firm)
            conflicts = true;
        else if (!found || grant.role < *found)
            found = grant.role;
    }
    if (!found)
        return conflicts ? conflicting(line) : denied(line);
    return found;
}

}

base::Result<std::optional<Role>> permit(const Caller& caller, Operation operation, const Subject& subject)
{
    return permit_any(caller, operation, subject, {});
}

base::Result<std::optional<Role>> permit_as(Role role, const Caller& caller, Operation operation,
                                            const Subject& subject)
{
    return permit_any(caller, operation, subject, role);
}

base::Result<Reached> reach(const Caller& caller, Operation operation)
{
    const Line& line = line_of(operation);
    Reached reached;
    reached.all = TRY(is_open(caller, line));
    const auto add = [](std::vector<std::string>& list, const std::string& one) {
        if (!one.empty() && std::find(list.begin(), list.end(), one) == list.end())
            list.push_back(one);
    };
    for (const Grant& grant : caller.grants) {
        switch (whose(operation, grant.role)) {
        case Whose::Nobody:
            break;
        case Whose::Own:
        case Whose::Lent:
            add(reached.firms, grant.firm);
            break;
        case Whose::Asked:
            add(reached.insurers, grant.insurer);
            break;
        case Whose::Scheme:
            reached.all = reached.all || grant.scheme.empty();
            add(reached.schemes, grant.scheme);
            break;
        case Whose::All:
            reached.all = true;
            break;
        }
    }
    if (reached.nothing())
        return denied(line);
    return reached;
}

std::string permissions_table()
{
    constexpr std::string_view marks[] = {"–", "自社", "委任元", "照会先", "担当制度", "すべて"};
    std::string text = "| 操作 | だれでも |";
    for (const RoleText& role : role_texts)
        text += " " + std::string(role.label) + " |";
    text += "\n|---|---|";
    for (std::size_t at = 0; at < role_texts.size(); ++at)
        text += "---|";
    text += "\n";
    for (const Line& line : table) {
        const Open open = open_to(line.operation);
        text += "| " + std::string(line.label) + " `" + std::string(line.name) + "` | " +
                (open == Open::ToAll       ? "○"
                 : open == Open::ToMembers ? "ログインすれば"
                                           : "–") +
                " |";
        for (const RoleText& role : role_texts)
            text += " " + std::string(marks[static_cast<std::size_t>(whose(line.operation, role.role))]) + " |";
        text += "\n";
    }
    return text;
}

}
