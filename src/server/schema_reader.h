#pragma once

#include "server/schema_tree.h"

// Compiles component schemas, once.
namespace kenkei::server {

class SchemaReader {
public:
    explicit SchemaReader(std::string_view text) : m_text(text) {}
    base::Result<std::shared_ptr<const Schemas::Compiled>> read();

private:
    using Value = base::json::Value;
    struct Keyword;
    enum class Walk { Begun, Done };
    static const Keyword keywords[];

    SchemaNode& add_node(const Value& source);
    base::Result<const SchemaNode*> read_node(const Value&);
    base::Result<void> fill(SchemaNode&);
    base::Result<void> finish(SchemaNode&);
    base::Result<void> link(SchemaNode&);
    base::Result<void> check_examples(const SchemaNode&);

    base::Result<void> read_type(SchemaNode&, const Value&);
    base::Result<void> read_properties(SchemaNode&, const Value&);
    base::Result<void> read_required(SchemaNode&, const Value&);
    base::Result<void> read_additional(SchemaNode&, const Value&);
    base::Result<void> read_items(SchemaNode&, const Value&);
    base::Result<void> read_enum(SchemaNode&, const Value&);
    base::Result<void> read_const(SchemaNode&, const Value&);
    base::Result<void> read_pattern(SchemaNode&, const Value&);
    base::Result<void> read_format(SchemaNode&, const Value&);
    base::Result<void> read_reference(SchemaNode&, const Value&);
    base::Result<void> read_text(SchemaNode&, const Value&);
    base::Result<void> read_flag(SchemaNode&, const Value&);
    base::Result<void> read_array(SchemaNode&, const Value&);
    base::Result<void> read_anything(SchemaNode&, const Value&);
    template<auto member>
    base::Result<void> read_size(SchemaNode&, const Value&);
    template<auto member>
    base::Result<void> read_bound(SchemaNode&, const Value&);
    template<auto member>
    base::Result<void> read_branches(SchemaNode&, const Value&);
    template<auto member>
    base::Result<void> read_boolean(SchemaNode&, const Value&);

    base::Error refuse(const Value& at, std::string code, std::string message, std::string way_out = {}) const;
    base::Error bad_value(const Value& at, std::string_view what_it_must_be) const;

    std::string_view m_text;
    std::shared_ptr<Schemas::Compiled> m_compiled = std::make_shared<Schemas::Compiled>();
    std::map<const SchemaNode*, Walk> m_walked;
};

}
