#include "edition/edition_reader.h"
#include "edition/term.h"

namespace kenkei::edition {

using base::json::Kind;
using Value = base::json::Value;

namespace {

const std::string code = "edition.term";

// Whole years of a certificate; 1 for what is refused.
std::int64_t years_in(TreeReader& reader, const Value& parent, const std::string& what)
{
    const std::int64_t years = reader.need_integer(parent, "years", what);
    if (years >= 1 && years <= longest_term)
        return years;
    if (const Value* written = parent.find("years"); written && written->kind == Kind::Number)
        reader.refuse(*written, code, what + "の years が " + std::to_string(years) + " です。",
                      "1 から " + std::to_string(longest_term) + " までの年数を書いてください。");
    return 1;
}

}

void EditionReader::read_evidence()
{
    TreeReader reader(m_parts.edition, m_errors);
    const Value* tree = m_parts.edition.tree.find("evidence");
    if (!tree || !reader.object(*tree, "evidence", {"keep_years", "answer_within_days", "days", "source", "note"}))
        return;
    EvidenceRule rule;
    rule.keep_years = reader.need_integer(*tree, "keep_years", "evidence");
    rule.answer_within_days = reader.need_integer(*tree, "answer_within_days", "evidence");
    if (const Value* days = tree->find("days")) {
        rule.days = word(reader, *days, read_day_count, DayCount::Calendar, {"calendar", "business"});
        if (rule.days == DayCount::Business && !m_edition.find_list(holiday_list))
            reader.refuse(*days, "edition.list",
                          "days: business は土日と祝日を除いて数えますが、祝日の一覧（holidays）がありません。",
                          "edition.yaml の lists に holidays を加えるか、暦日で数えるなら days: calendar と"
                          "してください。");
    }
    rule.source = reader.need_source(*tree, "evidence", m_edition.documents);
    rule.note = reader.text_in(*tree, "note");
    m_edition.evidence = std::move(rule);
}

void EditionReader::read_validity()
{
    TreeReader reader(m_parts.edition, m_errors);
    const Value* tree = m_parts.edition.tree.find("validity");
    if (!tree || !reader.object(*tree, "validity", {"from", "to", "term", "renewal", "class_change", "source", "note"}))
        return;
    Validity validity;
    const Value* from = tree->find("from");
    if (from)
        validity.from = reader.date(*from, "from").value_or(base::Date{});
    const Value* to = reader.need(*tree, "to", "validity");
    if (to)
        validity.to = reader.date(*to, "to").value_or(base::Date{});
    validity.source = reader.need_source(*tree, "validity", m_edition.documents);
    validity.note = reader.text_in(*tree, "note");
    const std::size_t errors_before = m_errors.size();
    if (const Value* term = tree->find("term"))
        validity.term = read_term(reader, *term);
    if (from && to && validity.term && m_errors.size() == errors_before)
        check_term(reader, *to, validity);
    validity.renewal = clause_in(reader, *tree, "renewal", "validity の renewal ");
    validity.class_change = clause_in(reader, *tree, "class_change", "validity の class_change ");
    const Value* classes = m_parts.criteria.tree.find("classes");
    if (validity.class_change && (!classes || classes->members.empty()))
        reader.refuse_key(*tree->find("class_change"), code,
                          "区分（classes）のない年度版に、区分の変更（class_change）があります。",
                          "class_change を消すか、criteria.yaml に classes を書いてください。");
    m_edition.validity = std::move(validity);
}

Term EditionReader::read_term(TreeReader& reader, const Value& tree)
{
    Term term;
    if (!reader.object(tree, "validity の term ", {"years", "exceptions", "source", "note"}))
        return term;
    term.years = years_in(reader, tree, "validity の term ");
    term.source = reader.need_source(tree, "validity の term ", m_edition.documents);
    term.note = reader.text_in(tree, "note");
    const Value* exceptions = tree.find("exceptions");
    if (exceptions && exceptions->kind != Kind::Array)
        reader.refuse(*exceptions, "edition.type",
                      "exceptions は、日ごとに「- { from: 日, years: 年数, source: 典拠 }」"
                      "を並べて書きます。",
                      "行の初めに - を付けてください。");
    else if (exceptions)
        read_exceptions(reader, *exceptions, term);
    return term;
}

void EditionReader::read_exceptions(TreeReader& reader, const Value& exceptions, Term& term)
{
    const std::string what = "validity の term の exceptions ";
    for (const Value& written : exceptions.items) {
        if (!reader.object(written, what, {"from", "years", "source", "note"}))
            continue;
        Term::Exception exception;
        const Value* from = reader.need(written, "from", what);
        const auto day = from ? reader.date(*from, "from") : std::nullopt;
        exception.from = day.value_or(base::Date{});
        exception.years = years_in(reader, written, what);
        exception.source = reader.need_source(written, what, m_edition.documents);
        exception.note = reader.text_in(written, "note");
        if (day && !term.exceptions.empty() && *day <= term.exceptions.back().from)
            reader.refuse(*from, code,
                          what + "の from " + base::to_iso(*day) + " が、前の " +
                              base::to_iso(term.exceptions.back().from) + " より後ではありません。",
                          "早い日から順に、一つの日を一度だけ書いてください。");
        term.exceptions.push_back(std::move(exception));
    }
}

// The period of this edition is what its own term makes of its first day.
void EditionReader::check_term(TreeReader& reader, const Value& to, const Validity& validity)
{
    const base::Date last = last_day(*validity.term, *validity.from);
    if (validity.to == last)
        return;
    reader.refuse(to, code,
                  "有効期間の最終日（" + base::to_iso(validity.to) + "）が、初日（" + base::to_iso(*validity.from) +
                      "）から" + std::to_string(years_from(*validity.term, *validity.from)) + "年の " +
                      base::to_iso(last) + " と違います。",
                  "validity の from、to と、term の years、exceptions を確かめてください。");
}

}
