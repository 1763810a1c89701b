#include "cli/demo_case.h"

#include "answers/check_digits.h"

namespace kenkei::cli {

namespace {

using base::json::Kind;
using scheme::Stop;
using Value = base::json::Value;

constexpr int most_draws = 400;

std::string padded(std::int64_t number, std::size_t digits)
{
    const std::string text = std::to_string(number);
    return std::string(digits - std::min(digits, text.size()), '0') + text;
}

// 登記所 have codes up to 5xxx: no corporation has a number of 9900… behind its check digit.
std::string corporate_number(std::int64_t number)
{
    const std::string basic = padded(990'000'000'000 + number, 12);
    for (char digit = '1'; digit <= '9'; ++digit) {
        if (answers::is_corporate_number(digit + basic))
            return digit + basic;
    }
    return {};
}

std::string read_aloud(std::int64_t number)
{
    constexpr std::array<std::string_view, 10> digits{"ゼロ", "イチ", "ニ",   "サン", "ヨン",
                                                      "ゴ",   "ロク", "ナナ", "ハチ", "キュウ"};
    std::string kana;
    for (const char digit : std::to_string(number))
        kana += digits[static_cast<std::size_t>(digit - '0')];
    return kana;
}

Value text(const std::string& content)
{
    return {.kind = Kind::String, .text = content};
}

void set_firm(const edition::Edition& edition, const DemoFirm& firm, Value& answers)
{
    const edition::ApplicantFields& fields = edition.process->applicant;
    const auto set = [&](int question, const std::string& content) {
        if (question >= 0)
            set_answer(answers, edition.questions[static_cast<std::size_t>(question)].id, text(content));
    };
    const auto set_all = [&](const std::vector<std::size_t>& questions, const std::string& content) {
        for (const std::size_t question : questions)
            set(static_cast<int>(question), content);
    };
    set(fields.number, firm.number);
    set(fields.code, firm.code);
    set(fields.name, firm.name);
    set(fields.kana, firm.kana);
    set_all(fields.phones, firm.phone);
    if (!firm.person.empty())
        set_all(fields.persons, firm.person);
    set_all(fields.mails, firm.mail);
}

void set_days(const scheme::CohortPlan& cohort, base::Timestamp filed, Value& answers)
{
    for (const std::string& question : cohort.dated)
        set_answer(answers, question, text(base::to_iso(base::date_in_japan(filed))));
}

std::string object_of(const Value& answers)
{
    base::json::Writer out;
    out.value(answers);
    return out.take();
}

base::Result<office::PreparedSubmission> prepare(office::Editions& editions, const edition::Edition& edition,
                                                 const DemoFirm& firm, const Value& answers, base::Timestamp arrived,
                                                 const std::string& name)
{
    base::json::Writer out;
    out.begin_object().member("id", firm.number).key("answers").value(answers).end_object();
    return office::prepare_submission(editions, edition, {out.take(), name, arrived});
}

// Questions whose answer can be drawn again without another following from it.
std::vector<const scheme::DemoRule*> changeable(const scheme::DemoPlan& plan, const Value& answers)
{
    using How = scheme::DemoRule::How;
    std::vector<const scheme::DemoRule*> found;
    for (const How how : {How::Choices, How::Choice, How::Integer}) {
        for (const scheme::DemoRule& rule : plan.rules) {
            if (rule.how == how && answers.find(rule.question))
                found.push_back(&rule);
        }
        if (!found.empty())
            break;
    }
    return found;
}

const scheme::DemoRule* one_of(const std::vector<const scheme::DemoRule*>& rules, Dice& dice)
{
    return rules.empty() ? nullptr : rules[static_cast<std::size_t>(dice.below(std::ssize(rules)))];
}

// As they were at first: a few measures otherwise.
Value earlier(const edition::Edition& edition, const scheme::DemoPlan& plan, Dice& dice, Value answers)
{
    for (int change = 0; change < 3; ++change) {
        if (const scheme::DemoRule* rule = one_of(changeable(plan, answers), dice))
            draw_answer(edition, *rule, dice, answers);
    }
    return answers;
}

// Half of them to nearly all, and who applies.
std::string begun(const edition::Edition& edition, const DemoFirm& firm, Dice& dice, Value answers)
{
    const std::int64_t keep = std::ssize(answers.members) * (50 + dice.below(45)) / 100;
    answers.members.resize(static_cast<std::size_t>(keep));
    set_firm(edition, firm, answers);
    return object_of(answers);
}

bool fits(Stop stop, const edition::Edition& edition, const casework::Judged& judged)
{
    return (!scheme::needs_pass(stop, edition) || judged.passed) && (!scheme::needs_failure(stop) || !judged.passed);
}

// Whether leaving a deciding question blank shows: it was asked.
base::Result<bool> leave_blank(office::Editions& editions, const edition::Edition& edition, Dice& dice,
                               const DemoFirm& firm, base::Timestamp arrived, Value& answers)
{
    std::vector<std::string> deciding;
    for (const auto& [id, answer] : answers.members) {
        const edition::Question* question = edition.find_question(id);
        if (question && question->deciding && !question->derive && !question->fallback && !question->fallback_rule)
            deciding.push_back(id);
    }
    while (!deciding.empty()) {
        const auto at = deciding.begin() + dice.below(std::ssize(deciding));
        Value without = answers;
        set_answer(without, *at, {});
        const office::PreparedSubmission tried = TRY(prepare(editions, edition, firm, without, arrived, "-"));
        if (!tried.judged.unanswered.empty()) {
            answers = std::move(without);
            return true;
        }
        deciding.erase(at);
    }
    return false;
}

base::Error no_such_applicant(const edition::Edition& edition, Stop stop)
{
    return {.code = "demo.draw",
            .message = edition.key() + " の demo.yaml からは、「" + std::string(scheme::name_of(stop)) +
                       "」まで進める申請が" + std::to_string(most_draws) + "件に1件も引けませんでした。",
            .way_out = "vary の重みか、cohort の stops を直してください。"};
}

// The answer of the question that is asked about, drawn until it is another one; as it was where it never is.
Value correct(const edition::Edition& edition, const scheme::DemoRule& rule, Dice& dice, const Value& answers)
{
    const std::string before = object_of(*answers.find(rule.question));
    for (int attempt = 0; attempt < most_draws; ++attempt) {
        Value changed = answers;
        draw_answer(edition, rule, dice, changed);
        const Value* now = changed.find(rule.question);
        if (now && object_of(*now) != before)
            return changed;
    }
    return answers;
}

}

DemoFirm demo_firm(std::int64_t number, const scheme::CohortPlan& cohort, Dice& dice)
{
    DemoFirm firm{.number = corporate_number(number),
                  .name = "見本商店第" + std::to_string(number),
                  .kana = "ミホンショウテンダイ" + read_aloud(number),
                  .code = padded(number, 5),
                  .person = {},
                  .phone = "00-" + padded(number / 10'000, 4) + "-" + padded(number % 10'000, 4),
                  .mail = "tanto@mihon-" + padded(number, 5) + ".example",
                  .account = "account-demo-firm-" + padded(number, 5)};
    if (!cohort.names.empty()) {
        const scheme::CohortPlan::Name& name =
            cohort.names[static_cast<std::size_t>(dice.below(std::ssize(cohort.names)))];
        firm.name = name.name + "第" + std::to_string(number);
        firm.kana = name.kana + "ダイ" + read_aloud(number);
    }
    if (!cohort.people.empty())
        firm.person = cohort.people[static_cast<std::size_t>(dice.below(std::ssize(cohort.people)))];
    return firm;
}

base::Result<void> draw_case(office::Editions& editions, const edition::Edition& edition, const scheme::DemoPlan& plan,
                             Dice& dice, const std::vector<base::Timestamp>& filed, bool unanswered, DemoCase& made)
{
    for (int attempt = 0; attempt < most_draws; ++attempt) {
        Value answers = draw_answers(edition, plan, dice);
        set_firm(edition, made.firm, answers);
        if (made.stop == Stop::Draft) {
            made.draft = begun(edition, made.firm, dice, std::move(answers));
            return {};
        }
        set_days(*plan.cohort, filed.back(), answers);
        if (unanswered) {
            const bool left = TRY(leave_blank(editions, edition, dice, made.firm, filed.back(), answers));
            if (!left)
                continue;
        }
        office::PreparedSubmission last =
            TRY(prepare(editions, edition, made.firm, answers, filed.back(), "申請書" + made.firm.code + ".json"));
        if (!fits(made.stop, edition, last.judged) || (unanswered && last.judged.unanswered.empty()))
            continue;
        made.draft = begun(edition, made.firm, dice, answers);
        if (filed.size() > 1) {
            Value first = earlier(edition, plan, dice, answers);
            set_days(*plan.cohort, filed.front(), first);
            made.versions.push_back(TRY(prepare(editions, edition, made.firm, first, filed.front(),
                                                "申請書" + made.firm.code + "（初回）.json")));
        }
        made.versions.push_back(std::move(last));
        if (const scheme::DemoRule* rule = one_of(changeable(plan, answers), dice)) {
            made.question = rule->question;
            if (made.stop == Stop::Corrected)
                made.corrected = correct(edition, *rule, dice, answers);
        }
        return {};
    }
    return no_such_applicant(edition, made.stop);
}

}
