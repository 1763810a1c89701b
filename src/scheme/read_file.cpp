#include "scheme/read_file.h"

#include <fstream>
#include <sstream>

namespace kenkei::scheme {

std::optional<std::string> read_file(const std::filesystem::path& path)
{
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return {};
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return std::move(bytes).str();
}

}
