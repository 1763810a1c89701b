#pragma once

#include "base/result.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// What a handler sees of HTTP. Nothing here belongs to the library that speaks it.
namespace kenkei::server {

enum class Method { Get, Head, Post, Put, Patch, Delete, Options };
std::string_view name_of(Method);
std::optional<Method> find_method(std::string_view name); // GET; names of methods are case-sensitive

struct Header {
    std::string name;
    std::string value;
};

// In the order in which they stand; names are found in upper and lower case.
class Headers {
public:
    const std::string* find(std::string_view name) const; // the first of that name, or nullptr
    std::size_t count(std::string_view name) const;
    void add(std::string name, std::string value);
    void set(std::string name, std::string value); // instead of those of that name
    std::size_t size() const { return m_all.size(); }
    auto begin() const { return m_all.begin(); }
    auto end() const { return m_all.end(); }

private:
    std::vector<Header> m_all;
};

bool equal_ignoring_case(std::string_view, std::string_view); // ASCII only

struct Parameter {
    std::string name;
    std::string value;
};

const std::string* find_parameter(const std::vector<Parameter>&, std::string_view name); // the first, or nullptr

struct Request {
    Method method = Method::Get;       // HEAD reaches a GET route as Head; what its body would be is not sent
    std::string path;                  // percent-decoded; valid UTF-8 without control characters, `.` and `..`
    std::vector<Parameter> query = {}; // decoded, valid UTF-8 without NUL
    std::vector<Parameter> names = {}; // what stands for the {names} of the route's pattern; never empty texts
    Headers headers = {};              // values as bytes: whoever shows one checks it
    std::string host = {};             // with its port, as the browser wrote it; "" only under HTTP/1.0
    std::string remote_address = {};   // of the client, behind those proxies that are trusted
    bool secure = false;               // whether the client speaks TLS, with us or with a trusted proxy
    std::string id = {};               // of this request, for logs and for people who report an error
    std::string body = {};             // whole; empty for an upload

    const std::string* find_query(std::string_view name) const { return find_parameter(query, name); }
    const std::string* find_name(std::string_view name) const { return find_parameter(names, name); }
};

// Something to be given exactly once, by any thread, at any time: now, or after another thread has done its work.
// Copies are the same; when the last is dropped without giving, the waiting side is told so. A second gift is ignored.
template<typename T>
class Later {
public:
    using Taker = std::function<void(std::optional<T>)>; // called once; nothing where all copies were dropped

    explicit Later(Taker taker) : m_state(std::make_shared<State>(std::move(taker))) {}

    // false: it was given before.
    bool give(T value) const
    {
        if (m_state->given.exchange(true))
            return false;
        m_state->taker(std::optional<T>(std::in_place, std::move(value)));
        return true;
    }

private:
    struct State {
        explicit State(Taker t) : taker(std::move(t)) {}
        State(const State&) = delete;
        State& operator=(const State&) = delete;
        ~State()
        {
            if (!given)
                taker(std::nullopt);
        }
        Taker taker;
        std::atomic<bool> given = false;
    };
    std::shared_ptr<State> m_state;
};

// The next piece of an answer, nothing at its end. Dropped: the answer breaks off, and so does the connection.
using NextPiece = Later<std::optional<std::string>>;

struct Response {
    int status = 200;
    Headers headers = {}; // without Content-Length, Transfer-Encoding, Connection, Date: the engine's
    std::string body = {};
    // Where set, the body comes from here: asked for the next piece when the one before is sent. Called on the
    // connection's thread; it must not block, but may give the piece later.
    std::function<void(NextPiece)> stream = {};
};

// An answer to one request. Dropped: 500.
using Reply = Later<Response>;

// Go on (nothing), or stop reading the body and answer this; the connection is then closed. Dropped: 500.
using Onward = Later<std::optional<Response>>;

// Takes the body of one request piece by piece. Destroyed without `finish` where the body broke off.
class BodyReceiver {
public:
    virtual ~BodyReceiver() = default;
    // At most 32 KiB. The next piece is read after `onward` was given: a slow receiver slows its sender.
    virtual void receive(std::string piece, Onward onward) = 0;
    virtual void finish(Reply) = 0; // that was all of it
};

// Called on the connection's thread, which serves others, too: work that takes long goes to another thread, with the
// Reply. What a handler throws becomes a 500 without details.
using Handler = std::function<void(Request, Reply)>;
// Looks at the request before its body is read: an answer at once, or who takes the body.
using UploadHandler = std::function<std::variant<Response, std::shared_ptr<BodyReceiver>>(Request)>;

struct RouteLimits {
    std::size_t body = 64U << 10;                                       // bytes; above: 413
    std::chrono::milliseconds time = std::chrono::milliseconds(30'000); // from the first byte to the answer
};

struct Route {
    Method method = Method::Get;
    std::string pattern; // /api/v1/cases/{case}/files
    RouteLimits limits = {};
    std::variant<Handler, UploadHandler> handler;
};

// Why the engine itself answers: the status, a code that is stable and for machines, and what it means (Japanese and
// English).
struct Refusal {
    int status = 0;
    std::string_view code;
    std::string_view japanese;
    std::string_view english;
};

// application/problem+json (RFC 9457).
Response to_response(const Refusal&);
Response json_response(int status, std::string body);

std::string_view reason_phrase(int status); // "" where it is not known

}
