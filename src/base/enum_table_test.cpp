#include "base/enum_table.h"

#include <gtest/gtest.h>

namespace kenkei::base {

namespace {

enum class Fruit { Apple, Pear };
struct FruitWords {
    Fruit fruit;
    std::string_view name;
    std::string_view label;
};
constexpr std::array fruits{FruitWords{Fruit::Apple, "apple", "りんご"}, FruitWords{Fruit::Pear, "pear", "なし"}};
constexpr std::array shuffled{FruitWords{Fruit::Pear, "pear", "なし"}, FruitWords{Fruit::Apple, "apple", "りんご"}};

static_assert(stands_in_order(fruits, &FruitWords::fruit));
static_assert(!stands_in_order(shuffled, &FruitWords::fruit));
static_assert(values_in(fruits, &FruitWords::fruit) == std::array{Fruit::Apple, Fruit::Pear});

}

TEST(EnumTable, 値から行を名前から値を引きない名前からは何も引かない)
{
    EXPECT_EQ(row_of(fruits, Fruit::Pear).label, "なし");
    EXPECT_EQ(value_named(fruits, &FruitWords::fruit, "pear"), Fruit::Pear);
    for (const char* name : {"", "Pear", "なし", "pear "})
        EXPECT_FALSE(value_named(fruits, &FruitWords::fruit, name)) << name;
}

}
