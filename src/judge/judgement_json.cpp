#include "judge/judgement_json.h"

#include "base/json.h"
#include "judge/json_value.h"
#include "judge/proof.h"

namespace kenkei::judge {

using base::json::Writer;
using edition::Edition;

namespace {

void write_class(Writer& out, const Edition& edition, const ClassOutcome& outcome)
{
    if (const std::string id = class_id(edition, outcome); id.empty())
        out.null();
    else
        out.string(id);
}

void write_facts(Writer& out, const Edition& edition, const Judgement& judgement)
{
    out.key("facts").begin_object();
    for (const edition::ComputedValue& value : edition.values) {
        if (!value.fact)
            continue;
        out.key(value.id);
        write_value(out, judgement.answers.slots[static_cast<std::size_t>(value.slot)]);
    }
    out.end_object();
}

void write_items(Writer& out, const Edition& edition, const Judgement& judgement)
{
    out.key("items").begin_object();
    for (std::size_t i = 0; i < edition.items.size(); ++i)
        out.member(edition.items[i].id, edition::word_of(judgement.items[i]));
    out.end_object();
}

void write_requirements(Writer& out, const Edition& edition, const Judgement& judgement)
{
    out.key("requirements").begin_object();
    for (std::size_t i = 0; i < edition.requirements.size(); ++i) {
        const GroupOutcome& outcome = judgement.requirements[i];
        out.key(edition.requirements[i].id).begin_object().member("outcome", edition::word_of(outcome.outcome));
        out.key("have").number(static_cast<std::int64_t>(outcome.tally.met));
        out.key("need").number(static_cast<std::int64_t>(edition.requirements[i].need)).end_object();
    }
    out.end_object();
}

void write_titles(Writer& out, const Edition& edition, const Judgement& judgement)
{
    out.key("titles").begin_object();
    for (std::size_t i = 0; i < edition.titles.size(); ++i)
        out.member(edition.titles[i].id, edition::word_of(judgement.titles[i].outcome));
    out.end_object();
}

void write_classes(Writer& out, const Edition& edition, const Judgement& judgement)
{
    out.key("class");
    write_class(out, edition, judgement.reached);
    if (edition.classes.empty())
        return;
    out.key("class_possible");
    write_class(out, edition, judgement.possible);
}

void write_final(Writer& out, const Edition& edition, const Judgement& judgement, WithFinal with_final)
{
    if (with_final == WithFinal::No)
        return;
    const Final final = close(edition, judgement);
    out.member("final", final.passed ? "passed" : "refused").key("reasons").begin_array();
    for (const std::string& reason : final.reasons)
        out.string(reason);
    out.end_array();
}

void write_finding(Writer& out, const answers::Finding& finding, std::string_view cell)
{
    out.begin_object().member("code", finding.code).member("severity", edition::name_of(finding.severity));
    if (!finding.question.empty())
        out.member("question", finding.question);
    if (!cell.empty())
        out.member("cell", cell);
    out.member("message", finding.next.empty() ? finding.message : finding.message + finding.next);
    if (!finding.source.empty())
        out.member("source", finding.source);
    out.end_object();
}

void write_next(Writer& out, const Edition& edition, const Judgement& judgement)
{
    out.key("next").begin_array();
    for (const NextStep& step : judgement.next) {
        out.begin_object().member("requirement", edition.requirements[step.requirement].id);
        out.key("missing").number(static_cast<std::int64_t>(step.missing)).key("nearest").begin_array();
        for (const NearestItem& nearest : step.nearest) {
            out.begin_object().member("item", edition.items[nearest.item].id).key("questions").begin_array();
            for (std::size_t question : nearest.questions)
                out.string(edition.questions[question].id);
            out.end_array().end_object();
        }
        out.end_array().end_object();
    }
    out.end_array();
}

void write_proof(Writer& out, const Edition& edition, const Proof& proof, Places places)
{
    out.begin_object();
    if (!proof.computed)
        out.member("outcome", edition::word_of(proof.outcome));
    out.member("claim", proof.claim);
    if (!proof.remark.empty())
        out.member("remark", proof.remark);
    if (!proof.source.empty())
        out.member("source", proof.source);
    if (!proof.evidence.empty()) {
        out.key("evidence").begin_array();
        for (const Evidence& evidence : proof.evidence) {
            out.begin_object().member("name", evidence.name).member("value", evidence.value);
            if (const std::string_view cell = place_of(edition, edition.question_at(evidence.slot), places);
                !cell.empty())
                out.member("cell", cell);
            out.end_object();
        }
        out.end_array();
    }
    if (!proof.parts.empty()) {
        out.key("parts").begin_array();
        for (const Proof& part : proof.parts)
            write_proof(out, edition, part, places);
        out.end_array();
    }
    out.end_object();
}

}

std::string_view place_of(const Edition& edition, const edition::Question* question, Places places)
{
    if (!question)
        return {};
    const auto index = static_cast<std::size_t>(question - edition.questions.data());
    return index < places.size() ? std::string_view(places[index]) : std::string_view();
}

std::string_view place_of(const Edition& edition, const answers::Finding& finding, Places places)
{
    return places.empty() ? std::string_view() : place_of(edition, edition.find_question(finding.question), places);
}

std::string to_json(const Edition& edition, const Judgement& judgement, WithFinal with_final, Explain explain,
                    Places places)
{
    Writer out(Writer::Layout::Indented);
    out.begin_object().member("id", judgement.id).member("edition", edition.key()).member("digest", edition.digest);
    out.member("as_of", base::to_iso(judgement.as_of)).member("outcome", edition::word_of(judgement.outcome));
    write_classes(out, edition, judgement);
    write_final(out, edition, judgement, with_final);
    write_facts(out, edition, judgement);
    write_items(out, edition, judgement);
    write_requirements(out, edition, judgement);
    write_titles(out, edition, judgement);
    out.key("findings").begin_array();
    for (const answers::Finding& finding : judgement.answers.findings)
        write_finding(out, finding, place_of(edition, finding, places));
    out.end_array();
    write_next(out, edition, judgement);
    if (explain == Explain::Yes) {
        out.key("proof");
        write_proof(out, edition, prove(edition, judgement), places);
    }
    out.end_object();
    return out.take() + "\n";
}

std::string to_json_line(const Edition& edition, const Proof& proof)
{
    Writer out;
    write_proof(out, edition, proof, {});
    return out.take();
}

std::string to_json_line(const Edition& edition, const Judgement& judgement, WithFinal with_final, Explain explain)
{
    Writer out;
    out.begin_object().member("id", judgement.id).member("edition", edition.key());
    out.member("outcome", edition::word_of(judgement.outcome));
    write_classes(out, edition, judgement);
    write_final(out, edition, judgement, with_final);
    write_facts(out, edition, judgement);
    write_items(out, edition, judgement);
    write_requirements(out, edition, judgement);
    write_titles(out, edition, judgement);
    out.key("codes").begin_array();
    for (const answers::Finding& finding : judgement.answers.findings)
        out.string(finding.code);
    out.end_array();
    if (explain == Explain::Yes) {
        out.key("proof");
        write_proof(out, edition, prove(edition, judgement), {});
    }
    out.end_object();
    return out.take();
}

std::string class_and_final(const Edition& edition, const Judgement& judgement, WithFinal with_final)
{
    // The members of an object, without its braces and without the key of the first.
    Writer out;
    out.begin_object();
    write_classes(out, edition, judgement);
    write_final(out, edition, judgement, with_final);
    out.end_object();
    constexpr std::size_t opening = std::string_view("{\"class\":").size();
    const std::string& text = out.text();
    return text.substr(opening, text.size() - opening - 1);
}

std::string to_json_line(const base::Error& error)
{
    Writer out;
    out.begin_object();
    if (error.at.known() || error.file.empty()) {
        out.key("line").number(static_cast<std::int64_t>(error.at.line));
        out.key("column").number(static_cast<std::int64_t>(error.at.column));
    } else {
        out.member("file", error.file);
    }
    out.key("error").begin_object().member("code", error.code);
    out.member("message", error.way_out.empty() ? error.message : error.message + error.way_out);
    out.end_object().end_object();
    return out.take();
}

}
