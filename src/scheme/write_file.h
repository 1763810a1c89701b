#pragma once

#include "base/result.h"

#include <filesystem>
#include <memory>
#include <string_view>

namespace kenkei::scheme {

enum class Readable { ByAll, ByOwner };

// Makes `bytes` the whole of the file, and its folder if need be: written beside it, then put in its place, so that an
// interruption leaves either the old file or the new one (and perhaps partial_of). A device or a pipe is written into.
// Error file.write.
base::Result<void> write_file(const std::filesystem::path&, std::string_view bytes, Readable = Readable::ByAll);

// The same for what is too large to be held: what was written becomes the file in finish(); without that nothing
// changes.
class FileWriter {
public:
    static base::Result<std::unique_ptr<FileWriter>> open(const std::filesystem::path&, Readable = Readable::ByAll);
    ~FileWriter();
    FileWriter(const FileWriter&) = delete;
    FileWriter& operator=(const FileWriter&) = delete;

    void write(std::string_view bytes); // an error is told by finish()
    base::Result<void> finish();

private:
    FileWriter(std::filesystem::path path, int file, bool in_place)
        : m_path(std::move(path))
        , m_file(file)
        , m_in_place(in_place)
    {}

    std::filesystem::path m_path;
    int m_file;
    bool m_in_place; // a device or a pipe
    bool m_failed = false;
};

// Where write_file writes before it is done; the next write_file overwrites it.
std::filesystem::path partial_of(const std::filesystem::path&);

}
