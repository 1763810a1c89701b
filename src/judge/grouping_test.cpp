#include "judge/grouping.h"

#include "support/judged.h"

namespace kenkei::judge {

using edition::Edition;
using support::edition_of;

namespace {

const Edition& firms()
{
    static const Edition edition = edition_of(
        {.questions = {{"kind", R"("type":"choice","options":{"1":"卸売業","3":"小売業"})"},
                       {"staff", R"("type":"integer","unit":"人")"},
                       {"means", R"("type":"choices","options":{"1":"掲示","2":"声かけ","9":"なし"},"exclusive":9)"},
                       {"town", R"("type":"text")"},
                       {"agreed", R"("type":"boolean")"},
                       {"day", R"("type":"date")"}},
         .values = {{"half", "staff / 2"}},
         .facts = {{"size", R"(if staff = null then null else if staff > 20 then "large" else "small")"}},
         .breakdowns = {{"industry", R"("of":"kind")"},
                        {"by_staff", R"("of":"staff","bands":[20,50],"source":"none")"}}});
    return edition;
}

// Counts applications by one breakdown.
class Groups {
public:
    explicit Groups(const char* id) : m_grouping(firms(), {*edition::find_breakdown(firms(), id)}) {}

    // The groups that the application is in, by their labels.
    std::string of(std::string_view json)
    {
        std::vector<GroupValue> groups;
        m_grouping.add_groups(support::judged(firms(), json, Next::Skip).answers.slots, groups);
        return m_grouping.labels(groups).front();
    }

    std::string in_order() const
    {
        std::string all;
        for (std::uint32_t group : m_grouping.in_order(0))
            all += (all.empty() ? "" : " ") + m_grouping.label({0, group});
        return all;
    }

    std::string values() const
    {
        base::json::Writer out;
        out.begin_array();
        for (std::uint32_t group : m_grouping.in_order(0))
            m_grouping.write_value(out, {0, group});
        out.end_array();
        return out.take();
    }

private:
    Grouping m_grouping;
};

}

TEST(Grouping, 選択肢は印刷の順で_未回答は最後の組)
{
    Groups groups("industry");
    EXPECT_EQ(groups.of(R"({"kind":3})"), "小売業");
    EXPECT_EQ(groups.of(R"({"kind":1})"), "卸売業");
    EXPECT_EQ(groups.of("{}"), "未回答");
    EXPECT_EQ(groups.of(R"({"kind":2})"), "未回答");
    EXPECT_EQ(groups.in_order(), "卸売業 小売業 未回答");
    EXPECT_EQ(groups.values(), "[1,3,null]");
}

TEST(Grouping, 数は区切りの組に入る)
{
    Groups groups("by_staff");
    EXPECT_EQ(groups.of(R"({"staff":20})"), "20人以下");
    EXPECT_EQ(groups.of(R"({"staff":21})"), "21〜50人");
    EXPECT_EQ(groups.of(R"({"staff":50})"), "21〜50人");
    EXPECT_EQ(groups.of(R"({"staff":51})"), "51人以上");
    EXPECT_EQ(groups.of("{}"), "未回答");
    EXPECT_EQ(groups.in_order(), "20人以下 21〜50人 51人以上 未回答");
    EXPECT_EQ(groups.values(), R"([{"over":null,"up_to":20},{"over":20,"up_to":50},{"over":50,"up_to":null},null])");
}

TEST(Grouping, 区切りのない数は_数ごとに小さい順)
{
    Groups groups("half");
    for (const char* staff : {"20", "9", "200"})
        groups.of(R"({"staff":)" + std::string(staff) + "}");
    EXPECT_EQ(groups.of(R"({"staff":18})"), "9");
    EXPECT_EQ(groups.in_order(), "4.5 9 10 100 未確定");
    EXPECT_EQ(groups.values(), "[4.5,9,10,100,null]");
}

TEST(Grouping, いくつも選ぶ設問では_いくつもの組に入る)
{
    Groups groups("means");
    EXPECT_EQ(groups.of(R"({"means":[2,1]})"), "掲示、声かけ");
    EXPECT_EQ(groups.of(R"({"means":[9]})"), "なし");
    EXPECT_EQ(groups.of(R"({"means":[]})"), "未回答");
    EXPECT_TRUE(Grouping(firms(), {*edition::find_breakdown(firms(), "means")}).overlaps(0));
    EXPECT_FALSE(Grouping(firms(), {*edition::find_breakdown(firms(), "kind")}).overlaps(0));
}

TEST(Grouping, 文字は現れたものが組になり_並べて示す)
{
    Groups groups("town");
    EXPECT_EQ(groups.of(R"({"town":"ろ町"})"), "ろ町");
    EXPECT_EQ(groups.of(R"({"town":"い町"})"), "い町");
    EXPECT_EQ(groups.of(R"({"town":"ろ町"})"), "ろ町");
    EXPECT_EQ(groups.in_order(), "い町 ろ町 未回答");
    EXPECT_EQ(groups.values(), R"(["い町","ろ町",null])");
}

TEST(Grouping, 一覧の名前は一覧の順で_ほかの文字はそのあと)
{
    const Edition edition = edition_of({.questions = {{"town", R"("type":"text","list":"towns")"}},
                                        .lists = R"("towns":{"names":["西町","東町"],"aliases":{"東":"東町"}})"});
    Grouping grouping(edition, {*edition::find_breakdown(edition, "town")});
    std::vector<GroupValue> groups;
    for (const char* json : {R"({"town":"い町"})", R"({"town":"東"})", R"({"town":"あ町"})"})
        grouping.add_groups(support::judged(edition, json, Next::Skip).answers.slots, groups);
    EXPECT_EQ(grouping.labels(groups).front(), "い町、東町、あ町");
    std::string order;
    for (std::uint32_t group : grouping.in_order(0))
        order += grouping.label({0, group}) + " ";
    EXPECT_EQ(order, "西町 東町 あ町 い町 未回答 ");
}

TEST(Grouping, はいといいえ_事実_日)
{
    Groups agreed("agreed");
    EXPECT_EQ(agreed.of(R"({"agreed":true})"), "はい");
    EXPECT_EQ(agreed.in_order(), "はい いいえ 未回答");
    EXPECT_EQ(agreed.values(), "[true,false,null]");

    Groups size("size");
    EXPECT_EQ(size.of(R"({"staff":21})"), "large");
    EXPECT_EQ(size.of("{}"), "未確定");

    Groups day("day");
    EXPECT_EQ(day.of(R"({"day":"2030-04-02"})"), "2030年4月2日（令和12年）");
    EXPECT_EQ(day.of(R"({"day":"2030-04-01"})"), "2030年4月1日（令和12年）");
    EXPECT_EQ(day.values(), R"(["2030-04-01","2030-04-02",null])");
}

TEST(Grouping, 事実の言葉は年度版の順で組になる)
{
    const Edition& shop = support::shop();
    Grouping grouping(shop, {*edition::find_breakdown(shop, "size"), *edition::find_breakdown(shop, "kind")});
    std::vector<GroupValue> groups;
    grouping.add_groups(support::judged(shop, R"({"staff":3})", Next::Skip).answers.slots, groups);
    EXPECT_EQ(grouping.labels(groups), (std::vector<std::string>{"小さな店", "個人"}));
    EXPECT_EQ(grouping.label({0, grouping.in_order(0).front()}), "小さな店");
    EXPECT_EQ(grouping.label({0, grouping.in_order(0).back()}), "未確定");
}

}
