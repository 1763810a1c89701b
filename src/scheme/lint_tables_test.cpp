#include "scheme/table_testing.h"

#include <random>

namespace kenkei::scheme {

using namespace table_testing;

TEST(LintTables, すきまも重なりもない表には何も言わない)
{
    EXPECT_EQ(told({.questions = {{"kind", one_to_three}, {"total", "integer, minimum: 1, maximum: 300"}},
                    .table = "kind   | total     | size\n"
                             "1      | [1..50]   | small\n"
                             "1      | > 50      | large\n"
                             "[2..3] | [1..100]  | small\n"
                             "2, 3   | (100..300] | large\n"}),
              Told{});
}

TEST(LintTables, 重なる範囲は端の値で例を示す)
{
    const Pairs total{{"total", "integer, minimum: 1, maximum: 100"}};
    EXPECT_EQ(told({.questions = total, .table = "total | size\n[1..50] | small\n[50..100] | large\n"}),
              Told{"table.overlap: 表「大きさ」では、total = 50 のとき、1行目「[1..50] | small」と"
                   "2行目「[50..100] | large」の両方に当てはまります（policy U）。"});
    EXPECT_EQ(told({.questions = total, .table = "total | size\n[1..50] | small\n(50..100] | large\n"}), Told{});
    EXPECT_EQ(told({.questions = total, .table = "total | size\n[1..50) | small\n[50..100] | large\n"}), Told{});
    EXPECT_EQ(told({.questions = total, .table = "total | size\n<= 50 | small\n> 50 | large\n"}), Told{});
    EXPECT_EQ(told({.questions = total, .table = "total | size\n< 50 | small\n> 50 | large\n"}),
              Told{"table.gap: 表「大きさ」には、total = 50 に当てはまる行がありません。"});
}

TEST(LintTables, 整数の設問では50と51の間にすきまはない_小数の設問ではある)
{
    const std::string rows = "total | size\n[1..50] | small\n[51..100] | large\n";
    EXPECT_EQ(told({.questions = {{"total", "integer, minimum: 1, maximum: 100"}}, .table = rows}), Told{});
    EXPECT_EQ(told({.questions = {{"total", "decimal, minimum: 1, maximum: 100"}}, .table = rows}),
              Told{"table.gap: 表「大きさ」には、total = 50.5 に当てはまる行がありません。"});
}

TEST(LintTables, 端の外のすきまは設問の範囲が許すときだけ)
{
    const std::string rows = "total | size\n[1..100] | small\n> 100 | large\n";
    const auto errors = errors_of({.questions = {{"total", "integer"}}, .table = rows});
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_EQ(errors[0].message, "表「大きさ」には、total = 0 に当てはまる行がありません。");
    EXPECT_EQ(errors[0].way_out,
              "当てはまる行を足してください。起こらない値なら、設問 total に minimum を書いてください。"
              "結果がなくてよければ、表に otherwise: null と書いてください。");
    EXPECT_EQ(told({.questions = {{"total", "integer, minimum: 0"}}, .table = rows}),
              Told{"table.gap: 表「大きさ」には、total = 0 に当てはまる行がありません。"});
    EXPECT_EQ(told({.questions = {{"total", "integer, minimum: 1"}}, .table = rows}), Told{});

    const auto above =
        errors_of({.questions = {{"total", "integer, minimum: 1"}}, .table = "total | size\n<= 9 | x\n"});
    ASSERT_EQ(above.size(), 1U);
    EXPECT_EQ(above[0].message, "表「大きさ」には、total = 10 に当てはまる行がありません。");
    EXPECT_EQ(above[0].way_out,
              "当てはまる行を足してください。起こらない値なら、設問 total に maximum を書いてください。"
              "結果がなくてよければ、表に otherwise: null と書いてください。");
}

TEST(LintTables, 選択肢と否定と並び)
{
    const Pairs kind{{"kind", one_to_three}};
    EXPECT_EQ(told({.questions = kind, .table = "kind | size\n1, 2 | small\nnot(1, 2) | large\n"}), Told{});
    EXPECT_EQ(told({.questions = kind, .table = "kind | size\nnot(1) | small\n2 | large\n"}),
              (Told{"table.overlap: 表「大きさ」では、kind = 2 のとき、1行目「not(1) | small」と2行目「2 | large」の"
                    "両方に当てはまります（policy U）。",
                    "table.gap: 表「大きさ」には、kind = 1 に当てはまる行がありません。"}));
}

TEST(LintTables, 文字列の設問では_書かれていない文字列もありうる)
{
    const Pairs town{{"town", "text"}};
    EXPECT_EQ(told({.questions = town, .table = "town | size\n\"港町\" | small\n\"山町\" | large\n"}),
              Told{"table.gap: 表「大きさ」には、town = \"見本\" に当てはまる行がありません。"});
    EXPECT_EQ(told({.questions = town, .table = "town | size\n\"港町\", \"見本\" | small\nnot(\"港町\") | large\n"}),
              Told{"table.overlap: 表「大きさ」では、town = \"見本\" のとき、1行目「\"港町\", \"見本\" | small」と"
                   "2行目「not(\"港町\") | large」の両方に当てはまります（policy U）。"});
    EXPECT_EQ(told({.questions = town, .table = "town | size\n\"港町\" | small\nnot(\"港町\") | large\n"}), Told{});
}

TEST(LintTables, 真偽の設問)
{
    const Pairs branch{{"branch", "boolean"}};
    EXPECT_EQ(told({.questions = branch, .table = "branch | size\ntrue | small\nfalse | large\n"}), Told{});
    EXPECT_EQ(told({.questions = branch, .table = "branch | size\ntrue | small\n"}),
              Told{"table.gap: 表「大きさ」には、branch = false に当てはまる行がありません。"});
}

TEST(LintTables, 日付は前後の一日まで見る)
{
    auto rows = [](const std::string& first) {
        return "day | size\n" + first + " date(\"2030-04-15\") | early\n> date(\"2030-04-15\") | late\n";
    };
    EXPECT_EQ(told({.questions = {{"day", "date"}}, .table = rows("<=")}), Told{});
    EXPECT_EQ(told({.questions = {{"day", "date"}}, .table = rows("<")}),
              Told{"table.gap: 表「大きさ」には、day = 2030-04-15 に当てはまる行がありません。"});
    EXPECT_EQ(told({.questions = {{"day", "month"}}, .table = rows("<")}), Told{}) << "月は一日だけ";
    EXPECT_EQ(told({.questions = {{"day", "date"}},
                    .table = "day | size\n< period_from | early\n[period_from..period_to] | in time\n"}),
              Told{"table.gap: 表「大きさ」には、day = 2030-07-01 に当てはまる行がありません。"});
}

TEST(LintTables, すきまは少ない列で言い_多ければ三つまで)
{
    const Pairs questions{{"a", one_to_three}, {"b", one_to_three}, {"c", one_to_three}};
    EXPECT_EQ(told({.questions = questions,
                    .table = "a | b | c | size\n1 | - | - | x\n2 | 1 | - | y\n2 | [2..3] | [1..2] | z\n"}),
              (Told{"table.gap: 表「大きさ」には、a = 3 に当てはまる行がありません。",
                    "table.gap: 表「大きさ」には、a = 2、b = 2、c = 3 に当てはまる行がありません。"}));
    EXPECT_EQ(told({.questions = questions, .table = "a | b | size\n1 | 1 | x\n2 | 2 | y\n3 | 3 | z\n"}),
              (Told{"table.gap: 表「大きさ」には、a = 1、b = 2 に当てはまる行がありません。",
                    "table.gap: 表「大きさ」には、a = 2、b = 1 に当てはまる行がありません。",
                    "table.gap: 表「大きさ」には、a = 3、b = 1 に当てはまる行がありません。"}));
    EXPECT_EQ(told({.questions = {{"a", "choice, options: { 1: 一, 2: 二, 3: 三, 4: 四 }"},
                                  {"b", "choice, options: { 1: 一, 2: 二, 3: 三, 4: 四 }"}},
                    .table = "a | b | size\n1 | 1 | x\n2 | 2 | y\n3 | 3 | z\n4 | 4 | w\n"})
                  .back(),
              "table.gap: 表「大きさ」には、a = 3、b = 1 に当てはまる行がありません（ほかにもあります）。");
}

TEST(LintTables, すきまを見るのはUとPだけで_otherwiseがあれば見ない)
{
    const Pairs kind{{"kind", one_to_three}};
    const std::string rows = "kind | size\n1 | x\n2 | y\n";
    const Told gap{"table.gap: 表「大きさ」には、kind = 3 に当てはまる行がありません。"};
    const std::string values = "{ type: text, values: [x, \"y\"] }";
    EXPECT_EQ(told({.questions = kind, .table = rows, .policy = "U"}), gap);
    EXPECT_EQ(told({.questions = kind, .table = rows, .policy = "P", .output = values}), gap);
    EXPECT_EQ(told({.questions = kind, .table = rows, .policy = "A"}), Told{});
    EXPECT_EQ(told({.questions = kind, .table = rows, .policy = "F"}), Told{});
    EXPECT_EQ(told({.questions = kind, .table = rows, .further = "otherwise: null\n"}), Told{});
}

TEST(LintTables, Aの表は結果の違う重なりだけを言う)
{
    const Pairs questions{{"a", one_to_three}, {"b", "boolean"}};
    EXPECT_EQ(told({.questions = questions, .table = "a | b | size\n[1..2] | - | x\n- | true | x\n", .policy = "A"}),
              Told{});
    EXPECT_EQ(told({.questions = questions, .table = "a | b | size\n[1..2] | - | x\n- | true | y\n", .policy = "A"}),
              Told{"table.overlap: 表「大きさ」では、a = 1、b = true のとき、1行目「[1..2] | - | x」と"
                   "2行目「- | true | y」の両方に当てはまり、結果が違います（policy A）。"});
    EXPECT_EQ(told({.questions = questions, .table = "a | b | size\n- | - | x\n- | - | y\n", .policy = "A"}),
              Told{"table.overlap: 表「大きさ」では、どの入力でも、1行目「- | - | x」と2行目「- | - | y」の両方に"
                   "当てはまり、結果が違います（policy A）。"});
}

TEST(LintTables, 同じ行)
{
    const Pairs questions{{"a", one_to_three}};
    const std::string rows = "a | size\n[1..2] | x\n3 | y\n[1..2]  |  x\n";
    for (const std::string policy : {"U", "A", "F"}) {
        const auto errors = errors_of({.questions = questions, .table = rows, .policy = policy});
        ASSERT_EQ(errors.size(), 1U) << policy;
        EXPECT_EQ(errors[0].code, "table.duplicate");
        EXPECT_EQ(errors[0].message, "表「大きさ」の3行目「[1..2] | x」は、1行目と同じです。");
        EXPECT_EQ(errors[0].way_out, "どちらかを消してください。条件の書き間違いなら、直してください。");
    }
    EXPECT_EQ(told({.questions = questions, .table = "a | size\n- | x\n- | y\n"}),
              Told{"table.overlap: 表「大きさ」では、どの入力でも、1行目「- | x」と2行目「- | y」の両方に"
                   "当てはまります（policy U）。"});
}

TEST(LintTables, 当てはまる入力のない行)
{
    EXPECT_EQ(told({.questions = {{"a", one_to_three}}, .table = "a | size\n- | x\n4 | y\n", .policy = "F"}),
              Told{"table.unreachable: 表「大きさ」の2行目「4 | y」に当てはまる入力はありません。列「a」の「4」は、"
                   "この列がとる値（1、2、3）のどれにも合いません。"});
    const std::string rows = "a | size\n<= 5 | x\n(5..6) | y\n>= 6 | z\n";
    const auto errors = errors_of({.questions = {{"a", "integer"}}, .table = rows});
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_EQ(errors[0].code, "table.unreachable");
    EXPECT_EQ(errors[0].message, "表「大きさ」の2行目「(5..6) | y」に当てはまる入力はありません。列「a」の「(5..6)」に"
                                 "合う値がないためです。");
    EXPECT_EQ(errors[0].way_out, "そのセルを直すか、この行を消してください。");
    EXPECT_EQ(told({.questions = {{"a", "decimal"}}, .table = rows}), Told{});
    EXPECT_EQ(told({.questions = {{"a", "integer, minimum: 1"}}, .table = "a | size\n0 | x\n>= 1 | y\n"}), Told{})
        << "範囲の外の答えには指摘が付くだけで、表は引かれる";
}

TEST(LintTables, セルそのものの指摘がある行は_重ねて言わない)
{
    const edition::Parts parts =
        parts_of({.questions = {{"a", one_to_three}}, .table = "a | size\n- | x\n4 | z\n", .policy = "F"});
    std::vector<base::Error> errors{
        {.code = "rule.impossible", .message = "", .file = "tables/size.yaml", .at = {8, 3}}};
    lint_tables(parts, edition_of(parts), errors);
    EXPECT_EQ(errors.size(), 1U);
    errors.front().at.line = 7;
    lint_tables(parts, edition_of(parts), errors);
    EXPECT_EQ(errors.size(), 2U);
}

TEST(LintTables, 上の行が先に決める行)
{
    const Pairs questions{{"a", one_to_three}, {"n", "integer"}};
    const auto errors = errors_of(
        {.questions = questions, .table = "a | n | size\n1 | - | x\n- | > 5 | y\n1 | > 9 | z\n", .policy = "F"});
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_EQ(errors[0].code, "table.unreachable");
    EXPECT_EQ(errors[0].message, "表「大きさ」の3行目「1 | > 9 | z」は使われません。当てはまる入力はすべて、上の"
                                 "1行目「1 | - | x」が先に決めます。");
    EXPECT_EQ(errors[0].way_out, "この行をその上に移すか、条件を直すか、消してください。");
    EXPECT_EQ(
        told({.questions = questions,
              .table = "a | n | size\n1 | - | x\n3 | - | x\n2 | <= 5 | y\n2 | >= 6 | z\n2 | - | w\n- | - | v\n",
              .policy = "F"}),
        (Told{
            "table.unreachable: 表「大きさ」の5行目「2 | - | w」は使われません。当てはまる入力はすべて、上の3、4行目が"
            "先に決めます。",
            "table.unreachable: 表「大きさ」の6行目「- | - | v」は使われません。当てはまる入力はすべて、上の"
            "1、2、3、4行目が先に決めます。"}));
    EXPECT_EQ(
        told({.questions = questions, .table = "a | n | size\n1 | - | x\n- | < 5 | y\n- | - | z\n", .policy = "F"}),
        Told{});
}

TEST(LintTables, 優先順位の高い結果に隠れる行)
{
    const Pairs questions{{"a", one_to_three}};
    const std::string rows = "a | size\n1 | y\n- | x\n";
    EXPECT_EQ(
        told({.questions = questions, .table = rows, .policy = "P", .output = "{ type: text, values: [x, \"y\"] }"}),
        Told{"table.unreachable: 表「大きさ」の1行目「1 | y」は使われません。当てはまる入力はすべて、優先順位で"
             "劣らない2行目「- | x」が先に決めます。"});
    EXPECT_EQ(
        told({.questions = questions, .table = rows, .policy = "P", .output = "{ type: text, values: [\"y\", x] }"}),
        Told{});
}

TEST(LintTables, Aの表の余分な行)
{
    const Pairs questions{{"a", one_to_three}, {"b", "boolean"}};
    EXPECT_EQ(
        told({.questions = questions, .table = "a | b | size\n1 | true | x\n1 | - | x\n", .policy = "A"}),
        Told{"table.unreachable: 表「大きさ」の1行目「1 | true | x」は余分です。当てはまる入力はすべて、結果が同じ"
             "2行目「1 | - | x」にも当てはまります。"});
    EXPECT_EQ(
        told(
            {.questions = questions, .table = "a | b | size\n- | true | x\n- | false | x\n- | - | x\n", .policy = "A"}),
        (Told{"table.unreachable: 表「大きさ」の1行目「- | true | x」は余分です。当てはまる入力はすべて、結果が同じ"
              "3行目「- | - | x」にも当てはまります。",
              "table.unreachable: 表「大きさ」の2行目「- | false | x」は余分です。当てはまる入力はすべて、結果が同じ"
              "3行目「- | - | x」にも当てはまります。"}))
        << "三行目は b が未回答のときも決める";
}

TEST(LintTables, どの行も出さない結果)
{
    const auto errors = errors_of({.questions = {{"b", "boolean"}},
                                   .table = "b | size\ntrue | small\nfalse | large\n",
                                   .output = "{ type: text, values: [small, middle, large] }"});
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_EQ(errors[0].code, "table.values");
    EXPECT_EQ(errors[0].message, "表「大きさ」には、結果が「middle」になる行がありません。");
    EXPECT_EQ(errors[0].way_out, "その行を足すか、output の values から消してください。");
    EXPECT_EQ(errors[0].at, (base::SourcePosition{3, 39}));
}

TEST(LintTables, 行の場所と抜き書き)
{
    const auto errors = errors_of({.questions = {{"a", one_to_three}},
                                   .table = "a      | size  | source\n"
                                            "\n"
                                            "  1    | small | guide p.1\n"
                                            "    - | large | guide p.2\n"});
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_EQ(errors[0].at, (base::SourcePosition{9, 7}));
    EXPECT_EQ(errors[0].excerpt, "      - | large | guide p.2\n      ^");
    EXPECT_EQ(errors[0].message, "表「大きさ」では、a = 1 のとき、1行目「1 | small」と2行目「- | large」の両方に"
                                 "当てはまります（policy U）。");
    EXPECT_EQ(errors[0].way_out, "どちらかの条件を狭めるか、上の行を先に使うなら policy を F にしてください。");
    const auto gap = errors_of({.questions = {{"a", one_to_three}}, .table = "a | size\n1 | x\n2 | y\n"});
    ASSERT_EQ(gap.size(), 1U);
    EXPECT_EQ(gap[0].at, (base::SourcePosition{6, 3})) << "見出し";
}

TEST(LintTables, 組み合わせが多すぎる表はそう言う)
{
    constexpr int columns = 40;
    std::mt19937 random(20300401);
    Pairs questions;
    std::string table;
    for (int i = 0; i < columns; ++i) {
        questions.emplace_back("b" + std::to_string(i), "boolean");
        table += "b" + std::to_string(i) + " | ";
    }
    table += "size\n";
    for (int row = 0; row < 180; ++row) {
        std::vector<std::string> cells(columns, "-");
        for (int i = 0; i < 3; ++i)
            cells[random() % columns] = random() % 2 == 0 ? "true" : "false";
        for (const std::string& cell : cells)
            table += cell + " | ";
        table += "x\n";
    }
    const auto errors =
        told({.questions = questions, .table = table, .policy = "P", .output = "{ type: text, values: [x] }"});
    ASSERT_FALSE(errors.empty());
    EXPECT_EQ(errors.back(), "table.too-large: 表「大きさ」の入力の組み合わせが多すぎて（上限 2000000 通り）、"
                             "すきまと使われない行をすべては調べられません。");
}

}
