#pragma once

#include "desk/comparable_text.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace kenkei::desk {

// The sets of grams (runs of 2 to 4 comparable characters) of many texts, each gram as a number.
class GramSets {
public:
    explicit GramSets(std::size_t gram);

    // Appends the set of one text; grams that are all the scheme's own are left out.
    void add(const ComparableText&);

    // Takes out of every set the grams that stand in more than `most` texts.
    void drop_common(std::size_t most);

    std::size_t size() const { return m_ends.size(); }
    std::span<const std::uint32_t> set(std::size_t text) const; // ascending

private:
    std::uint32_t number_of(std::uint64_t key);
    void grow();

    struct Slot {
        std::uint64_t key = 0; // 0: free
        std::uint32_t number = 0;
    };
    std::size_t m_gram;
    std::vector<Slot> m_slots;               // open addressing; a power of two
    std::vector<std::uint32_t> m_texts_with; // by gram
    std::vector<std::uint32_t> m_grams;      // of all texts, one behind the other
    std::vector<std::size_t> m_ends;         // of each text in m_grams
};

// Grams that both sets have.
std::size_t count_shared(std::span<const std::uint32_t> one, std::span<const std::uint32_t> other);

// Spreads a number's bits; the same everywhere, so that results are.
constexpr std::uint64_t mix(std::uint64_t x)
{
    x ^= x >> 33;
    x *= 0xff51afd7ed558ccdULL;
    x ^= x >> 33;
    x *= 0xc4ceb9fe1a85ec53ULL;
    return x ^ (x >> 33);
}

}
