#include "server/pages.h"

#include <gtest/gtest.h>

namespace kenkei::server {

namespace {

const base::Timestamp closes = base::in_japan({2031, 6, 30}, 17);

std::string page_at(base::Timestamp now, bool demo = false)
{
    return front_page(
        {.schemes = {{.name = "読書のまち<b>", .authority = "ほんの\"森\"町", .opens = {2031, 4, 1}, .closes = closes}},
         .version = "1.2",
         .demo = demo,
         .now = now});
}

bool has(const std::string& page, std::string_view text)
{
    return page.find(text) != std::string::npos;
}

}

TEST(FrontPage, 残りの日数は締切の日までで当日は本日締切になり1ミリ秒過ぎれば終わっている)
{
    EXPECT_TRUE(has(page_at(base::in_japan({2031, 3, 31}, 23, 59)), "受付開始まで 1日"));
    EXPECT_TRUE(has(page_at(base::in_japan({2031, 4, 1})), "受付中"));
    EXPECT_TRUE(has(page_at(base::in_japan({2031, 6, 29}, 23, 59)), "締切まで 1日"));
    EXPECT_TRUE(has(page_at(closes), "本日締切"));
    EXPECT_TRUE(has(page_at({closes.milliseconds + 1}), "受付終了"));
}

TEST(FrontPage, 日の終わりの締切はその日の24時と書きその日を本日締切と言う)
{
    FrontPage page{
        .schemes = {{.name = "まち", .authority = "町", .opens = {2031, 4, 1}, .closes = base::in_japan({2031, 7, 1})}},
        .now = base::in_japan({2031, 6, 30}, 9)};
    EXPECT_TRUE(has(front_page(page), "〜2031年6月30日 24:00"));
    EXPECT_TRUE(has(front_page(page), "本日締切"));
    page.now = base::in_japan({2031, 6, 29}, 9);
    EXPECT_TRUE(has(front_page(page), "締切まで 1日"));
}

TEST(FrontPage, 名前の中の記号は文字として示す)
{
    const std::string page = page_at(closes);
    EXPECT_TRUE(has(page, "読書のまち&lt;b&gt;"));
    EXPECT_TRUE(has(page, "ほんの&quot;森&quot;町"));
    EXPECT_FALSE(has(page, "まち<b>"));
}

TEST(FrontPage, デモであることはデモのときだけはっきり言う)
{
    EXPECT_TRUE(has(page_at(closes, true), "デモ：架空のデータです"));
    EXPECT_FALSE(has(page_at(closes), "デモ"));
}

TEST(FrontPage, 内側に書いた様式や命令はない)
{
    const std::string page = page_at(closes, true);
    EXPECT_FALSE(has(page, "<script"));
    EXPECT_FALSE(has(page, "style=\""));
    EXPECT_FALSE(has(page, "<style"));
}

TEST(Assets, 入口の頁の様式がある)
{
    ASSERT_FALSE(assets().empty());
    EXPECT_EQ(assets()[0].name, "front.css");
    EXPECT_TRUE(assets()[0].content.find("@media") != std::string_view::npos);
}

}
