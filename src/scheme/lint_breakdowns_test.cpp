#include "scheme/edition_folder_testing.h"
#include "scheme/lint.h"
#include "scheme/parts.h"

namespace kenkei::scheme {

namespace {

// What is said of the shop edition with those breakdowns in place of its own.
std::string told(const std::string& breakdowns, const std::string& more_values = "")
{
    EditionFolder folder;
    const std::string about = folder.text("edition.yaml");
    folder.write("edition.yaml", about.substr(0, about.find("breakdowns:")) + breakdowns);
    folder.replace("criteria.yaml", "values:\n", "values:\n" + more_values);
    const edition::Edition edition = loaded(folder);
    std::vector<base::Error> errors;
    lint_breakdowns(read_parts(folder.folder()).parts, edition, errors);
    std::string all;
    for (const base::Error& error : errors) {
        EXPECT_TRUE(error.at.known()) << error.message;
        EXPECT_FALSE(error.way_out.empty()) << error.message;
        all += error.code + " " + error.message + "\n";
    }
    return all;
}

std::string breakdown(const std::string& members)
{
    return "breakdowns:\n  b: { label: 内訳, " + members + " }\n";
}

}

TEST(LintBreakdowns, 選択肢や区切りのある数には何も言わない)
{
    EXPECT_EQ(told(""), "");
    for (const char* of : {"kind", "branch", "town", "means", "size", "is_branch", "stage"})
        EXPECT_EQ(told(breakdown("of: " + std::string(of))), "") << of;
    EXPECT_EQ(told(breakdown("of: staff, bands: [5, 20], source: none")), "");
    EXPECT_EQ(told(breakdown("of: limit, bands: [5, 20], source: none")), "");
}

TEST(LintBreakdowns, 区切りのない数は_数ごとに別の組になる)
{
    const std::string message =
        "breakdown.bands 内訳「b」は数を数えるのに bands がありません。数ごとに別の組になります。\n";
    EXPECT_EQ(told(breakdown("of: staff")), message);
    EXPECT_EQ(told(breakdown("of: people"), "  people: { label: 人数, value: staff + helpers, source: none }\n"),
              message);
}

TEST(LintBreakdowns, 式の値が数でなければ区切れない)
{
    EXPECT_EQ(told(breakdown("of: word, bands: [1], source: none"),
                   "  word: { label: 言葉, value: 'if branch = true then \"a\" else \"b\"', source: none }\n"),
              "breakdown.bands 内訳「b」の「word」は数ではないので、bands で区切れません。\n");
    EXPECT_EQ(told(breakdown("of: chosen, bands: [1], source: none"),
                   "  chosen: { label: 種類, value: kind, source: none }\n"),
              "breakdown.bands 内訳「b」の「chosen」は数ではないので、bands で区切れません。\n");
}

TEST(LintBreakdowns, 日は申請ごとに別の組になる)
{
    EXPECT_EQ(told(breakdown("of: first_day")),
              "breakdown.bands 内訳「b」は日や時を数えるので、申請ごとに別の組になります。\n");
}

TEST(LintBreakdowns, だれも入らない組がある)
{
    EXPECT_EQ(told(breakdown("of: staff, bands: [-1, 20], source: none")),
              "breakdown.reach 内訳「b」の bands の -1 は、設問「staff」の minimum（0）より小さく、その組に入る回答が"
              "ありません。\n");
    EXPECT_EQ(told(breakdown("of: staff, bands: [0, 1000], source: none")),
              "breakdown.reach 内訳「b」の bands の 1000 より大きい回答はありません（設問「staff」の maximum は"
              " 1000）。\n");
    EXPECT_EQ(told(breakdown("of: staff, bands: [0, 999], source: none")), "");
}

TEST(LintBreakdowns, 数えるだけの設問と値も使われている)
{
    EditionFolder folder;
    folder.replace(
        "questions.yaml", "      kind:\n",
        "      trade: { label: 商い, type: choice, options: { 1: 甲, 2: 乙 }, source: none }\n      kind:\n");
    folder.replace("criteria.yaml", "values:\n",
                   "values:\n  people: { label: 人数, value: staff + helpers, source: none }\n");
    const auto unused = [&] {
        const edition::Edition edition = loaded(folder);
        std::vector<base::Error> errors;
        lint_uses(read_parts(folder.folder()).parts, edition, errors);
        std::string codes;
        for (const base::Error& error : errors) {
            if (error.message.find("trade") != std::string::npos || error.message.find("people") != std::string::npos)
                codes += error.code + " ";
        }
        return codes;
    };
    EXPECT_EQ(unused(), "unused.question unused.value ");
    folder.replace("edition.yaml", "breakdowns:\n",
                   "breakdowns:\n  trade: { label: 商い, of: trade }\n"
                   "  people: { label: 人数, of: people, bands: [5], source: none }\n");
    EXPECT_EQ(unused(), "");
}

}
