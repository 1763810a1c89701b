#pragma once

#include "edition/edition.h"

namespace kenkei::casework {

// What people call it to be recognised or refused under an edition: 認証 and 認証外 where the edition's own words for
// its outcomes speak of 認証, else 認定 and 不認定; these also without an edition.
struct ResultWords {
    std::string_view recognised = "認定";
    std::string_view refused = "不認定";
};
inline ResultWords result_words(const edition::Edition* edition)
{
    if (!edition)
        return {};
    const auto met = edition->outcome_words.find(edition::Outcome::Met);
    const bool certifies = met != edition->outcome_words.end() && met->second.find("認証") != std::string::npos;
    return certifies ? ResultWords{.recognised = "認証", .refused = "認証外"} : ResultWords{};
}

}
