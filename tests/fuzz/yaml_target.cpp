// The text as one YAML file of an edition: a tree whose values have their places, or an error with its place.

#include "fuzz/require.h"
#include "scheme/yaml_tree.h"

#include <algorithm>
#include <cstdint>

using namespace kenkei;

namespace {

void require_places(const base::json::Value& value, std::size_t lines)
{
    fuzz::require(value.at.known() && value.at.line <= lines, "a value has its place in the text");
    for (const base::json::Value& item : value.items)
        require_places(item, lines);
    for (const auto& [key, member] : value.members) {
        fuzz::require(member.key_at.known() && member.key_at.line <= lines, "a key has its place in the text");
        require_places(member, lines);
    }
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto tree = scheme::read_yaml(text, "a.yaml");
    if (tree.ok())
        require_places(*tree, static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1);
    else
        fuzz::require_good(tree.error(), "yaml.");
    return 0;
}
