#include "feel/check_testing.h"

namespace kenkei::feel {

using testing::checked;
using testing::codes_of;
using testing::expect_clean;
using testing::expect_codes;
using testing::Expected;
using testing::Form;
using testing::told;
using testing::world;

TEST(Check, AConditionThatMayBeUnansweredIsRefusedInIf)
{
    const Expected cases[] = {
        {"if staff > 5 then 1 else 2", "rule.if-null"},
        {"if staff > 5 then 1 else null", ""},
        {"if q1 = 1 then 1 else if q1 = 2 then 2 else if q1 in (3) then 3 else null", ""},
        {"if q1 = 1 then 1 else if staff > 5 then 2 else null", "rule.if-null"},
        {"if q1 = 1 then 1 else if q1 = 2 then 2 else 3", "rule.if-null rule.if-null"},
        {"if agreed then 1 else 2", "rule.if-null"},
        {"if not(agreed) then 1 else 2", "rule.if-null"},
        {"if q1 = 1 then 1 else 2", "rule.if-null"},
        {"if q1 in [1..2] then 1 else 2", "rule.if-null"},
        {"if staff between 1 and 5 then 1 else 2", "rule.if-null"},
        {"if list contains(q14, 1) then 1 else 2", "rule.if-null"},
        {"if some m in q14 satisfies m = 1 then 1 else 2", "rule.if-null"},
        {"if string length(name) > 3 then 1 else 2", "rule.if-null"},
        {"if matches(name, \"^a\") then 1 else 2", "rule.if-null"},
        {"if known.insurer.declared then 1 else 2", "rule.if-null"},
        {"if opened < as_of then 1 else 2", "rule.if-null"},
        {"if opened.year = 2024 then 1 else 2", "rule.if-null"},
        {"if staff + women > 5 then 1 else 2", "rule.if-null"},
        {"if max(staff, women) > 5 then 1 else 2", "rule.if-null"},
        {"if staff = null then null else if women > 5 then 1 else 2", "rule.if-null"},
        {"if staff = null or women > 5 then null else 2", "rule.if-null"},
        {"if staff = null and women > 5 then null else 2", "rule.if-null"},
        {"if staff != null then 1 else if staff > 5 then 1 else 2", "rule.constant"},
        {"if staff != null or women > 5 then 1 else 2", "rule.if-null"},
        {"staff > 5 and (if staff > 3 then true else branch)", "rule.if-null"},
        {"if staff = null then null else if number(name) > 5 then 1 else 2", "rule.if-null"},
        {"if staff = null or women = null then null else if women / staff > 5 then 1 else 2", "rule.if-null"},
        {"if (if staff = null then null else true) then 1 else 2", "rule.if-null"},
        {"if sum(q14[item > 3]) > 1 then 1 else 2", "rule.if-null"},
        {"for s in q14 return if s > goal then 1 else 2", "rule.if-null"},
    };
    expect_codes(cases);
}

TEST(Check, AConditionThatAsksForNullFirstIsNotRefused)
{
    const std::string_view clean[] = {
        "if staff = null or women = null or staff <= 0 or women < 0 or women > staff then null else women = staff"
        " or (100*women >= 95*staff or staff < 20 and staff - women = 1) and some s in q14 satisfies s in [1..3]",
        "if staff = null then null else if staff > 5 then 1 else 2",
        "if null = staff then null else if staff > 5 then 1 else 2",
        "if staff != null then (if staff > 5 then 1 else 2) else null",
        "if staff != null and staff > 5 then 1 else 2",
        "if not(staff = null) and staff > 5 then 1 else 2",
        "if not(staff = null or women = null) then (if staff > women then 1 else 2) else 3",
        "if not(staff != null and women != null) then null else if staff > women then 1 else 2",
        "if agreed = null then null else if agreed then 1 else 2",
        "if q14 = null then null else if list contains(q14, 1) then 1 else 2",
        "if q14 = null then null else if some m in q14 satisfies m in [1..3] then 1 else 2",
        "if q14 = null then null else if count(q14) > 1 then 1 else 2",
        "if name = null then null else if string length(name) > 3 and contains(name, \"a\") then 1 else 2",
        "if name = null then null else if matches(upper case(name), \"^A\") then 1 else 2",
        "if staff = null or women = null then null else if max(staff, women) > 5 then 1 else 2",
        "if staff = null then null else if floor(staff / 3) > 5 then 1 else 2",
        "if staff = null or women = null or staff <= 0 then null else if women / staff > 0.5 then 1 else 2",
        "if staff = null or women = null or staff = 0 then null else if women / staff > 0.5 then 1 else 2",
        "if staff = null or women = null or staff < 1 then null else if modulo(women, staff) = 0 then 1 else 2",
        "if known.insurer.declared = null then null else if known.insurer.declared then 1 else 2",
        "if staff - women = null then null else if staff > women then 1 else 2",
        "if (staff + women > 5) = null then null else if staff > women then 1 else 2",
        "if opened = null then null else if opened.month > 3 and opened + duration(\"P1Y\") < as_of then 1 else 2",
        "if q1 = null then null else if q1 in (1, 2) or q1 in [3..4] then 1 else 2",
        "if as_of > date(\"2024-04-01\") then 1 else 2",
        "if branch then 1 else 2",
        "if known.awards = null then null else if count(known.awards[class = \"A\"]) > 0 then 1 else 2",
        "if staff in (null, 3) then 1 else 2",
        "if anything > 5 then 1 else 2",
        "if staff instance of number then (if staff > 3 then 1 else 2) else 3",
        "if (staff = null and women = null) then null else 1",
        "if (staff = null or women = null) and branch then null else 1",
        "if q1 = null then null else if (if q1 = 1 then true else false) then 1 else 2",
        "if staff = null or (women = null or women > staff) then null else if women < staff then 1 else 2",
        "if (women != null and branch) or (women != null and not(branch)) then (if women > 5 then 1 else 2) else 3",
    };
    for (const std::string_view expression : clean) {
        const Checked found = checked(expression);
        EXPECT_EQ(codes_of(found), "") << expression << "\n" << told(found);
    }
}

TEST(Check, AConditionThatIsTheSameForEverybodyIsRefused)
{
    const Expected cases[] = {
        {"staff >= 0 or true", "rule.constant"},
        {"false and branch", "rule.constant"},
        {"1 = 1", "rule.constant"},
        {"1 = 1 and branch", "rule.constant"},
        {"not(1 > 2)", "rule.constant"},
        {"if true then 1 else 2", "rule.constant"},
        {"if 1 > 2 then 1 else 2", "rule.constant"},
        {"3 between 1 and 5", "rule.constant"},
        {"staff = staff", "rule.constant"},
        {"staff + 1 > staff + 1", "rule.constant"},
        {"branch or agreed or branch", "rule.constant"},
        {"some m in q14 satisfies true", "rule.constant"},
        {"q1 != 1 or q1 != 2", "rule.constant"},
        {"staff > 5 or staff < 10", "rule.constant"},
        {"staff = null and staff > 5", "rule.constant"},
        {"staff != null or staff > 5", "rule.constant"},
        {"if staff = null then staff > 5 else true", "rule.constant"},
        {"staff / 0 > 1", "rule.constant"},
    };
    expect_codes(cases);
    const std::string_view clean[] = {
        "true",
        "5",
        "date(\"2023-04-01\")",
        "if branch then true else false",
        "staff != 1 or women != 2",
        "staff < 5 or staff > 10",
        "staff = null or staff > 5",
        "branch or null",
        "q1 != 1 and q1 != 2",
        "if staff = null then null else true",
    };
    expect_clean(clean);
}

TEST(Check, TheMendedIfOfAMessageIsInOrder)
{
    const std::string_view rules[] = {
        "if staff > 5 then 1 else 2",
        "if not(agreed) then 1 else 2",
        "if q1 = 1 and women > 3 then 1 else 2",
        "if some m in q14 satisfies m = 1 then 1 else 2",
        "if some a in known.awards satisfies a.class = \"A\" then 1 else 2",
        "if matches(name, \"^a\") then 1 else 2",
        "if number(name) > 5 then 1 else 2",
        "if women / staff > 5 then 1 else 2",
        "if known.insurer.declared then 1 else 2",
        "if q14[1] = 3 then 1 else 2",
        "if (if branch then null else agreed) then 1 else 2",
        "if sum(q14[item > 3]) > 1 then 1 else 2",
        "if staff in [1..women] then 1 else 2",
        "if max(opened, closed).year = 2024 then 1 else 2",
    };
    for (const std::string_view rule : rules) {
        const Checked found = checked(rule);
        ASSERT_EQ(codes_of(found), "rule.if-null") << rule;
        const std::string& way_out = found.problems.front().way_out;
        const std::string_view end = " then null else if";
        const std::size_t from = way_out.find("if ");
        const std::size_t to = way_out.find(end);
        ASSERT_NE(to, std::string::npos) << way_out;
        const std::string mended = way_out.substr(from, to - from) + " then null else " + std::string(rule);
        EXPECT_EQ(codes_of(checked(mended)), "") << mended << "\n" << told(checked(mended));
    }
}

TEST(Check, MessagesNameWhatIsWrongInTheWordsOfTheRule)
{
    struct Told {
        std::string_view rule;
        std::string_view message;
        std::string_view way_out;
    };
    const Told cases[] = {
        {"if staff > 5 or women > 5 then 1 else 2",
         "if の条件は、「staff」「women」が未回答のときに決まりません。決まらないまま else "
         "に進むので、未回答が答えのように扱われます。",
         "先に未回答を除いてください: if staff = null or women = null then null else if staff > 5 or women > 5 then …"},
        {"if staff = null or women > staff then null else 2",
         "if の条件は、「women」が未回答のときに決まりません。決まらないまま else "
         "に進むので、未回答が答えのように扱われます。",
         "先に未回答を除いてください: if women = null or staff = null or women > staff then …"},
        {"if some a in known.awards satisfies a.class = \"A\" then 1 else 2",
         "if の条件は、「known.awards」「a.class」が null のときに決まりません。決まらないまま else "
         "に進むので、未回答が答えのように扱われます。",
         "先に未回答を除いてください: if known.awards = null or (some a in known.awards satisfies a.class = \"A\") = "
         "null then null "
         "else if some a in known.awards satisfies a.class = \"A\" then …"},
        {"staff >= \"100\"",
         "「staff」は数、「\"100\"」は文字列です。型の違うものは比べられず、いつも決まりません（null）。",
         "引用符を付けずに 100 と書いてください。"},
        {"q14 = 1", "「q14」は一覧、「1」は数です。型の違うものは比べられず、いつも決まりません（null）。",
         "一覧の中にあるかを尋ねるなら list contains(q14, 1) か some s in q14 satisfies s = 1 と書いてください。"},
        {"q14 in [1..8]", "「q14」は一覧です。「in [1..8]」では一つずつを比べません。",
         "一つでも当てはまるかを尋ねるなら some s in q14 satisfies s in [1..8]、すべてなら every s in q14 satisfies s "
         "in [1..8] と書いてください。"},
        {"q7 = 11", "「q7」が 11 になることはありません（なりうるのは 1〜6）。", "6 ではありませんか。"},
        {"q7 in [1..9]", "範囲 [1..9] の端 9 は「q7」の選択肢にありません（あるのは 1〜6）。",
         "端は 6 ではありませんか。"},
        {"department = \"lerge\"",
         "「department」が \"lerge\" になることはありません（なりうるのは \"sme\"、\"either\"、\"large\"、\"none\"）。",
         "\"large\" ではありませんか。"},
        {"staff > capital",
         "「staff」の単位は 人、「capital」の単位は 円 です。単位の違う数を足したり比べたりしています。",
         "設問を取り違えていないか、単位（unit）が正しいかを確かめてください。"},
        {"opened + 30", "「opened」は日付、「30」は数です。「+」では計算できず、いつも null になります。",
         "日付には長さを足します。例: opened + duration(\"P30D\")（30日）、duration(\"P1Y\")（1年）"},
        {"opened > date(\"2024-02-30\")",
         "「date(\"2024-02-30\")」は値になりません（「2024-02-30」は日付として読めません）。いつも null になります。",
         "書き方は date(from) か date(year, month, day) です。値を確かめてください。"},
        {"opened = \"2024-04-01\"",
         "「opened」は日付、「\"2024-04-01\"」は文字列です。型の違うものは比べられず、いつも決まりません（null）。",
         "date(\"2024-04-01\") と書いてください。"},
        {"string length(staff) > 3", "関数「string length」の 1 番目の引数は文字列ですが、「staff」は数です。",
         "文字列にするなら string(staff) と書いてください。"},
        {"staff and branch", "「and」が求めるのは条件（真偽）ですが、「staff」は数です。いつも決まりません。",
         "例: staff > 0"},
        {"branch or true", "条件「true」は、誰のどの回答についても true です。",
         "回答を読む条件に直すか、この条件を消してください。"},
        {"q1 != 1 or q1 != 2",
         "「q1 != 2」は、前の条件が成り立たないときはいつも成り立ちます。この「or」は回答があればいつも true です。",
         "「and」と「or」を取り違えていないか、比べる値が正しいかを確かめてください。"},
    };
    for (const Told& c : cases) {
        const Checked found = checked(c.rule);
        ASSERT_EQ(found.problems.size(), 1U) << c.rule << "\n" << told(found);
        EXPECT_EQ(found.problems.front().message, c.message) << c.rule;
        EXPECT_EQ(found.problems.front().way_out, c.way_out) << c.rule;
    }
}

TEST(Check, AProblemStandsWhereTheValueIsWritten)
{
    const Checked found = checked("branch\nand (q1 = 9\n     or staff >= \"100\")");
    ASSERT_EQ(found.problems.size(), 2U) << told(found);
    EXPECT_EQ(found.problems[0].at, (base::SourcePosition{2, 11}));
    EXPECT_EQ(found.problems[1].at, (base::SourcePosition{3, 18}));
}

TEST(Check, TheTypeOfARuleIsFound)
{
    const auto type = [](std::string_view text) { return checked(text).type; };
    EXPECT_EQ(type("staff + 1").form, Form::Number);
    EXPECT_EQ(type("staff + 1").unit, "人");
    EXPECT_TRUE(type("staff + 1").nullable);
    EXPECT_EQ(type("100 * staff").unit, "");
    EXPECT_EQ(type("staff > 5").form, Form::Boolean);
    EXPECT_FALSE(type("staff = null").nullable);
    EXPECT_FALSE(type("staff != null and staff > 3").nullable);
    EXPECT_TRUE(type("if staff = null then null else true").nullable);
    EXPECT_FALSE(type("if staff = null then false else staff > 3").nullable);
    EXPECT_EQ(type("if branch then 1 else 2").values.size(), 2U);
    EXPECT_EQ(type("if branch then q1 else null").values.size(), 4U);
    EXPECT_EQ(type("if branch then 1 else \"a\"").form, Form::Unknown);
    EXPECT_EQ(type("as_of - opened").form, Form::DaysTimeDuration);
    EXPECT_EQ(type("opened.year").form, Form::Number);
    EXPECT_EQ(type("known.insurer.declared").form, Form::Boolean);
    EXPECT_TRUE(type("known.insurer.declared").nullable);
    EXPECT_EQ(type("for s in q14 return s * 2").form, Form::List);
    EXPECT_EQ(type("q14[item > 2]").form, Form::List);
    EXPECT_EQ(type("q14[1]").form, Form::Number);
    EXPECT_TRUE(type("q14[1]").nullable);
    EXPECT_EQ(type("anything").form, Form::Unknown);
    EXPECT_EQ(check(*testing::tree_of("branch", world().names), {}).type.form, Form::Unknown); // no types are given
}

// Whoever is given a rule must be done with it soon.
TEST(Check, LongAndDeepRulesAreLookedAtQuickly)
{
    std::string sum = "staff";
    for (int i = 0; i < 900; ++i)
        sum += " + staff";
    EXPECT_EQ(codes_of(checked(sum + " > 3")), "");
    std::string all = "staff > 0";
    for (int i = 1; i < 20'000; ++i)
        all += " and staff != -" + std::to_string(i);
    EXPECT_EQ(codes_of(checked(all)), "");
    std::string lists = "1";
    std::string conditions = "branch";
    for (int i = 0; i < 60; ++i) {
        lists = "sum([" + lists + "])";
        conditions = "(branch and agreed or " + conditions + ")";
    }
    checked(lists);
    checked(conditions);
}

}
