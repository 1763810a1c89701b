// The files of an edition's folder in one text: a line `=== NAME` stands above each. What compiles is linted and tried
// out. NAME is edition.yaml, questions.yaml, criteria.yaml, workbook.yaml, tables/ID.yaml, lists.yaml for the shared
// lists it names, or groups/ID.yaml for one in groups.

#include "fuzz/require.h"
#include "fuzz/try_out.h"
#include "scheme/lint.h"
#include "scheme/load_edition.h"
#include "scheme/yaml_tree.h"

#include <cstdint>

using namespace kenkei;

namespace {

using File = std::pair<std::string_view, std::string_view>; // name, text

std::vector<File> split(std::string_view text)
{
    constexpr std::string_view mark = "=== ";
    std::vector<File> files;
    while (text.starts_with(mark)) {
        const std::size_t end_of_name = std::min(text.find('\n'), text.size());
        const std::string_view name = text.substr(mark.size(), end_of_name - mark.size());
        text.remove_prefix(std::min(end_of_name + 1, text.size()));
        const std::size_t end = text.starts_with(mark) ? 0 : std::min(text.size(), text.find("\n=== ")) + 1;
        files.emplace_back(name, text.substr(0, end));
        text.remove_prefix(std::min(end, text.size()));
    }
    return files;
}

edition::Part* part_for(std::string_view name, edition::Parts& parts)
{
    if (name == "edition.yaml")
        return &parts.edition;
    if (name == "questions.yaml")
        return &parts.questions;
    if (name == "criteria.yaml")
        return &parts.criteria;
    if (name == "lists.yaml")
        return &parts.lists;
    if (name == "workbook.yaml")
        return parts.workbook ? &*parts.workbook : &parts.workbook.emplace();
    const bool is_table = name.starts_with("tables/");
    constexpr std::string_view folder = "tables/", ending = ".yaml"; // "groups/" is as long
    if ((!is_table && !name.starts_with("groups/")) || !name.ends_with(ending) ||
        name.size() <= folder.size() + ending.size())
        return nullptr;
    name.remove_prefix(folder.size());
    name.remove_suffix(ending.size());
    auto& files = is_table ? parts.tables : parts.grouped_lists;
    for (auto& [id, part] : files) {
        if (id == name)
            return &part;
    }
    return &files.emplace_back(name, edition::Part{}).second;
}

void require_good(const std::vector<base::Error>& errors)
{
    for (const base::Error& error : errors)
        fuzz::require_good(error);
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    edition::Parts parts;
    for (const auto& [name, text] : split({reinterpret_cast<const char*>(data), size})) {
        edition::Part* part = part_for(name, parts);
        if (!part)
            continue;
        auto tree = scheme::read_yaml(text, name);
        if (!tree.ok())
            return fuzz::not_kept;
        *part = {.file = std::string(name), .text = std::string(text), .tree = std::move(*tree)};
    }
    const edition::ReadResult read = scheme::compile(parts);
    require_good(read.errors);
    fuzz::require(read.edition.has_value() == read.errors.empty(), "an edition, or what is wrong with it");
    if (!read.edition)
        return fuzz::is_near_miss(read) ? 0 : fuzz::not_kept;
    require_good(scheme::lint(parts, *read.edition));
    fuzz::try_out(*read.edition);
    return 0;
}
