#pragma once

// Part of http_engine.cpp; nothing else may include it: how a connection sends an answer.

#include "server/access_log.h"
#include "server/engine_connection.h"
#include "server/refusals.h"

#include <charconv>

namespace kenkei::server::engine {

inline constexpr std::size_t write_piece = 256U << 10;

inline constexpr std::string_view own_headers[] = {"Content-Length", "Transfer-Encoding", "Connection", "Date"};

// Whether the header can be sent without becoming something else (RFC 9110 §5.5), and is not the engine's own.
inline bool is_sendable(const Header& header)
{
    constexpr std::string_view never = {"\r\n\0", 3};
    for (const std::string_view own : own_headers) {
        if (equal_ignoring_case(header.name, own))
            return false;
    }
    return !header.name.empty() && header.name.find_first_of(" :\t\r\n") == std::string::npos &&
           header.name.find('\0') == std::string::npos && header.value.find_first_of(never) == std::string::npos;
}

inline bool is_sendable(const Response& response)
{
    bool sendable = response.status >= 200 && response.status <= 599;
    for (const Header& header : response.headers)
        sendable = sendable && is_sendable(header);
    return sendable;
}

inline bool may_have_body(int status)
{
    return status != 204 && status != 304;
}

inline std::string Connection::head_of(const Response& response, bool keep_alive, bool chunked) const
{
    std::string out;
    out.reserve(1024);
    out.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ").append(reason_phrase(response.status));
    out.append("\r\nDate: ").append(m_loop->date()).append("\r\n");
    for (const Header& header : response.headers)
        out.append(header.name).append(": ").append(header.value).append("\r\n");
    if (chunked)
        out.append("Transfer-Encoding: chunked\r\n");
    else if (may_have_body(response.status) && !response.stream)
        out.append("Content-Length: ").append(std::to_string(response.body.size())).append("\r\n");
    if (!keep_alive)
        out.append("Connection: close\r\n");
    else if (m_parser && m_parser->head.version == 10)
        out.append("Connection: keep-alive\r\n");
    if (!m_exchange.id.empty())
        out.append("X-Request-Id: ").append(m_exchange.id).append("\r\n");
    return out.append("\r\n");
}

// Both, one behind the other, in pieces: a client that reads slowly has so long for each of them.
inline asio::awaitable<bool> Connection::write(std::string_view head, std::string_view body)
{
    while (!head.empty() || !body.empty()) {
        if (m_broken || m_killed)
            co_return false;
        const std::size_t first = std::min(head.size(), write_piece);
        const std::size_t second = std::min(body.size(), write_piece - first);
        const std::array<asio::const_buffer, 2> buffers{asio::buffer(head.data(), first),
                                                        asio::buffer(body.data(), second)};
        arm(Clock::now() + config().timeouts.write);
        error_code error;
        std::size_t size = 0;
        if (m_tls)
            std::tie(error, size) = co_await asio::async_write(*m_tls, buffers, as_values);
        else
            std::tie(error, size) = co_await asio::async_write(m_socket, buffers, as_values);
        m_exchange.seen.bytes_out += size;
        if (error) {
            m_broken = true;
            co_return false;
        }
        head.remove_prefix(first);
        body.remove_prefix(second);
    }
    co_return true;
}

// Returns whether another request may follow.
inline asio::awaitable<bool> Connection::send(Response response)
{
    if (!is_sendable(response))
        response = to_response(refusals::internal);
    add_security_headers(response, config().security, m_exchange.sender.secure || m_tls);
    const bool with_body = may_have_body(response.status) && m_exchange.method != Method::Head;
    const bool is_old = m_parser && m_parser->head.version == 10;
    const bool streamed = may_have_body(response.status) && response.stream != nullptr;
    const bool chunked = streamed && !is_old;
    bool keep_alive = !m_exchange.close && m_exchange.head.keep_alive && !m_loop->shared->stopping;
    if (streamed && is_old) // the end of the connection is the end of the body
        keep_alive = false;
    m_exchange.seen.status = response.status;
    const std::string head = head_of(response, keep_alive, chunked);
    bool written = false;
    if (with_body && streamed) {
        written = co_await write(head, {});
        if (written)
            written = co_await send_stream(response, chunked);
    } else {
        const std::string_view body = with_body ? std::string_view(response.body) : std::string_view();
        written = co_await write(head, body);
    }
    co_return written&& keep_alive;
}

inline std::string chunk_size(std::size_t size)
{
    std::array<char, 24> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), size, 16).ptr;
    return std::string(text.data(), end) + "\r\n";
}

inline asio::awaitable<bool> Connection::send_stream(const Response& response, bool chunked)
{
    const auto patience = m_exchange.route ? m_exchange.route->limits.time : config().timeouts.write;
    for (;;) {
        auto slot = new_slot<std::optional<std::string>>();
        try {
            response.stream(slot->later());
        } catch (...) { // the head is gone: breaking off is all that can be said
            co_return false;
        }
        std::optional<std::optional<std::string>> piece = co_await wait_for(slot, Clock::now() + patience);
        if (!piece)
            co_return false;
        bool written = true;
        if (!*piece) {
            if (chunked)
                written = co_await write("0\r\n\r\n", {});
            co_return written;
        }
        if ((*piece)->empty())
            continue;
        const std::string size = chunked ? chunk_size((*piece)->size()) : std::string();
        if (chunked)
            (*piece)->append("\r\n");
        written = co_await write(size, **piece);
        if (!written)
            co_return false;
    }
}

// A connection that is closed with bytes unread is reset, and the client may never see our answer (RFC 9112 §9.6):
// so first our side, then what still comes.
inline asio::awaitable<void> Connection::close()
{
    error_code error;
    if (m_tls && !m_broken && !m_killed) {
        arm(Clock::now() + config().timeouts.linger);
        co_await m_tls->async_shutdown(as_values);
    }
    m_socket.shutdown(tcp::socket::shutdown_send, error);
    if (m_exchange.linger && !m_broken) {
        arm(Clock::now() + config().timeouts.linger);
        std::array<char, 4096> unread{};
        while (!m_expired) {
            const auto [ended, size] = co_await m_socket.async_read_some(asio::buffer(unread), as_values);
            if (ended)
                break;
        }
    }
    m_socket.close(error);
}

inline void Connection::record()
{
    Observation& seen = m_exchange.seen;
    seen.duration = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - m_exchange.started);
    seen.bytes_in -= std::min<std::uint64_t>(seen.bytes_in, m_buffer.view().size()); // of the next request
    if (!m_exchange.route)
        seen.route = m_loop->shared->routes.routes().size();
    m_loop->shared->metrics.observe(m_loop->shard, seen);
    if (!config().log)
        return;
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const std::string& address = m_exchange.sender.address;
    config().log(
        to_log_line({.at = {std::chrono::duration_cast<std::chrono::milliseconds>(now).count()},
                     .id = m_exchange.id,
                     .method = m_exchange.method ? name_of(*m_exchange.method) : std::string_view(),
                     .route = m_exchange.route ? std::string_view(m_exchange.route->pattern) : std::string_view(),
                     .address = address.empty() ? m_peer : address,
                     .secure = m_exchange.sender.secure,
                     .seen = seen}));
}

}
