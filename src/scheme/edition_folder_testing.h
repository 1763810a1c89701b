#pragma once

#include "scheme/load_edition.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

namespace kenkei::scheme {

namespace fs = std::filesystem;

// A copy of tests/editions that a test may change; gone afterwards.
class EditionFolder {
public:
    // `edition` is the one that it hands out and changes.
    explicit EditionFolder(std::string edition = "shop/2030")
        : m_edition(std::move(edition))
        , m_root(fs::path(::testing::TempDir()) /
                 ("kenkei-editions-" + std::to_string(getpid()) + "-" + std::to_string(s_count++)))
    {
        fs::create_directories(m_root);
        fs::copy(fs::path(KENKEI_SOURCE_DIR) / "tests/editions", m_root / "editions", fs::copy_options::recursive);
    }
    ~EditionFolder()
    {
        std::error_code error;
        fs::remove_all(m_root, error);
    }
    EditionFolder(const EditionFolder&) = delete;
    EditionFolder& operator=(const EditionFolder&) = delete;

    fs::path folder() const { return m_root / "editions" / m_edition; }

    std::string text(const std::string& file) const
    {
        std::ifstream in(folder() / file, std::ios::binary);
        std::ostringstream out;
        out << in.rdbuf();
        return std::move(out).str();
    }

    void write(const std::string& file, const std::string& text) const
    {
        fs::create_directories((folder() / file).parent_path());
        std::ofstream(folder() / file, std::ios::binary) << text;
    }

    // Each must be there; the first place counts.
    EditionFolder& replace(const std::string& file, std::string_view from, std::string_view to)
    {
        std::string changed = text(file);
        const std::size_t at = changed.find(from);
        EXPECT_NE(at, std::string::npos) << file << ": " << from;
        if (at != std::string::npos)
            write(file, changed.replace(at, from.size(), to));
        return *this;
    }

    edition::ReadResult load() const { return load_edition(folder()); }

private:
    static inline int s_count = 0;
    std::string m_edition;
    fs::path m_root;
};

inline edition::Edition loaded(const EditionFolder& folder)
{
    edition::ReadResult read = folder.load();
    for (const base::Error& error : read.errors)
        ADD_FAILURE() << base::describe(error);
    return read.edition ? std::move(*read.edition) : edition::Edition{};
}

}
