#include "office/seal_secrets.h"

#include "access/secret_keys_testing.h"
#include "office/office_testing.h"
#include "store/accounts.h"
#include "store/jobs.h"
#include "store/sealed_secrets.h"

namespace kenkei::office {

using store::testing::code_of;
using store::testing::good;
using store::testing::look;
using store::testing::name_of_parameter;

namespace {

constexpr base::Timestamp now{1'900'000'000'000};

class SealSecretsTest : public store::testing::OnBothDatabases {
protected:
    // An account and a hook, with secrets as they are to be kept.
    void keeps(const std::string& totp, const std::string& hook)
    {
        good(kept().write([&](store::Transaction& transaction) -> base::Result<void> {
            TRY(store::Accounts(transaction).put({.id = "account-1", .mail = "a@example.jp", .totp = totp}));
            TRY(store::Accounts(transaction).put({.id = "account-2", .mail = "b@example.jp"}));
            return store::Jobs(transaction)
                .put(store::Hook{.id = "hook-1", .url = "https://a.example/", .secret = hook});
        }));
    }
    std::string totp()
    {
        return look(kept(), [](store::Transaction& t) { return good(store::Accounts(t).find("account-1"))->totp; });
    }
    std::string hook()
    {
        return look(kept(), [](store::Transaction& t) { return good(store::Jobs(t).find_hook("hook-1"))->secret; });
    }
    base::Result<SealedAnew> seals(const access::SecretKeys& keys)
    {
        SealedAnew done;
        auto written = kept().write([&](store::Transaction& transaction) -> base::Result<void> {
            done = TRY(seal_secrets(transaction, keys, now));
            return {};
        });
        if (!written.ok())
            return written.error();
        return done;
    }
    store::Store& kept()
    {
        if (!m_kept)
            m_kept.emplace(good(store::Store::open(where())));
        return *m_kept;
    }

private:
    std::optional<store::Store> m_kept;
};

constexpr access::SealedFor of_account{.kind = "totp", .id = "account-1"};
constexpr access::SealedFor of_hook{.kind = "hook", .id = "hook-1"};

}

TEST_P(SealSecretsTest, 封じられていない秘密を封じ二度目は何もしない)
{
    const auto keys = access::testing::new_keys();
    keeps("JBSWY3DPEHPK3PXP", "kh_shared");
    EXPECT_EQ(good(seals(*keys)).clear, 2);
    const std::string sealed = totp();
    EXPECT_EQ(good(keys->open(sealed, of_account)), "JBSWY3DPEHPK3PXP");
    EXPECT_EQ(good(keys->open(hook(), of_hook)), "kh_shared");
    EXPECT_TRUE(sealed.starts_with(keys->prefix()));
    const SealedAnew again = good(seals(*keys));
    EXPECT_EQ(again.clear + again.anew + again.closed, 0);
    EXPECT_EQ(totp(), sealed);
    good(store::sweep_secrets(kept()));
}

TEST_P(SealSecretsTest, 鍵が違えば何も書かずに断りどの鍵かを言う)
{
    const auto right = access::testing::new_keys();
    const auto wrong = access::testing::new_keys();
    keeps(right->seal("JBSWY3DPEHPK3PXP", of_account), "kh_still_clear");
    const auto refused = seals(*wrong);
    ASSERT_EQ(code_of(refused), "secrets.other-key");
    EXPECT_NE(refused.error().message.find(right->id()), std::string::npos) << refused.error().message;
    EXPECT_NE(refused.error().message.find("二段階のログイン 1件"), std::string::npos) << refused.error().message;
    EXPECT_EQ(hook(), "kh_still_clear");
    EXPECT_EQ(code_of(kept().read([&](store::Transaction& t) { return check_secret_keys(t, *wrong); })),
              "secrets.other-key");
    EXPECT_EQ(good(seals(*right)).clear, 1);
}

TEST_P(SealSecretsTest, 鍵を替えると新しい鍵で封じ直され古い鍵は要らなくなる)
{
    const std::string old_file = access::SecretKeys::new_file();
    const std::string new_file = access::SecretKeys::new_file();
    const access::SecretKeys old = good(access::SecretKeys::read(old_file));
    keeps(old.seal("JBSWY3DPEHPK3PXP", of_account), old.seal("kh_shared", of_hook));
    good(seals(old));
    EXPECT_EQ(good(seals(good(access::SecretKeys::read(new_file + old_file)))).anew, 2);
    const access::SecretKeys alone = good(access::SecretKeys::read(new_file));
    EXPECT_EQ(good(seals(alone)).anew, 0);
    EXPECT_EQ(good(alone.open(totp(), of_account)), "JBSWY3DPEHPK3PXP");
    EXPECT_EQ(code_of(seals(old)), "secrets.other-key");
}

TEST_P(SealSecretsTest, 失われたと書かれた鍵の秘密は閉じたまま残り始められる)
{
    const auto gone = access::testing::new_keys();
    const std::string sealed = gone->seal("JBSWY3DPEHPK3PXP", of_account);
    keeps(sealed, "kh_shared");
    const access::SecretKeys keys =
        good(access::SecretKeys::read(access::SecretKeys::new_file() + "lost " + gone->id() + "\n"));
    const SealedAnew done = good(seals(keys));
    EXPECT_EQ(done.clear, 1);
    EXPECT_EQ(done.closed, 1);
    EXPECT_EQ(totp(), sealed);
}

TEST_P(SealSecretsTest, まだ何も封じていなくても同じデータベースを使うサーバーの鍵は同じ)
{
    keeps("", "");
    good(seals(*access::testing::new_keys()));
    const bool shared = GetParam() == store::Backend::Postgres;
    EXPECT_EQ(code_of(seals(*access::testing::new_keys())), shared ? "secrets.other-key" : "ok");
}

using store::Backend;
KENKEI_ON_BOTH_DATABASES(SealSecretsTest);

}
