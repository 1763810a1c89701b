#include "feel/regex.h"

#include "base/utf8.h"

#include <gtest/gtest.h>

namespace kenkei::feel {

namespace {

// "yes", "no", "limit", or "invalid".
std::string search(std::string_view text, std::string_view pattern, std::string_view flags = "")
{
    auto created = Regex::create(pattern, flags);
    auto* regex = std::get_if<Regex>(&created);
    if (!regex)
        return "invalid";
    std::u32string characters = base::to_code_points(text);
    Regex::Search search(*regex, characters);
    if (search.next(0))
        return "yes";
    return search.exhausted() ? "limit" : "no";
}

std::string letters_and_b(std::size_t count)
{
    std::string text(count, 'a');
    text.push_back('b');
    return text;
}

// The text of each group of the first match; "-" for one that took no part.
std::string groups(std::string_view text, std::string_view pattern, std::string_view flags = "")
{
    auto created = Regex::create(pattern, flags);
    auto* regex = std::get_if<Regex>(&created);
    if (!regex)
        return "invalid";
    std::u32string characters = base::to_code_points(text);
    auto match = Regex::Search(*regex, characters).next(0);
    if (!match)
        return "no";
    std::string shown;
    for (auto group : *match) {
        shown += shown.empty() ? "" : ",";
        shown +=
            group.begin == Regex::npos ? "-" : base::to_utf8(characters.substr(group.begin, group.end - group.begin));
    }
    return shown;
}

}

TEST(Regex, QuantifiersTakeAsMuchOrAsLittleAsTheyCan)
{
    EXPECT_EQ(groups("aaaa", "a{2,3}"), "aaa");
    EXPECT_EQ(groups("aaaa", "a{2,3}?"), "aa");
    EXPECT_EQ(groups("aaaa", "a{2}"), "aa");
    EXPECT_EQ(groups("aaaa", "a{3,}"), "aaaa");
    EXPECT_EQ(groups("aaaa", "(a+?)(a*)"), "aaaa,a,aaa");
    EXPECT_EQ(groups("ab", "(a?)(ab)?(b?)"), "ab,a,-,b");
    EXPECT_EQ(groups("b", "a{0}b"), "b");
    EXPECT_EQ(groups("aab", "(?:a|ab)(?:c|b)?$"), "ab");
    EXPECT_EQ(groups("darted", "^(.*?)d(.*)$"), "darted,,arted");
}

TEST(Regex, GroupsKeepTheirLastTurnAndForgetWhatWasGivenUp)
{
    EXPECT_EQ(groups("abab", "(?:(a)|(b))*"), "abab,a,b");
    EXPECT_EQ(groups("abcd", "(ab)|(a)"), "ab,ab,-");
    EXPECT_EQ(groups("acd", "(ab)?(ac)?(?:d|cd)"), "acd,-,ac");
    EXPECT_EQ(groups("ad", "(ab)?a(c)?d"), "ad,-,-");
    EXPECT_EQ(groups("健康経営", "(.)(.)"), "健康,健,康");
}

TEST(Regex, LoopsWithoutProgressEnd)
{
    EXPECT_EQ(groups("aab", "(a*)*b"), "aab,aa");
    EXPECT_EQ(search("b", "(a*)+$"), "yes");
    EXPECT_EQ(search("b", "(|a)*c"), "no");
    EXPECT_EQ(search("b", "(?:(?:(?:){9999}){9999}){9999}b"), "yes");
    EXPECT_EQ(search("", "()*"), "yes");
}

TEST(Regex, ClassesSubtractNegateAndName)
{
    EXPECT_EQ(search("O", "[A-Z-[OI]]"), "no");
    EXPECT_EQ(search("P", "[A-Z-[OI]]"), "yes");
    EXPECT_EQ(search("b", "[a-z-[aeiou-[e]]]"), "yes");
    EXPECT_EQ(search("a", "[a-z-[aeiou-[e]]]"), "no");
    EXPECT_EQ(search("e", "[a-z-[aeiou-[e]]]"), "yes");
    EXPECT_EQ(search("b", "[^a-c-[x]]"), "no");
    EXPECT_EQ(search("x", "[^a-c-[x]]"), "no");
    EXPECT_EQ(search("-", "[a-]"), "yes");
    EXPECT_EQ(search("-", "[-a]"), "yes");
    EXPECT_EQ(search("]", "[\\]]"), "yes");
    EXPECT_EQ(search("５", "^\\d$"), "yes");
    EXPECT_EQ(search("五", "^\\d$"), "no");
    EXPECT_EQ(search("五", "^\\w$"), "yes");
    EXPECT_EQ(search("。", "^\\w$"), "no");
    EXPECT_EQ(search("　", "\\s"), "no"); // only the four blanks of XML
    EXPECT_EQ(search("a-", "^\\i\\c$"), "yes");
    EXPECT_EQ(search("-a", "^\\i\\c$"), "no");
    EXPECT_EQ(search("カ", "^\\p{IsKatakana}$"), "yes");
    EXPECT_EQ(search("か", "^\\p{IsKatakana}$"), "no");
    EXPECT_EQ(search("漢", "^\\p{IsCJKUnifiedIdeographs}$"), "yes");
    EXPECT_EQ(search("é", "^\\p{IsLatin-1Supplement}$"), "yes");
    EXPECT_EQ(search("É", "^\\p{Lu}$"), "yes");
    EXPECT_EQ(search("é", "^\\p{Lu}$", "i"), "no"); // flag i is for characters and ranges only
    EXPECT_EQ(search("ー", "^\\p{Lm}$"), "yes");
    EXPECT_EQ(search("①", "^\\p{No}$"), "yes");
    EXPECT_EQ(search("円", "^\\P{N}$"), "yes");
    EXPECT_EQ(search("\xF4\x8F\xBF\xBF", "^\\p{Cn}$"), "yes");
}

TEST(Regex, FlagsChangeLinesCaseAndBlanks)
{
    EXPECT_EQ(search("a\nb", "a.b"), "no");
    EXPECT_EQ(search("a\rb", "a.b"), "no");
    EXPECT_EQ(search("a\nb", "a.b", "s"), "yes");
    EXPECT_EQ(search("a\nb", "^b"), "no");
    EXPECT_EQ(search("a\nb", "^b", "m"), "yes");
    EXPECT_EQ(search("a\nb", "a$", "m"), "yes");
    EXPECT_EQ(search("a\n", "a\\n^$", "m"), "no"); // no line begins behind the last line feed
    EXPECT_EQ(search("ＡＢΣ", "ａｂς", "i"), "yes");
    EXPECT_EQ(search("\xE2\x84\xAA", "[a-z]", "i"), "yes"); // the Kelvin sign is a K
    EXPECT_EQ(search("ſ", "S", "i"), "yes");
    EXPECT_EQ(search("q", "[^Q]", "i"), "no");
    EXPECT_EQ(search("aA", "(a)\\1", "i"), "yes");
    EXPECT_EQ(search("aA", "(a)\\1"), "no");
    EXPECT_EQ(search("helloworld", " hello\n world ", "x"), "yes");
    EXPECT_EQ(search("a b", "a[ ]b", "x"), "yes");
    EXPECT_EQ(search("a.b", "a.b", "q"), "yes");
    EXPECT_EQ(search("axb", "a.b", "q"), "no");
    EXPECT_EQ(search("A.B", "a.b", "qi"), "yes");
    EXPECT_EQ(search("a", "a", "g"), "invalid");
}

TEST(Regex, WhatTheGrammarDoesNotHaveIsInvalid)
{
    for (auto pattern : {"(",
                         ")",
                         "a)",
                         "(a",
                         "[",
                         "[]",
                         "[^]",
                         "[a",
                         "]",
                         "a]",
                         "{",
                         "}",
                         "a{",
                         "a{}",
                         "a{,3}",
                         "a{3,2}",
                         "a{1",
                         "*",
                         "+a",
                         "?",
                         "a**",
                         "a|*",
                         "(?a)",
                         "(?=a)",
                         "(?",
                         "\\",
                         "\\q",
                         "\\0",
                         "\\1",
                         "(a\\1)",
                         "(a)\\2",
                         "[\\1]",
                         "[z-a]",
                         "[a-\\d]",
                         "[a--b]",
                         "[[]",
                         "[a-z-9]",
                         "[a-z-[b]c]",
                         "\\p",
                         "\\p{",
                         "\\p{}",
                         "\\p{Xx}",
                         "\\p{IsNowhere}",
                         "\\pL",
                         "\\b",
                         "\\u0041",
                         "a{1000000}"})
        EXPECT_EQ(search("a", pattern), "invalid") << pattern;
    EXPECT_EQ(search("a", std::string(200, '(') + std::string(200, ')')), "invalid");
    EXPECT_EQ(search("a", "((a{1000}){1000}){1000}"), "invalid");
    EXPECT_EQ(search("a", std::string(20'000, 'a')), "invalid");
    EXPECT_EQ(search("a", "a||"), "yes");
    EXPECT_EQ(search("", ""), "yes");
}

TEST(Regex, CatastrophicPatternsMeetTheLimit)
{
    EXPECT_EQ(search(letters_and_b(40), "(a+)+$"), "limit");
    EXPECT_EQ(search(std::string(40, 'a'), "(a|aa)+b"), "limit");
    EXPECT_EQ(search(std::string(5000, 'a'), "a*a*a*a*b"), "limit");
    EXPECT_EQ(search(letters_and_b(100'000), "b"), "yes");
    EXPECT_EQ(search(std::string(100'000, 'a'), "^a*$"), "yes");
    EXPECT_EQ(search(std::string(20'000, 'a'), "(a+)\\1b"), "limit");
    std::string class_of_many;
    for (int i = 0; i < 1000; ++i)
        class_of_many += "\\d";
    EXPECT_EQ(search(std::string(2000, 'a'), "[" + class_of_many + "]"), "limit");
    EXPECT_EQ(search(std::string(1'000'000, 'a'), "b"), "no");
}

}
