#include "feel/regex_alphabet.h"

#include "base/utf8.h"

#include <gtest/gtest.h>

namespace kenkei::feel {

namespace {

RegexProgram program_of(std::initializer_list<std::string_view> classes)
{
    RegexProgram program;
    program.instructions.push_back({.code = RegexProgram::Code::Character, .character = U'株'});
    for (auto text : classes) {
        auto parsed = parse_regex(text, {});
        const auto& root = std::get_if<RegexTree>(&parsed)->root;
        program.classes.push_back((root.children.empty() ? root : root.children.front()).characters);
        program.class_costs.push_back(program.classes.back().cost());
    }
    return program;
}

}

TEST(RegexAlphabet, HasASymbolForEachKindOfCharacter)
{
    auto alphabet = RegexAlphabet::create(program_of({"[a-z]"}));
    ASSERT_TRUE(alphabet);
    EXPECT_EQ(alphabet->size(), 5u);
    std::size_t at = 0;
    const std::string text = "x株\n";
    const auto x = alphabet->next(text, at);
    EXPECT_TRUE(alphabet->is_in(x, 0));
    EXPECT_EQ(alphabet->character(alphabet->next(text, at)), U'株');
    EXPECT_EQ(alphabet->character(alphabet->next(text, at)), U'\n');
    EXPECT_EQ(at, text.size());
}

TEST(RegexAlphabet, KnowsForEveryCharacterWhichClassesItLiesIn)
{
    const RegexProgram program =
        program_of({"[a-z-[aeiou]]", "[^株-社]", "\\d", "\\w", "\\S", "\\i", "\\C", "\\p{Lu}", "\\P{L}", "\\p{So}",
                    "\\p{IsHiragana}", "\\P{IsCJKUnifiedIdeographsExtensionB}", "[\\d\\p{Lm}-[0-5]]", "[^\\s\\S]"});
    auto alphabet = RegexAlphabet::create(program);
    ASSERT_TRUE(alphabet);
    for (char32_t c = 0; c < 0x110000; ++c) {
        if (c >= 0xD800 && c < 0xE000)
            continue;
        std::string text;
        base::append_utf8(text, c);
        std::size_t at = 0;
        const auto symbol = alphabet->next(text, at);
        ASSERT_EQ(at, text.size());
        ASSERT_EQ(alphabet->character(symbol) == U'株', c == U'株');
        for (std::size_t i = 0; i < program.classes.size(); ++i)
            ASSERT_EQ(alphabet->is_in(symbol, i), program.classes[i].matches(c))
                << "class " << i << " character " << static_cast<std::uint32_t>(c);
    }
}

}
