#pragma once

#include "access/secret_keys.h"
#include "store/store.h"

#include <memory>

namespace kenkei::cli {

// The file with the keys by which secrets in the database are sealed (docs/operations.md).

// As it is told (`secrets_key`, KENKEI_SECRETS_KEY), else beside an SQLite file; the database of a server has no
// beside: error config.together.
base::Result<std::string> secrets_file_of(const std::string& told, const std::string& database);

// Its keys, by which everything is sealed from then on. Where it is not there, or holds no key, and nothing is sealed
// by keys that are not here, a new one is made, for its owner alone. `told` is what happened, for people; "" for
// nothing. Errors: secrets.permissions (others may read it), secrets.file, secrets.other-key, file.read, file.write,
// store.…
struct OpenedSecrets {
    std::shared_ptr<const access::SecretKeys> keys;
    std::string told = {};
};
base::Result<OpenedSecrets> open_secrets(const std::string& file, store::Store&, base::Timestamp now);

}
