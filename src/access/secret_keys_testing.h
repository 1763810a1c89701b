#pragma once

#include "access/secret_keys.h"

#include <memory>

namespace kenkei::access::testing {

inline std::shared_ptr<const SecretKeys> new_keys()
{
    return std::make_shared<const SecretKeys>(*SecretKeys::read(SecretKeys::new_file()));
}

}
