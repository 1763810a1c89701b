// Writes what the server carries into a C++ source: embed_server OUTPUT.cpp FILE.json… FILE.css…
// The JSON files are objects of schemas by name, merged into one, but for api_words.json; that and the others are
// embedded as they are.
#include "base/json.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

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
        if (++on_line > 8000 && static_cast<unsigned char>(c) < 0x80 && c != '\\') {
            out += "\"\n    \"";
            on_line = 0;
        }
    }
    return out + "\"";
}

std::string text_of(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return std::move(text).str();
}

// All schemas, and in which file each stands.
class Merger {
public:
    bool add(const fs::path& file)
    {
        auto read = base::json::parse(text_of(file));
        if (!read.ok()) {
            base::Error error = read.error();
            error.file = file.string();
            std::fprintf(stderr, "%s\n", base::describe(error).c_str());
            return false;
        }
        bool good = read->kind == base::json::Kind::Object;
        if (!good)
            std::fprintf(stderr, "%s: not an object of schemas by name\n", file.c_str());
        for (const auto& [name, schema] : read->members) {
            const auto [there, added] = m_file_of.emplace(name, file.string());
            if (!added) {
                std::fprintf(stderr, "%s:%zu: the schema %s stands in %s, too\n", file.c_str(),
                             static_cast<std::size_t>(schema.at.line), name.c_str(), there->second.c_str());
                good = false;
                continue;
            }
            m_out.key(name).value(schema);
        }
        return good;
    }
    void begin() { m_out.begin_object(); }
    std::string take()
    {
        m_out.end_object();
        return m_out.take();
    }

private:
    base::json::Writer m_out;
    std::map<std::string, std::string> m_file_of;
};

}

int main(int count, char** arguments)
{
    if (count < 2)
        return 2;
    Merger merger;
    merger.begin();
    std::string assets;
    std::string words;
    bool good = true;
    for (int at = 2; at < count; ++at) {
        const fs::path file(arguments[at]);
        if (file.filename() == "api_words.json")
            words = text_of(file);
        else if (file.extension() == ".json")
            good = merger.add(file) && good;
        else
            assets += "    {" + literal(file.filename().string()) + ",\n     " + literal(text_of(file)) + "},\n";
    }
    std::ofstream out(arguments[1], std::ios::binary);
    out << "#include \"server/openapi.h\"\n#include \"server/pages.h\"\n#include \"server/service.h\"\n\nnamespace "
           "kenkei::server {\n\nstd::string "
           "api_schemas()\n{\n    return "
        << literal(merger.take()) << ";\n}\n\nstd::string_view api_words()\n{\n    return " << literal(words)
        << ";\n}\n\nnamespace {\n\nconstexpr Asset all_assets[] = {\n    {},\n"
        << assets
        << "};\n\n}\n\nstd::span<const Asset> assets()\n{\n    return std::span(all_assets).subspan(1);\n}\n\n}\n";
    if (!good) { // what is there from before must not be taken for good
        out.close();
        fs::remove(arguments[1]);
    }
    return good && out.flush() ? 0 : 1;
}
