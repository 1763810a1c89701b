#include "server/proxies.h"

#include "server/target.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace kenkei::server {

namespace {

using Bytes = std::array<std::uint8_t, 16>;

std::optional<Bytes> read_address(std::string_view text, bool* is_ipv4 = nullptr)
{
    const std::string ended(text);
    Bytes bytes{};
    if (inet_pton(AF_INET6, ended.c_str(), bytes.data()) == 1)
        return bytes;
    bytes = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    if (inet_pton(AF_INET, ended.c_str(), bytes.data() + 12) != 1)
        return std::nullopt;
    if (is_ipv4)
        *is_ipv4 = true;
    return bytes;
}

std::string_view trimmed(std::string_view text)
{
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    return text.substr(0, text.find_last_not_of(" \t") + 1);
}

// All words of all headers of that name, in order.
std::vector<std::string_view> words_of(const Headers& headers, std::string_view name)
{
    std::vector<std::string_view> words;
    for (const Header& header : headers) {
        if (!equal_ignoring_case(header.name, name))
            continue;
        std::string_view rest = header.value;
        for (;;) {
            const std::size_t comma = rest.find(',');
            words.push_back(trimmed(rest.substr(0, comma)));
            if (comma == std::string_view::npos)
                break;
            rest.remove_prefix(comma + 1);
        }
    }
    return words;
}

bool is_in_ranges(const TrustedProxies& proxies, std::string_view address)
{
    return std::ranges::any_of(proxies.ranges, [&](const AddressRange& range) { return range.holds(address); });
}

// As proxies write an address: 192.0.2.1, 192.0.2.1:5678, 2001:db8::1, [2001:db8::1], [2001:db8::1]:443. "" for
// anything else.
std::string_view without_port(std::string_view word)
{
    const auto is_port = [](std::string_view text) {
        return text.size() > 1 && text.size() <= 6 && text.front() == ':' &&
               text.find_first_not_of("0123456789", 1) == std::string_view::npos;
    };
    if (word.starts_with('[')) {
        const std::size_t end = word.find(']');
        const std::string_view rest = word.substr(std::min(end, word.size() - 1) + 1);
        if (end == std::string_view::npos || (!rest.empty() && !is_port(rest)))
            return {};
        const std::string_view address = word.substr(1, end - 1);
        return address.find(':') != std::string_view::npos && is_address(address) ? address : std::string_view();
    }
    const std::size_t colon = word.find(':');
    const bool one_colon = colon != std::string_view::npos && word.find(':', colon + 1) == std::string_view::npos;
    if (one_colon && !is_port(word.substr(colon)))
        return {};
    const std::string_view address = one_colon ? word.substr(0, colon) : word;
    return is_address(address) ? address : std::string_view();
}

// From the right, where the nearest proxy wrote: what stands left of the last trusted one may be invented.
std::string_view client_address(const TrustedProxies& proxies, std::string_view peer, const Headers& headers)
{
    const auto words = words_of(headers, "X-Forwarded-For");
    std::string_view address = peer;
    int hops = 0;
    for (auto word = words.rbegin(); word != words.rend(); ++word) {
        if (!is_in_ranges(proxies, address) && hops >= proxies.count)
            break;
        const std::string_view written = without_port(*word);
        if (written.empty())
            break;
        address = written;
        ++hops;
    }
    return address;
}

}

bool is_address(std::string_view text)
{
    return read_address(text).has_value();
}

bool AddressRange::holds(std::string_view text) const
{
    const auto other = read_address(text);
    if (!other)
        return false;
    for (int bit = 0; bit < bits; ++bit) {
        const auto byte = static_cast<std::size_t>(bit / 8);
        const int mask = 0x80 >> (bit % 8);
        if ((address[byte] & mask) != ((*other)[byte] & mask))
            return false;
    }
    return true;
}

base::Result<AddressRange> read_address_range(std::string_view text)
{
    const base::Error wrong{.code = "server.proxy",
                            .message =
                                "信頼するプロキシ「" + std::string(text) + "」はIPアドレスの範囲ではありません。",
                            .way_out = "例: 10.0.0.0/8、192.0.2.1、fd00::/8"};
    const std::size_t slash = text.find('/');
    bool is_ipv4 = false;
    const auto address = read_address(text.substr(0, slash), &is_ipv4);
    if (!address)
        return wrong;
    AddressRange range{.address = *address};
    if (slash == std::string_view::npos)
        return range;
    const std::string_view bits = text.substr(slash + 1);
    const int most = is_ipv4 ? 32 : 128;
    const auto [end, error] = std::from_chars(bits.data(), bits.data() + bits.size(), range.bits);
    if (error != std::errc() || end != bits.data() + bits.size() || range.bits < 0 || range.bits > most)
        return wrong;
    range.bits += 128 - most;
    return range;
}

std::string counted_network(std::string_view address)
{
    bool is_ipv4 = false;
    const auto bytes = read_address(address, &is_ipv4);
    if (!bytes)
        return std::string(address);
    constexpr Bytes mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    if (is_ipv4 || std::equal(mapped.begin(), mapped.begin() + 12, bytes->begin()))
        return std::string(bytes->begin() + 12, bytes->end());
    return std::string(bytes->begin(), bytes->begin() + 8);
}

bool is_loopback_address(std::string_view address)
{
    static const AddressRange four = *read_address_range("127.0.0.0/8");
    static const AddressRange six = *read_address_range("::1");
    return four.holds(address) || six.holds(address);
}

bool is_trusted(const TrustedProxies& proxies, std::string_view peer)
{
    return proxies.count > 0 || is_in_ranges(proxies, peer);
}

Sender sender_behind(const TrustedProxies& proxies, std::string_view peer, bool peer_secure, const Headers& headers)
{
    Sender sender{.address = std::string(peer), .secure = peer_secure, .host = {}};
    if (!is_trusted(proxies, peer))
        return sender;
    sender.address = client_address(proxies, peer, headers);
    // The nearest proxy's word, which is the last.
    if (const auto schemes = words_of(headers, "X-Forwarded-Proto"); !schemes.empty())
        sender.secure = equal_ignoring_case(schemes.back(), "https");
    if (const auto hosts = words_of(headers, "X-Forwarded-Host"); !hosts.empty() && is_authority(hosts.back()))
        sender.host = hosts.back();
    return sender;
}

}
