#include "office/case_view.h"

#include "casework/event_json.h"
#include "casework/story.h"

#include <algorithm>

namespace kenkei::office {

using access::Sight;
using casework::Stage;

namespace {

// What an insurer is asked to confirm: the questions that rules read beside the insurer's own register.
std::vector<std::string> questions_of_insurer(const edition::Edition& edition)
{
    std::vector<std::string> ids;
    for (const edition::Item& item : edition.items) {
        if (!item.met.tree || item.met.text.find("known.insurer") == std::string::npos)
            continue;
        for (const int slot : edition::slots_behind(edition, *item.met.tree, edition::Reach::Deep)) {
            const edition::Question* question = edition.question_at(slot);
            if (question && std::find(ids.begin(), ids.end(), question->id) == ids.end())
                ids.push_back(question->id);
        }
    }
    return ids;
}

std::string only(const std::string& answers, const std::vector<std::string>& ids)
{
    auto parsed = base::json::parse(answers);
    if (!parsed.ok())
        return "";
    std::erase_if(parsed->members, [&](const base::json::Member& member) {
        return std::find(ids.begin(), ids.end(), member.first) == ids.end();
    });
    base::json::Writer out;
    out.value(*parsed);
    return out.take();
}

// Who it is and how far: what every role sees that sees anything.
Case outline_of(const Case& of)
{
    Case seen;
    seen.id = of.id;
    seen.edition = of.edition;
    seen.number = of.number;
    seen.purpose = of.purpose;
    seen.stage = of.stage;
    seen.opened = of.opened;
    seen.changed = of.changed;
    seen.last_event = of.last_event;
    seen.applicant.number = of.applicant.number;
    seen.applicant.name = of.applicant.name;
    seen.applicant.kana = of.applicant.kana;
    seen.notified = of.notified;
    seen.taken_over = of.taken_over;
    return seen;
}

Case for_insurer(const edition::Edition& edition, const Case& of)
{
    Case seen = outline_of(of);
    seen.stage = is_told(of) || of.stage != Stage::Decided ? of.stage : Stage::Received;
    seen.submitted = only(of.submitted, questions_of_insurer(edition));
    seen.inquiry = of.inquiry;
    return seen;
}

Case for_partner(const Case& of)
{
    Case seen = outline_of(of);
    if (!is_told(of) && of.stage == Stage::Decided)
        seen.stage = Stage::Received;
    seen.certificate = of.certificate;
    return seen;
}

Case for_firm(const Case& of)
{
    Case seen = of;
    seen.screened.reset();
    seen.referred.reset();
    seen.resolution.reset();
    if (seen.inquiry)
        seen.inquiry->known.clear();
    if (is_told(of))
        return seen;
    seen.decision.reset();
    seen.decided_on.reset();
    if (seen.closing)
        seen.judged = seen.closing; // a later one tells what the insurer said
    if (seen.stage == Stage::Decided)
        seen.stage = Stage::Received;
    if (seen.inquiry) {
        seen.inquiry->confirmed = false;
        seen.inquiry->contradictions.clear();
    }
    return seen;
}

bool is_of_the_office(const casework::Happening& what)
{
    return std::holds_alternative<casework::Screened>(what) || std::holds_alternative<casework::Referred>(what) ||
           std::holds_alternative<casework::ResolutionRecorded>(what) ||
           std::holds_alternative<casework::InsurerReplied>(what);
}

}

bool is_told(const Case& of)
{
    return of.notified || of.certificate.has_value();
}

Case seen_by(Sight sight, const edition::Edition& edition, const Case& of)
{
    switch (sight) {
    case Sight::Office:
        return of;
    case Sight::Firm:
        return for_firm(of);
    case Sight::Inquiry:
        return for_insurer(edition, of);
    case Sight::Stage:
        return for_partner(of);
    case Sight::Nothing:
        break;
    }
    return {};
}

std::vector<casework::Event> seen_by(Sight sight, const Case& of, std::vector<casework::Event> events)
{
    if (sight == Sight::Office)
        return events;
    if (sight != Sight::Firm)
        return {};
    std::erase_if(events, [&](const casework::Event& event) {
        return is_of_the_office(event.what) || (!is_told(of) && std::holds_alternative<casework::Decided>(event.what));
    });
    return events;
}

store::CaseRow seen_by(Sight sight, store::CaseRow row)
{
    if (sight == Sight::Office)
        return row;
    // A row does not say whether the result was told: until the certificate it is shown as under review.
    if (row.stage == Stage::Decided)
        row.stage = Stage::Received;
    if (row.certificate.empty()) {
        row.result.clear();
        row.class_id.clear();
    }
    if (sight != Sight::Firm) {
        row.code.clear();
        row.submitted_at.clear();
        row.versions = 0;
    }
    if (sight == Sight::Stage)
        row.insurer.clear();
    row.head_hash.clear();
    return row;
}

namespace {

// {"answers": "{…}"} holds JSON as a text, as events do; here it is an object.
void write_opened(base::json::Writer& out, const base::json::Value& value)
{
    if (value.kind == base::json::Kind::String && !value.text.empty()) {
        if (const auto opened = base::json::parse(value.text); opened.ok()) {
            out.value(*opened);
            return;
        }
    }
    out.null();
}

void write_deadlines(base::json::Writer& out, const edition::Edition& edition, const Case& seen, base::Timestamp now)
{
    out.key("deadlines").begin_array();
    for (const casework::Deadline& deadline : casework::deadlines_of(edition, seen, now)) {
        out.begin_object();
        out.member("label", casework::label_of(deadline.what));
        out.member("until", base::to_legal(deadline.until));
        out.end_object();
    }
    out.end_array();
}

struct Offered {
    access::Operation operation;
    casework::Command command;
};

// What a page offers: verbs that the role has and the stage lets through.
void write_actions(base::json::Writer& out, const Case& seen, access::Role role)
{
    using access::Operation;
    static const Offered offered[] = {
        {Operation::SaveDraft, casework::Save{}},
        {Operation::Submit, casework::Submit{}},
        {Operation::Receive, casework::Receive{}},
        {Operation::RequestCorrection, casework::RequestCorrection{}},
        {Operation::ReturnCorrection, casework::ReturnCorrection{}},
        {Operation::RequestEvidence, casework::RequestEvidence{}},
        {Operation::SupplyEvidence, casework::SupplyEvidence{}},
        {Operation::IssueInvoice, casework::IssueInvoice{}},
        {Operation::RecordPayment, casework::RecordPayment{}},
        {Operation::InquireInsurer, casework::InquireInsurer{}},
        {Operation::ReplyToInquiry, casework::RecordInsurerReply{}},
        {Operation::Screen, casework::Screen{}},
        {Operation::ReferToBody, casework::ReferToBody{}},
        {Operation::RecordResolution, casework::RecordResolution{}},
        {Operation::Decide, casework::Decide{}},
        {Operation::Notify, casework::Notify{}},
        {Operation::Certify, casework::Certify{}},
        {Operation::ReportChange, casework::ReportChange{}},
        {Operation::Withdraw, casework::Withdraw{}},
        {Operation::ReturnCertificate, casework::ReturnCertificate{}},
        {Operation::Revoke, casework::Revoke{}},
    };
    const auto hand = access::hand_of(role);
    out.key("actions").begin_array();
    for (const Offered& one : offered) {
        if (hand && access::whose(one.operation, role) != access::Whose::Nobody &&
            casework::may(seen, one.command, *hand))
            out.string(access::name_of(one.operation));
    }
    out.end_array();
}

}

std::string case_to_json(const edition::Edition& edition, const Case& seen, access::Role role, base::Timestamp now)
{
    const auto written = base::json::parse(casework::to_json(seen));
    base::json::Writer out;
    out.begin_object();
    if (written.ok()) {
        for (const auto& [name, value] : written->members) {
            out.key(name);
            if (name == "answers" || name == "submitted")
                write_opened(out, value);
            else
                out.value(value);
        }
    }
    out.member("stage_label", casework::label_of(seen.stage));
    out.member("role", access::name_of(role));
    write_deadlines(out, edition, seen, now);
    write_actions(out, seen, role);
    out.end_object();
    return out.take();
}

void write_row(base::json::Writer& out, const store::CaseRow& row)
{
    const auto text = [&](std::string_view name, const std::string& value) {
        out.key(name);
        if (value.empty())
            out.null();
        else
            out.string(value);
    };
    out.begin_object();
    out.member("id", row.id.text).member("edition", row.edition).member("number", row.firm);
    text("code", row.code);
    out.member("stage", casework::name_of(row.stage)).member("stage_label", casework::label_of(row.stage));
    text("result", row.result);
    text("class", row.class_id);
    out.member("name", row.name).member("kana", row.kana);
    text("opened", row.opened_at);
    text("submitted", row.submitted_at);
    text("changed", row.changed_at);
    text("certificate", row.certificate);
    text("valid_from", row.valid_from);
    text("valid_to", row.valid_to);
    text("insurer", row.insurer);
    out.key("versions").number(row.versions);
    out.end_object();
}

}
