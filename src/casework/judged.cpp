#include "casework/judged.h"

namespace kenkei::casework {

namespace {

// What the rules see of a question, as text; "" for what is blank or unreadable.
std::string text_of(const edition::Edition& edition, const answers::Answers& answers, std::size_t question)
{
    const int slot = edition.questions[question].slot;
    return feel::to_display(answers.slots[static_cast<std::size_t>(slot)]);
}

std::string text_of(const edition::Edition& edition, const answers::Answers& answers, int question)
{
    return question < 0 ? "" : text_of(edition, answers, static_cast<std::size_t>(question));
}

// Those that are answered, in the order of the edition.
std::vector<std::string> texts_of(const edition::Edition& edition, const answers::Answers& answers,
                                  const std::vector<std::size_t>& questions)
{
    std::vector<std::string> texts;
    for (const std::size_t question : questions) {
        std::string text = text_of(edition, answers, question);
        if (!text.empty())
            texts.push_back(std::move(text));
    }
    return texts;
}

// A deciding question that is blank although it is asked for certain has the finding of that name.
std::vector<std::string> unanswered_of(const edition::Edition& edition, const answers::Answers& answers)
{
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < edition.questions.size(); ++i) {
        const edition::Question& question = edition.questions[i];
        if (!question.deciding || answers.states[i].state != answers::State::Unanswered)
            continue;
        const std::string code = question.id + ".unanswered";
        for (const answers::Finding& finding : answers.findings) {
            if (finding.code == code) {
                ids.push_back(question.id);
                break;
            }
        }
    }
    return ids;
}

}

Judged summarise(const edition::Edition& edition, const judge::Judgement& judgement)
{
    judge::Final final = judge::close(edition, judgement);
    Judged judged{.digest = edition.digest,
                  .as_of = judgement.as_of,
                  .outcome = judgement.outcome,
                  .class_id = edition.classes.empty() ? "" : judge::class_id(edition, judgement.reached),
                  .passed = final.passed,
                  .reasons = std::move(final.reasons),
                  .unanswered = unanswered_of(edition, judgement.answers)};
    for (std::size_t i = 0; i < edition.titles.size(); ++i) {
        if (judgement.titles[i].outcome == edition::Outcome::Met)
            judged.titles.push_back(edition.titles[i].id);
    }
    return judged;
}

Applicant applicant_of(const edition::Edition& edition, const answers::Answers& answers)
{
    if (!edition.process)
        return {};
    const edition::ApplicantFields& fields = edition.process->applicant;
    return {.number = text_of(edition, answers, fields.number),
            .code = text_of(edition, answers, fields.code),
            .name = text_of(edition, answers, fields.name),
            .kana = text_of(edition, answers, fields.kana),
            .phones = texts_of(edition, answers, fields.phones),
            .persons = texts_of(edition, answers, fields.persons),
            .mails = texts_of(edition, answers, fields.mails)};
}

}
