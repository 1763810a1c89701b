#include "cli/workbook_file.h"

#include "cli/print.h"
#include "xlsx/workbook_reader.h"

#include <algorithm>
#include <cerrno>

namespace kenkei::cli {

namespace {

base::Error unreadable(const std::string& name, const std::string& why)
{
    return {.code = "file.read",
            .message = "「" + name + "」を読めません（" + why + "）。",
            .way_out = "ファイル名と権限を確かめてください。"};
}

std::string extension_of(const std::filesystem::path& path)
{
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(), [](unsigned char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : static_cast<char>(c);
    });
    return extension;
}

}

bool is_workbook_name(const std::filesystem::path& path)
{
    // Excel's own trace of a workbook that is open.
    if (path.filename().string().starts_with("~$"))
        return false;
    const std::string extension = extension_of(path);
    return extension == ".xlsx" || extension == ".xlsm" || extension == ".xls" || extension == ".ods";
}

bool has_our_extension(const std::filesystem::path& path)
{
    return extension_of(path) == ".xlsx";
}

bool begins_like_workbook(std::FILE* file)
{
    const int first = std::getc(file);
    if (first != EOF)
        std::ungetc(first, file);
    return first == 'P' || first == 0xD0;
}

base::Result<std::string> read_workbook_bytes(std::FILE* file, const std::string& name, std::uintmax_t size)
{
    constexpr std::size_t most = xlsx::Limits{}.file;
    std::string bytes;
    bytes.resize(std::min<std::uintmax_t>(size == 0 ? 1U << 16 : size + 1, most + 1));
    std::size_t have = 0;
    while (true) {
        const std::size_t got = std::fread(bytes.data() + have, 1, bytes.size() - have, file);
        have += got;
        if (got == 0 || have > most)
            break;
        if (have == bytes.size())
            bytes.resize(std::min(2 * bytes.size(), most + 1));
    }
    if (std::ferror(file) != 0)
        return unreadable(name, "読み取りの途中で失敗しました");
    if (have > most)
        return base::Error{.code = "xlsx.too-big",
                           .message = "ファイルが大きすぎます（" + std::to_string(most >> 20) + " MiB まで）。",
                           .way_out = "画像などを除いて、配られた用紙に写してください。"};
    bytes.resize(have);
    return bytes;
}

base::Result<std::string> read_workbook_bytes(const std::string& name)
{
    std::error_code error;
    if (std::filesystem::is_directory(name, error))
        return unreadable(name, "フォルダです");
    std::FILE* file = std::fopen(name.c_str(), "rb");
    if (!file)
        return unreadable(name, why_in_japanese(errno));
    const auto size = std::filesystem::file_size(name, error);
    auto bytes = read_workbook_bytes(file, name, error ? 0 : size);
    std::fclose(file);
    return bytes;
}

}
