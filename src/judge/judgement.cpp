#include "judge/judgement.h"

#include "judge/evaluate_items.h"
#include "judge/next.h"

#include <algorithm>

namespace kenkei::judge {

using edition::Edition;

namespace {

// A class stands on the classes it adds to (「前号に加え」): missing the lowest is missing all.
Outcome with_those_before(const Edition& edition, const std::vector<GroupOutcome>& alone, std::size_t index)
{
    Outcome outcome = alone[index].outcome;
    for (int before = edition.classes[index].beyond; before >= 0;
         before = edition.classes[static_cast<std::size_t>(before)].beyond)
        outcome = edition::both(outcome, alone[static_cast<std::size_t>(before)].outcome);
    return outcome;
}

void place_in_classes(const Edition& edition, Judgement& judgement, Outcome required)
{
    using Level = ClassOutcome::Level;
    judgement.reached = {Level::Open, 0};
    judgement.possible = {Level::Outside, 0};
    Outcome lowest = Outcome::Undetermined;
    for (std::size_t i = 0; i < edition.classes.size(); ++i) {
        const Outcome outcome = edition::both(required, with_those_before(edition, judgement.classes, i));
        if (i == 0)
            lowest = outcome;
        if (outcome == Outcome::Met)
            judgement.reached = {Level::Class, i};
        if (outcome != Outcome::NotMet)
            judgement.possible = {Level::Class, i};
    }
    if (judgement.possible.level == Level::Outside)
        judgement.reached = {Level::Outside, 0};
    judgement.outcome = judgement.reached.level == Level::Class ? Outcome::Met : lowest;
}

}

std::string class_id(const Edition& edition, const ClassOutcome& outcome)
{
    switch (outcome.level) {
    case ClassOutcome::Level::Class:
        return edition.classes[outcome.index].id;
    case ClassOutcome::Level::Outside:
        return "outside";
    case ClassOutcome::Level::Open:
        break;
    }
    return {};
}

std::string count_of(const edition::Group& group, const GroupOutcome& outcome, const std::vector<Outcome>& items)
{
    std::string text = std::to_string(outcome.tally.met) + "/" + std::to_string(group.need);
    if (group.besides.empty())
        return text;
    const auto met = std::count_if(group.besides.begin(), group.besides.end(),
                                   [&](std::size_t item) { return items[item] == Outcome::Met; });
    return text + "、ほかに必須 " + std::to_string(met) + "/" + std::to_string(group.besides.size());
}

void judge_groups(const Edition& edition, Judgement& judgement)
{
    auto outcomes_of = [&](const std::vector<edition::Group>& groups) {
        std::vector<GroupOutcome> outcomes;
        for (const edition::Group& group : groups)
            outcomes.push_back(outcome_of_group(group, judgement.items));
        return outcomes;
    };
    judgement.requirements = outcomes_of(edition.requirements);
    judgement.titles = outcomes_of(edition.titles);
    judgement.classes = outcomes_of(edition.classes);
    judgement.outcome = Outcome::Met;
    for (const GroupOutcome& requirement : judgement.requirements)
        judgement.outcome = edition::both(judgement.outcome, requirement.outcome);
    if (!edition.classes.empty())
        place_in_classes(edition, judgement, judgement.outcome);
}

Judgement judge(const Edition& edition, const answers::Application& application, base::Date as_of, Next next)
{
    Judgement judgement;
    judgement.id = application.id;
    judgement.as_of = as_of;
    judgement.answers = answers::read_answers(edition, application, as_of);
    for (const edition::Item& item : edition.items)
        judgement.items.push_back(outcome_of_item(item, judgement.answers.slots));

    judge_groups(edition, judgement);
    if (next == Next::Search)
        judgement.next = find_next(edition, judgement);
    return judgement;
}

Final close(const Edition& edition, const Judgement& judgement)
{
    Final result;
    result.passed = judgement.outcome == Outcome::Met;
    auto add = [&](std::string reason) {
        if (std::find(result.reasons.begin(), result.reasons.end(), reason) == result.reasons.end())
            result.reasons.push_back(std::move(reason));
    };
    auto add_items = [&](const std::vector<std::size_t>& items, Outcome outcome, std::string_view word) {
        for (std::size_t item : items) {
            if (judgement.items[item] == outcome)
                add(std::string(word) + edition.items[item].id);
        }
    };
    auto add_group = [&](const edition::Group& group, const GroupOutcome& outcome) {
        if (outcome.outcome == Outcome::Undetermined)
            add_items(group.members(), Outcome::Undetermined, "unanswered:");
        if (outcome.outcome != Outcome::NotMet)
            return;
        add_items(group.all ? group.items : group.besides, Outcome::NotMet, "not_met:");
        if (!group.all && edition::at_least(group.need, outcome.tally) == Outcome::NotMet)
            add("too_few:" + group.id);
    };
    for (std::size_t i = 0; i < edition.requirements.size(); ++i)
        add_group(edition.requirements[i], judgement.requirements[i]);
    if (!edition.classes.empty() && !result.passed)
        add_group(edition.classes.front(), judgement.classes.front());
    return result;
}

}
