#include "casework/story.h"

#include "base/utf8.h"
#include "casework/event_json.h"
#include "casework/result_words.h"
#include "edition/words.h"

#include <algorithm>

namespace kenkei::casework {

namespace {

std::string listed(const std::vector<std::string>& words)
{
    std::string text;
    for (const std::string& word : words)
        text.append(text.empty() ? "" : ", ").append(word);
    return text;
}

std::string in_brackets(const std::string& text)
{
    return text.empty() ? "" : "（" + text + "）";
}

std::string said(edition::Outcome outcome)
{
    switch (outcome) {
    case edition::Outcome::Met:
        return "適合";
    case edition::Outcome::NotMet:
        return "不適合";
    case edition::Outcome::Undetermined:
        break;
    }
    return "判定できない";
}

std::string class_text(const std::string& class_id)
{
    if (class_id.empty())
        return "";
    return class_id == "outside" ? "、区分外" : "、区分 " + class_id;
}

// 「判定は不適合、区分外（not_met:plan）」
std::string told(const Judged& judged)
{
    return "判定は" + said(judged.outcome) + class_text(judged.class_id) + in_brackets(listed(judged.reasons)) + "。";
}

std::string because(const std::string& reason)
{
    if (reason.empty())
        return "";
    return "理由：" + reason + (reason.ends_with("。") ? "" : "。");
}

std::string file_text(const FileRef& file)
{
    return file.sha256.empty() ? "" : "、" + edition::grouped(std::to_string(file.size)) + "バイト";
}

std::string numbers(const std::vector<std::int64_t>& events)
{
    std::string text;
    for (const std::int64_t number : events)
        text.append(text.empty() ? "" : ", ").append(std::to_string(number));
    return text;
}

// One sentence or more an event, by its kind.
struct Telling {
    bool erased = false; // what is personal is not there any more
    ResultWords words = {};

    std::string said(Result result) const
    {
        return std::string(result == Result::Recognised ? words.recognised : words.refused);
    }

    std::string operator()(const DraftOpened& what) const
    {
        std::string text = what.edition + " の申請";
        if (what.purpose == Purpose::Renewal)
            text = what.edition + " の更新の申請";
        if (what.purpose == Purpose::ClassChange)
            text = what.edition + " の区分 " + what.aims_at + " への申請";
        text += "を開始（法人番号 " + what.number + (what.name.empty() ? "" : "、" + what.name) + "）。";
        return what.previous.empty() ? text : text + "前の案件は " + what.previous + "。";
    }
    std::string operator()(const Saved&) const { return "下書きを保存。"; }
    std::string operator()(const Submitted& what) const
    {
        return "申請書（第" + std::to_string(what.version) + "版" + file_text(what.file) +
               (what.scans.empty() ? "" : "、紙の写し" + std::to_string(what.scans.size()) + "件") + "）を提出（到着 " +
               base::to_japanese(what.arrived) + "）。" + told(what.judged);
    }
    std::string operator()(const Received& what) const
    {
        return "第" + std::to_string(what.version) + "版を申請として受付。" + told(what.judged);
    }
    std::string operator()(const CorrectionRequested& what) const
    {
        return "差戻し（" + listed(what.questions) + "）。期限は" + base::to_japanese(what.due) + "。" + what.message;
    }
    std::string operator()(const CorrectionReturned& what) const
    {
        const std::string changed = what.questions.empty() ? "変更なし" : listed(what.questions);
        return "差戻しに回答（" + changed + file_text(what.file) + "）。" + told(what.judged);
    }
    std::string operator()(const EvidenceRequested& what) const
    {
        return "資料の提出を依頼（" + listed(what.questions) + "）。期限は" + base::to_japanese(what.due) + "。" +
               what.message;
    }
    std::string operator()(const EvidenceSupplied& what) const
    {
        const std::string count = what.files.empty() ? "" : std::to_string(what.files.size()) + "件、";
        return "資料を提出（" + count + (what.in_time ? "期限内" : "期限後") + "）。";
    }
    std::string operator()(const InvoiceIssued& what) const
    {
        return "請求書 " + what.invoice + "（" + edition::money(what.amount) + "）を発行" +
               (what.due ? "。期限は" + base::to_japanese(*what.due) : "") + "。";
    }
    std::string operator()(const PaymentRecorded& what) const
    {
        return edition::money(what.amount) + "の入金を記録（" + base::to_japanese(what.paid) +
               (what.payer.empty() ? "" : "、" + what.payer) + "）。期限内の入金は計" + edition::money(what.in_time) +
               (what.settled ? "で、請求額に達した。" : "で、請求額に足りない。");
    }
    std::string operator()(const InsurerInquired& what) const
    {
        return "保険者 " + what.insurer + " に照会。" +
               (what.due ? "期限は" + base::to_japanese(*what.due) + "。" : "");
    }
    std::string operator()(const InsurerReplied& what) const
    {
        return "保険者の回答を記録：" + std::string(what.confirmed ? "確認できた" : "確認できない") +
               in_brackets(listed(what.contradictions)) + "。" + told(what.judged) + what.note;
    }
    std::string operator()(const Screened& what) const
    {
        return "書類審査：" + std::string(what.passed ? "済" : "不可") + in_brackets(listed(what.grounds)) + "。" +
               told(what.judged) + what.note;
    }
    std::string operator()(const Referred& what) const { return what.body + "に付議" + in_brackets(what.list) + "。"; }
    std::string operator()(const ResolutionRecorded& what) const
    {
        return what.body + "の議決（" + base::to_japanese(what.on) + "）：" + said(what.result) +
               class_text(what.class_id) + "。" + because(what.reason);
    }
    std::string operator()(const Decided& what) const
    {
        return what.by + "の決定（" + base::to_japanese(what.on) + "）：" + said(what.result) +
               class_text(what.class_id) + in_brackets(listed(what.grounds)) + "。" +
               (what.differs ? "判定や議決と異なる。" : "") + because(what.reason);
    }
    std::string operator()(const Notified& what) const
    {
        return "結果（" + said(what.result) + "）を通知" + in_brackets(what.address) + "。" +
               (what.address.empty() && !erased ? "メールの宛先がないため、通知書は郵送。" : "");
    }
    std::string operator()(const Certified& what) const
    {
        return "証書 " + what.certificate + class_text(what.class_id) + " を交付（" + base::to_japanese(what.from) +
               "から" + base::to_japanese(what.to) + "まで）。";
    }
    std::string operator()(const ChangeReported& what) const
    {
        return "変更を届出（" + listed(what.fields) + "）。" + what.detail;
    }
    std::string operator()(const Withdrawn& what) const { return "申請を取下げ。" + because(what.reason); }
    std::string operator()(const CertificateReturned& what) const
    {
        return "証書を返納（" + base::to_japanese(what.on) + "）。" + because(what.reason);
    }
    std::string operator()(const Revoked& what) const
    {
        return "取消し（" + what.ground + "、" + base::to_japanese(what.on) + "）。" + because(what.reason);
    }
    std::string operator()(const Superseded& what) const
    {
        return "案件 " + what.by + " の証書に引継ぎ。有効期間は" + base::to_japanese(what.to) + "まで。";
    }
    std::string operator()(const TakenOver& what) const
    {
        return "以前の証書 " + what.certificate + class_text(what.class_id) + " を登録（" +
               base::to_japanese(what.from) + "から" + base::to_japanese(what.to) + "まで、決定 " +
               base::to_japanese(what.decided) + (what.record.empty() ? "" : "、記録は" + what.record) + "）。";
    }
    std::string operator()(const PayloadsErased& what) const
    {
        return "個人に関わる内容を消去（出来事 " + numbers(what.events) + "、一覧 " + what.list + "）。";
    }
};

std::string tell(const Event& event, bool erased, const ResultWords& words)
{
    return base::printable(std::visit(Telling{.erased = erased, .words = words}, event.what));
}

}

std::string tell(const Event& event, const edition::Edition* edition)
{
    return tell(event, false, result_words(edition));
}

std::string story_of(const Case& of, std::span<const Event> events)
{
    std::string story;
    for (const Event& event : events) {
        const bool erased = std::binary_search(of.erased.begin(), of.erased.end(), event.number);
        story += std::to_string(event.number) + ". " + base::to_japanese(event.at) + " " +
                 std::string(label_of(event.actor.role)) +
                 (event.actor.id.empty() ? "" : " " + base::printable(event.actor.id)) + "：" + tell(event, erased, {});
        if (erased)
            story += "（個人に関わる内容は消去済み）";
        story += '\n';
    }
    return story;
}

}
