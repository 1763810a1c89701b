// The certificate: given, changed, given back, taken back; and what is left when all is over.
#include "base/fold.h"
#include "base/utf8.h"
#include "casework/act_rules.h"
#include "casework/corporate_number.h"
#include "casework/limit_words.h"
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

// The same day so many years later; the last of its month where that year has no such day (民法第143条第2項).
base::Date years_after(base::Date day, std::int64_t years)
{
    constexpr std::int64_t last_year = 9999;
    const int year = static_cast<int>(std::min(day.year + years, last_year));
    return {year, day.month, std::min(day.day, base::days_in_month(year, day.month))};
}

// The last day on which what the edition has kept must still be there; nothing where it says nothing.
std::optional<base::Date> keep_until(const Situation& s)
{
    if (!s.edition.evidence)
        return {};
    return years_after(s.edition.application.closes.date, s.edition.evidence->keep_years);
}

// A case that nobody ends is left lying when nothing was written in it for as long as the edition keeps things, counted
// both from the closing and from its last event.
base::Date lies_until(const Situation& s)
{
    constexpr std::int64_t years_without_rule = 5; // longer than any edition known keeps
    const std::int64_t years = s.edition.evidence ? s.edition.evidence->keep_years : years_without_rule;
    return years_after(std::max(base::date_in_japan(s.of.changed), s.edition.application.closes.date), years);
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
        return s.of.decision->result == Result::Refused || s.today > lies_until(s);
    case Stage::Certified:
        return s.of.certificate->to < s.today;
    case Stage::Submitted:
    case Stage::Received:
        return s.today > lies_until(s);
    case Stage::None:
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
        message += "（締切 " + limit_in_words(closing_of(s.edition)) + "）";
    std::string way_out = "取下げ、" + word_of(s, Result::Refused) + "、証書の終了や満了の後に行ってください。";
    if (s.of.stage == Stage::Submitted || s.of.stage == Stage::Received || s.of.stage == Stage::Decided)
        way_out += "このまま何も行われない案件は、" + base::to_japanese(lies_until(s)) + "を過ぎれば消去できます。";
    return refusal("case.stage", message + "。", way_out);
}

// What is decided once the edition receives applications is a case of its own.
base::Result<void> check_decided_before(const Situation& s, base::Date decided)
{
    const edition::Application& application = s.edition.application;
    if (decided < application.opens)
        return {};
    return refusal("case.period",
                   "決定の日 " + base::to_japanese(decided) + " は、受付の始まった " +
                       base::to_japanese(application.opens) + " より前ではありません" + by(application.source) +
                       "。この年度版の受付が始まってからの決定は、案件として扱います。",
                   "決定の日を確かめ、申請を案件として始めてください。");
}

base::Result<void> check_no_overlap(const Situation& s, base::Date from, base::Date to)
{
    for (const Circumstances::Held& held : s.circumstances.certificates) {
        const Certificate& certificate = held.certificate;
        base::Date last = certificate.to;
        if (certificate.ended)
            last = std::min(last, base::Date::from_days(certificate.ended->to_days() - 1));
        if (to < certificate.from || last < from)
            continue;
        return refusal("case.certificate",
                       "登録する有効期間（" + base::to_japanese(from) + "から" + base::to_japanese(to) +
                           "まで）は、この法人の案件 " + held.id.text + " の証書（" +
                           base::to_japanese(certificate.from) + "から" + base::to_japanese(last) +
                           "まで）と重なります。",
                       "すでに登録した証書でないか、有効期間に誤りがないかを確かめてください。");
    }
    return {};
}

}

Made carry_out(const Situation& s, const Certify& command)
{
    const auto& decision = s.of.decision;
    if (decision->result != Result::Recognised)
        return refusal("case.certificate",
                       base::to_japanese(decision->on) + "に" + word_of(s, Result::Refused) +
                           "と決定しています。証書は交付できません" + by(s.process.decision.source) + "。",
                       word_of(s, Result::Refused) + "の結果を通知してください。");
    TRY(check_given(command.certificate, "証書の番号"));
    if (!s.edition.validity)
        return refusal("case.period", "この年度版には証書の有効期間の定めがありません。",
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
    TRY(check_certificate(s, "証書の返納"));
    TRY(check_not_later(s, command.on, "返納の日"));
    TRY(check_not_earlier(command.on, "返納の日", s.of.decided_on, "決定の日"));
    return Happening(CertificateReturned{.on = command.on, .reason = command.reason});
}

Made carry_out(const Situation& s, const Revoke& command)
{
    TRY(check_certificate(s, "取消し"));
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
    TRY(check_not_earlier(command.on, "取消しの日", s.of.decided_on, "決定の日"));
    return Happening(Revoked{.ground = command.ground, .on = command.on, .reason = command.reason});
}

Made carry_out(const Situation& s, const Supersede& command)
{
    TRY(check_certificate(s, "新しい証書への引継ぎ"));
    TRY(check_given(command.by, "引き継ぐ案件の番号"));
    const Certificate& certificate = *s.of.certificate;
    if (command.to <= certificate.to)
        return Happening(Superseded{.by = command.by, .to = command.to});
    return wrong_value("引継ぎの日 " + base::to_japanese(command.to) + " は、いまの有効期間の末日 " +
                           base::to_japanese(certificate.to) + " より後です。",
                       "新しい証書の始まる日の前日を書いてください。");
}

Made carry_out(const Situation& s, const TakeOver& command)
{
    const std::string number = TRY(read_corporate_number(command.number));
    TRY(check_given(command.certificate, "証書の番号"));
    TRY(check_given(command.record, "証書の記録のありか"));
    TRY(check_class(s, command.class_id));
    TRY(check_not_later(s, command.decided, "決定の日"));
    TRY(check_decided_before(s, command.decided));
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
    if (validity && validity->term && to > last_day_of(*validity->term, command.from))
        return wrong_value(
            "有効期間の末日 " + base::to_japanese(to) + " が、年数の定めによる末日 " +
                base::to_japanese(last_day_of(*validity->term, command.from)) + " より後です" + by(validity->source) +
                "。",
            "有効期間の初日と末日を記録で確かめてください。末日を書かなければ、定めのとおりになります。");
    TRY(check_no_overlap(s, command.from, to));
    if (const std::string given = base::fold_code(command.applicant.number); !given.empty() && given != number)
        return wrong_value("申請者の法人番号 " + base::printable(command.applicant.number) + " が、登録する法人番号 " +
                               number + " と違います。",
                           "法人番号を確かめてください。");
    return Happening(TakenOver{.edition = s.edition.key(),
                               .number = number,
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
    if (const auto until = keep_until(s); until && s.today <= *until)
        return wrong_value("この年度版の資料は申請期間の最終日から" + std::to_string(s.edition.evidence->keep_years) +
                               "年、" + base::to_japanese(*until) + "まで保存します" + by(s.edition.evidence->source) +
                               "。それまで、個人に関わる内容は消去できません。",
                           base::to_japanese(*until) + "を過ぎてから行ってください。");
    if (command.events.empty())
        return wrong_value("消去する出来事の番号がありません。", "出来事の番号を1つ以上指定してください。");
    TRY(check_given(command.list, "保存期間の一覧の番号"));
    std::vector<std::int64_t> events = command.events;
    std::sort(events.begin(), events.end());
    events.erase(std::unique(events.begin(), events.end()), events.end());
    for (const std::int64_t number : events) {
        if (number < 1 || number > s.of.last_event)
            return wrong_value("この案件に " + std::to_string(number) + " 番の出来事はありません。",
                               "1 から " + std::to_string(s.of.last_event) + " までの番号を指定してください。");
        if (std::binary_search(s.of.erased.begin(), s.of.erased.end(), number))
            return wrong_value(std::to_string(number) + " 番の出来事は消去済みです。",
                               "消去していない出来事の番号だけを指定してください。");
    }
    return Happening(PayloadsErased{.events = std::move(events), .list = command.list});
}

}
