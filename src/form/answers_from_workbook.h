#pragma once

#include "answers/application.h"
#include "base/result.h"
#include "form/identity.h"
#include "xlsx/workbook_reader.h"

#include <span>
#include <string>
#include <vector>

namespace kenkei::form {

// How it was found out what stands where in a workbook.
enum class Found {
    Identity, // by its hidden sheet
    Labels,   // by the labels beside the cells: the hidden sheet is missing, or the cells have moved
};

// Where a question was answered.
struct AnsweredAt {
    std::string sheet;
    std::vector<xlsx::Place> cells; // of choices one for each option that was found; empty if it is not in the file
    std::string raw;                // what stands there, as a person sees it
    std::vector<xlsx::Place> wrong; // of choices: the cells with something else than a tick
    // An Excel error, a formula without a value, an option without a row: nobody knows all that was answered.
    bool lost = false;

    std::string text() const; // 「申請内容記載表 D12」, 「申請内容記載表 D30:D38」; "" if it is not in the file
    std::string where_to_look() const; // the same, but of choices only the wrong cells if there are any
};

// A filled form as an application.
struct FormReading {
    Found found = Found::Identity;
    bool current = true;              // made for just this edition (digest) and template
    answers::Application application; // findings hold what is to be said of the file as a whole
    std::vector<AnsweredAt> places;   // by question
    base::json::Value exported;       // the answers that the form was made with; Null if it does not tell
};

// Reads a filled form of `edition`. What anybody must know about the file as a whole stands in the application's
// findings: form.older (another state of the edition), form.labels (what was inferred), form.several-sheets,
// form.missing-questions, form.missing-options, form.unknown-question, and by question .cell-error, .formula and
// .renumbered (another number for the same option). Errors: form.other-scheme, form.other-edition (names both),
// form.not-ours (no hidden sheet and too few of the labels), form.version, form.identity, and what the reader says
// (xlsx.…).
base::Result<FormReading> answers_from_workbook(xlsx::WorkbookReader&, const edition::Edition&, const Layout&);

// Which edition a workbook without a hidden sheet is most likely a form of: index into `candidates`, by the labels
// beside its cells. Error form.not-ours.
base::Result<std::size_t> edition_by_labels(xlsx::WorkbookReader&, std::span<const edition::Edition* const> candidates);

}
