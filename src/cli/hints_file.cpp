#include "cli/hints_file.h"

#include "cli/embedded.h"
#include "scheme/read_file.h"
#include "scheme/yaml_tree.h"

namespace kenkei::cli {

namespace fs = std::filesystem;

namespace {

desk::ReviewAidsResult refused(base::Error error)
{
    desk::ReviewAidsResult result;
    result.errors.push_back(std::move(error));
    return result;
}

}

desk::ReviewAidsResult read_hints_file(const fs::path& folder, const edition::Edition& edition)
{
    const fs::path path = folder / "hints.yaml";
    std::error_code error;
    if (!fs::exists(path, error))
        return {};
    const std::string shown = path.lexically_relative(folder.parent_path().parent_path().parent_path()).string();
    auto text = scheme::read_file(path);
    if (!text)
        return refused({.code = "file.missing",
                        .message = "ファイルを開けません。",
                        .way_out = "読む権限があるかを確かめてください。",
                        .file = shown});
    auto tree = scheme::read_yaml(*text, shown);
    if (!tree.ok())
        return refused(std::move(tree).error());
    return desk::read_review_aids({.file = shown, .text = std::move(*text), .tree = std::move(*tree)}, edition);
}

desk::ReviewAidsResult find_review_aids(const Schemes& schemes, const std::string& name,
                                        const edition::Edition& edition)
{
    if (const auto folder = edition_folder(schemes, name))
        return read_hints_file(*folder, edition);
    for (const EmbeddedEdition& embedded : embedded_editions()) {
        if (embedded.name != name || embedded.hints.empty() || schemes.folder)
            continue;
        auto tree = base::json::parse(embedded.hints);
        if (tree.ok())
            return desk::read_review_aids({.file = name, .text = {}, .tree = std::move(*tree)}, edition);
    }
    return {};
}

}
