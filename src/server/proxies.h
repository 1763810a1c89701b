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

// Who speaks, as far as it is to be believed.
struct Sender {
    std::string address;
    bool secure = false;
    std::string host; // "" where no trusted proxy said another than Host
};
Sender sender_behind(const TrustedProxies&, std::string_view peer, bool peer_secure, const Headers&);

}
