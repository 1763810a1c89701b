#include "scheme/lint.h"

#include "base/date.h"
#include "edition/tree_reader.h"
#include "scheme/written.h"

namespace kenkei::scheme {

using edition::Edition;
using edition::TreeReader;
using Value = base::json::Value;

namespace {

// Dates that contradict each other in edition.yaml.
void lint_periods(const edition::Parts& parts, const Edition& edition, std::vector<base::Error>& errors)
{
    TreeReader reader(parts.edition, errors);
    const Value& tree = parts.edition.tree;
    auto at = [&](std::string_view section, std::string_view key) -> const Value& {
        return *tree.find(section)->find(key);
    };
    const edition::Instant& closes = edition.application.closes;
    if (edition.fee && edition.fee->due && *edition.fee->due < closes)
        reader.refuse_key(at("fee", "due"), "date.impossible",
                          "申請料の期限（" + edition::to_iso(*edition.fee->due) + "）が締切（" +
                              edition::to_iso(closes) + "）より前です。",
                          "年や月の書き間違いがないか、fee の due と application の closes を確かめてください。");
    if (!edition.validity)
        return;
    if (edition.validity->from && edition.validity->to < *edition.validity->from)
        reader.refuse_key(at("validity", "to"), "date.impossible", "有効期間の最終日が初日より前です。",
                          "validity の from と to を確かめてください。");
    else if (edition.validity->to < closes.date)
        reader.refuse_key(at("validity", "to"), "date.impossible",
                          "有効期間の最終日（" + base::to_iso(edition.validity->to) + "）が締切（" +
                              base::to_iso(closes.date) + "）より前です。",
                          "年の書き間違いがないか、validity の to を確かめてください。");
}

// Bounds and defaults of numbers that leave no room.
void lint_bounds(const edition::Parts& parts, const Edition& edition, std::vector<base::Error>& errors)
{
    TreeReader reader(parts.questions, errors);
    for (const edition::Question& question : edition.questions) {
        const Value& at = written(parts, question);
        const std::string what = "設問「" + question.id + "」の ";
        const bool number = question.type == edition::Type::Integer || question.type == edition::Type::Decimal;
        for (std::string_view key : {"minimum", "maximum", "unit"}) {
            if (const Value* written = at.find(key); written && !number)
                reader.refuse_key(*written, "question.not-a-number",
                                  what + std::string(key) + " は、数を聞く設問（integer、decimal）だけに書けます。",
                                  "type を確かめるか、" + std::string(key) + " を消してください。");
        }
        if (question.minimum && question.maximum && *question.maximum < *question.minimum)
            reader.refuse_key(*at.find("maximum"), "question.bounds",
                              what + "maximum が minimum より小さくなっています。",
                              "minimum と maximum を確かめてください。");
        if (number && question.fallback &&
            ((question.minimum && question.fallback->as_number() < *question.minimum) ||
             (question.maximum && *question.maximum < question.fallback->as_number())))
            reader.refuse_key(*at.find("default"), "question.bounds",
                              what + "default が minimum から maximum の範囲にありません。",
                              "範囲の中の数にしてください。");
    }
}

}

void lint_dates(const edition::Parts& parts, const Edition& edition, std::vector<base::Error>& errors)
{
    lint_periods(parts, edition, errors);
    lint_bounds(parts, edition, errors);
}

}
