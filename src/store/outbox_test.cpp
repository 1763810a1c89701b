#include "store/store_testing.h"

namespace kenkei::store {

using namespace testing;

namespace {

class OutboxTest : public OnBothDatabases {
protected:
    static Mail mail(const std::string& id)
    {
        return {.message_id = id,
                .case_id = {"shop-2030-000001"},
                .kind = "submitted",
                .recipient = "shop@example.jp",
                .subject = "受け付けました",
                .content = "本文\n",
                .state = "waiting",
                .created = at_minute(0),
                .due = at_minute(1)};
    }
};

}

TEST_P(OutboxTest, 送る時が来たものだけを古い順に渡す)
{
    Store s = good(Store::open(where()));
    good(s.write([&](Transaction& transaction) -> base::Result<void> {
        Mail late = mail("late");
        late.due = at_minute(9);
        TRY(transaction.put_mail(late));
        TRY(transaction.put_mail(mail("a")));
        return transaction.put_mail(mail("b"));
    }));
    EXPECT_EQ(code_of(s.write([&](Transaction& transaction) { return transaction.put_mail(mail("a")); })),
              "store.unique");
    look(s, [&](Transaction& transaction) {
        EXPECT_EQ(good(transaction.mails_due(at_minute(0), 10)).size(), 0u);
        std::vector<Mail> due = good(transaction.mails_due(at_minute(1), 10));
        EXPECT_EQ(due.size(), 2u);
        EXPECT_EQ(due.at(0).message_id, "a");
        EXPECT_EQ(due.at(0).content, "本文\n");
        EXPECT_FALSE(due.at(0).sent);
        EXPECT_EQ(good(transaction.mails_due(at_minute(1), 1)).size(), 1u);
        EXPECT_FALSE(good(transaction.find_mail("nobody")));
        return 0;
    });
}

TEST_P(OutboxTest, 二人の送り手のうち一人だけが一通を受け持つ)
{
    Store first = good(Store::open(where()));
    Store second = good(Store::open(where()));
    good(first.write([&](Transaction& transaction) { return transaction.put_mail(mail("a")); }));
    Mail seen =
        look(first, [](Transaction& transaction) { return good(transaction.mails_due(at_minute(5), 1)).at(0); });
    auto claims = [&](Store& s) {
        bool claimed = false;
        good(s.write([&](Transaction& transaction) -> base::Result<void> {
            claimed = TRY(transaction.claim_mail(seen, at_minute(30)));
            return {};
        }));
        return claimed;
    };
    EXPECT_TRUE(claims(first));
    EXPECT_FALSE(claims(second));
    good(first.write([&](Transaction& transaction) -> base::Result<void> {
        seen.state = "sent";
        seen.attempts = 1;
        seen.sent = at_minute(6);
        seen.answer = "250 ok";
        return transaction.set_mail(seen);
    }));
    look(second, [&](Transaction& transaction) {
        std::optional<Mail> now = good(transaction.find_mail("a"));
        EXPECT_EQ(now->state, "sent");
        EXPECT_EQ(now->sent, at_minute(6));
        EXPECT_EQ(now->answer, "250 ok");
        EXPECT_EQ(good(transaction.mails_due(at_minute(99), 10)).size(), 0u);
        return 0;
    });
}

KENKEI_ON_BOTH_DATABASES(OutboxTest);

}
