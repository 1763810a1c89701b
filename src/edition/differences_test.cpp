#include "edition/differences.h"

#include "support/differences.h"

#include <functional>

namespace kenkei::edition {

namespace {

using support::question_in;
using support::told;
using support::told_of_shop;

using base::json::Kind;
using base::json::Value;

// Calls `visit` with every value of a tree that is no object and no array, and the path to it.
void for_each_leaf(Value& value, const std::string& path, const std::function<void(const std::string&, Value&)>& visit)
{
    for (auto& [key, member] : value.members)
        for_each_leaf(member, path + "." + key, visit);
    for (Value& item : value.items)
        for_each_leaf(item, path + "[]", visit);
    if (value.kind != Kind::Object && value.kind != Kind::Array)
        visit(path, value);
}

// Calls `visit` with the tree once for each member of an object that it lacks.
void for_each_gap(Value& value, const std::string& path, const std::function<void(const std::string&)>& visit)
{
    for (std::size_t i = 0; i < value.members.size(); ++i) {
        base::json::Member member = value.members[i];
        for_each_gap(value.members[i].second, path + "." + member.first, visit);
        value.members.erase(value.members.begin() + static_cast<std::ptrdiff_t>(i));
        visit(path + "." + member.first);
        value.members.insert(value.members.begin() + static_cast<std::ptrdiff_t>(i), std::move(member));
    }
}

std::string text_of(const Value& tree)
{
    base::json::Writer out;
    out.value(tree);
    return out.take();
}

// Other things that may stand in the place of a leaf.
std::vector<Value> others(const Value& leaf)
{
    std::vector<Value> all;
    const auto with = [&](std::string text) {
        all.push_back(leaf);
        all.back().text = std::move(text);
    };
    if (leaf.kind == Kind::Boolean) {
        all.push_back(leaf);
        all.back().boolean = !leaf.boolean;
        return all;
    }
    for (std::size_t i = leaf.text.size(); i-- > 0;) {
        if (leaf.text[i] >= '0' && leaf.text[i] <= '9') {
            std::string text = leaf.text;
            text[i] = text[i] == '9' ? '8' : static_cast<char>(text[i] + 1);
            with(text);
        }
    }
    if (leaf.kind == Kind::String) {
        for (const char* end : {"2", " and true", " = true"})
            with(leaf.text + end);
        for (const char* word : {"integer", "decimal", "text", "name", "kana", "keep", "show", "note", "warning",
                                 "number", "A", "false", "plan", "opened", "A_"})
            with(word);
    }
    return all;
}

}

TEST(Differences, 同じ年度版に違いはない)
{
    EXPECT_TRUE(differences(support::shop(), support::shop()).empty());
    EXPECT_EQ(told(support::shop(), support::shop()), "違いはありません。規則の要約値も同じです。\n");
}

TEST(Differences, 名称や言い方の違いを年度版に示す)
{
    EXPECT_EQ(told_of_shop([](Edition& e) {
                  e.name = "見本の店2031";
                  e.short_name = "見本店31";
                  e.authority = "新しい商店会";
                  e.office.clear();
                  e.outcome_words[Outcome::Met] = "見本の店でした";
                  e.outcome_words.erase(Outcome::Undetermined);
              }),
              "\n年度版\n"
              "  ~ 変更　年度版　名称: 見本の店2030 → 見本の店2031\n"
              "  ~ 変更　年度版　略称: 見本店30 → 見本店31\n"
              "  ~ 変更　年度版　認定する者: 見本商店会 → 新しい商店会\n"
              "  ~ 変更　年度版　事務局: 見本商店会事務局 → （なし）\n"
              "  ~ 変更　年度版　適合の言い方: 見本の店です → 見本の店でした\n"
              "  ~ 変更　年度版　未回答の言い方: 未回答のため決まりません → （なし）\n");
}

TEST(Differences, 名称だけの年度版の略称は名称と別には言わない)
{
    Edition before = support::edition_of({});
    Edition after = before;
    after.name = after.short_name = "大きな年度版";
    EXPECT_EQ(told(before, after), "\n年度版\n  ~ 変更　年度版　名称: 小さな年度版 → 大きな年度版\n");
}

TEST(Differences, 期間と料金は日付と円で示す)
{
    EXPECT_EQ(told_of_shop([](Edition& e) {
                  e.application.opens = {2031, 4, 2};
                  e.application.closes = {{2031, 6, 30}, 17, 30};
                  e.application.note.clear();
                  e.fee->amount = 1234567;
                  e.fee->tax = 0;
                  e.fee->due.reset();
                  e.evidence->keep_years = 5;
                  e.evidence->answer_within_days = 10;
                  e.validity->from = base::Date{2030, 10, 1};
                  e.validity->to = {2032, 3, 31};
                  e.validity->note = "推定";
              }),
              "\n申請期間\n"
              "  ~ 変更　申請期間　初日: 2030年4月1日 → 2031年4月2日\n"
              "  ~ 変更　申請期間　締切: 2030年6月30日17時 → 2031年6月30日17時30分\n"
              "  ~ 変更　申請期間　備考: 初日は当日消印有効 → （なし）\n"
              "\n申請料\n"
              "  ~ 変更　申請料　金額: 1,000円 → 1,234,567円\n"
              "  ~ 変更　申請料　消費税: 100円 → 0円\n"
              "  ~ 変更　申請料　支払期限: 2030年7月31日15時 → （なし）\n"
              "\n証憑\n"
              "  ~ 変更　保存する資料　保存する年数: 2年 → 5年\n"
              "  ~ 変更　保存する資料　求められてから提出まで: 7日以内 → 10日以内\n"
              "\n有効期間\n"
              "  ~ 変更　有効期間　初日: （なし） → 2030年10月1日\n"
              "  ~ 変更　有効期間　最終日: 2031年3月31日 → 2032年3月31日\n"
              "  ~ 変更　有効期間　備考: （なし） → 推定\n");
}

TEST(Differences, 料金や保存の定めがなくなれば廃止_できれば追加)
{
    Edition without = support::shop();
    without.fee.reset();
    without.evidence.reset();
    without.validity.reset();
    EXPECT_EQ(told(support::shop(), without),
              "\n申請料\n"
              "  - 廃止　申請料: 1,000円（ほかに消費税 100円）、支払期限 2030年7月31日15時\n"
              "\n証憑\n"
              "  - 廃止　保存する資料: 申請期間の最終日から2年保存、求められたら7日以内に提出\n"
              "\n有効期間\n"
              "  - 廃止　有効期間: 〜2031年3月31日\n");
    EXPECT_EQ(told(without, support::shop()),
              "\n申請料\n"
              "  + 追加　申請料: 1,000円（ほかに消費税 100円）、支払期限 2030年7月31日15時\n"
              "\n証憑\n"
              "  + 追加　保存する資料: 申請期間の最終日から2年保存、求められたら7日以内に提出\n"
              "\n有効期間\n"
              "  + 追加　有効期間: 〜2031年3月31日\n");
}

TEST(Differences, 台帳は名称と件数と項目で比べる)
{
    EXPECT_EQ(told_of_shop([](Edition& e) {
                  e.known[0].register_name = "会員台帳";
                  e.known[0].many = true;
                  e.known[0].use = "名簿に載せる";
                  e.known[0].fields = {{"member", FieldType::Text}};
                  e.known[1] = {.id = "insurer", .register_name = "保険者照会", .fields = {{"on", FieldType::Date}}};
              }),
              "\n台帳\n"
              "  + 追加　保険者照会: 項目 on（日付）\n"
              "  - 廃止　表彰台帳: 項目 year（数）、class（文字）\n"
              "  ~ 変更　会員台帳　名称: 商店会台帳 → 会員台帳\n"
              "  ~ 変更　会員台帳　件数: 1件だけ → 何件でも\n"
              "  ~ 変更　会員台帳　規則のほかの使いみち: （なし） → 名簿に載せる\n"
              "  ~ 変更　会員台帳　項目\n"
              "      前: member（はい・いいえ）、visits（数）、visited_on（日付）、officer（文字）\n"
              "      後: member（文字）\n");
}

TEST(Differences, 一覧は件数と例で示し_別名も比べる)
{
    EXPECT_EQ(told_of_shop([](Edition& e) {
                  e.lists[0].names = {"緑町", "朝日町", "一", "二", "三", "四", "五", "六"};
                  e.lists[0].aliases = {{"朝日", "緑町"}, {"朝日町", "朝日町"}, {"緑町", "緑町"}, {"一", "一"}};
                  e.lists.push_back({.id = "rivers", .names = {"大川", "小川"}, .aliases = {}});
              }),
              "\n一覧\n"
              "  + 追加　一覧（rivers）: 2件: 大川、小川\n"
              "  + 追加　一覧（towns）　名前: 6件: 一、二、三、四、五 ほか\n"
              "  - 削除　一覧（towns）　名前: 1件: 港町\n"
              "  ~ 移動　一覧（towns）　名前の並び: 1件\n"
              "  + 追加　一覧（towns）　別名: 1件: 朝日（緑町）\n"
              "  - 削除　一覧（towns）　別名: 3件: あさひまち（朝日町）、みどり町（緑町）、朝日（朝日町）\n");
}

TEST(Differences, 出典は資料で示し_引用する箇所は件数だけを示す)
{
    EXPECT_EQ(told_of_shop([](Edition& e) {
                  e.documents[0].title = "見本の店の手引き（改訂）";
                  e.documents[0].publisher.clear();
                  e.documents[0].issued = "2030-02";
                  e.documents[0].address = "https://example.jp/2";
                  e.documents.push_back({.id = "page", .title = "公開ページ", .publisher = "見本商店会"});
                  e.items[0].source.place = "問9";
                  question_in(e, "kind").options_source = {"page", "表"};
                  e.tables[0].row_sources[0] = {"page", "表"};
                  e.fee->source = {"page", "料金"};
              }),
              "\n典拠\n"
              "  + 追加　資料 page: 公開ページ（見本商店会）\n"
              "  ~ 変更　資料 guide　標題: 見本の店の手引き → 見本の店の手引き（改訂）\n"
              "  ~ 変更　資料 guide　発行者: 見本商店会 → （なし）\n"
              "  ~ 変更　資料 guide　発行年月: 2030-01 → 2030-02\n"
              "  ~ 変更　資料 guide　所在: https://example.jp/shop → https://example.jp/2\n"
              "  ~ 移動　規則や設問の出典　引用する箇所: 4件\n");
    EXPECT_EQ(told_of_shop([](Edition& e) { e.documents.clear(); }),
              "\n典拠\n  - 廃止　資料 guide: 見本の店の手引き（見本商店会）\n");
}

TEST(Differences, 違いには前と後の出典が付く)
{
    Edition after = support::shop();
    after.items[0].label = "番号";
    after.items[0].source = {"guide", "問9"};
    const std::vector<Change> changes = differences(support::shop(), after);
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(changes[0].id, "code");
    EXPECT_EQ(changes[0].source_before.text(), "guide 問1");
    EXPECT_EQ(changes[0].source_after.text(), "guide 問9");
}

TEST(Differences, 年度版のどこを変えても_何かを示す)
{
    auto tree = base::json::parse(support::text_of_file("tests/editions/shop-2030.json"));
    ASSERT_TRUE(tree.ok());
    const auto before = read_canonical_json(text_of(*tree));
    ASSERT_TRUE(before.ok());
    std::size_t tried = 0;
    for_each_leaf(*tree, "", [&](const std::string& path, Value& leaf) {
        if (path == ".edition.scheme" || path == ".edition.edition") // the first line tells
            return;
        const Value original = leaf;
        for (const Value& other : others(original)) {
            leaf = other;
            auto after = read_canonical_json(text_of(*tree));
            if (!after.ok() || after->digest == before->digest)
                continue;
            ++tried;
            EXPECT_FALSE(differences(*before, *after).empty()) << path << ": " << original.text << " → " << other.text;
            if (original.text.find('\n') == std::string::npos) // of a table, try each cell
                break;
        }
        leaf = original;
    });
    EXPECT_GT(tried, 250U);
}

TEST(Differences, 年度版から何を省いても_何かを示す)
{
    auto tree = base::json::parse(support::text_of_file("tests/editions/shop-2030.json"));
    ASSERT_TRUE(tree.ok());
    const auto before = read_canonical_json(text_of(*tree));
    ASSERT_TRUE(before.ok());
    std::size_t tried = 0;
    for_each_gap(*tree, "", [&](const std::string& path) {
        const auto after = read_canonical_json(text_of(*tree));
        if (!after.ok() || after->digest == before->digest)
            return;
        ++tried;
        EXPECT_FALSE(differences(*before, *after).empty()) << "without " << path;
        EXPECT_FALSE(differences(*after, *before).empty()) << "with " << path;
    });
    EXPECT_GT(tried, 60U);
}

}
