#include "judge/batch_replay.h"

#include "judge/replay_report.h"
#include "support/random_edition.h"

namespace kenkei::judge {

using support::Dice;
using support::edition_of;
using support::RandomEdition;

namespace {

constexpr base::Date as_of{2030, 5, 10};

std::string told(const std::optional<Effect>& effect, std::span<const GroupValue> groups)
{
    std::string text = effect ? to_json_line(*effect) + to_text(*effect) : "nothing";
    for (GroupValue group : groups)
        text += " " + std::to_string(group.breakdown) + ":" + std::to_string(group.group);
    return text + "\n";
}

std::vector<edition::Breakdown> breakdowns(const edition::Edition& edition)
{
    std::vector<edition::Breakdown> all;
    for (const edition::Question& question : edition.questions)
        all.push_back(*edition::find_breakdown(edition, question.id));
    return all;
}

}

// Pairs of random editions over random applications: the effects are those that judging one by one gives.
TEST(BatchReplay, AgreesWithReplayingOneByOne)
{
    std::size_t together = 0;
    std::size_t touched = 0;
    for (std::uint64_t seed = 1; seed <= 25; ++seed) {
        const RandomEdition random(seed);
        const edition::Edition before = edition_of(RandomEdition(seed + 1).small());
        const edition::Edition after = edition_of(random.small());
        const Replay replay(before, after);
        Dice dice(seed * 104729);
        std::vector<std::string> lines;
        for (std::size_t i = 0; i < 100; ++i)
            lines.push_back(random.line(dice, i));

        std::string expected;
        Grouping grouping(after, breakdowns(after));
        auto alone = [&](Grouping& groups_of, std::string_view line, std::size_t number) {
            const auto application = read_line(line, number);
            if (!application.ok())
                return "unreadable " + std::to_string(number) + "\n";
            const Judgement earlier = judge(before, *application, as_of, Next::Skip);
            const Judgement later = judge(after, *application, as_of, Next::Skip);
            std::vector<GroupValue> groups;
            groups_of.add_groups(later.answers.slots, groups);
            return told(replay.effect_of(earlier, later), groups);
        };
        for (std::size_t i = 0; i < lines.size(); ++i)
            expected += alone(grouping, lines[i], i + 1);

        std::string found;
        Grouping batch_grouping(after, breakdowns(after));
        BatchReplay batch(before, after, as_of, replay, batch_grouping,
                          {.effect =
                               [&](const std::optional<Effect>& effect, std::span<const GroupValue> groups) {
                                   ++together;
                                   touched += effect ? 1U : 0U;
                                   found += told(effect, groups);
                               },
                           .alone =
                               [&](std::string_view line, std::size_t number) {
                                   found += alone(batch_grouping, line, number);
                                   return line.find("\"answers\"") == std::string_view::npos;
                               }});
        std::string text;
        for (const std::string& line : lines)
            text += line + "\n";
        const std::size_t size = text.size();
        text.append(BatchJudge::padding, '\0');
        batch.run(std::string_view(text).substr(0, size), 1);
        ASSERT_EQ(found, expected) << "seed " << seed;
    }
    EXPECT_GT(together, 600U);
    EXPECT_GT(touched, 300U);
}

}
