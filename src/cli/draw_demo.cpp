#include "cli/draw_demo.h"

#include "answers/answers.h"

namespace kenkei::cli {

namespace {

base::json::Value number(std::int64_t value)
{
    return {.kind = base::json::Kind::Number, .text = std::to_string(value)};
}

std::optional<base::json::Value> choose(const scheme::DemoRule& rule, Dice& dice)
{
    std::int64_t total = 0;
    for (const auto& [option, weight] : rule.weights)
        total += weight;
    std::int64_t left = dice.below(total);
    for (const auto& [option, weight] : rule.weights) {
        if (left < weight)
            return option ? std::optional(number(*option)) : std::nullopt;
        left -= weight;
    }
    return {};
}

std::optional<base::json::Value> choose_several(const edition::Edition& edition, const scheme::DemoRule& rule,
                                                Dice& dice)
{
    const edition::Question& question = *edition.find_question(rule.question);
    base::json::Value chosen{.kind = base::json::Kind::Array};
    const std::int64_t of_hundred = dice.below(100);
    if (of_hundred < rule.blank_weight)
        return {};
    if (of_hundred < rule.blank_weight + rule.none_weight && question.exclusive) {
        chosen.items.push_back(number(*question.exclusive));
        return chosen;
    }
    for (const edition::Option& option : question.options) {
        if (option.number != question.exclusive && dice.chance() < rule.each)
            chosen.items.push_back(number(option.number));
    }
    if (chosen.items.empty() && question.exclusive)
        chosen.items.push_back(number(*question.exclusive));
    return chosen;
}

std::optional<base::json::Value> compute(const edition::Edition& edition, const scheme::DemoRule& rule, Dice& dice,
                                         const base::json::Value& answers)
{
    answers::Application application;
    application.answers = answers;
    answers::Answers read = answers::read_answers(edition, application, edition.application.opens);
    read.slots.push_back(feel::Value::number(dice.chance()));
    const feel::Value value = feel::evaluate(*rule.rule.tree, {.slots = read.slots});
    if (value.is_null())
        return {};
    if (value.kind() == feel::Kind::Number)
        return base::json::Value{.kind = base::json::Kind::Number, .text = value.as_number().to_text()};
    if (value.kind() == feel::Kind::Boolean)
        return base::json::Value{.kind = base::json::Kind::Boolean, .boolean = value.as_boolean()};
    std::string text = feel::to_display(value);
    if (edition.find_question(rule.question)->type == edition::Type::Month && value.kind() == feel::Kind::Date)
        text.resize(text.rfind('-')); // a month reads as its first day
    return base::json::Value{.kind = base::json::Kind::String, .text = std::move(text)};
}

}

void set_answer(base::json::Value& answers, const std::string& question, std::optional<base::json::Value> value)
{
    std::erase_if(answers.members, [&](const auto& member) { return member.first == question; });
    if (value)
        answers.members.emplace_back(question, std::move(*value));
}

void draw_answer(const edition::Edition& edition, const scheme::DemoRule& rule, Dice& dice, base::json::Value& answers)
{
    using How = scheme::DemoRule::How;
    switch (rule.how) {
    case How::Integer:
        return set_answer(answers, rule.question, number(rule.from + dice.below(rule.to - rule.from + 1)));
    case How::Choice:
        return set_answer(answers, rule.question, choose(rule, dice));
    case How::Choices:
        return set_answer(answers, rule.question, choose_several(edition, rule, dice));
    case How::Text: {
        const auto at = static_cast<std::size_t>(dice.below(static_cast<std::int64_t>(rule.texts.size())));
        return set_answer(answers, rule.question,
                          base::json::Value{.kind = base::json::Kind::String, .text = rule.texts[at]});
    }
    case How::Feel:
        return set_answer(answers, rule.question, compute(edition, rule, dice, answers));
    }
}

base::json::Value draw_answers(const edition::Edition& edition, const scheme::DemoPlan& plan, Dice& dice)
{
    base::json::Value answers = plan.start;
    for (const scheme::DemoRule& rule : plan.rules)
        draw_answer(edition, rule, dice, answers);
    return answers;
}

}
