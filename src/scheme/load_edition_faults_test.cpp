#include "scheme/edition_folder_testing.h"

#include <algorithm>

namespace kenkei::scheme {

namespace {

// A fault: in `file`, `from` becomes `to`; the error must have the code and point at `at` in the changed file.
struct Fault {
    std::string file;
    std::string from;
    std::string to;
    std::string code;
    std::string at;
};

void expect_refused(const Fault& fault)
{
    SCOPED_TRACE(fault.file + ": " + fault.from + " → " + fault.to);
    EditionFolder folder;
    folder.replace(fault.file, fault.from, fault.to);
    const edition::ReadResult read = folder.load();
    EXPECT_FALSE(read.edition);
    ASSERT_FALSE(read.errors.empty());
    const base::Error& error = read.errors.front();
    EXPECT_EQ(error.code, fault.code) << base::describe(error);
    EXPECT_EQ(error.file, "editions/shop/2030/" + fault.file);
    EXPECT_FALSE(error.message.empty());
    EXPECT_FALSE(error.way_out.empty()) << base::describe(error);
    const std::string changed = folder.text(fault.file);
    const std::size_t offset = changed.find(fault.at);
    ASSERT_NE(offset, std::string::npos) << fault.at;
    const base::SourcePosition expected = base::position_of(changed, offset);
    EXPECT_EQ(error.at.line, expected.line) << base::describe(error);
    EXPECT_EQ(error.at.column, expected.column) << base::describe(error);
    EXPECT_FALSE(error.excerpt.empty());
}

}

TEST(LoadEdition, 知らないキーは近いキーを教えて拒む)
{
    expect_refused({"edition.yaml", "office:", "ofice:", "edition.unknown-key", "ofice"});
    expect_refused({"questions.yaml", "help: 店主", "hint: 店主", "edition.unknown-key", "hint"});
    expect_refused({"criteria.yaml", "measure: 約束に", "mesure: 約束に", "edition.unknown-key", "mesure"});
    expect_refused({"tables/size.yaml", "policy: U", "policy: U\nhits: 1", "edition.unknown-key", "hits"});
    expect_refused({"criteria.yaml", "  A: { label: クラスA,", "  A: { level: 1, label: クラスA,",
                    "edition.unknown-key", "level: 1"});
    EditionFolder folder;
    folder.replace("edition.yaml", "office:", "ofice:");
    EXPECT_NE(folder.load().errors.front().way_out.find("office"), std::string::npos);
}

TEST(LoadEdition, 要るキーがなければその親の場所で拒む)
{
    expect_refused({"edition.yaml", "authority: 見本商店会\n", "", "edition.missing", "scheme:"});
    expect_refused({"questions.yaml", "label: 店名,", "", "edition.missing", "{  type: text, format: name"});
    expect_refused({"questions.yaml", "{ no: 問3, label: 開店日, type: date, deciding: true, source: guide 問3 }",
                    "{ no: 問3, label: 開店日, type: date, deciding: true }", "edition.missing", "{ no: 問3"});
    expect_refused({"criteria.yaml", "value: 20, ", "", "edition.missing", "{ label: 小さな店の人数の上限"});
    expect_refused({"tables/size.yaml", "policy: U\n", "", "edition.missing", "label:"});
    expect_refused({"questions.yaml", "        options: { 1: ある, 2: 別の形である, 3: ない }\n", "", "edition.missing",
                    "no: 問5\n"});
}

TEST(LoadEdition, 決まった語でない値は使える語を教えて拒む)
{
    expect_refused({"questions.yaml", "type: month", "type: months", "edition.word", "months"});
    expect_refused({"questions.yaml", "format: kana", "format: hiragana", "edition.word", "hiragana"});
    expect_refused({"questions.yaml", "carry: show", "carry: copy", "edition.word", "copy"});
    expect_refused({"criteria.yaml", "severity: warning", "severity: warn", "edition.word", "warn\n"});
    expect_refused({"edition.yaml", "visits: number", "visits: integer", "edition.word", "integer"});
    expect_refused({"tables/size.yaml", "policy: U", "policy: C", "edition.policy", "C\n"});
    expect_refused({"tables/size.yaml", "policy: U", "policy: X", "edition.policy", "X\n"});
}

TEST(LoadEdition, 日付と日時は読める形で書く)
{
    expect_refused({"edition.yaml", "opens: 2030-04-01", "opens: 2030-04-31", "edition.date", "2030-04-31"});
    expect_refused({"edition.yaml", "2030-06-30T17:00", "2030-06-30T24:01", "edition.date", "2030-06-30T24:01"});
    expect_refused({"edition.yaml", "2030-06-30T17:00", "2030-06-30", "edition.date", "2030-06-30\n"});
    expect_refused({"edition.yaml", "2030-06-30T17:00", "2030-06-30T17:60", "edition.date", "2030-06-30T17:60"});
}

TEST(LoadEdition, 型の違う値は拒む)
{
    expect_refused({"edition.yaml", "amount: 1000", "amount: 千円", "edition.type", "千円"});
    expect_refused({"edition.yaml", "amount: 1000", "amount: 0.5", "edition.type", "0.5"});
    expect_refused({"edition.yaml", "many: true", "many: \"true\"", "edition.type", "true\""});
    expect_refused({"edition.yaml", "name: 見本の店2030", "name: [見本]", "edition.type", "[見本]"});
    expect_refused({"questions.yaml", "minimum: 0.5", "minimum: 半分", "edition.type", "半分"});
    expect_refused({"questions.yaml", "maximum: 1000", "maximum: 千", "edition.type", "千\n"});
    expect_refused({"questions.yaml", "default: 0,", "default: 零,", "edition.type", "零"});
    expect_refused({"questions.yaml", "default: false", "default: 0", "edition.type", "0, source: guide p.3 }"});
}

TEST(LoadEdition, 出典の文書は名指されたものだけ)
{
    expect_refused({"criteria.yaml", "source: guide 問4", "source: gide 問4", "edition.source", "gide"});
    expect_refused({"criteria.yaml", "document: guide,", "document: other,", "edition.source", "{ document: other"});
    expect_refused({"tables/size.yaml", "guide p.5 支店", "book p.5", "edition.source", "book p.5"});
}

TEST(LoadEdition, 典拠なしを表すnoneは文書の名前にならない)
{
    expect_refused({"edition.yaml", "  guide:\n    title", "  none:\n    title", "edition.id", "none:\n    title"});
}

TEST(LoadEdition, 表のファイルの名前はidとして書く)
{
    EditionFolder folder;
    folder.write("tables/規模.yaml", folder.text("tables/size.yaml"));
    const edition::ReadResult read = folder.load();
    EXPECT_FALSE(read.edition);
    ASSERT_FALSE(read.errors.empty());
    EXPECT_EQ(read.errors.front().code, "edition.id") << base::describe(read.errors.front());
    EXPECT_EQ(read.errors.front().file, "editions/shop/2030/tables/規模.yaml");
    EXPECT_FALSE(read.errors.front().way_out.empty());
}

TEST(LoadEdition, 選択肢は番号で_既定と排他の番号はその中から)
{
    expect_refused({"questions.yaml", "{ 1: 個人, 2: 会社 }", "{ 1: 個人, 二: 会社 }", "edition.options", "会社"});
    expect_refused({"questions.yaml", "{ 1: 個人, 2: 会社 }", "{}", "edition.options", "{}"});
    expect_refused(
        {"questions.yaml", "{ 1: 個人, 2: 会社 }", "{ 1: 個人, 01: 会社 }", "edition.duplicate", "01: 会社"});
    expect_refused({"questions.yaml", "exclusive: 9", "exclusive: 8", "edition.options", "8\n"});
    expect_refused(
        {"questions.yaml", "type: month,", "type: month, options: { 1: あ },", "edition.options", "{ 1: あ"});
    expect_refused({"questions.yaml", "default: 1\n", "default: 3\n", "edition.default", "3\n        options_source"});
    expect_refused({"questions.yaml", "type: month,", "type: month, default: 1,", "edition.default", "1, source"});
}

TEST(LoadEdition, 一覧は名指されたものだけで_ファイルがなければ言う)
{
    expect_refused({"questions.yaml", "list: towns", "list: rivers", "edition.list", "rivers"});
    EditionFolder folder;
    folder.replace("edition.yaml", "lists: [towns]", "lists: [towns, rivers]");
    const edition::ReadResult read = folder.load();
    ASSERT_EQ(read.errors.size(), 1U);
    EXPECT_EQ(read.errors[0].code, "file.missing");
    EXPECT_EQ(read.errors[0].file, "editions/shop/2030/edition.yaml"); // where it is named
    EXPECT_NE(read.errors[0].message.find("editions/shared/rivers.csv"), std::string::npos);
    EXPECT_TRUE(read.errors[0].at.known());
    EXPECT_FALSE(read.errors[0].way_out.empty());
}

TEST(LoadEdition, 使えないidと二度使われたidは拒む)
{
    expect_refused({"questions.yaml", "      name: {", "      na-me: {", "edition.id", "na-me"});
    expect_refused({"questions.yaml", "      kana: {", "      2kana: {", "edition.id", "2kana"});
    expect_refused({"criteria.yaml", "  rank: {", "  staff: {", "edition.duplicate", "staff: {"});
    expect_refused({"criteria.yaml", "  rank: {", "  as_of: {", "edition.duplicate", "as_of: {"});
    expect_refused(
        {"criteria.yaml", "  means:\n    no: ③", "  code:\n    no: ③", "yaml.duplicate-key", "code:\n    no: ③"});
}

TEST(LoadEdition, 式の誤りは式の中の場所を指す)
{
    expect_refused({"criteria.yaml", "agreed = true", "agred = true", "feel.unknown-name", "agred = true"});
    expect_refused({"criteria.yaml", "or plan = 2 and", "or plan = and", "feel.syntax", "and string"});
    expect_refused({"criteria.yaml", "when: trained > total", "when: trained > totl", "feel.unknown-name", "totl"});
    expect_refused(
        {"questions.yaml", "derive: staff + helpers", "derive: staff + helper", "feel.unknown-name", "helper, carry"});
    expect_refused({"questions.yaml", "when: plan = 2", "when: \"plan = two\"", "feel.unknown-name", "two"});
    expect_refused({"tables/size.yaml", "[1..limit] | false", "[1..limt]  | false", "feel.unknown-name", "limt"});
    expect_refused({"tables/size.yaml", "total      | branch", "totals     | branch", "feel.unknown-name", "totals"});
}

TEST(LoadEdition, 値には式か表のどちらか一つ)
{
    expect_refused(
        {"criteria.yaml", "value: 20,", "value: 20, table: size,", "edition.value", "{ label: 小さな店の人数"});
    expect_refused({"criteria.yaml", "table: rank", "table: ranks", "edition.table", "ranks"});
}

TEST(LoadEdition, 表の行は見出しと同じ列数で_結果は決めた値)
{
    expect_refused({"tables/size.yaml", "| -      | large", "| large", "edition.table", "> limit"});
    expect_refused({"tables/size.yaml", "| true   | large", "| true   | huge", "edition.table", "huge"});
    expect_refused({"tables/rank.yaml", "| 2\n", "| 二\n", "edition.table", "二"});
    expect_refused(
        {"tables/size.yaml", "values: [small, large]", "values: small, rows: 1", "edition.unknown-key", "rows: 1 }"});
    expect_refused(
        {"tables/rank.yaml", "{ type: number }", "{ type: number, values: [一, 2] }", "edition.table", "一, 2"});
    EditionFolder folder;
    folder.write("tables/size.yaml",
                 "label: 規模\npolicy: U\noutput: { type: text }\nsource: none\nrows: |\n  total | size\n");
    EXPECT_EQ(folder.load().errors.front().code, "edition.table");
}

TEST(LoadEdition, 優先の表には値の順番が要る)
{
    expect_refused({"tables/stage.yaml", "{ type: text, values: [gold, silver] }", "{ type: text }", "edition.missing",
                    "{ type: text }"});
}

TEST(LoadEdition, 要件と称号と区分は項目の並びと数で書く)
{
    expect_refused({"criteria.yaml", "all_of: [code, consent, opened]", "all_of: [code, consents]",
                    "edition.unknown-item", "consents"});
    expect_refused({"criteria.yaml", "all_of: [code, consent, opened]", "all_of: [code, code]", "edition.duplicate",
                    "code], source"});
    expect_refused({"criteria.yaml", "all_of: [code, consent, opened], ", "", "edition.group", "{ label: 必須"});
    expect_refused({"criteria.yaml", "all_of: [code, consent, opened]", "all_of: [code], at_least: 1, of: [code]",
                    "edition.duplicate", "[code], source"});
    expect_refused({"criteria.yaml", "all_of: [code, consent, opened]", "all_of: [code], of: [consent]",
                    "edition.group", "[consent], source"});
    expect_refused({"criteria.yaml", "all_of: [code, consent, opened]", "all_of: [code], at_least: 1", "edition.group",
                    "1, source"});
    expect_refused({"criteria.yaml", "at_least: 2\n", "at_least: 6\n", "edition.group", "6\n    of"});
    expect_refused({"criteria.yaml", "at_least: 2\n", "at_least: 0\n", "edition.group", "0\n    of"});
    expect_refused({"criteria.yaml", "beyond: A,", "beyond: AAA,", "edition.class", "AAA, all_of"});
    expect_refused({"criteria.yaml", "required: { label: 必須,", "required: { label: 必須, beyond: x,",
                    "edition.unknown-key", "beyond: x"});
}

TEST(LoadEdition, 項目の並びが一つの語や空なら_いつも満たす要件にせず拒む)
{
    expect_refused(
        {"criteria.yaml", "all_of: [code, consent, opened]", "all_of: code", "edition.group", "code, source"});
    expect_refused({"criteria.yaml", "all_of: [code, consent, opened]", "all_of: []", "edition.group", "[], source"});
    expect_refused({"criteria.yaml", "of: [small, plan, means, trained, member]\n", "of: small\n", "edition.group",
                    "small\n    source"});
}

TEST(LoadEdition, 指摘の名は設問から始まり_判定機の指摘と重ならない)
{
    expect_refused({"criteria.yaml", "code.digits:", "kode.digits:", "edition.finding-code", "kode.digits"});
    expect_refused({"criteria.yaml", "code.digits:", "code:", "edition.finding-code", "code:\n    severity"});
    expect_refused({"criteria.yaml", "code.digits:", "code.unanswered:", "edition.finding-code", "code.unanswered"});
    expect_refused({"criteria.yaml", "{trained}人が", "{traind}人が", "edition.unknown-name", "問7 受講者数"});
    expect_refused({"criteria.yaml", "{trained}人が人数の計 {total}人", "{trained}人が人数の計 {total人",
                    "edition.unknown-name", "問7 受講者数"});
}

TEST(LoadEdition, YAMLの落とし穴はファイルと行と桁で拒む)
{
    expect_refused({"edition.yaml", "amount: 1000", "amount: 01000", "yaml.number", "01000"});
    expect_refused({"questions.yaml", "deciding: true\n        evidence", "deciding: yes\n        evidence",
                    "yaml.boolean", "yes\n"});
    expect_refused({"criteria.yaml", "label: 計画\n", "label: &p 計画\n", "yaml.alias", "&p 計画"});
}

TEST(LoadEdition, 自分に依存する値は輪を名指しする)
{
    EditionFolder folder;
    folder.replace("criteria.yaml", "value: 20", "value: total * 2")
        .replace("questions.yaml", "derive: staff + helpers", "derive: if limit > 20 then staff else helpers");
    const edition::ReadResult read = folder.load();
    ASSERT_EQ(read.errors.size(), 1U);
    EXPECT_EQ(read.errors[0].code, "edition.cycle");
    EXPECT_NE(read.errors[0].message.find("total → limit → total"), std::string::npos) << read.errors[0].message;
    EXPECT_EQ(read.errors[0].file, "editions/shop/2030/questions.yaml");
    const std::string changed = folder.text("questions.yaml");
    EXPECT_EQ(read.errors[0].at, base::position_of(changed, changed.find("if limit > 20")));
}

TEST(LoadEdition, 台帳の情報は読むと決めたものだけ)
{
    expect_refused({"criteria.yaml", "known.ledger.member", "known.ledgr.member", "edition.known", "known.ledgr"});
    expect_refused({"criteria.yaml", "known.ledger.member", "known.ledger.membre", "edition.known", "known.ledger"});
}

TEST(LoadEdition, 締切は申請期間の初日より前にできない)
{
    expect_refused({"edition.yaml", "2030-06-30T17:00", "2030-03-31T17:00", "edition.date", "closes"});
    EXPECT_TRUE(loaded(EditionFolder{}.replace("edition.yaml", "2030-06-30T17:00", "2030-04-01T17:00")).fee);
}

TEST(LoadEdition, フォルダの名前は制度と年度版に合う)
{
    EditionFolder folder;
    folder.replace("edition.yaml", "edition: \"2030\"", "edition: \"2031\"");
    const edition::ReadResult read = folder.load();
    ASSERT_EQ(read.errors.size(), 1U);
    EXPECT_EQ(read.errors[0].code, "edition.folder");
}

TEST(LoadEdition, ファイルがなければ名前を言う)
{
    EditionFolder folder;
    fs::remove(folder.folder() / "questions.yaml");
    fs::remove(folder.folder() / "criteria.yaml");
    const edition::ReadResult read = folder.load();
    ASSERT_EQ(read.errors.size(), 2U);
    EXPECT_EQ(read.errors[0].code, "file.missing");
    EXPECT_EQ(read.errors[0].file, "editions/shop/2030/questions.yaml");
    EXPECT_EQ(read.errors[1].file, "editions/shop/2030/criteria.yaml");
}

TEST(LoadEdition, 誤りは一度にすべて言う)
{
    EditionFolder folder;
    folder.replace("edition.yaml", "office:", "ofice:")
        .replace("questions.yaml", "type: month", "type: months")
        .replace("criteria.yaml", "agreed = true", "agred = true")
        .replace("tables/size.yaml", "policy: U", "policy: X");
    std::vector<std::string> codes;
    for (const base::Error& error : folder.load().errors)
        codes.push_back(error.code);
    EXPECT_EQ(codes,
              (std::vector<std::string>{"edition.unknown-key", "edition.word", "edition.policy", "feel.unknown-name"}));
}

}
