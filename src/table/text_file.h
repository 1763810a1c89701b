#pragma once

#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace kenkei::table {

enum class Encoding { Utf8, Cp932 };
std::string_view label_of(Encoding); // UTF-8, CP932（Shift_JIS）

struct FileText {
    Encoding encoding = Encoding::Utf8;
    bool marked = false;             // began with a byte order mark, which is not part of the text
    std::string text;                // valid UTF-8
    std::vector<std::string> faults; // what could not be read, by line and byte, as sentences
};

// A text file as people hand it in: UTF-8 with or without mark, else CP932. A text of half-width kana that could be
// both is CP932. Codes: text.empty, text.utf16, text.binary (zeros, a workbook, a PDF), text.encoding (neither of the
// two: more than a tenth of what is not ASCII cannot be read as CP932, or an UTF-8 mark stands before something else).
base::Result<FileText> read_text_file(std::string_view bytes);

}
