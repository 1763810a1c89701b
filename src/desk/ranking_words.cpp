#include "desk/ranking_words.h"

namespace kenkei::desk {

namespace {

std::string firms(std::size_t count)
{
    return std::to_string(count) + "法人";
}

std::string key_in_words(const TieKey& key, const RankEntrant& entrant, const Score& score)
{
    if (key.by == TieKey::By::EarlierSubmission)
        return "提出の早い順（" + base::to_japanese(entrant.submitted) + "）";
    const bool higher = key.by == TieKey::By::HigherPart;
    return "「" + key.part + "」の" + (higher ? "高い" : "低い") + "順（" + score.parts.at(key.part).to_text() + "）";
}

std::string keys_in_words(const PlaceReason& reason, const RankRules& rules)
{
    std::string words;
    for (std::size_t k = 0; k < reason.keys; ++k)
        words += (k > 0 ? "、" : "") + key_in_words(rules.ties[k], reason.entrant, reason.score);
    return words;
}

}

std::string_view label_of(RankDoubtKind kind)
{
    constexpr std::string_view labels[] = {"境の同点", "得点なし", "得点待ち"};
    return labels[static_cast<std::size_t>(kind)];
}

std::string places_in_words(std::size_t first, std::optional<std::size_t> last)
{
    if (!last)
        return std::to_string(first) + "位以下";
    return std::to_string(first) + (*last == first ? "" : "〜" + std::to_string(*last)) + "位";
}

std::string band_in_words(const Band& band)
{
    return "順位の帯「" + band.title + "」（" + places_in_words(band.from, band.to) + "）";
}

std::string why_place(const PlaceReason& reason, const RankRules& rules)
{
    const std::string total = "得点" + reason.score.total.to_text();
    std::string words;
    if (reason.same_total == 1) {
        words = total + "で" + std::to_string(reason.first) + "位です。";
    } else if (reason.same_place == 1) {
        words = total + "が" + firms(reason.same_total) + "で同じため、" + keys_in_words(reason, rules) + "により" +
                std::to_string(reason.first) + "位です。";
    } else {
        words = total + "が" + firms(reason.same_total) + "で同じ" +
                (reason.keys == 0 ? "" : "で、" + keys_in_words(reason, rules) + "でも分かれない") + "ため、" +
                firms(reason.same_place) + "が同じ" + std::to_string(reason.first) + "位（" +
                places_in_words(reason.first, reason.last) + "）です。";
    }
    if (!reason.score.open.empty()) {
        words += "回答のない評価項目・設問（";
        for (std::size_t i = 0; i < reason.score.open.size(); ++i)
            words += (i > 0 ? "、" : "") + reason.score.open[i];
        words += "）には点がありません。";
    }
    return words;
}

std::string why_counted_as(std::size_t first, std::size_t last, AtBoundary boundary)
{
    const bool all_in = boundary == AtBoundary::AllIn;
    return "同点の" + firms(last - first + 1) + "（" + places_in_words(first, last) +
           "）が順位の帯の境にまたがるため、" + (all_in ? "全員を上の帯に入れる" : "誰も上の帯に入れない") +
           "定めにより、" + std::to_string(all_in ? first : last) + "位として扱います。";
}

std::string tie_at_boundary(std::size_t first, std::size_t last, const RankRules& rules)
{
    std::string bands;
    for (const Band& band : rules.bands) {
        if (band.from <= last && (!band.to || *band.to >= first))
            bands += (bands.empty() ? "" : "、") + band_in_words(band);
    }
    return "同点の" + firms(last - first + 1) + "（" + places_in_words(first, last) + "）が" + bands +
           "の境にまたがり、順位の定めでは決まりません。まだどの帯にも入れていません。同点のときに次に比べるもの"
           "（部分の得点、抽選の順など）を定めに加えるか、全員を上の帯に入れるか入れないかを定めてください。";
}

std::string incomplete(std::size_t first, std::size_t last, std::size_t unscored)
{
    return "得点のない" + firms(unscored) + "の得点によって、" + places_in_words(first, last) +
           "から下がり、順位の帯の境を越えるかもしれません。まだどの帯にも入れていません。先に得点をそろえてください。";
}

}
