#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace kenkei::access {

// A mail address as the key under which an account is found and to which it is written: blanks around it taken away,
// full-width ASCII made half-width, in lower case (no provider tells Taro@ from taro@, and people do not remember
// which they typed). It has the form local@domain (RFC 5321: at most 254 bytes, 64 before the @) in ASCII, the domain
// with a dot; dots may stand together or at the end of the local part, as Japanese mobile carriers once gave them out.
// Error access.mail.
base::Result<std::string> account_mail(std::string_view typed);

}
