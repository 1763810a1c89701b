#pragma once

#include "base/json.h"

#include <atomic>
#include <cstdio>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kenkei::cli {

// One document of an input and where it begins.
struct Document {
    std::size_t line = 1;
    base::Result<base::json::Value> value;
};

// Some whole lines of an input, as they stand in it.
struct LinePiece {
    std::vector<base::Error> before; // lines that are none, in front of the others
    std::size_t first_line = 1;
    std::vector<char> bytes; // with room behind the lines
    std::size_t size = 0;    // of the lines, the last line feed included

    std::string_view lines() const { return {bytes.data(), size}; }
};

// The documents of one input, one after the other, told apart by content: one JSON value over several lines, or one
// value a line (JSON Lines). Memory does not grow with the number of lines; a line or document may have at most
// `longest` bytes. Blank lines at the end are nothing; elsewhere a blank line is a bad line.
class Documents {
public:
    static constexpr std::size_t longest = 16U << 20;

    explicit Documents(std::FILE* file) : m_file(file) {}

    std::optional<Document> next();

    // Whether what comes is one value a line; next_piece() may then be used in the place of next().
    bool holds_lines();
    // The next lines; false at the end. Every line has its line feed, and judge::BatchJudge::padding bytes may be read
    // behind the last one.
    bool next_piece(LinePiece&);
    std::size_t bytes_read() const { return m_bytes_read; }
    bool failed() const { return std::ferror(m_file) != 0; }

private:
    struct Line {
        std::size_t number = 0;
        std::string text;
        bool too_long = false;
    };

    void skip_to_line_feed();
    bool take_from_buffer(LinePiece&);
    bool read_lines(LinePiece&);
    void give_back(std::string_view lines);
    void cut_blank_lines(LinePiece&);
    void tell_blank_lines(LinePiece&);
    bool fill(); // one more block into the buffer; false at the end
    std::optional<Line> read_line();
    void look_at_start();
    void take_all(Document);
    Document document_of(Line);

    std::FILE* m_file;
    std::string m_buffer;
    std::size_t m_position = 0;
    std::atomic<std::size_t> m_bytes_read = 0; // also looked at by who shows progress
    std::size_t m_line_number = 0;
    bool m_at_end = false;
    bool m_started = false;
    std::deque<Document> m_ready;
    std::size_t m_blank_lines = 0; // seen, not yet known whether at the end
};

}
