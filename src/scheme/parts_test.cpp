#include "scheme/parts.h"

#include "edition/canonical_json.h"
#include "scheme/edition_folder_testing.h"

namespace kenkei::scheme {

namespace {

const char* const shops = "../../shared/shops.csv";

std::string first_error(const EditionFolder& folder)
{
    const edition::ReadResult read = folder.load();
    EXPECT_FALSE(read.edition);
    return read.errors.empty() ? "" : base::describe(read.errors.front());
}

}

TEST(Parts, 様式のファイルがなくても年度版は読める)
{
    EditionFolder folder;
    fs::remove(folder.folder() / "workbook.yaml");
    const PartsResult read = read_parts(folder.folder());
    EXPECT_TRUE(read.errors.empty());
    EXPECT_FALSE(read.parts.workbook);
    EXPECT_TRUE(read.parts.grouped_lists.empty());
    EXPECT_TRUE(loaded(folder).workbook.is_empty());
}

TEST(Parts, 候補の一覧は_一覧にある順に組に分ける)
{
    EditionFolder folder;
    folder.write(shops,
                 "\xEF\xBB\xBFname,code,prefecture\r\n# 注\r\n\r\n一号,1,緑町\r\n二号,2,朝日町\r\n三号,3,緑町\r\n");
    const edition::Edition edition = loaded(folder);
    ASSERT_EQ(edition.workbook.lists.size(), 1U);
    const auto& groups = edition.workbook.lists.front().groups;
    ASSERT_EQ(groups.size(), 2U);
    EXPECT_EQ(groups[0].first, "緑町");
    EXPECT_EQ(groups[0].second, (std::vector<std::string>{"一号", "三号"}));
    EXPECT_EQ(groups[1].second, (std::vector<std::string>{"二号"}));
    EXPECT_NE(edition::to_canonical_json(edition).find("grouped_lists"), std::string::npos);
}

TEST(Parts, 候補の一覧の誤りは_その行で言う)
{
    EditionFolder folder;
    folder.write(shops, "name,prefecture\n一号,港町\n二号,海町\n");
    EXPECT_NE(first_error(folder).find("editions/shared/shops.csv:3:1: "), std::string::npos) << first_error(folder);
    folder.write(shops, "name,town\n一号,港町\n");
    EXPECT_NE(first_error(folder).find("shops.csv:1:1: 組の列"), std::string::npos);
    folder.write(shops, "name,prefecture\n一号,港町\n一号\n");
    EXPECT_NE(first_error(folder).find("shops.csv:3:1: 名前か、組"), std::string::npos);
    folder.write(shops, "name,prefecture\n一号,港町\n一号,港町\n");
    EXPECT_NE(first_error(folder).find("shops.csv:3:1: 「港町」の「一号」が二度"), std::string::npos);
    folder.write(shops, "name,prefecture\n\x93\xFA,\x8F\xBC\n");
    EXPECT_NE(first_error(folder).find("UTF-8"), std::string::npos);
    fs::remove(folder.folder() / shops);
    EXPECT_NE(first_error(folder).find("workbook.yaml:13:"), std::string::npos) << first_error(folder);
}

}
