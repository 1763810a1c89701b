#include "answers/normalise.h"
#include "form/calculation_draft.h"
#include "form/words.h"

#include <algorithm>

namespace kenkei::form {

using edition::Question;

namespace {

constexpr std::size_t nowhere = Calculation::nowhere;

// As much of an answer as a message quotes (answers::in_message).
std::string quoted(const std::string& text)
{
    return "LEFT(" + text + ",60)&IF(LEN(" + text + ")>60,\"…\",\"\")";
}

// Adds the rows of messages to a draft; used once.
class MessageRows {
public:
    explicit MessageRows(CalculationDraft& draft) : m_draft(draft) {}

    void add()
    {
        std::string count;
        std::vector<std::string> codes;
        for (std::size_t i = 0; i < m_draft.edition.questions.size(); ++i) {
            const std::string name = m_draft.edition.questions[i].name();
            m_draft.what = name;
            std::string joined;
            for (const Message& message : messages_of(i)) {
                const std::string& code = message.code;
                const std::size_t flag = m_draft.add(
                    code, Holds::Number, "IF(" + message.condition + ",1,0)",
                    [code](const Filled& filled) -> Stored { return find(filled.answers, code) ? 1.0 : 0.0; });
                count += (count.empty() ? "" : "+") + here(flag);
                codes.push_back(code);
                const std::size_t text =
                    m_draft.add(code + " の注意", Holds::Text, "IF(" + here(flag) + "=1," + message.text + ",\"\")",
                                [code, i](const Filled& filled) -> Stored {
                                    const answers::Finding* finding = find(filled.answers, code);
                                    return finding
                                               ? message_of(filled.edition, filled.layout, *finding,
                                                            raw_of_cells(filled.edition.questions[i], filled.cells[i]))
                                               : std::string();
                                });
                joined += (joined.empty() ? "" : "&") + ("IF(" + here(flag) + "=1,CHAR(10)&" + here(text) + ",\"\")");
            }
            if (!joined.empty())
                m_draft.result.messages[i] =
                    m_draft.add(name + " の注意", Holds::Text, "MID(" + joined + ",2,32767)",
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
        m_draft.result.message_count = m_draft.add("注意の数", Holds::Number, sum.empty() ? "0" : sum,
                                                   [](const Filled& filled) -> Stored { return shown_count(filled); });
    }

private:
    static std::string here(std::size_t row) { return Calculation::here(row); }

    // A message that may come: when (an Excel condition) and what it says (an Excel text).
    struct Message {
        std::string code;
        std::string condition;
        std::string text;
    };

    std::vector<Message> messages_of(std::size_t index)
    {
        const Question& question = m_draft.edition.questions[index];
        const AnswerFormulas& read = m_draft.reads[index];
        const std::size_t asked_row = m_draft.result.asked[index];
        const std::string asked = asked_row == nowhere ? "1" : here(asked_row);
        std::vector<Message> messages;
        auto add_message = [&](std::string_view rule, const std::string& condition, std::string text) {
            messages.push_back({question.id + "." + std::string(rule), condition, std::move(text)});
        };
        // What reading the answer says gives way to 「答える必要のない設問」.
        auto if_read = [&](const std::string& condition) {
            return asked_row == nowhere ? condition : "AND(" + asked + "<>0," + condition + ")";
        };
        if (!question.derive) {
            if (!read.unreadable.empty()) {
                const Unreadable unreadable = unreadable_words(question, m_draft.layout.questions[index].form);
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
                const std::string cell = m_draft.context.slots[static_cast<std::size_t>(question.slot)].reference;
                const std::string names = m_draft.lists.names.at(question.list).names;
                add_message("list",
                            if_read("IF(" + cell + "=\"\",FALSE,SUMPRODUCT(--EXACT(" + names + "," + cell + "))=0)"),
                            excel_text(question.name() + "の「") + "&" + quoted(cell) + "&" +
                                excel_text("」は一覧にありません。一覧から選んでください。"));
            }
            if (asked_row != nowhere) {
                add_message("not-asked", "AND(" + asked + "=0,NOT(" + read.blank + "))",
                            excel_text(answers::not_asked(question).message));
            }
            if (question.deciding) {
                const std::string cell = m_draft.context.slots[static_cast<std::size_t>(question.slot)].reference;
                const std::string blank = holds_of(question) == Holds::Truth ? cell + "=0.5" : cell + "=\"\"";
                const answers::Finding finding = answers::unanswered(question);
                add_message("unanswered", "AND(" + asked + "=1," + read.blank + "," + blank + ")",
                            excel_text(finding.message + finding.next));
            }
        }
        for (std::size_t i = 0; i < m_draft.edition.findings.size(); ++i) {
            const edition::FindingRule& rule = m_draft.edition.findings[i];
            if (static_cast<std::size_t>(rule.question) == index)
                add_rule_message(i, messages);
        }
        return messages;
    }

    answers::Finding reading_of(const Question& question, const std::string& raw) const
    {
        const answers::Reading reading = answers::normalise(m_draft.edition, question, *base::json::parse(raw));
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
        const Question& question = m_draft.edition.questions[index];
        const std::string& value = m_draft.reads[index].value;
        auto bound = [&](const base::Decimal& limit, std::string_view sign, std::string_view words) {
            const std::string number = m_draft.context.slots[static_cast<std::size_t>(question.slot)].reference;
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
        const edition::FindingRule& rule = m_draft.edition.findings[index];
        std::string why;
        const std::size_t row = m_draft.condition(rule.code, rule.when.tree, &why);
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
            const int slot = m_draft.edition.names.find(whole.substr(open + 1, close - open - 1));
            if (slot < 0 || m_draft.context.slots[static_cast<std::size_t>(slot)].reference.empty())
                why = slot < 0 ? "" : m_draft.unsaid_slots[static_cast<std::size_t>(slot)];
            text +=
                (text.empty() ? "" : "&") +
                (slot < 0 || m_draft.context.slots[static_cast<std::size_t>(slot)].reference.empty()
                     ? excel_text("未回答")
                     : shown_in_message(m_draft.edition, slot, m_draft.context.slots[static_cast<std::size_t>(slot)]));
            at = close + 1;
        }
        if (!why.empty())
            m_draft.result.unsaid_findings.push_back({index, why});
        else
            messages.push_back({rule.code, here(row) + "=1", std::move(text)});
    }

    void add_count(const std::string& count, std::vector<std::string> codes)
    {
        m_counts.push_back(m_draft.add(
            "注意の数（途中）", Holds::Number, count, [codes = std::move(codes)](const Filled& filled) -> Stored {
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

    CalculationDraft& m_draft;
    std::vector<std::size_t> m_counts;
};

}

void add_messages(CalculationDraft& draft)
{
    MessageRows(draft).add();
}

}
