#include "desk/ranking.h"

#include "desk/ranking_words.h"

#include <algorithm>
#include <set>

namespace kenkei::desk {

namespace {

// One who is ranked, with what ranks him.
struct Scored {
    const RankEntrant* entrant = nullptr;
    const Score* score = nullptr;
};

base::Error bad_rules(std::string_view code, std::string message, std::string way_out)
{
    return {"ranking." + std::string(code), std::move(message), std::move(way_out)};
}

// Below zero if `a` comes first by this key.
int compare(const TieKey& key, const Scored& a, const Scored& b)
{
    if (key.by == TieKey::By::EarlierSubmission)
        return a.entrant->submitted < b.entrant->submitted ? -1 : a.entrant->submitted == b.entrant->submitted ? 0 : 1;
    const base::Decimal& of_a = a.score->parts.at(key.part);
    const base::Decimal& of_b = b.score->parts.at(key.part);
    if (of_a == of_b)
        return 0;
    return (of_a > of_b) == (key.by == TieKey::By::HigherPart) ? -1 : 1;
}

bool same_total(const Scored& a, const Scored& b)
{
    return a.score->total == b.score->total;
}

// How many keys it takes to tell two of the same total apart; one more than there are if they are not.
std::size_t keys_needed(const RankRules& rules, const Scored& a, const Scored& b)
{
    std::size_t k = 0;
    while (k < rules.ties.size() && compare(rules.ties[k], a, b) == 0)
        ++k;
    return k + 1;
}

bool comes_before(const RankRules& rules, const Scored& a, const Scored& b)
{
    if (!same_total(a, b))
        return a.score->total > b.score->total;
    const std::size_t keys = keys_needed(rules, a, b);
    if (keys <= rules.ties.size())
        return compare(rules.ties[keys - 1], a, b) < 0;
    return a.entrant->id < b.entrant->id; // the same place: only the order of the list
}

// Why a score cannot be ranked; "" if it can.
std::string what_lacks(const RankRules& rules, const std::map<std::string, Score>& by_id, const std::string& id)
{
    const auto found = by_id.find(id);
    if (found == by_id.end())
        return "得点がありません";
    if (!found->second.total.finite())
        return "得点が数になりません";
    for (const TieKey& key : rules.ties) {
        if (key.by == TieKey::By::EarlierSubmission)
            continue;
        const auto part = found->second.parts.find(key.part);
        if (part == found->second.parts.end() || !part->second.finite())
            return "同点のときに比べる「" + key.part + "」の得点がありません";
    }
    return "";
}

bool holds(const Band& band, std::size_t place)
{
    return band.from <= place && (!band.to || place <= *band.to);
}

std::optional<std::size_t> band_at(const RankRules& rules, std::size_t place)
{
    for (std::size_t b = 0; b < rules.bands.size(); ++b) {
        if (holds(rules.bands[b], place))
            return b;
    }
    return std::nullopt;
}

// A band begins or ends between two places.
bool crosses(const RankRules& rules, std::size_t first, std::size_t last)
{
    return std::any_of(rules.bands.begin(), rules.bands.end(), [&](const Band& band) {
        return (first < band.from && band.from <= last) || (band.to && first <= *band.to && *band.to < last);
    });
}

class Ranker {
public:
    explicit Ranker(const RankRules& rules) : m_rules(rules) {}

    Ranking rank(std::span<const RankEntrant> entrants, const std::map<std::string, Score>& by_id)
    {
        take(entrants, by_id);
        for (std::size_t begin = 0; begin < m_scored.size();) {
            std::size_t end = begin + 1;
            while (end < m_scored.size() && are_tied(begin, end))
                ++end;
            place(begin, end);
            begin = end;
        }
        return std::move(m_ranking);
    }

private:
    void take(std::span<const RankEntrant> entrants, const std::map<std::string, Score>& by_id)
    {
        for (const RankEntrant& entrant : entrants) {
            const std::string lack = what_lacks(m_rules, by_id, entrant.id);
            if (lack.empty())
                m_scored.push_back({&entrant, &by_id.at(entrant.id)});
            else
                m_ranking.doubts.push_back({RankDoubtKind::Unscored,
                                            {entrant.id},
                                            "案件" + entrant.id + "（法人番号" + entrant.firm + "）は" + lack +
                                                "。得点を取り込むか、順位づけから外してください。"});
        }
        m_unscored = m_ranking.doubts.size();
        std::sort(m_ranking.doubts.begin(), m_ranking.doubts.end(),
                  [](const RankDoubt& a, const RankDoubt& b) { return a.ids < b.ids; });
        std::sort(m_scored.begin(), m_scored.end(),
                  [&](const Scored& a, const Scored& b) { return comes_before(m_rules, a, b); });
    }

    bool are_tied(std::size_t a, std::size_t b) const
    {
        return same_total(m_scored[a], m_scored[b]) &&
               keys_needed(m_rules, m_scored[a], m_scored[b]) > m_rules.ties.size();
    }

    // Those from `begin` to before `end` are not told apart.
    void place(std::size_t begin, std::size_t end)
    {
        const std::size_t first = begin + 1;
        const std::size_t last = end;
        const std::size_t best = m_rules.boundary == AtBoundary::NoneIn ? last : first;
        const std::size_t worst = m_rules.boundary == AtBoundary::AllIn ? first : last;
        const std::size_t same = count_of_total(begin);
        std::optional<std::size_t> band;
        std::string why_band;
        if (crosses(m_rules, best, worst)) {
            add_doubt(RankDoubtKind::TieAtBoundary, begin, end, tie_at_boundary(first, last, m_rules));
        } else if (crosses(m_rules, best, worst + m_unscored)) {
            add_doubt(RankDoubtKind::Incomplete, begin, end, incomplete(first, last, m_unscored));
        } else {
            band = band_at(m_rules, best);
            if (crosses(m_rules, first, last))
                why_band = why_counted_as(first, last, m_rules.boundary);
            if (band)
                why_band += band_in_words(m_rules.bands[*band]) + "に入ります。";
            else if (!m_rules.bands.empty())
                why_band += "どの順位の帯にも入りません。";
        }
        for (std::size_t i = begin; i < end; ++i) {
            const PlaceReason reason{
                *m_scored[i].entrant, *m_scored[i].score, same, end - begin, keys_used(i), first, last};
            m_ranking.places.push_back({m_scored[i].entrant->id, first, last, m_scored[i].score->total, band,
                                        why_place(reason, m_rules) + why_band});
        }
    }

    std::size_t count_of_total(std::size_t i) const
    {
        const auto range =
            std::equal_range(m_scored.begin(), m_scored.end(), m_scored[i],
                             [](const Scored& a, const Scored& b) { return a.score->total > b.score->total; });
        return static_cast<std::size_t>(range.second - range.first);
    }

    // The keys that set it apart from its neighbours, who agree with it in more keys than anybody else.
    std::size_t keys_used(std::size_t i) const
    {
        std::size_t keys = 0;
        if (i > 0 && same_total(m_scored[i - 1], m_scored[i]))
            keys = keys_needed(m_rules, m_scored[i - 1], m_scored[i]);
        if (i + 1 < m_scored.size() && same_total(m_scored[i], m_scored[i + 1]))
            keys = std::max(keys, keys_needed(m_rules, m_scored[i], m_scored[i + 1]));
        return std::min(keys, m_rules.ties.size());
    }

    void add_doubt(RankDoubtKind kind, std::size_t begin, std::size_t end, std::string reason)
    {
        std::vector<std::string> ids;
        for (std::size_t i = begin; i < end; ++i)
            ids.push_back(m_scored[i].entrant->id);
        m_ranking.doubts.push_back({kind, std::move(ids), std::move(reason)});
    }

    const RankRules& m_rules;
    std::vector<Scored> m_scored; // in order of their places
    std::size_t m_unscored = 0;
    Ranking m_ranking;
};

base::Result<void> check_ties(const std::vector<TieKey>& ties)
{
    std::set<std::string> seen;
    for (const TieKey& key : ties) {
        const bool by_part = key.by != TieKey::By::EarlierSubmission;
        if (by_part && key.part.empty())
            return bad_rules("tie", "同点のときに比べる部分の得点に名前がありません。",
                             "どの部分の得点を比べるかを書いてください。");
        if (!seen.insert(by_part ? "part:" + key.part : "submission").second)
            return bad_rules("tie",
                             "同点のときに比べるものに、同じもの（" + (by_part ? key.part : "提出の早い順") +
                                 "）が2度あります。",
                             "片方を消してください。");
    }
    return {};
}

base::Result<void> check_bands(const std::vector<Band>& bands)
{
    for (std::size_t i = 0; i < bands.size(); ++i) {
        const Band& band = bands[i];
        if (band.title.empty() || band.from == 0 || (band.to && *band.to < band.from))
            return bad_rules("band", band_in_words(band) + "は、名前がないか、順位の範囲になっていません。",
                             "名前と、1以上の順位の範囲を書いてください。");
        for (std::size_t j = 0; j < i; ++j) {
            const Band& other = bands[j];
            if (other.title == band.title)
                return bad_rules("band", "順位の帯「" + band.title + "」が2つあります。",
                                 "片方の名前を変えてください。");
            if (holds(other, band.from) || holds(band, other.from))
                return bad_rules("band", band_in_words(other) + "と" + band_in_words(band) + "が重なっています。",
                                 "順位の範囲が重ならないように書いてください。");
        }
    }
    return {};
}

base::Result<void> check_entrants(std::span<const RankEntrant> entrants, const std::map<std::string, Score>& by_id)
{
    std::set<std::string_view> ids;
    for (const RankEntrant& entrant : entrants) {
        if (!ids.insert(entrant.id).second)
            return bad_rules("entrant-twice", "案件" + entrant.id + "が、順位づけに2度入っています。",
                             "1度だけ入れてください。");
    }
    for (const auto& [id, score] : by_id) {
        if (!ids.contains(id))
            return bad_rules("not-entrant", "得点のある案件" + id + "は、順位づけの対象ではありません。",
                             "対象に加えるか、その得点を除いてください。");
    }
    return {};
}

}

base::Result<void> check_rank_rules(const RankRules& rules)
{
    TRY(check_ties(rules.ties));
    TRY(check_bands(rules.bands));
    return {};
}

base::Result<Ranking> rank(std::span<const RankEntrant> entrants, const std::map<std::string, Score>& by_id,
                           const RankRules& rules)
{
    TRY(check_rank_rules(rules));
    TRY(check_entrants(entrants, by_id));
    return Ranker(rules).rank(entrants, by_id);
}

}
