#include "edition/differences_finder.h"
#include "edition/procedure.h"

namespace kenkei::edition {

namespace {

std::string describe(const Process& process)
{
    return "関門 " + gates_in_words(process) + "、決定 " + process.decided_by;
}

std::vector<std::string> schemes_of(const Process& process)
{
    std::vector<std::string> schemes;
    for (const Process::Exclusive& one : process.exclusive)
        schemes.push_back(one.scheme);
    return schemes;
}

std::string notes_of(const Process& process)
{
    std::string notes;
    const auto add = [&](const Clause& clause) {
        if (!clause.note.empty())
            notes += (notes.empty() ? "" : " ／ ") + clause.note;
    };
    add(process.submission);
    for (const auto* clause : {&process.no_delegates, &process.shared_code, &process.no_second_answer}) {
        if (*clause)
            add(**clause);
    }
    for (const Process::Exclusive& one : process.exclusive)
        add(one.clause);
    for (const Gate& gate : process.gates)
        add(gate.clause);
    add(process.decision);
    return notes;
}

}

// A clause that may stand in an edition or not; that it is cited from elsewhere is noted.
void DifferenceFinder::clause(Subject about, std::string_view what, std::string_view words,
                              const std::optional<Clause>& before, const std::optional<Clause>& after)
{
    about.before = before ? before->source : Source{};
    about.after = after ? after->source : Source{};
    if (before && after)
        cited(about.before, about.after);
    text(about, what, std::string(before ? words : ""), std::string(after ? words : ""));
}

void DifferenceFinder::process()
{
    const Subject about{Area::Process, "process", "手続"};
    if (!m_before.process && !m_after.process)
        return;
    if (!m_before.process || !m_after.process) {
        const bool came = m_after.process.has_value();
        add(about, came ? Change::Kind::Added : Change::Kind::Removed, "", came ? "" : describe(*m_before.process),
            came ? describe(*m_after.process) : "");
        return;
    }
    const Process& b = *m_before.process;
    const Process& a = *m_after.process;
    applicant(about);
    cited(b.submission.source, a.submission.source);
    clause(about, "代理", no_delegates_in_words, b.no_delegates, a.no_delegates);
    clause(about, "受付コード", shared_code_in_words, b.shared_code, a.shared_code);
    clause(about, "未回答", no_second_answer_in_words, b.no_second_answer, a.no_second_answer);
    names(about, "同時に申請できない制度", schemes_of(b), schemes_of(a));
    text(about, "関門", gates_in_words(b), gates_in_words(a));
    for (const Gate& gate : a.gates) {
        if (const Gate* was = b.find_gate(gate.kind))
            cited(was->clause.source, gate.clause.source);
    }
    Subject decision = about;
    decision.before = b.decision.source;
    decision.after = a.decision.source;
    cited(decision.before, decision.after);
    text(decision, "決定する者", b.decided_by, a.decided_by);
    text(about, "備考", notes_of(b), notes_of(a));
    revocation();
}

void DifferenceFinder::applicant(const Subject& about)
{
    const ApplicantFields& b = m_before.process->applicant;
    const ApplicantFields& a = m_after.process->applicant;
    const auto id_after = [&](const std::string& id) {
        const auto renamed = m_renamed.find(id);
        return renamed == m_renamed.end() ? id : renamed->second;
    };
    const auto all = [&](std::string_view what, const std::vector<std::size_t>& before,
                         const std::vector<std::size_t>& after) {
        const bool same = std::equal(before.begin(), before.end(), after.begin(), after.end(),
                                     [&](std::size_t one, std::size_t other) {
                                         return id_after(m_before.questions[one].id) == m_after.questions[other].id;
                                     });
        if (!same)
            text(about, what, questions_in_words(m_before, before), questions_in_words(m_after, after));
    };
    const auto list = [](int question) {
        return question < 0 ? std::vector<std::size_t>{} : std::vector{static_cast<std::size_t>(question)};
    };
    all("番号の設問", list(b.number), list(a.number));
    all("受付コードの設問", list(b.code), list(a.code));
    all("名称の設問", list(b.name), list(a.name));
    all("ふりがなの設問", list(b.kana), list(a.kana));
    all("電話の設問", b.phones, a.phones);
    all("氏名の設問", b.persons, a.persons);
    all("メールの設問", b.mails, a.mails);
}

void DifferenceFinder::revocation()
{
    const auto pairs = pair_up(m_before.process->revocation, m_after.process->revocation,
                               [](const Ground& ground) { return ground.label; });
    for (const Pair<Ground>& pair : pairs) {
        const Ground& ground = pair.after ? *pair.after : *pair.before;
        const Subject about{Area::Process, ground.id, "取消の事由「" + ground.label + "」",
                            pair.before ? pair.before->clause.source : Source{},
                            pair.after ? pair.after->clause.source : Source{}};
        if (!in_both(pair, about, [](const Edition&, const Ground& one) { return one.label; }))
            continue;
        text(about, "文言", pair.before->label, pair.after->label);
        text(about, "備考", pair.before->clause.note, pair.after->clause.note);
    }
}

}
