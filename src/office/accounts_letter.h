#pragma once

#include "store/accounts.h"

namespace kenkei::office {

// The letter that brings a code to a firm's registered address (ClaimRow::checked). The code is in the text and nowhere
// else: what is kept is its digest.
struct Letter {
    store::ClaimRow claim;
    std::string text;
    std::string html; // a whole page to print
};
Letter letter_of(const store::ClaimRow&, const std::string& code, const std::string& url,
                 const std::string& office_name);

}
