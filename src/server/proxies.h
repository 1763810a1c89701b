#pragma once

#include "server/http.h"

#include <array>
#include <cstdint>

// Whom to believe what stands in X-Forwarded-For, -Proto and -Host. Nobody, unless it is configured.
namespace kenkei::server {

// 10.0.0.0/8, 192.0.2.1, fd00::/8. IPv4 is kept as ::ffff:a.b.c.d.
struct AddressRange {
    std::array<std::uint8_t, 16> address = {};
    int bits = 128;
    bool holds(std::string_view address) const;
};

// Error: server.proxy.
base::Result<AddressRange> read_address_range(std::string_view text);
bool is_address(std::string_view text);

struct TrustedProxies {
    std::vector<AddressRange> ranges = {}; // proxies by their addresses
    int count = 0; // or: how many stand in front of us, whatever their addresses. Only where nobody else can reach us.
};

// What one who connects is counted by: an IPv4 address, or the first 64 bits of an IPv6 one, all of which one has. What
// is no address is itself.
std::string counted_network(std::string_view address);
bool is_loopback_address(std::string_view address);
bool is_trusted(const TrustedProxies&, std::string_view peer);

// Who speaks, as far as it is to be believed.
struct Sender {
    std::string address;
    bool secure = false;
    std::string host; // "" where no trusted proxy said another than Host
};
// X-Forwarded-For alone tells the address, with or without a port; Forwarded (RFC 7239) is not read: a proxy that does
// not write it would hand on what its client made up.
Sender sender_behind(const TrustedProxies&, std::string_view peer, bool peer_secure, const Headers&);

}
