#pragma once

#include "base/result.h"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace kenkei::fuzz {

// What a target gives back for an input that is no good start for others: libFuzzer does not put it into the corpus.
inline constexpr int not_kept = -1;

// A promise is not kept: says which, shows what to look at, and ends the program, so that the input is kept.
[[noreturn]] inline void broken(const char* promise, const std::string& shown = {})
{
    std::fprintf(stderr, "not kept: %s\n%s\n", promise, shown.c_str());
    std::abort();
}

inline void require(bool kept, const char* promise)
{
    if (!kept)
        broken(promise);
}

// The value of what must not fail.
template<typename T>
const T& require_value(const base::Result<T>& result, const char* promise, const std::string& shown = {})
{
    if (!result.ok())
        broken(promise, shown + "\n" + base::describe(result.error()));
    return result.value();
}

// Errors that people read have a code, which begins with `code`, and words.
inline void require_good(const base::Error& error, std::string_view code = {})
{
    if (error.code.empty() || !error.code.starts_with(code) || error.message.empty())
        broken("an error has its code and words", base::describe(error));
}

}
