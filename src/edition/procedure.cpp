#include "edition/procedure.h"

#include "edition/sentence.h"
#include "edition/words.h"

#include <algorithm>

namespace kenkei::edition {

namespace {

class Telling {
public:
    explicit Telling(const Edition& edition) : m_edition(edition) {}

    std::vector<ProcedureRule> rules()
    {
        if (m_edition.process)
            process(*m_edition.process);
        if (m_edition.evidence && (m_edition.process || m_edition.evidence->days == DayCount::Business))
            m_rules.push_back({"資料の提出", "求められた日から" + answer_time_in_words(*m_edition.evidence),
                               m_edition.evidence->source, ""});
        if (m_edition.validity)
            validity(*m_edition.validity);
        for (std::size_t i = 0; m_edition.process && i < m_edition.process->revocation.size(); ++i) {
            const Ground& ground = m_edition.process->revocation[i];
            add("取消の事由", ground.label + "（" + ground.id + "）", ground.clause);
        }
        return std::move(m_rules);
    }

private:
    void add(std::string label, std::string text, const Clause& clause)
    {
        m_rules.push_back({std::move(label), std::move(text), clause.source, clause.note});
    }
    void add(std::string label, std::string_view text, const std::optional<Clause>& clause)
    {
        if (clause)
            add(std::move(label), std::string(text), *clause);
    }

    void process(const Process& process)
    {
        add("提出", "締切まで何度でもでき、締切までに受け付けた最後のものによる", process.submission);
        add("代理", no_delegates_in_words, process.no_delegates);
        add("受付コード", shared_code_in_words, process.shared_code);
        add("未回答", no_second_answer_in_words, process.no_second_answer);
        for (const Process::Exclusive& one : process.exclusive)
            add("重ねての申請", one.scheme + " の同じ年度版にも申請すると、どちらでも認めない", one.clause);
        for (std::size_t i = 0; i < process.gates.size(); ++i)
            add("関門" + std::to_string(i + 1), in_words(process.gates[i]), process.gates[i].clause);
        add("決定", process.decided_by + "が行う", process.decision);
    }

    void validity(const Validity& validity)
    {
        if (const auto& term = validity.term) {
            m_rules.push_back({"有効期間の長さ", std::to_string(term->years) + "年", term->source, term->note});
            for (const Term::Exception& one : term->exceptions)
                m_rules.push_back({"有効期間の例外",
                                   day_in_words(one.from) + "に始まるものは" + std::to_string(one.years) + "年",
                                   one.source, one.note});
        }
        add("更新", renewal_in_words, validity.renewal);
        add("区分の変更", class_change_in_words, validity.class_change);
    }

    const Edition& m_edition;
    std::vector<ProcedureRule> m_rules;
};

}

std::vector<ProcedureRule> procedure_of(const Edition& edition)
{
    return Telling(edition).rules();
}

bool has_own_procedure(const Edition& edition)
{
    const std::vector<ProcedureRule> rules = procedure_of(edition);
    return std::any_of(rules.begin(), rules.end(),
                       [](const ProcedureRule& rule) { return rule.source.document.empty(); });
}

std::string answer_time_in_words(const EvidenceRule& rule)
{
    return std::to_string(rule.answer_within_days) + "日以内" +
           (rule.days == DayCount::Business ? "（土曜・日曜・祝日を除く）" : "");
}

std::string term_in_words(const Term& term)
{
    std::string exceptions;
    for (const Term::Exception& one : term.exceptions)
        exceptions += (exceptions.empty() ? "" : "、") + day_in_words(one.from) + "に始まるものは" +
                      std::to_string(one.years) + "年";
    return std::to_string(term.years) + "年" + (exceptions.empty() ? "" : "（" + exceptions + "）");
}

std::string in_words(const Gate& gate)
{
    return std::string(label_of(gate.kind)) + (gate.by.empty() ? "" : "（" + gate.by + "）");
}

std::string gates_in_words(const Process& process)
{
    std::string text;
    for (const Gate& gate : process.gates)
        text += (text.empty() ? "" : "、") + in_words(gate);
    return text;
}

std::string questions_in_words(const Edition& edition, const std::vector<std::size_t>& questions)
{
    std::string text;
    for (std::size_t index : questions) {
        const Question& question = edition.questions[index];
        text += (text.empty() ? "" : "、") + name_in_sentence(question) + "（" + question.id + "）";
    }
    return text;
}

std::string applicant_in_words(const Edition& edition)
{
    if (!edition.process)
        return {};
    const ApplicantFields& fields = edition.process->applicant;
    std::vector<std::size_t> questions;
    for (int question : {fields.number, fields.code, fields.name, fields.kana}) {
        if (question >= 0)
            questions.push_back(static_cast<std::size_t>(question));
    }
    for (const auto* more : {&fields.phones, &fields.persons, &fields.mails})
        questions.insert(questions.end(), more->begin(), more->end());
    return questions_in_words(edition, questions);
}

}
