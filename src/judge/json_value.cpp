#include "judge/json_value.h"

namespace kenkei::judge {

void write_value(base::json::Writer& out, const feel::Value& value)
{
    switch (value.kind()) {
    case feel::Kind::Null:
        out.null();
        break;
    case feel::Kind::Boolean:
        out.boolean(value.as_boolean());
        break;
    case feel::Kind::Number:
        out.number(value.as_number());
        break;
    default:
        out.string(feel::to_display(value));
        break;
    }
}

void write_outcome(base::json::Writer& out, std::string_view key, const std::optional<Outcome>& outcome)
{
    out.key(key);
    if (outcome)
        out.string(edition::word_of(*outcome));
    else
        out.null();
}

void write_class(base::json::Writer& out, std::string_view key, const ReachedClass& reached)
{
    out.key(key);
    if (reached.id.empty())
        out.null();
    else
        out.string(reached.id);
}

}
