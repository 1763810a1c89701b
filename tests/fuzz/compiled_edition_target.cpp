// The text as a compiled edition, which may come from anywhere. What can be read is tried out; and as the parts of an
// edition before they are compiled, it is linted.

#include "edition/canonical_json.h"
#include "fuzz/require.h"
#include "fuzz/try_out.h"
#include "scheme/lint.h"
#include "scheme/load_edition.h"

#include <cstdint>

using namespace kenkei;

namespace {

void read_compiled(std::string_view text)
{
    const auto read = edition::read_canonical_json(text);
    if (read.ok())
        fuzz::try_out(*read);
    else
        fuzz::require_good(read.error());
}

void lint(const edition::Parts& parts, const edition::Edition& edition)
{
    for (const base::Error& error : scheme::lint(parts, edition))
        fuzz::require_good(error);
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    read_compiled(text);

    const auto parts = edition::canonical_parts(text);
    if (!parts.ok())
        return fuzz::not_kept;
    const edition::ReadResult read = scheme::compile(*parts);
    if (!read.edition)
        return fuzz::is_near_miss(read) ? 0 : fuzz::not_kept;
    lint(*parts, *read.edition);
    return 0;
}
