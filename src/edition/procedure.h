#pragma once

#include "edition/edition.h"

namespace kenkei::edition {

// A rule of an edition's procedure as people read it: 「関門2」「書類審査（認定事務局）」.
struct ProcedureRule {
    std::string label;
    std::string text;
    Source source;
    std::string note;
};

// Everything that `process`, and beside it `evidence` and `validity`, say of what happens to an application and to a
// certificate: who applies, what is refused, the gates in their order, who decides, terms, renewal, revocation. Empty
// for an edition that says nothing of it.
std::vector<ProcedureRule> procedure_of(const Edition&);

// Where `source: none` stands among those rules.
bool has_own_procedure(const Edition&);

std::string answer_time_in_words(const EvidenceRule&); // 7日以内, 7日以内（土曜・日曜・祝日を除く）
std::string term_in_words(const Term&);                // 2年（2019年4月1日に始まるものは3年）
std::string in_words(const Gate&);                     // 委員会の議決（認定委員会）
std::string gates_in_words(const Process&);            // 申請料の入金、書類審査
std::string questions_in_words(const Edition&, const std::vector<std::size_t>&); // 法人番号（org_number）、…
std::string applicant_in_words(const Edition&); // all questions that say who applies; "" without `process`

// What a clause that may stand in an edition says where it stands.
inline constexpr std::string_view no_delegates_in_words = "代理の者が作成した申請は認めない";
inline constexpr std::string_view shared_code_in_words =
    "一つの受付コードで複数の法人が申請したときは、理由がなければ認めない";
inline constexpr std::string_view no_second_answer_in_words = "締切の時に未回答だったものは、改めて聞かない";
inline constexpr std::string_view renewal_in_words = "有効期間が終わる年度に限り、再び申請できる";
inline constexpr std::string_view class_change_in_words = "有効期間の途中でも、別の区分を求めて申請できる";

}
