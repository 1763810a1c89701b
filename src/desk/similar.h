#pragma once

#include "desk/passages.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kenkei::desk {

// A text that is compared with those of other owners. The views must stay valid during find_similar.
struct OwnedText {
    std::string_view owner; // a firm: two texts of one owner (two versions) are never a pair
    std::string_view text;  // valid UTF-8
};

struct SimilarOptions {
    std::size_t gram = 3; // characters, 2 to 4
    // Two texts are a pair when their sets of grams have at least this Jaccard measure, or when as much of the shorter
    // stands in the longer as two equally long texts of that measure share: 2t / (1 + t).
    double threshold = 0.3;
    double common_share = 0.05;      // grams that stand in more than this share of all texts say nothing
    std::size_t common_least = 50;   // … and in at least so many
    std::size_t shortest = 20;       // grams that two texts must share; one with fewer is compared as a whole only
    std::size_t shortest_whole = 20; // comparable characters; a text with fewer is not compared
    std::size_t most_passages = 6;   // of the evidence for one pair
    std::uint64_t seed = 1;
    std::vector<std::string> schemes_wording; // the edition's labels, options and helps
};

// Why two texts are a pair.
struct SimilarPair {
    std::size_t first = 0; // indices of texts; first < second
    std::size_t second = 0;
    bool whole = false;     // the same but for width, numbers, blanks and punctuation
    double jaccard = 0;     // shared grams to those of both
    double containment = 0; // shared grams to those of the text with fewer
    std::vector<Passage> passages;
};

struct SimilarCluster {
    std::vector<std::size_t> texts; // ascending, of two owners or more
    std::vector<SimilarPair> pairs; // that hold it together: one fewer than texts, each later text with an earlier one
};

struct SimilarTexts {
    std::vector<SimilarCluster> clusters; // by their first text
    std::size_t compared = 0;             // texts that were compared by grams or as a whole
    std::size_t too_short = 0;
    std::size_t schemes_own = 0; // texts that are nothing but the scheme's wording
    std::size_t checked = 0;     // pairs that were compared exactly
};

// Texts that were copied from one another, wholly or in part. The same texts in the same order give the same clusters.
//
// A text is the set of its grams without those of the scheme's own wording and those that nearly everybody writes.
// Candidates are found by MinHash in bands (texts alike as a whole) and by fingerprints of passages (a part copied);
// each candidate is then compared exactly. What very many have copied is found by its passages of 30 characters. A text
// that is like another but shares no band and no passage of 15 characters with it may be missed.
//
// Memory: some 16 bytes for each character of all texts (docs/performance.md).
SimilarTexts find_similar(const std::vector<OwnedText>&, const SimilarOptions&);

}
