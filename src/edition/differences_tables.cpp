#include "edition/differences_finder.h"
#include "edition/differences_rows.h"
#include "edition/sentence.h"

namespace kenkei::edition {

namespace {

std::string_view word_for(feel::HitPolicy policy)
{
    switch (policy) {
    case feel::HitPolicy::Unique:
        return "当てはまるのは1行だけ（U）";
    case feel::HitPolicy::Any:
        return "当てはまる行の結果はどれも同じ（A）";
    case feel::HitPolicy::Priority:
        return "当てはまる行のうち優先順位の最も高い結果（P）";
    case feel::HitPolicy::First:
        return "当てはまる最初の行（F）";
    default:
        return "ほかの選び方";
    }
}

std::string heads_in_words(const Edition& edition, const Table& table)
{
    std::string text;
    for (const auto& input : table.rules.inputs)
        text += (text.empty() ? "" : "、") + sentence(edition, *input.expression);
    return text;
}

// Those it may give, in order of priority.
std::string results_in_words(const Edition& edition, const Table& table)
{
    std::string text;
    for (const feel::Value& result : table.rules.outputs.front().allowed)
        text += (text.empty() ? "" : "、") + result_in_words(edition, table, result);
    return text;
}

std::string otherwise_in_words(const Edition& edition, const Table& table)
{
    if (!table.otherwise)
        return {};
    return table.otherwise->is_null() ? "決まらない" : result_in_words(edition, table, *table.otherwise);
}

std::string describe(const Edition& edition, const Table& table)
{
    Table empty = table;
    empty.rules.rows.clear();
    std::string rows;
    for (const std::string& row : compare_rows(edition, empty, edition, table, {}).added)
        rows += "／" + row;
    return heads_in_words(edition, table) + " から決まる" + rows;
}

}

void DifferenceFinder::tables()
{
    for (const Pair<Table>& pair : m_tables) {
        const Table& one = pair.after ? *pair.after : *pair.before;
        const Subject about = subject(Area::Tables, pair, one.label);
        if (in_both(pair, about, describe))
            table(*pair.before, *pair.after, about);
    }
}

void DifferenceFinder::table(const Table& before, const Table& after, const Subject& about)
{
    text(about, "名称", before.label, after.label);
    text(about, "行の選び方", std::string(word_for(before.rules.policy.hit)),
         std::string(word_for(after.rules.policy.hit)));
    text(about, "結果の型", std::string(word_for(before.output_type)), std::string(word_for(after.output_type)));
    text(about, "結果の見出し", before.output_name, after.output_name);
    const auto& results = before.rules.outputs.front().allowed;
    const auto& results_after = after.rules.outputs.front().allowed;
    const bool ranked =
        before.rules.policy == after.rules.policy && after.rules.policy.hit == feel::HitPolicy::Priority;
    if (ranked ? results != results_after
               : !std::is_permutation(results.begin(), results.end(), results_after.begin(), results_after.end()))
        text(about, ranked ? "結果の優先順位" : "結果になりうるもの", results_in_words(m_before, before),
             results_in_words(m_after, after));
    if (before.otherwise != after.otherwise)
        text(about, "どの行にも当てはまらないとき", otherwise_in_words(m_before, before),
             otherwise_in_words(m_after, after));

    const RowDifferences rows = compare_rows(m_before, before, m_after, after, m_renamed);
    if (rows.other_inputs)
        text(about, "何から決まるか", heads_in_words(m_before, before), heads_in_words(m_after, after));
    for (const std::string& row : rows.added)
        part_added(about, "行", row);
    for (const std::string& row : rows.removed)
        part_removed(about, "行", row);
    for (const Wording& row : rows.changed)
        text(about, "行", row.before, row.after);
    for (const Wording& row : rows.moved)
        add(about, Change::Kind::Moved, "行の位置", row.before, row.after);
    if (rows.rewritten)
        text(about, "行の書き方", std::to_string(before.rules.rows.size()) + "行",
             std::to_string(after.rules.rows.size()) + "行（どの回答でも結果は同じ）");
    m_recited += rows.recited;
}

}
