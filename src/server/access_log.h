#pragma once

#include "base/timestamp.h"
#include "server/metrics.h"

#include <string_view>

namespace kenkei::server {

// One request, for the log of the machine. What could name a person does not stand in it: the route's pattern instead
// of the path, no query, no header, and the address only as its network (/24, /48).
struct AccessEntry {
    base::Timestamp at;
    std::string_view id;
    std::string_view method; // "" where the request could not be read
    std::string_view route;  // pattern; "" for none
    std::string_view address;
    bool secure = false;
    Observation seen = {};
};

std::string to_log_line(const AccessEntry&);      // one JSON object, without a line end
std::string network_of(std::string_view address); // 192.0.2.0/24, 2001:db8:1::/48; "" for what is no address

}
