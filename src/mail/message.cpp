#include "mail/message.h"

#include "base/sha256.h"
#include "base/utf8.h"
#include "mail/address.h"
#include "mail/encoding.h"

#include <algorithm>

namespace kenkei::mail {

namespace {

using base::Error;
using base::Result;

constexpr std::string_view line_end = "\r\n";

Error bad_header(std::string_view what, std::string_view why)
{
    return Error{.code = "mail.header",
                 .message = "メールの" + std::string(what) + "に" + std::string(why),
                 .way_out = "その値を直してから、もう一度送ってください。"};
}

// A line end in a header would let its author write headers of his own.
Result<void> check_header(std::string_view what, std::string_view value)
{
    if (value.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos)
        return bad_header(what, "改行または NUL が含まれているため、送れません。");
    if (!base::is_utf8(value))
        return bad_header(what, "文字として読めないバイトが含まれているため、送れません。");
    return {};
}

bool is_plain(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

// RFC 2045: token
bool is_token(std::string_view text)
{
    const auto fits = [](char c) {
        return c > ' ' && c <= '~' && std::string_view("()<>@,;:\\\"/[]?=").find(c) == std::string_view::npos;
    };
    return !text.empty() && text.size() <= 60 && std::all_of(text.begin(), text.end(), fits);
}

Result<void> check_message_id(const std::string& id)
{
    TRY(check_header("Message-ID", id));
    const auto at = id.find('@');
    const auto fits = [](char c) { return c > ' ' && c <= '~' && c != '<' && c != '>' && c != '"' && c != '\\'; };
    if (at == std::string::npos || at == 0 || at + 1 == id.size() || id.find('@', at + 1) != std::string::npos ||
        id.size() > 200 || !std::all_of(id.begin(), id.end(), fits))
        return bad_header("Message-ID", "使えない文字があります（「番号@組織.jp」の形、200字まで）。");
    return {};
}

Result<void> check_media_type(const std::string& type)
{
    const auto slash = type.find('/');
    if (slash == std::string::npos || !is_token(std::string_view(type).substr(0, slash)) ||
        !is_token(std::string_view(type).substr(slash + 1)))
        return bad_header("添付ファイルの種類", "使えない文字があります（application/pdf のように書きます）。");
    return {};
}

Result<void> check_texts(const Message& message)
{
    TRY(check_message_id(message.message_id));
    TRY(check_header("差出人の名前", message.from.name));
    TRY(check_header("件名", message.subject));
    for (const Attachment& attachment : message.attachments) {
        TRY(check_header("添付ファイルの名前", attachment.file_name));
        TRY(check_media_type(attachment.media_type));
    }
    if (!base::is_utf8(message.text))
        return Error{.code = "mail.text", .message = "メールの本文に、文字として読めないバイトが含まれています。"};
    return {};
}

// A text that people read in a header, behind `column` characters.
std::string unstructured(std::string_view text, std::size_t column)
{
    const bool looks_encoded = text.find("=?") != std::string_view::npos;
    const bool has_blank_ends = !text.empty() && (text.front() == ' ' || text.back() == ' ');
    if (is_plain(text) && !looks_encoded && !has_blank_ends && column + text.size() <= 76)
        return std::string(text);
    return encoded_words(text, column);
}

std::string display_name(std::string_view name, std::size_t column)
{
    if (!is_plain(name) || name.find("=?") != std::string_view::npos || column + name.size() > 60)
        return encoded_words(name, column);
    std::string quoted = "\"";
    for (const char c : name) {
        if (c == '"' || c == '\\')
            quoted += '\\';
        quoted += c;
    }
    return quoted + '"';
}

void append_header(std::string& out, std::string_view name, std::string_view value)
{
    out += name;
    out += ": ";
    out += value;
    out += line_end;
}

std::string from_value(const Mailbox& from, const std::string& address)
{
    if (from.name.empty())
        return address;
    const std::string name = display_name(from.name, std::string_view("From: ").size());
    return name + (name.size() + address.size() > 67 ? "\r\n <" : " <") + address + ">";
}

std::string two_digits(std::int64_t number)
{
    return {static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
}

// RFC 5322 3.3, in Japanese time: Wed, 01 Apr 2026 09:00:00 +0900
std::string date_value(base::Timestamp instant)
{
    static constexpr std::string_view days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const base::Date day = base::date_in_japan(instant);
    const std::int64_t second = (instant.milliseconds - base::in_japan(day).milliseconds) / 1000;
    std::string out(days[static_cast<std::size_t>(base::day_of_week(day))]);
    out += ", " + two_digits(day.day) + " " + std::string(months[static_cast<std::size_t>(day.month - 1)]) + " ";
    std::string year = std::to_string(day.year);
    out += std::string(4 - std::min<std::size_t>(4, year.size()), '0') + year + " ";
    return out + two_digits(second / 3600) + ":" + two_digits(second / 60 % 60) + ":" + two_digits(second % 60) +
           " +0900";
}

std::string with_crlf(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n')
            continue;
        if (text[i] == '\r' || text[i] == '\n')
            out += line_end;
        else
            out += text[i];
    }
    if (!out.ends_with(line_end))
        out += line_end;
    return out;
}

void append_text(std::string& out, std::string_view text)
{
    append_header(out, "Content-Type", "text/plain; charset=UTF-8");
    append_header(out, "Content-Transfer-Encoding", "base64");
    out += line_end;
    out += to_base64_lines(with_crlf(text));
}

void append_attachment(std::string& out, const Attachment& attachment)
{
    append_header(out, "Content-Type", attachment.media_type);
    append_header(out, "Content-Transfer-Encoding", "base64");
    append_header(out, "Content-Disposition", "attachment" + header_parameter("filename", attachment.file_name));
    out += line_end;
    out += to_base64_lines(attachment.bytes);
}

void append_multipart(std::string& out, const Message& message)
{
    // `_` is no digit of base64, so that no body can hold it.
    const std::string boundary = "=_" + base::sha256_hex(message.message_id).substr(0, 40);
    append_header(out, "Content-Type", "multipart/mixed;\r\n boundary=\"" + boundary + "\"");
    out += line_end;
    out += "--" + boundary + "\r\n";
    append_text(out, message.text);
    for (const Attachment& attachment : message.attachments) {
        out += "--" + boundary + "\r\n";
        append_attachment(out, attachment);
    }
    out += "--" + boundary + "--\r\n";
}

}

Result<std::string> to_bytes(const Message& message)
{
    TRY(check_texts(message));
    const std::string from = TRY(checked_address(message.from.address));
    const std::string to = TRY(checked_address(message.to));
    std::string out;
    append_header(out, "Date", date_value(message.date));
    append_header(out, "From", from_value(message.from, from));
    append_header(out, "To", to);
    if (message.reply_to)
        append_header(out, "Reply-To", TRY(checked_address(*message.reply_to)));
    append_header(out, "Message-ID", "<" + message.message_id + ">");
    append_header(out, "Subject", unstructured(message.subject, std::string_view("Subject: ").size()));
    append_header(out, "Auto-Submitted", "auto-generated"); // RFC 3834: no holiday notices in answer, please
    append_header(out, "MIME-Version", "1.0");
    if (message.attachments.empty())
        append_text(out, message.text);
    else
        append_multipart(out, message);
    return out;
}

}
