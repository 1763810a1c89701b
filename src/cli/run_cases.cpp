#include "cli/run_cases.h"

#include "base/json.h"
#include "judge/judgement.h"

#include <algorithm>

namespace kenkei::cli {

using edition::Edition;
using edition::Outcome;
using judge::Judgement;

namespace {

std::string in_text(const std::string& what, std::string_view expected, std::string_view got)
{
    return what + ": 期待 " + std::string(expected) + "、判定 " + std::string(got);
}

std::string list_in_text(const std::vector<std::string>& texts)
{
    std::string all;
    for (const std::string& text : texts)
        all += (all.empty() ? "" : ", ") + text;
    return "[" + all + "]";
}

bool same_fact(const base::json::Value& expected, const feel::Value& got)
{
    switch (expected.kind) {
    case base::json::Kind::Null:
        return got.is_null();
    case base::json::Kind::Boolean:
        return got.kind() == feel::Kind::Boolean && got.as_boolean() == expected.boolean;
    default:
        return !got.is_null() && feel::to_display(got) == expected.text;
    }
}

template<typename T, typename Got>
void compare_outcomes(std::vector<std::string>& differences, std::string_view what, const std::vector<T>& all,
                      const std::map<std::string, Outcome>& expected, Got got)
{
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto found = expected.find(all[i].id);
        if (found != expected.end() && found->second != got(i))
            differences.push_back(in_text(std::string(what) + " " + all[i].id, edition::word_of(found->second),
                                          edition::word_of(got(i))));
    }
}

std::string_view class_word(const std::string& id)
{
    return id.empty() ? std::string_view("null") : std::string_view(id);
}

void compare_next(std::vector<std::string>& differences, const Edition& edition, const scheme::Expectation& expect,
                  const Judgement& judgement)
{
    for (const auto& [requirement, items] : expect.next) {
        std::vector<std::string> got;
        for (const judge::NextStep& step : judgement.next) {
            if (edition.requirements[step.requirement].id != requirement)
                continue;
            for (const judge::NearestItem& nearest : step.nearest)
                got.push_back(edition.items[nearest.item].id);
        }
        if (got != items)
            differences.push_back(in_text("次の一手 " + requirement, list_in_text(items), list_in_text(got)));
    }
}

base::Result<answers::Application> application_of(const base::json::Value& document)
{
    return answers::read_application(document, "case");
}

void add(Coverage& coverage, const Edition& edition, const Judgement& judgement)
{
    for (std::size_t i = 0; i < edition.items.size(); ++i)
        coverage.items[edition.items[i].id].insert(judgement.items[i]);
    for (std::size_t i = 0; i < edition.requirements.size(); ++i)
        coverage.requirements[edition.requirements[i].id].insert(judgement.requirements[i].outcome);
    for (std::size_t i = 0; i < edition.values.size(); ++i) {
        if (edition.values[i].table < 0)
            continue;
        for (std::size_t row : judgement.answers.table_rows[i])
            coverage.table_rows[edition.table(edition.values[i]).id].insert(row);
    }
    for (const answers::Finding& finding : judgement.answers.findings)
        coverage.findings.insert(finding.code);
}

}

std::vector<std::string> Coverage::gaps(const Edition& edition) const
{
    std::vector<std::string> lines;
    auto seen = [](const auto& map, const std::string& id, const auto& value) {
        auto found = map.find(id);
        return found != map.end() && found->second.contains(value);
    };
    for (const edition::Item& item : edition.items) {
        for (Outcome outcome : {Outcome::Met, Outcome::NotMet, Outcome::Undetermined}) {
            if (!seen(items, item.id, outcome))
                lines.push_back("評価項目 " + item.id + " が " + std::string(edition::word_of(outcome)) +
                                " になる事例がありません");
        }
    }
    for (const edition::Group& group : edition.requirements) {
        for (Outcome outcome : {Outcome::Met, Outcome::NotMet, Outcome::Undetermined}) {
            if (!seen(requirements, group.id, outcome))
                lines.push_back("認定要件 " + group.id + " が " + std::string(edition::word_of(outcome)) +
                                " になる事例がありません");
        }
    }
    for (const edition::Table& table : edition.tables) {
        for (std::size_t row = 0; row < table.rules.rows.size(); ++row) {
            if (!seen(table_rows, table.id, row))
                lines.push_back("表 " + table.id + " の " + std::to_string(row + 1) + "行目を通る事例がありません");
        }
    }
    for (const edition::FindingRule& finding : edition.findings) {
        if (!findings.contains(finding.code))
            lines.push_back("指摘 " + finding.code + " が出る事例がありません");
    }
    return lines;
}

std::string Coverage::summary(const Edition& edition) const
{
    std::size_t rows = 0;
    std::size_t rows_seen = 0;
    for (const edition::Table& table : edition.tables) {
        rows += table.rules.rows.size();
        if (auto found = table_rows.find(table.id); found != table_rows.end())
            rows_seen += found->second.size();
    }
    auto outcomes_seen = [](const auto& map) {
        std::size_t count = 0;
        for (const auto& [id, outcomes] : map)
            count += outcomes.size();
        return count;
    };
    const auto findings_seen =
        static_cast<std::size_t>(std::count_if(edition.findings.begin(), edition.findings.end(),
                                               [&](const auto& rule) { return findings.contains(rule.code); }));
    auto part = [](std::string_view what, std::size_t seen, std::size_t all) {
        return std::string(what) + " " + std::to_string(seen) + "/" + std::to_string(all);
    };
    return part("評価項目の判定", outcomes_seen(items), 3 * edition.items.size()) + "、" +
           part("認定要件の判定", outcomes_seen(requirements), 3 * edition.requirements.size()) + "、" +
           part("表の行", rows_seen, rows) + "、" + part("指摘", findings_seen, edition.findings.size());
}

std::vector<std::string> run_case(const Edition& edition, const scheme::Case& test, Coverage& coverage)
{
    auto application = application_of(test.document);
    if (!application.ok())
        return {application.error().message};
    const scheme::Expectation& expect = test.expect;
    const Judgement judgement =
        judge::judge(edition, *application, test.as_of, expect.next.empty() ? judge::Next::Skip : judge::Next::Search);
    add(coverage, edition, judgement);

    std::vector<std::string> differences;
    if (expect.outcome && *expect.outcome != judgement.outcome)
        differences.push_back(in_text("判定", edition::word_of(*expect.outcome), edition::word_of(judgement.outcome)));
    compare_outcomes(differences, "評価項目", edition.items, expect.items,
                     [&](std::size_t i) { return judgement.items[i]; });
    compare_outcomes(differences, "認定要件", edition.requirements, expect.requirements,
                     [&](std::size_t i) { return judgement.requirements[i].outcome; });
    compare_outcomes(differences, "称号", edition.titles, expect.titles,
                     [&](std::size_t i) { return judgement.titles[i].outcome; });
    for (const auto& [id, expected] : expect.facts) {
        const edition::ComputedValue* fact = edition.find_value(id);
        const feel::Value& got = judgement.answers.slots[static_cast<std::size_t>(fact->slot)];
        if (!same_fact(expected, got))
            differences.push_back(in_text("事実 " + id,
                                          expected.kind == base::json::Kind::Null ? "null"
                                          : expected.kind == base::json::Kind::Boolean
                                              ? (expected.boolean ? "true" : "false")
                                              : expected.text,
                                          got.is_null() ? "null" : feel::to_display(got)));
    }
    std::vector<std::string> codes;
    for (const answers::Finding& finding : judgement.answers.findings)
        codes.push_back(finding.code);
    std::sort(codes.begin(), codes.end());
    std::vector<std::string> missing;
    std::vector<std::string> extra;
    std::set_difference(expect.findings.begin(), expect.findings.end(), codes.begin(), codes.end(),
                        std::back_inserter(missing));
    std::set_difference(codes.begin(), codes.end(), expect.findings.begin(), expect.findings.end(),
                        std::back_inserter(extra));
    if (!missing.empty())
        differences.push_back("出るはずの指摘が出ません: " + list_in_text(missing));
    if (!extra.empty())
        differences.push_back("期待していない指摘が出ました: " + list_in_text(extra));
    if (expect.class_reached && *expect.class_reached != judge::class_id(edition, judgement.reached))
        differences.push_back(in_text("区分", class_word(*expect.class_reached),
                                      class_word(judge::class_id(edition, judgement.reached))));
    if (expect.class_possible && *expect.class_possible != judge::class_id(edition, judgement.possible))
        differences.push_back(in_text("届きうる区分", class_word(*expect.class_possible),
                                      class_word(judge::class_id(edition, judgement.possible))));
    compare_next(differences, edition, expect, judgement);
    if (expect.final || expect.reasons) {
        judge::Final final = judge::close(edition, judgement);
        const std::string word = final.passed ? "passed" : "refused";
        std::sort(final.reasons.begin(), final.reasons.end());
        if (expect.final && *expect.final != word)
            differences.push_back(in_text("締切時", *expect.final, word));
        if (expect.reasons && *expect.reasons != final.reasons)
            differences.push_back(in_text("理由", list_in_text(*expect.reasons), list_in_text(final.reasons)));
    }
    return differences;
}

std::vector<const edition::Question*> questions_to_leave_out(const Edition& edition)
{
    std::vector<const edition::Question*> questions;
    for (const edition::Question& question : edition.questions) {
        if (question.deciding && !question.fallback && !question.derive)
            questions.push_back(&question);
    }
    return questions;
}

std::vector<std::string> leave_out_each_question(const Edition& edition, const std::vector<scheme::Case>& cases)
{
    std::vector<std::string> violations;
    const std::vector<const edition::Question*> questions = questions_to_leave_out(edition);
    std::set<std::string> undecided; // questions without which some item is undetermined
    for (const scheme::Case& test : cases) {
        auto application = application_of(test.document);
        if (!test.good || !application.ok())
            continue;
        const Judgement whole = judge::judge(edition, *application, test.as_of, judge::Next::Skip);
        for (const edition::Question* left_out : questions) {
            const edition::Question& question = *left_out;
            if (!application->answers.find(question.id))
                continue;
            answers::Application without = *application;
            std::erase_if(without.answers.members, [&](const auto& member) { return member.first == question.id; });
            const Judgement left = judge::judge(edition, without, test.as_of, judge::Next::Skip);
            for (std::size_t i = 0; i < edition.items.size(); ++i) {
                if (left.items[i] == whole.items[i])
                    continue;
                if (left.items[i] == Outcome::Undetermined)
                    undecided.insert(question.id);
                else if (whole.items[i] != Outcome::Undetermined && !question.fallback_rule)
                    violations.push_back(test.file + " 「" + test.name + "」: " + question.id +
                                         " を未回答にすると評価項目 " + edition.items[i].id + " が " +
                                         std::string(edition::word_of(whole.items[i])) + " から " +
                                         std::string(edition::word_of(left.items[i])) + " に変わります");
            }
        }
    }
    for (const edition::Question* question : questions) {
        if (!undecided.contains(question->id))
            violations.push_back("★の設問 " + question->id +
                                 " を未回答にしても、判定できなくなる評価項目がどの事例にもありません");
    }
    return violations;
}

}
