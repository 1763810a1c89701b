#include "scheme/revisions.h"

#include "base/sha256.h"
#include "edition/canonical_json.h"
#include "scheme/load_edition.h"
#include "scheme/read_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <unistd.h>

namespace kenkei::scheme {

namespace fs = std::filesystem;
using edition::Edition;

namespace {

// A copy of tests/editions/shop that a test may publish; gone afterwards.
class Folder {
public:
    Folder()
        : m_root(fs::path(::testing::TempDir()) /
                 ("kenkei-revisions-" + std::to_string(getpid()) + "-" + std::to_string(s_count++)))
    {
        const fs::path editions = fs::path(KENKEI_SOURCE_DIR) / "tests/editions";
        for (const char* part : {"shop", "shared"}) {
            fs::create_directories(m_root / "editions" / part);
            fs::copy(editions / part, m_root / "editions" / part, fs::copy_options::recursive);
        }
    }
    ~Folder()
    {
        std::error_code error;
        fs::remove_all(m_root, error);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    fs::path path() const { return m_root / "editions/shop/2030"; }
    fs::path path(const std::string& file) const { return path() / file; }
    std::string text(const std::string& file) const { return read_file(path(file)).value_or("(no file)"); }
    bool has(const std::string& file) const { return fs::exists(path(file)); }

    void write(const std::string& file, const std::string& text) const
    {
        fs::create_directories(path(file).parent_path());
        std::ofstream(path(file), std::ios::binary) << text;
    }

    void replace(const std::string& file, std::string_view from, std::string_view to) const
    {
        std::string changed = text(file);
        const std::size_t at = changed.find(from);
        ASSERT_NE(at, std::string::npos) << file << ": " << from;
        write(file, changed.replace(at, from.size(), to));
    }

    Edition edition() const
    {
        edition::ReadResult read = load_edition(path());
        for (const base::Error& error : read.errors)
            ADD_FAILURE() << base::describe(error);
        return read.edition ? std::move(*read.edition) : Edition{};
    }

    Revisions revisions() const
    {
        RevisionsResult read = read_revisions(path());
        for (const base::Error& error : read.errors)
            ADD_FAILURE() << base::describe(error);
        return read.revisions.value_or(Revisions{});
    }

    // Publishes what the folder holds.
    void publish(base::Date on, const std::string& note = "初版") const
    {
        Revisions all = revisions();
        all.revisions.push_back({.number = static_cast<int>(all.revisions.size()) + 1,
                                 .published = on,
                                 .digest = edition().digest,
                                 .note = note});
        auto written = write_revision(path(), all, edition());
        EXPECT_TRUE(written.ok()) << base::describe(written.error());
    }

    void lock(base::Date on) const
    {
        Revisions all = revisions();
        all.locked = on;
        EXPECT_TRUE(write_record(path(), all).ok());
    }

    // A correction: something that the applicant reads.
    void correct() const { replace("edition.yaml", "見本店30", "見本店の30"); }

    std::vector<base::Error> errors() const
    {
        std::vector<base::Error> found;
        check_revisions(path(), edition(), found);
        return found;
    }

private:
    static inline int s_count = 0;
    fs::path m_root;
};

constexpr base::Date first_day{2030, 4, 1};
constexpr base::Date second_day{2030, 5, 2};

std::string codes(const std::vector<base::Error>& errors)
{
    std::string all;
    for (const base::Error& error : errors)
        all += (all.empty() ? "" : " ") + error.code;
    return all;
}

const std::string digest_a(64, 'a');

// The error of a revisions.yaml; its place is where `‸` stands in the text.
void expect_refused(std::string text, const std::string& code)
{
    const std::string mark = "‸";
    const std::size_t offset = text.find(mark);
    ASSERT_NE(offset, std::string::npos) << text;
    text.erase(offset, mark.size());
    SCOPED_TRACE(text);
    Folder folder;
    folder.write("revisions.yaml", text);
    const RevisionsResult read = read_revisions(folder.path());
    EXPECT_FALSE(read.revisions);
    ASSERT_FALSE(read.errors.empty());
    const base::Error& error = read.errors.front();
    EXPECT_EQ(error.code, code) << base::describe(error);
    EXPECT_EQ(error.file, "editions/shop/2030/revisions.yaml");
    EXPECT_EQ(error.at, base::position_of(text, offset)) << base::describe(error);
    EXPECT_FALSE(error.message.empty());
    EXPECT_FALSE(error.way_out.empty()) << base::describe(error);
    EXPECT_TRUE(codes(folder.errors()).starts_with(code)) << codes(folder.errors());
}

std::string entry(const std::string& number, const std::string& members)
{
    return "  " + number + ": { " + members + " }\n";
}

const std::string sound = "published: 2030-04-01, digest: \"" + digest_a + "\", note: 初版";

}

TEST(Revisions, 記録のない年度版は下書き)
{
    Folder folder;
    EXPECT_EQ(folder.revisions().state(), Revisions::State::Draft);
    EXPECT_EQ(codes(folder.errors()), "");
}

TEST(Revisions, 公表した版の記録を読む)
{
    Folder folder;
    folder.write("revisions.yaml", "revisions:\n" + entry("1", sound) +
                                       entry("2", "published: 2030-05-02, digest: \"" + digest_a +
                                                      "\", note: 上限を訂正, replayed: 120, changed: 3") +
                                       "locked: 2030-06-30\n");
    const Revisions read = folder.revisions();
    EXPECT_EQ(read.state(), Revisions::State::Locked);
    ASSERT_EQ(read.revisions.size(), 2U);
    EXPECT_EQ(read.revisions[0].number, 1);
    EXPECT_EQ(read.revisions[0].published, first_day);
    EXPECT_EQ(read.revisions[0].digest, digest_a);
    EXPECT_EQ(read.revisions[0].note, "初版");
    EXPECT_FALSE(read.revisions[0].replayed);
    EXPECT_EQ(read.revisions[1].replayed, 120);
    EXPECT_EQ(read.revisions[1].changed, 3);
    EXPECT_EQ(read.revisions[1].at, (base::SourcePosition{3, 3}));
    EXPECT_EQ(read.locked, (base::Date{2030, 6, 30}));
    ASSERT_TRUE(read.find(2));
    EXPECT_EQ(read.find(2)->note, "上限を訂正");
    EXPECT_FALSE(read.find(3));
    EXPECT_FALSE(read.find(0));
}

TEST(Revisions, 記録の誤りは場所と直し方つきで言う)
{
    expect_refused("revisions:\n  1: { ‸publishd: 2030-04-01, published: 2030-04-01, digest: \"" + digest_a +
                       "\", note: 初版 }\n",
                   "edition.unknown-key");
    expect_refused("revisions:\n" + entry("1", sound) + "‸lock: 2030-06-30\n", "edition.unknown-key");
    expect_refused("revisions:\n  ‸2: { " + sound + " }\n", "revision.number");
    expect_refused("revisions:\n  ‸\"01\": { " + sound + " }\n", "revision.number");
    expect_refused("revisions:\n" + entry("1", sound) + "  ‸3: { " + sound + " }\n", "revision.number");
    expect_refused("revisions:\n" + entry("1", sound) + "  ‸初版: { " + sound + " }\n", "revision.number");
    expect_refused("revisions:\n" + entry("1", sound) + "  2: { published: ‸2030-03-31, digest: \"" + digest_a +
                       "\", note: x }\n",
                   "revision.date");
    expect_refused("revisions:\n  1: { published: ‸2030-02-30, digest: \"" + digest_a + "\", note: x }\n",
                   "edition.date");
    expect_refused("revisions:\n  1: { published: 2030-04-01, digest: \"‸abc\", note: x }\n", "revision.digest");
    expect_refused("revisions:\n  1: { published: 2030-04-01, digest: \"‸" + std::string(64, 'A') + "\", note: x }\n",
                   "revision.digest");
    expect_refused("revisions:\n  1: { published: 2030-04-01, digest: \"‸" + digest_a + "a\", note: x }\n",
                   "revision.digest");
    expect_refused("revisions:\n  1: ‸{ published: 2030-04-01, digest: \"" + digest_a + "\" }\n", "edition.missing");
    expect_refused("revisions:\n  1: ‸{ digest: \"" + digest_a + "\", note: x }\n", "edition.missing");
    expect_refused("revisions:\n  1: { published: 2030-04-01, digest: \"" + digest_a + "\", note: ‸[x] }\n",
                   "edition.type");
    expect_refused("revisions:\n  1: ‸x\n", "edition.type");
    expect_refused("revisions:\n" + entry("1", sound + ", replayed: ‸many"), "edition.type");
    expect_refused("revisions:\n" + entry("1", sound + ", replayed: ‸-1"), "revision.count");
    expect_refused("revisions:\n" + entry("1", sound + ", replayed: 3, changed: ‸4"), "revision.count");
    expect_refused("revisions:\n" + entry("1", sound + ", changed: ‸0"), "revision.count");
    expect_refused("revisions:\n" + entry("1", sound) + "locked: ‸2030-03-31\n", "revision.date");
    expect_refused("revisions:\n" + entry("1", sound) + "locked: ‸true\n", "edition.type");
    expect_refused("‸revisions: {}\n", "revision.number");
    expect_refused("‸locked: 2030-06-30\n", "edition.missing");
    expect_refused("revisions:\n  1: { digest: ‸012 }\n", "yaml.number");
}

TEST(Revisions, 同じ日に版を重ねられ_確定は最後の公表日からできる)
{
    Folder folder;
    folder.write("revisions.yaml", "revisions:\n" + entry("1", sound) + entry("2", sound) + "locked: 2030-04-01\n");
    EXPECT_EQ(folder.revisions().revisions.size(), 2U);
}

TEST(Revisions, 空の記録は下書きではなく誤り)
{
    Folder folder;
    folder.write("revisions.yaml", "");
    EXPECT_EQ(codes(folder.errors()), "yaml.empty");
    EXPECT_FALSE(read_revisions(folder.path()).revisions);
}

TEST(Revisions, 公表すると写しと記録ができ_読み直すと同じ)
{
    Folder folder;
    folder.publish(first_day);
    const std::string json = folder.text("revisions/1.json");
    EXPECT_EQ(json, edition::to_canonical_json(folder.edition()));
    const Revisions read = folder.revisions();
    EXPECT_EQ(read.state(), Revisions::State::Published);
    ASSERT_EQ(read.revisions.size(), 1U);
    EXPECT_EQ(read.revisions[0].digest, base::sha256_hex(json));
    auto published = load_revision(folder.path(), read.revisions[0]);
    ASSERT_TRUE(published.ok()) << base::describe(published.error());
    EXPECT_EQ(published->digest, folder.edition().digest);
    EXPECT_EQ(codes(folder.errors()), "");
    EXPECT_FALSE(folder.has("revisions.yaml.partial"));
    EXPECT_FALSE(folder.has("revisions/1.json.partial"));
}

TEST(Revisions, 正誤の文は何を書いても同じに読める)
{
    for (const char* note : {"問3: 「20」を \"25\" に # 訂正", "二行の\n正誤", "yes", "012", "- x", "\\ \t \x01 é 𠮷",
                             "\xe2\x80\xae向き", "\xe2\x80\xa8行の区切り", "\xc2\x85", "\xef\xbb\xbf"}) {
        Folder folder;
        folder.publish(first_day, note);
        ASSERT_EQ(folder.revisions().revisions.size(), 1U) << note;
        EXPECT_EQ(folder.revisions().revisions[0].note, note);
    }
}

TEST(Revisions, UTF8でない文は書かない)
{
    Folder folder;
    Revisions all;
    all.revisions.push_back(
        {.number = 1, .published = first_day, .digest = folder.edition().digest, .note = "\x93\x52"});
    EXPECT_FALSE(write_revision(folder.path(), all, folder.edition()).ok());
    EXPECT_FALSE(folder.has("revisions.yaml"));
    EXPECT_FALSE(folder.has("revisions/1.json"));
}

TEST(Revisions, 公表したあとの変更を_変わったところとともに言う)
{
    Folder folder;
    folder.publish(first_day);
    folder.correct();
    const auto errors = folder.errors();
    ASSERT_EQ(codes(errors), "edition.changed");
    EXPECT_EQ(errors[0].file, "editions/shop/2030/revisions.yaml");
    EXPECT_EQ(errors[0].at, (base::SourcePosition{3, 3}));
    EXPECT_NE(errors[0].message.find("第1版（2030-04-01 公表）"), std::string::npos) << errors[0].message;
    EXPECT_NE(errors[0].message.find("見本店の30"), std::string::npos) << errors[0].message;
    EXPECT_NE(errors[0].way_out.find("kenkei publish shop/2030 --note"), std::string::npos) << errors[0].way_out;
    EXPECT_FALSE(errors[0].excerpt.empty());

    folder.publish(second_day, "略称を訂正");
    EXPECT_EQ(codes(folder.errors()), "");
    folder.replace("edition.yaml", "見本店の30", "見本店30");
    const auto again = folder.errors(); // back at the first revision is a change of the second
    ASSERT_EQ(codes(again), "edition.changed");
    EXPECT_NE(again[0].message.find("第2版（2030-05-02 公表）"), std::string::npos) << again[0].message;
}

TEST(Revisions, 書き方だけの変更は変更ではない)
{
    Folder folder;
    folder.publish(first_day);
    folder.write("criteria.yaml", "# 注釈\n" + folder.text("criteria.yaml"));
    EXPECT_EQ(codes(folder.errors()), "");
}

TEST(Revisions, 確定したあとの変更は戻すほかない)
{
    Folder folder;
    folder.publish(first_day);
    folder.lock(second_day);
    EXPECT_EQ(folder.revisions().state(), Revisions::State::Locked);
    EXPECT_EQ(codes(folder.errors()), "");
    folder.correct();
    const auto errors = folder.errors();
    ASSERT_EQ(codes(errors), "edition.changed");
    EXPECT_NE(errors[0].message.find("確定しています（2030-05-02）"), std::string::npos) << errors[0].message;
    EXPECT_EQ(errors[0].way_out.find("publish"), std::string::npos) << errors[0].way_out;
}

TEST(Revisions, 版のファイルがなく_または変わっていれば言う)
{
    for (const char* fault : {"missing", "changed", "cut", "digest", "folder"}) {
        SCOPED_TRACE(fault);
        Folder folder;
        folder.publish(first_day);
        folder.correct();
        folder.publish(second_day, "正誤");
        const std::string kind = fault;
        if (kind == "missing")
            fs::remove(folder.path("revisions/1.json"));
        else if (kind == "changed")
            folder.replace("revisions/1.json", "見本店30", "見本店31");
        else if (kind == "cut")
            folder.write("revisions/1.json", folder.text("revisions/1.json").substr(0, 1000));
        else if (kind == "digest")
            folder.replace("revisions.yaml", folder.revisions().revisions[0].digest, digest_a);
        else {
            fs::remove(folder.path("revisions/1.json"));
            fs::create_directory(folder.path("revisions/1.json"));
        }
        const auto errors = folder.errors();
        ASSERT_EQ(codes(errors), "revision.broken");
        EXPECT_EQ(errors[0].file, "editions/shop/2030/revisions/1.json");
        EXPECT_FALSE(errors[0].way_out.empty());
        EXPECT_FALSE(load_revision(folder.path(), folder.revisions().revisions[0]).ok());
    }
}

TEST(Revisions, 要約値が合っても読めない版は読めないと言う)
{
    Folder folder;
    folder.publish(first_day);
    const std::string bytes = "{}";
    folder.replace("revisions.yaml", folder.revisions().revisions[0].digest, base::sha256_hex(bytes));
    folder.write("revisions/1.json", bytes);
    const auto errors = folder.errors();
    ASSERT_EQ(codes(errors), "revision.broken");
    EXPECT_NE(errors[0].message.find("読めません"), std::string::npos) << errors[0].message;
}

TEST(Revisions, 別の年度版から写した記録は_そう言う)
{
    Folder folder;
    folder.publish(first_day);
    const fs::path other = folder.path().parent_path() / "2031";
    fs::copy(folder.path(), other, fs::copy_options::recursive);
    const RevisionsResult read = read_revisions(other);
    ASSERT_TRUE(read.revisions);
    std::vector<base::Error> errors;
    Edition edition = folder.edition();
    edition.edition = "2031";
    check_revisions(other, edition, errors);
    ASSERT_EQ(codes(errors), "revision.other-edition");
    EXPECT_NE(errors[0].message.find("shop/2030"), std::string::npos) << errors[0].message;
}

TEST(Revisions, 公表が途中で止まったあとは_検査がそう言い_次の公表が上書きする)
{
    for (const char* leftover : {"revisions/1.json", "revisions/1.json.partial", "revisions.yaml.partial"}) {
        SCOPED_TRACE(leftover);
        Folder folder;
        // A revision is written beside its place and moved there whole.
        folder.write(leftover, std::string_view(leftover).ends_with(".json")
                                   ? edition::to_canonical_json(folder.edition())
                                   : std::string("途中"));
        EXPECT_EQ(folder.revisions().state(), Revisions::State::Draft);
        auto errors = folder.errors();
        ASSERT_EQ(codes(errors), "revision.unfinished");
        EXPECT_EQ(errors[0].file, "editions/shop/2030/" + std::string(leftover));
        folder.publish(first_day);
        EXPECT_EQ(codes(folder.errors()), "");
        EXPECT_EQ(folder.text("revisions/1.json"), edition::to_canonical_json(folder.edition()));
    }
    Folder folder;
    folder.publish(first_day);
    folder.write("revisions/2.json", edition::to_canonical_json(folder.edition()));
    EXPECT_EQ(codes(folder.errors()), "revision.unfinished");
}

TEST(Revisions, いまの内容でない版のファイルは_公表した版かもしれないので上書きさせない)
{
    Folder folder;
    folder.write("revisions/1.json", "{}");
    EXPECT_EQ(codes(folder.errors()), "revision.broken");
}

TEST(Revisions, 記録にない版のファイルは_公表した版かもしれないので消させない)
{
    Folder folder;
    folder.publish(first_day);
    folder.write("revisions/3.json", "{}");
    folder.write("revisions/メモ.txt", "");
    folder.write("revisions/.DS_Store", "");
    EXPECT_EQ(codes(folder.errors()), "revision.broken revision.broken");
    fs::remove(folder.path("revisions.yaml"));
    folder.write("revisions/2.json", "{}");
    EXPECT_EQ(codes(folder.errors()), "revision.unfinished revision.broken revision.broken revision.broken");
}

TEST(Revisions, 書けなければ何も変わらない)
{
    Folder folder;
    folder.publish(first_day);
    const std::string record = folder.text("revisions.yaml");
    folder.correct();
    Revisions all = folder.revisions();
    all.revisions.push_back({.number = 2, .published = second_day, .digest = folder.edition().digest, .note = "x"});
    // A folder stands where the record is written first.
    fs::create_directory(folder.path("revisions.yaml.partial"));
    auto written = write_revision(folder.path(), all, folder.edition());
    ASSERT_FALSE(written.ok());
    EXPECT_EQ(written.error().code, "file.write");
    EXPECT_EQ(folder.text("revisions.yaml"), record);
    EXPECT_FALSE(folder.has("revisions/2.json"));
}

}
