#include "server/multipart.h"

#include <algorithm>

namespace kenkei::server {

namespace {

base::Error error(std::string code, std::string message, std::string way_out = {})
{
    return {.code = "multipart." + std::move(code), .message = std::move(message), .way_out = std::move(way_out)};
}

base::Error broken()
{
    return error("syntax", "送信された内容（multipart/form-data）の形が正しくありません。",
                 "もう一度送信してください。");
}

// RFC 2046 §5.1.1, without the blanks and quotes that nobody sends.
bool is_boundary(std::string_view text)
{
    return !text.empty() && text.size() <= 70 && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               std::string_view("'()+_,-./:=?").find(c) != std::string_view::npos;
    });
}

}

MultipartReader::MultipartReader(std::string boundary, PartReceiver& receiver, MultipartLimits limits)
    : m_delimiter("\r\n--" + std::move(boundary))
    , m_receiver(&receiver)
    , m_limits(limits)
    , m_held("\r\n") // the first boundary needs no line end before it
{}

base::Result<MultipartReader> MultipartReader::create(std::string_view content_type, PartReceiver& receiver,
                                                      MultipartLimits limits)
{
    const auto type = read_parameters(content_type);
    const std::string* boundary = type ? find_parameter(type->parameters, "boundary") : nullptr;
    if (!type || type->value != "multipart/form-data" || !boundary || !is_boundary(*boundary))
        return error("type", "ファイルの送信は multipart/form-data でなければなりません。");
    return MultipartReader(*boundary, receiver, limits);
}

base::Result<void> MultipartReader::feed(std::string_view bytes)
{
    if (m_state == State::Epilogue)
        return {}; // what stands behind the last boundary has no meaning
    m_held.erase(0, m_at);
    m_at = 0;
    m_held.append(bytes);
    while (TRY(step())) {
    }
    return {};
}

base::Result<void> MultipartReader::finish() const
{
    if (m_state != State::Epilogue)
        return error("truncated", "送信が途中で切れています。", "もう一度送信してください。");
    return {};
}

base::Result<bool> MultipartReader::step()
{
    switch (m_state) {
    case State::Preamble:
        return skip_preamble();
    case State::AfterBoundary:
        return read_after_boundary();
    case State::PartHead:
        return read_head();
    case State::Data:
        return read_data();
    case State::Epilogue:
        break;
    }
    m_held.clear();
    m_at = 0;
    return false;
}

base::Result<bool> MultipartReader::skip_preamble()
{
    const std::size_t found = m_held.find(m_delimiter, m_at);
    // Where the end is not seen yet, as much as the end itself may be held besides: how the bytes are cut must not
    // matter.
    const bool is_found = found != std::string::npos;
    if (is_found ? found > m_limits.preamble : m_held.size() >= m_limits.preamble + m_delimiter.size())
        return broken();
    if (!is_found)
        return false;
    m_at = found + m_delimiter.size();
    m_state = State::AfterBoundary;
    return true;
}

base::Result<bool> MultipartReader::read_after_boundary()
{
    const std::string_view rest = std::string_view(m_held).substr(m_at);
    if (rest.size() < 2)
        return false;
    const bool is_last = rest.starts_with("--");
    if (!is_last && !rest.starts_with("\r\n"))
        return broken();
    m_at += 2;
    m_state = is_last ? State::Epilogue : State::PartHead;
    return true;
}

base::Result<bool> MultipartReader::read_head()
{
    const std::string_view rest = std::string_view(m_held).substr(m_at);
    const std::size_t end = rest.find("\r\n\r\n");
    const bool is_found = end != std::string_view::npos;
    if (is_found ? end > m_limits.part_head : rest.size() >= m_limits.part_head + 4)
        return error("part-head", "送信された項目の見出しが長すぎます。");
    if (!is_found)
        return false;
    if (++m_parts > m_limits.parts)
        return error("parts", "一度に送信できる項目は " + std::to_string(m_limits.parts) + " 個までです。");
    TRY(m_receiver->begin_part(TRY(read_part_head(rest.substr(0, end), m_limits))));
    m_at += end + 4;
    m_state = State::Data;
    return true;
}

base::Result<bool> MultipartReader::read_data()
{
    const std::size_t found = m_held.find(m_delimiter, m_at);
    const bool is_end = found != std::string::npos;
    // What may be the beginning of a boundary waits for the next bytes.
    const std::size_t kept = std::min(m_held.size() - m_at, m_delimiter.size() - 1);
    const std::size_t end = is_end ? found : m_held.size() - kept;
    if (end > m_at)
        TRY(m_receiver->take_data(std::string_view(m_held).substr(m_at, end - m_at)));
    m_at = end;
    if (!is_end)
        return false;
    m_at += m_delimiter.size();
    m_state = State::AfterBoundary;
    TRY(m_receiver->end_part());
    return true;
}

}
