#pragma once

#include "desk/comparable_text.h"

#include <cstdint>
#include <vector>

namespace kenkei::desk {

// The same passage in two texts: where it stands in each as it was written, in code points.
struct Passage {
    std::uint32_t first_begin = 0;
    std::uint32_t first_end = 0;
    std::uint32_t second_begin = 0;
    std::uint32_t second_end = 0;
    std::uint32_t length = 0; // in comparable characters, without the scheme's own
    bool operator==(const Passage&) const = default;
};

inline constexpr std::size_t shortest_passage = 8; // comparable characters

// The longest passages that both texts have, none overlapping another in either, by their place in the first; at most
// `most`. What is only the scheme's own wording is none.
std::vector<Passage> common_passages(const ComparableText& first, const ComparableText& second, std::size_t most);

}
