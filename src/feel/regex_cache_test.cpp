#include "feel/regex_cache.h"

#include <gtest/gtest.h>

namespace kenkei::feel {

namespace {

CachedRegex* cached(std::string_view pattern, std::string_view flags)
{
    auto found = find_or_create_regex(pattern, flags);
    auto* regex = std::get_if<CachedRegex*>(&found);
    return regex ? *regex : nullptr;
}

}

TEST(RegexCache, KeepsARegexForEachPatternAndFlags)
{
    CachedRegex* first = cached("a", "");
    EXPECT_EQ(cached("a", ""), first);
    EXPECT_NE(cached("a", "i"), first);
    EXPECT_EQ(cached("a", "i")->matcher.found_in("A"), true);
    EXPECT_EQ(cached("a", "")->matcher.found_in("A"), false);
    EXPECT_EQ(cached("ia", "")->matcher.found_in("a"), false);
}

TEST(RegexCache, ReasonsOfInvalidPatternsAreGivenEachTime)
{
    for (int i = 0; i < 2; ++i) {
        auto failed = find_or_create_regex("(", "");
        EXPECT_EQ(std::get<std::string>(failed), "正規表現が正しくありません: ( に対応する ) がありません");
    }
    EXPECT_EQ(cached("a", "g"), nullptr);
}

TEST(RegexCache, ManyPatternsDoNotPileUp)
{
    for (int i = 0; i < 1'000; ++i) {
        const std::string text = std::to_string(i);
        ASSERT_EQ(cached("^" + text + "$", "")->matcher.found_in(text), true);
        ASSERT_EQ(cached("^" + text + "$", "")->matcher.found_in(text + "0"), false);
    }
}

}
