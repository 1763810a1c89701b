#include "form/calculation.h"

#include "form/calculation_draft.h"

#include <algorithm>

namespace kenkei::form {

using edition::Edition;
using edition::Group;
using edition::Outcome;
using edition::Question;
using feel::Value;

namespace {

constexpr std::size_t nowhere = Calculation::nowhere;

double truth_of(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Met:
        return 1;
    case Outcome::NotMet:
        return 0;
    case Outcome::Undetermined:
        break;
    }
    return 0.5;
}

std::string sum_of_sure(const std::vector<std::string>& cells, std::string_view test)
{
    std::string sum;
    for (const std::string& cell : cells)
        sum += (sum.empty() ? "(" : "+(") + cell + std::string(test) + ")";
    return sum.empty() ? "0" : sum;
}

// A value of the rules as a formula writes it.
std::string constant(Holds holds, const Value& value)
{
    const Stored result = stored(holds, value);
    if (const std::string* text = std::get_if<std::string>(&result))
        return excel_text(*text);
    if (holds == Holds::Number)
        return value.as_number().to_text();
    return holds == Holds::Truth && std::get<double>(result) == 0.5
               ? "0.5"
               : std::to_string(static_cast<std::int64_t>(std::get<double>(result)));
}

// Builds one Calculation; used once.
class Calculator {
public:
    Calculator(const Edition& edition, const Layout& layout, const Lists& lists) : m_draft(edition, layout, lists) {}

    Calculation calculate()
    {
        fixed_names();
        for (const edition::Step& step : m_draft.edition.steps) {
            if (step.what == edition::Step::What::Question)
                question(step.index);
            else
                value(step.index);
        }
        items();
        groups(m_draft.result.requirements, &m_draft.result.requirement_counts, "認定要件 ",
               [](const Edition& of) -> const std::vector<Group>& { return of.requirements; });
        groups(m_draft.result.titles, &m_draft.result.title_counts, "称号 ",
               [](const Edition& of) -> const std::vector<Group>& { return of.titles; });
        outcome();
        progress();
        add_messages(m_draft);
        return std::move(m_draft.result);
    }

private:
    static std::string here(std::size_t row) { return Calculation::here(row); }

    void fixed_names()
    {
        using edition::FixedName;
        auto day = [&](FixedName name, std::string what, std::string formula) {
            const int slot = edition::slot_of(name);
            m_draft.set_slot(slot,
                             m_draft.add(std::move(what), Holds::Date, std::move(formula),
                                         CalculationDraft::of_slots(Holds::Date, [slot](std::span<const Value> slots) {
                                             return slots[static_cast<std::size_t>(slot)];
                                         })));
        };
        auto day_formula = [](base::Date date) {
            return "DATE(" + std::to_string(date.year) + "," + std::to_string(date.month) + "," +
                   std::to_string(date.day) + ")";
        };
        day(FixedName::AsOf, "判定の日", "TODAY()");
        day(FixedName::PeriodFrom, "申請期間の初日", day_formula(m_draft.edition.application.opens));
        day(FixedName::PeriodTo, "申請期間の末日", day_formula(m_draft.edition.application.closes.date));
    }

    void question(std::size_t index)
    {
        const Question& question = m_draft.edition.questions[index];
        const std::string name = question.name();
        const int slot = question.slot;
        const Holds holds = holds_of(question);
        m_draft.what = name;
        std::string asked;
        if (question.when) {
            m_draft.result.asked[index] = m_draft.condition(name + " 答える設問か", question.when->tree, nullptr);
            asked = here(m_draft.result.asked[index]);
        }
        const std::string nothing = holds == Holds::Truth ? "0.5" : "\"\"";
        auto unless_not_asked = [&](const std::string& formula) {
            return asked.empty() ? formula : "IF(" + asked + "=0," + nothing + "," + formula + ")";
        };
        auto value = CalculationDraft::of_slots(
            holds, [slot](std::span<const Value> slots) { return slots[static_cast<std::size_t>(slot)]; });
        if (question.derive) {
            auto formula = m_draft.formula_of(question.derive->tree);
            if (!formula.ok()) {
                m_draft.unsaid_slots[static_cast<std::size_t>(slot)] = formula.error().message;
                return;
            }
            m_draft.set_slot(
                slot, m_draft.add(name, formula->holds, unless_not_asked(formula->text),
                                  CalculationDraft::of_slots(formula->holds, [slot](std::span<const Value> slots) {
                                      return slots[static_cast<std::size_t>(slot)];
                                  })));
            return;
        }

        AnswerFormulas& read = m_draft.reads[index];
        read = read_answer(
            m_draft.edition, index, m_draft.layout, m_draft.lists,
            [&](Holds part_holds, std::string formula, auto part_value) {
                return here(m_draft.add(name + "（読み取り）", part_holds, std::move(formula), std::move(part_value)));
            });
        std::string formula = read.value;
        if (question.fallback || question.fallback_rule) {
            std::string fallback = nothing;
            if (question.fallback_rule) {
                if (auto rule = m_draft.formula_of(question.fallback_rule->tree); rule.ok())
                    fallback = rule->text;
            } else {
                fallback = constant(holds, *question.fallback);
            }
            formula = "IF(" + read.blank + "," + fallback + "," + formula + ")";
        }
        m_draft.set_slot(slot, m_draft.add(name, holds, unless_not_asked(formula), std::move(value)));
    }

    void value(std::size_t index)
    {
        const edition::ComputedValue& value = m_draft.edition.values[index];
        m_draft.what = value.label;
        base::Result<ExcelFormula> formula = base::Error{};
        if (value.expression) {
            formula = m_draft.formula_of(value.expression->tree);
        } else {
            std::string why;
            for (int slot : edition::slots_read_by(m_draft.edition, value)) {
                if (why.empty())
                    why = m_draft.unsaid_slots[static_cast<std::size_t>(slot)];
            }
            formula = why.empty() ? excel_table(value, m_draft.context)
                                  : base::Error{.code = "form.inexpressible", .message = why};
        }
        if (!formula.ok()) {
            m_draft.unsaid_slots[static_cast<std::size_t>(value.slot)] = formula.error().message;
            return;
        }
        const int slot = value.slot;
        m_draft.set_slot(slot,
                         m_draft.add(value.label, formula->holds, formula->text,
                                     CalculationDraft::of_slots(formula->holds, [slot](std::span<const Value> slots) {
                                         return slots[static_cast<std::size_t>(slot)];
                                     })));
    }

    void items()
    {
        for (std::size_t i = 0; i < m_draft.edition.items.size(); ++i) {
            std::string why;
            const edition::Item& item = m_draft.edition.items[i];
            m_draft.result.items.push_back(m_draft.condition(item.title(), item.met.tree, &why));
            m_draft.result.rows.back().value = [i](const Filled& filled) -> Stored {
                return truth_of(filled.items[i]);
            };
            if (!why.empty())
                m_draft.result.unsaid_items.push_back({i, why});
        }
    }

    using GroupsOf = const std::vector<Group>& (*)(const Edition&);

    void groups(std::vector<std::size_t>& rows, std::vector<std::size_t>* counts, const std::string& what,
                GroupsOf groups_of)
    {
        const std::vector<Group>& groups = groups_of(m_draft.edition);
        for (std::size_t i = 0; i < groups.size(); ++i) {
            const Group& group = groups[i];
            std::vector<std::string> cells;
            for (std::size_t item : group.items)
                cells.push_back(here(m_draft.result.items[item]));
            const std::size_t have =
                m_draft.add(what + group.label + "（数）", Holds::Number, sum_of_sure(cells, "=1"),
                            [i, groups_of](const Filled& filled) -> Stored {
                                return static_cast<double>(filled.outcome_of(groups_of(filled.edition)[i]).tally.met);
                            });
            const std::size_t possible =
                m_draft.add(what + group.label + "（届く数）", Holds::Number, sum_of_sure(cells, ">0"),
                            [i, groups_of](const Filled& filled) -> Stored {
                                const edition::Tally tally = filled.outcome_of(groups_of(filled.edition)[i]).tally;
                                return static_cast<double>(tally.met + tally.undetermined);
                            });
            if (counts)
                counts->push_back(have);
            const std::string need = std::to_string(group.need);
            std::string formula =
                "IF(" + here(have) + ">=" + need + ",1,IF(" + here(possible) + "<" + need + ",0,0.5))";
            if (!group.besides.empty()) {
                formula = "MIN(" + formula;
                for (std::size_t item : group.besides)
                    formula += "," + here(m_draft.result.items[item]);
                formula += ")";
            }
            rows.push_back(m_draft.add(what + group.label, Holds::Truth, std::move(formula),
                                       [i, groups_of](const Filled& filled) -> Stored {
                                           return truth_of(filled.outcome_of(groups_of(filled.edition)[i]).outcome);
                                       }));
        }
    }

    static std::string least_of(const std::vector<std::size_t>& rows)
    {
        std::string formula;
        for (std::size_t row : rows)
            formula += (formula.empty() ? "MIN(" : ",") + here(row);
        return formula.empty() ? "1" : formula + ")";
    }

    void outcome()
    {
        std::vector<std::size_t> needed = m_draft.result.requirements;
        if (!m_draft.edition.classes.empty()) {
            std::vector<std::size_t> alone;
            groups(alone, nullptr, "区分 ", [](const Edition& of) -> const std::vector<Group>& { return of.classes; });
            for (std::size_t i = 0; i < alone.size(); ++i) {
                std::vector<std::size_t> all = m_draft.result.requirements;
                for (int at = static_cast<int>(i); at >= 0;
                     at = m_draft.edition.classes[static_cast<std::size_t>(at)].beyond)
                    all.push_back(alone[static_cast<std::size_t>(at)]);
                m_draft.result.classes.push_back(m_draft.add(
                    "区分 " + m_draft.edition.classes[i].label + "（下の区分も）", Holds::Truth, least_of(all),
                    [i](const Filled& filled) -> Stored { return truth_of(class_outcome(filled, i)); }));
            }
            needed = {m_draft.result.classes.front()};
        }
        m_draft.result.outcome =
            m_draft.add("判定", Holds::Truth, least_of(needed), [](const Filled& filled) -> Stored {
                return truth_of(filled.edition.classes.empty() ? requirements_outcome(filled)
                                                               : class_outcome(filled, 0));
            });
    }

    // A class with those it adds to and all requirements.
    static Outcome class_outcome(const Filled& filled, std::size_t index)
    {
        Outcome outcome = requirements_outcome(filled);
        for (int at = static_cast<int>(index); at >= 0;
             at = filled.edition.classes[static_cast<std::size_t>(at)].beyond)
            outcome =
                edition::both(outcome, filled.outcome_of(filled.edition.classes[static_cast<std::size_t>(at)]).outcome);
        return outcome;
    }

    static Outcome requirements_outcome(const Filled& filled)
    {
        Outcome outcome = Outcome::Met;
        for (const Group& requirement : filled.edition.requirements)
            outcome = edition::both(outcome, filled.outcome_of(requirement).outcome);
        return outcome;
    }

    // How many deciding questions there are to answer, and how many have an answer.
    void progress()
    {
        std::vector<std::size_t> deciding;
        for (std::size_t i = 0; i < m_draft.edition.questions.size(); ++i) {
            if (m_draft.edition.questions[i].deciding && !m_draft.edition.questions[i].derive)
                deciding.push_back(i);
        }
        std::string needed;
        std::string answered;
        for (std::size_t i : deciding) {
            const Question& question = m_draft.edition.questions[i];
            const std::size_t row = m_draft.result.asked[i];
            const std::string need = row == nowhere ? "1" : "(" + here(row) + "=1)";
            const std::string cell = m_draft.context.slots[static_cast<std::size_t>(question.slot)].reference;
            const std::string have = holds_of(question) == Holds::Truth ? cell + "<>0.5" : cell + "<>\"\"";
            needed += (needed.empty() ? "" : "+") + need;
            answered += (answered.empty() ? "" : "+") + need + "*(" + have + ")";
        }
        m_draft.result.needed =
            m_draft.add("必須の設問", Holds::Number, needed.empty() ? "0" : needed,
                        [](const Filled& filled) -> Stored { return count_deciding(filled, false); });
        m_draft.result.answered =
            m_draft.add("回答した必須の設問", Holds::Number, answered.empty() ? "0" : answered,
                        [](const Filled& filled) -> Stored { return count_deciding(filled, true); });
    }

    static double count_deciding(const Filled& filled, bool only_answered)
    {
        const std::vector<Value>& slots = filled.answers.slots;
        return static_cast<double>(std::count_if(
            filled.edition.questions.begin(), filled.edition.questions.end(), [&](const Question& question) {
                if (!question.deciding || question.derive)
                    return false;
                if (question.when && !feel::evaluate(*question.when->tree, {.slots = slots}).is_true())
                    return false;
                return !only_answered || !slots[static_cast<std::size_t>(question.slot)].is_null();
            }));
    }

    CalculationDraft m_draft;
};

}

std::string Calculation::here(std::size_t row)
{
    return xlsx::absolute(xlsx::Place{static_cast<std::uint32_t>(row), 1});
}

std::string Calculation::from_elsewhere(std::size_t row)
{
    return xlsx::reference(calculation_sheet, xlsx::Place{static_cast<std::uint32_t>(row), 1});
}

Calculation calculate(const Edition& edition, const Layout& layout, const Lists& lists)
{
    return Calculator(edition, layout, lists).calculate();
}

}
