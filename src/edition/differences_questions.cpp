#include "edition/differences_finder.h"
#include "edition/sentence.h"
#include "edition/words.h"

namespace kenkei::edition {

namespace {

std::string in_words(const Option& option)
{
    return std::to_string(option.number) + " " + option.label;
}

template<typename T>
std::string joined(const std::vector<T>& all, std::string_view between)
{
    std::string text;
    for (const T& one : all) {
        text += text.empty() ? "" : between;
        if constexpr (std::is_same_v<T, Option>)
            text += in_words(one);
        else
            text += one;
    }
    return text;
}

std::string yes_or_no(bool is)
{
    return is ? "はい" : "いいえ";
}

std::string in_words(const std::optional<base::Decimal>& bound, const Question& question)
{
    return bound ? bound->to_text() + question.unit : "";
}

std::string option_in_words(const Question& question, std::optional<std::int64_t> number)
{
    const Option* option = number ? question.find_option(*number) : nullptr;
    return option ? in_words(*option) : "";
}

// What a blank means.
std::string blank_in_words(const Question& question)
{
    if (!question.fallback)
        return "未回答のまま";
    const feel::Value& value = *question.fallback;
    const std::string option = value.kind() == feel::Kind::Number && !question.options.empty()
                                   ? option_in_words(question, value.as_number().to_int64())
                                   : "";
    return (option.empty() ? literal_in_words(value) + question.unit : "「" + option + "」") + " とみなす";
}

std::string label_of_section(const Edition& edition, const Question& question)
{
    for (const Section& section : edition.sections) {
        if (section.id == question.section)
            return section.label;
    }
    return {};
}

std::string place_of(const Edition& edition, const Question& question)
{
    const Question* previous = nullptr;
    for (const Question& one : edition.questions) {
        if (one.id == question.id)
            break;
        if (one.section == question.section)
            previous = &one;
    }
    return previous ? "「" + name_in_sentence(*previous) + "」の次" : "最初";
}

// A question that came or went, in one breath.
std::string describe(const Edition& edition, const Question& question)
{
    std::string text = "節「" + label_of_section(edition, question) + "」の" + place_of(edition, question) + "、" +
                       std::string(word_for(question.type));
    if (!question.unit.empty())
        text += "（" + question.unit + "）";
    if (!question.options.empty())
        text += "（" + joined(question.options, "／") + "）";
    if (question.deciding)
        text += "、評価に用いる（★）";
    if (question.when)
        text += "、聞く条件: " + sentence(edition, *question.when->tree);
    if (question.derive)
        text += "、計算の式: " + sentence(edition, *question.derive->tree);
    return text;
}

std::vector<const Question*> questions_of(const Edition& edition, const std::string& section)
{
    std::vector<const Question*> questions;
    for (const Question& question : edition.questions) {
        if (question.section == section)
            questions.push_back(&question);
    }
    return questions;
}

}

void DifferenceFinder::sections()
{
    const auto subject_of = [](const Pair<Section>& pair) {
        return subject(Area::Questions, pair, "節「" + (pair.after ? pair.after : pair.before)->label + "」");
    };
    for (const Pair<Section>& pair : m_sections) {
        const Subject about = subject_of(pair);
        if (!in_both(pair, about, [](const Edition& edition, const Section& one) {
                return "設問 " + std::to_string(questions_of(edition, one.id).size()) + "問";
            }))
            continue;
        text(about, "見出し", pair.before->label, pair.after->label);
    }
    order(pointers_to(m_before.sections), pointers_to(m_after.sections), m_sections, subject_of,
          [](const Section& section) { return section.label; });
}

void DifferenceFinder::questions()
{
    const auto subject_of = [](const Pair<Question>& pair) {
        return subject(Area::Questions, pair, name_in_sentence(*(pair.after ? pair.after : pair.before)));
    };
    for (const Pair<Question>& pair : m_questions) {
        const Subject about = subject_of(pair);
        if (in_both(pair, about, describe))
            question(pair, about);
    }
    for (const Pair<Section>& pair : m_sections) {
        if (pair.before && pair.after)
            order(questions_of(m_before, pair.before->id), questions_of(m_after, pair.after->id), m_questions,
                  subject_of, name_in_sentence);
    }
}

void DifferenceFinder::question(const Pair<Question>& pair, const Subject& about)
{
    const Question& b = *pair.before;
    const Question& a = *pair.after;
    if (b.options_source != b.source || a.options_source != a.source)
        cited(b.options_source, a.options_source);
    if (std::none_of(m_sections.begin(), m_sections.end(), [&](const Pair<Section>& section) {
            return section.before && section.after && section.before->id == b.section && section.after->id == a.section;
        }))
        add(about, Change::Kind::Moved, "節", label_of_section(m_before, b), label_of_section(m_after, a));
    text(about, "番号", b.no, a.no);
    text(about, "文言", b.label, a.label);
    text(about, "説明", b.help, a.help);
    text(about, "型", std::string(word_for(b.type)), std::string(word_for(a.type)));
    options(b, a, about);
    if (b.type == Type::Text && a.type == Type::Text)
        text(about, "書式", std::string(word_for(b.format)), std::string(word_for(a.format)));
    text(about, "一覧", b.list, a.list);
    names(about, "省く語尾", b.drop_suffix, a.drop_suffix);
    text(about, "単位", b.unit, a.unit);
    if (b.minimum != a.minimum)
        text(about, "下限", in_words(b.minimum, b), in_words(a.minimum, a));
    if (b.maximum != a.maximum)
        text(about, "上限", in_words(b.maximum, b), in_words(a.maximum, a));
    blanks(b, a, about);
    rule(about, "計算の式", b.derive, a.derive, "計算しない（回答してもらう）");
    rule(about, "聞く条件", b.when, a.when, "いつも聞く");
    text(about, "評価に用いる（★）", yes_or_no(b.deciding), yes_or_no(a.deciding));
    text(about, "取り組みで変えられる", yes_or_no(b.changeable), yes_or_no(a.changeable));
    rule(about, "取り組みで届く値", b.best, a.best, "");
    text(about, "翌年度の扱い", std::string(word_for(b.carry)), std::string(word_for(a.carry)));
    names(about, "保存する資料", b.evidence, a.evidence);
    text(about, "記入例", b.example, a.example);
    text(about, "規則のほかの使いみち", b.use, a.use);
}

void DifferenceFinder::blanks(const Question& before, const Question& after, const Subject& about)
{
    const bool same_value = before.fallback == after.fallback;
    if (!same_value)
        text(about, "空欄の扱い", blank_in_words(before), blank_in_words(after));
    rule(about, "空欄のときの求め方", before.fallback_rule, after.fallback_rule, "");
}

// Options are the same by wording, so that one put in between does not seem to reword all behind it; of the rest, by
// number.
void DifferenceFinder::options(const Question& before, const Question& after, const Subject& about)
{
    std::vector<const Option*> gone = pointers_to(before.options);
    std::vector<Pair<Option>> kept;
    std::vector<const Option*> left = pointers_to(after.options);
    const auto take = [&](auto same) {
        for (auto option = left.begin(); option != left.end();) {
            auto found =
                std::find_if(gone.begin(), gone.end(), [&](const Option* one) { return same(*one, **option); });
            if (found == gone.end()) {
                ++option;
                continue;
            }
            kept.push_back({*found, *option});
            gone.erase(found);
            option = left.erase(option);
        }
    };
    take([](const Option& a, const Option& b) { return a.number == b.number && a.label == b.label; });
    take([](const Option& a, const Option& b) { return a.label == b.label; });
    take([](const Option& a, const Option& b) { return a.number == b.number; });

    std::vector<Option> came;
    for (const Option* option : left)
        came.push_back(*option);
    std::vector<Option> went;
    for (const Option* option : gone)
        went.push_back(*option);
    part_added(about, "選択肢", joined(came, "、"));
    part_removed(about, "選択肢", joined(went, "、"));

    std::vector<std::string> numbers_before;
    std::vector<std::string> numbers_after;
    for (const Option& option : after.options) {
        auto pair =
            std::find_if(kept.begin(), kept.end(), [&](const Pair<Option>& one) { return one.after == &option; });
        if (pair == kept.end())
            continue;
        if (pair->before->label != option.label) {
            text(about, "選択肢 " + std::to_string(option.number), pair->before->label, option.label);
        } else if (pair->before->number != option.number) {
            numbers_before.push_back(in_words(*pair->before));
            numbers_after.push_back(in_words(option));
        }
    }
    text(about, "選択肢の番号", joined(numbers_before, "、"), joined(numbers_after, "、"));

    std::vector<std::size_t> places;
    for (const Option& option : after.options) {
        auto pair =
            std::find_if(kept.begin(), kept.end(), [&](const Pair<Option>& one) { return one.after == &option; });
        if (pair != kept.end())
            places.push_back(static_cast<std::size_t>(pair->before - before.options.data()));
    }
    const std::vector<bool> still = stayed(places);
    if (std::find(still.begin(), still.end(), false) != still.end())
        text(about, "選択肢の並び", joined(before.options, "、"), joined(after.options, "、"));

    const std::string alone_before = option_in_words(before, before.exclusive);
    const std::string alone_after = option_in_words(after, after.exclusive);
    const bool same_option = std::any_of(kept.begin(), kept.end(), [&](const Pair<Option>& one) {
        return before.exclusive == one.before->number && after.exclusive == one.after->number;
    });
    if (!same_option)
        text(about, "ほかと一緒に選べない選択肢", alone_before, alone_after);
}

}
