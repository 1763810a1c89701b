#include "base/decimal.h"

#include <gtest/gtest.h>
#include <limits>

namespace kenkei::base {

namespace {

Decimal number(std::string_view text)
{
    auto parsed = Decimal::parse(text);
    EXPECT_TRUE(parsed) << text;
    return parsed.value_or(Decimal(0));
}

std::string text_of(std::string_view text)
{
    return number(text).to_text();
}

Decimal not_finite()
{
    return Decimal(1) / Decimal(0);
}

}

TEST(DecimalText, NumbersAreReadAndWrittenInPlainNotation)
{
    EXPECT_EQ(text_of("0"), "0");
    EXPECT_EQ(text_of("-0.00"), "0");
    EXPECT_EQ(text_of("007"), "7");
    EXPECT_EQ(text_of("-12.50"), "-12.5");
    EXPECT_EQ(text_of("+3"), "3");
    EXPECT_EQ(text_of(".5"), "0.5");
    EXPECT_EQ(text_of("100.00"), "100");
    EXPECT_EQ(text_of("1e3"), "1000");
    EXPECT_EQ(text_of("1E+3"), "1000");
    EXPECT_EQ(text_of("12e-5"), "0.00012");
    EXPECT_EQ(text_of("1e33"), "1" + std::string(33, '0'));
    EXPECT_EQ(text_of("1E-30"), "0." + std::string(29, '0') + "1");
    EXPECT_EQ(text_of("0.1"), "0.1");
}

TEST(DecimalText, OtherTextIsNoNumber)
{
    for (auto text :
         {"",      "+",    "-",   ".",        "1.",  "1.e3", "e3",  "1e",    "1e+", "1e1.5", " 1", "1 ", "1 000",
          "1,000", "0x10", "NaN", "Infinity", "inf", "--1",  "+-1", "1.2.3", "１",  "1_000", "-e", "1d"})
        EXPECT_FALSE(Decimal::parse(text)) << text;
}

TEST(DecimalText, DigitsBehindThe34thAreRoundedHalfEven)
{
    EXPECT_EQ(text_of("1234567890123456789012345678901234"), "1234567890123456789012345678901234");
    EXPECT_EQ(text_of("12345678901234567890123456789012345"), "12345678901234567890123456789012340");
    EXPECT_EQ(text_of("12345678901234567890123456789012355"), "12345678901234567890123456789012360");
    EXPECT_EQ(text_of("12345678901234567890123456789012345.000000000000000000000000000000001"),
              "12345678901234567890123456789012350");
    EXPECT_EQ(text_of(std::string(34, '9') + "5"), "1" + std::string(35, '0'));
    EXPECT_EQ(text_of("0." + std::string(200, '0') + "1"), "0." + std::string(200, '0') + "1");
    EXPECT_EQ(text_of(std::string(500, '0') + "1"), "1");
    EXPECT_EQ(text_of("1" + std::string(200, '0')), "1" + std::string(200, '0'));
}

TEST(DecimalText, ExponentsThatDoNotFitAreRefused)
{
    EXPECT_EQ(text_of("1e6144"), "1" + std::string(6144, '0'));
    EXPECT_FALSE(Decimal::parse("1e6145"));
    EXPECT_FALSE(Decimal::parse("10e6144"));
    EXPECT_EQ(text_of("9999999999999999999999999999999999e6111").size(), 6145u);
    EXPECT_FALSE(Decimal::parse("99999999999999999999999999999999995e6110"));
    EXPECT_EQ(text_of("1e-6176"), "0." + std::string(6175, '0') + "1");
    EXPECT_EQ(text_of("1000e-6179"), "0." + std::string(6175, '0') + "1");
    EXPECT_FALSE(Decimal::parse("1e-6177"));
    EXPECT_FALSE(Decimal::parse("1e99999999999999999999"));
    EXPECT_FALSE(Decimal::parse("1e-99999999999999999999"));
    EXPECT_EQ(text_of("0e99999999999999999999"), "0");
    EXPECT_EQ(text_of("0e-99999999999999999999"), "0");
}

TEST(Decimal, WholeNumbersKeepTheirValue)
{
    constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
    constexpr auto highest = std::numeric_limits<std::int64_t>::max();
    EXPECT_EQ(Decimal(lowest).to_text(), "-9223372036854775808");
    EXPECT_EQ(Decimal(highest).to_text(), "9223372036854775807");
    EXPECT_EQ(Decimal(lowest).to_int64(), lowest);
    EXPECT_EQ(Decimal(highest).to_int64(), highest);
    EXPECT_EQ(number("9223372036854775808").to_int64(), std::nullopt);
    EXPECT_EQ(number("-9223372036854775809").to_int64(), std::nullopt);
    EXPECT_EQ(number("1e18").to_int64(), 1'000'000'000'000'000'000);
    EXPECT_EQ(number("1e19").to_int64(), std::nullopt);
    EXPECT_EQ(number("5.00").to_int64(), 5);
    EXPECT_EQ(number("0.00e50").to_int64(), 0);
    EXPECT_EQ(number("5.01").to_int64(), std::nullopt);
    EXPECT_EQ(not_finite().to_int64(), std::nullopt);
}

TEST(Decimal, KnowsItsSortOfNumber)
{
    EXPECT_TRUE(number("0.000").is_zero());
    EXPECT_FALSE(number("-0").is_negative());
    EXPECT_TRUE(number("-0.1").is_negative());
    EXPECT_TRUE(number("1e40").is_integer());
    EXPECT_TRUE(number("10.00").is_integer());
    EXPECT_FALSE(number("1e-40").is_integer());
    EXPECT_FALSE(number("10.01").is_integer());
    EXPECT_FALSE(not_finite().is_integer());
    EXPECT_FALSE(not_finite().is_zero());
}

TEST(Decimal, ComparesByValue)
{
    EXPECT_EQ(number("1.0"), number("1.00"));
    EXPECT_EQ(number("0"), number("-0.0"));
    EXPECT_LT(number("-1"), number("0.5"));
    EXPECT_LT(number("0.95"), number("0.9500001"));
    EXPECT_GT(number("1e40"), number("1e39"));
    EXPECT_LT(number("-2"), number("-1"));
    EXPECT_EQ(Decimal(1) <=> not_finite(), std::partial_ordering::unordered);
    EXPECT_FALSE(not_finite() == not_finite());
}

TEST(Decimal, CalculatesExactlyIn34Digits)
{
    EXPECT_EQ(number("0.1") + number("0.2"), number("0.3"));
    EXPECT_EQ((number("1e20") + number("1e-13")).to_text(), "100000000000000000000.0000000000001");
    EXPECT_EQ((number("1e34") + number("1")).to_text(), "10000000000000000000000000000000000"); // 35 digits needed
    EXPECT_EQ((Decimal(7) - number("7.0")).to_text(), "0");
    EXPECT_EQ((Decimal(-3) - Decimal(4)).to_text(), "-7");
    EXPECT_EQ((number("99999999999999999") * number("99999999999999999")).to_text(),
              "9999999999999999800000000000000001");
    EXPECT_EQ((number("9999999999999999999") * number("9999999999999999999")).to_text(),
              "99999999999999999980000000000000000000");
    EXPECT_EQ((Decimal(-2) * number("0.5")).to_text(), "-1");
    EXPECT_EQ((Decimal(1) / Decimal(3)).to_text(), "0.3333333333333333333333333333333333");
    EXPECT_EQ((Decimal(2) / Decimal(3)).to_text(), "0.6666666666666666666666666666666667");
    EXPECT_EQ((Decimal(10) / Decimal(4)).to_text(), "2.5");
    EXPECT_EQ((-Decimal(0)).to_text(), "0");
    EXPECT_EQ(number("-2.5").abs().to_text(), "2.5");
}

TEST(Decimal, ANumberThatIsNotFiniteStaysSo)
{
    EXPECT_FALSE(not_finite().finite());
    EXPECT_FALSE((Decimal(0) / Decimal(0)).finite());
    EXPECT_FALSE((Decimal(1) / not_finite()).finite());
    EXPECT_FALSE((not_finite() * Decimal(0)).finite());
    EXPECT_FALSE((not_finite() - not_finite()).finite());
    EXPECT_FALSE((number("9e6144") * Decimal(10)).finite());
    EXPECT_FALSE((number("9e6144") + number("9e6144")).finite());
    EXPECT_FALSE(not_finite().round(0, Rounding::Up).finite());
    EXPECT_FALSE(Decimal::modulo(Decimal(1), not_finite()).finite());
    EXPECT_FALSE(Decimal::power(not_finite(), Decimal(0)).finite());
    EXPECT_FALSE(Decimal::power(Decimal(1), not_finite()).finite());
    EXPECT_FALSE(not_finite().square_root().finite());
    EXPECT_FALSE(not_finite().exponential().finite());
    EXPECT_FALSE((-not_finite()).finite());
    EXPECT_FALSE(not_finite().abs().finite());
}

TEST(DecimalRound, EveryModeOnBothSidesOfTheHalf)
{
    struct Case {
        Rounding rounding;
        std::vector<std::string> expected; // for 2.4 2.5 2.6 3.5 -2.4 -2.5 -2.6 -3.5
    };
    const std::vector<Case> cases = {
        {Rounding::HalfEven, {"2", "2", "3", "4", "-2", "-2", "-3", "-4"}},
        {Rounding::HalfUp, {"2", "3", "3", "4", "-2", "-3", "-3", "-4"}},
        {Rounding::HalfDown, {"2", "2", "3", "3", "-2", "-2", "-3", "-3"}},
        {Rounding::Up, {"3", "3", "3", "4", "-3", "-3", "-3", "-4"}},
        {Rounding::Down, {"2", "2", "2", "3", "-2", "-2", "-2", "-3"}},
        {Rounding::Ceiling, {"3", "3", "3", "4", "-2", "-2", "-2", "-3"}},
        {Rounding::Floor, {"2", "2", "2", "3", "-3", "-3", "-3", "-4"}},
    };
    const std::vector<std::string> numbers = {"2.4", "2.5", "2.6", "3.5", "-2.4", "-2.5", "-2.6", "-3.5"};
    for (const auto& [rounding, expected] : cases) {
        for (std::size_t i = 0; i < numbers.size(); ++i)
            EXPECT_EQ(number(numbers[i]).round(0, rounding).to_text(), expected[i]) << numbers[i];
    }
}

TEST(DecimalRound, HalfDownLooksAtAllDigitsBehindTheHalf)
{
    EXPECT_EQ(number("2.5000").round(0, Rounding::HalfDown).to_text(), "2");
    EXPECT_EQ(number("2.50000000000000000000000000000001").round(0, Rounding::HalfDown).to_text(), "3");
    EXPECT_EQ(number("1.115").round(2, Rounding::HalfDown).to_text(), "1.11");
    EXPECT_EQ(number("1.115").round(2, Rounding::HalfUp).to_text(), "1.12");
}

TEST(DecimalRound, TheScaleMayBeNegativeOrFarAway)
{
    EXPECT_EQ(number("1250").round(-2, Rounding::HalfEven).to_text(), "1200");
    EXPECT_EQ(number("1350").round(-2, Rounding::HalfEven).to_text(), "1400");
    EXPECT_EQ(number("49").round(-2, Rounding::HalfUp).to_text(), "0");
    EXPECT_EQ(number("50").round(-2, Rounding::HalfUp).to_text(), "100");
    EXPECT_EQ(number("1").round(-50, Rounding::Up).to_text(), "1" + std::string(50, '0'));
    EXPECT_EQ(number("-1").round(-50, Rounding::Floor).to_text(), "-1" + std::string(50, '0'));
    EXPECT_EQ(number("-1").round(-50, Rounding::Ceiling).to_text(), "0");
    EXPECT_EQ(number("0").round(-50, Rounding::Up).to_text(), "0");
    EXPECT_EQ(number("1").round(-6144, Rounding::Up).to_text().size(), 6145u);
    EXPECT_FALSE(number("1").round(-6145, Rounding::Up).finite());
    EXPECT_EQ(number("1").round(std::numeric_limits<int>::min(), Rounding::Down).to_text(), "0");
    EXPECT_EQ(number("1.25").round(std::numeric_limits<int>::max(), Rounding::Up).to_text(), "1.25");
    EXPECT_EQ((Decimal(1) / Decimal(3)).round(40, Rounding::Up), Decimal(1) / Decimal(3));
    EXPECT_EQ(number(std::string(34, '9')).round(-1, Rounding::HalfUp).to_text(), "1" + std::string(34, '0'));
    EXPECT_EQ(number("0.5").round(-33, Rounding::HalfUp).to_text(), "0");
    EXPECT_EQ(number("5e33").round(-34, Rounding::HalfUp).to_text(), "1" + std::string(34, '0'));
    EXPECT_EQ(number("5e33").round(-34, Rounding::HalfDown).to_text(), "0");
    EXPECT_EQ(number("5e33").round(-34, Rounding::HalfEven).to_text(), "0");
}

TEST(DecimalRound, FloorAndCeiling)
{
    EXPECT_EQ(number("1.5").floor().to_text(), "1");
    EXPECT_EQ(number("-1.5").floor().to_text(), "-2");
    EXPECT_EQ(number("1.5").ceiling().to_text(), "2");
    EXPECT_EQ(number("-1.5").ceiling().to_text(), "-1");
    EXPECT_EQ(number("-0.5").ceiling().to_text(), "0");
    EXPECT_EQ(number("1e40").floor().to_text(), "1" + std::string(40, '0'));
}

// The examples of DMN 1.5 table 77 and others.
TEST(DecimalModulo, TakesTheSignOfTheDivisor)
{
    auto modulo = [](std::string_view a, std::string_view b) {
        return Decimal::modulo(number(a), number(b)).to_text();
    };
    EXPECT_EQ(modulo("12", "5"), "2");
    EXPECT_EQ(modulo("-12", "5"), "3");
    EXPECT_EQ(modulo("12", "-5"), "-3");
    EXPECT_EQ(modulo("-12", "-5"), "-2");
    EXPECT_EQ(modulo("10.1", "4.5"), "1.1");
    EXPECT_EQ(modulo("-10.1", "4.5"), "3.4");
    EXPECT_EQ(modulo("10.1", "-4.5"), "-3.4");
    EXPECT_EQ(modulo("-10.1", "-4.5"), "-1.1");
    EXPECT_EQ(modulo("10", "5"), "0");
    EXPECT_EQ(modulo("-10", "5"), "0");
    EXPECT_EQ(modulo("1e40", "7"), "4");
    EXPECT_FALSE(Decimal::modulo(Decimal(1), Decimal(0)).finite());
}

TEST(DecimalPower, WholeExponentsAreExactWhereTheDigitsSuffice)
{
    auto power = [](std::string_view a, std::string_view b) { return Decimal::power(number(a), number(b)).to_text(); };
    EXPECT_EQ(power("2", "10"), "1024");
    EXPECT_EQ(power("2", "112"), "5192296858534827628530496329220096");
    EXPECT_EQ(power("-3", "3"), "-27");
    EXPECT_EQ(power("-3", "4"), "81");
    EXPECT_EQ(power("0", "0"), "1");
    EXPECT_EQ(power("5", "0"), "1");
    EXPECT_EQ(power("0", "3"), "0");
    EXPECT_EQ(power("2", "-2"), "0.25");
    EXPECT_EQ(power("-2", "-1"), "-0.5");
    EXPECT_EQ(power("1.1", "2.0"), "1.21");
    EXPECT_EQ(power("10", "-6176"), "0." + std::string(6175, '0') + "1");
    EXPECT_EQ(power("10", "6144"), "1" + std::string(6144, '0'));
    EXPECT_EQ(power("0.5", "1000000000000000000"), "0");
    EXPECT_EQ(power("1", "9223372036854775807"), "1");
    EXPECT_EQ(power("-1", "-9223372036854775807"), "-1");
    EXPECT_EQ(power("1", "-9223372036854775808"), "1");
    EXPECT_EQ(power("-1", "1e30"), "1");
    EXPECT_EQ(power("-1", "1000000000000000000001"), "-1");
    EXPECT_FALSE(Decimal::power(Decimal(0), Decimal(-1)).finite());
    EXPECT_FALSE(Decimal::power(Decimal(10), Decimal(6145)).finite());
    EXPECT_FALSE(Decimal::power(Decimal(2), number("1e30")).finite());
}

TEST(DecimalPower, FractionalExponents)
{
    auto power = [](std::string_view a, std::string_view b) { return Decimal::power(number(a), number(b)).to_text(); };
    EXPECT_EQ(power("4", "0.5"), "2");
    EXPECT_EQ(power("1000", "0.3333333333333333333333333333333333"), "9.999999999999999999999999999999998");
    EXPECT_EQ(power("0", "0.5"), "0");
    EXPECT_EQ(power("1", "0.123"), "1");
    EXPECT_FALSE(Decimal::power(Decimal(-4), number("0.5")).finite());
    EXPECT_FALSE(Decimal::power(Decimal(0), number("-0.5")).finite());
}

TEST(Decimal, SquareRoots)
{
    EXPECT_EQ(Decimal(16).square_root().to_text(), "4");
    EXPECT_EQ(Decimal(2).square_root().to_text(), "1.414213562373095048801688724209698");
    EXPECT_EQ(Decimal(0).square_root().to_text(), "0");
    EXPECT_FALSE(Decimal(-1).square_root().finite());
}

}
