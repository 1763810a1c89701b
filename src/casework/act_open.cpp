// How an application begins: for the first time, to keep a certificate, or for another class.
#include "casework/act_rules.h"
#include "casework/corporate_number.h"
#include "casework/limit_words.h"
#include "casework/term.h"

#include <algorithm>

namespace kenkei::casework {

namespace {

using Held = Circumstances::Held;

std::string years(base::FiscalYear year)
{
    return std::to_string(year.year) + "年度（" + base::to_japanese(year.first_day()) + "から" +
           base::to_japanese(year.last_day()) + "まで）";
}

// `asked`: when the application was made, where it came on paper and is entered now.
base::Result<void> check_period(const Situation& s, const std::optional<base::Timestamp>& asked)
{
    const edition::Application& period = s.edition.application;
    const base::Timestamp made = asked.value_or(s.now);
    if (base::date_in_japan(made) < period.opens)
        return refusal("case.period",
                       "申請の受付は" + base::to_japanese(period.opens) + "からです" + by(period.source) + "。",
                       "受付が始まってから申請してください。");
    if (made > closing_of(s.edition))
        return refusal("case.period",
                       "申請の受付は" + limit_in_words(closing_of(s.edition)) + "に締め切りました" + by(period.source) +
                           "。",
                       "次の年度版の受付をお待ちください。");
    return {};
}

// 1法人1申請. The case whose certificate is kept or changed is no second application.
base::Result<void> check_same_firm(const Situation& s, const std::string& previous)
{
    const auto& other = s.circumstances.same_firm;
    if (!other || other->text == previous)
        return {};
    return refusal("case.duplicate",
                   "この法人には同じ年度版の案件 " + other->text + " があります。申請は1法人につき1つです" +
                       by(s.process.submission.source) + "。",
                   "案件 " + other->text + " で続けてください。締切までは何度でも提出し直せます。");
}

bool has_ended(const Certificate& certificate)
{
    return certificate.end != Certificate::End::None;
}

std::string period_text(const Certificate& certificate)
{
    return base::to_japanese(certificate.from) + "から" + base::to_japanese(certificate.to) + "まで";
}

base::Error too_early(const Situation& s, const Held& held)
{
    const base::FiscalYear last = base::fiscal_year_of(held.certificate.to);
    std::string way_out = may_renew_on(held.certificate.to, s.today)
                              ? "案件 " + held.id.text + " の「更新の申請の開始」をしてください。"
                              : "更新の申請は、有効期間が満了する" + years(last) + "に行えます。";
    if (s.edition.validity->class_change)
        way_out += "期間の途中では、別の区分への申請ができます" + by(s.edition.validity->class_change->source) + "。";
    return refusal("case.renewal",
                   "この法人は案件 " + held.id.text + " の証書を持っています（" + period_text(held.certificate) +
                       "）。有効な間の新しい申請はできません" + by(s.edition.validity->renewal->source) + "。",
                   way_out);
}

base::Error no_class_change(const Situation& s, std::string why, std::string way_out)
{
    const auto& validity = s.edition.validity;
    const std::string source = validity && validity->class_change ? by(validity->class_change->source) : "";
    return refusal("case.class", std::move(why) + source + "。", std::move(way_out));
}

base::Result<void> check_class_change(const Situation& s, const Held& held, const std::string& aims_at)
{
    if (!s.edition.validity->class_change)
        return no_class_change(s, "有効期間の途中で別の区分へ申請することは、この年度版では認められていません",
                               "有効期間が満了する年度に更新の申請をしてください。");
    TRY(check_class(s, aims_at));
    if (s.edition.classes.empty() || aims_at == held.certificate.class_id)
        return no_class_change(s, "いまと同じ区分「" + aims_at + "」へは申請できません",
                               "別の区分を選ぶか、有効期間が満了する年度に更新の申請をしてください。");
    return {};
}

DraftOpened draft_of(const Situation& s, std::string number, std::string name)
{
    return {.edition = s.edition.key(), .number = std::move(number), .name = std::move(name)};
}

}

Made carry_out(const Situation& s, const OpenDraft& command)
{
    const CheckDigit check = command.as_written ? CheckDigit::NoMatter : CheckDigit::MustFit;
    std::string number = TRY(read_corporate_number(command.number, check));
    if (command.arrived && (s.actor.role != Role::Office || *command.arrived > s.now))
        return wrong_value("紙の申請書の届いた時刻が正しくありません。",
                           "事務局が、窓口に届いた時刻（いまより前）を入力してください。");
    TRY(check_period(s, command.arrived));
    DraftOpened draft = draft_of(s, std::move(number), command.name);

    const auto& held = s.circumstances.certificates;
    const auto valid =
        std::find_if(held.begin(), held.end(), [&](const Held& one) { return one.certificate.valid_on(s.today); });
    const bool bound = s.edition.validity && s.edition.validity->renewal && valid != held.end();
    if (!command.aims_at.empty()) {
        if (!bound)
            return no_class_change(s, "別の区分への申請は、有効な証書を持つ法人が行うものです",
                                   "区分を指定せずに申請を始めてください。");
        TRY(check_class_change(s, *valid, command.aims_at));
        draft.purpose = Purpose::ClassChange;
        draft.previous = valid->id.text;
        draft.aims_at = command.aims_at;
    } else if (bound) {
        return too_early(s, *valid);
    }
    TRY(check_same_firm(s, draft.previous));
    return Happening(std::move(draft));
}

Made carry_out(const Situation& s, const Renew& command)
{
    std::string number = TRY(read_corporate_number(command.number, CheckDigit::NoMatter)); // the holder's own
    TRY(check_period(s, {}));
    const auto& held = s.circumstances.certificates;
    const auto found =
        std::find_if(held.begin(), held.end(), [&](const Held& one) { return one.id == command.previous; });
    if (found == held.end())
        return refusal("case.certificate", "案件 " + command.previous.text + " に、この法人の証書は見つかりません。",
                       "更新する証書の案件番号を確かめてください。");
    const Certificate& certificate = found->certificate;
    if (has_ended(certificate))
        return refusal(
            "case.certificate",
            "案件 " + command.previous.text + " の証書は" +
                (certificate.ended ? base::to_japanese(*certificate.ended) + "に" : "") +
                (certificate.end == Certificate::End::Revoked ? "取り消されています。" : "返納されています。"),
            "新しい申請として始めてください。");
    if (!may_renew_on(certificate.to, s.today)) {
        const edition::Source source =
            s.edition.validity && s.edition.validity->renewal ? s.edition.validity->renewal->source : edition::Source{};
        const base::FiscalYear last = base::fiscal_year_of(certificate.to);
        return refusal(
            "case.renewal", "更新の申請は、有効期間が満了する" + years(last) + "に行うものです" + by(source) + "。",
            last < base::fiscal_year_of(s.today) ? "新しい申請として始めてください。"
                                                 : std::to_string(last.year) + "年度の受付をお待ちください。");
    }
    TRY(check_same_firm(s, command.previous.text));
    DraftOpened draft = draft_of(s, std::move(number), command.name);
    draft.purpose = Purpose::Renewal;
    draft.previous = command.previous.text;
    return Happening(std::move(draft));
}

}
