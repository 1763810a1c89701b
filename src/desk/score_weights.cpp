#include "desk/score_weights.h"

#include <algorithm>
#include <set>

namespace kenkei::desk {

namespace {

using edition::Type;

base::Error bad_weight(std::string_view code, std::string message, std::string way_out)
{
    return {"scoring." + std::string(code), std::move(message), std::move(way_out)};
}

bool has_options(Type type)
{
    return type == Type::Choice || type == Type::Choices;
}

const edition::Item* find_item(const edition::Edition& edition, std::string_view id)
{
    const auto found = std::find_if(edition.items.begin(), edition.items.end(),
                                    [&](const edition::Item& item) { return item.id == id; });
    return found == edition.items.end() ? nullptr : &*found;
}

base::Result<void> check_options(const edition::Question& question, const ScoreWeight& weight)
{
    for (const edition::Option& option : question.options) {
        if (!weight.points.contains(option.number))
            return bad_weight(
                "points", "設問「" + weight.id + "」の選択肢" + std::to_string(option.number) + "に点がありません。",
                "点を与えない選択肢にも0と書いてください。");
    }
    for (const auto& [number, points] : weight.points) {
        if (!question.find_option(number))
            return bad_weight("unknown",
                              "設問「" + weight.id + "」に選択肢" + std::to_string(number) + "はありません。",
                              "年度版の選択肢の番号で書いてください。");
        if (!points.finite())
            return bad_weight("points",
                              "設問「" + weight.id + "」の選択肢" + std::to_string(number) + "の点が数ではありません。",
                              "数で書いてください。");
    }
    return {};
}

base::Result<void> check_question(const edition::Edition& edition, const ScoreWeight& weight)
{
    const edition::Question* question = edition.find_question(weight.id);
    if (!question)
        return bad_weight("unknown", "配点の設問「" + weight.id + "」は、この年度版にありません。",
                          "年度版の設問の符号で書いてください。");
    if (has_options(question->type))
        return check_options(*question, weight);
    if (question->type != Type::Integer && question->type != Type::Decimal && question->type != Type::Boolean)
        return bad_weight("type", "設問「" + weight.id + "」の回答は数でも選択肢でもないため、配点できません。",
                          "選択肢か数の設問、または評価項目に配点してください。");
    if (!weight.points.empty())
        return bad_weight("points", "設問「" + weight.id + "」には選択肢がないため、選択肢ごとの点は書けません。",
                          "重みだけを書いてください。");
    return {};
}

base::Result<void> check_item(const edition::Edition& edition, const ScoreWeight& weight)
{
    if (!find_item(edition, weight.id))
        return bad_weight("unknown", "配点の評価項目「" + weight.id + "」は、この年度版にありません。",
                          "年度版の評価項目の符号で書いてください。");
    if (!weight.points.empty())
        return bad_weight("points", "評価項目「" + weight.id + "」には、選択肢ごとの点は書けません。",
                          "重みだけを書いてください。");
    return {};
}

// Nothing if it is open.
std::optional<base::Decimal> points_of_item(const edition::Edition& edition, const judge::Judgement& judgement,
                                            const ScoreWeight& weight)
{
    const auto item = static_cast<std::size_t>(find_item(edition, weight.id) - edition.items.data());
    if (judgement.items[item] == edition::Outcome::Undetermined)
        return std::nullopt;
    return base::Decimal(judgement.items[item] == edition::Outcome::Met ? 1 : 0);
}

base::Decimal points_of_option(const ScoreWeight& weight, const feel::Value& option)
{
    const auto number = option.as_number().to_int64();
    const auto found = number ? weight.points.find(*number) : weight.points.end();
    return found == weight.points.end() ? base::Decimal(0) : found->second;
}

base::Decimal points_of_value(const ScoreWeight& weight, const edition::Question& question, const feel::Value& value)
{
    if (question.type == Type::Boolean)
        return base::Decimal(value.is_true() ? 1 : 0);
    if (!has_options(question.type))
        return value.as_number();
    if (value.kind() != feel::Kind::List)
        return points_of_option(weight, value);
    base::Decimal sum;
    for (const feel::Value& option : value.as_list())
        sum = sum + points_of_option(weight, option);
    return sum;
}

// Nothing if it is open.
std::optional<base::Decimal> points_of_question(const edition::Edition& edition, const judge::Judgement& judgement,
                                                const ScoreWeight& weight)
{
    const edition::Question* question = edition.find_question(weight.id);
    const auto index = static_cast<std::size_t>(question - edition.questions.data());
    const feel::Value& value = judgement.answers.slots[static_cast<std::size_t>(question->slot)];
    if (!value.is_null())
        return points_of_value(weight, *question, value);
    if (judgement.answers.states[index].state == answers::State::NotAsked)
        return base::Decimal(0);
    return std::nullopt;
}

}

base::Result<void> check_weights(const edition::Edition& edition, std::span<const ScoreWeight> weights)
{
    if (weights.empty())
        return bad_weight("none", "配点がありません。", "評価項目か設問に配点してください。");
    std::set<std::pair<ScoreWeight::Of, std::string_view>> seen;
    for (const ScoreWeight& weight : weights) {
        TRY(weight.of == ScoreWeight::Of::Item ? check_item(edition, weight) : check_question(edition, weight));
        if (!weight.weight.finite())
            return bad_weight("points", "「" + weight.id + "」の重みが数ではありません。", "数で書いてください。");
        if (!seen.insert({weight.of, weight.id}).second)
            return bad_weight("twice", "「" + weight.id + "」への配点が2つあります。", "1つにまとめてください。");
    }
    return {};
}

Score compute_score(const edition::Edition& edition, std::span<const ScoreWeight> weights,
                    const judge::Judgement& judgement)
{
    Score score;
    for (const ScoreWeight& weight : weights) {
        const auto points = weight.of == ScoreWeight::Of::Item ? points_of_item(edition, judgement, weight)
                                                               : points_of_question(edition, judgement, weight);
        if (!points)
            score.open.push_back(weight.id);
        const base::Decimal counted = weight.weight * points.value_or(base::Decimal(0));
        score.total = score.total + counted;
        if (!weight.part.empty())
            score.parts[weight.part] = score.parts[weight.part] + counted; // begins at 0
    }
    return score;
}

}
