#include "edition/term.h"
#include "support/editions.h"

namespace kenkei::edition {

using support::edition_of;
using support::Small;

namespace {

const std::string fee = R"("fee":{"amount":1000,"tax":100,"source":"none"})";
const std::string applicant = R"("applicant":{"number":"num","name":"org"})";
const std::string submission = R"("submission":{"source":"none"})";
const std::string gates = R"("gates":[{"gate":"screening","source":"none"}])";
const std::string decision = R"("decision":{"by":"町長","source":"none"})";
const std::string least = applicant + "," + submission + "," + gates + "," + decision;

Small with(const std::string& about)
{
    return {.questions = {{"num", R"("type":"text","format":"code")"},
                          {"org", R"("type":"text","format":"name")"},
                          {"org_kana", R"("type":"text","format":"kana")"},
                          {"tel", R"("type":"text","format":"contact")"},
                          {"tel2", R"("type":"text","format":"contact")"},
                          {"staff", R"("type":"integer")"},
                          {"copy", R"("type":"text","derive":"org")"}},
            .items = {{"i", "staff > 1"}},
            .classes = {{"A", R"("all_of":["i"])"}},
            .lists = R"("holidays":{"names":["2030-05-03"],"aliases":{}})",
            .about = about};
}

Small with_process(const std::string& members)
{
    return with(fee + R"(,"process":{)" + members + "}");
}

void expect_refused(const Small& small, std::string_view code, std::string_view part)
{
    const base::Error error = support::error_of(small);
    EXPECT_EQ(error.code, code) << error.message;
    EXPECT_NE((error.message + error.way_out).find(part), std::string::npos) << error.message << error.way_out;
    EXPECT_FALSE(error.way_out.empty());
}

void expect_process_refused(const std::string& members, std::string_view code, std::string_view part)
{
    expect_refused(with_process(members), code, part);
}

Small with_validity(const std::string& members)
{
    return with(R"("validity":{"to":"2032-09-30","source":"none")" + members + "}");
}

}

TEST(ReadProcess, 手続のないものには何もない)
{
    EXPECT_FALSE(edition_of(with("")).process.has_value());
}

TEST(ReadProcess, 申請者と関門と決定と取消を読む)
{
    const Edition edition = edition_of(with_process(
        R"("applicant":{"number":"num","name":"org","kana":"org_kana","phones":["tel","tel2"],"mails":"tel"},)"
        R"("submission":{"source":"none","note":"何度でも"},"no_delegates":{"source":"none"},)"
        R"("exclusive":[{"scheme":"other","source":"none"}],)"
        R"("gates":[{"gate":"payment","source":"none"},{"gate":"resolution","by":"委員会","source":"none","note":"過半数"}],)"
        R"("decision":{"by":"町長","source":"none"},)"
        R"("revocation":{"false-answers":{"label":"虚偽","source":"none"}})"));
    ASSERT_TRUE(edition.process.has_value());
    const Process& process = *edition.process;
    EXPECT_EQ(process.applicant.number, 0);
    EXPECT_EQ(process.applicant.name, 1);
    EXPECT_EQ(process.applicant.kana, 2);
    EXPECT_EQ(process.applicant.code, -1);
    EXPECT_EQ(process.applicant.phones, (std::vector<std::size_t>{3, 4}));
    EXPECT_TRUE(process.applicant.persons.empty());
    EXPECT_EQ(process.applicant.mails, std::vector<std::size_t>{3});
    EXPECT_EQ(process.submission.note, "何度でも");
    EXPECT_TRUE(process.no_delegates.has_value());
    EXPECT_FALSE(process.shared_code.has_value());
    EXPECT_FALSE(process.no_second_answer.has_value());
    ASSERT_EQ(process.exclusive.size(), 1U);
    EXPECT_EQ(process.exclusive[0].scheme, "other");
    ASSERT_EQ(process.gates.size(), 2U);
    EXPECT_EQ(process.gates[0].kind, GateKind::Payment);
    EXPECT_EQ(process.find_gate(GateKind::Resolution)->by, "委員会");
    EXPECT_EQ(process.find_gate(GateKind::Resolution)->clause.note, "過半数");
    EXPECT_EQ(process.find_gate(GateKind::Insurer), nullptr);
    EXPECT_EQ(process.decided_by, "町長");
    ASSERT_EQ(process.revocation.size(), 1U);
    EXPECT_EQ(process.revocation[0].id, "false-answers");
}

TEST(ReadProcess, 番号と名称と提出と関門と決定は欠かせない)
{
    expect_process_refused(submission + "," + gates + "," + decision, "edition.missing", "「applicant」");
    expect_process_refused(applicant + "," + gates + "," + decision, "edition.missing", "「submission」");
    expect_process_refused(applicant + "," + submission + "," + decision, "edition.missing", "「gates」");
    expect_process_refused(applicant + "," + submission + "," + gates, "edition.missing", "「decision」");
    const std::string rest = submission + "," + gates + "," + decision;
    expect_process_refused(R"("applicant":{"name":"org"},)" + rest, "edition.missing", "「number」");
    expect_process_refused(R"("applicant":{"number":"num"},)" + rest, "edition.missing", "「name」");
    expect_process_refused(applicant + R"(,"submission":{},)" + gates + "," + decision, "edition.missing",
                           "「source」");
    expect_process_refused(least + R"(,"appeal":{"source":"none"})", "edition.unknown-key", "「appeal」");
}

TEST(ReadProcess, 申請者を表す設問は_ある文字の設問に限る)
{
    const auto number = [](const std::string& id) {
        return R"("applicant":{"number":)" + id + R"(,"name":"org"},)" + submission + "," + gates + "," + decision;
    };
    expect_process_refused(number(R"("nums")"), "edition.unknown-name", "「num」ではありませんか");
    expect_process_refused(number(R"("staff")"), "edition.process", "の型は integer です");
    expect_process_refused(number(R"("copy")"), "edition.process", "derive で求めるもの");
    expect_process_refused(R"("applicant":{"number":"num","name":"org","phones":["tel","tel"]},)" + submission + "," +
                               gates + "," + decision,
                           "edition.duplicate", "「tel」が二度");
}

TEST(ReadProcess, 関門は一つ以上あり_同じものは一度だけ)
{
    const auto only = [](const std::string& list) {
        return applicant + "," + submission + R"(,"gates":)" + list + "," + decision;
    };
    expect_process_refused(only("[]"), "edition.process", "gates が空");
    expect_process_refused(only(R"({"gate":"screening"})"), "edition.type", "- を付けて");
    expect_process_refused(only(R"([{"gate":"hearing","source":"none"}])"), "edition.word", "「hearing」");
    expect_process_refused(only(R"([{"source":"none"}])"), "edition.missing", "「gate」");
    expect_process_refused(only(R"([{"gate":"screening","source":"none"},{"gate":"screening","source":"none"}])"),
                           "edition.duplicate", "screening（書類審査）が二度");
}

TEST(ReadProcess, 申請料のない制度は入金を待たない)
{
    const std::string payment =
        applicant + "," + submission + R"(,"gates":[{"gate":"payment","source":"none"}],)" + decision;
    EXPECT_TRUE(edition_of(with_process(payment)).process.has_value());
    expect_refused(with(R"("process":{)" + payment + "}"), "edition.process", "申請料（fee）がない");
}

TEST(ReadProcess, 両方に申請できない制度は_ほかの制度)
{
    const auto other = [](const std::string& list) { return least + R"(,"exclusive":[)" + list + "]"; };
    expect_process_refused(other(R"({"scheme":"small","source":"none"})"), "edition.process", "この年度版の制度");
    expect_process_refused(other(R"({"scheme":"a","source":"none"},{"scheme":"a","source":"none"})"),
                           "edition.duplicate", "「a」が二度");
    expect_process_refused(other(R"({"source":"none"})"), "edition.missing", "「scheme」");
}

TEST(ReadProcess, 営業日で数えるには祝日の一覧が要る)
{
    const std::string evidence =
        R"("evidence":{"keep_years":2,"answer_within_days":7,"days":"business","source":"none"})";
    EXPECT_EQ(edition_of(with(evidence)).evidence->days, DayCount::Business);
    Small without = with(evidence);
    without.lists = "";
    expect_refused(without, "edition.list", "祝日の一覧（holidays）");
    expect_refused(with(R"("evidence":{"keep_years":2,"answer_within_days":7,"days":"weekdays","source":"none"})"),
                   "edition.word", "「weekdays」");
}

TEST(ReadProcess, 有効期間の長さと例外と更新と区分の変更を読む)
{
    const Edition edition = edition_of(with_validity(
        R"(,"from":"2030-10-01","term":{"years":3,"exceptions":[{"from":"2028-10-01","years":1,"source":"none"},)"
        R"({"from":"2030-10-01","years":2,"source":"none"}],"source":"none"},"renewal":{"source":"none"},)"
        R"("class_change":{"source":"none","note":"途中でも"})"));
    const Validity& validity = *edition.validity;
    EXPECT_EQ(validity.term->years, 3);
    ASSERT_EQ(validity.term->exceptions.size(), 2U);
    EXPECT_EQ(base::to_iso(validity.term->exceptions[0].from), "2028-10-01");
    EXPECT_TRUE(validity.renewal.has_value());
    EXPECT_EQ(validity.class_change->note, "途中でも");
}

TEST(ReadProcess, 長さと期間が食い違えば拒む)
{
    const auto term = [](const std::string& exceptions, const std::string& from = R"("from":"2030-10-01",)") {
        return with_validity("," + from + R"("term":{"years":3,)" + exceptions + R"("source":"none"})");
    };
    expect_refused(term(""), "edition.term", "から3年の 2033-09-30 と違います");
    expect_refused(term(R"("exceptions":[{"from":"2030-10-01","years":1,"source":"none"}],)"), "edition.term",
                   "から1年の 2031-09-30 と違います");
    EXPECT_TRUE(edition_of(term("", "")).validity->term.has_value()); // 初日がなければ比べない
}

TEST(ReadProcess, 年数は1から_例外は日の順)
{
    const auto term = [](const std::string& members) {
        return with_validity(R"(,"term":{)" + members + R"(,"source":"none"})");
    };
    const auto exception = [](const std::string& from, const std::string& years) {
        return R"({"from":")" + from + R"(","years":)" + years + R"(,"source":"none"})";
    };
    expect_refused(term(R"("years":0)"), "edition.term", "years が 0 です");
    expect_refused(term(R"("years":100)"), "edition.term", "1 から 99 まで");
    expect_refused(term(R"("years":2,"exceptions":[)" + exception("2019-04-01", "0") + "]"), "edition.term",
                   "years が 0 です");
    expect_refused(
        term(R"("years":2,"exceptions":[)" + exception("2019-04-01", "3") + "," + exception("2019-04-01", "1") + "]"),
        "edition.term", "前の 2019-04-01 より後ではありません");
    expect_refused(term(R"("years":2,"exceptions":{})"), "edition.type", "- を付けて");
}

TEST(ReadProcess, 区分の変更は区分のある制度だけ)
{
    Small small = with_validity(R"(,"class_change":{"source":"none"})");
    EXPECT_TRUE(edition_of(small).validity->class_change.has_value());
    small.classes = {};
    expect_refused(small, "edition.term", "区分（classes）のない");
}

TEST(Term, 何年の期間かは初日で決まり_最終日は応当日の前日)
{
    const Term term{.years = 2,
                    .exceptions = {{.from = {2019, 4, 1}, .years = 3, .source = {}, .note = {}}},
                    .source = {},
                    .note = {}};
    EXPECT_EQ(base::to_iso(last_day(term, {2023, 4, 1})), "2025-03-31");
    EXPECT_EQ(base::to_iso(last_day(term, {2019, 4, 1})), "2022-03-31");
    EXPECT_EQ(base::to_iso(last_day(term, {2019, 4, 2})), "2021-04-01");
    EXPECT_EQ(base::to_iso(last_day(term, {2024, 2, 29})), "2026-02-28");
    EXPECT_EQ(base::to_iso(last_day(term, {2022, 3, 1})), "2024-02-29");
    EXPECT_EQ(base::to_iso(last_day(term, {9998, 12, 1})), "9999-12-31");
}

TEST(Instant, 24時はその日の終わり_24時1分はない)
{
    const auto closing = [](const std::string& closes) {
        std::string json = support::json_of(with(""));
        const std::string before = "2030-06-30T17:00";
        return json.replace(json.find(before), before.size(), closes);
    };
    auto read = read_canonical_json(closing("2030-06-30T24:00"));
    ASSERT_TRUE(read.ok()) << base::describe(read.error());
    EXPECT_EQ(to_iso(read->application.closes), "2030-06-30T24:00");
    EXPECT_EQ(base::to_iso(read->application.closes.date), "2030-06-30");
    for (const char* wrong : {"2030-06-30T24:01", "2030-06-30T25:00", "2030-06-30T23:60", "2030-06-30T24"}) {
        auto refused = read_canonical_json(closing(wrong));
        ASSERT_FALSE(refused.ok()) << wrong;
        EXPECT_EQ(refused.error().code, "edition.date") << wrong;
    }
}

}
