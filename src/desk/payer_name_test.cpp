#include "desk/payer_name.h"

#include <gtest/gtest.h>

namespace kenkei::desk {

namespace {

std::string core_of(std::string_view written)
{
    return read_payer_name(written).core;
}

TEST(PayerName, 半角も全角もひらがなも小さいカナも同じに読む)
{
    for (const char* way : {"ﾐﾎﾝｼﾖｳｼﾞ", "ミホンショウジ", "みほんしょうじ", "ﾐﾎﾝ ｼｮｳｼﾞ", "ミホン・ショウジ",
                            "ミホンシヨウシ゛", "ミホンショウヂ", "ミホン　シヨウジ"})
        EXPECT_EQ(core_of(way), "ミホンシヨウジ") << way;
}

TEST(PayerName, 長音はどの横棒でも同じで数字や英字の間の横棒は数えない)
{
    for (const char* way : {"ﾌｰﾄﾞ", "フード", "ﾌ-ﾄﾞ", "フ―ド", "フ－ド", "フ−ド"})
        EXPECT_EQ(core_of(way), "フード") << way;
    EXPECT_EQ(core_of("A-1ケンセツ"), "A1ケンセツ");
    EXPECT_EQ(read_payer_name("フード").loose(), "フド");
}

TEST(PayerName, 古い仮名と外来音は銀行の書き方にそろえる)
{
    EXPECT_EQ(core_of("ヴィラ"), core_of("ビラ"));
    EXPECT_EQ(core_of("ｳﾞｧﾘｭｰ"), core_of("バリュー"));
    EXPECT_EQ(core_of("ラヴ"), core_of("ラブ"));
    EXPECT_EQ(core_of("カナヅ"), core_of("カナズ"));
    EXPECT_EQ(core_of("ミヲ"), core_of("ミオ"));
}

TEST(PayerName, 法人格は前でも後でもどの略でも取り分ける)
{
    struct Case {
        const char* written;
        const char* form;
        FormPlace place;
    };
    for (const Case& one :
         {Case{"ｶ)ﾐﾎﾝ", "カ", FormPlace::Front},     {"(ｶ)ﾐﾎﾝ", "カ", FormPlace::Front},
          {"（カ）ミホン", "カ", FormPlace::Front},  {"ｶ) ﾐﾎﾝ", "カ", FormPlace::Front},
          {"ﾐﾎﾝ(ｶ", "カ", FormPlace::Back},          {"ﾐﾎﾝ(ｶ)", "カ", FormPlace::Back},
          {"ｶﾌﾞｼｷｶﾞｲｼﾔﾐﾎﾝ", "カ", FormPlace::Front}, {"ミホンカブシキガイシャ", "カ", FormPlace::Back},
          {"㈱ミホン", "カ", FormPlace::Front},      {"株式会社ミホン", "カ", FormPlace::Front},
          {"ﾕ)ﾐﾎﾝ", "ユ", FormPlace::Front},         {"ﾄﾞ)ﾐﾎﾝ", "ド", FormPlace::Front},
          {"ｼﾔ)ﾐﾎﾝ", "シヤ", FormPlace::Front},      {"一般社団法人ミホン", "シヤ", FormPlace::Front},
          {"ｻﾞｲ)ﾐﾎﾝ", "ザイ", FormPlace::Front},     {"ｲ)ﾐﾎﾝ", "イ", FormPlace::Front},
          {"医)ミホン", "イ", FormPlace::Front},     {"イリョウホウジンシャダン ミホン", "イ", FormPlace::Front},
          {"ﾌｸ)ﾐﾎﾝ", "フク", FormPlace::Front},      {"ﾄｸﾋ)ﾐﾎﾝ", "トクヒ", FormPlace::Front},
          {"ｶﾞｸ)ﾐﾎﾝ", "ガク", FormPlace::Front},     {"ｼﾕｳ)ﾐﾎﾝ", "シユウ", FormPlace::Front},
          {"宗)ミホン", "シユウ", FormPlace::Front}, {"ﾐﾎﾝ", "", FormPlace::None}}) {
        const PayerName name = read_payer_name(one.written);
        EXPECT_EQ(name.form, one.form) << one.written;
        EXPECT_EQ(name.place, one.place) << one.written;
        EXPECT_EQ(name.core, "ミホン") << one.written;
    }
    const PayerName branch = read_payer_name("ﾐﾎﾝ(ｶ)ｵｵｻｶｼﾃﾝ");
    EXPECT_EQ(branch.core, "ミホン");
    EXPECT_EQ(branch.behind, "オオサカシテン");
}

TEST(PayerName, 法人名のカナに法人格がなければ漢字の名称から取る)
{
    const PayerName firm = firm_name("ミホンショウジ", "見本商事有限会社");
    EXPECT_EQ(firm.form, "ユ");
    EXPECT_EQ(firm.place, FormPlace::Back);
    EXPECT_EQ(firm_name("カブシキガイシャミホン", "見本有限会社").form, "カ") << "the kana speaks first";
    EXPECT_EQ(firm_name("ミホン タロウ", "見本 太郎").place, FormPlace::None);
}

TEST(PayerName, 姓名は順を替えて比べられる)
{
    EXPECT_EQ(read_payer_name("タロウ ミホン").swapped(), "ミホンタロウ");
    EXPECT_EQ(read_payer_name("ミホン").swapped(), "");
    EXPECT_EQ(read_payer_name("カ) ミホン").swapped(), "") << "カ) is no name";
}

TEST(PayerName, 四十八桁で切れた名義は濁点を失っていても始まりと分かる)
{
    EXPECT_EQ(half_width_length("ｶﾞｷﾞA"), 5u);
    EXPECT_EQ(half_width_length("ガギA"), 5u);
    EXPECT_TRUE(is_beginning("ミホンシヨウシ", "ミホンシヨウジタナ"));
    EXPECT_FALSE(is_beginning("ミホンシヨウジ", "ミホンシヨウシタナ")) << "a voiced mark is not added by cutting";
    EXPECT_FALSE(is_beginning("ミカン", "ミホン"));
    EXPECT_FALSE(is_beginning("", "ミホン"));
}

}

}
