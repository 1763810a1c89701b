#include "cli/documents.h"

#include "base/fold.h"

#include <algorithm>

namespace kenkei::cli {

using base::json::Kind;

namespace {

constexpr std::size_t block_size = 256U << 10;

base::Error at_line(base::Error error, std::size_t line)
{
    error.at.line = line + (error.at.line == 0 ? 0 : error.at.line - 1);
    error.at.column = std::max<std::size_t>(error.at.column, 1);
    return error;
}

base::Error too_long(std::size_t line)
{
    return {.code = "input.too-long",
            .message = "この行は 16 MiB を超えているため読めません。",
            .way_out = "1行に申請を1件だけ書いてください。",
            .at = {line, 1}};
}

base::Error blank_line(std::size_t line)
{
    return {.code = "input.blank-line",
            .message = "空の行です。",
            .way_out = "1行に申請を1件ずつ書いてください。",
            .at = {line, 1}};
}

// A fragment of broken input that shows what it is.
std::optional<base::Error> known_format(std::string_view text)
{
    if (text.starts_with("PK\x03\x04")) {
        return base::Error{.code = "input.workbook",
                           .message = "Excel などの圧縮ファイルのようです。この命令は JSON を読みます。",
                           .way_out = "申請を JSON にしてください。",
                           .at = {1, 1}};
    }
    if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff")) {
        return base::Error{.code = "input.encoding",
                           .message = "UTF-16 のファイルのようです。",
                           .way_out = "UTF-8 で保存し直してください。",
                           .at = {1, 1}};
    }
    return {};
}

}

std::optional<Documents::Line> Documents::read_line()
{
    Line line;
    bool any = false;
    while (true) {
        if (m_position == m_buffer.size()) {
            if (m_at_end)
                break;
            m_buffer.resize(block_size);
            m_buffer.resize(std::fread(m_buffer.data(), 1, block_size, m_file));
            m_position = 0;
            m_bytes_read += m_buffer.size();
            if (m_buffer.empty()) {
                m_at_end = true;
                break;
            }
        }
        any = true;
        const std::size_t end = m_buffer.find('\n', m_position);
        const std::size_t stop = end == std::string::npos ? m_buffer.size() : end;
        if (line.text.size() + (stop - m_position) > longest) {
            line.too_long = true;
            line.text.clear();
        }
        if (!line.too_long)
            line.text.append(m_buffer, m_position, stop - m_position);
        m_position = end == std::string::npos ? stop : stop + 1;
        if (end != std::string::npos)
            break;
    }
    if (!any)
        return {};
    line.number = ++m_line_number;
    if (line.number == 1 && line.text.starts_with("\xef\xbb\xbf"))
        line.text.erase(0, 3);
    if (line.text.ends_with('\r'))
        line.text.pop_back();
    return line;
}

std::optional<Documents::Line> Documents::next_line()
{
    if (m_ahead.empty())
        return read_line();
    Line line = std::move(m_ahead.front());
    m_ahead.pop_front();
    return line;
}

Document Documents::document_of(Line line)
{
    if (line.too_long)
        return {line.number, too_long(line.number)};
    auto value = base::json::parse(line.text);
    if (!value.ok())
        return {line.number, at_line(std::move(value).error(), line.number)};
    return {line.number, std::move(value)};
}

// Decides whether the input is one value over several lines. If so it becomes ready; if not its lines stay ahead.
void Documents::look_at_start()
{
    m_started = true;
    auto line = read_line();
    while (line && !line->too_long && base::is_blank(line->text)) {
        ++m_blank_lines;
        line = read_line();
    }
    if (!line) {
        m_blank_lines = 0;
        return;
    }
    const bool lines = line->too_long || base::json::parse(line->text).ok();
    m_ahead.push_back(std::move(*line));
    if (lines)
        return;
    if (auto known = known_format(m_ahead.front().text)) {
        m_ready.push_back({1, std::move(*known)});
        m_ahead.clear();
        m_buffer.clear();
        m_position = 0;
        m_at_end = true;
        return;
    }

    // The first line is no value: read on as one document, as far as a document may reach.
    std::string text = m_ahead.front().text;
    const std::size_t first = m_ahead.front().number;
    std::size_t whole_lines = 0;
    bool complete = true;
    while (auto more = read_line()) {
        const bool fits = !more->too_long && text.size() + more->text.size() < longest;
        text += "\n";
        if (fits)
            text += more->text;
        if (more->text.starts_with('{') && base::json::parse(more->text).ok())
            ++whole_lines;
        m_ahead.push_back(std::move(*more));
        if (!fits) {
            complete = false;
            break;
        }
        if (whole_lines > 0 && m_ahead.size() <= 2)
            break; // a broken line, then a good one: JSON Lines
    }
    if (whole_lines > 0 && 2 * whole_lines >= m_ahead.size())
        return;
    auto value = base::json::parse(text);
    if (!complete && !value.ok())
        value = base::Error{.code = "input.too-long",
                            .message = "この申請は 16 MiB を超えているため読めません。",
                            .way_out = "申請を1件ずつに分けてください。",
                            .at = {1, 1}};
    if (value.ok())
        m_ready.push_back({first, std::move(value)});
    else
        m_ready.push_back({first, at_line(std::move(value).error(), first)});
    m_blank_lines = 0;
    m_ahead.clear();
    while (!complete && read_line()) {
    } // what is too long is passed over, so that the input is read to its end
}

std::optional<Document> Documents::next()
{
    if (!m_started)
        look_at_start();
    while (m_ready.empty()) {
        auto line = next_line();
        if (!line)
            return {};
        if (!line->too_long && base::is_blank(line->text)) {
            ++m_blank_lines;
            continue;
        }
        for (std::size_t blank = line->number - m_blank_lines; blank < line->number; ++blank)
            m_ready.push_back({blank, blank_line(blank)});
        m_blank_lines = 0;
        m_ready.push_back(document_of(std::move(*line)));
    }
    Document document = std::move(m_ready.front());
    m_ready.pop_front();
    return document;
}

}
