#include "casework/act.h"

#include "casework/act_rules.h"

#include <array>

namespace kenkei::casework {

namespace {

template<typename Enum>
struct Set {
    unsigned bits = 0;

    constexpr bool has(Enum one) const { return (bits >> static_cast<unsigned>(one) & 1U) != 0; }
};

constexpr Set<Role> who(auto... roles)
{
    return {((1U << static_cast<unsigned>(roles)) | ...)};
}
constexpr Set<Stage> when(auto... stages)
{
    return {((1U << static_cast<unsigned>(stages)) | ...)};
}

struct Verb {
    std::string_view name;
    std::string_view label;
    Set<Role> roles;
    Set<Stage> stages;
    bool until_told = false; // also of a decided case, until the applicant is told the result
};

using enum Role;
using enum Stage;

// Who may do what, and when: in the order of Command.
constexpr std::array verbs{
    Verb{"open_draft", "申請の開始", who(Applicant, Delegate, Office), when(None)},
    Verb{"renew", "更新の申請の開始", who(Applicant, Delegate, Office), when(None)},
    Verb{"save", "下書きの保存", who(Applicant, Delegate, Office), when(Draft, Submitted)},
    Verb{"submit", "申請書の提出", who(Applicant, Delegate, Office), when(Draft, Submitted)},
    Verb{"receive", "申請の受付", who(Office, System), when(Submitted)},
    Verb{"request_correction", "差戻し", who(Office), when(Received)},
    Verb{"return_correction", "差戻しへの回答", who(Applicant, Delegate), when(Received)},
    Verb{"request_evidence", "資料の提出の依頼", who(Office), when(Received, Certified)},
    Verb{"supply_evidence", "資料の提出", who(Applicant), when(Received, Decided, Certified)},
    Verb{"issue_invoice", "請求書の発行", who(Office), when(Received)},
    Verb{"record_payment", "入金の記録", who(Office, System), when(Received, Decided, Certified, Withdrawn, Ended)},
    Verb{"inquire_insurer", "保険者への照会", who(Office), when(Received)},
    Verb{"record_insurer_reply", "保険者の回答の記録", who(Office, Insurer), when(Received)},
    Verb{"screen", "書類審査", who(Office), when(Received)},
    Verb{"refer_to_body", "付議", who(Office), when(Received)},
    Verb{"record_resolution", "議決の記録", who(Office, Body), when(Received)},
    Verb{"decide", "決定", who(Certifier, Office), when(Received)},
    Verb{"notify", "結果の通知", who(Office, System), when(Decided, Certified)},
    Verb{"certify", "証書の交付", who(Office, Certifier), when(Decided)},
    Verb{"report_change", "変更の届出", who(Applicant, Office), when(Certified)},
    // A decision holds from when the applicant is told it (民法第97条第1項): docs/decisions/0027.
    Verb{"withdraw", "申請の取下げ", who(Applicant, Office), when(Draft, Submitted, Received), true},
    Verb{"return_certificate", "証書の返納", who(Applicant, Office), when(Certified)},
    Verb{"revoke", "取消し", who(Certifier, Office), when(Certified)},
    Verb{"supersede", "新しい証書への引継ぎ", who(System, Office), when(Certified)},
    Verb{"take_over", "以前の証書の登録", who(Office), when(None)},
    Verb{"erase_payloads", "個人に関わる内容の消去", who(Office, System),
         when(Draft, Stage::Submitted, Stage::Received, Stage::Decided, Stage::Certified, Stage::Withdrawn, Ended)},
};
static_assert(verbs.size() == std::variant_size_v<Command>);

constexpr std::array every_role{Applicant, Delegate, Office, Insurer, Body, Certifier, System};
constexpr std::array every_stage{
    None, Draft, Stage::Submitted, Stage::Received, Stage::Decided, Stage::Certified, Stage::Withdrawn, Ended};

const Verb& verb_of(const Command& command)
{
    return verbs[command.index()];
}

bool lets_through(const Verb& verb, const Case& of)
{
    return verb.stages.has(of.stage) || (verb.until_told && of.stage == Stage::Decided && !of.notified);
}

std::string labels_of(Set<Role> roles)
{
    std::vector<std::string> labels;
    for (const Role role : every_role) {
        if (roles.has(role))
            labels.emplace_back(label_of(role));
    }
    return listed(labels);
}

std::string labels_of(Set<Stage> stages)
{
    std::vector<std::string> labels;
    for (const Stage stage : every_stage) {
        if (stages.has(stage))
            labels.emplace_back(label_of(stage));
    }
    return listed(labels);
}

// What the role can do with the case as it stands.
std::string what_can_be_done(const Case& of, Role role)
{
    std::vector<std::string> labels;
    for (const Verb& verb : verbs) {
        if (lets_through(verb, of) && verb.roles.has(role))
            labels.emplace_back(verb.label);
    }
    if (labels.empty())
        return std::string(label_of(role)) + "がこの案件にいまできることはありません。";
    return "いまできること：" + listed(labels) + "。";
}

base::Result<void> check_role(const Verb& verb, const Case& of, Role role)
{
    if (verb.roles.has(role))
        return {};
    return refusal("case.role",
                   "「" + std::string(verb.label) + "」は" + labels_of(verb.roles) + "が行います。" +
                       std::string(label_of(role)) + "は行えません。",
                   what_can_be_done(of, role));
}

base::Result<void> check_stage(const Verb& verb, const Command& command, const Case& of, Role role)
{
    if (lets_through(verb, of))
        return {};
    std::string message = "「" + std::string(verb.label) + "」は案件が「" + labels_of(verb.stages) +
                          "」のときに行います。この案件は「" + std::string(label_of(of.stage)) + "」です";
    if (of.stage != None)
        message += "（最後の出来事 " + base::to_japanese(of.changed) + "）";
    std::string way_out = what_can_be_done(of, role);
    if (std::holds_alternative<Withdraw>(command) && (of.stage == Stage::Decided || of.stage == Stage::Certified))
        way_out = "結果を知らされた後は取り下げられません。証書を返すときは「証書の返納」をしてください。" + way_out;
    return refusal("case.stage", message + "。", way_out);
}

base::Result<void> check_edition(const edition::Edition& edition, const Case& of, const Command& command)
{
    if (of.stage != None && of.edition != edition.key())
        return wrong_value("この案件の年度版は " + of.edition + " で、" + edition.key() + " ではありません。",
                           of.edition + " の規則で行ってください。");
    if (edition.process || of.taken_over || std::holds_alternative<TakeOver>(command))
        return {};
    return refusal("case.process", "年度版 " + edition.key() + " には手続（process）が定められていません。",
                   "手続の定めのある年度版を選んでください。");
}

base::Result<void> check_delegate(const edition::Process& process, Role role)
{
    if (role != Delegate || !process.no_delegates)
        return {};
    return refusal("case.delegate",
                   "代理人による申請書の作成・提出は認められていません" + by(process.no_delegates->source) + "。",
                   "申請法人ご自身の手で行ってください。");
}

}

std::string_view name_of(const Command& command)
{
    return verb_of(command).name;
}

std::string_view label_of(const Command& command)
{
    return verb_of(command).label;
}

bool may(const Case& of, const Command& command, Role role)
{
    const Verb& verb = verb_of(command);
    return verb.roles.has(role) && lets_through(verb, of);
}

base::Result<std::vector<Event>> act(const edition::Edition& edition, const Case& of, const Command& command,
                                     const Actor& actor, base::Timestamp now, const Circumstances& circumstances)
{
    static const edition::Process no_process;
    const Verb& verb = verb_of(command);
    const Situation situation{.edition = edition,
                              .process = edition.process ? *edition.process : no_process,
                              .of = of,
                              .actor = actor,
                              .now = now,
                              .today = base::date_in_japan(now),
                              .circumstances = circumstances};
    TRY(check_edition(edition, of, command));
    TRY(check_role(verb, of, actor.role));
    TRY(check_stage(verb, command, of, actor.role));
    TRY(check_delegate(situation.process, actor.role));
    TRY(check_actor(actor));
    const Command tidied = TRY(tidy(command));
    Happening what = TRY(std::visit([&](const auto& one) { return carry_out(situation, one); }, tidied));
    return std::vector<Event>{Event{.number = of.last_event + 1, .at = now, .actor = actor, .what = std::move(what)}};
}

}
