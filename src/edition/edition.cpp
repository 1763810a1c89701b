#include "edition/edition.h"

#include <algorithm>
#include <array>

namespace kenkei::edition {

namespace {

template<typename Enum, std::size_t N>
struct Words {
    std::array<std::pair<Enum, std::string_view>, N> pairs;

    constexpr std::string_view name(Enum value) const
    {
        for (const auto& [key, word] : pairs) {
            if (key == value)
                return word;
        }
        return {};
    }
    constexpr std::optional<Enum> read(std::string_view text) const
    {
        for (const auto& [key, word] : pairs) {
            if (word == text)
                return key;
        }
        return {};
    }
};

constexpr Words<Type, 8> type_words{{{{Type::Choice, "choice"},
                                      {Type::Choices, "choices"},
                                      {Type::Integer, "integer"},
                                      {Type::Decimal, "decimal"},
                                      {Type::Text, "text"},
                                      {Type::Date, "date"},
                                      {Type::Month, "month"},
                                      {Type::Boolean, "boolean"}}}};
constexpr Words<Format, 6> format_words{{{{Format::Free, "free"},
                                          {Format::Name, "name"},
                                          {Format::Kana, "kana"},
                                          {Format::Code, "code"},
                                          {Format::Contact, "contact"},
                                          {Format::Email, "email"}}}};
constexpr Words<Carry, 4> carry_words{
    {{{Carry::Keep, "keep"}, {Carry::Show, "show"}, {Carry::ReEnter, "re-enter"}, {Carry::Recompute, "recompute"}}}};
constexpr Words<Severity, 3> severity_words{
    {{{Severity::Error, "error"}, {Severity::Warning, "warning"}, {Severity::Note, "note"}}}};
constexpr Words<FieldType, 4> field_type_words{{{{FieldType::Boolean, "boolean"},
                                                 {FieldType::Text, "text"},
                                                 {FieldType::Number, "number"},
                                                 {FieldType::Date, "date"}}}};

constexpr Words<DayCount, 2> day_count_words{{{{DayCount::Calendar, "calendar"}, {DayCount::Business, "business"}}}};
constexpr Words<GateKind, 4> gate_words{{{{GateKind::Payment, "payment"},
                                          {GateKind::Screening, "screening"},
                                          {GateKind::Insurer, "insurer"},
                                          {GateKind::Resolution, "resolution"}}}};
constexpr Words<GateKind, 4> gate_labels{{{{GateKind::Payment, "申請料の入金"},
                                           {GateKind::Screening, "書類審査"},
                                           {GateKind::Insurer, "保険者照会"},
                                           {GateKind::Resolution, "委員会の議決"}}}};

std::string padded(int number)
{
    return (number < 10 ? "0" : "") + std::to_string(number);
}

void add_unique(std::vector<int>& slots, int slot)
{
    if (std::find(slots.begin(), slots.end(), slot) == slots.end())
        slots.push_back(slot);
}

}

std::string_view name_of(Type type)
{
    return type_words.name(type);
}
std::optional<Type> read_type(std::string_view word)
{
    return type_words.read(word);
}
std::string_view name_of(Format format)
{
    return format_words.name(format);
}
std::optional<Format> read_format(std::string_view word)
{
    return format_words.read(word);
}
std::string_view name_of(Carry carry)
{
    return carry_words.name(carry);
}
std::optional<Carry> read_carry(std::string_view word)
{
    return carry_words.read(word);
}
std::string_view name_of(Severity severity)
{
    return severity_words.name(severity);
}
std::optional<Severity> read_severity(std::string_view word)
{
    return severity_words.read(word);
}
std::string_view name_of(FieldType type)
{
    return field_type_words.name(type);
}
std::optional<FieldType> read_field_type(std::string_view word)
{
    return field_type_words.read(word);
}

std::string_view name_of(DayCount days)
{
    return day_count_words.name(days);
}
std::optional<DayCount> read_day_count(std::string_view word)
{
    return day_count_words.read(word);
}
std::string_view name_of(GateKind kind)
{
    return gate_words.name(kind);
}
std::optional<GateKind> read_gate_kind(std::string_view word)
{
    return gate_words.read(word);
}
std::string_view label_of(GateKind kind)
{
    return gate_labels.name(kind);
}

const Gate* Process::find_gate(GateKind kind) const
{
    auto found = std::find_if(gates.begin(), gates.end(), [&](const Gate& gate) { return gate.kind == kind; });
    return found == gates.end() ? nullptr : &*found;
}

std::string to_iso(const Instant& instant)
{
    return base::to_iso(instant.date) + "T" + padded(instant.hour) + ":" + padded(instant.minute);
}

const std::string* NameList::find(std::string_view spelling) const
{
    auto found = aliases.find(spelling);
    return found == aliases.end() ? nullptr : &found->second;
}

const Option* Question::find_option(std::int64_t number) const
{
    auto found =
        std::find_if(options.begin(), options.end(), [&](const Option& option) { return option.number == number; });
    return found == options.end() ? nullptr : &*found;
}

const std::vector<std::string>* GroupedList::find_group(std::string_view name) const
{
    auto found = std::find_if(groups.begin(), groups.end(), [&](const auto& group) { return group.first == name; });
    return found == groups.end() ? nullptr : &found->second;
}

std::vector<std::size_t> Group::members() const
{
    std::vector<std::size_t> all = besides;
    all.insert(all.end(), items.begin(), items.end());
    return all;
}

const Question* Edition::find_question(std::string_view id) const
{
    return question_at(names.find(id));
}

const ComputedValue* Edition::find_value(std::string_view id) const
{
    return value_at(names.find(id));
}

const NameList* Edition::find_list(std::string_view id) const
{
    auto found = std::find_if(lists.begin(), lists.end(), [&](const NameList& list) { return list.id == id; });
    return found == lists.end() ? nullptr : &*found;
}

const Question* Edition::question_at(int slot) const
{
    int index = slot - static_cast<int>(std::size(fixed_names));
    return index >= 0 && index < static_cast<int>(questions.size()) ? &questions[static_cast<std::size_t>(index)]
                                                                    : nullptr;
}

const ComputedValue* Edition::value_at(int slot) const
{
    int index = slot - static_cast<int>(std::size(fixed_names) + questions.size());
    return index >= 0 && index < static_cast<int>(values.size()) ? &values[static_cast<std::size_t>(index)] : nullptr;
}

std::vector<int> slots_read_by(const Edition& edition, const ComputedValue& value)
{
    if (value.expression)
        return feel::slots_read(*value.expression->tree);
    std::vector<int> slots;
    const feel::DecisionTable& rules = edition.table(value).rules;
    auto add = [&](const feel::NodePtr& node) {
        for (int slot : feel::slots_read(*node))
            add_unique(slots, slot);
    };
    for (const auto& input : rules.inputs)
        add(input.expression);
    for (const auto& row : rules.rows) {
        for (const auto& test : row.tests)
            add(test);
    }
    return slots;
}

base::Result<std::vector<Step>> order_steps(const Edition& edition, std::vector<int>* circle_slots)
{
    enum class Mark { New, Open, Done };
    const std::size_t first_question = std::size(fixed_names);
    const std::size_t total = first_question + edition.questions.size() + edition.values.size();
    std::vector<Mark> marks(total, Mark::New);
    std::vector<Step> steps;
    std::vector<int> path; // the slots being visited, for the message

    auto slots_before = [&](int slot) {
        if (const ComputedValue* value = edition.value_at(slot))
            return slots_read_by(edition, *value);
        std::vector<int> slots;
        const Question& question = *edition.question_at(slot);
        for (const auto* expression : {&question.when, &question.derive, &question.fallback_rule}) {
            if (*expression) {
                for (int needed : feel::slots_read(*(*expression)->tree))
                    add_unique(slots, needed);
            }
        }
        return slots;
    };
    auto visit = [&](auto& self, int slot) -> base::Result<void> {
        if (slot < static_cast<int>(first_question) || marks[static_cast<std::size_t>(slot)] == Mark::Done)
            return {};
        path.push_back(slot);
        if (marks[static_cast<std::size_t>(slot)] == Mark::Open) {
            std::string circle;
            for (auto at = std::find(path.begin(), path.end(), slot); at != path.end(); ++at)
                circle += (circle.empty() ? "" : " → ") + edition.names.name(*at);
            if (circle_slots)
                circle_slots->assign(std::find(path.begin(), path.end(), slot), path.end());
            return base::Error{.code = "edition.cycle",
                               .message = "値が自分自身に依存しています: " + circle,
                               .way_out = "この輪のどこか一つの式を、ほかの回答だけから求めるように直してください。"};
        }
        marks[static_cast<std::size_t>(slot)] = Mark::Open;
        for (int needed : slots_before(slot))
            TRY(self(self, needed));
        marks[static_cast<std::size_t>(slot)] = Mark::Done;
        path.pop_back();
        const std::size_t index = static_cast<std::size_t>(slot) - first_question;
        if (index < edition.questions.size())
            steps.push_back({Step::What::Question, index});
        else
            steps.push_back({Step::What::Value, index - edition.questions.size()});
        return {};
    };
    for (std::size_t slot = first_question; slot < total; ++slot)
        TRY(visit(visit, static_cast<int>(slot)));
    return steps;
}

std::vector<int> slots_behind(const Edition& edition, const feel::Node& node, Reach reach)
{
    std::vector<int> found = feel::slots_read(node);
    if (reach == Reach::Direct)
        return found;
    for (std::size_t i = 0; i < found.size(); ++i) {
        std::vector<int> more;
        if (const ComputedValue* value = edition.value_at(found[i]))
            more = slots_read_by(edition, *value);
        else if (const Question* question = edition.question_at(found[i])) {
            for (const auto* rule : {&question->derive, &question->fallback_rule}) {
                if (*rule) {
                    for (int slot : feel::slots_read(*(*rule)->tree))
                        more.push_back(slot);
                }
            }
        }
        for (int slot : more)
            add_unique(found, slot);
    }
    std::sort(found.begin(), found.end());
    return found;
}

}
