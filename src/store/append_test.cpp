#include "casework/casework_testing.h"
#include "store/erasure.h"
#include "store/store_testing.h"

#include <fstream>

namespace kenkei::store {

using namespace testing;

namespace {

class AppendTest : public OnBothDatabases {
protected:
    Store store() { return good(Store::open(where())); }
};

std::int64_t count(Transaction& transaction, const std::string& table)
{
    std::int64_t number = -1;
    good(transaction.connection().run("SELECT count(*) FROM " + table, {},
                                      [&](const Row& row) { number = row.integer(0); }));
    return number;
}

}

TEST_P(AppendTest, どの出来事も書いたとおりに読める)
{
    Store s = store();
    std::vector<casework::Event> events = casework::testing::one_of_each();
    events.pop_back(); // the erasure has tests of its own
    for (std::size_t i = 0; i < events.size(); ++i)
        events[i].number = static_cast<std::int64_t>(i + 1);
    casework::Case state{.id = {"shop-2030-000001"}};
    EXPECT_EQ("store.no-file",
              code_of(s.write([&](Transaction& transaction) { return transaction.append(state, events); })));
    EXPECT_EQ(state.last_event, 0);
    good(s.write([&](Transaction& transaction) -> base::Result<void> {
        TRY(transaction.connection().run("INSERT INTO files (sha256, size, content) VALUES ('ab12', 1, ?)",
                                         {Bytes{"x"}}));
        return transaction.append(state, events);
    }));
    look(s, [&](Transaction& transaction) {
        EXPECT_TRUE(good(transaction.events_of(state.id)) == events);
        EXPECT_TRUE(good(transaction.load_case(state.id)) == state);
        return 0;
    });
    std::vector<CaseRow> rows = look(s, [&](Transaction& transaction) { return good(transaction.list({})); });
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].head, state.last_event);
    EXPECT_EQ(rows[0].head_hash.size(), 64u);
    EXPECT_EQ(rows[0].name, state.applicant.name);
    EXPECT_EQ(rows[0].stage, state.stage);
}

TEST_P(AppendTest, 続けて書いても一度に書いても同じ案件になる)
{
    Store s = store();
    CaseId id = add_case(s, applicant_of_shop());
    EXPECT_EQ(id.text, "shop-2030-000001");
    good(s.write([&](Transaction& transaction) -> base::Result<void> {
        casework::Case state = TRY(transaction.load_case(id));
        return transaction.append(state, {event(3, casework::Received{.version = 1})});
    }));
    look(s, [&](Transaction& transaction) {
        casework::Case state = good(transaction.load_case(id));
        EXPECT_EQ(state.stage, casework::Stage::Received);
        CaseRow row = good(transaction.list({.edition = "shop/2030", .stage = casework::Stage::Received})).at(0);
        EXPECT_EQ(row.submitted_at, base::to_utc(at_minute(2)));
        EXPECT_EQ(row.changed_at, base::to_utc(at_minute(3)));
        EXPECT_EQ(row.versions, 1);
        EXPECT_EQ(row.head, 3);
        EXPECT_EQ(code_of(transaction.load_case({"nobody"})), "store.no-case");
        return 0;
    });
}

TEST_P(AppendTest, 鎖は前の出来事の指紋でつながる)
{
    Store s = store();
    CaseId id = add_case(s, applicant_of_shop());
    std::vector<std::string> hashes;
    look(s, [&](Transaction& transaction) {
        good(transaction.connection().run("SELECT previous, hash FROM events ORDER BY number", {}, [&](const Row& row) {
            hashes.emplace_back(row.text(0));
            hashes.emplace_back(row.text(1));
        }));
        return 0;
    });
    ASSERT_EQ(hashes.size(), 4u);
    EXPECT_EQ(hashes[0], "");
    EXPECT_EQ(hashes[1], hashes[2]);
    EXPECT_NE(hashes[1], hashes[3]);
}

TEST_P(AppendTest, 同じ番号を二人が書けば後の人は読み直す)
{
    Store first = store();
    Store second = store();
    CaseId id = add_case(first, applicant_of_shop());
    casework::Case old = look(second, [&](Transaction& transaction) { return good(transaction.load_case(id)); });
    good(first.write([&](Transaction& transaction) -> base::Result<void> {
        casework::Case state = TRY(transaction.load_case(id));
        return transaction.append(state, {event(3, casework::Saved{.answers = "{}"})});
    }));
    int attempts = 0;
    auto late = second.write([&](Transaction& transaction) {
        ++attempts;
        return transaction.append(old, {event(3, casework::Saved{.answers = "{}"})});
    });
    EXPECT_EQ(code_of(late), "store.conflict");
    EXPECT_GT(attempts, 1);
    EXPECT_EQ(old.last_event, 2);
    casework::Case fresh{.id = id};
    EXPECT_EQ(code_of(second.write([&](Transaction& transaction) { return transaction.append(fresh, {opened()}); })),
              "store.conflict");
    EXPECT_EQ(code_of(second.write(
                  [&](Transaction& transaction) { return transaction.append(old, {event(9, casework::Saved{})}); })),
              "store.conflict");
}

TEST_P(AppendTest, 失敗した用件と例外は何も残さない)
{
    Store s = store();
    auto add = [](Transaction& transaction) {
        casework::Case state{.id = good(transaction.new_case_id("shop/2030"))};
        good(transaction.append(state, {opened()}));
    };
    auto failed = s.write([&](Transaction& transaction) -> base::Result<void> {
        add(transaction);
        return base::Error{.code = "x", .message = "x"};
    });
    EXPECT_EQ(code_of(failed), "x");
    EXPECT_THROW((void)s.write([&](Transaction& transaction) -> base::Result<void> {
        add(transaction);
        throw std::runtime_error("x");
    }),
                 std::runtime_error);
    EXPECT_NE(code_of(s.read([&](Transaction& transaction) -> base::Result<void> {
                  TRY(transaction.put_file("x"));
                  return {};
              })),
              "ok");
    EXPECT_EQ(look(s, [](Transaction& transaction) { return count(transaction, "events"); }), 0);
    EXPECT_EQ(add_case(s, {}).text, "shop-2030-000001");
}

TEST_P(AppendTest, 案件番号は年度版ごとに続き七桁にも延びる)
{
    Store s = store();
    good(s.write([&](Transaction& transaction) -> base::Result<void> {
        EXPECT_EQ(good(transaction.new_case_id("shop/2030")).text, "shop-2030-000001");
        EXPECT_EQ(good(transaction.new_case_id("shop/2030")).text, "shop-2030-000002");
        EXPECT_EQ(good(transaction.new_case_id("stall/2030")).text, "stall-2030-000001");
        TRY(transaction.connection().run("UPDATE case_numbers SET last = 999999 WHERE edition = 'shop/2030'"));
        EXPECT_EQ(good(transaction.new_case_id("shop/2030")).text, "shop-2030-1000000");
        return {};
    }));
}

TEST_P(AppendTest, 一覧は条件で絞り番号の順に区切って読める)
{
    Store s = store();
    for (int i = 0; i < 5; ++i)
        add_case(s, applicant_of_shop());
    look(s, [&](Transaction& transaction) {
        std::vector<CaseRow> page = good(transaction.list({.scheme = "shop", .after = "shop-2030-000002", .limit = 2}));
        EXPECT_EQ(page.size(), 2u);
        EXPECT_EQ(page.at(0).id.text, "shop-2030-000003");
        EXPECT_EQ(good(transaction.list({.firm = "1234567890123", .code = "00-123"})).size(), 5u);
        EXPECT_EQ(good(transaction.list({.stage = casework::Stage::Decided})).size(), 0u);
        EXPECT_EQ(good(transaction.list({.edition = "stall/2030"})).size(), 0u);
        return 0;
    });
}

TEST_P(AppendTest, 消去すれば内容もファイルも宛先もなくなり経緯は残る)
{
    Store s = store();
    std::string own;
    std::string shared;
    good(s.write([&](Transaction& transaction) -> base::Result<void> {
        own = TRY(transaction.put_file(std::string("own\0", 4)));
        shared = TRY(transaction.put_file("shared"));
        EXPECT_EQ(shared, TRY(transaction.put_file("shared")));
        return {};
    }));
    CaseId id = add_case(s, applicant_of_shop(), own);
    CaseId other = add_case(s, applicant_of_shop(), shared);
    good(s.write([&](Transaction& transaction) -> base::Result<void> {
        EXPECT_EQ(TRY(transaction.load_file(own)), std::string("own\0", 4));
        casework::Case state = TRY(transaction.load_case(id));
        TRY(transaction.append(state,
                               {event(3, casework::EvidenceSupplied{.files = {{shared, "a", 1}, {shared, "b", 1}}})}));
        for (std::string state_of_mail : {"waiting", "sent"})
            TRY(transaction.put_mail({.message_id = state_of_mail,
                                      .case_id = id,
                                      .kind = "submitted",
                                      .recipient = "shop@example.jp",
                                      .subject = "健康推進堂 様",
                                      .content = "本文",
                                      .state = state_of_mail,
                                      .answer = "250 shop@example.jp ok"}));
        TRY(transaction.append(state, {event(4, casework::PayloadsErased{.events = {1, 2, 3}, .list = "R-1"})}));
        EXPECT_TRUE(state == TRY(transaction.load_case(id)));
        return {};
    }));
    look(s, [&](Transaction& transaction) {
        EXPECT_EQ(code_of(transaction.load_file(own)), "store.no-file");
        EXPECT_EQ(good(transaction.load_file(shared)), "shared");
        EXPECT_EQ(good(transaction.events_of(id)).size(), 4u);
        EXPECT_EQ(good(transaction.load_case(id)).applicant.name, "");
        EXPECT_EQ(good(transaction.search("健康", 10)).size(), 1u);
        EXPECT_EQ(good(transaction.search("健康", 10)).at(0).id, other);
        EXPECT_EQ(good(transaction.search("1234567890123", 10)).size(), 2u);
        std::vector<Mail> mails = good(transaction.mails_of(id));
        EXPECT_EQ(mails.at(0).state, "erased");
        EXPECT_EQ(mails.at(1).state, "sent");
        for (const Mail& mail : mails)
            EXPECT_EQ(mail.recipient + mail.subject + mail.content + mail.answer, "");
        EXPECT_EQ(count(transaction, "payloads"), 2);
        EXPECT_EQ(count(transaction, "files"), 1);
        return 0;
    });
}

TEST_P(AppendTest, 片付けの後は名前がファイルのどこにも残らない)
{
    Store s = store();
    CaseId id = add_case(s, applicant_of_shop());
    good(s.write([&](Transaction& transaction) -> base::Result<void> {
        casework::Case state = TRY(transaction.load_case(id));
        return transaction.append(state, {event(3, casework::PayloadsErased{.events = {1, 2}, .list = "R-1"})});
    }));
    good(sweep(s.connection()));
    EXPECT_EQ(look(s, [](Transaction& transaction) { return good(transaction.search("健康", 9)).size(); }), 0u);
    if (GetParam() == Backend::Postgres)
        return;
    std::string remains;
    for (const char* end : {"", "-wal"}) {
        std::ifstream in(where() + end, std::ios::binary);
        remains.append(std::istreambuf_iterator<char>(in), {});
    }
    EXPECT_NE(remains.find("shop-2030-000001"), std::string::npos);
    for (const char* personal : {"健康推進堂", "髙子", "ケンコウスイシンドウ"})
        EXPECT_EQ(remains.find(personal), std::string::npos) << personal;
}

TEST_P(AppendTest, 記録できない文字はどこにあるかを言う)
{
    Store s = store();
    const auto refusal = [&](const std::function<void(casework::Applicant&)>& spoil) {
        casework::Applicant applicant = applicant_of_shop();
        spoil(applicant);
        auto done = s.write([&](Transaction& transaction) -> base::Result<void> {
            casework::Case state{.id = TRY(transaction.new_case_id("shop/2030"))};
            return transaction.append(state, {opened(), submitted(2, applicant)});
        });
        return done.ok() ? "ok" : words_of(done.error());
    };
    using casework::Applicant;
    const std::string nul("a\0b", 3);
    EXPECT_EQ(refusal([](Applicant&) {}), "ok");
    const std::string name = refusal([&](Applicant& applicant) { applicant.name = nul + "c"; });
    const std::string code = refusal([&](Applicant& applicant) { applicant.code = nul + "c"; });
    EXPECT_TRUE(name.starts_with("store.text") && name.find("名称") != std::string::npos) << name;
    EXPECT_TRUE(code.starts_with("store.text") && code.find("記号") != std::string::npos) << code;
    const std::string kana = refusal([&](Applicant& applicant) { applicant.kana = "\xff"; });
    EXPECT_TRUE(kana.starts_with("store.text") && kana.find("出来事 2 の申請者") != std::string::npos) << kana;
}

KENKEI_ON_BOTH_DATABASES(AppendTest);

}
