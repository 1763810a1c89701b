#include "store/keeping.h"

#include "store/audit_testing.h"
#include "store/schema.h"

#include <atomic>
#include <fstream>
#include <thread>

namespace kenkei::store {

using namespace testing;

namespace {

class KeepingTest : public OnBothDatabases {
protected:
    Store filled()
    {
        Store store = good(Store::open(where()));
        fill(store);
        return store;
    }
    std::string file(const std::string& name) const { return m_folder.file(name); }

private:
    PassingFolder m_folder;
};

std::string dump_of(const std::string& where)
{
    Store store = good(Store::open(where, Opening::Existing));
    return dump(store.connection());
}

std::int64_t found_by(Store& store, const std::string& text)
{
    return static_cast<std::int64_t>(
        look(store, [&](Transaction& transaction) { return good(transaction.search(text, 100)); }).size());
}

}

TEST_P(KeepingTest, 写しから戻すと元と同じになる)
{
    Store store = filled();
    good(back_up(where(), file("copy.sqlite")));
    EXPECT_FALSE(std::filesystem::exists(file("copy.sqlite.part")));
    EXPECT_EQ(std::filesystem::status(file("copy.sqlite")).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    good(restore(file("copy.sqlite"), file("back.sqlite")));
    EXPECT_EQ(dump_of(file("back.sqlite")), dump(store.connection()));
    Store back = good(Store::open(file("back.sqlite")));
    EXPECT_EQ(told(good(verify(back))), "");
    EXPECT_EQ(found_by(back, "第一"), 1);
    EXPECT_EQ(found_by(back, "第二"), 0) << "erased";
}

TEST_P(KeepingTest, 写しから同じ種類の空のデータベースに戻せる)
{
    const PassingFolder folder;
    {
        Store source = good(Store::open(folder.file("source.sqlite")));
        fill(source);
    }
    good(back_up(folder.file("source.sqlite"), file("copy.sqlite")));
    good(restore(file("copy.sqlite"), where()));
    Store store = good(Store::open(where()));
    EXPECT_EQ(dump(store.connection()), dump_of(folder.file("source.sqlite")));
    EXPECT_EQ(told(good(verify(store, {}, test_keys().public_key))), "");
    EXPECT_EQ(found_by(store, "第一"), 1);
    EXPECT_EQ(add_case_at(store, "第五", "", at_day(5)).text, "shop-2030-000005") << "numbers go on";
    EXPECT_EQ(good(rebuild(store)).different, 0);
    EXPECT_EQ(code_of(restore(file("copy.sqlite"), where())), "store.not-empty");
}

TEST_P(KeepingTest, あるファイルには上書きしない)
{
    filled();
    std::ofstream(file("copy.sqlite")) << "mine";
    EXPECT_EQ(code_of(back_up(where(), file("copy.sqlite"))), "store.exists");
    EXPECT_EQ(std::filesystem::file_size(file("copy.sqlite")), 4u);
    EXPECT_EQ(code_of(back_up(where(), file("no-folder/copy.sqlite"))), "store.failed");
    EXPECT_EQ(code_of(restore(file("none.sqlite"), file("back.sqlite"))), "store.failed");
    EXPECT_FALSE(std::filesystem::exists(file("back.sqlite")));
}

TEST_P(KeepingTest, 壊れた写しからは戻さない)
{
    filled();
    good(back_up(where(), file("copy.sqlite")));
    {
        auto copy = good(connect(file("copy.sqlite"), Opening::Existing));
        without_rules(*copy, "UPDATE payloads SET content = '{}' WHERE case_id = 'shop-2030-000001' AND number = 2");
    }
    const std::string target = GetParam() == Backend::Sqlite ? file("back.sqlite") : file("back2.sqlite");
    const auto restored = restore(file("copy.sqlite"), target);
    ASSERT_FALSE(restored.ok());
    EXPECT_EQ(restored.error().code, "store.damaged");
    EXPECT_NE(restored.error().message.find("shop-2030-000001 出来事 2"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(target));
    EXPECT_FALSE(std::filesystem::exists(target + ".part"));
}

TEST_P(KeepingTest, 書いている間に写しても一つの時点になる)
{
    Store store = filled();
    std::atomic<bool> stop = false;
    std::thread writer([&] {
        Store other = good(Store::open(where(), Opening::Existing));
        while (!stop)
            append(other, {"shop-2030-000003"}, {casework::Saved{.answers = "{\"plan\":4}"}}, at_day(4));
    });
    for (int i = 0; i < 3; ++i) {
        const std::string copy = file("copy" + std::to_string(i) + ".sqlite");
        auto made = back_up(where(), copy);
        EXPECT_TRUE(made.ok()) << (made.ok() ? "" : words_of(made.error()));
        Store read = good(Store::open(copy, Opening::ReadOnly));
        EXPECT_EQ(told(good(verify(read))), "");
    }
    stop = true;
    writer.join();
}

TEST_P(KeepingTest, 一覧は出来事から作り直せる)
{
    Store store = filled();
    const std::string before = dump(store.connection());
    Rebuilt rebuilt = good(rebuild(store));
    EXPECT_EQ(rebuilt.cases, 4);
    EXPECT_EQ(rebuilt.events, 14);
    EXPECT_EQ(rebuilt.different, 0);
    EXPECT_EQ(dump(store.connection()), before);

    without_rules(
        store.connection(),
        "UPDATE cases SET name = 'x', searched = 'x' WHERE case_id = 'shop-2030-000001';"
        "INSERT INTO cases (case_id, edition, scheme, firm, code, stage, result, class_id, name, kana, "
        "opened_at, submitted_at, changed_at, certificate, valid_from, valid_to, versions, head, head_hash, "
        "searched) VALUES ('z', '', '', '', '', 'draft', '', '', '', '', '', '', '', '', '', '', 0, 0, '', '')");
    EXPECT_EQ(good(rebuild(store)).different, 2);
    EXPECT_EQ(dump(store.connection()), before);
    EXPECT_EQ(found_by(store, "第一"), 1);
    EXPECT_EQ(told(good(verify(store))), "");

    without_rules(store.connection(), "DELETE FROM cases");
    EXPECT_EQ(good(rebuild(store)).different, 4);
    EXPECT_EQ(found_by(store, "第一"), 1);
    EXPECT_EQ(told(good(verify(store))), "");
}

TEST_P(KeepingTest, 読めない出来事があれば作り直しは何も変えない)
{
    Store store = filled();
    without_rules(store.connection(), "UPDATE events SET body = '{' WHERE case_id = 'shop-2030-000003' AND number = 2");
    const std::string before = dump(store.connection());
    const auto rebuilt = rebuild(store);
    ASSERT_FALSE(rebuilt.ok());
    EXPECT_NE(rebuilt.error().message.find("shop-2030-000003"), std::string::npos);
    EXPECT_EQ(dump(store.connection()), before);
    EXPECT_EQ(found_by(store, "第一"), 1);
}

namespace {

constexpr base::Date the_day{2040, 4, 1};

// A case in a stage, its last event at `at`.
CaseId case_with(Store& store, std::vector<casework::Happening> rest, base::Timestamp at)
{
    const CaseId id = add_case(store, applicant_of_shop());
    append(store, id, std::move(rest), at);
    return id;
}

casework::Happening certified(const std::string& number, base::Date to)
{
    return casework::Certified{.certificate = number, .class_id = "a", .from = {2031, 4, 1}, .to = to};
}

std::vector<std::string> ids_of(const RetentionList& list)
{
    std::vector<std::string> ids;
    for (const CaseRow& row : list.cases)
        ids.push_back(row.id.text);
    return ids;
}

}

TEST_P(KeepingTest, 消去の一覧には誰も触れていない終わった案件だけが載る)
{
    Store store = good(Store::open(where()));
    const base::Timestamp before{base::in_japan(the_day).milliseconds - 1};
    const base::Timestamp after = base::in_japan(the_day);
    using namespace casework;
    const Happening refused = Decided{.result = kenkei::casework::Result::Refused, .on = {2031, 1, 1}};
    const Happening recognised = Decided{.result = kenkei::casework::Result::Recognised, .on = {2031, 1, 1}};
    std::vector<std::string> expected;
    const auto listed = [&](std::vector<Happening> rest, base::Timestamp at) {
        expected.push_back(case_with(store, std::move(rest), at).text);
    };
    listed({Withdrawn{}}, before);
    case_with(store, {Withdrawn{}}, after);
    listed({refused}, before);
    listed({recognised}, before);
    listed({recognised, certified("1", {2040, 3, 31})}, before);
    case_with(store, {recognised, certified("2", {2040, 4, 1})}, before);
    listed({recognised, certified("3", {2041, 3, 31}), CertificateReturned{.on = {2040, 3, 31}}}, before);
    case_with(store, {recognised, certified("4", {2041, 3, 31}), CertificateReturned{.on = {2040, 4, 1}}}, before);
    listed({}, before);
    listed({Received{.version = 1}}, before);
    case_with(store, {Received{.version = 1}}, after);
    case_with(store, {Withdrawn{}, PayloadsErased{.events = {1, 2, 3}, .list = "R-0"}}, before);
    good(store.write([&](Transaction& transaction) -> base::Result<void> {
        Case draft{.id = TRY(transaction.new_case_id("shop/2030"))};
        expected.push_back(draft.id.text);
        return transaction.append(draft, {opened()});
    }));

    const RetentionList list = good(make_retention_list(store, the_day, after));
    EXPECT_EQ(list.id, "R-2040-04-01-1");
    EXPECT_EQ(ids_of(list), expected);
    EXPECT_EQ(good(make_retention_list(store, the_day, after)).id, "R-2040-04-01-2");

    append(store, {expected[0]}, {Withdrawn{}}, after);
    const RetentionList kept = good(load_retention_list(store, list.id));
    EXPECT_EQ(kept.before, the_day);
    EXPECT_EQ(ids_of(kept), expected);
    EXPECT_EQ(kept.cases[0].head, list.cases[0].head) << "as it was listed";
    EXPECT_EQ(code_of(load_retention_list(store, "R-1")), "store.no-list");
}

TEST_P(KeepingTest, 消去の一覧の基準の日は今日まで)
{
    Store store = good(Store::open(where()));
    const base::Timestamp evening{base::in_japan(the_day).milliseconds - 1};
    const auto refused = make_retention_list(store, the_day, evening);
    ASSERT_EQ(code_of(refused), "case.value");
    EXPECT_FALSE(refused.error().way_out.empty());
    EXPECT_EQ(code_of(make_retention_list(store, the_day, base::in_japan(the_day))), "ok");
}

TEST_P(KeepingTest, 消去の一覧は何ページあっても全部載る)
{
    Store store = good(Store::open(where()));
    good(store.write([&](Transaction& transaction) -> base::Result<void> {
        for (int i = 0; i < 1003; ++i) {
            casework::Case draft{.id = TRY(transaction.new_case_id("shop/2030"))};
            TRY(transaction.append(draft, {opened()}));
        }
        return {};
    }));
    EXPECT_EQ(good(make_retention_list(store, the_day, base::in_japan(the_day))).cases.size(), 1003u);
}

namespace {

std::string bytes_with_log(const std::string& file)
{
    std::string bytes;
    for (const char* end : {"", "-wal"}) {
        std::ifstream in(file + end, std::ios::binary);
        bytes.append(std::istreambuf_iterator<char>(in), {});
    }
    return bytes;
}

// What the index of the search knows of a character.
std::int64_t terms_with(Store& store, const std::string& hexadecimal)
{
    std::int64_t terms = -1;
    good(store.connection().run_script("CREATE VIRTUAL TABLE temp.terms USING fts5vocab (main, search, row)"));
    good(store.connection().run("SELECT count(*) FROM temp.terms WHERE term LIKE ?", {"%" + hexadecimal + "%"},
                                [&](const Row& row) { terms = row.integer(0); }));
    good(store.connection().run_script("DROP TABLE temp.terms"));
    return terms;
}

}

TEST_P(KeepingTest, 消去を終えると消したものはファイルのどこにも残らない)
{
    Store store = good(Store::open(where()));
    std::vector<CaseId> gone;
    for (int i = 0; i < 60; ++i) {
        add_case_at(store, "株式会社 残る" + std::to_string(i), "残る控え" + std::to_string(i), at_day(0));
        if (i % 20 == 7)
            gone.push_back(add_case_at(store, "鷲頭琥珀堂" + std::to_string(i), "琥珀の決算書", at_day(0)));
    }
    const std::vector<std::string> needles = {"鷲頭", "琥珀", "x982d", "x73c0"}; // and pairs of theirs
    if (GetParam() == Backend::Sqlite) {
        EXPECT_GT(terms_with(store, "982d"), 0);
        for (const std::string& needle : needles)
            EXPECT_NE(bytes_with_log(where()).find(needle), std::string::npos) << needle;
    }
    const base::Timestamp now = base::in_japan(the_day);
    const RetentionList list = good(make_retention_list(store, the_day, now));
    for (const CaseId& id : gone)
        append(store, id, {casework::PayloadsErased{.events = {1, 2}, .list = list.id}}, now);
    good(finish_erasing(store, list.id, now));
    std::string done;
    good(store.connection().run("SELECT done_at FROM retention_lists WHERE id = ?", {list.id},
                                [&](const Row& row) { done = row.text(0); }));
    EXPECT_EQ(done, base::to_utc(now));
    EXPECT_EQ(found_by(store, "琥珀"), 0);
    EXPECT_EQ(found_by(store, "残る59"), 1);
    EXPECT_EQ(told(good(verify(store))), "");
    if (GetParam() == Backend::Sqlite) {
        EXPECT_EQ(terms_with(store, "982d"), 0);
        for (const std::string& needle : needles)
            EXPECT_EQ(bytes_with_log(where()).find(needle), std::string::npos) << needle;
    }
    good(finish_erasing(store, list.id, now));
    EXPECT_EQ(code_of(finish_erasing(store, "R-0", now)), "store.no-list");
}

KENKEI_ON_BOTH_DATABASES(KeepingTest);

}
