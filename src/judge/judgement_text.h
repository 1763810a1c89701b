#pragma once

#include "judge/judgement.h"
#include "judge/judgement_json.h"

namespace kenkei::judge {

// The judgement for people: outcome, facts, requirements with their counts, findings by severity, the nearest measures;
// with Explain the whole proof tree. Ends with a line end.
std::string to_text(const edition::Edition&, const Judgement&, WithFinal, Explain, Places = {});

// 適合, 不適合, 未確定.
std::string_view short_word(Outcome);
std::string word_or_none(const std::optional<Outcome>&); // なし where there is none

}
