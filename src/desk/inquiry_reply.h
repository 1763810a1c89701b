#pragma once

#include "base/result.h"
#include "desk/inquiry_batch.h"
#include "table/csv_reader.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kenkei::desk {

enum class ReplyOutcome {
    Confirmed,    // the insurer says of everything what the firm says
    Contradicted, // of something the opposite
    Unconfirmed,  // of something nothing
};
std::string_view label_of(ReplyOutcome);

// The fact id of a symbol or number that the insurer gives otherwise.
inline constexpr std::string_view symbol_fact = "symbol";

struct ReplyContradiction {
    std::string fact;
    std::string question; // "" of the symbol: several questions may hold it
    std::string firm_said;
    std::string insurer_said;
    std::string told; // by whom, when, where: 見本健康保険組合（2024年11月20日の回答、5行目）
};

// What one line of the file says of one case. `facts` and `known` are what casework's RecordInsurerReply takes.
struct ReplyResult {
    std::string case_id;
    std::size_t line = 0;
    ReplyOutcome outcome = ReplyOutcome::Unconfirmed;
    std::vector<ReplyContradiction> contradictions;
    std::vector<std::string> facts; // ids that contradict
    std::string known;              // {"insurer":{"declared":true}}; "" if rules read nothing of it
    std::string note;               // what the insurer wrote beside it
    std::string words;              // why the outcome
};

enum class ReplyDoubtKind {
    Unknown,      // of nobody that was asked about
    OtherInsurer, // of a case that another insurer was asked about
    Mixed,        // its parts point at different cases
    Uncertain,    // only one part points at a case
    Shifted,      // the cells have moved, and not all alike
    Unreadable,   // an answer that is none
    Repeated,     // says the same as a line before
    Disagreeing,  // another line of the same case says otherwise
};
std::string_view label_of(ReplyDoubtKind);

struct ReplyDoubt {
    std::size_t line = 0;
    ReplyDoubtKind kind = ReplyDoubtKind::Unknown;
    std::string reason;
    std::string raw;                     // the line as it stands
    std::vector<std::string> candidates; // cases that it may be of
};

// A line that says nothing of any case: blank, a heading, a title, a sum.
struct PassedLine {
    std::size_t line = 0;
    std::string words;
    std::string raw;
};

struct MergedReply {
    std::vector<ReplyResult> results; // each case once at most
    std::vector<ReplyDoubt> doubts;
    std::vector<PassedLine> passed;
    std::vector<std::string> silent; // cases of the batch of which no line speaks
    std::vector<std::string> faults; // of the file: characters, quotes
};

struct ReplySource {
    std::string insurer;
    base::Date received;
};

// Merges the lines of a reply with what was asked. Every row is in exactly one of results, doubts and passed. A result
// needs two parts (照合番号, 案件番号, 法人番号, 法人名) that point at the same case and none that points elsewhere,
// cells that stand where the headings say, or all moved alike as the 照合番号 at both ends shows, and answers that can
// be read. `others`: the batches of other insurers.
MergedReply merge_reply(const table::Csv&, const InquiryBatch&, std::span<const InquiryFact>,
                        std::span<const InquiryBatch> others, const ReplySource&);

// That of a file's bytes, UTF-8 or CP932. Errors: those of table::read_text_file.
base::Result<MergedReply> read_reply(std::string_view bytes, const InquiryBatch&, std::span<const InquiryFact>,
                                     std::span<const InquiryBatch> others, const ReplySource&);

}
