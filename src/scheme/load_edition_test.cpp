#include "scheme/load_edition.h"

#include "edition/canonical_json.h"
#include "scheme/cases.h"
#include "scheme/demo.h"
#include "support/editions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace kenkei::scheme {

namespace fs = std::filesystem;

namespace {

// A copy of tests/editions that a test may change; gone afterwards.
class EditionFolder {
public:
    EditionFolder()
        : m_root(fs::path(::testing::TempDir()) /
                 ("kenkei-editions-" + std::to_string(getpid()) + "-" + std::to_string(s_count++)))
    {
        fs::create_directories(m_root);
        fs::copy(fs::path(KENKEI_SOURCE_DIR) / "tests/editions", m_root / "editions", fs::copy_options::recursive);
    }
    ~EditionFolder()
    {
        std::error_code error;
        fs::remove_all(m_root, error);
    }
    EditionFolder(const EditionFolder&) = delete;
    EditionFolder& operator=(const EditionFolder&) = delete;

    fs::path folder() const { return m_root / "editions/shop/2030"; }

    std::string text(const std::string& file) const
    {
        std::ifstream in(folder() / file, std::ios::binary);
        std::ostringstream out;
        out << in.rdbuf();
        return std::move(out).str();
    }

    void write(const std::string& file, const std::string& text) const
    {
        fs::create_directories((folder() / file).parent_path());
        std::ofstream(folder() / file, std::ios::binary) << text;
    }

    // Each must be there; the first place counts.
    EditionFolder& replace(const std::string& file, std::string_view from, std::string_view to)
    {
        std::string changed = text(file);
        const std::size_t at = changed.find(from);
        EXPECT_NE(at, std::string::npos) << file << ": " << from;
        if (at != std::string::npos)
            write(file, changed.replace(at, from.size(), to));
        return *this;
    }

    edition::ReadResult load() const { return load_edition(folder()); }

private:
    static inline int s_count = 0;
    fs::path m_root;
};

edition::Edition loaded(const EditionFolder& folder)
{
    edition::ReadResult read = folder.load();
    for (const base::Error& error : read.errors)
        ADD_FAILURE() << base::describe(error);
    return read.edition ? std::move(*read.edition) : edition::Edition{};
}

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

TEST(LoadEdition, フォルダの年度版をすべて読む)
{
    const edition::Edition edition = loaded(EditionFolder{});
    EXPECT_EQ(edition.key(), "shop/2030");
    EXPECT_EQ(edition.short_name, "見本店30");
    EXPECT_EQ(edition.office, "見本商店会事務局");
    ASSERT_EQ(edition.documents.size(), 1U);
    EXPECT_EQ(edition.documents[0].issued, "2030-01");
    EXPECT_EQ(edition.application.opens, (base::Date{2030, 4, 1}));
    EXPECT_EQ(to_iso(edition.application.closes), "2030-06-30T17:00");
    ASSERT_TRUE(edition.fee && edition.evidence && edition.validity);
    EXPECT_EQ(edition.fee->amount, 1000);
    EXPECT_EQ(edition.fee->tax, 100);
    EXPECT_EQ(edition.evidence->keep_years, 2);
    EXPECT_EQ(edition.validity->to, (base::Date{2031, 3, 31}));
    ASSERT_EQ(edition.known.size(), 2U);
    EXPECT_FALSE(edition.known[0].many);
    EXPECT_TRUE(edition.known[1].many);
    EXPECT_EQ(edition.outcome_words.at(edition::Outcome::Met), "見本の店です");
    EXPECT_EQ(edition.sections.size(), 2U);
    EXPECT_EQ(edition.questions.size(), 20U);
    EXPECT_EQ(edition.tables.size(), 4U);
    EXPECT_EQ(edition.values.size(), 7U);
    EXPECT_EQ(edition.items.size(), 9U);
    EXPECT_EQ(edition.findings.size(), 3U);
    EXPECT_EQ(edition.digest.size(), 64U);
}

TEST(LoadEdition, 設問のどのキーも届く)
{
    const edition::Edition edition = loaded(EditionFolder{});
    const edition::Question& staff = *edition.find_question("staff");
    EXPECT_EQ(staff.no, "問2");
    EXPECT_EQ(staff.help, "店主は含めません");
    EXPECT_EQ(staff.unit, "人");
    EXPECT_EQ(staff.minimum->to_text(), "0");
    EXPECT_EQ(staff.maximum->to_text(), "1000");
    EXPECT_TRUE(staff.deciding);
    EXPECT_FALSE(staff.changeable);
    EXPECT_EQ(staff.evidence, std::vector<std::string>{"名簿"});
    EXPECT_EQ(staff.carry, edition::Carry::ReEnter);
    EXPECT_EQ(staff.section, "shop");
    const edition::Question& town = *edition.find_question("town");
    EXPECT_EQ(town.list, "towns");
    EXPECT_EQ(town.drop_suffix, (std::vector<std::string>{"支部", "通り"}));
    const edition::Question& kind = *edition.find_question("kind");
    EXPECT_EQ(kind.fallback, feel::Value::number(1));
    EXPECT_EQ(kind.options_source.text(), "none");
    EXPECT_EQ(kind.source.text(), "guide p.3");
    const edition::Question& means = *edition.find_question("means");
    EXPECT_EQ(means.exclusive, 9);
    EXPECT_EQ(means.options.size(), 4U);
    EXPECT_EQ(means.find_option(9)->label, "特に行っていない");
    EXPECT_EQ(means.carry, edition::Carry::Show);
    EXPECT_TRUE(edition.find_question("trained")->best);
    EXPECT_TRUE(edition.find_question("plan_text")->when);
    EXPECT_TRUE(edition.find_question("total")->derive);
    EXPECT_TRUE(edition.find_question("owner")->fallback_rule);
}

TEST(LoadEdition, 式には未回答の規則が書き込まれる)
{
    const edition::Edition edition = loaded(EditionFolder{});
    EXPECT_EQ(edition.find_question("plan_text")->when->text, "if plan = null then null else plan = 2");
    EXPECT_EQ(edition.items[1].met.text, "if agreed = null then null else agreed = true");
}

TEST(LoadEdition, 区分と称号と要件は項目を指す)
{
    const edition::Edition edition = loaded(EditionFolder{});
    ASSERT_EQ(edition.classes.size(), 3U);
    EXPECT_EQ(edition.classes[0].beyond, -1);
    EXPECT_EQ(edition.classes[1].beyond, 0);
    EXPECT_EQ(edition.classes[2].beyond, 1);
    EXPECT_EQ(edition.classes[2].need, 1U);
    EXPECT_FALSE(edition.classes[2].all);
    ASSERT_EQ(edition.requirements.size(), 2U);
    EXPECT_TRUE(edition.requirements[0].all);
    EXPECT_EQ(edition.requirements[0].need, 3U);
    EXPECT_EQ(edition.requirements[1].need, 2U);
    EXPECT_EQ(edition.titles[0].items, (std::vector<std::size_t>{3, 4, 5, 6, 7, 8}));
}

TEST(LoadEdition, 表の行は自分の出典を持つ)
{
    const edition::Edition edition = loaded(EditionFolder{});
    const auto table = std::find_if(edition.tables.begin(), edition.tables.end(),
                                    [](const edition::Table& one) { return one.id == "size"; });
    ASSERT_NE(table, edition.tables.end());
    ASSERT_EQ(table->row_sources.size(), 3U);
    EXPECT_EQ(table->row_sources[2].text(), "guide p.5 支店");
    EXPECT_EQ(table->output_name, "size");
    EXPECT_EQ(edition.tables[0].id, "rank") << "in the order of file names";
    EXPECT_EQ(edition.tables[0].row_sources[0].text(), "guide p.5");
}

TEST(LoadEdition, 一覧は名前と別名を持つ)
{
    const edition::Edition edition = loaded(EditionFolder{});
    ASSERT_EQ(edition.lists.size(), 1U);
    EXPECT_EQ(edition.lists[0].names, (std::vector<std::string>{"朝日町", "緑町", "港町"}));
    EXPECT_EQ(*edition.lists[0].find("あさひまち"), "朝日町");
    EXPECT_EQ(*edition.lists[0].find("みどり町"), "緑町");
    EXPECT_EQ(edition.lists[0].find("1"), nullptr) << "other columns are for others";
}

TEST(LoadEdition, 置いてある変換済みの年度版は元のフォルダから作ったもの)
{
    EXPECT_EQ(edition::to_canonical_json(loaded(EditionFolder{})),
              support::text_of_file("tests/editions/shop-2030.json"))
        << "mend it with: kenkei compile tests/editions/shop/2030 -o tests/editions/shop-2030.json";
}

TEST(LoadEdition, 変換して読み直しても規則は同じ)
{
    const edition::Edition edition = loaded(EditionFolder{});
    auto again = edition::read_canonical_json(edition::to_canonical_json(edition));
    ASSERT_TRUE(again.ok()) << base::describe(again.error());
    EXPECT_EQ(again->digest, edition.digest);
    ASSERT_EQ(again->items.size(), edition.items.size());
    for (std::size_t i = 0; i < edition.items.size(); ++i)
        EXPECT_TRUE(feel::same(*again->items[i].met.tree, *edition.items[i].met.tree)) << edition.items[i].id;
}

TEST(LoadEdition, 字下げと注釈と書き方は要約値を変えない)
{
    const std::string digest = loaded(EditionFolder{}).digest;
    EditionFolder folder;
    folder.replace("criteria.yaml", "values:", "# 注釈\n\nvalues: # 途中の値")
        .replace("criteria.yaml", "    met: |\n      agreed = true\n", "    met: 'agreed   = true'\n")
        .replace("questions.yaml", "options: { 1: 個人, 2: 会社 }",
                 "options:\n          1: \"個人\"\n          2: 会社")
        .replace("tables/size.yaml", "  > limit    | -      | large", "\n  >limit|-|large");
    EXPECT_EQ(loaded(folder).digest, digest);
    EXPECT_NE(loaded(EditionFolder{}.replace("criteria.yaml", "value: 20", "value: 21")).digest, digest);
    EXPECT_NE(loaded(EditionFolder{}.replace("questions.yaml", "label: 店名,", "label: 店の名,")).digest, digest);
    EXPECT_NE(loaded(EditionFolder{}.replace("tables/size.yaml", "> limit ", ">= limit")).digest, digest);
}

TEST(LoadEdition, 事例とデモの書き方は要約値に入らない)
{
    EditionFolder folder;
    folder.write("cases/base.yaml", "bases: {}\n");
    folder.write("ISSUES.md", "別の文\n");
    EXPECT_EQ(loaded(folder).digest, loaded(EditionFolder{}).digest);
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
    expect_refused({"edition.yaml", "2030-06-30T17:00", "2030-06-30T24:00", "edition.date", "2030-06-30T24:00"});
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

TEST(LoadEdition, 選択肢は番号で_既定と排他の番号はその中から)
{
    expect_refused({"questions.yaml", "{ 1: 個人, 2: 会社 }", "{ 1: 個人, 二: 会社 }", "edition.options", "会社"});
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

TEST(ReadCases, 事例は基の回答を写して変え_期待を受け継ぐ)
{
    EditionFolder folder;
    const edition::Edition edition = loaded(folder);
    const Cases cases = read_cases(folder.folder(), edition);
    EXPECT_TRUE(cases.errors.empty());
    ASSERT_GT(cases.cases.size(), 10U);
    EXPECT_EQ(cases.cases[0].name, "sample");
    EXPECT_TRUE(cases.cases[0].good);
    auto found = std::find_if(cases.cases.begin(), cases.cases.end(),
                              [](const Case& one) { return one.name == "21人からは小さな店ではない"; });
    ASSERT_NE(found, cases.cases.end());
    EXPECT_EQ(found->file, "editions/shop/2030/cases/bad/size.yaml");
    EXPECT_EQ(found->at.line, 2U);
    EXPECT_FALSE(found->good);
    EXPECT_EQ(found->as_of, (base::Date{2030, 5, 1}));
    EXPECT_EQ(found->document.find("answers")->find("staff")->text, "21");
    EXPECT_EQ(found->document.find("answers")->find("plan")->text, "1");
    EXPECT_EQ(found->expect.items.at("small"), edition::Outcome::NotMet);
    EXPECT_EQ(found->expect.items.at("plan"), edition::Outcome::Met);
    EXPECT_EQ(found->expect.class_reached, "AAA");
}

TEST(ReadCases, 事例の誤りは場所と直し方を言う)
{
    struct {
        std::string from;
        std::string to;
        std::string code;
        std::string at;
    } faults[] = {
        {"from: sample", "from: smaple", "case.base", "smaple"},
        {"small: not_met", "smal: not_met", "case.unknown", "not_met }"},
        {"small: not_met", "small: lost", "case.outcome", "lost"},
        {"facts: { size: large }", "facts: { sice: large }", "case.unknown", "large }"},
        {"set: { staff: 21, trained: 20 }", "sett: { staff: 21 }", "edition.unknown-key", "sett:"},
        {"name: 21人からは小さな店ではない\n    from", "from", "edition.missing", "from: sample"},
        {"expect: { items: { small: not_met }", "expect: { itmes: { small: not_met }", "edition.unknown-key", "itmes:"},
    };
    const edition::Edition edition = loaded(EditionFolder{});
    for (const auto& fault : faults) {
        EditionFolder folder;
        folder.replace("cases/bad/size.yaml", fault.from, fault.to);
        const Cases cases = read_cases(folder.folder(), edition);
        ASSERT_EQ(cases.errors.size(), 1U) << fault.to;
        const base::Error& error = cases.errors[0];
        EXPECT_EQ(error.code, fault.code) << base::describe(error);
        EXPECT_EQ(error.file, "editions/shop/2030/cases/bad/size.yaml");
        EXPECT_FALSE(error.way_out.empty());
        const std::string changed = folder.text("cases/bad/size.yaml");
        EXPECT_EQ(error.at, base::position_of(changed, changed.find(fault.at))) << base::describe(error);
    }
}

TEST(ReadDemo, 引き方はどれも読め_誤りは場所を言う)
{
    EditionFolder folder;
    const edition::Edition edition = loaded(folder);
    const DemoResult read = read_demo(folder.folder(), edition);
    ASSERT_TRUE(read.plan);
    EXPECT_EQ(read.plan->seed, 1U);
    ASSERT_EQ(read.plan->rules.size(), 4U);
    EXPECT_EQ(read.plan->rules[0].from, 1);
    EXPECT_EQ(read.plan->rules[0].to, 40);
    EXPECT_EQ(read.plan->rules[1].weights.size(), 4U);
    EXPECT_FALSE(read.plan->rules[1].weights[3].first);
    EXPECT_EQ(read.plan->rules[3].each.to_text(), "0.5");
    for (const auto& [from, to, code] : std::vector<std::tuple<std::string, std::string, std::string>>{
             {"start: sample", "start: nobody", "demo.start"},
             {"  staff:", "  stuff:", "demo.unknown"},
             {"[1, 40]", "[40, 1]", "demo.rule"},
             {"[1, 40]", "40", "demo.rule"},
             {"3: 2,", "4: 2,", "demo.rule"},
             {"plan = 2", "plam = 2", "feel.unknown-name"},
             {"{ integer: [1, 40] }", "{ integers: [1, 40] }", "edition.unknown-key"}}) {
        EditionFolder changed;
        changed.replace("demo.yaml", from, to);
        const DemoResult refused = read_demo(changed.folder(), edition);
        EXPECT_FALSE(refused.plan) << to;
        ASSERT_FALSE(refused.errors.empty()) << to;
        EXPECT_EQ(refused.errors[0].code, code) << to;
        EXPECT_TRUE(refused.errors[0].at.known()) << to;
        EXPECT_FALSE(refused.errors[0].way_out.empty()) << to;
    }
}

}
