#include "cli/print.h"

#include "base/utf8.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>

namespace kenkei::cli {

void print(std::string_view text)
{
    std::fwrite(text.data(), 1, text.size(), stdout);
}

namespace {

// Line by line, so that nothing quoted from a file can steer the terminal.
void print_lines(std::string_view text, std::FILE* file)
{
    for (std::size_t from = 0; from <= text.size();) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        const std::string line = base::printable(text.substr(from, end - from));
        std::fwrite(line.data(), 1, line.size(), file);
        std::fputc('\n', file);
        from = end + 1;
    }
}

}

void print_told(std::string_view text)
{
    if (text.ends_with('\n'))
        text.remove_suffix(1);
    print_lines(text, stdout);
}

void print(const base::Error& error)
{
    print_lines(base::describe(error), stdout);
}

void print_error(std::string_view text)
{
    print_lines(text, stderr);
}

void print_error(const base::Error& error)
{
    print_error(base::describe(error));
}

std::string why_in_japanese(int error_number)
{
    switch (error_number) {
    case ENOENT:
        return "ファイルがありません";
    case EACCES:
    case EPERM:
        return "権限がありません";
    case EISDIR:
        return "フォルダです";
    case ENOTDIR:
        return "途中の名前がフォルダではありません";
    case ENOSPC:
        return "空き容量がありません";
    case EROFS:
        return "書き込めない場所です";
    case ENAMETOOLONG:
        return "名前が長すぎます";
    default:
        return std::strerror(error_number);
    }
}

ExitStatus finish_output()
{
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0)
        return ExitStatus::Done;
    print_error("結果を書き出せませんでした。書き出す先の空き容量と権限を確かめてください。");
    return ExitStatus::Failure;
}

EditionOrStatus load_or_complain(const std::string& schemes_option, const std::string& name)
{
    auto schemes = find_schemes(schemes_option);
    if (!schemes.ok()) {
        print_error(schemes.error());
        return {{}, ExitStatus::WrongUse};
    }
    LoadedEdition loaded = load(*schemes, name);
    for (const base::Error& error : loaded.errors)
        print_error(error);
    if (loaded.edition)
        return {std::move(loaded.edition), ExitStatus::Done};
    return {{}, loaded.unknown ? ExitStatus::WrongUse : ExitStatus::SomethingBad};
}

base::Date today()
{
    using namespace std::chrono;
    constexpr hours japan{9};
    return base::Date::from_days(floor<days>(system_clock::now() + japan).time_since_epoch().count());
}

}
