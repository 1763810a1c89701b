#pragma once

#include "base/source_position.h"

#include <string>
#include <utility>
#include <variant>

namespace kenkei::base {

// Why something could not be done: what, where, and the way out. The words are for the person who must act (Japanese);
// `code` is stable and for machines ("json.duplicate-key").
struct Error {
    std::string code;
    std::string message;
    std::string way_out = {};
    std::string file = {};
    SourcePosition at = {};
    std::string excerpt = {}; // line_with_caret, where there is a text to show
};

// `file:line:column: message`, the excerpt, and `→ way out`, each on its own line; no line end after the last.
std::string describe(const Error&);

// A value or an Error. Cannot be dropped; propagate with TRY.
template<typename T>
class [[nodiscard]] Result {
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

    bool ok() const { return m_state.index() == 0; }
    explicit operator bool() const { return ok(); }

    // Only when ok().
    T& value() & { return *std::get_if<0>(&m_state); }
    const T& value() const& { return *std::get_if<0>(&m_state); }
    T&& value() && { return std::move(*std::get_if<0>(&m_state)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    // Only when not ok().
    Error& error() & { return *std::get_if<1>(&m_state); }
    const Error& error() const& { return *std::get_if<1>(&m_state); }
    Error&& error() && { return std::move(*std::get_if<1>(&m_state)); }

private:
    std::variant<T, Error> m_state;
};

struct Unit {};

template<>
class [[nodiscard]] Result<void> : public Result<Unit> {
public:
    Result() : Result<Unit>(Unit{}) {}
    Result(Error error) : Result<Unit>(std::move(error)) {}
};

}

// Gives the value of a Result or returns its Error from the enclosing function. TRYs may be nested: each has its
// own name.
#define TRY(...) KENKEI_TRY_COUNTED(__COUNTER__, __VA_ARGS__)
#define KENKEI_TRY_COUNTED(counter, ...) KENKEI_TRY_NAMED(counter, __VA_ARGS__)
#define KENKEI_TRY_NAMED(counter, ...)                                                                                 \
    ({                                                                                                                 \
        auto kenkei_try_##counter = (__VA_ARGS__);                                                                     \
        if (!kenkei_try_##counter.ok())                                                                                \
            return std::move(kenkei_try_##counter).error();                                                            \
        std::move(kenkei_try_##counter).value();                                                                       \
    })
