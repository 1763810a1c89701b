#include "base/result.h"

namespace kenkei::base {

std::string describe(const Error& error)
{
    std::string text = error.file;
    if (error.at.known()) {
        if (!text.empty())
            text += ':';
        text += std::to_string(error.at.line) + ':' + std::to_string(error.at.column);
    }
    if (!text.empty())
        text += ": ";
    text += error.message;
    if (!error.excerpt.empty())
        text += '\n' + error.excerpt;
    if (!error.way_out.empty())
        text += "\n→ " + error.way_out;
    return text;
}

}
