#include "desk/insurers.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace kenkei::desk {

namespace {

constexpr std::string_view heading = "種別,名称,支部・連合会,保険者番号,別名\n";

InsurerRegister example()
{
    return read_insurers(std::string(heading) + "協会けんぽ支部,全国健康保険協会大阪支部,大阪,,\n"
                                                "協会けんぽ支部,全国健康保険協会船員保険部,船員保険部,,船員保険\n"
                                                "健保組合,見本髙橋健康保険組合,大阪,06139463,\n"
                                                "健保組合,別の健康保険組合,東京,06270011,元の名前健康保険組合\n"
                                                "国保組合,見本国民健康保険組合,,138057,\n"
                                                "共済等,見本共済組合,東京,,\n"
                                                "共済等,見本共済組合,大阪,,\n");
}

InsurerDoubtKind doubt_of(const InsurerClaim& claim)
{
    const FoundInsurer found = find_insurer(example(), claim);
    EXPECT_FALSE(found.insurer);
    EXPECT_EQ(found.doubts.size(), 1u);
    return found.doubts.empty() ? InsurerDoubtKind::Missing : found.doubts.front().kind;
}

InsurerClaim society(std::string name, std::string number, std::string federation = "")
{
    return {.kind = InsurerKind::Society,
            .branch = {},
            .symbol = {},
            .society = std::move(name),
            .federation = std::move(federation),
            .number = std::move(number)};
}

TEST(Insurers, 台帳の誤りは行ごとに示され正しい行は残る)
{
    const InsurerRegister read =
        read_insurers(std::string(heading) + "町内会,だれか,,,\n"
                                             "健保組合,検証番号ちがい健康保険組合,大阪,06139464,\n"
                                             "健保組合,法別番号ちがい健康保険組合,大阪,01040013,\n"
                                             "健保組合,見本健康保険組合,大阪,06139463,\n"
                                             "健保組合,二つ目健康保険組合,大阪,6139463,\n"
                                             "健保組合,見本健保,大阪府連合会,,\n"
                                             "健保組合,,大阪,,\n");
    EXPECT_EQ(read.insurers.size(), 1u);
    ASSERT_EQ(read.faults.size(), 6u);
    EXPECT_TRUE(read.faults[1].starts_with("3行目の保険者番号「06139464」は")) << read.faults[1];
    EXPECT_TRUE(read.faults[4].starts_with("7行目の名称")) << read.faults[4];
    EXPECT_EQ(read_insurers("").faults.size(), 1u);
    EXPECT_EQ(read_insurers("名前,番号\nx,1\n").faults.size(), 2u);
}

TEST(Insurers, 共通の台帳は47支部と船員保険部で誤りがない)
{
    std::ifstream file(KENKEI_SOURCE_DIR "/schemes/shared/insurers.csv");
    std::stringstream text;
    text << file.rdbuf();
    const InsurerRegister read = read_insurers(text.str());
    EXPECT_EQ(read.insurers.size(), 48u);
    EXPECT_TRUE(read.faults.empty());
    for (std::size_t i = 0; i < read.insurers.size(); ++i) {
        const std::string symbol = i + 1 == read.insurers.size() ? "1234567890" : "71010203";
        const InsurerClaim claim{.kind = InsurerKind::Branch, .branch = read.insurers[i].place, .symbol = symbol};
        EXPECT_EQ(find_insurer(read, claim).insurer, i) << read.insurers[i].place;
    }
}

TEST(Insurers, 支部は支部名と記号で決まる)
{
    InsurerClaim claim{.kind = InsurerKind::Branch, .branch = "協会けんぽ　大阪府支部", .symbol = "７１０１０２０３"};
    EXPECT_EQ(find_insurer(example(), claim).insurer, 0u);
    claim.symbol = "710102";
    EXPECT_EQ(doubt_of(claim), InsurerDoubtKind::Malformed);
    claim.symbol = "7101020304"; // ten digits: 船員保険
    EXPECT_EQ(doubt_of(claim), InsurerDoubtKind::Contradiction);
    claim.branch = "船員保険";
    EXPECT_EQ(find_insurer(example(), claim).insurer, 1u);
    claim.symbol = "";
    EXPECT_EQ(doubt_of(claim), InsurerDoubtKind::Missing);
    EXPECT_EQ(doubt_of({.kind = InsurerKind::Branch, .branch = "難波", .symbol = "7101020"}),
              InsurerDoubtKind::Unknown);
}

TEST(Insurers, 組合は名と番号が同じ一つを指すときだけ決まる)
{
    const FoundInsurer found = find_insurer(example(), society("見本高橋健保", "6139463", "大阪連合会"));
    EXPECT_EQ(found.insurer, 2u) << "旧字、略称、先頭の0";
    EXPECT_EQ(found.reason, "組合名「見本高橋健保」と保険者番号「6139463」、連合会「大阪連合会」");
    EXPECT_EQ(find_insurer(example(), society("元の名前健保組合", "06270011")).insurer, 3u);
}

TEST(Insurers, 組合の番号が別の組合のものなら両方を候補に挙げて決めない)
{
    const FoundInsurer found = find_insurer(example(), society("見本髙橋健康保険組合", "06270011"));
    EXPECT_FALSE(found.insurer);
    EXPECT_EQ(found.candidates, (std::vector<std::size_t>{2, 3}));
    EXPECT_EQ(found.doubts.at(0).kind, InsurerDoubtKind::Contradiction);
}

TEST(Insurers, 足りないものや誤りがあれば決めない)
{
    EXPECT_EQ(doubt_of({}), InsurerDoubtKind::Missing);
    EXPECT_EQ(doubt_of(society("見本髙橋健康保険組合", "")), InsurerDoubtKind::Missing);
    EXPECT_EQ(doubt_of(society("", "06139463")), InsurerDoubtKind::Missing);
    EXPECT_EQ(doubt_of(society("見本髙橋健康保険組合", "6139464")), InsurerDoubtKind::Malformed);
    EXPECT_EQ(doubt_of(society("見本髙橋健康保険組合", "06139463", "東京")), InsurerDoubtKind::Contradiction);
    EXPECT_EQ(doubt_of(society("見本", "06139463")), InsurerDoubtKind::Contradiction) << "a name cut short is no name";
}

TEST(Insurers, 国保組合と共済は正式名称で決まり同名が二つあれば決めない)
{
    InsurerClaim claim{.kind = InsurerKind::NationalSociety, .society = "見本国保組合"};
    EXPECT_EQ(find_insurer(example(), claim).insurer, 4u);
    claim.kind = InsurerKind::Other;
    EXPECT_EQ(doubt_of(claim), InsurerDoubtKind::Unknown);
    claim.society = "見本共済組合";
    EXPECT_EQ(doubt_of(claim), InsurerDoubtKind::Ambiguous);
    claim.federation = "東京";
    EXPECT_EQ(find_insurer(example(), claim).insurer, 5u);
}

TEST(Insurers, 回答から保険者の申告を取り出す)
{
    const auto answers = base::json::parse(R"({"a": 2, "n": "見本健保", "no": " 6139463 ", "f": null})");
    ASSERT_TRUE(answers.ok());
    const InsurerClaim claim = claim_of(*answers, {.kind = "a", .society = "n", .federation = "f", .number = "no"});
    EXPECT_EQ(claim.kind, InsurerKind::Society);
    EXPECT_EQ(claim.society, "見本健保");
    EXPECT_EQ(claim.number, "6139463");
    EXPECT_EQ(claim.federation, "");
    EXPECT_FALSE(claim_of({}, {.kind = "a"}).kind);
}

}

}
