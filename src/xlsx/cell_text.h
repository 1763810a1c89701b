#pragma once

#include "xlsx/xml_scanner.h"

namespace kenkei::xlsx {

// Reads the texts of parts as Excel writes them (ECMA-376 part 1, 22.9.2.19 ST_Xstring): _xHHHH_ stands for a UTF-16
// unit, _x005F_ for the _ of what only looks like that. Of line ends, CR LF and CR become LF.
class CellTextReader {
public:
    // After the Start of <t>, <v> or <f>: its text. False: the scanner failed. The view lives until the next call.
    bool read_plain(XmlScanner&, std::string_view& text);
    // After the Start of <si> or <is>: the text of all its runs, without <rPh>, the reading of kanji.
    bool read_rich(XmlScanner&, std::string_view& text);

private:
    bool append_runs(XmlScanner&, std::string_view& text, bool inside_run);
    bool append(XmlScanner&, std::string_view& text);
    void join_line_ends(std::string_view& text);

    std::string m_joined;
    std::string m_store;
};

// Appends `text` with its escapes read. Half of a surrogate pair, as LEFT(…) leaves of 𠮷, becomes U+FFFD.
void append_unescaped(std::string& out, std::string_view text);

// The same for the value of an attribute (the name of a sheet).
std::string unescaped(std::string_view text);

}
