#include "answers/answers.h"

#include "support/editions.h"

namespace kenkei::answers {

using feel::Value;
using support::shop;

namespace {

std::string shown(const std::string& question, const Value& value)
{
    return show(*shop().find_question(question), value);
}

std::string shown_value(const std::string& id, const Value& value)
{
    return show(*shop().find_value(id), value);
}

}

TEST(Show, 未回答は未回答と見える)
{
    for (const edition::Question& question : shop().questions)
        EXPECT_EQ(show(question, Value{}), "未回答") << question.id;
}

TEST(Show, 選択肢は番号と文言で見える)
{
    EXPECT_EQ(shown("plan", Value::number(1)), "1 ある");
    EXPECT_EQ(shown("plan", Value::number(7)), "7");
    EXPECT_EQ(shown("means", Value::list({Value::number(1), Value::number(3)})), "1 掲示、3 体操");
}

TEST(Show, 数は5桁から3桁ごとに区切り_単位を付ける)
{
    EXPECT_EQ(shown("staff", Value::number(18)), "18人");
    EXPECT_EQ(shown("staff", Value::number(9999)), "9999人");
    EXPECT_EQ(shown("staff", Value::number(10000)), "10,000人");
    EXPECT_EQ(shown("staff", Value::number(100000)), "100,000人");
    EXPECT_EQ(shown("staff", Value::number(62000000)), "62,000,000人");
    EXPECT_EQ(shown("staff", Value::number(-12345)), "-12,345人");
    EXPECT_EQ(shown("floor", Value::number(*base::Decimal::parse("12345.678"))), "12,345.678㎡");
    EXPECT_EQ(shown("floor", Value::number(*base::Decimal::parse("0.12345"))), "0.12345㎡");
}

TEST(Show, 日付と月と真偽値と文字は人の言葉で見える)
{
    EXPECT_EQ(shown("opened_on", Value::date(base::Date{2030, 4, 1})), "2030年4月1日（令和12年）");
    EXPECT_EQ(shown("renewed", Value::date(base::Date{2030, 4, 1})), "2030年4月");
    EXPECT_EQ(shown("agreed", Value::boolean(true)), "はい");
    EXPECT_EQ(shown("agreed", Value::boolean(false)), "いいえ");
    EXPECT_EQ(shown("name", Value::string("見本")), "見本");
}

TEST(Show, 計算した値は決めた言葉があればそれで見える)
{
    EXPECT_EQ(shown_value("size", Value::string("small")), "小さな店");
    EXPECT_EQ(shown_value("size", Value::string("other")), "other");
    EXPECT_EQ(shown_value("size", Value{}), "まだ決まりません");
    EXPECT_EQ(shown_value("limit", Value::number(20)), "20人");
    EXPECT_EQ(shown_value("limit", Value::number(20000)), "20,000人");
    EXPECT_EQ(shown_value("is_branch", Value::boolean(true)), "はい");
    EXPECT_EQ(shown_value("first_day", Value::date(base::Date{2030, 4, 1})), "2030年4月1日（令和12年）");
}

TEST(FillIn, 文中の名前はその値になる)
{
    std::vector<Value> slots(shop().names.size());
    auto set = [&](const std::string& id, Value value) {
        slots[static_cast<std::size_t>(shop().names.find(id))] = std::move(value);
    };
    set("staff", Value::number(18));
    set("plan", Value::number(2));
    set("opened_on", Value::date(base::Date{2030, 4, 1}));
    set("size", Value::string("small"));
    EXPECT_EQ(fill_in(shop(), "{staff}人です。", slots), "18人です。") << "the sentence says the unit itself";
    EXPECT_EQ(fill_in(shop(), "{plan}と{opened_on}", slots), "2 別の形であると2030年4月1日（令和12年）");
    EXPECT_EQ(fill_in(shop(), "{trained}／{name}／{rank}", slots), "未回答／未回答／未回答");
    EXPECT_EQ(fill_in(shop(), "名前なし", slots), "名前なし");
    EXPECT_EQ(fill_in(shop(), "{staff}{staff}", slots), "1818");
    EXPECT_EQ(fill_in(shop(), "", slots), "");
    EXPECT_EQ(fill_in(shop(), "閉じない{staff", slots), "閉じない{staff");
}

TEST(FillIn, 回答の中の括弧は名前として読まない)
{
    std::vector<Value> slots(shop().names.size());
    slots[static_cast<std::size_t>(shop().names.find("code"))] = Value::string("{staff}");
    EXPECT_EQ(fill_in(shop(), "「{code}」です。", slots), "「{staff}」です。");
}

}
