#pragma once

#include "feel/builtins.h"

#include <span>

namespace kenkei::feel {

// The built-ins by the sections of DMN 1.5, 10.3.4; builtins() is all of them.
std::span<const Builtin> conversion_builtins(); // 10.3.4.1
std::span<const Builtin> string_builtins();     // 10.3.4.2 not, 10.3.4.3
std::span<const Builtin> regex_builtins();      // 10.3.4.3: matches, replace, split
std::span<const Builtin> list_builtins();       // 10.3.4.4: lists in, lists out
std::span<const Builtin> aggregate_builtins();  // 10.3.4.4: one value of a list
std::span<const Builtin> numeric_builtins();    // 10.3.4.5
std::span<const Builtin> temporal_builtins();   // 10.3.4.6, 10.3.4.8
std::span<const Builtin> range_builtins();      // 10.3.4.7, 10.3.4.9
std::span<const Builtin> context_builtins();    // 10.3.4.10, sort and get value among them

}
