#pragma once

#include "store/connection.h"

namespace kenkei::store {

// An Error with the words that belong to its code: what happened (`detail` in brackets), to which database, what next.
// `where` is shown without its password.
base::Error failure(std::string_view code, const std::string& where, std::string_view detail = {});

// Whether the databases take a text: UTF-8 without NUL.
bool is_keepable(std::string_view text);
// The error, and what it was about where a text could not be kept (store.text): `what` in brackets.
base::Error about(const base::Error&, const std::string& where, std::string_view what);

// Errors after which the same errand may well succeed: another one was in the way.
bool is_passing(const base::Error&);

}
