#pragma once

#include "base/date.h"
#include "base/json.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kenkei::desk {

// One thing that insurers are asked, as data: schemes/shared/insurer_inquiry.csv.
struct InquiryFact {
    std::string id;               // declared: as `contradictions` of casework name it
    std::string column;           // heading of the column
    std::string since;            // heading of the column for the day since when; "" if none is asked
    std::string question;         // of the edition, where the firm says it
    std::vector<std::string> yes; // options of the question by which it says so,
    std::vector<std::string> no;  // and otherwise; of any other it says nothing
    std::string known;            // field of known.insurer that rules read; "" if they read none
};
struct InquiryFacts {
    std::vector<InquiryFact> facts;
    std::vector<std::string> faults;
};
// A CSV with the columns id, column, since, question, yes, no, known; options separated by ;
InquiryFacts read_inquiry_facts(std::string_view csv);

// What one insurer is asked of one firm.
struct AskedFact {
    std::string fact;            // id
    std::optional<bool> claimed; // what the firm says; nothing if it says neither
    std::string said;            // the firm's answer in words
};
struct InquiredCase {
    std::string id;
    std::string number;                // 法人番号
    std::string firm;                  // 法人名
    std::string symbol;                // 記号 or 保険者番号
    std::optional<base::Date> applied; // 申請日: what began later does not count
    std::vector<AskedFact> asked;
};
// What the firm's answers claim of each fact whose question it answered by an option that says yes or no.
std::vector<AskedFact> asked_of(const base::json::Value& answers, std::span<const InquiryFact>);

struct InquiryBatch {
    std::string id;      // letters, digits: 2025A017
    std::string insurer; // name
    std::vector<InquiredCase> cases;
};
struct InquiryOf {
    std::string insurer;
    InquiredCase of;
};
// One batch per insurer, by name; within a batch by 法人番号. Ids are `prefix` and a number of three places.
std::vector<InquiryBatch> batches_of(std::span<const InquiryOf>, std::string_view prefix);

// What stands at both ends of a row, so that its answers can be brought home whoever sorted the rows or shifted cells:
// 2025A017-0003-48213; the last part is drawn from batch, case and 法人番号, and cannot be hit by a slip of one digit
// but once in 100,000.
std::string line_mark(const InquiryBatch&, std::size_t place);

// The headings that do not depend on what is asked.
namespace inquiry_column {
inline constexpr std::string_view mark = "照合番号";
inline constexpr std::string_view case_id = "案件番号";
inline constexpr std::string_view number = "法人番号";
inline constexpr std::string_view firm = "法人名";
inline constexpr std::string_view symbol = "記号・番号";
inline constexpr std::string_view note = "備考";
inline constexpr std::string_view end_mark = "照合番号（控え）";
}

// What a column of the table holds.
struct InquiryColumn {
    enum class Kind { Mark, Case, Number, Firm, Symbol, Answer, Since, Note, EndMark } kind = Kind::Mark;
    std::size_t fact = 0; // of Answer and Since
    std::string heading;
};
std::vector<InquiryColumn> inquiry_columns(std::span<const InquiryFact>);

// Heading and rows, for a CSV or a sheet of a workbook (every cell a text). A fact that is not asked of a firm has
// 照会なし.
inline constexpr std::string_view not_asked_words = "照会なし";
std::vector<std::vector<std::string>> inquiry_table(const InquiryBatch&, std::span<const InquiryFact>);
// UTF-8 with its mark, as Excel opens it.
std::string inquiry_csv(const InquiryBatch&, std::span<const InquiryFact>);

}
