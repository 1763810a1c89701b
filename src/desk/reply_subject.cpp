#include "desk/reply_subject.h"

#include "base/fold.h"
#include "desk/insurer_name.h"
#include "table/statement_values.h"

#include <algorithm>

namespace kenkei::desk {

namespace {

constexpr std::size_t corporate_number_places = 13;
constexpr std::size_t least_case_id = 6; // a shorter one could be any number

std::string code_of(std::string_view cell)
{
    std::string code = base::fold_code(cell);
    if (code.starts_with('\''))
        code.erase(0, 1);
    std::transform(code.begin(), code.end(), code.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return code;
}

}

std::size_t ReplySubject::parts() const
{
    std::set<Part> kinds;
    for (const Hit& hit : hits)
        kinds.insert(hit.part);
    return kinds.size();
}

SubjectFinder::SubjectFinder(const InquiryBatch& batch, std::span<const InquiryBatch> others)
    : m_batch(code_of(batch.id))
{
    auto add = [&](const InquiryBatch& of, auto put) {
        for (std::size_t i = 0; i < of.cases.size(); ++i) {
            put(m_marks[code_of(line_mark(of, i))], i);
            put(m_cases[code_of(of.cases[i].id)], i);
            put(m_numbers[code_of(of.cases[i].number)], i);
            put(m_firms[comparable_firm(of.cases[i].firm)], i);
        }
    };
    add(batch, [](Target& target, std::size_t place) { target.own.insert(place); });
    for (std::size_t b = 0; b < others.size(); ++b)
        add(others[b], [b](Target& target, std::size_t) { target.others.insert(b); });
}

void SubjectFinder::look_up(const Index& index, const std::string& key, ReplySubject::Part part, std::size_t cell,
                            ReplySubject& subject) const
{
    const auto found = key.empty() ? index.end() : index.find(key);
    if (found == index.end())
        return;
    const Target& target = found->second;
    if (target.own.empty()) {
        subject.others.insert(target.others.begin(), target.others.end());
        return;
    }
    std::set<std::size_t> agreed;
    if (subject.hits.empty())
        agreed = target.own;
    else
        std::set_intersection(subject.cases.begin(), subject.cases.end(), target.own.begin(), target.own.end(),
                              std::inserter(agreed, agreed.end()));
    subject.hits.push_back({part, cell});
    subject.cases = std::move(agreed);
    subject.mentioned.insert(target.own.begin(), target.own.end());
}

void SubjectFinder::look_for_strange(const std::string& code, ReplySubject& subject) const
{
    if (m_marks.contains(code) || m_cases.contains(code) || m_numbers.contains(code))
        return;
    const bool like_mark = !m_batch.empty() && code.size() > m_batch.size() && code.starts_with(m_batch) &&
                           table::is_digits(std::string_view(code).substr(m_batch.size()));
    if (like_mark)
        subject.strange.push_back("照合番号" + table::in_quotes(code) + "はこの照会のどの行のものでもありません");
    else if (code.size() == corporate_number_places && table::is_digits(code))
        subject.strange.push_back("法人番号" + table::in_quotes(code) + "の法人については照会していません");
}

ReplySubject SubjectFinder::find(std::span<const std::string> cells) const
{
    ReplySubject subject;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (base::is_blank(cells[i]))
            continue;
        const std::string code = code_of(cells[i]);
        look_up(m_marks, code, ReplySubject::Part::Mark, i, subject);
        if (code.size() >= least_case_id)
            look_up(m_cases, code, ReplySubject::Part::Case, i, subject);
        if (code.size() == corporate_number_places)
            look_up(m_numbers, code, ReplySubject::Part::Number, i, subject);
        look_up(m_firms, comparable_firm(cells[i]), ReplySubject::Part::Firm, i, subject);
        look_for_strange(code, subject);
    }
    return subject;
}

bool SubjectFinder::speaks_of_somebody(std::span<const std::string> cells) const
{
    return std::any_of(cells.begin(), cells.end(), [&](const std::string& cell) {
        const std::string code = code_of(cell);
        if (!m_batch.empty() && code.find(m_batch) != std::string::npos)
            return true;
        std::size_t digits = 0;
        for (const char c : code) {
            digits = c >= '0' && c <= '9' ? digits + 1 : 0;
            if (digits == corporate_number_places)
                return true;
        }
        return false;
    });
}

}
