#pragma once

#include "base/result.h"

#include <string>

namespace kenkei::server {

// Files in PEM. TLS 1.2 and newer; other versions of HTTP, and newer certificates without a restart, are a proxy's
// work.
struct TlsFiles {
    std::string certificate; // with its chain
    std::string key;
};

// Whether both can be read and belong together. Error server.tls: which file, what is wrong with it, what to do.
base::Result<void> check_tls_files(const TlsFiles&);

}
