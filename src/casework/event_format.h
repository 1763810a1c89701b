#pragma once

#include "casework/event.h"

#include <tuple>

// The frozen format of events as one list (docs/events.md): of each kind its name, its label for people, and its
// members in order. What is written here is never changed, only added to: a new kind, or a list behind the last member
// of its part that is left out where it is empty, so that every record that was written before has the same bytes.
namespace kenkei::casework {

enum class Part { Body, Payload };

template<typename Owner, typename Type>
struct Field {
    Part part;
    std::string_view name;
    Type Owner::*member;
    bool left_out_empty = false; // came later: a list that is written only where something is in it
};

template<typename Owner, typename Type>
constexpr Field<Owner, Type> body(std::string_view name, Type Owner::*member)
{
    return {Part::Body, name, member};
}

template<typename Owner, typename Type>
constexpr Field<Owner, Type> personal(std::string_view name, Type Owner::*member)
{
    return {Part::Payload, name, member};
}

template<typename Owner, typename Item>
constexpr Field<Owner, std::vector<Item>> personal_later(std::string_view name, std::vector<Item> Owner::*member)
{
    return {Part::Payload, name, member, true};
}

template<typename... Fields>
struct Format {
    std::string_view kind;
    std::string_view label;
    std::tuple<Fields...> fields;
};

template<typename... Fields>
constexpr Format<Fields...> format(std::string_view kind, std::string_view label, Fields... fields)
{
    return {kind, label, {fields...}};
}

template<typename T>
inline constexpr int format_of = 0; // T has none

// What events are made of.
template<>
inline constexpr auto format_of<Judged> = format("", "", body("digest", &Judged::digest), body("as_of", &Judged::as_of),
                                                 body("outcome", &Judged::outcome), body("class", &Judged::class_id),
                                                 body("passed", &Judged::passed), body("reasons", &Judged::reasons),
                                                 body("unanswered", &Judged::unanswered),
                                                 body("titles", &Judged::titles));
template<>
inline constexpr auto format_of<Applicant> = format("", "", body("number", &Applicant::number),
                                                    body("code", &Applicant::code), body("name", &Applicant::name),
                                                    body("kana", &Applicant::kana), body("phones", &Applicant::phones),
                                                    body("persons", &Applicant::persons),
                                                    body("mails", &Applicant::mails));
template<>
inline constexpr auto format_of<FileRef> = format("", "", body("sha256", &FileRef::sha256),
                                                  body("name", &FileRef::name), body("size", &FileRef::size));

template<>
inline constexpr auto
    format_of<DraftOpened> = format("draft_opened", "申請を開始", body("edition", &DraftOpened::edition),
                                    body("number", &DraftOpened::number), body("purpose", &DraftOpened::purpose),
                                    body("previous", &DraftOpened::previous), body("aims_at", &DraftOpened::aims_at),
                                    personal("name", &DraftOpened::name));
template<>
inline constexpr auto format_of<Saved> = format("saved", "下書きを保存", personal("answers", &Saved::answers));
template<>
inline constexpr auto
    format_of<Submitted> = format("submitted", "申請書を提出", body("version", &Submitted::version),
                                  body("arrived", &Submitted::arrived), body("judged", &Submitted::judged),
                                  personal("file", &Submitted::file), personal("applicant", &Submitted::applicant),
                                  personal("answers", &Submitted::answers), personal_later("scans", &Submitted::scans));
template<>
inline constexpr auto format_of<Received> = format("received", "申請を受付", body("version", &Received::version),
                                                   body("judged", &Received::judged));
template<>
inline constexpr auto format_of<CorrectionRequested> = format("correction_requested", "差戻し",
                                                              body("questions", &CorrectionRequested::questions),
                                                              body("due", &CorrectionRequested::due),
                                                              personal("message", &CorrectionRequested::message));
template<>
inline constexpr auto format_of<CorrectionReturned> = format("correction_returned", "差戻しに回答",
                                                             body("questions", &CorrectionReturned::questions),
                                                             body("judged", &CorrectionReturned::judged),
                                                             personal("file", &CorrectionReturned::file),
                                                             personal("applicant", &CorrectionReturned::applicant),
                                                             personal("answers", &CorrectionReturned::answers));
template<>
inline constexpr auto format_of<EvidenceRequested> = format("evidence_requested", "資料の提出を依頼",
                                                            body("questions", &EvidenceRequested::questions),
                                                            body("due", &EvidenceRequested::due),
                                                            personal("message", &EvidenceRequested::message));
template<>
inline constexpr auto format_of<EvidenceSupplied> = format("evidence_supplied", "資料を提出",
                                                           body("in_time", &EvidenceSupplied::in_time),
                                                           personal("files", &EvidenceSupplied::files));
template<>
inline constexpr auto
    format_of<InvoiceIssued> = format("invoice_issued", "請求書を発行", body("invoice", &InvoiceIssued::invoice),
                                      body("amount", &InvoiceIssued::amount), body("due", &InvoiceIssued::due));
template<>
inline constexpr auto format_of<PaymentRecorded> = format("payment_recorded", "入金を記録",
                                                          body("amount", &PaymentRecorded::amount),
                                                          body("paid", &PaymentRecorded::paid),
                                                          body("in_time", &PaymentRecorded::in_time),
                                                          body("settled", &PaymentRecorded::settled),
                                                          personal("payer", &PaymentRecorded::payer));
template<>
inline constexpr auto format_of<InsurerInquired> = format("insurer_inquired", "保険者に照会",
                                                          body("insurer", &InsurerInquired::insurer),
                                                          body("due", &InsurerInquired::due));
template<>
inline constexpr auto format_of<InsurerReplied> = format("insurer_replied", "保険者の回答を記録",
                                                         body("confirmed", &InsurerReplied::confirmed),
                                                         body("contradictions", &InsurerReplied::contradictions),
                                                         body("known", &InsurerReplied::known),
                                                         body("judged", &InsurerReplied::judged),
                                                         personal("note", &InsurerReplied::note));
template<>
inline constexpr auto format_of<Screened> = format("screened", "書類審査", body("passed", &Screened::passed),
                                                   body("judged", &Screened::judged),
                                                   body("grounds", &Screened::grounds),
                                                   personal("note", &Screened::note));
template<>
inline constexpr auto format_of<Referred> = format("referred", "付議", body("body", &Referred::body),
                                                   body("list", &Referred::list));
template<>
inline constexpr auto format_of<ResolutionRecorded> = format("resolution_recorded", "議決を記録",
                                                             body("body", &ResolutionRecorded::body),
                                                             body("on", &ResolutionRecorded::on),
                                                             body("result", &ResolutionRecorded::result),
                                                             body("class", &ResolutionRecorded::class_id),
                                                             personal("reason", &ResolutionRecorded::reason));
template<>
inline constexpr auto
    format_of<Decided> = format("decided", "決定", body("result", &Decided::result), body("class", &Decided::class_id),
                                body("on", &Decided::on), body("by", &Decided::by), body("grounds", &Decided::grounds),
                                body("differs", &Decided::differs), personal("reason", &Decided::reason));
template<>
inline constexpr auto format_of<Notified> = format("notified", "結果を通知", body("result", &Notified::result),
                                                   personal("address", &Notified::address));
template<>
inline constexpr auto format_of<Certified> = format("certified", "証書を交付",
                                                    body("certificate", &Certified::certificate),
                                                    body("class", &Certified::class_id), body("from", &Certified::from),
                                                    body("to", &Certified::to));
template<>
inline constexpr auto format_of<ChangeReported> = format("change_reported", "変更を届出",
                                                         body("fields", &ChangeReported::fields),
                                                         personal("applicant", &ChangeReported::applicant),
                                                         personal("detail", &ChangeReported::detail));
template<>
inline constexpr auto format_of<Withdrawn> = format("withdrawn", "申請を取下げ",
                                                    personal("reason", &Withdrawn::reason));
template<>
inline constexpr auto format_of<CertificateReturned> = format("certificate_returned", "証書を返納",
                                                              body("on", &CertificateReturned::on),
                                                              personal("reason", &CertificateReturned::reason));
template<>
inline constexpr auto format_of<Revoked> = format("revoked", "取消し", body("ground", &Revoked::ground),
                                                  body("on", &Revoked::on), personal("reason", &Revoked::reason));
template<>
inline constexpr auto format_of<Superseded> = format("superseded", "新しい証書に引継ぎ", body("by", &Superseded::by),
                                                     body("to", &Superseded::to));
template<>
inline constexpr auto
    format_of<TakenOver> = format("taken_over", "以前の証書を登録", body("edition", &TakenOver::edition),
                                  body("number", &TakenOver::number), body("certificate", &TakenOver::certificate),
                                  body("class", &TakenOver::class_id), body("decided", &TakenOver::decided),
                                  body("from", &TakenOver::from), body("to", &TakenOver::to),
                                  body("record", &TakenOver::record), personal("applicant", &TakenOver::applicant));
template<>
inline constexpr auto format_of<PayloadsErased> = format("payloads_erased", "個人に関わる内容を消去",
                                                         body("events", &PayloadsErased::events),
                                                         body("list", &PayloadsErased::list));

// Calls `see` with each member of the format of T, in order.
template<typename T>
constexpr void each_field(auto see)
{
    std::apply([&](const auto&... fields) { (see(fields), ...); }, format_of<T>.fields);
}

// Whether an event of the kind has personal members.
template<typename T>
constexpr bool has_payload()
{
    bool found = false;
    each_field<T>([&](const auto& field) { found |= field.part == Part::Payload; });
    return found;
}

}
