#include "store/search.h"

#include "store/store_testing.h"

#include "base/utf8.h"

#include <random>

namespace kenkei::store {

using namespace testing;

namespace {

class SearchTest : public OnBothDatabases {
protected:
    void SetUp() override
    {
        OnBothDatabases::SetUp();
        if (IsSkipped())
            return;
        m_store.emplace(good(Store::open(where())));
        add_case(*m_store, applicant_of_shop());
        add_case(*m_store, {.number = "9876543210987",
                            .code = "A\"B'C",
                            .name = "ﾔﾏﾀﾞ製作所 AND (ガス)",
                            .kana = "やまだせいさくしょ",
                            .phones = {"(045)222-3333"},
                            .persons = {"山田・ボーノ"}});
        add_case(*m_store, {.number = "1111111111111", .name = "推薦進学会 キヤノン堂", .persons = {"髙橋"}});
    }
    // The numbers of the cases found.
    std::string found(const std::string& text, std::int64_t limit = 10)
    {
        return look(*m_store, [&](Transaction& transaction) {
            std::string numbers;
            for (const CaseRow& row : good(transaction.search(text, limit)))
                numbers += row.id.text.back();
            return numbers;
        });
    }

    std::optional<Store> m_store;
};

}

TEST_P(SearchTest, 漢字は一字でも二字でも三字以上でも見つかる)
{
    EXPECT_EQ(found("推"), "13");
    EXPECT_EQ(found("堂"), "13");
    EXPECT_EQ(found("推進"), "1");
    EXPECT_EQ(found("進堂"), "1");
    EXPECT_EQ(found("健康推進堂"), "1");
    EXPECT_EQ(found("株式会社健康推進堂"), "1"); // the blank in the name is none
    EXPECT_EQ(found("㈱"), "");
    EXPECT_EQ(found("𠮷"), "1");
    EXPECT_EQ(found("𠮷田"), "1");
    EXPECT_EQ(found("髙子"), "1");
    EXPECT_EQ(found("髙"), "13");
    EXPECT_EQ(found("進推"), "");
    EXPECT_EQ(found("推薦進"), "3");
    EXPECT_EQ(found("社福"), "");
}

TEST_P(SearchTest, かなは平仮名でも片仮名でも半角でも大文字でも同じ)
{
    EXPECT_EQ(found("けんこう"), "1");
    EXPECT_EQ(found("ケンコウ"), "1");
    EXPECT_EQ(found("ｹﾝｺｳ"), "1");
    EXPECT_EQ(found("ﾔﾏﾀﾞ"), "2");
    EXPECT_EQ(found("ヤマダ製"), "2");
    EXPECT_EQ(found("キャノン"), "3");
    EXPECT_EQ(found("ボーノ"), "2");
    EXPECT_EQ(found("ー"), "2");
    EXPECT_EQ(found("・"), "2");
    EXPECT_EQ(found("ａｎｄ"), "2");
}

TEST_P(SearchTest, 電話番号はハイフンがあってもなくても見つかる)
{
    EXPECT_EQ(found("03-1234-5678"), "1");
    EXPECT_EQ(found("0312345678"), "1");
    EXPECT_EQ(found("０３（１２３４）５６７８"), "1");
    EXPECT_EQ(found("1234-5678"), "1");
    EXPECT_EQ(found("045-222"), "2");
    EXPECT_EQ(found("0452223333"), "2");
}

TEST_P(SearchTest, 番号の一部と担当者の名前でも見つかる)
{
    EXPECT_EQ(found("567890"), "1");
    EXPECT_EQ(found("9876543210987"), "2");
    EXPECT_EQ(found("𠮷田髙子"), "1");
    EXPECT_EQ(found("山田　ガス"), "2");
    EXPECT_EQ(found("山田 推進"), "");
    EXPECT_EQ(found("00123"), "1");
}

TEST_P(SearchTest, 検索の言葉遣いに意味のある文字は文字として扱う)
{
    EXPECT_EQ(found("A\"B'C"), "2");
    EXPECT_EQ(found("\""), "2");
    EXPECT_EQ(found("'"), "2");
    EXPECT_EQ(found("AND ("), "2");
    EXPECT_EQ(found("推進 OR"), "");
    EXPECT_EQ(found("NOT *"), "");
    for (std::string odd :
         {"*", "推*", "a:b", "a|b", "!", "\\", "%", "_", "?", "(", "-", "\x1f", "\x1f推", "NEAR(a b)"})
        (void)found(odd);
    EXPECT_EQ(found(""), "");
    EXPECT_EQ(found(" 　"), "");
    EXPECT_EQ(found("\x1f"), "");
}

TEST_P(SearchTest, 件数の上限と順序は古い順)
{
    EXPECT_EQ(found("1"), "123");
    EXPECT_EQ(found("1", 2), "12");
    EXPECT_EQ(found("堂", 1), "1");
    look(*m_store, [](Transaction& transaction) {
        EXPECT_EQ(code_of(transaction.search("a b c d e f g h i j k l m n o p q", 1)), "store.search");
        return 0;
    });
}

TEST_P(SearchTest, どの部分で探しても見つかる)
{
    // Random texts of an awkward alphabet: whatever piece is asked for, its case is found.
    std::mt19937 random(7);
    const std::u32string alphabet = U"健康𠮷髙ーｱﾞ・がギ-(1９aＺ'\"々〆";
    for (int round = 0; round < 30; ++round) {
        std::u32string name;
        for (int i = 0; i < 8; ++i)
            name += alphabet[random() % alphabet.size()];
        std::string folded = fold_for_search(base::to_utf8(name));
        CaseId id = add_case(*m_store, {.name = base::to_utf8(name)});
        std::u32string text = base::to_code_points(folded);
        for (std::size_t at = 0; at < text.size(); ++at)
            for (std::size_t size = 1; at + size <= text.size(); size += 2) {
                std::string piece = base::to_utf8(text.substr(at, size));
                auto rows =
                    look(*m_store, [&](Transaction& transaction) { return good(transaction.search(piece, 99)); });
                EXPECT_TRUE(std::any_of(rows.begin(), rows.end(), [&](const CaseRow& row) { return row.id == id; }))
                    << piece << " in " << folded;
            }
    }
}

KENKEI_ON_BOTH_DATABASES(SearchTest);

TEST(Search, 索引の語は文字の組を十六進で書いたもの)
{
    EXPECT_EQ(grams_of("推進"), "63a8x9032 9032x");
    EXPECT_EQ(grams_of("ー\x1f𠮷"), "20bb7x 30fcx");
    EXPECT_EQ(grams_of(""), "");
}

}
