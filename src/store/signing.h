#pragma once

#include "base/result.h"

#include <memory>
#include <string>
#include <string_view>

namespace kenkei::store {

// Ed25519 (RFC 8032); keys are PEM texts, signatures hexadecimal. Error store.key: no such key.
base::Result<std::string> public_key_of(const std::string& private_key);
base::Result<std::string> sign(const std::string& private_key, std::string_view text);
// False for a wrong signature as for a broken key.
bool is_signed(const std::string& public_key, std::string_view text, const std::string& signature);
// Whether both texts are the same public key, however their lines end.
bool is_same_key(const std::string& one, const std::string& other);

// Whether it is a public key, and written as public_key_of() writes it, to the last byte.
bool is_canonical_key(const std::string& public_key);

// SHA-256 of what is given piece by piece.
class Digest {
public:
    Digest();
    ~Digest();
    Digest(const Digest&) = delete;
    Digest& operator=(const Digest&) = delete;

    void add(std::string_view bytes);
    // With its length before it, so that no part can lend bytes to its neighbour.
    void add_part(std::string_view part);
    std::string hexadecimal();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}
