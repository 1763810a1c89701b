#pragma once

#include "desk/comparable_text.h"
#include "desk/gram_sets.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace kenkei::desk {

// Finds which of many texts may be alike. Texts are told by the caller's numbers.
class Candidates {
public:
    explicit Candidates(std::uint64_t seed) : m_seed(seed) {}

    // The set must not be empty.
    void add_set(std::uint32_t text, std::span<const std::uint32_t> grams);
    void add_passages(std::uint32_t text, const ComparableText&);

    // Calls `check` with pairs (smaller number first), in a fixed order; the same pair may come again. `settled` says
    // that a pair need not be checked any more.
    using Pair = std::function<void(std::uint32_t, std::uint32_t)>;
    using Settled = std::function<bool(std::uint32_t, std::uint32_t)>;
    void for_each_pair(const Settled& settled, const Pair& check);

    // The same for neighbours among texts with the same long passage, where those are more than for_each_pair looks at
    // or more than `common`, from which on their grams may be common ones.
    static constexpr std::size_t long_passage = 30; // characters
    void for_each_long_passage(std::size_t common, const Settled& settled, const Pair& check);

private:
    // Texts with the same key are candidates of each other.
    struct Entry {
        std::uint64_t key = 0;
        std::uint32_t text = 0;
        auto operator<=>(const Entry&) const = default;
    };
    // A text among those with the same fingerprint: m_fingerprints[first] to [own] are they up to itself.
    struct Posting {
        std::uint32_t text = 0;
        std::uint32_t first = 0;
        std::uint32_t own = 0;
        auto operator<=>(const Posting&) const = default;
    };
    static void pair_up_band(const std::vector<Entry>& entries, const Settled&, const Pair&);
    void pair_up_passages(const Settled&, const Pair&);

    std::uint64_t m_seed;
    std::vector<std::uint32_t> m_texts;
    std::vector<std::uint32_t> m_signatures; // bins of all texts, one text behind the other
    std::vector<Entry> m_fingerprints;
    std::vector<Entry> m_long_fingerprints;
    std::size_t m_text_end = 0; // behind the last text with passages
};

}
