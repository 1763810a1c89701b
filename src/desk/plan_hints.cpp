#include "desk/plan_hints.h"

#include "base/utf8.h"
#include "desk/folded_text.h"
#include "feel/expression.h"

#include <algorithm>
#include <map>

namespace kenkei::desk {

namespace {

// Where something was found in the folded answer to a question.
struct Place {
    std::size_t question = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
};

bool is_digit(char32_t c)
{
    return c >= U'0' && c <= U'9';
}

bool ends_sentence(char32_t c)
{
    return c == U'。' || c == U'\n' || c == U'!' || c == U'?';
}

// A number in a text and what stands right behind it.
struct WrittenNumber {
    std::size_t begin = 0;
    std::size_t end = 0;
    base::Decimal value;
};

std::vector<WrittenNumber> numbers_in(std::u32string_view text)
{
    std::vector<WrittenNumber> numbers;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!is_digit(text[i]))
            continue;
        std::string digits;
        std::size_t end = i;
        for (; end < text.size(); ++end) {
            const bool inside = end + 1 < text.size() && is_digit(text[end + 1]);
            if (is_digit(text[end]) || (text[end] == U'.' && inside))
                digits += static_cast<char>(text[end]);
            else if (text[end] != U',' || !inside)
                break;
        }
        if (const auto value = base::Decimal::parse(digits))
            numbers.push_back({i, end, *value});
        i = end;
    }
    return numbers;
}

class Reading {
public:
    Reading(const edition::Edition& edition, const answers::Answers& answers) : m_edition(edition), m_answers(answers)
    {}

    std::optional<PlanHint> look_for(const HintRule& rule, std::size_t number)
    {
        PlanHint hint{.rule = number, .causes = {}};
        for (const Clue& clue : rule.clues) {
            for (const Place& place : causes_of(clue)) {
                if (!holds(clue.with, place, true) || holds(clue.unless, place, false))
                    continue;
                hint.causes.push_back(cause_at(place));
            }
        }
        if (hint.causes.empty())
            return {};
        drop_repeated(hint.causes);
        return hint;
    }

private:
    // The folded answer; empty if there is none.
    const FoldedText& text(std::size_t question)
    {
        auto [known, is_new] = m_texts.try_emplace(question);
        if (is_new)
            known->second = fold_text(written(question));
        return known->second;
    }

    // As the applicant wrote it: the rules' value has other widths, and a reviewer is shown the original.
    std::string written(std::size_t question) const
    {
        const feel::Value& value = m_answers.slots[static_cast<std::size_t>(m_edition.questions[question].slot)];
        if (value.kind() != feel::Kind::String)
            return {};
        const auto raw = base::json::parse(m_answers.states[question].raw);
        return raw.ok() && raw->kind == base::json::Kind::String ? raw->text : value.as_string();
    }

    std::vector<Place> causes_of(const Clue& clue)
    {
        std::vector<Place> places;
        for (std::size_t question : clue.cause.questions) {
            const std::u32string_view characters = text(question).characters;
            if (characters.empty())
                continue;
            switch (clue.kind) {
            case Clue::Kind::Present:
                for (const feel::Regex& pattern : clue.cause.patterns)
                    add_matches(pattern, question, characters, places);
                break;
            case Clue::Kind::Missing:
                if (!stands_in(clue.cause.patterns, characters))
                    places.push_back({question, 0, 0});
                break;
            case Clue::Kind::Number:
                add_numbers(clue, question, characters, places);
                break;
            }
        }
        return places;
    }

    static void add_matches(const feel::Regex& pattern, std::size_t question, std::u32string_view characters,
                            std::vector<Place>& places)
    {
        feel::Regex::Search search(pattern, characters);
        for (std::size_t from = 0; from <= characters.size();) {
            const auto match = search.next(from);
            if (!match)
                return;
            const feel::Regex::Group& whole = match->front();
            places.push_back({question, whole.begin, whole.end});
            from = std::max(whole.end, whole.begin + 1);
        }
    }

    static bool stands_in(const std::vector<feel::Regex>& patterns, std::u32string_view characters)
    {
        return std::any_of(patterns.begin(), patterns.end(), [&](const feel::Regex& pattern) {
            return feel::Regex::Search(pattern, characters).next(0).has_value();
        });
    }

    void add_numbers(const Clue& clue, std::size_t question, std::u32string_view characters, std::vector<Place>& places)
    {
        for (const WrittenNumber& number : numbers_in(characters)) {
            if (has_unit(clue, characters.substr(number.end)) && passes(clue, number.value))
                places.push_back({question, number.begin, number.end});
        }
    }

    // Whether one of the units stands behind the number, or nothing does and the question of the unit was answered so.
    bool has_unit(const Clue& clue, std::u32string_view behind)
    {
        if (starts_with_unit(clue, behind))
            return true;
        return behind.empty() && clue.unit_question && starts_with_unit(clue, text(*clue.unit_question).characters);
    }

    static bool starts_with_unit(const Clue& clue, std::u32string_view characters)
    {
        return std::any_of(clue.units.begin(), clue.units.end(),
                           [&](const std::string& unit) { return characters.starts_with(base::to_code_points(unit)); });
    }

    static bool passes(const Clue& clue, const base::Decimal& number)
    {
        const feel::Value value = feel::Value::number(number);
        return feel::evaluate(*clue.test, {.slots = {}, .input = &value}).is_true();
    }

    bool holds(const std::optional<TextTest>& test, const Place& cause, bool otherwise)
    {
        if (!test)
            return otherwise;
        if (test->questions.empty())
            return stands_in(test->patterns, sentence_of(cause));
        return std::any_of(test->questions.begin(), test->questions.end(),
                           [&](std::size_t question) { return stands_in(test->patterns, text(question).characters); });
    }

    std::u32string_view sentence_of(const Place& place)
    {
        const std::u32string_view characters = text(place.question).characters;
        std::size_t begin = place.begin;
        while (begin > 0 && !ends_sentence(characters[begin - 1]))
            --begin;
        std::size_t end = std::max(place.end, begin);
        while (end < characters.size() && !ends_sentence(characters[end]))
            ++end;
        return characters.substr(begin, end - begin);
    }

    HintCause cause_at(const Place& place)
    {
        if (place.begin == place.end)
            return {.question = place.question, .begin = 0, .end = 0, .words = {}};
        const FoldedText& folded = text(place.question);
        HintCause cause{.question = place.question,
                        .begin = folded.begins[place.begin],
                        .end = folded.ends[place.end - 1],
                        .words = {}};
        const std::u32string original = base::to_code_points(written(place.question));
        cause.words = base::to_utf8(std::u32string_view(original).substr(cause.begin, cause.end - cause.begin));
        return cause;
    }

    static void drop_repeated(std::vector<HintCause>& causes)
    {
        const auto place = [](const HintCause& cause) { return std::tuple(cause.question, cause.begin, cause.end); };
        std::sort(causes.begin(), causes.end(),
                  [&](const HintCause& a, const HintCause& b) { return place(a) < place(b); });
        const auto same = [&](const HintCause& a, const HintCause& b) { return place(a) == place(b); };
        causes.erase(std::unique(causes.begin(), causes.end(), same), causes.end());
    }

    const edition::Edition& m_edition;
    const answers::Answers& m_answers;
    std::map<std::size_t, FoldedText> m_texts;
};

}

std::vector<PlanHint> find_hints(const edition::Edition& edition, const std::vector<HintRule>& rules,
                                 const answers::Answers& answers)
{
    Reading reading(edition, answers);
    std::vector<PlanHint> hints;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        if (auto hint = reading.look_for(rules[i], i))
            hints.push_back(std::move(*hint));
    }
    return hints;
}

}
