#pragma once

#include <span>
#include <string_view>

namespace kenkei::cli {

// One edition as the build compiled it in (generated: cmake/EmbedEditions.cmake).
struct EmbeddedEdition {
    std::string_view name;
    std::string_view json;
    std::string_view hints; // its hints.yaml as JSON; empty if it has none
};

std::span<const EmbeddedEdition> embedded_editions();

}
