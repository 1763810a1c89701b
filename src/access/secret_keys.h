#pragma once

#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace kenkei::access {

// What a secret belongs to: sealed for one, it opens for no other.
struct SealedFor {
    std::string_view kind; // totp, hook
    std::string_view id;   // of the account or hook
};

// Secrets that must be had back (of authenticator apps, of hooks) are kept sealed: AES-256-GCM with a nonce by lot, as
// sealed1.KEY.… where KEY tells by which key. Whoever has the database alone has none of them.
class SecretKeys {
public:
    // The text of a key file with one new key.
    static std::string new_file();
    // Of its lines: `key …` (43 characters of base64url: 32 bytes), the first of which seals and all of which open;
    // `lost ID` for keys that are gone and whose secrets nobody will open again. Errors secrets.file (with its line),
    // secrets.no-key.
    static base::Result<SecretKeys> read(std::string_view text);

    // "" stays "".
    std::string seal(std::string_view secret, const SealedFor&) const;
    // What was never sealed is given back as it is. Errors: secrets.other-key (no key here opens it), secrets.broken
    // (it was changed, or belongs to another).
    base::Result<std::string> open(std::string_view kept, const SealedFor&) const;

    // 8 hexadecimal digits, worked out from the key itself.
    const std::string& id() const { return m_keys.front().id; } // of the one that seals
    std::string prefix() const;                                 // of what it has sealed
    bool opens(std::string_view key_id) const;
    bool is_lost(std::string_view key_id) const;

private:
    struct Key {
        std::string id;
        std::string bytes;
    };
    SecretKeys() = default;
    const Key* find(std::string_view id) const;

    std::vector<Key> m_keys; // at least one
    std::vector<std::string> m_lost;
};

// The key by which a text was sealed; "" for one that is none.
std::string_view key_of_sealed(std::string_view kept);

}
