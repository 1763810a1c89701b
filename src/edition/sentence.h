#pragma once

#include "edition/edition.h"

#include <string>

namespace kenkei::edition {

// A rule as a Japanese sentence, made from its tree: 「Q9 データ提供 が 1〜5 のどれか」.
std::string sentence(const Edition&, const feel::Node&);

// The same over several lines: what a rule asks together (次のすべて) or in turn (次のどれか) one below the other, each
// line but the first behind `indent`.
std::string sentences(const Edition&, const feel::Node&, const std::string& indent);

// A question or value as sentences name it: 「Q11(y) 健診受診者数」.
std::string name_in_sentence(const Question&);

// The number ranges of some options: 「1〜4、6」.
std::string numbers_in_words(const std::vector<std::int64_t>&);

}
