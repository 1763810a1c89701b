#pragma once

#include "store/keeping.h"

namespace kenkei::store {

// rebuild() within a transaction of the caller's.
base::Result<Rebuilt> rebuild_in(Transaction&);

}
