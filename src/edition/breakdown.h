#pragma once

#include "edition/edition.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kenkei::edition {

// The breakdown with that id; else one by the question or value with it, each answer a group of its own. Nothing if the
// edition has neither.
std::optional<Breakdown> find_breakdown(const Edition&, std::string_view id);

// What `find_breakdown` knows: breakdowns, questions, values.
std::vector<std::string> breakdown_ids(const Edition&);

// Which band a number falls in, from 0 to the number of bands.
std::size_t band_of(const Breakdown&, const base::Decimal&);

// The bands as people read them: 「20人以下」「21〜50人」「51人以上」; of what may have fractions
// 「20%以下」「20%超50%以下」 「50%超」.
std::vector<std::string> band_labels(const Edition&, const Breakdown&);

// What is counted by, as sentences name it, with its id: 「Q3 業種（q3）」.
std::string counted_by(const Edition&, const Breakdown&);

}
