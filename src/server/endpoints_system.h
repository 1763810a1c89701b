#pragma once

#include "server/endpoint.h"

// The parts of endpoints_system(), each in a file of its own name.
namespace kenkei::server {

std::vector<Endpoint> endpoints_schedule(); // what the clock does, and what is overdue
std::vector<Endpoint> endpoints_hooks();    // other programs that are told
std::vector<Endpoint> endpoints_audit();    // verifications, anchors, copies

// For parameters of lists.
inline constexpr std::string_view text_schema = R"({"type":"string","maxLength":200})";

}
