#include "form/merge.h"

#include "answers/answers.h"
#include "answers/in_message.h"
#include "answers/normalise.h"
#include "form/answer_cells.h"

namespace kenkei::form {

using base::json::Kind;
using edition::Edition;
using edition::Question;
using JsonValue = base::json::Value;
using What = MergedQuestion::What;

namespace {

std::string text_of(const JsonValue& value)
{
    base::json::Writer writer;
    writer.value(value);
    return writer.take();
}

// As a cell shows it: without the quotes of a JSON string.
std::string plain_text_of(const JsonValue& value)
{
    return value.kind == Kind::String ? value.text : text_of(value);
}

bool same(const Edition& edition, const Question& question, const JsonValue& one, const JsonValue& other)
{
    const answers::Reading a = answers::normalise(edition, question, one);
    const answers::Reading b = answers::normalise(edition, question, other);
    if (a.unanswered || b.unanswered)
        return a.unanswered == b.unanswered;
    if (a.value.is_null() || b.value.is_null())
        return plain_text_of(one) == plain_text_of(other); // not readable: only the same text is the same
    return a.value == b.value;
}

JsonValue member_of(const JsonValue& object, const std::string& id)
{
    const JsonValue* found = object.kind == Kind::Object ? object.find(id) : nullptr;
    return found ? *found : JsonValue{};
}

std::string shown(const Edition& edition, const Question& question, const JsonValue& value)
{
    const answers::Reading reading = answers::normalise(edition, question, value);
    if (reading.unanswered)
        return "未回答";
    return "「" +
           answers::in_message(reading.value.is_null() ? text_of(value) : answers::show(question, reading.value)) +
           "」";
}

}

std::vector<Told> told_by(const Edition& edition, const Layout& layout, const FormReading& reading)
{
    std::vector<Told> told;
    for (std::size_t i = 0; i < edition.questions.size(); ++i) {
        const std::string& id = edition.questions[i].id;
        const AnsweredAt& place = reading.places[i];
        const bool empty = member_of(reading.application.answers, id).kind == Kind::Null;
        if (place.lost)
            told.push_back(Told::NotAll);
        else if (empty &&
                 (place.cells.empty() || !cells_of_answer(edition, i, layout, member_of(reading.exported, id))))
            told.push_back(Told::Nothing);
        else
            told.push_back(Told::Answer);
    }
    return told;
}

Merge merge(const Edition& edition, const JsonValue& before, const JsonValue& workbook, const JsonValue& answers,
            const std::vector<Side>& decide, const std::vector<Told>& told_of)
{
    Merge merged;
    merged.answers.kind = Kind::Object;
    const bool before_known = before.kind == Kind::Object;
    for (std::size_t i = 0; i < edition.questions.size(); ++i) {
        const Question& question = edition.questions[i];
        if (question.derive)
            continue;
        MergedQuestion one{.question = i,
                           .before = member_of(before, question.id),
                           .workbook = member_of(workbook, question.id),
                           .answers = member_of(answers, question.id)};
        const Told what_is_told = i < told_of.size() ? told_of[i] : Told::Answer;
        one.lost = what_is_told == Told::NotAll;
        const bool silent = what_is_told == Told::Nothing;
        if (silent)
            one.workbook = before_known ? one.before : one.answers;
        const bool workbook_changed = !silent && (!before_known || !same(edition, question, one.before, one.workbook));
        const bool answers_changed = !before_known || !same(edition, question, one.before, one.answers);
        const JsonValue* result = &one.answers;
        if (same(edition, question, one.workbook, one.answers)) {
            one.what = What::Both;
        } else if (!answers_changed && !(one.lost && workbook_changed)) {
            one.what = What::FromWorkbook;
            result = &one.workbook;
        } else if (!workbook_changed) {
            one.what = What::FromAnswers;
        } else {
            one.what = What::Conflict;
            one.taken = i < decide.size() ? decide[i] : Side::Nobody;
            if (one.taken == Side::Workbook) {
                result = &one.workbook;
            } else if (one.taken == Side::Nobody) {
                result = &one.before;
                ++merged.conflicts;
            }
        }
        if (result->kind != Kind::Null)
            merged.answers.members.push_back({question.id, *result});
        const bool told = one.what != What::Both || (before_known && workbook_changed);
        if (told)
            merged.changed.push_back(std::move(one));
    }
    for (const auto& [id, value] : answers.members) {
        const Question* question = edition.find_question(id);
        if (!question || question->derive)
            merged.answers.members.push_back({id, value});
    }
    return merged;
}

std::string to_text(const Edition& edition, const Merge& merged, const std::vector<std::string>& cells)
{
    std::string conflicts;
    std::string changes;
    for (const MergedQuestion& one : merged.changed) {
        const Question& question = edition.questions[one.question];
        const std::string name = question.name() + "（" + question.id + "）";
        const std::string cell =
            one.question < cells.size() && !cells[one.question].empty() ? "［" + cells[one.question] + "］" : "";
        const std::string before = shown(edition, question, one.before);
        const std::string workbook = (one.lost ? "読めない欄があり " : "") + shown(edition, question, one.workbook);
        const std::string answers = shown(edition, question, one.answers);
        switch (one.what) {
        case What::Conflict:
            conflicts += "・" + name + "　用紙" + cell + "では " + workbook + "、回答では " + answers +
                         "（用紙を作ったときは " + before + "）";
            conflicts += one.taken == Side::Workbook  ? "　→ 用紙を採りました\n"
                         : one.taken == Side::Answers ? "　→ 回答を採りました\n"
                                                      : "\n";
            break;
        case What::FromWorkbook:
            changes += "・" + name + "　" + before + " → " + workbook + "　用紙" + cell + "から\n";
            break;
        case What::FromAnswers:
            changes += "・" + name + "　" + before + " → " + answers + "　回答から\n";
            break;
        case What::Both:
            changes += "・" + name + "　" + before + " → " + answers + "　両方で同じ変更\n";
            break;
        }
    }
    std::string text;
    if (!conflicts.empty())
        text += "両方で違う変更がされた設問\n" + conflicts;
    if (!changes.empty())
        text += "一方だけの変更\n" + changes;
    return text.empty() ? "変更はありません。\n" : text;
}

}
