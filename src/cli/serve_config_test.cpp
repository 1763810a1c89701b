#include "cli/serve_config.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace kenkei::cli {

namespace {

base::Result<ServeConfig> read(const std::string& text)
{
    ServeConfig config;
    auto done = read_serve_config(text, "kenkei.conf", config);
    if (!done.ok())
        return done.error();
    return config;
}

struct Wrong {
    std::string text;
    std::string code;
    std::size_t line;
};

}

TEST(ServeConfig, 注釈と空行を飛ばしすべての値を読む)
{
    const auto config = read("# 見本\r\n\n"
                             "listen = [::1]:9000   # 待ち受け\n"
                             "database = a b.db\n"
                             "hosts = a.example.jp, b.example.jp\n"
                             "trusted_proxies = 10.0.0.0/8, fd00::/8\n"
                             "timeout_idle = 2m\n"
                             "session_longest = 8h\n"
                             "largest_body = 2M\n"
                             "metrics = none\n"
                             "hooks_to_private = yes\n"
                             "oidc.city.issuer = https://login.example.jp\n"
                             "oidc.city.client_id = kenkei\n");
    ASSERT_TRUE(config.ok()) << base::describe(config.error());
    EXPECT_EQ((*config).listener.address, "::1");
    EXPECT_EQ((*config).listener.port, 9000);
    EXPECT_EQ((*config).service.database, "a b.db");
    EXPECT_EQ((*config).listener.hosts.size(), 2u);
    EXPECT_EQ((*config).listener.proxies.ranges.size(), 2u);
    EXPECT_EQ((*config).listener.timeouts.idle, std::chrono::minutes(2));
    EXPECT_EQ((*config).service.session_longest, 8 * 60 * 60);
    EXPECT_EQ((*config).largest_body, 2u << 20);
    EXPECT_FALSE((*config).metrics);
    EXPECT_TRUE((*config).service.private_hooks);
    ASSERT_EQ((*config).service.providers.size(), 1u);
    EXPECT_EQ((*config).service.providers[0].name, "city");
}

TEST(ServeConfig, 誤りは行とともに断る)
{
    const Wrong all[] = {{"listen = 127.0.0.1:1\nlisen = 1", "config.key", 2},
                         {"workers", "config.form", 1},
                         {"workers = 2\nworkers = 2", "config.twice", 2},
                         {"workers = 0", "config.value", 1},
                         {"workers = 257", "config.value", 1},
                         {"workers = two", "config.value", 1},
                         {"workers =", "config.value", 1},
                         {"database =", "config.value", 1},
                         {"listen = 127.0.0.1", "config.value", 1},
                         {"listen = 127.0.0.1:65536", "config.value", 1},
                         {"listen = ::1:80", "config.value", 1},
                         {"listen = localhost:80", "config.value", 1},
                         {"session_idle = 2", "config.value", 1},
                         {"session_idle = 0s", "config.value", 1},
                         {"session_idle = s", "config.value", 1},
                         {"largest_body = 2", "config.value", 1},
                         {"hooks_to_private = true", "config.value", 1},
                         {"public_url = https://k.example.jp/", "config.value", 1},
                         {"public_url = k.example.jp", "config.value", 1},
                         {"trusted_proxies = 10.0.0.0/33", "config.value", 1},
                         {"smtp_tls = yes", "config.value", 1},
                         {"mail_from = someone", "config.value", 1},
                         {"oidc.city.secret = x", "config.key", 1},
                         {"oidc.City.issuer = x", "config.key", 1},
                         {"oidc.issuer = x", "config.key", 1},
                         {"oidc.city.secret_from = hunter2", "config.value", 1},
                         {"oidc.city.secret_from = KENKEI_NOT_THERE", "config.environment", 1},
                         {"tls_key = a", "config.together", 0},
                         {"oidc.city.issuer = https://x.example", "config.together", 0},
                         {"trusted_proxies = 10.0.0.1\ntrusted_proxy_count = 1", "config.together", 0}};
    for (const Wrong& wrong : all) {
        const auto config = read(wrong.text);
        ASSERT_FALSE(config.ok()) << wrong.text;
        EXPECT_EQ(config.error().code, wrong.code) << wrong.text;
        EXPECT_EQ(config.error().at.line, wrong.line) << wrong.text;
        EXPECT_EQ(config.error().file, "kenkei.conf");
    }
}

TEST(ServeConfig, 知らない設定には近い名前を教え遠ければ教えない)
{
    EXPECT_NE(read("public_ulr = x").error().way_out.find("public_url"), std::string::npos);
    EXPECT_EQ(read("completely_else = x").error().way_out.find("ではありませんか"), std::string::npos);
}

TEST(ServeConfig, すべての設定が運用の手引きにある)
{
    for (const char* name : {"docs/operations.md", "docs/ja/運用の手引.md"}) {
        std::ifstream in(std::filesystem::path(KENKEI_SOURCE_DIR) / name);
        std::ostringstream text;
        text << in.rdbuf();
        const std::string manual = text.str();
        for (const std::string_view key : serve_config_keys())
            EXPECT_NE(manual.find("`" + std::string(key) + "`"), std::string::npos) << name << ": " << key;
    }
}

TEST(ServeConfig, メールの送り先は環境からも読み片方だけなら断る)
{
    for (const char* variable : {"KENKEI_SMTP", "KENKEI_MAIL_FROM", "KENKEI_SMTP_USER", "KENKEI_SMTP_TLS"})
        ::unsetenv(variable);
    ServeConfig none;
    ASSERT_TRUE(complete_from_environment(none).ok());
    EXPECT_FALSE(none.sender);
    ::setenv("KENKEI_SMTP", "smtp://127.0.0.1:25", 1);
    ServeConfig half;
    EXPECT_EQ(complete_from_environment(half).error().code, "config.together");
    ::setenv("KENKEI_MAIL_FROM", "office@example.jp", 1);
    ServeConfig whole;
    ASSERT_TRUE(complete_from_environment(whole).ok());
    ASSERT_TRUE(whole.sender);
    EXPECT_EQ(whole.sender->server.url, "smtp://127.0.0.1:25");
    ::unsetenv("KENKEI_SMTP");
    ::unsetenv("KENKEI_MAIL_FROM");
}

}
