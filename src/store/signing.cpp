#include "store/signing.h"

#include "store/audit.h"

#include <array>
#include <cstdlib>
#include <openssl/evp.h>
#include <openssl/pem.h>

namespace kenkei::store {

namespace {

struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    void operator()(BIO* memory) const { BIO_free(memory); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Context = std::unique_ptr<EVP_MD_CTX, Free>;
using Memory = std::unique_ptr<BIO, Free>;

base::Error bad_key(std::string_view which)
{
    return {.code = "store.key",
            .message = std::string(which) + "を読めません（Ed25519 の PEM ではありません）。",
            .way_out = "kenkei audit key で作った鍵のファイルを指定してください。"};
}

// Nobody is asked for a passphrase: a key that has one is not read.
int no_passphrase(char*, int, int, void*)
{
    return 0;
}

Key read_key(const std::string& pem, decltype(&PEM_read_bio_PUBKEY) read)
{
    const Memory memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    Key key(memory ? read(memory.get(), nullptr, no_passphrase, nullptr) : nullptr);
    if (key && EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_ED25519)
        key.reset();
    return key;
}

std::string content(const Memory& memory)
{
    char* data = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &data);
    return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : "";
}

base::Result<std::string> public_pem(const Key& key)
{
    const Memory memory(BIO_new(BIO_s_mem()));
    if (!memory || PEM_write_bio_PUBKEY(memory.get(), key.get()) != 1)
        return bad_key("公開鍵");
    return content(memory);
}

base::Result<std::string> private_pem(const Key& key)
{
    const Memory memory(BIO_new(BIO_s_mem()));
    if (!memory || PEM_write_bio_PrivateKey(memory.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
        return bad_key("秘密鍵");
    return content(memory);
}

const unsigned char* bytes_of(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string to_hexadecimal(const unsigned char* bytes, std::size_t size)
{
    constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (std::size_t i = 0; i < size; ++i)
        out += {digits[bytes[i] >> 4], digits[bytes[i] & 15]};
    return out;
}

int digit_of(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

constexpr std::size_t signature_size = 64;

// Nothing but the one way of writing it: lower case, no blank.
bool read_signature(const std::string& text, std::array<unsigned char, signature_size>& out)
{
    if (text.size() != 2 * signature_size)
        return false;
    for (std::size_t i = 0; i < signature_size; ++i) {
        const int high = digit_of(text[2 * i]);
        const int low = digit_of(text[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        out[i] = static_cast<unsigned char>(high * 16 + low);
    }
    return true;
}

}

base::Result<KeyPair> new_key_pair()
{
    const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    if (!key)
        return bad_key("新しい鍵");
    std::string private_key = TRY(private_pem(key));
    std::string public_key = TRY(public_pem(key));
    return KeyPair{std::move(private_key), std::move(public_key)};
}

base::Result<std::string> public_key_of(const std::string& private_key)
{
    const Key key = read_key(private_key, PEM_read_bio_PrivateKey);
    if (!key)
        return bad_key("秘密鍵");
    return public_pem(key);
}

base::Result<std::string> sign(const std::string& private_key, std::string_view text)
{
    const Key key = read_key(private_key, PEM_read_bio_PrivateKey);
    const Context context(EVP_MD_CTX_new());
    std::array<unsigned char, signature_size> signature{};
    std::size_t size = signature.size();
    if (!key || !context || EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) != 1 ||
        EVP_DigestSign(context.get(), signature.data(), &size, bytes_of(text), text.size()) != 1)
        return bad_key("秘密鍵");
    return to_hexadecimal(signature.data(), size);
}

bool is_signed(const std::string& public_key, std::string_view text, const std::string& signature)
{
    const Key key = read_key(public_key, PEM_read_bio_PUBKEY);
    const Context context(EVP_MD_CTX_new());
    std::array<unsigned char, signature_size> bytes{};
    return key && context && read_signature(signature, bytes) &&
           EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
           EVP_DigestVerify(context.get(), bytes.data(), bytes.size(), bytes_of(text), text.size()) == 1;
}

bool is_same_key(const std::string& one, const std::string& other)
{
    const Key first = read_key(one, PEM_read_bio_PUBKEY);
    const Key second = read_key(other, PEM_read_bio_PUBKEY);
    return first && second && EVP_PKEY_eq(first.get(), second.get()) == 1;
}

bool is_canonical_key(const std::string& public_key)
{
    const Key key = read_key(public_key, PEM_read_bio_PUBKEY);
    if (!key)
        return false;
    const auto canonical = public_pem(key);
    return canonical.ok() && *canonical == public_key;
}

struct Digest::State {
    Context context{EVP_MD_CTX_new()};
};

// SHA-256 is part of every OpenSSL; without it, or without memory, no hash can be trusted and nothing goes on.
Digest::Digest() : m_state(std::make_unique<State>())
{
    if (!m_state->context || EVP_DigestInit_ex(m_state->context.get(), EVP_sha256(), nullptr) != 1)
        std::abort();
}

Digest::~Digest() = default;

void Digest::add(std::string_view bytes)
{
    if (EVP_DigestUpdate(m_state->context.get(), bytes.data(), bytes.size()) != 1)
        std::abort();
}

void Digest::add_part(std::string_view part)
{
    add(std::to_string(part.size()));
    add(":");
    add(part);
    add("\n");
}

std::string Digest::hexadecimal()
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned size = 0;
    if (EVP_DigestFinal_ex(m_state->context.get(), bytes.data(), &size) != 1)
        std::abort();
    return to_hexadecimal(bytes.data(), size);
}

}
