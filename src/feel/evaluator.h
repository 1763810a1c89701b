#pragma once

#include "feel/closure.h"
#include "feel/expression.h"

#include <span>
#include <string_view>
#include <vector>

namespace kenkei::feel {

constexpr std::size_t most_items = 1'000'000;      // of one list
constexpr std::size_t most_steps = 1'000'000;      // of all loops, filters and calls of one evaluation
constexpr std::size_t items_per_step = 16;         // that a built-in function looks at
constexpr std::size_t longest_string = 10'000'000; // bytes
constexpr int deepest_evaluation = 2000;           // nodes within nodes, through calls
constexpr int deepest_call = 200;
constexpr int deepest_value = 200; // lists within lists that a loop builds up

// Walks one tree. Local variables live on a stack of frames; slots are read straight from the environment.
class Evaluator {
public:
    explicit Evaluator(const Environment& environment) : m_environment(environment), m_input(environment.input) {}

    Value evaluate(const Node&);

    // CallContext::call: calls a function value.
    static Value call(const Value& function, std::span<const Value> arguments, const CallContext&);

private:
    // A variable, or (without a name) all entries of a context.
    struct Local {
        std::string_view name;
        Value value;
    };
    class Scope;      // drops the locals made while it lives
    class InputScope; // sets `?` while it lives
    class DepthScope; // one level of evaluation while it lives

    // evaluator.cpp
    Value evaluate_compound(const Node&);
    const Value& operand(const Node&, Value& storage);
    const Value& slot(const Node&) const;
    Value read_name(const Node&);
    const Value* find_local(std::string_view name) const;
    void push(std::string_view name, Value value) { m_locals.push_back({name, std::move(value)}); }
    void push_entries(Value context);
    bool step(std::size_t count = 1);
    Value evaluate_path(const Node&);
    Value evaluate_list(const Node&);
    Value evaluate_context(const Node&);
    Value evaluate_range(const Node&);
    Value evaluate_arithmetic(const Node&);
    Value evaluate_comparison(const Node&);
    Value evaluate_logical(const Node&);
    Value evaluate_between(const Node&);

    // evaluate_tests.cpp
    Value evaluate_in(const Node&);
    Value evaluate_unary_tests(const Node&);
    Value any_of(const Node&, std::size_t first);
    Value evaluate_unary_compare(const Node&);
    Value evaluate_unary_value(const Node&);

    // evaluate_iteration.cpp
    struct Domain;
    struct Loop;
    Value evaluate_for(const Node&);
    Value evaluate_quantified(const Node&);
    bool iterate(Loop&, std::size_t variable);
    bool open_domain(const Node&, Domain&, Value& problem);
    Value evaluate_filter(const Node&);
    Value filter_items(const List& items, const Node& condition);

    // evaluate_call.cpp
    Value evaluate_call(const Node&);
    Value evaluate_function(const Node&);
    Value call_builtin(const Builtin&, std::span<const Value> arguments, int overload = -1);
    Value call_closure(const std::shared_ptr<const Closure>&, std::span<const Value> arguments);
    Value call_value(const Value& function, std::span<const Value> arguments);
    Value call_named(const Value& function, const Node& call, std::vector<Value> values);

    const Environment& m_environment;
    const Value* m_input;
    std::vector<Local> m_locals;
    std::size_t m_base = 0;    // where the locals of the running function begin
    std::size_t m_shadows = 0; // frames that may hide a slot: entries of filtered items, what closures have bound
    std::size_t m_steps = 0;
    int m_depth = 0;
    int m_calls = 0;
};

class Evaluator::Scope {
public:
    explicit Scope(Evaluator& evaluator)
        : m_evaluator(evaluator)
        , m_size(evaluator.m_locals.size())
        , m_shadows(evaluator.m_shadows)
    {}
    ~Scope()
    {
        m_evaluator.m_locals.resize(m_size);
        m_evaluator.m_shadows = m_shadows;
    }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

private:
    Evaluator& m_evaluator;
    std::size_t m_size;
    std::size_t m_shadows;
};

class Evaluator::InputScope {
public:
    InputScope(Evaluator& evaluator, const Value& input) : m_evaluator(evaluator), m_outer(evaluator.m_input)
    {
        evaluator.m_input = &input;
    }
    ~InputScope() { m_evaluator.m_input = m_outer; }
    InputScope(const InputScope&) = delete;
    InputScope& operator=(const InputScope&) = delete;

private:
    Evaluator& m_evaluator;
    const Value* m_outer;
};

class Evaluator::DepthScope {
public:
    explicit DepthScope(Evaluator& evaluator) : m_evaluator(evaluator) { ++evaluator.m_depth; }
    ~DepthScope() { --m_evaluator.m_depth; }
    DepthScope(const DepthScope&) = delete;
    DepthScope& operator=(const DepthScope&) = delete;
    bool too_deep() const { return m_evaluator.m_depth > deepest_evaluation; }

private:
    Evaluator& m_evaluator;
};

// Whether the value lies in the range: nothing where it cannot be compared with the ends.
std::optional<bool> lies_in(const Value&, const Range&);

// true, false or null with the reason.
Value truth(std::optional<bool>, std::string_view reason);

}
