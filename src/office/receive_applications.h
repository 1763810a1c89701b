#pragma once

#include "office/desk.h"

#include <functional>

namespace kenkei::office {

// 受付: after the closing instant the last submission of a case is the one that counts; what is unanswered in it stays
// so (judged with everything open refused).
base::Result<Case> receive_application(const Desk&, const CaseId&);

// The same for up to `limit` submitted cases of an edition, in the order of their numbers from behind `after` on, in
// the desk's transaction. A case that cannot be received, or that `may` does not let whoever asks receive, is told; a
// database that fails is the error.
struct ReceivedCase {
    CaseId id;
    base::Result<Case> received;
};
using MayReceive = std::function<base::Result<void>(const store::CaseRow&)>;
base::Result<std::vector<ReceivedCase>> receive_some(const Desk&, const std::string& edition, const std::string& after,
                                                     std::int64_t limit, const MayReceive& may = {});

// The same for every submitted case of an edition, in transactions of some hundred cases each, so that it can be killed
// and said again. `tell` hears of each one, after it is durable.
struct Receiving {
    std::int64_t received = 0;
    std::int64_t refused = 0; // their errors were told
};
using TellCase = std::function<void(const CaseId&, const base::Result<Case>&)>;
base::Result<Receiving> receive_applications(store::Store&, Editions&, const std::string& edition,
                                             const casework::Actor&, base::Timestamp now, const TellCase& tell);

}
