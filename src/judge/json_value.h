#pragma once

#include "base/json.h"
#include "judge/effect.h"

namespace kenkei::judge {

// A value of a judgement as JSON: null, booleans and numbers as they are, everything else as the text people read.
void write_value(base::json::Writer&, const feel::Value&);

// An outcome or a class as a member of an object; null where there is none.
void write_outcome(base::json::Writer&, std::string_view key, const std::optional<Outcome>&);
void write_class(base::json::Writer&, std::string_view key, const ReachedClass&);

}
