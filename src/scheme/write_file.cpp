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
    return true;
}

bool write_beside(const fs::path& path, std::string_view bytes, Readable readable)
{
    const int file =
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, readable == Readable::ByOwner ? 0600 : 0666);
    if (file < 0)
        return false;
    const bool written = write_all(file, bytes) && ::fsync(file) == 0;
    return ::close(file) == 0 && written;
}

// A device or a pipe keeps its place: what is written goes into it (-o /dev/stdout, -o /dev/null).
bool is_no_file(const fs::path& path)
{
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    return fs::exists(status) && !fs::is_regular_file(status) && !fs::is_directory(status);
}

bool write_into(const fs::path& path, std::string_view bytes)
{
    const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    const bool written = write_all(file, bytes);
    return ::close(file) == 0 && written;
}

base::Error cannot_write(const fs::path& path)
{
    return {.code = "file.write",
            .message = "「" + path.string() + "」に書けません。",
            .way_out = "フォルダの権限と空き容量を確かめてください。"};
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

base::Result<void> write_file(const fs::path& path, std::string_view bytes, Readable readable)
{
    if (is_no_file(path)) {
        if (write_into(path, bytes))
            return {};
        return cannot_write(path);
    }
    std::error_code error;
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    fs::create_directories(folder, error);
    const fs::path partial = partial_of(path);
    if (!error && write_beside(partial, bytes, readable)) {
        fs::rename(partial, path, error);
        if (!error) {
            settle(folder);
            return {};
        }
    }
    fs::remove(partial, error);
    return cannot_write(path);
}

}
