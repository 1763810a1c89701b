#include "scheme/load_edition.h"

#include "scheme/null_rule.h"

#include <algorithm>
#include <map>

namespace kenkei::scheme {

namespace fs = std::filesystem;

namespace {

// Nodes of the tree as it is written out: the null rule repeats what it guards, and a guard within guards doubles.
constexpr std::size_t most_nodes = 20'000;

std::size_t written_nodes(const feel::Node& node, std::map<const feel::Node*, std::size_t>& known)
{
    if (auto found = known.find(&node); found != known.end())
        return found->second;
    std::size_t count = 1;
    for (const feel::NodePtr& child : node.children)
        count = std::min(most_nodes + 1, count + (child ? written_nodes(*child, known) : 0));
    return known[&node] = count;
}

}

base::Result<feel::NodePtr> with_null_rule(std::string_view text, const feel::Names& names)
{
    feel::NodePtr rule = apply_null_rule(TRY(feel::parse_expression(text, names)));
    std::map<const feel::Node*, std::size_t> known;
    if (rule && written_nodes(*rule, known) > most_nodes)
        return base::Error{.code = "rule.too-large",
                           .message = "式が大きすぎます。比較の結果をさらに比べるなどの入れ子が重なっています。",
                           .way_out = "途中の結果を criteria.yaml の values に分けてください。",
                           .at = {1, 1}};
    return rule;
}

edition::ReadResult compile(const edition::Parts& parts)
{
    return edition::read_edition(parts, with_null_rule);
}

edition::ReadResult compile(const fs::path& folder, const edition::Parts& parts)
{
    edition::ReadResult result = compile(parts);
    const fs::path whole = fs::weakly_canonical(folder);
    if (result.edition && result.edition->key() != (whole.parent_path().filename() / whole.filename()).string()) {
        result.errors.push_back(
            {.code = "edition.folder",
             .message = "フォルダの名前が scheme と edition（" + result.edition->key() + "）に合いません。",
             .way_out = "フォルダか edition.yaml のどちらかを直してください。",
             .file = parts.edition.file});
        result.edition.reset();
    }
    return result;
}

edition::ReadResult load_edition(const fs::path& folder)
{
    PartsResult read = read_parts(folder);
    if (!read.errors.empty())
        return {{}, std::move(read.errors)};
    return compile(folder, read.parts);
}

}
