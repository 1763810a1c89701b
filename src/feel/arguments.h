#pragma once

#include "feel/value.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kenkei::feel {

// Reads the arguments of a built-in, counted from 0. The first one that does not fit is kept as the reason for null;
// what is read after that is empty. Values convert as DMN 1.5, 10.3.2.9.4 says: a list of one item stands for the item
// where no list is asked for, a value that is no list for the list of it where one is.
class Arguments {
public:
    Arguments(std::string_view function, std::span<const Value> values, std::size_t least, std::size_t most);
    Arguments(std::string_view function, std::span<const Value> values, std::size_t count)
        : Arguments(function, values, count, count)
    {}

    bool ok() const { return m_reason.empty(); }
    Value failure() const { return Value::null(m_reason); }
    // Marks a failure of the function's own kind: `<function> の<n>番目の引数は<what>`.
    void refuse(std::size_t index, std::string_view what);

    // Whether it is there and not null.
    bool given(std::size_t index) const { return index < m_values.size() && !m_values[index].is_null(); }
    // As it stands; null if it is not there.
    const Value& any(std::size_t index) const;
    // As it stands, or the item of a list of one.
    const Value& single(std::size_t index) const;

    const std::string& string(std::size_t index);
    const base::Decimal& number(std::size_t index);
    bool boolean(std::size_t index);
    // A number without its fraction, as positions, lengths and scales are read.
    std::int64_t whole(std::size_t index);
    const List& list(std::size_t index);
    const Context& context(std::size_t index);
    const CalendarDate& date(std::size_t index); // also of a date and time

private:
    const Value& expect(std::size_t index, Kind kind);

    std::string_view m_function;
    std::span<const Value> m_values;
    std::vector<Value> m_made; // lists made of single values
    std::string m_reason;
};

}
