#pragma once

#include "access/secret_keys.h"
#include "store/store.h"

// The secrets of authenticator apps and hooks, and the keys of a server that begins.
namespace kenkei::office {

// Whether these keys open what is sealed, but for what their file calls lost; servers that share a database use the
// same ones from their first start. Error secrets.other-key, with what is sealed by which key.
base::Result<void> check_secret_keys(store::Transaction&, const access::SecretKeys&);

struct SealedAnew {
    std::int64_t clear = 0;  // that lay open until now
    std::int64_t anew = 0;   // that another key had sealed
    std::int64_t closed = 0; // that stay as they are: their key is lost, or they are broken
};
// Seals all of them by the first key, so that others can be taken out of the file. Error secrets.other-key.
base::Result<SealedAnew> seal_secrets(store::Transaction&, const access::SecretKeys&, base::Timestamp now);

}
