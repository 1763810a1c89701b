#pragma once

#include "server/health.h"
#include "server/listener.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <thread>

// A raw client and a small server for the tests of the engine.
namespace kenkei::server::testing {

using namespace std::chrono_literals;

class Client {
public:
    explicit Client(std::uint16_t port) : m_socket(socket(AF_INET, SOCK_STREAM, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        m_connected = connect(m_socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    }
    ~Client() { ::close(m_socket); }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    bool connected() const { return m_connected; }
    int socket_number() const { return m_socket; }

    bool send(std::string_view bytes) const
    {
        while (!bytes.empty()) {
            const ssize_t size = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (size <= 0)
                return false;
            bytes.remove_prefix(static_cast<std::size_t>(size));
        }
        return true;
    }

    // All until the other side closes, with "<closed>" behind it, or until nothing came for so long: "<open>".
    std::string read_all(std::chrono::milliseconds patience = 3s) const
    {
        std::string all;
        while (wait(patience)) {
            if (!read_some(all))
                return all + "<closed>";
        }
        return all + "<open>";
    }

    // Until `text` has come.
    std::string read_until(std::string_view text, std::chrono::milliseconds patience = 3s) const
    {
        std::string all;
        while (all.find(text) == std::string::npos && wait(patience)) {
            if (!read_some(all))
                return all + "<closed>";
        }
        return all;
    }

    bool wait(std::chrono::milliseconds patience) const
    {
        pollfd waiting{.fd = m_socket, .events = POLLIN, .revents = 0};
        return poll(&waiting, 1, static_cast<int>(patience.count())) > 0;
    }

private:
    bool read_some(std::string& all) const
    {
        char bytes[16384];
        const ssize_t size = recv(m_socket, bytes, sizeof bytes, 0);
        if (size > 0)
            all.append(bytes, static_cast<std::size_t>(size));
        return size > 0;
    }
    int m_socket;
    bool m_connected = false;
};

inline Response text(std::string body)
{
    Response response{.body = std::move(body)};
    response.headers.add("Content-Type", "text/plain; charset=utf-8");
    return response;
}

// Counts the bytes of an upload; refuses at once what is called "refuse", in the middle what begins with "X"; slow with
// ?slow, from another thread.
class CountingReceiver : public BodyReceiver {
public:
    explicit CountingReceiver(bool slow) : m_slow(slow) {}
    void receive(std::string piece, Onward onward) override
    {
        largest = std::max(largest, piece.size());
        if (m_count == 0 && piece.starts_with('X'))
            return void(onward.give(Response{.status = 415, .body = "not this"}));
        m_count += piece.size();
        if (!m_slow)
            return void(onward.give(std::nullopt));
        std::thread([onward] {
            std::this_thread::sleep_for(2ms);
            onward.give(std::nullopt);
        }).detach();
    }
    void finish(Reply reply) override { reply.give(text(std::to_string(m_count) + " " + std::to_string(largest))); }
    std::size_t largest = 0;

private:
    bool m_slow;
    std::size_t m_count = 0;
};

inline std::vector<Route> test_routes()
{
    const auto answer_later = [](std::chrono::milliseconds after, std::string body) {
        return Handler([=](Request, Reply reply) {
            std::thread([=] {
                std::this_thread::sleep_for(after);
                reply.give(text(body));
            }).detach();
        });
    };
    std::vector<Route> routes =
        health_routes({.ready = [](auto tell) { tell(true); }, .metrics = [] { return std::string("x 1\n"); }});
    routes.push_back({Method::Get, "/ping", {}, Handler([](Request, Reply reply) { reply.give(text("pong")); })});
    routes.push_back({Method::Get, "/cases/{case}", {}, Handler([](Request request, Reply reply) {
                          const std::string* query = request.find_query("q");
                          reply.give(text(*request.find_name("case") + "|" + (query ? *query : "") + "|" +
                                          request.host + "|" + (request.secure ? "secure" : "plain")));
                      })});
    routes.push_back({Method::Post, "/echo", {.body = 100'000, .time = 5s}, Handler([](Request request, Reply reply) {
                          reply.give(text(std::move(request.body)));
                      })});
    routes.push_back({Method::Get, "/later", {}, answer_later(150ms, "later")});
    routes.push_back({Method::Get, "/too-late", {.body = 0, .time = 200ms}, answer_later(600ms, "too late")});
    routes.push_back({Method::Get, "/dropped", {}, Handler([](Request, Reply) {})});
    routes.push_back({Method::Get, "/throws", {}, Handler([](Request, Reply) { throw std::runtime_error("secret"); })});
    routes.push_back({Method::Get, "/injects", {}, Handler([](Request, Reply reply) {
                          Response response = text("x");
                          response.headers.add("X-Name", "a\r\nSet-Cookie: b");
                          reply.give(std::move(response));
                      })});
    routes.push_back({Method::Get, "/stream", {}, Handler([](Request, Reply reply) {
                          auto count = std::make_shared<int>(0);
                          reply.give({.stream = [count](NextPiece next) {
                              std::thread([count, next] {
                                  if (++*count > 3)
                                      next.give(std::nullopt);
                                  else
                                      next.give("piece" + std::to_string(*count));
                              }).detach();
                          }});
                      })});
    routes.push_back({Method::Get, "/big", {}, Handler([](Request, Reply reply) {
                          reply.give(text(std::string(20U << 20, 'b')));
                      })});
    routes.push_back({Method::Post,
                      "/upload",
                      {.body = 100U << 20, .time = 60s},
                      UploadHandler([](Request request) -> std::variant<Response, std::shared_ptr<BodyReceiver>> {
                          if (request.headers.find("X-Refuse"))
                              return Response{.status = 403, .body = "no"};
                          return std::make_shared<CountingReceiver>(request.find_query("slow") != nullptr);
                      })});
    return routes;
}

// Times so short that a test does not wait for them.
inline ListenerConfig quick_config()
{
    ListenerConfig config{.port = 0, .threads = 2};
    config.timeouts = {
        .head = 400ms, .idle = 600ms, .body_grace = 400ms, .body_rate = 1024, .write = 2s, .linger = 500ms};
    return config;
}

inline std::unique_ptr<Listener> start(ListenerConfig config = quick_config())
{
    auto listener = Listener::start(std::move(config), test_routes());
    if (!listener.ok()) {
        ADD_FAILURE() << base::describe(listener.error());
        std::abort();
    }
    return std::move(*listener);
}

// What comes back for these bytes, until the connection is closed or nothing more comes.
inline std::string exchange(std::uint16_t port, std::string_view bytes, std::chrono::milliseconds patience = 250ms)
{
    const Client client(port);
    client.send(bytes);
    return client.read_all(patience);
}

// "200 404 closed"
inline std::string statuses(const std::string& answers)
{
    std::string out;
    for (std::size_t at = answers.find("HTTP/1.1 "); at != std::string::npos; at = answers.find("HTTP/1.1 ", at + 1)) {
        if (answers[at + 9] >= '1' && answers[at + 9] <= '5') // no word of a body
            out += answers.substr(at + 9, 3) + " ";
    }
    return out + (answers.ends_with("<closed>") ? "closed" : "open");
}

inline std::string get(std::string_view target, std::string_view more = {})
{
    return "GET " + std::string(target) + " HTTP/1.1\r\nHost: x\r\n" + std::string(more) + "\r\n";
}

inline std::string post(std::string_view target, std::string_view body)
{
    return "POST " + std::string(target) + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + std::string(body);
}

}
