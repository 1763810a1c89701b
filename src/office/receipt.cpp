#include "office/receipt.h"

#include <algorithm>

namespace kenkei::office {

namespace {

constexpr std::size_t most_in_answer = 20;
constexpr std::size_t most_in_mail = 10;

std::size_t count_of(std::span<const answers::Finding> findings, edition::Severity severity)
{
    return static_cast<std::size_t>(
        std::count_if(findings.begin(), findings.end(),
                      [&](const answers::Finding& finding) { return finding.severity == severity; }));
}

std::string where_of(const edition::Edition& edition, const answers::Finding& finding)
{
    const edition::Question* question = edition.find_question(finding.question);
    if (!question)
        return finding.question;
    return question->no.empty() ? question->label : question->no + " " + question->label;
}

}

void write_findings(base::json::Writer& out, const edition::Edition& edition,
                    std::span<const answers::Finding> findings)
{
    const auto number = [&](std::string_view name, std::size_t count) {
        out.key(name).number(static_cast<std::int64_t>(count));
    };
    out.begin_object();
    number("count", findings.size());
    number("errors", count_of(findings, edition::Severity::Error));
    number("warnings", count_of(findings, edition::Severity::Warning));
    out.key("first").begin_array();
    for (const answers::Finding& finding : findings.first(std::min(findings.size(), most_in_answer))) {
        out.begin_object().member("code", finding.code).member("severity", edition::name_of(finding.severity));
        out.member("question", finding.question).member("where", where_of(edition, finding));
        out.member("message", finding.message).member("next", finding.next).member("source", finding.source);
        out.end_object();
    }
    out.end_array().end_object();
}

std::string findings_in_words(const edition::Edition& edition, std::span<const answers::Finding> findings)
{
    constexpr std::string_view no_outcome = "これは記入の確認で、審査の結果ではありません。\n";
    if (findings.empty())
        return "\n記入について、確かめていただく点は見つかりませんでした。" + std::string(no_outcome);
    std::string text = "\n記入について、確かめていただきたい点が" + std::to_string(findings.size()) + "件あります。\n";
    for (const answers::Finding& finding : findings.first(std::min(findings.size(), most_in_mail))) {
        const edition::Question* question = edition.find_question(finding.question);
        const bool says_where = !question || finding.message.find(question->name()) != std::string::npos;
        text += "・" + (says_where ? "" : where_of(edition, finding) + "：") + finding.message + finding.next + "\n";
    }
    if (findings.size() > most_in_mail)
        text += "ほか" + std::to_string(findings.size() - most_in_mail) + "件\n";
    return text + std::string(no_outcome);
}

}
