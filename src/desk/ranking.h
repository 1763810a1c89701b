#pragma once

#include "base/decimal.h"
#include "base/result.h"
#include "base/timestamp.h"

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kenkei::desk {

// Who is ranked. Who may be is decided before: by the title that the application met.
struct RankEntrant {
    std::string id;            // 案件番号
    std::string firm;          // 法人番号
    base::Timestamp submitted; // arrival of the submission that counts
};

// Read from a sheet (score_sheet.h) or computed from weights (score_weights.h).
struct Score {
    base::Decimal total;
    std::map<std::string, base::Decimal> parts; // by name
    std::vector<std::string> open; // ids of weighted items and questions without an answer: they gave no points
};

// What is looked at where the total is the same. A lottery or an order that a body resolved is a part like any other.
struct TieKey {
    enum class By { HigherPart, LowerPart, EarlierSubmission } by = By::HigherPart;
    std::string part = {};
};

// What becomes of those whom no key tells apart, where a band ends among them.
enum class AtBoundary { Ask, AllIn, NoneIn };

struct Band {
    std::string title;
    std::size_t from = 1;                         // place
    std::optional<std::size_t> to = std::nullopt; // the last place of it; without it all further ones
};

// How an edition ranks: data.
struct RankRules {
    std::vector<TieKey> ties = {};
    AtBoundary boundary = AtBoundary::Ask;
    std::vector<Band> bands = {};
};

// Codes: ranking.tie (a part without a name, a key twice), ranking.band (places that are none, bands that overlap, a
// title twice or missing).
base::Result<void> check_rank_rules(const RankRules&);

struct RankPlace {
    std::string id;
    std::size_t place = 0; // shared by those who are not told apart: 1, 2, 2, 4
    std::size_t last = 0;  // the last place that those of the same place fill
    base::Decimal total;
    std::optional<std::size_t> band; // of RankRules::bands; nothing too where a doubt is open
    std::string why;                 // in words
};

enum class RankDoubtKind {
    TieAtBoundary, // a band ends among those who are not told apart, and no rule decides
    Unscored,      // no score, or one without a part that a tie asks for
    Incomplete,    // the place may move over the end of a band once the unscored have their scores
};
std::string_view label_of(RankDoubtKind); // 境の同点, 得点なし, 得点待ち

struct RankDoubt {
    RankDoubtKind kind = RankDoubtKind::TieAtBoundary;
    std::vector<std::string> ids; // in order
    std::string reason;           // in words, and what next
};

struct Ranking {
    std::vector<RankPlace> places; // by place, those of one place by id; without the unscored
    std::vector<RankDoubt> doubts;
};

// The same entrants, scores and rules give the same ranking in whatever order they come; nobody is put on either side
// of a boundary by chance. Error besides those of the rules: ranking.entrant-twice, ranking.not-entrant (a score of
// somebody who is not ranked).
base::Result<Ranking> rank(std::span<const RankEntrant>, const std::map<std::string, Score>& by_id, const RankRules&);

}
