#include "form/calculation.h"

#include "answers/normalise.h"
#include "form/answer_formulas.h"
#include "form/words.h"

#include <algorithm>
#include <map>

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

// As much of an answer as a message quotes (answers::in_message).
std::string quoted(const std::string& text)
{
    return "LEFT(" + text + ",60)&IF(LEN(" + text + ")>60,\"…\",\"\")";
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
    Calculator(const Edition& edition, const Layout& layout, const Lists& lists)
        : m_edition(edition)
        , m_layout(layout)
        , m_lists(lists)
        , m_context{.edition = edition,
                    .slots = std::vector<SlotCell>(edition.names.size()),
                    .list_range = [this](const edition::NameList& list) { return m_lists.names.at(list.id).names; },
                    .spill = [this](Holds holds, std::string formula,
                                    SlotValue value) { return spill(holds, std::move(formula), std::move(value)); }}
    {}

    Calculation calculate()
    {
        m_result.asked.assign(m_edition.questions.size(), nowhere);
        m_result.messages.assign(m_edition.questions.size(), nowhere);
        m_result.values.assign(m_edition.names.size(), nowhere);
        m_unsaid_slots.resize(m_edition.names.size());
        m_reads.resize(m_edition.questions.size());
        fixed_names();
        for (const edition::Step& step : m_edition.steps) {
            if (step.what == edition::Step::What::Question)
                question(step.index);
            else
                value(step.index);
        }
        items();
        groups(m_result.requirements, &m_result.requirement_counts, "認定要件 ",
               [](const Edition& of) -> const std::vector<Group>& { return of.requirements; });
        groups(m_result.titles, &m_result.title_counts, "称号 ",
               [](const Edition& of) -> const std::vector<Group>& { return of.titles; });
        outcome();
        progress();
        messages();
        return std::move(m_result);
    }

private:
    static std::string here(std::size_t row) { return Calculation::here(row); }

    std::size_t add(std::string what, Holds holds, std::string formula, std::function<Stored(const Filled&)> value)
    {
        m_result.rows.push_back({std::move(what), holds, std::move(formula), std::move(value)});
        return m_result.rows.size() - 1;
    }

    static std::function<Stored(const Filled&)> of_slots(Holds holds, SlotValue value)
    {
        return [holds, value = std::move(value)](const Filled& filled) {
            return stored(holds, value(filled.answers.slots));
        };
    }

    std::string spill(Holds holds, std::string formula, SlotValue value)
    {
        auto [known, is_new] = m_spilled.try_emplace(formula, 0);
        if (is_new)
            known->second = add(m_what + "（途中）", holds, std::move(formula), of_slots(holds, std::move(value)));
        return here(known->second);
    }

    // What stands in a slot of the edition's names.
    void set_slot(int slot, std::size_t row)
    {
        const auto at = static_cast<std::size_t>(slot);
        m_result.values[at] = row;
        m_context.slots[at] = {here(row), m_result.rows[row].holds};
    }

    void fixed_names()
    {
        using edition::FixedName;
        auto day = [&](FixedName name, std::string what, std::string formula) {
            const int slot = edition::slot_of(name);
            set_slot(slot, add(std::move(what), Holds::Date, std::move(formula),
                               of_slots(Holds::Date, [slot](std::span<const Value> slots) {
                                   return slots[static_cast<std::size_t>(slot)];
                               })));
        };
        auto formula_of = [](base::Date date) {
            return "DATE(" + std::to_string(date.year) + "," + std::to_string(date.month) + "," +
                   std::to_string(date.day) + ")";
        };
        day(FixedName::AsOf, "判定の日", "TODAY()");
        day(FixedName::PeriodFrom, "申請期間の初日", formula_of(m_edition.application.opens));
        day(FixedName::PeriodTo, "申請期間の末日", formula_of(m_edition.application.closes.date));
    }

    // A rule as a formula. Why not, if Excel cannot say it or if it reads what Excel cannot compute.
    base::Result<ExcelFormula> formula_of(const feel::NodePtr& rule)
    {
        for (int slot : feel::slots_read(*rule)) {
            if (const std::string& why = m_unsaid_slots[static_cast<std::size_t>(slot)]; !why.empty())
                return base::Error{.code = "form.inexpressible", .message = why};
        }
        return excel_formula(rule, m_context);
    }

    // The row of a condition; 0.5 where Excel cannot say it.
    std::size_t condition(std::string what, const feel::NodePtr& rule, std::string* why)
    {
        m_what = what;
        auto formula = formula_of(rule);
        auto value = of_slots(Holds::Truth,
                              [rule](std::span<const Value> slots) { return feel::evaluate(*rule, {.slots = slots}); });
        if (formula.ok())
            return add(std::move(what), Holds::Truth, std::move(formula->text), std::move(value));
        if (why)
            *why = formula.error().message;
        return add(what + "（Excelでは確かめられません）", Holds::Truth, "0.5",
                   [](const Filled&) { return Stored(0.5); });
    }

    void question(std::size_t index)
    {
        const Question& question = m_edition.questions[index];
        const std::string name = question.name();
        const int slot = question.slot;
        const Holds holds = holds_of(question);
        m_what = name;
        std::string asked;
        if (question.when) {
            m_result.asked[index] = condition(name + " 答える設問か", question.when->tree, nullptr);
            asked = here(m_result.asked[index]);
        }
        const std::string nothing = holds == Holds::Truth ? "0.5" : "\"\"";
        auto unless_not_asked = [&](const std::string& formula) {
            return asked.empty() ? formula : "IF(" + asked + "=0," + nothing + "," + formula + ")";
        };
        auto value =
            of_slots(holds, [slot](std::span<const Value> slots) { return slots[static_cast<std::size_t>(slot)]; });
        if (question.derive) {
            auto formula = formula_of(question.derive->tree);
            if (!formula.ok()) {
                m_unsaid_slots[static_cast<std::size_t>(slot)] = formula.error().message;
                return;
            }
            set_slot(slot, add(name, formula->holds, unless_not_asked(formula->text),
                               of_slots(formula->holds, [slot](std::span<const Value> slots) {
                                   return slots[static_cast<std::size_t>(slot)];
                               })));
            return;
        }

        AnswerFormulas& read = m_reads[index];
        read = read_answer(
            m_edition, index, m_layout, m_lists, [&](Holds part_holds, std::string formula, auto part_value) {
                return here(add(name + "（読み取り）", part_holds, std::move(formula), std::move(part_value)));
            });
        std::string formula = read.value;
        if (question.fallback || question.fallback_rule) {
            std::string fallback = nothing;
            if (question.fallback_rule) {
                if (auto rule = formula_of(question.fallback_rule->tree); rule.ok())
                    fallback = rule->text;
            } else {
                fallback = constant(holds, *question.fallback);
            }
            formula = "IF(" + read.blank + "," + fallback + "," + formula + ")";
        }
        set_slot(slot, add(name, holds, unless_not_asked(formula), std::move(value)));
    }

    void value(std::size_t index)
    {
        const edition::ComputedValue& value = m_edition.values[index];
        m_what = value.label;
        base::Result<ExcelFormula> formula = base::Error{};
        if (value.expression) {
            formula = formula_of(value.expression->tree);
        } else {
            std::string why;
            for (int slot : edition::slots_read_by(m_edition, value)) {
                if (why.empty())
                    why = m_unsaid_slots[static_cast<std::size_t>(slot)];
            }
            formula =
                why.empty() ? excel_table(value, m_context) : base::Error{.code = "form.inexpressible", .message = why};
        }
        if (!formula.ok()) {
            m_unsaid_slots[static_cast<std::size_t>(value.slot)] = formula.error().message;
            return;
        }
        const int slot = value.slot;
        set_slot(slot, add(value.label, formula->holds, formula->text,
                           of_slots(formula->holds, [slot](std::span<const Value> slots) {
                               return slots[static_cast<std::size_t>(slot)];
                           })));
    }

    void items()
    {
        for (std::size_t i = 0; i < m_edition.items.size(); ++i) {
            std::string why;
            const edition::Item& item = m_edition.items[i];
            m_result.items.push_back(condition(item.title(), item.met.tree, &why));
            m_result.rows.back().value = [i](const Filled& filled) -> Stored { return truth_of(filled.items[i]); };
            if (!why.empty())
                m_result.unsaid_items.push_back({i, why});
        }
    }

    using GroupsOf = const std::vector<Group>& (*)(const Edition&);

    void groups(std::vector<std::size_t>& rows, std::vector<std::size_t>* counts, const std::string& what,
                GroupsOf groups_of)
    {
        const std::vector<Group>& groups = groups_of(m_edition);
        for (std::size_t i = 0; i < groups.size(); ++i) {
            const Group& group = groups[i];
            std::vector<std::string> cells;
            for (std::size_t item : group.items)
                cells.push_back(here(m_result.items[item]));
            const std::size_t have =
                add(what + group.label + "（数）", Holds::Number, sum_of_sure(cells, "=1"),
                    [i, groups_of](const Filled& filled) -> Stored {
                        return static_cast<double>(filled.outcome_of(groups_of(filled.edition)[i]).tally.met);
                    });
            const std::size_t possible = add(what + group.label + "（届く数）", Holds::Number, sum_of_sure(cells, ">0"),
                                             [i, groups_of](const Filled& filled) -> Stored {
                                                 const edition::Tally tally =
                                                     filled.outcome_of(groups_of(filled.edition)[i]).tally;
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
                    formula += "," + here(m_result.items[item]);
                formula += ")";
            }
            rows.push_back(add(what + group.label, Holds::Truth, std::move(formula),
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
        std::vector<std::size_t> needed = m_result.requirements;
        if (!m_edition.classes.empty()) {
            std::vector<std::size_t> alone;
            groups(alone, nullptr, "区分 ", [](const Edition& of) -> const std::vector<Group>& { return of.classes; });
            for (std::size_t i = 0; i < alone.size(); ++i) {
                std::vector<std::size_t> all = m_result.requirements;
                for (int at = static_cast<int>(i); at >= 0; at = m_edition.classes[static_cast<std::size_t>(at)].beyond)
                    all.push_back(alone[static_cast<std::size_t>(at)]);
                m_result.classes.push_back(
                    add("区分 " + m_edition.classes[i].label + "（下の区分も）", Holds::Truth, least_of(all),
                        [i](const Filled& filled) -> Stored { return truth_of(class_outcome(filled, i)); }));
            }
            needed = {m_result.classes.front()};
        }
        m_result.outcome = add("判定", Holds::Truth, least_of(needed), [](const Filled& filled) -> Stored {
            return truth_of(filled.edition.classes.empty() ? requirements_outcome(filled) : class_outcome(filled, 0));
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
        for (std::size_t i = 0; i < m_edition.questions.size(); ++i) {
            if (m_edition.questions[i].deciding && !m_edition.questions[i].derive)
                deciding.push_back(i);
        }
        std::string needed;
        std::string answered;
        for (std::size_t i : deciding) {
            const Question& question = m_edition.questions[i];
            const std::size_t row = m_result.asked[i];
            const std::string need = row == nowhere ? "1" : "(" + here(row) + "=1)";
            const std::string cell = m_context.slots[static_cast<std::size_t>(question.slot)].reference;
            const std::string have = holds_of(question) == Holds::Truth ? cell + "<>0.5" : cell + "<>\"\"";
            needed += (needed.empty() ? "" : "+") + need;
            answered += (answered.empty() ? "" : "+") + need + "*(" + have + ")";
        }
        m_result.needed = add("必須の設問", Holds::Number, needed.empty() ? "0" : needed,
                              [](const Filled& filled) -> Stored { return count_deciding(filled, false); });
        m_result.answered = add("回答した必須の設問", Holds::Number, answered.empty() ? "0" : answered,
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

    // A message that may come: when (an Excel condition) and what it says (an Excel text).
    struct Message {
        std::string code;
        std::string condition;
        std::string text;
    };

    std::vector<Message> messages_of(std::size_t index)
    {
        const Question& question = m_edition.questions[index];
        const AnswerFormulas& read = m_reads[index];
        const std::size_t asked_row = m_result.asked[index];
        const std::string asked = asked_row == nowhere ? "1" : here(asked_row);
        std::vector<Message> messages;
        auto add_message = [&](std::string_view rule, const std::string& condition, std::string text) {
            messages.push_back({question.id + "." + std::string(rule), condition, std::move(text)});
        };
        // What reading the answer says gives way to 「答える必要のない設問」.
        auto if_read = [&](const std::string& condition) {
            return asked_row == nowhere ? condition : "AND(" + asked + "<>0," + condition + ")";
        };
        auto words = [&](std::string_view code, std::string message, std::string next) {
            return answers::Finding{.code = question.id + "." + std::string(code),
                                    .question = question.id,
                                    .message = std::move(message),
                                    .next = std::move(next)};
        };
        if (!question.derive) {
            if (!read.unreadable.empty()) {
                const Unreadable unreadable = unreadable_words(question, m_layout.questions[index].form);
                add_message("type", if_read(read.unreadable),
                            unreadable.behind.empty() ? excel_text(unreadable.before + unreadable.next)
                                                      : excel_text(unreadable.before) + "&" + quoted(read.shown) + "&" +
                                                            excel_text(unreadable.behind + unreadable.next));
            }
            if (!read.no_option.empty()) {
                std::string numbers;
                for (const edition::Option& option : question.options)
                    numbers += (numbers.empty() ? "" : "、") + std::to_string(option.number);
                add_message("option", if_read(read.no_option),
                            excel_text(question.name() + "に選択肢 ") + "&" + read.number + "&" +
                                excel_text(" はありません。選択肢は " + numbers + " です。"));
            }
            if (!read.exclusive.empty()) {
                const auto finding = reading_of(question, "[" + std::to_string(*question.exclusive) + "," +
                                                              std::to_string(other_option(question)) + "]");
                add_message("exclusive", if_read(read.exclusive), excel_text(finding.message + finding.next));
            }
            add_range_messages(index, if_read, messages);
            if (!question.list.empty()) {
                const std::string cell = m_context.slots[static_cast<std::size_t>(question.slot)].reference;
                const std::string names = m_lists.names.at(question.list).names;
                add_message("list",
                            if_read("IF(" + cell + "=\"\",FALSE,SUMPRODUCT(--EXACT(" + names + "," + cell + "))=0)"),
                            excel_text(question.name() + "の「") + "&" + quoted(cell) + "&" +
                                excel_text("」は一覧にありません。一覧から選んでください。"));
            }
            if (asked_row != nowhere) {
                add_message("not-asked", "AND(" + asked + "=0,NOT(" + read.blank + "))",
                            excel_text(question.name() + "は、ほかの回答からお答えいただく必要のない設問です。"
                                                         "回答は保存し、判定には使いません。"));
            }
            if (question.deciding) {
                const std::string cell = m_context.slots[static_cast<std::size_t>(question.slot)].reference;
                const std::string blank = holds_of(question) == Holds::Truth ? cell + "=0.5" : cell + "=\"\"";
                const answers::Finding finding =
                    words("unanswered",
                          question.name() + (question.no.empty() ? "" : "「" + question.label + "」") +
                              "が未回答です。判定に必要な設問です。",
                          "ご回答ください。");
                add_message("unanswered", "AND(" + asked + "=1," + read.blank + "," + blank + ")",
                            excel_text(finding.message + finding.next));
            }
        }
        for (std::size_t i = 0; i < m_edition.findings.size(); ++i) {
            const edition::FindingRule& rule = m_edition.findings[i];
            if (static_cast<std::size_t>(rule.question) == index)
                add_rule_message(i, messages);
        }
        return messages;
    }

    answers::Finding reading_of(const Question& question, const std::string& raw) const
    {
        const answers::Reading reading = answers::normalise(m_edition, question, *base::json::parse(raw));
        return reading.finding.value_or(answers::Finding{});
    }

    static std::int64_t other_option(const Question& question)
    {
        for (const edition::Option& option : question.options) {
            if (option.number != question.exclusive)
                return option.number;
        }
        return *question.exclusive;
    }

    template<typename IfRead>
    void add_range_messages(std::size_t index, const IfRead& if_read, std::vector<Message>& messages)
    {
        const Question& question = m_edition.questions[index];
        const std::string& value = m_reads[index].value;
        auto bound = [&](const base::Decimal& limit, std::string_view sign, std::string_view words) {
            const std::string number = m_context.slots[static_cast<std::size_t>(question.slot)].reference;
            messages.push_back(
                {question.id + ".range",
                 if_read("IF(ISNUMBER(" + number + ")," + number + std::string(sign) + limit.to_text() + ",FALSE)"),
                 excel_text(question.name() + "の ") + "&" + number + "&" +
                     excel_text(question.unit + "は" + limit.to_text() + question.unit + std::string(words) +
                                "数値をご確認ください。")});
        };
        if (value.empty())
            return;
        if (question.minimum)
            bound(*question.minimum, "<", "を下回っています。");
        if (question.maximum)
            bound(*question.maximum, ">", "を超えています。");
    }

    void add_rule_message(std::size_t index, std::vector<Message>& messages)
    {
        const edition::FindingRule& rule = m_edition.findings[index];
        std::string why;
        const std::size_t row = condition(rule.code, rule.when.tree, &why);
        std::string text;
        const std::string whole = rule.message + rule.next;
        for (std::size_t at = 0; at < whole.size() && why.empty();) {
            const std::size_t open =
                at < rule.message.size() ? std::min(whole.find('{', at), rule.message.size()) : std::string::npos;
            const std::size_t close = open == std::string::npos ? open : whole.find('}', open);
            const std::size_t end = close == std::string::npos ? whole.size() : open;
            if (end > at)
                text += (text.empty() ? "" : "&") + excel_text(std::string_view(whole).substr(at, end - at));
            if (close == std::string::npos)
                break;
            const int slot = m_edition.names.find(whole.substr(open + 1, close - open - 1));
            if (slot < 0 || m_context.slots[static_cast<std::size_t>(slot)].reference.empty())
                why = slot < 0 ? "" : m_unsaid_slots[static_cast<std::size_t>(slot)];
            text += (text.empty() ? "" : "&") +
                    (slot < 0 || m_context.slots[static_cast<std::size_t>(slot)].reference.empty()
                         ? excel_text("未回答")
                         : shown_in_message(m_edition, slot, m_context.slots[static_cast<std::size_t>(slot)]));
            at = close + 1;
        }
        if (!why.empty())
            m_result.unsaid_findings.push_back({index, why});
        else
            messages.push_back({rule.code, here(row) + "=1", std::move(text)});
    }

    void messages()
    {
        std::string count;
        std::vector<std::string> codes;
        for (std::size_t i = 0; i < m_edition.questions.size(); ++i) {
            const std::string name = m_edition.questions[i].name();
            m_what = name;
            std::string joined;
            for (const Message& message : messages_of(i)) {
                const std::string& code = message.code;
                const std::size_t flag =
                    add(code, Holds::Number, "IF(" + message.condition + ",1,0)",
                        [code](const Filled& filled) -> Stored { return find(filled.answers, code) ? 1.0 : 0.0; });
                count += (count.empty() ? "" : "+") + here(flag);
                codes.push_back(code);
                const std::size_t text =
                    add(code + " の注意", Holds::Text, "IF(" + here(flag) + "=1," + message.text + ",\"\")",
                        [code, i](const Filled& filled) -> Stored {
                            const answers::Finding* finding = find(filled.answers, code);
                            return finding ? message_of(filled.edition, filled.layout, *finding,
                                                        raw_of_cells(filled.edition.questions[i], filled.cells[i]))
                                           : std::string();
                        });
                joined += (joined.empty() ? "" : "&") + ("IF(" + here(flag) + "=1,CHAR(10)&" + here(text) + ",\"\")");
            }
            if (!joined.empty())
                m_result.messages[i] = add(name + " の注意", Holds::Text, "MID(" + joined + ",2,32767)",
                                           [i](const Filled& filled) -> Stored { return joined_messages(filled, i); });
            if (count.size() > longest_formula / 2) {
                add_count(count, std::move(codes));
                count.clear();
                codes.clear();
            }
        }
        if (!count.empty())
            add_count(count, std::move(codes));
        std::string sum;
        for (std::size_t row : m_counts)
            sum += (sum.empty() ? "" : "+") + here(row);
        m_result.message_count = add("注意の数", Holds::Number, sum.empty() ? "0" : sum,
                                     [](const Filled& filled) -> Stored { return shown_count(filled); });
    }

    void add_count(const std::string& count, std::vector<std::string> codes)
    {
        m_counts.push_back(
            add("注意の数（途中）", Holds::Number, count, [codes = std::move(codes)](const Filled& filled) -> Stored {
                return static_cast<double>(std::count_if(codes.begin(), codes.end(), [&](const std::string& code) {
                    return find(filled.answers, code) != nullptr;
                }));
            }));
    }

    static const answers::Finding* find(const answers::Answers& answers, const std::string& code)
    {
        for (const answers::Finding& finding : answers.findings) {
            if (finding.code == code)
                return &finding;
        }
        return nullptr;
    }

    // Findings that the form can tell: not those on rules that Excel cannot say.
    static bool is_said(const Filled& filled, const answers::Finding& finding)
    {
        const std::vector<Unsaid>& unsaid = filled.calculation.unsaid_findings;
        return !finding.question.empty() && std::none_of(unsaid.begin(), unsaid.end(), [&](const Unsaid& one) {
            return filled.edition.findings[one.index].code == finding.code;
        });
    }

    static std::string joined_messages(const Filled& filled, std::size_t index)
    {
        std::string text;
        for (const answers::Finding& finding : filled.answers.findings) {
            if (finding.question == filled.edition.questions[index].id && is_said(filled, finding))
                text += (text.empty() ? "" : "\n") +
                        message_of(filled.edition, filled.layout, finding,
                                   raw_of_cells(filled.edition.questions[index], filled.cells[index]));
        }
        return text;
    }

    static double shown_count(const Filled& filled)
    {
        const std::vector<answers::Finding>& findings = filled.answers.findings;
        return static_cast<double>(
            std::count_if(findings.begin(), findings.end(),
                          [&](const answers::Finding& finding) { return is_said(filled, finding); }));
    }

    const Edition& m_edition;
    const Layout& m_layout;
    const Lists& m_lists;
    FormulaContext m_context;
    Calculation m_result;
    std::string m_what; // what is being computed, for rows of its parts
    std::map<std::string, std::size_t> m_spilled;
    std::vector<std::string> m_unsaid_slots; // by slot: why Excel cannot compute it
    std::vector<AnswerFormulas> m_reads;     // by question
    std::vector<std::size_t> m_counts;
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
