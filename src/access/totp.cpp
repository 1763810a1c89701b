#include "access/totp.h"

#include "access/hmac.h"
#include "access/secret.h"

#include <algorithm>

namespace kenkei::access {

namespace {

constexpr std::size_t secret_bytes = 20; // RFC 4226 4, R6: recommended
constexpr std::size_t fewest_bytes = 16; // and required
constexpr std::int64_t step_in_ms = 30'000;
constexpr std::size_t digits_of_code = 6;
constexpr std::int64_t steps_aside = 1; // RFC 6238 5.2: at most one for the way the code takes

// Lower case, without 0 o q, 1 i l, 2 z, 5 s, b, u v.
constexpr std::string_view recovery_alphabet = "346789acdefghjkmnprtwxy";
constexpr std::size_t recovery_codes = 10;
constexpr std::size_t recovery_length = 10;

// RFC 3986 2.3
bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

std::string percent_encoded(std::string_view text)
{
    constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (is_unreserved(c))
            out += c;
        else
            out += {'%', digits[byte >> 4], digits[byte & 15]};
    }
    return out;
}

// The secret's bytes; nothing where they are too few to be one.
std::optional<std::string> key_of(std::string_view secret)
{
    auto key = from_base32(secret);
    return key && key->size() >= fewest_bytes ? key : std::nullopt;
}

// RFC 4226 5.3 and 5.4
std::string code_of_step(std::string_view key, std::int64_t step)
{
    std::string counter;
    for (int shift = 56; shift >= 0; shift -= 8)
        counter += static_cast<char>(static_cast<std::uint64_t>(step) >> shift & 0xFF);
    const std::string mac = hmac(HashOfHmac::Sha1, key, counter);
    const auto byte = [&mac](std::size_t i) -> std::uint32_t { return static_cast<unsigned char>(mac[i]); };
    const std::size_t offset = byte(19) & 0xF;
    const std::uint32_t number =
        (byte(offset) & 0x7F) << 24 | byte(offset + 1) << 16 | byte(offset + 2) << 8 | byte(offset + 3);
    const std::string digits = std::to_string(number % 1'000'000);
    return std::string(digits_of_code - digits.size(), '0') + digits;
}

}

std::string new_totp_secret()
{
    return to_base32(random_bytes(secret_bytes));
}

std::string otpauth_uri(std::string_view secret, std::string_view account_mail, std::string_view issuer)
{
    std::string name(issuer);
    std::replace(name.begin(), name.end(), ':', ' ');
    name = percent_encoded(name);
    return "otpauth://totp/" + name + ":" + percent_encoded(account_mail) + "?secret=" + percent_encoded(secret) +
           "&issuer=" + name + "&algorithm=SHA1&digits=6&period=30";
}

std::string totp_code(std::string_view secret, std::int64_t step)
{
    const auto key = key_of(secret);
    return key && step >= 0 ? code_of_step(*key, step) : "";
}

std::optional<std::int64_t> totp_step_of(std::string_view secret, std::string_view code, base::Timestamp now,
                                         std::int64_t last_step)
{
    const auto key = key_of(secret);
    const std::string typed = folded_code(code);
    if (!key || typed.size() != digits_of_code || now.milliseconds < 0)
        return std::nullopt;
    const std::int64_t present = now.milliseconds / step_in_ms;
    std::optional<std::int64_t> found;
    // Backwards, so that where two steps have the same code, it is the earlier one: the later remains to be used.
    for (std::int64_t step = present + steps_aside; step >= present - steps_aside; --step) {
        if (step >= 0 && same_secret(code_of_step(*key, step), typed) && step > last_step)
            found = step;
    }
    return found;
}

std::vector<std::string> new_recovery_codes()
{
    std::vector<std::string> codes;
    for (std::size_t i = 0; i < recovery_codes; ++i) {
        codes.push_back(random_characters(recovery_alphabet, recovery_length));
        codes.back().insert(recovery_length / 2, 1, '-');
    }
    return codes;
}

std::string read_recovery_code(std::string_view typed)
{
    std::string code = folded_code(typed);
    for (char& c : code)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const bool is_code =
        code.size() == recovery_length && code.find_first_not_of(recovery_alphabet) == std::string::npos;
    return is_code ? code : "";
}

}
