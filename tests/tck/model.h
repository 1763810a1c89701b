#pragma once

#include "base/result.h"
#include "feel/decision_table.h"
#include "feel/type.h"

#include <map>
#include <memory>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <variant>
#include <vector>

namespace kenkei::tck {

// "decision" of "dmn:decision".
std::string_view local_name(pugi::xml_node);
pugi::xml_node child_named(pugi::xml_node, std::string_view local);
std::string text_of(pugi::xml_node parent, std::string_view child); // trimmed text of <child>, or of <child><text>

struct InputData {
    std::string name;
    std::optional<feel::Type> type;
};

struct LiteralExpression {
    std::string text;
    std::optional<feel::Type> type;
    base::Result<feel::NodePtr> tree;
};

struct Table {
    feel::DecisionTable table;
    std::string problem; // why an entry could not be read; empty if all could
};

struct Decision {
    std::string name;
    std::optional<feel::Type> type;
    std::vector<std::string> requires_ids = {}; // input data and decisions, in the order of their slots
    std::variant<std::monostate, LiteralExpression, Table> logic = {};
    std::string out_of_profile = {}; // the rule that puts it out of profile; empty if none does
};

// One .dmn file.
struct Model {
    std::vector<feel::TypeDefinition> types;
    std::map<std::string, InputData> inputs;   // by id
    std::map<std::string, Decision> decisions; // by id
    std::map<std::string, std::string> ids;    // of decisions, by name
    std::map<std::string, std::string> others; // kind of the other elements that can be asked for, by name
};

base::Result<std::unique_ptr<Model>> load_model(const std::string& path);

// The rule that puts the decision, or one it requires, out of profile; empty if none does.
std::string rule_out_of_profile(const Model&, const std::string& id);

}
