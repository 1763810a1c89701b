#include "answers/answers.h"

#include "answers/known.h"
#include "answers/normalise.h"
#include "edition/lookup.h"

#include <algorithm>

namespace kenkei::answers {

using edition::Edition;
using edition::Question;
using edition::Step;
using feel::Value;

namespace {

// Is the question asked? true, false, or nothing as long as its `when` is unknown.
std::optional<bool> is_asked(const Question& question, const std::vector<Value>& slots)
{
    if (!question.when)
        return true;
    const Value asked = feel::evaluate(*question.when->tree, {.slots = slots});
    if (asked.is_null())
        return {};
    return asked.is_true();
}

// What a question is worth: its answer, else its default, else null.
Value value_of(const Question& question, const std::optional<Value>& as_read, const std::vector<Value>& slots)
{
    if (as_read)
        return *as_read;
    if (question.fallback_rule)
        return feel::evaluate(*question.fallback_rule->tree, {.slots = slots});
    return question.fallback.value_or(Value{});
}

// Runs steps over `slots`. `on_question` and `on_value` see each as it is decided.
template<typename OnQuestion, typename OnValue>
void run_steps(const Edition& edition, std::span<const Step> steps, std::vector<Value>& slots, const AsRead& as_read,
               OnQuestion on_question, OnValue on_value)
{
    for (const Step& step : steps) {
        if (step.what == Step::What::Value) {
            const edition::ComputedValue& value = edition.values[step.index];
            Value& slot = slots[static_cast<std::size_t>(value.slot)];
            if (value.expression) {
                slot = feel::evaluate(*value.expression->tree, {.slots = slots});
            } else {
                edition::LookupResult found = edition::look_up(edition.table(value), slots);
                slot = std::move(found.value);
                on_value(step.index, std::move(found.rows));
            }
            continue;
        }
        const Question& question = edition.questions[step.index];
        const std::optional<bool> asked = is_asked(question, slots);
        Value& slot = slots[static_cast<std::size_t>(question.slot)];
        if (asked == false)
            slot = {};
        else if (question.derive)
            slot = feel::evaluate(*question.derive->tree, {.slots = slots});
        else
            slot = value_of(question, as_read[step.index], slots);
        on_question(step.index, asked);
    }
}

std::string raw_text(const base::json::Value& raw)
{
    base::json::Writer writer;
    writer.value(raw);
    return writer.take();
}

void add_unknown_ids(const Edition& edition, const base::json::Value& answers, std::vector<Finding>& findings)
{
    for (const auto& [id, value] : answers.members) {
        if (edition.find_question(id))
            continue;
        findings.push_back({.code = "answer.unknown",
                            .severity = edition::Severity::Warning,
                            .question = {},
                            .message = "「" + id + "」という設問はありません。この回答は使わずに判定しました。",
                            .next = "設問の id を確かめてください。",
                            .source = {}});
    }
}

Finding computed_differently(const Question& question, const std::string& raw, const Value& value)
{
    return {.code = question.id + ".computed",
            .severity = edition::Severity::Note,
            .question = question.id,
            .message = question.name() + "は自動計算です。記入された " + raw + " ではなく " + show(question, value) +
                       " を使いました。",
            .next = {},
            .source = question.source.text()};
}

}

Finding unanswered(const Question& question)
{
    return {.code = question.id + ".unanswered",
            .severity = edition::Severity::Error,
            .question = question.id,
            .message = question.name() + (question.no.empty() ? "" : "「" + question.label + "」") +
                       "が未回答です。判定に必要な設問です。",
            .next = "ご回答ください。",
            .source = question.source.text()};
}

Finding not_asked(const Question& question)
{
    return {.code = question.id + ".not-asked",
            .severity = edition::Severity::Note,
            .question = question.id,
            .message = question.name() +
                       "は、ほかの回答からお答えいただく必要のない設問です。回答は保存し、判定には使いません。",
            .next = {},
            .source = question.source.text()};
}

Finding finding_of(const Edition& edition, const edition::FindingRule& rule, const std::vector<Value>& slots)
{
    return {.code = rule.code,
            .severity = rule.severity,
            .question = edition.questions[static_cast<std::size_t>(rule.question)].id,
            .message = fill_in(edition, rule.message, slots),
            .next = rule.next,
            .source = rule.source.text()};
}

void set_fixed_names(const Edition& edition, std::vector<Value>& slots, base::Date as_of, Value known)
{
    using edition::FixedName;
    auto set = [&](FixedName name, Value value) {
        slots[static_cast<std::size_t>(edition::slot_of(name))] = std::move(value);
    };
    set(FixedName::AsOf, Value::date(as_of));
    set(FixedName::PeriodFrom, Value::date(edition.application.opens));
    set(FixedName::PeriodTo, Value::date(edition.application.closes.date));
    set(FixedName::Lists, edition.list_names);
    set(FixedName::Known, std::move(known));
}

void recompute(const Edition& edition, std::span<const Step> steps, std::vector<Value>& slots, const AsRead& as_read)
{
    run_steps(
        edition, steps, slots, as_read, [](std::size_t, std::optional<bool>) {},
        [](std::size_t, std::vector<std::size_t>) {});
}

Answers read_answers(const Edition& edition, const Application& application, base::Date as_of)
{
    Answers result;
    result.findings = application.findings;
    result.slots.resize(edition.names.size());
    result.states.resize(edition.questions.size());
    result.as_read.resize(edition.questions.size());
    result.table_rows.resize(edition.values.size());
    add_unknown_ids(edition, application.answers, result.findings);
    set_fixed_names(edition, result.slots, as_of, read_known(edition, application.known, result.findings));

    std::vector<std::vector<Finding>> by_question(edition.questions.size());
    for (std::size_t i = 0; i < edition.questions.size(); ++i) {
        const Question& question = edition.questions[i];
        Answer& state = result.states[i];
        if (question.derive)
            state.state = State::Derived;
        const base::json::Value* raw = application.answers.find(question.id);
        if (!raw)
            continue;
        state.raw = raw_text(*raw);
        Reading reading = normalise(edition, question, *raw);
        if (reading.finding)
            by_question[i].push_back(std::move(*reading.finding));
        if (reading.unanswered)
            continue;
        if (!question.derive)
            state.state = reading.value.is_null() ? State::Unreadable : State::Answered;
        result.as_read[i] = std::move(reading.value);
    }

    auto on_question = [&](std::size_t i, std::optional<bool> asked) {
        const Question& question = edition.questions[i];
        Answer& state = result.states[i];
        const Value& value = result.slots[static_cast<std::size_t>(question.slot)];
        if (state.state == State::Derived) {
            // The answer is not used, so nothing is wrong with it but that it differs.
            by_question[i].clear();
            if (result.as_read[i] && (result.as_read[i]->is_null() || !(*result.as_read[i] == value)))
                by_question[i].push_back(computed_differently(question, state.raw, value));
        } else if (asked == false) {
            if (state.state != State::Unanswered)
                by_question[i] = {not_asked(question)};
            state.state = State::NotAsked;
        } else if (state.state == State::Unanswered && !value.is_null()) {
            state.state = State::Default;
        } else if (state.state == State::Unanswered && asked == true && question.deciding) {
            by_question[i].push_back(unanswered(question));
        }
    };
    auto on_value = [&](std::size_t i, std::vector<std::size_t> rows) { result.table_rows[i] = std::move(rows); };
    run_steps(edition, edition.steps, result.slots, result.as_read, on_question, on_value);

    for (const edition::FindingRule& rule : edition.findings) {
        if (!feel::evaluate(*rule.when.tree, {.slots = result.slots}).is_true())
            continue;
        by_question[static_cast<std::size_t>(rule.question)].push_back(finding_of(edition, rule, result.slots));
    }
    for (std::vector<Finding>& findings : by_question)
        std::move(findings.begin(), findings.end(), std::back_inserter(result.findings));
    return result;
}

}
