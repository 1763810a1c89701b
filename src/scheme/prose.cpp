#include "scheme/prose.h"

#include "edition/differences.h"
#include "edition/procedure.h"
#include "scheme/load_edition.h"
#include "scheme/read_file.h"

#include <algorithm>

namespace kenkei::scheme {

namespace fs = std::filesystem;
using edition::Edition;

namespace {

// The path from the folder that holds the schemes, as in the errors of load_edition.
std::string shown(const fs::path& file)
{
    const fs::path folder = fs::is_directory(file) ? file : file.parent_path();
    return file.lexically_relative(folder.parent_path().parent_path().parent_path()).string();
}

std::optional<fs::path> edition_before(const fs::path& folder)
{
    std::optional<fs::path> before;
    std::error_code error;
    for (fs::directory_iterator at(folder.parent_path(), error); !error && at != fs::directory_iterator();
         at.increment(error)) {
        std::error_code inner;
        const bool earlier = at->path().filename() < folder.filename();
        if (earlier && (!before || *before < at->path()) && fs::exists(at->path() / "edition.yaml", inner))
            before = at->path();
    }
    return before;
}

base::SourcePosition first_difference(std::string_view text, std::size_t from, std::string_view expected)
{
    const std::string_view written = text.substr(from, expected.size());
    const auto [end, ignored] = std::mismatch(written.begin(), written.end(), expected.begin(), expected.end());
    const std::size_t offset = from + static_cast<std::size_t>(end - written.begin());
    return {base::position_of(text, std::min(offset, text.size())).line, 1};
}

void check_changes(const fs::path& folder, const Edition& edition, std::vector<base::Error>& errors)
{
    const std::string file = shown(folder / "CHANGES.md");
    auto text = read_file(folder / "CHANGES.md");
    if (text)
        std::erase(*text, '\r'); // as editors on Windows write line ends
    if (!text) {
        errors.push_back(
            {.code = "changes.missing",
             .message = "CHANGES.md がありません。",
             .way_out = "前の年度版から変わったことを書いてください。初めての年度版なら、そう書いてください。",
             .file = file});
        return;
    }
    const auto before_folder = edition_before(folder);
    if (!before_folder)
        return;
    const edition::ReadResult before = load_edition(*before_folder);
    if (!before.edition) {
        errors.push_back(
            {.code = "changes.unchecked",
             .message = "前の年度版 " + shown(*before_folder) + " が読めないので、変わったことを確かめられません。",
             .way_out = "kenkei check で前の年度版を検査し、先に直してください。",
             .file = file});
        return;
    }
    const std::string command = "kenkei diff " + before.edition->key() + " " + edition.key();
    const std::string begin = "<!-- " + command + " -->\n";
    const std::string end = "<!-- kenkei diff end -->";
    const std::string way_out = command + " --format markdown の出力を「" + begin.substr(0, begin.size() - 1) +
                                "」と「" + end + "」の間に貼ってください。";
    const std::size_t from = text->find(begin);
    const std::size_t to = from == std::string::npos ? from : text->find(end, from);
    if (to == std::string::npos) {
        errors.push_back(
            {.code = "changes.missing",
             .message = from == std::string::npos
                            ? "前の年度版（" + before.edition->key() + "）から変わったことの一覧がありません。"
                            : "変わったことの一覧の終わりの印「" + end + "」がありません。",
             .way_out = way_out,
             .file = file,
             .at = {1, 1}});
        return;
    }
    const std::string expected = edition::changes_as_markdown(*before.edition, edition);
    const std::size_t start = from + begin.size();
    if (std::string_view(*text).substr(start, to - start) == expected)
        return;
    const base::SourcePosition at = first_difference(*text, start, expected);
    errors.push_back({.code = "changes.stale",
                      .message = "変わったことの一覧が、いまの規則と合いません。",
                      .way_out = way_out,
                      .file = file,
                      .at = at,
                      .excerpt = base::line_with_caret(*text, at)});
}

bool has_own_values(const Edition& edition)
{
    auto own = [](const auto& all) {
        return std::any_of(all.begin(), all.end(), [](const auto& one) { return one.source.document.empty(); });
    };
    const auto own_options = [](const edition::Question& question) { return question.options_source.document.empty(); };
    const auto own_rows = [](const edition::Table& table) {
        return std::any_of(table.row_sources.begin(), table.row_sources.end(),
                           [](const edition::Source& row) { return row.document.empty(); });
    };
    if (std::any_of(edition.questions.begin(), edition.questions.end(), own_options) ||
        std::any_of(edition.tables.begin(), edition.tables.end(), own_rows))
        return true;
    if (edition.source.document.empty() || edition.application.source.document.empty() || own(edition.sections) ||
        (edition.fee && edition.fee->source.document.empty()) ||
        (edition.evidence && edition.evidence->source.document.empty()) || edition::has_own_procedure(edition))
        return true;
    return own(edition.questions) || own(edition.values) || own(edition.items) || own(edition.requirements) ||
           own(edition.titles) || own(edition.classes) || own(edition.findings) || own(edition.tables) ||
           own(edition.known) || own(edition.breakdowns) || own(edition.workbook.notes) ||
           (edition.validity && edition.validity->source.document.empty());
}

}

void check_prose(const fs::path& folder, const Edition& edition, std::vector<base::Error>& errors)
{
    const fs::path whole = fs::weakly_canonical(folder);
    check_changes(whole, edition, errors);
    std::error_code error;
    if (has_own_values(edition) && !fs::exists(whole / "ISSUES.md", error))
        errors.push_back({.code = "issues.missing",
                          .message = "source: none の値がありますが、ISSUES.md がありません。",
                          .way_out = "典拠に書かれていないことと、どう決めたかを ISSUES.md に書いてください。",
                          .file = shown(whole / "ISSUES.md")});
}

}
