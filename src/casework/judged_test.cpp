#include "casework/judged.h"

#include "casework/casework_testing.h"
#include "support/judged.h"

namespace kenkei::casework {

using namespace testing;
using support::judged;

namespace {

std::size_t index_of(const Edition& edition, std::string_view id)
{
    return static_cast<std::size_t>(edition.find_question(id) - edition.questions.data());
}

}

TEST(Summarise, 判定のうち案件に残すものを写す)
{
    const Edition edition = support::edition_of({.questions = {{"a", R"("type":"boolean","deciding":true)"},
                                                               {"b", R"("type":"boolean","deciding":true)"},
                                                               {"c", R"("type":"boolean")"}},
                                                 .items = {{"x", "a"}, {"y", "b"}},
                                                 .titles = {{"best", R"("all_of":["x"])"}}});
    const Judged open = summarise(edition, judged(edition, R"({"a":true})"));
    EXPECT_EQ(open.digest, edition.digest);
    EXPECT_EQ(open.as_of, (base::Date{2030, 5, 1}));
    EXPECT_EQ(open.outcome, edition::Outcome::Undetermined);
    EXPECT_FALSE(open.passed);
    EXPECT_EQ(open.reasons, std::vector<std::string>{"unanswered:y"});
    EXPECT_EQ(open.unanswered, std::vector<std::string>{"b"}); // c decides nothing
    EXPECT_EQ(open.titles, std::vector<std::string>{"best"});
    EXPECT_EQ(open.class_id, "");

    const Judged met = summarise(edition, judged(edition, R"({"a":true,"b":true})"));
    EXPECT_TRUE(met.passed && met.reasons.empty() && met.unanswered.empty());
}

TEST(Summarise, 区分のある年度版では届いた区分を残す)
{
    const Edition edition = support::edition_of({.questions = {{"a", R"("type":"boolean","deciding":true)"}},
                                                 .items = {{"x", "a"}, {"any", "true"}},
                                                 .requirements = {{"required", R"("all_of":["any"])"}},
                                                 .classes = {{"A", R"("all_of":["x"])"}}});
    EXPECT_EQ(summarise(edition, judged(edition, R"({"a":true})")).class_id, "A");
    EXPECT_EQ(summarise(edition, judged(edition, R"({"a":false})")).class_id, "outside");
    EXPECT_EQ(summarise(edition, judged(edition, "{}")).class_id, "");
}

TEST(Summarise, 尋ねない設問と既定値のある設問は未回答に数えない)
{
    const Edition edition =
        support::edition_of({.questions = {{"a", R"("type":"boolean","deciding":true)"},
                                           {"b", R"("type":"boolean","deciding":true,"when":"a")"},
                                           {"c", R"("type":"boolean","deciding":true,"default":false)"}},
                             .items = {{"x", "a"}, {"y", "b"}, {"z", "c"}}});
    const auto unanswered = [&](std::string_view json) { return summarise(edition, judged(edition, json)).unanswered; };
    EXPECT_EQ(unanswered(R"({"a":false})"), std::vector<std::string>{});
    EXPECT_EQ(unanswered(R"({"a":true})"), std::vector<std::string>{"b"});
    EXPECT_EQ(unanswered("{}"), std::vector<std::string>{"a"}); // whether b is asked is not known
}

TEST(ApplicantOf, 誰の申請かを読み取った回答から写す)
{
    Edition edition = national();
    edition::ApplicantFields& fields = edition.process->applicant;
    fields.number = static_cast<int>(index_of(edition, "code"));
    fields.name = static_cast<int>(index_of(edition, "name"));
    fields.kana = static_cast<int>(index_of(edition, "kana"));
    fields.phones = {index_of(edition, "phone")};
    fields.persons = {index_of(edition, "owner"), index_of(edition, "staff")};
    fields.mails = {index_of(edition, "mail")};
    const auto judgement = judged(
        edition, R"({"code":"１２３","name":"  見本　商店 ","kana":"みほん","mail":"shop@example.jp","staff":5})");
    const Applicant applicant = applicant_of(edition, judgement.answers);
    EXPECT_EQ(applicant.number, "123");
    EXPECT_EQ(applicant.name, "見本 商店");
    EXPECT_EQ(applicant.kana, "ミホン");
    EXPECT_EQ(applicant.code, "");
    EXPECT_TRUE(applicant.phones.empty());
    EXPECT_EQ(applicant.persons, (std::vector<std::string>{"見本 商店", "5"})); // the owner's default is the name
    EXPECT_EQ(applicant.mails, std::vector<std::string>{"shop@example.jp"});
    edition.process.reset();
    EXPECT_EQ(applicant_of(edition, judgement.answers), Applicant{});
}

}
