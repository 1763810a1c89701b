#include "base/csv.h"

#include <gtest/gtest.h>

#include <vector>

namespace kenkei::base {

namespace {

std::string row(std::vector<std::string> cells)
{
    return csv_row(cells);
}

}

TEST(Csv, 行はカンマで区切り_CRとLFで終わる)
{
    EXPECT_EQ(row({"甲", "適合", ""}), "甲,適合,\r\n");
    EXPECT_EQ(row({""}), "\r\n");
}

TEST(Csv, カンマと引用符と改行のあるセルは引用符で囲む)
{
    EXPECT_EQ(row({"a,b", "c\"d", "e\nf", "g\r\nh"}), "\"a,b\",\"c\"\"d\",\"e\nf\",\"g\r\nh\"\r\n");
    EXPECT_EQ(row({" 空白 "}), " 空白 \r\n");
}

TEST(Csv, 式に見えるセルの前には_アポストロフィを置く)
{
    EXPECT_EQ(row({"=1+1", "+81", "-5", "@x", "\t=1", "\r=1"}), "'=1+1,'+81,'-5,'@x,'\t=1,\"'\r=1\"\r\n");
    EXPECT_EQ(row({"＝１", "＋１", "－１", "＠Ａ"}), "'＝１,'＋１,'－１,'＠Ａ\r\n");
    EXPECT_EQ(row({"a=1", "1-2", "ー"}), "a=1,1-2,ー\r\n");
    EXPECT_EQ(row({"=HYPERLINK(\"http://x\",\"y\")"}), "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"\r\n");
}

}
