#pragma once

#include "store/store.h"

namespace kenkei::store {

// Secrets that are kept sealed (access::SecretKeys), and by which keys.
class SealedSecrets {
public:
    explicit SealedSecrets(Transaction& kept) : m_connection(kept.connection()), m_to_change(kept.to_change()) {}

    base::Result<std::vector<std::string>> keys(); // ids of those that sealed something, or are to
    base::Result<void> put_key(const std::string& id, base::Timestamp since); // once; again does nothing
    base::Result<void> drop_key(const std::string& id);

    struct Secret {
        std::string kind; // totp, hook: access::SealedFor
        std::string id;
        std::string text; // as it is kept
    };
    // All that do not begin so.
    base::Result<std::vector<Secret>> not_beginning(const std::string& prefix);
    base::Result<void> put(const Secret&); // instead of what is kept

private:
    Connection& m_connection;
    std::string m_to_change;
};

// After secrets that lay open were sealed, outside of a transaction: they are also gone from the write-ahead log
// (SQLite) and from the tables' dead rows (PostgreSQL). Error store.busy: somebody reads what was there before.
base::Result<void> sweep_secrets(Store&);

}
