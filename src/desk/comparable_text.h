#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace kenkei::desk {

// A text as copies are looked for in it: width and case folded, each number one mark, blanks and punctuation left out.
struct ComparableText {
    std::u32string characters;
    std::vector<std::uint32_t> begins; // where each character stands in the original text, in code points
    std::vector<std::uint32_t> ends;
    std::vector<bool> schemes_own; // by character: belongs to wording that the scheme itself printed

    // Where characters [first, first + count) stand in the original text.
    std::uint32_t begin_of(std::size_t first) const { return begins[first]; }
    std::uint32_t end_of(std::size_t first, std::size_t count) const { return ends[first + count - 1]; }
    bool is_all_schemes_own() const;
};

inline constexpr char32_t number_mark = U'#';

// Makes texts comparable; knows the scheme's own wording. It keeps what it has folded once, so it is worth keeping.
class ComparableTexts {
public:
    // The phrases that the scheme printed: labels, options, helps. What a text shares with one of them over
    // `schemes_own_length` characters or more is the scheme's own; shorter phrases are left alone.
    explicit ComparableTexts(const std::vector<std::string>& schemes_wording);

    static constexpr std::size_t schemes_own_length = 6;

    // `text` must be valid UTF-8.
    ComparableText read(std::string_view text);

private:
    // What one code point becomes; nothing where it is left out.
    struct Folded {
        bool known = false;
        std::u32string characters;
    };
    const std::u32string& fold(char32_t code_point);
    std::u32string fold_slice(std::string_view slice) const;
    void mark_schemes_own(ComparableText&) const;

    struct HashPiece {
        using is_transparent = void;
        std::size_t operator()(std::u32string_view piece) const { return std::hash<std::u32string_view>{}(piece); }
    };

    std::vector<Folded> m_folded; // of the basic plane, by code point
    Folded m_beyond;              // of the code point beyond it that was asked for last
    // All pieces of the scheme's wording that are schemes_own_length characters long.
    std::unordered_set<std::u32string, HashPiece, std::equal_to<>> m_schemes_wording;
};

}
