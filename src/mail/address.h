#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace kenkei::mail {

// An address (RFC 5321) in the form in which SMTP and headers take it: local part of ASCII, a domain of letters, digits
// and hyphens. Dots that stand together or at the end of the local part, as Japanese mobile carriers once gave them out
// (a..b.@example.jp), are put in quotes. Error mail.address.
base::Result<std::string> checked_address(std::string_view address);

}
