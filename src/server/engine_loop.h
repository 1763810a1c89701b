#pragma once

// Part of http_engine.cpp; nothing else may include it.

#include "server/listener.h"
#include "server/request_head.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <list>
#include <mutex>
#include <thread>
#include <unordered_map>

namespace kenkei::server::engine {

namespace asio = boost::asio;
using asio::ip::tcp;
using Clock = std::chrono::steady_clock;
using boost::system::error_code;

inline constexpr auto as_values = asio::as_tuple(asio::use_awaitable);
inline constexpr auto sweep_every = std::chrono::milliseconds(100);

// How many connections each address has: counted by all threads together.
class AddressCount {
public:
    std::size_t add(const std::string& network); // how many there are then
    void remove(const std::string& network);

private:
    std::mutex m_mutex;
    std::unordered_map<std::string, std::size_t> m_counts;
};

// What all threads read.
struct Shared {
    Shared(ListenerConfig, RouteTable);
    ListenerConfig config;
    RouteTable routes;
    Metrics metrics;
    std::optional<asio::ssl::context> tls;
    std::atomic<std::size_t> connections = 0;
    AddressCount addresses;
    std::atomic<bool> stopping = false;
};

class Connection;

// One thread with its own acceptor (SO_REUSEPORT) and its connections: they never change the thread.
class Loop : public std::enable_shared_from_this<Loop> {
public:
    Loop(std::shared_ptr<Shared>, std::size_t shard);

    error_code listen(const tcp::endpoint&);
    std::uint16_t port() const { return m_acceptor.local_endpoint().port(); }
    void run();

    // From any thread. False after the loop has ended.
    template<typename Function>
    bool post(Function function)
    {
        const std::lock_guard lock(m_mutex);
        if (m_ended)
            return false;
        asio::post(io, std::move(function));
        return true;
    }
    bool is_own_thread() const { return m_thread == std::this_thread::get_id(); }

    void begin_stop(Clock::time_point until);
    std::string new_request_id();
    const std::string& date() const { return m_date; } // as the header Date has it

    asio::io_context io{1};
    const std::shared_ptr<Shared> shared;
    const std::size_t shard;
    std::list<Connection*> connections;

private:
    asio::awaitable<void> accept();
    asio::awaitable<void> sweep();
    void take(tcp::socket);
    void take_what_waits();
    void renew_date();

    tcp::acceptor m_acceptor{io};
    asio::steady_timer m_pause{io};
    std::mutex m_mutex;
    bool m_ended = false;
    std::thread::id m_thread;
    std::optional<Clock::time_point> m_stop_until;
    std::uint64_t m_next_id;
    std::time_t m_second = 0;
    std::string m_date;
};

// Where something given by any thread arrives on the thread of the connection that waits for it.
template<typename T>
class Slot : public std::enable_shared_from_this<Slot<T>> {
public:
    Slot(std::shared_ptr<Loop> loop, std::weak_ptr<Connection> connection)
        : m_loop(std::move(loop))
        , m_connection(std::move(connection))
    {}

    Later<T> later()
    {
        return Later<T>([slot = this->shared_from_this()](std::optional<T> value) { slot->give(std::move(value)); });
    }

    bool ready() const { return m_ready; }
    std::optional<T> take() { return std::exchange(m_value, std::nullopt); }

private:
    void give(std::optional<T> value)
    {
        if (m_loop->is_own_thread())
            return keep(std::move(value));
        m_loop->post(
            [slot = this->shared_from_this(), kept = std::move(value)]() mutable { slot->keep(std::move(kept)); });
    }
    void keep(std::optional<T>);

    const std::shared_ptr<Loop> m_loop;
    const std::weak_ptr<Connection> m_connection;
    bool m_ready = false;
    std::optional<T> m_value;
};

}
