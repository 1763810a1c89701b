// What a form of refusal_statistics.h may say under an edition.
#include "desk/refusal_grounds.h"
#include "desk/refusal_statistics.h"

#include <algorithm>
#include <set>

namespace kenkei::desk {

namespace {

constexpr std::string_view requirement_word = "requirement:";

// Grounds of the office (casework: act_decision, act_review, screening_grounds), besides what an edition names.
constexpr std::string_view office_grounds[] = {"unpaid",        "screening",       "insurer",
                                               "late-evidence", "late-correction", "resolution",
                                               "no-delegates",  "shared-code",     "other"};
constexpr std::string_view office_words[] = {"insurer:", "exclusive:", "shared-code:"}; // before what they are about

template<typename T>
const T* find_id(const std::vector<T>& all, std::string_view id)
{
    const auto found = std::find_if(all.begin(), all.end(), [&](const T& one) { return one.id == id; });
    return found == all.end() ? nullptr : &*found;
}

bool is_of_rules(const edition::Edition& edition, std::string_view id)
{
    return find_id(edition.items, id) || find_id(edition.requirements, id) || find_id(edition.classes, id) ||
           edition.find_question(id);
}

bool is_of_office(std::string_view ground)
{
    return std::find(std::begin(office_grounds), std::end(office_grounds), ground) != std::end(office_grounds);
}

bool is_known(const edition::Edition& edition, std::string_view ground)
{
    const bool star = ground.ends_with('*');
    if (star)
        ground.remove_suffix(1);
    for (const std::string_view word : office_words) {
        if (ground.starts_with(word))
            return true;
    }
    if (star) {
        for (const std::string_view word : reason_words) {
            if (ground == word)
                return true;
        }
        return false;
    }
    return is_of_office(ground) || is_of_rules(edition, without_reason_word(ground)) ||
           std::any_of(edition.findings.begin(), edition.findings.end(),
                       [&](const edition::FindingRule& finding) { return finding.code == ground; });
}

base::Error bad_form(std::string message, std::string way_out)
{
    return {"refusals.form", std::move(message), std::move(way_out)};
}

base::Error unknown_ground(const std::string& ground, const std::string& where)
{
    return {"refusals.ground", where + "の「" + ground + "」は、この年度版の不認定の理由にありません。",
            "評価項目・認定要件・設問の符号か、決定に記録される理由の符号で書いてください。"};
}

// Whatever stands where requirement:<id> stood.
std::vector<std::string> grounds_of(const edition::Edition& edition, const edition::Group& requirement)
{
    std::vector<std::string> grounds;
    // A requirement may be called as the office calls a ground of its own (screening).
    grounds.push_back((is_of_office(requirement.id) ? "too_few:" : "") + requirement.id);
    for (const std::size_t item : requirement.besides)
        grounds.push_back(edition.items[item].id);
    for (const std::size_t item : requirement.items)
        grounds.push_back((requirement.all ? "" : "unanswered:") + edition.items[item].id);
    return grounds;
}

base::Result<void> fit_row(const edition::Edition& edition, RefusalRow& row)
{
    const std::string where = "集計の行「" + row.label + "」";
    std::vector<std::string> grounds;
    for (const std::string& ground : row.grounds) {
        if (!ground.starts_with(requirement_word)) {
            if (!is_known(edition, ground))
                return unknown_ground(ground, where);
            grounds.push_back(ground);
            continue;
        }
        const auto* requirement =
            find_id(edition.requirements, std::string_view(ground).substr(requirement_word.size()));
        if (!requirement)
            return unknown_ground(ground, where);
        for (std::string& one : grounds_of(edition, *requirement))
            grounds.push_back(std::move(one));
    }
    row.grounds = std::move(grounds);
    return {};
}

base::Result<void> check_ids(const std::vector<RefusalRow>& rows, const std::string& table)
{
    std::set<std::string_view> ids;
    for (const RefusalRow& row : rows) {
        if (row.id.empty() || row.label.empty())
            return bad_form("集計の表「" + table + "」に、符号か名前のない行があります。",
                            "どの行にも符号と名前を書いてください。");
        if (!ids.insert(row.id).second)
            return bad_form("集計の表「" + table + "」に、符号「" + row.id + "」の行が2つあります。",
                            "片方の符号を変えてください。");
    }
    return {};
}

base::Result<void> check_precedence(const RefusalForm& form)
{
    std::set<std::string_view> ordered;
    for (const std::string& id : form.precedence) {
        if (!find_id(form.main, id))
            return bad_form("主な理由の優先順にある「" + id + "」は、主な理由の行にありません。",
                            "主な理由の行の符号で書いてください。");
        if (!ordered.insert(id).second)
            return bad_form("主な理由の優先順に「" + id + "」が2度あります。", "1度だけ書いてください。");
    }
    for (const RefusalRow& row : form.main) {
        if (!ordered.contains(row.id))
            return bad_form("主な理由の優先順に「" + row.label + "」（" + row.id + "）がありません。",
                            "すべての主な理由を、優先する順に書いてください。");
    }
    return {};
}

}

base::Result<void> check_form(const RefusalForm& form)
{
    TRY(check_ids(form.main, form.label));
    TRY(check_precedence(form));
    std::set<std::string_view> tables;
    for (const RefusalTable& table : form.details) {
        if (!tables.insert(table.id).second)
            return bad_form("集計の表の符号「" + table.id + "」が2つあります。", "片方の符号を変えてください。");
        TRY(check_ids(table.rows, table.label));
        for (const std::string& id : table.among) {
            if (!find_id(form.main, id))
                return bad_form("集計の表「" + table.label + "」が数える「" + id + "」は、主な理由の行にありません。",
                                "主な理由の行の符号で書いてください。");
        }
    }
    return {};
}

base::Result<RefusalForm> fit_to(const edition::Edition& edition, RefusalForm form)
{
    TRY(check_form(form));
    for (RefusalRow& row : form.main)
        TRY(fit_row(edition, row));
    for (RefusalTable& table : form.details) {
        for (RefusalRow& row : table.rows)
            TRY(fit_row(edition, row));
    }
    for (const std::string& ground : form.umbrellas) {
        if (!is_known(edition, ground))
            return unknown_ground(ground, "まとめの理由");
    }
    return form;
}

}
