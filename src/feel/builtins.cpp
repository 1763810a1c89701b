#include "feel/builtins.h"

#include "feel/builtin_groups.h"

#include <algorithm>

namespace kenkei::feel {

namespace {

std::vector<Builtin> gather()
{
    std::vector<Builtin> all;
    for (auto group :
         {conversion_builtins(), string_builtins(), regex_builtins(), list_builtins(), aggregate_builtins(),
          numeric_builtins(), temporal_builtins(), range_builtins(), context_builtins()})
        all.insert(all.end(), group.begin(), group.end());
    std::sort(all.begin(), all.end(), [](const Builtin& a, const Builtin& b) { return a.name < b.name; });
    return all;
}

}

std::span<const Builtin> builtins()
{
    static const std::vector<Builtin> all = gather();
    return all;
}

const Builtin* find_builtin(std::string_view name)
{
    auto all = builtins();
    auto found = std::lower_bound(all.begin(), all.end(), name, [](const Builtin& builtin, std::string_view wanted) {
        return builtin.name < wanted;
    });
    return found != all.end() && found->name == name ? &*found : nullptr;
}

}
