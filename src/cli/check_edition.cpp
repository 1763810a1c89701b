#include "cli/check_edition.h"

#include "cli/hints_file.h"
#include "cli/run_cases.h"
#include "scheme/demo.h"
#include "scheme/lint.h"
#include "scheme/load_edition.h"
#include "scheme/prose.h"
#include "scheme/revisions.h"

namespace kenkei::cli {

namespace fs = std::filesystem;
using edition::Edition;
using edition::Outcome;
using Value = base::json::Value;

namespace {

// What no case triggers, at the place where it is written.
class Untriggered {
public:
    Untriggered(const edition::Parts& parts, const Coverage& coverage, std::vector<base::Error>& errors)
        : m_parts(parts)
        , m_coverage(coverage)
        , m_errors(errors)
    {}

    void find(const Edition& edition)
    {
        for (const edition::Item& item : edition.items) {
            for (Outcome outcome : {Outcome::Met, Outcome::NotMet}) {
                if (!seen(m_coverage.items, item.id, outcome))
                    say(*m_parts.criteria.tree.find("items")->find(item.id), m_parts.criteria, "case.item",
                        "評価項目「" + item.id + "」（" + item.title() + "）が" +
                            (outcome == Outcome::Met ? "適合" : "不適合") + "になる事例がありません。",
                        std::string(outcome == Outcome::Met ? "cases/good" : "cases/bad") +
                            " に、そうなる事例を書いてください。");
            }
        }
        for (const edition::FindingRule& finding : edition.findings) {
            if (!m_coverage.findings.contains(finding.code))
                say(*m_parts.criteria.tree.find("findings")->find(finding.code), m_parts.criteria, "case.finding",
                    "指摘「" + finding.code + "」が出る事例がありません。",
                    "この指摘が出る事例を cases/bad に書くか、出ることのない指摘なら消してください。");
        }
        for (std::size_t i = 0; i < edition.tables.size(); ++i) {
            const edition::Table& table = edition.tables[i];
            const edition::Part& part = m_parts.tables[i].second;
            for (std::size_t row = 0; row < table.rules.rows.size(); ++row) {
                if (seen(m_coverage.table_rows, table.id, row))
                    continue;
                Value at;
                at.at = table.rules.rows[row].at;
                say(at, part, "case.row",
                    "表「" + table.id + "」の " + std::to_string(row + 1) + "行目に当てはまる事例がありません。",
                    "この行を通る事例を cases/ に書いてください。");
            }
        }
    }

private:
    static bool seen(const auto& map, const std::string& id, const auto& value)
    {
        auto found = map.find(id);
        return found != map.end() && found->second.contains(value);
    }

    void say(const Value& at, const edition::Part& part, std::string code, std::string message, std::string way_out)
    {
        const base::SourcePosition place = at.key_at.known() ? at.key_at : at.at;
        m_errors.push_back({.code = std::move(code),
                            .message = std::move(message),
                            .way_out = std::move(way_out),
                            .file = part.file,
                            .at = place,
                            .excerpt = base::line_with_caret(part.text, place)});
    }

    const edition::Parts& m_parts;
    const Coverage& m_coverage;
    std::vector<base::Error>& m_errors;
};

void check_cases(const fs::path& folder, const edition::Parts& parts, EditionCheck& check)
{
    scheme::Cases cases = scheme::read_cases(folder, *check.edition);
    check.cases = cases.cases.size();
    Coverage coverage;
    bool failed = !cases.errors.empty();
    for (base::Error& error : cases.errors)
        check.errors.push_back(std::move(error));
    std::vector<base::Error> failures;
    std::size_t behind_bases = 0;
    bool base_failed = false;
    for (const scheme::Case& test : cases.cases) {
        std::string all;
        for (const std::string& difference : run_case(*check.edition, test, coverage))
            all += (all.empty() ? "" : "、") + difference;
        if (all.empty())
            continue;
        failed = true;
        base_failed = base_failed || test.base;
        if (base_failed && !test.base) {
            ++behind_bases;
            continue;
        }
        failures.push_back({.code = "case.failed",
                            .message = "事例「" + test.name + "」が期待と違います。" + all + "。",
                            .way_out = "規則と期待のどちらが正しいかを典拠で確かめて直してください。",
                            .file = test.file,
                            .at = test.at});
    }
    if (behind_bases > 0)
        failures.back().message += "ほかの事例も " + std::to_string(behind_bases) +
                                   "件が期待と違いますが、もとの回答（bases）が期待どおりになるまで示しません。";
    for (base::Error& failure : failures)
        check.errors.push_back(std::move(failure));
    // A broken case may be just the one that would have triggered it.
    if (!failed)
        Untriggered(parts, coverage, check.errors).find(*check.edition);
}

}

EditionCheck check_edition(const fs::path& folder)
{
    scheme::PartsResult read = scheme::read_parts(folder);
    if (!read.errors.empty())
        return {.edition = {}, .errors = std::move(read.errors)};
    edition::ReadResult compiled = scheme::compile(folder, read.parts);
    EditionCheck check{.edition = std::move(compiled.edition), .errors = std::move(compiled.errors)};
    if (!check.edition)
        return check;
    for (base::Error& error : scheme::lint(read.parts, *check.edition))
        check.errors.push_back(std::move(error));
    // One wrong rule may fail every case and change the whole list of changes; its own message is the one to read.
    const bool rules_hold = check.errors.empty();
    scheme::check_revisions(folder, *check.edition, check.errors);
    if (!rules_hold)
        return check;
    scheme::check_prose(folder, *check.edition, check.errors);
    for (base::Error& error : scheme::read_demo(folder, *check.edition).errors)
        check.errors.push_back(std::move(error));
    for (base::Error& error : read_hints_file(folder, *check.edition).errors)
        check.errors.push_back(std::move(error));
    check_cases(folder, read.parts, check);
    return check;
}

}
