#pragma once

#include "desk/ranking.h"

namespace kenkei::desk {

// 499〜501位, 1位
std::string places_in_words(std::size_t first, std::optional<std::size_t> last);
// 順位の帯「上位」（1〜500位）
std::string band_in_words(const Band&);

// How somebody came to a place: how many have the same total, by how many keys they were told apart, and whether that
// was enough.
struct PlaceReason {
    const RankEntrant& entrant;
    const Score& score;
    std::size_t same_total = 1;
    std::size_t same_place = 1;
    std::size_t keys = 0; // that were looked at
    std::size_t first = 1;
    std::size_t last = 1;
};
std::string why_place(const PlaceReason&, const RankRules&);

// What the rule about boundaries did: AllIn or NoneIn.
std::string why_counted_as(std::size_t first, std::size_t last, AtBoundary);

std::string tie_at_boundary(std::size_t first, std::size_t last, const RankRules&);
std::string incomplete(std::size_t first, std::size_t last, std::size_t unscored);

}
