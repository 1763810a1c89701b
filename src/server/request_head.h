#pragma once

#include "server/target.h"

#include <cstdint>

// From the bytes of a request's head to what it asks for, refusing everything that two programs could read in two ways
// (RFC 9112 §11). Pure.
namespace kenkei::server {

// Looks for the end of the head in what has arrived so far. Refuses line ends other than CR LF, NUL, and what is too
// long, as soon as it can be seen. Keeps where it was, so that every byte is looked at once.
class HeadScan {
public:
    struct Limits {
        std::size_t line = 8U << 10; // of the request line
        std::size_t head = 16U << 10;
    };
    explicit HeadScan(Limits limits) : m_limits(limits) {}

    // `bytes` are all bytes from the head's first. Nothing: more is needed.
    std::optional<std::variant<std::size_t, Refusal>> look(std::string_view bytes);

private:
    std::optional<Refusal> look_at(std::string_view bytes);
    Limits m_limits;
    std::size_t m_at = 0;
    std::size_t m_line_begin = 0;
    bool m_first_line = true;
    bool m_ended = false;
};

// As a parser found it, nothing checked.
struct RawHead {
    std::string method;
    std::string target;
    int version = 11; // 10 for HTTP/1.0
    Headers headers;
};

struct Head {
    Request request; // without names, remote address, id and body; `secure` is not set
    std::vector<std::string> segments;
    bool whole_server = false; // OPTIONS *
    bool keep_alive = true;
    bool chunked = false;
    std::optional<std::uint64_t> content_length = {};
    bool expects_continue = false;
    bool has_body() const { return chunked || content_length.value_or(0) > 0; }
};

// `hosts`: the names this server answers to, without ports; empty for any.
std::variant<Head, Refusal> read_head(RawHead, const std::vector<std::string>& hosts);

bool is_our_host(std::string_view authority, const std::vector<std::string>& hosts);

}
