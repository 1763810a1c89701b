#include "xlsx/zip_archive.h"

#include "support/zip_builder.h"

#include <gtest/gtest.h>

namespace kenkei::xlsx {

namespace {

using kenkei::testing::ZipBuilder;
using kenkei::testing::ZipItem;

// The code of what is wrong with a zip or with one of its entries; empty if all can be read.
std::string fault(const std::string& bytes, const Limits& limits = {})
{
    auto archive = ZipArchive::open(bytes, limits);
    if (!archive.ok())
        return archive.error().code;
    for (const ZipEntry& entry : archive->entries()) {
        const auto content = archive->inflate(entry);
        if (!content.ok())
            return content.error().code;
    }
    return {};
}

std::string fault_of(ZipItem item)
{
    return fault(ZipBuilder().add(std::move(item)).bytes());
}

// A zip whose end is in the form for large files (4.3.14, 4.3.15).
enum class NumbersAtEnd { InLargerRecord, Told };

std::string zip64(std::uint64_t entries, NumbersAtEnd numbers = NumbersAtEnd::InLargerRecord)
{
    std::string out = ZipBuilder().add("a.xml", "本文", false).bytes();
    const std::size_t end = out.size() - 22;
    std::string directory_size = out.substr(end + 12, 4);
    std::string directory_at = out.substr(end + 16, 4);
    const std::string end_record = out.substr(end);
    out.resize(end);
    ZipBuilder::put(out, 0x06064b50, 4);
    ZipBuilder::put(out, 44, 8);
    ZipBuilder::put(out, 45, 2);
    ZipBuilder::put(out, 45, 2);
    ZipBuilder::put(out, 0, 4);
    ZipBuilder::put(out, 0, 4);
    ZipBuilder::put(out, entries, 8);
    ZipBuilder::put(out, entries, 8);
    out += directory_size + std::string(4, '\0') + directory_at + std::string(4, '\0');
    ZipBuilder::put(out, 0x07064b50, 4);
    ZipBuilder::put(out, 0, 4);
    ZipBuilder::put(out, end, 8);
    ZipBuilder::put(out, 1, 4);
    if (numbers == NumbersAtEnd::Told)
        return out + end_record;
    ZipBuilder::put(out, 0x06054b50, 4);
    ZipBuilder::put(out, 0, 4);
    ZipBuilder::put(out, 0xFFFFFFFF, 4);
    ZipBuilder::put(out, 0xFFFFFFFF, 4);
    ZipBuilder::put(out, 0xFFFFFFFF, 4);
    ZipBuilder::put(out, 0, 2);
    return out;
}

}

TEST(ZipArchive, 圧縮した部品も_そのままの部品も読む)
{
    const std::string bytes = ZipBuilder()
                                  .add("a.xml", "甲乙丙")
                                  .add("b/c.xml", "丁", false)
                                  .add("leer.xml", "")
                                  .add(ZipItem{.name = "d.xml", .content = "戊", .sizes_behind = true})
                                  .bytes();
    auto archive = ZipArchive::open(bytes, {});
    ASSERT_TRUE(archive.ok());
    ASSERT_EQ(archive->entries().size(), 4U);
    const auto content = [&](std::string_view name) {
        return std::string(archive->inflate(*archive->find(name)).value().text());
    };
    EXPECT_EQ(content("a.xml"), "甲乙丙");
    EXPECT_EQ(content("B/C.XML"), "丁");
    EXPECT_EQ(content("leer.xml"), "");
    EXPECT_EQ(content("d.xml"), "戊");
    EXPECT_EQ(archive->find("x.xml"), nullptr);
}

TEST(ZipArchive, 読んだ部品の後ろには0が並ぶ)
{
    const std::string bytes = ZipBuilder().add("a.xml", "abc").bytes();
    auto archive = ZipArchive::open(bytes, {});
    ASSERT_TRUE(archive.ok());
    const auto content = archive->inflate(archive->entries().front());
    ASSERT_TRUE(content.ok());
    for (std::size_t i = 0; i < PartBytes::padding; ++i)
        EXPECT_EQ(content->text().data()[content->text().size() + i], '\0');
}

TEST(ZipArchive, どこで切れていても_壊れていると言う)
{
    const std::string bytes = ZipBuilder().add("a.xml", "甲乙丙").add("b.xml", "丁", false).bytes();
    for (std::size_t length = 0; length < bytes.size(); ++length)
        ASSERT_EQ(fault(bytes.substr(0, length)), "xlsx.damaged") << length;
    EXPECT_EQ(fault(bytes + "x"), "xlsx.damaged");
    EXPECT_EQ(fault("x" + bytes), "xlsx.damaged");
}

TEST(ZipArchive, どの1バイトが変わっても_違う中身を正しいとは言わない)
{
    const std::string bytes = ZipBuilder().add("a.xml", "甲乙丙甲乙丙").add("b.xml", "丁", false).bytes();
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        std::string changed = bytes;
        changed[at] = static_cast<char>(changed[at] ^ 0x55);
        auto archive = ZipArchive::open(changed, {});
        if (!archive.ok())
            continue;
        for (const ZipEntry& entry : archive->entries()) {
            const auto content = archive->inflate(entry);
            if (content.ok()) {
                ASSERT_TRUE(content->text() == "甲乙丙甲乙丙" || content->text() == "丁") << at;
            }
        }
    }
}

TEST(ZipArchive, 暗号化された部品は読まない)
{
    EXPECT_EQ(fault_of({.name = "a.xml", .content = "x", .flags = 1}), "xlsx.encrypted");
    EXPECT_EQ(fault_of({.name = "a.xml", .content = "x", .flags = 1 << 6}), "xlsx.encrypted");
    EXPECT_EQ(fault_of({.name = "a.xml", .content = "x", .flags = 1 << 13}), "xlsx.encrypted");
}

TEST(ZipArchive, 外を指す名前や読めない名前を断る)
{
    for (const char* name :
         {"../../etc/x", "/etc/x", "a/../b", "a\\..\\b", "\\a", "a\\\\b", "C:a", "a//b", "./a", "..", "a\nb", "\xFF"})
        EXPECT_EQ(fault_of({.name = name, .content = "x"}), "xlsx.damaged") << name;
    EXPECT_EQ(fault_of({.name = std::string("a\0b", 3), .content = "x"}), "xlsx.damaged");
    EXPECT_EQ(fault_of({.name = "", .content = "x"}), "xlsx.damaged");
    EXPECT_EQ(fault_of({.name = std::string(600, 'a'), .content = "x"}), "xlsx.damaged");
    EXPECT_EQ(fault_of({.name = "a..b.xml", .content = "x"}), "");
    EXPECT_EQ(fault_of({.name = "画像.xml", .content = "x"}), "");
    EXPECT_EQ(fault_of({.name = "xl/", .content = "", .deflated = false}), "");
    EXPECT_EQ(fault_of({.name = "xl/", .content = "x"}), "xlsx.damaged");
}

TEST(ZipArchive, 同じ名前の部品が2つあれば断る)
{
    EXPECT_EQ(fault(ZipBuilder().add("a.xml", "1").add("a.xml", "2").bytes()), "xlsx.damaged");
    EXPECT_EQ(fault(ZipBuilder().add("a.xml", "1").add("A.XML", "2").bytes()), "xlsx.damaged");
    EXPECT_EQ(fault(ZipBuilder().add("a/b.xml", "1").add("a\\b.xml", "2").bytes()), "xlsx.damaged");
}

TEST(ZipArchive, 重なった部品を断る)
{
    const std::string bytes = ZipBuilder()
                                  .add("a.xml", "x", false)
                                  .add(ZipItem{.name = "b.xml", .content = "x", .deflated = false, .same_place_as = 0})
                                  .bytes();
    EXPECT_EQ(fault(bytes), "xlsx.damaged");

    // The content of one reaches over the header of the next, as in the quine and the better zip bombs.
    const std::string second = ZipBuilder().add("b.xml", "y", false).bytes();
    const std::string inner = second.substr(0, second.find("PK\x01\x02"));
    std::string nested = ZipBuilder().add("a.xml", inner, false).add("b.xml", "y", false).bytes();
    const std::size_t inside = nested.find(inner);
    const std::size_t outside = nested.find(inner, inside + 1);
    const std::size_t place = nested.rfind("b.xml") - 4;
    ASSERT_EQ(static_cast<unsigned char>(nested[place]), outside);
    nested[place] = static_cast<char>(inside);
    EXPECT_EQ(fault(nested), "xlsx.damaged");
}

TEST(ZipArchive, 見出しと目次が合わなければ断る)
{
    EXPECT_EQ(fault_of({.name = "a.xml", .content = "x", .local_name = "b.xml"}), "xlsx.damaged");
    EXPECT_EQ(fault_of({.name = "a.xml", .content = "xyz", .local_size = 2}), "xlsx.damaged");
}

TEST(ZipArchive, 大きさを偽る部品を断る)
{
    const std::string content(5000, 'a');
    EXPECT_EQ(fault_of({.name = "a.xml", .content = content, .declared_size = 4999}), "xlsx.damaged");
    EXPECT_EQ(fault_of({.name = "a.xml", .content = content, .declared_size = 5001}), "xlsx.damaged");
    EXPECT_EQ(fault_of({.name = "a.xml", .content = content, .deflated = false, .declared_size = 10}), "xlsx.damaged");
    EXPECT_EQ(fault_of({.name = "a.xml", .content = content, .packed = ZipBuilder::deflate(content) + "x"}),
              "xlsx.damaged");
    EXPECT_EQ(fault_of({.name = "a.xml", .content = content, .crc = 1}), "xlsx.damaged");
    EXPECT_EQ(fault_of({.name = "a.xml", .content = content, .deflated = false, .crc = 1}), "xlsx.damaged");
}

TEST(ZipArchive, 知らない圧縮方式を断る)
{
    EXPECT_EQ(fault_of({.name = "a.xml", .content = "x", .method = 9}), "xlsx.damaged");
    EXPECT_EQ(fault_of({.name = "a.xml", .content = "x", .method = 14}), "xlsx.damaged");
}

TEST(ZipArchive, 上限を超える大きさや数を断る)
{
    const std::string megabytes(2U << 20, ' ');
    EXPECT_EQ(fault_of({.name = "a.xml", .content = megabytes}), "xlsx.too-big") << "1000倍の圧縮";
    EXPECT_EQ(fault_of({.name = "a.xml", .content = "x", .declared_size = 33 << 20}), "xlsx.too-big");

    const std::string two = ZipBuilder().add("a.xml", "12345", false).add("b.xml", "12345", false).bytes();
    EXPECT_EQ(fault(two, {.entries = 2}), "");
    EXPECT_EQ(fault(two, {.entries = 1}), "xlsx.too-big");
    EXPECT_EQ(fault(two, {.entry = 5}), "");
    EXPECT_EQ(fault(two, {.entry = 4}), "xlsx.too-big");
    EXPECT_EQ(fault(two, {.total = 10}), "");
    EXPECT_EQ(fault(two, {.total = 9}), "xlsx.too-big");
    EXPECT_EQ(fault(two, {.file = two.size()}), "");
    EXPECT_EQ(fault(two, {.file = two.size() - 1}), "xlsx.too-big");

    ZipBuilder many;
    for (int i = 0; i < 20000; ++i)
        many.add("x/" + std::to_string(i) + ".xml", "", false);
    EXPECT_EQ(fault(many.bytes()), "xlsx.too-big");
}

TEST(ZipArchive, 目次の数を偽るファイルを断る)
{
    ZipBuilder two;
    two.add("a.xml", "1").add("b.xml", "2");
    EXPECT_EQ(fault(two.declare_entries(1).bytes()), "xlsx.damaged");
    EXPECT_EQ(fault(two.declare_entries(3).bytes()), "xlsx.damaged");
    EXPECT_EQ(fault(two.declare_entries(0).bytes()), "xlsx.damaged");
}

TEST(ZipArchive, ZIP64でも上限の中なら読む)
{
    EXPECT_EQ(fault(zip64(1)), "");
    EXPECT_EQ(fault(zip64(2)), "xlsx.damaged");
    EXPECT_EQ(fault(zip64(0xFFFFFFFFFF)), "xlsx.too-big");

    std::string extra; // sizes that do not fit, in the extra field
    ZipBuilder::put(extra, 1, 2);
    ZipBuilder::put(extra, 8, 2);
    ZipBuilder::put(extra, 0x4000000000, 8);
    EXPECT_EQ(fault_of({.name = "a.xml",
                        .content = "x",
                        .declared_size = 0xFFFFFFFF,
                        .central_extra = extra,
                        .local_extra = extra}),
              "xlsx.too-big");
    EXPECT_EQ(fault_of({.name = "a.xml", .content = "x", .declared_size = 0xFFFFFFFF}), "xlsx.damaged");
}

TEST(ZipArchive, いつもZIP64で書くプログラムのファイルも読む)
{
    // Apache POI (SXSSF) and SharpCompress: the larger record, and in the smaller one the numbers that fit all the
    // same.
    EXPECT_EQ(fault(zip64(1, NumbersAtEnd::Told)), "");
    EXPECT_EQ(fault(zip64(2, NumbersAtEnd::Told)), "xlsx.damaged");

    // Everything in the extra field, down to the disk; before the content all ones.
    std::string extra;
    ZipBuilder::put(extra, 1, 2);
    ZipBuilder::put(extra, 28, 2);
    ZipBuilder::put(extra, 6, 8);                                  // size
    ZipBuilder::put(extra, ZipBuilder::deflate("甲乙").size(), 8); // packed
    ZipBuilder::put(extra, 0, 8);                                  // place
    const auto with_disk = [&](std::uint32_t disk) {
        std::string field = extra;
        ZipBuilder::put(field, disk, 4);
        std::string bytes =
            ZipBuilder()
                .add(ZipItem{.name = "a.xml", .content = "甲乙", .central_extra = field, .sizes_behind = true})
                .bytes();
        for (std::size_t i = 0; i < 8; ++i)
            bytes[18 + i] = '\xFF';
        const std::size_t entry = bytes.find("PK\x01\x02");
        for (const std::size_t at : {20U, 22U, 24U, 26U, 34U, 42U, 44U})
            bytes.replace(entry + at, 2, "\xFF\xFF");
        return fault(bytes);
    };
    EXPECT_EQ(with_disk(0), "");
    EXPECT_EQ(with_disk(1), "xlsx.damaged");
}

TEST(ZipArchive, 部品に添えた情報が途中で切れていても読む)
{
    EXPECT_EQ(fault_of({.name = "a.xml", .content = "x", .central_extra = std::string("\x28\xA2\xFF\xFF\0\0", 6)}), "");
    EXPECT_EQ(fault_of({.name = "a.xml", .content = "x", .local_extra = std::string("\x01\0\x10\0", 4)}), "");
    EXPECT_EQ(fault_of({.name = "a.xml", .content = "x", .local_extra = std::string(3, '\0')}), "");
}

TEST(ZipArchive, 読む部品だけを膨らませる)
{
    const std::string bytes = ZipBuilder().add("a.xml", "甲").add("bomb.emf", std::string(4U << 20, ' ')).bytes();
    auto archive = ZipArchive::open(bytes, {});
    ASSERT_TRUE(archive.ok());
    EXPECT_EQ(archive->inflate(*archive->find("a.xml"))->text(), "甲");
    EXPECT_EQ(archive->inflate(*archive->find("bomb.emf")).error().code, "xlsx.too-big");
}

}
