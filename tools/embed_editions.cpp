// Writes the compiled editions into a C++ source, so that the program carries them: embed_editions SCHEMES OUTPUT.cpp
#include "edition/canonical_json.h"
#include "scheme/load_edition.h"
#include "scheme/read_file.h"
#include "scheme/yaml_tree.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace fs = std::filesystem;
using namespace kenkei;

namespace {

// A C++ string literal, broken into pieces so that no line grows without bound.
std::string literal(std::string_view text)
{
    std::string out = "\"";
    std::size_t on_line = 0;
    for (char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        if (c == '\n')
            out += "\\n";
        else
            out += c;
        if (++on_line > 8000 && c == ',') {
            out += "\"\n    \"";
            on_line = 0;
        }
    }
    return out + "\"";
}

// hints.yaml as JSON; what is wrong with what it says, kenkei check tells.
std::string hints_of(const fs::path& folder)
{
    const auto text = scheme::read_file(folder / "hints.yaml");
    if (!text)
        return {};
    const auto tree = scheme::read_yaml(*text, "hints.yaml");
    if (tree.ok())
        return base::json::Writer().value(*tree).take();
    std::fprintf(stderr, "%s\n", base::describe(tree.error()).c_str());
    std::exit(1);
}

}

int main(int count, char** arguments)
{
    if (count != 3)
        return 2;
    std::vector<fs::path> folders;
    for (const auto& scheme : fs::directory_iterator(arguments[1])) {
        if (!scheme.is_directory())
            continue;
        for (const auto& edition : fs::directory_iterator(scheme.path())) {
            if (fs::exists(edition.path() / "edition.yaml"))
                folders.push_back(edition.path());
        }
    }
    std::sort(folders.begin(), folders.end());

    std::string entries;
    bool good = true;
    for (const fs::path& folder : folders) {
        edition::ReadResult read = scheme::load_edition(folder);
        for (const base::Error& error : read.errors)
            std::fprintf(stderr, "%s\n", base::describe(error).c_str());
        if (read.edition)
            entries += "    { " + literal(read.edition->key()) + ",\n    " +
                       literal(edition::to_canonical_json(*read.edition)) + ",\n    " + literal(hints_of(folder)) +
                       " },\n";
        good = good && read.edition.has_value();
    }
    std::ofstream out(arguments[2], std::ios::binary);
    out << "#include \"cli/embedded.h\"\n\nnamespace kenkei::cli {\n\nnamespace {\n\nconstexpr EmbeddedEdition "
           "editions[] = {\n"
        << entries
        << "};\n\n}\n\nstd::span<const EmbeddedEdition> embedded_editions()\n{\n    return editions;\n}\n\n}\n";
    return good && out.flush() ? 0 : 1;
}
