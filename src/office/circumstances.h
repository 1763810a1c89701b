#pragma once

#include "base/json.h"
#include "office/desk.h"

namespace kenkei::office {

// What rules ask about other cases: certificates of the firm in the scheme, its other cases, others under its code.
base::Result<casework::Circumstances> circumstances_of(const Desk&, const edition::Edition&, const Case&);

// What rules may read as `known`: the insurer's reply, and the firm's certificates where the edition asks for them.
base::Result<base::json::Value> known_of(const Desk&, const edition::Edition&, const Case&);

}
