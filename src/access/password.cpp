#include "access/password.h"

#include "access/common_password.h"
#include "access/secret.h"
#include "base/fold.h"
#include "base/utf8.h"

#include <algorithm>
#include <argon2.h>

namespace kenkei::access {

namespace {

constexpr std::size_t salt_size = 16; // RFC 9106 3.1: recommended
constexpr std::size_t hash_size = 32;
constexpr std::size_t fewest_characters_of_owner = 4; // mails and names shorter than that stand in many a word

std::string parameters()
{
    return "$argon2id$v=" + std::to_string(ARGON2_VERSION_13) + "$m=" + std::to_string(password_memory_in_kib) +
           ",t=" + std::to_string(password_passes) + ",p=" + std::to_string(password_lanes) + "$";
}

// PHC strings have the other base64: + and / (RFC 4648 4), without padding.
std::string random_base64(std::size_t bytes)
{
    std::string text = to_base64url(random_bytes(bytes));
    std::replace(text.begin(), text.end(), '-', '+');
    std::replace(text.begin(), text.end(), '_', '/');
    return text;
}

// Characters that need `bytes` bytes.
constexpr std::size_t base64_size(std::size_t bytes)
{
    return (bytes * 4 + 2) / 3;
}

bool has_control(std::string_view text)
{
    for (std::size_t offset = 0; offset < text.size();) {
        const char32_t c = base::next_code_point(text, offset);
        if (c < 0x20 || (c >= 0x7F && c < 0xA0))
            return true;
    }
    return false;
}

// What remains of a text when case, width, blanks and ASCII punctuation are taken away: Ｔａｒｏ．Yamada → taroyamada.
std::string plain(std::string_view text)
{
    std::string out;
    for (char c : base::fold_code(text)) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80)
            out += c;
    }
    return out;
}

bool holds(const std::string& password, std::string_view of_owner)
{
    if (!base::is_utf8(of_owner))
        return false;
    const std::string sought = plain(of_owner);
    return base::count_code_points(sought) >= fewest_characters_of_owner && password.find(sought) != std::string::npos;
}

}

base::Result<std::string> hash_password(std::string_view password)
{
    const std::string salt = random_bytes(salt_size);
    std::string hash(
        argon2_encodedlen(password_passes, password_memory_in_kib, password_lanes, salt_size, hash_size, Argon2_id),
        '\0');
    const int status =
        argon2id_hash_encoded(password_passes, password_memory_in_kib, password_lanes, password.data(), password.size(),
                              salt.data(), salt.size(), hash_size, hash.data(), hash.size());
    if (status != ARGON2_OK)
        return base::Error{.code = "access.password-hash",
                           .message = std::string("パスワードを保存できる形にできませんでした（Argon2: ") +
                                      argon2_error_message(status) + "）。",
                           .way_out = "しばらくしてからもう一度お試しください。続くときは、サーバーの空きメモリを"
                                      "確かめるよう管理者にお伝えください。"};
    hash.resize(hash.find('\0'));
    return hash;
}

bool password_fits(const std::string& hash, std::string_view password)
{
    const auto status = [password](const std::string& checked) {
        return argon2id_verify(checked.c_str(), password.data(), password.size());
    };
    const int found = hash.find('\0') == std::string::npos ? status(hash) : ARGON2_DECODING_FAIL;
    if (found != ARGON2_OK && found != ARGON2_VERIFY_MISMATCH)
        static_cast<void>(status(hash_of_nobody())); // for the time it takes
    return found == ARGON2_OK;
}

const std::string& hash_of_nobody()
{
    // Random bytes in the place of a hash: no password is known that gives them, and none can be found.
    static const std::string hash = parameters() + random_base64(salt_size) + "$" + random_base64(hash_size);
    return hash;
}

bool is_outdated(std::string_view hash)
{
    const std::string expected = parameters();
    const bool is_current = hash.size() == expected.size() + base64_size(salt_size) + 1 + base64_size(hash_size) &&
                            hash.substr(0, expected.size()) == expected &&
                            hash[expected.size() + base64_size(salt_size)] == '$';
    return !hash.empty() && !is_current;
}

base::Result<void> check_new_password(std::string_view password, std::string_view mail, std::string_view name)
{
    if (password.size() > most_password_bytes)
        return base::Error{.code = "access.password-long",
                           .message = "パスワードが長すぎます（" + std::to_string(password.size()) + "バイト）。",
                           .way_out = "半角で" + std::to_string(most_password_bytes) +
                                      "文字まで（全角は1文字が3文字分）にしてください。"};
    if (!base::is_utf8(password) || has_control(password))
        return base::Error{.code = "access.password-text",
                           .message = "パスワードに、改行やタブなど、文字として扱えないものが含まれています。",
                           .way_out = "貼り付けたときは、余分なものが付いていないかを確かめて、入力し直してください。"};
    const std::size_t characters = base::count_code_points(password);
    if (characters < fewest_password_characters)
        return base::Error{.code = "access.password-short",
                           .message = "パスワードが短すぎます（" + std::to_string(characters) + "文字）。",
                           .way_out = std::to_string(fewest_password_characters) +
                                      "文字以上にしてください。記号や数字を混ぜる必要はありません。関係のない言葉を"
                                      "いくつか並べると、長くて覚えやすくなります。"};
    const std::string bare = plain(password);
    // What stands behind + only sorts mails: taro+work@ is taro.
    const std::string_view local = mail.substr(0, mail.find_first_of("@+"));
    if (holds(bare, mail) || holds(bare, local) || holds(bare, name))
        return base::Error{.code = "access.password-mail",
                           .message = "パスワードに、メールアドレスまたは氏名が含まれています。",
                           .way_out = "ご本人について知られていることを含まないパスワードにしてください。"};
    if (is_common_password(password))
        return base::Error{.code = "access.password-common",
                           .message = "よく使われる言葉、繰り返し、キーボードや文字の並びでできていて、"
                                      "推測されやすいパスワードです。",
                           .way_out = "関係のない言葉をいくつか並べるなど、ほかのパスワードにしてください。"};
    return {};
}

}
