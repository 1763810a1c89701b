#include "desk/folded_text.h"

#include "base/fold.h"
#include "base/utf8.h"

namespace kenkei::desk {

bool is_sound_mark(char32_t c)
{
    return c == 0xFF9E || c == 0xFF9F || c == 0x3099 || c == 0x309A;
}

FoldedText fold_text(std::string_view text)
{
    FoldedText folded;
    std::uint32_t place = 0;
    for (std::size_t offset = 0; offset < text.size();) {
        const std::size_t start = offset;
        const std::uint32_t begin = place++;
        base::next_code_point(text, offset);
        std::size_t behind = offset;
        if (offset < text.size() && is_sound_mark(base::next_code_point(text, behind))) {
            offset = behind;
            ++place;
        }
        for (char32_t c : base::to_code_points(base::fold_width(text.substr(start, offset - start)))) {
            folded.characters.push_back(c >= U'A' && c <= U'Z' ? c + (U'a' - U'A') : c);
            folded.begins.push_back(begin);
            folded.ends.push_back(place);
        }
    }
    return folded;
}

}
