#include "store/audit_testing.h"

#include <fstream>
#include <random>
#include <sstream>

namespace kenkei::store {

using namespace testing;

namespace {

std::string bytes_of(const std::string& file)
{
    std::ifstream in(file, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

void write(const std::string& file, const std::string& bytes)
{
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

std::string first_difference(const std::string& before, const std::string& after)
{
    const auto at = std::mismatch(before.begin(), before.end(), after.begin(), after.end()).second - after.begin();
    const auto start = after.rfind('\n', static_cast<std::size_t>(at));
    return after.substr(start == std::string::npos ? 0 : start + 1, 200);
}

// Whether the copy is refused, or said to be damaged, or holds exactly what it held.
std::string verdict(const std::string& file, const std::string& before)
{
    auto store = Store::open(file, Opening::ReadOnly);
    if (!store.ok())
        return "refused";
    auto report = verify(*store);
    if (!report.ok())
        return "refused";
    if (!report->damage.empty())
        return "found";
    const std::string after = dump(store->connection());
    return after == before ? "nothing" : "missed: " + first_difference(before, after);
}

}

// Random positions of the file, one byte changed at a time, as a bad disk or an editor of bytes would.
TEST(AuditFlip, AByteChangedInTheFileIsFoundOrHeldNothing)
{
    const PassingFolder folder;
    {
        Store store = good(Store::open(folder.file("live.sqlite")));
        fill(store);
    }
    good(back_up(folder.file("live.sqlite"), folder.file("copy.sqlite")));
    const std::string whole = bytes_of(folder.file("copy.sqlite"));
    std::string before;
    {
        Store store = good(Store::open(folder.file("copy.sqlite"), Opening::ReadOnly));
        before = dump(store.connection());
        EXPECT_EQ(told(good(verify(store))), "");
    }
    std::map<std::string, int> verdicts;
    std::mt19937 random(20300317);
    for (int i = 0; i < 300; ++i) {
        std::string bytes = whole;
        // Most pages of a small database are nearly empty: bytes that are not zero are hit three times of four.
        std::size_t at = random() % bytes.size();
        for (int tries = 0; i % 4 != 0 && bytes[at] == 0 && tries < 100; ++tries)
            at = random() % bytes.size();
        bytes[at] = static_cast<char>(bytes[at] ^ (1 + static_cast<int>(random() % 255)));
        write(folder.file("flipped.sqlite"), bytes);
        const std::string said = verdict(folder.file("flipped.sqlite"), before);
        EXPECT_FALSE(said.starts_with("missed")) << said << " byte " << at << ", page " << at / 4096 + 1;
        ++verdicts[said];
    }
    for (const auto& [said, count] : verdicts)
        RecordProperty(said, count);
    EXPECT_GT(verdicts["found"] + verdicts["refused"], 100);
}

// Whole pages, as a disk loses them: what lies on other pages is still read.
TEST(AuditFlip, WhatLiesOnOtherPagesIsStillChecked)
{
    const PassingFolder folder;
    {
        Store store = good(Store::open(folder.file("live.sqlite")));
        for (int i = 0; i < 60; ++i)
            add_case_at(store, "第" + std::to_string(i), std::string(2000, 'x') + std::to_string(i), at_day(0));
    }
    good(back_up(folder.file("live.sqlite"), folder.file("copy.sqlite")));
    const std::string whole = bytes_of(folder.file("copy.sqlite"));
    int told_of_pages = 0;
    std::int64_t most = 0;
    for (std::size_t page = 1; page < whole.size() / 4096; page += 3) {
        std::string bytes = whole;
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(page * 4096), 4096, '\x55');
        write(folder.file("flipped.sqlite"), bytes);
        auto store = Store::open(folder.file("flipped.sqlite"), Opening::ReadOnly);
        auto report = store.ok() ? verify(*store) : base::Result<AuditReport>(store.error());
        if (!report.ok())
            continue; // a page without which nothing can be read
        EXPECT_FALSE(report->damage.empty()) << "page " << page + 1;
        const bool page_told = std::any_of(report->damage.begin(), report->damage.end(), [](const Damage& damage) {
            return damage.code == "audit.page" && !damage.case_id.text.empty();
        });
        told_of_pages += page_told ? 1 : 0;
        if (page_told)
            most = std::max(most, report->cases);
    }
    EXPECT_GT(told_of_pages, 0);
    EXPECT_GT(most, 40);
}

TEST(AuditFlip, TheListOfTablesIsWhole)
{
    const PassingFolder folder;
    Store store = good(Store::open(folder.file("live.sqlite")));
    std::vector<std::string> names;
    good(store.connection().run("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%' AND "
                                "name NOT LIKE 'sqlite%' AND name <> 'schema_version' ORDER BY name",
                                {}, [&](const Row& row) { names.emplace_back(row.text(0)); }));
    std::vector<std::string> known(passing_tables().begin(), passing_tables().end());
    for (const Table& table : tables()) {
        known.emplace_back(table.name);
        std::vector<std::string> columns;
        good(store.connection().run("SELECT name FROM pragma_table_info(?)", {table.name},
                                    [&](const Row& row) { columns.emplace_back(row.text(0)); }));
        std::vector<std::string> copied;
        for (const Column& column : table.columns)
            copied.emplace_back(column.name);
        std::sort(columns.begin(), columns.end());
        std::sort(copied.begin(), copied.end());
        EXPECT_EQ(columns, copied) << table.name;
    }
    std::sort(known.begin(), known.end());
    EXPECT_EQ(names, known);
}

}
