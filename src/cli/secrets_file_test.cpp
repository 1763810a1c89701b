#include "cli/secrets_file.h"

#include "store/accounts.h"
#include "store/store_testing.h"

#include <fstream>
#include <sys/stat.h>

namespace kenkei::cli {

using store::testing::code_of;
using store::testing::good;

namespace {

constexpr base::Timestamp now{1'900'000'000'000};

std::string content_of(const std::string& file)
{
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

class SecretsFileTest : public ::testing::Test {
protected:
    void writes(const std::string& text, mode_t mode = 0600)
    {
        std::ofstream(file) << text;
        ASSERT_EQ(::chmod(file.c_str(), mode), 0);
    }
    base::Result<OpenedSecrets> opens() { return open_secrets(file, kept, now); }
    void keeps(const std::string& totp)
    {
        good(kept.write([&](store::Transaction& t) {
            return store::Accounts(t).put({.id = "account-1", .mail = "a@example.jp", .totp = totp});
        }));
    }

    store::testing::PassingFolder folder;
    std::string file = folder.file("secrets");
    store::Store kept = good(store::Store::open(folder.file("cases.sqlite")));
};

constexpr access::SealedFor whose{.kind = "totp", .id = "account-1"};

}

TEST_F(SecretsFileTest, 初めに一度だけ所有者にだけ読める鍵ができる)
{
    const OpenedSecrets first = good(opens());
    EXPECT_NE(first.told.find(file), std::string::npos);
    struct stat found {};
    ASSERT_EQ(::stat(file.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777, 0600U);
    const std::string text = content_of(file);
    const OpenedSecrets second = good(opens());
    EXPECT_EQ(second.told, "");
    EXPECT_EQ(second.keys->id(), first.keys->id());
    EXPECT_EQ(content_of(file), text);
}

TEST_F(SecretsFileTest, ほかの人が読める鍵や短い鍵はファイルとともに断る)
{
    const std::string key = access::SecretKeys::new_file();
    for (const mode_t mode : {0640U, 0604U, 0620U, 0601U}) {
        writes(key, mode);
        const auto refused = opens();
        ASSERT_EQ(code_of(refused), "secrets.permissions") << mode;
        EXPECT_NE(refused.error().way_out.find("chmod 600 " + file), std::string::npos);
    }
    writes("key AAAA\n");
    const auto refused = opens();
    ASSERT_EQ(code_of(refused), "secrets.file");
    EXPECT_EQ(refused.error().file, file);
    EXPECT_EQ(content_of(file), "key AAAA\n");
    writes(key);
    EXPECT_TRUE(opens().ok());
    EXPECT_EQ(code_of(open_secrets(folder.file("."), kept, now)), "secrets.permissions");
    EXPECT_EQ(code_of(open_secrets(folder.file("none/secrets"), kept, now)), "file.write");
}

TEST_F(SecretsFileTest, 封じられた秘密があるのに鍵がなければ新しい鍵は作らない)
{
    const OpenedSecrets first = good(opens());
    keeps(first.keys->seal("JBSWY3DPEHPK3PXP", whose));
    std::filesystem::rename(file, file + ".away");
    const auto refused = opens();
    ASSERT_EQ(code_of(refused), "secrets.other-key");
    EXPECT_NE(refused.error().way_out.find("lost " + first.keys->id()), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(file));
    writes(access::SecretKeys::new_file()); // another key
    EXPECT_EQ(code_of(opens()), "secrets.other-key");

    writes("lost " + first.keys->id()); // as the message says
    const OpenedSecrets anew = good(opens());
    EXPECT_NE(anew.keys->id(), first.keys->id());
    EXPECT_NE(anew.told.find("開けない秘密が 1件"), std::string::npos) << anew.told;
    EXPECT_EQ(good(opens()).keys->id(), anew.keys->id());
}

TEST_F(SecretsFileTest, 封じられていなかった秘密は初めに封じデータベースのファイルにも残らない)
{
    const std::string secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    keeps(secret);
    const auto files = [&] {
        return content_of(folder.file("cases.sqlite")) + content_of(folder.file("cases.sqlite-wal"));
    };
    EXPECT_NE(files().find(secret), std::string::npos);
    EXPECT_NE(good(opens()).told.find("封じられていなかった秘密 1件"), std::string::npos);
    EXPECT_EQ(files().find(secret), std::string::npos);
}

TEST(SecretsFile, 名前がなければデータベースの隣でPostgreSQLでは名前がいる)
{
    ::unsetenv("KENKEI_SECRETS_KEY");
    EXPECT_EQ(good(secrets_file_of("", "/tmp/./kenkei.db")), "/tmp/kenkei.db.secrets");
    EXPECT_EQ(good(secrets_file_of("/etc/kenkei/secrets", "postgresql://a/b")), "/etc/kenkei/secrets");
    EXPECT_EQ(code_of(secrets_file_of("", "postgresql://a/b")), "config.together");
    ::setenv("KENKEI_SECRETS_KEY", "/etc/kenkei/of-environment", 1);
    EXPECT_EQ(good(secrets_file_of("", "postgresql://a/b")), "/etc/kenkei/of-environment");
    EXPECT_EQ(good(secrets_file_of("/etc/kenkei/secrets", "kenkei.db")), "/etc/kenkei/secrets");
    ::unsetenv("KENKEI_SECRETS_KEY");
}

}
