// What parses is written again, compact or indented, as text that parses to the same value.

#include "base/json.h"
#include "fuzz/require.h"

#include <algorithm>
#include <cstdint>

using namespace kenkei;
using base::json::Value;

namespace {

bool same(const Value& a, const Value& b)
{
    const auto same_member = [](const base::json::Member& x, const base::json::Member& y) {
        return x.first == y.first && same(x.second, y.second);
    };
    return a.kind == b.kind && a.boolean == b.boolean && a.text == b.text &&
           std::ranges::equal(a.items, b.items, same) && std::ranges::equal(a.members, b.members, same_member);
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using Layout = base::json::Writer::Layout;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto parsed = base::json::parse(text);
    if (!parsed.ok()) {
        fuzz::require_good(parsed.error(), "json.");
        fuzz::require(parsed.error().at.known(), "an error has its place");
        return 0;
    }
    for (const Layout layout : {Layout::Compact, Layout::Indented}) {
        const std::string written = base::json::Writer(layout).value(*parsed).take();
        const auto again = base::json::parse(written);
        if (!same(*parsed, fuzz::require_value(again, "what is written parses", written)))
            fuzz::broken("what is written parses to the same value", written);
    }
    return 0;
}
