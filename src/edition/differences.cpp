#include "edition/differences.h"

#include "edition/differences_finder.h"
#include "edition/procedure.h"
#include "edition/sentence.h"

namespace kenkei::edition {

namespace {

struct AreaWords {
    std::string_view name;
    std::string_view heading;
};

constexpr AreaWords area_words[] = {
    {"edition", "年度版"},        {"application", "申請期間"}, {"fee", "申請料"},     {"evidence", "証憑"},
    {"validity", "有効期間"},     {"process", "手続"},         {"known", "台帳"},     {"lists", "一覧"},
    {"questions", "設問"},        {"values", "値と事実"},      {"tables", "表"},      {"items", "評価項目"},
    {"requirements", "認定要件"}, {"titles", "称号"},          {"classes", "区分"},   {"findings", "指摘"},
    {"breakdowns", "内訳"},       {"workbook", "様式"},        {"documents", "典拠"},
};

std::string due_in_words(const Fee& fee)
{
    return fee.due ? in_words(*fee.due) : "";
}

std::string in_words(const Fee& fee)
{
    return money(fee.amount) + "（ほかに消費税 " + money(fee.tax) + "）" +
           (fee.due ? "、支払期限 " + due_in_words(fee) : "");
}

std::string in_words(const EvidenceRule& rule)
{
    return "申請期間の最終日から" + std::to_string(rule.keep_years) + "年保存、求められたら" +
           answer_time_in_words(rule) + "に提出";
}

std::string first_day(const Validity& validity)
{
    return validity.from ? day_in_words(*validity.from) : "";
}

std::string length_in_words(const Validity& validity)
{
    return validity.term ? term_in_words(*validity.term) : "";
}

std::string in_words(const Validity& validity)
{
    return first_day(validity) + "〜" + day_in_words(validity.to) +
           (validity.term ? "、長さ " + term_in_words(*validity.term) : "");
}

}

std::string_view name_of(Area area)
{
    return area_words[static_cast<std::size_t>(area)].name;
}

std::string_view heading_of(Area area)
{
    return area_words[static_cast<std::size_t>(area)].heading;
}

std::string_view name_of(Change::Kind kind)
{
    constexpr std::string_view words[] = {"added", "removed", "changed", "moved"};
    return words[static_cast<std::size_t>(kind)];
}

std::vector<bool> stayed(const std::vector<std::size_t>& places_before)
{
    const std::size_t count = places_before.size();
    std::vector<std::size_t> length(count, 1);
    std::vector<std::size_t> previous(count, count);
    std::size_t last = count;
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (places_before[j] < places_before[i] && length[j] + 1 > length[i]) {
                length[i] = length[j] + 1;
                previous[i] = j;
            }
        }
        if (last == count || length[i] > length[last])
            last = i;
    }
    std::vector<bool> in_run(count, false);
    for (; last < count; last = previous[last])
        in_run[last] = true;
    return in_run;
}

DifferenceFinder::DifferenceFinder(const Edition& before, const Edition& after) : m_before(before), m_after(after)
{
    const auto label = [](const auto& one) { return one.label; };
    m_sections = pair_up(before.sections, after.sections, label);
    m_questions = pair_up(before.questions, after.questions,
                          [](const Question& one) { return one.label + "\n" + std::string(name_of(one.type)); });
    m_values = pair_up(before.values, after.values, label);
    m_tables = pair_up(before.tables, after.tables, label);
    m_items = pair_up(before.items, after.items, label);
    const auto note_new_ids = [&](const auto& pairs) {
        for (const auto& pair : pairs) {
            if (pair.before && pair.after && pair.before->id != pair.after->id)
                m_renamed.emplace(pair.before->id, pair.after->id);
        }
    };
    note_new_ids(m_questions);
    note_new_ids(m_values);
}

std::vector<Change> DifferenceFinder::find()
{
    about();
    process();
    register_facts();
    lists();
    sections();
    questions();
    values();
    tables();
    items();
    groups(Area::Requirements, m_before.requirements, m_after.requirements);
    groups(Area::Titles, m_before.titles, m_after.titles);
    groups(Area::Classes, m_before.classes, m_after.classes);
    findings();
    breakdowns();
    workbook();
    documents();
    const auto rank = [](const Change& change) {
        return std::pair(change.area, change.is_whole() ? change.kind : Change::Kind::Changed);
    };
    std::stable_sort(m_changes.begin(), m_changes.end(),
                     [&](const Change& a, const Change& b) { return rank(a) < rank(b); });
    return std::move(m_changes);
}

void DifferenceFinder::add(const Subject& about, Change::Kind kind, std::string_view what, std::string before,
                           std::string after)
{
    m_changes.push_back({.area = about.area,
                         .kind = kind,
                         .id = about.id,
                         .subject = about.name,
                         .what = std::string(what),
                         .before = std::move(before),
                         .after = std::move(after),
                         .part_before = {},
                         .part_after = {},
                         .source_before = about.before,
                         .source_after = about.after});
}

void DifferenceFinder::text(const Subject& about, std::string_view what, const std::string& before,
                            const std::string& after)
{
    if (before != after)
        add(about, Change::Kind::Changed, what, before, after);
}

void DifferenceFinder::part_added(const Subject& about, std::string_view what, const std::string& after)
{
    if (!after.empty())
        add(about, Change::Kind::Added, what, "", after);
}

void DifferenceFinder::part_removed(const Subject& about, std::string_view what, const std::string& before)
{
    if (!before.empty())
        add(about, Change::Kind::Removed, what, before, "");
}

void DifferenceFinder::names(const Subject& about, std::string_view what, const std::vector<std::string>& before,
                             const std::vector<std::string>& after)
{
    const auto sorted = [](std::vector<std::string> all) {
        std::sort(all.begin(), all.end());
        return all;
    };
    const auto joined = [](const std::vector<std::string>& all) {
        std::string text;
        for (const std::string& one : all)
            text += (text.empty() ? "" : "、") + one;
        return text;
    };
    if (sorted(before) != sorted(after))
        add(about, Change::Kind::Changed, what, joined(before), joined(after));
}

void DifferenceFinder::rule(const Subject& about, std::string_view what, const std::optional<Expression>& before,
                            const std::optional<Expression>& after, std::string_view without)
{
    if (before && after) {
        if (same_rule(*before->tree, *after->tree, m_renamed))
            return;
        RuleWording words = changed_rule(m_before, *before->tree, m_after, *after->tree, m_renamed);
        add(about, Change::Kind::Changed, what, std::move(words.whole.before), std::move(words.whole.after));
        m_changes.back().part_before = std::move(words.clauses.before);
        m_changes.back().part_after = std::move(words.clauses.after);
    } else if (before) {
        add(about, Change::Kind::Changed, what, sentence(m_before, *before->tree), std::string(without));
    } else if (after) {
        add(about, Change::Kind::Changed, what, std::string(without), sentence(m_after, *after->tree));
    }
}

void DifferenceFinder::cited(const Source& before, const Source& after)
{
    if (before != after)
        ++m_recited;
}

void DifferenceFinder::about()
{
    const Edition& b = m_before;
    const Edition& a = m_after;
    const Subject edition{Area::Edition, "", "年度版", b.source, a.source};
    cited(b.source, a.source);
    text(edition, "名称", b.name, a.name);
    if (b.short_name != b.name || a.short_name != a.name) // left out, it is the name
        text(edition, "略称", b.short_name, a.short_name);
    text(edition, "認定する者", b.authority, a.authority);
    text(edition, "事務局", b.office, a.office);
    for (const auto& [outcome, word] :
         {std::pair{Outcome::Met, "適合"}, {Outcome::NotMet, "不適合"}, {Outcome::Undetermined, "未回答"}}) {
        const auto words = [&outcome = outcome](const Edition& of) {
            auto found = of.outcome_words.find(outcome);
            return found == of.outcome_words.end() ? std::string() : found->second;
        };
        text(edition, std::string(word) + "の言い方", words(b), words(a));
    }

    const Subject period{Area::Application, "application", "申請期間", b.application.source, a.application.source};
    cited(period.before, period.after);
    text(period, "初日", day_in_words(b.application.opens), day_in_words(a.application.opens));
    text(period, "締切", in_words(b.application.closes), in_words(a.application.closes));
    text(period, "備考", b.application.note, a.application.note);

    optional_part(Area::Fee, "申請料", b.fee, a.fee, [&](const Subject& fee) {
        text(fee, "金額", money(b.fee->amount), money(a.fee->amount));
        text(fee, "消費税", money(b.fee->tax), money(a.fee->tax));
        text(fee, "支払期限", due_in_words(*b.fee), due_in_words(*a.fee));
    });
    optional_part(Area::Evidence, "保存する資料", b.evidence, a.evidence, [&](const Subject& evidence) {
        text(evidence, "保存する年数", std::to_string(b.evidence->keep_years) + "年",
             std::to_string(a.evidence->keep_years) + "年");
        text(evidence, "求められてから提出まで", answer_time_in_words(*b.evidence), answer_time_in_words(*a.evidence));
    });
    optional_part(Area::Validity, "有効期間", b.validity, a.validity, [&](const Subject& validity) {
        text(validity, "初日", first_day(*b.validity), first_day(*a.validity));
        text(validity, "最終日", day_in_words(b.validity->to), day_in_words(a.validity->to));
        text(validity, "長さ", length_in_words(*b.validity), length_in_words(*a.validity));
        clause(validity, "更新", renewal_in_words, b.validity->renewal, a.validity->renewal);
        clause(validity, "区分の変更", class_change_in_words, b.validity->class_change, a.validity->class_change);
    });
}

// A part of edition.yaml that may be left out: that it came or went, else what `compare` finds and its note.
template<typename T, typename Compare>
void DifferenceFinder::optional_part(Area area, std::string_view name, const std::optional<T>& before,
                                     const std::optional<T>& after, Compare compare)
{
    const Pair<T> pair{before ? &*before : nullptr, after ? &*after : nullptr};
    if (!pair.before && !pair.after)
        return;
    Subject about = subject(area, pair, std::string(name));
    about.id = name_of(area);
    if (!in_both(pair, about, [](const Edition&, const T& part) { return in_words(part); }))
        return;
    compare(about);
    text(about, "備考", before->note, after->note);
}

void DifferenceFinder::documents()
{
    const auto describe = [](const Edition&, const Document& document) {
        return document.title + (document.publisher.empty() ? "" : "（" + document.publisher + "）");
    };
    for (const Pair<Document>& pair :
         pair_up(m_before.documents, m_after.documents, [](const Document& one) { return one.title; })) {
        const std::string& id = pair.after ? pair.after->id : pair.before->id;
        const Subject about{Area::Documents, id, "資料 " + id};
        if (!in_both(pair, about, describe))
            continue;
        text(about, "標題", pair.before->title, pair.after->title);
        text(about, "発行者", pair.before->publisher, pair.after->publisher);
        text(about, "発行年月", pair.before->issued, pair.after->issued);
        text(about, "所在", pair.before->address, pair.after->address);
    }
    if (m_recited > 0)
        add({Area::Documents, "", "規則や設問の出典"}, Change::Kind::Moved, "引用する箇所", "",
            std::to_string(m_recited) + "件");
}

std::vector<Change> differences(const Edition& before, const Edition& after)
{
    return DifferenceFinder(before, after).find();
}

}
