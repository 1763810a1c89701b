#include "xlsx/zip_writer.h"

#include <gtest/gtest.h>

#include <libdeflate.h>

namespace kenkei::xlsx {
namespace {

std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t size)
{
    std::uint32_t number = 0;
    for (std::size_t i = size; i > 0; --i)
        number = number << 8 | static_cast<unsigned char>(bytes[at + i - 1]);
    return number;
}

// The first entry of an archive, by its local header.
std::string first_entry(std::string_view archive)
{
    EXPECT_EQ(number_at(archive, 0, 4), 0x04034b50U);
    auto packed = number_at(archive, 18, 4);
    std::string content(number_at(archive, 22, 4), '\0');
    auto start = 30 + number_at(archive, 26, 2);
    auto* decompressor = libdeflate_alloc_decompressor();
    EXPECT_EQ(libdeflate_deflate_decompress(decompressor, archive.data() + start, packed, content.data(),
                                            content.size(), nullptr),
              LIBDEFLATE_SUCCESS);
    libdeflate_free_decompressor(decompressor);
    EXPECT_EQ(number_at(archive, 14, 4), libdeflate_crc32(0, content.data(), content.size()));
    return content;
}

TEST(ZipWriter, 書いた内容がそのまま取り出せる)
{
    for (std::string content : {std::string(), std::string("a"), std::string(100'000, 'x'), std::string("健康経営")}) {
        ZipWriter zip;
        ASSERT_TRUE(zip.add("a.xml", content));
        ASSERT_TRUE(zip.add("b/c.xml", "<c/>"));
        auto archive = zip.finish();
        EXPECT_EQ(first_entry(archive), content);

        auto end = archive.size() - 22;
        EXPECT_EQ(number_at(archive, end, 4), 0x06054b50U);
        EXPECT_EQ(number_at(archive, end + 10, 2), 2U);
        auto directory = number_at(archive, end + 16, 4);
        EXPECT_EQ(number_at(archive, directory, 4), 0x02014b50U);
        EXPECT_EQ(directory + number_at(archive, end + 12, 4), end);
        auto second = directory + 46 + 5;
        EXPECT_EQ(archive.substr(second + 46, 7), "b/c.xml");
        EXPECT_EQ(archive.substr(number_at(archive, second + 42, 4) + 30, 7), "b/c.xml");
    }
}

}
}
