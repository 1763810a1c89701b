#include "scheme/load_edition.h"

#include "edition/canonical_json.h"
#include "scheme/edition_folder_testing.h"
#include "support/editions.h"

#include <algorithm>

namespace kenkei::scheme {

TEST(LoadEdition, フォルダの年度版をすべて読む)
{
    const edition::Edition edition = loaded(EditionFolder{});
    EXPECT_EQ(edition.key(), "shop/2030");
    EXPECT_EQ(edition.short_name, "見本店30");
    EXPECT_EQ(edition.office, "見本商店会事務局");
    ASSERT_EQ(edition.documents.size(), 1U);
    EXPECT_EQ(edition.documents[0].issued, "2030-01");
    EXPECT_EQ(edition.application.opens, (base::Date{2030, 4, 1}));
    EXPECT_EQ(to_iso(edition.application.closes), "2030-06-30T17:00");
    ASSERT_TRUE(edition.fee && edition.evidence && edition.validity);
    EXPECT_EQ(edition.fee->amount, 1000);
    EXPECT_EQ(edition.fee->tax, 100);
    EXPECT_EQ(edition.evidence->keep_years, 2);
    EXPECT_EQ(edition.validity->to, (base::Date{2031, 3, 31}));
    ASSERT_EQ(edition.known.size(), 2U);
    EXPECT_FALSE(edition.known[0].many);
    EXPECT_TRUE(edition.known[1].many);
    EXPECT_EQ(edition.outcome_words.at(edition::Outcome::Met), "見本の店です");
    EXPECT_EQ(edition.sections.size(), 2U);
    EXPECT_EQ(edition.questions.size(), 20U);
    EXPECT_EQ(edition.tables.size(), 4U);
    EXPECT_EQ(edition.values.size(), 7U);
    EXPECT_EQ(edition.items.size(), 9U);
    EXPECT_EQ(edition.findings.size(), 3U);
    EXPECT_EQ(edition.digest.size(), 64U);
}

TEST(LoadEdition, 設問のどのキーも届く)
{
    const edition::Edition edition = loaded(EditionFolder{});
    const edition::Question& staff = *edition.find_question("staff");
    EXPECT_EQ(staff.no, "問2");
    EXPECT_EQ(staff.help, "店主は含めません");
    EXPECT_EQ(staff.unit, "人");
    EXPECT_EQ(staff.minimum->to_text(), "0");
    EXPECT_EQ(staff.maximum->to_text(), "1000");
    EXPECT_TRUE(staff.deciding);
    EXPECT_FALSE(staff.changeable);
    EXPECT_EQ(staff.evidence, std::vector<std::string>{"名簿"});
    EXPECT_EQ(staff.carry, edition::Carry::ReEnter);
    EXPECT_EQ(staff.section, "shop");
    const edition::Question& town = *edition.find_question("town");
    EXPECT_EQ(town.list, "towns");
    EXPECT_EQ(town.drop_suffix, (std::vector<std::string>{"支部", "通り"}));
    const edition::Question& kind = *edition.find_question("kind");
    EXPECT_EQ(kind.fallback, feel::Value::number(1));
    EXPECT_EQ(kind.options_source.text(), "none");
    EXPECT_EQ(kind.source.text(), "guide p.3");
    const edition::Question& means = *edition.find_question("means");
    EXPECT_EQ(means.exclusive, 9);
    EXPECT_EQ(means.options.size(), 4U);
    EXPECT_EQ(means.find_option(9)->label, "特に行っていない");
    EXPECT_EQ(means.carry, edition::Carry::Show);
    EXPECT_TRUE(edition.find_question("trained")->best);
    EXPECT_TRUE(edition.find_question("plan_text")->when);
    EXPECT_TRUE(edition.find_question("total")->derive);
    EXPECT_TRUE(edition.find_question("owner")->fallback_rule);
}

TEST(LoadEdition, 式には未回答の規則が書き込まれる)
{
    const edition::Edition edition = loaded(EditionFolder{});
    EXPECT_EQ(edition.find_question("plan_text")->when->text, "if plan = null then null else plan = 2");
    EXPECT_EQ(edition.items[1].met.text, "if agreed = null then null else agreed = true");
}

TEST(LoadEdition, 区分と称号と要件は項目を指す)
{
    const edition::Edition edition = loaded(EditionFolder{});
    ASSERT_EQ(edition.classes.size(), 3U);
    EXPECT_EQ(edition.classes[0].beyond, -1);
    EXPECT_EQ(edition.classes[1].beyond, 0);
    EXPECT_EQ(edition.classes[2].beyond, 1);
    EXPECT_EQ(edition.classes[2].need, 1U);
    EXPECT_FALSE(edition.classes[2].all);
    ASSERT_EQ(edition.requirements.size(), 2U);
    EXPECT_TRUE(edition.requirements[0].all);
    EXPECT_EQ(edition.requirements[0].need, 3U);
    EXPECT_EQ(edition.requirements[1].need, 2U);
    EXPECT_EQ(edition.titles[0].items, (std::vector<std::size_t>{3, 4, 5, 6, 7, 8}));
}

TEST(LoadEdition, 表の行は自分の出典を持つ)
{
    const edition::Edition edition = loaded(EditionFolder{});
    const auto table = std::find_if(edition.tables.begin(), edition.tables.end(),
                                    [](const edition::Table& one) { return one.id == "size"; });
    ASSERT_NE(table, edition.tables.end());
    ASSERT_EQ(table->row_sources.size(), 3U);
    EXPECT_EQ(table->row_sources[2].text(), "guide p.5 支店");
    EXPECT_EQ(table->output_name, "size");
    EXPECT_EQ(edition.tables[0].id, "rank") << "in the order of file names";
    EXPECT_EQ(edition.tables[0].row_sources[0].text(), "guide p.5");
}

TEST(LoadEdition, 一覧は名前と別名を持つ)
{
    const edition::Edition edition = loaded(EditionFolder{});
    ASSERT_EQ(edition.lists.size(), 1U);
    EXPECT_EQ(edition.lists[0].names, (std::vector<std::string>{"朝日町", "緑町", "港町"}));
    EXPECT_EQ(*edition.lists[0].find("あさひまち"), "朝日町");
    EXPECT_EQ(*edition.lists[0].find("みどり町"), "緑町");
    EXPECT_EQ(edition.lists[0].find("1"), nullptr) << "other columns are for others";
}

TEST(LoadEdition, 置いてある変換済みの年度版は元のフォルダから作ったもの)
{
    EXPECT_EQ(edition::to_canonical_json(loaded(EditionFolder{})),
              support::text_of_file("tests/editions/shop-2030.json"))
        << "mend it with: kenkei compile tests/editions/shop/2030 -o tests/editions/shop-2030.json";
}

TEST(LoadEdition, 変換して読み直しても規則は同じ)
{
    const edition::Edition edition = loaded(EditionFolder{});
    auto again = edition::read_canonical_json(edition::to_canonical_json(edition));
    ASSERT_TRUE(again.ok()) << base::describe(again.error());
    EXPECT_EQ(again->digest, edition.digest);
    ASSERT_EQ(again->items.size(), edition.items.size());
    for (std::size_t i = 0; i < edition.items.size(); ++i)
        EXPECT_TRUE(feel::same(*again->items[i].met.tree, *edition.items[i].met.tree)) << edition.items[i].id;
}

TEST(LoadEdition, 字下げと注釈と書き方は要約値を変えない)
{
    const std::string digest = loaded(EditionFolder{}).digest;
    EditionFolder folder;
    folder.replace("criteria.yaml", "values:", "# 注釈\n\nvalues: # 途中の値")
        .replace("criteria.yaml", "    met: |\n      agreed = true\n", "    met: 'agreed   = true'\n")
        .replace("questions.yaml", "options: { 1: 個人, 2: 会社 }",
                 "options:\n          1: \"個人\"\n          2: 会社")
        .replace("tables/size.yaml", "  > limit    | -      | large", "\n  >limit|-|large");
    EXPECT_EQ(loaded(folder).digest, digest);
    EXPECT_NE(loaded(EditionFolder{}.replace("criteria.yaml", "value: 20", "value: 21")).digest, digest);
    EXPECT_NE(loaded(EditionFolder{}.replace("questions.yaml", "label: 店名,", "label: 店の名,")).digest, digest);
    EXPECT_NE(loaded(EditionFolder{}.replace("tables/size.yaml", "> limit ", ">= limit")).digest, digest);
}

TEST(LoadEdition, 事例とデモの書き方は要約値に入らない)
{
    EditionFolder folder;
    folder.write("cases/base.yaml", "bases: {}\n");
    folder.write("ISSUES.md", "別の文\n");
    EXPECT_EQ(loaded(folder).digest, loaded(EditionFolder{}).digest);
}

}
