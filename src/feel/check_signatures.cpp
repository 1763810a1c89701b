#include "feel/check_signatures.h"

#include <algorithm>

namespace kenkei::feel {

namespace {

using Form = StaticType::Form;
using Null = Signature::Null;

// In the order of DMN 1.5, 10.3.4. Functions of contexts are left out: nothing is said about them.
constexpr Signature signatures[] = {
    {"date", "D", Form::Date, Null::Maybe},
    {"time", "T", Form::Time, Null::Maybe},
    {"date and time", "D", Form::DateTime, Null::Maybe},
    {"date", "n", Form::Date, Null::Maybe, 3},
    {"time", "nnn_", Form::Time, Null::Maybe, 3},
    {"time", "nnn_", Form::Time, Null::Maybe, 4},
    {"date and time", "d*", Form::DateTime, Null::Strict, 2},
    {"duration", "U", Form::Unknown, Null::Maybe},
    {"years and months duration", "d", Form::YearsMonthsDuration, Null::Strict},
    {"number", "s_", Form::Number, Null::Maybe},
    {"string", "*", Form::String, Null::Strict},
    {"not", "b", Form::Boolean, Null::Strict},
    {"substring", "sn", Form::String, Null::Strict},
    {"string length", "s", Form::Number, Null::Strict},
    {"upper case", "s", Form::String, Null::Strict},
    {"lower case", "s", Form::String, Null::Strict},
    {"substring before", "s", Form::String, Null::Strict},
    {"substring after", "s", Form::String, Null::Strict},
    {"contains", "s", Form::Boolean, Null::Strict},
    {"starts with", "s", Form::Boolean, Null::Strict},
    {"ends with", "s", Form::Boolean, Null::Strict},
    {"string join", "l_", Form::String, Null::Strict},
    {"matches", "sss_", Form::Boolean, Null::Strict},
    {"replace", "ssss_", Form::String, Null::Strict},
    {"split", "s", Form::List, Null::Strict},
    {"list contains", "l*", Form::Boolean, Null::Strict},
    {"sublist", "ln", Form::List, Null::Maybe},
    {"append", "l_", Form::List, Null::Strict},
    {"concatenate", "l", Form::List, Null::Strict},
    {"insert before", "ln_", Form::List, Null::Maybe},
    {"remove", "ln", Form::List, Null::Maybe},
    {"list replace", "l__", Form::List, Null::Maybe},
    {"reverse", "l", Form::List, Null::Strict},
    {"index of", "l_", Form::List, Null::Strict},
    {"union", "l", Form::List, Null::Strict},
    {"distinct values", "l", Form::List, Null::Strict},
    {"flatten", "l", Form::List, Null::Strict},
    {"sort", "l_", Form::List, Null::Maybe},
    {"count", "l", Form::Number, Null::Strict},
    {"min", "V", Form::Unknown, Null::Strict},
    {"max", "V", Form::Unknown, Null::Strict},
    {"sum", "N", Form::Number, Null::Strict},
    {"mean", "N", Form::Number, Null::Strict},
    {"product", "N", Form::Number, Null::Strict},
    {"median", "N", Form::Number, Null::Strict},
    {"stddev", "N", Form::Number, Null::Maybe},
    {"mode", "N", Form::List, Null::Strict},
    {"all", "B", Form::Boolean, Null::Strict},
    {"any", "B", Form::Boolean, Null::Strict},
    {"decimal", "n", Form::Number, Null::Strict},
    {"floor", "n", Form::Number, Null::Strict},
    {"ceiling", "n", Form::Number, Null::Strict},
    {"round up", "n", Form::Number, Null::Strict},
    {"round down", "n", Form::Number, Null::Strict},
    {"round half up", "n", Form::Number, Null::Strict},
    {"round half down", "n", Form::Number, Null::Strict},
    {"abs", "m", Form::Unknown, Null::Strict},
    {"modulo", "n", Form::Number, Null::Strict},
    {"sqrt", "n", Form::Number, Null::Maybe},
    {"log", "n", Form::Number, Null::Maybe},
    {"exp", "n", Form::Number, Null::Strict},
    {"odd", "n", Form::Boolean, Null::Strict},
    {"even", "n", Form::Boolean, Null::Strict},
    {"day of year", "d", Form::Number, Null::Strict},
    {"day of week", "d", Form::String, Null::Strict},
    {"month of year", "d", Form::String, Null::Strict},
    {"week of year", "d", Form::Number, Null::Strict},
    {"now", "", Form::DateTime, Null::Maybe},
    {"today", "", Form::Date, Null::Maybe},
    {"is", "_", Form::Boolean, Null::Never},
    {"before", "*", Form::Boolean, Null::Strict},
    {"after", "*", Form::Boolean, Null::Strict},
    {"meets", "*", Form::Boolean, Null::Strict},
    {"met by", "*", Form::Boolean, Null::Strict},
    {"overlaps", "*", Form::Boolean, Null::Strict},
    {"overlaps before", "*", Form::Boolean, Null::Strict},
    {"overlaps after", "*", Form::Boolean, Null::Strict},
    {"finishes", "*", Form::Boolean, Null::Strict},
    {"finished by", "*", Form::Boolean, Null::Strict},
    {"includes", "*", Form::Boolean, Null::Strict},
    {"during", "*", Form::Boolean, Null::Strict},
    {"starts", "*", Form::Boolean, Null::Strict},
    {"started by", "*", Form::Boolean, Null::Strict},
    {"coincides", "*", Form::Boolean, Null::Strict},
};

}

const Signature* find_signature(std::string_view function, std::size_t arguments)
{
    const auto find = [&](std::size_t wanted) {
        const auto* found = std::find_if(std::begin(signatures), std::end(signatures), [&](const Signature& signature) {
            return signature.name == function && signature.arguments == wanted;
        });
        return found == std::end(signatures) ? nullptr : found;
    };
    const Signature* exact = find(arguments);
    return exact != nullptr ? exact : find(0);
}

char letter_of(const Signature& signature, std::size_t argument)
{
    if (signature.takes.empty())
        return '_';
    return signature.takes[std::min(argument, signature.takes.size() - 1)];
}

bool needs_argument(const Signature& signature, std::size_t argument)
{
    const char letter = letter_of(signature, argument);
    // all and any are three-valued: one value can decide.
    return signature.null != Signature::Null::Never && letter != '_' && letter != 'B';
}

}
