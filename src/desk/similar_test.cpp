#include "desk/similar.h"

#include "base/utf8.h"
#include "support/plan_texts.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace kenkei::desk {
namespace {

using testing::PlanTexts;

SimilarTexts find(const std::vector<std::string>& texts, SimilarOptions options = {})
{
    std::vector<std::string> owners;
    for (std::size_t i = 0; i < texts.size(); ++i)
        owners.push_back("firm " + std::to_string(i));
    std::vector<OwnedText> owned;
    for (std::size_t i = 0; i < texts.size(); ++i)
        owned.push_back({owners[i], texts[i]});
    return find_similar(owned, options);
}

std::string part(const std::string& text, std::uint32_t begin, std::uint32_t end)
{
    return base::to_utf8(base::to_code_points(text).substr(begin, end - begin));
}

const std::string walk =
    "総務部の二名が毎週水曜の昼に川沿いを歩く会を開き、参加した人数と歩数を月末に集計して食堂の壁に掲げる。";
const std::string sleep =
    "交替勤務の班では眠りの浅い者が多いので、産業医に話を聞いたうえで夜勤明けの休みを一日のばし、仮眠室を整えた。";
const std::string salt =
    "健診で血圧の高い者が増えたため、仕出し弁当の塩分を業者と相談して減らし、みそ汁は具を多くして週に三度までとする。";

TEST(Similar, 写した文章は_数字や空白や句読点を変えても見つかる)
{
    const std::string copied =
        "総務部の二名が，毎週水曜の昼に 川沿いを歩く会を開き　参加した人数と歩数を月末に集計して食堂の壁に掲げる";
    const SimilarTexts found = find({walk, sleep, copied, salt});
    ASSERT_EQ(found.clusters.size(), 1U);
    EXPECT_EQ(found.clusters[0].texts, (std::vector<std::size_t>{0, 2}));
    ASSERT_EQ(found.clusters[0].pairs.size(), 1U);
    EXPECT_TRUE(found.clusters[0].pairs[0].whole);
    EXPECT_EQ(found.compared, 4U);
}

TEST(Similar, 根拠は_どちらの文章のどこからどこまでかを言う)
{
    const std::string first = salt + walk;
    const std::string second = sleep + "また、" + walk;
    const SimilarTexts found = find({first, second});
    ASSERT_EQ(found.clusters.size(), 1U);
    const SimilarPair& pair = found.clusters[0].pairs.at(0);
    EXPECT_FALSE(pair.whole);
    ASSERT_EQ(pair.passages.size(), 1U);
    const Passage& passage = pair.passages[0];
    const std::string words = walk.substr(0, walk.size() - std::string("。").size());
    EXPECT_EQ(part(first, passage.first_begin, passage.first_end), words);
    EXPECT_EQ(part(second, passage.second_begin, passage.second_end), words);
}

TEST(Similar, 短い文章が長い文章に写されていても見つかる)
{
    const std::string longer = salt + sleep + walk + "年度の終わりには社長が結果を読み上げ、来年の歩き方を皆で決める。";
    const SimilarTexts found = find({walk, longer});
    ASSERT_EQ(found.clusters.size(), 1U);
    EXPECT_LT(found.clusters[0].pairs[0].jaccard, 0.3);
    EXPECT_GT(found.clusters[0].pairs[0].containment, 0.9);
}

TEST(Similar, 同じ法人の二つの版は組にしない)
{
    const std::string longer = walk + sleep; // texts are views
    const std::vector<OwnedText> texts{{"firm 1", walk}, {"firm 1", walk}, {"firm 1", longer}};
    EXPECT_TRUE(find_similar(texts, {}).clusters.empty());
}

TEST(Similar, ほかの法人が写せば_その法人とだけ組になる)
{
    const std::vector<OwnedText> texts{{"firm 1", walk}, {"firm 1", walk}, {"firm 2", walk}};
    const SimilarTexts found = find_similar(texts, {});
    ASSERT_EQ(found.clusters.size(), 1U);
    EXPECT_EQ(found.clusters[0].texts, (std::vector<std::size_t>{0, 2}));
}

TEST(Similar, 別の法人の二つの版は_それを写した法人を通じてだけ集まる)
{
    // The second text of firm 1 is not told as a copy of its first, but both are of firm 2's.
    const std::string shorter = walk + sleep;
    const std::string longer = shorter + salt;
    const std::vector<OwnedText> texts{{"firm 1", shorter}, {"firm 1", longer}, {"firm 2", shorter}};
    const SimilarTexts found = find_similar(texts, {});
    ASSERT_EQ(found.clusters.size(), 1U);
    for (const SimilarPair& pair : found.clusters[0].pairs)
        EXPECT_NE(texts[pair.first].owner, texts[pair.second].owner);
}

TEST(Similar, ごく短い文章は全体が同じときだけ組にし_もっと短いものは比べない)
{
    const SimilarTexts found = find(
        {"血圧が高いと言われた従業員が前の年より増えたこと", "血圧が高いと言われた従業員が、前の年より増えたこと。",
         "血圧が高いと言われた従業員が前の年より減ったこと", "血圧の高い者が多い", "血圧の高い者が多い"});
    ASSERT_EQ(found.clusters.size(), 1U);
    EXPECT_EQ(found.clusters[0].texts, (std::vector<std::size_t>{0, 1}));
    EXPECT_EQ(found.too_short, 2U);
    EXPECT_EQ(found.compared, 3U);
}

TEST(Similar, 制度が用意した文言を写しても組にならない)
{
    const std::string wording =
        "計画を策定し、数値目標・実施主体・達成期限を定めて推進している。従業員の健康課題を踏まえて定めている。";
    const std::vector<std::string> texts{wording + walk, wording + sleep, wording};
    EXPECT_FALSE(find(texts).clusters.empty());
    const SimilarTexts found = find(texts, {.schemes_wording = {wording}});
    EXPECT_TRUE(found.clusters.empty());
    EXPECT_EQ(found.schemes_own, 1U);
}

TEST(Similar, 根拠には_制度が用意した文言を並べない)
{
    const std::string wording = "計画を策定し、数値目標・実施主体・達成期限を定めて推進している。";
    const SimilarTexts found = find({wording + salt + walk, walk + sleep + wording}, {.schemes_wording = {wording}});
    ASSERT_EQ(found.clusters.size(), 1U);
    ASSERT_EQ(found.clusters[0].pairs.at(0).passages.size(), 1U);
    EXPECT_EQ(found.clusters[0].pairs[0].passages[0].second_begin, 0U);
}

// No passage of ten characters is left, so only the sets of trigrams tell.
TEST(Similar, 九字ごとに字を変えた写しも見つける)
{
    const std::vector<PlanTexts::Text> own = PlanTexts(17).make(60, 0, 300);
    std::vector<std::string> texts;
    for (const PlanTexts::Text& text : own) {
        std::u32string changed = base::to_code_points(text.text);
        for (std::size_t i = 4; i < changed.size(); i += 9)
            changed[i] = U'ヰ';
        texts.push_back(text.text);
        texts.push_back(base::to_utf8(changed));
    }
    std::size_t together = 0;
    for (const SimilarCluster& cluster : find(texts).clusters) {
        for (const SimilarPair& pair : cluster.pairs)
            together += pair.first / 2 == pair.second / 2;
    }
    EXPECT_GE(together, 55U);
}

TEST(Similar, 多くの法人が書く決まり文句は手がかりにしない)
{
    const std::string phrase = "従業員一人ひとりが心身ともに健やかに働ける職場をめざして全社で取り組みを続けていく。";
    const std::vector<PlanTexts::Text> own = PlanTexts(3).make(1500, 0, 120);
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < own.size(); ++i)
        texts.push_back(i % 3 == 0 ? phrase + own[i].text : own[i].text);
    SimilarOptions options{.schemes_wording = PlanTexts::schemes_wording()};
    EXPECT_TRUE(find(texts, options).clusters.empty());
    options.common_share = 1;
    EXPECT_FALSE(find(texts, options).clusters.empty()); // it would be taken for copied
}

TEST(Similar, 何割もの法人が同じひな形に手を入れたものも見つける)
{
    const std::string form =
        "安全衛生の係が四月に体力の測定を行い、その結果をもとに七月から月に二度の教室を開く。教室では腰と膝の動かし方を"
        "理学療法士に習い、休んだ者には動画を送る。十二月にもう一度測り、はじめの結果と比べて翌年の回数を決める。";
    std::vector<PlanTexts::Text> own = PlanTexts(5).make(1200, 0, 200);
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < own.size(); ++i)
        texts.push_back(i % 5 == 0 ? own[i].text.substr(0, own[i].text.find("。") + 3) + form : own[i].text);
    const SimilarTexts found = find(texts, {.schemes_wording = PlanTexts::schemes_wording()});
    ASSERT_EQ(found.clusters.size(), 1U);
    EXPECT_EQ(found.clusters[0].texts.size(), 240U);
}

TEST(Similar, 空の入力や文字にならない入力にも答える)
{
    EXPECT_TRUE(find({}).clusters.empty());
    EXPECT_TRUE(
        find({"", "　", "。。。。。。。。。。。。。。。。", "\xf0\x9f\x8f\x83\xf0\x9f\x8f\x83"}).clusters.empty());
    EXPECT_EQ(find({"", "", ""}).too_short, 3U);
}

// Half-width kana with its sound mark is one character in the comparison and two in the text.
TEST(Similar, 半角カナで書き写しても位置は元の文章のもの)
{
    const std::string full =
        "毎朝ラジオタイソウのあとにストレッチとガムシロップ抜きのコーヒーを皆でたのしむ時間をもうけた";
    const std::string half = "毎朝ﾗｼﾞｵﾀｲｿｳのあとにｽﾄﾚｯﾁとｶﾞﾑｼﾛｯﾌﾟ抜きのｺｰﾋｰを皆でたのしむ時間をもうけた";
    const SimilarTexts found = find({full, half});
    ASSERT_EQ(found.clusters.size(), 1U);
    const Passage& passage = found.clusters[0].pairs[0].passages.at(0);
    EXPECT_EQ(part(half, passage.second_begin, passage.second_end), half);
}

TEST(Similar, 数は一つの印になり_続く文字を変えない)
{
    ComparableTexts comparable({});
    EXPECT_EQ(comparable.read("３．５％から12,000円へ").characters, U"#から#円へ");
    EXPECT_EQ(comparable.read("4.また").characters, U"#また");
    EXPECT_EQ(comparable.read("第１ 2班").characters, U"第##班");
}

// The labelled set: what is found of each kind of copy, and how much of what is found is one.
struct Measured {
    std::map<PlanTexts::Copy, std::pair<std::size_t, std::size_t>> found; // of how many
    std::size_t pairs = 0;
    std::size_t right = 0;
};

Measured measure(const std::vector<PlanTexts::Text>& texts, const SimilarTexts& result)
{
    Measured measured;
    std::map<std::size_t, std::multiset<std::size_t>> families; // of the cluster that a text is in
    std::map<std::size_t, std::size_t> cluster_of;
    for (std::size_t i = 0; i < result.clusters.size(); ++i) {
        for (std::size_t text : result.clusters[i].texts) {
            families[i].insert(texts[text].family);
            cluster_of[text] = i;
        }
        for (const SimilarPair& pair : result.clusters[i].pairs) {
            ++measured.pairs;
            measured.right += texts[pair.first].family == texts[pair.second].family;
        }
    }
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (texts[i].copy == PlanTexts::Copy::None)
            continue;
        auto& [found, all] = measured.found[texts[i].copy];
        ++all;
        const auto cluster = cluster_of.find(i);
        found += cluster != cluster_of.end() && families[cluster->second].count(texts[i].family) > 1;
    }
    return measured;
}

TEST(Similar, 印をつけた文章のうち_どの写し方も9割以上を見つけ_誤りは100に1つもない)
{
    const std::vector<PlanTexts::Text> texts = PlanTexts(11).make(3000, 8, 350);
    std::vector<OwnedText> owned;
    for (const PlanTexts::Text& text : texts)
        owned.push_back({text.owner, text.text});
    const SimilarOptions options{.schemes_wording = PlanTexts::schemes_wording()};
    const SimilarTexts result = find_similar(owned, options);
    const Measured measured = measure(texts, result);
    EXPECT_EQ(measured.found.size(), PlanTexts::copy_kinds - 1);
    for (const auto& [copy, counts] : measured.found) {
        const auto& [found, all] = counts;
        EXPECT_GE(all, 30U) << PlanTexts::name_of(copy);
        EXPECT_GE(found * 10, all * 9) << PlanTexts::name_of(copy) << ": " << found << " of " << all;
    }
    EXPECT_GE(measured.pairs, 300U);
    EXPECT_GE(measured.right * 100, measured.pairs * 99) << measured.right << " of " << measured.pairs;

    const SimilarTexts again = find_similar(owned, options);
    ASSERT_EQ(again.clusters.size(), result.clusters.size());
    for (std::size_t i = 0; i < result.clusters.size(); ++i)
        EXPECT_EQ(again.clusters[i].texts, result.clusters[i].texts);
}

}
}
