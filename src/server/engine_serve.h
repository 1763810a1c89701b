#pragma once

// Part of http_engine.cpp; nothing else may include it: how a connection reads a request and has it answered.

#include "server/engine_connection.h"
#include "server/refusals.h"

namespace kenkei::server::engine {

inline constexpr std::size_t body_buffer = 32U << 10;

inline asio::awaitable<std::size_t> Connection::read_more(std::size_t most)
{
    if (m_expired || m_broken)
        co_return 0;
    const asio::mutable_buffer room = m_buffer.prepare(most);
    error_code error;
    std::size_t size = 0;
    if (m_tls)
        std::tie(error, size) = co_await m_tls->async_read_some(room, as_values);
    else
        std::tie(error, size) = co_await m_socket.async_read_some(room, as_values);
    if (error) {
        m_broken = m_broken || !m_expired;
        co_return 0;
    }
    m_buffer.commit(size);
    m_exchange.seen.bytes_in += size;
    co_return size;
}

inline asio::awaitable<Connection::Reading> Connection::read_head_bytes()
{
    HeadScan scan({.line = config().request_line, .head = config().head});
    m_idle = m_buffer.empty();
    m_exchange.started = Clock::now();
    m_exchange.seen.bytes_in = m_buffer.view().size();
    arm(m_exchange.started + (m_idle && m_served > 0 ? config().timeouts.idle : config().timeouts.head));
    if (m_idle && m_loop->shared->stopping) // its last answer promised a next request; it will hardly come
        arm(m_exchange.started + std::chrono::seconds(1));
    for (;;) {
        if (const auto found = scan.look(m_buffer.view())) {
            m_idle = false;
            if (const auto* refusal = std::get_if<Refusal>(&*found)) {
                m_refusal = *refusal;
                co_return Reading::Refused;
            }
            co_return parse_head(std::get<std::size_t>(*found));
        }
        const std::size_t size = co_await read_more(config().head);
        if (size == 0) {
            if (m_idle || !m_expired)
                co_return Reading::Ended;
            m_refusal = refusals::slow_head;
            co_return Reading::Refused;
        }
        if (m_idle) {
            m_idle = false;
            m_exchange.started = Clock::now();
            arm(m_exchange.started + config().timeouts.head);
        }
    }
}

inline Connection::Reading Connection::parse_head(std::size_t size)
{
    m_parser.emplace(config().head);
    boost::beast::error_code error;
    m_parser->put(asio::buffer(m_buffer.view().data(), size), error);
    m_buffer.consume(size);
    m_parser->eager(true);
    if (error || !m_parser->is_header_done()) {
        m_refusal = error == http::error::bad_version ? refusals::version : refusals::syntax;
        return Reading::Refused;
    }
    auto read = read_head(std::move(m_parser->head), config().hosts);
    if (const auto* refusal = std::get_if<Refusal>(&read)) {
        m_refusal = *refusal;
        return Reading::Refused;
    }
    m_exchange.head = std::move(std::get<Head>(read));
    m_exchange.method = m_exchange.head.request.method;
    return Reading::Whole;
}

inline Response Connection::refuse(const Refusal& refusal)
{
    m_exchange.close = m_exchange.linger = true;
    return to_response(refusal);
}

inline Response Connection::allow(const std::vector<Method>& methods) const
{
    Response response{.status = 204};
    response.headers.add("Allow", to_allow(methods));
    return response;
}

// What the engine can answer without any handler, before a byte of the body is read.
inline asio::awaitable<Response> Connection::answer()
{
    if (m_refusal)
        co_return refuse(*m_refusal);
    const Head& head = m_exchange.head;
    Request& request = m_exchange.head.request;
    m_exchange.sender = sender_behind(config().proxies, m_peer, m_tls.has_value(), request.headers);
    m_exchange.sender.secure = m_exchange.sender.secure || config().always_secure;
    const Sender& sender = m_exchange.sender;
    if (!sender.host.empty() && !is_our_host(sender.host, config().hosts))
        co_return refuse(refusals::host);
    if (!sender.host.empty())
        request.host = sender.host;

    RouteTable::Found found = m_loop->shared->routes.find(request.method, head.segments);
    if (!found.route) {
        m_exchange.close = m_exchange.linger = head.has_body();
        if (head.whole_server)
            co_return allow({Method::Get, Method::Head, Method::Post, Method::Put, Method::Patch, Method::Delete});
        if (found.allowed.empty())
            co_return to_response(refusals::not_found);
        if (request.method == Method::Options)
            co_return allow(found.allowed);
        Response response = to_response(refusals::method);
        response.headers.add("Allow", to_allow(found.allowed));
        co_return response;
    }
    m_exchange.route = found.route;
    m_exchange.seen.route = found.index;
    request.names = std::move(found.names);
    co_return co_await answer_by(*found.route);
}

inline asio::awaitable<Response> Connection::answer_by(const Route& route)
{
    const Head& head = m_exchange.head;
    if (head.content_length.value_or(0) > route.limits.body)
        co_return refuse(refusals::too_large);
    if (head.expects_continue && head.has_body() && m_buffer.empty()) {
        const bool written = co_await write("HTTP/1.1 100 Continue\r\n\r\n", {});
        if (!written)
            co_return refuse(refusals::slow_head);
    }
    m_parser->limit = route.limits.body;
    m_body_started = Clock::now();
    m_body_paused = {};

    Request request = std::move(m_exchange.head.request);
    request.remote_address = m_exchange.sender.address;
    request.secure = m_exchange.sender.secure;
    request.id = m_exchange.id;
    if (const auto* upload = std::get_if<UploadHandler>(&route.handler))
        co_return co_await answer_upload(*upload, std::move(request));
    co_return co_await answer_whole(std::get<Handler>(route.handler), std::move(request));
}

inline std::optional<Refusal> Connection::parse_body()
{
    boost::beast::error_code error;
    const std::string_view bytes = m_buffer.view();
    const std::size_t used = m_parser->put(asio::buffer(bytes.data(), bytes.size()), error);
    m_buffer.consume(used);
    if (error == http::error::body_limit)
        return refusals::too_large;
    if (error && error != http::error::need_more)
        return refusals::syntax;
    // A chunk's head or the trailers that do not fit.
    if (error && used == 0 && bytes.size() >= body_buffer)
        return refusals::syntax;
    return std::nullopt;
}

// Reads on until there is a piece of the body, or all of it was there.
inline asio::awaitable<std::optional<Refusal>> Connection::read_piece()
{
    bool fresh = !m_buffer.empty();
    for (;;) {
        if (fresh && !m_parser->is_done()) {
            if (const auto refusal = parse_body())
                co_return refusal;
        }
        if (m_parser->is_done() || !m_parser->body.empty())
            co_return std::nullopt;
        arm(body_due());
        const std::size_t size = co_await read_more(body_buffer);
        if (size == 0)
            co_return refusals::slow_head;
        fresh = true;
    }
}

inline asio::awaitable<Response> Connection::answer_whole(const Handler& handler, Request request)
{
    std::string& body = request.body;
    body.reserve(std::min<std::uint64_t>(m_exchange.head.content_length.value_or(0), body_buffer));
    while (!m_parser->is_done()) {
        const std::optional<Refusal> refusal = co_await read_piece();
        if (refusal)
            co_return refuse(*refusal);
        if (body.empty())
            body = std::move(m_parser->body);
        else
            body += m_parser->body;
        m_parser->body.clear();
    }
    auto slot = new_slot<Response>();
    try {
        handler(std::move(request), slot->later());
    } catch (...) { // our handlers give Results; what a library throws must not show
        co_return to_response(refusals::internal);
    }
    co_return co_await await_reply(std::move(slot));
}

inline asio::awaitable<Response> Connection::await_reply(std::shared_ptr<Slot<Response>> slot)
{
    std::optional<Response> response = co_await wait_for(slot, route_due());
    if (response)
        co_return std::move(*response);
    if (m_expired)
        co_return refuse(refusals::too_slow);
    co_return to_response(refusals::internal);
}

// Gives the piece to the receiver and waits until it wants another; an answer where it wants none.
inline asio::awaitable<std::optional<Response>> Connection::pass_on(BodyReceiver& receiver)
{
    auto slot = new_slot<std::optional<Response>>();
    const Clock::time_point before = Clock::now();
    try {
        receiver.receive(std::exchange(m_parser->body, {}), slot->later());
    } catch (...) {
        co_return refuse(refusals::internal);
    }
    std::optional<std::optional<Response>> onward = co_await wait_for(slot, route_due());
    m_body_paused += Clock::now() - before;
    if (!onward)
        co_return refuse(m_expired ? refusals::too_slow : refusals::internal);
    if (*onward)
        m_exchange.close = m_exchange.linger = true;
    co_return std::move(*onward);
}

inline asio::awaitable<Response> Connection::answer_upload(const UploadHandler& handler, Request request)
{
    std::shared_ptr<BodyReceiver> receiver;
    try {
        auto made = handler(std::move(request));
        if (auto* response = std::get_if<Response>(&made)) {
            m_exchange.close = m_exchange.linger = !m_parser->is_done();
            co_return std::move(*response);
        }
        receiver = std::get<std::shared_ptr<BodyReceiver>>(std::move(made));
    } catch (...) {
        co_return refuse(refusals::internal);
    }
    for (;;) {
        const std::optional<Refusal> refusal = co_await read_piece();
        if (refusal)
            co_return refuse(*refusal);
        if (m_parser->body.empty())
            break;
        std::optional<Response> response = co_await pass_on(*receiver);
        if (response)
            co_return std::move(*response);
    }
    auto slot = new_slot<Response>();
    try {
        receiver->finish(slot->later());
    } catch (...) {
        co_return to_response(refusals::internal);
    }
    co_return co_await await_reply(std::move(slot));
}

}
