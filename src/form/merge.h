#pragma once

#include "form/answers_from_workbook.h"

#include <string>
#include <vector>

namespace kenkei::form {

// Who has the last word on a question where both sides changed it.
enum class Side { Nobody, Workbook, Answers };

// A question that was changed since the form was made, on one side or both.
struct MergedQuestion {
    enum class What {
        FromWorkbook, // only the workbook changed it
        FromAnswers,  // only the answers did
        Both,         // both, to the same
        Conflict,     // both, to different things; or nobody knows what it was
    };

    std::size_t question = 0;
    What what = What::Conflict;
    Side taken = Side::Nobody; // of a conflict
    bool lost = false;         // the workbook does not tell all that was answered (AnsweredAt::lost)
    // As they stand; Null for 未回答.
    base::json::Value before, workbook, answers;
};

struct Merge {
    // Of all questions; those of an open conflict as they were before. What the form does not ask (unknown ids,
    // computed questions) stays as it is in the answers.
    base::json::Value answers;
    std::vector<MergedQuestion> changed;
    std::size_t conflicts = 0; // still open
};

// What a filled form tells of a question.
enum class Told {
    Answer,
    Nothing, // it has no cell for it, or none that could show the answer it was made with: empty does not mean deleted
    NotAll,  // AnsweredAt::lost
};
// By question.
std::vector<Told> told_by(const edition::Edition&, const Layout&, const FormReading&);

// Brings a filled form and the answers of the same application together, question by question, against the state that
// the form was made with (FormReading::exported; Null if the form does not tell: then every difference is a conflict).
// Two answers are the same if they read the same: 「５２」 is 52. Of what the form does not tell the answers stand;
// what it tells in part and differs is a conflict. `decide` says who is right where both changed; `told` empty: it
// tells all.
Merge merge(const edition::Edition&, const base::json::Value& before, const base::json::Value& workbook,
            const base::json::Value& answers, const std::vector<Side>& decide, const std::vector<Told>& told = {});

// What happened, for people: conflicts first, with both values and the cell.
std::string to_text(const edition::Edition&, const Merge&, const std::vector<std::string>& cells);

}
