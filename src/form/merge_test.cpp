#include "form/merge.h"

#include "support/editions.h"

namespace kenkei::form {

using support::edition_of;
using What = MergedQuestion::What;

namespace {

const edition::Edition& pair_of_questions()
{
    static const edition::Edition edition =
        edition_of({.questions = {{"staff", R"("type":"integer","unit":"人")"},
                                  {"name", R"("type":"text","format":"name")"},
                                  {"means", R"("type":"choices","options":{"1":"掲示","2":"体操"})"}}});
    return edition;
}

base::json::Value json(const std::string& text)
{
    auto value = base::json::parse(text);
    EXPECT_TRUE(value.ok()) << text;
    return *value;
}

Merge merged(const std::string& before, const std::string& workbook, const std::string& answers,
             const std::vector<Side>& decide = {})
{
    return merge(pair_of_questions(), json(before), json(workbook), json(answers), decide);
}

std::string text_of(const Merge& merge)
{
    base::json::Writer writer;
    writer.value(merge.answers);
    return writer.take();
}

}

TEST(Merge, 一方だけの変更は_その変更を採る)
{
    const Merge merge =
        merged(R"({"staff":18,"name":"見本"})", R"({"staff":20,"name":"見本"})", R"({"staff":18,"name":"見本商店"})");
    EXPECT_EQ(merge.conflicts, 0U);
    EXPECT_EQ(text_of(merge), R"({"staff":20,"name":"見本商店"})");
    ASSERT_EQ(merge.changed.size(), 2U);
    EXPECT_EQ(merge.changed[0].what, What::FromWorkbook);
    EXPECT_EQ(merge.changed[1].what, What::FromAnswers);
}

TEST(Merge, 両方で同じ変更なら食い違いではない)
{
    const Merge merge = merged(R"({"staff":18})", R"({"staff":20})", R"({"staff":20})");
    EXPECT_EQ(merge.conflicts, 0U);
    ASSERT_EQ(merge.changed.size(), 1U);
    EXPECT_EQ(merge.changed[0].what, What::Both);
    EXPECT_EQ(text_of(merge), R"({"staff":20})");
}

TEST(Merge, 両方で違う変更は_採る側が決まるまで元のまま)
{
    Merge merge = merged(R"({"staff":18})", R"({"staff":20})", R"({"staff":21})");
    EXPECT_EQ(merge.conflicts, 1U);
    EXPECT_EQ(text_of(merge), R"({"staff":18})");
    EXPECT_EQ(
        to_text(pair_of_questions(), merge, {"申請内容記載表 D6"}),
        "両方で違う変更がされた設問\n"
        "・staff（staff）　用紙［申請内容記載表 D6］では 「20人」、回答では 「21人」（用紙を作ったときは 「18人」）\n");
    merge = merged(R"({"staff":18})", R"({"staff":20})", R"({"staff":21})", {Side::Workbook});
    EXPECT_EQ(merge.conflicts, 0U);
    EXPECT_EQ(text_of(merge), R"({"staff":20})");
    merge = merged(R"({"staff":18})", R"({"staff":20})", R"({"staff":21})", {Side::Answers});
    EXPECT_EQ(text_of(merge), R"({"staff":21})");
}

TEST(Merge, 消したことも変更で_もう一方の変更とは食い違う)
{
    EXPECT_EQ(text_of(merged(R"({"staff":18})", "{}", R"({"staff":18})")), "{}");
    const Merge merge = merged(R"({"staff":18})", "{}", R"({"staff":19})");
    EXPECT_EQ(merge.conflicts, 1U);
    EXPECT_NE(to_text(pair_of_questions(), merge, {}).find("用紙では 未回答、回答では 「19人」"), std::string::npos);
}

TEST(Merge, 書き方の違いは変更ではない)
{
    const Merge merge = merged(R"({"name":"見本　一郎","means":[2,1]})", R"({"name":"見本 一郎","means":[1,2]})",
                               R"({"name":"見本　一郎 ","means":[2,1]})");
    EXPECT_TRUE(merge.changed.empty());
    EXPECT_EQ(to_text(pair_of_questions(), merge, {}), "変更はありません。\n");
}

TEST(Merge, 読み取れない回答も_そのまま比べる)
{
    const Merge merge = merged(R"({"staff":18})", R"({"staff":"多い"})", R"({"staff":"少ない"})");
    EXPECT_EQ(merge.conflicts, 1U);
    EXPECT_EQ(merged(R"({"staff":"多い"})", R"({"staff":"多い"})", R"({"staff":20})").conflicts, 0U);
}

TEST(Merge, 元が分からなければ_違いはすべて食い違い)
{
    const Merge merge = merged("null", R"({"staff":20,"name":"見本"})", R"({"staff":21,"name":"見本"})");
    EXPECT_EQ(merge.conflicts, 1U);
    EXPECT_EQ(text_of(merge), R"({"name":"見本"})");
}

}
