#pragma once

#include "feel/value.h"

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace kenkei::feel {

// Values that differ by FEEL's `=`, each with its place in the order of arrival. Looks up by a hash, so that a million
// numbers or texts stay quick; kinds whose equality no hash can follow (an instant in several zones) are compared one
// by one, up to a limit.
class DistinctValues {
public:
    // The place of the equal value that was there before, or the new place of this one. Only while !exhausted().
    std::size_t place_of(const Value&);

    const List& values() const { return m_values; }
    bool exhausted() const { return m_comparisons > most_comparisons; }

private:
    static constexpr std::size_t most_comparisons = 5'000'000;

    List m_values;
    std::unordered_map<std::uint64_t, std::vector<std::size_t>> m_places; // by hash
    std::size_t m_comparisons = 0;                                        // of single values
};

}
