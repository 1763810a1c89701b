#include "scheme/overrides.h"

#include "edition/canonical_json.h"
#include "scheme/edition_folder_testing.h"
#include "support/editions.h"

namespace kenkei::scheme {

using support::shop;

namespace {

edition::ReadResult changed(const std::vector<std::string>& written)
{
    return with_overrides(shop(), written);
}

// The digest of the shop edition with that change of its folder.
std::string digest_of_folder(const std::string& file, std::string_view from, std::string_view to)
{
    EditionFolder folder;
    folder.replace(file, from, to);
    return loaded(folder).digest;
}

std::string digest(const std::vector<std::string>& written)
{
    const edition::ReadResult read = changed(written);
    for (const base::Error& error : read.errors)
        ADD_FAILURE() << base::describe(error);
    return read.edition ? read.edition->digest : "";
}

void expect_refused(const std::vector<std::string>& written, std::string_view code, std::string_view message,
                    std::string_view way_out)
{
    const edition::ReadResult read = changed(written);
    EXPECT_FALSE(read.edition) << written.front();
    ASSERT_FALSE(read.errors.empty()) << written.front();
    const base::Error& error = read.errors.front();
    EXPECT_EQ(error.code, code) << error.message;
    EXPECT_NE(base::describe(error).find(message), std::string::npos) << base::describe(error);
    EXPECT_NE(error.way_out.find(way_out), std::string::npos) << error.way_out;
    EXPECT_FALSE(error.at.known()) << base::describe(error);
}

}

TEST(Overrides, 年度版のフォルダを直したのと_同じ要約値になる)
{
    const std::string criteria = "criteria.yaml";
    EXPECT_EQ(digest({"requirements.selectable.at_least=3"}),
              digest_of_folder(criteria, "at_least: 2\n    of: [small", "at_least: 3\n    of: [small"));
    EXPECT_EQ(digest({"titles.star.at_least=5"}), digest_of_folder(criteria, "at_least: 4, of", "at_least: 5, of"));
    EXPECT_EQ(digest({"classes.AAA.at_least=2"}), digest_of_folder(criteria, "at_least: 1, of", "at_least: 2, of"));
    EXPECT_EQ(digest({"values.limit.value=25"}), digest_of_folder(criteria, "value: 20,", "value: 25,"));
    EXPECT_EQ(digest({"facts.is_branch.value=not(branch)"}),
              digest_of_folder(criteria, "value: branch,", "value: not(branch),"));
    EXPECT_EQ(digest({"application.opens=2030-04-02"}),
              digest_of_folder("edition.yaml", "opens: 2030-04-01", "opens: 2030-04-02"));
    EXPECT_EQ(digest({"application.closes=2030-06-29T12:00"}),
              digest_of_folder("edition.yaml", "closes: 2030-06-30T17:00", "closes: 2030-06-29T12:00"));
}

TEST(Overrides, 式には未回答の決まりが書き込まれる)
{
    EXPECT_EQ(digest({"items.small.met=size != \"large\""}),
              digest_of_folder("criteria.yaml", "size = \"small\"", "size != \"large\""));
    EXPECT_EQ(digest({"items.consent.met= agreed=false // 逆"}),
              digest_of_folder("criteria.yaml", "agreed = true", "agreed = false"));
}

TEST(Overrides, コンパイルした年度版でも同じで_いくつでも変えられる)
{
    auto compiled = edition::read_canonical_json(edition::to_canonical_json(shop()));
    ASSERT_TRUE(compiled.ok());
    const std::vector<std::string> both = {"values.limit.value=25", "requirements.selectable.at_least=1"};
    EXPECT_EQ(with_overrides(*compiled, both).edition->digest, digest(both));
    EXPECT_EQ(digest({}), shop().digest);
    EXPECT_EQ(digest({"values.limit.value=20"}), shop().digest);
}

TEST(Overrides, 書き方の誤りは_どの_set_かを言う)
{
    expect_refused({"values.limit.value"}, "set.form", "--set values.limit.value: 「=」がありません", "PATH=VALUE");
    expect_refused({"values.limit.value=20", "values.limit.value=21"}, "set.twice",
                   "--set values.limit.value=21: ", "一つ");
    expect_refused({"\xff=1"}, "set.form", "UTF-8", "文字コード");
    expect_refused({""}, "set.form", "「=」", "PATH=VALUE");
}

TEST(Overrides, ないところは近い名前を_変えられないところはわけを言う)
{
    expect_refused({"requirement.selectable.at_least=3"}, "set.unknown", "--set requirement.selectable.at_least=3: ",
                   "「requirements.selectable.at_least」ではありませんか。");
    expect_refused({"values.limits.value=3"}, "set.unknown", "values.limits.value", "「values.limit.value」");
    expect_refused({"x=3"}, "set.unknown", "「x」", "変えられるのは、requirements.ID.at_least");
    expect_refused({"=3"}, "set.unknown", "「」", "変えられるのは");
    expect_refused({"requirements.required.at_least=1"}, "set.unknown", "all_of", "変えられるのは");
    expect_refused({"facts.size.value=1"}, "set.unknown", "表「size」による値です", "変えられるのは");
    expect_refused({"items.plan.label=計画"}, "set.unknown", "items.plan.label", "「items.plan.met」");
}

TEST(Overrides, 年度版が断る値は_そのわけとどの_set_かを言う)
{
    expect_refused({"values.limit.value=25", "requirements.selectable.at_least=6"}, "edition.group",
                   "--set requirements.selectable.at_least=6: 認定要件「selectable」は 5 項目のうち 6 以上",
                   "1 から 5");
    expect_refused({"requirements.selectable.at_least=0"}, "edition.group", "いつも満たされます", "1 から 5");
    expect_refused({"requirements.selectable.at_least=二"}, "edition.type", "at_least=二: ", "数字だけ");
    expect_refused({"requirements.selectable.at_least=1.5"}, "edition.type", "整数", "数字だけ");
    expect_refused({"application.opens=2030-02-30"}, "edition.date",
                   "--set application.opens=2030-02-30: ", "2024-08-19");
    expect_refused({"application.opens=2030-07-01"}, "edition.date",
                   "--set application.opens=2030-07-01: 締切が申請期間の初日より前です", "opens と closes");
    expect_refused({"application.opens=2031-07-01", "values.limit.value=25"}, "edition.date",
                   "--set application.opens=2031-07-01 --set values.limit.value=25: 締切が", "opens と closes");
    expect_refused({"items.member.met=known.ledger.nothing"}, "edition.known",
                   "--set items.member.met=known.ledger.nothing: ", "使えるのは");
    expect_refused({"values.limit.value=limit + 1"}, "edition.cycle", "--set values.limit.value=limit + 1: ", "輪");
}

TEST(Overrides, 式の誤りは_その場所を示す)
{
    const edition::ReadResult read = changed({"items.small.met=size = nobody"});
    ASSERT_EQ(read.errors.size(), 1U);
    EXPECT_EQ(read.errors.front().code, "feel.unknown-name");
    EXPECT_EQ(
        base::describe(read.errors.front()).substr(0, 90),
        std::string("--set items.small.met=size = nobody: 「nobody」という名前はありません\nsize = nobody\n       ^")
            .substr(0, 90));
    EXPECT_FALSE(changed({"items.small.met="}).edition);
    EXPECT_FALSE(changed({"items.small.met=size ="}).edition);
}

}
