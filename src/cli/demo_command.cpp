#include "cli/commands.h"

#include "answers/answers.h"
#include "cli/print.h"
#include "scheme/demo.h"

namespace kenkei::cli {

namespace {

// splitmix64: the same applicants from the same seed on every machine.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : m_state(seed) {}

    std::uint64_t roll()
    {
        std::uint64_t z = (m_state += 0x9e3779b97f4a7c15U);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
        return z ^ (z >> 31);
    }
    std::int64_t below(std::int64_t bound)
    {
        return static_cast<std::int64_t>(roll() % static_cast<std::uint64_t>(bound));
    }
    // From 0 to 1, in millionths.
    base::Decimal chance() { return base::Decimal(below(1'000'001)) / base::Decimal(1'000'000); }

private:
    std::uint64_t m_state;
};

base::json::Value number(std::int64_t value)
{
    return {.kind = base::json::Kind::Number, .text = std::to_string(value)};
}

class Applicant {
public:
    Applicant(const edition::Edition& edition, const scheme::DemoPlan& plan, Dice& dice)
        : m_edition(edition)
        , m_plan(plan)
        , m_dice(dice)
    {}

    std::string draw(std::size_t index)
    {
        m_answers = m_plan.start;
        for (const scheme::DemoRule& rule : m_plan.rules)
            answer(rule);
        base::json::Writer out;
        const std::string digits = std::to_string(index);
        out.begin_object().member("id",
                                  "demo-" + std::string(6 - std::min<std::size_t>(6, digits.size()), '0') + digits);
        out.key("answers").value(m_answers).end_object();
        return out.take() + "\n";
    }

private:
    void set(const std::string& question, std::optional<base::json::Value> value)
    {
        std::erase_if(m_answers.members, [&](const auto& member) { return member.first == question; });
        if (value)
            m_answers.members.emplace_back(question, std::move(*value));
    }

    void answer(const scheme::DemoRule& rule)
    {
        using How = scheme::DemoRule::How;
        switch (rule.how) {
        case How::Integer:
            return set(rule.question, number(rule.from + m_dice.below(rule.to - rule.from + 1)));
        case How::Choice:
            return set(rule.question, choose(rule));
        case How::Choices:
            return set(rule.question, choose_several(rule));
        case How::Text:
            return set(rule.question, base::json::Value{.kind = base::json::Kind::String,
                                                        .text = rule.texts[static_cast<std::size_t>(m_dice.below(
                                                            static_cast<std::int64_t>(rule.texts.size())))]});
        case How::Feel:
            return set(rule.question, compute(rule));
        }
    }

    std::optional<base::json::Value> choose(const scheme::DemoRule& rule)
    {
        std::int64_t total = 0;
        for (const auto& [option, weight] : rule.weights)
            total += weight;
        std::int64_t left = m_dice.below(total);
        for (const auto& [option, weight] : rule.weights) {
            if (left < weight)
                return option ? std::optional(number(*option)) : std::nullopt;
            left -= weight;
        }
        return {};
    }

    std::optional<base::json::Value> choose_several(const scheme::DemoRule& rule)
    {
        const edition::Question& question = *m_edition.find_question(rule.question);
        base::json::Value chosen{.kind = base::json::Kind::Array};
        const std::int64_t of_hundred = m_dice.below(100);
        if (of_hundred < rule.blank_weight)
            return {};
        if (of_hundred < rule.blank_weight + rule.none_weight && question.exclusive) {
            chosen.items.push_back(number(*question.exclusive));
            return chosen;
        }
        for (const edition::Option& option : question.options) {
            if (option.number != question.exclusive && m_dice.chance() < rule.each)
                chosen.items.push_back(number(option.number));
        }
        if (chosen.items.empty() && question.exclusive)
            chosen.items.push_back(number(*question.exclusive));
        return chosen;
    }

    std::optional<base::json::Value> compute(const scheme::DemoRule& rule)
    {
        answers::Application application;
        application.answers = m_answers;
        answers::Answers read = answers::read_answers(m_edition, application, m_edition.application.opens);
        read.slots.push_back(feel::Value::number(m_dice.chance()));
        const feel::Value value = feel::evaluate(*rule.rule.tree, {.slots = read.slots});
        if (value.is_null())
            return {};
        if (value.kind() == feel::Kind::Number)
            return base::json::Value{.kind = base::json::Kind::Number, .text = value.as_number().to_text()};
        if (value.kind() == feel::Kind::Boolean)
            return base::json::Value{.kind = base::json::Kind::Boolean, .boolean = value.as_boolean()};
        std::string text = feel::to_display(value);
        if (m_edition.find_question(rule.question)->type == edition::Type::Month && value.kind() == feel::Kind::Date)
            text.resize(text.rfind('-')); // a month reads as its first day
        return base::json::Value{.kind = base::json::Kind::String, .text = std::move(text)};
    }

    const edition::Edition& m_edition;
    const scheme::DemoPlan& m_plan;
    Dice& m_dice;
    base::json::Value m_answers;
};

}

ExitStatus run_demo(const DemoOptions& options)
{
    EditionOrStatus loaded = load_or_complain(options.schemes, options.edition);
    if (!loaded.edition)
        return loaded.status;
    auto schemes = find_schemes(options.schemes);
    const auto folder = schemes.ok() ? edition_folder(*schemes, options.edition) : std::nullopt;
    if (!folder) {
        print_error("demo.yaml はフォルダの年度版にだけあります。--schemes で制度のフォルダを指してください。");
        return ExitStatus::WrongUse;
    }
    scheme::DemoResult demo = scheme::read_demo(*folder, *loaded.edition);
    for (const base::Error& error : demo.errors)
        print_error(error);
    if (!demo.plan)
        return ExitStatus::SomethingBad;
    Dice dice(options.seed.value_or(demo.plan->seed));
    Applicant applicant(*loaded.edition, *demo.plan, dice);
    for (std::size_t i = 1; i <= options.count; ++i)
        print(applicant.draw(i));
    return finish_output();
}

}
