#include "cli/documents.h"

#include "base/fold.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace kenkei::cli {

using base::json::Kind;

namespace {

constexpr std::size_t block_size = 256U << 10;
constexpr std::size_t most_lines = 2048; // of a piece
constexpr std::size_t room_behind = 128; // the lines of a piece

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

base::Error too_long_document()
{
    return {.code = "input.too-long",
            .message = "この申請は 16 MiB を超えているため読めません。",
            .way_out = "申請を1件ずつに分けてください。",
            .at = {1, 1}};
}

// In wide steps where there are some: this stands between reading and judging.
std::size_t count_line_feeds(std::string_view text)
{
    std::size_t count = 0;
#ifdef __SSE2__
    constexpr std::size_t step = 16;
    constexpr std::size_t most_steps = 255; // a byte counts no further
    const __m128i feed = _mm_set1_epi8('\n');
    while (text.size() >= step) {
        __m128i counts = _mm_setzero_si128();
        const std::size_t steps = std::min(text.size() / step, most_steps);
        for (std::size_t i = 0; i < steps; ++i) {
            const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + i * step));
            counts = _mm_sub_epi8(counts, _mm_cmpeq_epi8(bytes, feed));
        }
        const __m128i sums = _mm_sad_epu8(counts, _mm_setzero_si128());
        count += static_cast<std::size_t>(_mm_cvtsi128_si64(sums)) +
                 static_cast<std::size_t>(_mm_cvtsi128_si64(_mm_srli_si128(sums, 8)));
        text.remove_prefix(steps * step);
    }
#endif
    return count + static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

// Several lines that each begin like an object, all of them or at least one that is an object by itself.
bool holds_values_by_line(std::string_view text)
{
    std::size_t lines = 0;
    std::size_t like_objects = 0;
    bool is_first = true;
    bool first_is_closed = false; // {…} on the first line: a line of its own, if a broken one
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        const std::string_view line = text.substr(from, end - from);
        from = end + 1;
        if (base::is_blank(line))
            continue;
        ++lines;
        if (is_first)
            first_is_closed = line.starts_with('{') && line[line.find_last_not_of(" \t\r")] == '}';
        if (line.starts_with('{')) {
            ++like_objects;
            if (!is_first && base::json::parse(line).ok())
                return true;
        }
        is_first = false;
    }
    return lines > 1 && (first_is_closed || like_objects == lines);
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

bool Documents::fill()
{
    if (m_at_end)
        return false;
    m_buffer.erase(0, m_position);
    m_position = 0;
    const std::size_t before = m_buffer.size();
    m_buffer.resize(before + block_size);
    m_buffer.resize(before + std::fread(m_buffer.data() + before, 1, block_size, m_file));
    m_bytes_read += m_buffer.size() - before;
    m_at_end = m_buffer.size() == before;
    return !m_at_end;
}

std::optional<Documents::Line> Documents::read_line()
{
    Line line;
    bool any = false;
    while (m_position < m_buffer.size() || fill()) {
        any = true;
        const std::size_t end = m_buffer.find('\n', m_position);
        const std::size_t stop = std::min(end, m_buffer.size());
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
    if (line.text.ends_with('\r'))
        line.text.pop_back();
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

// The input is this one document: the rest is read to its end and passed over.
void Documents::take_all(Document document)
{
    m_ready.push_back(std::move(document));
    do {
        m_position = m_buffer.size();
    } while (fill());
}

// Decides whether the input is one value over several lines; if so it becomes ready. Nothing is taken otherwise.
void Documents::look_at_start()
{
    m_started = true;
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    while (m_buffer.size() < byte_order_mark.size() && fill()) {
    }
    if (m_buffer.starts_with(byte_order_mark))
        m_position = byte_order_mark.size();
    if (auto known = known_format(m_buffer))
        return take_all({1, std::move(*known)});

    // The first line that is not blank, as far as a line may reach.
    auto first_line = [&]() -> std::optional<std::string_view> {
        for (std::size_t from = m_position; from < m_buffer.size();) {
            const std::size_t end = m_buffer.find('\n', from);
            if (end == std::string::npos && !m_at_end)
                return {};
            const std::string_view line =
                std::string_view(m_buffer).substr(from, std::min(end, m_buffer.size()) - from);
            if (!base::is_blank(line) || end == std::string::npos)
                return line;
            from = end + 1;
        }
        return {};
    };
    std::optional<std::string_view> first = first_line();
    while (!first && m_buffer.size() <= longest && fill())
        first = first_line();
    if (!first)
        first = first_line();
    if (!first || first->size() > longest || base::is_blank(*first) || base::json::parse(*first).ok())
        return;

    // The first line is no value: one document over several lines, unless the lines are values of their own.
    while (m_buffer.size() - m_position <= longest && fill()) {
    }
    std::string_view text = std::string_view(m_buffer).substr(m_position);
    std::size_t line = 1; // where the document begins
    for (std::size_t end = text.find('\n'); base::is_blank(text.substr(0, end)); end = text.find('\n')) {
        text.remove_prefix(end + 1);
        ++line;
    }
    const bool whole = m_at_end && text.size() <= longest;
    base::Result<base::json::Value> value = too_long_document();
    if (whole)
        value = base::json::parse(text.substr(0, text.find_last_not_of(" \t\r\n") + 1));
    if (!value.ok() && holds_values_by_line(text))
        return;
    if (!value.ok())
        value = at_line(std::move(value).error(), line);
    take_all({line, std::move(value)});
}

std::optional<Document> Documents::next()
{
    if (!m_started)
        look_at_start();
    while (m_ready.empty()) {
        auto line = read_line();
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

bool Documents::holds_lines()
{
    if (!m_started)
        look_at_start();
    return m_ready.empty();
}

// Passes over the rest of a line that is too long.
void Documents::skip_to_line_feed()
{
    while (m_position < m_buffer.size() || fill()) {
        const std::size_t end = m_buffer.find('\n', m_position);
        m_position = end == std::string::npos ? m_buffer.size() : end + 1;
        if (end != std::string::npos)
            return;
    }
}

// Blank lines at the end of a piece are nothing if the input ends there, and bad lines in front of the next piece
// otherwise.
void Documents::cut_blank_lines(LinePiece& piece)
{
    std::size_t blank = 0;
    while (piece.size > 0) {
        const std::string_view lines = piece.lines().substr(0, piece.size - 1);
        const auto* feed = static_cast<const char*>(memrchr(lines.data(), '\n', lines.size()));
        const std::size_t start = feed ? static_cast<std::size_t>(feed - lines.data()) + 1 : 0;
        if (!base::is_blank(lines.substr(start)))
            break;
        piece.size = start;
        ++blank;
    }
    if (piece.size > 0)
        tell_blank_lines(piece);
    m_blank_lines += blank;
}

void Documents::tell_blank_lines(LinePiece& piece)
{
    for (std::size_t line = piece.first_line - m_blank_lines; line < piece.first_line; ++line)
        piece.before.push_back(blank_line(line));
    m_blank_lines = 0;
}

// Whole lines that have been read already, if there are some: the first ones of the buffer.
bool Documents::take_from_buffer(LinePiece& piece)
{
    const std::size_t available = std::min(m_buffer.size() - m_position, block_size);
    const char* begin = m_buffer.data() + m_position;
    const auto* feed = static_cast<const char*>(memrchr(begin, '\n', available));
    if (!feed)
        return false;
    piece.size = static_cast<std::size_t>(feed - begin) + 1;
    if (piece.bytes.size() < piece.size + room_behind)
        piece.bytes.resize(block_size + room_behind);
    std::copy(begin, begin + piece.size, piece.bytes.begin());
    m_position += piece.size;
    return true;
}

// The lines that begin in the buffer and end in what is read now. False where the line is too long: it stays in the
// buffer.
bool Documents::read_lines(LinePiece& piece)
{
    std::size_t size = m_buffer.size() - m_position;
    if (piece.bytes.size() < size + block_size + room_behind)
        piece.bytes.resize(size + block_size + room_behind);
    std::copy(m_buffer.begin() + static_cast<std::ptrdiff_t>(m_position), m_buffer.end(), piece.bytes.begin());
    m_buffer.clear();
    m_position = 0;
    const char* feed = nullptr;
    while (!m_at_end && !feed && size <= longest) {
        if (piece.bytes.size() < size + block_size + room_behind)
            piece.bytes.resize(2 * size + block_size + room_behind);
        const std::size_t more = std::fread(piece.bytes.data() + size, 1, block_size, m_file);
        m_bytes_read += more;
        m_at_end = more == 0;
        feed = static_cast<const char*>(memrchr(piece.bytes.data() + size, '\n', more));
        size += more;
    }
    const std::string_view read(piece.bytes.data(), size);
    if (std::min(read.find('\n'), size) > longest) {
        m_buffer.assign(read);
        return false;
    }
    piece.size = feed ? static_cast<std::size_t>(feed - piece.bytes.data()) + 1 : size;
    m_buffer.assign(read.substr(piece.size));
    if (!feed && size > 0) // the last line has none
        piece.bytes[piece.size++] = '\n';
    return true;
}

bool Documents::next_piece(LinePiece& piece)
{
    piece.before.clear();
    do {
        piece.first_line = m_line_number + 1;
        if (!take_from_buffer(piece) && !read_lines(piece)) {
            skip_to_line_feed();
            piece.size = 0;
            tell_blank_lines(piece);
            piece.before.push_back(too_long(piece.first_line));
            ++m_line_number;
            return true;
        }
        if (piece.size == 0)
            return false;
        // Of many short lines only some: what comes of them may be far longer.
        std::size_t count = count_line_feeds(piece.lines());
        if (count > most_lines) {
            std::size_t end = 0;
            for (count = 0; count < most_lines; ++count)
                end = piece.lines().find('\n', end) + 1;
            give_back(piece.lines().substr(end));
            piece.size = end;
        }
        m_line_number += count;
        cut_blank_lines(piece);
    } while (piece.size == 0);
    return true;
}

// Puts what has been taken last in front of the buffer again.
void Documents::give_back(std::string_view lines)
{
    if (m_position >= lines.size()) {
        m_position -= lines.size(); // it still stands there
        return;
    }
    m_buffer.erase(0, m_position);
    m_position = 0;
    m_buffer.insert(0, lines);
}

}
