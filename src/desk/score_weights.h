#pragma once

#include "desk/ranking.h"
#include "judge/judgement.h"

namespace kenkei::desk {

// What an item or an answer counts: data of whoever runs the scheme.
struct ScoreWeight {
    enum class Of { Item, Question } of = Of::Item;
    std::string id;        // of the edition
    std::string part = {}; // of the score, to which it counts besides the total; "" for none
    base::Decimal weight = base::Decimal(1);
    // Of a question with options: the points of each of them, of those too that give none. An item gives 1 where it is
    // met, a number its value, a yes 1.
    std::map<std::int64_t, base::Decimal> points = {};
};

// Codes: scoring.none (no weights), scoring.unknown (an id or option that the edition does not have), scoring.points
// (options without points, points where there are no options), scoring.type (a text or a date), scoring.twice.
base::Result<void> check_weights(const edition::Edition&, std::span<const ScoreWeight>);

// The sum of weight × points, and the same of each part. What is open at the closing gives no points and is told in
// Score::open; what is not asked gives none either. `weights` have passed check_weights.
Score compute_score(const edition::Edition&, std::span<const ScoreWeight> weights, const judge::Judgement&);

}
