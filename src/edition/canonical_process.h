#pragma once

#include "base/json.h"
#include "edition/edition.h"

namespace kenkei::edition {

// The keys evidence, validity and process of edition.yaml, as canonical JSON has them. Each writes its key and value,
// or nothing where the edition has none, so that editions compiled before there was one keep their digest.
void write_evidence(base::json::Writer&, const Edition&);
void write_validity(base::json::Writer&, const Edition&);
void write_process(base::json::Writer&, const Edition&);

}
