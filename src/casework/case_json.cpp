#include "base/json.h"
#include "casework/event_format.h"
#include "casework/story.h"

namespace kenkei::casework {

namespace {

using base::json::Writer;

// Members of to_json. A part that is not there is null; what events hold is written with the names of their format.
class CaseWriter {
public:
    std::string write(const Case& of)
    {
        m_out.begin_object();
        text("id", of.id.text).text("edition", of.edition).text("number", of.number);
        text("purpose", name_of(of.purpose)).text("previous", of.previous).text("aims_at", of.aims_at);
        text("stage", name_of(of.stage));
        instant("opened", of.opened).instant("changed", of.changed).number("last_event", of.last_event);
        part("applicant", of.applicant).text("answers", of.answers).text("submitted", of.submitted);
        m_out.key("submissions").begin_array();
        for (const Case::Submission& submission : of.submissions)
            write_submission(submission);
        m_out.end_array();
        number("counts", of.counts).part("judged", of.judged).part("closing", of.closing);
        each("correction", of.correction,
             [&](const Correction& one) { texts("questions", one.questions).day("due", one.due); });
        each("evidence", of.evidence, [&](const Evidence& one) { write_evidence(one); });
        each("invoice", of.invoice, [&](const Invoice& one) { write_invoice(one); });
        each("inquiry", of.inquiry, [&](const Inquiry& one) { write_inquiry(one); });
        part("screened", of.screened).part("referred", of.referred).part("resolution", of.resolution);
        part("decision", of.decision).truth("notified", of.notified).truth("taken_over", of.taken_over);
        each("certificate", of.certificate, [&](const Certificate& one) { write_certificate(one); });
        m_out.key("erased").begin_array();
        for (const std::int64_t event : of.erased)
            m_out.number(event);
        m_out.end_array();
        m_out.end_object();
        return m_out.take();
    }

private:
    CaseWriter& text(std::string_view name, std::string_view value)
    {
        m_out.member(name, value);
        return *this;
    }
    CaseWriter& number(std::string_view name, std::int64_t value)
    {
        m_out.key(name).number(value);
        return *this;
    }
    CaseWriter& truth(std::string_view name, bool value)
    {
        m_out.key(name).boolean(value);
        return *this;
    }
    CaseWriter& instant(std::string_view name, base::Timestamp at) { return text(name, base::to_legal(at)); }
    CaseWriter& day(std::string_view name, base::Date date) { return text(name, base::to_iso(date)); }
    CaseWriter& texts(std::string_view name, const std::vector<std::string>& values)
    {
        m_out.key(name);
        value_of(values);
        return *this;
    }
    template<typename T>
    CaseWriter& part(std::string_view name, const T& value)
    {
        m_out.key(name);
        value_of(value);
        return *this;
    }
    template<typename T>
    void each(std::string_view name, const std::optional<T>& value, auto write_members)
    {
        m_out.key(name);
        if (!value) {
            m_out.null();
            return;
        }
        m_out.begin_object();
        write_members(*value);
        m_out.end_object();
    }

    void write_submission(const Case::Submission& submission)
    {
        m_out.begin_object();
        number("version", submission.version).instant("arrived", submission.arrived).part("file", submission.file);
        part("judged", submission.judged).number("event", submission.event);
        if (!submission.scans.empty())
            part("scans", submission.scans);
        m_out.end_object();
    }
    void write_evidence(const Evidence& evidence)
    {
        constexpr std::string_view states[] = {"waiting", "supplied", "late"};
        texts("questions", evidence.questions).day("due", evidence.due);
        text("state", states[static_cast<std::size_t>(evidence.state)]).truth("late_before", evidence.late_before);
    }
    void write_invoice(const Invoice& invoice)
    {
        text("number", invoice.number).number("amount", invoice.amount);
        part("due", invoice.due).number("paid", invoice.paid).number("in_time", invoice.in_time);
        truth("settled", invoice.settled);
    }
    void write_inquiry(const Inquiry& inquiry)
    {
        text("insurer", inquiry.insurer).part("due", inquiry.due).truth("replied", inquiry.replied);
        truth("confirmed", inquiry.confirmed).texts("contradictions", inquiry.contradictions);
        text("known", inquiry.known);
    }
    void write_certificate(const Certificate& certificate)
    {
        constexpr std::string_view ends[] = {"none", "returned", "revoked"};
        text("number", certificate.number).text("class", certificate.class_id);
        day("from", certificate.from).day("to", certificate.to);
        text("end", ends[static_cast<std::size_t>(certificate.end)]).part("ended", certificate.ended);
    }

    void value_of(const std::string& value) { m_out.string(value); }
    void value_of(std::int64_t value) { m_out.number(value); }
    void value_of(bool value) { m_out.boolean(value); }
    void value_of(base::Date date) { m_out.string(base::to_iso(date)); }
    void value_of(base::Timestamp at) { m_out.string(base::to_legal(at)); }
    void value_of(Result result) { m_out.string(name_of(result)); }
    void value_of(edition::Outcome outcome) { m_out.string(edition::word_of(outcome)); }
    template<typename T>
    void value_of(const std::vector<T>& values)
    {
        m_out.begin_array();
        for (const T& value : values)
            value_of(value);
        m_out.end_array();
    }
    template<typename T>
    void value_of(const std::optional<T>& value)
    {
        if (value)
            value_of(*value);
        else
            m_out.null();
    }
    template<typename T>
    requires requires { format_of<T>.fields; }
    void value_of(const T& whole)
    {
        m_out.begin_object();
        each_field<T>([&](const auto& field) {
            m_out.key(field.name);
            value_of(whole.*field.member);
        });
        m_out.end_object();
    }

    Writer m_out;
};

}

std::string to_json(const Case& of)
{
    return CaseWriter{}.write(of);
}

}
