// What the body resolves, what is decided, and that the applicant is told.
#include "casework/act_rules.h"
#include "casework/limit_words.h"

#include <algorithm>

namespace kenkei::casework {

namespace {

using edition::Gate;
using edition::GateKind;

// A class is given to who is recognised; who is refused has none, or is outside.
base::Result<void> check_class_of(const Situation& s, Result result, const std::string& class_id)
{
    if (result == Result::Recognised)
        return check_class(s, class_id);
    if (class_id.empty() || (class_id == "outside" && !s.edition.classes.empty()))
        return {};
    return refusal("case.class", word_of(s, Result::Refused) + "に区分「" + class_id + "」は付けられません。",
                   "区分を書かずに記録してください。");
}

// How a result differs from the judgement, as people say it.
std::vector<std::string> differences_from_judgement(const Situation& s, Result result, const std::string& class_id)
{
    std::vector<std::string> found;
    const Judged judged = s.of.judged.value_or(Judged{});
    if (judged.passed != (result == Result::Recognised))
        found.push_back(judged.passed ? "判定は要件を満たす"
                                      : "判定は要件を満たさない（" + listed(judged.reasons) + "）");
    else if (result == Result::Recognised && !s.edition.classes.empty() && class_id != judged.class_id)
        found.push_back("判定の区分は「" + judged.class_id + "」");
    return found;
}

// The first gate of the edition that failed, where all before it are passed; nullptr where all are.
base::Result<const Gate*> walk_gates(const Situation& s)
{
    for (const Gate& gate : s.process.gates) {
        const GateState state = state_of(s.edition, gate, s.of, s.now);
        if (state == GateState::Failed)
            return &gate;
        if (state != GateState::Passed)
            return refusal("case.gate", why_not_passed(s, gate) + "。決定はまだできません。",
                           "先に" + std::string(label_of(gate.kind)) + "を済ませてください。");
    }
    return static_cast<const Gate*>(nullptr);
}

base::Result<void> check_recognition(const Situation& s, const Gate* failed)
{
    if (failed)
        return refusal("case.gate",
                       why_not_passed(s, *failed) + "。" + word_of(s, Result::Recognised) + "はできません。",
                       word_of(s, Result::Refused) + "の決定をしてください。");
    const std::vector<std::string> exclusive = exclusive_grounds(s);
    if (!exclusive.empty())
        return refusal("case.exclusive",
                       "同じ法人が、併せて申請できない制度にも申請しています（" + listed(exclusive) + "）。どちらの" +
                           word_of(s, Result::Recognised) + "もできません" +
                           by(source_of_exclusion(s, exclusive.front())) + "。",
                       word_of(s, Result::Refused) + "の決定をしてください。");
    if (s.process.no_second_answer && s.of.judged && !s.of.judged->passed && !s.of.judged->unanswered.empty())
        return refusal("case.unanswered",
                       "締切（" + limit_in_words(closing_of(s.edition)) + "）の時に未回答の設問（" +
                           listed(s.of.judged->unanswered) + "）があり、要件を満たしません。未回答による" +
                           word_of(s, Result::Refused) + "は審査し直しません" + by(s.process.no_second_answer->source) +
                           "。",
                       word_of(s, Result::Refused) + "の決定をしてください。");
    return {};
}

// What speaks against recognising, though nothing forbids it.
std::vector<std::string> against_recognition(const Situation& s, const Decide& command)
{
    std::vector<std::string> found = differences_from_judgement(s, Result::Recognised, command.class_id);
    const auto& resolution = s.of.resolution;
    if (resolution && resolution->result != Result::Recognised)
        found.push_back(resolution->body + "の議決は" + word_of(s, Result::Refused));
    else if (resolution && resolution->class_id != command.class_id)
        found.push_back(resolution->body + "の議決の区分は「" + resolution->class_id + "」");
    if (is_late(s.of.evidence, s.today))
        found.push_back("資料が期限（" + base::to_japanese(s.of.evidence->due) + "）までに提出されていない");
    if (s.of.correction)
        found.push_back("差戻しへの回答が期限（" + base::to_japanese(s.of.correction->due) + "）までにない");
    if (const auto shared = shared_code_grounds(s); !shared.empty()) {
        const auto& clause = s.process.shared_code;
        found.push_back("同じコードで複数の法人が申請している（" + listed(shared) + "）" +
                        (clause ? by(clause->source) : ""));
    }
    return found;
}

void add_gate_grounds(const Situation& s, const Gate& gate, std::vector<std::string>& grounds)
{
    if (state_of(s.edition, gate, s.of, s.now) != GateState::Failed)
        return;
    switch (gate.kind) {
    case GateKind::Payment:
        return add_once(grounds, "unpaid");
    case GateKind::Screening:
        add_once(grounds, "screening");
        for (const std::string& ground : s.of.screened->grounds)
            add_once(grounds, ground);
        return;
    case GateKind::Insurer:
        if (s.of.inquiry->contradictions.empty())
            add_once(grounds, "insurer");
        for (const std::string& fact : s.of.inquiry->contradictions)
            add_once(grounds, "insurer:" + fact);
        return;
    case GateKind::Resolution:
        return; // what it resolved is a ground of its own
    }
}

// Everything that speaks for refusing.
std::vector<std::string> grounds_of_refusal(const Situation& s)
{
    std::vector<std::string> grounds;
    for (const Gate& gate : s.process.gates)
        add_gate_grounds(s, gate, grounds);
    for (std::string& ground : exclusive_grounds(s))
        add_once(grounds, std::move(ground));
    for (std::string& ground : shared_code_grounds(s))
        add_once(grounds, std::move(ground));
    if (s.of.judged) {
        for (const std::string& reason : s.of.judged->reasons)
            add_once(grounds, reason);
    }
    if (is_late(s.of.evidence, s.today))
        add_once(grounds, "late-evidence");
    if (s.of.correction)
        add_once(grounds, "late-correction");
    if (s.of.resolution && s.of.resolution->result == Result::Refused)
        add_once(grounds, "resolution");
    return grounds;
}

base::Error reason_needed(const Situation& s, std::string_view what, const std::vector<std::string>& differing)
{
    return refusal("case.reason",
                   std::string(what) + "には理由が必要です：" + listed(differing) + by(s.process.decision.source) +
                       "。",
                   "理由を書いて記録するか、判定や議決のとおりにしてください。");
}

}

Made carry_out(const Situation& s, const RecordResolution& command)
{
    if (!s.of.referred)
        return refusal("case.gate", "この案件は付議されていません。", "先に付議をしてください。");
    TRY(check_class_of(s, command.result, command.class_id));
    TRY(check_not_later(s, command.on, "議決の日"));
    TRY(check_not_earlier(command.on, "議決の日", s.of.referred_on, "付議の日"));
    const std::vector<std::string> differing = differences_from_judgement(s, command.result, command.class_id);
    if (!differing.empty() && command.reason.empty())
        return reason_needed(s, "判定と異なる議決（" + word_of(s, command.result) + "）", differing);
    return Happening(ResolutionRecorded{.body = s.of.referred->body,
                                        .on = command.on,
                                        .result = command.result,
                                        .class_id = command.class_id,
                                        .reason = command.reason});
}

Made carry_out(const Situation& s, const Decide& command)
{
    const Gate* failed = TRY(walk_gates(s));
    TRY(check_nothing_pending(s, "決定"));
    TRY(check_not_later(s, command.on, "決定の日"));
    TRY(check_not_earlier(command.on, "決定の日", s.of.received_on, "受付の日"));
    if (s.of.resolution)
        TRY(check_not_earlier(command.on, "決定の日", s.of.resolution->on, "議決の日"));
    Decided decided{.result = command.result,
                    .class_id = command.class_id,
                    .on = command.on,
                    .by = s.process.decided_by,
                    .reason = command.reason};
    std::vector<std::string> differing;
    if (command.result == Result::Recognised) {
        TRY(check_recognition(s, failed));
        differing = against_recognition(s, command);
    } else {
        decided.grounds = grounds_of_refusal(s);
        if (decided.grounds.empty())
            differing.push_back("判定は要件を満たし、" + word_of(s, Result::Refused) + "とする根拠がありません");
        if (s.of.resolution && s.of.resolution->result == Result::Recognised)
            differing.push_back(s.of.resolution->body + "の議決は" + word_of(s, Result::Recognised));
    }
    TRY(check_class_of(s, command.result, command.class_id));
    decided.differs = !differing.empty();
    if (decided.differs && command.reason.empty())
        return reason_needed(s, word_of(s, command.result) + "の決定", differing);
    return Happening(std::move(decided));
}

Made carry_out(const Situation& s, const Notify&)
{
    if (!s.of.decision)
        return refusal("case.certificate", "この案件は以前の証書を登録したもので、通知する決定がありません。",
                       "当時の通知を控えとして残してください。");
    if (s.of.notified)
        return refusal("case.stage", "結果（" + word_of(s, s.of.decision->result) + "）は通知済みです。",
                       "通知を送り直すときは、送った控えから再送してください。");
    const auto& mails = s.of.applicant.mails;
    return Happening(
        Notified{.result = s.of.decision->result, .address = mails.empty() ? std::string() : mails.front()});
}

}
