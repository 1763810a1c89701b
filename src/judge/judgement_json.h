#pragma once

#include "base/result.h"
#include "judge/judgement.h"
#include "judge/proof.h"

#include <span>
#include <string>

namespace kenkei::judge {

enum class WithFinal { No, Yes };
enum class Explain { No, Yes };

// By question: where it was answered (「申請内容記載表 D12」), for applications that came in something that has places;
// "" or beyond the end: nowhere. The judge passes it on and knows nothing of it.
using Places = std::span<const std::string>;

// The whole judgement (contracts, Judgement JSON), indented, with a line end; with Explain also its proof tree as
// `proof`. Findings on questions with a place have it as `cell`, and so has
// what a proof rests on.
std::string to_json(const edition::Edition&, const Judgement&, WithFinal, Explain, Places = {});

// The place of a question, and of a finding's question.
std::string_view place_of(const edition::Edition&, const edition::Question*, Places);
std::string_view place_of(const edition::Edition&, const answers::Finding&, Places);

// Of that: what stands between the outcome's key `class` and `facts`, without either.
std::string class_and_final(const edition::Edition&, const Judgement&, WithFinal);

// One line of a batch (contracts, --format jsonl), without its line end; with Explain also its proof tree as `proof`.
std::string to_json_line(const edition::Edition&, const Judgement&, WithFinal, Explain = Explain::No);
std::string to_json_line(const edition::Edition&, const Proof&);

// The line that stands for an application that cannot be read, without its line end; it names line and column, or the
// file where the application was one.
std::string to_json_line(const base::Error&);

}
