#pragma once

#include "base/result.h"

#include <string>

namespace kenkei::store {

// A file that is written beside its place (.part) and moved there when it is whole and on the disk: under its own name
// there is all of it or nothing. What was not put goes away.
class NewFile {
public:
    // Error store.exists: something is there already, or its .part, which another run may be writing.
    static base::Result<NewFile> create(const std::string& file);
    NewFile(NewFile&&) noexcept;
    NewFile& operator=(NewFile&&) = delete;
    ~NewFile();

    const std::string& part() const { return m_part; }
    base::Result<void> put(); // error store.exists: somebody else was faster

private:
    explicit NewFile(std::string file) : m_file(std::move(file)), m_part(m_file + ".part") {}
    std::string m_file;
    std::string m_part; // "" when nothing is to be removed
};

}
