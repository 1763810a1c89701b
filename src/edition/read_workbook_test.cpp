#include "edition/canonical_json.h"
#include "edition/description.h"
#include "support/editions.h"

namespace kenkei::edition {

using support::edition_of;
using support::error_of;
using support::Small;

namespace {

const std::string both_towns = R"("streets":{"朝日町":["本通り","川端"],"緑町":["本通り"]})";

Small with(const std::string& workbook, const std::string& grouped_lists = both_towns)
{
    return {.questions = {{"kind", R"("type":"choice","options":{"1":"卸売業","2":"小売業"})"},
                          {"means", R"("type":"choices","options":{"1":"掲示","2":"声かけ"})"},
                          {"staff", R"("type":"integer","unit":"人")"},
                          {"town", R"("type":"text","list":"towns")"},
                          {"street", R"("type":"text")"},
                          {"plan", R"("type":"text")"},
                          {"where", R"("type":"text","derive":"street")"}},
            .lists = R"("towns":{"names":["朝日町","緑町"],"aliases":{"朝日":"朝日町"}})",
            .workbook = workbook,
            .grouped_lists = grouped_lists};
}

const std::string whole = R"("title":"応募用紙",)"
                          R"("notes":{"submission":{"heading":"提出方法","text":"持参か郵送。\n","source":"none"},)"
                          R"("answering":{"heading":"書き方","text":"色の欄に。","source":"none"}},)"
                          R"("pulldowns":["kind"],"lines":{"plan":2,"street":20},)"
                          R"("suggestions":{"street":{"list":"streets","within":"town"}})";

// What is refused: code and a part of what is said.
void expect_refused(const std::string& workbook, std::string_view code, std::string_view part,
                    const std::string& grouped_lists = both_towns)
{
    const base::Error error = error_of(with(workbook, grouped_lists));
    EXPECT_EQ(error.code, code) << workbook;
    EXPECT_NE((error.message + error.way_out).find(part), std::string::npos)
        << workbook << ": " << error.message << error.way_out;
}

std::string suggestion(const std::string& question, const std::string& list, const std::string& within)
{
    return R"("suggestions":{")" + question + R"(":{"list":")" + list + R"(","within":")" + within + R"("}})";
}

}

TEST(Workbook, 表題と記入方法とプルダウンと行数と候補を読む)
{
    const Edition edition = edition_of(with(whole));
    const Workbook& workbook = edition.workbook;
    const auto id = [&](std::size_t question) { return edition.questions[question].id; };
    EXPECT_EQ(workbook.title, "応募用紙");
    ASSERT_EQ(workbook.notes.size(), 2U);
    EXPECT_EQ(workbook.notes[0].id, "submission");
    EXPECT_EQ(workbook.notes[0].heading, "提出方法");
    EXPECT_EQ(workbook.notes[0].text, "持参か郵送。");
    EXPECT_EQ(workbook.notes[1].id, "answering");
    ASSERT_EQ(workbook.pulldowns.size(), 1U);
    EXPECT_EQ(id(workbook.pulldowns[0]), "kind");
    ASSERT_EQ(workbook.lines.size(), 2U);
    EXPECT_EQ(id(workbook.lines[0].first), "plan");
    EXPECT_EQ(workbook.lines[0].second, 2);
    EXPECT_EQ(workbook.lines[1].second, 20);
    ASSERT_EQ(workbook.suggestions.size(), 1U);
    EXPECT_EQ(id(workbook.suggestions[0].question), "street");
    EXPECT_EQ(id(workbook.suggestions[0].within), "town");
}

TEST(Workbook, 候補の一覧は組の名前で引ける_同じ名前が別の組にあってもよい)
{
    const Edition edition = edition_of(with(whole));
    ASSERT_EQ(edition.workbook.lists.size(), 1U);
    const GroupedList& list = edition.workbook.lists[edition.workbook.suggestions[0].list];
    ASSERT_TRUE(list.find_group("朝日町"));
    EXPECT_EQ(*list.find_group("朝日町"), (std::vector<std::string>{"本通り", "川端"}));
    EXPECT_EQ(*list.find_group("緑町"), (std::vector<std::string>{"本通り"}));
    EXPECT_EQ(list.find_group("港町"), nullptr);
    EXPECT_EQ(list.find_group(""), nullptr);
}

TEST(Workbook, 一つの一覧を二つの設問で使っても_一覧は一つ)
{
    const Edition edition = edition_of(with(
        R"("suggestions":{"street":{"list":"streets","within":"town"},"plan":{"list":"streets","within":"town"}})"));
    EXPECT_EQ(edition.workbook.lists.size(), 1U);
    EXPECT_EQ(edition.workbook.suggestions[1].list, 0U);
}

TEST(Workbook, 書いて読んで書いても一字も変わらない)
{
    for (const std::string& workbook :
         {whole, std::string(R"("title":"応募用紙")"), std::string(R"("pulldowns":["kind"])"),
          std::string(R"("lines":{"plan":5})"), suggestion("plan", "streets", "town")}) {
        const Edition edition = edition_of(with(workbook));
        const std::string once = to_canonical_json(edition);
        auto again = read_canonical_json(once);
        ASSERT_TRUE(again.ok()) << base::describe(again.error());
        EXPECT_EQ(to_canonical_json(*again), once);
        EXPECT_EQ(again->digest, edition.digest);
        EXPECT_NE(edition.digest, edition_of(with("")).digest) << workbook;
    }
}

TEST(Workbook, 様式のことを言わない年度版の要約値は_変わらない)
{
    for (const char* nothing : {"", R"("notes":{})", R"("pulldowns":[],"lines":{},"suggestions":{})"}) {
        const Edition edition = edition_of(with(nothing));
        EXPECT_TRUE(edition.workbook.is_empty());
        EXPECT_EQ(to_canonical_json(edition).find("workbook"), std::string::npos);
        EXPECT_EQ(to_canonical_json(edition).find("grouped_lists"), std::string::npos);
    }
}

TEST(Workbook, 候補の名前が変われば要約値が変わる)
{
    EXPECT_NE(edition_of(with(whole)).digest,
              edition_of(with(whole, R"("streets":{"朝日町":["本通り"],"緑町":["本通り"]})")).digest);
}

TEST(Workbook, 知らないキーと足りないキーは断る)
{
    expect_refused(R"("titel":"x")", "edition.unknown-key", "「title」ではありませんか");
    expect_refused(R"("notes":{"n":{"heading":"x","text":"y","source":"none","no":1}})", "edition.unknown-key", "no");
    expect_refused(R"("notes":{"n":{"text":"y","source":"none"}})", "edition.missing", "heading");
    expect_refused(R"("notes":{"n":{"heading":"x","source":"none"}})", "edition.missing", "text");
    expect_refused(R"("notes":{"n":{"heading":"x","text":"y"}})", "edition.missing", "source");
    expect_refused(R"("notes":{"n":{"heading":"x","text":"y","source":"nowhere p.1"}})", "edition.source", "nowhere");
    expect_refused(R"("notes":{"1n":{"heading":"x","text":"y","source":"none"}})", "edition.id", "1n");
    expect_refused(R"("notes":["x"])", "edition.type", "notes");
    expect_refused(R"("suggestions":{"street":{"list":"streets"}})", "edition.missing", "within");
    expect_refused(R"("suggestions":{"street":{"within":"town"}})", "edition.missing", "list");
}

TEST(Workbook, プルダウンにできるのは_一つだけ選ぶ設問_一度ずつ)
{
    expect_refused(R"("pulldowns":["kinds"])", "edition.unknown-name", "「kind」ではありませんか");
    expect_refused(R"("pulldowns":["means"])", "edition.workbook", "choices");
    expect_refused(R"("pulldowns":["staff"])", "edition.workbook", "integer");
    expect_refused(R"("pulldowns":["kind","kind"])", "edition.duplicate", "二度");
    for (const char* written : {R"("kind")", "{}", R"({"kind":1})"})
        expect_refused(R"("pulldowns":)" + std::string(written), "edition.type", "[ ]");
}

TEST(Workbook, 行数は2から20まで_文字の設問だけ)
{
    expect_refused(R"("lines":{"plann":3})", "edition.unknown-name", "「plan」ではありませんか");
    expect_refused(R"("lines":{"kind":3})", "edition.workbook", "choice");
    expect_refused(R"("lines":{"where":3})", "edition.workbook", "derive");
    for (const char* count : {"1", "0", "-2", "21", "99999"})
        expect_refused(R"("lines":{"plan":)" + std::string(count) + "}", "edition.workbook", "2 から 20");
    for (const char* count : {R"("3")", "2.5", "true"})
        expect_refused(R"("lines":{"plan":)" + std::string(count) + "}", "edition.type", "整数");
}

TEST(Workbook, 候補は_一覧のない文字の設問に_一覧のある設問の回答で絞って出す)
{
    expect_refused(suggestion("stret", "streets", "town"), "edition.unknown-name", "「street」ではありませんか");
    expect_refused(suggestion("kind", "streets", "town"), "edition.workbook", "choice");
    expect_refused(suggestion("where", "streets", "town"), "edition.workbook", "derive");
    expect_refused(suggestion("town", "streets", "town"), "edition.workbook", "list: towns");
    expect_refused(suggestion("street", "streets", "twon"), "edition.unknown-name", "「town」ではありませんか");
    expect_refused(suggestion("street", "streets", "plan"), "edition.workbook", "一覧（list）がありません");
    expect_refused(suggestion("street", "streets", "kind"), "edition.workbook", "choice");
    expect_refused(suggestion("street", "roads", "town"), "edition.list", "roads");
}

TEST(Workbook, 候補の組は_絞る設問の一覧の名前でなければならない)
{
    const std::string workbook = suggestion("street", "streets", "town");
    expect_refused(workbook, "edition.list", "組「港町」", R"("streets":{"朝日町":["本通り"],"港町":["波止場"]})");
    expect_refused(workbook, "edition.list", "組「朝日」", R"("streets":{"朝日":["本通り"]})"); // another spelling
    expect_refused(workbook, "edition.type", "組「朝日町」", R"("streets":{"朝日町":"本通り"})");
    expect_refused(workbook, "edition.list", "streets", R"("streets":["本通り"])");
}

TEST(Workbook, 読めなかった設問は_様式で重ねて言わない)
{
    Small small = with(R"("pulldowns":["kind"],"lines":{"nobody":3})");
    std::string json = support::json_of(small);
    const std::string before = R"("staff":{)";
    json.replace(json.find(before), before.size(), R"("staff":{"lable":1,)");
    auto read = read_canonical_json(json);
    ASSERT_FALSE(read.ok());
    EXPECT_EQ(read.error().code, "edition.unknown-key");
}

TEST(Workbook, 年度版の説明に様式の節がある)
{
    const std::string text = describe(edition_of(with(whole)));
    const std::size_t at = text.find("■ 様式（Excel）");
    ASSERT_NE(at, std::string::npos) << text;
    EXPECT_EQ(text.substr(at, text.find("\n\n", at) - at),
              "■ 様式（Excel）\n"
              "    表題: 応募用紙\n"
              "    記入方法: 提出方法、書き方\n"
              "    プルダウンで答える設問: kind\n"
              "    数行の欄: plan 2行、street 20行\n"
              "    候補: street は一覧（streets）のうち、「town」の回答のもの");
    EXPECT_EQ(describe(edition_of(with(""))).find("様式"), std::string::npos);
}

}
