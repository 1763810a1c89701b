#include "mail/address.h"

#include "base/utf8.h"

#include <algorithm>

namespace kenkei::mail {

namespace {

bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// RFC 5322 3.2.3: atext
bool is_atext(char c)
{
    return is_letter_or_digit(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

bool is_local(std::string_view local)
{
    return !local.empty() && local.size() <= 64 &&
           std::all_of(local.begin(), local.end(), [](char c) { return is_atext(c) || c == '.'; });
}

bool is_label(std::string_view label)
{
    return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
           std::all_of(label.begin(), label.end(), [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

bool is_domain(std::string_view domain)
{
    if (domain.size() > 253)
        return false;
    for (;;) {
        const auto dot = domain.find('.');
        if (!is_label(domain.substr(0, dot)))
            return false;
        if (dot == std::string_view::npos)
            return true;
        domain.remove_prefix(dot + 1);
    }
}

bool is_dot_atom(std::string_view local)
{
    return local.front() != '.' && local.back() != '.' && local.find("..") == std::string_view::npos;
}

std::string shown(std::string_view address)
{
    return base::is_utf8(address) ? base::shortened(base::printable(address), 80) : "（文字として読めません）";
}

}

base::Result<std::string> checked_address(std::string_view address)
{
    const auto at = address.rfind('@');
    if (at == std::string_view::npos || !is_local(address.substr(0, at)) || !is_domain(address.substr(at + 1)))
        return base::Error{.code = "mail.address",
                           .message = "メールアドレスとして正しくありません: 「" + shown(address) + "」",
                           .way_out = "「名前@組織.jp」の形に、半角の英数字で直してください。"};
    const std::string_view local = address.substr(0, at);
    if (is_dot_atom(local))
        return std::string(address);
    return '"' + std::string(local) + '"' + std::string(address.substr(at));
}

}
