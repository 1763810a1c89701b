#pragma once

#include "server/endpoint.h"

// The parts of endpoints_firms().
namespace kenkei::server {

std::vector<Endpoint> endpoints_lending(); // delegates of a firm, representatives of its employees

}
