#include "desk/refusal_statistics.h"

#include "support/dice.h"
#include "support/editions.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace kenkei::desk {
namespace {

using Grounds = std::vector<std::string>;

// The table of schemes/yuryo-sme/2025, guide-2025 p.18.
RefusalForm guide_form()
{
    return {.label = "不認定理由",
            .main = {{"required", "必須項目不適合による不認定", {"required-item"}},
                     {"choice", "選択項目数不適合による不認定", {"too_few:*"}},
                     {"unpaid", "未入金", {"unpaid"}}},
            .precedence = {"unpaid", "required", "choice"},
            .details = {{"choice",
                         "選択項目の適合数未達",
                         {"choice"},
                         {{"1-3", "①～③ 2項目以上 未達成", {"screening-items"}},
                          {"4-7", "④～⑦1項目以上 未達成", {"foundation"}},
                          {"8-15", "⑧～⑮4項目以上 未達成", {"measures"}},
                          {"1-15", "①～⑮7項目以上 未達成", {"selectable"}}}},
                        {"required",
                         "不認定理由 内訳（重複あり）",
                         {"required"},
                         {{"pledge", "制約事項記載なし・違反等", {"pledge"}},
                          {"insurer", "保険者記載なし・誤り等", {"insurer", "insurer:*"}},
                          {"scope", "法人全体の回答範囲でない", {"scope"}},
                          {"declaration", "健康宣言の実施", {"declaration"}},
                          {"internal", "健康宣言の社内への発信", {"declaration-internal"}},
                          {"external", "健康宣言の社外への発信", {"declaration-external"}},
                          {"leader", "経営者自身の健康受診", {"leader-exam"}},
                          {"coordinator", "健康づくり担当者の設置", {"coordinator"}},
                          {"data", "（求めに応じて）40歳以上の従業員のデータの提供", {"data-provision"}},
                          {"plan", "健康経営の具体的な推進計画", {"plan"}},
                          {"smoking", "受動喫煙対策に関する取り組み", {"passive-smoking"}},
                          {"evaluation", "健康経営の取り組みに対する評価・改善", {"evaluation"}}}}},
            .umbrellas = {"screening"}};
}

// Its main row of required items has those of the details.
RefusalForm filled_form()
{
    RefusalForm form = guide_form();
    form.main[0].grounds.clear();
    for (const RefusalRow& row : form.details[1].rows)
        form.main[0].grounds.insert(form.main[0].grounds.end(), row.grounds.begin(), row.grounds.end());
    return form;
}

RefusalStatistics counted(const std::vector<RefusedCase>& cases, const RefusalForm& form)
{
    auto statistics = count_refusals(cases, form);
    if (!statistics.ok()) {
        ADD_FAILURE() << base::describe(statistics.error());
        return {};
    }
    return std::move(*statistics);
}

std::vector<std::size_t> numbers(const std::vector<CountedRow>& rows)
{
    std::vector<std::size_t> all;
    for (const CountedRow& row : rows)
        all.push_back(row.cases);
    return all;
}

using Numbers = std::vector<std::size_t>;

std::string id_of(std::size_t i)
{
    return "s-" + std::to_string(100000 + i);
}

// Deals so many of each ground out to `count` cases in turn: nobody gets one twice.
std::vector<RefusedCase> deal(std::size_t begin, std::size_t count,
                              const std::vector<std::pair<std::string, std::size_t>>& grounds)
{
    std::vector<RefusedCase> cases;
    for (std::size_t i = 0; i < count; ++i)
        cases.push_back({id_of(begin + i), {}});
    std::size_t next = 0;
    for (const auto& [ground, times] : grounds) {
        for (std::size_t i = 0; i < times; ++i)
            cases[next++ % count].grounds.push_back(ground);
    }
    return cases;
}

TEST(RefusalStatistics, 手引書の表の数は_583件の理由から数え直せる)
{
    std::vector<RefusedCase> cases = deal(0, 327,
                                          {{"not_met:pledge", 26},
                                           {"insurer:branch", 20},
                                           {"unanswered:insurer", 13},
                                           {"scope", 6},
                                           {"not_met:declaration", 157},
                                           {"not_met:declaration-internal", 15},
                                           {"unanswered:declaration-external", 20},
                                           {"not_met:leader-exam", 12},
                                           {"not_met:coordinator", 6},
                                           {"unanswered:data-provision", 44},
                                           {"plan", 78},
                                           {"not_met:passive-smoking", 21},
                                           {"not_met:evaluation", 11}});
    for (RefusedCase& one : deal(327, 76,
                                 {{"too_few:screening-items", 68},
                                  {"too_few:foundation", 1},
                                  {"too_few:measures", 11},
                                  {"too_few:selectable", 7}}))
        cases.push_back(std::move(one));
    // Who did not pay is counted so, whatever else the judgement says.
    for (RefusedCase& one : deal(403, 180, {{"unpaid", 180}, {"not_met:plan", 50}, {"too_few:measures", 30}}))
        cases.push_back(std::move(one));
    cases[0].grounds.insert(cases[0].grounds.begin(), "screening");

    const RefusalStatistics statistics = counted(cases, filled_form());
    EXPECT_EQ(statistics.refused, 583u);
    EXPECT_EQ(numbers(statistics.main), (Numbers{327, 76, 180}));
    ASSERT_EQ(statistics.details.size(), 2u);
    EXPECT_EQ(numbers(statistics.details[0].rows), (Numbers{68, 1, 11, 7}));
    EXPECT_EQ(statistics.details[0].cases, 76u);
    EXPECT_EQ(numbers(statistics.details[1].rows), (Numbers{26, 33, 6, 157, 15, 20, 12, 6, 44, 78, 21, 11}));
    EXPECT_EQ(statistics.details[1].cases, 327u);
    EXPECT_TRUE(statistics.unplaced.empty());
    EXPECT_TRUE(statistics.unfitted.empty());
    EXPECT_TRUE(check_sums(statistics, 583).ok());
    EXPECT_EQ(check_sums(statistics, 582).error().message,
              "主な理由の合計は583件、集計の対象は583件、台帳の不認定は582件で、一致しません。");

    RefusalStatistics changed = statistics;
    changed.refused = 584;
    EXPECT_FALSE(check_sums(changed, 583).ok());
    changed = statistics;
    changed.details[0].rows[0].cases = 77;
    EXPECT_FALSE(check_sums(changed, 583).ok());

    const std::string csv = to_csv(statistics);
    EXPECT_TRUE(
        csv.starts_with("\xEF\xBB\xBF表,理由,件数\r\n不認定理由,必須項目不適合による不認定,327\r\n"
                        "不認定理由,選択項目数不適合による不認定,76\r\n不認定理由,未入金,180\r\n不認定理由,計,583"
                        "\r\n選択項目の適合数未達,①～③ 2項目以上 未達成,68\r\n"))
        << csv;
}

TEST(RefusalStatistics, 主な理由は優先順の初めのもの_印刷の順ではない)
{
    const RefusedCase all{"s-1", {"too_few:measures", "not_met:plan", "unpaid"}};
    const RefusedCase two{"s-2", {"too_few:measures", "not_met:plan"}};
    EXPECT_EQ(numbers(counted({all, two}, filled_form()).main), (Numbers{1, 0, 1}));
    RefusalForm form = filled_form();
    form.precedence = {"choice", "unpaid", "required"};
    const RefusalStatistics statistics = counted({all, two}, form);
    EXPECT_EQ(numbers(statistics.main), (Numbers{0, 2, 0}));
    EXPECT_EQ(statistics.details[1].cases, 0u); // it looks at those refused for required items
}

TEST(RefusalStatistics, 誰もいない行は0件のまま残る)
{
    const RefusalStatistics statistics = counted({}, filled_form());
    EXPECT_EQ(numbers(statistics.main), (Numbers{0, 0, 0}));
    EXPECT_EQ(statistics.details[1].rows.size(), 12u);
    EXPECT_TRUE(check_sums(statistics, 0).ok());
}

TEST(RefusalStatistics, どの行にも当たらない理由と案件は_落とさず挙げる)
{
    const RefusalStatistics statistics = counted({{"s-3", {"late-evidence"}},
                                                  {"s-2", {"unpaid", "late-evidence", "late-evidence"}},
                                                  {"s-1", {}},
                                                  {"s-4", {"screening"}}},
                                                 filled_form());
    EXPECT_EQ(statistics.refused, 4u);
    EXPECT_EQ(numbers(statistics.main), (Numbers{0, 0, 1}));
    ASSERT_EQ(statistics.unplaced.size(), 3u);
    EXPECT_EQ(statistics.unplaced[0].id, "s-1");
    EXPECT_EQ(statistics.unplaced[1].grounds, Grounds{"late-evidence"});
    EXPECT_EQ(statistics.unplaced[2].grounds, Grounds{"screening"}); // only that something stands behind it
    EXPECT_EQ(statistics.unfitted, (std::vector<UnfittedGround>{{"late-evidence", 2}}));
    EXPECT_TRUE(check_sums(statistics, 4).ok());
    const std::string csv = to_csv(statistics);
    EXPECT_NE(csv.find("不認定理由,どの理由にも当たらない不認定,3\r\n不認定理由,計,4\r\n"), std::string::npos) << csv;
    EXPECT_NE(csv.find("どの行にもない理由,late-evidence,2\r\n"), std::string::npos) << csv;
}

TEST(RefusalStatistics, 内訳の行に当たらない案件は_その表で挙げる)
{
    RefusalForm form = filled_form();
    form.main[0].grounds.push_back("eligibility"); // the guide has no row for it
    const RefusalStatistics statistics = counted({{"s-2", {"not_met:eligibility"}}, {"s-1", {"plan"}}}, form);
    EXPECT_EQ(numbers(statistics.main), (Numbers{2, 0, 0}));
    EXPECT_EQ(statistics.details[1].in_no_row, Grounds{"s-2"});
    EXPECT_TRUE(statistics.unfitted.empty());
}

TEST(RefusalStatistics, 認められた不服は不認定に数えず_審査中のものは数えて挙げる)
{
    const RefusalStatistics statistics = counted({{"s-1", {"unpaid"}, Appeal::Upheld},
                                                  {"s-2", {"unpaid"}, Appeal::Pending},
                                                  {"s-3", {"unpaid"}, Appeal::Rejected}},
                                                 filled_form());
    EXPECT_EQ(statistics.refused, 2u);
    EXPECT_EQ(statistics.upheld, 1u);
    EXPECT_EQ(statistics.pending, Grounds{"s-2"});
    EXPECT_EQ(numbers(statistics.main), (Numbers{0, 0, 2}));
}

TEST(RefusalStatistics, 同じ案件が二度あれば数えない)
{
    const auto statistics =
        count_refusals(std::vector<RefusedCase>{{"s-1", {"unpaid"}}, {"s-1", {"plan"}}}, filled_form());
    ASSERT_FALSE(statistics.ok());
    EXPECT_EQ(statistics.error().code, "refusals.twice");
}

TEST(RefusalStatistics, 無作為の一万件でも主な理由は不認定の全件に等しく_順によらない)
{
    const Grounds pool = {"unpaid",
                          "not_met:plan",
                          "unanswered:plan",
                          "too_few:measures",
                          "too_few:selectable",
                          "insurer:branch",
                          "insurer",
                          "late-evidence",
                          "exclusive:l-7",
                          "screening",
                          "scope",
                          "not_met:declaration",
                          "other",
                          "resolution",
                          "too_few:foundation"};
    support::Dice dice(11);
    std::vector<RefusedCase> cases;
    std::size_t unpaid = 0;
    std::size_t measures = 0;
    std::size_t upheld = 0;
    for (std::size_t i = 0; i < 10'000; ++i) {
        RefusedCase one{id_of(i), {}, dice.one_in(20) ? Appeal::Upheld : Appeal::None};
        std::set<std::string> has;
        for (std::size_t n = dice.below(5); n > 0; --n) {
            one.grounds.push_back(dice.among(pool));
            has.insert(one.grounds.back());
        }
        const bool counts = one.appeal == Appeal::None;
        const bool required = has.contains("not_met:plan") || has.contains("unanswered:plan") ||
                              has.contains("scope") || has.contains("insurer") || has.contains("insurer:branch") ||
                              has.contains("not_met:declaration");
        upheld += counts ? 0u : 1u;
        unpaid += counts && has.contains("unpaid") ? 1u : 0u;
        measures += counts && !has.contains("unpaid") && !required && has.contains("too_few:measures") ? 1u : 0u;
        cases.push_back(std::move(one));
    }
    const RefusalStatistics statistics = counted(cases, filled_form());
    EXPECT_EQ(statistics.refused, 10'000 - upheld);
    std::size_t sum = statistics.unplaced.size();
    for (const CountedRow& row : statistics.main)
        sum += row.cases;
    EXPECT_EQ(sum, 10'000 - upheld);
    EXPECT_EQ(statistics.main[2].cases, unpaid);
    EXPECT_EQ(statistics.details[0].rows[2].cases, measures);
    EXPECT_EQ(statistics.details[0].cases, statistics.main[1].cases);
    EXPECT_TRUE(check_sums(statistics, 10'000 - upheld).ok());

    for (std::size_t i = cases.size(); i > 1; --i)
        std::swap(cases[i - 1], cases[dice.below(i)]);
    const RefusalStatistics shuffled = counted(cases, filled_form());
    EXPECT_EQ(shuffled.main, statistics.main);
    EXPECT_EQ(shuffled.details, statistics.details);
    EXPECT_EQ(shuffled.unfitted, statistics.unfitted);
    EXPECT_EQ(to_csv(shuffled), to_csv(statistics));
    ASSERT_EQ(shuffled.unplaced.size(), statistics.unplaced.size());
    EXPECT_EQ(shuffled.unplaced.front().id, statistics.unplaced.front().id);
}

const edition::Edition& fair()
{
    static const edition::Edition edition =
        support::edition_of({.questions = {{"q", R"("type":"integer","deciding":true)"}},
                             .items = {{"plan", "q > 1"}, {"walk", "q > 2"}, {"swim", "q > 3"}},
                             .requirements = {{"must", R"("all_of":["plan"])"},
                                              {"screening", R"("at_least":1,"of":["walk","swim"])"},
                                              {"enough", R"("at_least":1,"of":["plan","swim"])"}}});
    return edition;
}

RefusalForm form_with(Grounds grounds)
{
    return {.label = "理由", .main = {{"a", "甲", std::move(grounds)}}, .precedence = {"a"}};
}

TEST(RefusalForm, 要件はその項目の理由に置き換わる)
{
    const auto form = fit_to(fair(), form_with({"requirement:must", "requirement:enough", "unpaid"}));
    ASSERT_TRUE(form.ok());
    EXPECT_EQ(form->main[0].grounds,
              (Grounds{"must", "plan", "enough", "unanswered:plan", "unanswered:swim", "unpaid"}));
}

TEST(RefusalForm, 事務局の理由と同じ名の要件は_判定の理由だけを数える)
{
    const auto form = fit_to(fair(), form_with({"requirement:screening"}));
    ASSERT_TRUE(form.ok());
    EXPECT_EQ(form->main[0].grounds, (Grounds{"too_few:screening", "unanswered:walk", "unanswered:swim"}));
    const RefusalStatistics statistics =
        counted({{"s-1", {"screening"}}, {"s-2", {"too_few:screening"}}, {"s-3", {"not_met:walk"}}}, *form);
    EXPECT_EQ(numbers(statistics.main), Numbers{1});
    EXPECT_EQ(statistics.unplaced.size(), 2u);
}

std::string error_code(const base::Result<RefusalForm>& form)
{
    return form.ok() ? "" : form.error().code;
}

TEST(RefusalForm, 年度版にない理由は誤り)
{
    for (const char* ground : {"nothing", "requirement:nothing", "requirement:plan", "not_met:nothing", "late*", "*"})
        EXPECT_EQ(error_code(fit_to(fair(), form_with({ground}))), "refusals.ground") << ground;
    for (const char* ground : {"plan", "must", "q", "not_met:plan", "too_few:*", "insurer:*", "insurer:branch",
                               "late-evidence", "exclusive:*", "other"})
        EXPECT_EQ(error_code(fit_to(fair(), form_with({ground}))), "") << ground;
    RefusalForm form = form_with({"plan"});
    form.umbrellas = {"nothing"};
    EXPECT_EQ(error_code(fit_to(fair(), form)), "refusals.ground");
}

TEST(RefusalForm, 優先順に漏れや重なりのある表は誤り)
{
    RefusalForm form = form_with({"plan"});
    form.precedence = {};
    EXPECT_EQ(error_code(fit_to(fair(), form)), "refusals.form");
    form.precedence = {"a", "a"};
    EXPECT_EQ(error_code(fit_to(fair(), form)), "refusals.form");
    form.precedence = {"a", "b"};
    EXPECT_EQ(error_code(fit_to(fair(), form)), "refusals.form");
    form.precedence = {"a"};
    form.details = {{"t", "表", {"b"}, {}}};
    EXPECT_EQ(error_code(fit_to(fair(), form)), "refusals.form");
    form.details = {{"t", "表", {"a"}, {{"x", "子", {}}, {"x", "丑", {}}}}};
    EXPECT_EQ(error_code(fit_to(fair(), form)), "refusals.form");
    form.details = {{"t", "表", {}, {}}, {"t", "表", {}, {}}};
    EXPECT_EQ(error_code(fit_to(fair(), form)), "refusals.form");
    form.details = {{"t", "表", {"a"}, {{"x", "子", {}}}}};
    EXPECT_EQ(error_code(fit_to(fair(), form)), "");
}

TEST(RefusedCase, 不認定の決定だけが数えられ_理由は決定のとおり)
{
    casework::Case of;
    of.id = {"s-1"};
    EXPECT_FALSE(refused_case(of, Appeal::None).has_value());
    of.decision = casework::Decided{.result = casework::Result::Refused, .grounds = {"unpaid", "not_met:plan"}};
    of.stage = casework::Stage::Decided;
    EXPECT_EQ(refused_case(of, Appeal::None)->grounds, (Grounds{"unpaid", "not_met:plan"}));
    of.stage = casework::Stage::Withdrawn; // before it was told
    EXPECT_FALSE(refused_case(of, Appeal::None).has_value());
    of.stage = casework::Stage::Decided;
    of.decision->result = casework::Result::Recognised;
    EXPECT_FALSE(refused_case(of, Appeal::None).has_value());
}

}
}
