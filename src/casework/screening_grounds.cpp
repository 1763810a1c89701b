#include "casework/act_rules.h"

#include <algorithm>

namespace kenkei::casework {

namespace {

// Words of a judgement's reasons before the id of what they are about.
constexpr std::string_view reason_words[] = {"unanswered:", "not_met:", "too_few:"};
constexpr std::string_view other_ground = "other";

struct Known {
    std::string id;
    std::string label;
};

// What an edition refuses by, in the order in which it is printed.
std::vector<Known> rules_of(const edition::Edition& edition)
{
    std::vector<Known> rules;
    for (const edition::Item& item : edition.items)
        rules.push_back({item.id, item.label});
    for (const std::vector<edition::Group>* groups : {&edition.requirements, &edition.classes}) {
        for (const edition::Group& group : *groups)
            rules.push_back({group.id, group.label});
    }
    return rules;
}

// Clauses that only a person can see to.
std::vector<Known> clauses_of(const edition::Process& process)
{
    std::vector<Known> clauses;
    if (process.no_delegates)
        clauses.push_back({"no-delegates", "代理の者が作成した申請"});
    if (process.shared_code)
        clauses.push_back({"shared-code", "一つの受付コードでの複数の申請"});
    return clauses;
}

bool holds(const std::vector<Known>& known, std::string_view id)
{
    return std::any_of(known.begin(), known.end(), [&](const Known& one) { return one.id == id; });
}

bool is_known(const Situation& s, const std::string& ground)
{
    const std::vector<Known> rules = rules_of(s.edition);
    if (holds(rules, ground) || holds(clauses_of(s.process), ground) || s.edition.find_question(ground) != nullptr)
        return true;
    for (const std::string_view word : reason_words) {
        if (ground.starts_with(word) && holds(rules, std::string_view(ground).substr(word.size())))
            return true;
    }
    return std::any_of(s.edition.findings.begin(), s.edition.findings.end(),
                       [&](const edition::FindingRule& finding) { return finding.code == ground; });
}

std::string list_of(const Situation& s)
{
    std::vector<std::string> words;
    for (const std::vector<Known>& known : {rules_of(s.edition), clauses_of(s.process)}) {
        for (const Known& one : known)
            words.push_back(one.label.empty() || one.label == one.id ? one.id : one.id + "（" + one.label + "）");
    }
    return listed(words);
}

}

base::Result<void> check_screening_grounds(const Situation& s, const Screen& command)
{
    for (const std::string& ground : command.grounds) {
        if (ground == other_ground) {
            TRY(check_given(command.note, "書類審査の理由（other）の説明"));
            continue;
        }
        if (!is_known(s, ground))
            return refusal("case.ground", "「" + ground + "」という書類審査の理由は、この年度版にありません。",
                           "次のどれかか、設問または指摘の符号で書いてください：" + list_of(s) +
                               "。どれにも当たらないときは other とし、説明を添えてください。");
    }
    return {};
}

}
