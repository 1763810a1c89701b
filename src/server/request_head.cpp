#include "server/request_head.h"

#include "server/refusals.h"

#include <algorithm>
#include <charconv>

namespace kenkei::server {

namespace {

constexpr std::size_t most_headers = 100;

// Whether `token` is among the comma-separated words of all headers of that name.
bool has_token(const Headers& headers, std::string_view name, std::string_view token)
{
    for (const Header& header : headers) {
        if (!equal_ignoring_case(header.name, name))
            continue;
        std::string_view rest = header.value;
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find(','), rest.size());
            std::string_view word = rest.substr(0, end);
            rest.remove_prefix(std::min(end + 1, rest.size()));
            word.remove_prefix(std::min(word.find_first_not_of(" \t"), word.size()));
            word = word.substr(0, word.find_last_not_of(" \t") + 1);
            if (equal_ignoring_case(word, token))
                return true;
        }
    }
    return false;
}

std::optional<std::uint64_t> read_length(std::string_view text)
{
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

// RFC 9112 §6.3, without any of its leniency.
std::optional<Refusal> read_framing(const RawHead& raw, Head& head)
{
    const std::size_t lengths = raw.headers.count("Content-Length");
    const std::size_t codings = raw.headers.count("Transfer-Encoding");
    if (lengths > 1 || codings > 1 || (lengths && codings) || (codings && raw.version == 10))
        return refusals::framing;
    if (codings) {
        if (!equal_ignoring_case(*raw.headers.find("Transfer-Encoding"), "chunked"))
            return refusals::coding;
        head.chunked = true;
    }
    if (lengths) {
        head.content_length = read_length(*raw.headers.find("Content-Length"));
        if (!head.content_length)
            return refusals::framing;
    }
    return std::nullopt;
}

std::optional<Refusal> read_host(const RawHead& raw, const Target& target, const std::vector<std::string>& hosts,
                                 std::string& out)
{
    const std::size_t count = raw.headers.count("Host");
    if (count > 1 || (count == 0 && raw.version != 10))
        return refusals::host;
    if (count == 1 && !is_authority(*raw.headers.find("Host")))
        return refusals::host;
    // RFC 9112 §3.2.2: the absolute form wins over Host.
    if (!target.authority.empty())
        out = target.authority;
    else if (count == 1)
        out = *raw.headers.find("Host");
    return out.empty() || is_our_host(out, hosts) ? std::nullopt : std::optional(refusals::host);
}

std::optional<Refusal> read_expectation(const RawHead& raw, Head& head)
{
    const std::string* expected = raw.headers.find("Expect");
    if (!expected || raw.version == 10)
        return std::nullopt;
    if (!equal_ignoring_case(*expected, "100-continue"))
        return refusals::expectation;
    head.expects_continue = true;
    return std::nullopt;
}

std::optional<Refusal> read_target(const RawHead& raw, Target& target)
{
    auto read = server::read_target(raw.target);
    if (!read)
        return refusals::target;
    target = std::move(*read);
    return std::nullopt;
}

}

std::optional<Refusal> HeadScan::look_at(std::string_view bytes)
{
    for (; m_at < bytes.size(); ++m_at) {
        const char c = bytes[m_at];
        if (c == '\0')
            return refusals::syntax;
        if (c != '\n') {
            if (m_at > 0 && bytes[m_at - 1] == '\r')
                return refusals::line_end;
            continue;
        }
        if (m_at == 0 || bytes[m_at - 1] != '\r')
            return refusals::line_end;
        const bool is_empty = m_at - m_line_begin == 1;
        if (is_empty && m_first_line)
            return refusals::syntax;
        m_first_line = false;
        m_line_begin = ++m_at;
        if (is_empty) {
            m_ended = true;
            return std::nullopt;
        }
        --m_at;
    }
    return std::nullopt;
}

std::optional<std::variant<std::size_t, Refusal>> HeadScan::look(std::string_view bytes)
{
    using Found = std::variant<std::size_t, Refusal>;
    const bool was_first_line = m_first_line;
    const auto refusal = look_at(bytes.substr(0, m_limits.head));
    if (was_first_line && (m_first_line ? m_at : bytes.find('\n')) > m_limits.line)
        return Found(refusals::long_target);
    if (refusal)
        return Found(*refusal);
    if (m_ended)
        return Found(m_at);
    if (bytes.size() >= m_limits.head)
        return Found(refusals::long_head);
    return std::nullopt;
}

bool is_our_host(std::string_view authority, const std::vector<std::string>& hosts)
{
    const std::size_t colon =
        authority.starts_with('[') ? authority.find(':', authority.find(']')) : authority.find(':');
    const std::string_view name = authority.substr(0, colon);
    return hosts.empty() ||
           std::ranges::any_of(hosts, [&](const std::string& h) { return equal_ignoring_case(h, name); });
}

std::variant<Head, Refusal> read_head(RawHead raw, const std::vector<std::string>& hosts)
{
    Head head;
    Target target;
    if (raw.headers.size() > most_headers)
        return refusals::long_head;
    if (const auto refusal = read_framing(raw, head))
        return *refusal;
    const auto method = find_method(raw.method);
    if (!method)
        return refusals::unknown_method;
    if (const auto refusal = read_target(raw, target))
        return *refusal;
    if (target.whole_server && *method != Method::Options)
        return refusals::target;
    if (const auto refusal = read_host(raw, target, hosts, head.request.host))
        return *refusal;
    if (const auto refusal = read_expectation(raw, head))
        return *refusal;
    const bool wants_close = has_token(raw.headers, "Connection", "close");
    head.keep_alive =
        raw.version == 10 ? !wants_close && has_token(raw.headers, "Connection", "keep-alive") : !wants_close;
    head.whole_server = target.whole_server;
    head.segments = std::move(target.segments);
    head.request.method = *method;
    head.request.path = std::move(target.path);
    head.request.query = std::move(target.query);
    head.request.headers = std::move(raw.headers);
    return head;
}

}
