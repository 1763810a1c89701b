#include "store/reach.h"

#include "store/audit_testing.h"
#include "store/explaining.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <set>

namespace kenkei::store {

using namespace testing;

namespace {

class ReachTest : public OnBothDatabases {
protected:
    Store store() { return good(Store::open(where())); }
};

// Submitted, and its insurer asked if there is one.
CaseId add(Store& store, const std::string& edition, const std::string& firm, std::vector<std::string> insurers = {})
{
    CaseId id;
    good(store.write([&](Transaction& transaction) -> base::Result<void> {
        id = TRY(transaction.new_case_id(edition));
        casework::Case state{.id = id};
        casework::Applicant applicant = applicant_of_shop();
        applicant.number = firm;
        std::vector<casework::Event> events = {
            event(1, casework::DraftOpened{.edition = edition, .number = firm, .name = "x"}), submitted(2, applicant)};
        for (const std::string& insurer : insurers)
            events.push_back(
                event(static_cast<std::int64_t>(events.size()) + 1, casework::InsurerInquired{.insurer = insurer}));
        return transaction.append(state, events);
    }));
    return id;
}

void fill_schemes(Store& store)
{
    add(store, "school/2030", "1");
    add(store, "school/2030", "2", {"i1"});
    add(store, "shop/2030", "1", {"i2"});
    add(store, "shop/2030", "3", {"i1", "i2"});
    add(store, "shop/2031", "3");
    add(store, "town/2030", "4");
}

std::string numbers_of(const std::vector<CaseRow>& rows)
{
    std::string numbers;
    for (const CaseRow& row : rows)
        numbers += row.id.text + " ";
    return numbers;
}

struct Example {
    Reach reach;
    std::string expected;
};

std::vector<Example> examples()
{
    const std::string all = "school-2030-000001 school-2030-000002 shop-2030-000001 shop-2030-000002 shop-2031-000001 "
                            "town-2030-000001 ";
    std::vector<std::string> many;
    for (int i = 0; i < 3'000; ++i)
        many.push_back("no \"firm\" \\ " + std::to_string(i));
    many.emplace_back("3");
    return {
        {{.all = true}, all},
        {{.all = true, .firms = {"1"}}, all},
        {{}, ""},
        {{.schemes = {""}, .firms = {""}, .insurers = {""}}, ""}, // not all that have no insurer
        {{.schemes = {"school"}}, "school-2030-000001 school-2030-000002 "},
        {{.schemes = {"school", "town", ""}}, "school-2030-000001 school-2030-000002 town-2030-000001 "},
        {{.firms = {"1"}}, "school-2030-000001 shop-2030-000001 "},
        {{.firms = {"4", "none", "2"}}, "school-2030-000002 town-2030-000001 "},
        {{.firms = many}, "shop-2030-000002 shop-2031-000001 "},
        {{.insurers = {"i1"}}, "school-2030-000002 "}, // of the other case i2 was asked last
        {{.insurers = {"i1", "i2"}}, "school-2030-000002 shop-2030-000001 shop-2030-000002 "},
        {{.schemes = {"town"}, .firms = {"1"}}, "school-2030-000001 shop-2030-000001 town-2030-000001 "},
        {{.schemes = {"school"}, .firms = {"2", "4"}, .insurers = {"i2"}},
         "school-2030-000001 school-2030-000002 shop-2030-000001 shop-2030-000002 town-2030-000001 "},
        {{.schemes = {"' OR 1 = 1 --"}, .firms = {"?"}}, ""},
    };
}

// Cases that no events tell of, as many as a large office has: three of a thousand firms and hundreds of insurers.
void fill_synthetic(Connection& connection, std::int64_t cases)
{
    const std::string numbers =
        connection.backend() == Backend::Sqlite
            ? "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(cases) + ")"
            : "WITH n(i) AS (SELECT generate_series(1, " + std::to_string(cases) + "))";
    const std::string text = connection.backend() == Backend::Sqlite ? "CAST(%s AS TEXT)" : "(%s)::text";
    const auto as_text = [&](const std::string& number) {
        std::string sql = text;
        return sql.replace(sql.find("%s"), 2, number);
    };
    const std::string scheme = "CASE i % 10 WHEN 0 THEN 'school' WHEN 1 THEN 'town' ELSE 'shop' END";
    good(connection.run_script(
        "INSERT INTO cases (case_id, edition, scheme, firm, code, stage, result, class_id, name, kana, opened_at, "
        "submitted_at, changed_at, certificate, valid_from, valid_to, versions, head, head_hash, searched, insurer) " +
        numbers + " SELECT 'case-' || " + as_text("1000000 + i") + ", " + scheme + " || '/' || " +
        as_text("2025 + i % 5") + ", " + scheme + ", 'firm-' || " + as_text("i % 6000") +
        ", '', CASE i % 3 WHEN 0 THEN 'received' ELSE 'submitted' END, '', '', '株式会社 健康推進堂札幌支店', "
        "'カブシキガイシャケンコウスイシンドウ', '2030-01-01T00:00:00.000Z', '2030-01-01T00:00:00.000Z', "
        "'2030-01-01T00:00:00.000Z', '', '', '', 1, 2, "
        "'0123456789012345678901234567890123456789012345678901234567890123', "
        "'1234567890123株式会社健康推進堂札幌支店カブシキガイシャケンコウスイシンドウ0312345678', "
        "CASE i % 2 WHEN 0 THEN 'insurer-' || " +
        as_text("i % 200") + " ELSE '' END FROM n"));
}

}

TEST_P(ReachTest, 届く範囲の案件だけが一覧にも件数にも載る)
{
    Store s = store();
    fill_schemes(s);
    look(s, [&](Transaction& transaction) {
        for (const Example& example : examples()) {
            const std::string& expected = example.expected;
            EXPECT_EQ(numbers_of(good(transaction.list({.reach = example.reach}))), expected);
            std::string paged;
            for (std::string after;;) {
                const auto page = good(transaction.list({.reach = example.reach, .after = after, .limit = 1}));
                if (page.empty())
                    break;
                after = page.back().id.text;
                paged += numbers_of(page);
            }
            EXPECT_EQ(paged, expected);
            std::int64_t counted = 0;
            for (const Transaction::Count& count : good(transaction.count(example.reach)))
                counted += count.cases;
            EXPECT_EQ(counted, std::count(expected.begin(), expected.end(), ' ')) << expected;
        }
        return 0;
    });
}

TEST_P(ReachTest, 届く範囲はほかの条件とともに効く)
{
    Store s = store();
    fill_schemes(s);
    look(s, [&](Transaction& transaction) {
        const Reach own{.firms = {"1", "3"}};
        EXPECT_EQ(numbers_of(good(transaction.list({.reach = own, .edition = "shop/2030"}))),
                  "shop-2030-000001 shop-2030-000002 ");
        EXPECT_EQ(numbers_of(good(transaction.list({.reach = own, .firm = "3"}))),
                  "shop-2030-000002 shop-2031-000001 ");
        EXPECT_EQ(numbers_of(good(transaction.list({.reach = own, .firm = "4"}))), "");
        EXPECT_EQ(numbers_of(good(transaction.list({.reach = own, .scheme = "school"}))), "school-2030-000001 ");
        EXPECT_EQ(numbers_of(good(transaction.list({.reach = own, .stage = casework::Stage::Received}))), "");
        const Reach office{.schemes = {"shop"}, .insurers = {"i1"}};
        EXPECT_EQ(numbers_of(good(transaction.list({.reach = office, .edition = "school/2030"}))),
                  "school-2030-000002 ");
        EXPECT_EQ(numbers_of(good(transaction.list({.reach = office, .edition = "shop/2031", .code = "00-123"}))),
                  "shop-2031-000001 ");
        return 0;
    });
}

TEST_P(ReachTest, 検索も届く範囲の外を見せない)
{
    Store s = store();
    fill_schemes(s);
    look(s, [&](Transaction& transaction) {
        for (const Example& example : examples()) {
            std::vector<CaseRow> rows = good(transaction.search("推進", 100, example.reach));
            std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.id.text < b.id.text; });
            EXPECT_EQ(numbers_of(rows), example.expected);
        }
        EXPECT_EQ(good(transaction.search("推進", 100)).size(), 6u);
        EXPECT_EQ(good(transaction.search("推進", 1, Reach{.firms = {"4"}})).size(), 1u);
        EXPECT_EQ(good(transaction.search("無関係", 9, Reach{.firms = {"4"}})).size(), 0u);
        return 0;
    });
}

TEST_P(ReachTest, 一件の行は最後に照会した保険者とともに見つかる)
{
    Store s = store();
    fill_schemes(s);
    look(s, [&](Transaction& transaction) {
        const auto row = good(transaction.find_row({"shop-2030-000002"}));
        EXPECT_TRUE(row);
        EXPECT_EQ(row->firm, "3");
        EXPECT_EQ(row->insurer, "i2");
        EXPECT_EQ(good(transaction.find_row({"town-2030-000001"}))->insurer, "");
        EXPECT_FALSE(good(transaction.find_row({"shop-2030-000009"})));
        return 0;
    });
    EXPECT_EQ(told(good(verify(s))), "");
    EXPECT_EQ(good(rebuild(s)).different, 0);
    without_rules(s.connection(), "UPDATE cases SET insurer = 'i9' WHERE case_id = 'shop-2030-000002'");
    const AuditReport report = good(verify(s));
    EXPECT_TRUE(has(report, "audit.projection", "shop-2030-000002", 4)) << told(report);
    EXPECT_NE(told(report).find("insurer"), std::string::npos) << told(report);
    EXPECT_EQ(good(rebuild(s)).different, 1);
    EXPECT_EQ(told(good(verify(s))), "");
}

TEST_P(ReachTest, 件数は年度版と段階と結果ごとに出る)
{
    Store s = store();
    fill_schemes(s);
    append(s, {"shop-2030-000001"},
           {casework::Received{.version = 1},
            casework::Decided{.result = casework::Result::Recognised, .class_id = "a", .on = {2031, 1, 1}}},
           at_minute(9));
    look(s, [&](Transaction& transaction) {
        std::string told;
        for (const Transaction::Count& count : good(transaction.count({.schemes = {"shop"}})))
            told += count.edition + " " + std::string(casework::name_of(count.stage)) + " " + count.result + " " +
                    count.class_id + " " + std::to_string(count.cases) + "\n";
        EXPECT_EQ(told, "shop/2030 decided recognised a 1\nshop/2030 submitted   1\nshop/2031 submitted   1\n");
        return 0;
    });
}

TEST_P(ReachTest, 何千件あっても一枚の一覧は索引で見つかる)
{
    Store s = store();
    const bool sqlite = s.connection().backend() == Backend::Sqlite;
    fill_synthetic(s.connection(), 20'000);
    if (!sqlite)
        good(s.connection().run_script("ANALYZE cases"));
    Explaining explaining(s.connection());
    Transaction transaction(explaining);
    Transaction plain(s.connection());
    const std::vector<std::pair<std::string, Filter>> asked = {
        {"scheme=?", {.reach = Reach{.schemes = {"school"}}}},
        {"firm=?", {.reach = Reach{.firms = {"firm-7"}}}},
        {"insurer=?", {.reach = Reach{.insurers = {"insurer-8"}}}},
        {"scheme=?", {.reach = Reach{.schemes = {"school", "town"}}}},
        {"firm=?", {.reach = Reach{.firms = {"firm-7", "firm-8", "firm-9"}}}},
        {"", {.reach = Reach{.schemes = {"shop"}, .firms = {"firm-7"}}}},
        {"", {.reach = Reach{.schemes = {"school"}, .firms = {"firm-7"}, .insurers = {"insurer-8"}}}},
        {"edition=?", {.reach = Reach{.schemes = {"shop"}}, .edition = "shop/2027"}},
        {"edition=?", {.reach = Reach{.schemes = {"shop"}, .firms = {"firm-7"}}, .edition = "shop/2027"}},
        {"firm=?", {.reach = Reach{.firms = {"firm-7"}}, .edition = "shop/2027"}},
        {"firm=?", {.reach = Reach{.schemes = {"shop"}}, .firm = "firm-7"}},
        {"stage=?", {.reach = Reach{.schemes = {"shop"}}, .edition = "shop/2027", .stage = casework::Stage::Received}},
        {"scheme=?", {.reach = Reach{.schemes = {"shop"}}, .stage = casework::Stage::Received}},
    };
    for (const auto& [index, given] : asked) {
        Filter filter = given;
        filter.after = "case-1003000";
        filter.limit = 50;
        if (sqlite) {
            good(transaction.list(filter));
            const std::string& plan = explaining.plan;
            EXPECT_EQ(plan.find("SCAN"), std::string::npos) << plan;
            EXPECT_NE(plan.find("USING INDEX"), std::string::npos) << plan;
            EXPECT_NE(plan.find(index), std::string::npos) << plan;
        }
        good(plain.list(filter)); // prepared
        const auto before = std::chrono::steady_clock::now();
        good(plain.list(filter));
        const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - before;
        if (std::getenv("KENKEI_TEST_TELLS_TIMES") != nullptr)
            std::printf("%6.2f ms %s\n", taken.count(), explaining.plan.c_str());
    }
    for (const Reach& reach : {Reach{.all = true}, Reach{.schemes = {"shop"}}, Reach{.schemes = {"school"}},
                               Reach{.schemes = {"shop"}, .firms = {"firm-7"}}, Reach{.firms = {"firm-7"}}}) {
        if (sqlite)
            good(transaction.count(reach));
        good(plain.count(reach));
        const auto before = std::chrono::steady_clock::now();
        good(plain.count(reach));
        const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - before;
        if (std::getenv("KENKEI_TEST_TELLS_TIMES") != nullptr)
            std::printf("%6.2f ms count: %s\n", taken.count(), explaining.plan.c_str());
    }
}

TEST_P(ReachTest, 値がいくつあっても文の形は数えるほど)
{
    std::set<std::string> forms;
    std::vector<std::string> texts;
    for (int i = 0; i < 2'000; ++i) {
        texts.push_back(std::to_string(i));
        const OneOf one_of(GetParam(), "firm", texts);
        forms.insert(one_of.sql);
        EXPECT_EQ(static_cast<std::size_t>(std::count(one_of.sql.begin(), one_of.sql.end(), '?')),
                  one_of.values.size());
    }
    EXPECT_EQ(forms.size(), 6u);
}

KENKEI_ON_BOTH_DATABASES(ReachTest);

}
