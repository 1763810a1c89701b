#include "scheme/read_file.h"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace kenkei::scheme {

namespace fs = std::filesystem;

std::optional<std::string> read_file(const fs::path& path)
{
    std::error_code error;
    if (!fs::is_regular_file(path, error)) // a pipe would wait for ever
        return {};
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return {};
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return std::move(bytes).str();
}

base::Result<std::vector<fs::path>> files_below(const fs::path& folder, std::string_view extension,
                                                const std::string& shown)
{
    std::vector<fs::path> files;
    std::error_code error;
    if (!fs::exists(folder, error) && !error)
        return files;
    fs::recursive_directory_iterator at(folder, error);
    for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
        if (at->path().extension() == extension)
            files.push_back(at->path());
    }
    if (error)
        return base::Error{.code = "folder.closed",
                           .message = "フォルダを開けません。",
                           .way_out = "読む権限があるかを確かめてください。",
                           .file = shown};
    std::sort(files.begin(), files.end());
    return files;
}

}
