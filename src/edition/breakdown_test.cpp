#include "edition/breakdown.h"

#include "edition/canonical_json.h"
#include "support/editions.h"

namespace kenkei::edition {

using support::edition_of;
using support::error_of;
using support::Pairs;
using support::Small;

namespace {

const Pairs questions = {
    {"kind", R"("type":"choice","options":{"1":"卸売業","2":"小売業"})"},
    {"staff", R"("no":"問2","type":"integer","unit":"人")"},
    {"rate", R"("type":"decimal","unit":"%")"},
    {"name", R"("type":"text")"},
    {"town", R"("type":"text","list":"towns")"},
    {"day", R"("type":"date")"},
    {"agreed", R"("type":"boolean")"},
};

Small with(const Pairs& breakdowns)
{
    return {.questions = questions,
            .values = {{"double", "2 * staff"}},
            .facts = {{"size", R"(if staff > 20 then "large" else "small")"}},
            .tables = {{"grade", support::table_of("U", "staff | grade\n<= 5 | 1\n> 5 | 2\n", "number")},
                       {"zone", support::table_of("U", "staff | zone\n<= 5 | a\n> 5 | b\n")}},
            .lists = R"("towns":{"names":["朝日町"],"aliases":{}})",
            .breakdowns = breakdowns};
}

std::vector<std::string> labels(const std::string& members)
{
    const Edition edition = edition_of(with({{"b", members}}));
    return band_labels(edition, edition.breakdowns.front());
}

// What is refused: code and the part of the message that says it.
void expect_refused(const std::string& members, std::string_view code, std::string_view part,
                    const std::string& id = "b")
{
    const base::Error error = error_of(with({{id, members}}));
    EXPECT_EQ(error.code, code) << members;
    EXPECT_NE((error.message + error.way_out).find(part), std::string::npos)
        << members << ": " << error.message << error.way_out;
}

}

TEST(Breakdown, 数の組は_それぞれの最後の数までで_最後の数の次からもう一つある)
{
    const Edition edition = edition_of(with({{"b", R"("of":"staff","bands":[20,50],"source":"none")"}}));
    const Breakdown& breakdown = edition.breakdowns.front();
    const auto band = [&](const char* number) { return band_of(breakdown, *base::Decimal::parse(number)); };
    EXPECT_EQ(band("-1"), 0U);
    EXPECT_EQ(band("20"), 0U);
    EXPECT_EQ(band("20.5"), 1U);
    EXPECT_EQ(band("21"), 1U);
    EXPECT_EQ(band("50"), 1U);
    EXPECT_EQ(band("51"), 2U);
    EXPECT_EQ(band_labels(edition, breakdown), (std::vector<std::string>{"20人以下", "21〜50人", "51人以上"}));
}

TEST(Breakdown, 組の名前は_整数なら切れ目なく_端数のある数なら超と以下で書く)
{
    EXPECT_EQ(labels(R"("of":"staff","bands":[0,1,10000],"source":"none")"),
              (std::vector<std::string>{"0人以下", "1人", "2〜10,000人", "10,001人以上"}));
    EXPECT_EQ(labels(R"("of":"rate","bands":[50,99.5],"source":"none")"),
              (std::vector<std::string>{"50%以下", "50%超99.5%以下", "99.5%超"}));
    EXPECT_EQ(labels(R"("of":"double","bands":[10],"source":"none")"), (std::vector<std::string>{"10以下", "10超"}));
    EXPECT_TRUE(labels(R"("of":"kind")").empty());
}

TEST(Breakdown, 内訳がなければ_設問か値をそのまま内訳にする)
{
    const Edition edition = edition_of(with({{"industry", R"("of":"kind")"}}));
    EXPECT_EQ(find_breakdown(edition, "industry")->slot, edition.names.find("kind"));
    EXPECT_EQ(find_breakdown(edition, "name")->slot, edition.names.find("name"));
    EXPECT_EQ(find_breakdown(edition, "size")->label, "size");
    for (const char* id : {"", "as_of", "lists", "nobody"})
        EXPECT_FALSE(find_breakdown(edition, id)) << id;
    const std::vector<std::string> ids = breakdown_ids(edition);
    EXPECT_EQ(ids.front(), "industry");
    for (const std::string& id : ids)
        EXPECT_TRUE(find_breakdown(edition, id)) << id;
    EXPECT_EQ(counted_by(edition, *find_breakdown(edition, "staff")), "問2 staff（staff）");
    EXPECT_EQ(counted_by(edition, *find_breakdown(edition, "size")), "size（size）");
}

TEST(Breakdown, 選ぶ設問_数_一覧のある文字_はいといいえ_値と事実で数えられる)
{
    for (const char* of : {"kind", "staff", "rate", "town", "agreed", "double", "size", "grade", "zone"}) {
        const Edition edition = edition_of(with({{"b", R"("of":")" + std::string(of) + R"(")"}}));
        ASSERT_EQ(edition.breakdowns.size(), 1U) << of;
        EXPECT_EQ(edition.names.name(edition.breakdowns.front().slot), of);
    }
    EXPECT_EQ(edition_of(with({{"staff", R"("of":"staff")"}})).breakdowns.front().id, "staff");
}

TEST(Breakdown, 数えられないものと_並びの誤りは断る)
{
    expect_refused(R"("of":"stuff")", "edition.unknown-name", "「staff」ではありませんか");
    expect_refused(R"("of":"as_of")", "edition.unknown-name", "設問でも値でもありません");
    expect_refused(R"("of":"name")", "edition.breakdown", "申請ごとに違う");
    expect_refused(R"("of":"day")", "edition.breakdown", "申請ごとに違う");
    expect_refused(R"("off":"kind")", "edition.unknown-key", "「of」ではありませんか");
    expect_refused(R"("help":"x","of":"kind")", "edition.unknown-key", "help");
    expect_refused(R"("of":"kind")", "edition.duplicate", "どちらで数えるのか", "staff");
    expect_refused(R"("of":"kind")", "edition.id", "使えません", "1b");
    for (const char* of : {"kind", "town", "agreed", "zone"})
        expect_refused(R"("of":")" + std::string(of) + R"(","bands":[1],"source":"none")", "edition.breakdown",
                       "数の設問か値だけ");
    for (const char* bands : {"[]", "5", "{}"})
        expect_refused(R"("of":"staff","source":"none","bands":)" + std::string(bands), "edition.breakdown", "[ ]");
    for (const char* bands : {"[5,5]", "[5,4]", "[1,10,9]"})
        expect_refused(R"("of":"staff","source":"none","bands":)" + std::string(bands), "edition.breakdown",
                       "小さい順");
    for (const char* bands : {"[\"5\"]", "[true]", "[5.5]", "[null]"})
        expect_refused(R"("of":"staff","source":"none","bands":)" + std::string(bands), "edition.type", "整数");
    expect_refused(R"("of":"rate","source":"none","bands":["5"])", "edition.type", "数");
    expect_refused(R"("of":"staff","bands":[5])", "edition.missing", "source");
    expect_refused(R"("of":"staff","bands":[5],"source":"nowhere p.1")", "edition.source", "nowhere");
}

TEST(Breakdown, 出典は_区切りがなければ設問のもの)
{
    const Edition edition = edition_of(with({{"b", R"("of":"kind")"}}));
    EXPECT_EQ(edition.breakdowns.front().source, edition.find_question("kind")->source);
}

TEST(Breakdown, 内訳のない年度版の要約値は_内訳のできる前と変わらない)
{
    EXPECT_EQ(to_canonical_json(edition_of(with({}))).find("breakdowns"), std::string::npos);
}

}
