#pragma once

// Part of http_engine.cpp; nothing else may include it: how a connection begins, waits and ends.

#include "server/engine_connection.h"
#include "server/refusals.h"

namespace kenkei::server::engine {

inline Connection::Connection(std::shared_ptr<Loop> loop, tcp::socket socket)
    : m_loop(std::move(loop))
    , m_socket(std::move(socket))
    , m_place(m_loop->connections.insert(m_loop->connections.end(), this))
{
    error_code error;
    m_socket.set_option(tcp::no_delay(true), error);
    const auto peer = m_socket.remote_endpoint(error);
    if (!error)
        m_peer = peer.address().is_v6() && peer.address().to_v6().is_v4_mapped()
                     ? asio::ip::make_address_v4(asio::ip::v4_mapped, peer.address().to_v6()).to_string()
                     : peer.address().to_string();
    const bool free =
        is_trusted(config().proxies, m_peer) || (is_loopback_address(m_peer) && !config().limits_loopback);
    if (!m_peer.empty() && !free) {
        m_counted = counted_network(m_peer);
        m_of_address = m_loop->shared->addresses.add(m_counted);
    }
    if (m_loop->shared->tls)
        m_tls.emplace(m_socket, *m_loop->shared->tls);
    ++m_loop->shared->connections;
    m_loop->shared->metrics.add_connections(m_loop->shard, 1);
    arm(Clock::now() + config().timeouts.head);
}

inline Connection::~Connection()
{
    --m_loop->shared->connections;
    if (!m_counted.empty())
        m_loop->shared->addresses.remove(m_counted);
    m_loop->shared->metrics.add_connections(m_loop->shard, -1);
    m_loop->connections.erase(m_place);
}

inline asio::awaitable<void> Connection::run()
{
    bool open = true;
    if (m_tls)
        open = co_await shake_hands();
    while (open)
        open = co_await serve_one();
    co_await close();
}

inline asio::awaitable<bool> Connection::shake_hands()
{
    arm(Clock::now() + config().timeouts.head);
    const auto [error] = co_await m_tls->async_handshake(asio::ssl::stream_base::server, as_values);
    m_broken = static_cast<bool>(error);
    co_return !error;
}

inline bool Connection::is_one_too_many() const
{
    return m_of_address > config().connections_per_address;
}

inline bool Connection::is_far_too_many() const
{
    constexpr std::size_t told_at_once = 16;
    return m_of_address > config().connections_per_address + told_at_once;
}

inline asio::awaitable<void> Connection::refuse_connection(const Refusal& refusal)
{
    m_idle = false;
    if (!m_tls) { // a handshake would cost more than we have
        Response response = refuse(refusal);
        response.headers.add("Retry-After", "5");
        co_await send(std::move(response));
        m_exchange.started = Clock::now();
        record();
    }
    m_broken = m_broken || m_tls;
    co_await close();
}

inline asio::awaitable<bool> Connection::serve_one()
{
    m_exchange = Exchange{};
    m_refusal.reset();
    m_parser.reset();
    m_buffer.release();
    const Reading reading = co_await read_head_bytes();
    if (reading == Reading::Ended)
        co_return false;
    m_exchange.id = m_loop->new_request_id();
    Response response = co_await answer();
    const bool again = co_await send(std::move(response));
    record();
    ++m_served;
    co_return again;
}

// Time. One sweep ends what waits for too long: cheaper than a timer for each operation.

inline void Connection::arm(Clock::time_point due)
{
    m_deadline = due;
    m_expired = m_killed;
}

inline void Connection::expire()
{
    m_expired = true;
    error_code error;
    m_socket.cancel(error);
    if (m_wake)
        asio::post(m_loop->io, std::exchange(m_wake, nullptr));
}

inline void Connection::sweep(Clock::time_point now)
{
    if (!m_expired && now >= m_deadline)
        expire();
}

inline void Connection::stop_if_idle()
{
    error_code error;
    if (!m_idle || m_socket.available(error) > 0)
        return;
    if (m_served > 0)
        expire();
    else // it has just come, and its request may be on the way
        m_deadline = std::min(m_deadline, Clock::now() + std::chrono::seconds(1));
}

inline void Connection::kill()
{
    m_killed = true;
    expire();
    error_code error;
    m_socket.close(error);
}

inline void Connection::wake(const void* slot)
{
    if (m_waiting_for == slot && m_wake)
        asio::post(m_loop->io, std::exchange(m_wake, nullptr));
}

inline Clock::time_point Connection::route_due() const
{
    return m_exchange.started + m_exchange.route->limits.time;
}

inline Clock::time_point Connection::body_due() const
{
    const Timeouts& timeouts = config().timeouts;
    const auto earned =
        std::chrono::milliseconds(m_parser->received * 1000 / std::max<std::size_t>(timeouts.body_rate, 1));
    return std::min(route_due(), m_body_started + m_body_paused + timeouts.body_grace + earned);
}

}
