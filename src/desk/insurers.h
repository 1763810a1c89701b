#pragma once

#include "base/json.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kenkei::desk {

enum class InsurerKind {
    Branch,          // 協会けんぽの支部、船員保険部
    Society,         // 健康保険組合
    NationalSociety, // 国民健康保険組合
    Other,           // 共済組合など
};
std::string_view label_of(InsurerKind);

struct Insurer {
    InsurerKind kind = InsurerKind::Branch;
    std::string name;                 // in full; of a branch, with 支部
    std::string place;                // branch or 連合会, without that word
    std::string number;               // 保険者番号, 8 or 6 digits; "" if the register has none
    std::vector<std::string> aliases; // earlier names, other ways to write it
    std::size_t line = 0;             // of the register

    std::string shown() const; // 見本健康保険組合（06270011）
};

struct InsurerRegister {
    std::vector<Insurer> insurers;
    std::vector<std::string> faults; // 「3行目の保険者番号…」: these lines are not taken
};

// The register of insurers: a CSV (valid UTF-8) with the columns 種別, 名称, 支部・連合会, 保険者番号, 別名 (separated
// by
// ;). A number's check digit and 法別番号 must fit (domain: 01 協会けんぽ, 02 船員, 06 組合健保, 31 to 34 共済, six
// digits 国保); a number, and a name within its kind and place, stands once.
InsurerRegister read_insurers(std::string_view csv);

// Which questions of an edition tell the insurer, and what the options of the first mean.
struct InsurerQuestions {
    std::string kind;
    std::string branch;
    std::string symbol;
    std::string society;
    std::string federation;
    std::string number;
    std::vector<std::pair<std::string, InsurerKind>> options = {{"1", InsurerKind::Branch},
                                                                {"2", InsurerKind::Society},
                                                                {"3", InsurerKind::NationalSociety},
                                                                {"4", InsurerKind::Other}};
};

// What a firm says of its insurer; "" where it says nothing.
struct InsurerClaim {
    std::optional<InsurerKind> kind;
    std::string branch;
    std::string symbol; // 保険証の記号
    std::string society;
    std::string federation;
    std::string number;
};
InsurerClaim claim_of(const base::json::Value& answers, const InsurerQuestions&);

enum class InsurerDoubtKind {
    Missing,       // a part that is needed is not answered
    Malformed,     // symbol or number is none
    Unknown,       // not in the register
    Ambiguous,     // several of that name
    Contradiction, // the parts point at different insurers
};
std::string_view label_of(InsurerDoubtKind);

struct InsurerDoubt {
    InsurerDoubtKind kind = InsurerDoubtKind::Unknown;
    std::string reason;
};

struct FoundInsurer {
    std::optional<std::size_t> insurer;  // index into the register; only where there is no doubt
    std::string reason;                  // why it is this one
    std::vector<InsurerDoubt> doubts;    // what a person must look at first
    std::vector<std::size_t> candidates; // where there is a doubt: whom it may be, in the register's order
};

// Never guesses: every part that the firm gave must point at the same one insurer, and none that is needed be missing.
FoundInsurer find_insurer(const InsurerRegister&, const InsurerClaim&);

}
