#pragma once

#include "casework/event.h"

// Long work in pieces: each is one errand of the writers, so that nobody waits long behind it.
namespace kenkei::office {

inline constexpr std::int64_t cases_in_a_piece = 25;

// What one piece did.
struct Piece {
    casework::CaseId last;    // the next begins behind it; "" where this was all
    std::int64_t done = 0;    // cases received, mails put into the outbox
    std::int64_t refused = 0; // by a rule
    std::int64_t passed = 0;  // nothing to be done, or nobody to be told
};

}
