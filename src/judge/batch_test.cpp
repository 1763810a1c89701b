#include "judge/batch.h"

#include "support/random_edition.h"

#include <algorithm>

namespace kenkei::judge {

using support::Dice;
using support::edition_of;
using support::RandomEdition;
using support::shop;
using support::Small;

namespace {

constexpr base::Date as_of{2030, 5, 10};

// What judging each line by itself gives.
std::string one_by_one(const edition::Edition& edition, const std::vector<std::string>& lines, WithFinal with_final,
                       Explain explain = Explain::No)
{
    std::string all;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto application = read_line(lines[i], i + 1);
        if (application.ok())
            all += to_json_line(edition, judge(edition, *application, as_of, Next::Skip), with_final, explain);
        else
            all += to_json_line(application.error());
        all += "\n";
    }
    return all;
}

struct Batch {
    std::string text;
    BatchTally tally;
};

Batch in_a_batch(const edition::Edition& edition, const std::vector<std::string>& lines,
                 WithFinal with_final = WithFinal::No, LineScanner::Width width = LineScanner::widest(),
                 Explain explain = Explain::No)
{
    std::string text;
    for (const std::string& line : lines)
        text += line + "\n";
    const std::size_t size = text.size();
    text.append(BatchJudge::padding, '\0');
    const BatchPlan plan(edition, as_of, with_final, explain);
    BatchJudge judge(plan, width);
    Batch batch;
    Output out;
    judge.judge(std::string_view(text).substr(0, size), 1, out, batch.tally);
    batch.text = out.text();
    return batch;
}

// The first place in which they differ, for messages.
std::string difference(const std::string& expected, const std::string& found, const std::vector<std::string>& lines)
{
    constexpr std::size_t around = 120;
    const auto at = static_cast<std::size_t>(
        std::mismatch(expected.begin(), expected.end(), found.begin(), found.end()).first - expected.begin());
    if (at == expected.size() && at == found.size())
        return "";
    const auto line = static_cast<std::size_t>(
        std::count(expected.begin(), expected.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    const std::size_t from = at < around ? 0 : at - around;
    return "line " + std::to_string(line + 1) + ": " + (line < lines.size() ? lines[line] : "") +
           "\nby itself:  " + expected.substr(from, 2 * around) + "\nin a batch: " + found.substr(from, 2 * around);
}

// Gives how many were judged by themselves.
std::size_t expect_the_same(const edition::Edition& edition, const std::vector<std::string>& lines)
{
    std::size_t alone = 0;
    for (WithFinal with_final : {WithFinal::No, WithFinal::Yes}) {
        const std::string expected = one_by_one(edition, lines, with_final);
        for (auto width : {LineScanner::Width::Narrow, LineScanner::widest()}) {
            const Batch batch = in_a_batch(edition, lines, with_final, width);
            EXPECT_EQ(difference(expected, batch.text, lines), "");
            EXPECT_EQ(batch.text.size(), expected.size());
            alone = batch.tally.alone;
        }
    }
    const std::string explained = one_by_one(edition, lines, WithFinal::No, Explain::Yes);
    const Batch batch = in_a_batch(edition, lines, WithFinal::No, LineScanner::widest(), Explain::Yes);
    EXPECT_EQ(difference(explained, batch.text, lines), "");
    return alone;
}

}

// Random editions and random applications, some of them broken: byte for byte what judge() gives.
TEST(Batch, AgreesWithJudgingOneByOne)
{
    constexpr std::uint64_t editions = 60;
    constexpr std::size_t applications = 120;
    std::size_t compiled = 0;
    std::size_t alone = 0;
    for (std::uint64_t seed = 1; seed <= editions; ++seed) {
        const RandomEdition random(seed);
        const edition::Edition edition = edition_of(random.small());
        ASSERT_FALSE(edition.items.empty()) << "seed " << seed << " " << support::json_of(random.small());
        compiled += compile_program(edition, as_of) ? 1U : 0U;
        Dice dice(seed * 7919);
        std::vector<std::string> lines;
        for (std::size_t i = 0; i < applications; ++i)
            lines.push_back(random.line(dice, i));
        alone += expect_the_same(edition, lines);
        ASSERT_FALSE(HasFailure()) << "seed " << seed;
    }
    // The comparison would say little if most were judged the other way.
    EXPECT_LE(alone, editions * applications / 2);
    EXPECT_GE(compiled, editions * 9 / 10);
}

TEST(Batch, JudgesOrdinaryApplicationsTogether)
{
    const std::vector<std::string> lines(200, R"({"id":"A","answers":{"staff":12,"joined":true}})");
    const Batch batch = in_a_batch(shop(), lines);
    EXPECT_EQ(batch.tally.applications, 200U);
    EXPECT_EQ(batch.tally.alone, 0U);
    EXPECT_EQ(batch.text, one_by_one(shop(), lines, WithFinal::No));
}

// Each has been judged differently in a batch before.
TEST(Batch, AgreesWhereItHasNot)
{
    Small small;
    small.questions = {{"t", R"("type":"text")"},
                       {"b", R"("type":"boolean")"},
                       {"code", R"("type":"text","format":"code")"},
                       {"far", R"("type":"choices","options":{)" + [] {
                            std::string options;
                            for (int i = 0; i < 60; ++i)
                                options += (i > 0 ? ",\"" : "\"") + std::to_string(900'000'000 + i) + R"(":"x")";
                            return options;
                        }() + "}"}};
    small.items = {{"narrow", "number(substring(if b = true then t else null, 1, 1)) > 3"},
                   {"wide", "number(substring(t, 1, 1)) > 3"},
                   {"there", "code != null"},
                   {"long", "ends with(substring(t, 2), \"z\")"}};
    small.facts = {{"chosen", "far"}};
    small.known = R"("ledger":{"register":"台帳","fields":{"a":"boolean"},"source":"none"})";
    std::string all = "900000000";
    for (int i = 1; i < 60; ++i)
        all += "," + std::to_string(900'000'000 + i);
    const std::string nested = std::string(63, '[') + std::string(63, ']');
    std::vector<std::string> lines = {
        R"({"answers":{"b":false,"t":"567"}})",
        R"({"answers":{"b":true,"t":"567"}})",
        R"({"answers":{"code":"ー"}})",
        R"({"answers":{"code":"カ"}})",
        R"({"answers":{"t":")" + std::string(100'005, 'a') + R"(z"}})",
        R"({"answers":{"far":[)" + all + "]}}",
        R"({"known":{"ledger":)" + nested + R"(},"answers":{"t":"a"}})",
        R"({"answers":{"far":[123456789012345678901234567890]}})",
        R"({"answers":{")" + std::string(900, 'k') + R"(":1}})",
    };
    expect_the_same(edition_of(small), lines);
}

}
