#pragma once

#include "answers/application.h"
#include "base/result.h"
#include "form/calculation.h"
#include "xlsx/book.h"

#include <string>
#include <vector>

namespace kenkei::form {

// A cell of the book that changes with the application.
struct LiveCell {
    std::size_t sheet = 0;
    std::size_t cell = 0; // index into Sheet::cells
    std::function<Stored(const Filled&)> value;
};

// A cell that shows an answer.
struct AnswerCell {
    std::size_t sheet = 0;
    std::size_t cell = 0;
    std::size_t question = 0;
    std::size_t option = 0; // of choices
};

// The cells of the hidden identity sheet that tell what was exported.
struct ExportedCells {
    std::size_t sheet = 0;
    std::size_t id = 0;                 // of the application
    std::vector<std::size_t> questions; // by question: its answer as JSON
};

// The Excel form of an edition. Made once; then any number of workbooks for its applications.
class Form {
public:
    // The edition must outlive the form.
    explicit Form(const edition::Edition&);

    const edition::Edition& edition() const { return m_edition; }
    const Layout& layout() const { return m_layout; }
    const Calculation& calculation() const { return m_calculation; }

    struct Workbook {
        xlsx::Book book;
        // Answers that no cell can show (a list where the form has one cell, an option that does not exist), by
        // question; they stay in the hidden sheet and are told to who asked for the form.
        std::vector<std::size_t> not_shown;
    };
    // The form with an application's answers; as_of is the day its stored results are worked out for. The book's parts
    // that do not change are copied, so that thousands can be written.
    Workbook fill(const answers::Application&, base::Date as_of) const;

private:
    const edition::Edition& m_edition;
    Layout m_layout;
    Calculation m_calculation;
    xlsx::Book m_book;
    std::vector<LiveCell> m_live;
    std::vector<AnswerCell> m_answers;
    ExportedCells m_exported;
};

}
