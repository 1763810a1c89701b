#include "server/multipart.h"

#include <gtest/gtest.h>

using namespace kenkei;
using namespace kenkei::server;

namespace {

// Writes down what it gets.
struct Recorder : PartReceiver {
    base::Result<void> begin_part(Part part) override
    {
        text += "[" + part.name + "|" + part.file_name.value_or("-") + (part.file_name_altered ? "!" : "") + "|" +
                part.media_type + "]";
        return {};
    }
    base::Result<void> take_data(std::string_view data) override
    {
        EXPECT_FALSE(data.empty());
        text += data;
        return {};
    }
    base::Result<void> end_part() override
    {
        text += "\n";
        return {};
    }
    std::string text;
};

constexpr std::string_view type = "multipart/form-data; boundary=AaB";

// The parts, or the code of the error; the bytes cut at each multiple of `piece`.
std::string read(std::string_view bytes, std::size_t piece = 1U << 20, MultipartLimits limits = {})
{
    Recorder recorder;
    auto reader = MultipartReader::create(type, recorder, limits);
    if (!reader.ok())
        return reader.error().code;
    for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
        if (const auto fed = reader->feed(bytes.substr(0, piece)); !fed.ok())
            return fed.error().code;
    }
    const auto finished = reader->finish();
    return finished.ok() ? recorder.text : finished.error().code;
}

std::string head_of(std::string_view head)
{
    const auto part = read_part_head(head, {});
    if (!part.ok())
        return part.error().code;
    return part->name + "|" + part->file_name.value_or("-") + (part->file_name_altered ? "!" : "");
}

std::string file_name(std::string_view parameters)
{
    return head_of("Content-Disposition: form-data; name=\"f\"; " + std::string(parameters));
}

const std::string two_parts = "--AaB\r\nContent-Disposition: form-data; name=\"法人名\"\r\n\r\n株式会社\r\n--Aa\r\n"
                              "\r\n--AaB\r\nContent-Disposition: form-data; name=\"f\"; filename=\"申請.xlsx\"\r\n"
                              "Content-Type: application/zip\r\n\r\nPK\r\r\n--\r\n--AaB--\r\n";
const std::string two_parts_read = "[法人名|-|]株式会社\r\n--Aa\r\n\n[f|申請.xlsx|application/zip]PK\r\r\n--\n";

}

TEST(Multipart, どこで切れて届いても同じに読む)
{
    EXPECT_EQ(read(two_parts), two_parts_read);
    for (std::size_t piece = 1; piece < 40; ++piece)
        EXPECT_EQ(read(two_parts, piece), two_parts_read) << piece;
    for (std::size_t cut = 0; cut <= two_parts.size(); ++cut) {
        Recorder recorder;
        auto reader = MultipartReader::create(type, recorder);
        ASSERT_TRUE(reader->feed(std::string_view(two_parts).substr(0, cut)).ok()) << cut;
        ASSERT_TRUE(reader->feed(std::string_view(two_parts).substr(cut)).ok()) << cut;
        EXPECT_TRUE(reader->finish().ok());
        EXPECT_EQ(recorder.text, two_parts_read) << cut;
    }
}

TEST(Multipart, どこで途切れても途切れたと言う)
{
    for (std::size_t size = 0; size < two_parts.size() - 2; ++size)
        EXPECT_EQ(read(std::string_view(two_parts).substr(0, size)), "multipart.truncated") << size;
}

TEST(Multipart, 空の項目と前後の文)
{
    EXPECT_EQ(
        read("preamble\r\n--AaB\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n--AaB--epilogue\r\n--AaB\r\n"),
        "[a|-|]\n");
    EXPECT_EQ(read("--AaB--"), "");
    EXPECT_EQ(read("--AaB\r\nContent-Disposition: form-data; name=f; filename=\"\"\r\n\r\n\r\n--AaB--"), "[f||]\n");
}

TEST(Multipart, 形の崩れたものは断る)
{
    for (const char* bytes :
         {"--AaBxy", "--AaB \r\n", "--AaB\n\n", "--AaB\r\nX: y\r\n\r\n", "--AaB\r\n: y\r\n\r\n",
          "--AaB\r\nContent-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b\r\n\r\n",
          "--AaB\r\nContent-Disposition: attachment; name=a\r\n\r\n", "--AaB\r\nContent-Disposition: form-data\r\n\r\n",
          "--AaB\r\nContent-Disposition: form-data; name=\"a\r\n\r\n",
          "--AaB\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\n",
          "--AaB\r\nContent-Disposition: form-data; name=a\r\n folded\r\n\r\n",
          "--AaB\r\nContent-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\n"})
        EXPECT_EQ(read(bytes), "multipart.syntax") << bytes;
}

TEST(Multipart, 切れ方によらず上限を守る)
{
    const MultipartLimits limits{.parts = 2, .part_head = 50, .name = 10, .preamble = 20};
    const std::string part = "\r\n--AaB\r\nContent-Disposition: form-data; name=a\r\n\r\nx";
    for (const std::size_t piece : {1U, 7U, 1000U}) {
        EXPECT_EQ(read(part + part + "\r\n--AaB--", piece, limits), "[a|-|]x\n[a|-|]x\n");
        EXPECT_EQ(read(part + part + part + "\r\n--AaB--", piece, limits), "multipart.parts");
        EXPECT_EQ(read(std::string(18, 'p') + part + "\r\n--AaB--", piece, limits), "[a|-|]x\n");
        EXPECT_EQ(read(std::string(19, 'p') + part + "\r\n--AaB--", piece, limits), "multipart.syntax");
        const std::string head = "--AaB\r\nContent-Disposition: form-data; name=a\r\nX: ";
        EXPECT_EQ(read(head + "1234567\r\n\r\n\r\n--AaB--", piece, limits), "[a|-|]\n");
        EXPECT_EQ(read(head + "12345678\r\n\r\n\r\n--AaB--", piece, limits), "multipart.part-head");
    }
}

TEST(Multipart, ファイル名はフォルダーを除いた名前だけにして知らせる)
{
    const std::pair<const char*, const char*> names[] = {
        {R"(filename="申請 書.xlsx")", "f|申請 書.xlsx"},
        {R"(filename="../../etc/passwd")", "f|passwd!"},
        {R"(filename="C:\Users\a\表.xlsx")", "f|表.xlsx!"},
        {R"(filename="..")", "f|!"},
        {R"(filename="a/..")", "f|!"},
        {R"(filename="a/")", "f|!"},
        {R"(filename="a\"b%22.xlsx")", "f|a\"b\".xlsx"},
        {R"(filename="a%0D%0Ab")", "f|ab!"},
        {"filename=\"a\xE2\x80\xAE"
         "fdp.exe\"",
         "f|afdp.exe!"},
        {R"(filename*=UTF-8''%E7%94%B3%E8%AB%8B.xlsx)", "f|申請.xlsx"},
        {R"(filename="x.bin"; filename*=utf-8'ja'%E7%94%B3)", "f|申"},
        {R"(filename*=UTF-8''..%2F..%2Fpasswd)", "f|passwd!"},
        {R"(filename*=UTF-8''%E7%94)", "multipart.file-name"},
        {R"(filename*=Shift_JIS''%90)", "multipart.file-name"},
        {"filename=\"\x90\xff\"", "multipart.file-name"},
    };
    for (const auto& [parameters, expected] : names)
        EXPECT_EQ(file_name(parameters), expected) << parameters;
    EXPECT_EQ(file_name("filename=\"" + std::string(256, 'a') + "\""), "multipart.file-name");
    EXPECT_EQ(head_of("Content-Disposition: form-data; name=\"" + std::string(256, 'a') + "\""), "multipart.name");
}

TEST(Multipart, 境界の指定のない種類は断る)
{
    Recorder recorder;
    for (const char* wrong :
         {"", "multipart/form-data", "multipart/mixed; boundary=a",
          "multipart/form-data; boundary=", "multipart/form-data; boundary=\"a", "multipart/form-data; boundary=a\x01",
          "text/plain", "multipart/form-data; boundary=a; boundary=b"})
        EXPECT_FALSE(MultipartReader::create(wrong, recorder).ok()) << wrong;
    EXPECT_TRUE(MultipartReader::create("Multipart/Form-Data; charset=utf-8; boundary=\"a b\"", recorder).ok() ==
                false);
    EXPECT_TRUE(MultipartReader::create("Multipart/Form-Data; charset=utf-8; Boundary=\"a'b\"", recorder).ok());
    EXPECT_FALSE(MultipartReader::create("multipart/form-data; boundary=" + std::string(71, 'a'), recorder).ok());
}

TEST(Multipart, 受け手の断りはそのまま伝わる)
{
    struct Refusing : Recorder {
        base::Result<void> take_data(std::string_view) override { return base::Error{.code = "mine", .message = "x"}; }
    } refusing;
    auto reader = MultipartReader::create(type, refusing);
    EXPECT_EQ(reader->feed(two_parts).error().code, "mine");
}
