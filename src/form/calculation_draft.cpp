#include "form/calculation_draft.h"

namespace kenkei::form {

CalculationDraft::CalculationDraft(const edition::Edition& of, const Layout& laid_out, const Lists& listed)
    : edition(of)
    , layout(laid_out)
    , lists(listed)
    , context{.edition = of,
              .slots = std::vector<SlotCell>(of.names.size()),
              .list_range = [this](const edition::NameList& list) { return lists.names.at(list.id).names; },
              .spill = [this](Holds holds, std::string formula,
                              SlotValue value) { return spill(holds, std::move(formula), std::move(value)); }}
    , unsaid_slots(of.names.size())
    , reads(of.questions.size())
{
    result.asked.assign(of.questions.size(), Calculation::nowhere);
    result.messages.assign(of.questions.size(), Calculation::nowhere);
    result.values.assign(of.names.size(), Calculation::nowhere);
}

std::size_t CalculationDraft::add(std::string of, Holds holds, std::string formula,
                                  std::function<Stored(const Filled&)> value)
{
    result.rows.push_back({std::move(of), holds, std::move(formula), std::move(value)});
    return result.rows.size() - 1;
}

std::function<Stored(const Filled&)> CalculationDraft::of_slots(Holds holds, SlotValue value)
{
    return
        [holds, value = std::move(value)](const Filled& filled) { return stored(holds, value(filled.answers.slots)); };
}

std::string CalculationDraft::spill(Holds holds, std::string formula, SlotValue value)
{
    auto [known, is_new] = spilled.try_emplace(formula, 0);
    if (is_new)
        known->second = add(what + "（途中）", holds, std::move(formula), of_slots(holds, std::move(value)));
    return Calculation::here(known->second);
}

void CalculationDraft::set_slot(int slot, std::size_t row)
{
    const auto at = static_cast<std::size_t>(slot);
    result.values[at] = row;
    context.slots[at] = {Calculation::here(row), result.rows[row].holds};
}

base::Result<ExcelFormula> CalculationDraft::formula_of(const feel::NodePtr& rule)
{
    for (int slot : feel::slots_read(*rule)) {
        if (const std::string& why = unsaid_slots[static_cast<std::size_t>(slot)]; !why.empty())
            return base::Error{.code = "form.inexpressible", .message = why};
    }
    return excel_formula(rule, context);
}

std::size_t CalculationDraft::condition(std::string of, const feel::NodePtr& rule, std::string* why)
{
    what = of;
    auto formula = formula_of(rule);
    auto value = of_slots(
        Holds::Truth, [rule](std::span<const feel::Value> slots) { return feel::evaluate(*rule, {.slots = slots}); });
    if (formula.ok())
        return add(std::move(of), Holds::Truth, std::move(formula->text), std::move(value));
    if (why)
        *why = formula.error().message;
    return add(of + "（Excelでは確かめられません）", Holds::Truth, "0.5", [](const Filled&) { return Stored(0.5); });
}

}
