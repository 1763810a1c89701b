#include "support/differences.h"

namespace kenkei::edition {

namespace {

using support::question_in;
using support::Small;
using support::told;

std::string first_line(const Edition& before, const Edition& after)
{
    const std::string text = changes_as_text(before, after);
    return text.substr(0, text.find('\n'));
}

std::string repeated(std::string_view text, std::size_t count)
{
    std::string all;
    for (std::size_t i = 0; i < count; ++i)
        all += text;
    return all;
}

Edition with_label(std::string label)
{
    Edition edition = support::edition_of({});
    edition.items[0].label = std::move(label);
    return edition;
}

}

TEST(ChangesAsText, 一行目は変更の件数を事項ごとに数える)
{
    Edition after = support::shop();
    after.edition = "2031";
    after.name = "見本の店2031";
    after.items[0].label = "番号";
    after.items[1].label = "同意";
    EXPECT_EQ(first_line(support::shop(), after), "shop/2030 → shop/2031: 変更 3件（年度版 1、評価項目 2）");
    EXPECT_EQ(first_line(after, after), "shop/2031（要約値 " + after.digest.substr(0, 12) + "） → shop/2031（要約値 " +
                                            after.digest.substr(0, 12) + "）: 変更 0件");
}

TEST(ChangesAsText, 要約値だけが違えば_違いはないとだけ言う)
{
    Edition after = support::shop();
    after.edition = "2031";
    after.digest = "0";
    EXPECT_EQ(told(support::shop(), after), "違いはありません。\n");
}

TEST(ChangesAsText, 制度が違えば初めに断る)
{
    Edition after = support::shop();
    after.scheme = "market";
    EXPECT_EQ(first_line(support::shop(), after),
              "注: 制度が違います（shop と market）。同じ id か、同じ名称のものどうしを比べています。");
}

TEST(ChangesAsText, 長い文言は違うところの前後だけを示す)
{
    const std::string same = repeated("同じ", 150);
    const auto lines = [&](const std::string& before, const std::string& after) {
        Edition edition = support::edition_of({});
        edition.application.note = before;
        Edition other = edition;
        other.application.note = after;
        return told(edition, other);
    };
    EXPECT_EQ(lines(same + "、はじめ。" + same, same + "、おわり。" + same),
              "\n申請期間\n  ~ 変更　申請期間　備考\n      前: …はじめ。" + repeated("同じ", 12).substr(0, 69) +
                  "…\n      後: …おわり。" + repeated("同じ", 12).substr(0, 69) + "…\n");
    EXPECT_EQ(lines("はじめ" + same, same), "\n申請期間\n  ~ 変更　申請期間　備考\n      前: はじめ" +
                                                repeated("同じ", 12) + "…\n      後: " + repeated("同じ", 12) + "…\n");
    EXPECT_EQ(lines(same, same + "おわり"), "\n申請期間\n  ~ 変更　申請期間　備考\n      前: …" + repeated("同じ", 12) +
                                                "\n      後: …" + repeated("同じ", 12) + "おわり\n");
    EXPECT_EQ(lines("前", same),
              "\n申請期間\n  ~ 変更　申請期間　備考\n      前: 前\n      後: " + repeated("同じ", 100) + "…\n");
}

TEST(ChangesAsText, 長い追加は200字で切る)
{
    Edition after = support::edition_of({});
    after.documents.push_back({.id = "page", .title = repeated("長", 201)});
    EXPECT_EQ(told(support::edition_of({}), after),
              "\n典拠\n  + 追加　資料 page\n      " + repeated("長", 200) + "…\n");
    EXPECT_EQ(differences(support::edition_of({}), after).front().after, repeated("長", 201));
    after.documents.back().title = repeated("長", 200);
    EXPECT_EQ(told(support::edition_of({}), after), "\n典拠\n  + 追加　資料 page\n      " + repeated("長", 200) + "\n");
}

TEST(ChangesAsText, 端末を操る文字と改行は一行の中の字になる)
{
    const std::string text = changes_as_text(with_label("一"), with_label("二\n\x1b[2J三"));
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
    EXPECT_EQ(text, "small/1（要約値 " + with_label("一").digest.substr(0, 12) + "） → small/1（要約値 " +
                        with_label("一").digest.substr(0, 12) +
                        "）: 変更 1件（評価項目 1）\n\n評価項目\n  ~ 変更　二 ␛[2J三　名称: 一 → 二 ␛[2J三\n");
}

TEST(ChangesAsText, 番号が四つ以上変われば一つにまとめる)
{
    const auto numbered = [](std::initializer_list<const char*> numbers) {
        Small small;
        for (const char* number : numbers) {
            const std::string id = "q" + std::to_string(small.questions.size());
            small.questions.emplace_back(id, R"("type":"boolean","no":")" + std::string(number) + "\"");
        }
        return support::edition_of(small);
    };
    EXPECT_EQ(told(numbered({"1", "2", "3", "4"}), numbered({"2", "3", "4", "5"})),
              "\n設問\n  ~ 変更　設問 4件　番号: 1、2、3、4 → 2、3、4、5\n");
    EXPECT_EQ(told(numbered({"", "", "", ""}), numbered({"2", "3", "4", "5"})),
              "\n設問\n  ~ 変更　設問 4件　番号: （なし） → 2、3、4、5\n");
    EXPECT_EQ(told(numbered({"1", "", "3", "4"}), numbered({"2", "3", "4", ""})),
              "\n設問\n  ~ 変更　設問 4件　番号: 1、（なし）、3、4 → 2、3、4、（なし）\n");
    EXPECT_EQ(told(numbered({"1", "2", "3"}), numbered({"2", "3", "4"})), "\n設問\n"
                                                                          "  ~ 変更　2 q0　番号: 1 → 2\n"
                                                                          "  ~ 変更　3 q1　番号: 2 → 3\n"
                                                                          "  ~ 変更　4 q2　番号: 3 → 4\n");
    EXPECT_EQ(differences(numbered({"1", "2", "3", "4"}), numbered({"2", "3", "4", "5"})).size(), 4U);
}

// The same edition with `count` findings, each said in two sentences.
static Edition with_findings(std::size_t count, const std::string& message)
{
    support::Small small{.questions = {{"q", R"("type":"boolean")"}}};
    for (std::size_t i = 1; i <= count; ++i)
        small.findings.emplace_back("q.rule" + std::to_string(i),
                                    R"("severity":"note","when":"q","message":")" + message + R"(")");
    return support::edition_of(small);
}

TEST(ChangesAsText, 文だけが変わった指摘は_多ければ一つにまとめる)
{
    EXPECT_EQ(differences(with_findings(21, "前の文"), with_findings(21, "後の文")).size(), 21U);
    const std::string few = told(with_findings(20, "前の文"), with_findings(20, "後の文"));
    EXPECT_NE(few.find("q.rule20　文言: 前の文 → 後の文\n"), std::string::npos) << few;
    const std::string many = told(with_findings(21, "前の文"), with_findings(21, "後の文"));
    EXPECT_NE(many.find("\n  ~ 変更　指摘 21件　文言: q.rule1、q.rule2、"), std::string::npos) << many;
    EXPECT_EQ(many.find("前の文"), std::string::npos) << many;
    EXPECT_NE(changes_as_json(with_findings(21, "前の文"), with_findings(21, "後の文")).find("前の文"),
              std::string::npos);
}

TEST(ChangesAsMarkdown, 事項ごとの見出しと表になり_要約値を持たない)
{
    Edition after = support::shop();
    after.name = "見本の店2031";
    after.items[0].label = "番号|<b>*x*\n二行&目";
    after.documents.clear();
    after.fee->note = "`[a](b)`\\";
    EXPECT_EQ(changes_as_markdown(support::shop(), after),
              "shop/2030 → shop/2030: 変更 4件（年度版 1、申請料 1、評価項目 1、典拠 1）\n"
              "\n## 年度版\n\n"
              "| 対象 | 事項 | 前 | 後 |\n|---|---|---|---|\n"
              "| 年度版 | 名称 | 見本の店2030 | 見本の店2031 |\n"
              "\n## 申請料\n\n"
              "| 対象 | 事項 | 前 | 後 |\n|---|---|---|---|\n"
              "| 申請料 | 備考 | — | \\`\\[a](b)\\`\\\\ |\n"
              "\n## 評価項目\n\n"
              "| 対象 | 事項 | 前 | 後 |\n|---|---|---|---|\n"
              "| 番号\\|&lt;b>\\*x\\*<br>二行&amp;目 | 名称 | 店番号の記入 | 番号\\|&lt;b>\\*x\\*<br>二行&amp;目 |\n"
              "\n## 典拠\n\n"
              "| 対象 | 事項 | 前 | 後 |\n|---|---|---|---|\n"
              "| 資料 guide | 廃止 | 見本の店の手引き（見本商店会） | — |\n");
    EXPECT_EQ(changes_as_markdown(after, after), "shop/2030 → shop/2030: 変更 0件\n\n違いはありません。\n");
}

TEST(ChangesAsMarkdown, 部分の追加と削除は事項の欄で言う)
{
    Edition after = support::shop();
    question_in(after, "plan").options = {{1, "ある"}, {2, "別の形である"}, {4, "作っている"}};
    EXPECT_EQ(changes_as_markdown(support::shop(), after), "shop/2030 → shop/2030: 変更 2件（設問 2）\n"
                                                           "\n## 設問\n\n"
                                                           "| 対象 | 事項 | 前 | 後 |\n|---|---|---|---|\n"
                                                           "| 問5 計画 | 選択肢の追加 | — | 4 作っている |\n"
                                                           "| 問5 計画 | 選択肢の削除 | 3 ない | — |\n");
}

TEST(ChangesAsJson, すべてを長いまま書く)
{
    const std::string many = repeated("長", 300);
    Edition after = support::shop();
    after.edition = "2031";
    after.digest = "f00";
    after.items[0].label = many;
    const auto json = base::json::parse(changes_as_json(support::shop(), after));
    ASSERT_TRUE(json.ok());
    EXPECT_EQ(json->find("before")->find("edition")->text, "shop/2030");
    EXPECT_EQ(json->find("before")->find("digest")->text, support::shop().digest);
    EXPECT_EQ(json->find("after")->find("edition")->text, "shop/2031");
    EXPECT_EQ(json->find("after")->find("digest")->text, "f00");
    const auto& changes = json->find("changes")->items;
    ASSERT_EQ(changes.size(), 1U);
    std::vector<std::string> keys;
    for (const auto& member : changes[0].members)
        keys.push_back(member.first);
    EXPECT_EQ(keys, (std::vector<std::string>{"area", "kind", "id", "subject", "what", "before", "after"}));
    EXPECT_EQ(changes[0].find("area")->text, "items");
    EXPECT_EQ(changes[0].find("kind")->text, "changed");
    EXPECT_EQ(changes[0].find("id")->text, "code");
    EXPECT_EQ(changes[0].find("subject")->text, many);
    EXPECT_EQ(changes[0].find("what")->text, "名称");
    EXPECT_EQ(changes[0].find("before")->text, "店番号の記入");
    EXPECT_EQ(changes[0].find("after")->text, many);
}

}
