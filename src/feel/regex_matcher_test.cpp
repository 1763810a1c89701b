#include "feel/regex_matcher.h"

#include "base/utf8.h"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <thread>

namespace kenkei::feel {

namespace {

Regex regex_of(std::string_view pattern, std::string_view flags = "")
{
    auto created = Regex::create(pattern, flags);
    return *std::get_if<Regex>(&created);
}

std::string shown(std::optional<bool> found)
{
    return found ? *found ? "yes" : "no" : "limit";
}

std::string found(std::string_view text, std::string_view pattern, std::string_view flags = "")
{
    return shown(Regex::Matcher(regex_of(pattern, flags)).found_in(text));
}

std::string found_by_backtracking(const Regex& regex, std::string_view text)
{
    const std::u32string characters = base::to_code_points(text);
    Regex::Search search(regex, characters);
    return search.next(0) ? "yes" : search.exhausted() ? "limit" : "no";
}

// Patterns and texts in which each alternative turns up often.
class Dice {
public:
    explicit Dice(unsigned seed) : m_numbers(seed) {}

    std::size_t below(std::size_t end) { return m_numbers() % end; }

    template<std::size_t Size>
    std::string one_of(const std::array<const char*, Size>& texts)
    {
        return texts[below(Size)];
    }

    std::string text()
    {
        std::string text;
        for (std::size_t left = below(10); left > 0; --left)
            text += one_of(letters);
        return text;
    }

    std::string flags()
    {
        std::string flags;
        for (const char* flag : {"i", "m", "s"})
            flags += below(3) == 0 ? flag : "";
        return flags;
    }

    std::string choice(int depth)
    {
        std::string pattern = sequence(depth);
        while (below(4) == 0)
            pattern += "|" + sequence(depth);
        return pattern;
    }

private:
    static constexpr std::array letters = {"a",  "b",  "a",  "b",  "B",  "Z", "0", "-", "\n", "\n", "\r",
                                           "株", "社", "か", "カ", "𠮷", "😀", "é", "É", "　", " ",  "５"};
    static constexpr std::array literals = {"a",  "b",  "a",  "b",  "B",  "Z", "0", "\\-", "\n",
                                            "株", "社", "か", "カ", "𠮷", "😀", "é", "É",   "　"};
    static constexpr std::array anchors = {"^", "$"};
    static constexpr std::array sets = {".",
                                        ".",
                                        "\\n",
                                        "[ab]",
                                        "[^a]",
                                        "[a-z-[b]]",
                                        "[^a-c-[\\d]]",
                                        "\\d",
                                        "\\D",
                                        "\\w",
                                        "\\W",
                                        "\\s",
                                        "\\S",
                                        "\\i",
                                        "\\c",
                                        "\\p{Lu}",
                                        "\\P{L}",
                                        "\\p{So}",
                                        "[株社]",
                                        "[^株社]",
                                        "[ぁ-ん]",
                                        "[𠀀-𯿿]",
                                        "[\\d株-]",
                                        "\\p{Lo}",
                                        "\\p{IsHiragana}",
                                        "\\P{IsKatakana}"};
    static constexpr std::array counts = {"?", "*", "+", "??", "*?", "+?", "{2}", "{0,2}", "{1,3}?", "{2,}", "{0}"};

    std::string sequence(int depth)
    {
        std::string pattern;
        for (std::size_t left = below(4); left > 0; --left) {
            pattern += piece(depth);
            if (below(3) == 0)
                pattern += one_of(counts);
        }
        return pattern;
    }

    std::string piece(int depth)
    {
        switch (below(depth > 0 ? 8 : 6)) {
        case 0:
            return one_of(anchors);
        case 1:
        case 2:
            return one_of(sets);
        case 6:
            return "(" + choice(depth - 1) + ")";
        case 7:
            return "(?:" + choice(depth - 1) + ")";
        default:
            return one_of(literals);
        }
    }

    std::mt19937 m_numbers;
};

// What stands in quotation marks behind matches(…, and replace(…, in the editions.
std::set<std::string> patterns_of_editions()
{
    std::set<std::string> patterns;
    for (const auto& file : std::filesystem::recursive_directory_iterator(KENKEI_SOURCE_DIR "/schemes")) {
        if (file.path().extension() != ".yaml")
            continue;
        std::ifstream in(file.path());
        for (std::string line; std::getline(in, line);) {
            for (const char* function : {"matches(", "replace("}) {
                for (auto at = line.find(function); at != std::string::npos; at = line.find(function, at + 1)) {
                    const auto begin = line.find(", \"", at);
                    const auto end = line.find('"', begin + 3);
                    if (begin != std::string::npos && end != std::string::npos)
                        patterns.insert(line.substr(begin + 3, end - begin - 3));
                }
            }
        }
    }
    return patterns;
}

}

TEST(RegexMatcher, FindsWhatBacktrackingFinds)
{
    Dice dice(20'240'401);
    std::map<std::string, int> results;
    for (int i = 0; i < 6'000; ++i) {
        const std::string pattern = dice.choice(2);
        const std::string flags = dice.flags();
        auto created = Regex::create(pattern, flags);
        const Regex* regex = std::get_if<Regex>(&created);
        ASSERT_TRUE(regex) << pattern << ": " << std::get<std::string>(created);
        Regex::Matcher matcher(*regex);
        for (int j = 0; j < 25; ++j) {
            const std::string text = dice.text();
            const std::string expected = found_by_backtracking(*regex, text);
            ++results[expected];
            if (expected != "limit") {
                ASSERT_EQ(shown(matcher.found_in(text)), expected) << pattern << " /" << flags << "\n" << text;
            }
        }
    }
    EXPECT_GT(results["yes"], 20'000);
    EXPECT_GT(results["no"], 20'000);
}

TEST(RegexMatcher, PatternsOfTheEditionsFindWhatBacktrackingFinds)
{
    const std::vector<std::string> pieces = {"株式会社",
                                             "(株)",
                                             "（有）",
                                             "青葉製作所",
                                             "カブシキガイシャ",
                                             "市",
                                             "区",
                                             "青葉市中区",
                                             "東京都",
                                             "県",
                                             "郡",
                                             "町",
                                             "1234567",
                                             "890123",
                                             "０１２",
                                             "丁目",
                                             " ",
                                             "　",
                                             "-",
                                             ".",
                                             "a",
                                             "info",
                                             "@",
                                             "example.co.jp",
                                             "組合",
                                             "健保",
                                             "G",
                                             "41",
                                             "国保",
                                             "\n",
                                             "医療法人",
                                             "𠮷野",
                                             "3.5",
                                             "%"};
    std::mt19937 numbers(7);
    const auto patterns = patterns_of_editions();
    EXPECT_GT(patterns.size(), 20u);
    for (const std::string& pattern : patterns) {
        auto created = Regex::create(pattern, "");
        const Regex* regex = std::get_if<Regex>(&created);
        ASSERT_TRUE(regex) << pattern;
        Regex::Matcher matcher(*regex);
        for (int i = 0; i < 500; ++i) {
            std::string text;
            for (auto left = numbers() % 6; left > 0; --left)
                text += pieces[numbers() % pieces.size()];
            ASSERT_EQ(shown(matcher.found_in(text)), found_by_backtracking(*regex, text)) << pattern << "\n" << text;
        }
    }
}

TEST(RegexMatcher, AnchorsLookAtWhatStandsBesideThem)
{
    EXPECT_EQ(found("", "^$"), "yes");
    EXPECT_EQ(found("", "$^"), "yes");
    EXPECT_EQ(found("a", "$^"), "no");
    EXPECT_EQ(found("a\n\nb", "$^", "m"), "yes");
    EXPECT_EQ(found("a\nb", "^b$"), "no");
    EXPECT_EQ(found("a\nb\nc", "^b$", "m"), "yes");
    EXPECT_EQ(found("a\n", "\\n^$", "m"), "no"); // no line begins behind the last line feed
    EXPECT_EQ(found("\n", "^$", "m"), "yes");
    EXPECT_EQ(found("ab", "a^b|(^|b)$"), "yes");
    EXPECT_EQ(found("1234567890123", "^[0-9]{13}$"), "yes");
    EXPECT_EQ(found("12345678901234", "^[0-9]{13}$"), "no");
    EXPECT_EQ(found("123456789012", "^[0-9]{13}$"), "no");
}

TEST(RegexMatcher, AnswersWhereBacktrackingGivesUp)
{
    EXPECT_EQ(found(std::string(40, 'a') + "b", "(a+)+$"), "no");
    EXPECT_EQ(found(std::string(40, 'a'), "(a+)+$"), "yes");
    EXPECT_EQ(found(std::string(40, 'a'), "(a|aa)+b"), "no");
    EXPECT_EQ(found(std::string(1'000'000, 'a'), "a*a*a*a*b"), "no");
}

TEST(RegexMatcher, BackReferencesAreFoundByBacktracking)
{
    EXPECT_EQ(found("abab", "(ab)\\1"), "yes");
    EXPECT_EQ(found("abba", "(ab)\\1"), "no");
    EXPECT_EQ(found(std::string(20'000, 'a'), "(a+)\\1b"), "limit");
}

TEST(RegexMatcher, PatternsTooLargeForAnAutomatonAreFoundByBacktracking)
{
    std::u32string many;
    for (char32_t c = U'一'; c < U'一' + 1'500; ++c)
        many += c;
    const std::string pattern = base::to_utf8(many);
    EXPECT_EQ(found("あ" + pattern + "あ", pattern), "yes");
    EXPECT_EQ(found(pattern.substr(3), pattern), "no");
    std::string escapes;
    for (int i = 0; i < 2'000; ++i)
        escapes += "\\w";
    EXPECT_EQ(found("。", "[" + escapes + "]"), "no");
    // 20,000 characters × some 20,000 instructions
    EXPECT_EQ(found(std::string(20'000, 'a') + "b", "a{10000}b"), "limit");
    EXPECT_EQ(found(std::string(5'000, 'a') + "b", "a{1000}b"), "yes");
}

// In random texts, nearly every character leads to a new one of 2^15 states.
TEST(RegexMatcher, ForgettingStatesChangesNoAnswer)
{
    std::mt19937 numbers(3);
    const Regex regex = regex_of("a.{14}c");
    Regex::Matcher matcher(regex);
    for (int i = 0; i < 50; ++i) {
        std::string text;
        for (int j = 0; j < 2'000; ++j)
            text += numbers() % 1'000 == 0 ? 'c' : numbers() % 2 == 0 ? 'a' : 'b';
        ASSERT_EQ(shown(matcher.found_in(text)), found_by_backtracking(regex, text)) << text;
    }
}

TEST(RegexMatcher, ThreadsShareARegexEachWithItsOwnMatcher)
{
    const Regex regex = regex_of("(株式|有限|合同)会社|[a-z]+@");
    std::vector<std::thread> threads;
    std::array<int, 4> right = {};
    for (int& count : right) {
        threads.emplace_back([&] {
            Regex::Matcher matcher(regex);
            for (int i = 0; i < 1'000; ++i)
                count += matcher.found_in("青葉有限会社") == true && matcher.found_in("青葉有限公司") == false;
        });
    }
    for (auto& thread : threads)
        thread.join();
    for (int count : right)
        EXPECT_EQ(count, 1'000);
}

TEST(RegexMatcher, TextsThatAreCutOffAreNotReadBeyondTheirEnd)
{
    for (std::string_view text : {"\xE6", "\xE6\xA0", "\xF0\xA0\xAE", "a\xC3", "\xFF\xFF\xFF\xFF", "\x80"})
        EXPECT_EQ(found(std::string(text), "株"), "no");
}

}
