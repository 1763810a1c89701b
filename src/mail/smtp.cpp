#include "mail/smtp.h"

#include "base/utf8.h"
#include "mail/address.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <memory>

namespace kenkei::mail {

namespace {

struct Handle {
    void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

// What libcurl's callbacks read and write during one attempt. They are called from C: nothing in them may throw, so
// texts have fixed room.
struct Attempt {
    std::string_view bytes; // still to be sent
    char verb[8] = {};      // of the last command
    char answer[600] = {};  // what the server said since, as far as there is room
    std::size_t answer_size = 0;
    bool ended = false; // QUIT was said: what comes now is not about the message
};

std::size_t give_bytes(char* out, std::size_t size, std::size_t count, void* user)
{
    auto& attempt = *static_cast<Attempt*>(user);
    const std::size_t given = std::min(size * count, attempt.bytes.size());
    std::memcpy(out, attempt.bytes.data(), given);
    attempt.bytes.remove_prefix(given);
    return given;
}

void remember_command(Attempt& attempt, const char* data, std::size_t size)
{
    // Only the verb: what follows AUTH is secret.
    std::size_t length = 0;
    while (length < size && length + 1 < sizeof attempt.verb && data[length] >= 'A' && data[length] <= 'Z')
        ++length;
    attempt.ended = std::string_view(data, length) == "QUIT";
    if (attempt.ended)
        return;
    std::memcpy(attempt.verb, data, length);
    attempt.verb[length] = 0;
    attempt.answer_size = 0;
}

void remember_answer(Attempt& attempt, const char* data, std::size_t size)
{
    if (attempt.ended)
        return;
    if (std::string_view(attempt.answer, attempt.answer_size).starts_with("354"))
        attempt.answer_size = 0; // it asked for the message; this is about the message
    const std::size_t taken = std::min(size, sizeof attempt.answer - attempt.answer_size);
    std::memcpy(attempt.answer + attempt.answer_size, data, taken);
    attempt.answer_size += taken;
}

int watch(CURL*, curl_infotype type, char* data, std::size_t size, void* user)
{
    auto& attempt = *static_cast<Attempt*>(user);
    if (type == CURLINFO_HEADER_OUT)
        remember_command(attempt, data, size);
    else if (type == CURLINFO_HEADER_IN)
        remember_answer(attempt, data, size);
    return 0;
}

std::size_t discard(char*, std::size_t size, std::size_t count, void*)
{
    return size * count;
}

bool start_curl()
{
    static const bool started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    return started;
}

Delivery not_now(std::string why)
{
    return {Delivery::Outcome::TryAgain, 0, std::move(why)};
}

// On one line and readable, whatever bytes the server sent.
std::string readable(std::string_view bytes)
{
    while (!bytes.empty() && (bytes.back() == '\r' || bytes.back() == '\n'))
        bytes.remove_suffix(1);
    std::string text;
    for (const char c : bytes) {
        if (c != '\r')
            text += c;
    }
    if (!base::is_utf8(text))
        std::replace_if(
            text.begin(), text.end(), [](char c) { return static_cast<signed char>(c) < 0; }, '?');
    return base::printable(text);
}

int code_of(const Attempt& attempt)
{
    int code = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        if (i >= attempt.answer_size || attempt.answer[i] < '0' || attempt.answer[i] > '9')
            return 0;
        code = code * 10 + (attempt.answer[i] - '0');
    }
    return code;
}

// A 5xx to another verb (the greeting, STARTTLS, AUTH, MAIL) is about the server, our settings or who we say we are:
// those can be mended, and no mail should be lost by it.
bool is_about_the_message(std::string_view verb)
{
    return verb == "RCPT" || verb == "DATA";
}

Delivery delivery_of(CURLcode result, const Attempt& attempt)
{
    const int code = code_of(attempt);
    std::string said = readable({attempt.answer, attempt.answer_size});
    if (result == CURLE_OK)
        return {Delivery::Outcome::Accepted, code, std::move(said)};
    if (code >= 500 && code < 600 && is_about_the_message(attempt.verb))
        return {Delivery::Outcome::Refused, code, std::move(said)};
    if (code >= 400 && code < 600)
        return {Delivery::Outcome::TryAgain, code, std::move(said)};
    return not_now("メールサーバーとの通信に失敗しました（" + std::string(curl_easy_strerror(result)) + "）。");
}

bool has_credentials(std::string_view url)
{
    return url.find('@') != std::string_view::npos;
}

std::string check_server(const Server& server)
{
    if (!server.url.starts_with("smtp://") && !server.url.starts_with("smtps://"))
        return "メールサーバーの指定は smtp:// または smtps:// で始めてください。";
    if (has_credentials(server.url))
        return "メールサーバーの指定に利用者名やパスワードを含めないでください。";
    if (server.url.find_first_of(std::string_view("\r\n\0 ", 4)) != std::string::npos)
        return "メールサーバーの指定に空白や改行が含まれています。";
    const auto names_us = [](char c) { return c > ' ' && c <= '~' && c != '/' && c != '?' && c != '#' && c != '%'; };
    if (!std::all_of(server.local_name.begin(), server.local_name.end(), names_us))
        return "自分のホスト名に使えない文字が含まれています。";
    return {};
}

long tls_of(const Server& server)
{
    switch (server.tls) {
    case Tls::None:
        return CURLUSESSL_NONE;
    case Tls::Opportunistic:
        return server.user.empty() ? CURLUSESSL_TRY : CURLUSESSL_ALL;
    case Tls::Required:
        break;
    }
    return CURLUSESSL_ALL;
}

void set_connection(CURL* curl, const Server& server)
{
    std::string url = server.url;
    if (!server.local_name.empty())
        url += (url.ends_with('/') ? "" : "/") + server.local_name; // libcurl takes EHLO's name from the path
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_PROXY, ""); // whatever the environment says
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, static_cast<long>(std::max(1, server.timeout)));
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, static_cast<long>(std::max(1, server.timeout)));
    curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(std::max(1, server.timeout)));
    curl_easy_setopt(curl, CURLOPT_USE_SSL, tls_of(server));
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!server.authorities.empty())
        curl_easy_setopt(curl, CURLOPT_CAINFO, server.authorities.c_str());
    if (!server.user.empty()) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, server.user.c_str());
        curl_easy_setopt(curl, CURLOPT_PASSWORD, server.password.c_str());
    }
}

void set_callbacks(CURL* curl, Attempt& attempt)
{
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_bytes);
    curl_easy_setopt(curl, CURLOPT_READDATA, &attempt);
    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(attempt.bytes.size()));
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, discard);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, discard);
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L); // calls `watch`; nothing is printed
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, watch);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, &attempt);
}

struct Envelope {
    std::string sender;
    std::string recipient;
    std::string bytes;
};

base::Result<Envelope> envelope_of(const Message& message)
{
    const std::string sender =
        TRY(checked_address(message.return_path.empty() ? message.from.address : message.return_path));
    const std::string recipient = TRY(checked_address(message.to));
    std::string bytes = TRY(to_bytes(message));
    return Envelope{"<" + sender + ">", "<" + recipient + ">", std::move(bytes)};
}

Delivery send(const Server& server, const Envelope& envelope)
{
    Attempt attempt{.bytes = envelope.bytes}; // outlives the handle, whose end says QUIT
    const std::unique_ptr<CURL, Handle> curl(start_curl() ? curl_easy_init() : nullptr);
    const std::unique_ptr<curl_slist, Handle> recipients(curl_slist_append(nullptr, envelope.recipient.c_str()));
    if (!curl || !recipients)
        return not_now("メールの送信を始められませんでした（libcurl）。");
    set_connection(curl.get(), server);
    set_callbacks(curl.get(), attempt);
    curl_easy_setopt(curl.get(), CURLOPT_MAIL_FROM, envelope.sender.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_MAIL_RCPT, recipients.get());
    const CURLcode result = curl_easy_perform(curl.get());
    return delivery_of(result, attempt);
}

}

Delivery greet(const Server& server)
{
    if (std::string wrong = check_server(server); !wrong.empty())
        return not_now(std::move(wrong));
    Attempt attempt;
    const std::unique_ptr<CURL, Handle> curl(start_curl() ? curl_easy_init() : nullptr);
    if (!curl)
        return not_now("メールの送信を始められませんでした（libcurl）。");
    set_connection(curl.get(), server);
    set_callbacks(curl.get(), attempt);
    curl_easy_setopt(curl.get(), CURLOPT_CONNECT_ONLY, 1L);
    return delivery_of(curl_easy_perform(curl.get()), attempt);
}

Delivery send(const Server& server, const Message& message)
{
    const auto envelope = envelope_of(message);
    if (!envelope.ok())
        return {Delivery::Outcome::Refused, 0, envelope.error().message};
    if (std::string wrong = check_server(server); !wrong.empty())
        return not_now(std::move(wrong));
    return send(server, *envelope);
}

}
