#include "edition/canonical_json.h"

#include "base/sha256.h"
#include "support/editions.h"

namespace kenkei::edition {

using support::Small;

namespace {

const Small& small()
{
    static const Small edition{
        .questions = {{"q", R"("type":"integer","minimum":0,"maximum":10,"unit":"人","default":1)"},
                      {"c", R"("type":"choices","options":{"1":"する","9":"しない"},"exclusive":9,"changeable":true)"},
                      {"t", R"("type":"text","format":"kana","list":"towns","drop_suffix":["支部"],"when":"q > 1")"}},
        .values = {{"v", "q * 2"}},
        .facts = {{"f", "v > 2"}},
        .items = {{"i", "f"}, {"j", "some x in c satisfies x = 1"}},
        .requirements = {{"r", R"("at_least":1,"of":["i","j"])"}},
        .classes = {{"A", R"("all_of":["i"])"}, {"AA", R"("beyond":"A","all_of":["j"])"}},
        .findings = {{"q.low",
                      R"("severity":"note","when":"q < 1","message":"{q}人です。","next":"ご確認ください。")"}},
        .tables = {{"size", support::table_of("P", "q | r\n- | y\n1 | x\n", "text", R"("x","y")")}},
        .known = R"("ledger":{"register":"台帳","many":true,"fields":{"on":"date"},"source":"none"})",
        .lists =
            R"("towns":{"names":["朝日町"],"aliases":{"朝日":"朝日町"}},"holidays":{"names":["2030-05-03"],"aliases":{}})",
        .breakdowns = {{"b", R"("of":"c")"}, {"n", R"("of":"q","bands":[5,7],"source":"none")"}},
        .about = R"("evidence":{"keep_years":2,"answer_within_days":7,"days":"business","source":"none"},)"
                 R"("fee":{"amount":1,"tax":0,"due":"2030-07-31T24:00","source":"none"},)"
                 R"("validity":{"from":"2030-10-01","to":"2032-09-30","source":"none","term":{"years":2,)"
                 R"("exceptions":[{"from":"2019-04-01","years":3,"source":"none","note":"附則"}],"source":"none"},)"
                 R"("renewal":{"source":"none"},"class_change":{"source":"none","note":"途中でも"}},)"
                 R"("process":{"applicant":{"number":"t","name":"t","phones":["t"]},"submission":{"source":"none"},)"
                 R"("no_delegates":{"source":"none"},"exclusive":[{"scheme":"other","source":"none"}],)"
                 R"("gates":[{"gate":"payment","source":"none"},{"gate":"insurer","by":"保険者","source":"none"}],)"
                 R"("decision":{"by":"会","source":"none"},)"
                 R"("revocation":{"lie":{"label":"虚偽","source":"none","note":"第1項"}}})"};
    return edition;
}

Small with_table(std::string rows)
{
    Small changed = small();
    changed.tables = {{"size", support::table_of("P", rows, "text", R"("x","y")")}};
    return changed;
}

std::string changed_digest(const auto& change)
{
    Small changed = with_table("q | r\n- | y\n");
    change(changed);
    return support::edition_of(changed).digest;
}

void expect_same_again(const Edition& edition)
{
    const std::string once = to_canonical_json(edition);
    auto again = read_canonical_json(once);
    ASSERT_TRUE(again.ok()) << base::describe(again.error());
    EXPECT_EQ(to_canonical_json(*again), once);
    EXPECT_EQ(again->digest, edition.digest);
    EXPECT_EQ(edition.digest, base::sha256_hex(once));
}

}

TEST(CanonicalJson, 書いて読んで書いても一字も変わらない)
{
    const std::string compiled = support::text_of_file("tests/editions/shop-2030.json");
    auto edition = read_canonical_json(compiled);
    ASSERT_TRUE(edition.ok()) << base::describe(edition.error());
    EXPECT_EQ(to_canonical_json(*edition), compiled);
    expect_same_again(*edition);
    expect_same_again(support::edition_of(with_table("q | r\n- | y\n2, [4..6] | x\nnot(3) | x\nnull | y\n")));
}

TEST(CanonicalJson, 出典の場所に縦線があっても表は読み直せる)
{
    Small changed = with_table("q | r\n- | y\n");
    std::string json = support::json_of(changed);
    const std::string before = R"("documents":{})";
    json.replace(json.find(before), before.size(), R"("documents":{"guide":{"title":"手引き"}})");
    const std::string source = R"("source":"none","rows")";
    json.replace(json.find(source), source.size(), R"("source":"guide p.1 | p.2","rows")");
    auto edition = read_canonical_json(json);
    ASSERT_TRUE(edition.ok()) << base::describe(edition.error());
    expect_same_again(*edition);
}

TEST(CanonicalJson, 文字列の中の縦線は列を分けない)
{
    Small changed = with_table(R"(substring("a\u007cb", q) | r)"
                               "\n\"\\u007c\", \"a\\u007cb\" | x\n- | y\n");
    const Edition edition = support::edition_of(changed);
    expect_same_again(edition);
    EXPECT_EQ(edition.tables[0].rules.rows.size(), 2U);
}

TEST(CanonicalJson, 出力の名前がsourceでも典拠の列とは読まない)
{
    const Edition edition = support::edition_of(with_table("q | source | source\n- | y | none\n"));
    ASSERT_EQ(edition.tables[0].output_name, "source");
    expect_same_again(edition);
}

TEST(CanonicalJson, 規則か文言が変われば要約値が変わる)
{
    const std::string before = changed_digest([](Small&) {});
    EXPECT_EQ(before, changed_digest([](Small&) {}));
    EXPECT_EQ(before.size(), 64U);
    EXPECT_NE(before, changed_digest([](Small& s) { s.items[0].second = "not(f)"; }));
    EXPECT_NE(before, changed_digest([](Small& s) { s.values[0].second = "q * 3"; }));
    EXPECT_NE(before, changed_digest([](Small& s) { s.requirements[0].second = R"("at_least":2,"of":["i","j"])"; }));
    EXPECT_NE(before, changed_digest([](Small& s) { s.requirements[0].second = R"("all_of":["i","j"])"; }));
    EXPECT_NE(before, changed_digest([](Small& s) { std::swap(s.items[0], s.items[1]); }));
    EXPECT_NE(before, changed_digest([](Small& s) { s.classes[1].second = R"("all_of":["j"])"; }));
    EXPECT_NE(before, changed_digest(
                          [](Small& s) { s.lists.replace(s.lists.find("朝日\""), std::string("朝日").size(), "旭"); }));
    EXPECT_NE(before, changed_digest([](Small& s) { s.questions[0].second = R"("type":"integer","default":2)"; }));
    EXPECT_NE(before,
              changed_digest([](Small& s) { s.breakdowns[1].second = R"("of":"q","bands":[5],"source":"none")"; }));
    EXPECT_NE(before, changed_digest([](Small& s) { s.breakdowns.pop_back(); }));
    const auto about = [&](const std::string& from, const std::string& to) {
        return changed_digest([&](Small& s) { s.about.replace(s.about.find(from), from.size(), to); });
    };
    EXPECT_NE(before, about(R"("days":"business",)", ""));
    EXPECT_NE(before, about("附則", "特例"));
    EXPECT_NE(before, about("途中でも", "いつでも"));
    EXPECT_NE(before, about(R"("no_delegates":{"source":"none"},)", ""));
    EXPECT_NE(before, about(R"("phones":["t"])", R"("mails":["t"])"));
    EXPECT_NE(before, about(R"("gate":"insurer")", R"("gate":"resolution")"));
    EXPECT_NE(before, about("第1項", "第2項"));
    EXPECT_NE(before, changed_digest([](Small& s) { s = with_table("q | r\n- | x\n"); }));
    EXPECT_NE(before, changed_digest([](Small& s) { s = with_table("q | r\n- | y\n1 | y\n"); }));
}

TEST(CanonicalJson, 式の書き方の違いは要約値を変えない)
{
    EXPECT_EQ(changed_digest([](Small& s) { s.values[0].second = "q * 2"; }),
              changed_digest([](Small& s) { s.values[0].second = "((q)*2) // 倍"; }));
    EXPECT_EQ(changed_digest([](Small&) {}),
              changed_digest([](Small& s) { s = with_table("\n  q   |  r\n\n  -   |  y  \n"); }));
}

TEST(CanonicalJson, 壊れたJSONは場所を言って拒む)
{
    for (const auto* text : {"", "[]", "{}", "{\"edition\":{}}", "null", "{\"edition\":1,\"questions\":2}"}) {
        auto read = read_canonical_json(text);
        ASSERT_FALSE(read.ok()) << text;
        EXPECT_FALSE(read.error().code.empty());
        EXPECT_FALSE(read.error().message.empty());
    }
    const std::string good = support::json_of(with_table("q | r\n- | y\n"));
    ASSERT_TRUE(read_canonical_json(good).ok());
    for (std::size_t length : {good.size() / 3, good.size() / 2, good.size() - 1}) {
        auto read = read_canonical_json(std::string_view(good).substr(0, length));
        ASSERT_FALSE(read.ok());
        EXPECT_TRUE(read.error().code.starts_with("json.")) << read.error().code;
        EXPECT_TRUE(read.error().at.known());
    }
}

TEST(CanonicalJson, 式の誤りはその式の場所で拒む)
{
    Small changed = with_table("q | r\n- | y\n");
    changed.items[0].second = "nobody > 1";
    const base::Error error = support::error_of(changed);
    EXPECT_EQ(error.code, "feel.unknown-name");
    EXPECT_EQ(error.file, "criteria");
    EXPECT_TRUE(error.at.known());
    EXPECT_NE(error.message.find("コンパイル済み"), std::string::npos) << error.message;
}

}
