#pragma once

#include "casework/event.h"
#include "edition/edition.h"

#include <span>

namespace kenkei::casework {

// Where a case stands. Draft and Submitted are the applicant's; from Received on it is the office's.
enum class Stage { None, Draft, Submitted, Received, Decided, Certified, Withdrawn, Ended };
std::string_view name_of(Stage); // none, draft, submitted, received, decided, certified, withdrawn, ended
std::optional<Stage> read_stage(std::string_view word);
std::string_view label_of(Stage); // なし, 下書き, 提出済み, 受付済み, 決定済み, 交付済み, 取下げ, 終了

enum class GateState { Open, Waiting, Passed, Failed };
std::string_view name_of(GateState);
std::string_view label_of(GateState); // 未着手, 回答待ち, 済, 不可

struct Invoice {
    std::string number;
    std::int64_t amount = 0;
    std::optional<base::Timestamp> due;
    std::int64_t paid = 0;    // in all
    std::int64_t in_time = 0; // until `due`
    bool settled = false;

    bool operator==(const Invoice&) const = default;
};

struct Correction {
    std::vector<std::string> questions;
    base::Date due;

    bool operator==(const Correction&) const = default;
};

struct Evidence {
    std::vector<std::string> questions;
    base::Date due;
    enum class State { Waiting, Supplied, Late } state = State::Waiting;
    bool late_before = false; // an earlier request was answered late

    bool operator==(const Evidence&) const = default;
};

struct Inquiry {
    std::string insurer;
    std::optional<base::Date> due;
    bool replied = false;
    bool confirmed = false;
    std::vector<std::string> contradictions;
    std::string known; // JSON object; "" before the reply

    bool operator==(const Inquiry&) const = default;
};

struct Certificate {
    std::string number;
    std::string class_id;
    base::Date from;
    base::Date to; // as it stands: earlier than at first where another took its place
    enum class End { None, Returned, Revoked } end = End::None;
    std::optional<base::Date> ended; // the day it was returned or revoked

    bool valid_on(base::Date) const; // not from the day on that it was returned or revoked

    bool operator==(const Certificate&) const = default;
};

// What the events of a case add up to. Built from events alone, so that it can be built again without any edition.
struct Case {
    CaseId id;
    std::string edition; // scheme/edition
    std::string number;  // 法人番号
    Purpose purpose = Purpose::New;
    std::string previous;
    std::string aims_at;
    Stage stage = Stage::None;
    base::Timestamp opened;
    base::Timestamp changed; // the last event
    std::int64_t last_event = 0;

    Applicant applicant;
    std::string answers;   // JSON object: the latest saved or submitted, corrections included; "" if none or erased
    std::string submitted; // JSON object: of counting_submission, corrections included: what is judged and decided
    struct Submission {
        std::int64_t version = 0;
        base::Timestamp arrived;
        FileRef file;
        Judged judged;
        std::int64_t event = 0;
        std::vector<FileRef> scans = {}; // of an application on paper

        bool operator==(const Submission&) const = default;
    };
    std::vector<Submission> submissions; // in the order in which they were entered
    std::int64_t counts = 0;             // version of the submission that counts; 0 before Received
    struct LaterFile {                   // handed in after the closing; not there any more once it is erased
        enum class With { Correction, Evidence } with = With::Correction;
        std::int64_t event = 0;
        FileRef file;

        bool operator==(const LaterFile&) const = default;
    };
    std::vector<LaterFile> later_files;
    std::optional<Judged> judged;  // the latest
    std::optional<Judged> closing; // at the closing, as it was received

    std::optional<Correction> correction; // until it is returned
    std::optional<Evidence> evidence;     // the latest request
    std::optional<Invoice> invoice;
    std::optional<Inquiry> inquiry;
    std::optional<Screened> screened; // undone by a correction
    std::optional<Referred> referred;
    std::optional<ResolutionRecorded> resolution;
    std::optional<Decided> decision;
    bool notified = false;
    bool taken_over = false;
    std::optional<Certificate> certificate;
    // Days before which what follows cannot have been.
    std::optional<base::Date> received_on;
    std::optional<base::Date> referred_on; // undone by a correction
    std::optional<base::Date> decided_on;  // also of a certificate that was taken over
    std::vector<std::int64_t> erased;      // numbers of events whose personal content is gone

    // Numbers of the events that gave what is personal here; 0 where none did.
    struct Sources {
        std::int64_t applicant = 0;
        std::int64_t answers = 0;
        std::int64_t submitted = 0;
        std::int64_t screened = 0;
        std::int64_t resolution = 0;
        std::int64_t decision = 0;

        bool operator==(const Sources&) const = default;
    };
    Sources sources;

    bool operator==(const Case&) const = default;
};

// Folds one more event in. Never fails: events are facts. Their order was checked when they were made.
void apply(Case&, const Event&);
Case fold(CaseId, std::span<const Event>);

// The submission that counts: once the application is received that of Case::counts, before that the one that arrived
// last, which need not be the one entered last (of those that arrived at the same instant the latest version). nullptr
// if there is none.
const Case::Submission* counting_submission(const Case&);

// How a gate of the edition stands on `now` (a fee that is not paid when it is due has failed, also where nobody sent
// an invoice). Without the edition a fee is not known to be due before its invoice is out.
GateState state_of(const edition::Edition&, const edition::Gate&, const Case&, base::Timestamp now);
GateState state_of(const edition::Gate&, const Case&, base::Timestamp now);

// The instant at which the application period ends: the last one that is in time.
base::Timestamp closing_of(const edition::Edition&);
// What was asked of the applicant and may still be answered on `today`.
bool is_pending(const std::optional<Correction>&, base::Date today);
bool is_pending(const std::optional<Evidence>&, base::Date today);
// Evidence that came late, or did not come by its last day.
bool is_late(const std::optional<Evidence>&, base::Date today);

// What a case waits for, and until when; for overdue lists and reminders.
struct Deadline {
    enum class What { Closing, Payment, Correction, Evidence, Insurer, Expiry } what = What::Closing;
    base::Timestamp until; // the last instant that is in time
};
std::string_view label_of(Deadline::What); // 締切, 申請料の入金, 差戻しの回答, 資料の提出, 保険者の回答, 有効期間の満了
std::vector<Deadline> deadlines_of(const edition::Edition&, const Case&, base::Timestamp now); // in order of time

}
