#include "judge/judgement_text.h"

#include "base/utf8.h"
#include "edition/sentence.h"
#include "judge/proof.h"

namespace kenkei::judge {

using edition::Edition;

namespace {

std::string_view mark_of(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Met:
        return "○ 適合　";
    case Outcome::NotMet:
        return "× 不適合";
    case Outcome::Undetermined:
        return "？ 未確定";
    }
    return {};
}

class TextWriter {
public:
    TextWriter(const Edition& edition, const Judgement& judgement, Places places)
        : m_edition(edition)
        , m_judgement(judgement)
        , m_places(places)
    {}

    std::string write(WithFinal with_final, Explain explain)
    {
        heading();
        if (with_final == WithFinal::Yes)
            final_word();
        facts();
        if (explain == Explain::Yes) {
            line("");
            line("判定のわけ");
            const Proof proof = prove(m_edition, m_judgement);
            for (std::size_t i = 0; i < proof.parts.size(); ++i)
                branch(proof.parts[i], "", i + 1 == proof.parts.size());
        } else {
            requirements();
        }
        titles();
        findings();
        next();
        return std::move(m_text);
    }

private:
    void line(std::string_view text) { m_text.append(base::printable(text)).append("\n"); }

    std::string class_label(const ClassOutcome& outcome) const
    {
        switch (outcome.level) {
        case ClassOutcome::Level::Class:
            return m_edition.classes[outcome.index].label;
        case ClassOutcome::Level::Outside:
            return "認証外";
        case ClassOutcome::Level::Open:
            break;
        }
        return "まだ決まりません";
    }

    void heading()
    {
        line(m_edition.name + "　" + m_judgement.id);
        auto words = m_edition.outcome_words.find(m_judgement.outcome);
        line("判定: " + std::string(mark_of(m_judgement.outcome)) + "　" +
             (words == m_edition.outcome_words.end() ? "" : words->second));
        if (!m_edition.classes.empty())
            line("区分: " + class_label(m_judgement.reached) + "（届きうる区分: " + class_label(m_judgement.possible) +
                 "）");
        line("　　　" + base::to_japanese(m_judgement.as_of) + "時点、規則 " + m_edition.key() + " (" +
             m_edition.digest.substr(0, 12) + ")");
        line("　　　これは規則による判定で、認定の決定ではありません。");
    }

    std::string reason_in_words(const std::string& reason) const
    {
        const std::size_t colon = reason.find(':');
        const std::string kind = reason.substr(0, colon);
        const std::string id = reason.substr(colon + 1);
        for (const edition::Item& item : m_edition.items) {
            if (item.id == id)
                return item.title() + (kind == "unanswered" ? "が未回答" : "が不適合");
        }
        for (const auto* groups : {&m_edition.requirements, &m_edition.classes}) {
            for (const edition::Group& group : *groups) {
                if (group.id == id)
                    return group.label + "の数に足りない";
            }
        }
        return reason;
    }

    void final_word()
    {
        const Final final = close(m_edition, m_judgement);
        line(std::string("締切時: ") + (final.passed ? "通過" : "不通過（未回答は不適合として扱います）"));
        for (const std::string& reason : final.reasons)
            line("　・" + reason_in_words(reason));
    }

    void facts()
    {
        for (const edition::ComputedValue& value : m_edition.values) {
            if (value.fact)
                line(value.label + ": " +
                     answers::show(value, m_judgement.answers.slots[static_cast<std::size_t>(value.slot)]));
        }
    }

    void group_line(const edition::Group& group, const GroupOutcome& outcome)
    {
        line(std::string(mark_of(outcome.outcome)) + "  " + group.label + "　" +
             count_of(group, outcome, m_judgement.items));
    }

    void items_of(const edition::Group& group, const GroupOutcome& outcome)
    {
        if (outcome.outcome == Outcome::Met)
            return;
        for (std::size_t item : group.members()) {
            if (m_judgement.items[item] != Outcome::Met)
                item_line(item);
        }
    }

    void item_line(std::size_t item)
    {
        line("　　　　　" + std::string(mark_of(m_judgement.items[item])) + "  " + m_edition.items[item].title());
    }

    void requirements()
    {
        line("");
        line("認定要件");
        for (std::size_t i = 0; i < m_edition.requirements.size(); ++i) {
            group_line(m_edition.requirements[i], m_judgement.requirements[i]);
            items_of(m_edition.requirements[i], m_judgement.requirements[i]);
        }
        for (std::size_t i = 0; i < m_edition.classes.size(); ++i) {
            group_line(m_edition.classes[i], m_judgement.classes[i]);
            items_of(m_edition.classes[i], m_judgement.classes[i]);
        }
    }

    void titles()
    {
        for (std::size_t i = 0; i < m_edition.titles.size(); ++i) {
            const edition::Group& title = m_edition.titles[i];
            group_line(title, m_judgement.titles[i]);
            for (std::size_t item : title.besides) {
                if (m_judgement.items[item] != Outcome::Met)
                    item_line(item);
            }
        }
    }

    static std::string cited(const std::string& source)
    {
        return source == "none" ? "[当方の定め]" : "[" + source + "]";
    }

    // ├ and └ as in a directory tree; what a node rests on stands below it.
    void branch(const Proof& proof, const std::string& indent, bool last)
    {
        std::string text = indent + (last ? "└ " : "├ ");
        text += proof.computed ? "" : std::string(mark_of(proof.outcome)) + " ";
        text += proof.claim;
        if (!proof.remark.empty())
            text += "　" + (proof.remark.find('/') == std::string::npos ? "（" + proof.remark + "）" : proof.remark);
        if (!proof.source.empty())
            text += "　" + cited(proof.source);
        line(text);
        const std::string below = indent + (last ? "   " : "│  ");
        for (const Evidence& evidence : proof.evidence) {
            const std::string_view place = place_of(m_edition, m_edition.question_at(evidence.slot), m_places);
            line(below + (proof.parts.empty() ? "   " : "│  ") + "・" + evidence.name + ": " + evidence.value +
                 (place.empty() ? "" : " ［" + std::string(place) + "］"));
        }
        for (std::size_t i = 0; i < proof.parts.size(); ++i)
            branch(proof.parts[i], below, i + 1 == proof.parts.size());
    }

    void findings()
    {
        static constexpr std::pair<edition::Severity, std::string_view> headings[] = {
            {edition::Severity::Error, "指摘（判定に関わるもの）"},
            {edition::Severity::Warning, "注意（ご確認ください）"},
            {edition::Severity::Note, "お知らせ"},
        };
        for (const auto& [severity, title] : headings) {
            bool first = true;
            for (const answers::Finding& finding : m_judgement.answers.findings) {
                if (finding.severity != severity)
                    continue;
                if (first) {
                    line("");
                    line(title);
                }
                first = false;
                const std::string_view place = place_of(m_edition, finding, m_places);
                line("・" + finding.message + finding.next + (place.empty() ? "" : "　［" + std::string(place) + "］") +
                     (finding.source.empty() ? "" : "　" + cited(finding.source)) + "　" + finding.code);
            }
        }
    }

    void next()
    {
        if (m_judgement.next.empty())
            return;
        line("");
        line("あと何をすればよいか");
        for (const NextStep& step : m_judgement.next) {
            line("・" + m_edition.requirements[step.requirement].label + ": あと" + std::to_string(step.missing) +
                 "項目");
            if (step.nearest.empty())
                line("　　取り組みで変えられるものはありません。");
            for (const NearestItem& nearest : step.nearest) {
                const edition::Item& item = m_edition.items[nearest.item];
                std::string questions;
                for (std::size_t question : nearest.questions)
                    questions += (questions.empty() ? "" : "、") + m_edition.questions[question].name();
                line("　　" + item.title() + ": " + (item.measure.empty() ? "取り組みを行う" : item.measure) +
                     (questions == item.label ? "" : "（" + questions + "）"));
            }
        }
    }

    const Edition& m_edition;
    const Judgement& m_judgement;
    Places m_places;
    std::string m_text;
};

}

std::string_view short_word(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Met:
        return "適合";
    case Outcome::NotMet:
        return "不適合";
    case Outcome::Undetermined:
        return "未確定";
    }
    return {};
}

std::string word_or_none(const std::optional<Outcome>& outcome)
{
    return outcome ? std::string(short_word(*outcome)) : "なし";
}

std::string to_text(const Edition& edition, const Judgement& judgement, WithFinal with_final, Explain explain,
                    Places places)
{
    return TextWriter(edition, judgement, places).write(with_final, explain);
}

}
