#include "scheme/lint.h"

#include "base/date.h"
#include "edition/term.h"
#include "edition/tree_reader.h"
#include "scheme/written.h"

#include <algorithm>

namespace kenkei::scheme {

using edition::Edition;
using edition::TreeReader;
using Value = base::json::Value;

namespace {

// Where a gate of that kind is written.
const Value& gate_at(const Value& tree, edition::GateKind kind)
{
    for (const Value& gate : written(tree, {"process", "gates"}).items) {
        if (const Value& named = written(gate, {"gate"}); named.text == name_of(kind))
            return named;
    }
    return written(tree, {"process", "gates"});
}

// Gates and what they wait for.
void lint_gates(TreeReader& reader, const Value& tree, const Edition& edition)
{
    if (edition.fee && !edition.process->find_gate(edition::GateKind::Payment))
        reader.refuse_key(written(tree, {"process", "gates"}), "process.fee",
                          "申請料（fee）がありますが、その入金を確かめる関門（gate: payment）がありません。",
                          "入金を待って決定するなら gates に { gate: payment, source: 典拠 } を加えてください。"
                          "申請料がないなら fee を消してください。");
    const bool asked = std::any_of(edition.known.begin(), edition.known.end(),
                                   [](const edition::KnownFacts& known) { return known.id == "insurer"; });
    if (edition.process->find_gate(edition::GateKind::Insurer) && !asked)
        reader.refuse(gate_at(tree, edition::GateKind::Insurer), "process.insurer",
                      "保険者に照会する関門（gate: insurer）がありますが、その回答を受け取る known の insurer が"
                      "ありません。",
                      "edition.yaml の known に insurer: { register: 保険者照会, fields: …, source: 典拠 } を書くか、"
                      "この関門を消してください。");
}

// Business days are counted right only if the list holds days, and those of the years of the application period.
void lint_holidays(TreeReader& reader, const Value& tree, const Edition& edition)
{
    const Value& at = written(tree, {"evidence", "days"});
    const edition::NameList& list = *edition.find_list(edition::holiday_list);
    std::vector<int> years;
    for (const std::string& name : list.names) {
        const auto day = base::read_date(name);
        if (!day.ok() || base::to_iso(*day) != name) {
            reader.refuse_key(at, "process.holidays",
                              "祝日の一覧（shared/holidays.csv）の「" + name +
                                  "」は、日（2031-05-05 の形）では"
                                  "ありません。",
                              "1列目に、ある日だけを西暦で書いてください。");
            return;
        }
        years.push_back(day->year);
    }
    for (int year = edition.application.opens.year; year <= edition.application.closes.date.year; ++year) {
        if (std::find(years.begin(), years.end(), year) == years.end())
            reader.refuse_key(at, "process.holidays",
                              "祝日の一覧（shared/holidays.csv）に" + std::to_string(year) +
                                  "年の日が一日もないので、資料の提出期限（days: business）を数えられません。",
                              "その年の祝日を書き加えてください（tools/generate_holidays が作ります）。");
    }
}

}

void lint_process(const edition::Parts& parts, const Edition& edition, std::vector<base::Error>& errors)
{
    TreeReader reader(parts.edition, errors);
    if (edition.process)
        lint_gates(reader, parts.edition.tree, edition);
    if (edition.evidence && edition.evidence->days == edition::DayCount::Business)
        lint_holidays(reader, parts.edition.tree, edition);
}

}
