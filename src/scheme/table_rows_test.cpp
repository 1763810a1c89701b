#include "scheme/table_rows.h"

#include <gtest/gtest.h>

#include <random>

namespace kenkei::scheme {

namespace {

RowSet rows(std::size_t size, std::initializer_list<std::size_t> members)
{
    RowSet set(size);
    for (std::size_t member : members)
        set.add(member);
    return set;
}

// Walks the whole product.
bool some_point_loses(RowSet left, std::span<const std::vector<RowSet>> axes)
{
    if (axes.empty())
        return left.empty();
    for (const RowSet& piece : axes.front()) {
        RowSet next = left;
        next &= piece;
        if (some_point_loses(next, axes.subspan(1)))
            return true;
    }
    return false;
}

}

TEST(RowSet, 六十四行を超えても一行ずつ数える)
{
    RowSet set = rows(130, {0, 64, 129});
    EXPECT_TRUE(set.has(0) && set.has(64) && set.has(129));
    EXPECT_FALSE(set.has(63) || set.has(65) || set.has(128));
    EXPECT_TRUE(rows(130, {129}).is_subset_of(set));
    EXPECT_FALSE(rows(130, {128}).is_subset_of(set));
    set.remove(64);
    EXPECT_EQ(set, rows(130, {0, 129}));
    EXPECT_EQ(rows(2, {1}).resized(130), rows(130, {1}));
    EXPECT_FALSE(RowSet::all(130).empty());
    EXPECT_TRUE(set.is_subset_of(RowSet::all(130)));
    EXPECT_TRUE(RowSet(130).empty());
}

TEST(FindPointWithout, どの行も残らない点)
{
    const std::vector<std::vector<RowSet>> axes{{rows(3, {0, 1}), rows(3, {1, 2})}, {rows(3, {0}), rows(3, {1})}};
    Budget budget;
    EXPECT_EQ(find_point_without(RowSet::all(3), axes, budget), (std::vector<std::size_t>{1, 0}));
    EXPECT_EQ(find_point_without(rows(3, {0, 2}), axes, budget), (std::vector<std::size_t>{0, 1}));
    EXPECT_FALSE(find_point_without(rows(3, {0, 1}), std::span(axes).first(1), budget));
    EXPECT_FALSE(budget.spent());
}

TEST(FindPointWithout, 点のない軸があれば点はない)
{
    const std::vector<std::vector<RowSet>> axes{{rows(1, {})}, {}};
    Budget budget;
    EXPECT_FALSE(find_point_without(rows(1, {0}), std::span(axes).last(1), budget));
}

TEST(FindPointWithout, 全部の点を調べた結果と合う)
{
    std::mt19937 random(20300401);
    int found = 0;
    for (int round = 0; round < 2000; ++round) {
        std::vector<std::vector<RowSet>> axes(2 + random() % 4);
        for (auto& axis : axes) {
            for (std::size_t piece = 0; piece < 1 + random() % 4; ++piece) {
                RowSet set(6);
                for (std::size_t row = 0; row < 6; ++row) {
                    if (random() % 3 != 0)
                        set.add(row);
                }
                axis.push_back(set);
            }
        }
        Budget budget;
        const auto point = find_point_without(RowSet::all(6), axes, budget);
        EXPECT_EQ(point.has_value(), some_point_loses(RowSet::all(6), axes));
        if (!point)
            continue;
        ++found;
        RowSet left = RowSet::all(6);
        for (std::size_t axis = 0; axis < axes.size(); ++axis)
            left &= axes[axis][(*point)[axis]];
        EXPECT_TRUE(left.empty());
    }
    EXPECT_GT(found, 200);
    EXPECT_LT(found, 1800);
}

TEST(FindPointWithout, 限りに達したらやめる)
{
    // Each of the four points keeps a row of its own.
    const std::vector<std::vector<RowSet>> axes{{rows(4, {0, 1}), rows(4, {2, 3})}, {rows(4, {0, 2}), rows(4, {1, 3})}};
    Budget enough{.left = 7};
    EXPECT_FALSE(find_point_without(RowSet::all(4), axes, enough));
    EXPECT_EQ(enough.left, 1U);
    Budget little{.left = 3};
    EXPECT_FALSE(find_point_without(RowSet::all(4), axes, little));
    EXPECT_TRUE(little.spent());
}

}
