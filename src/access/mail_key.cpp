#include "access/mail_key.h"

#include "base/fold.h"
#include "base/utf8.h"

#include <algorithm>

namespace kenkei::access {

namespace {

constexpr std::size_t most_bytes = 254; // RFC 5321 4.5.3.1.3, less the two angle brackets
constexpr std::size_t most_local_bytes = 64;
constexpr std::size_t most_label_bytes = 63;

// Only what a Japanese keyboard writes: base::fold_width would make ① a 1, and so two people one account.
std::string half_width(std::string_view text)
{
    std::string out;
    for (std::size_t offset = 0; offset < text.size();) {
        const char32_t c = base::next_code_point(text, offset);
        base::append_utf8(out, c >= U'！' && c <= U'～' ? c - U'！' + U'!' : c);
    }
    return out;
}

bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

bool is_letter_or_digit(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9');
}

bool is_local(std::string_view local)
{
    // RFC 5322 3.2.3: atext
    return !local.empty() && local.size() <= most_local_bytes && std::all_of(local.begin(), local.end(), [](char c) {
        return is_letter_or_digit(c) || std::string_view(".!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
    });
}

bool is_label(std::string_view label)
{
    return !label.empty() && label.size() <= most_label_bytes && label.front() != '-' && label.back() != '-' &&
           std::all_of(label.begin(), label.end(), [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

// At least two labels, the last of which begins with a letter: an address of the network is no domain.
bool is_domain(std::string_view domain)
{
    auto dot = domain.find('.');
    if (dot == std::string_view::npos)
        return false;
    for (; dot != std::string_view::npos; dot = domain.find('.')) {
        if (!is_label(domain.substr(0, dot)))
            return false;
        domain.remove_prefix(dot + 1);
    }
    return is_label(domain) && is_letter(domain.front());
}

base::Error no_mail(std::string_view typed)
{
    const std::string shown =
        base::is_utf8(typed) ? "「" + base::shortened(base::printable(typed), 80) + "」" : "（文字として読めません）";
    return {.code = "access.mail",
            .message = base::is_utf8(typed) && base::is_blank(typed) ? "メールアドレスが入力されていません。"
                                                                     : "メールアドレスとして読めません: " + shown,
            .way_out = "「taro.yamada@example.jp」のように、「名前@組織.jp」の形で入力してください。"};
}

}

base::Result<std::string> account_mail(std::string_view typed)
{
    if (!base::is_utf8(typed))
        return no_mail(typed);
    std::string mail = half_width(base::trim(typed));
    for (char& c : mail)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const auto at = mail.find('@');
    if (mail.size() > most_bytes || at == std::string::npos || !is_local(std::string_view(mail).substr(0, at)) ||
        !is_domain(std::string_view(mail).substr(at + 1)))
        return no_mail(typed);
    return mail;
}

}
