#include "scheme/load_edition.h"

#include "scheme/null_rule.h"

namespace kenkei::scheme {

namespace fs = std::filesystem;

edition::ReadResult compile(const edition::Parts& parts)
{
    return edition::read_edition(parts,
                                 [](std::string_view text, const feel::Names& names) -> base::Result<feel::NodePtr> {
                                     return apply_null_rule(TRY(feel::parse_expression(text, names)));
                                 });
}

edition::ReadResult load_edition(const fs::path& folder)
{
    PartsResult read = read_parts(folder);
    if (!read.errors.empty())
        return {{}, std::move(read.errors)};
    edition::ReadResult result = compile(read.parts);
    const fs::path whole = fs::weakly_canonical(folder);
    if (result.edition && result.edition->key() != (whole.parent_path().filename() / whole.filename()).string()) {
        result.errors.push_back(
            {.code = "edition.folder",
             .message = "フォルダの名前が scheme と edition（" + result.edition->key() + "）に合いません。",
             .way_out = "フォルダか edition.yaml のどちらかを直してください。",
             .file = read.parts.edition.file});
        result.edition.reset();
    }
    return result;
}

}
