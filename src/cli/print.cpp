#include "cli/print.h"

#include <chrono>
#include <cstdio>

namespace kenkei::cli {

void print(std::string_view text)
{
    std::fwrite(text.data(), 1, text.size(), stdout);
}

void print_error(std::string_view text)
{
    std::fwrite(text.data(), 1, text.size(), stderr);
    std::fputc('\n', stderr);
}

void print_error(const base::Error& error)
{
    print_error(base::describe(error));
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
