#pragma once

#include "office/desk.h"
#include "store/keeping.h"

namespace kenkei::office {

// 保存期間満了後の消去: the personal content of the cases of a retention list. A case that changed since the list was
// made is left alone and told.
struct Erasing {
    std::int64_t cases = 0;
    std::int64_t payloads = 0;
    std::vector<base::Error> left; // why a case was left as it is
};
base::Result<Erasing> erase_payloads(store::Store&, Editions&, const std::string& list, const casework::Actor&,
                                     base::Timestamp now);

}
