#include "edition/breakdown.h"

#include "edition/sentence.h"
#include "edition/words.h"

#include <algorithm>

namespace kenkei::edition {

namespace {

std::string amount(const base::Decimal& number, const std::string& unit)
{
    return grouped(number.to_text()) + unit;
}

// 「1〜20人」 and 「20人」 where it is only one.
std::string whole_numbers(const base::Decimal& from, const base::Decimal& to, const std::string& unit)
{
    return from == to ? amount(to, unit) : amount(from, "") + "〜" + amount(to, unit);
}

}

std::optional<Breakdown> find_breakdown(const Edition& edition, std::string_view id)
{
    for (const Breakdown& breakdown : edition.breakdowns) {
        if (breakdown.id == id)
            return breakdown;
    }
    const int slot = edition.names.find(id);
    if (const Question* question = edition.question_at(slot))
        return Breakdown{question->id, question->label, slot, {}, question->source};
    if (const ComputedValue* value = edition.value_at(slot))
        return Breakdown{value->id, value->label, slot, {}, value->source};
    return {};
}

std::vector<std::string> breakdown_ids(const Edition& edition)
{
    std::vector<std::string> ids;
    for (const Breakdown& breakdown : edition.breakdowns)
        ids.push_back(breakdown.id);
    for (const Question& question : edition.questions)
        ids.push_back(question.id);
    for (const ComputedValue& value : edition.values)
        ids.push_back(value.id);
    return ids;
}

std::size_t band_of(const Breakdown& breakdown, const base::Decimal& number)
{
    const auto found = std::find_if(breakdown.bands.begin(), breakdown.bands.end(),
                                    [&](const base::Decimal& end) { return number <= end; });
    return static_cast<std::size_t>(found - breakdown.bands.begin());
}

std::vector<std::string> band_labels(const Edition& edition, const Breakdown& breakdown)
{
    if (breakdown.bands.empty())
        return {};
    const Question* question = edition.question_at(breakdown.slot);
    const bool whole = question && question->type == Type::Integer;
    const std::string& unit = question ? question->unit : edition.value_at(breakdown.slot)->unit;
    const base::Decimal one(1);
    std::vector<std::string> labels{amount(breakdown.bands.front(), unit) + "以下"};
    for (std::size_t i = 1; i < breakdown.bands.size(); ++i) {
        const base::Decimal& before = breakdown.bands[i - 1];
        const base::Decimal& end = breakdown.bands[i];
        labels.push_back(whole ? whole_numbers(before + one, end, unit)
                               : amount(before, unit) + "超" + amount(end, unit) + "以下");
    }
    const base::Decimal& last = breakdown.bands.back();
    labels.push_back(whole ? amount(last + one, unit) + "以上" : amount(last, unit) + "超");
    return labels;
}

std::string counted_by(const Edition& edition, const Breakdown& breakdown)
{
    const Question* question = edition.question_at(breakdown.slot);
    return (question ? name_in_sentence(*question) : edition.value_at(breakdown.slot)->label) + "（" +
           edition.names.name(breakdown.slot) + "）";
}

}
