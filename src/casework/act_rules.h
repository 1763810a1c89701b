#pragma once

#include "casework/act.h"

// What the verbs of act() share.
namespace kenkei::casework {

// What a command meets: its rules, the case, whose hand, when, and what else there is.
struct Situation {
    const edition::Edition& edition;
    const edition::Process& process; // an empty one where the edition has none
    const Case& of;
    const Actor& actor;
    base::Timestamp now;
    base::Date today; // the day of `now` in Japan
    const Circumstances& circumstances;
};

using Made = base::Result<Happening>;

// The texts of a command without blanks at their ends, where they are to stand: case.value for what must not stand in
// the body of an event, which is kept for ever (act_texts.cpp).
base::Result<Command> tidy(Command);
base::Result<void> check_actor(const Actor&);

// act_applicant.cpp, act_open.cpp
Made carry_out(const Situation&, const OpenDraft&);
Made carry_out(const Situation&, const Renew&);
Made carry_out(const Situation&, const Save&);
Made carry_out(const Situation&, const Submit&);
Made carry_out(const Situation&, const Withdraw&);
Made carry_out(const Situation&, const ReturnCorrection&);
Made carry_out(const Situation&, const SupplyEvidence&);
// act_review.cpp
Made carry_out(const Situation&, const Receive&);
Made carry_out(const Situation&, const RequestCorrection&);
Made carry_out(const Situation&, const RequestEvidence&);
Made carry_out(const Situation&, const InquireInsurer&);
Made carry_out(const Situation&, const RecordInsurerReply&);
Made carry_out(const Situation&, const Screen&);
Made carry_out(const Situation&, const ReferToBody&);
// act_payment.cpp
Made carry_out(const Situation&, const IssueInvoice&);
Made carry_out(const Situation&, const RecordPayment&);
// act_decision.cpp
Made carry_out(const Situation&, const RecordResolution&);
Made carry_out(const Situation&, const Decide&);
Made carry_out(const Situation&, const Notify&);
// act_certificate.cpp
Made carry_out(const Situation&, const Certify&);
Made carry_out(const Situation&, const ReportChange&);
Made carry_out(const Situation&, const ReturnCertificate&);
Made carry_out(const Situation&, const Revoke&);
Made carry_out(const Situation&, const Supersede&);
Made carry_out(const Situation&, const TakeOver&);
Made carry_out(const Situation&, const ErasePayloads&);

base::Error refusal(std::string code, std::string message, std::string way_out);
base::Error wrong_value(std::string message, std::string way_out); // case.value

// 「（guide p.17）」, or nothing where no document says so.
std::string by(const edition::Source&);
// 「2024年10月18日 17:00:00.001」
std::string to_the_millisecond(base::Timestamp);
// 「a、b、c」
std::string listed(const std::vector<std::string>&);
// Appends what is not there yet.
void add_once(std::vector<std::string>&, std::string);

base::Result<void> check_given(const std::string& value, std::string_view name);       // not empty
base::Result<void> check_not_later(const Situation&, base::Date on, std::string_view); // than today
// Than the other day, if there is one.
base::Result<void> check_not_earlier(base::Date on, std::string_view, std::optional<base::Date> than, std::string_view);
base::Result<void> check_applicant(const Situation&, const Applicant&); // 法人番号 is that of the case
// The text is a JSON object; not an empty one where something must be answered.
enum class Blank { Allowed, Refused };
base::Result<void> check_answers(const std::string& answers, Blank);
// The class is one of the edition's; where it has none, none is given.
base::Result<void> check_class(const Situation&, const std::string& class_id);
// There are such questions, at least one, and each can be answered. Gives them without repetition.
base::Result<std::vector<std::string>> check_questions(const Situation&, const std::vector<std::string>& ids);

// The gate of the edition, where all before it are passed and nothing asked of the applicant is pending; case.gate,
// case.pending.
base::Result<const edition::Gate*> reach_gate(const Situation&, edition::GateKind, std::string_view verb);
// Nothing asked of the applicant may still be answered; case.pending.
base::Result<void> check_nothing_pending(const Situation&, std::string_view verb);
// Why a gate is not passed, as a sentence without its full stop.
// The edition's words for results.
std::string word_of(const Situation&, Result);

std::string why_not_passed(const Situation&, const edition::Gate&);
// Nothing but a certificate that has neither ended nor run out; case.certificate.
base::Result<void> check_certificate(const Situation&, std::string_view verb);

// Grounds that the edition knows: items, requirements, classes, questions, findings, reasons of a judgement, clauses of
// the process; or `other`, with the office's words; case.ground, with the list.
base::Result<void> check_screening_grounds(const Situation&, const Screen&);
// exclusive:<case> and shared-code:<case>: what circumstances say and what screening found.
std::vector<std::string> exclusive_grounds(const Situation&);
std::vector<std::string> shared_code_grounds(const Situation&);
// The clause that excludes the case named in a ground; nothing to cite if there is none.
edition::Source source_of_exclusion(const Situation&, std::string_view ground);

}
