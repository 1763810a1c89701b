#include "store/new_file.h"

#include "store/failure.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

namespace kenkei::store {

namespace {

base::Error exists(const std::string& file)
{
    return {.code = "store.exists",
            .message = "「" + file + "」は既にあります。上書きしません。",
            .way_out = "別の名前を指定するか、要らないことを確かめてから消してください。",
            .file = file};
}

base::Error system_failure(const std::string& file, std::string_view what)
{
    return failure(errno == ENOSPC || errno == EDQUOT ? "store.full" : "store.failed", file,
                   std::string(what) + ": " + std::strerror(errno));
}

base::Result<void> sync(const std::string& path, int flags)
{
    const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
    if (descriptor < 0)
        return system_failure(path, "開けません");
    const bool synced = ::fsync(descriptor) == 0;
    const int number = errno;
    ::close(descriptor);
    errno = number;
    if (!synced)
        return system_failure(path, "ディスクに書き終えられません");
    return {};
}

std::string folder_of(const std::string& file)
{
    const std::string folder = std::filesystem::path(file).parent_path().string();
    return folder.empty() ? "." : folder;
}

}

base::Result<NewFile> NewFile::create(const std::string& file)
{
    std::error_code ignored;
    for (const std::string& name : {file, file + ".part"}) {
        if (std::filesystem::exists(name, ignored))
            return exists(name);
    }
    return NewFile(file);
}

NewFile::NewFile(NewFile&& other) noexcept : m_file(std::move(other.m_file)), m_part(std::move(other.m_part))
{
    other.m_part.clear();
}

NewFile::~NewFile()
{
    std::error_code ignored;
    for (const char* end : {"", "-wal", "-shm", "-journal"}) {
        if (!m_part.empty())
            std::filesystem::remove(m_part + end, ignored);
    }
}

base::Result<void> NewFile::put()
{
    TRY(sync(m_part, O_RDWR));
    if (::renameat2(AT_FDCWD, m_part.c_str(), AT_FDCWD, m_file.c_str(), RENAME_NOREPLACE) != 0) {
        if (errno == EEXIST)
            return exists(m_file);
        return system_failure(m_file, "名前を付けられません");
    }
    m_part.clear();
    return sync(folder_of(m_file), O_RDONLY | O_DIRECTORY);
}

}
