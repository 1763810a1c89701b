#include "answers/normalise.h"

#include "support/editions.h"

namespace kenkei::answers {

namespace {

using support::shop;

Reading read(const std::string& question, const std::string& raw)
{
    auto value = base::json::parse(raw);
    if (!value.ok()) {
        ADD_FAILURE() << base::describe(value.error());
        return {};
    }
    return normalise(shop(), *shop().find_question(question), *value);
}

// The value as FEEL text; 未回答 apart from unreadable.
std::string value(const std::string& question, const std::string& raw)
{
    const Reading reading = read(question, raw);
    EXPECT_FALSE(reading.unanswered && !reading.value.is_null()) << raw;
    return reading.unanswered ? "未回答" : feel::to_feel(reading.value);
}

// The code of the finding; "" if there is none.
std::string code(const std::string& question, const std::string& raw)
{
    const Reading reading = read(question, raw);
    if (!reading.finding)
        return "";
    EXPECT_EQ(reading.finding->severity, edition::Severity::Error);
    EXPECT_EQ(reading.finding->question, question);
    EXPECT_FALSE(reading.finding->message.empty());
    EXPECT_FALSE(reading.finding->next.empty());
    EXPECT_FALSE(reading.finding->source.empty());
    return reading.finding->code;
}

void expect_unreadable(const std::string& question, const std::string& raw, const std::string& rule)
{
    EXPECT_EQ(value(question, raw), "null") << question << " " << raw;
    EXPECT_EQ(code(question, raw), question + "." + rule) << raw;
}

void expect_silent(const std::string& question, const std::string& raw, const std::string& expected)
{
    EXPECT_EQ(value(question, raw), expected) << question << " " << raw;
    EXPECT_EQ(code(question, raw), "") << question << " " << raw;
}

}

TEST(Normalise, 空の回答はどの型でも未回答で_指摘はない)
{
    for (const edition::Question& question : shop().questions) {
        for (const auto* blank : {"null", "\"\"", "\" 　\\t\"", "\"\\u200b\""})
            expect_silent(question.id, blank, "未回答");
    }
    expect_silent("means", "[]", "未回答");
}

TEST(Normalise, 型の違う回答は読み取れない)
{
    for (const auto* wrong : {"\"1\"", "true", "[1]", "{}", "1.5", "\"ある\""})
        expect_unreadable("plan", wrong, "type");
    for (const auto* wrong : {"1", "\"1\"", "true", "{}", "[\"1\"]", "[1, null]", "[1.5]", "[[1]]", "[true]"})
        expect_unreadable("means", wrong, "type");
    for (const auto* wrong : {"\"18\"", "\"18人\"", "true", "[18]", "{}", "18.5", "0.5"})
        expect_unreadable("staff", wrong, "type");
    for (const auto* wrong : {"\"18.5\"", "true", "[18]", "{}"})
        expect_unreadable("floor", wrong, "type");
    for (const auto* wrong : {"123", "true", "[\"a\"]", "{}"})
        expect_unreadable("code", wrong, "type");
    for (const auto* wrong :
         {"20300401", "true", "[]", "\"2030-04-31\"", "\"きのう\"", "\"2030-04-01T10:00\"", "\"30-4-1\""})
        expect_unreadable("opened_on", wrong, "type");
    for (const auto* wrong : {"203004", "\"2030-13\"", "\"2030\"", "true"})
        expect_unreadable("renewed", wrong, "type");
    for (const auto* wrong : {"\"true\"", "1", "0", "\"はい\"", "[]"})
        expect_unreadable("agreed", wrong, "type");
}

TEST(Normalise, 読み取れない指摘は設問と理由と書き方を言う)
{
    const Finding finding = *read("staff", "\"18\"").finding;
    EXPECT_EQ(finding.message, "問2の回答を読み取れません（「18」は文字列です）。");
    EXPECT_EQ(finding.next, "整数を、引用符を付けずに書いてください。");
    EXPECT_EQ(finding.source, "guide 問2");
    EXPECT_EQ(read("staff", "0.5").finding->message, "問2の回答を読み取れません（整数ではありません: 「0.5」）。");
    EXPECT_EQ(read("means", "[\"1\"]").finding->message, "問6の回答を読み取れません（番号でないものがあります）。");
    EXPECT_NE(read("opened_on", "\"2030-02-30\"").finding->message.find("問3"), std::string::npos);
}

TEST(Normalise, 選択肢にない番号は読み取れない)
{
    expect_silent("plan", "1", "1");
    expect_silent("plan", "3.0", "3");
    expect_silent("plan", "3e0", "3");
    for (const auto* wrong : {"0", "4", "-1", "99999999999"})
        expect_unreadable("plan", wrong, "option");
    expect_unreadable("means", "[1, 4]", "option");
    const Finding finding = *read("plan", "4").finding;
    EXPECT_EQ(finding.message, "問5に選択肢 4 はありません。");
    EXPECT_EQ(finding.next, "選択肢は 1、2、3 です。");
}

TEST(Normalise, 複数の選択肢は番号順に並べ_同じ番号は一つにする)
{
    expect_silent("means", "[3, 1]", "[1, 3]");
    expect_silent("means", "[2, 2]", "[2]");
    expect_silent("means", "[9]", "[9]");
    expect_silent("means", "[9, 9]", "[9]");
}

TEST(Normalise, 特に行っていないとほかの選択肢は両立しない)
{
    expect_unreadable("means", "[1, 9]", "exclusive");
    expect_unreadable("means", "[9, 3, 2]", "exclusive");
    EXPECT_NE(read("means", "[1, 9]").finding->message.find("「9 特に行っていない」"), std::string::npos);
    expect_unreadable("means", "[9, 4]", "option");
}

TEST(Normalise, 数は範囲を外れても規則にはそのまま見える)
{
    expect_silent("staff", "0", "0");
    expect_silent("staff", "1000", "1000");
    expect_silent("staff", "18.0", "18");
    EXPECT_EQ(value("staff", "-1"), "-1");
    EXPECT_EQ(code("staff", "-1"), "staff.range");
    EXPECT_EQ(value("staff", "1001"), "1001");
    EXPECT_EQ(code("staff", "1001"), "staff.range");
    EXPECT_EQ(read("staff", "-1").finding->message, "問2の -1人は0人を下回っています。");
    EXPECT_EQ(read("staff", "1001").finding->message, "問2の 1001人は1000人を超えています。");
    expect_silent("floor", "0.5", "0.5");
    expect_silent("floor", "12.50", "12.5");
    EXPECT_EQ(code("floor", "0.49"), "floor.range");
    EXPECT_EQ(value("floor", "0.49"), "0.49");
}

TEST(Normalise, 整数は桁が多くても丸めない)
{
    expect_silent("helpers", "9007199254740993", "9007199254740993");
    expect_silent("helpers", "9223372036854775808", "9223372036854775808");
    expect_unreadable("helpers", "1e9999", "type");
}

TEST(Normalise, 文字は書式ごとに幅と空白をそろえる)
{
    expect_silent("name", "\"　見本　 商店 \"", "\"見本 商店\"");
    expect_silent("name", "\"ＡＢＣ商店㈱\"", "\"ABC商店(株)\"");
    expect_silent("kana", "\"みほん ｼｮｳﾃﾝ\"", "\"ミホン ショウテン\"");
    expect_silent("kana", "\"ﾊﾟﾝやﾞ\"", "\"パンヤ゙\"");
    expect_silent("code", "\"１２ ３\"", "\"123\"");
    expect_silent("code", "\"1-2−3\"", "\"123\"");
    expect_silent("phone", "\"０３ー１２３４−５６７８\"", "\"03-1234-5678\"");
    expect_silent("mail", "\" ａ@example.jp \"", "\"a@example.jp\"");
    expect_silent("plan_text", "\" 毎月　話し合う \"", "\"毎月 話し合う\"");
    expect_silent("name", "\"﨑本商店\"", "\"﨑本商店\"");
}

TEST(Normalise, 一覧の別名は正式な名前になる)
{
    expect_silent("town", "\"朝日町\"", "\"朝日町\"");
    expect_silent("town", "\"朝日\"", "\"朝日町\"");
    expect_silent("town", "\" あさひまち \"", "\"朝日町\"");
    EXPECT_EQ(value("town", "\"夕日町\""), "\"夕日町\"") << "the value stays";
    EXPECT_EQ(code("town", "\"夕日町\""), "town.list");
}

TEST(Normalise, 決めた語尾は黙って外す)
{
    expect_silent("town", "\"朝日支部\"", "\"朝日町\"");
    expect_silent("town", "\"港町 支部\"", "\"港町\"");
    expect_silent("town", "\"緑町通り\"", "\"緑町\"");
    EXPECT_EQ(value("town", "\"支部\""), "\"支部\"") << "nothing would be left";
    EXPECT_EQ(value("town", "\"緑町通り支部\""), "\"緑町通り\"") << "one ending only";
}

TEST(Normalise, 日付と月は人の書き方のどれでもよい)
{
    for (const auto* day : {"\"2029-04-01\"", "\"2029/4/1\"", "\"２０２９年４月１日\"", "\"令和11年4月1日\"",
                            "\"R11.4.1\"", "\"20290401\""})
        expect_silent("opened_on", day, "date(\"2029-04-01\")");
    for (const auto* month : {"\"2029-04\"", "\"2029年4月\"", "\"令和11年4月\"", "\"R11.4\"", "\"202904\""})
        expect_silent("renewed", month, "date(\"2029-04-01\")");
}

TEST(Normalise, 真偽値はtrueとfalseだけ)
{
    expect_silent("agreed", "true", "true");
    expect_silent("agreed", "false", "false");
}

}
