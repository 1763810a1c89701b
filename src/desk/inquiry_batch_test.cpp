#include "desk/inquiry_batch.h"

#include <gtest/gtest.h>

#include <set>

namespace kenkei::desk {

namespace {

constexpr std::string_view facts_csv = "id,column,since,question,yes,no,known\n"
                                       "declared,宣言（○か×）,参加した日,q6,1;2,5,declared\n"
                                       "silver,資格（○か×）,,q7,1,2,\n";

std::vector<InquiryFact> facts()
{
    return read_inquiry_facts(facts_csv).facts;
}

InquiredCase one(std::string id, std::string number)
{
    return {
        .id = std::move(id), .number = std::move(number), .firm = "=見本", .symbol = "0123", .asked = {{"declared"}}};
}

TEST(InquiryBatch, 照会する事項は選択肢が言うことと結ばれ言わない選択肢は照会されない)
{
    const auto answers = base::json::parse(R"({"q6": 5, "q7": "3"})");
    ASSERT_TRUE(answers.ok());
    const auto asked = asked_of(*answers, facts());
    ASSERT_EQ(asked.size(), 1u);
    EXPECT_EQ(asked[0].fact, "declared");
    EXPECT_EQ(asked[0].claimed, false);
    EXPECT_EQ(read_inquiry_facts("a,b\n").faults.size(), 1u);
    EXPECT_EQ(read_inquiry_facts(std::string(facts_csv) + "x,,,q,1,2,\n").faults.size(), 1u);
}

TEST(InquiryBatch, 保険者ごとに一束となり束の中は法人番号の順)
{
    const std::vector<InquiryOf> all = {{"乙", one("c", "3")}, {"甲", one("b", "2")}, {"乙", one("a", "1")}};
    const auto batches = batches_of(all, "25A");
    ASSERT_EQ(batches.size(), 2u);
    const InquiryBatch& second = batches[0].insurer == "乙" ? batches[0] : batches[1];
    EXPECT_EQ(second.cases[0].id, "a");
    EXPECT_EQ(batches[0].id, "25A001");
    EXPECT_EQ(batches[1].id, "25A002");
}

TEST(InquiryBatch, 表は両端に照合番号を持ち照会しない欄にはそう書く)
{
    const InquiryBatch batch{.id = "25A001", .insurer = "甲", .cases = {one("c-1", "1"), one("c-2", "2")}};
    const auto rows = inquiry_table(batch, facts());
    EXPECT_EQ(rows[0],
              (std::vector<std::string>{"照合番号", "案件番号", "法人番号", "法人名", "記号・番号", "宣言（○か×）",
                                        "参加した日", "資格（○か×）", "備考", "照合番号（控え）"}));
    EXPECT_EQ(rows[1].front(), rows[1].back());
    EXPECT_NE(rows[1].front(), rows[2].front());
    EXPECT_TRUE(rows[1].front().starts_with("25A001-0001-")) << rows[1].front();
    EXPECT_EQ(rows[1][5], "");
    EXPECT_EQ(rows[1][7], "照会なし");
    EXPECT_NE(inquiry_csv(batch, facts()).find(",'=見本,"), std::string::npos) << "no formula";
}

}

}
