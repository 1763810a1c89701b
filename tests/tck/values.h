#pragma once

#include "feel/value.h"

#include <pugixml.hpp>

namespace kenkei::tck {

// The value of an inputNode, expected, component or item element: value | component… | list.
feel::Value read_value(pugi::xml_node);

// Whether `got` is what the kit expects. Numbers compare by value; where that fails and neither is whole, to eight
// digits (the kit writes roots, logarithms and the like rounded).
bool agrees(const feel::Value& expected, const feel::Value& got);

}
