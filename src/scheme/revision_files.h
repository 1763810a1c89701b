#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace kenkei::scheme {

// Where an edition's folder holds what was published.
inline constexpr std::string_view revisions_record = "revisions.yaml";

inline std::string revision_file(int number)
{
    return "revisions/" + std::to_string(number) + ".json";
}

// A file of an edition as messages name it: relative to the folder that holds the schemes.
inline std::string shown(const std::filesystem::path& folder, std::string_view file)
{
    const std::filesystem::path whole = std::filesystem::weakly_canonical(folder);
    return (whole / file).lexically_relative(whole.parent_path().parent_path().parent_path()).string();
}

}
