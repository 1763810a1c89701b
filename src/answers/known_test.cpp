#include "answers/known.h"

#include "support/editions.h"

namespace kenkei::answers {

namespace {

struct Known {
    std::string value; // FEEL text
    std::vector<std::string> codes;
};

Known read(std::string_view json)
{
    auto known = base::json::parse(json);
    EXPECT_TRUE(known.ok()) << json;
    std::vector<Finding> findings;
    Known result{.value = feel::to_feel(read_known(support::shop(), *known, findings)), .codes = {}};
    for (const Finding& finding : findings) {
        EXPECT_EQ(finding.severity, edition::Severity::Warning);
        EXPECT_TRUE(finding.question.empty());
        EXPECT_FALSE(finding.message.empty());
        EXPECT_FALSE(finding.next.empty());
        result.codes.push_back(finding.code);
    }
    return result;
}

std::string value(std::string_view json)
{
    const Known known = read(json);
    EXPECT_TRUE(known.codes.empty()) << json;
    return known.value;
}

using Codes = std::vector<std::string>;

}

TEST(ReadKnown, 台帳の事実は決めた型で読み_ないものは空)
{
    EXPECT_EQ(value("null"), "{ledger: null, awards: null}");
    EXPECT_EQ(value("{}"), "{ledger: null, awards: null}");
    EXPECT_EQ(value(R"({"ledger":null,"awards":null})"), "{ledger: null, awards: null}");
    EXPECT_EQ(value(R"({"ledger":{"member":true,"visits":2,"visited_on":"令和12年4月1日","officer":"見本"}})"),
              "{ledger: {member: true, visits: 2, visited_on: date(\"2030-04-01\"), officer: \"見本\"}, awards: null}");
    EXPECT_EQ(value(R"({"ledger":{"visits":null}})"),
              "{ledger: {member: null, visits: null, visited_on: null, officer: null}, awards: null}");
}

TEST(ReadKnown, 並びの事実は一つずつ読む)
{
    EXPECT_EQ(value(R"({"awards":[]})"), "{ledger: null, awards: []}");
    EXPECT_EQ(value(R"({"awards":[{"year":2029,"class":"A"},{"class":"B"}]})"),
              "{ledger: null, awards: [{year: 2029, class: \"A\"}, {year: null, class: \"B\"}]}");
}

TEST(ReadKnown, 型の違う事実は読まずに注意する)
{
    for (const auto* wrong : {R"("true")", "1", "[]", "{}"}) {
        const Known known = read(R"({"ledger":{"member":)" + std::string(wrong) + "}}");
        EXPECT_EQ(known.codes, Codes{"known.type"}) << wrong;
        EXPECT_NE(known.value.find("member: null"), std::string::npos) << known.value;
    }
    EXPECT_EQ(read(R"({"ledger":{"visits":"2"}})").codes, Codes{"known.type"});
    EXPECT_EQ(read(R"({"ledger":{"officer":2}})").codes, Codes{"known.type"});
    EXPECT_EQ(read(R"({"ledger":{"visited_on":"2030-02-30"}})").codes, Codes{"known.type"});
    EXPECT_EQ(read(R"({"ledger":{"visited_on":20300401}})").codes, Codes{"known.type"});
}

TEST(ReadKnown, 形の違う事実は読まずに注意する)
{
    EXPECT_EQ(read(R"({"ledger":[]})").value, "{ledger: null, awards: null}");
    EXPECT_EQ(read(R"({"ledger":[]})").codes, Codes{"known.type"});
    EXPECT_EQ(read(R"({"ledger":true})").codes, Codes{"known.type"});
    EXPECT_EQ(read(R"({"awards":{"year":1}})").value, "{ledger: null, awards: null}");
    EXPECT_EQ(read(R"({"awards":{"year":1}})").codes, Codes{"known.type"});
    EXPECT_EQ(read(R"({"awards":[1]})").codes, Codes{"known.type"});
}

TEST(ReadKnown, この年度版が読まない事実は注意する)
{
    EXPECT_EQ(read(R"({"insurer":{"declared":true}})").codes, Codes{"known.unread"});
    EXPECT_EQ(read(R"({"ledger":{"rank":1,"member":true}})").codes, Codes{"known.unread"});
    EXPECT_NE(read(R"({"ledger":{"rank":1,"member":true}})").value.find("member: true"), std::string::npos);
    EXPECT_EQ(read(R"({"awards":[{"year":1,"by":"a"},{"by":"b"}]})").codes, (Codes{"known.unread", "known.unread"}));
}

}
