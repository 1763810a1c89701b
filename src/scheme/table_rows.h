#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace kenkei::scheme {

// A set of a table's rows, numbered from 0.
class RowSet {
public:
    explicit RowSet(std::size_t rows) : m_words((rows + 63) / 64) {}
    static RowSet all(std::size_t rows);

    bool has(std::size_t row) const { return (m_words[row / 64] >> (row % 64) & 1) != 0; }
    void add(std::size_t row) { m_words[row / 64] |= std::uint64_t{1} << (row % 64); }
    void remove(std::size_t row) { m_words[row / 64] &= ~(std::uint64_t{1} << (row % 64)); }
    RowSet resized(std::size_t rows) const;
    bool empty() const;
    bool is_subset_of(const RowSet&) const;
    bool meets(const RowSet&) const; // some row is in both
    RowSet& operator&=(const RowSet&);
    RowSet& operator|=(const RowSet&);
    auto operator<=>(const RowSet&) const = default;

private:
    std::vector<std::uint64_t> m_words;
};

// How much work a search may do before it gives up.
struct Budget {
    std::size_t left = 2'000'000;
    bool spent() const { return left == 0; }
};

// The space of a table's inputs: axes cut into pieces, each with the rows that a point in it leaves. A search for a
// point that leaves none of `rows`, by refining axis after axis; never walks the whole product. Gives the piece of each
// axis; nothing if there is no such point or the budget is spent.
std::optional<std::vector<std::size_t>> find_point_without(const RowSet& rows,
                                                           std::span<const std::vector<RowSet>> axes, Budget&);

}
