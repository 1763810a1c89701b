#pragma once

#include "store/connection.h"

namespace kenkei::store {

// An Error with the words that belong to its code: what happened (`detail` in brackets), to which database, what next.
// `where` is shown without its password.
base::Error failure(std::string_view code, const std::string& where, std::string_view detail = {});

// Errors after which the same errand may well succeed: another one was in the way.
bool is_passing(const base::Error&);

}
