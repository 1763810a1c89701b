#include "desk/score_sheet.h"

#include <gtest/gtest.h>

namespace kenkei::desk {
namespace {

const std::vector<RankEntrant> entrants = {
    {"s-000001", "1000000000001", {}}, {"s-000002", "1000000000002", {}}, {"s-000003", "1000000000003", {}}};

std::vector<std::string> messages(const ScoreSheet& sheet)
{
    std::vector<std::string> all;
    for (const table::CsvFault& fault : sheet.faults)
        all.push_back(fault.message);
    return all;
}

using Messages = std::vector<std::string>;

TEST(ScoreSheet, 案件番号か法人番号で読み_得点は書かれたとおりである)
{
    const ScoreSheet sheet =
        read_scores("法人番号,法人名,得点,実施\n1000000000001,甲,812.50,-3\n"
                    "１０００００００００００２,乙,８１２．４９９９９９９９９９９９９９９９９９９９,0\n"
                    "1000000000003,丙,0,+1.5\n",
                    entrants, {"実施"});
    EXPECT_EQ(messages(sheet), Messages{});
    ASSERT_EQ(sheet.scores.size(), 3u);
    EXPECT_EQ(sheet.scores.at("s-000001").total.to_text(), "812.5");
    EXPECT_EQ(sheet.scores.at("s-000001").parts.at("実施").to_text(), "-3");
    EXPECT_EQ(sheet.scores.at("s-000002").total.to_text(), "812.49999999999999999999");
    EXPECT_EQ(sheet.scores.at("s-000003").parts.at("実施").to_text(), "1.5");
    EXPECT_EQ(read_scores("case,score\ns-000001,1\ns-000002,2\ns-000003,3\n", entrants, {}).scores.size(), 3u);
}

TEST(ScoreSheet, 数でない得点は行とともに言い_点を与えない)
{
    for (const char* bad :
         {"\"1,234\"", "1e3", "80点", "", "1.2.3", "-", ".", "NaN", "1234567890123456789012345678901"}) {
        const ScoreSheet sheet =
            read_scores("案件番号,得点\ns-000001," + std::string(bad) + "\ns-000002,2\ns-000003,3\n", entrants, {});
        ASSERT_EQ(sheet.faults.size(), 1u) << bad;
        EXPECT_EQ(sheet.faults[0].line, 2u);
        EXPECT_FALSE(sheet.scores.contains("s-000001")) << bad;
        EXPECT_EQ(sheet.scores.size(), 2u);
    }
    EXPECT_EQ(messages(read_scores("案件番号,得点\ns-000001,80点\ns-000002,2\ns-000003,3\n", entrants, {})),
              Messages{"2行目: 得点「80点」を数として読めません。コンマや単位を付けず、30桁までの数字と小数点で書いて"
                       "ください。"});
}

TEST(ScoreSheet, 二度ある法人はどちらも使わない)
{
    const ScoreSheet sheet =
        read_scores("案件番号,得点\ns-000001,1\ns-000002,2\ns-000001,3\ns-000003,3\ns-000001,4\n", entrants, {});
    EXPECT_EQ(messages(sheet),
              (Messages{"4行目: 案件s-000001は2行目にもあります。どちらの得点も使いません。片方を消してください。",
                        "6行目: 案件s-000001は2行目にもあります。どちらの得点も使いません。片方を消してください。"}));
    EXPECT_FALSE(sheet.scores.contains("s-000001"));
}

TEST(ScoreSheet, 対象にない法人と_得点のない法人を言う)
{
    const ScoreSheet sheet = read_scores("法人番号,得点\n1000000000001,1\n1000000000009,2\n", entrants, {});
    EXPECT_EQ(
        messages(sheet),
        (Messages{
            "3行目: 法人番号「1000000000009」は、順位づけの対象にありません。番号を確かめてください。",
            "案件s-000002（法人番号1000000000002）の得点がありません。表に加えるか、順位づけから外してください。",
            "案件s-000003（法人番号1000000000003）の得点がありません。表に加えるか、順位づけから外してください。"}));
    EXPECT_EQ(sheet.scores.size(), 1u);
}

TEST(ScoreSheet, 案件番号と法人番号がくいちがう行_列のずれた行は使わない)
{
    const ScoreSheet sheet = read_scores("案件番号,法人番号,得点\ns-000001,1000000000002,1\ns-000002,2\n"
                                         "s-000003,1000000000003,3\n",
                                         entrants, {});
    ASSERT_EQ(sheet.scores.size(), 1u);
    EXPECT_TRUE(sheet.scores.contains("s-000003"));
    ASSERT_EQ(sheet.faults.size(), 4u); // two lines, and two firms without a score
    EXPECT_EQ(sheet.faults[0].line, 2u);
    EXPECT_EQ(sheet.faults[1].line, 3u);
}

TEST(ScoreSheet, 同じ法人の案件が複数あれば案件番号を求める)
{
    std::vector<RankEntrant> two = entrants;
    two.push_back({"s-000004", "1000000000001", {}});
    const ScoreSheet sheet = read_scores("法人番号,得点\n1000000000001,1\n1000000000002,2\n1000000000003,3\n", two, {});
    EXPECT_EQ(sheet.scores.size(), 2u);
    EXPECT_EQ(sheet.faults.front().message,
              "2行目: 法人番号1000000000001の案件が複数あります。案件番号の列を加えてください。");
}

TEST(ScoreSheet, 見出しが足りない表と壊れた表からは何も取らない)
{
    for (const char* bad : {"", "得点\n1\n", "案件番号\ns-000001\n", "案件番号,得点\ns-000001,1\n", // no 実施
                            "案件番号,得点,得点,実施\ns-000001,1,2,3\n", "案件番号,得点,実施\n\"s-000001,1,2\n"}) {
        const ScoreSheet sheet = read_scores(bad, entrants, {"実施"});
        EXPECT_TRUE(sheet.scores.empty()) << bad;
        EXPECT_FALSE(sheet.faults.empty()) << bad;
    }
    const ScoreSheet broken = read_scores("案件番号,得点\ns-000001,1\ns-000002,\"2\"x\ns-000003,3\n", entrants, {});
    EXPECT_TRUE(broken.scores.empty());
    EXPECT_EQ(broken.faults.front().line, 3u);
}

}
}
