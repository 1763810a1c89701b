#include "server/access_log.h"

#include "base/json.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace kenkei::server {

std::string network_of(std::string_view address)
{
    const std::string ended(address);
    std::array<unsigned char, 16> bytes{};
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (inet_pton(AF_INET, ended.c_str(), bytes.data()) == 1) {
        bytes[3] = 0;
        inet_ntop(AF_INET, bytes.data(), text.data(), text.size());
        return std::string(text.data()) + "/24";
    }
    if (inet_pton(AF_INET6, ended.c_str(), bytes.data()) != 1)
        return {};
    std::fill(bytes.begin() + 6, bytes.end(), static_cast<unsigned char>(0));
    inet_ntop(AF_INET6, bytes.data(), text.data(), text.size());
    return std::string(text.data()) + "/48";
}

std::string to_log_line(const AccessEntry& entry)
{
    base::json::Writer json;
    json.begin_object().member("time", base::to_utc(entry.at)).member("id", entry.id).member("method", entry.method);
    json.member("route", entry.route).key("status").number(entry.seen.status);
    json.key("microseconds").number(entry.seen.duration.count());
    json.key("bytes_in").number(static_cast<std::int64_t>(entry.seen.bytes_in));
    json.key("bytes_out").number(static_cast<std::int64_t>(entry.seen.bytes_out));
    json.member("network", network_of(entry.address)).key("secure").boolean(entry.secure);
    json.end_object();
    return json.take();
}

}
