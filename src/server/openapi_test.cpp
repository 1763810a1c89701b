#include "server/openapi.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <set>

namespace kenkei::server {

namespace {

using base::json::Kind;
using base::json::Value;
using In = OperationDescription::Parameter::In;

constexpr std::string_view json_type = "application/json";

Schemas sample_schemas()
{
    auto read = Schemas::read(R"({
        "OpenDraft": {"type":"object","required":["firm"],"additionalProperties":false,"properties":{
            "firm":{"type":"string","pattern":"^\\d{13}$","examples":["7123456789012"]},
            "password":{"type":"string","writeOnly":true,"minLength":12}}},
        "Case": {"type":"object","properties":{"id":{"type":"string","readOnly":true},
            "opened":{"type":["string","null"],"format":"date-time"},
            "draft":{"$ref":"#/components/schemas/OpenDraft","description":"そのまま"}}},
        "Cases": {"type":"array","items":{"$ref":"#/components/schemas/Case"},"x-order":"id"}})");
    EXPECT_TRUE(read.ok()) << base::describe(read.error());
    return std::move(read).value();
}

std::vector<OperationDescription> sample_operations()
{
    return {
        {.id = "openDraft",
         .method = Method::Post,
         .pattern = "/api/v1/editions/{scheme}/{edition}/cases",
         .tag = "申請",
         .summary = "申請書を作り始める",
         .summary_english = "Open a draft",
         .request = {{json_type, "OpenDraft"}},
         .answers = {{201, "開いた案件", {{json_type, "Case"}}, {"ETag", "Location"}}},
         .keyed = true,
         .access = "open-case",
         .problems = {409, 422}},
        {.id = "listCases",
         .method = Method::Get,
         .pattern = "/api/v1/cases",
         .tag = "案件",
         .summary = "案件の一覧",
         .summary_english = "List cases",
         .parameters = {{"limit", In::Query, false, R"({"type":"integer","minimum":1,"maximum":200,"default":50})",
                         "件数"}},
         .answers = {{200, "一覧", {{json_type, "Cases"}}}},
         .access = "see-case"},
        {.id = "seeCase",
         .method = Method::Get,
         .pattern = "/api/v1/cases/{case}",
         .tag = "案件",
         .summary = "案件",
         .summary_english = "One case",
         .answers = {{200, "案件", {{json_type, "Case"}}, {"ETag"}}, {304, "変わっていない"}}},
        {.id = "withdraw",
         .method = Method::Delete,
         .pattern = "/api/v1/cases/{case}",
         .tag = "案件",
         .summary = "取り下げる",
         .summary_english = "Withdraw",
         .answers = {{204, "取り下げた"}},
         .keyed = true,
         .matched = true,
         .problems = {409}},
        {.id = "seeForm",
         .method = Method::Get,
         .pattern = "/api/v1/editions/{scheme}/{edition}/form",
         .tag = "年度版",
         .summary = "申請内容記載表",
         .summary_english = "The form as a workbook",
         .answers = {{200,
                      "Excelファイル",
                      {{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}, {json_type, "Case"}}}},
         .anyone = true,
         .problems = {406}},
    };
}

std::string sample_text()
{
    return to_openapi(sample_operations(), sample_schemas(), "1.2.3", "http://127.0.0.1:8080");
}

Value sample()
{
    auto read = base::json::parse(sample_text());
    EXPECT_TRUE(read.ok()) << base::describe(read.error());
    return read.ok() ? std::move(*read) : Value{};
}

// By the members' names; an empty value where there is none.
const Value& at(const Value& value, const std::vector<std::string_view>& names)
{
    static const Value nothing;
    const Value* here = &value;
    for (std::string_view name : names) {
        here = here->find(name);
        if (!here)
            return nothing;
    }
    return *here;
}

std::string keys_of(const Value& object)
{
    std::string keys;
    for (const auto& [name, value] : object.members)
        keys += (keys.empty() ? "" : " ") + name;
    return keys;
}

// Of an operation's parameters those that many have.
std::string shared_of(const Value& operation)
{
    std::string names;
    for (const Value& parameter : at(operation, {"parameters"}).items) {
        if (const Value* reference = parameter.find("$ref"))
            names += (names.empty() ? "" : " ") + reference->text.substr(reference->text.rfind('/') + 1);
    }
    return names;
}

void walk(const Value& value, const std::function<void(std::string_view key, const Value&)>& visit)
{
    for (const auto& [name, member] : value.members) {
        visit(name, member);
        walk(member, visit);
    }
    for (const Value& item : value.items)
        walk(item, visit);
}

}

TEST(OpenApi, TheDocumentHasTheStructureOfOpenApi31)
{
    const Value document = sample();
    EXPECT_EQ(keys_of(document), "openapi info servers tags paths components");
    EXPECT_EQ(at(document, {"openapi"}).text, "3.1.0");
    EXPECT_EQ(at(document, {"info", "version"}).text, "1.2.3");
    EXPECT_FALSE(at(document, {"info", "title"}).text.empty());
    EXPECT_EQ(at(document, {"servers"}).items.front().find("url")->text, "http://127.0.0.1:8080");
    EXPECT_EQ(at(document, {"tags"}).items.size(), 3U);
    EXPECT_EQ(keys_of(at(document, {"paths"})),
              "/api/v1/editions/{scheme}/{edition}/cases /api/v1/cases /api/v1/cases/{case} "
              "/api/v1/editions/{scheme}/{edition}/form");
    EXPECT_EQ(keys_of(at(document, {"paths", "/api/v1/cases/{case}"})), "get delete");
    EXPECT_EQ(keys_of(at(document, {"components", "schemas"})), "OpenDraft Case Cases Problem");
    EXPECT_EQ(keys_of(at(document, {"components", "securitySchemes"})), "session csrf token");

    std::set<std::string> ids;
    for (const auto& [path, methods] : at(document, {"paths"}).members) {
        EXPECT_EQ(path.front(), '/');
        for (const auto& [method, operation] : methods.members) {
            EXPECT_TRUE(ids.insert(at(operation, {"operationId"}).text).second);
            ASSERT_FALSE(at(operation, {"responses"}).members.empty());
            std::set<std::string> in_path;
            for (const Value& parameter : at(operation, {"parameters"}).items) {
                if (parameter.find("$ref"))
                    continue; // EveryReferenceLeadsSomewhere
                EXPECT_EQ(parameter.find("schema")->kind, Kind::Object);
                if (parameter.find("in")->text == "path") {
                    EXPECT_TRUE(parameter.find("required")->boolean);
                    in_path.insert(parameter.find("name")->text);
                }
            }
            for (const std::string& name : in_path)
                EXPECT_NE(path.find('{' + name + '}'), std::string::npos) << path;
            EXPECT_EQ(in_path.size(), static_cast<std::size_t>(std::ranges::count(path, '{'))) << path;
            for (const auto& [status, answer] : at(operation, {"responses"}).members) {
                EXPECT_EQ(status.size(), 3U);
                EXPECT_TRUE(answer.find("description") || answer.find("$ref")) << path << status;
            }
        }
    }
}

TEST(OpenApi, TheTextSaysWhatHoldsForAll)
{
    const std::string text = at(sample(), {"info", "description"}).text;
    for (const char* word : {"Kenkei-CSRF", "Authorization: Bearer", "problem+json", "Accept-Language", "`limit`",
                             "Idempotency-Key", "If-Match", "+09:00", "Retry-After", "Kenkei-Role"})
        EXPECT_NE(text.find(word), std::string::npos) << word;
}

TEST(OpenApi, WhatIsSentToHooksIsSaid)
{
    EXPECT_EQ(at(sample(), {"webhooks"}).kind, Kind::Null); // no schema says what
    auto schemas = Schemas::read(R"({"HookNotice":{"type":"object"}})");
    ASSERT_TRUE(schemas.ok());
    const auto document = base::json::parse(to_openapi({}, *schemas, "1", "http://127.0.0.1"));
    EXPECT_EQ(
        at(*document, {"webhooks", "caseEvent", "post", "requestBody", "content", json_type, "schema", "$ref"}).text,
        "#/components/schemas/HookNotice");
    EXPECT_EQ(at(*document, {"webhooks", "caseEvent", "post", "parameters"}).items.size(), 3U);
}

TEST(OpenApi, EveryReferenceLeadsSomewhere)
{
    const Value document = sample();
    std::size_t references = 0;
    walk(document, [&](std::string_view key, const Value& value) {
        if (key != "$ref")
            return;
        ++references;
        std::vector<std::string_view> names;
        std::string_view rest = value.text;
        ASSERT_TRUE(rest.starts_with("#/")) << rest;
        rest.remove_prefix(2);
        while (!rest.empty()) {
            const auto slash = rest.find('/');
            names.push_back(rest.substr(0, slash));
            rest = slash == std::string_view::npos ? "" : rest.substr(slash + 1);
        }
        EXPECT_EQ(at(document, names).kind, Kind::Object) << value.text;
    });
    EXPECT_GT(references, 30U);
}

TEST(OpenApi, AnOperationSaysWhatItTakesAndGives)
{
    const Value document = sample();
    const Value& open = at(document, {"paths", "/api/v1/editions/{scheme}/{edition}/cases", "post"});
    EXPECT_EQ(at(open, {"operationId"}).text, "openDraft");
    EXPECT_EQ(at(open, {"x-kenkei-permission"}).text, "open-case");
    EXPECT_TRUE(at(open, {"requestBody", "required"}).boolean);
    EXPECT_EQ(at(open, {"requestBody", "content", json_type, "schema", "$ref"}).text, "#/components/schemas/OpenDraft");
    EXPECT_EQ(keys_of(at(open, {"responses"})), "201 400 401 403 404 409 413 415 422 429 500 503");
    EXPECT_EQ(shared_of(open), "AcceptLanguage Role IdempotencyKey");
    EXPECT_EQ(keys_of(at(open, {"responses", "201", "headers"})), "ETag Location Idempotency-Replayed");
    EXPECT_EQ(keys_of(at(open, {"security"}).items.front()), "session csrf");
    EXPECT_EQ(keys_of(at(open, {"security"}).items.back()), "token");

    const Value& withdraw = at(document, {"paths", "/api/v1/cases/{case}", "delete"});
    EXPECT_EQ(shared_of(withdraw), "AcceptLanguage Role IdempotencyKey IfMatch");
    EXPECT_EQ(keys_of(at(withdraw, {"responses", "204", "headers"})), "Idempotency-Replayed");
    const Value& see = at(document, {"paths", "/api/v1/cases/{case}", "get"});
    EXPECT_EQ(shared_of(see), "AcceptLanguage Role");
    EXPECT_EQ(keys_of(at(see, {"responses", "200", "headers"})), "ETag");

    const Value& list = at(document, {"paths", "/api/v1/cases", "get"});
    EXPECT_EQ(keys_of(at(list, {"responses"})), "200 400 401 403 429 500 503");
    EXPECT_EQ(at(list, {"parameters"}).items.front().find("schema")->find("maximum")->text, "200");
    EXPECT_EQ(keys_of(at(list, {"security"}).items.front()), "session"); // nothing is written

    const Value& form = at(document, {"paths", "/api/v1/editions/{scheme}/{edition}/form", "get"});
    EXPECT_EQ(keys_of(at(form, {"responses"})), "200 400 404 406 429 500 503");
    EXPECT_EQ(shared_of(form), "AcceptLanguage"); // nobody has a role here
    EXPECT_EQ(at(form, {"security"}).kind, Kind::Array);
    EXPECT_TRUE(at(form, {"security"}).items.empty());                                             // for anyone
    EXPECT_TRUE(at(form, {"responses", "200", "content"}).members.front().second.members.empty()); // bytes
    EXPECT_EQ(
        at(document, {"components", "responses", "Conflict", "content", "application/problem+json", "schema", "$ref"})
            .text,
        "#/components/schemas/Problem");
}

TEST(OpenApi, TheSchemasStandInItAsTheyCheck)
{
    base::json::Writer written, read;
    written.value(at(sample(), {"components", "schemas", "OpenDraft"}));
    read.value(*sample_schemas().document().find("OpenDraft"));
    EXPECT_EQ(written.text(), read.text());
}

TEST(OpenApi, TheCookieIsTheOneThatTheServerSets)
{
    const auto cookie = [](std::string_view url) {
        const auto document = base::json::parse(to_openapi({}, sample_schemas(), "1", url));
        return at(*document, {"components", "securitySchemes", "session", "name"}).text;
    };
    EXPECT_EQ(cookie("http://127.0.0.1:8080"), "kenkei");
    EXPECT_EQ(cookie("https://kenkei.example.jp"), "__Host-kenkei");
}

TEST(OpenApi, FindsWhatIsWrongInTheDescriptors)
{
    EXPECT_EQ(faults_of(sample_operations(), sample_schemas()), std::vector<std::string>());
    const auto fault = [](const std::function<void(std::vector<OperationDescription>&)>& spoil) {
        std::vector<OperationDescription> operations = sample_operations();
        spoil(operations);
        const auto faults = faults_of(operations, sample_schemas());
        return faults.size() == 1 ? faults.front() : std::to_string(faults.size()) + " faults";
    };
    EXPECT_EQ(fault([](auto& all) { all[1].id = "openDraft"; }), "openDraft: the id is empty or stands twice");
    EXPECT_EQ(fault([](auto& all) { all[3].method = Method::Get; }), "withdraw: its method and pattern stand twice");
    EXPECT_EQ(fault([](auto& all) { all[0].request = {{json_type, "Opening"}}; }), "openDraft: no schema Opening");
    EXPECT_EQ(fault([](auto& all) { all[2].answers.clear(); }), "seeCase: no answer");
    EXPECT_EQ(fault([](auto& all) { all[2].problems = {418}; }), "seeCase: no words for the problem 418");
    EXPECT_EQ(fault([](auto& all) { all[2].answers[0].headers = {"Etag"}; }), "seeCase: no words for the header Etag");
    EXPECT_EQ(fault([](auto& all) { all[1].parameters[0].schema = "{"; }),
              "listCases: the schema of limit cannot be read");
    EXPECT_EQ(fault([](auto& all) { all[2].pattern = "/a/{case}/{case}"; }), "seeCase: {case} stands twice");
}

// For tests/http/check_openapi: KENKEI_OPENAPI_SAMPLE names the file to write.
TEST(OpenApi, ASampleIsWrittenWhereItIsAskedFor)
{
    const char* file = std::getenv("KENKEI_OPENAPI_SAMPLE");
    if (!file)
        GTEST_SKIP() << "KENKEI_OPENAPI_SAMPLE is not set";
    std::ofstream(file) << sample_text();
}

}
