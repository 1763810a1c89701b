#include "judge/proof.h"

#include "support/judged.h"

#include <algorithm>

namespace kenkei::judge {

using support::edition_of;
using support::judged;
using support::shop;

namespace {

// Every node of the tree, the root first.
void walk(const Proof& proof, const auto& see)
{
    see(proof);
    for (const Proof& part : proof.parts)
        walk(part, see);
}

std::vector<const Proof*> claims(const Proof& proof, const std::string& claim)
{
    std::vector<const Proof*> found;
    walk(proof, [&](const Proof& node) {
        if (node.claim == claim)
            found.push_back(&node);
    });
    return found;
}

// The values shown under this name anywhere in the tree.
std::vector<std::string> evidence(const Proof& proof, const std::string& name)
{
    std::vector<std::string> values;
    walk(proof, [&](const Proof& node) {
        for (const Evidence& one : node.evidence) {
            if (one.name == name)
                values.push_back(one.value);
        }
    });
    return values;
}

std::size_t item_index(const edition::Edition& edition, const std::string& id)
{
    for (std::size_t i = 0; i < edition.items.size(); ++i) {
        if (edition.items[i].id == id)
            return i;
    }
    ADD_FAILURE() << id;
    return 0;
}

Proof item_proof(std::string_view answers, const std::string& id)
{
    return prove_item(shop(), judged(shop(), answers), item_index(shop(), id));
}

const std::vector<std::string> applications{
    "{}",
    R"({"agreed":false})",
    R"({"code":"123","staff":18,"opened_on":"2020-04-01","agreed":true,"plan":1,"means":[1],"trained":18})",
    R"({"code":"12","staff":21,"opened_on":"2030-04-01","agreed":true,"plan":2,"plan_text":"毎月","means":[9],"trained":30})",
    R"({"answers":{"staff":"18","plan":7,"means":[1,9]},"known":{"ledger":{"member":true},"awards":[{"class":"A"}]}})",
};

}

TEST(Prove, 要件と区分と項目は一つ残らず_判定と同じ結果で現れる)
{
    for (const std::string& answers : applications) {
        SCOPED_TRACE(answers);
        const Judgement judgement = judged(shop(), answers);
        const Proof proof = prove(shop(), judgement);
        EXPECT_EQ(proof.claim, shop().name);
        EXPECT_EQ(proof.outcome, judgement.outcome);
        EXPECT_EQ(proof.source, "guide 表紙");
        ASSERT_EQ(proof.parts.size(), shop().requirements.size() + shop().classes.size());
        auto expect_groups = [&](const auto& groups, const auto& outcomes, std::size_t first) {
            for (std::size_t i = 0; i < groups.size(); ++i) {
                const Proof& node = proof.parts[first + i];
                EXPECT_EQ(node.claim, groups[i].label);
                EXPECT_EQ(node.outcome, outcomes[i].outcome) << groups[i].id;
                EXPECT_EQ(node.remark, std::to_string(outcomes[i].tally.met) + "/" + std::to_string(groups[i].need));
                EXPECT_EQ(node.source, groups[i].source.text());
                ASSERT_EQ(node.parts.size(), groups[i].items.size());
                for (std::size_t n = 0; n < groups[i].items.size(); ++n) {
                    const std::size_t item = groups[i].items[n];
                    EXPECT_EQ(node.parts[n].claim, shop().items[item].title());
                    EXPECT_EQ(node.parts[n].outcome, judgement.items[item]) << shop().items[item].id;
                    EXPECT_EQ(node.parts[n].source, shop().items[item].source.text());
                    EXPECT_FALSE(node.parts[n].computed);
                }
            }
        };
        expect_groups(shop().requirements, judgement.requirements, 0);
        expect_groups(shop().classes, judgement.classes, shop().requirements.size());
    }
}

TEST(Prove, 一つの証明の部分は_かつとまたはの決まりどおりに全体を支える)
{
    for (const std::string& answers : applications) {
        SCOPED_TRACE(answers);
        walk(prove(shop(), judged(shop(), answers)), [](const Proof& node) {
            std::vector<Outcome> parts;
            for (const Proof& part : node.parts) {
                if (!part.computed)
                    parts.push_back(part.outcome);
            }
            if (parts.empty())
                return;
            if (node.claim == "次のすべて" || node.remark == "次のすべて") {
                Outcome all = Outcome::Met;
                for (Outcome part : parts)
                    all = edition::both(all, part);
                EXPECT_EQ(node.outcome, all) << node.claim;
            } else if (node.claim == "次のどれか" || node.remark.starts_with("次のどれか")) {
                edition::Tally tally;
                for (Outcome part : parts)
                    tally.add(part);
                EXPECT_EQ(node.outcome, edition::at_least(1, tally)) << node.claim;
            }
        });
    }
}

TEST(Prove, 一度示したものは二度目には繰り返さない)
{
    const Proof proof = prove(shop(), judged(shop(), applications[2]));
    const auto plans = claims(proof, "② 計画");
    ASSERT_EQ(plans.size(), 2U) << "in the requirement and in class AA";
    EXPECT_FALSE(plans[0]->parts.empty());
    EXPECT_TRUE(plans[1]->parts.empty());
    EXPECT_EQ(plans[1]->remark, "上に示したとおり");
    EXPECT_EQ(claims(proof, "規模 ＝ 小さな店").size(), 1U);
}

TEST(Prove, 事実は全体の根拠として並ぶ)
{
    const Proof proof = prove(shop(), judged(shop(), applications[2]));
    ASSERT_EQ(proof.evidence.size(), 3U);
    EXPECT_EQ(proof.evidence[0].name, "規模");
    EXPECT_EQ(proof.evidence[0].value, "小さな店");
    EXPECT_EQ(proof.evidence[2].value, "いいえ");
    EXPECT_EQ(prove(shop(), judged(shop(), "{}")).evidence[0].value, "まだ決まりません");
}

TEST(Prove, 台帳の事実はどれも台帳の名とともに現れる)
{
    const std::string both =
        R"({"answers":{},"known":{"ledger":{"member":true},"awards":[{"year":2029,"class":"A"},{"class":"B"}]}})";
    const Judgement judgement = judged(shop(), both);
    const Proof member = prove_item(shop(), judgement, item_index(shop(), "member"));
    EXPECT_EQ(evidence(member, "商店会台帳（member）"), (std::vector<std::string>{"true"}));
    const Proof awarded = prove_item(shop(), judgement, item_index(shop(), "awarded"));
    EXPECT_EQ(evidence(awarded, "表彰台帳"), (std::vector<std::string>{"2件（year 2029、class A／class B）"}));
    EXPECT_EQ(awarded.outcome, Outcome::Met);
    EXPECT_EQ(evidence(item_proof("{}", "member"), "商店会台帳（member）"), (std::vector<std::string>{"情報なし"}));
    EXPECT_EQ(evidence(item_proof("{}", "awarded"), "表彰台帳"), (std::vector<std::string>{"情報なし"}));
    EXPECT_EQ(evidence(item_proof(R"({"answers":{},"known":{"awards":[]}})", "awarded"), "表彰台帳"),
              (std::vector<std::string>{"0件"}));
}

TEST(Prove, 値を通して読む台帳の事実も現れる)
{
    const edition::Edition edition =
        edition_of({.values = {{"often", "known.ledger.visits >= 3"}},
                    .items = {{"i", "often"}},
                    .known = R"("ledger":{"register":"来店台帳","fields":{"visits":"number"},"source":"none"})"});
    const Proof proof = prove(edition, judged(edition, R"({"answers":{},"known":{"ledger":{"visits":3}}})"));
    EXPECT_EQ(evidence(proof, "来店台帳（visits）"), (std::vector<std::string>{"3"}));
}

TEST(Prove, 葉は設問と回答を言う)
{
    const Proof proof = item_proof(R"({"plan":2,"plan_text":"毎月"})", "plan");
    EXPECT_EQ(proof.outcome, Outcome::Met);
    EXPECT_EQ(proof.remark, "次のどれか、2通りのうち");
    ASSERT_EQ(proof.parts.size(), 1U);
    EXPECT_EQ(proof.parts[0].claim, "次のすべて");
    ASSERT_EQ(proof.parts[0].parts.size(), 2U);
    EXPECT_EQ(proof.parts[0].parts[0].claim, "問5 計画 が「2 別の形である」");
    EXPECT_EQ(evidence(proof, "問5 計画"), (std::vector<std::string>{"2 別の形である"}));
    EXPECT_EQ(evidence(proof, "問5の内容 別の形"), (std::vector<std::string>{"毎月"}));
}

TEST(Prove, 未回答と問われない設問と読めない回答は区別して言う)
{
    EXPECT_EQ(evidence(item_proof("{}", "plan"), "問5 計画").front(), "未回答");
    EXPECT_EQ(evidence(item_proof(R"({"plan":3,"plan_text":"毎月"})", "plan"), "問5の内容 別の形").front(),
              "お答えいただく必要なし");
    EXPECT_EQ(evidence(item_proof(R"({"plan":"ある"})", "plan"), "問5 計画").front(), "読み取れない回答 \"ある\"");
    EXPECT_EQ(evidence(item_proof(R"({"staff":18,"trained":18})", "trained"), "手伝いの人数").front(),
              "0人（未回答のときの値）");
}

TEST(Prove, 計算した値は何から求めたかと出典を言う)
{
    const Proof proof = item_proof(R"({"staff":21})", "small");
    EXPECT_EQ(proof.outcome, Outcome::NotMet);
    const auto size = claims(proof, "規模 ＝ 大きな店");
    ASSERT_EQ(size.size(), 1U);
    EXPECT_TRUE(size[0]->computed);
    EXPECT_EQ(size[0]->remark, "表「規模」の2行目");
    EXPECT_EQ(size[0]->source, "guide p.5 大");
    EXPECT_EQ(claims(proof, "人数の計 ＝ 21人").size(), 1U);
    EXPECT_EQ(evidence(proof, "問2 店員の人数"), (std::vector<std::string>{"21人"}));
    const Proof blank = item_proof("{}", "small");
    const auto open = claims(blank, "規模 ＝ まだ決まりません");
    ASSERT_EQ(open.size(), 1U);
    EXPECT_EQ(open[0]->outcome, Outcome::Undetermined);
    EXPECT_EQ(open[0]->remark, "表「規模」のどの行とも決まらない");
}

TEST(Prove, 守りの条件で判定しないときは_そろわない回答を言う)
{
    const Proof blank = item_proof(R"({"staff":18})", "trained");
    EXPECT_EQ(blank.outcome, Outcome::Undetermined);
    EXPECT_EQ(evidence(blank, "問7 研修を受けた人数").front(), "未回答");
    const Proof too_many = item_proof(R"({"staff":18,"trained":19})", "trained");
    EXPECT_EQ(too_many.outcome, Outcome::Undetermined);
    EXPECT_EQ(evidence(too_many, "問7 研修を受けた人数").front(), "19人");
}

TEST(Prove, どの節にも言い分か根拠がある)
{
    for (const std::string& answers : applications) {
        walk(prove(shop(), judged(shop(), answers)), [](const Proof& node) {
            EXPECT_FALSE(node.claim.empty());
            for (const Evidence& one : node.evidence) {
                EXPECT_FALSE(one.name.empty());
                EXPECT_FALSE(one.value.empty()) << one.name;
            }
        });
    }
}

}
