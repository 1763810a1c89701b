#include "casework/case.h"

#include <algorithm>
#include <tuple>

namespace kenkei::casework {

namespace {

// Last in time: by arrival, then by version.
bool later(base::Timestamp arrived, std::int64_t version, const Case::Submission& than)
{
    return std::tuple(arrived, version) > std::tuple(than.arrived, than.version);
}

// What one event does to a case.
class Folding {
public:
    Folding(Case& into, const Event& event) : m_case(into), m_event(event) {}

    void operator()(const DraftOpened& what)
    {
        m_case.edition = what.edition;
        m_case.number = what.number;
        m_case.purpose = what.purpose;
        m_case.previous = what.previous;
        m_case.aims_at = what.aims_at;
        set_applicant({.number = what.number, .name = what.name});
        open(Stage::Draft);
    }
    void operator()(const Saved& what) { set_answers(what.answers); }
    void operator()(const Submitted& what)
    {
        const Case::Submission* last = counting_submission(m_case);
        const bool counts = !last || later(what.arrived, what.version, *last);
        m_case.submissions.push_back({.version = what.version,
                                      .arrived = what.arrived,
                                      .file = what.file,
                                      .judged = what.judged,
                                      .event = m_event.number,
                                      .scans = what.scans});
        m_case.stage = Stage::Submitted;
        if (!counts) // entered later, but arrived before the one that counts so far
            return;
        m_case.judged = what.judged;
        set_applicant(what.applicant);
        set_submitted(what.answers);
    }
    void operator()(const Received& what)
    {
        m_case.counts = what.version;
        m_case.judged = what.judged;
        m_case.closing = what.judged;
        // What was saved but not handed in before the closing does not count.
        m_case.answers = m_case.submitted;
        m_case.sources.answers = m_case.sources.submitted;
        m_case.stage = Stage::Received;
        m_case.received_on = day();
    }
    void operator()(const CorrectionRequested& what)
    {
        m_case.correction = Correction{.questions = what.questions, .due = what.due};
    }
    void operator()(const CorrectionReturned& what)
    {
        m_case.correction.reset();
        m_case.judged = what.judged;
        keep_file(Case::LaterFile::With::Correction, what.file);
        set_applicant(what.applicant);
        set_submitted(what.answers);
        // What was looked at is not what stands there now.
        m_case.screened.reset();
        m_case.sources.screened = 0;
        m_case.referred.reset();
        m_case.referred_on.reset();
        m_case.resolution.reset();
        m_case.sources.resolution = 0;
    }
    void operator()(const EvidenceRequested& what)
    {
        const bool late = is_late(m_case.evidence, day());
        m_case.evidence = Evidence{.questions = what.questions, .due = what.due, .late_before = late};
    }
    void operator()(const EvidenceSupplied& what)
    {
        if (m_case.evidence)
            m_case.evidence->state = what.in_time ? Evidence::State::Supplied : Evidence::State::Late;
        for (const FileRef& file : what.files)
            keep_file(Case::LaterFile::With::Evidence, file);
    }
    void operator()(const InvoiceIssued& what)
    {
        m_case.invoice = Invoice{.number = what.invoice, .amount = what.amount, .due = what.due};
    }
    void operator()(const PaymentRecorded& what)
    {
        if (!m_case.invoice)
            return;
        m_case.invoice->paid += what.amount;
        m_case.invoice->in_time = what.in_time;
        m_case.invoice->settled = what.settled;
    }
    void operator()(const InsurerInquired& what) { m_case.inquiry = Inquiry{.insurer = what.insurer, .due = what.due}; }
    void operator()(const InsurerReplied& what)
    {
        if (m_case.inquiry) {
            m_case.inquiry->replied = true;
            m_case.inquiry->confirmed = what.confirmed;
            m_case.inquiry->contradictions = what.contradictions;
            m_case.inquiry->known = what.known;
        }
        m_case.judged = what.judged;
    }
    void operator()(const Screened& what)
    {
        m_case.judged = what.judged;
        m_case.screened = what;
        m_case.sources.screened = m_event.number;
    }
    void operator()(const Referred& what)
    {
        m_case.referred = what;
        m_case.referred_on = day();
    }
    void operator()(const ResolutionRecorded& what)
    {
        m_case.resolution = what;
        m_case.sources.resolution = m_event.number;
    }
    void operator()(const Decided& what)
    {
        m_case.decision = what;
        m_case.sources.decision = m_event.number;
        m_case.decided_on = what.on;
        m_case.stage = Stage::Decided;
    }
    void operator()(const Notified&) { m_case.notified = true; }
    void operator()(const Certified& what)
    {
        m_case.certificate =
            Certificate{.number = what.certificate, .class_id = what.class_id, .from = what.from, .to = what.to};
        m_case.stage = Stage::Certified;
    }
    void operator()(const ChangeReported& what) { set_applicant(what.applicant); }
    void operator()(const Withdrawn&) { m_case.stage = Stage::Withdrawn; }
    void operator()(const CertificateReturned& what) { end_certificate(Certificate::End::Returned, what.on); }
    void operator()(const Revoked& what) { end_certificate(Certificate::End::Revoked, what.on); }
    void operator()(const Superseded& what)
    {
        if (m_case.certificate)
            m_case.certificate->to = what.to;
    }
    void operator()(const TakenOver& what)
    {
        m_case.edition = what.edition;
        m_case.number = what.number;
        m_case.taken_over = true;
        m_case.decided_on = what.decided;
        m_case.certificate =
            Certificate{.number = what.certificate, .class_id = what.class_id, .from = what.from, .to = what.to};
        set_applicant(what.applicant);
        open(Stage::Certified);
    }
    // Leaves what a fold over the erased records would: the same members empty.
    void operator()(const PayloadsErased& what)
    {
        const auto gone = [&](std::int64_t number) {
            return number != 0 && std::find(what.events.begin(), what.events.end(), number) != what.events.end();
        };
        const Case::Sources& from = m_case.sources;
        if (gone(from.applicant))
            m_case.applicant = {};
        if (gone(from.answers))
            m_case.answers.clear();
        if (gone(from.submitted))
            m_case.submitted.clear();
        for (Case::Submission& submission : m_case.submissions) {
            if (!gone(submission.event))
                continue;
            submission.file = {};
            submission.scans.clear();
        }
        std::erase_if(m_case.later_files, [&](const Case::LaterFile& one) { return gone(one.event); });
        if (gone(from.screened))
            m_case.screened->note.clear();
        if (gone(from.resolution))
            m_case.resolution->reason.clear();
        if (gone(from.decision))
            m_case.decision->reason.clear();
        m_case.erased.insert(m_case.erased.end(), what.events.begin(), what.events.end());
        std::sort(m_case.erased.begin(), m_case.erased.end());
    }

private:
    void open(Stage stage)
    {
        m_case.stage = stage;
        m_case.opened = m_event.at;
    }
    base::Date day() const { return base::date_in_japan(m_event.at); }
    void keep_file(Case::LaterFile::With with, const FileRef& file)
    {
        if (!file.sha256.empty()) // not erased
            m_case.later_files.push_back({.with = with, .event = m_event.number, .file = file});
    }
    void set_applicant(Applicant applicant)
    {
        m_case.applicant = std::move(applicant);
        m_case.sources.applicant = m_event.number;
    }
    void set_answers(const std::string& answers)
    {
        m_case.answers = answers;
        m_case.sources.answers = m_event.number;
    }
    void set_submitted(const std::string& answers)
    {
        set_answers(answers);
        m_case.submitted = answers;
        m_case.sources.submitted = m_event.number;
    }
    void end_certificate(Certificate::End end, base::Date on)
    {
        if (m_case.certificate) {
            m_case.certificate->end = end;
            m_case.certificate->ended = on;
        }
        m_case.stage = Stage::Ended;
    }

    Case& m_case;
    const Event& m_event;
};

}

bool Certificate::valid_on(base::Date day) const
{
    return from <= day && day <= to && (!ended || day < *ended);
}

const Case::Submission* counting_submission(const Case& of)
{
    const Case::Submission* found = nullptr;
    for (const Case::Submission& one : of.submissions) {
        if (of.counts > 0 ? one.version == of.counts : !found || later(one.arrived, one.version, *found))
            found = &one;
    }
    return found;
}

void apply(Case& into, const Event& event)
{
    std::visit(Folding(into, event), event.what);
    into.changed = event.at;
    into.last_event = event.number;
}

Case fold(CaseId id, std::span<const Event> events)
{
    Case result{.id = std::move(id)};
    for (const Event& event : events)
        apply(result, event);
    return result;
}

}
