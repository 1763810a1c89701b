#include "server/tls_files.h"

#include <cerrno>
#include <cstdio>
#include <memory>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace kenkei::server {

namespace {

struct Free {
    void operator()(std::FILE* file) const { std::fclose(file); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using File = std::unique_ptr<std::FILE, Free>;
using Certificate = std::unique_ptr<X509, Free>;
using Key = std::unique_ptr<EVP_PKEY, Free>;

base::Error wrong(std::string_view setting, const std::string& file, std::string_view why, std::string_view way_out)
{
    ERR_clear_error();
    return {.code = "server.tls",
            .message = std::string(setting) + " のファイル「" + file + "」を使えません。" + std::string(why),
            .way_out = std::string(way_out)};
}

base::Result<File> open(std::string_view setting, const std::string& path)
{
    File file(std::fopen(path.c_str(), "rb"));
    if (file)
        return file;
    const std::string_view why = errno == ENOENT                     ? "ファイルがありません。"
                                 : errno == EACCES || errno == EPERM ? "読む権限がありません。"
                                                                     : "開けません。";
    return wrong(setting, path, why, "場所の書き方と、サーバーを動かす利用者が読めることを確かめてください。");
}

// Nobody is there to type it.
int refuse_passphrase(char*, int, int, void* asked)
{
    *static_cast<bool*>(asked) = true;
    return -1;
}

}

base::Result<void> check_tls_files(const TlsFiles& files)
{
    constexpr std::string_view certificate_setting = "tls_certificate";
    constexpr std::string_view key_setting = "tls_key";
    const File certificate_file = TRY(open(certificate_setting, files.certificate));
    const Certificate certificate(PEM_read_X509(certificate_file.get(), nullptr, nullptr, nullptr));
    if (!certificate)
        return wrong(certificate_setting, files.certificate, "PEM 形式の証明書ではありません。",
                     "「-----BEGIN CERTIFICATE-----」で始まる、中間証明書をつないだファイルを指してください。");
    const File key_file = TRY(open(key_setting, files.key));
    bool has_passphrase = false;
    const Key key(PEM_read_PrivateKey(key_file.get(), nullptr, refuse_passphrase, &has_passphrase));
    if (!key && has_passphrase)
        return wrong(key_setting, files.key, "パスフレーズが付いています。",
                     "openssl pkey でパスフレーズを外し、ほかの利用者が読めない所に置いてください。");
    if (!key)
        return wrong(key_setting, files.key, "PEM 形式の秘密鍵ではありません。",
                     "「-----BEGIN PRIVATE KEY-----」などで始まるファイルを指してください。");
    if (X509_check_private_key(certificate.get(), key.get()) != 1)
        return wrong(key_setting, files.key, "証明書「" + files.certificate + "」の鍵ではありません。",
                     "証明書と同時に作られた秘密鍵を指してください。");
    return {};
}

}
