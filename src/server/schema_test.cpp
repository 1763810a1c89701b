#include "server/schema.h"

#include "server/schema_tree.h"

#include <gtest/gtest.h>

namespace kenkei::server {

namespace {

Schemas schemas_of(std::string_view text)
{
    auto read = Schemas::read(text);
    EXPECT_TRUE(read.ok()) << base::describe(read.error());
    return std::move(read).value();
}

std::vector<Violation> check(const Schemas& schemas, std::string_view name, std::string_view json)
{
    auto value = base::json::parse(json);
    EXPECT_TRUE(value.ok()) << json;
    return schemas.check(name, *value);
}

// "pointer code" of each violation against the schema `X`, one a line.
std::string broken(std::string_view schema, std::string_view json)
{
    std::string all;
    for (const Violation& v : check(schemas_of(R"({"X":)" + std::string(schema) + "}"), "X", json))
        all += (all.empty() ? "" : "\n") + v.pointer + ' ' + v.code;
    return all;
}

std::string japanese(std::string_view schema, std::string_view json)
{
    const auto all = check(schemas_of(R"({"X":)" + std::string(schema) + "}"), "X", json);
    return all.empty() ? "" : all.front().japanese;
}

std::string english(std::string_view schema, std::string_view json)
{
    const auto all = check(schemas_of(R"({"X":)" + std::string(schema) + "}"), "X", json);
    return all.empty() ? "" : all.front().english;
}

std::string code_of(std::string_view text)
{
    const auto read = Schemas::read(text);
    return read.ok() ? "" : read.error().code;
}

}

TEST(Schema, AnIntegerIsANumberWithoutFractionPart)
{
    for (const char* good : {"0", "-3", "12345678901234567890123456789012345678901234567890", "1.0", "2e3", "150e-1"})
        EXPECT_EQ(broken(R"({"type":"integer"})", good), "") << good;
    for (const char* bad :
         {"1.5", "1e-1", "\"1\"", "null", "true", "[1]", "0.99999999999999999999999999999999999999999999"})
        EXPECT_EQ(broken(R"({"type":"integer"})", bad), " body.type") << bad;
    EXPECT_EQ(broken(R"({"type":["integer","number"]})", "1.5"), "");
}

TEST(Schema, SaysWhatAValueMustBeAndWhatItIsInBothLanguages)
{
    constexpr std::string_view schema = R"({"type":"object","properties":{"n":{"type":["integer","null"]}}})";
    EXPECT_EQ(japanese(schema, R"({"n":"abc"})"), "「n」は整数かnullでなければなりません。いまは文字列「abc」です。");
    EXPECT_EQ(english(schema, R"({"n":"abc"})"), "`n` must be an integer or null; it is the string \"abc\".");
    EXPECT_EQ(japanese(schema, "[]"), "本文はオブジェクトでなければなりません。いまは配列です。");
    EXPECT_EQ(english(schema, "[]"), "The body must be an object; it is an array.");
}

TEST(Schema, ListsTheMembersInTheirOrderThenWhatIsMissing)
{
    constexpr std::string_view schema = R"({"type":"object","required":["a","b","c"],"additionalProperties":false,
        "properties":{"c":{"type":"string"},"b":{"type":"string"},"a":{"type":"string"}}})";
    EXPECT_EQ(broken(schema, R"({"a":"","b":"","c":""})"), "");
    EXPECT_EQ(broken(schema, R"({"c":1,"x":2,"a":3})"),
              "/c body.type\n/x body.unknown-member\n/a body.type\n/b body.missing");
    EXPECT_EQ(japanese(schema, R"({"a":"","c":""})"), "「b」がありません。必ず要る項目です。");
}

TEST(Schema, FindsARequiredMemberThatNoPropertyDescribes)
{
    EXPECT_EQ(broken(R"({"required":["z"],"properties":{"a":{}}})", R"({"a":1})"), "/z body.missing");
    EXPECT_EQ(broken(R"({"required":["z"],"properties":{"a":{}}})", R"({"z":null})"), "");
}

TEST(Schema, AsksForTheNearestNameThatIsNotThereYet)
{
    constexpr std::string_view schema = R"({"type":"object","additionalProperties":false,
        "properties":{"headcount":{"type":"integer"},"headcounts":{},"name":{}}})";
    EXPECT_EQ(japanese(schema, R"({"headcont":1})"), "「headcont」という項目はありません。「headcount」ですか？");
    EXPECT_EQ(english(schema, R"({"headcont":1})"), "There is no member `headcont`; did you mean `headcount`?");
    EXPECT_EQ(japanese(schema, R"({"headcount":1,"headcont":1})"),
              "「headcont」という項目はありません。「headcounts」ですか？");
    EXPECT_EQ(japanese(schema, R"({"zzzzzzzzz":1})"), "「zzzzzzzzz」という項目はありません。");
}

TEST(Schema, OtherMembersAreCheckedWhereTheyHaveASchema)
{
    constexpr std::string_view schema = R"({"properties":{"a":{}},"additionalProperties":{"type":"integer"}})";
    EXPECT_EQ(broken(schema, R"({"a":"","b":1,"c":""})"), "/c body.type");
}

TEST(Schema, PointersEscapeAsRfc6901Says)
{
    constexpr std::string_view schema =
        R"({"type":"object","additionalProperties":{"type":"array","items":{"type":"string"}}})";
    EXPECT_EQ(broken(schema, R"({"a/b~c":["x",1],"":[2]})"), "/a~1b~0c/1 body.type\n//0 body.type");
    EXPECT_EQ(japanese(schema, R"({"list":["x",1]})"), "「list」の2番目は文字列でなければなりません。いまは1です。");
    EXPECT_EQ(english(schema, R"({"list":["x",1]})"), "Item 2 of `list` must be a string; it is 1.");
}

TEST(Schema, ListsInListsAreNamedAsFarAsThatHelps)
{
    const Schemas schemas = schemas_of(
        R"({"X":{"type":["array","integer"],"items":{"$ref":"#/components/schemas/X"}},"Y":{"items":{"$ref":"#/components/schemas/X"}}})");
    EXPECT_EQ(check(schemas, "X", "[[1,true]]").front().english,
              "Item 2 of item 1 of the body must be an array or an integer; it is true.");
    const auto deep = check(schemas, "X", std::string(60, '[') + "true" + std::string(60, ']'));
    ASSERT_EQ(deep.size(), 1U);
    EXPECT_EQ(deep.front().pointer.size(), 120U);
    EXPECT_LT(deep.front().japanese.size(), 200U);
}

TEST(Schema, LengthsCountCodePoints)
{
    constexpr std::string_view schema = R"({"type":"string","minLength":2,"maxLength":3})";
    EXPECT_EQ(broken(schema, "\"健康\""), "");
    EXPECT_EQ(broken(schema, "\"健康𠮷\""), "");
    EXPECT_EQ(broken(schema, "\"健\""), " body.length");
    EXPECT_EQ(broken(schema, "\"健康経営\""), " body.length");
    EXPECT_EQ(japanese(schema, "\"健康経営\""), "本文は3文字以下でなければなりません。いまは4文字です。");
    EXPECT_EQ(english(schema, "\"健\""), "The body must have at least 2 characters; it has 1.");
}

TEST(Schema, BoundsAreExact)
{
    constexpr std::string_view schema = R"({"type":"number","minimum":0.1,"maximum":100})";
    for (const char* good : {"0.1", "100", "100.0", "1e2", "0.10000000000000001"})
        EXPECT_EQ(broken(schema, good), "") << good;
    for (const char* bad : {"0.09999999999999999999", "100.00000000000000000001", "-1", "1e99999999"})
        EXPECT_EQ(broken(schema, bad), " body.range") << bad;
    EXPECT_EQ(japanese(schema, "101"), "本文は0.1から100まででなければなりません。いまは101です。");
}

TEST(Schema, ListsHaveTheirNumberOfItemsAndNoneTwice)
{
    constexpr std::string_view schema = R"({"type":"array","minItems":1,"maxItems":3,"uniqueItems":true})";
    EXPECT_EQ(broken(schema, "[1,2,\"1\"]"), "");
    EXPECT_EQ(broken(schema, "[]"), " body.items");
    EXPECT_EQ(broken(schema, "[1,2,3,4]"), " body.items");
    EXPECT_EQ(broken(schema, "[1,2,1.0]"), "/2 body.duplicate");
    EXPECT_EQ(broken(schema, R"([{"a":1,"b":[2]},{"b":[2],"a":1}])"), "/1 body.duplicate");
    EXPECT_EQ(broken(schema, R"([["a","b"],["ab"]])"), "");
    EXPECT_EQ(broken(schema, R"([[],{},null])"), "");
}

TEST(Schema, EnumAndConstCompareByValue)
{
    EXPECT_EQ(broken(R"({"enum":["a",1,null]})", "1.00"), "");
    EXPECT_EQ(broken(R"({"enum":["a",1,null]})", "\"1\""), " body.value");
    EXPECT_EQ(broken(R"({"const":{"a":[1]}})", R"({"a":[1.0]})"), "");
    EXPECT_EQ(broken(R"({"const":true})", "false"), " body.value");
    EXPECT_EQ(japanese(R"({"enum":["a","b"]})", "\"c\""),
              "本文は「a」「b」のどれかでなければなりません。いまは文字列「c」です。");
    EXPECT_EQ(english(R"({"enum":["a","b"]})", "\"c\""),
              "The body must be one of \"a\", \"b\"; it is the string \"c\".");
}

TEST(Schema, FormatsAreChecked)
{
    const auto good = [](std::string_view format, std::string_view text) {
        return broken(R"({"type":"string","format":")" + std::string(format) + "\"}", '"' + std::string(text) + '"')
            .empty();
    };
    EXPECT_TRUE(good("date", "2024-02-29"));
    for (const char* bad :
         {"2023-02-29", "2024-2-9", "令和6年8月1日", "2024/08/01", "20240801", "", "2024-08-01 ", "0000-01-01"})
        EXPECT_FALSE(good("date", bad)) << bad;
    for (const char* time : {"2024-10-18T08:00:00Z", "2024-10-18T17:00:00+09:00", "2024-10-18T08:00:00.123Z"})
        EXPECT_TRUE(good("date-time", time)) << time;
    for (const char* bad : {"2024-10-18", "2024-10-18T08:00Z", "2024-10-18T08:00:00", "2024-10-18 08:00:00Z",
                            "2024-10-18T25:00:00Z", "2024-10-18T24:00:00Z", "2024-02-30T08:00:00Z",
                            "2024-10-18T08:00:00.Z", "2024-10-18T08:00:00Zz", "2024-10-18T08:00:00+9:00"})
        EXPECT_FALSE(good("date-time", bad)) << bad;
    EXPECT_TRUE(good("email", "somu@example.jp"));
    for (const char* bad : {"somu", "@example.jp", "somu@", "somu@-a.jp", "a b@example.jp", "総務@example.jp"})
        EXPECT_FALSE(good("email", bad)) << bad;
    EXPECT_TRUE(good("uuid", "123e4567-e89b-12d3-A456-426614174000"));
    for (const char* bad : {"123e4567-e89b-12d3-a456-42661417400", "123e4567e89b12d3a456426614174000",
                            "123e4567-e89b-12d3-a456-42661417400g"})
        EXPECT_FALSE(good("uuid", bad)) << bad;
}

TEST(Schema, PatternsMeanWhatTheyMeanInEcmaScript)
{
    const auto matches = [](std::string_view pattern, std::string_view text) {
        return broken(R"({"type":"string","pattern":")" + std::string(pattern) + "\"}", '"' + std::string(text) + '"')
            .empty();
    };
    EXPECT_TRUE(matches(R"(^\\d{13}$)", "7123456789012"));
    EXPECT_FALSE(matches(R"(^\\d{13}$)", "７１２３４５６７８９０１２")); // XPath's \d would take them
    EXPECT_FALSE(matches(R"(^\\d{13}$)", "71234567890123"));
    EXPECT_FALSE(matches(R"(^\\w+$)", "健康"));
    EXPECT_TRUE(matches(R"(^[\\w.-]+$)", "a.b_c-9"));
    EXPECT_TRUE(matches("b", "abc")); // not anchored
    EXPECT_FALSE(matches("^b", "abc"));
    EXPECT_FALSE(matches("^a.c$", "a\\u2028c"));
    EXPECT_TRUE(matches(R"(^\\p{Lu}\\/$)", "A/"));
    EXPECT_TRUE(matches("^(?:ab|c)+$", "abcab"));
    EXPECT_TRUE(matches("^[^a-c]$", "𠮷"));
}

TEST(Schema, APatternThatWouldTakeLongOrMeanSomethingElseIsRefused)
{
    for (const char* bad :
         {"(", "[", "a{2,1}", "(?=a)", "(?<!a)", "(?<n>a)", R"(\\s)", R"(\\bword)", R"((a)\\1)", R"([a-z-[aeiou]])",
          "[]", "[^]", R"(\\p{Script=Han})", R"(\\u0041)", R"([+-\\d])", R"([\\W])", "\\\\"})
        EXPECT_EQ(code_of(R"({"X":{"type":"string","pattern":")" + std::string(bad) + "\"}}"), "schema.pattern") << bad;
}

TEST(Schema, AHostilePatternTakesTimeThatGrowsWithTheTextAlone)
{
    // Backtracking would need 2^30,000 steps
    EXPECT_EQ(broken(R"({"type":"string","pattern":"^(a+)+$"})", '"' + std::string(30'000, 'a') + "!\""),
              " body.pattern");
}

TEST(Schema, AWrongFormShowsThePatternAndAnExample)
{
    constexpr std::string_view schema = R"({"type":"string","pattern":"^\\d{3}-\\d{4}$","examples":["100-0001"]})";
    EXPECT_EQ(japanese(schema, "\"1000001\""),
              R"(本文は^\d{3}-\d{4}$ の形（例：「100-0001」）でなければなりません。いまは文字列「1000001」です。)");
    EXPECT_EQ(
        english(schema, "\"1000001\""),
        "The body must be of the form ^\\d{3}-\\d{4}$ (\"100-0001\", for example); it is the string \"1000001\".");
}

TEST(Schema, ReferencesAndPartsAllCount)
{
    const Schemas schemas = schemas_of(R"({
        "Name": {"type":"string","minLength":1},
        "Short": {"$ref":"#/components/schemas/Name","maxLength":3},
        "Firm": {"allOf":[{"$ref":"#/components/schemas/Named"},{"properties":{"size":{"type":"integer"}}}]},
        "Named": {"type":"object","required":["name"],"properties":{"name":{"$ref":"#/components/schemas/Short"}}},
        "Tree": {"type":"object","properties":{"below":{"type":"array","items":{"$ref":"#/components/schemas/Tree"}}},
                 "additionalProperties":false}})");
    EXPECT_TRUE(schemas.has("Firm"));
    EXPECT_FALSE(schemas.has("firm"));
    EXPECT_TRUE(check(schemas, "Firm", R"({"name":"abc","size":1})").empty());
    const auto violations = check(schemas, "Firm", R"({"name":"abcd","size":"1"})");
    ASSERT_EQ(violations.size(), 2U);
    EXPECT_EQ(violations[0].pointer, "/name");
    EXPECT_EQ(violations[1].pointer, "/size");
    const auto deep = check(schemas, "Tree", R"({"below":[{},{"below":[{"under":1}]}]})");
    ASSERT_EQ(deep.size(), 1U);
    EXPECT_EQ(deep.front().pointer, "/below/1/below/0/under");
    EXPECT_EQ(schemas.document().members.front().first, "Name");
}

TEST(Schema, OneOfIsExactlyOne)
{
    constexpr std::string_view schema = R"({"oneOf":[{"type":"string","format":"date"},{"type":"string","const":"now"},
        {"type":"integer","minimum":1},{"type":"number","minimum":5}]})";
    EXPECT_EQ(broken(schema, "\"2024-01-01\""), "");
    EXPECT_EQ(broken(schema, "\"now\""), "");
    EXPECT_EQ(broken(schema, "2"), "");
    EXPECT_EQ(broken(schema, "5.5"), "");
    EXPECT_EQ(broken(schema, "5"), " body.one-of");
    EXPECT_EQ(broken(schema, "\"then\""), " body.one-of");
    EXPECT_EQ(broken(schema, "null"), " body.type");
}

TEST(Schema, WhereOnlyOneFormCanBeMeantItsFaultsAreTold)
{
    constexpr std::string_view nullable = R"({"oneOf":[{"type":"null"},{"type":"object","required":["a"]}]})";
    EXPECT_EQ(broken(nullable, "null"), "");
    EXPECT_EQ(broken(nullable, "{}"), "/a body.missing");
    constexpr std::string_view tagged = R"({"oneOf":[
        {"type":"object","properties":{"kind":{"const":"open"},"on":{"type":"string"}},"required":["kind","on"]},
        {"type":"object","properties":{"kind":{"const":"close"},"why":{"type":"string"}},"required":["kind","why"]}]})";
    EXPECT_EQ(broken(tagged, R"({"kind":"open","on":""})"), "");
    EXPECT_EQ(broken(tagged, R"({"kind":"close","on":""})"), "/why body.missing");
    EXPECT_EQ(broken(tagged, R"({"kind":"shut"})"), "/kind body.value");
    EXPECT_EQ(japanese(tagged, R"({"kind":"shut"})"),
              "「kind」は「open」「close」のどれかでなければなりません。いまは文字列「shut」です。");
    EXPECT_EQ(broken(tagged, "{}"), " body.one-of");
}

TEST(Schema, ASecretIsNeverShown)
{
    constexpr std::string_view secret = "hunter2hunter2";
    const Schemas schemas = schemas_of(R"({
        "Code": {"type":"string","pattern":"^\\d{6}$","writeOnly":true},
        "X": {"type":"object","properties":{
            "password":{"type":"string","maxLength":5,"writeOnly":true},
            "form":{"type":"string","format":"uuid","writeOnly":true},
            "chosen":{"enum":["a"],"writeOnly":true},
            "number":{"type":"integer","maximum":1,"writeOnly":true},
            "either":{"oneOf":[{"type":"string","const":"a"},{"type":"string","format":"date"}],"writeOnly":true},
            "code":{"$ref":"#/components/schemas/Code"},
            "part":{"type":"string","format":"email","allOf":[{"$ref":"#/components/schemas/Code"}]},
            "inside":{"writeOnly":true,"type":"object","additionalProperties":{"type":"integer"}},
            "list":{"writeOnly":true,"items":{"type":"integer"}}}}})");
    const std::string text = '"' + std::string(secret) + '"';
    std::string body = "{";
    for (const char* name : {"password", "form", "chosen", "either", "code", "part"})
        body += '"' + std::string(name) + "\":" + text + ',';
    body += R"("number":987654,"inside":{"a":)" + text + R"(},"list":[)" + text + "]}";
    const auto violations = check(schemas, "X", body);
    EXPECT_EQ(violations.size(), 10U); // two for `part`
    for (const Violation& v : violations) {
        for (const std::string& sentence : {v.japanese, v.english}) {
            EXPECT_EQ(sentence.find(secret), std::string::npos) << sentence;
            EXPECT_EQ(sentence.find("987654"), std::string::npos) << sentence;
        }
    }
    // A text where the object with the password belongs
    EXPECT_EQ(check(schemas, "X", text).front().japanese.find(secret), std::string::npos);
}

TEST(Schema, ShowsAtMostFortyCharactersAndNoneThatSteerATerminal)
{
    const std::string sentence = japanese(R"({"type":"integer"})", "\"\\u001b[31m" + std::string(500, 'x') + '"');
    EXPECT_LT(sentence.size(), 200U);
    EXPECT_EQ(sentence.find('\x1b'), std::string::npos);
    EXPECT_NE(sentence.find(std::string(30, 'x')), std::string::npos);
    EXPECT_LT(
        japanese(R"({"type":"object","additionalProperties":false})", "{\"" + std::string(5000, 'n') + "\":1}").size(),
        200U);
}

TEST(Schema, TellsAtMostTwentyThings)
{
    std::string items = "[0";
    for (int i = 0; i < 5000; ++i)
        items += ",0";
    EXPECT_EQ(check(schemas_of(R"({"X":{"items":{"type":"string"}}})"), "X", items + "]").size(), 20U);
}

TEST(Schema, GivesUpWhereBranchesMultiply)
{
    const Schemas schemas = schemas_of(R"({"X":{"oneOf":[
        {"type":"array","items":{"$ref":"#/components/schemas/X"}},
        {"type":"array","items":{"$ref":"#/components/schemas/X"},"minItems":1},
        {"type":"array","items":{"$ref":"#/components/schemas/X"},"minItems":1}]}})");
    EXPECT_TRUE(check(schemas, "X", "[]").empty());
    const auto violations = check(schemas, "X", std::string(60, '[') + std::string(60, ']'));
    ASSERT_FALSE(violations.empty());
    EXPECT_EQ(violations.back().code, "body.complex");
}

TEST(Schema, AFaultOfTheSchemasThemselvesIsToldWithItsPlace)
{
    const auto read = Schemas::read("{\n  \"X\": {\"type\": \"string\",\n    \"minLenght\": 3}\n}");
    ASSERT_FALSE(read.ok());
    EXPECT_EQ(read.error().code, "schema.keyword");
    EXPECT_EQ(read.error().at.line, 3U);
    EXPECT_NE(read.error().message.find("minLenght"), std::string::npos);

    const std::pair<const char*, const char*> faults[] = {
        {"[]", "schema.form"},
        {"{", "json.syntax"},
        {R"({"a b":{}})", "schema.name"},
        {R"({"X":true})", "schema.value"},
        {R"({"X":{"type":"text"}})", "schema.value"},
        {R"({"X":{"type":[]}})", "schema.value"},
        {R"({"X":{"enum":[]}})", "schema.value"},
        {R"({"X":{"enum":[1,1.0]}})", "schema.value"},
        {R"({"X":{"minLength":-1}})", "schema.value"},
        {R"({"X":{"maximum":"1"}})", "schema.value"},
        {R"({"X":{"format":"ipv4"}})", "schema.value"},
        {R"({"X":{"minLength":1,"type":"integer"}})", "schema.value"},
        {R"({"X":{"type":"string","enum":[1]}})", "schema.value"},
        {R"({"X":{"title":1}})", "schema.value"},
        {R"({"X":{"$ref":"#/components/schemas/Y"}})", "schema.reference"},
        {R"({"X":{"$ref":"X"}})", "schema.reference"},
        {R"({"X":{"$ref":"#/components/schemas/X"}})", "schema.cycle"},
        {R"({"X":{"allOf":[{"oneOf":[{"$ref":"#/components/schemas/Y"}]}]},"Y":{"$ref":"#/components/schemas/X"}})",
         "schema.cycle"},
        {R"({"X":{"properties":{"a":{}},"required":["b"],"additionalProperties":false}})", "schema.required"},
        {R"({"X":{"required":["a","a"]}})", "schema.value"},
        {R"({"X":{"type":"string","maxLength":2,"examples":["ab","abc"]}})", "schema.example"},
        {R"({"X":{"properties":{"a":{"type":"integer","default":"1"}}}})", "schema.example"},
    };
    for (const auto& [text, code] : faults)
        EXPECT_EQ(code_of(text), code) << text;
}

TEST(Schema, WordsForReadersAndExtensionsSayNothingOfValues)
{
    EXPECT_EQ(broken(R"({"title":"T","description":"D","deprecated":true,"readOnly":true,"examples":[1],"default":2,
        "x-anything":{"type":"string"}})",
                     "3"),
              "");
}

}
