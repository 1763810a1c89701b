#pragma once

#include "desk/similar.h"
#include "edition/edition.h"

#include <string>
#include <vector>

namespace kenkei::cli {

struct ApplicantText {
    std::string application;
    std::string owner;
    std::string text;
};

// What `kenkei similar` found: one question after the other.
struct SimilarReport {
    struct OfQuestion {
        const edition::Question* question = nullptr;
        std::vector<ApplicantText> texts;
        desk::SimilarTexts similar;
    };
    std::string edition;
    double threshold = 0;
    std::size_t applications = 0;
    std::size_t firms = 0;
    std::vector<OfQuestion> questions;
};

std::string to_text(const SimilarReport&);
std::string to_json(const SimilarReport&);

}
