#pragma once

#include "judge/line_scanner.h"

#include <bitset>
#include <deque>
#include <unordered_map>
#include <unordered_set>

namespace kenkei::judge {

// Whether a text is its own folded form, character by character. What is not known yet is found out by folding it.
class PlainCharacters {
public:
    explicit PlainCharacters(edition::Format format);

    // `text` without escapes, valid UTF-8. False where folding might change it.
    bool all_plain(const char* text, const char* end);

private:
    bool is_plain(char32_t);

    edition::Format m_format;
    std::array<bool, 128> m_ascii = {};
    static constexpr std::size_t page_size = 64;
    struct Page {
        bool known = false;
        std::bitset<page_size> plain;
    };
    std::vector<Page> m_pages; // of U+0000 to U+FFFF
};

// What to do with the value behind a key.
enum class Action : std::uint8_t {
    Id,         // top level
    Answers,    //
    Known,      //
    Unknown,    // a key that nobody reads: its value is checked, and told
    Choice,     // one option
    Choices,    // options
    Boolean,    //
    Integer,    // digits; anything else the general way
    Date,       // 2024-10-01; anything else the general way
    Month,      // 2024-10; anything else the general way
    IgnoreText, // any string
    FindText,   // any string that is not blank
    ReadText,   // what it says counts
    General,    // by answers::normalise
};

// A key that has been seen, with what most lines need of it.
struct Key {
    static constexpr std::size_t inline_size = 32;
    alignas(2 * inline_size) char text[inline_size] = {}; // with its closing quote, as much as fits
    std::uint32_t wanted = 1;                             // a bit for each byte of `text` that counts
    std::uint32_t seen = 0;                               // number of the last line that had it
    std::uint16_t next = 0;                               // the key that came next the last time
    std::uint16_t other = 0;                              // another that has come next
    std::uint16_t size = 0;                               // with its quote; 0: too long to be kept
    Action action = Action::General;
    Register answered = no_lane;
    Register place = 0;      // where the value goes: numbers or texts
    Mask option_numbers = 0; // bit n: there is an option place + n, whose mask is answered + 2 + n
};

// The rest of it.
struct KeyDetails {
    std::string name;
    std::size_t question = 0;
    Mask exclusive = 0; // the option that excludes the others
    std::int64_t least = 0;
    std::int64_t most = 0;
};

// The keys of one level of the document.
struct Keys {
    std::vector<Key> all; // the first stands for the beginning of the object
    std::deque<KeyDetails> details;
    std::unordered_map<std::string_view, std::uint16_t> by_name;
};

struct LineScanner::State {
    explicit State(const Program&);

    std::uint16_t find(Keys&, const char* key, const char* quote); // 0: it cannot be kept
    void plan(Key&, KeyDetails&);
    const KeyDetails& details_of(const Key& key) const
    {
        return answers.details[static_cast<std::size_t>(&key - answers.all.data())];
    }
    void next_line();
    // Reads [begin, end) as answers::normalise does. False: the line must be read the general way.
    bool general(const Key&, const char* begin, const char* end, LineBlock&, unsigned lane);
    bool read_known(const char* begin, const char* end, LineBlock&, unsigned lane);
    bool read_text(const Key&, const char* begin, const char* end, LineBlock&, unsigned lane);
    // Takes back what the scanner has written into the lane.
    void take_back(LineBlock&, unsigned lane, std::size_t remarks);

    const Program& program;
    const edition::Edition& edition;
    Keys top;
    Keys answers;
    std::uint32_t line = 0;
    bool bare = false;                                   // the last line was an object of answers without `answers`
    std::vector<std::unique_ptr<PlainCharacters>> plain; // by format
    std::unordered_map<std::string_view, std::unordered_set<std::string_view>> lists; // id → names
    const char* (*scan)(State&, const char*, LineBlock&, unsigned) = nullptr;
};

// The scanner itself, compiled twice (scan_line.inc).
namespace narrow {
const char* scan(LineScanner::State&, const char*, LineBlock&, unsigned lane);
}
namespace wide {
const char* scan(LineScanner::State&, const char*, LineBlock&, unsigned lane);
}

}
