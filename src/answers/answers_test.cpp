#include "answers/answers.h"

#include "support/editions.h"

#include <algorithm>

namespace kenkei::answers {

using edition::Edition;
using feel::Value;
using support::edition_of;
using support::shop;

namespace {

constexpr base::Date today{2030, 5, 1};

Answers answered(const Edition& edition, std::string_view answers, base::Date as_of = today)
{
    auto document = base::json::parse(answers);
    if (!document.ok()) {
        ADD_FAILURE() << base::describe(document.error());
        return {};
    }
    auto application = read_application(std::move(*document), "line:1");
    EXPECT_TRUE(application.ok()) << answers;
    return read_answers(edition, *application, as_of);
}

std::string value_of(const Edition& edition, const Answers& answers, const std::string& id)
{
    const int slot = edition.names.find(id);
    EXPECT_GE(slot, 0) << id;
    return feel::to_feel(answers.slots[static_cast<std::size_t>(slot)]);
}

const Answer& state_of(const Edition& edition, const Answers& answers, const std::string& id)
{
    return answers.states[static_cast<std::size_t>(edition.find_question(id) - edition.questions.data())];
}

std::vector<std::string> codes(const Answers& answers)
{
    std::vector<std::string> all;
    for (const Finding& finding : answers.findings)
        all.push_back(finding.code);
    return all;
}

const Finding* finding(const Answers& answers, const std::string& code)
{
    auto found = std::find_if(answers.findings.begin(), answers.findings.end(),
                              [&](const Finding& one) { return one.code == code; });
    return found == answers.findings.end() ? nullptr : &*found;
}

using Codes = std::vector<std::string>;

// One deciding and one other question of every type.
const Edition& every_type()
{
    static const Edition edition = [] {
        support::Small small;
        const std::vector<std::pair<std::string, std::string>> types{
            {"choice", R"(,"options":{"1":"する","2":"しない"})"},
            {"choices", R"(,"options":{"1":"する","9":"特に行っていない"},"exclusive":9)"},
            {"integer", ""},
            {"decimal", ""},
            {"text", ""},
            {"date", ""},
            {"month", ""},
            {"boolean", ""}};
        for (const auto& [type, more] : types) {
            small.questions.emplace_back("star_" + type, R"("deciding":true,"type":")" + type + "\"" + more);
            small.questions.emplace_back("plain_" + type, R"("type":")" + type + "\"" + more);
        }
        return edition_of(small);
    }();
    return edition;
}

}

// The rows of the contract's table, one test each.

TEST(ReadAnswers, キーのない回答とnullと空は未回答で_問われた星の設問だけ指摘する)
{
    std::string blanks;
    Codes expected;
    for (const edition::Question& question : every_type().questions) {
        blanks += (blanks.empty() ? "{" : ",") + support::in_quotes(question.id) +
                  (question.type == edition::Type::Choices   ? ":[]"
                   : question.type == edition::Type::Integer ? ":null"
                                                             : ":\" 　\"");
        if (question.deciding)
            expected.push_back(question.id + ".unanswered");
    }
    for (const std::string& json : {std::string("{}"), blanks + "}"}) {
        const Answers answers = answered(every_type(), json);
        EXPECT_EQ(codes(answers), expected);
        for (const edition::Question& question : every_type().questions) {
            EXPECT_EQ(value_of(every_type(), answers, question.id), "null");
            EXPECT_EQ(state_of(every_type(), answers, question.id).state, State::Unanswered);
        }
        for (const Finding& one : answers.findings) {
            EXPECT_EQ(one.severity, edition::Severity::Error);
            EXPECT_FALSE(one.next.empty());
        }
    }
    EXPECT_EQ(state_of(every_type(), answered(every_type(), blanks + "}"), "star_text").raw, "\" 　\"");
    EXPECT_EQ(state_of(every_type(), answered(every_type(), "{}"), "star_text").raw, "");
}

TEST(ReadAnswers, 型の違う回答は空になり_書かれたままを残す)
{
    const Answers answers =
        answered(every_type(), R"({"star_integer":"18","plain_integer":"18","star_choices":{"a":1}})");
    for (const auto* id : {"star_integer", "plain_integer"}) {
        EXPECT_EQ(value_of(every_type(), answers, id), "null");
        EXPECT_EQ(state_of(every_type(), answers, id).state, State::Unreadable);
        EXPECT_EQ(state_of(every_type(), answers, id).raw, "\"18\"");
        ASSERT_TRUE(finding(answers, std::string(id) + ".type"));
        EXPECT_EQ(finding(answers, std::string(id) + ".type")->severity, edition::Severity::Error);
    }
    EXPECT_EQ(state_of(every_type(), answers, "star_choices").raw, R"({"a":1})");
    EXPECT_FALSE(finding(answers, "star_integer.unanswered")) << "one finding is enough";
}

TEST(ReadAnswers, 選択肢にない番号と両立しない選択は空になる)
{
    const Answers answers = answered(every_type(), R"({"star_choice":3,"star_choices":[1,9],"plain_choices":[2]})");
    EXPECT_TRUE(finding(answers, "star_choice.option"));
    EXPECT_TRUE(finding(answers, "star_choices.exclusive"));
    EXPECT_TRUE(finding(answers, "plain_choices.option"));
    for (const auto* id : {"star_choice", "star_choices", "plain_choices"}) {
        EXPECT_EQ(value_of(every_type(), answers, id), "null");
        EXPECT_EQ(state_of(every_type(), answers, id).state, State::Unreadable);
    }
    EXPECT_EQ(state_of(every_type(), answers, "star_choices").raw, "[1,9]");
}

TEST(ReadAnswers, 形は正しく条項に反する回答は_値のまま項目に委ねる)
{
    const Answers answers = answered(shop(), R"({"code":"1234","opened_on":"2030-05-02"})");
    EXPECT_EQ(value_of(shop(), answers, "code"), "\"1234\"");
    EXPECT_EQ(state_of(shop(), answers, "code").state, State::Answered);
    const Finding* digits = finding(answers, "code.digits");
    ASSERT_TRUE(digits);
    EXPECT_EQ(digits->severity, edition::Severity::Error);
    EXPECT_EQ(digits->message, "問1 店番号「1234」が3桁の数字ではありません。");
    EXPECT_EQ(digits->next, "番号をご確認ください。");
    EXPECT_EQ(digits->source, "guide 問1");
    EXPECT_EQ(finding(answers, "opened_on.later")->severity, edition::Severity::Warning);
    EXPECT_FALSE(finding(answered(shop(), R"({"opened_on":"2030-05-01"})"), "opened_on.later")) << "on the day itself";
}

TEST(ReadAnswers, 問われない設問の回答は使わずに残す)
{
    const Answers answers = answered(shop(), R"({"plan":1,"plan_text":"毎月話し合う"})");
    EXPECT_EQ(value_of(shop(), answers, "plan_text"), "null");
    EXPECT_EQ(state_of(shop(), answers, "plan_text").state, State::NotAsked);
    EXPECT_EQ(state_of(shop(), answers, "plan_text").raw, "\"毎月話し合う\"");
    ASSERT_TRUE(finding(answers, "plan_text.not-asked"));
    EXPECT_EQ(finding(answers, "plan_text.not-asked")->severity, edition::Severity::Note);
    EXPECT_FALSE(finding(answers, "plan_text.unanswered"));
    EXPECT_FALSE(finding(answered(shop(), R"({"plan":1})"), "plan_text.not-asked")) << "nothing was answered";
    EXPECT_EQ(codes(answered(shop(), R"({"plan":1,"plan_text":5})")).back(), "trained.unanswered");
    EXPECT_FALSE(finding(answered(shop(), R"({"plan":1,"plan_text":5})"), "plan_text.type"))
        << "what is not asked need not be readable";
}

TEST(ReadAnswers, 問うかどうか決まらない設問は_回答があれば使い_なければ黙る)
{
    const Answers blank = answered(shop(), "{}");
    EXPECT_FALSE(finding(blank, "plan_text.unanswered"));
    EXPECT_EQ(state_of(shop(), blank, "plan_text").state, State::Unanswered);
    const Answers given = answered(shop(), R"({"plan_text":"毎月話し合う"})");
    EXPECT_EQ(value_of(shop(), given, "plan_text"), "\"毎月話し合う\"");
    EXPECT_EQ(state_of(shop(), given, "plan_text").state, State::Answered);
}

TEST(ReadAnswers, 知らないidは注意して残りを判定する)
{
    const Answers answers = answered(shop(), R"({"stuff":1,"staff":18,"size":"small"})");
    EXPECT_EQ(codes(answers)[0], "answer.unknown");
    EXPECT_EQ(codes(answers)[1], "answer.unknown") << "a computed value is no question";
    EXPECT_EQ(answers.findings[0].severity, edition::Severity::Warning);
    EXPECT_EQ(answers.findings[0].question, "");
    EXPECT_NE(answers.findings[0].message.find("「stuff」"), std::string::npos);
    EXPECT_EQ(value_of(shop(), answers, "staff"), "18");
}

TEST(ReadAnswers, 既定の値は未回答のときだけで_読み取れない回答には使わない)
{
    const Answers blank = answered(shop(), R"({"staff":18})");
    EXPECT_EQ(value_of(shop(), blank, "helpers"), "0");
    EXPECT_EQ(state_of(shop(), blank, "helpers").state, State::Default);
    EXPECT_EQ(value_of(shop(), blank, "kind"), "1");
    EXPECT_EQ(value_of(shop(), blank, "branch"), "false");
    EXPECT_EQ(value_of(shop(), blank, "total"), "18");
    const Answers given = answered(shop(), R"({"staff":18,"helpers":2,"branch":true})");
    EXPECT_EQ(state_of(shop(), given, "helpers").state, State::Answered);
    EXPECT_EQ(value_of(shop(), given, "total"), "20");
    EXPECT_EQ(value_of(shop(), given, "branch"), "true");
    const Answers unreadable = answered(shop(), R"({"staff":18,"helpers":"二人"})");
    EXPECT_EQ(value_of(shop(), unreadable, "helpers"), "null");
    EXPECT_EQ(value_of(shop(), unreadable, "total"), "null");
}

TEST(ReadAnswers, ほかの回答からの既定の値は未回答のときだけ)
{
    const Answers from_name = answered(shop(), R"({"name":" 見本 商店 "})");
    EXPECT_EQ(value_of(shop(), from_name, "owner"), "\"見本 商店\"");
    EXPECT_EQ(state_of(shop(), from_name, "owner").state, State::Default);
    const Answers company = answered(shop(), R"({"name":"見本商店","kind":2})");
    EXPECT_EQ(value_of(shop(), company, "owner"), "null");
    EXPECT_EQ(state_of(shop(), company, "owner").state, State::Unanswered);
    EXPECT_EQ(value_of(shop(), answered(shop(), R"({"name":"見本商店","owner":"見本花子"})"), "owner"), "\"見本花子\"");
    EXPECT_EQ(value_of(shop(), answered(shop(), R"({"name":"見本商店","owner":7})"), "owner"), "null");
}

TEST(ReadAnswers, 既定の値も問われなければ使わない)
{
    const Edition edition = edition_of({.questions = {{"p", R"("type":"boolean")"},
                                                      {"q", R"("type":"integer","default":1,"when":"p")"},
                                                      {"r", R"("type":"integer","default_from":"1","when":"p")"},
                                                      {"s", R"("type":"integer","derive":"1","when":"p")"}}});
    for (const auto* id : {"q", "r", "s"}) {
        EXPECT_EQ(value_of(edition, answered(edition, R"({"p":true})"), id), "1");
        EXPECT_EQ(value_of(edition, answered(edition, R"({"p":false})"), id), "null");
        EXPECT_EQ(value_of(edition, answered(edition, "{}"), id), "1") << "not surely not asked";
    }
    EXPECT_TRUE(answered(edition, R"({"p":false})").findings.empty());
}

TEST(ReadAnswers, 自動計算は記入より強く_違えば知らせる)
{
    const Answers same = answered(shop(), R"({"staff":18,"total":18})");
    EXPECT_FALSE(finding(same, "total.computed"));
    EXPECT_EQ(state_of(shop(), same, "total").state, State::Derived);
    const Answers other = answered(shop(), R"({"staff":18,"helpers":2,"total":19})");
    EXPECT_EQ(value_of(shop(), other, "total"), "20");
    const Finding* computed = finding(other, "total.computed");
    ASSERT_TRUE(computed);
    EXPECT_EQ(computed->severity, edition::Severity::Note);
    EXPECT_EQ(computed->message, "人数の計は自動計算です。記入された 19 ではなく 20人 を使いました。");
    EXPECT_EQ(state_of(shop(), other, "total").raw, "19");
    EXPECT_EQ(value_of(shop(), answered(shop(), R"({"total":19})"), "total"), "null") << "未回答 stays";
    EXPECT_TRUE(finding(answered(shop(), R"({"total":19})"), "total.computed"));
}

TEST(ReadAnswers, 自動計算の設問に読めない記入があっても誤りにしない)
{
    const Answers answers = answered(shop(), R"({"staff":18,"total":"十八"})");
    EXPECT_EQ(value_of(shop(), answers, "total"), "18");
    EXPECT_FALSE(finding(answers, "total.type"));
    EXPECT_TRUE(finding(answers, "total.computed"));
    const Answers blank = answered(shop(), R"({"total":"十八"})");
    EXPECT_FALSE(finding(blank, "total.type"));
    EXPECT_TRUE(finding(blank, "total.computed"));
    EXPECT_EQ(codes(answered(shop(), R"({"staff":1001,"total":1001})")).size(),
              codes(answered(shop(), R"({"staff":1001})")).size());
}

TEST(ReadAnswers, 範囲を外れた数は指摘して規則に見せる)
{
    const Answers answers = answered(shop(), R"({"staff":1001})");
    EXPECT_TRUE(finding(answers, "staff.range"));
    EXPECT_EQ(value_of(shop(), answers, "staff"), "1001");
    EXPECT_EQ(value_of(shop(), answers, "total"), "1001");
    EXPECT_EQ(state_of(shop(), answers, "staff").state, State::Answered);
}

TEST(ReadAnswers, 規則は判定日と申請期間と一覧と台帳を読める)
{
    const Edition edition =
        edition_of({.values = {{"day", "as_of"},
                               {"first", "period_from"},
                               {"last", "period_to"},
                               {"all", "lists.towns"},
                               {"member", "known.ledger.member"}},
                    .known = R"("ledger":{"register":"台帳","fields":{"member":"boolean"},"source":"none"})",
                    .lists = R"("towns":{"names":["朝日町","港町"],"aliases":{}})"});
    const Answers answers = answered(edition, R"({"answers":{},"known":{"ledger":{"member":true}}})", {2030, 6, 30});
    EXPECT_EQ(value_of(edition, answers, "day"), "date(\"2030-06-30\")");
    EXPECT_EQ(value_of(edition, answers, "first"), "date(\"2030-04-01\")");
    EXPECT_EQ(value_of(edition, answers, "last"), "date(\"2030-06-30\")");
    EXPECT_EQ(value_of(edition, answers, "all"), "[\"朝日町\", \"港町\"]");
    EXPECT_EQ(value_of(edition, answers, "member"), "true");
    EXPECT_EQ(value_of(edition, answered(edition, "{}"), "member"), "null");
}

TEST(ReadAnswers, 表の値はどの行で決まったかを残す)
{
    const Answers answers = answered(shop(), R"({"staff":21,"town":"港町"})");
    const auto rows = [&](const std::string& id) {
        return answers.table_rows[static_cast<std::size_t>(shop().find_value(id) - shop().values.data())];
    };
    EXPECT_EQ(value_of(shop(), answers, "size"), "\"large\"");
    EXPECT_EQ(rows("size"), (std::vector<std::size_t>{1}));
    EXPECT_EQ(value_of(shop(), answers, "zone"), "\"sea\"");
    EXPECT_EQ(rows("zone"), (std::vector<std::size_t>{1}));
    EXPECT_TRUE(rows("rank").empty());
}

TEST(ReadAnswers, 指摘は文書のものが先で_設問は印刷の順)
{
    const Answers answers = answered(
        shop(), R"({"answers":{"trained":30,"staff":18,"code":"12","zzz":1,"means":"1"},"extra":1,"known":{"x":1}})");
    EXPECT_EQ(codes(answers),
              (Codes{"application.unknown-key", "answer.unknown", "known.unread", "code.digits", "opened_on.unanswered",
                     "agreed.unanswered", "plan.unanswered", "means.type", "trained.exceeds"}));
    EXPECT_EQ(finding(answers, "trained.exceeds")->message, "問7 受講者数 30人が人数の計 18人を超えています。");
}

TEST(ReadAnswers, 指摘の条件が未回答で決まらなければ指摘しない)
{
    EXPECT_FALSE(finding(answered(shop(), R"({"trained":30})"), "trained.exceeds"));
    EXPECT_FALSE(finding(answered(shop(), "{}"), "code.digits"));
}

TEST(ReadAnswers, 指摘は値を変えない)
{
    const Edition plain = edition_of({.questions = {{"q", R"("type":"integer")"}}, .values = {{"v", "q * 2"}}});
    const Edition finding_fault =
        edition_of({.questions = {{"q", R"("type":"integer")"}},
                    .values = {{"v", "q * 2"}},
                    .findings = {{"q.odd", R"("severity":"error","when":"q > 0","message":"{q}と{v}")"}}});
    const Answers answers = answered(finding_fault, R"({"q":3})");
    EXPECT_EQ(answers.slots, answered(plain, R"({"q":3})").slots);
    EXPECT_EQ(finding(answers, "q.odd")->message, "3と6");
}

TEST(Recompute, もしもの計算は読み直しと同じ結果になる)
{
    const Edition& edition = shop();
    const std::string before =
        R"({"name":"見本商店","staff":18,"plan":2,"plan_text":"話し合う","means":[1],"trained":3})";
    const std::string after =
        R"({"name":"見本商店","staff":30,"plan":1,"plan_text":"話し合う","means":[1],"trained":3})";
    Answers answers = answered(edition, before);
    const Answers expected = answered(edition, after);
    for (const auto* id : {"staff", "plan"}) {
        const auto index = static_cast<std::size_t>(edition.find_question(id) - edition.questions.data());
        answers.as_read[index] = expected.as_read[index];
    }
    recompute(edition, edition.steps, answers.slots, answers.as_read);
    EXPECT_EQ(answers.slots, expected.slots);
}

}
