#include "desk/inquiry_reply.h"

#include "base/fold.h"
#include "base/json.h"
#include "desk/reply_columns.h"
#include "desk/reply_subject.h"
#include "desk/reply_values.h"
#include "table/statement_values.h"
#include "table/text_file.h"

#include <algorithm>
#include <map>

namespace kenkei::desk {

namespace {

using Kind = InquiryColumn::Kind;
using Part = ReplySubject::Part;
using table::CsvRow;
using table::in_quotes;

std::string code_without_zeros(std::string_view cell)
{
    std::string code = base::fold_code(cell);
    if (code.starts_with('\''))
        code.erase(0, 1);
    return code.substr(std::min(code.find_first_not_of('0'), code.size()));
}

class Merger {
public:
    Merger(const table::Csv& csv, const InquiryBatch& batch, std::span<const InquiryFact> facts,
           std::span<const InquiryBatch> others, const ReplySource& source)
        : m_csv(csv)
        , m_batch(batch)
        , m_facts(facts)
        , m_others(others)
        , m_source(source)
        , m_sent(inquiry_columns(facts))
        , m_columns(m_sent)
        , m_finder(batch, others)
    {}

    MergedReply merge()
    {
        for (const table::CsvFault& fault : m_csv.faults)
            m_merged.faults.push_back(fault.message);
        for (std::size_t i = 0; i < m_csv.rows.size();)
            i += read_heading(i) ? m_heading_rows : (read_row(i), 1u);
        settle_doubles();
        find_silent();
        auto by_line = [](const auto& a, const auto& b) { return a.line < b.line; };
        std::sort(m_merged.doubts.begin(), m_merged.doubts.end(), by_line);
        return std::move(m_merged);
    }

private:
    void doubt(const CsvRow& row, ReplyDoubtKind kind, std::string reason, const std::set<std::size_t>& places = {})
    {
        ReplyDoubt one{row.line, kind, std::to_string(row.line) + "行目: " + std::move(reason), row.raw, {}};
        for (const std::size_t place : places)
            one.candidates.push_back(m_batch.cases[place].id);
        m_merged.doubts.push_back(std::move(one));
    }

    void pass(const CsvRow& row, std::string_view words)
    {
        m_merged.passed.push_back({row.line, std::to_string(row.line) + "行目: " + std::string(words), row.raw});
    }

    // Headings may stand anywhere, again on every page, and over two rows.
    bool read_heading(std::size_t at)
    {
        const CsvRow& row = m_csv.rows[at];
        const ReplyColumns one(m_sent, {}, row.cells);
        m_heading_rows = 1;
        ReplyColumns best = one;
        if (at + 1 < m_csv.rows.size() && m_finder.find(m_csv.rows[at + 1].cells).is_empty()) {
            const CsvRow& next = m_csv.rows[at + 1];
            const ReplyColumns both(m_sent, row.cells, next.cells);
            if (both.found() > one.found() && both.found() > ReplyColumns(m_sent, {}, next.cells).found()) {
                best = both;
                m_heading_rows = 2;
            }
        }
        if (!best.is_heading() || !m_finder.find(row.cells).is_empty())
            return false;
        m_columns = best;
        m_has_heading = true;
        for (std::size_t i = 0; i < m_heading_rows; ++i)
            pass(m_csv.rows[at + i], "見出しです。");
        return true;
    }

    bool has_fault(std::size_t at) const
    {
        const std::size_t first = m_csv.rows[at].line;
        const std::size_t end = at + 1 < m_csv.rows.size() ? m_csv.rows[at + 1].line : m_end;
        return std::any_of(m_csv.faults.begin(), m_csv.faults.end(),
                           [&](const table::CsvFault& fault) { return fault.line >= first && fault.line < end; });
    }

    void read_row(std::size_t at)
    {
        const CsvRow& row = m_csv.rows[at];
        if (std::all_of(row.cells.begin(), row.cells.end(), [](const auto& cell) { return base::is_blank(cell); }))
            return pass(row, "空の行です。");
        const ReplySubject subject = m_finder.find(row.cells);
        if (has_fault(at))
            return doubt(row, ReplyDoubtKind::Unreadable, "「\"」の使い方に誤りがあり、欄の境が分かりません。",
                         subject.mentioned);
        if (subject.hits.empty())
            return read_stranger(row, subject);
        if (subject.cases.empty() || !subject.strange.empty() || !subject.others.empty())
            return doubt(row, ReplyDoubtKind::Mixed, mixed_words(subject), subject.mentioned);
        if (subject.parts() < 2 || subject.cases.size() > 1)
            return doubt(row, ReplyDoubtKind::Uncertain,
                         "案件を指すものが1つしかないか、2つ以上の案件にあてはまります。照合番号、案件番号、法人番号、"
                         "法人名のうち2つ以上で確かめてください。",
                         subject.cases);
        read_answers(row, subject, *subject.cases.begin());
    }

    std::string mixed_words(const ReplySubject& subject) const
    {
        std::string words = "この行の照合番号、案件番号、法人番号、法人名が別々の案件を指しています。";
        for (const std::string& strange : subject.strange)
            words += strange + "。";
        return words + "列だけを並べ替えていないか、保険者に確かめてください。";
    }

    // Nobody of this batch.
    void read_stranger(const CsvRow& row, const ReplySubject& subject)
    {
        if (!subject.others.empty())
            return doubt(row, ReplyDoubtKind::OtherInsurer,
                         "この法人については" + in_quotes(m_others[*subject.others.begin()].insurer) +
                             "に照会しています。この保険者には照会していません。");
        if (!subject.strange.empty())
            return doubt(row, ReplyDoubtKind::Unknown, subject.strange.front() + "。");
        const bool answers = std::any_of(row.cells.begin(), row.cells.end(), [](const std::string& cell) {
            const ReplyWord word = read_reply_word(cell);
            return word == ReplyWord::Yes || word == ReplyWord::No;
        });
        if (answers || m_finder.speaks_of_somebody(row.cells))
            return doubt(row, ReplyDoubtKind::Unknown, "回答のようですが、どの案件のものか分かりません。");
        pass(row, "案件を指すものも回答もありません。");
    }

    std::optional<std::size_t> place_of(Kind kind) const
    {
        for (std::size_t i = 0; i < m_sent.size(); ++i) {
            if (m_sent[i].kind == kind)
                return m_columns.place(i);
        }
        return std::nullopt;
    }

    // By how much all cells of the row stand to the right of their headings; nothing if not all alike.
    std::optional<std::ptrdiff_t> shift_of(const CsvRow& row, const ReplySubject& subject) const
    {
        std::vector<std::ptrdiff_t> marks;
        for (const ReplySubject::Hit& hit : subject.hits) {
            if (hit.part == Part::Mark)
                marks.push_back(static_cast<std::ptrdiff_t>(hit.cell));
        }
        const auto first = place_of(Kind::Mark);
        const auto last = place_of(Kind::EndMark);
        std::ptrdiff_t shift = 0;
        if (first && last) {
            if (marks.size() != 2)
                return std::nullopt;
            shift = marks[0] - static_cast<std::ptrdiff_t>(std::min(*first, *last));
            if (marks[1] - static_cast<std::ptrdiff_t>(std::max(*first, *last)) != shift)
                return std::nullopt;
            if (!encloses_answers(*first, *last) && (shift != 0 || row.cells.size() != m_columns.width()))
                return std::nullopt;
        } else if (!m_has_heading || row.cells.size() != m_columns.width()) {
            return std::nullopt;
        }
        return all_moved_by(shift, subject) ? std::optional(shift) : std::nullopt;
    }

    // Whether what the two marks say of the cells between them holds for all answers.
    bool encloses_answers(std::size_t one_end, std::size_t other_end) const
    {
        for (std::size_t i = 0; i < m_sent.size(); ++i) {
            const auto place = m_columns.place(i);
            const bool outside =
                place && (*place < std::min(one_end, other_end) || *place > std::max(one_end, other_end));
            if (outside)
                return false;
        }
        return true;
    }

    bool all_moved_by(std::ptrdiff_t shift, const ReplySubject& subject) const
    {
        constexpr std::pair<Part, Kind> parts[] = {
            {Part::Case, Kind::Case}, {Part::Number, Kind::Number}, {Part::Firm, Kind::Firm}};
        for (const ReplySubject::Hit& hit : subject.hits) {
            for (const auto& [part, kind] : parts) {
                const auto place = place_of(kind);
                if (hit.part == part && place &&
                    static_cast<std::ptrdiff_t>(hit.cell) != static_cast<std::ptrdiff_t>(*place) + shift)
                    return false;
            }
        }
        return true;
    }

    std::string cell(const CsvRow& row, std::size_t column, std::ptrdiff_t shift) const
    {
        const auto place = m_columns.place(column);
        if (!place)
            return "";
        const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(*place) + shift;
        const bool inside = at >= 0 && at < static_cast<std::ptrdiff_t>(row.cells.size());
        return inside ? base::trim(row.cells[static_cast<std::size_t>(at)]) : "";
    }

    std::string cell(const CsvRow& row, Kind kind, std::size_t fact, std::ptrdiff_t shift) const
    {
        for (std::size_t i = 0; i < m_sent.size(); ++i) {
            if (m_sent[i].kind == kind && m_sent[i].fact == fact)
                return cell(row, i, shift);
        }
        return "";
    }

    void read_answers(const CsvRow& row, const ReplySubject& subject, std::size_t place)
    {
        if (!m_columns.doubled().empty())
            return doubt(row, ReplyDoubtKind::Unreadable,
                         "見出し" + in_quotes(m_columns.doubled()) + "の列が2つあり、どちらの回答か分かりません。",
                         subject.cases);
        const auto shift = shift_of(row, subject);
        if (!shift)
            return doubt(row, ReplyDoubtKind::Shifted,
                         "欄がずれています。行の両端の照合番号と見出しの位置が合いません。元の行と見比べてください。",
                         subject.cases);
        ReplyResult result{.case_id = m_batch.cases[place].id, .line = row.line};
        result.note = cell(row, Kind::Note, 0, *shift);
        const ReplyWord note = read_reply_word(result.note);
        std::string fault;
        if (note == ReplyWord::Yes || note == ReplyWord::No || note == ReplyWord::NotAsked)
            fault = "備考に回答のような" + in_quotes(result.note) + "があります。欄がずれていないか確かめてください。";
        for (std::size_t i = 0; i < m_facts.size() && fault.empty(); ++i)
            fault = read_fact(row, *shift, m_batch.cases[place], i, result);
        if (!fault.empty())
            return doubt(row, ReplyDoubtKind::Unreadable, fault, subject.cases);
        compare_symbol(row, *shift, m_batch.cases[place], result);
        conclude(m_batch.cases[place], result);
        m_merged.results.push_back(std::move(result));
        m_rows[row.line] = &row;
    }

    // What is wrong with the answer; "" if nothing.
    std::string read_fact(const CsvRow& row, std::ptrdiff_t shift, const InquiredCase& of, std::size_t index,
                          ReplyResult& result)
    {
        const InquiryFact& fact = m_facts[index];
        const std::string written = cell(row, Kind::Answer, index, shift);
        const std::string since = cell(row, Kind::Since, index, shift);
        const ReplyWord word = read_reply_word(written);
        const auto asked =
            std::find_if(of.asked.begin(), of.asked.end(), [&](const AskedFact& one) { return one.fact == fact.id; });
        const std::string where = "「" + fact.column + "」の" + in_quotes(written);
        if (word == ReplyWord::None)
            return where + "を○か×として読めません。";
        if (asked == of.asked.end())
            return "";
        if (word == ReplyWord::NotAsked)
            return where + "は、照会した事項の回答ではありません。欄がずれていないか確かめてください。";
        if (word == ReplyWord::Blank || word == ReplyWord::Open) {
            result.words += (result.words.empty() ? "" : "、") + fact.column + "の回答がありません";
            return !tells_no_day(since) ? "「" + fact.since + "」に日付がありますが、" + where + "です。" : "";
        }
        return read_said(word == ReplyWord::Yes, written, since, of, fact, *asked, row.line, result);
    }

    std::string read_said(bool said, const std::string& written, const std::string& since, const InquiredCase& of,
                          const InquiryFact& fact, const AskedFact& asked, std::size_t line, ReplyResult& result)
    {
        std::string words = written;
        if (!tells_no_day(since)) {
            const auto day = read_since(since);
            if (!day)
                return "「" + fact.since + "」の" + in_quotes(since) + "を日付として読めません。";
            if (!said)
                return "「" + fact.column + "」は" + in_quotes(written) + "ですが、「" + fact.since + "」に" +
                       in_quotes(since) + "とあります。";
            if (of.applied && day->latest > *of.applied && day->earliest <= *of.applied)
                return "「" + fact.since + "」の" + in_quotes(since) + "だけでは、申請日（" +
                       base::to_japanese(*of.applied) + "）より前か後か分かりません。";
            if (of.applied && day->earliest > *of.applied) {
                said = false;
                words += "（" + since + "。申請日の" + base::to_japanese(*of.applied) + "より後）";
            }
        }
        if (!fact.known.empty())
            m_known[line].emplace_back(fact.known, said);
        m_said[line].emplace_back(fact.id, said);
        if (asked.claimed && *asked.claimed != said)
            contradict(fact.id, fact.question, asked.said, words, result);
        return "";
    }

    void contradict(const std::string& fact, const std::string& question, const std::string& firm_said,
                    const std::string& insurer_said, ReplyResult& result)
    {
        result.facts.push_back(fact);
        result.contradictions.push_back({fact, question, firm_said, insurer_said,
                                         m_source.insurer + "（" + base::to_japanese(m_source.received) + "の回答、" +
                                             std::to_string(result.line) + "行目）"});
    }

    void compare_symbol(const CsvRow& row, std::ptrdiff_t shift, const InquiredCase& of, ReplyResult& result)
    {
        const std::string written = cell(row, Kind::Symbol, 0, shift);
        const std::string code = code_without_zeros(written);
        if (code.empty() || of.symbol.empty() || code == code_without_zeros(of.symbol))
            return;
        contradict(std::string(symbol_fact), "", of.symbol, written, result);
    }

    void conclude(const InquiredCase& of, ReplyResult& result)
    {
        if (const auto known = m_known.find(result.line); known != m_known.end()) {
            base::json::Writer json;
            json.begin_object().key("insurer").begin_object();
            for (const auto& [name, value] : known->second)
                json.key(name).boolean(value);
            json.end_object().end_object();
            result.known = json.take();
        }
        if (!result.contradictions.empty()) {
            result.outcome = ReplyOutcome::Contradicted;
            for (const ReplyContradiction& one : result.contradictions)
                result.words += (result.words.empty() ? "" : "、") + one.fact + "は申請者の" +
                                in_quotes(one.firm_said) + "に対して保険者は" + in_quotes(one.insurer_said);
        } else if (result.words.empty() && !of.asked.empty()) {
            result.outcome = ReplyOutcome::Confirmed;
            result.words = "照会したすべてについて、申請者の回答と保険者の回答が合います";
        }
    }

    bool says_the_same(const ReplyResult& a, const ReplyResult& b) const
    {
        auto said = [&](const ReplyResult& one) {
            const auto found = m_said.find(one.line);
            return found == m_said.end() ? std::vector<std::pair<std::string, bool>>() : found->second;
        };
        auto insurer_said = [](const ReplyResult& one) {
            std::vector<std::string> all;
            for (const ReplyContradiction& contradiction : one.contradictions)
                all.push_back(contradiction.fact);
            return all;
        };
        return a.outcome == b.outcome && said(a) == said(b) && insurer_said(a) == insurer_said(b);
    }

    void settle_doubles()
    {
        std::map<std::string, std::vector<std::size_t>> of_case;
        for (std::size_t i = 0; i < m_merged.results.size(); ++i)
            of_case[m_merged.results[i].case_id].push_back(i);
        const auto doubted = lines_in_doubt();
        std::vector<ReplyResult> kept;
        for (std::size_t i = 0; i < m_merged.results.size(); ++i) {
            const ReplyResult& result = m_merged.results[i];
            const auto& all = of_case[result.case_id];
            const ReplyResult& first = m_merged.results[all.front()];
            const bool same = std::all_of(all.begin(), all.end(),
                                          [&](std::size_t one) { return says_the_same(first, m_merged.results[one]); });
            const std::set<std::size_t> place = {place_in_batch(result.case_id)};
            if (const auto line = doubted.find(result.case_id); line != doubted.end())
                doubt(*m_rows[result.line], ReplyDoubtKind::Disagreeing,
                      "この案件のものかもしれない" + std::to_string(line->second) +
                          "行目に疑問があるため、この行も記録していません。",
                      place);
            else if (!same)
                doubt(*m_rows[result.line], ReplyDoubtKind::Disagreeing,
                      "同じ案件の行が" + std::to_string(all.size()) + "つあり、回答が違います。", place);
            else if (i != all.front())
                doubt(*m_rows[result.line], ReplyDoubtKind::Repeated,
                      std::to_string(first.line) + "行目と同じ案件の同じ回答です。", place);
            else
                kept.push_back(result);
        }
        m_merged.results = std::move(kept);
    }

    std::map<std::string, std::size_t> lines_in_doubt() const
    {
        std::map<std::string, std::size_t> lines;
        for (const ReplyDoubt& one : m_merged.doubts) {
            for (const std::string& id : one.candidates)
                lines.emplace(id, one.line);
        }
        return lines;
    }

    std::size_t place_in_batch(const std::string& case_id) const
    {
        const auto found = std::find_if(m_batch.cases.begin(), m_batch.cases.end(),
                                        [&](const InquiredCase& one) { return one.id == case_id; });
        return static_cast<std::size_t>(found - m_batch.cases.begin());
    }

    void find_silent()
    {
        std::set<std::string> spoken;
        for (const ReplyResult& result : m_merged.results)
            spoken.insert(result.case_id);
        for (const ReplyDoubt& one : m_merged.doubts)
            spoken.insert(one.candidates.begin(), one.candidates.end());
        for (const InquiredCase& one : m_batch.cases) {
            if (!spoken.contains(one.id))
                m_merged.silent.push_back(one.id);
        }
    }

    static constexpr std::size_t m_end = static_cast<std::size_t>(-1);

    const table::Csv& m_csv;
    const InquiryBatch& m_batch;
    std::span<const InquiryFact> m_facts;
    std::span<const InquiryBatch> m_others;
    const ReplySource& m_source;
    std::vector<InquiryColumn> m_sent;
    ReplyColumns m_columns;
    SubjectFinder m_finder;
    bool m_has_heading = false;
    std::size_t m_heading_rows = 1;
    std::map<std::size_t, std::vector<std::pair<std::string, bool>>> m_known; // by line: field of known.insurer
    std::map<std::size_t, std::vector<std::pair<std::string, bool>>> m_said;  // by line: fact
    std::map<std::size_t, const CsvRow*> m_rows;                              // of results, by line
    MergedReply m_merged;
};

}

std::string_view label_of(ReplyOutcome outcome)
{
    constexpr std::string_view labels[] = {"確認できた", "くいちがい", "確認できない"};
    return labels[static_cast<std::size_t>(outcome)];
}

std::string_view label_of(ReplyDoubtKind kind)
{
    constexpr std::string_view labels[] = {"照会していない", "別の保険者",   "案件が混在", "案件が不確か",
                                           "欄のずれ",       "読めない回答", "同じ行",     "行のくいちがい"};
    return labels[static_cast<std::size_t>(kind)];
}

MergedReply merge_reply(const table::Csv& csv, const InquiryBatch& batch, std::span<const InquiryFact> facts,
                        std::span<const InquiryBatch> others, const ReplySource& source)
{
    return Merger(csv, batch, facts, others, source).merge();
}

base::Result<MergedReply> read_reply(std::string_view bytes, const InquiryBatch& batch,
                                     std::span<const InquiryFact> facts, std::span<const InquiryBatch> others,
                                     const ReplySource& source)
{
    table::FileText file = TRY(table::read_text_file(bytes));
    MergedReply merged = merge_reply(table::read_csv(file.text), batch, facts, others, source);
    merged.faults.insert(merged.faults.begin(), file.faults.begin(), file.faults.end());
    return merged;
}

}
