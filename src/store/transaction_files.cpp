#include "store/store.h"

#include "base/sha256.h"
#include "store/failure.h"

namespace kenkei::store {

base::Result<std::string> Transaction::put_file(std::string_view content)
{
    std::string sha256 = base::sha256_hex(content);
    TRY(m_connection.run_later(
        "INSERT INTO files (sha256, size, content) VALUES (?, ?, ?) ON CONFLICT (sha256) DO NOTHING",
        {sha256, static_cast<std::int64_t>(content.size()), Bytes{content}}));
    return sha256;
}

base::Result<std::string> Transaction::load_file(const std::string& sha256)
{
    std::optional<std::string> content;
    TRY(m_connection.run("SELECT content FROM files WHERE sha256 = ?", {sha256},
                         [&](const Row& row) { content = row.bytes(0); }));
    if (!content)
        return failure("store.no-file", m_connection.where(), sha256);
    return std::move(*content);
}

}
