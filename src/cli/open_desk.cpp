#include "cli/open_desk.h"

#include "cli/find_edition.h"
#include "cli/print.h"

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace kenkei::cli {

namespace {

base::Error file_error(std::string code, const std::string& file, int number)
{
    return {.code = std::move(code),
            .message = "「" + file + "」: " + why_in_japanese(number) + "。",
            .way_out = "ファイルの名前、権限、空き容量を確かめてください。"};
}

base::Result<edition::Edition> load_by_key(const std::string& schemes_option, const std::string& key)
{
    const Schemes schemes = TRY(find_schemes(schemes_option));
    LoadedEdition loaded = load(schemes, key);
    if (loaded.edition)
        return std::move(*loaded.edition);
    return loaded.errors.empty() ? base::Error{.code = "edition.unknown",
                                               .message = "年度版「" + key + "」はありません。",
                                               .way_out = "制度のフォルダを --schemes で指してください。"}
                                 : loaded.errors.front();
}

}

std::string database_of(const DeskOptions& options)
{
    if (!options.database.empty())
        return options.database;
    const char* variable = std::getenv("KENKEI_DB");
    return variable && *variable ? variable : "kenkei.db";
}

base::Timestamp time_of(const DeskOptions& options)
{
    using namespace std::chrono;
    if (options.at)
        return *options.at;
    return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

base::Result<OpenDesk> open_desk(const DeskOptions& options, store::Opening opening)
{
    // What is entered for a time far ahead would lock the case until then: a slip of the keyboard.
    constexpr std::int64_t ten_years = std::int64_t{3653} * 24 * 60 * 60 * 1000;
    if (options.at && options.at->milliseconds > time_of({}).milliseconds + ten_years)
        return base::Error{.code = "usage.value",
                           .message = "--at " + base::to_japanese(*options.at) + " は10年より先です。",
                           .way_out = "年を確かめてください。"};
    store::Store store = TRY(store::Store::open(database_of(options), opening));
    auto editions = std::make_unique<office::Editions>(
        [schemes = options.schemes](const std::string& key) { return load_by_key(schemes, key); });
    return OpenDesk{std::move(store), std::move(editions), time_of(options)};
}

ExitStatus status_of(const base::Error& error)
{
    const std::string_view code = error.code;
    if (code == "store.no-case" || code == "edition.unknown" || code == "schemes.missing" || code.starts_with("usage."))
        return ExitStatus::WrongUse;
    if (code == "store.text") // somebody's bytes, not the database
        return ExitStatus::SomethingBad;
    if (code.starts_with("store.") || code.starts_with("file.") || code.starts_with("smtp."))
        return ExitStatus::Failure;
    return ExitStatus::SomethingBad;
}

ExitStatus complain(const base::Error& error)
{
    print_error(error);
    return status_of(error);
}

base::Result<std::string> read_bytes(const std::string& file)
{
    struct Closer {
        void operator()(std::FILE* open) const { std::fclose(open); }
    };
    std::error_code no_matter;
    if (std::filesystem::is_directory(file, no_matter))
        return file_error("file.read", file, EISDIR);
    std::unique_ptr<std::FILE, Closer> open(file == "-" ? nullptr : std::fopen(file.c_str(), "rb"));
    std::FILE* in = file == "-" ? stdin : open.get();
    if (!in)
        return file_error("file.read", file, errno);
    std::string bytes;
    char block[1 << 16];
    while (const std::size_t count = std::fread(block, 1, sizeof block, in))
        bytes.append(block, count);
    if (std::ferror(in))
        return file_error("file.read", file, errno);
    return bytes;
}

}
