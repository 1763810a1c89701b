#include "decide.h"

namespace kenkei::tck {

namespace {

using feel::Value;

class Decider {
public:
    Decider(const Model& model, const Inputs& inputs) : m_model(model), m_inputs(inputs) {}

    Value decide(const std::string& id, int depth = 0)
    {
        if (const auto known = m_decided.find(id); known != m_decided.end())
            return known->second;
        const auto& decision = m_model.decisions.at(id);
        if (depth > 50)
            return Value::null("decisions require each other");
        std::vector<Value> slots;
        for (const auto& required : decision.requires_ids)
            slots.push_back(value_of(required, depth));
        auto value = evaluate(decision, slots);
        if (decision.type)
            value = feel::coerce(value, *decision.type, environment({}));
        return m_decided[id] = value;
    }

private:
    feel::Environment environment(std::span<const Value> slots) const
    {
        feel::Environment environment{.slots = slots};
        environment.types = m_model.types;
        environment.now = feel::DateTime{{2024, 8, 19}, {.hour = 10, .zone = feel::Zone{9 * 3600, ""}}};
        return environment;
    }

    Value value_of(const std::string& id, int depth)
    {
        if (m_model.decisions.contains(id))
            return decide(id, depth + 1);
        const auto input = m_model.inputs.find(id);
        if (input == m_model.inputs.end())
            return Value::null("no element " + id);
        const auto given = m_inputs.find(input->second.name);
        if (given == m_inputs.end())
            return {};
        return input->second.type ? feel::coerce(given->second, *input->second.type, environment({})) : given->second;
    }

    Value evaluate(const Decision& decision, const std::vector<Value>& slots) const
    {
        const auto seen = environment(slots);
        if (const auto* literal = std::get_if<LiteralExpression>(&decision.logic)) {
            if (!literal->tree)
                return Value::null(base::describe(literal->tree.error()));
            auto value = feel::evaluate(**literal->tree, seen);
            return literal->type ? feel::coerce(value, *literal->type, seen) : value;
        }
        const auto& table = std::get<Table>(decision.logic);
        return table.problem.empty() ? feel::decide(table.table, seen).value : Value::null(table.problem);
    }

    const Model& m_model;
    const Inputs& m_inputs;
    std::map<std::string, Value> m_decided;
};

}

Value decide(const Model& model, const std::string& decision_id, const Inputs& inputs)
{
    return Decider(model, inputs).decide(decision_id);
}

}
