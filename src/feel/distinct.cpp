#include "feel/distinct.h"

#include "feel/compare.h"

#include <algorithm>
#include <functional>

namespace kenkei::feel {

namespace {

std::uint64_t mixed(std::uint64_t hash, std::uint64_t next)
{
    return (hash ^ next) * 0x9E37'79B9'7F4A'7C15 + (hash >> 29);
}

std::uint64_t hash_of(std::string_view text)
{
    return std::hash<std::string_view>{}(text);
}

// The same for all values that are equal.
std::uint64_t hash_of(const Value& value)
{
    auto hash = static_cast<std::uint64_t>(value.kind());
    switch (value.kind()) {
    case Kind::Boolean:
        return mixed(hash, value.as_boolean() ? 1 : 2);
    case Kind::Number:
        return mixed(hash, hash_of(value.as_number().to_text()));
    case Kind::String:
        return mixed(hash, hash_of(value.as_string()));
    case Kind::Date: {
        const CalendarDate& date = value.as_date();
        return mixed(hash, static_cast<std::uint64_t>(date.year * 372 + date.month * 31 + date.day));
    }
    case Kind::YearsMonthsDuration:
        return mixed(hash, static_cast<std::uint64_t>(value.as_years_months().months));
    case Kind::DaysTimeDuration:
        return mixed(hash, static_cast<std::uint64_t>(value.as_days_time().nanoseconds));
    case Kind::List:
        for (const Value& item : value.as_list())
            hash = mixed(hash, hash_of(item));
        return hash;
    case Kind::Context:
        for (const auto& [name, entry] : value.as_context())
            hash += mixed(hash_of(name), hash_of(entry)); // in any order
        return hash;
    case Kind::Null:
    case Kind::Time:
    case Kind::DateTime:
    case Kind::Range:
    case Kind::Function:
        return hash;
    }
    return hash;
}

}

std::size_t DistinctValues::place_of(const Value& value)
{
    auto& places = m_places[hash_of(value)];
    for (std::size_t place : places) {
        m_comparisons += std::min(m_values[place].parts(), value.parts());
        if (exhausted() || equal(m_values[place], value) == true)
            return place;
    }
    places.push_back(m_values.size());
    m_values.push_back(value);
    return places.back();
}

}
