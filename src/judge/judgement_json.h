#pragma once

#include "base/result.h"
#include "judge/judgement.h"
#include "judge/proof.h"

#include <string>

namespace kenkei::judge {

enum class WithFinal { No, Yes };
enum class Explain { No, Yes };

// The whole judgement (contracts, Judgement JSON), indented, with a line end; with Explain also its proof tree as
// `proof`.
std::string to_json(const edition::Edition&, const Judgement&, WithFinal, Explain);

// Of that: what stands between the outcome's key `class` and `facts`, without either.
std::string class_and_final(const edition::Edition&, const Judgement&, WithFinal);

// One line of a batch (contracts, --format jsonl), without its line end; with Explain also its proof tree as `proof`.
std::string to_json_line(const edition::Edition&, const Judgement&, WithFinal, Explain = Explain::No);
std::string to_json_line(const Proof&);

// The line that stands for an application that cannot be read, without its line end.
std::string to_json_line(const base::Error&);

}
