#include "server/http_client.h"

#include "base/utf8.h"
#include "server/public_address.h"

#include <curl/curl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

namespace kenkei::server {

namespace {

constexpr std::size_t most_head = 64U << 10;

struct Free {
    void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
    void operator()(char* text) const { curl_free(text); }
};
using List = std::unique_ptr<curl_slist, Free>;

// What libcurl's callbacks read and write during one call.
struct Exchange {
    std::size_t most = 0;
    bool private_addresses = false;
    Incoming incoming = {};
    std::size_t head_size = 0;
    bool in_head = false;
    bool refused_address = false;
    bool too_large = false;
};

base::Error error(const char* code, std::string message, std::string way_out)
{
    return {.code = code, .message = std::move(message), .way_out = std::move(way_out)};
}

// Of AF_INET or AF_INET6.
bool is_public(int family, const sockaddr& address)
{
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(&address);
    return family == AF_INET
               ? is_public_address(std::span(bytes + offsetof(sockaddr_in, sin_addr), sizeof(in_addr)))
               : is_public_address(std::span(bytes + offsetof(sockaddr_in6, sin6_addr), sizeof(in6_addr)));
}

bool may_connect(const Exchange& exchange, const curl_sockaddr& address)
{
    if (address.family != AF_INET && address.family != AF_INET6)
        return false;
    // libcurl declares a short address and keeps a long one there.
    return exchange.private_addresses || is_public(address.family, address.addr);
}

curl_socket_t open_socket(void* user, curlsocktype, curl_sockaddr* address)
{
    auto& exchange = *static_cast<Exchange*>(user);
    if (!may_connect(exchange, *address)) {
        exchange.refused_address = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    return text.substr(0, text.find_last_not_of(blanks) + 1);
}

void read_line(Exchange& exchange, std::string_view line)
{
    if (line.starts_with("HTTP/")) { // also after 100 Continue
        exchange.incoming.headers = {};
        exchange.in_head = true;
    } else if (trimmed(line).empty()) {
        exchange.in_head = false; // what follows the body is no header
    } else if (const std::size_t colon = line.find(':'); exchange.in_head && colon != std::string_view::npos) {
        exchange.incoming.headers.add(std::string(trimmed(line.substr(0, colon))),
                                      std::string(trimmed(line.substr(colon + 1))));
    }
}

// Called from C: where memory ends, the transfer does.
std::size_t take_head(char* data, std::size_t size, std::size_t count, void* user) noexcept
try {
    auto& exchange = *static_cast<Exchange*>(user);
    exchange.head_size += size * count;
    if (exchange.head_size > most_head) {
        exchange.too_large = true;
        return 0;
    }
    read_line(exchange, {data, size * count});
    return size * count;
} catch (...) {
    return 0;
}

std::size_t take_body(char* data, std::size_t size, std::size_t count, void* user) noexcept
try {
    auto& exchange = *static_cast<Exchange*>(user);
    if (size * count > exchange.most - exchange.incoming.body.size()) {
        exchange.too_large = true;
        return 0;
    }
    exchange.incoming.body.append(data, size * count);
    return size * count;
} catch (...) {
    return 0;
}

bool start_curl()
{
    static const bool started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    return started;
}

// Letters, digits and what else may stand in a method or the name of a header (RFC 9110, token).
bool is_token(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
    });
}

bool is_one_line(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; });
}

base::Result<void> check_request(const Outgoing& outgoing)
{
    const bool sound = is_token(outgoing.method) && std::ranges::all_of(outgoing.headers, [](const Header& header) {
                           return is_token(header.name) && is_one_line(header.value);
                       });
    if (sound)
        return {};
    return error("client.request", "送ろうとした要求の見出しに、改行など使えない文字が含まれています。",
                 "設定に改行や制御文字が混ざっていないか確認してください。");
}

base::Error bad_url(const char* why)
{
    return error("client.url", why, "https:// で始まる URL を、利用者名やパスワードを入れずに指定してください。");
}

std::string part_of(CURLU* url, CURLUPart part)
{
    char* text = nullptr;
    const CURLUcode code = curl_url_get(url, part, &text, 0);
    const std::unique_ptr<char, Free> owned(text);
    return code == CURLUE_OK && text ? text : "";
}

base::Result<std::unique_ptr<CURLU, Free>> read_url(const std::string& text)
{
    std::unique_ptr<CURLU, Free> url(curl_url());
    if (!url || !is_one_line(text) || text.find(' ') != std::string::npos || !base::is_utf8(text))
        return bad_url("URL に空白や制御文字が含まれています。");
    if (curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_DISALLOW_USER) != CURLUE_OK)
        return bad_url("URL の形が正しくありません。");
    const std::string scheme = part_of(url.get(), CURLUPART_SCHEME);
    if (scheme != "https" && scheme != "http")
        return bad_url("URL は https:// または http:// で始めてください。");
    return url;
}

base::Result<List> list_of(const Headers& headers)
{
    List list;
    const auto append = [&](const std::string& line) {
        curl_slist* longer = curl_slist_append(list.get(), line.c_str());
        if (!longer)
            return false;
        static_cast<void>(list.release());
        list.reset(longer);
        return true;
    };
    bool appended = append("Expect:"); // bodies are small: nobody waits for 100 Continue
    if (!headers.find("Content-Type"))
        appended = appended && append("Content-Type:"); // none is better than curl's guess
    for (const Header& header : headers)
        appended = appended && append(header.value.empty() ? header.name + ";" : header.name + ": " + header.value);
    if (!appended)
        return error("client.request", "要求を用意できませんでした（メモリー不足）。",
                     "しばらくしてからもう一度お試しください。");
    return list;
}

void set_request(CURL* curl, const Outgoing& outgoing)
{
    const bool has_body = !outgoing.body.empty() || (outgoing.method != "GET" && outgoing.method != "HEAD");
    if (has_body) {
        curl_easy_setopt(curl, CURLOPT_POST, 1L);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, outgoing.body.data());
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(outgoing.body.size()));
    }
    if (outgoing.method == "HEAD")
        curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, outgoing.method.c_str());
}

void set_connection(CURL* curl, const Outgoing& outgoing)
{
    const long time = std::max(1L, static_cast<long>(outgoing.time.count())); // 0 would be for ever
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PROXY, ""); // whatever the environment says
    curl_easy_setopt(curl, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, time);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, time);
    curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L); // else the end of a slow name server's answer is waited for
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "Kenkei");
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!outgoing.authorities.empty()) {
        curl_easy_setopt(curl, CURLOPT_CAINFO, outgoing.authorities.c_str());
        curl_easy_setopt(curl, CURLOPT_CAPATH, nullptr);
    }
}

void set_callbacks(CURL* curl, Exchange& exchange)
{
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, &exchange);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_head);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &exchange);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &exchange);
}

base::Error inside(const std::string& host)
{
    return error("client.address",
                 host + " は、この機械または内部ネットワークのアドレスを指しているため、接続しません。",
                 "公開されているサーバーの URL を指定するか、内部への接続を設定で許可してください。");
}

// 2.5秒, 10秒
std::string in_seconds(std::chrono::milliseconds time)
{
    const auto tenths = (time.count() + 99) / 100;
    return std::to_string(tenths / 10) + (tenths % 10 ? "." + std::to_string(tenths % 10) : "") + "秒";
}

base::Error error_of(CURLcode code, const Outgoing& outgoing, const Exchange& exchange, const std::string& host)
{
    const std::string words = "（" + std::string(curl_easy_strerror(code)) + "）";
    if (exchange.too_large)
        return error("client.too-large",
                     host + " の答えが大きすぎます（上限は " + std::to_string(outgoing.most) + " バイト）。",
                     "指定した URL が正しいか確認してください。");
    if (exchange.refused_address && code == CURLE_COULDNT_CONNECT)
        return inside(host);
    switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
        return error("client.time", host + " から " + in_seconds(outgoing.time) + "以内に答えが届きませんでした。",
                     "相手のサーバーが動いているか確認し、しばらくしてからもう一度お試しください。");
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
        return error("client.tls", host + " との間で安全な通信を始められませんでした" + words + "。",
                     "相手のサーバーの証明書と、信頼する認証局の設定を確認してください。");
    case CURLE_URL_MALFORMAT:
        return bad_url("URL の形が正しくありません。");
    case CURLE_COULDNT_RESOLVE_HOST:
        return error("client.connect", host + " という名前のサーバーが見つかりません。",
                     "URL のつづりと、この機械の名前解決（DNS）の設定を確認してください。");
    default:
        return error("client.connect", host + " と通信できませんでした" + words + "。",
                     "相手のサーバーが動いているか、途中のネットワークが許しているかを確認してください。");
    }
}

struct FreeAddresses {
    void operator()(addrinfo* all) const { freeaddrinfo(all); }
};

// This machine by name: RFC 6761 6.3.
bool is_localhost(std::string host)
{
    if (host.ends_with('.'))
        host.pop_back();
    std::ranges::transform(host, host.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return host == "localhost" || host.ends_with(".localhost");
}

// As far as the host says it by itself: nobody is asked what a name means.
bool is_inside(std::string host)
{
    if (is_localhost(host))
        return true;
    if (host.size() > 2 && host.front() == '[') // of IPv6
        host = host.substr(1, host.size() - 2);
    const addrinfo wanted{.ai_flags = AI_NUMERICHOST, .ai_socktype = SOCK_STREAM};
    addrinfo* found = nullptr;
    if (getaddrinfo(host.c_str(), nullptr, &wanted, &found) != 0)
        return false;
    const std::unique_ptr<addrinfo, FreeAddresses> all(found);
    return (found->ai_family != AF_INET && found->ai_family != AF_INET6) ||
           !is_public(found->ai_family, *found->ai_addr);
}

}

base::Result<void> check_url(const std::string& text, bool private_addresses)
{
    const auto url = TRY(read_url(text));
    if (private_addresses)
        return {};
    const std::string host = part_of(url.get(), CURLUPART_HOST);
    if (is_inside(host))
        return inside(base::printable(host));
    return {};
}

base::Result<Incoming> call(const Outgoing& outgoing)
{
    TRY(check_request(outgoing));
    const auto url = TRY(read_url(outgoing.url));
    const List headers = TRY(list_of(outgoing.headers));
    const std::string host = base::printable(part_of(url.get(), CURLUPART_HOST));
    Exchange exchange{.most = outgoing.most, .private_addresses = outgoing.private_addresses};
    const std::unique_ptr<CURL, Free> curl(start_curl() ? curl_easy_init() : nullptr);
    if (!curl)
        return error_of(CURLE_FAILED_INIT, outgoing, exchange, host);
    curl_easy_setopt(curl.get(), CURLOPT_CURLU, url.get());
    set_request(curl.get(), outgoing);
    set_connection(curl.get(), outgoing);
    set_callbacks(curl.get(), exchange);
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
    const CURLcode code = curl_easy_perform(curl.get());
    if (code != CURLE_OK)
        return error_of(code, outgoing, exchange, host);
    long status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    exchange.incoming.status = static_cast<int>(status);
    return std::move(exchange.incoming);
}

}
