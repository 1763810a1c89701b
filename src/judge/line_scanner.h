#pragma once

#include "judge/block.h"

#include <memory>
#include <string>
#include <string_view>

namespace kenkei::judge {

// What the judgement tells of an application besides what its answers come to: a finding of the document or of reading
// an answer.
struct Remark {
    // In the order of printing.
    enum class About : std::uint8_t { Document, UnknownAnswer, Known, Question };
    unsigned lane = 0;
    About about = About::Document;
    std::size_t question = 0;
    std::string code;
};

// Up to 64 applications as they stand in the text.
struct LineBlock {
    explicit LineBlock(const Program& program) : block(program) {}
    void clear();

    Block block;
    std::array<std::string_view, block_size> ids = {}; // as written between its quotes; no data(): there is none
    std::vector<Remark> remarks;
    Mask remarked = 0;
};

// Reads applications straight into a block. It learns from each line which key follows which, so that most keys are
// recognised by one comparison. One thread's.
class LineScanner {
public:
    // How wide the instructions are that look for the end of a string; all read the same.
    enum class Width { Narrow, Wide };
    static Width widest(); // that this processor has

    explicit LineScanner(const Program&, Width = widest());
    ~LineScanner();
    LineScanner(LineScanner&&) noexcept;
    LineScanner& operator=(LineScanner&&) noexcept;

    // Reads the line that begins at `text` into the lane. A line feed must stand behind it, and 64 bytes that may be
    // read behind that; all of it must be valid UTF-8. Gives where the next line begins. Nothing, with the lane as it
    // was, for a line that must be read the general way: it is broken, or unusual.
    const char* scan(const char* text, LineBlock&, unsigned lane);
    // Whether the lines to come are expected to be objects of answers, without "answers" around them.
    void expect_bare(bool bare);

    struct State;

private:
    std::unique_ptr<State> m_state;
};

}
