#include "store/audit_testing.h"
#include "store/explaining.h"

namespace kenkei::store {

using namespace testing;

namespace {

class ListTest : public OnBothDatabases {
protected:
    Store store() { return good(Store::open(where())); }
};

// A new case, and what happens to it after its submission.
CaseId case_of(Store& store, const std::string& edition, const std::string& firm,
               std::vector<casework::Happening> rest = {})
{
    CaseId id;
    good(store.write([&](Transaction& transaction) -> base::Result<void> {
        id = TRY(transaction.new_case_id(edition));
        casework::Case state{.id = id};
        casework::Applicant applicant = applicant_of_shop();
        applicant.number = firm;
        applicant.code = "c" + firm;
        std::vector<casework::Event> events = {
            event(1, casework::DraftOpened{.edition = edition, .number = firm, .name = "x"}), submitted(2, applicant)};
        for (casework::Happening& what : rest)
            events.push_back(event(static_cast<std::int64_t>(events.size()) + 1, std::move(what)));
        return transaction.append(state, events);
    }));
    return id;
}

std::vector<casework::Happening> up_to_certificate(const std::string& number)
{
    return {
        casework::Received{.version = 1},
        casework::Decided{.result = casework::Result::Recognised, .on = {2031, 1, 1}},
        casework::Certified{.certificate = number, .class_id = "a", .from = {2031, 4, 1}, .to = {2033, 3, 31}},
    };
}

std::vector<Filter> filters()
{
    using casework::Stage;
    const std::string edition = "shop/2030";
    return {
        {.firm = "2"},
        {.firm = "2", .stage = Stage::Received},
        {.edition = edition},
        {.edition = edition, .after = "shop-2030-000002", .limit = 2},
        {.edition = edition, .stage = Stage::Received},
        {.edition = edition, .stage = Stage::Received, .after = "shop-2030-000002", .limit = 2},
        {.edition = edition, .firm = "2"},
        {.edition = edition, .firm = "2", .stage = Stage::Received},
        {.edition = edition, .firm = "2", .filed = true, .after = "shop-2030-000001"},
        {.edition = edition, .scheme = "shop", .firm = "2"},
        {.edition = edition, .code = "c2"},
        {.edition = edition, .code = "c2", .not_firm = "3", .filed = true},
        {.edition = edition, .code = "c2", .stage = Stage::Withdrawn},
        {.edition = edition, .not_firm = "2", .filed = true},
        {.edition = edition, .not_firm = "1", .stage = Stage::Draft, .after = "shop", .limit = 3},
        {.scheme = "shop", .certificate = "7"},
        {.edition = "shop/2031", .scheme = "shop", .certificate = "7"},
    };
}

bool fits(const CaseRow& row, const Filter& filter)
{
    const bool filed =
        row.versions > 0 && row.stage != casework::Stage::Draft && row.stage != casework::Stage::Withdrawn;
    return (filter.edition.empty() || row.edition == filter.edition) &&
           (filter.scheme.empty() || row.edition.starts_with(filter.scheme + "/")) &&
           (filter.firm.empty() || row.firm == filter.firm) && (filter.code.empty() || row.code == filter.code) &&
           (filter.not_firm.empty() || row.firm != filter.not_firm) &&
           (filter.certificate.empty() || row.certificate == filter.certificate) &&
           (!filter.stage || row.stage == *filter.stage) && (!filter.filed || filed) && row.id.text > filter.after;
}

std::string numbers_of(const std::vector<CaseRow>& rows)
{
    std::string numbers;
    for (const CaseRow& row : rows)
        numbers += row.id.text + " ";
    return numbers;
}

void fill_lists(Store& store)
{
    for (const char* edition : {"shop/2030", "shop/2031", "school/2030"}) {
        for (const char* firm : {"1", "2", "3"}) {
            case_of(store, edition, firm);
            case_of(store, edition, firm, {casework::Received{.version = 1}});
            case_of(store, edition, firm, {casework::Withdrawn{}});
        }
    }
    good(store.write([&](Transaction& transaction) -> base::Result<void> {
        casework::Case draft{.id = TRY(transaction.new_case_id("shop/2030"))};
        return transaction.append(draft, {opened("2")});
    }));
    case_of(store, "shop/2031", "2", up_to_certificate("7"));
    case_of(store, "school/2030", "2", up_to_certificate("7"));
}

}

TEST_P(ListTest, 一覧には条件に合う案件が番号の順に載る)
{
    Store s = store();
    fill_lists(s);
    look(s, [&](Transaction& transaction) {
        const std::vector<CaseRow> all = good(transaction.list({}));
        EXPECT_EQ(all.size(), 30u);
        for (const Filter& filter : filters()) {
            std::vector<CaseRow> expected;
            for (const CaseRow& row : all) {
                if (fits(row, filter) &&
                    (filter.limit == 0 || expected.size() < static_cast<std::size_t>(filter.limit)))
                    expected.push_back(row);
            }
            EXPECT_EQ(numbers_of(good(transaction.list(filter))), numbers_of(expected))
                << filter.edition << " " << filter.firm;
            EXPECT_FALSE(expected.empty()) << filter.edition << " " << filter.firm << " " << filter.code;
        }
        return 0;
    });
}

TEST_P(ListTest, どの一覧も表の全体を読まず並べ替えもしない)
{
    Store s = store();
    if (s.connection().backend() == Backend::Postgres)
        GTEST_SKIP() << "PostgreSQL plans by what the tables hold";
    Explaining explaining(s.connection());
    Transaction transaction(explaining);
    for (const Filter& filter : filters()) {
        good(transaction.list(filter));
        const std::string& plan = explaining.plan;
        EXPECT_TRUE(plan.starts_with("SEARCH cases USING INDEX")) << plan;
        EXPECT_EQ(plan.find("SCAN"), std::string::npos) << plan;
        if (filter.certificate.empty()) { // one line needs no order
            EXPECT_EQ(plan.find("TEMP B-TREE"), std::string::npos) << plan;
        }
        const std::string_view narrowest = !filter.firm.empty()   ? "firm=?"
                                           : !filter.code.empty() ? "code=?"
                                           : filter.stage         ? "stage=?"
                                                                  : "";
        EXPECT_NE(plan.find(narrowest), std::string::npos) << plan;
    }
    good(transaction.list({.certificate = "7"}));
    EXPECT_NE(explaining.plan.find("certificate=?"), std::string::npos) << explaining.plan;
}

TEST_P(ListTest, 保険者の回答を待つ案件は最後の照会に答えのないものだけ)
{
    Store s = store();
    const casework::InsurerInquired asked{.insurer = "見本健保"};
    const casework::InsurerReplied replied{.confirmed = true};
    const casework::Received received{.version = 1};
    case_of(s, "shop/2030", "1", {received});
    const CaseId waits = case_of(s, "shop/2030", "2", {received, asked});
    case_of(s, "shop/2030", "3", {received, asked, replied});
    const CaseId again = case_of(s, "shop/2031", "3", {received, asked, replied, asked});
    const CaseId other =
        case_of(s, "shop/2031", "4", {received, asked, casework::InsurerInquired{.insurer = "例示健保"}});
    look(s, [&](Transaction& transaction) {
        const auto listed = [&](const Filter& filter) { return numbers_of(good(transaction.list(filter))); };
        EXPECT_EQ(listed({.waits_for_insurer = true}), waits.text + " " + again.text + " " + other.text + " ");
        EXPECT_EQ(listed({.edition = "shop/2031", .waits_for_insurer = true, .limit = 1}), again.text + " ");
        EXPECT_EQ(listed({.waits_for_insurer = true, .after = again.text}), other.text + " ");
        EXPECT_EQ(listed({.reach = Reach{.insurers = {"見本健保"}}, .waits_for_insurer = true}),
                  waits.text + " " + again.text + " ");
        EXPECT_EQ(listed({.reach = Reach{.firms = {"4"}}, .waits_for_insurer = true}), other.text + " ");
        return 0;
    });
}

TEST_P(ListTest, 証書の番号は制度の中で一度しか使えない)
{
    Store s = store();
    const CaseId first = case_of(s, "shop/2030", "1", up_to_certificate("7"));
    case_of(s, "school/2030", "1", up_to_certificate("7"));
    const CaseId second = case_of(s, "shop/2031", "1");
    auto again = s.write([&](Transaction& transaction) -> base::Result<void> {
        casework::Case state = TRY(transaction.load_case(second));
        std::vector<casework::Event> events;
        for (casework::Happening& what : up_to_certificate("7"))
            events.push_back(event(static_cast<std::int64_t>(events.size()) + 3, std::move(what)));
        return transaction.append(state, events);
    });
    ASSERT_EQ(code_of(again), "case.certificate");
    EXPECT_NE(again.error().message.find(first.text), std::string::npos) << again.error().message;
    append(s, second, up_to_certificate("8"), at_minute(9));
    append(s, first, {casework::CertificateReturned{.on = {2032, 4, 1}}}, at_minute(9)); // keeps its own
    EXPECT_EQ(told(good(verify(s))), "");
    // The index says so too, whoever writes.
    EXPECT_EQ(code_of(s.connection().run("UPDATE cases SET certificate = '7' WHERE case_id = ?", {second.text})),
              "store.unique");
}

TEST_P(ListTest, 入れ替わった証書の番号も作り直せる)
{
    Store s = store();
    const CaseId first = case_of(s, "shop/2030", "1", up_to_certificate("7"));
    const CaseId second = case_of(s, "shop/2030", "2", up_to_certificate("8"));
    const std::string before = dump(s.connection());
    without_rules(s.connection(), "UPDATE cases SET certificate = '9' WHERE certificate = '7';"
                                  "UPDATE cases SET certificate = '7' WHERE certificate = '8';"
                                  "UPDATE cases SET certificate = '8' WHERE certificate = '9'");
    EXPECT_TRUE(has(good(verify(s)), "audit.projection", first.text, 5));
    EXPECT_EQ(good(rebuild(s)).different, 2);
    EXPECT_EQ(dump(s.connection()), before);
    EXPECT_EQ(told(good(verify(s))), "");
    without_rules(s.connection(), "DELETE FROM cases WHERE case_id = '" + first.text +
                                      "'; UPDATE cases SET certificate = '7' WHERE case_id = '" + second.text + "'");
    EXPECT_EQ(good(rebuild(s)).different, 2);
    EXPECT_EQ(told(good(verify(s))), "");

    const PassingFolder folder;
    good(back_up(where(), folder.file("copy.sqlite")));
    good(restore(folder.file("copy.sqlite"), folder.file("back.sqlite")));
    Store back = good(Store::open(folder.file("back.sqlite")));
    EXPECT_EQ(told(good(verify(back))), "");
    EXPECT_EQ(look(back, [](Transaction& t) { return good(t.list({.certificate = "8"})).size(); }), 1u);
}

KENKEI_ON_BOTH_DATABASES(ListTest);

}
