#pragma once

#include "desk/plan_hints.h"
#include "edition/read_edition.h"

namespace kenkei::desk {

// hints.yaml of an edition (docs/scheme-format.md), or what is wrong in it, each with file, line, column and a way out.
struct ReviewAidsResult {
    ReviewAids aids; // whole only if `errors` is empty
    std::vector<base::Error> errors;
};
ReviewAidsResult read_review_aids(const edition::Part&, const edition::Edition&);

// The edition's own wording, which makes no text a copy: labels, helps and options of questions, items and titles.
std::vector<std::string> wording_of(const edition::Edition&);

}
