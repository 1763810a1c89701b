#include "edition/lookup.h"
#include "scheme/table_testing.h"

#include <map>
#include <random>
#include <set>

namespace kenkei::scheme {

using namespace table_testing;

TEST(TableSpace, 計算で求める人数の下限は_足される設問の下限から分かる)
{
    const std::string rows = "total | size\n[1..100] | small\n> 100 | large\n";
    auto with = [&](const std::string& helpers) {
        return Written{.questions = {{"staff", "integer, minimum: 1"},
                                     {"helpers", helpers},
                                     {"total", "integer, derive: 'if staff = null then null else staff + helpers'"}},
                       .table = rows};
    };
    EXPECT_EQ(told(with("integer, minimum: 0")), Told{});
    const auto errors = errors_of(with("integer, default: 0"));
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_EQ(errors[0].way_out,
              "当てはまる行を足してください。起こらない値なら、total の元になる設問に minimum を書いてください。"
              "結果がなくてよければ、表に otherwise: null と書いてください。");
}

TEST(TableSpace, 割合の値には整数の間もある_件数の値にはない)
{
    const Pairs questions{{"have", "integer, minimum: 0"},
                          {"need", "integer, minimum: 1"},
                          {"means", "choices, options: { 1: 一, 2: 二, 3: 三, 9: なし }, exclusive: 9"}};
    EXPECT_EQ(told({.questions = questions,
                    .table = "rate | size\n< 50 | small\n[50..79] | middle\n>= 80 | large\n",
                    .values = {{"rate", "100 * have / need"}}}),
              Told{"table.gap: 表「大きさ」には、rate = 79.5 に当てはまる行がありません。"});
    EXPECT_EQ(told({.questions = questions, .table = "count(means) | size\n1 | small\n[2..3] | large\n"}), Told{});
    EXPECT_EQ(told({.questions = questions, .table = "count(means) | size\n1 | small\n2 | large\n"}),
              Told{"table.gap: 表「大きさ」には、count(means) = 3 に当てはまる行がありません。"});
    EXPECT_EQ(told({.questions = questions,
                    .table = "floor(rate) | size\n< 50 | small\n[50..79] | middle\n>= 80 | large\n",
                    .values = {{"rate", "100 * have / need"}}}),
              Told{});
}

TEST(TableSpace, 求められる選択肢は_式がとる値だけ)
{
    const Pairs questions{{"n", "integer"},
                          {"kind", "choice, options: { 1: 一, 2: 二, 3: 三 }, derive: 'if n > 5 then 1 else 2'"}};
    EXPECT_EQ(told({.questions = questions, .table = "kind | size\n1 | x\n2 | z\n"}), Told{});
    EXPECT_EQ(told({.questions = questions, .table = "kind | size\n1 | x\n"}),
              Told{"table.gap: 表「大きさ」には、kind = 2 に当てはまる行がありません。"});
}

TEST(TableSpace, ほかの答えを読むセルには決めつけない)
{
    const Pairs questions{{"total", "integer, minimum: 0"}, {"most", "integer, minimum: 0"}};
    EXPECT_EQ(told({.questions = questions, .table = "total | size\n<= most | small\n> most | large\n"}), Told{});
    EXPECT_EQ(told({.questions = questions, .table = "total | size\n<= most | small\n-| large\n5 | x", .policy = "F"}),
              Told{"table.unreachable: 表「大きさ」の3行目「5 | x」は使われません。当てはまる入力はすべて、上の"
                   "2行目「- | large」が先に決めます。"});
    EXPECT_EQ(told({.questions = questions, .table = "total | size\n<= most | x\n<= most | y\n- | z\n", .policy = "F"}),
              Told{"table.unreachable: 表「大きさ」の2行目「<= most | y」は使われません。当てはまる入力はすべて、上の"
                   "1行目「<= most | x」が先に決めます。"});
    const Pairs fixed{{"limit", "20"}};
    EXPECT_EQ(
        told({.questions = questions, .table = "total | size\n<= limit | small\n> limit | large\n", .values = fixed}),
        Told{});
    EXPECT_EQ(
        told({.questions = questions, .table = "total | size\n< limit | small\n> limit | large\n", .values = fixed}),
        Told{"table.gap: 表「大きさ」には、total = 20 に当てはまる行がありません。"})
        << "だれにも同じ値なら分かる";
}

TEST(TableSpace, 中身の分からない条件には決めつけない)
{
    const Pairs questions{{"code", "text"}, {"means", "choices, options: { 1: 一, 2: 二, 3: 三 }"}};
    EXPECT_EQ(told({.questions = questions,
                    .table = "code | size\nmatches(?, \"^1\") | x\nmatches(?, \"^2\") | y\n",
                    .further = "otherwise: null\n"}),
              Told{});
    EXPECT_EQ(told({.questions = questions,
                    .table = "code | size\nmatches(?, \"^1\") | x\nmatches(?, \"^1\") | y\n- | z\n",
                    .policy = "F"}),
              Told{"table.unreachable: 表「大きさ」の2行目「matches(?, \"^1\") | y」は使われません。当てはまる入力は"
                   "すべて、上の1行目「matches(?, \"^1\") | x」が先に決めます。"});
    EXPECT_EQ(told({.questions = questions,
                    .table = "means | size\nlist contains(?, 1) | x\nlist contains(?, 2) | y\nnot(1) | z",
                    .further = "otherwise: null\n"}),
              Told{"table.overlap: 表「大きさ」では、means = [1, 2, 3] のとき、1行目「list contains(?, 1) | x」と"
                   "2行目「list contains(?, 2) | y」の両方に当てはまります（policy U）。"});
    EXPECT_EQ(told({.questions = questions, .table = "known.insurer.rate | size\n<= 5 | x\n>= 5 | y\n"}),
              Told{"table.overlap: 表「大きさ」では、known.insurer.rate = 5 のとき、1行目「<= 5 | x」と"
                   "2行目「>= 5 | y」の両方に当てはまります（policy U）。"});
}

TEST(TableSpace, 未回答そのものを問う行は使われる)
{
    const Pairs questions{{"town", "text"}};
    EXPECT_EQ(told({.questions = questions, .table = "town | size\nnull | x\n\"港町\" | y\n- | z\n", .policy = "F"}),
              Told{});
    EXPECT_EQ(told({.questions = questions, .table = "town | size\nnull | x\nnull, \"港町\" | y\nnot(\"港町\") | z\n"}),
              Told{"table.overlap: 表「大きさ」では、town = 未回答 のとき、1行目「null | x」と"
                   "2行目「null, \"港町\" | y」の両方に当てはまります（policy U）。"});
}

TEST(TableSpace, 同じ答えを読む列は_ありえる組だけを見る)
{
    const Pairs questions{{"staff", "integer, minimum: 0"}, {"kind", one_to_three}};
    const Pairs band{{"band", "staff | band\n<= 20 | small\n> 20 | large\n"}};
    EXPECT_EQ(told({.questions = questions,
                    .table = "band | staff | size\n\"small\" | <= 20 | x\n\"large\" | > 20 | y\n",
                    .other_tables = band}),
              Told{});
    EXPECT_EQ(
        told({.questions = questions,
              .table = "band | staff | kind | size\n\"small\" | < 20 | - | x\n\"small\" | 20 | [1..2] | x\n"
                       "\"large\" | > 21 | - | y\n\"large\" | - | 3 | z\n",
              .other_tables = band}),
        (Told{"table.overlap: 表「大きさ」では、band = \"large\"、staff = 22、kind = 3 のとき、"
              "3行目「\"large\" | > 21 | - | y」と4行目「\"large\" | - | 3 | z」の両方に当てはまります（policy U）。",
              "table.gap: 表「大きさ」には、staff = 21、kind = 1 に当てはまる行がありません。",
              "table.gap: 表「大きさ」には、band = \"small\"、staff = 20、kind = 3 に当てはまる行がありません。"}));
    EXPECT_EQ(
        told({.questions = questions, .table = "staff > 5 | staff <= 5 | size\ntrue | false | x\nfalse | true | y\n"}),
        Told{});
}

TEST(TableSpace, 問われない設問の値はすきまにならない)
{
    const std::string rows = "kind | share | size\n1 | <= 50 | x\n1 | > 50 | y\n[2..3] | - | z\n";
    auto with = [&](const std::string& second, const std::string& table) {
        return Written{.questions = {{"kind", one_to_three}, {"share", second}}, .table = table};
    };
    EXPECT_EQ(told(with("integer, minimum: 0, when: kind = 1", rows)), Told{});
    const std::string partial = "kind | share | size\n1 | <= 50 | x\n1 | > 50 | y\n[2..3] | 0 | z\n";
    EXPECT_EQ(told(with("integer, minimum: 0, when: kind = 1", partial)), Told{}) << "2と3では share は問われない";
    EXPECT_EQ(told(with("integer, minimum: 0", partial)),
              Told{"table.gap: 表「大きさ」には、kind = 2、share = 1 に当てはまる行がありません。"});
    EXPECT_EQ(told(with("integer, minimum: 0, when: kind < 3", partial)),
              Told{"table.gap: 表「大きさ」には、kind = 2、share = 1 に当てはまる行がありません。"});
}

TEST(TableSpace, 試しきれない組には決めつけない)
{
    std::string sum;
    Pairs questions;
    for (int i = 0; i < 12; ++i) {
        questions.emplace_back("n" + std::to_string(i), "integer, minimum: 0, maximum: 9");
        sum += (i == 0 ? "n" : " + n") + std::to_string(i);
    }
    EXPECT_EQ(told({.questions = questions,
                    .table = "total | most | size\n<= 5 | <= 5 | x\n> 5 | > 5 | y\n[50..60] | [50..60] | z\n",
                    .values = {{"total", sum}, {"most", "max(" + sum + ", 3)"}}}),
              Told{});
    EXPECT_EQ(told({.questions = questions,
                    .table = "total | most | size\n< 5 | - | x\n> 5 | - | y\n",
                    .values = {{"total", sum}, {"most", "max(" + sum + ", 3)"}}}),
              Told{"table.gap: 表「大きさ」には、total = 5 に当てはまる行がありません。"})
        << "一つの列だけのすきまは確か";
}

namespace {

// What a table does, by looking it up with every input.
struct Tried {
    bool overlap = false; // U: two rows match; A: with different results
    bool gap = false;
    std::set<std::size_t> useful; // rows that decide something
};

Tried tried(const edition::Edition& edition, const std::string& policy)
{
    const edition::Table& table = edition.tables.front();
    Tried all;
    std::vector<feel::Value> slots(edition.names.size());
    auto answer = [&](const char* id, feel::Value value) {
        slots[static_cast<std::size_t>(edition.names.find(id))] = std::move(value);
    };
    for (int input = 0; input < 3 * 8 * 2; ++input) {
        const int number = input / 3 % 8 - 1; // beyond its bounds a row may be of use, but no gap or overlap counts
        answer("a", feel::Value::number(input % 3 + 1));
        answer("n", feel::Value::number(number));
        answer("b", feel::Value::boolean(input / 24 == 1));
        std::size_t matching = 0;
        std::set<std::string> results;
        for (const auto& row : table.rules.rows) {
            edition::Table alone = table;
            alone.rules.rows = {row};
            const edition::LookupResult found = edition::look_up(alone, slots);
            matching += found.rows.size();
            if (!found.rows.empty())
                results.insert(feel::to_display(found.value));
        }
        if (number >= 0 && number <= 5) {
            all.gap = all.gap || matching == 0;
            all.overlap = all.overlap || (policy == "U" ? matching : results.size()) > 1;
        }
        const edition::LookupResult whole = edition::look_up(table, slots);
        all.useful.insert(whole.rows.begin(), whole.rows.end());
    }
    return all;
}

}

TEST(TableSpace, 小さな表では_すべての入力で引いてみた結果と合う)
{
    const std::vector<std::string> kinds{"-", "1", "2", "[2..3]", "not(2)", "1, 3"};
    const std::vector<std::string> numbers{"-", "< 2", "[2..4]", ">= 4", "(1..3)", "not([0..2])"};
    std::mt19937 random(20300401);
    auto one_of = [&](const std::vector<std::string>& all) { return all[random() % all.size()]; };
    std::map<std::string, int> seen;
    for (int round = 0; round < 400; ++round) {
        // `n > 2` hangs together with `n`, `b` stands alone.
        Written written{
            .questions = {{"a", one_to_three}, {"n", "integer, minimum: 0, maximum: 5"}, {"b", "boolean"}},
            .table = "a | n | " + one_of({"b", "n > 2"}) + " | size\n",
            .policy = one_of({"U", "A", "P", "F"}),
            .output = "{ type: text, values: [x, z] }",
        };
        const bool related = written.table.find("n > 2") != std::string::npos;
        const std::size_t rows = 2 + random() % 4;
        for (std::size_t row = 0; row < rows; ++row)
            written.table += one_of(kinds) + " | " + one_of(numbers) + " | " + one_of({"-", "true", "false"}) + " | " +
                             one_of({"x", "z"}) + "\n";
        SCOPED_TRACE(written.policy + "\n" + written.table);
        const edition::Parts parts = parts_of(written);
        const edition::Edition edition = edition_of(parts);
        ASSERT_EQ(edition.tables.size(), 1U);
        std::vector<base::Error> errors;
        lint_tables(parts, edition, errors);
        std::map<std::string, std::size_t> codes;
        for (const base::Error& error : errors) {
            ++codes[error.code];
            ++seen[written.policy + " " + error.code + (related ? " related" : "")];
        }

        const Tried all = tried(edition, written.policy);
        const bool unique = written.policy == "U";
        const bool any = written.policy == "A";
        EXPECT_EQ(codes.contains("table.gap"), all.gap && (unique || written.policy == "P"));
        EXPECT_EQ(codes.contains("table.overlap") || (unique && codes.contains("table.duplicate")),
                  all.overlap && (unique || any));
        const std::size_t useless = codes["table.unreachable"] + codes["table.duplicate"];
        if (!unique && !any && !related) {
            EXPECT_EQ(useless, rows - all.useful.size());
        } else if (!unique && !any) {
            EXPECT_LE(useless, rows - all.useful.size()) << "related columns are not tried for this";
        }
    }
    for (const auto* expected :
         {"U table.overlap", "U table.overlap related", "U table.gap", "U table.gap related", "A table.overlap",
          "A table.overlap related", "A table.unreachable", "P table.gap", "P table.gap related", "P table.unreachable",
          "F table.unreachable", "F table.duplicate"})
        EXPECT_GT(seen[expected], 0) << expected;
}

}
