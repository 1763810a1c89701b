#include "scheme/write_file.h"

#include <fcntl.h>
#include <string>
#include <unistd.h>

namespace kenkei::scheme {

namespace fs = std::filesystem;

namespace {

bool write_all(int file, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written < 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::fsync(file) == 0;
}

bool write_beside(const fs::path& path, std::string_view bytes)
{
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file < 0)
        return false;
    const bool written = write_all(file, bytes);
    return ::close(file) == 0 && written;
}

// So that the name outlasts a power failure too.
void settle(const fs::path& folder)
{
    const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0)
        return;
    ::fsync(file);
    ::close(file);
}

}

fs::path partial_of(const fs::path& path)
{
    return fs::path(path) += ".partial";
}

base::Result<void> write_file(const fs::path& path, std::string_view bytes)
{
    std::error_code error;
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    fs::create_directories(folder, error);
    const fs::path partial = partial_of(path);
    if (!error && write_beside(partial, bytes)) {
        fs::rename(partial, path, error);
        if (!error) {
            settle(folder);
            return {};
        }
    }
    fs::remove(partial, error);
    return base::Error{.code = "file.write",
                       .message = "「" + path.string() + "」に書けません。",
                       .way_out = "フォルダの権限と空き容量を確かめてください。"};
}

}
