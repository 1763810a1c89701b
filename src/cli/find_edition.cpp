#include "cli/find_edition.h"

#include "cli/embedded.h"
#include "edition/canonical_json.h"
#include "scheme/load_edition.h"
#include "scheme/read_file.h"
#include "scheme/revisions.h"

#include <algorithm>
#include <cstdlib>

namespace kenkei::cli {

namespace fs = std::filesystem;

namespace {

base::Error no_folder(const fs::path& folder, std::string_view who)
{
    return {.code = "schemes.missing",
            .message = std::string(who) + "のフォルダ「" + folder.string() + "」がありません。",
            .way_out = "制度のフォルダ（schemes）を指してください。"};
}

base::Error unknown_edition(const Schemes& schemes, const std::string& name)
{
    std::string known;
    for (const std::string& edition : list_editions(schemes))
        known += (known.empty() ? "" : "、") + edition;
    return {.code = "edition.unknown",
            .message = "年度版「" + name + "」はありません。",
            .way_out =
                known.empty() ? "制度のフォルダを --schemes で指してください。" : "あるのは " + known + " です。"};
}

// EDITION@N. Nothing if there is no `@`.
std::optional<std::pair<std::string, std::string>> split_revision(const std::string& name)
{
    const std::size_t at = name.rfind('@');
    if (at == std::string::npos)
        return {};
    return std::pair(name.substr(0, at), name.substr(at + 1));
}

LoadedEdition no_revision(std::string message, std::string way_out)
{
    return {{}, {{.code = "revision.unknown", .message = std::move(message), .way_out = std::move(way_out)}}, true};
}

LoadedEdition load_revision(const fs::path& folder, const std::string& name, const std::string& number)
{
    scheme::RevisionsResult read = scheme::read_revisions(folder);
    if (!read.revisions)
        return {{}, std::move(read.errors), false};
    if (read.revisions->state() == scheme::Revisions::State::Draft)
        return no_revision("年度版「" + name + "」は下書きで、公表した版がありません。",
                           "「@" + number + "」を付けずに指すか、kenkei publish で公表してください。");
    std::string known;
    for (const scheme::Revision& revision : read.revisions->revisions) {
        if (std::to_string(revision.number) == number) {
            auto edition = scheme::load_revision(folder, revision);
            if (!edition.ok())
                return {{}, {std::move(edition).error()}, false};
            return {std::move(*edition), {}, false};
        }
        known += (known.empty() ? "" : "、") + name + "@" + std::to_string(revision.number);
    }
    return no_revision("年度版「" + name + "」に公表した版「" + number + "」はありません。",
                       "あるのは " + known + " です。");
}

LoadedEdition load_compiled(std::string_view json, const std::string& file)
{
    auto edition = edition::read_canonical_json(json);
    if (edition.ok())
        return {std::move(*edition), {}, false};
    base::Error error = std::move(edition).error();
    error.file = file;
    return {{}, {std::move(error)}, false};
}

}

base::Result<Schemes> find_schemes(const std::string& option)
{
    std::error_code error;
    if (!option.empty()) {
        if (!fs::is_directory(option, error))
            return no_folder(option, "--schemes ");
        return Schemes{fs::path(option)};
    }
    if (const char* variable = std::getenv("KENKEI_SCHEMES"); variable && *variable) {
        if (!fs::is_directory(variable, error))
            return no_folder(variable, "環境変数 KENKEI_SCHEMES ");
        return Schemes{fs::path(variable)};
    }
    for (fs::path here = fs::current_path(error); !error; here = here.parent_path()) {
        if (fs::is_directory(here / "schemes", error))
            return Schemes{here / "schemes"};
        error.clear();
        if (here == here.parent_path())
            break;
    }
    return Schemes{};
}

std::vector<std::string> list_editions(const Schemes& schemes)
{
    std::vector<std::string> names;
    if (!schemes.folder) {
        for (const EmbeddedEdition& edition : embedded_editions())
            names.emplace_back(edition.name);
        return names;
    }
    std::error_code error;
    for (const auto& scheme : fs::directory_iterator(*schemes.folder, error)) {
        std::error_code inner;
        for (const auto& edition : fs::directory_iterator(scheme.path(), inner)) {
            if (fs::exists(edition.path() / "edition.yaml", inner))
                names.push_back(scheme.path().filename().string() + "/" + edition.path().filename().string());
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::optional<fs::path> edition_folder(const Schemes& schemes, const std::string& name)
{
    std::error_code error;
    if (schemes.folder && fs::exists(*schemes.folder / name / "edition.yaml", error))
        return *schemes.folder / name;
    if (fs::exists(fs::path(name) / "edition.yaml", error)) {
        fs::path path = fs::weakly_canonical(name, error);
        return path.has_filename() ? path : path.parent_path();
    }
    return {};
}

LoadedEdition load(const Schemes& schemes, const std::string& name)
{
    if (auto folder = edition_folder(schemes, name)) {
        edition::ReadResult read = scheme::load_edition(*folder);
        return {std::move(read.edition), std::move(read.errors), false};
    }
    std::error_code error;
    if (const fs::path file(name); file.extension() == ".yaml" && fs::is_regular_file(file, error))
        return {{},
                {{.code = "edition.file",
                  .message = "「" + name + "」は年度版のファイルの一つです。",
                  .way_out = "年度版のフォルダ（" + file.parent_path().string() + "）を指してください。"}},
                true};
    if (fs::is_regular_file(name, error)) {
        return load_compiled(scheme::read_file(name).value_or(std::string{}), name);
    }
    if (!schemes.folder) {
        for (const EmbeddedEdition& edition : embedded_editions()) {
            if (edition.name == name)
                return load_compiled(edition.json, std::string(edition.name));
        }
    }
    if (auto revision = split_revision(name)) {
        const auto& [edition, number] = *revision;
        if (auto folder = edition_folder(schemes, edition))
            return load_revision(*folder, edition, number);
        LoadedEdition loaded = load(schemes, edition);
        if (loaded.edition)
            return no_revision("公表した版（@" + number + "）を指せるのはフォルダの年度版だけです。",
                               "--schemes で制度のフォルダを指してください。");
        return loaded;
    }
    return {{}, {unknown_edition(schemes, name)}, true};
}

}
