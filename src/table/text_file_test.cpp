#include "table/text_file.h"

#include "table/cp932.h"

#include <gtest/gtest.h>

namespace kenkei::table {

namespace {

std::string code_of(std::string_view bytes)
{
    const auto file = read_text_file(bytes);
    return file ? "" : file.error().code;
}

TEST(TextFile, UTF8は印があってもなくても読む)
{
    const auto plain = read_text_file("健康,経営\n");
    ASSERT_TRUE(plain.ok());
    EXPECT_EQ(plain->encoding, Encoding::Utf8);
    EXPECT_FALSE(plain->marked);
    const auto marked = read_text_file("\xEF\xBB\xBF健康,経営\n");
    ASSERT_TRUE(marked.ok());
    EXPECT_TRUE(marked->marked);
    EXPECT_EQ(marked->text, "健康,経営\n");
}

TEST(TextFile, CP932は自動で見分ける)
{
    const auto file = read_text_file(to_cp932("健康,経営,髙﨑\r\n").bytes);
    ASSERT_TRUE(file.ok());
    EXPECT_EQ(file->encoding, Encoding::Cp932);
    EXPECT_EQ(file->text, "健康,経営,髙﨑\r\n");
}

TEST(TextFile, 半角カナだけでUTF8とも読めるものはカナとして読む)
{
    const auto file = read_text_file("\xC3\xA9"); // ﾃｩ, é in UTF-8
    ASSERT_TRUE(file.ok());
    EXPECT_EQ(file->text, "ﾃｩ");
    const auto both = read_text_file("café 健康"); // kanji make it UTF-8
    ASSERT_TRUE(both.ok());
    EXPECT_EQ(both->encoding, Encoding::Utf8);
}

TEST(TextFile, ほかの種類のファイルは何かを言って断る)
{
    EXPECT_EQ(code_of(""), "text.empty");
    EXPECT_EQ(code_of(std::string("\xFF\xFE"
                                  "a\0b\0",
                                  6)),
              "text.utf16");
    EXPECT_EQ(code_of(std::string("a\0b\0c\0", 6)), "text.utf16");
    EXPECT_EQ(code_of(std::string("PK\x03\x04 and so on")), "text.binary");
    EXPECT_EQ(code_of(std::string("%PDF-1.4")), "text.binary");
    EXPECT_EQ(code_of(std::string("abcdefghijklmnop\0q", 18)), "text.binary");
    EXPECT_EQ(code_of("\xEF\xBB\xBF"
                      "a\xFF"),
              "text.encoding");
    EXPECT_EQ(code_of("\x80\xA0\xFD\xFE\xFF\x80"), "text.encoding");
}

TEST(TextFile, わずかに読めないところのあるCP932は読んで場所を言う)
{
    std::string bytes = to_cp932("一行目に文字があり、読めないところは少ない\n二行目").bytes;
    bytes += "\xFF\n";
    const auto file = read_text_file(bytes);
    ASSERT_TRUE(file.ok());
    ASSERT_EQ(file->faults.size(), 1u);
    EXPECT_NE(file->faults.front().find("2行目の7バイト目の FF"), std::string::npos) << file->faults.front();
}

}

}
