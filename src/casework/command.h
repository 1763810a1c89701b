#pragma once

#include "casework/event.h"

namespace kenkei::casework {

// What somebody wants to do: the verbs of the office. What follows from the rules (due dates, periods, sums) is not
// given but worked out by act().

struct OpenDraft {
    std::string number; // 法人番号
    std::string name;
    std::string aims_at;     // a class: application within the period of a certificate for another class
    bool as_written = false; // the number is the applicant's own, from its form: its check digit is a finding
    // Of an application on paper that the office enters later: in the period is what arrived in it.
    std::optional<base::Timestamp> arrived = {};
};
struct Renew {       // on a new case, as OpenDraft
    CaseId previous; // which holds the certificate
    std::string number;
    std::string name;
};
struct Save {
    std::string answers; // JSON object
};
struct Submit {
    base::Timestamp arrived; // of the last byte
    FileRef file;
    Applicant applicant;
    std::string answers;
    Judged judged;
    std::vector<FileRef> scans = {}; // of an application on paper, as it was handed in
};
struct Receive {
    Judged judged;
};
struct RequestCorrection {
    std::vector<std::string> questions;
    base::Date due;
    std::string message;
};
struct ReturnCorrection {
    std::vector<std::string> changed; // ids of questions whose answers differ (answers_that_differ)
    FileRef file;
    Applicant applicant;
    std::string answers;
    Judged judged;
};
struct RequestEvidence {
    std::vector<std::string> questions;
    std::string message;
};
struct SupplyEvidence {
    std::vector<FileRef> files;
};
struct IssueInvoice {
    std::string invoice;
};
struct RecordPayment {
    std::int64_t amount = 0;
    base::Timestamp paid;
    std::string payer;
};
struct InquireInsurer {
    std::string insurer;
    std::optional<base::Date> due;
};
struct RecordInsurerReply {
    bool confirmed = false;
    std::vector<std::string> contradictions;
    std::string known;
    Judged judged;
    std::string note;
};
struct Screen {
    bool passed = false; // as the office sees it
    std::vector<std::string> grounds;
    Judged judged;
    std::string note;
};
struct ReferToBody {
    std::string list;
};
struct RecordResolution {
    base::Date on;
    Result result = Result::Refused;
    std::string class_id;
    std::string reason;
};
struct Decide {
    Result result = Result::Refused;
    std::string class_id;
    base::Date on;
    std::string reason;
};
struct Notify {};
struct Certify {
    std::string certificate;
};
struct ReportChange {
    std::vector<std::string> fields;
    Applicant applicant;
    std::string detail;
};
struct Withdraw {
    std::string reason;
};
struct ReturnCertificate {
    base::Date on;
    std::string reason;
};
struct Revoke {
    std::string ground;
    base::Date on;
    std::string reason;
};
struct Supersede { // by the office itself, when the certificate of another case of the firm begins
    std::string by;
    base::Date to;
};
struct TakeOver {
    std::string number;
    std::string certificate;
    std::string class_id;
    base::Date decided;
    base::Date from;
    std::optional<base::Date> to; // where the record says so; else by the edition's term
    std::string record;
    Applicant applicant;
};
struct ErasePayloads {
    std::vector<std::int64_t> events;
    std::string list;
};

using Command = std::variant<OpenDraft, Renew, Save, Submit, Receive, RequestCorrection, ReturnCorrection,
                             RequestEvidence, SupplyEvidence, IssueInvoice, RecordPayment, InquireInsurer,
                             RecordInsurerReply, Screen, ReferToBody, RecordResolution, Decide, Notify, Certify,
                             ReportChange, Withdraw, ReturnCertificate, Revoke, Supersede, TakeOver, ErasePayloads>;

std::string_view name_of(const Command&);  // open_draft, … : the verb
std::string_view label_of(const Command&); // 申請の開始, …

}
