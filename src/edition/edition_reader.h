#pragma once

#include "edition/read_edition.h"
#include "edition/tree_reader.h"

namespace kenkei::edition {

// Builds one Edition from its parts; used once. Each file of an edition has its own .cpp.
class EditionReader {
public:
    using Value = base::json::Value;

    EditionReader(const Parts&, const ReadExpression&);
    ReadResult read();

private:
    void read_about(); // edition.yaml: read_edition.cpp
    void read_known(TreeReader&, const Value& tree);
    void read_outcome_words(TreeReader&, const Value& tree);
    void read_lists();
    void collect_names();
    void read_questions(); // read_questions.cpp
    void read_question(TreeReader&, const std::string& section, const std::string& id, const Value&);
    void read_options(TreeReader&, const Value&, Question&);
    std::optional<feel::Value> read_default(TreeReader&, const Value&, const Question&);
    void read_table(const std::string& id, const Part&); // read_table.cpp
    void read_criteria();                                // read_criteria.cpp
    void read_values(TreeReader&, const Value& tree, std::string_view key);
    void read_items(TreeReader&, const Value& tree);
    void read_members(TreeReader&, const Value&, const std::string& what, std::vector<std::size_t>& members);
    std::vector<Group> read_groups(TreeReader&, const Value& tree, std::string_view key);
    void check_placeholders(TreeReader&, const Value& message);
    void read_findings(TreeReader&, const Value& tree);
    void read_breakdowns(); // of edition.yaml, behind all that they may count by: read_breakdowns.cpp
    std::optional<Breakdown> read_breakdown(TreeReader&, const std::string& id, const Value&);
    void read_bands(TreeReader&, const Value&, Breakdown&);
    void read_evidence(); // of edition.yaml, behind lists and classes: read_validity.cpp
    void read_validity();
    Term read_term(TreeReader&, const Value&);
    void read_exceptions(TreeReader&, const Value& exceptions, Term&);
    void check_term(TreeReader&, const Value& to, const Validity&);
    void read_process(); // of edition.yaml, behind the questions: read_process.cpp
    ApplicantFields read_applicant(TreeReader&, const Value&);
    std::optional<std::size_t> applicant_question(TreeReader&, const Value& written, std::string_view key);
    void read_exclusive(TreeReader&, const Value&, Process&);
    void read_gates(TreeReader&, const Value&, Process&);
    void check_gate(TreeReader&, const Value& named, GateKind, const Process& before);
    void read_revocation(TreeReader&, const Value&, Process&);
    Clause clause(TreeReader&, const Value&, std::string_view what); // its source and note
    std::optional<Clause> clause_in(TreeReader&, const Value& parent, std::string_view key, std::string_view what);
    void read_workbook(); // workbook.yaml: read_workbook.cpp
    void read_notes(TreeReader&, const Value& notes);
    void read_pulldowns(TreeReader&, const Value& pulldowns);
    void read_lines(TreeReader&, const Value& lines);
    void read_suggestions(TreeReader&, const Value& suggestions);
    std::optional<std::size_t> asked_question(TreeReader&, const Value& at, const std::string& id, Type,
                                              const std::string& what);
    std::optional<std::size_t> grouped_list(TreeReader&, const Value& at, const std::string& id, const NameList&);

    std::optional<Expression> expression(TreeReader&, const Value&, std::string_view what);
    void check_known(TreeReader&, const Value& at, const feel::Node&);
    std::optional<Expression> expression_in(TreeReader&, const Value& parent, std::string_view key);

    // One of an enumeration's words; refuses others.
    template<typename Enum>
    Enum word(TreeReader& reader, const Value& value, std::optional<Enum> (*read)(std::string_view), Enum otherwise,
              std::initializer_list<std::string_view> words)
    {
        std::string written = reader.text(value, "値");
        if (auto found = read(written))
            return *found;
        reader.refuse(value, "edition.word", "「" + written + "」は使えません。",
                      one_of({words.begin(), words.size()}));
        return otherwise;
    }

    const Parts& m_parts;
    const ReadExpression& m_read_expression;
    Edition m_edition;
    std::vector<base::Error> m_errors;
    std::vector<std::pair<const Part*, const Value*>> m_definitions; // where each question and value is written
};

}
