#include "model.h"

#include "base/fold.h"
#include "feel/lexer.h"

#include <set>

namespace kenkei::tck {

namespace {

constexpr auto read_null = feel::UnknownNames::ReadNull;

struct KindOfLogic {
    std::string_view element;
    std::string_view rule;
};

// Elements that can stand for a decision's logic and are no literal expression or decision table.
constexpr KindOfLogic boxed_logic[] = {
    {"context", "boxed context"},
    {"list", "boxed list"},
    {"relation", "boxed relation"},
    {"functionDefinition", "boxed function definition"},
    {"invocation", "boxed invocation"},
    {"for", "boxed for"},
    {"some", "boxed some"},
    {"every", "boxed every"},
    {"filter", "boxed filter"},
    {"conditional", "boxed conditional"},
};

// A function whose body is in another language: `function(…) external {…}`.
bool has_external_function(const std::string& text)
{
    bool behind_parenthesis = false;
    for (auto token = feel::read_token(text, 0);; token = feel::read_token(text, token.end)) {
        if (token.kind != feel::TokenKind::Word && token.kind != feel::TokenKind::Symbol &&
            token.kind != feel::TokenKind::Number && token.kind != feel::TokenKind::String)
            return false;
        if (behind_parenthesis && token.text == "external")
            return true;
        behind_parenthesis = token.text == ")";
    }
}

class ModelReader {
public:
    ModelReader(pugi::xml_node definitions, Model& model) : m_definitions(definitions), m_model(model) {}

    void read()
    {
        for (auto node : m_definitions) {
            if (local_name(node) == "itemDefinition")
                m_type_names.insert(node.attribute("name").value());
        }
        for (auto node : m_definitions) {
            if (local_name(node) == "itemDefinition")
                define_type(node, node.attribute("name").value());
        }
        for (auto node : m_definitions) {
            const std::string id = node.attribute("id").value();
            const std::string name = node.attribute("name").value();
            const auto kind = local_name(node);
            m_kinds[id] = kind;
            if (kind == "inputData")
                m_model.inputs[id] = {variable_name(node), type_of(child_named(node, "variable"))};
            else if (kind == "businessKnowledgeModel")
                m_model.others[name] = "business knowledge model";
            else if (kind == "decisionService")
                m_model.others[name] = "decision service";
        }
        for (auto node : m_definitions) {
            if (local_name(node) == "decision")
                m_model.ids[variable_name(node)] = id_of(node);
        }
        for (auto node : m_definitions) {
            if (local_name(node) == "decision")
                read_decision(node);
        }
    }

private:
    static std::string variable_name(pugi::xml_node element)
    {
        const std::string name = child_named(element, "variable").attribute("name").value();
        return name.empty() ? element.attribute("name").value() : name;
    }

    static std::string id_of(pugi::xml_node element)
    {
        const std::string id = element.attribute("id").value();
        return id.empty() ? "name:" + std::string(element.attribute("name").value()) : id;
    }

    std::optional<feel::Type> type_named(std::string name) const
    {
        if (const auto colon = name.find(':'); colon != std::string::npos)
            name.erase(0, colon + 1);
        if (name.empty())
            return {};
        if (m_type_names.contains(name))
            return feel::Type{.form = feel::Type::Form::Named, .name = name};
        auto type = feel::read_type(name);
        return type && type->form != feel::Type::Form::Named ? type : std::nullopt;
    }

    std::optional<feel::Type> type_of(pugi::xml_node element) const
    {
        return type_named(element.attribute("typeRef").value());
    }

    void define_type(pugi::xml_node node, std::string name)
    {
        feel::TypeDefinition definition{.name = std::move(name)};
        feel::Type item{.form = feel::Type::Form::Context};
        for (auto component : node) {
            if (local_name(component) == "itemComponent") {
                const std::string entry = component.attribute("name").value();
                auto type_name = definition.name + "/" + entry;
                define_type(component, type_name);
                item.names.push_back(entry);
                item.parts.push_back({.form = feel::Type::Form::Named, .name = std::move(type_name)});
            } else if (local_name(component) == "functionItem") {
                item = function_type(component);
            }
        }
        if (item.form == feel::Type::Form::Context && item.names.empty())
            item = type_named(text_of(node, "typeRef")).value_or(feel::Type{});
        if (const auto text = text_of(node, "allowedValues"); !text.empty()) {
            if (auto tests = feel::parse_unary_tests(text, {}, read_null))
                definition.allowed = *tests;
        }
        if (node.attribute("isCollection").as_bool()) {
            definition.type.form = feel::Type::Form::List;
            definition.type.parts.push_back(std::move(item));
        } else {
            definition.type = std::move(item);
        }
        m_model.types.push_back(std::move(definition));
    }

    feel::Type function_type(pugi::xml_node node) const
    {
        feel::Type type{.form = feel::Type::Form::Function};
        for (auto parameter : node) {
            if (local_name(parameter) == "parameters")
                type.parts.push_back(type_of(parameter).value_or(feel::Type{}));
        }
        type.parts.push_back(type_named(node.attribute("outputTypeRef").value()).value_or(feel::Type{}));
        return type;
    }

    void read_decision(pugi::xml_node node)
    {
        Decision decision{.name = variable_name(node), .type = type_of(child_named(node, "variable"))};
        feel::Names names;
        for (auto requirement : node) {
            const auto kind = local_name(requirement);
            for (auto required : requirement)
                require(decision, names, kind, required.attribute("href").value());
        }
        for (auto logic : node) {
            const auto kind = local_name(logic);
            for (const auto& boxed : boxed_logic) {
                if (boxed.element == kind)
                    decision.out_of_profile = boxed.rule;
            }
            if (kind == "literalExpression")
                read_literal(decision, logic, names);
            else if (kind == "decisionTable")
                decision.logic = read_table(logic, names);
        }
        if (decision.logic.index() == 0 && decision.out_of_profile.empty())
            decision.out_of_profile = "no decision logic";
        m_model.decisions[id_of(node)] = std::move(decision);
    }

    void require(Decision& decision, feel::Names& names, std::string_view kind, std::string href)
    {
        if (kind != "informationRequirement" && kind != "knowledgeRequirement")
            return;
        const auto mark = href.find('#');
        const auto space = mark == std::string::npos ? std::string() : href.substr(0, mark);
        if (!space.empty() && space != m_definitions.attribute("namespace").value()) {
            decision.out_of_profile = "import";
            return;
        }
        const auto id = mark == std::string::npos ? href : href.substr(mark + 1);
        const auto required = m_kinds.find(id);
        if (kind == "knowledgeRequirement") {
            const bool service = required != m_kinds.end() && required->second == "decisionService";
            decision.out_of_profile = service ? "decision service" : "business knowledge model";
            return;
        }
        decision.requires_ids.push_back(id);
        for (auto element : m_definitions) {
            if (element.attribute("id").value() == id)
                names.add(variable_name(element));
        }
    }

    void read_literal(Decision& decision, pugi::xml_node node, const feel::Names& names) const
    {
        auto text = text_of(node, "text");
        if (has_external_function(text))
            decision.out_of_profile = "external function";
        auto tree = feel::parse_expression(text, names, read_null);
        decision.logic = LiteralExpression{std::move(text), type_of(node), std::move(tree)};
    }

    feel::NodePtr expression(Table& table, const std::string& text, const feel::Names& names) const
    {
        auto tree = feel::parse_expression(text, names, read_null);
        if (!tree)
            table.problem = base::describe(tree.error());
        return tree ? *tree : nullptr;
    }

    feel::NodePtr tests(Table& table, const std::string& text, const feel::Names& names) const
    {
        auto tree = feel::parse_unary_tests(text.empty() ? "-" : text, names, read_null);
        if (!tree)
            table.problem = base::describe(tree.error());
        return tree ? *tree : nullptr;
    }

    Table read_table(pugi::xml_node node, const feel::Names& names) const
    {
        Table result;
        auto& table = result.table;
        std::string policy = node.attribute("hitPolicy").as_string("UNIQUE");
        if (const std::string aggregation = node.attribute("aggregation").value(); !aggregation.empty())
            policy += " " + aggregation;
        const auto read = feel::read_policy(policy);
        if (!read)
            result.problem = "hit policy " + policy;
        table.policy = read.value_or(feel::Policy{});
        for (auto part : node) {
            const auto kind = local_name(part);
            if (kind == "input") {
                const auto text = text_of(child_named(part, "inputExpression"), "text");
                feel::DecisionTable::Input input{.expression = expression(result, text, names), .label = text};
                if (const auto values = text_of(part, "inputValues"); !values.empty())
                    input.allowed = tests(result, values, names);
                table.inputs.push_back(std::move(input));
            } else if (kind == "output") {
                feel::DecisionTable::Output output{.name = part.attribute("name").value()};
                if (const auto values = text_of(part, "outputValues"); !values.empty())
                    output.allowed = values_of(*tests(result, values, names));
                if (const auto text = text_of(part, "defaultOutputEntry"); !text.empty())
                    output.fallback = expression(result, text, names);
                table.outputs.push_back(std::move(output));
            } else if (kind == "rule") {
                feel::DecisionTable::Row row;
                for (auto entry : part) {
                    if (local_name(entry) == "inputEntry")
                        row.tests.push_back(tests(result, text_of(entry, "text"), names));
                    else if (local_name(entry) == "outputEntry")
                        row.outputs.push_back(expression(result, text_of(entry, "text"), names));
                }
                table.rows.push_back(std::move(row));
            }
        }
        return result;
    }

    static std::vector<feel::Value> values_of(const feel::Node& tests)
    {
        std::vector<feel::Value> values;
        for (const auto& test : tests.children) {
            if (test->kind == feel::NodeKind::UnaryValue)
                values.push_back(feel::evaluate(*test->children.front(), feel::Environment{}));
        }
        return values;
    }

    pugi::xml_node m_definitions;
    Model& m_model;
    std::set<std::string> m_type_names;
    std::map<std::string, std::string_view> m_kinds; // by id
};

std::string rule_out_of_profile(const Model& model, const std::string& id, std::set<std::string>& seen)
{
    const auto decision = model.decisions.find(id);
    if (decision == model.decisions.end() || !seen.insert(id).second)
        return {};
    if (!decision->second.out_of_profile.empty())
        return decision->second.out_of_profile;
    for (const auto& required : decision->second.requires_ids) {
        if (auto rule = rule_out_of_profile(model, required, seen); !rule.empty())
            return rule;
    }
    return {};
}

}

std::string_view local_name(pugi::xml_node node)
{
    const std::string_view name = node.name();
    const auto colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child_named(pugi::xml_node parent, std::string_view local)
{
    for (auto child : parent) {
        if (local_name(child) == local)
            return child;
    }
    return {};
}

std::string text_of(pugi::xml_node parent, std::string_view child)
{
    const auto node = child_named(parent, child);
    const auto inner = child_named(node, "text");
    std::string text;
    for (auto part : inner ? inner : node)
        text += part.value();
    return base::trim(text);
}

base::Result<std::unique_ptr<Model>> load_model(const std::string& path)
{
    pugi::xml_document document;
    if (const auto read = document.load_file(path.c_str()); !read)
        return base::Error{.code = "tck.model", .message = read.description(), .file = path};
    auto model = std::make_unique<Model>();
    ModelReader(document.document_element(), *model).read();
    return model;
}

std::string rule_out_of_profile(const Model& model, const std::string& id)
{
    std::set<std::string> seen;
    return rule_out_of_profile(model, id, seen);
}

}
