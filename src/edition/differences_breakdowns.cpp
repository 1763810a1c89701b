#include "edition/breakdown.h"
#include "edition/differences_finder.h"

namespace kenkei::edition {

namespace {

std::string bands_in_words(const Edition& edition, const Breakdown& breakdown)
{
    std::string text;
    for (const std::string& label : band_labels(edition, breakdown))
        text += (text.empty() ? "" : "、") + label;
    return text;
}

std::string describe(const Edition& edition, const Breakdown& breakdown)
{
    const std::string bands = bands_in_words(edition, breakdown);
    return counted_by(edition, breakdown) + (bands.empty() ? "" : "、区切り " + bands);
}

// Where only the question's source is cited, that it changed is told with the question.
Source own_source(const Edition& edition, const Breakdown& breakdown)
{
    const Question* question = edition.question_at(breakdown.slot);
    const Source& of = question ? question->source : edition.value_at(breakdown.slot)->source;
    return breakdown.bands.empty() && breakdown.source == of ? Source{} : breakdown.source;
}

}

void DifferenceFinder::breakdowns()
{
    const auto pairs = pair_up(m_before.breakdowns, m_after.breakdowns, [](const Breakdown& one) { return one.label; });
    const auto subject_of = [&](const Pair<Breakdown>& pair) {
        Subject about = subject(Area::Breakdowns, pair, (pair.after ? pair.after : pair.before)->label);
        about.before = pair.before ? own_source(m_before, *pair.before) : Source{};
        about.after = pair.after ? own_source(m_after, *pair.after) : Source{};
        return about;
    };
    for (const Pair<Breakdown>& pair : pairs) {
        const Subject about = subject_of(pair);
        if (!in_both(pair, about, describe))
            continue;
        const Breakdown& b = *pair.before;
        const Breakdown& a = *pair.after;
        text(about, "名称", b.label, a.label);
        const std::string& of = m_before.names.name(b.slot);
        const auto renamed = m_renamed.find(of);
        if ((renamed == m_renamed.end() ? of : renamed->second) != m_after.names.name(a.slot))
            text(about, "数える項目", counted_by(m_before, b), counted_by(m_after, a));
        if (b.bands != a.bands) // another unit is told with the question
            text(about, "区切り", bands_in_words(m_before, b), bands_in_words(m_after, a));
    }
    order(pointers_to(m_before.breakdowns), pointers_to(m_after.breakdowns), pairs, subject_of,
          [](const Breakdown& one) { return one.label; });
}

}
