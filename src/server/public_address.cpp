#include "server/public_address.h"

#include <algorithm>
#include <array>

namespace kenkei::server {

namespace {

template<std::size_t Size>
struct Net {
    std::array<std::uint8_t, Size> address;
    std::size_t bits;
};

constexpr Net<4> special_ipv4[] = {
    {{0, 0, 0, 0}, 8},       // "this network"; 0.0.0.0 reaches this machine
    {{10, 0, 0, 0}, 8},      // private (RFC 1918)
    {{100, 64, 0, 0}, 10},   // shared by carriers (RFC 6598)
    {{127, 0, 0, 0}, 8},     // this machine
    {{169, 254, 0, 0}, 16},  // link-local; the metadata services of clouds
    {{172, 16, 0, 0}, 12},   // private
    {{192, 0, 0, 0}, 24},    // protocol assignments
    {{192, 0, 2, 0}, 24},    // documentation
    {{192, 88, 99, 0}, 24},  // former 6to4 relays
    {{192, 168, 0, 0}, 16},  // private
    {{198, 18, 0, 0}, 15},   // benchmarks
    {{198, 51, 100, 0}, 24}, // documentation
    {{203, 0, 113, 0}, 24},  // documentation
    {{224, 0, 0, 0}, 4},     // multicast
    {{240, 0, 0, 0}, 4},     // reserved, broadcast
};

constexpr Net<16> special_ipv6[] = {
    {{0x20, 0x01}, 23},             // protocol assignments, Teredo
    {{0x20, 0x01, 0x0d, 0xb8}, 32}, // documentation
    {{0x20, 0x02}, 16},             // 6to4
    {{0x3f, 0xff}, 20},             // documentation
};

constexpr Net<16> ipv4_inside[] = {
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96}, // ::ffff:192.0.2.1
    {{0x00, 0x64, 0xff, 0x9b}, 96},                   // 64:ff9b::192.0.2.1, where a net has no IPv4 of its own
};

constexpr Net<16> global_unicast = {{0x20}, 3};

template<std::size_t Size>
bool holds(const Net<Size>& net, std::span<const std::uint8_t> bytes)
{
    const std::size_t whole = net.bits / 8;
    if (!std::equal(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(whole), net.address.begin()))
        return false;
    const auto mask = static_cast<std::uint8_t>(0xff00U >> (net.bits % 8));
    return (net.bits % 8) == 0 || ((bytes[whole] ^ net.address[whole]) & mask) == 0;
}

}

bool is_public_address(std::span<const std::uint8_t> bytes)
{
    if (bytes.size() == 4)
        return std::ranges::none_of(special_ipv4, [&](const Net<4>& net) { return holds(net, bytes); });
    if (bytes.size() != 16)
        return false;
    if (std::ranges::any_of(ipv4_inside, [&](const Net<16>& net) { return holds(net, bytes); }))
        return is_public_address(bytes.subspan(12));
    return holds(global_unicast, bytes) &&
           std::ranges::none_of(special_ipv6, [&](const Net<16>& net) { return holds(net, bytes); });
}

}
