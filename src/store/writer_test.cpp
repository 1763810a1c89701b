#include "store/writer.h"

#include "store/store_testing.h"

#include <atomic>
#include <latch>

namespace kenkei::store {

using namespace testing;

namespace {

class WriterTest : public OnBothDatabases {
protected:
    std::size_t cases()
    {
        Store s = good(Store::open(where()));
        return look(s, [](Transaction& transaction) { return good(transaction.list({})).size(); });
    }
};

base::Result<void> add(Transaction& transaction)
{
    casework::Case state{.id = TRY(transaction.new_case_id("shop/2030"))};
    return transaction.append(state, {opened()});
}

}

TEST_P(WriterTest, 千件の用件を少ない確定で書く)
{
    auto writer = good(Writer::start(where(), 256));
    std::latch go(1);
    std::atomic<int> batches = 0;
    writer->post(
        [&](Transaction&) -> base::Result<void> {
            go.wait();
            return {};
        },
        {});
    std::atomic<int> good_ones = 0;
    std::atomic<bool> first_of_batch = true;
    for (int i = 0; i < 1000; ++i)
        writer->post(
            [&](Transaction& transaction) -> base::Result<void> {
                if (first_of_batch.exchange(false))
                    ++batches;
                return add(transaction);
            },
            [&](base::Result<void> result) {
                good_ones += result.ok() ? 1 : 0;
                first_of_batch = true;
            });
    go.count_down();
    writer.reset(); // finishes what it took
    EXPECT_EQ(good_ones, 1000);
    EXPECT_LE(batches, 6);
    EXPECT_EQ(cases(), 1000u);
}

TEST_P(WriterTest, 失敗した用件はほかの用件を巻き込まない)
{
    auto writer = good(Writer::start(where()));
    std::vector<std::string> codes(5);
    auto note = [&](std::size_t at) {
        return [&codes, at](base::Result<void> result) { codes[at] = code_of(result); };
    };
    writer->post(add, note(0));
    writer->post(
        [](Transaction& transaction) -> base::Result<void> {
            TRY(add(transaction));
            return base::Error{.code = "x", .message = "x"};
        },
        note(1));
    writer->post(
        [](Transaction& transaction) -> base::Result<void> {
            TRY(add(transaction));
            TRY(transaction.connection().run("SELECT nothing FROM nowhere"));
            return {};
        },
        note(2));
    writer->post(
        [](Transaction& transaction) -> base::Result<void> {
            TRY(add(transaction));
            throw std::runtime_error("y");
        },
        note(3));
    writer->post(add, note(4));
    writer.reset();
    EXPECT_EQ(codes, (std::vector<std::string>{"ok", "x", "store.failed", "store.failed", "ok"}));
    EXPECT_EQ(cases(), 2u);
}

TEST_P(WriterTest, 知らせは確定の後に来て書いたものはもう読める)
{
    auto writer = good(Writer::start(where()));
    std::size_t seen = 99;
    writer->post(add, [&](base::Result<void>) { seen = cases(); });
    good(writer->write(add));
    EXPECT_EQ(cases(), 2u);
    writer.reset();
    EXPECT_GE(seen, 1u);
    EXPECT_LE(seen, 2u);
}

TEST_P(WriterTest, 先を越された用件はもう一度行われる)
{
    auto writer = good(Writer::start(where()));
    int attempts = 0;
    good(writer->write([&](Transaction& transaction) -> base::Result<void> {
        if (++attempts < 3)
            return base::Error{.code = "store.conflict", .message = "x"};
        return add(transaction);
    }));
    EXPECT_EQ(attempts, 3);
    attempts = 0;
    EXPECT_EQ(code_of(writer->write([&](Transaction&) -> base::Result<void> {
                  ++attempts;
                  return base::Error{.code = "store.conflict", .message = "x"};
              })),
              "store.conflict");
    EXPECT_EQ(attempts, 5);
    EXPECT_THROW((void)writer->write([](Transaction&) -> base::Result<void> { throw std::logic_error("z"); }),
                 std::logic_error);
    EXPECT_EQ(cases(), 1u);
}

TEST_P(WriterTest, 確定できなければ皆が失敗を知る)
{
    auto writer = good(Writer::start(where()));
    std::vector<std::string> codes(2);
    writer->post(add, [&](base::Result<void> result) { codes[0] = code_of(result); });
    writer->post(
        [](Transaction& transaction) -> base::Result<void> {
            TRY(transaction.connection().run("ROLLBACK")); // whatever takes the transaction away
            return {};
        },
        [&](base::Result<void> result) { codes[1] = code_of(result); });
    writer.reset();
    EXPECT_NE(codes[1], "ok");
    EXPECT_EQ(cases(), codes[0] == "ok" ? 1u : 0u);
}

TEST_P(WriterTest, 二つの書き手が同じ案件に書いてもすべて残る)
{
    auto first = good(Writer::start(where()));
    auto second = good(Writer::start(where()));
    good(first->write(add));
    CaseId id{"shop-2030-000001"};
    std::atomic<int> written = 0;
    auto save = [&](Transaction& transaction) -> base::Result<void> {
        casework::Case state = TRY(transaction.load_case(id));
        return transaction.append(state, {event(state.last_event + 1, casework::Saved{.answers = "{}"})});
    };
    for (int i = 0; i < 20; ++i)
        for (Writer* writer : {first.get(), second.get()})
            writer->post(save, [&](base::Result<void> result) { written += result.ok() ? 1 : 0; });
    first.reset();
    second.reset();
    Store s = good(Store::open(where()));
    std::size_t events = look(s, [&](Transaction& t) { return good(t.events_of(id)).size(); });
    EXPECT_EQ(events, static_cast<std::size_t>(written) + 1);
    EXPECT_GT(written, 20);
}

KENKEI_ON_BOTH_DATABASES(WriterTest);

}
