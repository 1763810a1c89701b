#include "cli/server_lock.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <unistd.h>

namespace kenkei::cli {

TEST(ServerLock, 一つのファイルを二つのサーバーは持てず_終われば次が持てる)
{
    std::string name = (std::filesystem::temp_directory_path() / "kenkei-lock-XXXXXX").string();
    const std::string folder = ::mkdtemp(name.data());
    const std::string database = folder + "/cases.db";
    {
        const auto first = ServerLock::take(database);
        ASSERT_TRUE(first.ok()) << base::describe(first.error());
        for (const std::string& other : {database, folder + "/./cases.db"}) {
            const auto second = ServerLock::take(other);
            ASSERT_FALSE(second.ok()) << other;
            EXPECT_EQ(second.error().code, "server.database-in-use");
            EXPECT_NE(second.error().message.find("プロセス " + std::to_string(::getpid())), std::string::npos)
                << second.error().message;
        }
        EXPECT_TRUE(ServerLock::take(folder + "/others.db").ok());
    }
    EXPECT_TRUE(ServerLock::take(database).ok());
    std::filesystem::remove_all(folder);
}

TEST(ServerLock, PostgreSQLでは何も持たず_書けない所では断る)
{
    EXPECT_TRUE(ServerLock::take("postgresql://kenkei@db.example.jp/kenkei").ok());
    const auto nowhere = ServerLock::take("/no-such-folder/cases.db");
    ASSERT_FALSE(nowhere.ok());
    EXPECT_EQ(nowhere.error().code, "file.write");
}

}
