#include "support/differences.h"

namespace kenkei::edition {

using support::Pairs;
using support::Small;
using support::told;

namespace {

Small with(const Pairs& breakdowns)
{
    return {.questions = {{"kind", R"("type":"choice","options":{"1":"卸売業","2":"小売業"})"},
                          {"staff", R"("type":"integer","unit":"人")"},
                          {"hands", R"("type":"integer","unit":"人")"}},
            .breakdowns = breakdowns};
}

const char* const twenty = R"("of":"staff","bands":[20],"source":"none")";

}

TEST(Differences, 内訳が加わり_なくなる)
{
    EXPECT_EQ(told(with({}), with({{"size", twenty}})),
              "\n内訳\n  + 追加　size: staff（staff）、区切り 20人以下、21人以上\n");
    EXPECT_EQ(told(with({{"industry", R"("of":"kind")"}}), with({})), "\n内訳\n  - 廃止　industry: kind（kind）\n");
}

TEST(Differences, 内訳の区切りと数える項目と並びが変わる)
{
    EXPECT_EQ(told(with({{"size", twenty}}), with({{"size", R"("of":"staff","bands":[20,50],"source":"none")"}})),
              "\n内訳\n  ~ 変更　size　区切り: 20人以下、21人以上 → 20人以下、21〜50人、51人以上\n");
    EXPECT_EQ(told(with({{"size", twenty}}), with({{"size", R"("of":"hands","bands":[20],"source":"none")"}})),
              "\n内訳\n  ~ 変更　size　数える項目: staff（staff） → hands（hands）\n");
    const Pairs one = {{"industry", R"("of":"kind")"}, {"size", twenty}};
    const Pairs other = {{"size", twenty}, {"industry", R"("of":"kind")"}};
    EXPECT_EQ(told(with(one), with(other)), "\n内訳\n  ~ 移動　industry　位置: 最初 → 「size」の次\n");
    EXPECT_EQ(told(with(one), with(one)), "違いはありません。規則の要約値も同じです。\n");
}

TEST(Differences, 設問のidが変わっただけなら_内訳は変わらない)
{
    Small before = with({{"size", twenty}});
    before.questions = {{"staff", R"("type":"integer","unit":"人","no":"問1")"}};
    Small after = before;
    after.questions = {{"people", R"("type":"integer","unit":"人","no":"問1")"}};
    after.breakdowns = {{"size", R"("of":"people","bands":[20],"source":"none")"}};
    Edition renamed = support::edition_of(after);
    renamed.questions.front().label = "staff"; // else it is another question
    const std::string text = told(support::edition_of(before), renamed);
    EXPECT_EQ(text.find("内訳"), std::string::npos) << text;
}

}
