#include "scheme/table_rows.h"

#include <algorithm>
#include <set>

namespace kenkei::scheme {

namespace {

class Search {
public:
    Search(std::span<const std::vector<RowSet>> axes, Budget& budget, std::size_t axis_count)
        : m_axes(axes)
        , m_budget(budget)
        , m_choice(axis_count)
        , m_lost(axis_count)
    {}

    bool descend(std::size_t depth, const RowSet& rows)
    {
        if (rows.empty())
            return true;
        if (depth == m_axes.size() || m_stays[depth].meets(rows) || m_lost[depth].contains(rows))
            return false;
        std::vector<RowSet> tried;
        for (std::size_t piece = 0; piece < m_axes[depth].size(); ++piece) {
            if (m_budget.spent())
                return false;
            --m_budget.left;
            RowSet next = rows;
            next &= m_axes[depth][piece];
            // Where fewer rows could not be lost, more cannot either.
            if (std::any_of(tried.begin(), tried.end(), [&](const RowSet& fewer) { return fewer.is_subset_of(next); }))
                continue;
            m_choice[depth] = piece;
            if (descend(depth + 1, next))
                return true;
            tried.push_back(std::move(next));
        }
        m_lost[depth].insert(rows);
        return false;
    }

    // Rows that each axis from some depth on leaves whatever the point: found once.
    void note_what_stays(const RowSet& all)
    {
        m_stays.assign(m_axes.size() + 1, all);
        for (std::size_t depth = m_axes.size(); depth-- > 0;) {
            m_stays[depth] = m_stays[depth + 1];
            for (const RowSet& piece : m_axes[depth])
                m_stays[depth] &= piece;
        }
    }

    std::vector<std::size_t> choice() const { return m_choice; }

private:
    std::span<const std::vector<RowSet>> m_axes;
    Budget& m_budget;
    std::vector<std::size_t> m_choice;
    std::vector<std::set<RowSet>> m_lost; // by depth: rows that cannot all be lost from there on
    std::vector<RowSet> m_stays;
};

}

RowSet RowSet::all(std::size_t rows)
{
    RowSet set(rows);
    for (std::size_t row = 0; row < rows; ++row)
        set.add(row);
    return set;
}

RowSet RowSet::resized(std::size_t rows) const
{
    RowSet set = *this;
    set.m_words.resize((rows + 63) / 64);
    return set;
}

bool RowSet::empty() const
{
    return std::all_of(m_words.begin(), m_words.end(), [](std::uint64_t word) { return word == 0; });
}

bool RowSet::is_subset_of(const RowSet& other) const
{
    for (std::size_t i = 0; i < m_words.size(); ++i) {
        if ((m_words[i] & ~other.m_words[i]) != 0)
            return false;
    }
    return true;
}

bool RowSet::meets(const RowSet& other) const
{
    for (std::size_t i = 0; i < m_words.size(); ++i) {
        if ((m_words[i] & other.m_words[i]) != 0)
            return true;
    }
    return false;
}

RowSet& RowSet::operator&=(const RowSet& other)
{
    for (std::size_t i = 0; i < m_words.size(); ++i)
        m_words[i] &= other.m_words[i];
    return *this;
}

RowSet& RowSet::operator|=(const RowSet& other)
{
    for (std::size_t i = 0; i < m_words.size(); ++i)
        m_words[i] |= other.m_words[i];
    return *this;
}

std::optional<std::vector<std::size_t>> find_point_without(const RowSet& rows,
                                                           std::span<const std::vector<RowSet>> axes, Budget& budget)
{
    Search search(axes, budget, axes.size());
    search.note_what_stays(rows);
    if (search.descend(0, rows))
        return search.choice();
    return {};
}

}
