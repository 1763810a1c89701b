#include "access/secret_keys.h"

#include "access/secret.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <openssl/evp.h>
#include <optional>

namespace kenkei::access {

namespace {

constexpr std::string_view mark = "sealed1.";
constexpr std::size_t key_bytes = 32;
constexpr std::size_t nonce_bytes = 12; // NIST SP 800-38D 5.2.1.1
constexpr std::size_t tag_bytes = 16;
constexpr std::size_t id_length = 8;

struct Free {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, Free>;

unsigned char* bytes_of(std::string& text)
{
    return reinterpret_cast<unsigned char*>(text.data());
}

const unsigned char* bytes_of(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

int size_of(std::string_view text)
{
    return static_cast<int>(text.size());
}

// What is sealed along without being kept; a line for each part, so that no two wholes are alike.
std::string bound_to(std::string_view key_id, const SealedFor& whose)
{
    std::string text(mark);
    return text.append(key_id).append("\n").append(whose.kind).append("\n").append(whose.id);
}

// A secret that cannot be sealed must not be kept: better no server.
void require(bool done)
{
    if (done)
        return;
    std::fputs("kenkei: 秘密を封じられないため終了します。OpenSSL の設定（openssl.cnf）で AES-256-GCM が使えることを"
               "確かめてください。\n",
               stderr);
    std::abort();
}

std::string sealed_bytes(const std::string& key, const std::string& bound, std::string_view secret)
{
    std::string nonce = random_bytes(nonce_bytes);
    std::string out(secret.size(), '\0');
    std::string tag(tag_bytes, '\0');
    const Context context(EVP_CIPHER_CTX_new());
    int size = 0;
    require(context && EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes_of(std::string_view(key)),
                                          bytes_of(nonce)) == 1);
    require(EVP_EncryptUpdate(context.get(), nullptr, &size, bytes_of(std::string_view(bound)), size_of(bound)) == 1);
    require(EVP_EncryptUpdate(context.get(), bytes_of(out), &size, bytes_of(secret), size_of(secret)) == 1);
    require(EVP_EncryptFinal_ex(context.get(), bytes_of(out) + size, &size) == 1);
    require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, tag_bytes, tag.data()) == 1);
    return nonce + out + tag;
}

// Nothing where the tag does not fit.
std::optional<std::string> opened_bytes(const std::string& key, const std::string& bound, std::string_view sealed)
{
    if (sealed.size() < nonce_bytes + tag_bytes)
        return std::nullopt;
    const std::string_view nonce = sealed.substr(0, nonce_bytes);
    std::string tag(sealed.substr(sealed.size() - tag_bytes));
    const std::string_view text = sealed.substr(nonce_bytes, sealed.size() - nonce_bytes - tag_bytes);
    std::string out(text.size(), '\0');
    const Context context(EVP_CIPHER_CTX_new());
    int size = 0;
    const bool fits =
        context &&
        EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes_of(std::string_view(key)),
                           bytes_of(nonce)) == 1 &&
        EVP_DecryptUpdate(context.get(), nullptr, &size, bytes_of(std::string_view(bound)), size_of(bound)) == 1 &&
        EVP_DecryptUpdate(context.get(), bytes_of(out), &size, bytes_of(text), size_of(text)) == 1 &&
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, tag_bytes, tag.data()) == 1 &&
        EVP_DecryptFinal_ex(context.get(), bytes_of(out) + size, &size) == 1;
    return fits ? std::optional(out) : std::nullopt;
}

bool is_id(std::string_view text)
{
    return text.size() == id_length && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

base::Error wrong_line(std::size_t line, std::string message, std::string way_out)
{
    return {.code = "secrets.file",
            .message = std::move(message),
            .way_out = std::move(way_out),
            .at = {.line = line, .column = 1}};
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r";
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    return text.substr(0, text.find_last_not_of(blanks) + 1);
}

base::Error other_key(std::string_view id)
{
    return {.code = "secrets.other-key",
            .message = "秘密が、このサーバーの鍵ファイルにない鍵（" + std::string(id) + "）で封じられています。",
            .way_out = "その鍵のある鍵ファイルを、設定 secrets_key で指してください。一つのデータベースを使う"
                       "サーバーには、すべて同じ鍵ファイルが要ります。"};
}

}

std::string SecretKeys::new_file()
{
    return "# 二段階のログインと通知先の秘密を封じる鍵です。失うと、それらの秘密は開けません。\n"
           "# データベースの控えとは別の所に、控えを取ってください。\n"
           "key " +
           to_base64url(random_bytes(key_bytes)) + "\n";
}

base::Result<SecretKeys> SecretKeys::read(std::string_view text)
{
    SecretKeys keys;
    std::size_t number = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        number += 1;
        if (line.empty() || line.starts_with('#'))
            continue;
        const std::string_view word = line.substr(0, line.find_first_of(" \t"));
        const std::string_view value = trimmed(line.substr(word.size()));
        const std::optional<std::string> bytes = word == "key" ? from_base64url(value) : std::nullopt;
        if (word == "key" && (!bytes || bytes->size() != key_bytes))
            return wrong_line(number,
                              "鍵が短すぎるか長すぎるか、読めません。鍵は32バイト、base64url で43文字です（今は" +
                                  std::to_string(value.size()) + "文字）。",
                              "鍵ファイルの控えから戻してください。手で作った鍵は使わず、ファイルのない所を指すと、"
                              "最初の起動で新しい鍵が作られます。");
        if (word == "lost" && is_id(value))
            keys.m_lost.emplace_back(value);
        else if (word == "key")
            keys.m_keys.push_back({digest_of("kenkei secret key " + *bytes).substr(0, id_length), *bytes});
        else
            return wrong_line(number, "「key 鍵」でも「lost 鍵の番号」でもない行です。",
                              "鍵ファイルの控えから戻してください。# で始まる行は読み飛ばされます。");
    }
    if (keys.m_keys.empty())
        return base::Error{.code = "secrets.no-key",
                           .message = "鍵ファイルに鍵がありません。",
                           .way_out = "鍵ファイルの控えから戻してください。"};
    return keys;
}

std::string SecretKeys::seal(std::string_view secret, const SealedFor& whose) const
{
    if (secret.empty())
        return "";
    const Key& key = m_keys.front();
    return prefix() + to_base64url(sealed_bytes(key.bytes, bound_to(key.id, whose), secret));
}

base::Result<std::string> SecretKeys::open(std::string_view kept, const SealedFor& whose) const
{
    if (!kept.starts_with(mark))
        return std::string(kept);
    const std::string_view id = key_of_sealed(kept);
    const Key* key = find(id);
    if (!key)
        return other_key(id);
    const auto sealed = from_base64url(kept.substr(std::min(mark.size() + id.size() + 1, kept.size())));
    auto secret = sealed ? opened_bytes(key->bytes, bound_to(id, whose), *sealed) : std::nullopt;
    if (!secret)
        return base::Error{.code = "secrets.broken",
                           .message = "封じられた秘密が壊れているか、ほかのものの秘密と入れ替わっています。",
                           .way_out = "データベースが書き換えられていないかを調べてください。二段階のログインは管理者が"
                                      "外し、通知先は登録し直すと、使えるようになります。"};
    return std::move(*secret);
}

std::string SecretKeys::prefix() const
{
    return std::string(mark) + id() + ".";
}

bool SecretKeys::opens(std::string_view key_id) const
{
    return find(key_id) != nullptr;
}

bool SecretKeys::is_lost(std::string_view key_id) const
{
    return std::find(m_lost.begin(), m_lost.end(), key_id) != m_lost.end();
}

const SecretKeys::Key* SecretKeys::find(std::string_view id) const
{
    const auto found = std::find_if(m_keys.begin(), m_keys.end(), [&](const Key& key) { return key.id == id; });
    return found == m_keys.end() ? nullptr : &*found;
}

std::string_view key_of_sealed(std::string_view kept)
{
    if (!kept.starts_with(mark))
        return "";
    kept.remove_prefix(mark.size());
    return kept.substr(0, kept.find('.'));
}

}
