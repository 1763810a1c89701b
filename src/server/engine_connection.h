#pragma once

// Part of http_engine.cpp; nothing else may include it.

#include "server/engine_loop.h"
#include "server/engine_parser.h"

namespace kenkei::server::engine {

// One connection, which answers one request after the other. All of it runs on the thread of its loop.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(std::shared_ptr<Loop>, tcp::socket);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    asio::awaitable<void> run();
    // For load, or because its address has too many.
    asio::awaitable<void> refuse_connection(const Refusal&);
    bool is_one_too_many() const; // of its address
    bool is_far_too_many() const; // so many that not even a refusal is worth it

    void sweep(Clock::time_point now); // ends what waits for too long
    void stop_if_idle();
    void kill();
    void wake(const void* slot);

private:
    // One request and what became of it.
    struct Exchange {
        Clock::time_point started;
        Head head;
        Sender sender;
        Observation seen;
        const Route* route = nullptr;
        std::optional<Method> method; // nothing where the head could not be read
        std::string id;
        bool close = false;  // no further request
        bool linger = false; // there may be bytes that nobody will read
    };
    enum class Reading { Whole, Refused, Ended };

    asio::awaitable<bool> shake_hands();
    asio::awaitable<bool> serve_one();
    asio::awaitable<Reading> read_head_bytes();
    Reading parse_head(std::size_t size);
    asio::awaitable<Response> answer();
    asio::awaitable<Response> answer_by(const Route&);
    asio::awaitable<Response> answer_whole(const Handler&, Request);
    asio::awaitable<Response> answer_upload(const UploadHandler&, Request);
    asio::awaitable<Response> await_reply(std::shared_ptr<Slot<Response>>);
    asio::awaitable<std::optional<Response>> pass_on(BodyReceiver&);
    asio::awaitable<std::optional<Refusal>> read_piece();
    std::optional<Refusal> parse_body();
    asio::awaitable<bool> send(Response);
    asio::awaitable<bool> send_stream(const Response&, bool chunked);
    asio::awaitable<void> close();

    asio::awaitable<std::size_t> read_more(std::size_t most); // 0: ended, broken, or too late
    asio::awaitable<bool> write(std::string_view head, std::string_view body);
    template<typename T>
    asio::awaitable<std::optional<T>> wait_for(std::shared_ptr<Slot<T>>, Clock::time_point due);
    template<typename T>
    std::shared_ptr<Slot<T>> new_slot();

    Response refuse(const Refusal&); // and closes after it
    Response allow(const std::vector<Method>&) const;
    void arm(Clock::time_point due);
    void expire();
    Clock::time_point route_due() const;
    Clock::time_point body_due() const;
    std::string head_of(const Response&, bool keep_alive, bool chunked) const;
    void record();
    const ListenerConfig& config() const { return m_loop->shared->config; }

    const std::shared_ptr<Loop> m_loop;
    tcp::socket m_socket;
    std::optional<asio::ssl::stream<tcp::socket&>> m_tls;
    std::list<Connection*>::iterator m_place;
    std::string m_peer;
    std::string m_counted; // network it is counted by; "" for none
    std::size_t m_of_address = 0;
    ReadBuffer m_buffer;
    std::optional<Parser> m_parser;
    Exchange m_exchange;
    std::optional<Refusal> m_refusal; // of the head
    Clock::time_point m_body_started;
    Clock::duration m_body_paused = {}; // while the receiver was slow, not the sender
    Clock::time_point m_deadline;
    bool m_expired = false;
    bool m_killed = false;
    bool m_broken = false; // nothing can be written any more
    bool m_idle = true;    // between two requests
    std::uint64_t m_served = 0;
    std::function<void()> m_wake;
    const void* m_waiting_for = nullptr;
};

template<typename T>
std::shared_ptr<Slot<T>> Connection::new_slot()
{
    return std::make_shared<Slot<T>>(m_loop, weak_from_this());
}

template<typename T>
asio::awaitable<std::optional<T>> Connection::wait_for(std::shared_ptr<Slot<T>> slot, Clock::time_point due)
{
    if (!slot->ready()) {
        arm(due);
        if (m_expired)
            co_return std::nullopt;
        m_waiting_for = slot.get();
        co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(
            [this](auto handler) {
                auto kept = std::make_shared<decltype(handler)>(std::move(handler));
                m_wake = [kept] { std::move (*kept)(); };
            },
            asio::use_awaitable);
        m_waiting_for = nullptr;
    }
    co_return slot->take();
}

template<typename T>
void Slot<T>::keep(std::optional<T> value)
{
    m_value = std::move(value);
    m_ready = true;
    if (const auto connection = m_connection.lock())
        connection->wake(this);
}

}
