#include "support/differences.h"

namespace kenkei::edition {

namespace {

using support::question_in;
using support::rule_of;
using support::Small;
using support::told;
using support::told_of_shop;

std::string told_of_question(std::string_view id, void (*change)(Question&))
{
    return told_of_shop([&](Edition& edition) { change(question_in(edition, id)); });
}

constexpr auto options = R"("type":"choice","options":{)";

// The lines about one question of type choice whose options change.
std::string told_of_options(const std::string& before, const std::string& after, const std::string& more = "")
{
    return told(Small{.questions = {{"q", options + before + "}"}}},
                Small{.questions = {{"q", options + after + "}" + more}}});
}

Small in_order(std::initializer_list<const char*> ids)
{
    Small small;
    for (const char* id : ids)
        small.questions.emplace_back(id, R"("type":"boolean")");
    return small;
}

}

TEST(DifferencesOfQuestions, 増えた設問と減った設問は_何をどこで聞くかを示す)
{
    const std::string staff = R"("type":"integer","unit":"人","deciding":true,"no":"問2")";
    EXPECT_EQ(told(Small{.questions = {{"gone", R"("type":"text")"}, {"plan", R"("type":"boolean")"}}},
                   Small{.questions = {{"plan", R"("type":"boolean")"},
                                       {"staff", staff},
                                       {"reason", R"("type":"text","when":"plan = false")"}}}),
              "\n設問\n"
              "  + 追加　問2 staff: 節「すべて」の「plan」の次、整数（人）、評価に用いる（★）\n"
              "  + 追加　reason: 節「すべて」の「問2 staff」の次、文字、聞く条件: plan が いいえ である\n"
              "  - 廃止　gone: 節「すべて」の最初、文字\n");
}

TEST(DifferencesOfQuestions, 選ぶ設問は選択肢を_計算する設問は式を添える)
{
    EXPECT_EQ(told(Small{}, Small{.questions = {{"q", R"("type":"choices","options":{"1":"掲示","2":"面談"})"},
                                                {"total", R"j("type":"integer","derive":"count(q)")j"}}}),
              "\n設問\n"
              "  + 追加　q: 節「すべて」の最初、いくつでも選ぶ（1 掲示／2 面談）\n"
              "  + 追加　total: 節「すべて」の「q」の次、整数、計算の式: q の数\n");
}

TEST(DifferencesOfQuestions, 文言と答え方の違いを一つずつ示す)
{
    EXPECT_EQ(told_of_question("staff",
                               [](Question& q) {
                                   q.no = "問3";
                                   q.label = "働く人の人数";
                                   q.help.clear();
                                   q.type = Type::Decimal;
                                   q.unit = "名";
                                   q.minimum = base::Decimal(1);
                                   q.maximum.reset();
                                   q.deciding = false;
                                   q.changeable = true;
                                   q.carry = Carry::Show;
                                   q.evidence = {"名簿", "雇用契約書"};
                                   q.example = "3";
                               }),
              "\n設問\n"
              "  ~ 変更　問3 働く人の人数　番号: 問2 → 問3\n"
              "  ~ 変更　問3 働く人の人数　文言: 店員の人数 → 働く人の人数\n"
              "  ~ 変更　問3 働く人の人数　説明: 店主は含めません → （なし）\n"
              "  ~ 変更　問3 働く人の人数　型: 整数 → 数\n"
              "  ~ 変更　問3 働く人の人数　単位: 人 → 名\n"
              "  ~ 変更　問3 働く人の人数　下限: 0人 → 1名\n"
              "  ~ 変更　問3 働く人の人数　上限: 1000人 → （なし）\n"
              "  ~ 変更　問3 働く人の人数　評価に用いる（★）: はい → いいえ\n"
              "  ~ 変更　問3 働く人の人数　取り組みで変えられる: いいえ → はい\n"
              "  ~ 変更　問3 働く人の人数　翌年度の扱い: 新しく答えてもらう → 前年度の回答を示して確かめてもらう\n"
              "  ~ 変更　問3 働く人の人数　保存する資料: 名簿 → 名簿、雇用契約書\n"
              "  ~ 変更　問3 働く人の人数　記入例: （なし） → 3\n");
    EXPECT_EQ(told_of_question("town",
                               [](Question& q) {
                                   q.format = Format::Code;
                                   q.list.clear();
                                   q.drop_suffix = {"支部"};
                                   q.use = "名簿に載せる";
                               }),
              "\n設問\n"
              "  ~ 変更　町　書式: 自由な文字 → 番号\n"
              "  ~ 変更　町　一覧: towns → （なし）\n"
              "  ~ 変更　町　省く語尾: 支部、通り → 支部\n"
              "  ~ 変更　町　規則のほかの使いみち: （なし） → 名簿に載せる\n");
}

TEST(DifferencesOfQuestions, 条件と計算と空欄の扱いは文で示す)
{
    EXPECT_EQ(told_of_shop([](Edition& e) {
                  question_in(e, "plan_text").when = rule_of(e, "plan = 3");
                  question_in(e, "means").when = rule_of(e, "branch");
                  question_in(e, "total").derive = rule_of(e, "staff + helpers + 1");
                  question_in(e, "trained").best = rule_of(e, "staff");
                  question_in(e, "kind").fallback = feel::Value::number(2);
                  question_in(e, "branch").fallback.reset();
                  question_in(e, "helpers").fallback.reset();
                  question_in(e, "owner").fallback_rule.reset();
              }),
              "\n設問\n"
              "  ~ 変更　種類　空欄の扱い: 「1 個人」 とみなす → 「2 会社」 とみなす\n"
              "  ~ 変更　代表者　空欄のときの求め方: 種類 が「1 個人」 なら 店名、そうでなければ 未回答 → （なし）\n"
              "  ~ 変更　手伝いの人数　空欄の扱い: 0人 とみなす → 未回答のまま\n"
              "  ~ 変更　人数の計　計算の式: 問2 店員の人数＋手伝いの人数 → 問2 店員の人数＋手伝いの人数＋1\n"
              "  ~ 変更　支店　空欄の扱い: いいえ とみなす → 未回答のまま\n"
              "  ~ 変更　問5の内容 別の形　聞く条件: 問5 計画 が「2 別の形である」 → 問5 計画 が「3 ない」\n"
              "  ~ 変更　問6 手段　聞く条件: いつも聞く → 支店\n"
              "  ~ 変更　問7 研修を受けた人数　取り組みで届く値: 人数の計 → 問2 店員の人数\n");
    EXPECT_EQ(told_of_shop([](Edition& e) {
                  question_in(e, "plan_text").when.reset();
                  question_in(e, "total").derive.reset();
              }),
              "\n設問\n"
              "  ~ 変更　人数の計　計算の式: 問2 店員の人数＋手伝いの人数 → 計算しない（回答してもらう）\n"
              "  ~ 変更　問5の内容 別の形　聞く条件: 問5 計画 が「2 別の形である」 → いつも聞く\n");
}

TEST(DifferencesOfQuestions, 間に入った選択肢は_後ろの選択肢の文言の変更に見えない)
{
    EXPECT_EQ(told_of_options(R"("1":"ある","2":"ない","3":"ほか")", R"("1":"ある","2":"少し","3":"ない","4":"ほか")"),
              "\n設問\n"
              "  + 追加　q　選択肢: 2 少し\n"
              "  ~ 変更　q　選択肢の番号: 2 ない、3 ほか → 3 ない、4 ほか\n");
}

TEST(DifferencesOfQuestions, 選択肢の追加と削除と文言と並び)
{
    EXPECT_EQ(told_of_options(R"("1":"ある","2":"ない")", R"("1":"ある","2":"まったくない","3":"ほか")"),
              "\n設問\n"
              "  + 追加　q　選択肢: 3 ほか\n"
              "  ~ 変更　q　選択肢 2: ない → まったくない\n");
    EXPECT_EQ(told_of_options(R"("1":"ある","2":"ない")", R"("1":"ある")"), "\n設問\n  - 削除　q　選択肢: 2 ない\n");
    EXPECT_EQ(told_of_options(R"("1":"ある","2":"ない")", R"("2":"ない","1":"ある")"),
              "\n設問\n  ~ 変更　q　選択肢の並び: 1 ある、2 ない → 2 ない、1 ある\n");
}

TEST(DifferencesOfQuestions, ほかと選べない選択肢は_番号が動いただけなら言わない)
{
    const auto several = [](const std::string& members) {
        return Small{.questions = {{"q", R"("type":"choices","options":)" + members}}};
    };
    const Small before = several(R"({"1":"掲示","2":"なし"},"exclusive":2)");
    EXPECT_EQ(told(before, several(R"({"1":"掲示","2":"なし"})")),
              "\n設問\n  ~ 変更　q　ほかと一緒に選べない選択肢: 2 なし → （なし）\n");
    EXPECT_EQ(told(before, several(R"({"1":"掲示","9":"なし"},"exclusive":9)")),
              "\n設問\n  ~ 変更　q　選択肢の番号: 2 なし → 9 なし\n");
    EXPECT_EQ(told(before, several(R"({"1":"掲示","2":"なし"},"exclusive":1)")),
              "\n設問\n  ~ 変更　q　ほかと一緒に選べない選択肢: 2 なし → 1 掲示\n");
}

TEST(DifferencesOfQuestions, 動いた設問だけを_どの設問の次かで示す)
{
    EXPECT_EQ(told(in_order({"a", "b", "c", "d"}), in_order({"a", "c", "d", "b"})),
              "\n設問\n  ~ 移動　b　位置: 「a」の次 → 「d」の次\n");
    EXPECT_EQ(told(in_order({"a", "b", "c"}), in_order({"c", "a", "b"})),
              "\n設問\n  ~ 移動　c　位置: 「b」の次 → 最初\n");
}

TEST(DifferencesOfQuestions, 間に設問が入っても_ほかは動いたことにならない)
{
    EXPECT_EQ(told(in_order({"a", "b", "c"}), in_order({"n", "a", "c"})),
              "\n設問\n"
              "  + 追加　n: 節「すべて」の最初、はい・いいえ\n"
              "  - 廃止　b: 節「すべて」の「a」の次、はい・いいえ\n");
}

TEST(DifferencesOfQuestions, 節が変われば_前の節と後の節を示す)
{
    EXPECT_EQ(told_of_shop([](Edition& e) { question_in(e, "branch").section = "work"; }),
              "\n設問\n  ~ 移動　支店　節: 店 → 取り組み\n");
}

TEST(DifferencesOfQuestions, 節の見出しと増減と並び)
{
    EXPECT_EQ(told_of_shop([](Edition& e) {
                  e.sections[0].label = "お店";
                  std::swap(e.sections[0], e.sections[1]);
                  e.sections.push_back({"extra", "その他", {}});
              }),
              "\n設問\n"
              "  + 追加　節「その他」: 設問 0問\n"
              "  ~ 変更　節「お店」　見出し: 店 → お店\n"
              "  ~ 移動　節「お店」　位置: 最初 → 「取り組み」の次\n");
    Edition without = support::edition_of(Small{});
    Edition with = without;
    without.sections.clear();
    EXPECT_EQ(told(with, without), "\n設問\n  - 廃止　節「すべて」: 設問 0問\n");
}

TEST(DifferencesOfQuestions, idだけが変わった設問は_追加と廃止にならず_規則も変わったことにならない)
{
    const auto small = [](const std::string& id) {
        return Small{.questions = {{id, R"("type":"boolean")"}}, .items = {{"i", id + " = true"}}};
    };
    Edition before = support::edition_of(small("old"));
    Edition after = support::edition_of(small("new"));
    before.questions[0].label = after.questions[0].label = "同意";
    EXPECT_EQ(told(before, after), "\n設問\n  ~ 変更　同意　id: old → new\n");
    EXPECT_EQ(differences(before, after).front().id, "new");
    after.questions[0].type = Type::Text; // of another type: another question
    EXPECT_EQ(told(before, after).substr(0, 60),
              std::string("\n設問\n  + 追加　同意: 節「すべて」の最初、文字\n").substr(0, 60));
}

TEST(DifferencesOfQuestions, 節のidだけが変わっても_設問は動いたことにならない)
{
    EXPECT_EQ(told_of_shop([](Edition& e) {
                  e.sections[1].id = "measures";
                  for (Question& question : e.questions) {
                      if (question.section == "work")
                          question.section = "measures";
                  }
              }),
              "\n設問\n  ~ 変更　節「取り組み」　id: work → measures\n");
}

TEST(DifferencesOfQuestions, 同じ名の設問がいくつもあれば_idの変更とは決めつけない)
{
    Edition before = support::edition_of(in_order({"a", "b"}));
    Edition after = support::edition_of(in_order({"c", "d"}));
    for (Edition* edition : {&before, &after}) {
        for (Question& question : edition->questions)
            question.label = "内容";
    }
    EXPECT_EQ(told(before, after), "\n設問\n"
                                   "  + 追加　内容: 節「すべて」の最初、はい・いいえ\n"
                                   "  + 追加　内容: 節「すべて」の「内容」の次、はい・いいえ\n"
                                   "  - 廃止　内容: 節「すべて」の最初、はい・いいえ\n"
                                   "  - 廃止　内容: 節「すべて」の「内容」の次、はい・いいえ\n");
}
}
