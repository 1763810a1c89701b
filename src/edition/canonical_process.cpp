#include "edition/canonical_process.h"

namespace kenkei::edition {

using base::json::Writer;

namespace {

void write_source(Writer& out, const Source& source, const std::string& note)
{
    out.member("source", source.text());
    if (!note.empty())
        out.member("note", note);
}

void write_source(Writer& out, const Clause& clause)
{
    write_source(out, clause.source, clause.note);
}

void write_clause(Writer& out, std::string_view key, const std::optional<Clause>& clause)
{
    if (!clause)
        return;
    out.key(key).begin_object();
    write_source(out, *clause);
    out.end_object();
}

void write_term(Writer& out, const Term& term)
{
    out.key("term").begin_object().key("years").number(term.years);
    if (!term.exceptions.empty()) {
        out.key("exceptions").begin_array();
        for (const Term::Exception& exception : term.exceptions) {
            out.begin_object().member("from", base::to_iso(exception.from)).key("years").number(exception.years);
            write_source(out, exception.source, exception.note);
            out.end_object();
        }
        out.end_array();
    }
    write_source(out, term.source, term.note);
    out.end_object();
}

void write_applicant(Writer& out, const Edition& edition, const ApplicantFields& fields)
{
    const auto one = [&](std::string_view key, int question) {
        if (question >= 0)
            out.member(key, edition.questions[static_cast<std::size_t>(question)].id);
    };
    const auto all = [&](std::string_view key, const std::vector<std::size_t>& questions) {
        if (questions.empty())
            return;
        out.key(key).begin_array();
        for (std::size_t question : questions)
            out.string(edition.questions[question].id);
        out.end_array();
    };
    out.key("applicant").begin_object();
    one("number", fields.number);
    one("code", fields.code);
    one("name", fields.name);
    one("kana", fields.kana);
    all("phones", fields.phones);
    all("persons", fields.persons);
    all("mails", fields.mails);
    out.end_object();
}

void write_gates(Writer& out, const std::vector<Gate>& gates)
{
    out.key("gates").begin_array();
    for (const Gate& gate : gates) {
        out.begin_object().member("gate", name_of(gate.kind));
        if (!gate.by.empty())
            out.member("by", gate.by);
        write_source(out, gate.clause);
        out.end_object();
    }
    out.end_array();
}

}

void write_evidence(Writer& out, const Edition& edition)
{
    if (!edition.evidence)
        return;
    const EvidenceRule& rule = *edition.evidence;
    out.key("evidence").begin_object().key("keep_years").number(rule.keep_years);
    out.key("answer_within_days").number(rule.answer_within_days);
    if (rule.days != DayCount::Calendar)
        out.member("days", name_of(rule.days));
    write_source(out, rule.source, rule.note);
    out.end_object();
}

void write_validity(Writer& out, const Edition& edition)
{
    if (!edition.validity)
        return;
    const Validity& validity = *edition.validity;
    out.key("validity").begin_object();
    if (validity.from)
        out.member("from", base::to_iso(*validity.from));
    out.member("to", base::to_iso(validity.to));
    write_source(out, validity.source, validity.note);
    if (validity.term)
        write_term(out, *validity.term);
    write_clause(out, "renewal", validity.renewal);
    write_clause(out, "class_change", validity.class_change);
    out.end_object();
}

void write_process(Writer& out, const Edition& edition)
{
    if (!edition.process)
        return;
    const Process& process = *edition.process;
    out.key("process").begin_object();
    write_applicant(out, edition, process.applicant);
    write_clause(out, "submission", process.submission);
    write_clause(out, "no_delegates", process.no_delegates);
    write_clause(out, "shared_code", process.shared_code);
    write_clause(out, "no_second_answer", process.no_second_answer);
    if (!process.exclusive.empty()) {
        out.key("exclusive").begin_array();
        for (const Process::Exclusive& one : process.exclusive) {
            out.begin_object().member("scheme", one.scheme);
            write_source(out, one.clause);
            out.end_object();
        }
        out.end_array();
    }
    write_gates(out, process.gates);
    out.key("decision").begin_object().member("by", process.decided_by);
    write_source(out, process.decision);
    out.end_object();
    if (!process.revocation.empty()) {
        out.key("revocation").begin_object();
        for (const Ground& ground : process.revocation) {
            out.key(ground.id).begin_object().member("label", ground.label);
            write_source(out, ground.clause);
            out.end_object();
        }
        out.end_object();
    }
    out.end_object();
}

}
