#include "server/schema.h"

#include "server/schema_reader.h"

namespace kenkei::server {

base::Result<Schemas> Schemas::read(std::string_view text)
{
    return Schemas(TRY(SchemaReader(text).read()));
}

bool Schemas::has(std::string_view name) const
{
    return m_compiled->by_name.contains(name);
}

std::vector<Violation> Schemas::check(std::string_view name, const base::json::Value& value) const
{
    std::vector<Violation> violations;
    if (const auto found = m_compiled->by_name.find(name); found != m_compiled->by_name.end())
        check_value(*found->second, value, violations);
    return violations;
}

const base::json::Value& Schemas::document() const
{
    return m_compiled->document;
}

}
