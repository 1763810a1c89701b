#include "office/same_place.h"

#include <gtest/gtest.h>

namespace kenkei::office {

TEST(SamePlace, 書き方だけが違う所在地は同じところ)
{
    const std::string_view registered = "東京都千代田区霞が関３丁目１番１号";
    for (const std::string_view typed : {"東京都千代田区霞が関３丁目１番１号", "東京都千代田区霞が関3-1-1",
                                         "東京都千代田区霞が関三丁目一番一号", "東京都 千代田区　霞が関 ３ー１ー１",
                                         "東京都千代田区霞が関3丁目1-1", "東京都千代田区霞が関3−1−1 中央ビル5階"})
        EXPECT_TRUE(is_same_place(typed, registered)) << typed;
    EXPECT_TRUE(is_same_place("京都府京都市上京区一番町23番地", "京都府京都市上京区一番町２３番地"));
    EXPECT_TRUE(is_same_place("北海道見本市北二十三丁目十番", "北海道見本市北23丁目10番"));
    EXPECT_TRUE(is_same_place("東京都港区三田二十丁目1", "東京都港区三田20-1"));
}

TEST(SamePlace, 番地が違えば別のところ)
{
    const std::string_view registered = "東京都千代田区霞が関３丁目１番１号";
    for (const std::string_view typed :
         {"東京都千代田区霞が関3-11", "東京都千代田区霞が関31-1", "東京都千代田区霞が関3-1-12",
          "東京都千代田区霞が関3-1", "東京都千代田区霞が関3-1-1-5", "大阪府大阪市中央区大手前4-1-67", "霞が関3-1-1", "",
          "　"})
        EXPECT_FALSE(is_same_place(typed, registered)) << typed;
    EXPECT_FALSE(is_same_place("東京都港区三田2-1", "東京都港区3田2-1")); // 三田 is a name
    EXPECT_FALSE(is_same_place("東京都千代田区霞が関3-1-1", ""));
    EXPECT_FALSE(is_same_place("東京都千代田区霞が関3-1-1", "-"));
}

}
