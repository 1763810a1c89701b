#include "cli/usage.h"

#include "base/decimal.h"
#include "base/fold.h"

#include <CLI/Error.hpp>

#include <algorithm>
#include <cctype>

namespace kenkei::cli {

base::Error usage_error(std::string code, std::string message, std::string_view verb)
{
    const std::string help = verb.empty() ? "kenkei --help" : "kenkei " + std::string(verb) + " --help";
    return {
        .code = std::move(code), .message = std::move(message), .way_out = "使い方は " + help + " でご覧になれます。"};
}

namespace {

// The argument that a complaint of the library is about, as our help calls it.
std::string argument_in(const std::string& detail)
{
    if (detail.find("COUNT") != std::string::npos)
        return "件数";
    if (const std::size_t at = detail.find("--"); at != std::string::npos)
        return detail.substr(at, detail.find_first_of(" :,", at) - at);
    for (std::string_view name : {"EDITION", "CASE", "FILE", "TEXT", "VERB"}) {
        if (detail.find(name) != std::string::npos)
            return std::string(name);
    }
    return detail;
}

}

base::Error in_our_words(const CLI::ParseError& error, std::string_view verb)
{
    const std::string detail = error.what();
    const std::size_t colon = detail.rfind(": ");
    switch (static_cast<CLI::ExitCodes>(error.get_exit_code())) {
    case CLI::ExitCodes::ExtrasError:
        return usage_error("usage.unknown",
                           "知らない引数があります（" +
                               (colon == std::string::npos ? detail : detail.substr(colon + 2)) + "）。",
                           verb);
    case CLI::ExitCodes::RequiredError:
        return usage_error("usage.missing", "引数が足りません（" + argument_in(detail) + "）。", verb);
    default:
        return usage_error("usage.value", "引数の値が正しくないか、足りません（" + argument_in(detail) + "）。", verb);
    }
}

base::Result<std::optional<base::Date>> read_day(const std::optional<std::string>& written, std::string_view option,
                                                 std::string_view verb)
{
    if (!written)
        return std::optional<base::Date>{};
    auto date = base::read_date(*written);
    if (!date.ok())
        return usage_error("usage.value",
                           std::string(option) + ": " + date.error().message +
                               "2024-10-01 や 令和6年10月1日 のように書いてください。",
                           verb);
    return std::optional(*date);
}

std::vector<std::string> words_between_commas(std::string_view text)
{
    std::vector<std::string> words;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t to = std::min(text.find(',', from), text.size());
        words.push_back(base::trim(text.substr(from, to - from)));
        from = to + 1;
    }
    return words;
}

std::optional<std::int64_t> number_up_to(const std::string& text, std::int64_t most)
{
    const bool digits = text.find_first_not_of("0123456789") == std::string::npos;
    const auto decimal = digits ? base::Decimal::parse(text) : std::nullopt;
    const auto number = decimal ? decimal->to_int64() : std::nullopt;
    return number && *number >= 0 && *number <= most ? number : std::nullopt;
}

}
