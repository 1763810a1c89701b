#include "edition/differences_finder.h"
#include "edition/sentence.h"

namespace kenkei::edition {

namespace {

bool is_number(const ComputedValue& value)
{
    return value.expression && value.expression->tree->kind == feel::NodeKind::Literal;
}

// How a value is worked out.
std::string rule_in_words(const Edition& edition, const ComputedValue& value)
{
    if (value.table >= 0)
        return "表「" + edition.table(value).label + "」による";
    return is_number(value) ? sentence(edition, *value.expression->tree) + value.unit
                            : sentence(edition, *value.expression->tree);
}

std::string describe(const Edition& edition, const Item& item)
{
    return "適合条件: " + sentence(edition, *item.met.tree);
}

std::string titles_of(const Edition& edition, const std::vector<std::size_t>& items)
{
    std::string text;
    for (std::size_t item : items)
        text += (text.empty() ? "" : "、") + edition.items[item].title();
    return text;
}

const std::vector<std::size_t>& required(const Group& group)
{
    return group.all ? group.items : group.besides;
}

// How many of the members are needed.
std::string need_in_words(const Group& group)
{
    std::string text;
    if (!required(group).empty())
        text = std::to_string(required(group).size()) + "項目のすべて";
    if (group.all)
        return text;
    return (text.empty() ? "" : text + "と、") + std::to_string(group.items.size()) + "項目のうち" +
           std::to_string(group.need) + "項目以上";
}

std::string finding_name(const Edition& edition, const FindingRule& finding)
{
    const Question& question = edition.questions[static_cast<std::size_t>(finding.question)];
    return "「" + name_in_sentence(question) + "」の指摘 " + finding.code;
}

std::string describe(const Edition& edition, const FindingRule& finding)
{
    return std::string(word_for(finding.severity)) + "「" + finding.message + finding.next +
           "」、出る条件: " + sentence(edition, *finding.when.tree);
}

bool holds(const std::vector<std::size_t>& all, std::size_t one)
{
    return std::find(all.begin(), all.end(), one) != all.end();
}

}

void DifferenceFinder::values()
{
    for (const Pair<ComputedValue>& pair : m_values) {
        const Subject about = subject(Area::Values, pair, (pair.after ? pair.after : pair.before)->label);
        if (!in_both(pair, about, rule_in_words))
            continue;
        const ComputedValue& b = *pair.before;
        const ComputedValue& a = *pair.after;
        text(about, "名称", b.label, a.label);
        text(about, "単位", b.unit, a.unit);
        const auto same_table = [&](const ComputedValue& left, const ComputedValue& right) {
            return left.table >= 0 && right.table >= 0 &&
                   std::any_of(m_tables.begin(), m_tables.end(), [&](const Pair<Table>& tables) {
                       return tables.before == &m_before.table(left) && tables.after == &m_after.table(right);
                   });
        };
        if (b.expression && a.expression && !(is_number(b) && is_number(a)))
            rule(about, "求め方", b.expression, a.expression, "");
        else if (!same_table(b, a))
            text(about, "求め方", rule_in_words(m_before, b), rule_in_words(m_after, a));
        const auto printed = [](const ComputedValue& value) { return value.fact ? "示す" : "示さない"; };
        text(about, "判定結果に", printed(b), printed(a));
        for (const auto& [name, word] : a.words) {
            auto found = std::find_if(b.words.begin(), b.words.end(),
                                      [&, &id = name](const auto& other) { return other.first == id; });
            text(about, "「" + name + "」の言い方", found == b.words.end() ? "" : found->second, word);
        }
        for (const auto& [name, word] : b.words) {
            if (std::none_of(a.words.begin(), a.words.end(),
                             [&, &id = name](const auto& other) { return other.first == id; }))
                text(about, "「" + name + "」の言い方", word, "");
        }
    }
}

void DifferenceFinder::items()
{
    const auto subject_of = [](const Pair<Item>& pair) {
        return subject(Area::Items, pair, (pair.after ? pair.after : pair.before)->title());
    };
    for (const Pair<Item>& pair : m_items) {
        const Subject about = subject_of(pair);
        if (!in_both(pair, about, [](const Edition& edition, const Item& item) { return describe(edition, item); }))
            continue;
        const Item& b = *pair.before;
        const Item& a = *pair.after;
        text(about, "番号", b.no, a.no);
        text(about, "名称", b.label, a.label);
        text(about, "項目コード", b.code, a.code);
        rule(about, "適合条件", b.met, a.met, "");
        text(about, "取り組み", b.measure, a.measure);
        names(about, "保存する資料", b.evidence, a.evidence);
    }
    order(pointers_to(m_before.items), pointers_to(m_after.items), m_items, subject_of,
          [](const Item& item) { return item.title(); });
}

void DifferenceFinder::groups(Area area, const std::vector<Group>& before, const std::vector<Group>& after)
{
    const auto pairs = pair_up(before, after, [](const Group& one) { return one.label; });
    const auto subject_of = [area](const Pair<Group>& pair) {
        return subject(area, pair, (pair.after ? pair.after : pair.before)->label);
    };
    const auto lower = [](const Group& group, const std::vector<Group>& all) {
        return group.beyond < 0 ? std::string() : all[static_cast<std::size_t>(group.beyond)].label;
    };
    for (const Pair<Group>& pair : pairs) {
        const Subject about = subject_of(pair);
        if (!in_both(pair, about, [](const Edition& edition, const Group& group) {
                return need_in_words(group) + ": " + titles_of(edition, group.members());
            }))
            continue;
        text(about, "名称", pair.before->label, pair.after->label);
        text(about, "前提の区分", lower(*pair.before, before), lower(*pair.after, after));
        members(*pair.before, *pair.after, about);
    }
    order(pointers_to(before), pointers_to(after), pairs, subject_of, [](const Group& group) { return group.label; });
}

void DifferenceFinder::members(const Group& before, const Group& after, const Subject& about)
{
    if (before.all != after.all || (!after.all && before.need != after.need))
        text(about, "必要数", need_in_words(before), need_in_words(after));
    const std::vector<std::size_t> all_before = before.members();
    const std::vector<std::size_t> all_after = after.members();
    std::vector<std::size_t> went;
    std::vector<std::size_t> came;
    std::vector<std::size_t> now_required;
    std::vector<std::size_t> now_counted;
    for (const Pair<Item>& pair : m_items) {
        const auto index_before = static_cast<std::size_t>(pair.before ? pair.before - m_before.items.data() : 0);
        const auto index_after = static_cast<std::size_t>(pair.after ? pair.after - m_after.items.data() : 0);
        const bool was = pair.before && holds(all_before, index_before);
        const bool is = pair.after && holds(all_after, index_after);
        if (was && !is)
            went.push_back(index_before);
        if (is && !was)
            came.push_back(index_after);
        if (!is || !was)
            continue;
        const bool was_required = holds(required(before), index_before);
        const bool is_required = holds(required(after), index_after);
        if (is_required && !was_required)
            now_required.push_back(index_after);
        if (was_required && !is_required)
            now_counted.push_back(index_after);
    }
    part_added(about, "評価項目", titles_of(m_after, came));
    part_removed(about, "評価項目", titles_of(m_before, went));
    // From all of them to some of them: that all members changed their part is what the numbers say already.
    if (before.all != after.all && before.besides.empty() && after.besides.empty())
        return;
    const auto now = [&](const std::vector<std::size_t>& items, std::string_view was, std::string_view is) {
        for (std::size_t item : items)
            text(about, m_after.items[item].title() + " の扱い", std::string(was), std::string(is));
    };
    now(now_required, "数に入れる", "必ず要る");
    now(now_counted, "必ず要る", "数に入れる");
}

void DifferenceFinder::findings()
{
    for (const Pair<FindingRule>& pair :
         pair_up(m_before.findings, m_after.findings, [](const FindingRule& one) { return one.message; })) {
        const Subject about =
            subject(Area::Findings, pair,
                    pair.after ? finding_name(m_after, *pair.after) : finding_name(m_before, *pair.before));
        if (!in_both(pair, about,
                     [](const Edition& edition, const FindingRule& one) { return describe(edition, one); }))
            continue;
        const FindingRule& b = *pair.before;
        const FindingRule& a = *pair.after;
        text(about, "重要度", std::string(word_for(b.severity)), std::string(word_for(a.severity)));
        rule(about, "出る条件", b.when, a.when, "");
        text(about, "文言", b.message, a.message);
        text(about, "次の案内", b.next, a.next);
    }
}

}
