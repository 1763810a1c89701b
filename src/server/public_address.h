#pragma once

#include <cstdint>
#include <span>

namespace kenkei::server {

// Whether an address (4 bytes of IPv4 or 16 of IPv6) is one of the public Internet (IANA special-purpose registries,
// RFC 6890): not this machine, not a private or link-local net, not multicast, none reserved. IPv6 addresses that stand
// for IPv4 ones count as those.
bool is_public_address(std::span<const std::uint8_t> bytes);

}
