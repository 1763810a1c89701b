#include "mail/bounce.h"

#include "base/utf8.h"
#include "mail/mime_part.h"

#include <algorithm>
#include <optional>

namespace kenkei::mail {

namespace {

using base::Error;
using base::Result;

constexpr std::size_t longest_bounce = 32 * 1024 * 1024;

Error missing(std::string_view what)
{
    return Error{.code = "mail.bounce",
                 .message = "配信状況の通知として読めません: " + std::string(what),
                 .way_out = "メールを開いて内容を確認し、必要なら宛先を直して送り直してください。"};
}

std::string readable(std::string_view bytes, std::size_t most)
{
    std::string text(bytes.substr(0, most * 4));
    if (!base::is_utf8(text))
        std::replace_if(
            text.begin(), text.end(), [](char c) { return static_cast<signed char>(c) < 0; }, '?');
    return base::shortened(base::printable(text), most);
}

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// `rfc822; a@example.jp` without its type.
std::string_view without_type(std::string_view value)
{
    const auto semicolon = value.find(';');
    return trimmed(semicolon == std::string_view::npos ? value : value.substr(semicolon + 1));
}

std::string address_in(std::string_view value)
{
    std::string_view address = without_type(value);
    if (address.starts_with('<') && address.ends_with('>') && address.size() >= 2)
        address = address.substr(1, address.size() - 2);
    return readable(address, 320);
}

// The last <…> of a Message-ID, In-Reply-To or References.
std::string id_in(std::string_view value)
{
    const auto open = value.rfind('<');
    const auto close = open == std::string_view::npos ? open : value.find('>', open);
    if (close == std::string_view::npos)
        return {};
    const std::string_view id = trimmed(value.substr(open + 1, close - open - 1));
    return id.find('@') == std::string_view::npos ? std::string{} : readable(id, 300);
}

std::optional<Bounce::Action> action_in(std::string_view value)
{
    std::string word(trimmed(value.substr(0, value.find_first_of(" \t(;"))));
    std::transform(word.begin(), word.end(), word.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (word == "failed")
        return Bounce::Action::Failed;
    if (word == "delayed")
        return Bounce::Action::Delayed;
    if (word == "delivered" || word == "relayed" || word == "expanded")
        return Bounce::Action::Delivered;
    return std::nullopt;
}

bool is_number(std::string_view text)
{
    return !text.empty() && text.size() <= 3 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// RFC 3463: class.subject.detail
std::string status_in(std::string_view value)
{
    const std::string_view status = trimmed(value.substr(0, value.find_first_of(" \t(")));
    const auto first = status.find('.');
    const auto second = first == std::string_view::npos ? first : status.find('.', first + 1);
    if (second == std::string_view::npos || first != 1 ||
        std::string_view("245").find(status[0]) == std::string_view::npos)
        return {};
    return is_number(status.substr(2, second - 2)) && is_number(status.substr(second + 1)) ? std::string(status) : "";
}

// The group of fields of the recipient that counts: the first that failed, else the first that says an action.
std::optional<Fields> find_recipient(std::string_view report)
{
    std::optional<Fields> first;
    for (int groups = 0; !report.empty() && groups < 1000; ++groups) {
        Fields fields = read_fields(report);
        const auto action = action_in(fields.find("action"));
        if (action == Bounce::Action::Failed)
            return fields;
        if (action && !first)
            first = std::move(fields);
    }
    return first;
}

const Part* find_part(const std::vector<Part>& parts, std::initializer_list<std::string_view> types)
{
    for (const Part& part : parts) {
        if (std::find(types.begin(), types.end(), part.type) != types.end())
            return &part;
    }
    return nullptr;
}

// From what came back of the mail; else from what the report says it answers.
std::string find_message_id(const std::vector<Part>& parts, std::string_view bytes)
{
    if (const Part* returned = find_part(parts, {"message/rfc822", "text/rfc822-headers", "message/global",
                                                 "message/global-headers", "message/rfc822-headers"})) {
        std::string_view body = returned->body;
        if (std::string id = id_in(read_fields(body).find("message-id")); !id.empty())
            return id;
    }
    const Fields report = read_fields(bytes);
    std::string id = id_in(report.find("in-reply-to"));
    return id.empty() ? id_in(report.find("references")) : id;
}

Result<Bounce> bounce_of(const Fields& recipient)
{
    Bounce bounce;
    bounce.action = *action_in(recipient.find("action"));
    bounce.status = status_in(recipient.find("status"));
    if (bounce.status.empty())
        return missing("Status（5.1.1 のような番号）がありません。");
    bounce.recipient = address_in(recipient.find("final-recipient"));
    if (bounce.recipient.empty())
        bounce.recipient = address_in(recipient.find("original-recipient"));
    if (bounce.recipient.empty())
        return missing("宛先（Final-Recipient）がありません。");
    bounce.diagnostic = readable(without_type(recipient.find("diagnostic-code")), 500);
    return bounce;
}

}

Result<Bounce> read_bounce(std::string_view bytes)
{
    if (bytes.size() > longest_bounce)
        return missing("32 MiB を超えています。");
    const std::vector<Part> parts = read_parts(bytes);
    const Part* report = find_part(parts, {"message/delivery-status", "message/global-delivery-status"});
    if (!report)
        return missing("message/delivery-status の部分がありません。");
    const auto recipient = find_recipient(report->body);
    if (!recipient)
        return missing("Action（failed、delayed など）がありません。");
    Bounce bounce = TRY(bounce_of(*recipient));
    bounce.message_id = find_message_id(parts, bytes);
    if (bounce.message_id.empty())
        return missing("元のメールの Message-ID がありません。");
    return bounce;
}

}
