#pragma once

#include "store/audit.h"

namespace kenkei::store {

// Compares the index of the search with the texts it was made from (audit.projection).
base::Result<void> check_search(Connection&, AuditReport&);

}
