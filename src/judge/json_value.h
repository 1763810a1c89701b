#pragma once

#include "base/json.h"
#include "feel/value.h"

namespace kenkei::judge {

// A value of a judgement as JSON: null, booleans and numbers as they are, everything else as the text people read.
void write_value(base::json::Writer&, const feel::Value&);

}
