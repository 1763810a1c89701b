#include "answers/application.h"

#include <gtest/gtest.h>

namespace kenkei::answers {

namespace {

base::Result<Application> read(std::string_view json)
{
    auto document = base::json::parse(json);
    EXPECT_TRUE(document.ok()) << json;
    return read_application(std::move(*document), "line:3");
}

Application application(std::string_view json)
{
    auto result = read(json);
    if (!result.ok()) {
        ADD_FAILURE() << base::describe(result.error());
        return {};
    }
    return std::move(*result);
}

std::string refusal(std::string_view json)
{
    auto result = read(json);
    EXPECT_FALSE(result.ok()) << json;
    if (result.ok())
        return "";
    EXPECT_FALSE(result.error().way_out.empty()) << json;
    EXPECT_TRUE(result.error().at.known()) << json;
    return result.error().code;
}

}

TEST(ReadApplication, answersを持つものは申請書類)
{
    const Application read = application(R"({"id":"甲","answers":{"staff":1},"known":{"ledger":{"member":true}}})");
    EXPECT_EQ(read.id, "甲");
    EXPECT_EQ(read.answers.find("staff")->text, "1");
    EXPECT_TRUE(read.known.find("ledger"));
    EXPECT_TRUE(read.findings.empty());
}

TEST(ReadApplication, answersのないオブジェクトは全体が回答)
{
    const Application read = application(R"({"staff":1,"id":"甲"})");
    EXPECT_EQ(read.id, "line:3");
    EXPECT_EQ(read.answers.members.size(), 2U);
    EXPECT_EQ(read.known.kind, base::json::Kind::Null);
    EXPECT_EQ(application("{}").answers.kind, base::json::Kind::Object);
}

TEST(ReadApplication, idがなければ行番号で呼ぶ)
{
    EXPECT_EQ(application(R"({"answers":{}})").id, "line:3");
    EXPECT_EQ(application(R"({"answers":{},"id":null})").id, "line:3");
    EXPECT_TRUE(application(R"({"answers":{},"id":null})").findings.empty());
    EXPECT_EQ(application(R"({"answers":{},"id":7})").id, "7");
    const Application wrong = application(R"({"answers":{},"id":{"a":1}})");
    EXPECT_EQ(wrong.id, "line:3");
    ASSERT_EQ(wrong.findings.size(), 1U);
    EXPECT_EQ(wrong.findings[0].code, "application.id");
}

TEST(ReadApplication, ほかのキーは注意して読まない)
{
    const Application read = application(R"({"answers":{},"staff":1,"kwown":{}})");
    ASSERT_EQ(read.findings.size(), 2U);
    for (const Finding& finding : read.findings) {
        EXPECT_EQ(finding.code, "application.unknown-key");
        EXPECT_EQ(finding.severity, edition::Severity::Warning);
        EXPECT_TRUE(finding.question.empty());
        EXPECT_FALSE(finding.next.empty());
    }
    EXPECT_TRUE(read.answers.members.empty());
}

TEST(ReadApplication, 申請でないものは拒む)
{
    EXPECT_EQ(refusal("[]"), "application.array");
    EXPECT_EQ(refusal(R"([{"answers":{}}])"), "application.array");
    for (const auto* other : {"null", "1", "\"a\"", "true", R"({"answers":[]})", R"({"answers":null})",
                              R"({"answers":{},"known":[]})", R"({"answers":{},"known":true})"})
        EXPECT_EQ(refusal(other), "application.type") << other;
    EXPECT_NE(read("[]").error().way_out.find("JSON Lines"), std::string::npos);
}

TEST(ReadApplication, knownがnullなら何も知らない)
{
    EXPECT_EQ(application(R"({"answers":{},"known":null})").known.kind, base::json::Kind::Null);
}

}
