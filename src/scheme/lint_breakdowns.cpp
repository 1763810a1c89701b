#include "scheme/lint.h"

#include "edition/tree_reader.h"
#include "scheme/static_types.h"
#include "scheme/written.h"

namespace kenkei::scheme {

using edition::Edition;
using edition::TreeReader;
using feel::StaticType;
using Value = base::json::Value;

namespace {

bool is_number(const StaticType& type)
{
    return type.form == StaticType::Form::Number && !type.choice;
}

bool is_time(const StaticType& type)
{
    using Form = StaticType::Form;
    return type.form == Form::Date || type.form == Form::Time || type.form == Form::DateTime ||
           type.form == Form::YearsMonthsDuration || type.form == Form::DaysTimeDuration;
}

// Bands that answers never reach: outside the question's minimum and maximum.
void lint_reach(TreeReader& reader, const Value& bands, const Edition& edition, const edition::Breakdown& breakdown)
{
    const edition::Question* question = edition.question_at(breakdown.slot);
    if (!question || breakdown.bands.empty())
        return;
    const std::string what = "内訳「" + breakdown.id + "」の bands の ";
    if (question->minimum && breakdown.bands.front() < *question->minimum)
        reader.refuse(bands.items.front(), "breakdown.reach",
                      what + breakdown.bands.front().to_text() + " は、設問「" + question->id + "」の minimum（" +
                          question->minimum->to_text() + "）より小さく、その組に入る回答がありません。",
                      "その数を消すか、minimum を確かめてください。");
    if (question->maximum && *question->maximum <= breakdown.bands.back())
        reader.refuse(bands.items.back(), "breakdown.reach",
                      what + breakdown.bands.back().to_text() + " より大きい回答はありません（設問「" + question->id +
                          "」の maximum は " + question->maximum->to_text() + "）。",
                      "その数を消すか、maximum を確かめてください。");
}

}

void lint_breakdowns(const edition::Parts& parts, const Edition& edition, std::vector<base::Error>& errors)
{
    if (edition.breakdowns.empty())
        return;
    TreeReader reader(parts.edition, errors);
    const std::vector<StaticType> types = static_types(edition);
    for (const edition::Breakdown& breakdown : edition.breakdowns) {
        const Value& at = written(parts.edition.tree, {"breakdowns", breakdown.id});
        const StaticType& type = types[static_cast<std::size_t>(breakdown.slot)];
        const std::string what = "内訳「" + breakdown.id + "」";
        if (!breakdown.bands.empty() && type.form != StaticType::Form::Unknown && !is_number(type))
            reader.refuse_key(written(at, {"bands"}), "breakdown.bands",
                              what + "の「" + edition.names.name(breakdown.slot) +
                                  "」は数ではないので、bands で区切れません。",
                              "bands を消すか、of を確かめてください。");
        else if (breakdown.bands.empty() && is_number(type) && type.values.empty())
            reader.refuse_key(written(at, {"of"}), "breakdown.bands",
                              what + "は数を数えるのに bands がありません。数ごとに別の組になります。",
                              "bands に、それぞれの組の最後の数を書いてください。例: bands: [20, 50, 100]");
        else if (is_time(type))
            reader.refuse_key(written(at, {"of"}), "breakdown.bands",
                              what + "は日や時を数えるので、申請ごとに別の組になります。",
                              "選択肢や数になる値を criteria.yaml の values に作り、それを of に書いてください。");
        lint_reach(reader, written(at, {"bands"}), edition, breakdown);
    }
}

}
