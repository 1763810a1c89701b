#include "feel/value.h"

#include "feel/closure.h"
#include "feel/feel_testing.h"

namespace kenkei::feel {

using testing::result_of;

TEST(ValueText, FeelTextParsesBackToTheSameValue)
{
    for (std::string_view text :
         {"null", "true", "12.5", "-0.001", "\"a\\\"b\\\\c\\n\"", "\"健康経営\"", "date(\"2024-08-19\")",
          "time(\"10:20:30+09:00\")", "date and time(\"2024-08-19T10:20:30@Asia/Tokyo\")", "duration(\"P1Y2M\")",
          "duration(\"-P1DT2H\")", "[]", "[1, [2], null]", "{}", "{a: 1, 人数: 2, \"a b\": 3, \"if\": 4, \"\": 5}",
          "[1..3]", "(1..3)", "(< 5)", "(>= 5)"})
        EXPECT_EQ(result_of(text), text);
}

TEST(ValueText, StringGivesTheBareTextOfATextAndOfATemporalValue)
{
    EXPECT_EQ(to_display(Value::string("a\"b")), "a\"b");
    EXPECT_EQ(to_display(Value::date(CalendarDate{2024, 8, 19})), "2024-08-19");
    EXPECT_EQ(to_display(Value::list({Value::string("a"), Value::number(1)})), "[\"a\", 1]");
    EXPECT_EQ(to_display(Value::null("why")), "");
}

TEST(ValueText, TextsBeyondTheLimitAreNotBuilt)
{
    Value list = Value::list(List(1000, Value::string("0123456789")));
    EXPECT_FALSE(to_feel(list, 100));
    EXPECT_TRUE(to_feel(list, 20'000));
    EXPECT_FALSE(to_display(Value::string("abc"), 2));
}

TEST(ValueBounds, ListsNestAtMost200Deep)
{
    Value nested = Value::list({});
    for (int depth = 1; depth < max_nesting; ++depth)
        nested = Value::list({nested});
    EXPECT_EQ(Value::list({nested}).kind(), Kind::List);
    EXPECT_TRUE(Value::list({Value::list({nested})}).is_null());
    EXPECT_TRUE(Value::context({{"a", Value::list({nested})}}).is_null());
}

TEST(ValueBounds, SharedPartsCountEachTime)
{
    Value doubled = Value::number(1);
    int doublings = 0;
    while (!doubled.is_null() && doublings < 100) {
        doubled = Value::list({doubled, doubled});
        ++doublings;
    }
    EXPECT_EQ(doublings, 23); // 2^24 - 1 parts are more than ten million
    EXPECT_FALSE(doubled.null_reason().empty());
}

TEST(ValueBounds, ListsHoldAMillionItemsAndStrings16MiB)
{
    EXPECT_EQ(Value::list(List(max_list_items)).kind(), Kind::List);
    EXPECT_TRUE(Value::list(List(max_list_items + 1)).is_null());
    EXPECT_EQ(Value::string(std::string(max_string_bytes, 'a')).kind(), Kind::String);
    EXPECT_TRUE(Value::string(std::string(max_string_bytes + 1, 'a')).is_null());
    EXPECT_TRUE(Value::number(base::Decimal(1) / base::Decimal(0)).is_null());
}

TEST(Values, ReadingAnotherKindGivesAnEmptyOne)
{
    Value text = Value::string("a");
    EXPECT_TRUE(text.as_number().is_zero());
    EXPECT_TRUE(text.as_list().empty());
    EXPECT_TRUE(text.as_context().empty());
    EXPECT_EQ(text.as_function(), nullptr);
    EXPECT_FALSE(text.is_true());
    EXPECT_FALSE(text.is_false());
    EXPECT_EQ(text.entry("a"), nullptr);
    EXPECT_TRUE(Value().as_range().low.is_null());
    EXPECT_EQ(Value::number(1).as_string(), "");
}

TEST(Values, SamenessIsOfRepresentation)
{
    EXPECT_EQ(Value::null("a"), Value::null("b"));
    EXPECT_EQ(Value::context({{"a", Value::number(1)}, {"b", Value()}}),
              Value::context({{"b", Value()}, {"a", Value::number(1)}}));
    EXPECT_FALSE(Value::list({Value::number(1)}) == Value::list({Value::number(2)}));
    EXPECT_FALSE(Value::number(0) == Value());
}

}
