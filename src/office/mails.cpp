#include "office/mails.h"

#include "casework/limit_words.h"
#include "office/receipt.h"

#include <algorithm>

namespace kenkei::office {

using namespace casework;

namespace {

struct Text {
    std::string subject;
    std::string body;
};

std::string question_list(const edition::Edition& edition, const std::vector<std::string>& ids)
{
    std::string lines;
    for (const std::string& id : ids) {
        const edition::Question* question = edition.find_question(id);
        lines += "・" + (question ? (question->no.empty() ? "" : question->no + " ") + question->label : id) + "\n";
    }
    return lines;
}

std::string yen(std::int64_t amount)
{
    std::string digits = std::to_string(amount);
    for (std::size_t at = digits.size(); at > 3; at -= 3)
        digits.insert(at - 3, ",");
    return digits + "円";
}

std::string class_label(const edition::Edition& edition, const std::string& id)
{
    for (const edition::Group& group : edition.classes) {
        if (group.id == id)
            return group.label;
    }
    return id;
}

// One overload for each event that is news for the applicant.
class Teller {
public:
    Teller(const edition::Edition& edition, const Case& about, const std::vector<answers::Finding>* findings)
        : m_edition(edition)
        , m_about(about)
        , m_findings(findings)
    {}

    std::optional<Text> operator()(const Submitted& what) const
    {
        return Text{"申請書を受け付けました（第" + std::to_string(what.version) + "版）",
                    "申請書（第" + std::to_string(what.version) + "版）を " + base::to_japanese(what.arrived) +
                        " に受け付けました。\n締切（" + closing() +
                        "）までは何度でも出し直せます。最後に提出されたものを審査します。\n" +
                        (m_findings ? findings_in_words(m_edition, *m_findings) : "")};
    }
    std::optional<Text> operator()(const CorrectionRequested& what) const
    {
        return Text{"申請書を差し戻します", "次の設問を直した申請書を、" + base::to_japanese(what.due) +
                                                "までに提出してください。\n\n" +
                                                question_list(m_edition, what.questions) + "\n" + what.message + "\n"};
    }
    std::optional<Text> operator()(const EvidenceRequested& what) const
    {
        return Text{"確認のための資料の提出をお願いします",
                    "次の設問で選ばれたすべての選択肢について、根拠となる資料を" + base::to_japanese(what.due) +
                        "までに提出してください。\n\n" + question_list(m_edition, what.questions) + "\n" +
                        what.message + "\n"};
    }
    std::optional<Text> operator()(const InvoiceIssued& what) const
    {
        return Text{"申請料のご請求（" + what.invoice + "）",
                    "請求番号 " + what.invoice + "\n金額 " + yen(what.amount) + "（税込）\n" +
                        (what.due ? "期限 " + base::to_japanese(*what.due) + "\n" : "") +
                        "期限までに入金を確認できない申請は審査できません。\n"};
    }
    std::optional<Text> operator()(const PaymentRecorded& what) const
    {
        if (!what.settled)
            return {};
        return Text{"申請料の入金を確認しました", "入金 " + yen(what.in_time) + " を確認しました。\n"};
    }
    std::optional<Text> operator()(const Notified& what) const
    {
        const std::string class_words =
            m_about.decision && !m_about.decision->class_id.empty() && what.result == Result::Recognised
                ? "区分: " + class_label(m_edition, m_about.decision->class_id) + "\n"
                : "";
        const std::string by = m_edition.process ? m_edition.process->decided_by : m_edition.authority;
        return Text{"審査結果のお知らせ", what.result == Result::Recognised
                                              ? by + "の決定により、認められました。\n" + class_words
                                              : by + "の決定により、このたびは認められませんでした。\n"};
    }
    std::optional<Text> operator()(const Certified& what) const
    {
        return Text{"証書を発行しました", "証書の番号 " + what.certificate + "\n有効期間 " +
                                              base::to_japanese(what.from) + "から" + base::to_japanese(what.to) +
                                              "まで\n"};
    }
    std::optional<Text> operator()(const Withdrawn&) const
    {
        return Text{"申請の取下げを受け付けました", "申請は取り下げられました。\n"};
    }
    std::optional<Text> operator()(const Revoked& what) const
    {
        return Text{"取消しのお知らせ",
                    base::to_japanese(what.on) + "付けで取り消されました。\n理由: " + what.reason + "\n"};
    }
    template<typename Other>
    std::optional<Text> operator()(const Other&) const
    {
        return {};
    }

private:
    std::string closing() const
    {
        const edition::Instant& closes = m_edition.application.closes;
        return casework::limit_in_words(base::in_japan(closes.date, closes.hour, closes.minute));
    }

    const edition::Edition& m_edition;
    const Case& m_about;
    const std::vector<answers::Finding>* m_findings;
};

}

std::optional<store::Mail> mail_about(const edition::Edition& edition, const Case& about, const Event& event,
                                      const std::vector<answers::Finding>* findings)
{
    if (about.applicant.mails.empty())
        return {};
    std::optional<Text> text = std::visit(Teller(edition, about, findings), event.what);
    if (!text)
        return {};
    store::Mail mail;
    mail.message_id = about.id.text + "." + std::to_string(event.number);
    mail.case_id = about.id;
    mail.kind = std::string(kind_of(event.what));
    mail.recipient = about.applicant.mails.front();
    mail.subject = "【" + edition.short_name + "】" + text->subject;
    mail.content = (about.applicant.name.empty() ? "" : about.applicant.name + " 御中\n\n") + text->body +
                   "\n案件番号: " + about.id.text + "\n" + edition.name + "\n" +
                   (edition.office.empty() ? edition.authority : edition.office) + "\n";
    mail.state = "waiting";
    mail.created = event.at;
    mail.due = event.at;
    return mail;
}

}
