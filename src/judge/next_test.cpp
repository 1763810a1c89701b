#include "judge/next.h"

#include "judge/evaluate_items.h"
#include "support/judged.h"

#include <algorithm>

namespace kenkei::judge {

using edition::Edition;
using edition::Question;
using edition::Type;
using feel::Value;
using support::edition_of;
using support::judged;
using support::shop;
using support::Small;

namespace {

const std::string yes_no = R"("type":"boolean","changeable":true)";
const std::string fixed_yes_no = R"("type":"boolean")";
const std::string three = R"("type":"choice","options":{"1":"一","2":"二","3":"三"},"changeable":true)";
const std::string measures =
    R"("type":"choices","options":{"1":"一","2":"二","9":"なし"},"exclusive":9,"changeable":true)";

// Everything a firm could answer: each option, each set of options, the example, the best figure.
std::vector<Value> possible_values(const Question& question, const std::vector<Value>& slots)
{
    std::vector<Value> values;
    switch (question.type) {
    case Type::Boolean:
        return {Value::boolean(true), Value::boolean(false)};
    case Type::Choice:
        for (const edition::Option& option : question.options)
            values.push_back(Value::number(option.number));
        return values;
    case Type::Choices:
        for (unsigned set = 1; set < 1U << question.options.size(); ++set) {
            feel::List chosen;
            bool exclusive = false;
            for (std::size_t i = 0; i < question.options.size(); ++i) {
                if ((set >> i & 1U) == 0)
                    continue;
                chosen.push_back(Value::number(question.options[i].number));
                exclusive = exclusive || question.options[i].number == question.exclusive;
            }
            if (!exclusive || chosen.size() == 1)
                values.push_back(Value::list(std::move(chosen)));
        }
        return values;
    case Type::Text:
        return {Value::string(question.example.empty() ? "記入" : question.example)};
    default:
        return question.best ? std::vector{feel::evaluate(*question.best->tree, {.slots = slots})}
                             : std::vector<Value>{};
    }
}

// Is there an answer to just these questions that meets the item?
bool can_meet(const Edition& edition, const edition::Item& item, std::vector<Value> slots, answers::AsRead as_read,
              const std::vector<std::size_t>& questions, std::size_t first = 0)
{
    if (first == questions.size()) {
        answers::recompute(edition, edition.steps, slots, as_read);
        return outcome_of_item(item, slots) == Outcome::Met;
    }
    const std::size_t question = questions[first];
    for (const Value& value : possible_values(edition.questions[question], slots)) {
        as_read[question] = value;
        if (can_meet(edition, item, slots, as_read, questions, first + 1))
            return true;
    }
    return false;
}

// The smallest number of changeable questions that can meet the item; nothing if none can.
std::optional<std::size_t> fewest(const Edition& edition, const Judgement& judgement, const edition::Item& item)
{
    std::vector<std::size_t> changeable;
    for (std::size_t i = 0; i < edition.questions.size(); ++i) {
        if (edition.questions[i].changeable)
            changeable.push_back(i);
    }
    std::optional<std::size_t> best;
    for (unsigned set = 0; set < 1U << changeable.size(); ++set) {
        std::vector<std::size_t> questions;
        for (std::size_t i = 0; i < changeable.size(); ++i) {
            if ((set >> i & 1U) != 0)
                questions.push_back(changeable[i]);
        }
        if (best && questions.size() >= *best)
            continue;
        if (can_meet(edition, item, judgement.answers.slots, judgement.answers.as_read, questions))
            best = questions.size();
    }
    return best;
}

// Checks `next` of one judgement against every set of changeable questions.
void expect_fewest(const Edition& edition, const std::string& answers)
{
    SCOPED_TRACE(answers);
    const Judgement judgement = judged(edition, answers);
    std::size_t step_index = 0;
    for (std::size_t i = 0; i < edition.requirements.size(); ++i) {
        if (judgement.requirements[i].outcome == Outcome::Met)
            continue;
        ASSERT_LT(step_index, judgement.next.size());
        const NextStep& step = judgement.next[step_index++];
        EXPECT_EQ(step.requirement, i);
        EXPECT_EQ(step.missing, edition.requirements[i].need - judgement.requirements[i].tally.met);
        std::vector<std::pair<std::size_t, std::size_t>> expected; // number of questions, item
        for (std::size_t item : edition.requirements[i].items) {
            if (judgement.items[item] == Outcome::Met)
                continue;
            if (auto count = fewest(edition, judgement, edition.items[item]))
                expected.emplace_back(*count, item);
        }
        std::stable_sort(expected.begin(), expected.end(),
                         [](const auto& a, const auto& b) { return a.first < b.first; });
        if (expected.size() > 3)
            expected.resize(3);
        std::vector<std::pair<std::size_t, std::size_t>> got;
        for (const NearestItem& nearest : step.nearest) {
            got.emplace_back(nearest.questions.size(), nearest.item);
            EXPECT_TRUE(std::is_sorted(nearest.questions.begin(), nearest.questions.end()));
            for (std::size_t question : nearest.questions)
                EXPECT_TRUE(edition.questions[question].changeable) << edition.questions[question].id;
            EXPECT_TRUE(can_meet(edition, edition.items[nearest.item], judgement.answers.slots,
                                 judgement.answers.as_read, nearest.questions))
                << edition.items[nearest.item].id;
        }
        EXPECT_EQ(got, expected) << edition.requirements[i].id;
    }
    EXPECT_EQ(step_index, judgement.next.size()) << "only requirements that are not met";
}

using Options = std::vector<std::pair<std::string, std::vector<std::string>>>; // id → answers as JSON; "" = blank

void expect_fewest_everywhere(const Small& small, const Options& options)
{
    const Edition edition = edition_of(small);
    std::vector<std::string> all{""};
    for (const auto& [id, values] : options) {
        std::vector<std::string> more;
        for (const std::string& some : all) {
            for (const std::string& value : values) {
                more.push_back(some);
                if (!value.empty())
                    more.back().append(some.empty() ? "\"" : ",\"").append(id).append("\":").append(value);
            }
        }
        all = std::move(more);
    }
    for (const std::string& answers : all)
        expect_fewest(edition, "{" + answers + "}");
}

const std::vector<std::string> yes_no_blank{"", "true", "false"};
const std::vector<std::string> three_or_blank{"", "1", "2", "3"};

std::vector<std::string> questions_of(const Edition& edition, const NearestItem& nearest)
{
    std::vector<std::string> ids;
    for (std::size_t question : nearest.questions)
        ids.push_back(edition.questions[question].id);
    return ids;
}

}

TEST(Next, かつとまたはの式では最も少ない設問を挙げる)
{
    Small small{.questions = {{"a", yes_no}, {"b", yes_no}, {"c", yes_no}, {"d", yes_no}},
                .items = {{"and", "a and b"},
                          {"or", "a and b or c"},
                          {"nested", "a and (b or c) and d"},
                          {"three", "a and b and c or d and c"},
                          {"not", "not(a) and b"}}};
    small.requirements = {{"one", R"("at_least":1,"of":["and","or","nested"])"},
                          {"all", R"("all_of":["and","three"])"},
                          {"turn", R"("all_of":["not","and"])"}};
    expect_fewest_everywhere(small,
                             {{"a", yes_no_blank}, {"b", yes_no_blank}, {"c", yes_no_blank}, {"d", yes_no_blank}});
}

TEST(Next, 変えられない設問は挙げない)
{
    const Small small{
        .questions = {{"a", yes_no}, {"b", fixed_yes_no}, {"c", yes_no}},
        .items = {{"both", "a and b"}, {"either", "b or c"}, {"alone", "b"}, {"mixed", "a and (b or c)"}}};
    expect_fewest_everywhere(small, {{"a", yes_no_blank}, {"b", yes_no_blank}, {"c", yes_no_blank}});
}

TEST(Next, 選択肢の設問は当てはまる選択肢で数える)
{
    const Small small{.questions = {{"p", three}, {"q", three}, {"m", measures}},
                      .items = {{"one", "p = 1"},
                                {"two", "p in [1..2] and q = 3"},
                                {"same", "p = 1 and q = 2 or q = 3"},
                                {"some", "some x in m satisfies x in [1..2]"},
                                {"both", "p = 2 and (some x in m satisfies x = 2)"}}};
    expect_fewest_everywhere(small,
                             {{"p", three_or_blank}, {"q", three_or_blank}, {"m", {"", "[1]", "[1, 2]", "[9]"}}});
}

TEST(Next, 問われていない設問は_問われるようにする設問と一緒に挙げる)
{
    const std::string detail = R"("type":"boolean","changeable":true,"when":"p = 2")";
    const Small small{
        .questions = {{"p", three},
                      {"detail", detail},
                      {"deep", R"("type":"text","changeable":true,"when":"detail","example":"例")"}},
        .items = {{"both", "p = 1 or p = 2 and detail"}, {"detail", "detail"}, {"deep", "string length(deep) > 0"}}};
    expect_fewest_everywhere(small, {{"p", three_or_blank}, {"detail", yes_no_blank}, {"deep", {"", "\"書いた\""}}});
}

TEST(Next, 未回答なら判定しない式では_未回答を埋める設問も数える)
{
    const Small small{.questions = {{"a", yes_no}, {"b", yes_no}, {"c", yes_no}},
                      .items = {{"guarded", "if a = null or b = null then null else a or b"},
                                {"strict", "if a = null then null else a and b"},
                                {"late", "if a = null or c = false then null else b"}}};
    expect_fewest_everywhere(small, {{"a", yes_no_blank}, {"b", yes_no_blank}, {"c", yes_no_blank}});
}

TEST(Next, もしの式では_選ばれていない枝に移る設問も数える)
{
    const Small small{.questions = {{"a", yes_no}, {"b", yes_no}, {"c", yes_no}, {"fixed", fixed_yes_no}},
                      .items = {{"other", "if a then b else fixed"},
                                {"either", "if a then b else c"},
                                {"nested", "if a then (if b then fixed else c) else fixed"},
                                {"open", "if a then b and c else true"}}};
    expect_fewest_everywhere(small,
                             {{"a", yes_no_blank}, {"b", yes_no_blank}, {"c", yes_no_blank}, {"fixed", yes_no_blank}});
}

TEST(Next, 問われなくなることで当てはまる式では_問う元の設問を数える)
{
    const Small small{.questions = {{"p", three},
                                    {"detail", R"("type":"boolean","changeable":true,"when":"p = 2")"},
                                    {"total", R"("type":"integer","when":"p = 3","derive":"4")"}},
                      .items = {{"silent", "detail = null"}, {"agrees", "detail != false"}, {"total", "total > 3"}}};
    expect_fewest_everywhere(small, {{"p", three_or_blank}, {"detail", yes_no_blank}});
}

TEST(Next, 数の設問は届きうる値で数える)
{
    const std::string best = R"("type":"integer","changeable":true,"best":"all")";
    const Small small{.questions = {{"all", R"("type":"integer")"}, {"done", best}, {"more", best}},
                      .values = {{"rate", "if all = null or all <= 0 then null else 100 * done / all"}},
                      .items = {{"rate", "rate >= 95"},
                                {"both", "done >= all and more >= all"},
                                {"either", "done >= all or more > 5"}}};
    expect_fewest_everywhere(small, {{"all", {"", "0", "20"}}, {"done", {"", "18", "20"}}, {"more", {"", "3"}}});
}

TEST(Next, 二つの設問を合わせて比べる式でも最も少ない設問を挙げる)
{
    const Small small{.questions = {{"p", three}, {"q", three}},
                      .items = {{"sum", "p + q = 6"}, {"differ", "p != q and p + q > 3"}, {"equal", "p = q"}}};
    expect_fewest_everywhere(small, {{"p", three_or_blank}, {"q", three_or_blank}});
}

TEST(Next, 二つの設問から計算する値でも最も少ない設問を挙げる)
{
    const Small small{
        .questions = {{"p", three}, {"q", three}, {"r", yes_no}},
        .values = {{"score", "p + q"}},
        .items = {{"score", "score >= 5"}, {"table", "grade = \"high\""}},
        .tables = {{"grade", support::table_of("U", "p | q | grade\n3 | [2..3] | high\n[1..2] | 3 | high\n"
                                                    "3 | 1 | low\n[1..2] | [1..2] | low\n")}}};
    expect_fewest_everywhere(small, {{"p", three_or_blank}, {"q", three_or_blank}});
}

TEST(Next, 近い項目を三つまで_同じ数なら印刷の順)
{
    Small small;
    std::string of;
    for (const auto* id : {"e", "d", "c", "b", "a"}) {
        small.questions.emplace_back(id, yes_no);
        of.append(of.empty() ? "\"" : ",\"").append(id).append("\"");
    }
    small.items = {{"e", "e and d"}, {"d", "d"}, {"c", "c"}, {"b", "b"}, {"a", "a"}};
    small.requirements = {{"r", "\"at_least\":3,\"of\":[" + of + "]"}};
    const Edition edition = edition_of(small);
    const Judgement judgement = judged(edition, R"({"a":false})");
    ASSERT_EQ(judgement.next.size(), 1U);
    EXPECT_EQ(judgement.next[0].missing, 3U);
    std::vector<std::string> items;
    for (const NearestItem& nearest : judgement.next[0].nearest)
        items.push_back(edition.items[nearest.item].id);
    EXPECT_EQ(items, (std::vector<std::string>{"d", "c", "b"}));
    expect_fewest(edition, R"({"b":true})");
}

TEST(Next, 見本の店では計画を別の形で書くより_ある計画を勧める)
{
    const Judgement judgement = judged(
        shop(), R"({"code":"123","staff":30,"opened_on":"2020-04-01","agreed":true,"plan":3,"means":[9],"trained":0})");
    ASSERT_EQ(judgement.next.size(), 1U);
    const NextStep& step = judgement.next[0];
    EXPECT_EQ(shop().requirements[step.requirement].id, "selectable");
    EXPECT_EQ(step.missing, 2U);
    ASSERT_EQ(step.nearest.size(), 3U);
    EXPECT_EQ(questions_of(shop(), step.nearest[0]), (std::vector<std::string>{"plan"}));
    EXPECT_EQ(questions_of(shop(), step.nearest[1]), (std::vector<std::string>{"means"}));
    EXPECT_EQ(questions_of(shop(), step.nearest[2]), (std::vector<std::string>{"trained"}));
}

TEST(Next, 変えられるものがなければ近い項目はない)
{
    const Judgement judgement =
        judged(shop(), R"({"code":"12","staff":18,"opened_on":"2020-04-01","agreed":true,"plan":1})");
    ASSERT_EQ(judgement.next.size(), 1U);
    EXPECT_EQ(judgement.next[0].missing, 1U);
    EXPECT_TRUE(judgement.next[0].nearest.empty());
}

TEST(Next, 要件がすべて適合なら次の一手はない)
{
    EXPECT_TRUE(
        judged(shop(), R"({"code":"123","staff":18,"opened_on":"2020-04-01","agreed":true,"plan":1})").next.empty());
    EXPECT_TRUE(judged(shop(), "{}", Next::Skip).next.empty());
}

TEST(Next, 探しても回答は変わらない)
{
    const std::string answers = R"({"staff":30,"plan":3,"means":[9],"trained":0})";
    EXPECT_EQ(judged(shop(), answers).answers.slots, judged(shop(), answers, Next::Skip).answers.slots);
}

}
