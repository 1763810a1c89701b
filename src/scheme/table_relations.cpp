#include "scheme/table_relations.h"

#include "edition/lookup.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace kenkei::scheme {

using edition::ComputedValue;
using edition::Edition;
using edition::FixedName;
using edition::Question;
using edition::Table;
using feel::Node;
using feel::NodeKind;
using feel::Value;

namespace {

constexpr std::size_t most_ways = 20'000; // to answer, that are tried for one group of columns

enum class Asked { Ignored, Counted };

void for_each_expression(const Edition& edition, const ComputedValue& value, const auto& see)
{
    if (value.expression) {
        see(*value.expression->tree);
        return;
    }
    const feel::DecisionTable& rules = edition.table(value).rules;
    for (const auto& input : rules.inputs)
        see(*input.expression);
    for (const auto& row : rules.rows) {
        for (const auto& test : row.tests)
            see(*test);
        see(*row.outputs.front());
    }
}

// What an expression goes back to: answers and fields of registers; where asked for, also what decides whether a
// question is asked at all.
class Roots {
public:
    Roots(const Edition& edition, const FixedNames& fixed, Asked asked)
        : m_edition(edition)
        , m_fixed(fixed)
        , m_asked(asked)
    {}

    void add(const Node& node)
    {
        if (node.kind == NodeKind::Path) {
            const Node& whole = *node.children.front();
            const int known = slot_of(FixedName::Known);
            if (whole.slot == known) {
                m_names.insert("known." + node.text + ".");
                return;
            }
            if (whole.kind == NodeKind::Path && whole.children.front()->slot == known) {
                m_names.insert("known." + whole.text + "." + node.text + ".");
                return;
            }
        }
        if (node.kind == NodeKind::Name && node.slot >= 0)
            add_slot(node.slot);
        for (const feel::NodePtr& child : node.children) {
            if (child)
                add(*child);
        }
    }

    void add_slot(int slot)
    {
        if (m_fixed.known[static_cast<std::size_t>(slot)] || !m_seen.insert(slot).second)
            return;
        if (const ComputedValue* value = m_edition.value_at(slot)) {
            for_each_expression(m_edition, *value, [&](const Node& node) { add(node); });
            return;
        }
        const Question* question = m_edition.question_at(slot);
        if (question && question->derive)
            add(*question->derive->tree);
        else
            m_names.insert(m_edition.names.name(slot) + ".");
        if (question && question->when && m_asked == Asked::Counted)
            add(*question->when->tree);
    }

    bool meets(const Roots& other) const
    {
        return std::any_of(m_names.begin(), m_names.end(), [&](const std::string& a) {
            return std::any_of(other.m_names.begin(), other.m_names.end(),
                               [&](const std::string& b) { return a.starts_with(b) || b.starts_with(a); });
        });
    }

private:
    const Edition& m_edition;
    const FixedNames& m_fixed;
    Asked m_asked;
    std::set<int> m_seen;
    std::set<std::string> m_names; // each ends with a dot, so that known.a. holds known.a.b.
};

// Tries answers to the questions behind some columns and sees what the columns become.
class Trial {
public:
    Trial(const Edition& edition, const FixedNames& fixed, const Table& table, std::span<const std::size_t> columns)
        : m_edition(edition)
        , m_fixed(fixed)
        , m_table(table)
        , m_columns(columns)
        , m_slots(fixed.values)
    {}

    // Finds what has to be varied; false where that cannot be made up.
    bool prepare(DomainReader& domains)
    {
        for (std::size_t column : m_columns)
            read(*m_table.rules.inputs[column].expression);
        while (expand_one()) {
        }
        std::size_t ways = 1;
        for (int slot : m_free) {
            std::vector<Value> values;
            for (const Point& point : points_of(domains.of_slot(slot), constants_for(slot))) {
                if (point.certain)
                    values.push_back(point.value);
            }
            if (values.empty())
                return false;
            ways *= values.size();
            if (ways > most_ways)
                return false;
            m_varied.push_back({slot, std::move(values)});
        }
        for (const edition::Step& step : m_edition.steps) {
            const bool value = step.what == edition::Step::What::Value;
            const int slot = value ? m_edition.values[step.index].slot : m_edition.questions[step.index].slot;
            if (m_computed.contains(slot) ||
                (!value && m_free.contains(slot) && m_edition.questions[step.index].when.has_value()))
                m_steps.push_back(step);
        }
        return true;
    }

    std::vector<std::vector<Value>> run()
    {
        std::vector<std::vector<Value>> found;
        std::set<std::string> seen;
        try_all(0, [&] {
            compute();
            std::vector<Value> together;
            std::string key;
            for (std::size_t column : m_columns) {
                together.push_back(feel::evaluate(*m_table.rules.inputs[column].expression, {.slots = m_slots}));
                key += feel::to_feel(together.back()) + "|";
            }
            if (seen.insert(key).second)
                found.push_back(std::move(together));
        });
        return found;
    }

private:
    struct Varied {
        int slot;
        std::vector<Value> values;
    };

    Value& at(int slot) { return m_slots[static_cast<std::size_t>(slot)]; }

    void read(const Node& node)
    {
        for (int slot : feel::slots_read(node)) {
            if (m_fixed.known[static_cast<std::size_t>(slot)] || m_computed.contains(slot))
                continue;
            const Question* question = m_edition.question_at(slot);
            if (m_free.insert(slot).second && question && question->when)
                read(*question->when->tree);
        }
    }

    // What is computed is varied like an answer as long as nothing else goes back to the same answers.
    bool expand_one()
    {
        for (int slot : m_free) {
            const ComputedValue* value = m_edition.value_at(slot);
            const Question* question = m_edition.question_at(slot);
            if ((!value && !(question && question->derive)) || !shares_answers(slot))
                continue;
            m_free.erase(slot);
            m_computed.insert(slot);
            if (value)
                for_each_expression(m_edition, *value, [&](const Node& node) { read(node); });
            else
                read(*question->derive->tree);
            return true;
        }
        return false;
    }

    bool shares_answers(int slot) const
    {
        Roots own(m_edition, m_fixed, Asked::Ignored);
        own.add_slot(slot);
        return std::any_of(m_free.begin(), m_free.end(), [&](int other) {
            Roots others(m_edition, m_fixed, Asked::Ignored);
            others.add_slot(other);
            return other != slot && own.meets(others);
        });
    }

    // Everything that the columns, and what is computed for them, may compare the answer with.
    std::vector<Value> constants_for(int slot) const
    {
        std::vector<Value> constants;
        auto add = [&](const std::optional<edition::Expression>& expression) {
            if (expression)
                collect(*expression->tree, slot, constants);
        };
        for (std::size_t column : m_columns)
            collect_column(m_table.rules, column, slot, constants);
        for (const Question& question : m_edition.questions) {
            if (m_free.contains(question.slot) || m_computed.contains(question.slot))
                add(question.when);
            if (m_computed.contains(question.slot))
                add(question.derive);
        }
        for (const ComputedValue& value : m_edition.values) {
            if (!m_computed.contains(value.slot))
                continue;
            add(value.expression);
            if (value.expression)
                continue;
            const feel::DecisionTable& rules = m_edition.table(value).rules;
            for (std::size_t column = 0; column < rules.inputs.size(); ++column)
                collect_column(rules, column, slot, constants);
            for (const auto& row : rules.rows)
                collect(*row.outputs.front(), slot, constants);
        }
        return constants;
    }

    void collect_column(const feel::DecisionTable& rules, std::size_t column, int slot,
                        std::vector<Value>& constants) const
    {
        const Node& heading = *rules.inputs[column].expression;
        collect(heading, slot, constants);
        if (concerns_others(heading, slot))
            return;
        for (const auto& row : rules.rows)
            collect(*row.tests[column], slot, constants);
    }

    void collect(const Node& node, int slot, std::vector<Value>& constants) const
    {
        const bool compares =
            node.kind == NodeKind::Comparison || node.kind == NodeKind::In || node.kind == NodeKind::Between;
        if (compares && concerns_others(node, slot))
            return;
        if (node.children.empty() || m_fixed.value_of(node)) {
            m_fixed.collect_constants(node, constants);
            return;
        }
        for (const feel::NodePtr& child : node.children) {
            if (child)
                collect(*child, slot, constants);
        }
    }

    // Reads only other answers: what it compares them with is nothing to this one.
    bool concerns_others(const Node& node, int slot) const
    {
        std::vector<int> slots = feel::slots_read(node);
        std::erase_if(slots, [&](int read) { return m_fixed.known[static_cast<std::size_t>(read)]; });
        return !slots.empty() &&
               std::all_of(slots.begin(), slots.end(), [&](int read) { return read != slot && m_free.contains(read); });
    }

    void try_all(std::size_t index, const auto& see)
    {
        if (index == m_varied.size()) {
            see();
            return;
        }
        for (const Value& value : m_varied[index].values) {
            at(m_varied[index].slot) = m_given[m_varied[index].slot] = value;
            try_all(index + 1, see);
        }
    }

    // As answers are read: a question that is not asked has no answer.
    void compute()
    {
        for (const edition::Step& step : m_steps) {
            if (step.what == edition::Step::What::Value) {
                const ComputedValue& value = m_edition.values[step.index];
                at(value.slot) = value.expression ? feel::evaluate(*value.expression->tree, {.slots = m_slots})
                                                  : edition::look_up(m_edition.table(value), m_slots).value;
                continue;
            }
            const Question& question = m_edition.questions[step.index];
            const bool computed = m_computed.contains(question.slot);
            const bool asked = !question.when || feel::evaluate(*question.when->tree, {.slots = m_slots}).is_true();
            at(question.slot) = !asked     ? Value{}
                                : computed ? feel::evaluate(*question.derive->tree, {.slots = m_slots})
                                           : m_given[question.slot];
        }
    }

    const Edition& m_edition;
    const FixedNames& m_fixed;
    const Table& m_table;
    std::span<const std::size_t> m_columns;
    std::vector<Value> m_slots;
    std::set<int> m_free;     // varied
    std::set<int> m_computed; // from these
    std::vector<Varied> m_varied;
    std::map<int, Value> m_given;
    std::vector<edition::Step> m_steps; // what follows from these
};

}

std::vector<std::vector<std::size_t>> related_columns(const Edition& edition, const Table& table,
                                                      const FixedNames& fixed)
{
    struct Group {
        std::vector<std::size_t> columns;
        Roots roots;
    };
    std::vector<Group> groups;
    for (std::size_t column = 0; column < table.rules.inputs.size(); ++column) {
        Group group{{column}, Roots(edition, fixed, Asked::Counted)};
        group.roots.add(*table.rules.inputs[column].expression);
        std::vector<Group> apart;
        for (Group& other : groups) {
            if (!group.roots.meets(other.roots)) {
                apart.push_back(std::move(other));
                continue;
            }
            group.columns.insert(group.columns.end(), other.columns.begin(), other.columns.end());
            for (std::size_t joined : other.columns)
                group.roots.add(*table.rules.inputs[joined].expression);
        }
        std::sort(group.columns.begin(), group.columns.end());
        apart.push_back(std::move(group));
        groups = std::move(apart);
    }
    std::vector<std::vector<std::size_t>> related;
    for (Group& group : groups)
        related.push_back(std::move(group.columns));
    std::sort(related.begin(), related.end());
    return related;
}

std::optional<std::vector<std::vector<Value>>> values_together(const Edition& edition, DomainReader& domains,
                                                               const FixedNames& fixed, const Table& table,
                                                               std::span<const std::size_t> columns)
{
    Trial trial(edition, fixed, table, columns);
    if (!trial.prepare(domains))
        return {};
    return trial.run();
}

}
