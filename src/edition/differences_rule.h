#pragma once

#include "edition/edition.h"
#include "edition/words.h"

namespace kenkei::edition {

// Questions and values that go by another id now: before → after.
using Renamed = std::map<std::string, std::string, std::less<>>;

struct Wording {
    std::string before;
    std::string after;
};

// The same rule over two editions, whose slots may differ: same tree, names by id.
bool same_rule(const feel::Node& before, const feel::Node& after, const Renamed&);

// Two rules that differ, as an official reads them. Where only one number, text or date differs: that, and in brackets
// the part of the later rule it stands in: 「95」 「90（… が 90×… 以上）」. Where both read alike: with their FEEL
// text.
struct RuleWording {
    Wording whole;
    Wording clauses; // those that the other lacks: 「かつ … が 3 以上」; blank where that tells no more than the whole
};
RuleWording changed_rule(const Edition& before, const feel::Node&, const Edition& after, const feel::Node&,
                         const Renamed&);

std::string literal_in_words(const feel::Value&); // 2024年8月19日, はい, 「text」, 95

}
