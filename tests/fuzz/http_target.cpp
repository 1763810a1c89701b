// The text as the head of a request, as a target and as a form. Heads end where they end, however they are cut; what is
// decoded is UTF-8 without what steers paths.

#include "base/utf8.h"
#include "fuzz/require.h"
#include "server/request_head.h"

#include <cstdint>

using namespace kenkei;

namespace {

int status_or_size(const std::optional<std::variant<std::size_t, server::Refusal>>& found)
{
    if (!found)
        return 0;
    const auto* refusal = std::get_if<server::Refusal>(&*found);
    return refusal ? -refusal->status : static_cast<int>(std::get<std::size_t>(*found));
}

void scan(std::string_view bytes)
{
    const server::HeadScan::Limits limits{.line = 40, .head = 200};
    server::HeadScan whole(limits);
    server::HeadScan slow(limits);
    const int expected = status_or_size(whole.look(bytes));
    int found = 0;
    for (std::size_t size = 1; size <= bytes.size() && found == 0; ++size)
        found = status_or_size(slow.look(bytes.substr(0, size)));
    fuzz::require(found == expected, "cuts do not matter");
}

void check_parameters(const std::vector<server::Parameter>& parameters)
{
    for (const server::Parameter& parameter : parameters)
        fuzz::require(base::is_utf8(parameter.name) && base::is_utf8(parameter.value), "parameters are UTF-8");
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    scan(text);
    if (const auto form = server::read_form(text))
        check_parameters(*form);
    if (const auto target = server::read_target(text)) {
        check_parameters(target->query);
        fuzz::require(target->authority.empty() || server::is_authority(target->authority), "an authority is one");
        fuzz::require(base::is_utf8(target->path), "a path is UTF-8");
        for (const std::string& segment : target->segments)
            fuzz::require(segment != ".." &&
                              segment.find_first_of(std::string_view("/\\\r\n\0", 5)) == std::string::npos,
                          "a segment leads nowhere else");
    }
    return 0;
}
