// The certificate: given, changed, given back, taken back; and what is left when all is over.
#include "casework/act_rules.h"
#include "casework/term.h"

#include <algorithm>

namespace kenkei::casework {

namespace {

std::string grounds_of(const edition::Process& process)
{
    std::vector<std::string> words;
    for (const edition::Ground& ground : process.revocation)
        words.push_back(ground.id + "（" + ground.label + "）");
    return listed(words);
}

// Whether nothing more will happen to the case that needs what was written in it.
bool is_over(const Situation& s)
{
    switch (s.of.stage) {
    case Stage::Withdrawn:
    case Stage::Ended:
        return true;
    case Stage::Draft: // never handed in
        return s.now > closing_of(s.edition);
    case Stage::Decided:
        return s.of.decision->result == Result::Refused;
    case Stage::Certified:
        return s.of.certificate->to < s.today;
    case Stage::None:
    case Stage::Submitted:
    case Stage::Received:
        break;
    }
    return false;
}

base::Error not_over(const Situation& s)
{
    std::string message = "案件が「" + std::string(label_of(s.of.stage)) + "」の間、個人に関わる内容は消去できません";
    if (s.of.stage == Stage::Certified)
        message += "（有効期間は" + base::to_japanese(s.of.certificate->to) + "まで）";
    if (s.of.stage == Stage::Draft)
        message += "（締切 " + base::to_japanese(closing_of(s.edition)) + "）";
    return refusal("case.stage", message + "。", "取下げ、不認定、認定の終了や満了の後に行ってください。");
}

}

Made carry_out(const Situation& s, const Certify& command)
{
    const auto& decision = s.of.decision;
    if (decision->result != Result::Recognised)
        return refusal("case.certificate",
                       base::to_japanese(decision->on) + "に不認定と決定しています。認定証は交付できません" +
                           by(s.process.decision.source) + "。",
                       "不認定の結果を通知してください。");
    TRY(check_given(command.certificate, "認定証の番号"));
    if (!s.edition.validity)
        return refusal("case.period", "この年度版には認定の有効期間の定めがありません。",
                       "年度版に有効期間（validity）を定めてください。");
    const Period period = period_of(*s.edition.validity, decision->on);
    if (period.to < period.from)
        return refusal("case.period",
                       "決定の日 " + base::to_japanese(decision->on) + " は、有効期間の末日 " +
                           base::to_japanese(period.to) + " より後です" + by(s.edition.validity->source) + "。",
                       "決定の日を確かめてください。");
    return Happening(Certified{
        .certificate = command.certificate, .class_id = decision->class_id, .from = period.from, .to = period.to});
}

Made carry_out(const Situation& s, const ReportChange& command)
{
    TRY(check_certificate(s, "変更の届出"));
    if (command.fields.empty())
        return wrong_value("何が変わったかが書かれていません。", "変わった項目を1つ以上書いてください。");
    TRY(check_applicant(s, command.applicant));
    return Happening(
        ChangeReported{.fields = command.fields, .applicant = command.applicant, .detail = command.detail});
}

Made carry_out(const Situation& s, const ReturnCertificate& command)
{
    TRY(check_certificate(s, "認定の返納"));
    TRY(check_not_later(s, command.on, "返納の日"));
    return Happening(CertificateReturned{.on = command.on, .reason = command.reason});
}

Made carry_out(const Situation& s, const Revoke& command)
{
    TRY(check_certificate(s, "認定の取消し"));
    const auto& grounds = s.process.revocation;
    const auto found = std::find_if(grounds.begin(), grounds.end(),
                                    [&](const edition::Ground& ground) { return ground.id == command.ground; });
    if (command.ground.empty() || (!grounds.empty() && found == grounds.end()))
        return refusal("case.ground",
                       command.ground.empty() ? "取消しの事由が書かれていません。"
                                              : "「" + command.ground + "」は取消しの事由にありません。",
                       grounds.empty() ? "取消しの事由を書いてください。"
                                       : "事由は " + grounds_of(s.process) + " のどれかです。");
    if (command.reason.empty())
        return refusal("case.reason",
                       "取消しには理由が必要です" + (found == grounds.end() ? "" : by(found->clause.source)) + "。",
                       "事由に当たる事実を理由として書いてください。");
    TRY(check_not_later(s, command.on, "取消しの日"));
    return Happening(Revoked{.ground = command.ground, .on = command.on, .reason = command.reason});
}

Made carry_out(const Situation& s, const Supersede& command)
{
    TRY(check_certificate(s, "新しい認定への引継ぎ"));
    TRY(check_given(command.by, "引き継ぐ案件の番号"));
    const Certificate& certificate = *s.of.certificate;
    if (command.to <= certificate.to)
        return Happening(Superseded{.by = command.by, .to = command.to});
    return wrong_value("引継ぎの日 " + base::to_japanese(command.to) + " は、いまの有効期間の末日 " +
                           base::to_japanese(certificate.to) + " より後です。",
                       "新しい認定の始まる日の前日を書いてください。");
}

Made carry_out(const Situation& s, const TakeOver& command)
{
    TRY(check_given(command.number, "法人番号"));
    TRY(check_given(command.certificate, "認定証の番号"));
    TRY(check_class(s, command.class_id));
    TRY(check_not_later(s, command.decided, "決定の日"));
    if (command.from < command.decided)
        return wrong_value("有効期間の初日 " + base::to_japanese(command.from) + " が、決定の日 " +
                               base::to_japanese(command.decided) + " より前です。",
                           "決定の日と有効期間を確かめてください。");
    const auto& validity = s.edition.validity;
    if (!command.to && !(validity && validity->term))
        return refusal("case.period",
                       "有効期間の末日が書かれておらず、この年度版には有効期間の年数の定めもありません。",
                       "記録にある有効期間の末日を書いてください。");
    const base::Date to = command.to ? *command.to : last_day_of(*validity->term, command.from);
    if (to < command.from)
        return wrong_value("有効期間の末日 " + base::to_japanese(to) + " が、初日 " + base::to_japanese(command.from) +
                               " より前です。",
                           "有効期間を確かめてください。");
    if (!command.applicant.number.empty() && command.applicant.number != command.number)
        return wrong_value("申請者の法人番号 " + command.applicant.number + " が、登録する法人番号 " + command.number +
                               " と違います。",
                           "法人番号を確かめてください。");
    return Happening(TakenOver{.edition = s.edition.key(),
                               .number = command.number,
                               .certificate = command.certificate,
                               .class_id = command.class_id,
                               .decided = command.decided,
                               .from = command.from,
                               .to = to,
                               .record = command.record,
                               .applicant = command.applicant});
}

Made carry_out(const Situation& s, const ErasePayloads& command)
{
    if (!is_over(s))
        return not_over(s);
    if (command.events.empty())
        return wrong_value("消去する記録の番号がありません。", "記録の番号を1つ以上指定してください。");
    TRY(check_given(command.list, "保存期間の一覧の番号"));
    std::vector<std::int64_t> events = command.events;
    std::sort(events.begin(), events.end());
    events.erase(std::unique(events.begin(), events.end()), events.end());
    for (const std::int64_t number : events) {
        if (number < 1 || number > s.of.last_event)
            return wrong_value("この案件に " + std::to_string(number) + " 番の記録はありません。",
                               "1 から " + std::to_string(s.of.last_event) + " までの番号を指定してください。");
        if (std::binary_search(s.of.erased.begin(), s.of.erased.end(), number))
            return wrong_value(std::to_string(number) + " 番の記録は消去済みです。",
                               "消去していない記録の番号だけを指定してください。");
    }
    return Happening(PayloadsErased{.events = std::move(events), .list = command.list});
}

}
