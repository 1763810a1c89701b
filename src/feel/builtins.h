#pragma once

#include "feel/expression.h"

#include <span>
#include <string_view>
#include <vector>

namespace kenkei::feel {

class Evaluator;

// What a built-in may use besides its arguments.
struct CallContext {
    const Environment& environment;
    // Calls a FEEL function value (sort's `precedes`); null with its reason if it is none or does not fit.
    Value (*call)(const Value& function, std::span<const Value> arguments, const CallContext&);
    int depth = 0;
    Evaluator* evaluator = nullptr; // who counts steps and depth; pass the context on as it is
    int overload = -1;              // of a named invocation: which of the signatures its names belong to
};

// A built-in function (DMN 1.5, 10.3.4).
struct Builtin {
    std::string_view name; // may hold spaces: "date and time"
    // Parameter names of each overload, for named invocation; an optional parameter ends in '?'. The evaluator puts
    // named arguments into the order of the first overload that has all the names and pads absent optional ones with
    // null.
    std::vector<std::vector<std::string_view>> signatures;
    bool variadic = false; // takes any number of arguments (a single list stands for its items)
    Value (*run)(std::span<const Value> arguments, const CallContext&);
};

std::span<const Builtin> builtins();
const Builtin* find_builtin(std::string_view name); // nullptr if there is none

}
