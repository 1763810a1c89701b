#include "office/case_view.h"

#include "casework/story.h"

namespace kenkei::office {

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

// The same of what the insurer knows.
void write_inquiry(base::json::Writer& out, const base::json::Value& inquiry)
{
    out.begin_object();
    for (const auto& [name, value] : inquiry.members) {
        out.key(name);
        if (name == "known")
            write_opened(out, value);
        else
            out.value(value);
    }
    out.end_object();
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

namespace {

// What an insurer is asked: the questions whose answers it is shown, and the facts that it may tell as `known`.
void write_asked(base::json::Writer& out, const edition::Edition& edition)
{
    out.key("asked").begin_object().key("questions").begin_array();
    for (const edition::Question* question : asked_of_insurer(edition)) {
        out.begin_object().member("id", question->id).member("no", question->no);
        out.member("label", question->label).end_object();
    }
    out.end_array().key("facts").begin_array();
    for (const edition::KnownFacts& facts : edition.known) {
        if (facts.id != "insurer")
            continue;
        for (const auto& [field, type] : facts.fields)
            out.begin_object().member("id", field).member("type", edition::name_of(type)).end_object();
    }
    out.end_array().end_object();
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
            else if (name == "inquiry" && value.kind == base::json::Kind::Object)
                write_inquiry(out, value);
            else
                out.value(value);
        }
    }
    out.member("stage_label", casework::label_of(seen.stage));
    out.member("role", access::name_of(role));
    write_deadlines(out, edition, seen, now);
    write_actions(out, seen, role);
    if (access::sight_of(role) == access::Sight::Inquiry)
        write_asked(out, edition);
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
    const auto instant = [&](std::string_view name, const std::string& utc) {
        const auto read = base::read_timestamp(utc);
        text(name, read.ok() ? base::to_legal(*read) : utc);
    };
    out.begin_object();
    out.member("id", row.id.text).member("edition", row.edition).member("number", row.firm);
    text("code", row.code);
    out.member("stage", casework::name_of(row.stage)).member("stage_label", casework::label_of(row.stage));
    text("result", row.result);
    text("class", row.class_id);
    out.member("name", row.name).member("kana", row.kana);
    instant("opened", row.opened_at);
    instant("submitted", row.submitted_at);
    instant("changed", row.changed_at);
    text("certificate", row.certificate);
    text("valid_from", row.valid_from);
    text("valid_to", row.valid_to);
    text("insurer", row.insurer);
    out.key("versions");
    if (row.versions < 0)
        out.null();
    else
        out.number(row.versions);
    out.end_object();
}

}
