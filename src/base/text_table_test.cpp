#include "base/text_table.h"

#include <gtest/gtest.h>

namespace kenkei::base {

TEST(TextTable, 全角と半角の幅が違っても列はそろう)
{
    TextTable table;
    table.add_row({"業種", "申請", "割合"});
    table.add_row({"卸売業", "120", "10.0%"});
    table.add_row({"A", "3", "0.0%"});
    EXPECT_EQ(table.to_text("  "), "  業種    申請   割合\n"
                                   "  卸売業   120  10.0%\n"
                                   "  A          3   0.0%\n");
}

TEST(TextTable, 列ごとに寄せる向きを選べ_行の終わりに空白を残さない)
{
    TextTable table({TextTable::Align::Left, TextTable::Align::Right, TextTable::Align::Left});
    table.add_row({"項目", "件", "内訳"});
    table.add_row({"い", "12", ""});
    table.add_row({"ろは"});
    EXPECT_EQ(table.to_text(""), "項目  件  内訳\n"
                                 "い    12\n"
                                 "ろは\n");
}

TEST(TextTable, 端末を操る文字は見える形にする)
{
    TextTable table;
    table.add_row({"a\x1b[1m\nb", "1"});
    EXPECT_EQ(table.to_text(""), "a␛[1m b  1\n");
    EXPECT_EQ(TextTable().to_text(""), "");
}

}
