#pragma once

// Part of http_engine.cpp; nothing else may include it.

#include "server/request_head.h"

#include <boost/beast/http/basic_parser.hpp>

namespace kenkei::server::engine {

namespace http = boost::beast::http;

// Bytes that came and are not used yet.
class ReadBuffer {
public:
    std::string_view view() const { return {m_bytes.data() + m_begin, m_end - m_begin}; }
    bool empty() const { return m_begin == m_end; }

    void consume(std::size_t size)
    {
        m_begin += size;
        if (m_begin == m_end)
            m_begin = m_end = 0;
    }

    // Room behind what is there, which together with it is at most `most`; empty where there is none.
    boost::asio::mutable_buffer prepare(std::size_t most)
    {
        if (m_begin > 0) {
            std::copy(m_bytes.data() + m_begin, m_bytes.data() + m_end, m_bytes.data());
            m_end -= m_begin;
            m_begin = 0;
        }
        if (m_end == m_bytes.size() && m_end < most)
            m_bytes.resize(std::min(most, std::max(first_size, 2 * m_end)));
        return {m_bytes.data() + m_end, std::min(m_bytes.size(), std::max(most, m_end)) - m_end};
    }
    void commit(std::size_t size) { m_end += size; }

    // A connection that waits costs little.
    void release()
    {
        if (empty() && m_bytes.size() > first_size)
            std::vector<char>().swap(m_bytes);
    }

private:
    static constexpr std::size_t first_size = 8U << 10;
    std::vector<char> m_bytes;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
};

// Beast's parser, which decides what is HTTP; here only what it found is kept. Not copied, not used twice.
class Parser final : public http::basic_parser<true> {
public:
    explicit Parser(std::size_t head_limit)
    {
        body_limit(boost::none); // ours depends on the route
        header_limit(static_cast<std::uint32_t>(head_limit));
        eager(false);
    }

    RawHead head;
    std::string body; // what came since it was last taken
    std::uint64_t received = 0;
    std::uint64_t limit = 0;

private:
    using error_code = boost::beast::error_code;
    using Text = boost::beast::string_view;

    static std::string to_string(Text text) { return {text.data(), text.size()}; }

    void on_request_impl(http::verb, Text method, Text target, int version, error_code&) override
    {
        head.method = to_string(method);
        head.target = to_string(target);
        head.version = version;
    }
    void on_response_impl(int, Text, int, error_code&) override {}
    void on_field_impl(http::field, Text name, Text value, error_code&) override
    {
        if (!m_head_ended) // trailers are of no use to us
            head.headers.add(to_string(name), to_string(value));
    }
    void on_header_impl(error_code&) override { m_head_ended = true; }
    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
    std::size_t on_body_impl(Text text, error_code& error) override { return keep(text, error); }
    void on_chunk_header_impl(std::uint64_t size, Text, error_code& error) override
    {
        if (size > limit - received)
            error = http::error::body_limit;
    }
    std::size_t on_chunk_body_impl(std::uint64_t, Text text, error_code& error) override { return keep(text, error); }
    void on_finish_impl(error_code&) override {}

    std::size_t keep(Text text, error_code& error)
    {
        if (text.size() > limit - received) {
            error = http::error::body_limit;
            return 0;
        }
        received += text.size();
        body.append(text.data(), text.size());
        return text.size();
    }

    bool m_head_ended = false;
};

}
