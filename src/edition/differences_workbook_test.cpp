#include "support/differences.h"

namespace kenkei::edition {

using support::Small;
using support::told;

namespace {

const std::string streets = R"("streets":{"朝日町":["本通り","川端"],"緑町":["本通り"]})";

Small with(const std::string& workbook, const std::string& grouped_lists = streets)
{
    return {.questions = {{"kind", R"("type":"choice","options":{"1":"卸売業","2":"小売業"})"},
                          {"town", R"("type":"text","list":"towns")"},
                          {"area", R"("type":"text","list":"towns")"},
                          {"street", R"("type":"text")"}},
            .lists = R"("towns":{"names":["朝日町","緑町"],"aliases":{}})",
            .workbook = workbook,
            .grouped_lists = grouped_lists};
}

std::string note(const std::string& id, const std::string& heading, const std::string& text)
{
    return support::in_quotes(id) + R"(:{"heading":)" + support::in_quotes(heading) + R"(,"text":)" +
           support::in_quotes(text) + R"(,"source":"none"})";
}

std::string notes(const std::string& all)
{
    return R"("notes":{)" + all + "}";
}

const std::string in_town = R"("suggestions":{"street":{"list":"streets","within":"town"}})";
const std::string in_area = R"("suggestions":{"street":{"list":"streets","within":"area"}})";

}

TEST(Differences, 様式の表題が変わる)
{
    EXPECT_EQ(told(with(R"("title":"申請書")"), with(R"("title":"応募用紙")")),
              "\n様式\n  ~ 変更　様式　表題: 申請書 → 応募用紙\n");
    EXPECT_EQ(told(with(R"("title":"申請書")"), with(R"("title":"申請書")")),
              "違いはありません。規則の要約値も同じです。\n");
}

TEST(Differences, 記入方法が加わり_なくなり_変わり_移る)
{
    const std::string one = note("a", "提出方法", "郵送。");
    const std::string two = note("b", "書き方", "黒い字で。");
    EXPECT_EQ(told(with(""), with(notes(one))), "\n様式\n  + 追加　記入方法「提出方法」: 郵送。\n");
    EXPECT_EQ(told(with(notes(one + "," + two)), with(notes(two))), "\n様式\n  - 廃止　記入方法「提出方法」: 郵送。\n");
    EXPECT_EQ(told(with(notes(one)), with(notes(note("a", "提出方法", "持参か郵送。")))),
              "\n様式\n  ~ 変更　記入方法「提出方法」　文: 郵送。 → 持参か郵送。\n");
    EXPECT_EQ(told(with(notes(one)), with(notes(note("a", "出し方", "郵送。")))),
              "\n様式\n  ~ 変更　記入方法「出し方」　見出し: 提出方法 → 出し方\n");
    EXPECT_EQ(told(with(notes(one + "," + two)), with(notes(two + "," + one))),
              "\n様式\n  ~ 移動　記入方法「提出方法」　位置: 最初 → 「書き方」の次\n");
}

TEST(Differences, 答え方と欄の行数が変わる)
{
    EXPECT_EQ(told(with(""), with(R"("pulldowns":["kind"])")),
              "\n様式\n  ~ 変更　kind　答え方: 選択肢の番号 → プルダウン\n");
    EXPECT_EQ(told(with(R"("lines":{"street":5})"), with(R"("lines":{"street":3})")),
              "\n様式\n  ~ 変更　street　欄の行数: 5行 → 3行\n");
    EXPECT_EQ(told(with(R"("lines":{"street":5})"), with("")), "\n様式\n  ~ 変更　street　欄の行数: 5行 → 1行\n");
}

TEST(Differences, 候補が付き_外れ_絞り方が変わる)
{
    EXPECT_EQ(told(with(""), with(in_town)),
              "\n様式\n  ~ 変更　street　候補: （なし） → 一覧（streets）のうち「town」の回答のもの\n");
    EXPECT_EQ(told(with(in_town), with("")),
              "\n様式\n  ~ 変更　street　候補: 一覧（streets）のうち「town」の回答のもの → （なし）\n");
    EXPECT_NE(told(with(in_town), with(in_area)).find("「area」"), std::string::npos);
}

TEST(Differences, 候補の一覧の名前が加わり_なくなる)
{
    const std::string text =
        told(with(in_town), with(in_town, R"("streets":{"朝日町":["本通り","北通り","南通り"],"緑町":["本通り"]})"));
    EXPECT_NE(text.find("候補の一覧（streets）　名前: 2件: 朝日町 北通り、朝日町 南通り"), std::string::npos) << text;
    EXPECT_NE(text.find("候補の一覧（streets）　名前: 1件: 朝日町 川端"), std::string::npos) << text;
}

TEST(Differences, 加わった設問の欄のことは_言わない)
{
    Small before = with("");
    Small after = with(R"("lines":{"street":5,"reason":3})");
    before.workbook = R"("lines":{"street":5})";
    after.questions.emplace_back("reason", R"("type":"text")");
    const std::string text = told(before, after);
    EXPECT_EQ(text.find("様式"), std::string::npos) << text;
    EXPECT_NE(text.find("reason"), std::string::npos) << text;
}

TEST(Differences, 設問のidが変わっただけなら_候補は変わらない)
{
    Small before = with(in_town);
    Small after = with(R"("suggestions":{"street":{"list":"streets","within":"city"}})");
    after.questions[1].first = "city";
    Edition renamed = support::edition_of(after);
    renamed.questions[1].label = "town";
    const std::string text = told(support::edition_of(before), renamed);
    EXPECT_EQ(text.find("候補"), std::string::npos) << text;
}

}
