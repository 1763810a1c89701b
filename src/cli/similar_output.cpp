#include "cli/similar_output.h"

#include "base/json.h"
#include "base/utf8.h"

#include <cmath>
#include <map>

namespace kenkei::cli {

namespace {

using OfQuestion = SimilarReport::OfQuestion;

std::string percent(double share)
{
    return std::to_string(std::lround(share * 100)) + "%";
}

base::Decimal thousandths(double share)
{
    const std::string digits = std::to_string(std::lround(share * 1000));
    return *base::Decimal::parse(digits + "E-3");
}

std::string words(const std::string& text, std::uint32_t begin, std::uint32_t end)
{
    return base::to_utf8(base::to_code_points(text).substr(begin, end - begin));
}

std::string place(const ApplicantText& text, std::uint32_t begin, std::uint32_t end)
{
    return "    " + text.application + "  " + std::to_string(begin + 1) + "～" + std::to_string(end) + "字目「" +
           base::printable(words(text.text, begin, end)) + "」\n";
}

std::string name_of(const edition::Question& question)
{
    return question.no.empty() ? question.label : question.no + " " + question.label;
}

std::string passages_text(const OfQuestion& of, const desk::SimilarPair& pair)
{
    std::string text;
    for (const desk::Passage& passage : pair.passages)
        text += place(of.texts[pair.first], passage.first_begin, passage.first_end) +
                place(of.texts[pair.second], passage.second_begin, passage.second_end);
    return text;
}

std::string pair_text(const OfQuestion& of, const desk::SimilarPair& pair)
{
    return "  " + of.texts[pair.first].application + " と " + of.texts[pair.second].application +
           ": 同じ言い回しが、合わせた全体の " + percent(pair.jaccard) + "、少ない方の " + percent(pair.containment) +
           "。\n" + passages_text(of, pair);
}

// A text that hundreds have copied as a whole is shown once, with the first of them beside it.
std::string same_texts(const OfQuestion& of, const desk::SimilarCluster& cluster)
{
    std::map<std::size_t, std::vector<const desk::SimilarPair*>> by_first;
    for (const desk::SimilarPair& pair : cluster.pairs) {
        if (pair.whole)
            by_first[pair.first].push_back(&pair);
    }
    std::string text;
    for (const auto& [first, pairs] : by_first) {
        text += "  " + of.texts[first].application + " と全体が同じもの（字の幅、数字、空白、句読点のほかは）: ";
        for (const desk::SimilarPair* pair : pairs)
            text += (pair == pairs.front() ? "" : "、") + of.texts[pair->second].application;
        text += "\n" + passages_text(of, *pairs.front());
    }
    return text;
}

std::string cluster_text(const OfQuestion& of, const desk::SimilarCluster& cluster, std::size_t number)
{
    std::string text = "\n" + std::to_string(number) + "組目  " + name_of(*of.question) + "  " +
                       std::to_string(cluster.texts.size()) + "件: ";
    for (std::size_t i = 0; i < cluster.texts.size(); ++i)
        text += (i == 0 ? "" : "、") + of.texts[cluster.texts[i]].application;
    text += "\n" + same_texts(of, cluster);
    for (const desk::SimilarPair& pair : cluster.pairs)
        text += pair.whole ? std::string() : pair_text(of, pair);
    return text;
}

void write_pair(base::json::Writer& out, const OfQuestion& of, const desk::SimilarPair& pair)
{
    out.begin_object().member("first", of.texts[pair.first].application);
    out.member("second", of.texts[pair.second].application).key("whole").boolean(pair.whole);
    out.key("jaccard").number(thousandths(pair.jaccard)).key("containment").number(thousandths(pair.containment));
    out.key("passages").begin_array();
    for (const desk::Passage& passage : pair.passages) {
        out.begin_object().key("first").begin_array().number(passage.first_begin).number(passage.first_end).end_array();
        out.key("second").begin_array().number(passage.second_begin).number(passage.second_end).end_array();
        out.member("words", words(of.texts[pair.first].text, passage.first_begin, passage.first_end)).end_object();
    }
    out.end_array().end_object();
}

void write_cluster(base::json::Writer& out, const OfQuestion& of, const desk::SimilarCluster& cluster)
{
    out.begin_object().member("question", of.question->id).key("texts").begin_array();
    for (std::size_t index : cluster.texts) {
        const ApplicantText& text = of.texts[index];
        out.begin_object().member("id", text.application).member("text", text.text).end_object();
    }
    out.end_array().key("pairs").begin_array();
    for (const desk::SimilarPair& pair : cluster.pairs)
        write_pair(out, of, pair);
    out.end_array().end_object();
}

}

std::string to_text(const SimilarReport& report)
{
    std::string text = report.edition + ": 申請 " + std::to_string(report.applications) + "件（法人 " +
                       std::to_string(report.firms) + "）の文章を比べました。\n";
    std::string clusters;
    std::size_t number = 0;
    for (const OfQuestion& of : report.questions) {
        text += "  " + name_of(*of.question) + ": 比べた文章 " + std::to_string(of.similar.compared) +
                "、短くて比べないもの " + std::to_string(of.similar.too_short) + "、年度版の文言だけのもの " +
                std::to_string(of.similar.schemes_own) + "\n";
        for (const desk::SimilarCluster& cluster : of.similar.clusters)
            clusters += cluster_text(of, cluster, ++number);
    }
    if (number == 0)
        return text + "似た文章は見つかりませんでした。\n";
    return text + "似た文章は " + std::to_string(number) +
           "組あります。写したものかどうかは、同じ部分を見て、人が決めてください。\n" + clusters;
}

std::string to_json(const SimilarReport& report)
{
    base::json::Writer out(base::json::Writer::Layout::Indented);
    out.begin_object().member("edition", report.edition).key("threshold").number(thousandths(report.threshold));
    out.key("applications").number(static_cast<std::int64_t>(report.applications));
    out.key("firms").number(static_cast<std::int64_t>(report.firms)).key("questions").begin_array();
    for (const OfQuestion& of : report.questions) {
        out.begin_object().member("id", of.question->id);
        out.key("compared").number(static_cast<std::int64_t>(of.similar.compared));
        out.key("too_short").number(static_cast<std::int64_t>(of.similar.too_short));
        out.key("schemes_own").number(static_cast<std::int64_t>(of.similar.schemes_own)).end_object();
    }
    out.end_array().key("clusters").begin_array();
    for (const OfQuestion& of : report.questions) {
        for (const desk::SimilarCluster& cluster : of.similar.clusters)
            write_cluster(out, of, cluster);
    }
    out.end_array().end_object();
    return out.take() + "\n";
}

}
