#pragma once

#include "office/editions.h"
#include "store/store.h"

namespace kenkei::office {

using casework::Case;
using casework::CaseId;

// Where an errand is done: what it may read and write, whose hand it is, and when.
struct Desk {
    store::Transaction& kept;
    Editions& editions;
    casework::Actor actor;
    base::Timestamp now;
};

}
