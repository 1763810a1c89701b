#include "support/differences.h"

namespace kenkei::edition {

using support::Small;
using support::told;

namespace {

const std::string gates = R"("gates":[{"gate":"screening","source":"none"}])";

std::string process(const std::string& members, const std::string& list = gates, const std::string& by = "町長",
                    const std::string& name = "org")
{
    return R"("process":{"applicant":{"number":"num","name":")" + name + R"("},"submission":{"source":"none"},)" +
           list + R"(,"decision":{"by":")" + by + R"(","source":"none"})" + members + "}";
}

Small with(const std::string& about)
{
    return {.questions = {{"num", R"("type":"text")"}, {"org", R"("type":"text")"}, {"shop", R"("type":"text")"}},
            .items = {{"i", "true"}},
            .classes = {{"A", R"("all_of":["i"])"}},
            .lists = R"("holidays":{"names":["2030-05-03"],"aliases":{}})",
            .about = about};
}

std::string changed(const std::string& before, const std::string& after)
{
    return told(with(before), with(after));
}

}

TEST(Differences, 手続が加わり_なくなる)
{
    EXPECT_EQ(changed("", process("")), "\n手続\n  + 追加　手続: 関門 書類審査、決定 町長\n");
    EXPECT_EQ(changed(process(""), ""), "\n手続\n  - 廃止　手続: 関門 書類審査、決定 町長\n");
    EXPECT_EQ(changed(process(""), process("")), "違いはありません。規則の要約値も同じです。\n");
}

TEST(Differences, 関門と決定する者と申請者の設問が変わる)
{
    EXPECT_EQ(changed(process(""), process("", R"("gates":[{"gate":"screening","by":"事務局","source":"none"},)"
                                               R"({"gate":"resolution","source":"none"}])")),
              "\n手続\n  ~ 変更　手続　関門: 書類審査 → 書類審査（事務局）、委員会の議決\n");
    EXPECT_EQ(changed(process(""), process("", gates, "市長")), "\n手続\n  ~ 変更　手続　決定する者: 町長 → 市長\n");
    EXPECT_EQ(changed(process(""), process("", gates, "町長", "shop")),
              "\n手続\n  ~ 変更　手続　名称の設問: org（org） → shop（shop）\n");
}

TEST(Differences, 手続の定めと両方に申請できない制度と取消の事由が変わる)
{
    EXPECT_EQ(changed(process(""), process(R"(,"no_delegates":{"source":"none"})")),
              "\n手続\n  ~ 変更　手続　代理: （なし） → 代理の者が作成した申請は認めない\n");
    EXPECT_EQ(changed(process(""), process(R"(,"exclusive":[{"scheme":"other","source":"none"}])")),
              "\n手続\n  ~ 変更　手続　同時に申請できない制度: （なし） → other\n");
    const std::string lie = process(R"(,"revocation":{"lie":{"label":"虚偽","source":"none"}})");
    EXPECT_EQ(changed(process(""), lie), "\n手続\n  + 追加　取消の事由「虚偽」: 虚偽\n");
    EXPECT_EQ(changed(lie, process(R"(,"revocation":{"lie":{"label":"偽り","source":"none"}})")),
              "\n手続\n  ~ 変更　取消の事由「偽り」　文言: 虚偽 → 偽り\n");
    EXPECT_EQ(changed(process(R"(,"shared_code":{"source":"none"})"),
                      process(R"(,"shared_code":{"source":"none","note":"本店と支店"})")),
              "\n手続\n  ~ 変更　手続　備考: （なし） → 本店と支店\n");
}

TEST(Differences, 有効期間の長さと更新と区分の変更と_提出の日数の数え方が変わる)
{
    const std::string validity = R"("validity":{"to":"2032-09-30","source":"none")";
    EXPECT_EQ(changed(validity + "}", validity + R"(,"term":{"years":2,"exceptions":[{"from":"2019-04-01","years":3,)"
                                                 R"("source":"none"}],"source":"none"},"renewal":{"source":"none"}})"),
              "\n有効期間\n  ~ 変更　有効期間　長さ: （なし） → 2年（2019年4月1日に始まるものは3年）\n"
              "  ~ 変更　有効期間　更新: （なし） → 有効期間が終わる年度に限り、再び申請できる\n");
    EXPECT_EQ(
        changed(validity + R"(,"class_change":{"source":"none"}})", validity + "}"),
        "\n有効期間\n  ~ 変更　有効期間　区分の変更: 有効期間の途中でも、別の区分を求めて申請できる → （なし）\n");
    const std::string evidence = R"("evidence":{"keep_years":2,"answer_within_days":7,"source":"none")";
    EXPECT_EQ(changed(evidence + "}", evidence + R"(,"days":"business"})"),
              "\n証憑\n  ~ 変更　保存する資料　求められてから提出まで: 7日以内 → 7日以内（土曜・日曜・祝日を除く）\n");
}

}
