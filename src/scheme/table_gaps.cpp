#include "scheme/table_space.h"

#include <algorithm>
#include <bit>

namespace kenkei::scheme {

namespace {

constexpr std::size_t enough_choices = 255; // all there are of eight columns

// Sets of columns as bit masks: the smaller first, and of the same size those with the leftmost columns. Where there
// are too many only the small ones, and all columns.
std::vector<std::uint64_t> choices_of_columns(std::size_t count)
{
    std::vector<std::uint64_t> choices;
    auto choose = [&](auto& self, std::size_t from, std::uint64_t chosen, std::size_t left) -> void {
        if (left == 0) {
            choices.push_back(chosen);
            return;
        }
        for (std::size_t column = from; column < count; ++column)
            self(self, column + 1, chosen | std::uint64_t{1} << column, left - 1);
    };
    for (std::size_t size = 1; size < count && choices.size() < enough_choices; ++size)
        choose(choose, 0, 0, size);
    choose(choose, 0, 0, count);
    return choices;
}

}

// Looks for gaps one after the other. A gap that was found becomes a further row, so that the next is another.
class TableSpace::GapSearch {
public:
    GapSearch(const TableSpace& space, std::size_t most, Budget& budget)
        : m_columns(space.m_columns)
        , m_rows(space.m_table.rules.rows.size())
        , m_most(most)
        , m_budget(budget)
        , m_start(RowSet::all(m_rows).resized(m_rows + most))
    {}

    void add(Axis axis)
    {
        Part part{.axis = std::move(axis), .open = {}, .found = {}};
        for (const Place& place : part.axis.places) {
            std::vector<RowSet> open;
            for (std::size_t i = 0; i < part.axis.columns.size(); ++i) {
                const Piece& piece = m_columns[part.axis.columns[i]].pieces()[place.pieces[i]];
                open.push_back(piece.blank ? RowSet::all(m_rows) : piece.open); // a gap is not for want of an answer
                open.back() = open.back().resized(m_rows + m_most);
            }
            part.open.push_back(std::move(open));
            part.found.emplace_back(m_rows + m_most);
        }
        m_parts.push_back(std::move(part));
    }

    // Related columns of which it is not known what they may be together: a gap must not take more than one of them.
    void add_untried(const std::vector<std::size_t>& columns)
    {
        std::uint64_t mask = 0;
        for (std::size_t column : columns)
            mask |= std::uint64_t{1} << column;
        m_untried.push_back(mask);
    }

    std::vector<Example> find()
    {
        std::vector<Example> gaps;
        for (std::uint64_t chosen : choices_of_columns(m_columns.size())) {
            if (std::any_of(m_untried.begin(), m_untried.end(),
                            [&](std::uint64_t group) { return std::popcount(chosen & group) > 1; }))
                continue;
            while (gaps.size() < m_most) {
                const auto places = find_with(chosen);
                if (!places)
                    break;
                gaps.push_back(example_of(chosen, *places));
                fill(chosen, *places, m_rows + gaps.size() - 1);
            }
        }
        return gaps;
    }

private:
    struct Part {
        Axis axis;
        std::vector<std::vector<RowSet>> open; // by place and column of the axis: the rows it leaves
        std::vector<RowSet> found;             // by place: the gaps that lie there
    };

    static bool chooses(std::uint64_t chosen, std::size_t column) { return (chosen >> column & 1) != 0; }

    // The rows that a place leaves, as far as the chosen columns say.
    RowSet left_at(const Part& part, std::size_t place, std::uint64_t chosen) const
    {
        RowSet left = RowSet::all(m_rows).resized(m_rows + m_most);
        for (std::size_t i = 0; i < part.axis.columns.size(); ++i) {
            if (chooses(chosen, part.axis.columns[i]))
                left &= part.open[place][i];
        }
        return left;
    }

    std::optional<std::vector<std::size_t>> find_with(std::uint64_t chosen)
    {
        std::vector<std::vector<RowSet>> axes;
        for (const Part& part : m_parts) {
            axes.emplace_back();
            for (std::size_t place = 0; place < part.axis.places.size(); ++place) {
                axes.back().push_back(left_at(part, place, chosen));
                axes.back().back() |= part.found[place];
            }
        }
        return find_point_without(m_start, axes, m_budget);
    }

    Example example_of(std::uint64_t chosen, const std::vector<std::size_t>& places) const
    {
        Example example;
        for (std::size_t part = 0; part < m_parts.size(); ++part) {
            const Axis& axis = m_parts[part].axis;
            for (std::size_t i = 0; i < axis.columns.size(); ++i) {
                if (chooses(chosen, axis.columns[i]))
                    example.emplace_back(axis.columns[i], axis.places[places[part]].values[i]);
            }
        }
        std::sort(example.begin(), example.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        return example;
    }

    // The gap around the point becomes the row `gap`: each axis may move as long as it loses the rows that it alone
    // has lost so far.
    void fill(std::uint64_t chosen, const std::vector<std::size_t>& places, std::size_t gap)
    {
        RowSet left = RowSet::all(m_rows).resized(m_rows + m_most);
        for (std::size_t index = 0; index < m_parts.size(); ++index) {
            Part& part = m_parts[index];
            RowSet kept = left;
            kept &= left_at(part, places[index], chosen);
            for (std::size_t place = 0; place < part.axis.places.size(); ++place) {
                RowSet here = left;
                here &= left_at(part, place, chosen);
                if (here.is_subset_of(kept))
                    part.found[place].add(gap);
            }
            left = std::move(kept);
        }
        m_start.add(gap);
    }

    const std::vector<Column>& m_columns;
    std::size_t m_rows;
    std::size_t m_most;
    Budget& m_budget;
    RowSet m_start;
    std::vector<Part> m_parts;
    std::vector<std::uint64_t> m_untried;
};

std::vector<Example> TableSpace::gaps(std::size_t most, Budget& budget)
{
    // Without regard to what goes together there are more inputs than there really are.
    std::vector<std::vector<RowSet>> axes;
    for (const Column& column : m_columns) {
        axes.emplace_back();
        for (const Piece& piece : column.pieces()) {
            if (!piece.blank)
                axes.back().push_back(piece.open);
        }
    }
    if (m_columns.size() >= 64)
        budget.left = 0; // more columns than fit a mask
    if (!find_point_without(RowSet::all(m_table.rules.rows.size()), axes, budget))
        return {};

    std::vector<const Axis*> together;
    for (std::size_t group = 0; group < m_groups.size(); ++group)
        together.push_back(m_groups[group].size() > 1 ? joined(group) : nullptr);
    GapSearch search(*this, most, budget);
    for (std::size_t group = 0; group < m_groups.size(); ++group) {
        if (together[group]) {
            search.add(*together[group]);
            continue;
        }
        for (std::size_t column : m_groups[group])
            search.add(single(column));
        search.add_untried(m_groups[group]);
    }
    return search.find();
}

}
