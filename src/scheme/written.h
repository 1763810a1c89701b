#pragma once

#include "edition/read_edition.h"

#include <initializer_list>
#include <string_view>

namespace kenkei::scheme {

// The value at `keys` below the tree of a part, for its place; a value without place if it is not written there.
const base::json::Value& written(const base::json::Value& tree, std::initializer_list<std::string_view> keys);
const base::json::Value& written(const edition::Parts&, const edition::Question&);

}
