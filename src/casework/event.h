#pragma once

#include "base/date.h"
#include "base/timestamp.h"
#include "casework/actor.h"
#include "edition/outcome.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace kenkei::casework {

// 案件番号: the edition's scheme and year, and a number of at least six digits: yuryo-sme-2025-000123.
struct CaseId {
    std::string text;
    auto operator<=>(const CaseId&) const = default;
};

// Why an application is made: for the first time, to keep a certificate, or for another class within its period.
enum class Purpose { New, Renewal, ClassChange };
std::string_view name_of(Purpose); // new, renewal, class-change
std::optional<Purpose> read_purpose(std::string_view word);

enum class Result { Recognised, Refused };
std::string_view name_of(Result); // recognised, refused
std::optional<Result> read_result(std::string_view word);

// What the rules said of the answers at one moment (judge::Judgement, as far as a case keeps it).
struct Judged {
    std::string digest; // of the edition
    base::Date as_of;
    edition::Outcome outcome = edition::Outcome::Undetermined;
    std::string class_id;                // "" where the edition has no classes or the class is open; "outside"
    bool passed = false;                 // with everything still open refused (judge::close)
    std::vector<std::string> reasons;    // judge::Final::reasons
    std::vector<std::string> unanswered; // ids of deciding questions that were asked and are blank
    std::vector<std::string> titles;     // met

    bool operator==(const Judged&) const = default;
};

// Who applies, as the answers say (edition::ApplicantFields). Personal but for the number.
struct Applicant {
    std::string number; // 法人番号
    std::string code;   // 受付コード
    std::string name;
    std::string kana;
    std::vector<std::string> phones;
    std::vector<std::string> persons;
    std::vector<std::string> mails;

    bool operator==(const Applicant&) const = default;
};

// A file as it was handed in, kept byte for byte.
struct FileRef {
    std::string sha256;
    std::string name; // as its sender called it
    std::int64_t size = 0;

    bool operator==(const FileRef&) const = default;
};

// What happened. Members marked P are personal: they are kept beside the event and may be erased (event_json.h); after
// that they are empty.

struct DraftOpened {
    std::string edition; // scheme/edition
    std::string number;  // 法人番号
    Purpose purpose = Purpose::New;
    std::string previous; // the case whose certificate is renewed or changed
    std::string aims_at;  // the class, for Purpose::ClassChange
    std::string name;     // P
    bool operator==(const DraftOpened&) const = default;
};
struct Saved {
    std::string answers; // P; JSON object
    bool operator==(const Saved&) const = default;
};
struct Submitted {
    std::int64_t version = 0; // 1 for the first
    base::Timestamp arrived;  // of the last byte
    Judged judged;
    FileRef file;        // P
    Applicant applicant; // P
    std::string answers; // P; JSON object
    // P; of an application on paper: what was handed in, where `file` is what was typed from it.
    std::vector<FileRef> scans = {};
    bool operator==(const Submitted&) const = default;
};
struct Received {
    std::int64_t version = 0; // of the submission that counts
    Judged judged;            // at the closing
    bool operator==(const Received&) const = default;
};
struct CorrectionRequested {
    std::vector<std::string> questions;
    base::Date due;
    std::string message; // P
    bool operator==(const CorrectionRequested&) const = default;
};
struct CorrectionReturned {
    std::vector<std::string> questions; // those whose answers changed
    Judged judged;
    FileRef file;        // P
    Applicant applicant; // P
    std::string answers; // P; all of them
    bool operator==(const CorrectionReturned&) const = default;
};
struct EvidenceRequested {
    std::vector<std::string> questions;
    base::Date due;      // its last day
    std::string message; // P
    bool operator==(const EvidenceRequested&) const = default;
};
struct EvidenceSupplied {
    bool in_time = true;
    std::vector<FileRef> files; // P
    bool operator==(const EvidenceSupplied&) const = default;
};
struct InvoiceIssued {
    std::string invoice;
    std::int64_t amount = 0; // 円, tax included
    std::optional<base::Timestamp> due;
    bool operator==(const InvoiceIssued&) const = default;
};
struct PaymentRecorded {
    std::int64_t amount = 0;  // 円
    base::Timestamp paid;     // when it arrived
    std::int64_t in_time = 0; // 円 that arrived in time so far, this payment included
    bool settled = false;     // the invoice is paid in time
    std::string payer;        // P
    bool operator==(const PaymentRecorded&) const = default;
};
struct InsurerInquired {
    std::string insurer; // number or name
    std::optional<base::Date> due;
    bool operator==(const InsurerInquired&) const = default;
};
struct InsurerReplied {
    bool confirmed = false;
    std::vector<std::string> contradictions; // known facts that the insurer gives otherwise than the applicant
    std::string known;                       // JSON object as `known` of an application document
    Judged judged;                           // with it
    std::string note;                        // P
    bool operator==(const InsurerReplied&) const = default;
};
struct Screened {
    bool passed = false;
    Judged judged;
    std::vector<std::string> grounds; // exclusive:<case>, shared-code:<case>, or words of the office
    std::string note;                 // P
    bool operator==(const Screened&) const = default;
};
struct Referred {
    std::string body;
    std::string list; // of which meeting or list
    bool operator==(const Referred&) const = default;
};
struct ResolutionRecorded {
    std::string body;
    base::Date on;
    Result result = Result::Refused;
    std::string class_id;
    std::string reason; // P; needed where it differs from the judgement
    bool operator==(const ResolutionRecorded&) const = default;
};
struct Decided {
    Result result = Result::Refused;
    std::string class_id;
    base::Date on;
    std::string by;                   // who: edition::Process::decided_by
    std::vector<std::string> grounds; // of a refusal: reasons of the judgement, unpaid, insurer:…, late-evidence, …
    bool differs = false;             // from what the judgement, the gates or the body said
    std::string reason;               // P; needed where it differs
    bool operator==(const Decided&) const = default;
};
struct Notified {
    Result result = Result::Refused;
    std::string address; // P
    bool operator==(const Notified&) const = default;
};
struct Certified {
    std::string certificate;
    std::string class_id;
    base::Date from;
    base::Date to;
    bool operator==(const Certified&) const = default;
};
struct ChangeReported {
    std::vector<std::string> fields; // name, kana, address, …
    Applicant applicant;             // P; after the change
    std::string detail;              // P
    bool operator==(const ChangeReported&) const = default;
};
struct Withdrawn {
    std::string reason; // P
    bool operator==(const Withdrawn&) const = default;
};
struct CertificateReturned {
    base::Date on;
    std::string reason; // P
    bool operator==(const CertificateReturned&) const = default;
};
struct Revoked {
    std::string ground; // edition::Ground::id
    base::Date on;
    std::string reason; // P
    bool operator==(const Revoked&) const = default;
};
// The certificate gives way to another of the same firm: its last day is now `to`.
struct Superseded {
    std::string by; // the other case
    base::Date to;
    bool operator==(const Superseded&) const = default;
};
// A certificate given before this program kept the register.
struct TakenOver {
    std::string edition; // scheme/edition whose rules it is under from now on
    std::string number;  // 法人番号
    std::string certificate;
    std::string class_id;
    base::Date decided;
    base::Date from;
    base::Date to;
    std::string record;  // where it is written
    Applicant applicant; // P
    bool operator==(const TakenOver&) const = default;
};
// Personal content of earlier events was erased, at the end of its retention.
struct PayloadsErased {
    std::vector<std::int64_t> events; // numbers
    std::string list;                 // the retention list, by its id
    bool operator==(const PayloadsErased&) const = default;
};

using Happening =
    std::variant<DraftOpened, Saved, Submitted, Received, CorrectionRequested, CorrectionReturned, EvidenceRequested,
                 EvidenceSupplied, InvoiceIssued, PaymentRecorded, InsurerInquired, InsurerReplied, Screened, Referred,
                 ResolutionRecorded, Decided, Notified, Certified, ChangeReported, Withdrawn, CertificateReturned,
                 Revoked, Superseded, TakenOver, PayloadsErased>;

struct Event {
    std::int64_t number = 0; // 1 for the first of a case
    base::Timestamp at;      // when it was entered
    Actor actor;
    Happening what;
    bool operator==(const Event&) const = default;
};

}
