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

}
