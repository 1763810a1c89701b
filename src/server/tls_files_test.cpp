#include "server/tls_files.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace kenkei::server {

namespace {

// A folder with the certificates and keys of two servers, gone at the end.
class Folder {
public:
    Folder()
    {
        std::string name = (std::filesystem::temp_directory_path() / "kenkei-tls-XXXXXX").string();
        m_path = ::mkdtemp(name.data());
        for (const std::string server : {"one", "two"})
            run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost "
                "-keyout " +
                at(server + ".key") + " -out " + at(server + ".pem"));
        run("openssl pkey -in " + at("one.key") + " -aes256 -passout pass:secret -out " + at("locked.key"));
        std::ofstream(at("empty.pem")) << "";
    }
    ~Folder() { std::filesystem::remove_all(m_path); }
    std::string at(const std::string& name) const { return m_path + "/" + name; }

private:
    void run(const std::string& command) { EXPECT_EQ(std::system((command + " 2>/dev/null").c_str()), 0) << command; }
    std::string m_path;
};

}

TEST(TlsFiles, 対になる証明書と秘密鍵は使え_ほかは何が違うかを日本語で言う)
{
    const Folder folder;
    EXPECT_TRUE(check_tls_files({folder.at("one.pem"), folder.at("one.key")}).ok());
    const auto message = [&](const std::string& certificate, const std::string& key) {
        const auto checked = check_tls_files({folder.at(certificate), folder.at(key)});
        EXPECT_FALSE(checked.ok());
        EXPECT_EQ(checked.ok() ? "" : checked.error().code, "server.tls");
        EXPECT_FALSE(checked.ok() || checked.error().way_out.empty());
        return checked.ok() ? "" : checked.error().message;
    };
    const std::string nowhere = "tls_certificate のファイル「" + folder.at("none.pem") + "」を使えません。";
    EXPECT_EQ(message("none.pem", "one.key"), nowhere + "ファイルがありません。");
    EXPECT_NE(message("empty.pem", "one.key").find("証明書ではありません"), std::string::npos);
    EXPECT_NE(message("one.pem", "none.key").find("tls_key"), std::string::npos);
    EXPECT_NE(message("one.pem", "one.pem").find("秘密鍵ではありません"), std::string::npos);
    EXPECT_NE(message("one.pem", "locked.key").find("パスフレーズ"), std::string::npos);
    EXPECT_NE(message("one.pem", "two.key").find("one.pem」の鍵ではありません"), std::string::npos);
}

}
