#pragma once

#include "desk/inquiry_batch.h"

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace kenkei::desk {

// Which cells of a row point at which cases.
struct ReplySubject {
    enum class Part { Mark, Case, Number, Firm };
    struct Hit {
        Part part;
        std::size_t cell;
    };
    std::vector<Hit> hits;            // of this batch
    std::set<std::size_t> cases;      // of this batch, that all hits agree on
    std::set<std::size_t> mentioned;  // of this batch, that any hit points at
    std::set<std::size_t> others;     // batches of others that are pointed at
    std::vector<std::string> strange; // 照合番号 that fits nothing, 法人番号 of nobody

    bool is_empty() const { return hits.empty() && others.empty() && strange.empty(); }
    std::size_t parts() const; // kinds of parts that speak
};

class SubjectFinder {
public:
    SubjectFinder(const InquiryBatch&, std::span<const InquiryBatch> others);

    ReplySubject find(std::span<const std::string> cells) const;
    // Whether a row that points at nobody still speaks of somebody: the batch's id, or 13 digits, amid other text.
    bool speaks_of_somebody(std::span<const std::string> cells) const;

private:
    struct Target {
        std::set<std::size_t> own;    // places in the batch
        std::set<std::size_t> others; // batches
    };
    using Index = std::map<std::string, Target>;

    void look_up(const Index&, const std::string& key, ReplySubject::Part, std::size_t cell, ReplySubject&) const;
    void look_for_strange(const std::string& code, ReplySubject&) const;

    std::string m_batch; // folded id
    Index m_marks;
    Index m_cases;
    Index m_numbers;
    Index m_firms;
};

}
