#include "server/listing.h"

#include <gtest/gtest.h>

#include <algorithm>

using namespace kenkei::server;

TEST(Attachment, 日本語の名前は読める形と英数字だけの形の両方で書く)
{
    EXPECT_EQ(attachment("a-1.xlsx"), "attachment; filename=\"a-1.xlsx\"; filename*=UTF-8''a-1.xlsx");
    EXPECT_EQ(attachment("申請 書.pdf"),
              "attachment; filename=\"file_.pdf\"; filename*=UTF-8''%E7%94%B3%E8%AB%8B%20%E6%9B%B8.pdf");
}

TEST(Attachment, 引用符や改行や道は名前の外へ出ない)
{
    const std::string text = attachment("a\"; x=\"b\r\nSet-Cookie: c=../d");
    EXPECT_EQ(text.find('\r'), std::string::npos);
    EXPECT_EQ(text.find('/'), std::string::npos);
    EXPECT_EQ(std::count(text.begin(), text.end(), '"'), 2);
    EXPECT_EQ(attachment("").substr(0, 28), "attachment; filename=\"file\";");
}

TEST(FileResponse, ファイルは画面に開かれず種類も推測されない)
{
    const Response response = file_response("<b>", "text/plain", "a.txt");
    EXPECT_EQ(*response.headers.find("X-Content-Type-Options"), "nosniff");
    EXPECT_TRUE(response.headers.find("Content-Disposition")->starts_with("attachment;"));
    EXPECT_NE(response.headers.find("Content-Security-Policy")->find("sandbox"), std::string::npos);
}
