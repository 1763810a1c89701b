#include "judge/program_next.h"

#include "judge/evaluate_items.h"
#include "judge/nearest_search.h"
#include "judge/next.h"
#include "support/judged.h"
#include "support/random_edition.h"

namespace kenkei::judge {

using edition::Edition;
using feel::Value;
using support::Dice;
using support::edition_of;
using support::judged;
using support::RandomEdition;
using support::shop;
using support::Small;

namespace {

constexpr base::Date as_of{2030, 5, 1}; // support::judged's day

std::string text_of(const Edition& edition, const std::vector<NextStep>& steps)
{
    std::string text;
    for (const NextStep& step : steps) {
        text += edition.requirements[step.requirement].id + " " + std::to_string(step.missing) + ":";
        for (const NearestItem& nearest : step.nearest) {
            text += " " + edition.items[nearest.item].id + "(";
            for (std::size_t question : nearest.questions)
                text += " " + edition.questions[question].id;
            text += " )";
        }
        text += "\n";
    }
    return text;
}

bool is_application(const std::string& line)
{
    auto document = base::json::parse(line);
    return document.ok() && answers::read_application(std::move(*document), "line:1").ok();
}

// Draws editions of few questions with few answers each, whose rules ask in every way that matters to the search.
class FewAnswers {
public:
    explicit FewAnswers(std::uint64_t seed) : m_dice(seed)
    {
        const std::size_t questions = 3 + m_dice.below(4);
        std::size_t changeable = 0;
        for (std::size_t i = 0; i < questions; ++i) {
            const bool may_change = changeable < 4 && !m_dice.one_in(4);
            changeable += may_change ? 1U : 0U;
            add_question(i, may_change);
            if (m_dice.one_in(4)) {
                const std::string id = "v" + std::to_string(i);
                m_small.values.emplace_back(id, m_dice.one_in(2) ? number(1) : truth(2));
                m_numbers.push_back(id);
            }
        }
        for (std::size_t i = 0; i < 4; ++i) {
            const std::string id = "i" + std::to_string(i);
            m_small.items.emplace_back(id, truth(4));
            m_small.requirements.emplace_back("r" + std::to_string(i), R"("all_of":[")" + id + "\"]");
        }
    }

    const Small& small() const { return m_small; }

    std::string answers(Dice& dice) const
    {
        std::string text;
        for (const auto& [id, values] : m_answers) {
            if (!dice.one_in(3))
                text += (text.empty() ? "\"" : ",\"") + id + "\":" + dice.among(values);
        }
        return "{" + text + "}";
    }

private:
    void add_question(std::size_t index, bool may_change)
    {
        const std::string id = "q" + std::to_string(index);
        std::string members;
        std::vector<std::string> values;
        std::vector<std::string>* kind = nullptr;
        switch (m_dice.below(5)) {
        case 0:
            members = R"("type":"choice","options":{"1":"一","2":"二","3":"三"})";
            values = {"1", "2", "3"};
            kind = &m_numbers;
            break;
        case 1:
            members = R"("type":"choices","options":{"1":"一","2":"二","3":"三"},"exclusive":3)";
            values = {"[1]", "[1,2]", "[3]"};
            kind = &m_lists;
            break;
        case 2:
            members = R"("type":"integer")";
            // What does not hang on an answer that may change: the search works `best` out with what it has changed.
            if (may_change)
                members += R"(,"best":")" + m_dice.among({"0", "2", "5"}) + "\"";
            values = {"0", "1", "3"};
            kind = &m_numbers;
            break;
        default:
            members = R"("type":"boolean")";
            values = {"true", "false"};
            kind = &m_booleans;
        }
        if (m_dice.one_in(3))
            members += ",\"when\":" + support::in_quotes(truth(2));
        if (kind == &m_numbers && m_dice.one_in(6))
            members += ",\"derive\":" + support::in_quotes(number(1));
        else if (kind == &m_numbers && m_dice.one_in(6))
            members += ",\"default_from\":" + support::in_quotes(number(1));
        if (may_change)
            members += R"(,"changeable":true)";
        kind->push_back(id);
        m_small.questions.emplace_back(id, members);
        m_answers.emplace_back(id, values);
    }

    std::string among(const std::vector<std::string>& ids) { return ids.empty() ? "null" : m_dice.among(ids); }

    std::string number(int depth)
    {
        if (depth <= 0 || m_dice.one_in(2))
            return m_dice.one_in(4) ? std::to_string(m_dice.below(4)) : among(m_numbers);
        return "(" + number(depth - 1) + m_dice.among({" + ", " - ", " * "}) + number(depth - 1) + ")";
    }

    std::string truth(int depth)
    {
        switch (depth <= 0 ? m_dice.below(4) : m_dice.below(10)) {
        case 0:
            return among(m_booleans);
        case 1:
            return "(" + number(1) + m_dice.among({" = ", " != ", " < ", " >= "}) + number(1) + ")";
        case 2:
            return "(some x in " + among(m_lists) + " satisfies x = " + m_dice.among({"1", "2", "3"}) + ")";
        case 3:
            return "(" + among(m_dice.one_in(2) ? m_booleans : m_numbers) + m_dice.among({" = ", " != "}) + "null)";
        case 4:
        case 5:
            return "(" + truth(depth - 1) + " and " + truth(depth - 1) + ")";
        case 6:
            return "(" + truth(depth - 1) + " or " + truth(depth - 1) + ")";
        case 7:
            return "not(" + truth(depth - 1) + ")";
        case 8:
            return "(if " + truth(depth - 1) + " then null else " + truth(depth - 1) + ")";
        default:
            return "(if " + truth(depth - 1) + " then " + truth(depth - 1) + " else " + truth(depth - 1) + ")";
        }
    }

    Dice m_dice;
    Small m_small;
    std::vector<std::pair<std::string, std::vector<std::string>>> m_answers;
    std::vector<std::string> m_numbers;
    std::vector<std::string> m_booleans;
    std::vector<std::string> m_lists;
};

// For each item the fewest changes that meet it, all of them tried: each changeable question stays as it is or gets one
// of its candidates.
std::vector<std::optional<std::size_t>> fewest_of_all(const Edition& edition, const answers::Answers& answers)
{
    std::vector<std::optional<std::size_t>> fewest(edition.items.size());
    std::vector<std::pair<std::size_t, std::vector<Value>>> changeable;
    for (std::size_t i = 0; i < edition.questions.size(); ++i) {
        if (edition.questions[i].changeable && !edition.questions[i].derive)
            changeable.emplace_back(i, candidates(edition.questions[i], [&](const feel::Node& best) {
                                        return feel::evaluate(best, {.slots = answers.slots});
                                    }));
    }
    answers::AsRead as_read = answers.as_read;
    auto try_from = [&](auto& self, std::size_t first, std::size_t changed) -> void {
        if (first == changeable.size()) {
            std::vector<Value> slots = answers.slots;
            answers::recompute(edition, edition.steps, slots, as_read);
            for (std::size_t i = 0; i < edition.items.size(); ++i) {
                if (outcome_of_item(edition.items[i], slots) == Outcome::Met)
                    fewest[i] = std::min(fewest[i].value_or(changed), changed);
            }
            return;
        }
        self(self, first + 1, changed);
        const auto& [question, values] = changeable[first];
        const std::optional<Value> before = as_read[question];
        for (const Value& value : values) {
            as_read[question] = value;
            self(self, first + 1, changed + 1);
        }
        as_read[question] = before;
    };
    try_from(try_from, 0, 0);
    return fewest;
}

// As many questions as fewest_of_all needs, and none where it finds none. Each requirement wants one item.
void expect_fewest(const Edition& edition, const Judgement& judgement, const std::vector<NextStep>& next)
{
    const std::vector<std::optional<std::size_t>> fewest = fewest_of_all(edition, judgement.answers);
    for (const NextStep& step : next) {
        const std::size_t item = edition.requirements[step.requirement].items.front();
        std::optional<std::size_t> found;
        if (!step.nearest.empty())
            found = step.nearest.front().questions.size();
        EXPECT_EQ(found, fewest[item]) << edition.items[item].id;
    }
}

}

// Random editions and applications: the same steps as over the tree.
TEST(ProgramNext, AgreesWithTheTree)
{
    constexpr std::uint64_t editions = 40;
    constexpr std::size_t applications = 10;
    ProgramNext::Tally tally;
    std::size_t proposed = 0;
    for (std::uint64_t seed = 1; seed <= editions; ++seed) {
        const RandomEdition random(seed);
        const Edition edition = edition_of(random.small());
        const auto program = compile_program(edition, as_of, Purpose::Explain);
        if (!program)
            continue;
        ProgramNext next(*program);
        Dice dice(seed * 104729);
        for (std::size_t i = 0; i < applications; ++i) {
            const std::string line = random.line(dice, i);
            if (!is_application(line))
                continue;
            const Judgement judgement = judged(edition, line, Next::Skip);
            const std::vector<NextStep> expected = find_next(edition, judgement);
            ASSERT_EQ(text_of(edition, next.find(judgement)), text_of(edition, expected))
                << "seed " << seed << " " << line;
            for (const NextStep& step : expected)
                proposed += step.nearest.size();
        }
        tally.items += next.tally().items;
        tally.by_tree += next.tally().by_tree;
    }
    // The comparison would say little if most were searched over the tree, or nothing were found.
    EXPECT_LE(tally.by_tree, tally.items / 4);
    EXPECT_GE(proposed, editions);
    RecordProperty("items", static_cast<int>(tally.items));
    RecordProperty("by_tree", static_cast<int>(tally.by_tree));
    RecordProperty("proposed", static_cast<int>(proposed));
}

TEST(ProgramNext, AgreesWithTheTreeOnTheShop)
{
    const auto program = compile_program(shop(), as_of, Purpose::Explain);
    ASSERT_TRUE(program);
    ProgramNext next(*program);
    Dice dice(7);
    for (std::size_t i = 0; i < 300; ++i) {
        std::string line;
        auto add = [&](const std::string& id, const std::vector<std::string>& values) {
            if (!dice.one_in(4))
                line += (line.empty() ? "\"" : ",\"") + id + "\":" + dice.among(values);
        };
        add("code", {"\"123\"", "\"12\"", "\"abc\""});
        add("staff", {"0", "3", "18", "30", "5000000000000"});
        add("opened_on", {"\"2020-04-01\"", "\"2029-12-31\"", "\"2030-05-01\""});
        add("agreed", {"true", "false"});
        add("plan", {"1", "2", "3", "4"});
        add("means", {"[1]", "[1,2]", "[9]", "[2,9]"});
        add("trained", {"0", "5", "18", "30"});
        const Judgement judgement = judged(shop(), "{" + line + "}", Next::Skip);
        ASSERT_EQ(text_of(shop(), next.find(judgement)), text_of(shop(), find_next(shop(), judgement))) << line;
    }
}

// An answer that no block holds, and another day: searched over the tree, with the same result.
TEST(ProgramNext, SearchesOverTheTreeWhatABlockCannotHold)
{
    const std::string best = R"("type":"decimal","changeable":true,"best":"all")";
    const Small small{.questions = {{"all", R"("type":"decimal")"}, {"done", best}, {"more", best}},
                      .items = {{"all_done", "done >= all"}, {"more", "more > 5"}}};
    const Edition edition = edition_of(small);
    const auto program = compile_program(edition, as_of, Purpose::Explain);
    ASSERT_TRUE(program);
    ProgramNext next(*program);
    std::size_t by_tree = 0;
    for (const auto& [answers, more] : std::vector<std::pair<std::string, std::size_t>>{
             {R"({"all":20,"done":3})", 0},
             {R"({"all":20.5,"done":3})", 2},
             {R"({"all":10000000000000,"done":3,"more":3})", 2},
             {R"({"all":20,"done":3.5,"more":3})", 1},
         }) {
        const Judgement judgement = judged(edition, answers, Next::Skip);
        EXPECT_EQ(text_of(edition, next.find(judgement)), text_of(edition, find_next(edition, judgement)));
        by_tree += more;
        EXPECT_EQ(next.tally().by_tree, by_tree) << answers;
    }
    Judgement later = judged(edition, R"({"all":20})", Next::Skip);
    later.as_of = {2030, 5, 2};
    EXPECT_EQ(text_of(edition, next.find(later)), text_of(edition, find_next(edition, later)));
    EXPECT_EQ(next.tally().by_tree, by_tree + 2);
}

// The contract, where the limits of the search are out of reach and `best` does not hang on what is changed: an item is
// listed if any change of changeable questions to their candidates meets it, and with the fewest questions.
TEST(ProgramNext, NoFewerQuestionsMeetAnItem)
{
    constexpr std::uint64_t editions = 300;
    constexpr std::size_t applications = 6;
    std::array<std::size_t, 5> found = {};
    for (std::uint64_t seed = 1; seed <= editions; ++seed) {
        const FewAnswers few(seed);
        const Edition edition = edition_of(few.small());
        ASSERT_FALSE(edition.items.empty()) << support::json_of(few.small());
        const auto program = compile_program(edition, as_of, Purpose::Explain);
        std::optional<ProgramNext> over_program;
        if (program)
            over_program.emplace(*program);
        Dice dice(seed * 31337);
        for (std::size_t i = 0; i < applications; ++i) {
            const std::string answers = few.answers(dice);
            const Judgement judgement = judged(edition, answers, Next::Skip);
            const std::vector<NextStep> next = find_next(edition, judgement);
            if (over_program) {
                EXPECT_EQ(text_of(edition, over_program->find(judgement)), text_of(edition, next));
            }
            expect_fewest(edition, judgement, next);
            for (const NextStep& step : next)
                ++found[step.nearest.empty() ? 0 : step.nearest.front().questions.size()];
            ASSERT_FALSE(HasFailure()) << "seed " << seed << " " << answers << "\n" << support::json_of(few.small());
        }
    }
    // Some of each, or little has been compared.
    for (std::size_t changes = 0; changes < 4; ++changes)
        EXPECT_GE(found[changes], 5U) << changes;
    for (std::size_t changes = 0; changes < found.size(); ++changes)
        RecordProperty("found_" + std::to_string(changes), static_cast<int>(found[changes]));
}

}
