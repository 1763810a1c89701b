#include "casework/act_rules.h"

#include "base/edits.h"
#include "base/fold.h"
#include "base/json.h"
#include "casework/result_words.h"

#include <algorithm>

namespace kenkei::casework {

namespace {

constexpr std::string_view exclusive_word = "exclusive:";
constexpr std::string_view shared_code_word = "shared-code:";

std::string classes_of(const edition::Edition& edition)
{
    std::vector<std::string> words;
    for (const edition::Group& one : edition.classes)
        words.push_back(one.id + (one.label.empty() || one.label == one.id ? "" : "（" + one.label + "）"));
    return listed(words);
}

// The question whose id is written most alike, if one is.
const edition::Question* nearest_question(const edition::Edition& edition, std::string_view id)
{
    const edition::Question* nearest = nullptr;
    std::size_t fewest = 3;
    for (const edition::Question& question : edition.questions) {
        const std::size_t edits = base::edits_between(id, question.id);
        if (edits < fewest) {
            fewest = edits;
            nearest = &question;
        }
    }
    return nearest;
}

std::vector<std::string> grounds_of(const Situation& s, std::string_view word, const std::vector<CaseId>& cases)
{
    std::vector<std::string> grounds;
    for (const CaseId& id : cases)
        add_once(grounds, std::string(word) + id.text);
    if (s.of.screened) {
        for (const std::string& ground : s.of.screened->grounds) {
            if (ground.starts_with(word))
                add_once(grounds, ground);
        }
    }
    return grounds;
}

}

base::Error refusal(std::string code, std::string message, std::string way_out)
{
    return {.code = std::move(code), .message = std::move(message), .way_out = std::move(way_out)};
}

base::Error wrong_value(std::string message, std::string way_out)
{
    return refusal("case.value", std::move(message), std::move(way_out));
}

std::string by(const edition::Source& source)
{
    return source.document.empty() ? "" : "（" + source.text() + "）";
}

std::string to_the_millisecond(base::Timestamp at)
{
    const base::Date date = base::date_in_japan(at);
    const std::string legal = base::to_legal(at); // 2024-10-18T17:00:00.001+09:00
    return std::to_string(date.year) + "年" + std::to_string(date.month) + "月" + std::to_string(date.day) + "日 " +
           legal.substr(legal.find('T') + 1, 12);
}

std::string listed(const std::vector<std::string>& words)
{
    std::string text;
    for (const std::string& word : words)
        text.append(text.empty() ? "" : "、").append(word);
    return text;
}

void add_once(std::vector<std::string>& words, std::string word)
{
    if (std::find(words.begin(), words.end(), word) == words.end())
        words.push_back(std::move(word));
}

base::Result<void> check_given(const std::string& value, std::string_view name)
{
    if (!base::is_blank(value))
        return {};
    return wrong_value(std::string(name) + "が空です。", std::string(name) + "を書いてください。");
}

base::Result<void> check_not_later(const Situation& s, base::Date on, std::string_view name)
{
    if (on <= s.today)
        return {};
    return wrong_value(std::string(name) + "の" + base::to_japanese(on) + "は、きょう（" + base::to_japanese(s.today) +
                           "）より後です。",
                       "起きた日を書くか、その日になってから記録してください。");
}

base::Result<void> check_not_earlier(base::Date on, std::string_view name, std::optional<base::Date> than,
                                     std::string_view other)
{
    if (!than || on >= *than)
        return {};
    return wrong_value(std::string(name) + "の" + base::to_japanese(on) + "は、" + std::string(other) + "（" +
                           base::to_japanese(*than) + "）より前です。",
                       std::string(name) + "と" + std::string(other) + "のどちらが正しいかを確かめてください。");
}

base::Result<void> check_applicant(const Situation& s, const Applicant& applicant)
{
    const std::string number = base::fold_code(applicant.number);
    if (number.empty() || number == base::fold_code(s.of.number))
        return {};
    return wrong_value("法人番号 " + applicant.number + " は、この案件の法人番号 " + s.of.number + " と違います" +
                           by(s.process.submission.source) + "。",
                       "ファイルを取り違えていないか確かめてください。法人番号が違う申請は、別の案件として始めます。");
}

base::Result<void> check_answers(const std::string& answers, Blank blank)
{
    auto parsed = base::json::parse(answers);
    if (!parsed.ok())
        return wrong_value("回答が JSON として読めません（" + parsed.error().message + "）。",
                           "設問の id をキーとする JSON のオブジェクトで渡してください。");
    if (parsed->kind != base::json::Kind::Object)
        return wrong_value("回答が JSON のオブジェクトではありません。",
                           "設問の id をキーとする JSON のオブジェクトで渡してください。");
    if (parsed->members.empty() && blank == Blank::Refused)
        return wrong_value("回答が1つもありません。", "記入した申請書を提出してください。");
    return {};
}

base::Result<void> check_class(const Situation& s, const std::string& class_id)
{
    const auto& classes = s.edition.classes;
    if (classes.empty()) {
        if (class_id.empty())
            return {};
        return refusal("case.class", "この年度版に区分はありません（「" + class_id + "」）。",
                       "区分を書かずに記録してください。");
    }
    if (std::any_of(classes.begin(), classes.end(), [&](const edition::Group& one) { return one.id == class_id; }))
        return {};
    return refusal("case.class",
                   class_id.empty() ? "区分が書かれていません。" : "「" + class_id + "」という区分はありません。",
                   "区分は " + classes_of(s.edition) + " のどれかです。");
}

base::Result<std::vector<std::string>> check_questions(const Situation& s, const std::vector<std::string>& ids)
{
    if (ids.empty())
        return wrong_value("設問が1つも指定されていません。", "対象の設問の id を1つ以上指定してください。");
    std::vector<std::string> known;
    for (const std::string& id : ids) {
        const edition::Question* question = s.edition.find_question(id);
        if (!question) {
            const edition::Question* nearest = nearest_question(s.edition, id);
            return wrong_value("「" + id + "」という設問はありません。",
                               nearest ? "「" + nearest->id + "」（" + nearest->label + "）ではありませんか。"
                                       : "設問の id を確かめてください。");
        }
        if (question->derive)
            return wrong_value("「" + id + "」（" + question->label + "）は自動計算の設問で、回答を求められません。",
                               "計算のもとになる設問を指定してください。");
        add_once(known, id);
    }
    return known;
}

std::string word_of(const Situation& s, Result result)
{
    const ResultWords words = result_words(&s.edition);
    return std::string(result == Result::Recognised ? words.recognised : words.refused);
}

std::string why_not_passed(const Situation& s, const edition::Gate& gate)
{
    const std::string label(label_of(gate.kind));
    const GateState state = state_of(s.edition, gate, s.of, s.now);
    if (gate.kind != edition::GateKind::Payment)
        return label + "が「" + std::string(label_of(state)) + "」です" + by(gate.clause.source);
    std::string due;
    if (s.of.invoice && s.of.invoice->due)
        due = "（期限 " + base::to_japanese(*s.of.invoice->due) + "）";
    else if (!s.of.invoice && s.edition.fee && s.edition.fee->due)
        due = "（期限 " + edition::to_iso(*s.edition.fee->due) + "）";
    if (state == GateState::Failed)
        return "申請料の期限内の入金" + due + "が確認できませんでした" + by(gate.clause.source);
    return "申請料の入金" + due + "がまだ確認できていません" + by(gate.clause.source);
}

base::Result<void> check_nothing_pending(const Situation& s, std::string_view verb)
{
    if (is_pending(s.of.correction, s.today))
        return refusal("case.pending",
                       "差戻しの回答を" + base::to_japanese(s.of.correction->due) + "まで待っているため、" +
                           std::string(verb) + "はできません（" + listed(s.of.correction->questions) + "）。",
                       "差戻しの回答を受けるか、期限が過ぎてから行ってください。");
    if (is_pending(s.of.evidence, s.today)) {
        const edition::Source source = s.edition.evidence ? s.edition.evidence->source : edition::Source{};
        return refusal("case.pending",
                       "資料の提出を" + base::to_japanese(s.of.evidence->due) + "まで待っているため、" +
                           std::string(verb) + "はできません" + by(source) + "。",
                       "資料を受けるか、期限が過ぎてから行ってください。");
    }
    return {};
}

base::Result<const edition::Gate*> reach_gate(const Situation& s, edition::GateKind kind, std::string_view verb)
{
    const edition::Gate* gate = s.process.find_gate(kind);
    if (!gate)
        return refusal("case.gate", "この年度版の手続に" + std::string(label_of(kind)) + "はありません。",
                       "年度版の process にある手続だけを行ってください。");
    for (const edition::Gate& before : s.process.gates) {
        if (&before == gate)
            break;
        const GateState state = state_of(s.edition, before, s.of, s.now);
        if (state != GateState::Passed)
            return refusal("case.gate", why_not_passed(s, before) + "。" + std::string(verb) + "へは進めません。",
                           state == GateState::Failed
                               ? "この手続を通らない申請は、" + word_of(s, Result::Refused) + "の決定をしてください。"
                               : "先に" + std::string(label_of(before.kind)) + "を済ませてください。");
    }
    TRY(check_nothing_pending(s, verb));
    return gate;
}

base::Result<void> check_certificate(const Situation& s, std::string_view verb)
{
    const auto& certificate = s.of.certificate;
    if (!certificate || certificate->end != Certificate::End::None)
        return refusal("case.certificate", "この案件には有効な証書がないため、" + std::string(verb) + "はできません。",
                       "証書のある案件を選んでください。");
    if (certificate->to < s.today)
        return refusal("case.certificate",
                       "この証書の有効期間は" + base::to_japanese(certificate->to) + "に満了しているため、" +
                           std::string(verb) + "はできません。",
                       "証書がいま有効な案件を選んでください。");
    return {};
}

std::vector<std::string> exclusive_grounds(const Situation& s)
{
    return grounds_of(s, exclusive_word, s.circumstances.exclusive);
}

std::vector<std::string> shared_code_grounds(const Situation& s)
{
    return grounds_of(s, shared_code_word, s.circumstances.same_code);
}

edition::Source source_of_exclusion(const Situation& s, std::string_view ground)
{
    const auto& rules = s.process.exclusive;
    if (rules.empty())
        return {};
    const auto found = std::find_if(rules.begin(), rules.end(), [&](const edition::Process::Exclusive& rule) {
        return ground.starts_with(std::string(exclusive_word) + rule.scheme + "-");
    });
    return (found == rules.end() ? rules.front() : *found).clause.source;
}

}
