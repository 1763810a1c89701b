#include "base/edits.h"

#include <gtest/gtest.h>

namespace kenkei::base {

TEST(EditsBetween, 入れる_除く_替える文字を数える)
{
    EXPECT_EQ(edits_between("", ""), 0U);
    EXPECT_EQ(edits_between("rate", "rate"), 0U);
    EXPECT_EQ(edits_between("rate", "rat"), 1U);
    EXPECT_EQ(edits_between("", "rate"), 4U);
    EXPECT_EQ(edits_between("kitten", "sitting"), 3U);
    EXPECT_EQ(edits_between("受診率", "受診者率"), 1U); // characters, not bytes
    EXPECT_EQ(edits_between("東京", "京都"), 2U);
}

}
