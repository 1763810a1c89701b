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

// A device or a pipe keeps its place: what is written goes into it (-o /dev/stdout, -o /dev/null).
bool is_no_file(const fs::path& path)
{
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    return fs::exists(status) && !fs::is_regular_file(status) && !fs::is_directory(status);
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

base::Result<std::unique_ptr<FileWriter>> FileWriter::open(const fs::path& path, Readable readable)
{
    const bool in_place = is_no_file(path);
    std::error_code error;
    if (!in_place && path.has_parent_path())
        fs::create_directories(path.parent_path(), error);
    const int flags = O_WRONLY | O_CLOEXEC | (in_place ? 0 : O_CREAT | O_TRUNC);
    const int file = error ? -1
                           : ::open((in_place ? path : partial_of(path)).c_str(), flags,
                                    readable == Readable::ByOwner ? 0600 : 0666);
    if (file < 0)
        return cannot_write(path);
    return std::unique_ptr<FileWriter>(new FileWriter(path, file, in_place));
}

FileWriter::~FileWriter()
{
    if (m_file < 0)
        return;
    ::close(m_file);
    std::error_code error;
    if (!m_in_place)
        fs::remove(partial_of(m_path), error);
}

void FileWriter::write(std::string_view bytes)
{
    m_failed = m_failed || !write_all(m_file, bytes);
}

base::Result<void> FileWriter::finish()
{
    std::error_code error;
    const bool settled = !m_failed && (m_in_place || ::fsync(m_file) == 0);
    const bool closed = ::close(m_file) == 0;
    m_file = -1;
    if (settled && closed) {
        if (m_in_place)
            return {};
        fs::rename(partial_of(m_path), m_path, error);
        if (!error) {
            settle(m_path.has_parent_path() ? m_path.parent_path() : fs::path("."));
            return {};
        }
    }
    if (!m_in_place)
        fs::remove(partial_of(m_path), error);
    return cannot_write(m_path);
}

base::Result<void> write_file(const fs::path& path, std::string_view bytes, Readable readable)
{
    const std::unique_ptr<FileWriter> file = TRY(FileWriter::open(path, readable));
    file->write(bytes);
    return file->finish();
}

}
