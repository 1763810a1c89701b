#include "casework/story.h"

#include "base/utf8.h"
#include "casework/result_words.h"
#include "edition/words.h"

namespace kenkei::casework {

namespace {

std::string line(std::string_view name, const std::string& text)
{
    return std::string(name) + "：" + base::printable(text) + "\n";
}

std::string file_text(std::int64_t event, const FileRef& file)
{
    return " 出来事 " + std::to_string(event) + "「" + (file.name.empty() ? "（ファイル名なし）" : file.name) + "」";
}

// Each file that was handed in, with the number of its event, by which it can be had.
std::string file_lines(const Case& of)
{
    std::string text;
    const Case::Submission* counting = counting_submission(of);
    for (const Case::Submission& one : of.submissions)
        text += line("申請書", "第" + std::to_string(one.version) + "版 到着 " + base::to_japanese(one.arrived) +
                                   (one.file.sha256.empty() ? " 出来事 " + std::to_string(one.event) + "（消去済み）"
                                                            : file_text(one.event, one.file)) +
                                   (one.scans.empty() ? "" : "と紙の写し" + std::to_string(one.scans.size()) + "件") +
                                   (&one == counting ? "（審査の対象）" : ""));
    for (const Case::LaterFile& one : of.later_files)
        text += line(one.with == Case::LaterFile::With::Correction ? "差戻しの回答" : "資料",
                     file_text(one.event, one.file).substr(1));
    return text;
}

std::string certificate_text(const Certificate& certificate)
{
    std::string text = certificate.number;
    if (!certificate.class_id.empty())
        text += "（区分 " + certificate.class_id + "）";
    text += " " + base::to_japanese(certificate.from) + "から" + base::to_japanese(certificate.to) + "まで";
    if (certificate.end != Certificate::End::None && certificate.ended)
        text += "、" + base::to_japanese(*certificate.ended) + "に" +
                (certificate.end == Certificate::End::Revoked ? "取消し" : "返納");
    return text;
}

std::string invoice_text(const Invoice& invoice)
{
    std::string text =
        "請求 " + edition::money(invoice.amount) + "（" + invoice.number + "）、入金 " + edition::money(invoice.paid);
    if (invoice.in_time != invoice.paid)
        text += "、うち期限内 " + edition::money(invoice.in_time);
    return text + (invoice.settled ? "、期限内に完納" : "、未納");
}

std::string decision_text(const edition::Edition* edition, const Decided& decision)
{
    const ResultWords words = result_words(edition);
    std::string text(decision.result == Result::Recognised ? words.recognised : words.refused);
    if (!decision.class_id.empty())
        text += "（区分 " + decision.class_id + "）";
    return text + " " + base::to_japanese(decision.on) + " " + decision.by;
}

}

std::string describe(const edition::Edition* edition, const Case& of, base::Timestamp now)
{
    std::string text = line("案件", of.id.text + "（" + of.edition + "）");
    text += line("法人", of.number + (of.applicant.name.empty() ? "" : " " + of.applicant.name));
    text += line("状態", std::string(label_of(of.stage)) + "（最後の出来事 " + base::to_japanese(of.changed) + "）");
    if (of.purpose == Purpose::Renewal)
        text += line("申請の種類", "更新（前の案件 " + of.previous + "）");
    if (of.purpose == Purpose::ClassChange)
        text += line("申請の種類", "区分 " + of.aims_at + " への申請（前の案件 " + of.previous + "）");
    text += file_lines(of);
    if (edition && edition->process && of.stage == Stage::Received) {
        for (const edition::Gate& gate : edition->process->gates)
            text += line(label_of(gate.kind), std::string(label_of(state_of(*edition, gate, of, now))));
    }
    if (of.invoice)
        text += line("申請料", invoice_text(*of.invoice));
    if (of.decision)
        text += line("決定", decision_text(edition, *of.decision) + (of.notified ? "（通知済み）" : "（未通知）"));
    if (of.certificate)
        text += line("証書", certificate_text(*of.certificate));
    if (edition) {
        for (const Deadline& deadline : deadlines_of(*edition, of, now))
            text += line("期限", std::string(label_of(deadline.what)) + " " + base::to_japanese(deadline.until) +
                                     (now > deadline.until ? "（過ぎています）" : ""));
    }
    if (!of.erased.empty())
        text += line("消去", "個人に関わる内容が消去された出来事 " + std::to_string(of.erased.size()) + "件");
    return text;
}

}
