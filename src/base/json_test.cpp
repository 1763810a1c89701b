#include "base/json.h"

#include <gtest/gtest.h>

namespace kenkei::base::json {

namespace {

Value parsed(std::string_view text)
{
    auto result = parse(text);
    EXPECT_TRUE(result.ok()) << text << "\n" << (result.ok() ? "" : describe(result.error()));
    return result.ok() ? std::move(result).value() : Value{};
}

Error refused(std::string_view text)
{
    auto result = parse(text);
    EXPECT_FALSE(result.ok()) << text;
    return result.ok() ? Error{} : std::move(result).error();
}

std::string nested(std::size_t depth)
{
    return std::string(depth, '[') + std::string(depth, ']');
}

}

TEST(JsonParse, ReadsEveryKindOfValue)
{
    EXPECT_EQ(parsed("null").kind, Kind::Null);
    EXPECT_TRUE(parsed("true").boolean);
    EXPECT_EQ(parsed(" false\r\n").kind, Kind::Boolean);
    EXPECT_FALSE(parsed("false").boolean);
    EXPECT_EQ(parsed("\"年度\"").text, "年度");
    EXPECT_EQ(parsed("[]").kind, Kind::Array);
    EXPECT_EQ(parsed("{ }").kind, Kind::Object);
    EXPECT_EQ(parsed("[1, 2 ,3]").items.size(), 3u);
}

TEST(JsonParse, NumbersKeepTheirCharacters)
{
    for (auto text : {"0", "-0", "-0.10", "12345678901234567890.12345678901234567890", "1e5", "1E+05", "2.50e-3"})
        EXPECT_EQ(parsed(text).text, text);
}

TEST(JsonParse, MembersKeepTheirOrderAndCanBeFound)
{
    Value value = parsed(R"({"b":1,"a":{"c":[true]}, "":null})");
    ASSERT_EQ(value.members.size(), 3u);
    EXPECT_EQ(value.members[0].first, "b");
    ASSERT_NE(value.find("a"), nullptr);
    EXPECT_EQ(value.find("a")->find("c")->items[0].kind, Kind::Boolean);
    EXPECT_NE(value.find(""), nullptr);
    EXPECT_EQ(value.find("x"), nullptr);
}

TEST(JsonParse, EscapesBecomeCharacters)
{
    EXPECT_EQ(parsed(R"("\"\\\/\b\f\n\r\t")").text, "\"\\/\b\f\n\r\t");
    EXPECT_EQ(parsed(R"("\u5e74\u5E74\u0041\u00e9")").text, "年年Aé");
    EXPECT_EQ(parsed(R"("\ud83d\ude00")").text, "😀");
    EXPECT_EQ(parsed(R"("a\u0000b")").text, std::string("a\0b", 3));
}

TEST(JsonParse, EveryValueKnowsItsPosition)
{
    Value value = parsed("{\n  \"年\": [1,\n    \"x\"],\n \"z\": null}");
    EXPECT_EQ(value.at, (SourcePosition{1, 1}));
    EXPECT_EQ(value.find("年")->at, (SourcePosition{2, 8}));
    EXPECT_EQ(value.find("年")->items[0].at, (SourcePosition{2, 9}));
    EXPECT_EQ(value.find("年")->items[1].at, (SourcePosition{3, 5}));
    EXPECT_EQ(value.find("z")->at, (SourcePosition{4, 7}));
}

TEST(JsonParse, TextWithoutAValueIsRefused)
{
    EXPECT_EQ(refused("").code, "json.empty");
    EXPECT_EQ(refused(" \n ").code, "json.empty");
    EXPECT_EQ(refused(" \n ").at, (SourcePosition{2, 2}));
}

TEST(JsonParse, OnlyStrictJsonIsAccepted)
{
    for (auto text :
         {"01",        "-",           "+1",        ".5",       "1.",      "1.e2",     "1e",        "1e+",
          "NaN",       "Infinity",    "tru",       "True",     "nulL",    "[1,]",     "[,1]",      "[1 2]",
          "[1",        "[",           "{",         "{\"a\"",   "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}",
          "{a:1}",     "{'a':1}",     "{\"a\" 1}", "{1:1}",    "'a'",     "\"a",      "\"\\",      "\"\\x\"",
          "\"\\u12\"", "\"\\u12g4\"", "\"a\nb\"",  "\"a\tb\"", "// x\n1", "[1}",      "]",         "}",
          ",",         "：",          "“a”",       "\v1"})
        EXPECT_EQ(refused(text).code, "json.syntax") << text;
    EXPECT_EQ(refused(std::string_view("\0", 1)).code, "json.syntax");
    EXPECT_EQ(refused("\xEF\xBB\xBF{}").code, "json.syntax");
}

TEST(JsonParse, NothingMayFollowTheValue)
{
    EXPECT_EQ(refused("1 2").code, "json.trailing");
    EXPECT_EQ(refused("{}}").code, "json.trailing");
    EXPECT_EQ(refused("{}\n年").at, (SourcePosition{2, 1}));
    EXPECT_EQ(refused("nullx").code, "json.trailing");
    EXPECT_EQ(refused("0x1").code, "json.trailing");
}

TEST(JsonParse, BytesThatAreNotUtf8AndHalfSurrogatesAreRefused)
{
    EXPECT_EQ(refused("[\"年\", \"\xFF\"]").code, "json.utf8");
    EXPECT_EQ(refused("[\"年\", \"\xFF\"]").at, (SourcePosition{1, 8}));
    for (auto text : {R"("\ud800")", R"("\udc00")", R"("\ud800x")", R"("\ud800\u0041")", R"("\ud800\ud800")"})
        EXPECT_EQ(refused(text).code, "json.utf8") << text;
    EXPECT_EQ(refused(R"({"a": "x\udfff"})").at, (SourcePosition{1, 9}));
    EXPECT_EQ(refused(R"("\ud800\u12")").code, "json.syntax");
}

TEST(JsonParse, ARepeatedKeyIsRefusedWhereItStandsAgain)
{
    Error error = refused("{\"q1\": 1,\n \"q2\": 2, \"q1\": 3}");
    EXPECT_EQ(error.code, "json.duplicate-key");
    EXPECT_EQ(error.message, "キー「q1」が二度あります。");
    EXPECT_EQ(error.way_out, "どちらか一方にしてください。");
    EXPECT_EQ(error.at, (SourcePosition{2, 11}));
    EXPECT_EQ(refused(R"({"a":1,"\u0061":2})").code, "json.duplicate-key");
    parsed(R"({"a":{"a":1},"b":{"a":1}})");
}

TEST(JsonParse, ARepeatedKeyIsFoundAmongManyToo)
{
    std::string text = "{";
    for (int i = 0; i < 1000; ++i)
        text += "\"k" + std::to_string(i) + "\":0,\n";
    parsed(text + "\"last\":0}");
    Error error = refused(text + "\"k7\":0,\n\"k3\":0}");
    EXPECT_EQ(error.message, "キー「k7」が二度あります。");
    EXPECT_EQ(error.at, (SourcePosition{1001, 1}));
}

TEST(JsonParse, TheDepthIsLimited)
{
    EXPECT_TRUE(parse(nested(64)).ok());
    EXPECT_EQ(refused(nested(65)).code, "json.depth");
    EXPECT_EQ(refused(nested(65)).at, (SourcePosition{1, 65}));
    EXPECT_TRUE(parse("{\"a\":[1]}", {.depth = 2}).ok());
    EXPECT_FALSE(parse("{\"a\":[[1]]}", {.depth = 2}).ok());
    EXPECT_EQ(refused(std::string(1'000'000, '[')).code, "json.depth");
    EXPECT_TRUE(parse("1", {.depth = 0}).ok());
}

TEST(JsonParse, MessagesSayWhatWhereAndWhatNext)
{
    EXPECT_EQ(describe(refused("{\"年\": 1,}")), "1:9: キーが必要なところに「}」があります。\n"
                                                 "{\"年\": 1,}\n"
                                                 "         ^\n"
                                                 "→ 最後の「,」を消してください。");
    EXPECT_EQ(refused("[1, 2").message, "JSONが途中で終わっています。この後に「,」か、配列を閉じる「]」が必要です。");
    EXPECT_EQ(refused("[1, 2").at, (SourcePosition{1, 6}));
    EXPECT_EQ(refused("{\"a\":\"b").message, "JSONが途中で終わっています。この後に文字列を閉じる「\"」が必要です。");
    EXPECT_EQ(refused("[\"a\tb\"]").message, "文字列の中に制御文字（コード9）がそのまま入っています。");
    EXPECT_EQ(refused("[0120]").message, "数値が0で始まっています。");
}

// Counting columns from the start of the line for every value would take minutes here.
TEST(JsonParse, AMillionValuesInOneLine)
{
    std::string text = "[";
    for (int i = 0; i < 1'000'000; ++i)
        text += "0,";
    text += "\"年\",1]";
    Value value = parsed(text);
    ASSERT_EQ(value.items.size(), 1'000'002u);
    EXPECT_EQ(value.items.back().at, (SourcePosition{1, 2'000'006}));
}

TEST(JsonWriter, CompactTextHasNoBlanks)
{
    Writer writer;
    writer.begin_object()
        .member("名", "あ\"")
        .key("n")
        .number(std::int64_t(-5))
        .key("d")
        .number(*Decimal::parse("0.10"));
    writer.key("list").begin_array().boolean(true).null().begin_object().end_object().begin_array().end_array();
    writer.end_array().end_object();
    EXPECT_EQ(writer.text(), R"({"名":"あ\"","n":-5,"d":0.1,"list":[true,null,{},[]]})");
    EXPECT_EQ(writer.take(), R"({"名":"あ\"","n":-5,"d":0.1,"list":[true,null,{},[]]})");
}

TEST(JsonWriter, IndentedTextHasTwoBlanksALevel)
{
    Writer writer(Writer::Layout::Indented);
    writer.begin_object().key("a").begin_array().number(std::int64_t(1)).number(std::int64_t(2)).end_array();
    writer.key("b").begin_object().end_object().end_object();
    EXPECT_EQ(writer.text(), "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {}\n}");
}

TEST(JsonWriter, OnlyWhatMustBeEscapedIs)
{
    std::string out;
    append_quoted(out, std::string_view("\"\\/\b\f\n\r\t\x01\x1F\x7F年\0", 15));
    EXPECT_EQ(out, "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7F年\\u0000\"");
}

TEST(JsonWriter, ADecimalThatIsNotFiniteIsNull)
{
    Writer writer;
    EXPECT_EQ(writer.number(Decimal(1) / Decimal(0)).text(), "null");
}

TEST(JsonWriter, WritesAParsedValueAsItStood)
{
    std::string text = R"({"a":[1.50,-0,1E3,"\u0001年",true,false,null],"b":{},"c":{"d":[]}})";
    Writer writer;
    EXPECT_EQ(writer.value(parsed(text)).text(), text);
}

TEST(JsonKind, HasAJapaneseName)
{
    EXPECT_EQ(name_of(Kind::Null), "null");
    EXPECT_EQ(name_of(Kind::Boolean), "真偽値");
    EXPECT_EQ(name_of(Kind::Number), "数値");
    EXPECT_EQ(name_of(Kind::String), "文字列");
    EXPECT_EQ(name_of(Kind::Array), "配列");
    EXPECT_EQ(name_of(Kind::Object), "オブジェクト");
}

}
