#include "judge/grouping.h"

#include "answers/answers.h"
#include "judge/json_value.h"

#include <algorithm>

namespace kenkei::judge {

using edition::Breakdown;
using edition::Question;
using feel::Value;

namespace {

// The value that a fact's word stands for: words are written as texts, `true` and `false` mean booleans.
Value value_of_word(const std::string& name)
{
    if (name == "true" || name == "false")
        return Value::boolean(name == "true");
    return Value::string(name);
}

}

Grouping::Grouping(const edition::Edition& edition, std::vector<Breakdown> breakdowns)
    : m_edition(edition)
    , m_breakdowns(std::move(breakdowns))
{
    for (const Breakdown& breakdown : m_breakdowns)
        m_groups.push_back(groups_of(breakdown));
}

Grouping::Groups Grouping::groups_of(const Breakdown& breakdown) const
{
    const Question* question = m_edition.question_at(breakdown.slot);
    Groups groups;
    groups.all.push_back({question ? "未回答" : "未確定", {}});
    for (const std::string& label : edition::band_labels(m_edition, breakdown))
        groups.all.push_back({label, {}});
    const auto add = [&](const Value& value, std::string label) {
        groups.others.emplace(feel::to_display(value), static_cast<std::uint32_t>(groups.all.size()));
        groups.all.push_back({std::move(label), value});
    };
    if (question) {
        for (const edition::Option& option : question->options)
            add(Value::number(option.number), option.label);
        if (const edition::NameList* list = m_edition.find_list(question->list)) {
            for (const std::string& name : list->names)
                add(Value::string(name), name);
        }
        if (question->type == edition::Type::Boolean) {
            for (const bool yes : {true, false})
                add(Value::boolean(yes), answers::show(*question, Value::boolean(yes)));
        }
    } else {
        for (const auto& [name, word] : m_edition.value_at(breakdown.slot)->words)
            add(value_of_word(name), word);
    }
    groups.known = groups.all.size();
    return groups;
}

void Grouping::add_groups(std::span<const Value> slots, std::vector<GroupValue>& groups)
{
    for (std::size_t i = 0; i < m_breakdowns.size(); ++i) {
        const auto breakdown = static_cast<std::uint32_t>(i);
        const Value& value = slots[static_cast<std::size_t>(m_breakdowns[i].slot)];
        if (value.kind() != feel::Kind::List) {
            groups.push_back({breakdown, group_of(i, value)});
            continue;
        }
        for (const Value& one : value.as_list())
            groups.push_back({breakdown, group_of(i, one)});
    }
}

std::uint32_t Grouping::group_of(std::size_t index, const Value& value)
{
    if (value.is_null())
        return unanswered;
    const Breakdown& breakdown = m_breakdowns[index];
    if (!breakdown.bands.empty())
        return value.kind() == feel::Kind::Number
                   ? static_cast<std::uint32_t>(1 + edition::band_of(breakdown, value.as_number()))
                   : unanswered;
    return other_group(index, value);
}

std::uint32_t Grouping::other_group(std::size_t index, const Value& value)
{
    Groups& groups = m_groups[index];
    const auto group_named = [&](std::string_view text) {
        auto found = groups.others.find(text);
        if (found == groups.others.end()) {
            found = groups.others.emplace(std::string(text), static_cast<std::uint32_t>(groups.all.size())).first;
            groups.all.push_back({shown(index, value), value});
        }
        return found->second;
    };
    switch (value.kind()) {
    case feel::Kind::Boolean:
        return group_named(value.as_boolean() ? "true" : "false");
    case feel::Kind::String:
        return group_named(value.as_string());
    case feel::Kind::Number:
        if (const auto group = group_of_option(index, value.as_number()))
            return *group;
        break;
    default:
        break;
    }
    return group_named(feel::to_display(value));
}

// Options stand behind 未回答 in the order of the question.
std::optional<std::uint32_t> Grouping::group_of_option(std::size_t index, const base::Decimal& number) const
{
    const Question* question = m_edition.question_at(m_breakdowns[index].slot);
    const auto whole = question && !question->options.empty() ? number.to_int64() : std::nullopt;
    const edition::Option* option = whole ? question->find_option(*whole) : nullptr;
    if (!option)
        return {};
    return static_cast<std::uint32_t>(1 + (option - question->options.data()));
}

std::string Grouping::shown(std::size_t index, const Value& value) const
{
    const int slot = m_breakdowns[index].slot;
    if (const Question* question = m_edition.question_at(slot))
        return answers::show(*question, value);
    return answers::show(*m_edition.value_at(slot), value);
}

const std::string& Grouping::label(GroupValue group) const
{
    return m_groups[group.breakdown].all[group.group].label;
}

std::vector<std::string> Grouping::labels(std::span<const GroupValue> groups) const
{
    std::vector<std::string> all(m_breakdowns.size());
    for (const GroupValue& group : groups)
        all[group.breakdown] += (all[group.breakdown].empty() ? "" : "、") + label(group);
    return all;
}

void Grouping::write_value(base::json::Writer& out, GroupValue group) const
{
    const std::vector<base::Decimal>& bands = m_breakdowns[group.breakdown].bands;
    if (bands.empty() || group.group == unanswered) {
        judge::write_value(out, m_groups[group.breakdown].all[group.group].value);
        return;
    }
    const std::size_t band = group.group - 1;
    const auto bound = [&](std::string_view key, bool there, std::size_t index) {
        out.key(key);
        if (there)
            out.number(bands[index]);
        else
            out.null();
    };
    out.begin_object();
    bound("over", band > 0, band - 1);
    bound("up_to", band < bands.size(), band);
    out.end_object();
}

std::vector<std::uint32_t> Grouping::in_order(std::size_t breakdown) const
{
    const Groups& groups = m_groups[breakdown];
    std::vector<std::uint32_t> order;
    for (std::uint32_t group = 1; group < groups.all.size(); ++group)
        order.push_back(group);
    const auto comes_before = [&](std::uint32_t one, std::uint32_t other) {
        const Group& a = groups.all[one];
        const Group& b = groups.all[other];
        if (a.value.kind() != b.value.kind())
            return a.value.kind() < b.value.kind();
        if (a.value.kind() == feel::Kind::Number)
            return a.value.as_number() < b.value.as_number();
        return feel::to_display(a.value) < feel::to_display(b.value);
    };
    std::sort(order.begin() + static_cast<std::ptrdiff_t>(groups.known - 1), order.end(), comes_before);
    order.push_back(unanswered);
    return order;
}

bool Grouping::overlaps(std::size_t breakdown) const
{
    const Question* question = m_edition.question_at(m_breakdowns[breakdown].slot);
    return question && question->type == edition::Type::Choices;
}

}
