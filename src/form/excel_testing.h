#pragma once

#include "edition/read_edition.h"
#include "form/answer_formulas.h"
#include "form/excel_expression.h"
#include "support/editions.h"

#include <string>
#include <utility>
#include <vector>

namespace kenkei::form {

// A small edition whose names stand in B5, B6 … of a sheet, in their order; parts of rules go to C1, C2 …
class ExcelBench {
public:
    explicit ExcelBench(const support::Small& small) : m_edition(support::edition_of(small))
    {
        slots.resize(m_edition.names.size());
        for (std::size_t slot = std::size(edition::fixed_names); slot < slots.size(); ++slot)
            slots[slot] = {"$B$" + std::to_string(slot), holds_at(static_cast<int>(slot))};
    }

    FormulaContext context()
    {
        return {.edition = m_edition,
                .slots = slots,
                .list_range = [](const edition::NameList&) { return std::string("$F$2:$F$4"); },
                .spill =
                    [this](Holds, std::string formula, SlotValue value) {
                        parts.push_back(std::move(formula));
                        part_values.push_back(std::move(value));
                        return "$C$" + std::to_string(parts.size());
                    }};
    }

    // The formula of a rule, or the message why there is none.
    std::string of(const std::string& rule)
    {
        auto tree = edition::read_as_written(rule, m_edition.names);
        if (!tree.ok())
            return base::describe(tree.error());
        auto formula = excel_formula(*tree, context());
        return formula.ok() ? formula->text : formula.error().message;
    }

    const edition::Edition& edition() const { return m_edition; }

    std::vector<SlotCell> slots;
    std::vector<std::string> parts;
    std::vector<SlotValue> part_values;

private:
    Holds holds_at(int slot) const
    {
        const edition::Question* question = m_edition.question_at(slot);
        return question ? holds_of(*question) : Holds::Text;
    }

    edition::Edition m_edition;
};

inline ExcelBench bench()
{
    return ExcelBench({.questions = {{"n", R"("type":"integer")"},
                                     {"m", R"("type":"integer")"},
                                     {"t", R"("type":"text")"},
                                     {"d", R"("type":"date")"},
                                     {"yes", R"("type":"boolean")"},
                                     {"c", R"("type":"choices","options":{"1":"一","2":"二","3":"三","9":"なし"})"}},
                       .lists = R"("towns":{"names":["港町","緑町","朝日町"]})"});
}

}
