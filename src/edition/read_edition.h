#pragma once

#include "base/json.h"
#include "edition/edition.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace kenkei::edition {

// One part of an edition as a tree of plain values with positions: a YAML file that scheme/ has read, or a member of a
// compiled edition. `text` is the file's text, for excerpts.
struct Part {
    std::string file;
    std::string text;
    base::json::Value tree;
};

struct Parts {
    Part edition;
    Part questions;
    Part criteria;
    std::vector<std::pair<std::string, Part>> tables; // id → table
    Part lists;                                       // id → { names, aliases }
    std::optional<Part> workbook;
    std::vector<std::pair<std::string, Part>> grouped_lists; // id → { group: [names] }, of the workbook's suggestions
};

// How an expression becomes a tree: scheme/ parses and writes the null rule in, a compiled edition only parses.
using ReadExpression = std::function<base::Result<feel::NodePtr>(std::string_view text, const feel::Names&)>;

// Everything that is wrong, each with file, line, column and a way out; the edition only if nothing is.
struct ReadResult {
    std::optional<Edition> edition;
    std::vector<base::Error> errors;
};

ReadResult read_edition(const Parts&, const ReadExpression&);

// For a compiled edition: the null rule is in its expressions already.
base::Result<feel::NodePtr> read_as_written(std::string_view text, const feel::Names&);

}
