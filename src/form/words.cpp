#include "form/words.h"

#include "answers/in_message.h"

namespace kenkei::form {

using edition::Question;
using edition::Type;

namespace {

std::string_view kind_of(Type type)
{
    switch (type) {
    case Type::Integer:
        return "整数";
    case Type::Decimal:
        return "数";
    case Type::Date:
        return "日付";
    case Type::Month:
        return "年月";
    case Type::Boolean:
        return "「はい」か「いいえ」";
    case Type::Choice:
        return "選択肢の番号";
    case Type::Choices:
    case Type::Text:
        break;
    }
    return "回答";
}

}

std::string how_to_fill(const Question& question, CellForm form)
{
    switch (form) {
    case CellForm::Computed:
        return "自動で計算されます（入力できません）。";
    case CellForm::Number:
        return "1つだけ、番号を記入してください。";
    case CellForm::PullDown:
        return "プルダウンから1つだけ選んでください。";
    case CellForm::Ticks:
        return "いくつでも。あてはまるものの右に 1 を入れてください。";
    case CellForm::Value:
        break;
    }
    switch (question.type) {
    case Type::Integer:
        return "数字だけを記入してください。";
    case Type::Decimal:
        return "数字だけを記入してください（小数も使えます）。";
    case Type::Date:
        return "年月日を「2024/8/1」や「令和6年8月1日」のように記入してください。";
    case Type::Month:
        return "年月を「2024/8」や「令和6年8月」のように記入してください。";
    case Type::Boolean:
        return "プルダウンから「はい」か「いいえ」を選んでください。";
    case Type::Text:
        return question.list.empty() ? "" : "プルダウンから選んでください。";
    case Type::Choice:
    case Type::Choices:
        break;
    }
    return {};
}

Unreadable unreadable_words(const Question& question, CellForm form)
{
    if (form == CellForm::Ticks)
        return {question.name() + "に、1 でないものが入っています。", {}, how_to_fill(question, form)};
    return {question.name() + "の「", "」を" + std::string(kind_of(question.type)) + "として読み取れません。",
            how_to_fill(question, form)};
}

std::string message_of(const edition::Edition& edition, const Layout& layout, const answers::Finding& finding,
                       const std::string& raw)
{
    const Question* question = edition.find_question(finding.question);
    if (!question || finding.code != question->id + ".type")
        return finding.message + finding.next;
    const auto index = static_cast<std::size_t>(question - edition.questions.data());
    const CellForm form = layout.questions[index].form;
    const Unreadable words = unreadable_words(*question, form);
    if (form == CellForm::Ticks)
        return words.before + words.next;
    return words.before + answers::in_message(raw) + words.behind + words.next;
}

}
