#include "office/circumstances.h"

#include "office/office_testing.h"

namespace kenkei::office {

using namespace testing;

namespace {

class CircumstancesTest : public OfficeTest {
protected:
    // As a case of the firm meets them.
    casework::Circumstances met_by(const std::string& number, const std::string& id = "", const std::string& code = "")
    {
        Case about{.id = {id}, .edition = town, .number = number};
        about.applicant.code = code;
        return does(Role::Office, [&](const Desk& desk) { return circumstances_of(desk, edition(), about); });
    }
    std::string application_of(const std::string& number, const std::string& code = "R0312031")
    {
        return document({{"org_number", "\"" + number + "\""}, {"member_code", "\"" + code + "\""}});
    }
};

}

TEST_F(CircumstancesTest, 取り下げた案件は同じ法人の案件に数えない)
{
    EXPECT_FALSE(met_by(firm).same_firm);
    const CaseId first = opened();
    EXPECT_EQ(met_by(firm).same_firm, first);
    EXPECT_FALSE(met_by(firm, first.text).same_firm); // a case is not beside itself
    EXPECT_FALSE(met_by(other_firm).same_firm);
    does(Role::Applicant, first, casework::Withdraw{.reason = "担当者の交代"});
    EXPECT_FALSE(met_by(firm).same_firm);
    EXPECT_EQ(met_by(firm, opened().text).same_firm, std::nullopt);
}

TEST_F(CircumstancesTest, 併願できない制度の案件は提出されてから数え取り下げれば数えない)
{
    const CaseId beside = opened(firm, beside_town);
    EXPECT_TRUE(met_by(firm).exclusive.empty()); // a draft elsewhere is not filed
    submitted(beside, application_of(firm), beside_town);
    EXPECT_EQ(met_by(firm).exclusive, std::vector{beside});
    EXPECT_TRUE(met_by(other_firm).exclusive.empty());
    does(Role::Applicant, beside, casework::Withdraw{.reason = "一方にする"});
    EXPECT_TRUE(met_by(firm).exclusive.empty());
}

TEST_F(CircumstancesTest, ほかの年度の併願できない制度は数えない)
{
    const CaseId beside = opened(firm, beside_town);
    submitted(beside, application_of(firm), beside_town);
    edition::Edition next_year = edition();
    next_year.edition = "2032";
    const auto found = does(Role::Office, [&](const Desk& desk) {
        return circumstances_of(desk, next_year, Case{.id = {"x"}, .number = firm});
    });
    EXPECT_TRUE(found.exclusive.empty());
}

TEST_F(CircumstancesTest, 同じ受付コードは別の法人の提出された案件だけを数える)
{
    const CaseId other = opened(other_firm);
    submitted(other, application_of(other_firm));
    EXPECT_EQ(met_by(firm, "x", "R0312031").same_code, std::vector{other});
    EXPECT_TRUE(met_by(firm, "x", "R9999999").same_code.empty());
    EXPECT_TRUE(met_by(firm, "x", "").same_code.empty());
    EXPECT_TRUE(met_by(other_firm, "x", "R0312031").same_code.empty()); // one firm, its other case
    does(Role::Applicant, other, casework::Withdraw{.reason = "取りやめ"});
    EXPECT_TRUE(met_by(firm, "x", "R0312031").same_code.empty());
}

TEST_F(CircumstancesTest, 証書は同じ制度のその法人のものだけを数える)
{
    const CaseId ours = taken_over({2029, 4, 1});
    taken_over({2029, 4, 1}, beside_town);
    taken_over({2029, 4, 1}, town, other_firm);
    const casework::Circumstances found = met_by(firm);
    ASSERT_EQ(found.certificates.size(), 1u);
    EXPECT_EQ(found.certificates[0].id, ours);
    EXPECT_EQ(found.certificates[0].certificate.number, "旧-2029-04-01-" + std::string(firm));
    EXPECT_FALSE(found.same_firm); // the case that holds it is no application
}

TEST_F(CircumstancesTest, 台帳の証書は年度版が名を挙げた項目だけを規則に渡す)
{
    const CaseId ours = taken_over({2029, 4, 1});
    taken_over({2029, 4, 1}, beside_town);
    taken_over({2029, 4, 1}, town, other_firm);
    edition::Edition asking = edition();
    using edition::FieldType;
    asking.known.push_back(
        {.id = "certificates",
         .many = true,
         .fields = {{"scheme", FieldType::Text}, {"to", FieldType::Date}, {"colour", FieldType::Text}}});
    const auto known = [&](const edition::Edition& rules, const std::string& id, const std::string& reply) {
        Case about{.id = {id}, .number = firm};
        if (!reply.empty())
            about.inquiry = casework::Inquiry{.replied = true, .known = reply};
        base::json::Writer out;
        out.value(does(Role::Office, [&](const Desk& desk) { return known_of(desk, rules, about); }));
        return out.take();
    };
    EXPECT_EQ(known(asking, "x", ""), R"({"certificates":[{"scheme":"picture-book-town","to":"2031-03-31"},)"
                                      R"({"scheme":"reading-town","to":"2031-03-31"}]})");
    EXPECT_EQ(known(asking, ours.text, ""),
              R"({"certificates":[{"scheme":"picture-book-town","to":"2031-03-31"}]})"); // not its own
    EXPECT_EQ(known(edition(), "x", ""), "{}");                                          // these rules do not ask
    EXPECT_EQ(known(asking, "x", R"({"certificates":[]})"), R"({"certificates":[]})");   // what was replied stands
}

}
