#pragma once

#include "judge/judgement.h"

#include <string>

namespace kenkei::judge {

enum class WithFinal { No, Yes };
enum class Explain { No, Yes };

// The whole judgement (contracts, Judgement JSON), indented, with a line end; with Explain also its proof tree as
// `proof`.
std::string to_json(const edition::Edition&, const Judgement&, WithFinal, Explain);

// One line of a batch (contracts, --format jsonl), without its line end.
std::string to_json_line(const edition::Edition&, const Judgement&, WithFinal);

}
